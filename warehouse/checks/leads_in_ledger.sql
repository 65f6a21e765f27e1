-- A unit that leads a task stands in the ledger as its lead.
SELECT tu.task_id, tu.unit, l.leads
FROM task_units tu LEFT JOIN ledger l ON l.task_id = tu.task_id
WHERE tu.role = 'lead' AND NOT coalesce(contains(l.leads, tu.unit), false)
