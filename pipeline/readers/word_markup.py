"""WordprocessingML's elements and their inherited properties: direct, from the list, from the chain of styles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.readers.container import Element
from pipeline.vocabulary import load

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: The namespaces of ISO/IEC 29500 Strict, and the transitional ones that they stand for.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}

_WHOLE = re.compile(r"[+-]?\d{1,9}$")


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element | None, name: str) -> Element | None:
    """The first child ``w:name``; None where there is none."""
    return element.find(W + name) if element is not None else None


def value(element: Element | None, name: str = "val") -> str | None:
    """Attribute ``w:name`` of *element*; None where either is missing."""
    found = element.get(W + name) if element is not None else None
    return None if found is None else str(found)


def whole(element: Element | None, name: str = "val") -> int | None:
    """Attribute ``w:name`` of *element* as a whole number; None where it is missing or none."""
    found = (value(element, name) or "").strip()
    return int(found) if _WHOLE.match(found) else None


def is_on(element: Element | None) -> bool:
    """Whether a toggle (ST_OnOff) is there and not off."""
    return element is not None and value(element) not in ("0", "false", "off")


class Styles:
    """The styles of a document (ISO/IEC 29500-1, 17.7)."""

    def __init__(self, root: Element | None) -> None:
        """Read ``w:styles`` (None: a document without styles)."""
        found = [] if root is None else root.findall(W + "style")
        self._styles = {value(style, "styleId"): style for style in found}
        self.default = next(
            (
                value(s, "styleId")
                for s in found
                if value(s, "type") == "paragraph" and value(s, "default") in ("1", "true")
            ),
            None,
        )
        self._defaults = child(root, "docDefaults")

    def chain(self, style: str | None) -> Iterator[Element]:
        """The style and those that it is based on, the nearest first."""
        seen: set[str | None] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = value(child(self._styles[style], "basedOn"))

    def name(self, style: str | None) -> str:
        """The name that Word shows for a style, in lower case."""
        return (value(child(self._styles.get(style), "name")) or "").casefold()

    def paragraph(self, properties: Element | None, listed: Element | None, name: str) -> list[Element]:
        """The elements *name* that speak for a paragraph, the strongest first: of its own properties, of its list's
        level (*listed*), of its styles, of the document's defaults."""
        sources = [properties, listed]
        style = value(child(properties, "pStyle")) or self.default
        sources += [child(element, "pPr") for element in self.chain(style)]
        sources.append(child(child(self._defaults, "pPrDefault"), "pPr"))
        return [found for source in sources if (found := child(source, name)) is not None]

    def size(self, paragraph: Element, properties: Element | None) -> float:
        """The font size of a paragraph in points: of its first run with one, of its styles, of the defaults."""
        run = next(paragraph.iterfind(f".//{W}r/{W}rPr/{W}sz"), None)
        style = value(child(properties, "pStyle")) or self.default
        sources = [child(child(element, "rPr"), "sz") for element in self.chain(style)]
        sources.append(child(child(child(self._defaults, "rPrDefault"), "rPr"), "sz"))
        # 17.3.2.38: sizes are in half points; without any, it is 10 points.
        return next((halves for node in (run, *sources) if (halves := whole(node))), 20) / 2


def in_characters(indents: list[Element], size: float) -> float:
    """Where the first line of a paragraph begins, in characters of *size* points (17.3.1.12): ``w:ind`` elements,
    the strongest first, give hundredths of a character or twentieths of a point."""

    def length(*names: str) -> float | None:
        for element in indents:
            for name in names:
                # A count of characters of 0 leaves the word to the twentieths.
                if hundredths := whole(element, f"{name}Chars"):
                    return hundredths / 100
                if (twentieths := whole(element, name)) is not None:
                    return twentieths / 20 / size
        return None

    left, first = length("start", "left") or 0.0, length("firstLine")
    return left + first if first else left - (length("hanging") or 0.0)


def chosen(alternate: Element) -> Iterable[Element]:
    """The branch of ``mc:AlternateContent`` that prints text, the preferred one first: they say the same."""
    branches = list(alternate)
    return next((branch for branch in branches if any(local(node) == "t" for node in branch.iter())), branches[:1])


def symbol(char: str, font: str | None) -> str:
    """What *char* of a symbol font shows, in Unicode (vocabulary ``symbols``); itself in any other font."""
    code = ord(char) & 0xFF if 0xF000 <= ord(char) <= 0xF0FF else ord(char)
    shown = load("symbols").get((font or "").casefold(), {}).get(code)
    return str(shown) if shown else char


class TableCell(NamedTuple):
    """A ``w:tc``, where it begins and how wide it is in columns of the grid; ``goes_on``: it is merged with the
    cell above."""

    element: Element
    column: int
    columns: int
    goes_on: bool


class Table:
    """A ``w:tbl``: its rows of cells, deleted rows left out."""

    def __init__(self, table: Element) -> None:
        """Read the grid."""
        self.rows = [list(_cells(row)) for row in _rows(table)]
        self.columns = max((cell.column + cell.columns for row in self.rows for cell in row), default=0)

    def span(self, row: int, cell: TableCell) -> tuple[int, int, int, int]:
        """First row and column of a cell of *row* with those merged with it, and how many of each it spans."""
        first = row
        while first > 0 and self._goes_on(first, cell.column):
            first -= 1
        last = row + 1
        while last < len(self.rows) and self._goes_on(last, cell.column):
            last += 1
        return first, cell.column, last - first, cell.columns

    def _goes_on(self, row: int, column: int) -> bool:
        return any(cell.column == column and cell.goes_on for cell in self.rows[row])


def _rows(parent: Element) -> Iterator[Element]:
    for element in parent:
        name = local(element)
        if name == "tr":
            if child(child(element, "trPr"), "del") is None:
                yield element
        elif name in ("sdt", "sdtContent", "customXml"):
            yield from _rows(element)


def _cells(row: Element) -> Iterator[TableCell]:
    column = whole(child(child(row, "trPr"), "gridBefore")) or 0
    for element in _wrapped(row):
        properties = child(element, "tcPr")
        columns = max(1, whole(child(properties, "gridSpan")) or 1)
        merge = child(properties, "vMerge")
        yield TableCell(element, column, columns, merge is not None and value(merge) in (None, "continue"))
        column += columns


def _wrapped(parent: Element) -> Iterator[Element]:
    for element in parent:
        if local(element) == "tc":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml"):
            yield from _wrapped(element)
