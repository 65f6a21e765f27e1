-- A finished run accounts for every file that it saw.
SELECT run_id, sources_seen, loaded, skipped, failed
FROM runs
WHERE finished_at IS NOT NULL AND sources_seen <> loaded + skipped + failed
