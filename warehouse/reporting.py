"""What one run did, as a page of Markdown: for the record that an orchestrator keeps of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import duckdb

#: Files and findings that a page lists; what is beyond them is counted.
MOST_ROWS = 200

_FILES = """
SELECT s.name, s.status, count(DISTINCT d.document_id), count(DISTINCT m.measure_id),
  (SELECT count(*) FROM findings AS f WHERE f.source_id = s.source_id), s.error, coalesce(o.uri, s.uri)
FROM sources AS s
LEFT JOIN documents AS d USING (source_id)
LEFT JOIN measures AS m USING (document_id)
LEFT JOIN (SELECT source_id, first(uri ORDER BY fetched_at, uri) AS uri FROM origins GROUP BY source_id) AS o
  USING (source_id)
WHERE s.run_id = $1
GROUP BY ALL
ORDER BY s.status, s.name
"""
_CODES = """
SELECT f.code, f.severity, count(*), count(DISTINCT f.source_id)
FROM findings AS f JOIN sources AS s USING (source_id)
WHERE s.run_id = $1
GROUP BY ALL
ORDER BY count(*) DESC, f.code
"""
_FINDINGS = """
SELECT f.severity, f.code, s.name, l.page, f.line_no, l.text, f.message, coalesce(o.uri, s.uri), s.media_type
FROM findings AS f
JOIN sources AS s USING (source_id)
LEFT JOIN lines AS l ON l.source_id = f.source_id AND l.line_no = f.line_no
LEFT JOIN (SELECT source_id, first(uri ORDER BY fetched_at, uri) AS uri FROM origins GROUP BY source_id) AS o
  ON o.source_id = s.source_id
WHERE s.run_id = $1
ORDER BY f.severity = 'error' DESC, f.severity, f.code, s.name, f.line_no
"""


def page(connection: duckdb.DuckDBPyConnection, run_id: str) -> str:
    """The run as Markdown: its counts, its files, its findings by code and one by one, with links to what was read.

    A file that was skipped is counted only: it belongs to the run that loaded it."""
    ((seen, loaded, skipped, failed),) = connection.execute(
        "SELECT sources_seen, loaded, skipped, failed FROM runs WHERE run_id = ?", [run_id]
    ).fetchall()
    files = connection.execute(_FILES, [run_id]).fetchall()
    codes = connection.execute(_CODES, [run_id]).fetchall()
    findings = connection.execute(_FINDINGS, [run_id]).fetchall()
    parts = [f"Run {run_id}: {seen:,} files seen, {loaded:,} loaded, {skipped:,} unchanged, {failed:,} failed."]
    if files:
        rows = [(_link(name, uri), *rest) for name, *rest, uri in files]
        parts.append(_table("Files", ("file", "status", "documents", "measures", "findings", "error"), rows))
    if codes:
        parts.append(_table("Findings by code", ("code", "severity", "findings", "files"), codes))
        rows = [
            (severity, code, _line(name, page_no, line_no, uri, media_type), text, message)
            for severity, code, name, page_no, line_no, text, message, uri, media_type in findings
        ]
        parts.append(_table("Findings", ("severity", "code", "line", "as printed", "what it is"), rows))
    return "\n\n".join(parts) + "\n"


def _line(name: str, page_no: int | None, line_no: int | None, uri: str, media_type: str | None) -> str:
    """A link to a printed line: a PDF opens at its page (RFC 8118, 3)."""
    if line_no is None:
        return _link(name, uri)
    target = f"{uri}#page={page_no}" if media_type == "application/pdf" else uri
    return _link(f"{name}, p. {page_no}, line {line_no}", target)


def _link(text: str, uri: str) -> str:
    escaped = re.sub(r"([][])", r"\\\1", text)
    return f"[{escaped}](<{uri}>)"


def _table(title: str, head: Sequence[str], rows: Sequence[Iterable[object]]) -> str:
    lines = [f"## {title}", "", _row(head), _row(["---"] * len(head)), *map(_row, rows[:MOST_ROWS])]
    if len(rows) > MOST_ROWS:
        lines += ["", f"… and {len(rows) - MOST_ROWS:,} more."]
    return "\n".join(lines)


def _row(cells: Iterable[object]) -> str:
    plain = ("" if cell is None else str(cell) for cell in cells)
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in plain) + " |"
