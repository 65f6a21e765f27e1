-- Every printed character of a document's text stands in one of its lines.
WITH printed AS (
  SELECT document_id, sum(length(regexp_replace(text, '[\s\pZ\x1c-\x1f\x85]+', '', 'g'))) AS in_lines
  FROM lines
  WHERE char_start IS NOT NULL
  GROUP BY document_id
)
SELECT d.document_id, length(regexp_replace(d.text, '[\s\pZ\x1c-\x1f\x85]+', '', 'g')) AS in_text, p.in_lines
FROM documents d LEFT JOIN printed p ON p.document_id = d.document_id
WHERE length(regexp_replace(d.text, '[\s\pZ\x1c-\x1f\x85]+', '', 'g')) <> coalesce(p.in_lines, 0)
