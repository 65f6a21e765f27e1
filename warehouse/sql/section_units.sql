SELECT
  d.document_id,
  coalesce(d.title, src.name) AS plan,
  s.section_id,
  s.path,
  s.heading,
  tu.unit_id,
  tu.unit,
  tu.role,
  tu.basis,
  count(DISTINCT tu.task_id) AS tasks
FROM task_units tu
JOIN measures m ON m.measure_id = tu.measure_id
JOIN section_tree tree ON tree.section_id = m.section_id
JOIN sections s ON s.section_id = tree.ancestor_id
JOIN documents d ON d.document_id = s.document_id
JOIN sources src ON src.source_id = d.source_id
GROUP BY ALL
ORDER BY plan, d.document_id, min(s.ordinal), tasks DESC, tu.unit, tu.role, tu.basis
