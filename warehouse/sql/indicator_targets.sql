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
  TRY_CAST(replace(regexp_extract(i.baseline, '^\s*(-?[\d,]+(?:\.\d+)?)\s*%?\s*$', 1), ',', '') AS DOUBLE) AS baseline_value,
  TRY_CAST(replace(regexp_extract(i.target, '^\s*[≥≤>＞<＜]?\s*(-?[\d,]+(?:\.\d+)?)\s*%?\s*$', 1), ',', '') AS DOUBLE) AS target_value,
  i.nature,
  src.name AS source,
  d.document_id,
  i.indicator_id
FROM indicators i
JOIN documents d ON d.document_id = i.document_id
JOIN sources src ON src.source_id = d.source_id
WHERE d.is_preferred
ORDER BY src.name, d.document_id, i.ordinal, i.indicator_id
