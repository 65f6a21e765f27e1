-- Every reference to a row of documents leads to one.
SELECT 'lines' AS child, c.source_id AS id, c.document_id AS missing
FROM lines c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'documents' AS child, c.document_id AS id, c.parent_document_id AS missing
FROM documents c ANTI JOIN documents p ON p.document_id = c.parent_document_id WHERE c.parent_document_id IS NOT NULL
UNION ALL
SELECT 'documents' AS child, c.document_id AS id, c.plan_id AS missing
FROM documents c ANTI JOIN documents p ON p.document_id = c.plan_id WHERE c.plan_id IS NOT NULL
UNION ALL
SELECT 'documents' AS child, c.document_id AS id, c.supersedes_document_id AS missing
FROM documents c ANTI JOIN documents p ON p.document_id = c.supersedes_document_id
WHERE c.supersedes_document_id IS NOT NULL
UNION ALL
SELECT 'sections' AS child, c.section_id AS id, c.document_id AS missing
FROM sections c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'measures' AS child, c.measure_id AS id, c.document_id AS missing
FROM measures c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'tasks' AS child, c.task_id AS id, c.document_id AS missing
FROM tasks c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'assignments' AS child, c.assignment_id AS id, c.document_id AS missing
FROM assignments c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'dates' AS child, c.date_id AS id, c.document_id AS missing
FROM dates c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'quantities' AS child, c.quantity_id AS id, c.document_id AS missing
FROM quantities c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'indicators' AS child, c.indicator_id AS id, c.document_id AS missing
FROM indicators c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'citations' AS child, c.citation_id AS id, c.document_id AS missing
FROM citations c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'citations' AS child, c.citation_id AS id, c.cited_document_id AS missing
FROM citations c ANTI JOIN documents p ON p.document_id = c.cited_document_id WHERE c.cited_document_id IS NOT NULL
UNION ALL
SELECT 'terms' AS child, c.term_id AS id, c.document_id AS missing
FROM terms c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'findings' AS child, c.finding_id AS id, c.document_id AS missing
FROM findings c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'plan_links' AS child, c.document_id AS id, c.document_id AS missing
FROM plan_links c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'plan_links' AS child, c.document_id AS id, c.base_document_id AS missing
FROM plan_links c ANTI JOIN documents p ON p.document_id = c.base_document_id WHERE c.base_document_id IS NOT NULL
UNION ALL
SELECT 'measure_links' AS child, c.measure_id AS id, c.document_id AS missing
FROM measure_links c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'measure_links' AS child, c.measure_id AS id, c.base_document_id AS missing
FROM measure_links c ANTI JOIN documents p ON p.document_id = c.base_document_id WHERE c.base_document_id IS NOT NULL
UNION ALL
SELECT 'measure_changes' AS child, c.measure_id AS id, c.document_id AS missing
FROM measure_changes c ANTI JOIN documents p ON p.document_id = c.document_id WHERE c.document_id IS NOT NULL
UNION ALL
SELECT 'measure_changes' AS child, c.measure_id AS id, c.base_document_id AS missing
FROM measure_changes c ANTI JOIN documents p ON p.document_id = c.base_document_id WHERE c.base_document_id IS NOT NULL
