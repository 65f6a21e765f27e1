"""Word documents (ISO/IEC 29500-1, WordprocessingML, transitional and strict): what Word prints, line by line.

A line is a paragraph, or the part of one that a line break or a page break ends; automatic numbers and bullets
stand in its text. Deleted and hidden text and comments are left out, insertions are in. Heads, feet and notes are
in the lines too, as ``RawLine.aside``, each once, on the page where it is printed first. Lines of tables have a
``cell``; a table of one column and a text box are frames, and their lines are text (``RawLine.frame``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import IntEnum
from itertools import count
from typing import NamedTuple

from pipeline.models import Cell, Finding, Page, Place, RawLine, Reading, Severity, UnreadableSource
from pipeline.readers.container import Container, Element
from pipeline.readers.signatures import DOCX
from pipeline.readers.word_markup import (
    Styles,
    Table,
    W,
    child,
    chosen,
    in_characters,
    is_on,
    local,
    symbol,
    value,
    whole,
)
from pipeline.readers.word_numbering import Numbering
from pipeline.readers.word_package import NoteMarks, Package

_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
#: Elements that hold blocks, those that print a character, and those that print nothing.
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})
_PRINTS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_UNPRINTED = frozenset({"pPr", "rPr", "sdtPr", "sdtEndPr", "delInstrText", "rt", "rubyPr"})
_SPACE = re.compile(r"[ \t\n\r]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# A circled character (带圈字符) is a field without a result: EQ \o\ac(○,6).
_CIRCLED = re.compile(r"\s*EQ\s*\\o\s*\\ac\s*[(（]\s*[○◯〇]\s*[,，;；]\s*([^)）]+?)\s*[)）]\s*$", re.IGNORECASE)
_CIRCLES = {str(number): chr(ord("①") + number - 1) for number in range(1, 21)}
_CONTENTS = re.compile(r"\s*TOC\b")
#: What the tab before a page number in a table of contents is printed as.
_LEADER = "……"


class _Rank(IntEnum):
    """Where on its page a line stands."""

    HEAD = 0
    TEXT = 1
    NOTE = 2
    FOOT = 3


class _Setting(NamedTuple):
    """How the paragraph that is being read is set; ``indent`` is that of its first line, in characters."""

    indent: float = 0.0
    is_centred: bool = False
    is_contents: bool = False
    cell: Cell | None = None


class _Aside(NamedTuple):
    """What is printed beside the text of a page: a head, foot or note, with the mark that is put before it."""

    page: int
    rank: _Rank
    content: Element
    mark: str = ""


def read(data: bytes) -> Reading:
    """The pages and lines of a DOCX file.

    Pages are those that Word noted when it saved the file; where it noted none, those that the author's own page
    breaks part. ``Place.top`` is a line's number in the file, ``x0`` and ``x1`` its columns in characters;
    ``indent`` counts in characters of the paragraph's font size.

    Raises:
        UnreadableSource: the file is damaged, encrypted, over the limits, no DOCX, or prints no text.
    """
    walker = _Walker(Package(Container(data)))
    pages = walker.walk()
    if not pages:
        raise UnreadableSource(
            "The document prints no text; if its pages are pictures, save it as PDF and load that instead."
        )
    return Reading("docx", DOCX, pages, paged=len(pages) > 1, findings=tuple(walker.findings()))


class _Walker:
    """Walks a document in the order of its markup and builds the lines of its pages."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package.part("/styles"))
        self.numbering = Numbering(package.part("/numbering"))
        self.lines: list[tuple[int, _Rank, RawLine]] = []
        self.page = 1
        self.rank = _Rank.TEXT
        self.breaks = 0  # page breaks that are yet to turn the page
        self.held = 0  # depth of what stays on the page where it begins
        # What Word noted when it saved the file, or else the author's page breaks.
        self.noted = next(package.document.iter(W + "lastRenderedPageBreak"), None) is not None
        self.sections = list(package.document.iter(W + "sectPr"))
        self.section, self.section_page = 0, 1
        self.tables = self.frames = self.gap = 0
        self.frame: int | None = None  # the outermost one that is open
        self.set = _Setting()
        self.begins = True  # a paragraph begins with the next character
        self.was_centred = False
        self.pieces: list[tuple[str, bool]] = []  # what the line prints, and whether it is the mark of a note
        self.boxes: list[Element] = []
        self.fields: list[list[str]] = []  # of every open field: its instruction and, once it begins, its result
        self.silent = 0  # depth of what is deleted or hidden
        self.asides: list[_Aside] = []
        self.notes = {kind: package.notes(kind) for kind in ("footnote", "endnote")}
        self.marks = {kind: NoteMarks(kind, package.settings, self.sections) for kind in self.notes}
        self.counts: Counter[str] = Counter()

    def walk(self) -> tuple[Page, ...]:
        """The pages with print, numbered as they are in the file."""
        self._blocks(self.package.body, None)
        self._end_line()
        self.held = 1
        for aside in self.asides:
            self.page, self.rank, self.begins = aside.page, aside.rank, True
            self.pieces = [(aside.mark, False)] if aside.mark else []
            self._blocks(aside.content, None)
            self._end_line()
        number = count(1)
        pages: dict[int, list[RawLine]] = {}
        for page, _, line in sorted(self.lines, key=lambda placed: placed[:2]):
            row = next(number)
            place = Place(page, line.place.x0, row, line.place.x1, row)
            pages.setdefault(page, []).append(line._replace(place=place))
        return tuple(Page(page, tuple(lines)) for page, lines in pages.items())

    def findings(self) -> Iterator[Finding]:
        """What of the file is not in the lines, or was not understood."""
        if self.counts["inserted"] or self.counts["silent"]:
            message = (
                f"The file holds tracked changes or hidden text: {self.counts['inserted']} insertion(s) were read, "
                f"{self.counts['silent']} deleted or hidden piece(s) left out; check that this is the published text."
            )
            yield Finding("tracked_changes", Severity.INFO, message)
        if self.counts["embedded"]:
            message = f"{self.counts['embedded']} embedded file(s) were not read; open the document and save it anew."
            yield Finding("embedded_file", Severity.ERROR, message)
        if self.counts["symbols"]:
            message = f"{self.counts['symbols']} symbol(s) of an unknown font were read as private characters."
            yield Finding("unknown_symbol", Severity.WARNING, message)

    # Blocks: paragraphs, tables, and what wraps them.

    def _blocks(self, parent: Iterable[Element] | None, cell: Cell | None) -> None:
        for element in () if parent is None else parent:
            name = local(element)
            if name == "p":
                self._paragraph(element, cell)
            elif name == "tbl":
                self._table(Table(element), cell)
            elif name in _WRAPPERS:
                self._blocks(element, cell)
            elif name == "AlternateContent":
                self._blocks(chosen(element), cell)
            elif name == "sectPr":
                self._end_section(element)
            elif name == "altChunk":
                self.counts["embedded"] += 1

    def _table(self, table: Table, outer: Cell | None) -> None:
        if table.columns < 2:
            self._framed([content.element for row in table.rows for content in row], outer)
            return
        self.tables += 1
        number = self.tables
        for index, row in enumerate(table.rows):
            before, most = self.breaks, 0
            self.held += 1
            for content in row:
                self.breaks = self.gap = 0
                self._blocks(content.element, Cell(number, *table.span(index, content)))
                most = max(most, self.breaks)
            self.held -= 1
            self.breaks, self.gap = before, 0
            self._turn(most)

    def _framed(self, contents: Iterable[Element], cell: Cell | None) -> None:
        """Take what stands in one frame; a frame within a frame or a cell of a table is none of its own."""
        outer = self.frame
        if outer is None and cell is None:
            self.frames += 1
            self.frame = self.frames
        for content in contents:
            self._blocks(content, cell)
        self.frame = outer

    def _turn(self, pages: int = 1) -> None:
        self.breaks += pages
        if not self.held:
            self.page += self.breaks
            self.breaks = 0
            self.was_centred = False

    def _end_section(self, section: Element) -> None:
        first_differs = is_on(child(section, "titlePg"))
        even_differs = is_on(child(self.package.settings, "evenAndOddHeaders"))
        printed = {"default": True, "first": first_differs, "even": even_differs}
        for reference in section:
            rank = {"headerReference": _Rank.HEAD, "footerReference": _Rank.FOOT}.get(local(reference))
            if rank is not None and printed.get(value(reference, "type") or "default"):
                content = self.package.related(reference.get(_RELATED))
                if content is not None:
                    self.asides.append(_Aside(self.section_page, rank, content))
        self.section += 1
        if self.section < len(self.sections):
            kind = value(child(self.sections[self.section], "type")) or "nextPage"
            if not self.noted and kind not in ("continuous", "nextColumn"):
                self._turn()
        self.section_page = self.page

    # Paragraphs.

    def _paragraph(self, paragraph: Element, cell: Cell | None) -> None:
        own = child(paragraph, "pPr")
        goes_on = child(child(own, "rPr"), "del") is not None or child(child(own, "rPr"), "moveFrom") is not None
        if not self.noted and any(is_on(node) for node in self.styles.paragraph(own, None, "pageBreakBefore")[:1]):
            self._turn()
        listed = None if goes_on else self._listed(own)
        level = self.numbering.level(*listed) if listed else None
        self._set_up(paragraph, own, level.properties if level else None, cell)
        if listed:
            label = self.numbering.count(*listed)
            self.counts["symbols"] += len(_PRIVATE.findall(label))
            self.pieces.insert(0, (label, False))
        self._inline(paragraph)
        if goes_on:  # its end is deleted: the next paragraph is the rest of it
            return
        if not self._end_line() and self.begins:
            self.gap += 1
        boxes, self.boxes = self.boxes, []
        self.held += 1
        for box in boxes:
            self._framed([box], None)
        self.held -= 1
        section = child(own, "sectPr")
        if section is not None:
            self._end_section(section)

    def _set_up(self, paragraph: Element, own: Element | None, listed: Element | None, cell: Cell | None) -> None:
        style = value(child(own, "pStyle")) or self.styles.default
        alignment = self.styles.paragraph(own, listed, "jc")
        indents = self.styles.paragraph(own, listed, "ind")
        self.set = _Setting(
            in_characters(indents, self.styles.size(paragraph, own)) if indents else 0.0,
            bool(alignment) and value(alignment[0]) == "center",
            self.styles.name(style).startswith("toc "),
            cell,
        )
        self.begins = True

    def _listed(self, own: Element | None) -> tuple[str, int] | None:
        """The list and level that a paragraph is in, by itself or by its style (17.9.23)."""
        found = self.styles.paragraph(own, None, "numPr")
        named = next((name for node in found if (name := value(child(node, "numId"))) is not None), "0")
        if named == "0":
            return None
        levels = [number for node in found if (number := whole(child(node, "ilvl"))) is not None]
        if not levels and child(child(own, "numPr"), "numId") is None:
            style = value(child(own, "pStyle")) or self.styles.default
            chain = [value(node, "styleId") for node in self.styles.chain(style)]
            levels = self.numbering.levels_of_styles(named, chain)
        return named, levels[0] if levels else 0

    # What is printed within a paragraph.

    def _inline(self, parent: Iterable[Element]) -> None:
        for element in parent:
            name = local(element)
            if name == "t":
                self._print(element)
            elif name == "r":
                hidden = is_on(child(child(element, "rPr"), "vanish"))
                self.silent += hidden
                self._inline(element)
                self.silent -= hidden
            elif name in ("del", "moveFrom"):
                self.silent += 1
                self._inline(element)
                self.silent -= 1
            elif name == "AlternateContent":
                self._inline(chosen(element))
            elif name == "txbxContent":
                self.boxes.append(element)
            elif name not in _UNPRINTED and not self._mark(element, name):
                self.counts["inserted"] += name in ("ins", "moveTo")
                self._inline(element)

    def _mark(self, element: Element, name: str) -> bool:
        """Take an element of a run that stands for a character, a break, a field's part or a note."""
        if name in _PRINTS:
            self._add(_LEADER if name == "tab" and self._in_contents() and self.pieces else _PRINTS[name])
        elif name == "sym":
            self._symbol(element)
        elif name in ("br", "cr"):
            self._break(value(element, "type"))
        elif name == "lastRenderedPageBreak":
            self._end_line()
            self._turn()
        elif name == "fldChar":
            self._field(value(element, "fldCharType"))
        elif name == "instrText":
            if self.fields:
                self.fields[-1][0] += element.text or ""
        elif name == "delText":
            self.counts["silent"] += 1
        elif name.endswith("noteReference"):
            self._note(element, name.removesuffix("Reference"))
        else:
            return False
        return True

    def _print(self, element: Element) -> None:
        text = _SPACE.sub(" ", element.text or "")
        if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            text = text.strip(" ")
        self._add(text)

    def _add(self, text: str, *, is_mark: bool = False) -> None:
        # The text of a field within the instruction of another is no print.
        if self.silent:
            self.counts["silent"] += 1
        elif text and all(len(field) > 1 for field in self.fields[:-1]):
            self.pieces.append((text, is_mark))

    def _symbol(self, element: Element) -> None:
        code = value(element, "char") or ""
        if re.fullmatch("[0-9A-Fa-f]{1,5}", code):
            shown = symbol(chr(int(code, 16)), value(element, "font"))
            self.counts["symbols"] += bool(_PRIVATE.match(shown))
            self._add(shown)

    def _break(self, kind: str | None) -> None:
        if self.silent:
            return
        self._end_line()
        if kind == "page" and not self.noted:
            self._turn()

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append([""])
        elif kind == "separate" and self.fields:
            self.fields[-1].append("")
        elif kind == "end" and self.fields:
            instruction, *result = self.fields.pop()
            circled = None if result else _CIRCLED.match(instruction)
            if circled:
                self._add(_CIRCLES.get(circled[1], circled[1]))

    def _in_contents(self) -> bool:
        return self.set.is_contents or any(_CONTENTS.match(field[0]) for field in self.fields)

    def _note(self, reference: Element, kind: str) -> None:
        note = self.notes.get(kind, {}).get(value(reference, "id"))
        if note is None or self.silent:
            return
        own_mark = is_on(reference) if value(reference, "customMarkFollows") else False
        mark = "" if own_mark else self.marks[kind].next(self.page)
        self._add(mark, is_mark=True)
        self.asides.append(_Aside(self.page if kind == "footnote" else 1 << 30, _Rank.NOTE, note, mark))

    def _end_line(self) -> bool:
        """Put the line that ends here with the others; False where it is blank."""
        printed, spans = "", []
        for text, is_mark in self.pieces:
            if is_mark:
                spans.append((len(printed), len(printed) + len(text)))
            printed += text
        self.pieces.clear()
        text = printed.strip()
        if not text:
            return False
        start = printed.index(text[0])
        space = sum(2.0 if char == "\t" else 1.0 if char == "\u3000" else 0.5 for char in printed[:start])
        marks = [(first - start, last - start) for first, last in spans] + [m.span() for m in _INVISIBLE.finditer(text)]
        centred = self.set.is_centred
        line = RawLine(
            text,
            Place(self.page, start, 0, start + len(text), 0),
            self.gap,
            space + (self.set.indent if self.begins else 0.0),
            tuple(sorted(marks)),
            self.set.cell,
            aside=self.rank is not _Rank.TEXT,
            # A title is centred line by line, each in a paragraph of its own.
            opens=self.begins and not (centred and self.was_centred and not self.gap),
            frame=self.frame,
        )
        self.lines.append((self.page, self.rank, line))
        self.begins, self.was_centred, self.gap = False, centred, 0
        return True
