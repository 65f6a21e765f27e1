-- Every surface of an assignment is an alias in its unit's region.
SELECT DISTINCT a.surface, u.region
FROM assignments a
JOIN units u ON u.unit_id = a.unit_id
ANTI JOIN unit_aliases n ON n.alias = a.surface AND n.region = coalesce(u.region, '')
