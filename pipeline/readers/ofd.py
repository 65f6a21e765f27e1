"""OFD files (GB/T 33190—2016, 电子文件存储与交换格式 版式文档): what their pages draw as text, line by line, in points.

Characters are placed as the standard's chapter 11 says: an object's boundary, its matrix, the origin of a run and
the steps from character to character, in millimetres from the top left corner; what stands on one baseline is a
line. Templates (chapter 7.7) and annotations (chapter 15) are printed beside the text: ``RawLine.aside``. A page that
is a picture is read as a scanned one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low
from typing import NamedTuple

from pipeline.models import Finding, Page, Place, RawLine, Reading, Severity, UnreadableSource
from pipeline.readers import ocr
from pipeline.readers.container import Container, Element, resolve
from pipeline.readers.glyphs import Glyph, Glyphs
from pipeline.readers.ofd_pictures import Picture, as_page, placed
from pipeline.readers.ofd_text import IDENTITY, Drawn, Matrix, Turned, matrix_of, numbers
from pipeline.readers.signatures import OFD
from pipeline.readers.typesetting import set_lines

MAX_PAGES = 5_000
#: More objects than a page of single characters has; graphics that refer to each other could draw without end.
MAX_OBJECTS = 500_000
#: The deepest that composite graphics refer to each other.
_DEEPEST = 16
#: A page that shows a picture and has fewer Han characters of text than this has its text in the picture.
FEWEST_HAN = 20
#: The sides of a page whose area is not given: A4, in millimetres.
_A4 = (210.0, 297.0)
_ENTRY = "OFD.xml"


def read(data: bytes) -> Reading:
    """The pages and lines of an OFD file; the pages of its documents, if it holds several, are counted on.

    A page whose text is in its picture is read from the picture; where the ``ocr`` extra is not installed, the text
    behind it is read instead, and a finding says so.

    Raises:
        UnreadableSource: the file is damaged, encrypted, over the limits, has too many pages, or prints no text.
    """
    container = Container(data)
    pages: list[Page] = []
    findings: list[Finding] = []
    scans = _Scans()
    number = 0
    for root in _children(container.xml(_ENTRY), "DocBody", "DocRoot"):
        document = _Document(container, resolve(_ENTRY, (root.text or "").strip()))
        if number + len(document.pages) > MAX_PAGES:
            raise UnreadableSource(f"The file has more than {MAX_PAGES:,} pages; split it and load the parts.")
        hidden_pages = 0
        for page in document.pages:
            number += 1
            printed = document.printed(page, number)
            lines = scans.lines(printed, number) if printed.is_picture else None
            if lines is None:
                hidden_pages += bool(printed.hidden)
                lines = sorted([*printed.lines, *printed.hidden], key=_height)
            if lines:
                pages.append(Page(number, tuple(lines)))
        if hidden_pages:
            message = (
                f"{hidden_pages} page(s) are pictures with text behind them, which was read; it was made by a "
                "machine: check it against the pictures."
            )
            findings.append(Finding("hidden_text", Severity.WARNING, message))
        if document.unread:
            message = f"{document.unread} part(s) that the file names are missing or damaged; fetch the file again."
            findings.append(Finding("missing_part", Severity.ERROR, message))
    if not pages:
        raise scans.missing or UnreadableSource(
            "The file prints no text, only pictures; print it to PDF and load that, to have it read."
        )
    return Reading("ofd", OFD, tuple(pages), paged=True, findings=(*findings, *scans.findings))


class _Printed(NamedTuple):
    """What a page prints: its text and, where there is none, the text ``hidden`` behind its pictures; width and
    height in millimetres."""

    lines: list[RawLine]
    hidden: list[RawLine]
    pictures: list[Picture]
    size: tuple[float, float]

    @property
    def is_picture(self) -> bool:
        """Whether its text is in its pictures."""
        han = sum(char >= "\u3400" for line in self.lines for char in line.text)
        return bool(self.pictures) and han < FEWEST_HAN


class _Scans:
    """The pages of a file that are read from their pictures."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.missing: ocr.EngineMissing | None = None
        self.tables = self.frames = 0

    def lines(self, printed: _Printed, number: int) -> list[RawLine] | None:
        """The lines of a page with those of its pictures; None where they cannot be read."""
        with as_page(printed.pictures, *printed.size) as page:
            if page is None:
                message = f"The picture of page {number} cannot be shown; print the file to PDF and load that."
                self.findings.append(Finding("unread_picture", Severity.ERROR, message))
                return None
            try:
                scan = None if self.missing else ocr.scan(page, number, self.tables, self.frames)
            except ocr.EngineMissing as error:
                scan, self.missing = None, error
        if scan is None:
            if not printed.hidden:
                message = f"Page {number} is a picture; {ocr.ADVICE}"
                self.findings.append(Finding("page_without_text", Severity.WARNING, message))
            return None
        self.tables, self.frames = self.tables + scan.tables, self.frames + scan.frames
        self.findings += scan.findings
        top = min((line.place.top for line in scan.lines), default=0.0)
        above = [line for line in printed.lines if line.place.bottom <= top]
        return [*above, *scan.lines, *printed.lines[len(above) :]]


