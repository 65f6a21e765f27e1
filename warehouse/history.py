"""History: what each run added, changed and removed, in the table ``changes``, and what two runs differ by.

A run's changes are found when it ends, by comparing the working copy with the published file, so a first load costs
nothing and a later one what it touches. The rows of a source or document that was never there before are not written
one by one: its own event stands for them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.queries import Result
from warehouse.schema import Table, Type, quoted
from warehouse.tables import CHANGES, RUNS, TABLES, UNIT_ALIASES

#: Tables that are compared; aliases follow from assignments, runs and changes are the history itself.
COMPARED = tuple(table for table in TABLES if table not in (RUNS, UNIT_ALIASES, CHANGES))
#: When and in which run something was loaded is no difference.
_MOMENTS = {"run_id", "fingerprint"}
#: Compared as a whole: their rows change when other documents come.
_LINKED = {"documents", "citations", "origins", "plan_links", "measure_links", "measure_changes"}
#: What a row is called in a list of changes.
_CALLED = {
    "sources": "name",
    "documents": "title",
    "lines": "left(text, 60)",
    "sections": "heading",
    "measures": "coalesce(title, path)",
    "tasks": "coalesce(title, left(text, 60))",
    "units": "name",
    "assignments": "surface",
    "dates": "surface",
    "quantities": "surface",
    "indicators": "name",
    "citations": "coalesce(title, doc_number)",
    "terms": "term",
    "plan_links": "basis",
    "measure_links": "relation",
    "measure_changes": "kind",
    "findings": "code",
}
_COLUMNS = ("owner_id", "table", "row_id", "change", "columns", "called")
_LABELS = ("所属", "表", "行", "变更", "变更的列", "名称")
_NUMBER = "CAST(substr(run_id, 2) AS INTEGER)"


def record(connection: duckdb.DuckDBPyConnection, run_id: str, published: Path | None) -> None:
    """Write to ``changes`` what the run did to the tables since they were *published* (None: there were none)."""
    if published is not None:
        connection.execute(f"ATTACH {quoted(str(published))} AS before (READ_ONLY)")
    connection.begin()
    try:
        columns: dict[str, set[str]] = {}
        query = "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'before'"
        for table, column in connection.execute(query).fetchall():
            columns.setdefault(table, set()).add(column)
        connection.execute(_owners(bool(columns)), {"run": run_id})
        for each in COMPARED:
            connection.execute(_comparison(each, columns.get(each.name)), {"run": run_id})
        connection.execute("DROP TABLE owners")
        connection.execute("UPDATE runs SET is_recorded = TRUE WHERE run_id = ?", [run_id])
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    if published is not None:
        connection.execute("DETACH before")


def record_nothing(connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Write down that the run changed no table."""
    connection.execute("UPDATE runs SET is_recorded = TRUE WHERE run_id = ?", [run_id])


def _owner(table: Table) -> str | None:
    """The column of *table* that names the document, or source, whose event stands for its rows."""
    return next((name for name in ("source_id", "document_id") if name in table.names), None)


def _owners(there_was_one: bool) -> str:
    """The table ``owners``: each source and document that the run touched; ``is_new`` where nobody ever saw it."""
    queries = []
    for name, key in (("sources", "source_id"), ("documents", "document_id")):
        was = f"SELECT {key} FROM before.{name}" if there_was_one else "SELECT NULL WHERE FALSE"
        queries.append(
            f"SELECT {key} AS id, {key} NOT IN ({was})"
            f" AND NOT EXISTS (FROM changes WHERE table_name = '{name}' AND row_id = {key}) AS is_new"
            f" FROM {name} WHERE source_id IN (SELECT source_id FROM sources WHERE run_id = $run)"
            f" UNION SELECT id, FALSE FROM ({was}) AS b(id) WHERE id NOT IN (SELECT {key} FROM {name})"
        )
    return f"CREATE TEMP TABLE owners AS {' UNION ALL '.join(f'({query})' for query in queries)}"


