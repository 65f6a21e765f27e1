"""Tables in text: rows of cells between bars (GitHub Flavored Markdown, 4.10), the HTML tables in which OCR programs
write what bars cannot, merged cells, and what programs that take web pages and office files apart leave of a table:
rows without the rule below their header, every cell on a line of its own, with a bar at its end or without, or rows of
cells between tabs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from pipeline.models import Cell, RawLine
from pipeline.vocabulary import alternation, words

_NUMBER = frozenset(words("tables", "number"))
# What a text with tables holds somewhere: the rule below a header, the tag that opens a table, a bar that ends a line,
# words between tabs, or 序号 on a line of its own.
_OF_SIGNS = re.compile(
    r"^[^\S\n]*(?:\|[^\S\n]*)?:?-{2,}:?[^\S\n]*\||<table\b|\|[^\S\n]*$|\S\t\S", re.MULTILINE | re.IGNORECASE
)
_OF_NUMBERS = re.compile(rf"^[^\S\n]*(?:\|[^\S\n]*)?{alternation(_NUMBER)}[^\S\n]*$", re.MULTILINE)

_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_BAR = re.compile(r"(?<!\\)\|")
_TAG = re.compile(r"</?[a-z][a-z0-9]*\b[^<>]*>", re.IGNORECASE)
_OPENS = re.compile(r"<table\b", re.IGNORECASE)
_CLOSES = re.compile(r"</table\s*>", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b([^<>]*)>", re.IGNORECASE)
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_SPAN = re.compile(r"""\b(row|col)span\s*=\s*["']?(\d{1,3})""", re.IGNORECASE)

# Without a rule the header's own words tell it: a column of numbers, of units or of deadlines.
_HEADING = re.compile(f"{alternation(_NUMBER)}$|[^：:]{{0,8}}(?:单位|部门|时限)$")
_MOST_COLUMNS = 12
_FEWEST_TABBED = 3
# Without any mark between them cells are told by the count of their rows: one row would tell nothing.
_FEWEST_ROWS = 2
_LONGEST_HEADING = 20
_NO_HEADING = re.compile("[。；：:，,]")
# The head of a web page in rows: 发布机构 | 市水利局 | 文 号 | … is no table of the document's.
_PAGE_HEAD = frozenset(words("furniture", "metadata", "navigation")) - _NUMBER
_ALSO_HEADINGS = frozenset({"名称", "标题", "分类", "来源", "文件名称"})


def may_have(text: str) -> bool:
    """Whether *text* holds what a table holds somewhere."""
    signs = "|" in text or "\t" in text or "<t" in text or "<T" in text
    return (signs and bool(_OF_SIGNS.search(text))) or (
        any(word in text for word in _NUMBER) and bool(_OF_NUMBERS.search(text))
    )


def with_cells(lines: list[RawLine], first: int) -> list[RawLine]:
    """*lines* of a page with every table's cells as lines of their own, which have their :class:`Cell`; bars and
    tags are marks. Tables are numbered from *first*. No character is lost or moved."""
    found: list[RawLine] = []
    number = first
    place = 0
    while place < len(lines):
        end, write = next(
            ((end, write) for ends, write in _FORMS if (end := ends(lines, place)) is not None), (None, _barred)
        )
        if end is None:
            found.append(lines[place])
            place += 1
            continue
        found += write(lines[place:end], number)
        number += 1
        place = end
    return found


def _end_of_bars(lines: list[RawLine], place: int) -> int | None:
    """Where the table ends whose header is the line at *place*: it has the rule below it, rows have bars."""
    if place + 1 >= len(lines) or "|" not in lines[place].text or not _RULE.match(lines[place + 1].text):
        return None
    if _columns(lines[place].text) != _columns(lines[place + 1].text):
        return None
    opening = "".join(_BAR.split(lines[place].text.strip().lstrip("|"))[0].split()).rstrip("：:")
    if opening in _PAGE_HEAD and opening not in _ALSO_HEADINGS:
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


def _end_of_rows(lines: list[RawLine], place: int) -> int | None:
    """Where the table ends whose header, without a rule, is the line at *place*: rows have as many cells."""
    header = lines[place].text
    columns = _columns(header)
    if columns == 1 or not header.rstrip().endswith("|") or not _is_header(_BAR.split(header)):
        return None
    end = place + 1
    while end < len(lines) and lines[end].gap == 0 and _columns(lines[end].text) == columns:
        end += 1
    return end if end > place + 1 else None


def _is_header(cells: list[str]) -> bool:
    bare = ["".join(cell.split()) for cell in cells]
    return any(map(_HEADING.match, bare)) and not any("：" in cell or ":" in cell for cell in bare)


