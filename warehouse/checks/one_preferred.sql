-- Of the copies of a plan exactly one is preferred.
SELECT plan_id, count(*) AS copies, count(*) FILTER (is_preferred) AS preferred
FROM documents
GROUP BY plan_id
HAVING count(*) FILTER (is_preferred) <> 1