def _comparison(table: Table, columns: set[str] | None) -> str:
    """The statement that compares *table* with what it was, of which it shares *columns* (None: it is new)."""
    key = [f"n.{name} = o.{name}" for name in table.key]
    compared = [
        c.name
        for c in table.columns
        if c.name not in table.key
        and c.name not in _MOMENTS
        and c.type is not Type.TIMESTAMP
        and (columns is None or c.name in columns)
    ]
    owner = _owner(table)
    scope, scope_before = "TRUE", "TRUE"
    if owner and table.name not in ("sources", "documents"):
        scope = f"{owner} NOT IN (SELECT id FROM owners WHERE is_new)"
        if table.name not in _LINKED:
            scope += f" AND {owner} IN (SELECT id FROM owners)"
            scope_before = f"{owner} IN (SELECT id FROM owners)"
    before = f"FROM before.{table.name}" if columns is not None else f"FROM {table.name} WHERE FALSE AND"
    before += " WHERE " if columns is not None else " "
    first = table.key[0]

    def row(side: str) -> str:
        cells = ", ".join(f"{side}.{name}" for name in compared)
        return f"CASE WHEN {side}.{first} IS NOT NULL THEN left(md5(CAST(ROW({cells}) AS VARCHAR)), 16) END"

    different = [f"n.{name} IS DISTINCT FROM o.{name}" for name in compared]
    changed = ", ".join(f"CASE WHEN {each} THEN '{name}' END" for each, name in zip(different, compared, strict=True))
    identity = " || '.' || ".join(f"coalesce(n.{name}, o.{name})" for name in table.key)
    owner_id = f"coalesce(n.{_owner_id(table)}, o.{_owner_id(table)})" if _owner_id(table) else "NULL"
    called = _CALLED.get(table.name, "NULL")
    return f"""
    INSERT INTO changes BY NAME
    WITH n AS (SELECT *, {called} AS called FROM {table.name} WHERE {scope}),
      o AS (SELECT *, {called} AS called {before}{scope_before})
    SELECT
      $run AS run_id, '{table.name}' AS table_name, {identity} AS row_id, {owner_id} AS owner_id,
      CASE WHEN o.{first} IS NULL THEN 'added' WHEN n.{first} IS NULL THEN 'removed' ELSE 'changed' END AS change,
      CASE WHEN o.{first} IS NOT NULL AND n.{first} IS NOT NULL THEN concat_ws(', ', {changed}) END AS columns,
      coalesce(n.called, o.called) AS called, {row("o")} AS hash_before, {row("n")} AS hash_after
    FROM n FULL JOIN o ON {" AND ".join(key)}
    WHERE n.{first} IS NULL OR o.{first} IS NULL OR {" OR ".join(different)}
    """


def _owner_id(table: Table) -> str | None:
    return "document_id" if table.name == "documents" else _owner(table)


def runs(connection: duckdb.DuckDBPyConnection) -> Result:
    """Every run, the first first, with the number of documents that it added, changed and removed."""
    query = """
    SELECT r.run_id, date_trunc('second', r.started_at), date_diff('second', r.started_at, r.finished_at), r.version,
      r.sources_seen, r.loaded, r.skipped, r.failed, c.added, c.changed, c.removed
    FROM runs AS r LEFT JOIN (
      SELECT run_id, count(*) FILTER (change = 'added') AS added, count(*) FILTER (change = 'changed') AS changed,
        count(*) FILTER (change = 'removed') AS removed
      FROM changes WHERE table_name = 'documents' GROUP BY run_id
    ) AS c USING (run_id)
    ORDER BY CAST(substr(r.run_id, 2) AS INTEGER)
    """
    columns = ("run", "started", "seconds", "version", "files", "loaded", "skipped", "failed")
    labels = ("批次", "开始时间", "秒", "版本", "文件", "入库", "略过", "失败", "新增文件", "变更文件", "删除文件")
    rows = [(*row[:8], *(n or 0 for n in row[8:])) for row in connection.execute(query).fetchall()]
    return Result((*columns, "documents_added", "documents_changed", "documents_removed"), labels, rows)


