-- A character of a document's text belongs to one line at most.
SELECT source_id, line_no, document_id, char_start, before
FROM (
  SELECT *, max(char_end) OVER (
    PARTITION BY document_id ORDER BY char_start, char_end ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  ) AS before
  FROM lines
  WHERE document_id IS NOT NULL AND char_start < char_end
)
WHERE char_start < before
