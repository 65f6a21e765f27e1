-- Every reference to a row of sources leads to one.
SELECT 'lines' AS child, c.source_id AS id, c.source_id AS missing
FROM lines c ANTI JOIN sources p ON p.source_id = c.source_id WHERE c.source_id IS NOT NULL
UNION ALL
SELECT 'documents' AS child, c.document_id AS id, c.source_id AS missing
FROM documents c ANTI JOIN sources p ON p.source_id = c.source_id WHERE c.source_id IS NOT NULL
UNION ALL
SELECT 'findings' AS child, c.finding_id AS id, c.source_id AS missing
FROM findings c ANTI JOIN sources p ON p.source_id = c.source_id WHERE c.source_id IS NOT NULL
UNION ALL
SELECT 'origins' AS child, c.uri AS id, c.source_id AS missing
FROM origins c ANTI JOIN sources p ON p.source_id = c.source_id WHERE c.source_id IS NOT NULL
