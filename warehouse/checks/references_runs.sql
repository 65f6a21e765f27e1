-- Every reference to a row of runs leads to one.
SELECT 'sources' AS child, c.source_id AS id, c.run_id AS missing
FROM sources c ANTI JOIN runs p ON p.run_id = c.run_id WHERE c.run_id IS NOT NULL