def last_two(connection: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """The last run but one and the last; r0, before all runs, where there is only one."""
    ((last,),) = connection.execute(f"SELECT coalesce(max({_NUMBER}), 0) FROM runs").fetchall()
    return f"r{max(last - 1, 0)}", f"r{last}"


#: The events behind run $start and before the end of run $end, first and last by row, and who was new in that time.
_DIFFERENCE = f"""
WITH events AS (SELECT *, {_NUMBER} AS run FROM changes), new AS (
  SELECT row_id AS id FROM events WHERE table_name IN ('sources', 'documents')
  GROUP BY table_name, row_id
  HAVING min(run) > $start AND min(run) <= $end AND arg_min(change, run) = 'added'
), net AS (
  SELECT table_name, row_id, arg_max(owner_id, run) AS owner_id, arg_max(called, run) AS called,
    arg_min(ROW(hash_before), run)[1] AS was, arg_max(ROW(hash_after), run)[1] AS now,
    string_agg(columns, ', ' ORDER BY run) AS columns
  FROM events
  WHERE run > $start AND run <= $end
  GROUP BY table_name, row_id
)
SELECT owner_id, table_name, row_id,
  CASE WHEN was IS NULL THEN 'added' WHEN now IS NULL THEN 'removed' ELSE 'changed' END,
  CASE WHEN was IS NOT NULL AND now IS NOT NULL
    THEN array_to_string(list_sort(list_distinct(string_split(columns, ', '))), ', ') END,
  called
FROM net
WHERE was IS DISTINCT FROM now
  AND (table_name IN ('sources', 'documents') OR owner_id IS NULL OR owner_id NOT IN (SELECT id FROM new))
"""


def _rows_of_new(table: Table) -> str:
    """The rows of *table* that new sources or documents held at the end of run $end: those of now, undone by what
    came later."""
    key = " || '.' || ".join(table.key)
    return f"""
    SELECT coalesce(held.owner_id, later.owner_id), '{table.name}', row_id, 'added', NULL,
      coalesce(held.called, later.called)
    FROM (
      SELECT {_owner(table)} AS owner_id, {key} AS row_id, {_CALLED.get(table.name, "NULL")} AS called, TRUE AS is_there
      FROM {table.name}
      WHERE {_owner(table)} IN (SELECT id FROM new)
    ) AS held FULL JOIN (
      SELECT row_id, arg_max(owner_id, run) AS owner_id, arg_min(called, run) AS called, arg_min(change, run) AS first
      FROM events
      WHERE run > $end AND table_name = '{table.name}' AND owner_id IN (SELECT id FROM new)
      GROUP BY row_id
    ) AS later USING (row_id)
    WHERE coalesce(first <> 'added', is_there)
    """


def difference(connection: duckdb.DuckDBPyConnection, earlier: str, later: str) -> Result:
    """Each row that the warehouse holds otherwise after run *later* than after run *earlier*, by owner and table.

    ``change`` is ``added``, ``changed`` or ``removed``; ``columns`` names what changed; ``owner_id`` is the document,
    for lines and findings the source. ``r0`` is the empty warehouse before the first run.

    Raises:
        WarehouseError: there is no such run, they are out of order, or changes were not kept yet.
    """
    start, end = _numbers(connection, earlier, later)
    owned = [each for each in COMPARED if _owner(each) and each.name not in ("sources", "documents")]
    query = " UNION ALL ".join((_DIFFERENCE, *map(_rows_of_new, owned)))
    found = connection.execute(query + " ORDER BY 1 NULLS LAST, 2, 3", {"start": start, "end": end})
    return Result(_COLUMNS, _LABELS, found.fetchall())


def summary(connection: duckdb.DuckDBPyConnection, rows: Result) -> Result:
    """*rows* of a difference counted by document (or source) and table."""
    titles = dict(connection.execute(_TITLES).fetchall())
    counts: dict[tuple[object, object], Counter[object]] = {}
    for owner_id, table, row_id, change, _, called in rows.rows:
        if table in ("sources", "documents"):
            titles.setdefault(row_id, called)
        counts.setdefault((owner_id, table), Counter())[change] += 1
    kinds = ("added", "changed", "removed")
    counted = [(owner, titles.get(owner), table, *map(by.__getitem__, kinds)) for (owner, table), by in counts.items()]
    return Result(("owner_id", "title", "table", *kinds), ("所属", "文件", "表", "新增", "变更", "删除"), counted)


_TITLES = "SELECT document_id, title FROM documents UNION ALL SELECT source_id, name FROM sources"


def snapshot(connection: duckdb.DuckDBPyConnection) -> str:
    """The name of the state that the last run left: the run, and a digest of all runs up to it, by which the runs of
    one warehouse are told from those of another."""
    _, last = last_two(connection)
    return f"{last}-{_digest(connection, last)}"


def since(connection: duckdb.DuckDBPyConnection, earlier: str) -> Result:
    """As :func:`difference`, from the *earlier* snapshot to the last run.

    Raises:
        WarehouseError: this warehouse never was in that state, or changes were not kept yet.
    """
    run, _, digest = earlier.partition("-")
    _, last = last_two(connection)
    if not re.fullmatch(r"r[1-9]\d{0,8}", run) or not digest or _digest(connection, run) != digest:
        raise WarehouseError(
            f"{earlier} is no snapshot of this warehouse; take it from the manifest.json of an earlier export, or "
            "export everything without --since."
        )
    if run == last:
        return Result(_COLUMNS, _LABELS, [])
    return difference(connection, run, last)


def _digest(connection: duckdb.DuckDBPyConnection, last: str) -> str:
    query = f"SELECT run_id, started_at, version FROM runs WHERE {_NUMBER} <= ? ORDER BY {_NUMBER}"
    rows = connection.execute(query, [int(last[1:])]).fetchall()
    known = rows and rows[-1][0] == last
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:8] if known else ""


def _numbers(connection: duckdb.DuckDBPyConnection, earlier: str, later: str) -> tuple[int, int]:
    known = dict(connection.execute(f"SELECT {_NUMBER}, is_recorded FROM runs").fetchall()) | {0: True}
    numbers = []
    for run in (earlier, later):
        if not re.fullmatch(r"r\d{1,9}", run) or int(run[1:]) not in known:
            raise WarehouseError(f"There is no run {run}; `taizhang runs` lists all.")
        numbers.append(int(run[1:]))
    start, end = numbers
    if start >= end:
        raise WarehouseError(f"{later} is not later than {earlier}; name the earlier run first.")
    unrecorded = [run for run, kept in known.items() if not kept and start < run <= end]
    if unrecorded:
        last = max(unrecorded)
        raise WarehouseError(f"Changes are kept since r{last + 1}; compare r{last} or a later run with a later one.")
    return start, end