def _rows(lines: list[RawLine], number: int) -> Iterator[RawLine]:
    for row, line in enumerate(lines):
        yield from _row(line, number, row)


def _end_of_tabs(lines: list[RawLine], place: int) -> int | None:
    """Where the table ends whose header is the line at *place*, its cells parted by tabs: the rows have no more."""
    columns = lines[place].text.count("\t") + 1
    if columns < _FEWEST_TABBED or not _is_header(lines[place].text.split("\t")):
        return None
    end = place + 1
    while end < len(lines) and lines[end].gap == 0 and 0 < lines[end].text.count("\t") < columns:
        end += 1
    return end if end > place + 1 else None


def _tabbed(lines: list[RawLine], number: int) -> Iterator[RawLine]:
    for row, line in enumerate(lines):
        start, column = 0, int(line.place.x0)  # tabs ahead of the first cell are blank cells, of merged ones say
        for cell in line.text.split("\t"):
            end = start + len(cell)
            if cell.strip():
                yield _piece(line, start, end, [], Cell(number, row, column))
            start, column = end + 1, column + 1


def _end_of_stack(lines: list[RawLine], place: int) -> int | None:
    """Where the table ends whose cells each stand on a line that a bar ends, the first of them 序号 at *place*."""
    if not _BAR.sub("", lines[place].text).strip():
        return None
    columns = end = 0
    for count, (at, cell) in enumerate(_stacked(lines, place)):
        if count == 0 and cell not in _NUMBER:
            return None
        if columns == 0 and cell.isdecimal():
            columns = count
        if columns == 0 and count == _MOST_COLUMNS:
            return None
        if columns and count % columns == 0 and not cell.isdecimal():
            break
        if columns and count > columns and count % columns == columns - 1:
            end = at + 1
    return end if columns > 1 and end else None


def _stacked(lines: list[RawLine], place: int) -> Iterator[tuple[int, str]]:
    """The cells from *place* on, each on a line, with the places of their lines; bars alone part rows."""
    for at in range(place, len(lines)):
        bars = _BAR.findall(lines[at].text)
        text = "".join(_BAR.sub("", lines[at].text).split())
        if not lines[at].text.rstrip().endswith("|") or (text and len(bars) > 1):
            break
        if text:
            yield at, text


def _stack(lines: list[RawLine], number: int) -> Iterator[RawLine]:
    cells = list(_stacked(lines, 0))
    columns = next(at for at, (_, cell) in enumerate(cells) if cell.isdecimal())
    place_of = {at: place for place, (at, _) in enumerate(cells)}
    for at, line in enumerate(lines):
        row, column = divmod(place_of.get(at, 0), columns)
        marks = [match.span() for match in _BAR.finditer(line.text)]
        yield _piece(line, 0, len(line.text), marks, Cell(number, row, column))


def _end_of_cells(lines: list[RawLine], place: int) -> int | None:
    """Where the table ends whose cells are the lines from 序号 at *place* on: rows of as many, counted from 1."""
    if "".join(lines[place].text.split()) not in _NUMBER:
        return None
    columns = _bare_columns(lines, place)
    if columns is None:
        return None
    rows = 0
    while _opens_row(lines, place + columns * (rows + 1), rows + 1, columns):
        rows += 1
    return place + columns * (rows + 1) if rows >= _FEWEST_ROWS else None


def _bare_columns(lines: list[RawLine], place: int) -> int | None:
    """How many lines the header at *place* has, up to the row that is counted 1."""
    for count, line in enumerate(lines[place : place + _MOST_COLUMNS + 1]):
        if line.text == "1":
            return count if count > 1 else None
        if len(line.text) > _LONGEST_HEADING or _NO_HEADING.search(line.text):
            return None
    return None


def _opens_row(lines: list[RawLine], place: int, number: int, columns: int) -> bool:
    """Whether a whole row stands at *place*, its number alone on the first of its lines."""
    return place + columns <= len(lines) and lines[place].text == str(number)


def _cells(lines: list[RawLine], number: int) -> Iterator[RawLine]:
    columns = _bare_columns(lines, 0) or len(lines)
    for at, line in enumerate(lines):
        row, column = divmod(at, columns)
        yield _piece(line, 0, len(line.text), [], Cell(number, row, column))


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


_FORMS: tuple[tuple[Callable[[list[RawLine], int], int | None], Callable[[list[RawLine], int], Iterator[RawLine]]], ...]
_FORMS = (
    (_end_of_bars, _barred),
    (_end_of_tags, _tagged),
    (_end_of_rows, _rows),
    (_end_of_stack, _stack),
    (_end_of_tabs, _tabbed),
    (_end_of_cells, _cells),
)
