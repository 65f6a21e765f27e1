-- The surface of a fact is what stands in its document between its offsets.
WITH facts AS (
  SELECT 'assignments' AS child, assignment_id AS id, document_id, surface, char_start, char_end FROM assignments
  UNION ALL
  SELECT 'dates', date_id, document_id, surface, char_start, char_end FROM dates
  UNION ALL
  SELECT 'quantities', quantity_id, document_id, surface, char_start, char_end FROM quantities
)
SELECT f.child, f.id, f.surface, substring(d.text, f.char_start + 1, f.char_end - f.char_start) AS printed
FROM facts f JOIN documents d ON d.document_id = f.document_id
WHERE f.surface <> substring(d.text, f.char_start + 1, f.char_end - f.char_start)
