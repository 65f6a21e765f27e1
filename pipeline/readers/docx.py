"""Word documents (ISO/IEC 29500-1, WordprocessingML, transitional and strict): what Word prints, line by line.

A line is a paragraph, or the part of one that a line break or a page break ends; automatic numbers and bullets
stand in its text. Deleted and hidden text and comments are left out, insertions are in. Heads, feet and footnotes
are in the lines too, as ``RawLine.aside``, where they are printed first. Lines of tables have a ``cell``; a table
of one column is a frame, and its lines are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.models import Cell, Finding, Page, Place, RawLine, Reading, Severity, UnreadableSource
from pipeline.readers.container import Container, Element, resolve
from pipeline.readers.word_markup import STRICT, Styles, W, child, is_on, local, value, whole
from pipeline.readers.word_numbering import Level, Numbering, numeral, symbol

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OFFICE = "/officeDocument"
#: Elements that hold other blocks, or other runs, and print nothing themselves.
_UNPRINTED = frozenset({"pPr", "rPr", "sdtPr", "sdtEndPr", "delText", "delInstrText", "rt", "rubyPr"})
_DELETED = frozenset({"del", "moveFrom"})
_PRINTS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_SPACE = re.compile(r"[ \t\n\r]+")
_CIRCLED = re.compile(r"\s*EQ\s*\\o\s*\\ac\s*[(（]\s*[○◯〇]\s*[,，;；]\s*(.+?)\s*[)）]\s*$", re.IGNORECASE)
_CONTENTS = re.compile(r"\s*TOC\b")
#: What a tab in a table of contents is printed as.
_LEADER = "……"


def read(data: bytes) -> Reading:
    """The pages and lines of a DOCX file.

    Pages are those that Word noted when it saved the file; where it noted none, those that the author's own page
    breaks part. ``Place.top`` is a line's number in the file, ``x0`` and ``x1`` its columns in characters;
    ``indent`` counts in characters of the paragraph's font size.

    Raises:
        UnreadableSource: the file is damaged, encrypted, over the limits, no DOCX, or prints no text.
    """
    walker = _Walker(_Package(Container(data)))
    pages = walker.walk()
    if not pages:
        raise UnreadableSource(
            "The document prints no text; if its pages are pictures, save it as PDF and load that instead."
        )
    return Reading("docx", MEDIA_TYPE, pages, paged=len(pages) > 1, findings=tuple(walker.findings()))


class _Package:
    """The parts of a DOCX file that print: found by their relationships, never by their names."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self.main = self._target("", _OFFICE) or "word/document.xml"
        if self.main not in container:
            raise UnreadableSource(
                f"The file is no whole DOCX: its part {self.main} is missing; "
                "open it in Word or WPS and save it again, or fetch it again."
            )
        self.document = container.xml(self.main, STRICT)
        self.body = child(self.document, "body")
        self.styles = Styles(self._part("/styles"))
        self.numbering = Numbering(self._part("/numbering"))
        self.settings = self._part("/settings")

    def notes(self, kind: str) -> dict[str | None, Element]:
        """The footnotes or endnotes (*kind*) of the file by their ids."""
        root = self._part(f"/{kind}s")
        return {} if root is None else {value(note, "id"): note for note in root.iterchildren(W + kind)}

    def related(self, identifier: str | None) -> Element | None:
        """The head or foot that a section names by the id of a relationship."""
        for related, _, target in self._relationships(self.main):
            if related == identifier and target in self.container:
                return self.container.xml(target, STRICT)
        return None

    def _part(self, kind: str) -> Element | None:
        name = self._target(self.main, kind)
        return self.container.xml(name, STRICT) if name and name in self.container else None

    def _target(self, of: str, kind: str) -> str | None:
        return next((target for _, name, target in self._relationships(of) if name.endswith(kind)), None)

    def _relationships(self, of: str) -> Iterator[tuple[str | None, str, str]]:
        """Of part *of* (empty: of the package): id, type and the part's name (ISO/IEC 29500-2, 6.5)."""
        folder, _, name = of.rpartition("/")
        part = f"{folder}/_rels/{name}.rels".lstrip("/")
        if part in self.container:
            for entry in self.container.xml(part):
                if local(entry) == "Relationship" and entry.get("TargetMode") != "External":
                    yield entry.get("Id"), entry.get("Type", ""), resolve(of, entry.get("Target", ""))


