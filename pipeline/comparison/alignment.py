"""Which measure of a plan takes up which of another, by text and by order.

Every measure has one counterpart at most; of all ways to pair them the one with the highest sum of likeness is taken. A
measure that was split, or one that was merged into another, is told apart from its counterpart.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.comparison.similarity import Item, Likeness, similarities, stripped

#: Under this likeness there is no link. Of a province's and a city's plan, paired by reading (tests/lineage), the
#: counterparts have 0.80 and more, all other pairs 0.50 and less.
WEAK = 0.4
#: Formulas that any plan prints (指导思想, 自印发之日起施行) come to 0.6 in plans that share nothing else.
#: So a weaker link counts only between plans that have as good as this, …
STRONG = 0.65
#: … and have them for this part of the shorter plan's measures.
SUPPORT = 0.05
#: A measure without a counterpart is part of one from which, or into which, it has this share of its text …
PART = 0.6
#: … and so many characters at least.
PART_LENGTH = 20
#: What a place where the order lets it be expected adds to a pair's likeness, at most: it decides between equals.
ORDER = 0.05
#: So many places off, order says nothing any more.
_REACH = 5


class Relation(StrEnum):
    """How a measure takes up another's."""

    COUNTERPART = "counterpart"
    SPLIT = "split"  # it holds a part of what its base says, beside the base's counterpart
    MERGED = "merged"  # its base is a part of what it says, beside its counterpart


@dataclass(frozen=True, slots=True)
class Link:
    """A measure and the one that it takes up, by their places in the two plans."""

    below: int
    base: int
    relation: Relation
    similarity: float


def align(below: Sequence[Item], base: Sequence[Item], regions: Iterable[str] = ()) -> list[Link]:
    """The links from the measures of one plan to those of the plan that it rests on, in the order of the first.

    *regions* are the names of the places whose plans they are."""
    places = [region for region in regions if region]
    likeness = similarities(below, base, places)
    paired = _assigned({pair: each.alike for pair, each in likeness.items() if each.alike >= WEAK})
    strong = [pair for pair in paired if likeness[pair].alike >= STRONG]
    if not strong or len(strong) < SUPPORT * min(len(below), len(base)):
        paired = []
    links = [Link(i, j, Relation.COUNTERPART, likeness[i, j].alike) for i, j in paired]
    if links:
        long = {
            Relation.SPLIT: [len(stripped(item.text, places)) >= PART_LENGTH for item in below],
            Relation.MERGED: [len(stripped(item.text, places)) >= PART_LENGTH for item in base],
        }
        links += _parts(likeness, paired, long)
    return sorted(links, key=lambda link: (link.below, link.base))


def _parts(
    likeness: Mapping[tuple[int, int], Likeness], paired: Sequence[tuple[int, int]], long: Mapping[Relation, list[bool]]
) -> list[Link]:
    """Links of what was split off or merged: to the one that holds most of it, and has a counterpart."""
    of_below, of_base = {i for i, _ in paired}, {j for _, j in paired}
    best: dict[tuple[Relation, int], tuple[float, int, int]] = {}
    for (i, j), each in likeness.items():
        if i not in of_below and j in of_base and each.below_held >= PART and long[Relation.SPLIT][i]:
            key, found = (Relation.SPLIT, i), (each.below_held, -j, i)
        elif j not in of_base and i in of_below and each.base_held >= PART and long[Relation.MERGED][j]:
            key, found = (Relation.MERGED, j), (each.base_held, -i, j)
        else:
            continue
        best[key] = max(best.get(key, found), found)
    links = []
    for (relation, own), (_, other, _) in best.items():
        i, j = (own, -other) if relation is Relation.SPLIT else (-other, own)
        links.append(Link(i, j, relation, likeness[i, j].alike))
    return links


# --- one to one


