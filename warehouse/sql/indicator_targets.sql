WITH read AS (
  -- one figure, alone but for what bounds it, 万 or 亿, and %
  SELECT
    indicator_id,
    regexp_extract(baseline, '^\s*(-?[\d,]+(?:\.\d+)?)\s*([万亿]?)\s*%?\s*$', ['figure', 'scale']) AS baseline,
    regexp_extract(
      target,
      '^\s*(?:[≥≤>＞<＜]|不低于|不少于|不超过|不高于|达到)?\s*(-?[\d,]+(?:\.\d+)?)\s*([万亿]?)\s*%?\s*(?:以上|以下|以内)?\s*$',
      ['figure', 'scale']
    ) AS target
  FROM indicators
)
SELECT
  d.plan_id,
  coalesce(d.title, src.name) AS plan,
  i.table_title,
  i.name,
  i.unit,
  i.baseline_year,
  i.baseline,
  i.target_year,
  i.target,
  TRY_CAST(replace(r.baseline.figure, ',', '') AS DOUBLE)
    * CASE r.baseline.scale WHEN '万' THEN 1e4 WHEN '亿' THEN 1e8 ELSE 1 END AS baseline_value,
  TRY_CAST(replace(r.target.figure, ',', '') AS DOUBLE)
    * CASE r.target.scale WHEN '万' THEN 1e4 WHEN '亿' THEN 1e8 ELSE 1 END AS target_value,
  i.nature,
  src.name AS source,
  d.document_id,
  i.indicator_id
FROM indicators i
JOIN read r ON r.indicator_id = i.indicator_id
JOIN documents d ON d.document_id = i.document_id
JOIN sources src ON src.source_id = d.source_id
WHERE d.is_preferred
ORDER BY src.name, d.document_id, i.ordinal, i.indicator_id
