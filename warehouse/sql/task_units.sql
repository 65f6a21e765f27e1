-- An assignment speaks for the tasks of what it is placed on: its task, else its measure, else its section
-- with all sections below. A unit named twice in one role on one task counts once, at its nearest place.
WITH spoken_for AS (
  SELECT t.task_id, t.measure_id, t.document_id, a.unit_id, a.role, 1 AS level, a.ordinal, a.char_start, a.basis
  FROM assignments a JOIN tasks t ON t.task_id = a.task_id
  UNION ALL
  SELECT t.task_id, t.measure_id, t.document_id, a.unit_id, a.role, 2, a.ordinal, a.char_start, a.basis
  FROM assignments a JOIN tasks t ON t.measure_id = a.measure_id
  WHERE a.task_id IS NULL
  UNION ALL
  SELECT t.task_id, t.measure_id, t.document_id, a.unit_id, a.role, 3, a.ordinal, a.char_start, 'section'
  FROM assignments a
  JOIN section_tree tree ON tree.ancestor_id = a.section_id
  JOIN measures m ON m.section_id = tree.section_id
  JOIN tasks t ON t.measure_id = m.measure_id
  WHERE a.task_id IS NULL AND a.measure_id IS NULL
), nearest AS (
  SELECT task_id, measure_id, document_id, unit_id, role, min((level, char_start, ordinal, basis)) AS place
  FROM spoken_for
  GROUP BY ALL
)
SELECT
  n.task_id,
  n.measure_id,
  n.document_id,
  n.unit_id,
  u.name AS unit,
  n.role,
  n.place[1] AS level,
  n.place[4] AS basis,
  CAST(row_number() OVER (PARTITION BY n.task_id ORDER BY n.place, n.role, u.name) AS INTEGER) AS position
FROM nearest n
JOIN units u ON u.unit_id = n.unit_id
JOIN documents d ON d.document_id = n.document_id
WHERE d.is_preferred