def _assigned(alike: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs of the best one-to-one assignment, in order."""
    value = {pair: score + ORDER * near for (pair, score), near in zip(alike.items(), _order(alike), strict=True)}
    paired = [pair for cluster in _clusters(value) for pair in _best(cluster, value)]
    return sorted(paired)


def _order(alike: Mapping[tuple[int, int], float]) -> list[float]:
    """How near each pair is to the place where the order of the strong ones around it lets it be expected: 1 to 0."""
    best_below: dict[int, tuple[float, int]] = {}
    best_base: dict[int, tuple[float, int]] = {}
    for (i, j), score in alike.items():
        best_below[i] = max(best_below.get(i, (0.0, 0)), (score, -j))
        best_base[j] = max(best_base.get(j, (0.0, 0)), (score, -i))
    anchors = sorted(
        (i, -j) for i, (score, j) in best_below.items() if score >= STRONG and best_base[-j] == (score, -i)
    )
    places = [i for i, _ in anchors]
    near = []
    for i, j in alike:
        at = bisect_left(places, i)
        around = [anchors[n] for n in (at - 1, at, at + 1) if 0 <= n < len(anchors) and anchors[n] != (i, j)]
        off = min((abs((j - b) - (i - a)) for a, b in around), default=_REACH)
        near.append(max(0.0, 1 - off / _REACH))
    return near


def _clusters(value: Mapping[tuple[int, int], float]) -> list[list[tuple[int, int]]]:
    """The pairs, apart where they have no measure in common: most measures have one candidate."""
    by_below: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    by_base: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in value:
        by_below[pair[0]].append(pair)
        by_base[pair[1]].append(pair)
    seen: set[tuple[int, int]] = set()
    clusters = []
    for first in value:
        if first in seen:
            continue
        seen.add(first)
        cluster = [first]
        for i, j in cluster:
            fresh = [pair for pair in (*by_below[i], *by_base[j]) if pair not in seen]
            seen.update(fresh)
            cluster += dict.fromkeys(fresh)
        clusters.append(cluster)
    return clusters


def _best(cluster: Sequence[tuple[int, int]], value: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The assignment of the highest sum within a cluster (Kuhn and Munkres, by shortest augmenting paths)."""
    if len(cluster) == 1:
        return list(cluster)
    rows, columns = sorted({i for i, _ in cluster}), sorted({j for _, j in cluster})
    turned = len(rows) > len(columns)
    if turned:
        rows, columns = columns, rows

    def cost(row: int, column: int) -> float:
        pair = (columns[column - 1], rows[row - 1]) if turned else (rows[row - 1], columns[column - 1])
        return -value.get(pair, 0.0)

    # Numbered from 1; column 0 holds the row that is being placed.
    row_price, column_price = [0.0] * (len(rows) + 1), [0.0] * (len(columns) + 1)
    holder, came_from = [0] * (len(columns) + 1), [0] * (len(columns) + 1)
    for row in range(1, len(rows) + 1):
        holder[0], at = row, 0
        slack, used = [math.inf] * (len(columns) + 1), [False] * (len(columns) + 1)
        while holder[at]:
            used[at], placing, step, following = True, holder[at], math.inf, 0
            for column in range(1, len(columns) + 1):
                if used[column]:
                    continue
                reduced = cost(placing, column) - row_price[placing] - column_price[column]
                if reduced < slack[column]:
                    slack[column], came_from[column] = reduced, at
                if slack[column] < step:
                    step, following = slack[column], column
            for column in range(len(columns) + 1):
                if used[column]:
                    row_price[holder[column]] += step
                    column_price[column] -= step
                else:
                    slack[column] -= step
            at = following
        while at:
            holder[at], at = holder[came_from[at]], came_from[at]
    chosen = [(rows[holder[c] - 1], columns[c - 1]) for c in range(1, len(columns) + 1) if holder[c]]
    pairs = [(column, row) if turned else (row, column) for row, column in chosen]
    return [pair for pair in pairs if pair in value]
