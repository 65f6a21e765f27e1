-- The lines of a source are numbered from 1 without a gap.
SELECT source_id, min(line_no) AS first, max(line_no) AS last, count(*) AS lines
FROM lines
GROUP BY source_id
HAVING min(line_no) <> 1 OR max(line_no) <> count(*)
