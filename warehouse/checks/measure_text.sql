-- A measure's text is what stands in its document between its offsets, without white space at the ends.
SELECT m.measure_id, left(m.text, 20) AS text
FROM measures m JOIN documents d ON d.document_id = m.document_id
WHERE m.text IS DISTINCT FROM
  regexp_replace(substring(d.text, m.char_start + 1, m.char_end - m.char_start), '^[\s\pZ\x1c-\x1f\x85]+|[\s\pZ\x1c-\x1f\x85]+$', '', 'g')
