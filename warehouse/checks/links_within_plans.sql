-- A link's ends, and what changed between them, are measures of the two plans that are compared.
SELECT l.measure_id, l.base_measure_id, l.document_id, l.base_document_id
FROM (
  SELECT measure_id, base_measure_id, document_id, base_document_id FROM measure_links
  UNION ALL
  SELECT measure_id, base_measure_id, document_id, base_document_id FROM measure_changes
) l
LEFT JOIN plan_links p USING (document_id, base_document_id)
LEFT JOIN measures m ON m.measure_id = l.measure_id
LEFT JOIN measures b ON b.measure_id = l.base_measure_id
WHERE p.basis IS NULL
  OR m.document_id IS DISTINCT FROM l.document_id
  OR b.document_id IS DISTINCT FROM l.base_document_id