@dataclass(frozen=True, slots=True)
class _PageEntry:
    """A page of a document's page tree."""

    identifier: str
    part: str


class _Document:
    """One document body: its pages, templates, composite graphics and annotations."""

    def __init__(self, container: Container, part: str) -> None:
        self.container = container
        root = container.xml(part)
        self.unread = 0
        self.pages = [
            _PageEntry(page.get("ID", ""), resolve(part, page.get("BaseLoc", "")))
            for page in _children(root, "Pages", "Page")
        ]
        self.templates = {
            page.get("ID"): resolve(part, page.get("BaseLoc", ""))
            for page in _children(root, "CommonData", "TemplatePage")
        }
        self.size = _size(root, "CommonData", "PageArea") or _A4
        self.graphics: dict[str | None, Element] = {}
        self.media: dict[str | None, str] = {}  # parts of pictures
        for name in ("PublicRes", "DocumentRes"):
            for resource in _children(root, "CommonData", name):
                self._take_resources(resolve(part, (resource.text or "").strip()))
        self.annotations: dict[str, str] = {}
        for entry in _children(root, "Annotations"):
            self._take_annotations(resolve(part, (entry.text or "").strip()))
        self.used: set[str | None] = set()  # templates that a page has printed
        self.objects = 0  # drawn on this page
        self.pictures: list[Picture] = []  # shown on this page

    def printed(self, page: _PageEntry, number: int) -> _Printed:
        """What a page prints, its lines from top to bottom; a template's lines on the first page that it is on."""
        content = self._xml(page.part)
        if content is None:
            return _Printed([], [], [], self.size)
        self.objects = 0
        self.pictures = []
        text, beside = Drawn(), Drawn()
        for template in _children(content, "Template"):
            name = template.get("TemplateID")
            if name in self.templates and name not in self.used:
                self.used.add(name)
                self._draw(self._xml(self.templates[name]), beside)
        if page.identifier in self.annotations:
            for annotation in _children(self._xml(self.annotations[page.identifier]), "Annot"):
                if annotation.get("Visible", "true") != "false":
                    for appearance in _children(annotation, "Appearance"):
                        self._draw_objects(appearance, matrix_of(None, appearance.get("Boundary")), beside, 0)
        self._draw(content, text)
        lines = sorted([*_lines(text, number), *_lines(beside, number, is_aside=True)], key=_height)
        behind = Drawn()
        behind.glyphs = [] if text.glyphs else text.hidden
        return _Printed(lines, _lines(behind, number), self.pictures, _size(content, "Area") or self.size)

    def _draw(self, page: Element | None, drawn: Drawn) -> None:
        for layer in _children(page, "Content", "Layer"):
            self._draw_objects(layer, IDENTITY, drawn, 0)

    def _draw_objects(self, parent: Element, matrix: Matrix, drawn: Drawn, depth: int) -> None:
        for element in parent:
            if not isinstance(element.tag, str) or element.get("Visible") == "false":
                continue
            self.objects += 1
            if self.objects > MAX_OBJECTS:
                raise UnreadableSource(f"A page draws over {MAX_OBJECTS:,} objects; print it to PDF and load that.")
            name = element.tag.rpartition("}")[2]
            if name == "TextObject":
                drawn.draw(element, matrix)
            elif name == "ImageObject":
                self._show(element, matrix)
            elif name == "PageBlock":
                self._draw_objects(element, matrix, drawn, depth)
            elif name == "CompositeObject" and depth < _DEEPEST:
                graphic = self.graphics.get(element.get("ResourceID"))
                inner = matrix_of(element.get("CTM"), element.get("Boundary")).then(matrix)
                for content in _children(graphic, "Content"):
                    self._draw_objects(content, inner, drawn, depth + 1)

    def _show(self, element: Element, matrix: Matrix) -> None:
        part = self.media.get(element.get("ResourceID"))
        if part is None:
            return
        try:
            self.pictures.append(Picture(self.container.read(part), placed(element, matrix)))
        except UnreadableSource:
            self.unread += 1

    def _take_resources(self, part: str) -> None:
        resources = self._xml(part)
        if resources is None:
            return
        folder = resolve(part, resources.get("BaseLoc", ""))
        for medium in _children(resources, "MultiMedias", "MultiMedia"):
            for file in _children(medium, "MediaFile"):
                self.media[medium.get("ID")] = resolve(f"{folder}/", (file.text or "").strip())
        for unit in _children(resources, "CompositeGraphicUnits", "CompositeGraphicUnit"):
            self.graphics[unit.get("ID")] = unit

    def _take_annotations(self, part: str) -> None:
        for page in _children(self._xml(part), "Page"):
            for location in _children(page, "FileLoc"):
                self.annotations[page.get("PageID", "")] = resolve(part, (location.text or "").strip())

    def _xml(self, part: str) -> Element | None:
        if part in self.container:
            return self.container.xml(part)
        self.unread += 1
        return None


