"""Which plans rest on which: a version on the one before, a plan on those that it says it carries out, a city's on the
province's of the same title, a plan on that of the years before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from pipeline.comparison.titles import title_parts
from pipeline.facts.units import STATE, Jurisdiction, Level
from pipeline.vocabulary import alternation, words
from warehouse.tables import Basis

_LEVELS = tuple(Level)
_KIND = re.compile(alternation(words("documents", "kinds")) + "$")
#: A shorter theme (节水) is of too many plans.
_SHORTEST_THEME = 4

# Only documents with measures are compared, and only the one of each version that speaks for it.
_SPEAKING = """
SELECT d.document_id, d.plan_id, d.title, d.region, d.issued_on, d.supersedes_document_id, d.is_preferred
FROM documents AS d
WHERE (d.is_preferred OR d.document_id IN (SELECT supersedes_document_id FROM documents))
  AND d.document_id IN (SELECT document_id FROM measures)
"""
# What a plan names before its first measure or in it (为贯彻落实《…》) is what it carries out; what it names later, a
# law or another plan beside it, it only touches.
_CITED = """
SELECT DISTINCT c.document_id, c.cited_document_id
FROM citations AS c LEFT JOIN measures AS m USING (measure_id)
WHERE c.cited_document_id IS NOT NULL AND coalesce(m.ordinal, 1) = 1
  AND c.char_start <= coalesce(m.char_end, (
    SELECT min(f.char_start) FROM measures AS f WHERE f.document_id = c.document_id))
"""


@dataclass(frozen=True, slots=True)
class _Plan:
    document_id: str
    plan_id: str
    title: str | None
    region: str | None
    issued_on: date | None
    supersedes: str | None
    is_preferred: bool

    @property
    def level(self) -> int | None:
        """How far down its place is, the state's at 0."""
        level = Jurisdiction.named(self.region).level if self.region else None
        level = Level.STATE if self.region == STATE else level
        return _LEVELS.index(level) if level else None

    @property
    def theme(self) -> str | None:
        """Its title without the place and the kind of document; None where little is left."""
        key = title_parts(self.title).key or ""
        if self.region:
            key = key.removeprefix(self.region).removeprefix(Jurisdiction.named(self.region).stem or self.region)
        theme = _KIND.sub("", key)
        return theme if len(theme) >= _SHORTEST_THEME else None

    @property
    def order(self) -> tuple[tuple[int, ...], date, str]:
        """Later plans come behind earlier ones."""
        return self.years, self.issued_on or date.min, self.document_id

    @property
    def years(self) -> tuple[int, ...]:
        """The years that its title names."""
        return title_parts(self.title).years


def successions(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Basis]:
    """The pairs (document, document that it rests on) with the reason, the first that holds."""
    plans = {row[0]: _Plan(*row) for row in connection.execute(_SPEAKING).fetchall()}
    found: dict[tuple[str, str], Basis] = {}
    for plan in plans.values():
        if plan.supersedes in plans:
            found[plan.document_id, str(plan.supersedes)] = Basis.VERSION
    for citing, cited in connection.execute(_CITED).fetchall():
        if citing in plans and cited in plans and plans[citing].is_preferred:
            found.setdefault((citing, cited), Basis.CITED)
    for basis, below, base in _related(connection, [plan for plan in plans.values() if plan.is_preferred]):
        if (base, below) not in found:
            found.setdefault((below, base), basis)
    return found


def _related(connection: duckdb.DuckDBPyConnection, plans: Sequence[_Plan]) -> Iterator[tuple[Basis, str, str]]:
    """What rests on what by theme: (reason, document, document that it rests on)."""
    by_theme: defaultdict[str, list[_Plan]] = defaultdict(list)
    for plan in plans:
        if plan.theme:
            by_theme[plan.theme].append(plan)
    for group in by_theme.values():
        for plan in group:
            before = [other for other in group if other.region == plan.region and _is_earlier(other, plan)]
            if before:
                yield Basis.EARLIER, plan.document_id, max(before, key=lambda other: other.order).document_id
            above = [other for other in group if _is_above(other, plan)]
            if above:
                for base in _of_places_above(connection, plan, above):
                    yield Basis.TITLE, plan.document_id, base.document_id


def _is_earlier(one: _Plan, other: _Plan) -> bool:
    return bool(one.years and other.years and one.years[-1] <= other.years[0] and one.years < other.years)


def _is_above(one: _Plan, other: _Plan) -> bool:
    """Whether *one* is of a higher level than *other*, and not for other years."""
    if one.level is None or other.level is None or one.level >= other.level:
        return False
    return not (one.years and other.years) or (one.years[0] <= other.years[-1] and other.years[0] <= one.years[-1])


def _of_places_above(connection: duckdb.DuckDBPyConnection, plan: _Plan, above: Sequence[_Plan]) -> list[_Plan]:
    """Those of *above* that are of the places above the plan's: at each level the place that its text names most. A
    list of all places and what they belong to would grow old; every plan names the province that it is in."""
    ((text,),) = connection.execute("SELECT text FROM documents WHERE document_id = $1", [plan.document_id]).fetchall()
    by_level: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for region, level in {(other.region, other.level) for other in above if other.region and other.level is not None}:
        named = 1 if region == STATE else text.count(Jurisdiction.named(region).stem or region)
        if named:
            by_level[level].append((-named, region))
    places = {min(found)[1] for found in by_level.values()}
    return [
        max((other for other in above if other.region == place), key=lambda other: other.order)
        for place in sorted(places)
    ]
