"""Captions: the line above a ruled table that names it (表1 主要指标), which is no part of the sentence that the table
interrupts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.layout.display import is_annex_label
from pipeline.models import Place, RawLine

_NUMBERED = re.compile(r"附?表\s?[\d一二三四五六七八九十]+(?:[-—.]\d+)?[\s：:]?\S")
_NOTE = re.compile(r"注\s?\d?\s?[：:]|(?:数据|资料)来源\s?[：:]|备注\s?[：:]")
_STOP = re.compile("[。；！？：，]")
#: A caption stands in the middle of its table, to within so many times its height, and is narrower than this share;
#: the first line of a title does so more exactly, while the last line of a column may end there.
_MIDDLE, _EXACT, _NARROW = 2.0, 1.0, 0.8
#: It is set in type no larger than this, in times that of the table: larger type is a document's title.
_ALIKE = 1.3
#: It is no longer than this, in characters.
LONGEST = 40


def captions(lines: Sequence[RawLine | None]) -> set[int]:
    """The places of the captions in *lines*: printed lines in order, None for furniture.

    The line above it must not stand in the middle too: then both are the title of an annex that is a table."""
    found: set[int] = set()
    printed = [place for place, line in enumerate(lines) if line is not None]
    tables: dict[int, Place] = {}
    for line in lines:
        if line is not None and line.cell is not None and _has_box(line.place):
            seen = tables.setdefault(line.cell.table, line.place)
            tables[line.cell.table] = _around(seen, line.place)
    for n, (above, below) in enumerate(pairwise(printed)):
        line, cell = lines[above], lines[below]
        if line is None or cell is None or cell.cell is None or line.cell is not None or n == 0:
            continue
        if not _has_box(line.place) and is_numbered(line.text):
            found.add(above)
        table, before = tables.get(cell.cell.table), lines[printed[n - 1]]
        if (
            table is None
            or before is None
            or is_annex_label(line.text)
            or _STOP.search(line.text)
            or len(line.text) > LONGEST
        ):
            continue
        larger = _height(line.place) > _ALIKE * _height(cell.place)
        if not larger and _is_amid(line.place, table, _MIDDLE) and not _is_amid(before.place, table, _EXACT):
            found.add(above)
    return found


def is_numbered(text: str) -> bool:
    """Whether *text* names a table by its number: 表1 主要指标."""
    return bool(_NUMBERED.match(text)) and not _STOP.search(text) and len(text) <= LONGEST


def notes_below(lines: Sequence[RawLine | None]) -> set[int]:
    """The places of the lines that stand directly below a table and explain it: 注：〔〕内为累计数。"""
    found: set[int] = set()
    printed = [place for place, line in enumerate(lines) if line is not None]
    for above, below in pairwise(printed):
        before, line = lines[above], lines[below]
        if before is None or line is None or line.cell is not None:
            continue
        if (before.cell is not None or above in found) and _NOTE.match(line.text):
            found.add(below)
    return found


def _has_box(place: Place) -> bool:
    """Whether *place* is in points: lines of text files have no height."""
    return place.bottom > place.top


def _height(place: Place) -> float:
    return place.bottom - place.top


def _around(one: Place, other: Place) -> Place:
    return Place(
        one.page,
        min(one.x0, other.x0),
        min(one.top, other.top),
        max(one.x1, other.x1),
        max(one.bottom, other.bottom),
    )


def _is_amid(place: Place, table: Place, off: float) -> bool:
    if place.page != table.page or place.x1 - place.x0 > _NARROW * (table.x1 - table.x0):
        return False
    return abs(place.x0 + place.x1 - table.x0 - table.x1) / 2 <= off * _height(place)