class _Walker:
    """Walks a document in the order of its markup and builds the lines of its pages."""

    def __init__(self, package: _Package) -> None:
        self.package = package
        self.styles, self.numbering = package.styles, package.numbering
        self.pages: list[list[RawLine]] = [[]]
        # What Word noted when it saved the file, or else the author's page breaks.
        self.noted = next(package.document.iter(W + "lastRenderedPageBreak"), None) is not None
        self.number = self.gap = self.tables = 0
        self.pieces: list[str] = []
        self.marks: list[tuple[int, int]] = []
        self.boxes: list[Element] = []
        self.fields: list[tuple[bool, str]] = []  # open fields: whether the result has begun, the instruction
        self.silent = 0  # depth of what is deleted or hidden
        self.left_out = self.inserted = self.foreign = 0
        self.strange: set[str] = set()
        self.in_row = 0
        self.row_page = 0
        self.aside = self.was_centred = False
        self.notes = {kind: package.notes(kind) for kind in ("footnote", "endnote")}
        self.noted_numbers = dict.fromkeys(self.notes, 0)
        self.pending: list[tuple[str, Element]] = []  # footnotes of this page: number as printed, note
        self.ending: list[tuple[str, Element]] = []
        self.section_page = 0
        self.columns = 0.0

    def walk(self) -> tuple[Page, ...]:
        """The pages with print, numbered as they are in the file."""
        if self.package.body is not None:
            self._blocks(self.package.body, None)
        self._notes(self.pending)
        self._notes(self.ending)
        return tuple(Page(number, tuple(lines)) for number, lines in enumerate(self.pages, 1) if lines)

    def findings(self) -> Iterator[Finding]:
        """What of the file is not in the lines, or was not understood."""
        if self.inserted or self.left_out:
            message = (
                f"The file holds changes or hidden text: {self.inserted} insertion(s) were read, "
                f"{self.left_out} deleted or hidden piece(s) were left out; check which version is the published one."
            )
            yield Finding("tracked_changes", Severity.INFO, message)
        if self.foreign:
            message = f"{self.foreign} embedded file(s) were not read; open the document and save it anew to take them in."
            yield Finding("embedded_file", Severity.ERROR, message)
        if self.strange:
            message = f"{len(self.strange)} symbol(s) of a font that is not known were read as private characters."
            yield Finding("unknown_symbol", Severity.WARNING, message)

    # Blocks: paragraphs, tables, and what wraps them.

    def _blocks(self, parent: Element, cell: Cell | None) -> None:
        for element in parent:
            name = local(element)
            if name == "p":
                self._paragraph(element, cell)
            elif name == "tbl":
                self._table(element, cell)
            elif name == "sectPr":
                self._section(element)
            elif name == "altChunk":
                self.foreign += 1
            elif name == "AlternateContent":
                self._blocks(_chosen(element), cell)
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
                self._blocks(element, cell)

    def _table(self, table: Element, outer: Cell | None) -> None:
        rows = [list(_cells(row)) for row in _rows(table)]
        ends = [column + span for row in rows for _, column, span, _ in row]
        number = 0
        if max(ends, default=0) > 1:
            self.tables += 1
            number = self.tables
        for index, row in enumerate(rows):
            start, last = len(self.pages), len(self.pages)
            self.in_row += 1
            for content, column, span, merge in row:
                cell = outer
                if number:
                    first = _first_row(rows, index, column) if merge == "continue" else index
                    cell = Cell(number, first, column, _row_span(rows, first, column), span)
                self.row_page, self.page_breaks = start, 0
                self._blocks(content, cell)
                last = max(last, start + self.page_breaks)
            self.in_row -= 1
            if not self.in_row:
                self._turn(last - start)
