-- What belongs to a section, a measure or a task belongs to the same document as that.
WITH placed AS (
  SELECT 'measures' AS child, measure_id AS id, document_id, section_id, NULL AS measure_id, NULL AS task_id FROM measures
  UNION ALL
  SELECT 'tasks', task_id, document_id, NULL, measure_id, NULL FROM tasks
  UNION ALL
  SELECT 'sections', section_id, document_id, parent_id, NULL, NULL FROM sections
  UNION ALL
  SELECT 'assignments', assignment_id, document_id, section_id, measure_id, task_id FROM assignments
  UNION ALL
  SELECT 'dates', date_id, document_id, section_id, measure_id, task_id FROM dates
  UNION ALL
  SELECT 'quantities', quantity_id, document_id, section_id, measure_id, task_id FROM quantities
  UNION ALL
  SELECT 'citations', citation_id, document_id, NULL, measure_id, NULL FROM citations
)
SELECT p.child, p.id, p.document_id
FROM placed p
LEFT JOIN sections s ON s.section_id = p.section_id
LEFT JOIN measures m ON m.measure_id = p.measure_id
LEFT JOIN tasks t ON t.task_id = p.task_id
WHERE s.document_id <> p.document_id
   OR m.document_id <> p.document_id
   OR t.document_id <> p.document_id
   OR t.measure_id <> p.measure_id
