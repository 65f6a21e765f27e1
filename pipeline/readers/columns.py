"""Printed lines with places → reading order, with indents and gaps: columns and the bands that they stand in.

A page is read from the top; where lines stand beside each other, column by column; what crosses two columns
(a title, a box) parts the columns above it from those below. Indents count from a column's left edge, which
pages of one side of the sheet share.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from pipeline.models import Cell, RawLine
from pipeline.readers.typesetting import SetLine

#: The white between two columns is at least this wide, in full-width characters.
_GUTTER = 0.5
#: Left edges within so many full-width characters are those of one column: first lines stand two characters in.
_INDENT = 3.0
#: Places differ by this much, in full-width characters, where print is aligned.
_ALIGNED = 0.5

_make = tuple.__new__  # half the time of calling a named tuple, of which every line takes two


class Block(NamedTuple):
    """Something to be read in one go: a line, or the lines of a ruled table; ``cells`` are theirs. A frame has the
    ``columns`` that stand in it and its number, ``frame``, and no lines of its own."""

    x0: float
    top: float
    x1: float
    bottom: float
    lines: tuple[SetLine, ...]
    cells: tuple[Cell | None, ...]
    hidden: bool = False
    columns: tuple[tuple[Block, ...], ...] = ()
    frame: int | None = None

    @property
    def all_lines(self) -> list[SetLine]:
        """Its lines and those in its columns."""
        return [*self.lines, *(line for column in self.columns for block in column for line in block.all_lines)]


def block_of(line: SetLine, *, hidden: bool = False) -> Block:
    """A line on its own."""
    _, x0, top, x1, bottom, _ = line
    return _make(Block, (x0, top, x1, bottom, (line,), (None,), hidden, (), None))


def framed(box: tuple[float, float, float, float], blocks: list[Block], frame: int, em: float) -> Block:
    """The frame around *blocks*, with what stands in it in reading order."""
    inside = tuple(tuple(column) for column in columns(blocks, em))
    return Block(*box, (), (), columns=inside, frame=frame)


class Column(NamedTuple):
    """Blocks to be read from the top, and the page that they stand on."""

    page: int
    blocks: list[Block]


def columns(blocks: list[Block], em: float) -> list[list[Block]]:
    """*blocks* in reading order, a list a column; *em* is the width of a full-width character in points."""
    ordered = from_the_top(blocks)
    return parted(ordered, gutter_of(ordered, em), em)


def from_the_top(blocks: list[Block]) -> list[Block]:
    """*blocks* in the order of their upper edges."""
    return sorted(blocks, key=attrgetter("top", "x0"))


def shared_gutter(ordered: list[Block], known: Iterable[float]) -> float | None:
    """The first of the gutters *known* from other pages that a page shares, whose columns are short."""
    return next((middle for middle in known if _may_share(ordered, middle)), None)


def parted(ordered: list[Block], gutter: float | None, em: float) -> list[list[Block]]:
    """:func:`columns` of blocks that are ordered :func:`from_the_top`, where the *gutter* between them is known."""
    if gutter is None:
        return [_by_rows(ordered, em)] if ordered else []
    found: list[list[Block]] = []
    band: list[Block] = []
    for block in ordered:
        if block.x0 < gutter < block.x1:
            found += _sides(band, gutter, em)
            band = []
            found.append([block])
        else:
            band.append(block)
    return found + _sides(band, gutter, em)


def _sides(band: list[Block], gutter: float, em: float) -> list[list[Block]]:
    left = [block for block in band if block.x1 <= gutter]
    right = [block for block in band if block.x0 >= gutter]
    return [column for side in (left, right) if side for column in columns(side, em)]


def _may_share(blocks: list[Block], gutter: float) -> bool:
    """Whether lines stand on both sides of a gutter of another page, and no more than one in four cross it."""
    left = sum(block.x1 <= gutter for block in blocks)
    right = sum(block.x0 >= gutter for block in blocks)
    return min(left, right) > 0 and 4 * (len(blocks) - left - right) <= len(blocks)


def _by_rows(blocks: list[Block], em: float) -> list[Block]:
    """Blocks of one column from the top, those on one baseline from the left."""
    rows: list[list[Block]] = []
    for block in blocks:
        if rows and abs(rows[-1][0].bottom - block.bottom) < _ALIGNED * em:
            rows[-1].append(block)
        else:
            rows.append([block])
    return [block for row in rows for block in (sorted(row, key=attrgetter("x0")) if len(row) > 1 else row)]


def gutter_of(ordered: list[Block], em: float) -> float | None:
    """The middle of the white between two columns of blocks that are ordered :func:`from_the_top`; None where nothing
    but single lines (signatures) stand beside each other. Of several the one that the most lines stand on both sides
    of."""
    best: tuple[float, float | None] = (float("-inf"), None)
    # What stands in a frame beside a column counts line by line, what crosses two columns as one.
    apart = ordered
    if any(block.frame is not None for block in ordered):
        apart = from_the_top([line for block in ordered for line in _lines_of(block)])
    starts = sorted([block.x0 for block in apart])
    for edge in sorted({round(block.x1, 0) for block in ordered}):
        middle = edge + _GUTTER * em / 2
        if len(starts) - bisect_left(starts, middle) < _ROWS:
            break  # nor do so many lines stand to the right of any edge further right
        left = [block for block in apart if block.x1 <= middle]
        right = [block for block in apart if block.x0 >= middle]
        if min(len(left), len(right)) < _ROWS or len(left) + len(right) < len(ordered) / 2:
            continue
        crossing = sorted((block.top, block.bottom) for block in ordered if block.x0 < middle < block.x1)
        beside = _beside(left, right, crossing)
        if beside < _ROWS * em:
            continue
        near = min(block.x0 for block in right) - max(block.x1 for block in left)
        # A mark that hangs over its column's edge must not cross the white.
        best = max(best, (beside - len(crossing) * em + min(near, 2 * em) / 100, middle))
    return best[1]


def _lines_of(block: Block) -> list[Block]:
    """The blocks in a frame, each as wide as it; another block is itself."""
    if block.frame is None:
        return [block]
    inside = [line for column in block.columns for own in column for line in _lines_of(own)]
    return [line._replace(x0=block.x0, x1=block.x1) for line in inside]


#: So many lines at least make a column.
_ROWS = 4


def _beside(left: list[Block], right: list[Block], crossing: list[tuple[float, float]]) -> float:
    """The height, in points, over which lines of both sides stand beside each other."""
    total = 0.0
    bounds = [float("-inf"), *(middle for top, bottom in crossing for middle in ((top + bottom) / 2,)), float("inf")]
    for above, below in pairwise(bounds):
        one = [block for block in left if above < block.bottom < below]
        other = [block for block in right if above < block.bottom < below]
        if len(one) > 1 and len(other) > 1:
            start = max(one[0].top, other[0].top)
            total += max(0.0, min(one[-1].bottom, other[-1].bottom) - start)
    return total


def raw_lines(found: list[Column], em: float) -> dict[int, list[RawLine]]:
    """The lines of a file by page, in reading order, with indents and gaps. *em* as in :func:`columns`."""
    edges = [_left_edge(column.blocks, em) for column in found]
    # Odd and even pages may be bound at different edges.
    shared: tuple[Counter[float], Counter[float]] = (Counter(), Counter())
    for column, edge in zip(found, edges, strict=True):
        shared[column.page % 2][round(edge)] += len(column.blocks)
    pages: dict[int, list[RawLine]] = {}
    for column, own in zip(found, edges, strict=True):
        edge = _shared_edge(own, shared[column.page % 2], em)
        pages.setdefault(column.page, []).extend(_column_lines(column, edge, em))
    return pages


def _left_edge(blocks: list[Block], em: float) -> float:
    """The leftmost edge that two lines share; the leftmost of all where none do."""
    starts = sorted(block.x0 for block in blocks if not block.hidden and block.frame is None)
    if not starts:
        return 0.0
    return next((a for a, b in pairwise(starts) if b - a < _ALIGNED * em), starts[0])


def _shared_edge(own: float, shared: Counter[float], em: float) -> float:
    """The edge that the most lines of like pages share, where *own* stands in from it like a first line."""
    near = {edge: lines for edge, lines in shared.items() if -_ALIGNED * em <= own - edge <= _INDENT * em}
    return min(own, max(near, key=lambda edge: near[edge])) if near else own


def _column_lines(column: Column, edge: float, em: float) -> list[RawLine]:
    steps = [below.bottom - above.bottom for above, below in pairwise(column.blocks)]
    usual = [step for step in steps if step > _ALIGNED * em]
    pitch = max(em, median(usual)) if usual else em
    lines: list[RawLine] = []
    last: Block | None = None
    for block in column.blocks:
        indent, gap = (block.x0 - edge) / em, 0
        if last is not None:
            step = block.bottom - last.bottom
            if abs(step) < _ALIGNED * em:
                indent = (block.x0 - last.x1) / em
            gap = max(0, round(step / pitch) - 1)
        for column_inside in block.columns:
            inside = Column(column.page, list(column_inside))
            own = _column_lines(inside, _left_edge(inside.blocks, em), em)
            lines += [line._replace(frame=block.frame) for line in own]
        indent = round(indent, 1) if indent > 0 else 0.0
        for line, cell in zip(block.lines, block.cells, strict=True):
            marks = ((0, len(line.text)),) if block.hidden else ()
            place = line.place(column.page)
            lines.append(_make(RawLine, (line.text, place, gap, indent, marks, cell, False, False, None)))
        if not block.hidden:
            last = block
    return lines
