-- Every reference to a row of units leads to one.
SELECT 'assignments' AS child, c.assignment_id AS id, c.unit_id AS missing
FROM assignments c ANTI JOIN units p ON p.unit_id = c.unit_id WHERE c.unit_id IS NOT NULL
UNION ALL
SELECT 'unit_aliases' AS child, c.alias AS id, c.unit_id AS missing
FROM unit_aliases c ANTI JOIN units p ON p.unit_id = c.unit_id WHERE c.unit_id IS NOT NULL
