"""Lineage: two plans compared measure by measure, from what the warehouse knows of them.

:func:`compare` does it for any two documents; :func:`link` keeps it for those that belong together
(:mod:`warehouse.succession` says which), comparing only what was not compared before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import duckdb
import pyarrow as pa

from pipeline.comparison.alignment import Link, Relation, align
from pipeline.comparison.changes import AROUND, Change, Fact, FactKind, changes, unit_value
from pipeline.comparison.similarity import Item
from warehouse.rows import arrow
from warehouse.succession import successions
from warehouse.tables import MEASURE_CHANGES, MEASURE_LINKS, PLAN_LINKS

#: Plans that are kept in memory while many are compared: a province's is compared with those of its cities.
_PLANS = 64


@dataclass(frozen=True, slots=True)
class ComparedMeasure:
    """A measure with what is compared of it."""

    measure_id: str
    path: str
    title: str | None
    item: Item
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ComparedPlan:
    """A document with its measures, in order."""

    document_id: str
    title: str
    region: str | None
    measures: tuple[ComparedMeasure, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plans, the links between their measures by place, and what changed from a measure to its counterpart."""

    below: ComparedPlan
    base: ComparedPlan
    links: tuple[Link, ...]
    changes: dict[Link, list[Change]]

    @property
    def new(self) -> list[int]:
        """The places of the measures that take up none of the base."""
        return _rest(self.below, {link.below for link in self.links})

    @property
    def dropped(self) -> list[int]:
        """The places of the measures of the base that none takes up."""
        return _rest(self.base, {link.base for link in self.links})


def _rest(plan: ComparedPlan, linked: set[int]) -> list[int]:
    return [place for place in range(len(plan.measures)) if place not in linked]


def compare(below: ComparedPlan, base: ComparedPlan) -> Comparison:
    """Compare a plan with the one that it rests on."""
    regions = [plan.region for plan in (below, base) if plan.region]
    links = align([m.item for m in below.measures], [m.item for m in base.measures], regions)
    is_abroad = below.region != base.region
    found = {}
    for link in links:
        if link.relation is Relation.COUNTERPART:
            # what was split off or merged says a part of it
            own = {link.below} | {each.below for each in links if each.base == link.base}
            theirs = {link.base} | {each.base for each in links if each.below == link.below}
            found[link] = changes(_facts(below, own, is_abroad), _facts(base, theirs, is_abroad))
    return Comparison(below, base, tuple(links), found)


def _facts(plan: ComparedPlan, places: Iterable[int], is_abroad: bool) -> list[Fact]:
    """The facts of some measures; where another place's plan is compared, units by what they do and not where."""
    facts = [fact for place in sorted(places) for fact in plan.measures[place].facts]
    if not is_abroad:
        return facts
    return [
        Fact(f.fact_id, f.kind, f.surface, unit_value(f.surface, plan.region)) if f.kind is FactKind.UNIT else f
        for f in facts
    ]


# --- what is compared of a plan

_MEASURES = """
SELECT m.measure_id, m.path, m.title, coalesce(string_agg(t.text, chr(10) ORDER BY t.ordinal), m.text)
FROM measures AS m LEFT JOIN tasks AS t USING (measure_id)
WHERE m.document_id = $1
GROUP BY m.measure_id, m.path, m.title, m.text, m.ordinal
ORDER BY m.ordinal
"""
# A point (自9月1日起) sets no task; the words around a fact tell which deadline or figure of the other plan it is.
_FACTS = f"""
SELECT x.measure_id, x.char_start, x.fact_id, x.kind, x.surface, x.value, x.sort,
  substr(d.text, greatest(x.char_start - {AROUND}, 0) + 1, least({AROUND}, x.char_start)),
  substr(d.text, x.char_end + 1, {AROUND})
FROM (
  SELECT document_id, measure_id, char_start, char_end, date_id AS fact_id, 'deadline' AS kind, surface, '' AS sort,
    concat_ws(' ', coalesce(due_on, end_on), CASE WHEN due_on IS NULL THEN start_on END, rrule, duration, working_days)
      AS value
  FROM dates WHERE document_id = $1 AND kind <> 'point'
  UNION ALL
  SELECT document_id, measure_id, char_start, char_end, quantity_id, 'figure',
    surface || coalesce('（每' || ltrim(per, '每') || '）', ''), unit,
    concat_ws(' ', comparator, low, high, unit, per)
  FROM quantities WHERE document_id = $1
  UNION ALL
  SELECT document_id, measure_id, char_start, char_end, assignment_id, 'unit', name, '', name
  FROM assignments JOIN units USING (unit_id) WHERE document_id = $1
) AS x JOIN documents AS d USING (document_id)
WHERE x.measure_id IS NOT NULL
ORDER BY x.measure_id, x.char_start, x.fact_id
"""  # noqa: S608 - a number of our own


