-- Every reference to a row of tasks leads to one.
SELECT 'assignments' AS child, c.assignment_id AS id, c.task_id AS missing
FROM assignments c ANTI JOIN tasks p ON p.task_id = c.task_id WHERE c.task_id IS NOT NULL
UNION ALL
SELECT 'dates' AS child, c.date_id AS id, c.task_id AS missing
FROM dates c ANTI JOIN tasks p ON p.task_id = c.task_id WHERE c.task_id IS NOT NULL
UNION ALL
SELECT 'quantities' AS child, c.quantity_id AS id, c.task_id AS missing
FROM quantities c ANTI JOIN tasks p ON p.task_id = c.task_id WHERE c.task_id IS NOT NULL
