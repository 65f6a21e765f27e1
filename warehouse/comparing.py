"""Two plans beside one another, item by item, whether the warehouse keeps their links or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from pipeline.comparison.alignment import Link, Relation
from pipeline.comparison.changes import Change, ChangeKind
from pipeline.facts.units import Jurisdiction, Level
from warehouse.errors import WarehouseError
from warehouse.lineage import ComparedMeasure, ComparedPlan, Comparison, compare, read
from warehouse.queries import CANDIDATES, Result
from warehouse.views import PLAN_CHANGES

#: The columns of ``plan_changes`` that say something of one pair of plans.
COLUMNS = (
    "change", "path", "title", "base_path", "base_title", "similarity",
    "deadlines", "figures", "units_added", "units_dropped",
)  # fmt: skip
#: Lists what a plan can be called by.
LISTING = "SELECT document_id, doc_number, title, source_id FROM documents"
_KINDS = {"deadlines": "deadline", "figures": "figure"}
_LEVELS = list(Level)


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparison as rows, in the order of the lower or later plan, what only its base has at the end; and as a
    summary, a sentence a line."""

    rows: Result
    summary: str


def plans(connection: duckdb.DuckDBPyConnection, one: str, other: str) -> Compared:
    """Compare the documents that *one* and *other* name (:func:`document_named`). Which of them rests on the other is
    told by what the warehouse knows of them, else by level and date; else *one* is the base.

    Raises:
        WarehouseError: one of them names none or several, both name one, or one has no measures.
    """
    first, second = document_named(connection, one), document_named(connection, other)
    if first == second:
        raise WarehouseError(f"{one} and {other} are the same document ({first}); name two.")
    below, base = (first, second) if _rests_on(connection, first, second) else (second, first)
    found = compare(read(connection, below), read(connection, base))
    for plan in (found.below, found.base):
        if not plan.measures:
            raise WarehouseError(f"《{plan.title}》 ({plan.document_id}) has no numbered item, so nothing to compare.")
    labels = {column.name: column.label for column in PLAN_CHANGES.columns}
    return Compared(Result(COLUMNS, tuple(labels[name] for name in COLUMNS), _rows(found)), _summary(found))


def document_named(connection: duckdb.DuckDBPyConnection, wanted: str) -> str:
    """The id of the document with the id, number or title *wanted*, in the file *wanted*, or the only plan whose title
    starts so. Of the copies of a plan that a title names the preferred one is meant, of a file the one it holds.

    Raises:
        WarehouseError: there is none, or there are several plans.
    """
    documents = "FROM documents AS d JOIN sources AS s USING (source_id)"
    listing = "SELECT d.document_id, d.plan_id, d.is_preferred, d.title, s.name"
    for condition in (
        "d.document_id = $1",
        "s.name = $1 AND d.parent_document_id IS NULL",
        "d.doc_number = $1 OR d.title = $1",
        "starts_with(d.title, $1)",
    ):
        found = connection.execute(f"{listing} {documents} WHERE {condition} ORDER BY ALL", [wanted]).fetchall()
        if len({plan_id for _, plan_id, *_ in found}) == 1:
            return next((str(row[0]) for row in found if row[2]), str(found[0][0]))
        if found:
            named = "\n".join(f"  {row[0]}  {row[3] or ''}  {row[4]}" for row in found[:CANDIDATES])
            more = f"\n  and {len(found) - CANDIDATES} more" if len(found) > CANDIDATES else ""
            raise WarehouseError(f"{len(found)} documents are called {wanted}; name one by its id:\n{named}{more}")
    raise WarehouseError(
        f"No plan is called {wanted}; give its id, its number, the start of its title or the name of its file"
        f' (`taizhang sql "{LISTING}"` lists all).'
    )


