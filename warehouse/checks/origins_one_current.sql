-- At an address of a channel one source at most stands, or stood last.
SELECT channel, uri, count(*) AS sources
FROM origins
GROUP BY channel, uri
HAVING count(*) FILTER (WHERE status <> 'superseded') > 1
