WITH who AS (
  SELECT
    task_id,
    string_agg(unit, '、' ORDER BY first) FILTER (is_lead) AS leads,
    string_agg(unit, '、' ORDER BY first) FILTER (NOT is_lead) AS others,
    string_agg(unit, '、' ORDER BY first) FILTER (is_standing) AS standing
  FROM (
    SELECT
      task_id,
      unit_id,
      unit,
      min(position) AS first,
      bool_or(role = 'lead') AS is_lead,
      bool_and(basis = 'standing') AS is_standing
    FROM task_units
    GROUP BY ALL
  )
  GROUP BY task_id
), due AS (
  SELECT
    task_id,
    min(due_on) AS due_on,
    max(due_on) AS last_due_on,
    any_value(level) AS level,
    string_agg(surface, '；' ORDER BY char_start) FILTER (kind = 'recurrence') AS recurrence
  FROM task_dates
  GROUP BY task_id
), what AS (
  SELECT
    task_id,
    string_agg(
      coalesce(subject || '：', '') || surface
        || coalesce('（' || CASE WHEN regexp_matches(per, '^([较比与]|同比|环比)') THEN per ELSE '每' || ltrim(per, '每') END || '）', ''),
      '；' ORDER BY char_start
    ) AS targets
  FROM quantities
  WHERE task_id IS NOT NULL
  GROUP BY task_id
), printed AS (
  -- of measures on several pages: the first line that ends after the task begins
  SELECT t.task_id, l.page
  FROM (
    SELECT t.task_id, t.document_id, t.char_start
    FROM tasks t JOIN measures m ON m.measure_id = t.measure_id
    WHERE m.page_start <> m.page_end
  ) t
  ASOF JOIN (SELECT document_id, char_end, page FROM lines WHERE char_end > char_start) l
    ON t.document_id = l.document_id AND t.char_start < l.char_end
), placed AS (
  SELECT
    t.task_id,
    row_number() OVER (ORDER BY src.name, src.source_id, d.ordinal, t.char_start, t.task_id) AS ordinal
  FROM tasks t
  JOIN documents d ON d.document_id = t.document_id
  JOIN sources src ON src.source_id = d.source_id
  WHERE d.is_preferred
)
SELECT
  placed.ordinal,
  coalesce(d.title, src.name) AS plan,
  m.path,
  s.heading AS section,
  coalesce(t.title, m.title) AS title,
  t.text,
  who.leads,
  who.others,
  who.standing,
  due.due_on,
  due.last_due_on,
  due.level AS due_level,
  due.recurrence,
  what.targets,
  coalesce(printed.page, m.page_start) AS page,
  src.name AS source,
  d.doc_number,
  d.region,
  d.issued_on,
  d.document_id,
  m.measure_id,
  t.task_id
FROM placed
JOIN tasks t ON t.task_id = placed.task_id
JOIN measures m ON m.measure_id = t.measure_id
JOIN documents d ON d.document_id = t.document_id
JOIN sources src ON src.source_id = d.source_id
LEFT JOIN sections s ON s.section_id = m.section_id
LEFT JOIN who ON who.task_id = t.task_id
LEFT JOIN due ON due.task_id = t.task_id
LEFT JOIN what ON what.task_id = t.task_id
LEFT JOIN printed ON printed.task_id = t.task_id

