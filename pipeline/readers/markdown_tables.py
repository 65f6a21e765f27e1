"""Tables in Markdown: rows of cells between bars (GitHub Flavored Markdown, 4.10), and the HTML tables in which
OCR programs write what bars cannot: merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.models import Cell, RawLine

#: What a text with tables holds somewhere: the rule below a header, or the tag that opens a table.
HAS_TABLES = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*\||<table\b", re.MULTILINE | re.IGNORECASE)

_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_BAR = re.compile(r"(?<!\\)\|")
_TAG = re.compile(r"</?[a-z][a-z0-9]*\b[^<>]*>", re.IGNORECASE)
_OPENS = re.compile(r"<table\b", re.IGNORECASE)
_CLOSES = re.compile(r"</table\s*>", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b([^<>]*)>", re.IGNORECASE)
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_SPAN = re.compile(r"""\b(row|col)span\s*=\s*["']?(\d{1,3})""", re.IGNORECASE)


def with_cells(lines: list[RawLine], first: int) -> list[RawLine]:
    """*lines* of a page with every table's cells as lines of their own, which have their :class:`Cell`; bars and
    tags are marks. Tables are numbered from *first*. No character is lost or moved."""
    found: list[RawLine] = []
    number = first
    place = 0
    while place < len(lines):
        end = _end_of_bars(lines, place) or _end_of_tags(lines, place)
        if not end:
            found.append(lines[place])
            place += 1
            continue
        table = lines[place:end]
        found += _tagged(table, number) if _OPENS.search(table[0].text) else _barred(table, number)
        number += 1
        place = end
    return found


def _end_of_bars(lines: list[RawLine], place: int) -> int | None:
    """Where the table ends whose header is the line at *place*: it has the rule below it, rows have bars."""
    if place + 1 >= len(lines) or "|" not in lines[place].text or not _RULE.match(lines[place + 1].text):
        return None
    if _columns(lines[place].text) != _columns(lines[place + 1].text):
        return None
    end = place + 2
    while end < len(lines) and lines[end].gap == 0 and "|" in lines[end].text:
        end += 1
    return end


def _columns(row: str) -> int:
    return len(_BAR.findall(row.strip().strip("|"))) + 1


def _barred(lines: list[RawLine], number: int) -> Iterator[RawLine]:
    yield from _row(lines[0], number, 0)
    yield lines[1]
    for row, line in enumerate(lines[2:], 1):
        yield from _row(line, number, row)


def _row(line: RawLine, number: int, row: int) -> Iterator[RawLine]:
    bars = [match.start() for match in _BAR.finditer(line.text)]
    starts = bars if bars[0] == 0 else [0, *bars]
    if len(starts) > 1 and not line.text[starts[-1] + 1 :].strip():
        starts = starts[:-1]  # the bar that closes the row belongs to the last cell
    for column, (start, end) in enumerate(zip(starts, [*starts[1:], len(line.text)], strict=True)):
        marks = [(bar - start, bar - start + 1) for bar in bars if start <= bar < end]
        yield _piece(line, start, end, marks, Cell(number, row, column))


def _end_of_tags(lines: list[RawLine], place: int) -> int | None:
    """Where the HTML table ends that the line at *place* opens."""
    if not _OPENS.search(lines[place].text):
        return None
    return next((n + 1 for n in range(place, len(lines)) if _CLOSES.search(lines[n].text)), None)


def _tagged(lines: list[RawLine], number: int) -> Iterator[RawLine]:
    row, column, free_from = -1, 0, [0]
    cell: Cell | None = None
    for line in lines:
        text = line.text
        cuts = {0, len(text), *(m.start() for m in _CELL.finditer(text)), *(m.end() for m in _CLOSES.finditer(text))}
        cuts |= {match.start() for match in _OPENS.finditer(text)}
        ordered = sorted(cuts)
        for start, end in pairwise(ordered):
            tag = _CELL.match(text, start)
            if tag:
                spans = {kind.lower(): max(1, int(digits)) for kind, digits in _SPAN.findall(tag[1])}
                while column < len(free_from) and free_from[column] > row:
                    column += 1
                cell = Cell(number, max(row, 0), column, spans.get("row", 1), spans.get("col", 1))
                free_from += [0] * (column + cell.columns - len(free_from))
                free_from[column : column + cell.columns] = [cell.row + cell.rows] * cell.columns
                column += cell.columns
            marks = [(m.start() - start, m.end() - start) for m in _TAG.finditer(text, start, end)]
            if not text[start:end].isspace():
                yield _piece(line, start, end, marks, cell)
            opened = len(_ROW.findall(text, start, end))
            if opened:
                row, column = row + opened, 0
            if opened or _CLOSES.search(text, start, end):
                cell = None


def _piece(line: RawLine, start: int, end: int, marks: list[tuple[int, int]], cell: Cell | None) -> RawLine:
    """The part of *line* between *start* and *end*; what is empty but for *marks* stands in no cell."""
    text = line.text[start:end] if marks else line.text[start:end].strip()
    bare = text
    for left, right in reversed(marks):
        bare = bare[:left] + bare[right:]
    place = line.place._replace(x0=line.place.x0 + start, x1=line.place.x0 + end)
    gap = line.gap if start == 0 else 0
    return line._replace(text=text, place=place, gap=gap, marks=tuple(marks), cell=cell if bare.strip() else None)
