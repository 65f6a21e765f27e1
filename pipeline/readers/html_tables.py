"""Tables of web pages: those that hold data are told from those that lay out the page, and their cells placed."""

from __future__ import annotations

from collections.abc import Collection

from selectolax.lexbor import LexborNode

from pipeline.models import Cell
from pipeline.readers.article import children, descendants

#: Spans beyond these are no print; the Standard allows 1,000 and 65,534 (HTML Living Standard, 4.9.11).
MAX_COLUMNS = 100
MAX_ROWS = 10_000

_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})


def is_one_line(row: LexborNode, blocks: Collection[str]) -> bool:
    """Whether the cells of *row* hold no element of *blocks* and no line break."""
    return not any(
        begins and (node.tag == "br" or (node.tag in blocks and node.tag not in _CELLS))
        for node, begins in descendants(row)
    )


def is_frame(table: LexborNode) -> bool:
    """Whether *table* has one column of cells with text, and no table within."""
    rows = [_cells(row) for row in _rows(table)]
    if any(len(row) > 1 for row in rows):
        return False
    texts = [_text(cell) for row in rows for cell in row]
    return any(texts) and None not in texts


def data_cells(table: LexborNode, number: int) -> dict[int, Cell]:
    """The places of the cells of *table* in its grid, by ``mem_id``; none where the table only lays out the page.

    A table of data holds no table, two of its rows have two cells with text or one has three, and its cells are
    no labels and values (发布日期：…)."""
    rows = _rows(table)
    texts: list[list[str]] = []
    for row in rows:
        texts.append([])
        for cell in _cells(row):
            text = _text(cell)
            if text is None:
                return {}
            texts[-1].append(text)
    filled = [[text for text in row if text] for row in texts]
    labelled = sum(any(text[-1] in "：:" for text in row) for row in filled)
    in_columns = sum(len(row) > 1 for row in filled) > 1 or any(len(row) > 2 for row in filled)
    if not in_columns or 2 * labelled >= len([row for row in filled if row]):
        return {}
    return _placed(rows, number)


def _rows(table: LexborNode) -> list[LexborNode]:
    rows: list[LexborNode] = []
    for child in children(table):
        rows += [row for row in children(child) if row.tag == "tr"] if child.tag in _GROUPS else []
        rows += [child] if child.tag == "tr" else []
    return rows


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in children(row) if cell.tag in _CELLS]


def _text(cell: LexborNode) -> str | None:
    """The text of *cell* without white space; None where it holds a table."""
    pieces: list[str] = []
    for node, begins in descendants(cell):
        if node.is_text_node:
            pieces.append(node.text_content or "")
        elif begins and node.tag == "table":
            return None
    return "".join("".join(pieces).split())


def _placed(rows: list[LexborNode], number: int) -> dict[int, Cell]:
    """The forming of a table (HTML Living Standard, 4.9.12): a cell takes the first column that no cell from
    above reaches down to."""
    placed: dict[int, Cell] = {}
    free_from: list[int] = []  # by column: the first row that is free
    for row_no, row in enumerate(rows):
        column = 0
        for cell in _cells(row):
            while column < len(free_from) and free_from[column] > row_no:
                column += 1
            if column >= MAX_COLUMNS:
                return {}
            attributes = cell.attributes
            width = min(_span(attributes.get("colspan"), MAX_COLUMNS), MAX_COLUMNS - column) or 1
            height = min(_span(attributes.get("rowspan"), MAX_ROWS) or len(rows), len(rows) - row_no)
            placed[cell.mem_id] = Cell(number, row_no, column, height, width)
            free_from[len(free_from) :] = [0] * (column + width - len(free_from))
            free_from[column : column + width] = [row_no + height] * width
            column += width
    return placed


def _span(printed: str | None, most: int) -> int:
    """A span attribute as a number; 0 for a rowspan means all the rows that are left."""
    digits = (printed or "1").strip()
    return min(int(digits), most) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 1