def _children(root: Element | None, *path: str) -> Iterator[Element]:
    """The elements below *root* on a path of names, whatever the prefix of the standard's namespace."""
    if root is not None:
        yield from root.iterfind("/".join(f"{{*}}{name}" for name in path))


def _size(root: Element, *path: str) -> tuple[float, float] | None:
    """The width and height of the area below *root* on a path of names, if it is given and is a page's."""
    for area in _children(root, *path, "PhysicalBox"):
        box = numbers(area.text)
        if len(box) == 4 and all(1 <= side <= 5_000 for side in box[2:]):
            return box[2], box[3]
    return None


def _lines(drawn: Drawn, page: int, *, is_aside: bool = False) -> list[RawLine]:
    """The lines of a page with their gaps and indents, which are measured against those of its long lines."""
    if not drawn.glyphs and not drawn.turned:
        return []
    em = _em(drawn.glyphs)
    ordered = sorted(set_lines(Glyphs.of(drawn.glyphs), em), key=lambda line: (line.bottom, line.x0))
    long = [line for line in ordered if line.x1 - line.x0 >= 8 * em] or ordered
    left = median_low([line.x0 for line in long]) if long else 0.0
    pitches = [under.bottom - over.bottom for over, under in pairwise(ordered)]
    pitch = median_low([step for step in pitches if step > em / 2] or [em])
    raw = []
    for line, step in zip(ordered, (pitch, *pitches), strict=False):
        blank = max(0, round(step / pitch) - 1)
        raw.append(
            RawLine(line.text, line.place(page), blank, max(0.0, round((line.x0 - left) / em, 1)), aside=is_aside)
        )
    return raw + [_turned(run, page, em, is_aside=is_aside or run.at_an_angle) for run in drawn.turned]


def _em(glyphs: list[Glyph]) -> float:
    """The usual advance of a Han character."""
    wide = [glyph.x1 - glyph.x0 for glyph in glyphs if not glyph.char.isascii()]
    narrow = [2 * (glyph.x1 - glyph.x0) for glyph in glyphs]
    return max(median(wide or narrow or [1.0]), 0.1)


def _turned(run: Turned, page: int, em: float, *, is_aside: bool) -> RawLine:
    lefts, rights = [glyph.x0 for glyph in run.glyphs], [glyph.x1 for glyph in run.glyphs]
    bases = [glyph.base for glyph in run.glyphs]
    place = Place(page, min(lefts + rights), min(bases) - em, max(lefts + rights), max(bases))
    return RawLine("".join(glyph.char for glyph in run.glyphs), place, aside=is_aside)


def _height(line: RawLine) -> tuple[float, float]:
    return line.place.bottom, line.place.x0