def read(connection: duckdb.DuckDBPyConnection, document_id: str) -> ComparedPlan:
    """What is compared of a document that the warehouse holds."""
    ((title, name, region),) = connection.execute(
        "SELECT d.title, s.name, d.region FROM documents AS d JOIN sources AS s USING (source_id)"
        " WHERE d.document_id = $1",
        [document_id],
    ).fetchall()
    facts: defaultdict[str, list[Fact]] = defaultdict(list)
    for measure_id, _, fact_id, kind, surface, value, sort, before, behind in connection.execute(
        _FACTS, [document_id]
    ).fetchall():
        facts[measure_id].append(Fact(fact_id, FactKind(kind), surface, value, before, behind, sort))
    measures = tuple(
        ComparedMeasure(measure_id, path, heading, Item(heading or "", _body(heading, text)), tuple(facts[measure_id]))
        for measure_id, path, heading, text in connection.execute(_MEASURES, [document_id]).fetchall()
    )
    return ComparedPlan(document_id, title or name, region, measures)


def _body(title: str | None, text: str) -> str:
    text = text.strip()
    return text.removeprefix(title).lstrip("。. ") if title else text


# --- what is kept


def forget(connection: duckdb.DuckDBPyConnection, source_ids: Sequence[str]) -> None:
    """Before documents of these sources go: what was found by comparing others with them."""
    for table in (MEASURE_CHANGES, MEASURE_LINKS, PLAN_LINKS):
        connection.execute(
            f"DELETE FROM {table.name} WHERE base_document_id IN"  # noqa: S608 - our own names
            " (SELECT document_id FROM documents WHERE list_contains($1, source_id))",
            [list(source_ids)],
        )


def link(connection: duckdb.DuckDBPyConnection) -> None:
    """Compare every plan with those that it rests on; what is no longer so is forgotten."""
    wanted = successions(connection)
    kept = {
        (below, base): basis
        for below, base, basis in connection.execute(
            "SELECT document_id, base_document_id, basis FROM plan_links"
        ).fetchall()
    }
    for pair in kept.keys() - wanted.keys():
        for table in (MEASURE_CHANGES, MEASURE_LINKS, PLAN_LINKS):
            connection.execute(
                f"DELETE FROM {table.name} WHERE document_id = $1 AND base_document_id = $2",  # noqa: S608
                list(pair),
            )
    for pair in sorted(kept.keys() & wanted.keys()):
        if kept[pair] != wanted[pair]:
            connection.execute(
                "UPDATE plan_links SET basis = $3 WHERE document_id = $1 AND base_document_id = $2",
                [*pair, wanted[pair].value],
            )
    plan = lru_cache(_PLANS)(lambda document_id: read(connection, document_id))
    for below, base in sorted(wanted.keys() - kept.keys(), key=lambda pair: (pair[1], pair[0])):
        _store(connection, compare(plan(below), plan(base)), wanted[below, base].value)


def _store(connection: duckdb.DuckDBPyConnection, comparison: Comparison, basis: str) -> None:
    below, base = comparison.below, comparison.base

    def columns(links: Sequence[Link]) -> dict[str, list[str]]:
        return {
            "document_id": [below.document_id] * len(links),
            "base_document_id": [base.document_id] * len(links),
            "measure_id": [below.measures[each.below].measure_id for each in links],
            "base_measure_id": [base.measures[each.base].measure_id for each in links],
        }

    changed = [(each, n, change) for each, found in comparison.changes.items() for n, change in enumerate(found, 1)]
    only = [change for _, _, change in changed]
    for table, rows in (
        (
            PLAN_LINKS,
            pa.table({"document_id": [below.document_id], "base_document_id": [base.document_id], "basis": [basis]}),
        ),
        (MEASURE_LINKS, arrow(MEASURE_LINKS, comparison.links, **columns(comparison.links))),
        (
            MEASURE_CHANGES,
            arrow(
                MEASURE_CHANGES,
                only,
                ordinal=[n for _, n, _ in changed],
                surface=[change.below and change.below.surface for change in only],
                base_surface=[change.base and change.base.surface for change in only],
                fact_id=[change.below and change.below.fact_id for change in only],
                base_fact_id=[change.base and change.base.fact_id for change in only],
                **columns([each for each, _, _ in changed]),
            ),
        ),
    ):
        connection.register("incoming", rows)
        try:
            connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM incoming")  # noqa: S608 - our own names
        finally:
            connection.unregister("incoming")
