-- Every recurrence has a rule that starts with its frequency, and nothing else has a rule.
SELECT date_id, kind, surface, rrule
FROM dates
WHERE (kind = 'recurrence' AND (rrule IS NULL OR NOT starts_with(rrule, 'FREQ=')))
   OR (kind <> 'recurrence' AND rrule IS NOT NULL)
