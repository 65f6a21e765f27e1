-- Every reference to a row of sections leads to one.
SELECT 'sections' AS child, c.section_id AS id, c.parent_id AS missing
FROM sections c ANTI JOIN sections p ON p.section_id = c.parent_id WHERE c.parent_id IS NOT NULL
UNION ALL
SELECT 'measures' AS child, c.measure_id AS id, c.section_id AS missing
FROM measures c ANTI JOIN sections p ON p.section_id = c.section_id WHERE c.section_id IS NOT NULL
UNION ALL
SELECT 'assignments' AS child, c.assignment_id AS id, c.section_id AS missing
FROM assignments c ANTI JOIN sections p ON p.section_id = c.section_id WHERE c.section_id IS NOT NULL
UNION ALL
SELECT 'dates' AS child, c.date_id AS id, c.section_id AS missing
FROM dates c ANTI JOIN sections p ON p.section_id = c.section_id WHERE c.section_id IS NOT NULL
UNION ALL
SELECT 'quantities' AS child, c.quantity_id AS id, c.section_id AS missing
FROM quantities c ANTI JOIN sections p ON p.section_id = c.section_id WHERE c.section_id IS NOT NULL
