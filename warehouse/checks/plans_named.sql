-- A plan has the id of its preferred document.
SELECT document_id, plan_id
FROM documents
WHERE is_preferred AND plan_id <> document_id
