-- Every measure holds at least one task.
SELECT m.measure_id, m.path
FROM measures m ANTI JOIN tasks t ON t.measure_id = m.measure_id