def _rests_on(connection: duckdb.DuckDBPyConnection, first: str, second: str) -> bool:
    """Whether *first* rests on *second* rather than the other way round."""
    links = connection.execute(
        "SELECT document_id FROM plan_links"
        " WHERE (document_id = $1 AND base_document_id = $2) OR (document_id = $2 AND base_document_id = $1)",
        [first, second],
    ).fetchall()
    if links:
        return bool(links[0][0] == first)
    known = {
        row[0]: row[1:]
        for row in connection.execute(
            "SELECT document_id, plan_id, version, region, coalesce(period_start, issued_on, published_on)"
            " FROM documents WHERE document_id IN ($1, $2)",
            [first, second],
        ).fetchall()
    }
    (plan, version, region, day), (other_plan, other_version, other_region, other_day) = known[first], known[second]
    if plan == other_plan and version != other_version:
        return bool((version or 0) > (other_version or 0))
    level, other_level = _level(region), _level(other_region)
    if level != other_level and None not in (level, other_level):
        return level > other_level  # type: ignore[operator]
    return bool(day and other_day and day > other_day)


def _level(region: str | None) -> int | None:
    level = Jurisdiction.of(region, None).level if region else None
    return _LEVELS.index(level) if level else None


# --- as rows


def _rows(found: Comparison) -> list[tuple[object, ...]]:
    below, base = found.below.measures, found.base.measures
    by_below: dict[int, list[Link]] = {}
    for link in found.links:
        by_below.setdefault(link.below, []).append(link)
    rows: list[tuple[object, ...]] = []
    for place, measure in enumerate(below):
        rows += [_row(_change(found, link), measure, base[link.base], link, found) for link in by_below.get(place, ())]
        if place not in by_below:
            rows.append(_row("new", measure, None))
    rows += [_row("dropped", None, base[place]) for place in found.dropped]
    return rows


def _change(found: Comparison, link: Link) -> str:
    if link.relation is not Relation.COUNTERPART:
        return link.relation.value
    return "changed" if found.changes.get(link) else "same"


def _row(
    change: str,
    below: ComparedMeasure | None,
    base: ComparedMeasure | None,
    link: Link | None = None,
    found: Comparison | None = None,
) -> tuple[object, ...]:
    changes = found.changes.get(link, []) if link and found else []
    return (
        change,
        below and below.path,
        below and below.title,
        base and base.path,
        base and base.title,
        link and round(link.similarity, 3),
        *("；".join(map(_moved, _of(changes, kind))) or None for kind in _KINDS.values()),
        "、".join(c.below.surface for c in changes if c.kind is ChangeKind.UNIT_ADDED and c.below) or None,
        "、".join(c.base.surface for c in changes if c.kind is ChangeKind.UNIT_DROPPED and c.base) or None,
    )


def _of(changes: list[Change], kind: str) -> list[Change]:
    return [change for change in changes if change.kind.startswith(kind)]


def _moved(change: Change) -> str:
    return f"{change.base.surface if change.base else '无'} → {change.below.surface if change.below else '无'}"


# --- in a few sentences


def _summary(found: Comparison) -> str:
    below, base = found.below, found.base
    counterparts = [link for link in found.links if link.relation is Relation.COUNTERPART]
    kinds = Counter(change.kind for changes in found.changes.values() for change in changes)
    of_below = f"{len(counterparts)} of the {len(below.measures)} measures of 《{below.title}》"
    lines = [f"{of_below} have a counterpart among the {len(base.measures)} of 《{base.title}》."]
    split = [link.below for link in found.links if link.relation is Relation.SPLIT]
    merged = [link.base for link in found.links if link.relation is Relation.MERGED]
    lines += [f"Split off in 《{below.title}》: {_named(below, split)}."] if split else []
    lines += [f"Merged into others, of 《{base.title}》: {_named(base, merged)}."] if merged else []
    if kinds:
        said = ", ".join(f"{kinds[kind]} {kind.value.replace('_', 's ', 1)}" for kind in ChangeKind if kinds[kind])
        lines.append(f"Changed: {said}.")
    for plan, places in ((below, found.new), (base, found.dropped)):
        if places:
            lines.append(f"Without a counterpart in 《{plan.title}》: {_named(plan, places)}.")
    return "\n".join(lines)


def _named(plan: ComparedPlan, places: Sequence[int]) -> str:
    return "、".join(f"{plan.measures[n].path} {plan.measures[n].title or ''}".strip() for n in places)
