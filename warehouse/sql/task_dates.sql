-- A sibling task's date says nothing about this one, and a section's date (到2025年，… in its intro) is a goal of the
-- section: neither is taken.
WITH due AS (
  SELECT x.date_id, x.measure_id, x.task_id, x.kind, x.surface, x.due_on, x.char_start
  FROM dates x JOIN documents d ON d.document_id = x.document_id
  WHERE x.kind IN ('deadline', 'recurrence') AND d.is_preferred
)
SELECT task_id, date_id, kind, surface, due_on, char_start, 'task' AS level
FROM due
WHERE task_id IS NOT NULL
UNION ALL
SELECT t.task_id, due.date_id, due.kind, due.surface, due.due_on, due.char_start, 'measure' AS level
FROM due JOIN tasks t ON t.measure_id = due.measure_id
WHERE due.task_id IS NULL
  AND t.task_id NOT IN (SELECT own.task_id FROM due own WHERE own.task_id IS NOT NULL)
