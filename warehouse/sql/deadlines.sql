WITH acting AS (
  -- a date of a task has that task's units, a date of a measure those of all its tasks
  SELECT x.date_id, tu.unit, tu.role, (tu.level, 0, tu.position) AS position
  FROM dates x JOIN task_units tu ON tu.task_id = x.task_id
  UNION ALL
  SELECT x.date_id, tu.unit, tu.role, (tu.level, t.ordinal, tu.position)
  FROM dates x JOIN task_units tu ON tu.measure_id = x.measure_id JOIN tasks t ON t.task_id = tu.task_id
  WHERE x.task_id IS NULL
), who AS (
  SELECT
    date_id,
    string_agg(unit, '、' ORDER BY first, unit) FILTER (is_lead) AS leads,
    string_agg(unit, '、' ORDER BY first, unit) FILTER (NOT is_lead) AS others
  FROM (
    SELECT date_id, unit, min(position) AS first, bool_or(role = 'lead') AS is_lead
    FROM acting
    GROUP BY ALL
  )
  GROUP BY date_id
), printed AS (
  SELECT x.date_id, l.page
  FROM dates x
  ASOF JOIN (SELECT document_id, char_end, page FROM lines WHERE char_end > char_start) l
    ON x.document_id = l.document_id AND x.char_start < l.char_end
)
SELECT
  x.due_on,
  x.surface,
  x.kind,
  x.rrule,
  coalesce(d.title, src.name) AS plan,
  coalesce(m.path, s.path) AS path,
  coalesce(t.title, m.title, s.heading) AS title,
  who.leads,
  who.others,
  x.year_is_inferred,
  x.is_ambiguous,
  CASE
    WHEN x.task_id IS NOT NULL THEN 'task'
    WHEN x.measure_id IS NOT NULL THEN 'measure'
    WHEN x.section_id IS NOT NULL THEN 'section'
    ELSE 'document'
  END AS level,
  coalesce(printed.page, m.page_start, d.page_start) AS page,
  src.name AS source,
  x.document_id,
  x.measure_id,
  x.task_id,
  x.date_id
FROM dates x
JOIN documents d ON d.document_id = x.document_id
JOIN sources src ON src.source_id = d.source_id
LEFT JOIN sections s ON s.section_id = x.section_id
LEFT JOIN measures m ON m.measure_id = x.measure_id
LEFT JOIN tasks t ON t.task_id = x.task_id
LEFT JOIN who ON who.date_id = x.date_id
LEFT JOIN printed ON printed.date_id = x.date_id
WHERE d.is_preferred AND x.kind IN ('deadline', 'recurrence')
ORDER BY x.due_on NULLS LAST, src.name, x.document_id, x.char_start
