"""Indicator tables that were flattened column by column, put together again.

The last column says 约束性 or 预期性 once a row, which tells how many rows there are; the columns before it are as
many lines each, under a heading of their own, back to the column of the names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.models import Cell
from pipeline.vocabulary import alternation, words

_NATURE = re.compile("(?:约束性|预期性|指导性|引导性)$")
_VALUE = re.compile(
    r"(?:[＞><＜≥≤约]|下降|降低|降至|减少|提高|提升|增长|增加|累计|达到|不低于|不超过|左右)*[\d.,]+[^，。；]{0,10}$|[-—－]+$|持平$|下降$|提高$"
)
_COLUMN = alternation([*words("tables", "target"), *words("tables", "baseline")])
_HEADING = re.compile(rf"20\d\d年?(?:[^，。；]{{0,6}})$|[^，。；]{{0,6}}{_COLUMN}[^，。；]{{0,3}}$")
_NAMES = frozenset(words("tables", "indicator"))
_NATURES = frozenset(words("tables", "nature"))
_NOTE = re.compile("(?:注|备注|说明)[：:]")
_SERIAL = re.compile(r"\d{1,2}$")
_STOP = re.compile("[。；！？]")
#: Fewer rows are no table, and a name is no longer than this, in characters.
FEWEST_ROWS, LONGEST_NAME = 3, 40


@dataclass(frozen=True, slots=True)
class Flattened:
    """A table put together: its cells by the place of their lines, and the places of what else belongs to it (its
    title, its serial numbers, a note)."""

    cells: dict[int, Cell]
    beside: frozenset[int]


def tables(texts: Sequence[str], first: int) -> list[Flattened]:
    """The indicator tables in *texts* (lines of text without white space, in order), numbered from *first*.

    A run of natures whose columns do not fit together gives none."""
    found: list[Flattened] = []
    place = 0
    while place < len(texts):
        end = place
        while end < len(texts) and texts[end][-1] == "性" and _NATURE.match(texts[end]):
            end += 1
        if end - place >= FEWEST_ROWS:
            table = _before(texts, place, end, first + len(found))
            if table is not None:
                found.append(table)
        place = max(end, place + 1)
    return found


def _before(texts: Sequence[str], natures: int, end: int, number: int) -> Flattened | None:
    """The table whose natures stand in ``texts[natures:end]``."""
    rows = end - natures
    if texts[natures - 1] not in _NATURES:
        return None
    columns = [natures]
    at = natures - 1
    while (
        at - rows > 0
        and all(_VALUE.match(text) for text in texts[at - rows : at])
        and _HEADING.match(texts[at - rows - 1])
    ):
        columns.insert(0, at - rows)
        at -= rows + 1
    names = at - rows
    if len(columns) < 2 or names < 1 or not all(_is_name(text) for text in texts[names:at]):
        return None
    if texts[names - 1] not in _NAMES:
        return None
    columns.insert(0, names)
    cells = {
        start - 1 + row: Cell(number, row, column) for column, start in enumerate(columns) for row in range(rows + 1)
    }
    return Flattened(cells, frozenset(_beside(texts, names - 1, end, rows)))


def _is_name(text: str) -> bool:
    return len(text) <= LONGEST_NAME and not _STOP.search(text) and bool(re.search("[一-鿿]{3}", text))


def _beside(texts: Sequence[str], start: int, end: int, rows: int) -> list[int]:
    """A note and serial numbers above the table, a title right behind it."""
    places: list[int] = []
    at = start - 1
    while at >= 0 and _NOTE.match(texts[at]):
        places.append(at)
        at -= 1
    serials = texts[max(0, at - rows + 1) : at + 1]
    if serials == [str(n) for n in range(1, rows + 1)]:
        places += range(at - rows + 1, at + 1)
    if end < len(texts) and texts[end].endswith("指标") and len(texts[end]) <= LONGEST_NAME:
        places.append(end)
    return places
