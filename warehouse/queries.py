"""Questions to a warehouse: the ledger with its filters, one measure with all that is known of it, any SELECT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from warehouse import tables, views
from warehouse.errors import WarehouseError
from warehouse.recurrences import first_due
from warehouse.schema import Table, View

#: The ledger's columns that are handed out, in order; the ids stay in the view.
LEDGER_COLUMNS = (
    "plan", "path", "section", "title", "text",
    "leads", "others", "standing", "due_on", "recurrence", "targets", "page", "source",
)  # fmt: skip
#: How many candidates an ambiguous question names.
CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Result:
    """Rows with their columns' names, and what the columns are called in Chinese where they are defined here."""

    columns: tuple[str, ...]
    labels: tuple[str, ...]
    rows: list[tuple[object, ...]]

    def only(self, columns: Sequence[str]) -> Result:
        """The same rows with these of the columns."""
        places = [self.columns.index(column) for column in columns]
        rows = [tuple(row[place] for place in places) for row in self.rows]
        return Result(tuple(columns), tuple(self.labels[place] for place in places), rows)

    def without_empty(self, column: str) -> Result:
        """The same rows, without *column* where no row says anything in it."""
        place = self.columns.index(column)
        said = any(row[place] is not None for row in self.rows)
        return self if said else self.only([name for name in self.columns if name != column])


@dataclass(frozen=True, slots=True)
class MeasureSheet:
    """One measure, its parts, and the printed lines that it comes from; offsets are left to the tables."""

    measure: Result
    tasks: Result
    assignments: Result
    dates: Result
    quantities: Result
    lines: Result


def run(connection: duckdb.DuckDBPyConnection, query: str) -> Result:
    """The rows of *query*, in SQL.

    Raises:
        WarehouseError: the database refuses it.
    """
    try:
        if not connection.extract_statements(query):
            raise WarehouseError("The query is empty; write a SELECT.")
        found = connection.execute(query)
        names = tuple(column[0] for column in found.description or ())
        return Result(names, names, found.fetchall())
    except duckdb.Error as error:
        raise WarehouseError(f"The query cannot be run: {str(error).strip()}") from None


def ledger(
    connection: duckdb.DuckDBPyConnection,
    *,
    unit: str | None = None,
    role: str | None = None,
    due_before: date | None = None,
    plan: str | None = None,
) -> Result:
    """The rows of the ledger, numbered from 1, that meet every condition given.

    *unit* is a unit's name, short name or a name printed somewhere, else a part of its name; *role* is the role of that
    unit (or of any); *due_before* keeps tasks with a deadline earlier than that day, or a recurring one that falls due
    earlier at least once; *plan* is a document's id or number, or a part of its title.

    Raises:
        WarehouseError: no unit or no plan is called so.
    """
    conditions = ["TRUE"]
    values: list[list[str]] = []
    if unit is not None or role is not None:
        acting = ["TRUE"]
        if unit is not None:
            values.append(unit_ids(connection, unit))
            acting.append(f"unit_id IN (SELECT unnest(${len(values)}))")
        if role is not None:
            values.append([role])
            acting.append(f"role IN (SELECT unnest(${len(values)}))")
        conditions.append(f"task_id IN (SELECT task_id FROM task_units WHERE {' AND '.join(acting)})")  # noqa: S608
    if plan is not None:
        values.append(_document_ids(connection, plan))
        conditions.append(f"document_id IN (SELECT unnest(${len(values)}))")
    meeting = f"FROM ledger WHERE {' AND '.join(conditions)}"
    if due_before is not None:
        # two scans that leave out what they can; an OR would look at every row
        before = f"due_on < DATE '{due_before.isoformat()}'"
        again = _recurring(connection, f"{meeting} AND {before} IS NOT TRUE", values, due_before)
        listed = ", ".join(map(str, again)) or "NULL"
        meeting = f"FROM ({meeting} AND {before} UNION ALL FROM ledger WHERE ordinal IN ({listed}))"
    query = f"SELECT row_number() OVER (ORDER BY ordinal) AS number, {', '.join(LEDGER_COLUMNS)} {meeting} ORDER BY 1"
    rows = connection.execute(query, values).fetchall()
    return Result(("number", *LEDGER_COLUMNS), ("序号", *_labels(views.LEDGER, LEDGER_COLUMNS)), rows)


def _recurring(
    connection: duckdb.DuckDBPyConnection, meeting: str, values: Sequence[object], before: date
) -> list[int]:
    """The ordinals of the ledger's rows *meeting* the conditions that are due again and again, once at least *before*
    that day. Where nothing printed tells when a plan begins, it is taken to have begun."""
    query = f"""
    SELECT DISTINCT l.ordinal, x.rrule,
      coalesce(d.period_start, d.effective_on, d.issued_on, d.published_on) AS since, d.period_end
    FROM (SELECT ordinal, document_id, measure_id, task_id, due_level {meeting} AND recurrence IS NOT NULL) AS l
    JOIN documents AS d ON d.document_id = l.document_id
    JOIN dates AS x ON x.measure_id = l.measure_id AND x.rrule IS NOT NULL
      AND x.task_id IS NOT DISTINCT FROM CASE l.due_level WHEN 'task' THEN l.task_id END
    """  # noqa: S608 - our own conditions
    found = set()
    for ordinal, rrule, since, until in connection.execute(query, list(values)).fetchall():
        first = first_due(rrule, since) if since else date.min
        if first and first < before and (until is None or first <= until):
            found.add(ordinal)
    return sorted(found)


