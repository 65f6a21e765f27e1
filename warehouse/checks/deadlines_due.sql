-- Every deadline has the last day on which it is met.
SELECT date_id, surface
FROM dates
WHERE kind = 'deadline' AND due_on IS NULL
