"""Indicator tables in text whose cells nothing but white space or line breaks part, row by row.

Each row ends with 约束性 or 预期性, and the header with the heading of that column; a row is read where it has as many
cells as the header, or one less where the first column (类别) is merged over several rows. What does not fit stays
text. Tables that are flattened column by column are the business of :mod:`pipeline.layout.flattened`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.models import Cell, RawLine
from pipeline.vocabulary import words

#: What a text with such a table holds somewhere.
NATURES = ("约束性", "预期性")
_NATURE = frozenset((*NATURES, "指导性", "引导性"))
_NATURE_HEADINGS = frozenset(words("tables", "nature"))
_HEADINGS = tuple(_NATURE_HEADINGS)
_NAMES = words("tables", "indicator")
_OPENING = frozenset((*words("tables", "number"), *_NAMES))
_TOKEN = re.compile(r"\S+")
_STOP = re.compile("[。；！？]")
_FEWEST_ROWS, _FEWEST_COLUMNS, _MOST_COLUMNS, _LONGEST_HEADING = 2, 3, 10, 16

_Piece = tuple[int, int, int]  # the place of a line, and where a cell starts and ends in it


def with_cells(lines: list[RawLine], first: int) -> list[RawLine]:
    """*lines* of a page with the cells of such tables as lines of their own, which have their :class:`Cell`. Tables
    are numbered from *first*; without one these are the *lines* themselves. No character but the white space between
    cells is lost."""
    heads = [at for at, line in enumerate(lines) if line.text.endswith(_HEADINGS)]
    if not heads or not any(line.text.endswith(NATURES) for line in lines):
        return lines
    begins = {place for head in heads for place in range(max(0, head - _MOST_COLUMNS), head + 1)}
    found: list[RawLine] = []
    number, place = first, 0
    while place < len(lines):
        rows = place in begins and (_rows_in_lines(lines, place) or _rows_of_lines(lines, place))
        if not rows:
            found.append(lines[place])
            place += 1
            continue
        width = len(rows[0])
        for row, pieces in enumerate(rows):
            for column, (at, start, end) in enumerate(pieces, width - len(pieces)):
                line = lines[at]
                where = line.place._replace(x0=line.place.x0 + start, x1=line.place.x0 + end)
                cell = Cell(number, row, column)
                gap = line.gap if start == 0 else 0
                found.append(line._replace(text=line.text[start:end], place=where, gap=gap, cell=cell))
        place = rows[-1][-1][0] + 1
        number += 1
    return found if number > first else lines


def _rows_in_lines(lines: list[RawLine], place: int) -> list[list[_Piece]]:
    """The rows, the header first, of the table whose header is the line at *place* and whose rows are a line each."""
    if lines[place].cell or not lines[place].text.endswith(_HEADINGS):
        return []
    rows: list[list[_Piece]] = []
    for at in range(place, len(lines)):
        pieces = [(at, *token.span()) for token in _TOKEN.finditer(lines[at].text)]
        if rows and lines[at].text[pieces[-1][1] :] not in _NATURE:
            break
        rows.append(pieces)
    return rows if _fits([[lines[at].text[start:end] for at, start, end in row] for row in rows]) else []


def _rows_of_lines(lines: list[RawLine], place: int) -> list[list[_Piece]]:
    """The rows, the header first, of the table whose header begins at *place* and whose cells are a line each."""
    rows: list[list[_Piece]] = []
    row: list[_Piece] = []
    for at in _cells(lines, place):
        row.append((at, 0, len(lines[at].text)))
        if lines[at].text in (_NATURE if rows else _NATURE_HEADINGS):
            if rows and not _is_row([lines[n].text for n, _, _ in row], [lines[n].text for n, _, _ in rows[0]]):
                break
            rows.append(row)
            row = []
        elif len(row) > _MOST_COLUMNS:
            break
    return rows if _fits([[lines[n].text for n, _, _ in row] for row in rows]) else []


def _cells(lines: list[RawLine], place: int) -> Iterator[int]:
    if len(lines[place].text) > _LONGEST_HEADING:
        return
    for at in range(place, len(lines)):
        if lines[at].cell or _STOP.search(lines[at].text):
            return
        yield at


def _fits(rows: list[list[str]]) -> bool:
    if len(rows) <= _FEWEST_ROWS or not _is_header(rows[0]):
        return False
    return all(_is_row(row, rows[0]) for row in rows[1:])


def _is_header(cells: list[str]) -> bool:
    return (
        _FEWEST_COLUMNS <= len(cells) <= _MOST_COLUMNS
        and cells[-1] in _NATURE_HEADINGS
        and any(cell.endswith(_NAMES[0]) or cell in _NAMES for cell in cells[:-1])
        and all(len(cell) <= _LONGEST_HEADING for cell in cells)
    )


def _is_row(cells: list[str], header: list[str]) -> bool:
    return len(cells) == len(header) or (len(cells) == len(header) - 1 and header[0] not in _OPENING)
