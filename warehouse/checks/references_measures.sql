-- Every reference to a row of measures leads to one.
SELECT 'tasks' AS child, c.task_id AS id, c.measure_id AS missing
FROM tasks c ANTI JOIN measures p ON p.measure_id = c.measure_id WHERE c.measure_id IS NOT NULL
UNION ALL
SELECT 'assignments' AS child, c.assignment_id AS id, c.measure_id AS missing
FROM assignments c ANTI JOIN measures p ON p.measure_id = c.measure_id WHERE c.measure_id IS NOT NULL
UNION ALL
SELECT 'dates' AS child, c.date_id AS id, c.measure_id AS missing
FROM dates c ANTI JOIN measures p ON p.measure_id = c.measure_id WHERE c.measure_id IS NOT NULL
UNION ALL
SELECT 'quantities' AS child, c.quantity_id AS id, c.measure_id AS missing
FROM quantities c ANTI JOIN measures p ON p.measure_id = c.measure_id WHERE c.measure_id IS NOT NULL
UNION ALL
SELECT 'citations' AS child, c.citation_id AS id, c.measure_id AS missing
FROM citations c ANTI JOIN measures p ON p.measure_id = c.measure_id WHERE c.measure_id IS NOT NULL
UNION ALL
SELECT 'findings' AS child, c.finding_id AS id, c.measure_id AS missing
FROM findings c ANTI JOIN measures p ON p.measure_id = c.measure_id WHERE c.measure_id IS NOT NULL
UNION ALL
SELECT 'measure_links' AS child, c.measure_id AS id, c.measure_id AS missing
FROM measure_links c ANTI JOIN measures p ON p.measure_id = c.measure_id WHERE c.measure_id IS NOT NULL
UNION ALL
SELECT 'measure_links' AS child, c.measure_id AS id, c.base_measure_id AS missing
FROM measure_links c ANTI JOIN measures p ON p.measure_id = c.base_measure_id WHERE c.base_measure_id IS NOT NULL
UNION ALL
SELECT 'measure_changes' AS child, c.measure_id AS id, c.measure_id AS missing
FROM measure_changes c ANTI JOIN measures p ON p.measure_id = c.measure_id WHERE c.measure_id IS NOT NULL
UNION ALL
SELECT 'measure_changes' AS child, c.measure_id AS id, c.base_measure_id AS missing
FROM measure_changes c ANTI JOIN measures p ON p.measure_id = c.base_measure_id WHERE c.base_measure_id IS NOT NULL
