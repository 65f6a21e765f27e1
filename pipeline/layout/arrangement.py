"""The lines of a reading in reading order, with the role of those that are no text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import takewhile
from operator import itemgetter

from pipeline.layout.abreast import STARTS, parted
from pipeline.layout.captions import captions, notes_below
from pipeline.layout.contents import contents
from pipeline.layout.flattened import is_blank, tables
from pipeline.layout.furniture import is_label, roles
from pipeline.layout.mastheads import in_order
from pipeline.layout.running import running_lines
from pipeline.models import Cell, Page, RawLine, Reading, Role


@dataclass(slots=True, eq=False)
class LaidLine:
    """A printed line in reading order; ``order`` is its place in the source, from 0, ``text`` what is printed,
    without markup. ``role`` is None for what may be text; it is settled here, step by step."""

    order: int
    raw: RawLine
    text: str
    role: Role | None


def arrange(reading: Reading) -> list[LaidLine]:
    """Every line of *reading* once, in reading order; one that holds two parts of the outline is two."""
    lines = [line for page in reading.pages for line in page.lines]
    spanning = _spanning(lines)
    running = running_lines(reading)
    flattened = reading.paged and reading.reader == "text"
    laid: list[LaidLine] = []
    for page in reading.pages:
        own = _laid(page, len(laid), spanning, running)
        laid += _in_order(own, laid) if flattened else _with_values(own)
    return _set_apart(laid, flattened=flattened)


def _set_apart(lines: list[LaidLine], *, flattened: bool) -> list[LaidLine]:
    """*lines* with the roles of contents lines and, where pages were *flattened*, of tables put together again."""
    printed = [place for place, line in enumerate(lines) if line.role is None or _is_printed(line)]
    texts = ["".join(lines[place].text.split()) for place in printed]
    if flattened:
        taken = max((line.raw.cell.table for line in lines if line.raw.cell), default=0)
        for table in tables(texts, taken + 1):
            for index in (*table.cells, *table.beside):
                line = lines[printed[index]]
                line.role, line.raw = Role.TABLE, line.raw._replace(cell=table.cells.get(index))
    elif any(line.raw.cell for line in lines):
        raws = [line.raw if _is_printed(line) or line.raw.cell else None for line in lines]
        for place in captions(raws) | notes_below(raws):
            lines[place].role = Role.TABLE
    prose = [(place, text) for place, text in zip(printed, texts, strict=True) if lines[place].role is None]
    for index in contents([text for _, text in prose]):
        place, _ = prose[index]
        lines[place].role = Role.CONTENTS
    return lines


def _with_values(lines: list[LaidLine]) -> list[LaidLine]:
    """*lines*, where the value of a web page's field is navigation too: what is printed below its label and deeper than
    it, or between it and the next field."""
    for above, line, below in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        if line.role is None and above.role is Role.NAVIGATION and is_label(above.text) and "。" not in line.text:
            is_between = below is not None and below.role is Role.NAVIGATION
            if is_between or line.raw.indent > above.raw.indent:
                line.role = Role.NAVIGATION
    return lines


def _is_printed(line: LaidLine) -> bool:
    """Whether *line* may be text or a cell: a dash is an ornament elsewhere, but in a table it is a cell."""
    return line.role is None or (line.role is Role.NOISE and is_blank(line.text))


def _in_order(page: list[LaidLine], before: list[LaidLine]) -> list[LaidLine]:
    """The lines of a page without boxes, its masthead where it is read; furniture comes first then."""
    last = next((line.text for line in reversed(before) if line.role is None), "")
    printed = [line for line in page if line.role is None or _is_printed(line)]
    order = in_order([line.text for line in printed], last)
    if order is None:
        return page
    return [line for line in page if not _is_printed(line)] + [printed[place] for place in order]


def _laid(page: Page, first: int, spanning: frozenset[Cell], running: dict[int, Role]) -> list[LaidLine]:
    """The lines of *page* as printed, numbered from *first*; one that runs over pages is never in two."""
    lines: list[RawLine] = []
    for line in page.lines:
        if line.text[:1] in STARTS and id(line) not in running:
            lines += parted(line)
        else:
            lines.append(line)
    texts = [without_marks(line.text, line.marks) if line.marks else line.text for line in lines]
    laid: list[LaidLine] = []
    for order, (line, text, printed) in enumerate(zip(lines, texts, roles(texts), strict=True), first):
        if line.cell and line.cell not in spanning:
            role: Role | None = Role.TABLE
        elif text:
            role = running.get(id(line), printed)
        else:
            role = Role.NOISE
        laid.append(LaidLine(order, line, text, Role.NAVIGATION if line.aside and role is None else role))
    return laid


def _spanning(lines: list[RawLine]) -> frozenset[Cell]:
    """The cells that stand alone in the rows above a table's header, over all its columns or, in a spreadsheet whose
    cells are not merged, in the first: its title, set in the frame, is no part of its grid."""
    cells: dict[int, list[Cell]] = {}
    for line in lines:
        if line.cell:
            cells.setdefault(line.cell.table, []).append(line.cell)
    found: set[Cell] = set()
    for own in cells.values():
        width = max(cell.column + cell.columns for cell in own)
        in_row = Counter(row for cell in set(own) for row in range(cell.row, cell.row + cell.rows))
        alone = (in_row[cell.row] == 1 and _is_title_cell(cell, width) for cell in own)
        found.update(cell for cell, _ in takewhile(itemgetter(1), zip(own, alone, strict=True)))
    return frozenset(found)


def _is_title_cell(cell: Cell, width: int) -> bool:
    """Whether *cell* of a table of *width* columns spans them all, or is the first of more than two."""
    return cell.columns == width > 1 or (cell.column == 0 and cell.rows == 1 and width > 2)


def without_marks(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    """*text* without its spans of markup and without white space at its ends: what is left is print."""
    for start, end in reversed(marks):
        text = text[:start] + text[end:]
    return text.strip()
