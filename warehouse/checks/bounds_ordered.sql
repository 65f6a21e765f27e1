-- A quantity's bounds are figures, ordered, and those that its comparator tells of.
SELECT quantity_id, surface, comparator, low, high
FROM quantities
WHERE low > high
   OR NOT isfinite(coalesce(low, 0))
   OR NOT isfinite(coalesce(high, 0))
   OR (comparator IN ('=', '~', 'range', '>=', '>') AND low IS NULL)
   OR (comparator IN ('=', '~', 'range', '<=', '<') AND high IS NULL)
   OR (comparator IN ('=', '~') AND low <> high)
   OR (comparator IN ('>=', '>') AND high IS NOT NULL)
   OR (comparator IN ('<=', '<') AND low IS NOT NULL)
