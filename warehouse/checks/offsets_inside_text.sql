-- Character offsets are ordered and lie inside the text of their document.
WITH spans AS (
  SELECT 'lines' AS child, source_id || '#' || line_no AS id, document_id, char_start, char_end FROM lines
  UNION ALL
  SELECT 'sections', section_id, document_id, char_start, char_end FROM sections
  UNION ALL
  SELECT 'measures', measure_id, document_id, char_start, char_end FROM measures
  UNION ALL
  SELECT 'tasks', task_id, document_id, char_start, char_end FROM tasks
  UNION ALL
  SELECT 'assignments', assignment_id, document_id, char_start, char_end FROM assignments
  UNION ALL
  SELECT 'dates', date_id, document_id, char_start, char_end FROM dates
  UNION ALL
  SELECT 'quantities', quantity_id, document_id, char_start, char_end FROM quantities
  UNION ALL
  SELECT 'citations', citation_id, document_id, char_start, char_end FROM citations
), lengths AS (
  SELECT document_id, length(text) AS length FROM documents
)
SELECT child, id, char_start, char_end, length
FROM spans JOIN lengths USING (document_id)
WHERE char_start > char_end OR char_end > length
