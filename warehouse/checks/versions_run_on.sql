-- The versions of a plan count on from 1, and each supersedes a document of the version before.
SELECT plan_id, list(DISTINCT version ORDER BY version) AS versions
FROM documents
GROUP BY plan_id
HAVING count(DISTINCT version) <> coalesce(max(version), 0) OR min(version) < 1
UNION ALL
SELECT d.document_id, [d.version, e.version]
FROM documents d LEFT JOIN documents e ON e.document_id = d.supersedes_document_id AND e.plan_id = d.plan_id
WHERE (d.version > 1 OR d.supersedes_document_id IS NOT NULL) AND coalesce(e.version + 1 <> d.version, TRUE)
