-- Every reference to a row of runs leads to one.
SELECT 'sources' AS child, s.source_id AS id, s.run_id AS missing
FROM sources s ANTI JOIN runs r ON r.run_id = s.run_id
UNION ALL
SELECT 'changes' AS child, c.row_id AS id, c.run_id AS missing
FROM changes c ANTI JOIN runs r ON r.run_id = c.run_id
