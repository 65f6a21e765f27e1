-- Nothing ends before it starts: periods of dates and documents, and pages.
SELECT 'dates' AS child, date_id AS id, start_on AS first, end_on AS last
FROM dates
WHERE start_on > end_on OR (kind = 'period' AND start_on IS NULL AND end_on IS NULL)
UNION ALL
SELECT 'documents', document_id, period_start, period_end
FROM documents
WHERE period_start > period_end OR page_start > page_end
UNION ALL
SELECT 'measures', measure_id, NULL, NULL
FROM measures
WHERE page_start > page_end
