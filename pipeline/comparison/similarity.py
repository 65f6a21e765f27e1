"""How alike the measures of two plans are: pairs of characters that they share, rare ones weighing more.

What changes when a city takes over its province's measure says nothing about which measure it is: names of places, the
word of the level (全省, 市级), the responsibility note. Those are left out before texts are compared.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.comparison.titles import folded
from pipeline.facts.units import Jurisdiction

#: The part of a measure's title in the score; the rest is its text's. Titles such as 加强组织领导 stand in any plan.
TITLE_SHARE = 0.2

_LEVEL = "[省市州县区旗盟]"
_LEVELS = re.compile(rf"[全我本]{_LEVEL}|{_LEVEL}(?=级|直|委|内|政府|人民政府|域)|自治{_LEVEL}")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Item:
    """A measure that is to be compared: its title, and its text without title and responsibility notes."""

    title: str
    text: str


def stripped(text: str, regions: Iterable[str]) -> str:
    """*text* without the names of *regions* (江海省, 江海) and the words of levels, one space for any punctuation."""
    text = folded(text)
    for region in regions:
        text = text.replace(region, "").replace(Jurisdiction.named(region).stem or region, "")
    return " ".join(_WORDS.findall(_LEVELS.sub("", text)))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two measures are, and how much of the text of each the other holds; all from 0 to 1."""

    alike: float
    below_held: float  # of the lower or later plan's measure, by the other
    base_held: float


def similarities(
    below: Sequence[Item], base: Sequence[Item], regions: Iterable[str] = ()
) -> dict[tuple[int, int], Likeness]:
    """The measures of two plans that have anything in common, by their places in the two.

    A pair of characters weighs by the measures of the two plans in which it does not stand (IDF). *regions* are the
    names of the plans' places."""
    places = list(regions)
    found = _compared([stripped(item.text, places) for item in below], [stripped(item.text, places) for item in base])
    titles = _compared(
        [stripped(item.title, places) for item in below], [stripped(item.title, places) for item in base]
    )
    for (i, j), likeness in found.items():
        if below[i].title and base[j].title:
            title = titles[i, j].alike if (i, j) in titles else 0.0
            found[i, j] = replace(likeness, alike=(1 - TITLE_SHARE) * likeness.alike + TITLE_SHARE * title)
    return found


def _compared(below: Sequence[str], base: Sequence[str]) -> dict[tuple[int, int], Likeness]:
    counts = [Counter(_pairs(text)) for text in (*below, *base)]
    frequency = Counter(pair for count in counts for pair in count)
    weights = {pair: math.log((1 + len(counts)) / number) for pair, number in frequency.items()}
    totals = [math.fsum(number * weights[pair] for pair, number in count.items()) for count in counts]
    holding: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for j, count in enumerate(counts[len(below) :]):
        for pair, number in count.items():
            holding[pair].append((j, number))
    shared: defaultdict[tuple[int, int], float] = defaultdict(float)
    for i, count in enumerate(counts[: len(below)]):
        for pair, number in count.items():
            for j, times in holding.get(pair, ()):
                shared[i, j] += min(number, times) * weights[pair]
    found = {}
    for (i, j), weight in shared.items():
        one, other = totals[i], totals[len(below) + j]
        alike = (2 * weight / (one + other) + weight / min(one, other)) / 2
        found[i, j] = Likeness(*(min(share, 1.0) for share in (alike, weight / one, weight / other)))
    return found


def _pairs(text: str) -> list[str]:
    return [word[n : n + 2] for word in text.split() for n in range(len(word) - 1)]
