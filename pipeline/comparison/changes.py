"""What changes from a measure to the one that takes it up: deadlines, figures, units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.comparison.titles import folded
from pipeline.facts.units import Jurisdiction

#: Two deadlines or figures are the same one, changed, where this much of the words around them is the same.
SAME_PLACE = 0.3
#: Characters before and behind a fact that tell what it is of.
AROUND = 16

_BODY = re.compile("(?<=..)(?:局|厅|委员会|委|部|署)$")


class FactKind(StrEnum):
    """What is compared of a measure, beside its text."""

    DEADLINE = "deadline"
    FIGURE = "figure"
    UNIT = "unit"


class ChangeKind(StrEnum):
    """What became of a fact."""

    DEADLINE_MOVED = "deadline_moved"
    DEADLINE_ADDED = "deadline_added"
    DEADLINE_DROPPED = "deadline_dropped"
    FIGURE_CHANGED = "figure_changed"
    FIGURE_ADDED = "figure_added"
    FIGURE_DROPPED = "figure_dropped"
    UNIT_ADDED = "unit_added"
    UNIT_DROPPED = "unit_dropped"


#: What it is called when a fact is in both measures, in the later alone, in the base alone.
_KINDS = {
    FactKind.DEADLINE: (ChangeKind.DEADLINE_MOVED, ChangeKind.DEADLINE_ADDED, ChangeKind.DEADLINE_DROPPED),
    FactKind.FIGURE: (ChangeKind.FIGURE_CHANGED, ChangeKind.FIGURE_ADDED, ChangeKind.FIGURE_DROPPED),
    FactKind.UNIT: (None, ChangeKind.UNIT_ADDED, ChangeKind.UNIT_DROPPED),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A deadline, figure or unit of a measure. Two of one kind with an equal ``value`` say the same, in whatever
    words; ``before`` and ``behind`` are the words around it; ``sort`` is what only like can be changed into (the unit
    of a figure)."""

    fact_id: str
    kind: FactKind
    surface: str
    value: Hashable
    before: str = ""
    behind: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a fact; None on the side that does not have it."""

    kind: ChangeKind
    below: Fact | None
    base: Fact | None


def changes(below: Sequence[Fact], base: Sequence[Fact]) -> list[Change]:
    """The changes from the facts of a *base* measure to those of the one *below* or after it: by kind, then in the
    order in which they are printed below; what was dropped comes last."""
    found = []
    for kind, (changed, added, dropped) in _KINDS.items():
        new, old = _unequal([f for f in below if f.kind is kind], [f for f in base if f.kind is kind])
        partners = _same_places(new, old) if changed else {}
        for place, fact in enumerate(new):
            if changed and place in partners:
                found.append(Change(changed, fact, old[partners[place]]))
            else:
                found.append(Change(added, fact, None))
        gone = [fact for place, fact in enumerate(old) if place not in partners.values()]
        found += [Change(dropped, None, fact) for fact in gone]
    return found


def unit_value(name: str, region: str | None) -> str:
    """What a unit's name says without place and level: a city's 司法局 does what the province's 司法厅 does."""
    bare = folded(name)
    if region:
        bare = bare.replace(region, "").removeprefix(Jurisdiction.named(region).stem or region)
    return _BODY.sub("", bare)


def _unequal(below: Sequence[Fact], base: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The facts whose value the other side does not have; said twice counts once."""
    has_below, has_base = {f.value for f in below}, {f.value for f in base}
    new = {f.value: f for f in reversed(below) if f.value not in has_base}
    old = {f.value: f for f in reversed(base) if f.value not in has_below}
    return list(reversed(new.values())), list(reversed(old.values()))


def _same_places(new: Sequence[Fact], old: Sequence[Fact]) -> dict[int, int]:
    """Which of *old* each of *new* stands in the place of: those with the most words around them in common first."""
    candidates = sorted(
        (-_likeness(one, other), n, o)
        for n, one in enumerate(new)
        for o, other in enumerate(old)
        if one.sort == other.sort
    )
    partners: dict[int, int] = {}
    for likeness, n, o in candidates:
        if -likeness >= SAME_PLACE and n not in partners and o not in partners.values():
            partners[n] = o
    return partners


def _likeness(one: Fact, other: Fact) -> float:
    """The better of the two sides: what stands before a fact or what stands behind it may be rewritten."""
    return max(_dice(one.before, other.before), _dice(one.behind, other.behind))


def _dice(one: str, other: str) -> float:
    pairs = [Counter(text[n : n + 2] for n in range(len(text) - 1)) for text in (folded(one), folded(other))]
    total = sum(map(Counter.total, pairs))
    return 2 * (pairs[0] & pairs[1]).total() / total if total else 0.0