def measure_id(connection: duckdb.DuckDBPyConnection, wanted: str) -> str:
    """The id of the measure with id or path *wanted*.

    Raises:
        WarehouseError: there is none, or several have that path.
    """
    found = connection.execute(
        "SELECT m.measure_id, coalesce(d.title, d.document_id), m.title"
        " FROM measures m JOIN documents d ON d.document_id = m.document_id"
        " WHERE m.measure_id = $1 OR m.path = $1 ORDER BY m.measure_id <> $1, m.measure_id",
        [wanted],
    ).fetchall()
    if not found:
        raise WarehouseError(f"There is no measure {wanted}; `taizhang ledger` shows the paths of all.")
    if len(found) > 1 and found[0][0] != wanted:
        named = "\n".join(f"  {candidate}  {plan}  {title or ''}" for candidate, plan, title in found[:CANDIDATES])
        more = f"\n  and {len(found) - CANDIDATES} more" if len(found) > CANDIDATES else ""
        raise WarehouseError(f"{len(found)} measures have the path {wanted}; name one by its id:\n{named}{more}")
    return str(found[0][0])


#: The lines of measure $1: those that give characters of its span.
LINES_OF_MEASURE = (
    "EXISTS (FROM measures m WHERE m.measure_id = $1 AND m.document_id = lines.document_id"
    " AND lines.char_start < m.char_end AND lines.char_end > m.char_start)"
)


def measure(connection: duckdb.DuckDBPyConnection, wanted: str) -> MeasureSheet:
    """All that is known of the measure with id or path *wanted*.

    Raises:
        WarehouseError: as :func:`measure_id`.
    """
    found = measure_id(connection, wanted)

    def part(table: Table, columns: Sequence[str], order: str, condition: str = "measure_id = $1") -> Result:
        query = f"SELECT {', '.join(columns)} FROM {table.name} WHERE {condition} ORDER BY {order}"  # noqa: S608
        return Result(tuple(columns), _labels(table, columns), connection.execute(query, [found]).fetchall())

    assignments = connection.execute(
        "SELECT a.role, u.name, a.surface, a.basis, a.rule, a.task_id FROM assignments a JOIN units u USING (unit_id)"
        " WHERE a.measure_id = $1 OR (a.measure_id IS NULL AND a.section_id IN ("
        "SELECT t.ancestor_id FROM measures m JOIN section_tree t ON t.section_id = m.section_id"
        " WHERE m.measure_id = $1)) ORDER BY a.char_start, a.ordinal",
        [found],
    ).fetchall()
    return MeasureSheet(
        part(tables.MEASURES, ("measure_id", "path", "marker", "title", "kind", "page_start", "page_end", "text"), "1"),
        part(tables.TASKS, ("task_id", "title", "text"), "ordinal"),
        Result(
            ("role", "unit", "surface", "basis", "rule", "task_id"),
            ("角色", "单位", "原文", "依据", "规则", "任务编号"),
            assignments,
        ),
        part(
            tables.DATES,
            ("kind", "surface", "due_on", "start_on", "end_on", "rrule", "duration", "rule", "task_id"),
            "char_start",
        ),
        part(
            tables.QUANTITIES,
            ("surface", "subject", "comparator", "low", "high", "unit", "per", "rule", "task_id"),
            "char_start",
        ),
        part(tables.LINES, ("page", "line_no", "role", "text"), "line_no", LINES_OF_MEASURE),
    )


def _labels(thing: Table | View, names: Sequence[str]) -> tuple[str, ...]:
    labels = {column.name: column.label for column in thing.columns}
    return tuple(labels[name] for name in names)


def unit_ids(connection: duckdb.DuckDBPyConnection, unit: str) -> list[str]:
    """The ids of the units with this name, short name or printed name, else those with it in their name.

    Raises:
        WarehouseError: no unit is called so.
    """
    exact = (
        "SELECT unit_id FROM units WHERE name = $1 OR short_name = $1"
        " UNION SELECT unit_id FROM assignments WHERE surface = $1"
    )
    return _ids(
        connection, exact, "SELECT unit_id FROM units WHERE contains(name, $1)", unit, "unit", "name FROM units"
    )


def _document_ids(connection: duckdb.DuckDBPyConnection, plan: str) -> list[str]:
    exact = "SELECT document_id FROM documents WHERE document_id = $1 OR title = $1 OR doc_number = $1"
    part = "SELECT document_id FROM documents WHERE contains(title, $1)"
    return _ids(connection, exact, part, plan, "plan", "title FROM documents")


def _ids(
    connection: duckdb.DuckDBPyConnection, exact: str, part: str, wanted: str, what: str, listing: str
) -> list[str]:
    for query in (exact, part):
        found = [row[0] for row in connection.execute(query, [wanted]).fetchall()]
        if found:
            return found
    raise WarehouseError(f'No {what} is called {wanted}; `taizhang sql "SELECT {listing}"` lists all.')
