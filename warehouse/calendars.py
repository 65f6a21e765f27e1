"""Deadlines as calendar entries (RFC 5545), and the days on which recurring ones fall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import duckdb
from icalendar import Calendar, Event, vRecur

from warehouse import version
from warehouse.errors import WarehouseError
from warehouse.queries import Result, unit_ids
from warehouse.recurrences import due_rule

_ROWS = """
SELECT d.date_id, d.due_on, d.rrule, d.surface, d.plan, d.path, coalesce(d.title, m.title, left(m.text, 40)) AS title,
  d.leads, d.others, d.page, d.source, s.loaded_at,
  coalesce(o.period_start, o.effective_on, o.issued_on, o.published_on) AS since, o.period_end AS until
FROM deadlines AS d
JOIN documents AS o ON o.document_id = d.document_id
JOIN sources AS s ON s.source_id = o.source_id
LEFT JOIN measures AS m ON m.measure_id = d.measure_id
WHERE $units IS NULL OR d.date_id IN (
  SELECT x.date_id FROM dates AS x JOIN task_units AS t
    ON t.task_id = x.task_id OR (x.task_id IS NULL AND t.measure_id = x.measure_id)
  WHERE list_contains($units, t.unit_id)
)
ORDER BY d.date_id
"""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline, or a recurring one (``rrule``) that runs from ``since`` to ``until`` where the plan says so."""

    date_id: str
    due_on: date | None
    rrule: str | None
    surface: str
    plan: str
    path: str | None
    title: str | None
    leads: str | None
    others: str | None
    page: int
    source: str
    loaded_at: datetime
    since: date | None
    until: date | None

    def days(self, first: date, last: date) -> Iterator[date]:
        """The days from *first* to *last*, both included, on which it falls due."""
        if self.rrule is None:
            if self.due_on is not None and first <= self.due_on <= last:
                yield self.due_on
            return
        until = min(last, self.until or last)
        start = max(first, self.since or first)
        rule = due_rule(self.rrule, self.since or first)
        for each in rule.between(datetime.combine(start, time()), datetime.combine(until, time()), inc=True):
            yield each.date()


def deadlines(connection: duckdb.DuckDBPyConnection, unit: str | None = None) -> list[Deadline]:
    """The deadlines and recurrences of preferred documents, those of one *unit* (as the ledger knows it) or of all.

    Raises:
        WarehouseError: no unit is called so.
    """
    ids = unit_ids(connection, unit) if unit is not None else None
    return [Deadline(*row) for row in connection.execute(_ROWS, {"units": ids}).fetchall()]


def window(connection: duckdb.DuckDBPyConnection, first: date, last: date, unit: str | None = None) -> Result:
    """What falls due from *first* to *last*, both included, by day; a recurring deadline on each of its days.

    Raises:
        WarehouseError: as :func:`deadlines`.
    """
    found = [(day, each) for each in deadlines(connection, unit) for day in each.days(first, last)]
    rows: list[tuple[object, ...]] = [
        (day, each.surface, each.plan, each.path, each.title, each.leads, each.others, each.page, each.source)
        for day, each in sorted(found, key=lambda pair: (pair[0], pair[1].date_id))
    ]
    columns = ("due_on", "surface", "plan", "path", "title", "leads", "others", "page", "source")
    labels = ("到期日", "时限原文", "计划", "编号", "标题", "牵头单位", "责任单位", "来源页码", "来源文件")
    return Result(columns, labels, rows)


def write(connection: duckdb.DuckDBPyConnection, file: Path, unit: str | None = None) -> tuple[int, Sequence[Deadline]]:
    """Write the deadlines to *file* as a calendar, in one step; the number of entries, and the recurrences that have no
    day to begin on (their document prints no date), which are left out.

    Raises:
        WarehouseError: no unit is called so, or the file cannot be written.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//taizhang//{version()}//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{unit or ''}期限")
    undated = []
    for each in deadlines(connection, unit):
        event = _event(each)
        if event is None:
            undated.append(each)
        else:
            calendar.add_component(event)
    beside = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(calendar.to_ical())
        beside.replace(file)
    except OSError as error:
        raise WarehouseError(f"{file} cannot be written: {error.strerror or error}; name another file.") from None
    finally:
        beside.unlink(missing_ok=True)
    return len(calendar.subcomponents), undated


def _event(deadline: Deadline) -> Event | None:
    day = deadline.due_on
    if deadline.rrule is not None:
        if deadline.since is None:
            return None
        # a calendar shows the day that an entry begins on in any case: it must be an occurrence itself
        rule = due_rule(deadline.rrule, deadline.since)
        first = rule.after(datetime.combine(deadline.since, time()), inc=True)
        day = first.date() if first else None
    if day is None:
        return None
    event = Event()
    event.add("uid", f"{deadline.date_id}@taizhang")
    event.add("dtstamp", deadline.loaded_at.replace(tzinfo=UTC, microsecond=0))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{deadline.title or deadline.plan}（{deadline.surface}）")
    lines = (
        ("计划", deadline.plan),
        ("编号", deadline.path),
        ("牵头单位", deadline.leads),
        ("责任单位", deadline.others),
        ("来源", f"{deadline.source}，第 {deadline.page} 页"),
    )
    event.add("description", "\n".join(f"{label}：{text}" for label, text in lines if text))
    event.add("transp", "TRANSPARENT")
    if deadline.rrule is not None:
        recurrence = vRecur.from_ical(str(due_rule(deadline.rrule, deadline.since or day)).rpartition("RRULE:")[2])
        if deadline.until and deadline.until >= day:
            recurrence["UNTIL"] = [deadline.until]
        event.add("rrule", recurrence)
    return event
