-- Ordinals count from 1 without a gap: documents in a source, sections and measures in a document, tasks in a measure.
WITH counted AS (
  SELECT 'documents' AS child, source_id AS parent, ordinal FROM documents
  UNION ALL
  SELECT 'sections', document_id, ordinal FROM sections
  UNION ALL
  SELECT 'measures', document_id, ordinal FROM measures
  UNION ALL
  SELECT 'tasks', measure_id, ordinal FROM tasks
)
SELECT child, parent, min(ordinal) AS first, max(ordinal) AS last, count(*) AS rows
FROM counted
GROUP BY ALL
HAVING min(ordinal) <> 1 OR max(ordinal) <> count(*)
