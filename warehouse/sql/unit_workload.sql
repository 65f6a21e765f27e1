WITH due AS (
  SELECT task_id, min(due_on) AS first_due_on, max(due_on) AS last_due_on
  FROM task_dates
  GROUP BY task_id
)
SELECT
  u.unit_id,
  u.name AS unit,
  u.region,
  u.kind,
  u.is_collective,
  count(DISTINCT d.plan_id) AS plans,
  count(DISTINCT tu.task_id) AS tasks,
  count(DISTINCT tu.task_id) FILTER (tu.role = 'lead') AS lead_tasks,
  count(DISTINCT tu.task_id) FILTER (tu.role = 'responsible') AS responsible_tasks,
  count(DISTINCT tu.task_id) FILTER (tu.role NOT IN ('lead', 'responsible')) AS other_tasks,
  count(DISTINCT tu.task_id) FILTER (due.first_due_on IS NOT NULL) AS dated_tasks,
  min(due.first_due_on) AS first_due_on,
  max(due.last_due_on) AS last_due_on
FROM task_units tu
JOIN units u ON u.unit_id = tu.unit_id
JOIN documents d ON d.document_id = tu.document_id
LEFT JOIN due ON due.task_id = tu.task_id
GROUP BY u.unit_id, u.name, u.region, u.kind, u.is_collective
ORDER BY tasks DESC, unit, u.unit_id
