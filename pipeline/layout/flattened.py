"""Indicator tables that were flattened column by column, put together again.

The last column says 约束性 or 预期性 once a row, which tells how many rows there are; the columns before it are as
many lines each, under a heading of their own, back to the column of the names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.models import Cell
from pipeline.vocabulary import alternation, words

_NATURE = frozenset({"约束性", "预期性", "指导性", "引导性"})
_VALUE = re.compile(
    r"(?:[＞><＜≥≤约]|下降|降低|降至|减少|提高|提升|增长|增加|累计|达到|不低于|不超过|左右)*[\d.,]+[^，。；]{0,10}$|[-—－/]{1,2}$|持平$|下降$|提高$"
)
_COLUMN = alternation(word for key in ("target", "baseline", "change") for word in words("tables", key))
_HEADING = re.compile(rf"20\d\d年?(?:[^，。；]{{0,6}})$|[^，。；]{{0,6}}{_COLUMN}[^，。；]{{0,3}}$")
_NAMES = frozenset(words("tables", "indicator"))
_NATURES = frozenset(words("tables", "nature"))
_UNITS = frozenset(words("tables", "unit"))
_NUMBER = frozenset(words("tables", "number"))
_BLANK = frozenset({"-", "—", "－", "--", "——", "－－", "/"})
_NOTE = re.compile("(?:注|备注|说明)[：:]")
_STOP = re.compile("[。；！？]")
#: Fewer rows are no table; a name and a unit are no longer than this, in characters.
FEWEST_ROWS, LONGEST_NAME, LONGEST_UNIT = 3, 40, 10
#: A table has no more lines than this.
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Flattened:
    """A table put together: its cells by the place of their lines, and the places of what else belongs to it (its
    title, its serial numbers, a note). Without cells: the lines of a table whose columns do not fit together."""

    cells: dict[int, Cell]
    beside: frozenset[int]


def tables(texts: Sequence[str], first: int) -> list[Flattened]:
    """The indicator tables in *texts* (lines of text without white space, in order), numbered from *first*."""
    found: list[Flattened] = []
    natures = [place for place, text in enumerate(texts) if text in _NATURE]
    # Places in a row differ from their ranks by the same.
    for _, run in groupby(enumerate(natures), key=lambda ranked: ranked[1] - ranked[0]):
        places = [place for _, place in run]
        if len(places) >= FEWEST_ROWS:
            start, end = places[0], places[-1] + 1
            table = _before(texts, start, end, first + len(found))
            found.append(table or _unread(texts, start, end))
    return found


def is_nature(text: str) -> bool:
    """Whether *text* is a cell of an indicator table's last column (约束性, 预期性)."""
    return text in _NATURE


def is_blank(text: str) -> bool:
    """Whether *text* is a cell that says nothing: a dash or two, or a stroke."""
    return len(text) <= 2 and text in _BLANK


def _unread(texts: Sequence[str], natures: int, end: int) -> Flattened:
    start = _first_line(texts, natures)
    return Flattened({}, frozenset([*range(start, end), *_beside(texts, start, end, end - natures)]))


def _first_line(texts: Sequence[str], natures: int) -> int:
    """Where a table begins that is not put together and whose natures start at *natures*: at the heading of its
    names, where nothing between is a sentence; else at the heading of its natures."""
    for place in range(natures - 1, max(-1, natures - LONGEST), -1):
        if texts[place] in _NAMES:
            return place
        if _STOP.search(texts[place]):
            break
    return natures - 1 if natures and texts[natures - 1] in _NATURES else natures


def _before(texts: Sequence[str], natures: int, end: int, number: int) -> Flattened | None:
    """The table whose natures stand in ``texts[natures:end]``."""
    rows = end - natures
    if natures == 0 or texts[natures - 1] not in _NATURES:
        return None
    columns = [natures]
    at = natures - 1
    while at - rows > 0 and _is_column(texts[at - rows - 1], texts[at - rows : at]):
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


def _is_column(heading: str, cells: Sequence[str]) -> bool:
    """Whether *cells* are a column of figures, or of units, as their heading says."""
    if heading in _UNITS:
        return all(len(cell) <= LONGEST_UNIT and not _STOP.search(cell) for cell in cells)
    return bool(_HEADING.match(heading)) and all(_VALUE.match(cell) for cell in cells)


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
        if at >= rows and texts[at - rows] in _NUMBER:
            places.append(at - rows)
    if end < len(texts) and texts[end].endswith("指标") and len(texts[end]) <= LONGEST_NAME:
        places.append(end)
    return places
