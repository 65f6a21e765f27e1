-- The ledger has one row for every task of a preferred document.
SELECT task_id, count(l.ordinal) AS rows
FROM tasks t JOIN documents d USING (document_id) LEFT JOIN ledger l USING (task_id)
WHERE d.is_preferred
GROUP BY task_id
HAVING count(l.ordinal) <> 1
