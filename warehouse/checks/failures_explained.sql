-- A failed source says why, has a finding, and holds no rows; a loaded one was read.
SELECT s.source_id, s.name, s.status, s.error
FROM sources s
LEFT JOIN (SELECT source_id, count(*) AS findings FROM findings WHERE code = 'unreadable' GROUP BY ALL) f USING (source_id)
LEFT JOIN (SELECT source_id, count(*) AS lines FROM lines GROUP BY ALL) l USING (source_id)
WHERE (s.status = 'failed' AND (coalesce(s.error, '') = '' OR f.findings IS NULL OR l.lines IS NOT NULL))
   OR (s.status = 'loaded' AND (s.error IS NOT NULL OR s.reader IS NULL OR s.fingerprint IS NULL))
