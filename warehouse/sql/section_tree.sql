WITH RECURSIVE tree AS (
  SELECT section_id, section_id AS ancestor_id FROM sections
  UNION ALL
  SELECT tree.section_id, s.parent_id
  FROM tree JOIN sections s ON s.section_id = tree.ancestor_id
  WHERE s.parent_id IS NOT NULL
)
SELECT section_id, ancestor_id FROM tree
