"""The cells of a document's tables → grids: merged cells filled in, tables cut by a page joined, headings told."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from pipeline.cleaning.paragraphs import Paragraph
from pipeline.layout.captions import is_numbered
from pipeline.structure import note_grammar as grammar
from pipeline.structure.parts import Part
from pipeline.vocabulary import words

_STOP = re.compile("[。；！？]")
_BRACKETED = re.compile(r"[（(【\[][^（）()]{0,200}[）)】\]]")
_YEAR = re.compile("20[0-9]{2}年?[底末]?")
_HEADINGS = frozenset(word for key in ("number", "unit", "nature", "indicator") for word in words("tables", key))
#: A caption is not longer than this, a heading has no more rows, in characters and rows.
LONGEST_CAPTION = 80
MOST_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: ``rows[r][c]`` is the paragraph of the cell that covers that place, None where nothing is
    printed; a merged cell is the same paragraph in all its places. ``headings`` are the texts of the columns'
    headings, one under another joined; ``rows`` are without them. ``caption`` is the line above it,
    ``cuts`` are the places in ``rows`` at which the table goes on behind a break."""

    caption: str
    headings: tuple[str, ...]
    rows: list[tuple[Paragraph | None, ...]] = field(default_factory=list)
    cuts: set[int] = field(default_factory=set)


def grids(part: Part) -> list[Grid]:
    """The tables of *part* in printed order.

    A table goes on in the next one where nothing is printed between them and the next one prints the same
    headings again or none of its own; columns that it leaves blank at its right edge are blank."""
    tables: dict[int, list[Paragraph]] = {}
    for paragraph in part.tables:
        if paragraph.cell is not None:
            tables.setdefault(paragraph.cell.table, []).append(paragraph)
    captions = [p for p in part.tables if p.cell is None and (_has_box(p) or is_numbered(p.text))]
    around = sorted([*part.carrier, *part.front, *part.body, *part.back, *part.boxes, *captions], key=_order)
    orders = [_order(paragraph) for paragraph in around]
    found: list[Grid] = []
    end = -1
    for cells in tables.values():
        above = bisect_right(orders, _order(cells[0]))
        rows = _filled(cells)
        depth = _heading_rows(rows)
        headings = _headings(rows[:depth])
        last = found[-1] if found and (above == 0 or orders[above - 1] < end) else None
        if last and headings == last.headings:
            _go_on(last, rows[depth:])
        elif last and len(headings) <= len(last.headings) and not any(map(_is_heading, headings)):
            _go_on(last, rows)
        else:
            found.append(Grid(_caption(around[:above]), headings, rows[depth:]))
        end = _order(cells[-1])
    return found


def _go_on(grid: Grid, rows: list[tuple[Paragraph | None, ...]]) -> None:
    grid.cuts.add(len(grid.rows))
    grid.rows.extend(row + (None,) * (len(grid.headings) - len(row)) for row in rows)


def _is_heading(text: str) -> bool:
    """Whether *text* can only be the heading of a column: 序号, 单位, 牵头单位, 完成时限."""
    return text in _HEADINGS or grammar.KIND.fullmatch(text) is not None


def _has_box(paragraph: Paragraph) -> bool:
    place = paragraph.lines[0].raw.place
    return place.bottom > place.top


def _order(paragraph: Paragraph) -> int:
    return paragraph.pieces[0][0]


def _filled(cells: list[Paragraph]) -> list[tuple[Paragraph | None, ...]]:
    """The rows of one table, every place of a merged cell filled with it."""
    placed = [(paragraph, paragraph.cell) for paragraph in cells]
    height = max(cell.row + cell.rows for _, cell in placed if cell)
    width = max(cell.column + cell.columns for _, cell in placed if cell)
    rows: list[list[Paragraph | None]] = [[None] * width for _ in range(height)]
    for paragraph, cell in placed:
        if cell is None:
            continue
        for row in rows[cell.row : cell.row + cell.rows]:
            row[cell.column : cell.column + cell.columns] = [paragraph] * cell.columns
    return [tuple(row) for row in rows if any(row)]


def _heading_rows(rows: list[tuple[Paragraph | None, ...]]) -> int:
    """How many rows the headings take: the deepest cell of the first row says so, or, where all of it are one
    row deep, a cell over several columns, which has a row of its own headings below it."""
    cells = [paragraph.cell for paragraph in rows[0] if paragraph is not None and paragraph.cell]
    deepest = max(cell.rows for cell in cells)
    over_several = any(1 < cell.columns < len(rows[0]) for cell in cells)
    return min(max(deepest, 1 + over_several), len(rows)) if deepest <= MOST_HEADINGS else 1


def _headings(rows: list[tuple[Paragraph | None, ...]]) -> tuple[str, ...]:
    columns = zip(*rows, strict=True)
    return tuple("".join(dict.fromkeys(_plain(cell.text) for cell in column if cell)) for column in columns)


def _plain(text: str) -> str:
    """A heading without white space; brackets too, unless they hold a year (目标值（2025年）) or are all there is."""
    text = "".join(text.split())
    return _BRACKETED.sub(lambda found: found[0] if _YEAR.fullmatch(found[0][1:-1]) else "", text) or text


def _caption(above: list[Paragraph]) -> str:
    """The last line above a table that can name it; （单位：亿元） between the two names nothing."""
    for paragraph in reversed(above[-2:]):
        text = paragraph.text
        if text.strip("（() ）").startswith("单位"):
            continue
        return text if len(text) <= LONGEST_CAPTION and not _STOP.search(text) else ""
    return ""
