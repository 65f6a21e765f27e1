-- No two rows have the same key.
SELECT 'lines' AS table_name, source_id || ' ' || line_no AS id, count(*) AS rows FROM lines GROUP BY source_id, line_no HAVING count(*) > 1
UNION ALL
SELECT 'sections' AS table_name, section_id AS id, count(*) AS rows FROM sections GROUP BY section_id HAVING count(*) > 1
UNION ALL
SELECT 'measures' AS table_name, measure_id AS id, count(*) AS rows FROM measures GROUP BY measure_id HAVING count(*) > 1
UNION ALL
SELECT 'tasks' AS table_name, task_id AS id, count(*) AS rows FROM tasks GROUP BY task_id HAVING count(*) > 1
UNION ALL
SELECT 'assignments' AS table_name, assignment_id AS id, count(*) AS rows FROM assignments GROUP BY assignment_id HAVING count(*) > 1
UNION ALL
SELECT 'dates' AS table_name, date_id AS id, count(*) AS rows FROM dates GROUP BY date_id HAVING count(*) > 1
UNION ALL
SELECT 'quantities' AS table_name, quantity_id AS id, count(*) AS rows FROM quantities GROUP BY quantity_id HAVING count(*) > 1
UNION ALL
SELECT 'indicators' AS table_name, indicator_id AS id, count(*) AS rows FROM indicators GROUP BY indicator_id HAVING count(*) > 1
UNION ALL
SELECT 'citations' AS table_name, citation_id AS id, count(*) AS rows FROM citations GROUP BY citation_id HAVING count(*) > 1
UNION ALL
SELECT 'terms' AS table_name, term_id AS id, count(*) AS rows FROM terms GROUP BY term_id HAVING count(*) > 1
UNION ALL
SELECT 'findings' AS table_name, finding_id AS id, count(*) AS rows FROM findings GROUP BY finding_id HAVING count(*) > 1
