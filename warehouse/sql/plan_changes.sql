WITH compared AS (
  -- plans that turned out to have nothing in common say nothing of each other
  SELECT document_id, base_document_id, basis FROM plan_links SEMI JOIN measure_links USING (document_id, base_document_id)
), changed AS (
  SELECT
    measure_id,
    base_measure_id,
    string_agg(coalesce(base_surface, '无') || ' → ' || coalesce(surface, '无'), '；' ORDER BY ordinal)
      FILTER (kind LIKE 'deadline%') AS deadlines,
    string_agg(coalesce(base_surface, '无') || ' → ' || coalesce(surface, '无'), '；' ORDER BY ordinal)
      FILTER (kind LIKE 'figure%') AS figures,
    string_agg(surface, '、' ORDER BY ordinal) FILTER (kind = 'unit_added') AS units_added,
    string_agg(base_surface, '、' ORDER BY ordinal) FILTER (kind = 'unit_dropped') AS units_dropped
  FROM measure_changes
  GROUP BY measure_id, base_measure_id
), compared_measures AS (
  SELECT
    l.document_id,
    l.base_document_id,
    CASE WHEN l.relation <> 'counterpart' THEN l.relation WHEN c.measure_id IS NULL THEN 'same' ELSE 'changed' END
      AS change,
    l.measure_id,
    l.base_measure_id,
    l.similarity,
    c.deadlines,
    c.figures,
    c.units_added,
    c.units_dropped
  FROM measure_links l LEFT JOIN changed c USING (measure_id, base_measure_id)
  UNION ALL BY NAME
  SELECT p.document_id, p.base_document_id, 'new' AS change, m.measure_id
  FROM compared p JOIN measures m USING (document_id)
  ANTI JOIN measure_links l ON l.measure_id = m.measure_id AND l.base_document_id = p.base_document_id
  UNION ALL BY NAME
  SELECT p.document_id, p.base_document_id, 'dropped' AS change, m.measure_id AS base_measure_id
  FROM compared p JOIN measures m ON m.document_id = p.base_document_id
  ANTI JOIN measure_links l ON l.base_measure_id = m.measure_id AND l.document_id = p.document_id
)
SELECT
  coalesce(d.title, s.name) AS plan,
  coalesce(b.title, bs.name) AS base_plan,
  p.basis,
  c.change,
  m.path,
  m.title,
  bm.path AS base_path,
  bm.title AS base_title,
  c.similarity,
  c.deadlines,
  c.figures,
  c.units_added,
  c.units_dropped,
  c.document_id,
  c.base_document_id,
  c.measure_id,
  c.base_measure_id
FROM compared_measures c
JOIN plan_links p USING (document_id, base_document_id)
JOIN documents d ON d.document_id = c.document_id
JOIN sources s ON s.source_id = d.source_id
JOIN documents b ON b.document_id = c.base_document_id
JOIN sources bs ON bs.source_id = b.source_id
LEFT JOIN measures m ON m.measure_id = c.measure_id
LEFT JOIN measures bm ON bm.measure_id = c.base_measure_id
ORDER BY s.name, c.document_id, bs.name, c.base_document_id, m.ordinal NULLS LAST, bm.ordinal
