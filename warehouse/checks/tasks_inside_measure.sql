-- A task lies inside its measure, and the tasks of a measure do not overlap.
SELECT t.task_id, t.char_start, t.char_end, m.char_start AS measure_start, m.char_end AS measure_end
FROM (
  SELECT *, lag(char_end) OVER (PARTITION BY measure_id ORDER BY ordinal) AS before
  FROM tasks
) t
JOIN measures m ON m.measure_id = t.measure_id
WHERE t.char_start < m.char_start OR t.char_end > m.char_end OR t.char_start < t.before
