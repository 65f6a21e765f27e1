-- A measure has one counterpart at most in each plan that its own is compared with, in both directions.
SELECT measure_id AS id, base_document_id AS other, count(*) AS counterparts
FROM measure_links
WHERE relation = 'counterpart'
GROUP BY measure_id, base_document_id
HAVING count(*) > 1
UNION ALL
SELECT base_measure_id, document_id, count(*)
FROM measure_links
WHERE relation = 'counterpart'
GROUP BY base_measure_id, document_id
HAVING count(*) > 1
