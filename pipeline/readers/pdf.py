"""PDF with a text layer: pdfium's characters with their places → lines; ruled tables → cells.

pdfium is not thread-safe: one process reads one file at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.models import Cell, Finding, Page, Reading, Severity, UnreadableSource
from pipeline.readers import ocr
from pipeline.readers.columns import (
    Block,
    Column,
    block_of,
    framed,
    from_the_top,
    gutter_of,
    parted,
    raw_lines,
    shared_gutter,
)
from pipeline.readers.glyphs import Glyphs
from pipeline.readers.pdf_calls import Handle
from pipeline.readers.pdf_glyphs import Drawn, Frame, drawn_text, is_invisible
from pipeline.readers.pdf_rules import DEEPEST, PageObject, page_objects, page_rules
from pipeline.readers.rules import Ruled, Table, holds
from pipeline.readers.typesetting import SetLine, set_lines

#: No plan has as many pages; a page tree that says so is damaged or built to stall a reader.
MAX_PAGES = 10_000
#: A page that shows a picture and has fewer Han characters of text than this has its text in the picture.
FEWEST_HAN = 20
#: Prose has a point for every 8 Han characters; a picture's text layer with fewer than one in 40 was read badly.
THINNEST = 40

#: The width of a full-width character in points in an official document (3号; GB/T 9704—2012, 5.2.2).
_USUAL_EM = 16.0

_HAN = re.compile("[㐀-鿿]")
_POINTS = re.compile("[，。、；：,.;:（）()]")
_PICTURES = frozenset({pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING})
#: A picture is looked for in forms within forms to this depth.
_DEEPEST = 3
#: The end of a file holds its end mark, within so many bytes (ISO 32000-1, annex H, 3.4.4).
_TRAILER = 1024
# The trailer is never compressed nor encrypted (ISO 32000-1, 7.5.8.2).
_ENCRYPTED = re.compile(rb"/Encrypt\b")
_NO_PAGES = re.compile(rb"/Count\s+0\b")
_WITHOUT_PAGES = "The PDF has no pages; fetch it again."


@dataclass(frozen=True, slots=True)
class PageText:
    """What the text layer of a page says: blocks in no order, the width of a full-width character in points,
    and what tells whether it can be trusted."""

    blocks: list[Block]
    em: float
    unmapped: int
    pictures: int
    hidden_han: int
    tables: int
    frames: int

    @property
    def needs_ocr(self) -> bool:
        """Whether what the page shows is a picture that its text layer does not give: hardly any text, a text that
        leaves no ink, or one without the points of prose."""
        if not self.pictures:
            return False
        text = "".join(line.text for block in self.blocks for line in block.all_lines)
        han = len(_HAN.findall(text))
        if han < FEWEST_HAN or self.hidden_han * 2 > han:
            return True
        return han > 10 * FEWEST_HAN and len(_POINTS.findall(text)) * THINNEST < han


def read(data: bytes) -> Reading:
    """The pages and lines of a PDF; ``Place`` is in points from the top left corner of the page as shown.

    Tilted text (watermarks) and text without ink are lines whose whole text is a mark, that is, no print. A page
    whose text is in its picture is read from the picture; where the ``ocr`` extra is not installed, an invisible
    text layer over it is read instead, and a finding says so.

    Raises:
        UnreadableSource: the file is encrypted, damaged or without pages, or it has no text but in pictures and the
            ``ocr`` extra is not installed.
    """
    findings: list[Finding] = []
    if b"%%EOF" not in data[-_TRAILER:]:
        message = "The end of the PDF is missing; pages may be lost. Fetch it again."
        findings.append(Finding("file_cut_off", Severity.WARNING, message))
    texts: dict[int, PageText] = {}
    scans: dict[int, ocr.Scan] = {}
    missing: ocr.EngineMissing | None = None
    tables = frames = 0
    with opened(data) as document:
        count = len(document)
        for number in range(1, count + 1):
            try:
                text = texts[number] = page_text(document, number, tables, frames)
            except pypdfium2.PdfiumError:
                message = f"Page {number} is damaged and was not read; fetch the file again."
                findings.append(Finding("unreadable_page", Severity.ERROR, message))
                continue
            if text.needs_ocr and missing is None:
                try:
                    scans[number] = ocr.scan(document[number - 1], number, tables, frames)
                except ocr.EngineMissing as error:
                    missing = error
            seen = scans.get(number, text)
            tables, frames = tables + seen.tables, frames + seen.frames
    too_large = [finding for scan in scans.values() for finding in scan.findings if finding.code == "picture_too_large"]
    texts = {number: text for number, text in texts.items() if number not in scans}
    if too_large and not texts and not any(scan.lines for scan in scans.values()):
        raise UnreadableSource(too_large[0].message)
    if not scans and not any(text.blocks and (text.hidden_han or not text.needs_ocr) for text in texts.values()):
        raise missing or UnreadableSource("The PDF holds no text; its pages are blank. Find it as text or as a scan.")
    for number, text in texts.items():
        findings += _findings(number, text)
    findings += [finding for scan in scans.values() for finding in scan.findings]
    em = median([text.em for text in texts.values() if text.blocks] or [_USUAL_EM])
    lines = raw_lines(_columns(texts), em) | {number: scan.lines for number, scan in scans.items()}
    pages = tuple(Page(number, tuple(lines.get(number, ()))) for number in range(1, count + 1))
    return Reading("pdf", "application/pdf", pages, paged=True, findings=tuple(findings))


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document in *data*, closed at the end.

    Raises:
        UnreadableSource: it is encrypted, damaged, has no pages, or more than :data:`MAX_PAGES`.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # pdfium's error code is that of an earlier file where the file has no pages.
        if _ENCRYPTED.search(data):
            said = "The PDF is encrypted; save a copy without password and protection, and load that."
        elif _NO_PAGES.search(data):
            said = _WITHOUT_PAGES
        else:
            said = "The PDF is damaged and cannot be opened; fetch it again."
        raise UnreadableSource(said) from error
    try:
        if not len(document):
            raise UnreadableSource(_WITHOUT_PAGES)
        if len(document) > MAX_PAGES:
            raise UnreadableSource(f"The PDF has {len(document):,} pages, more than {MAX_PAGES:,}; split it.")
        yield document
    finally:
        document.close()


def page_text(document: pypdfium2.PdfDocument, number: int, tables: int = 0, frames: int = 0) -> PageText:
    """The text layer of a page (from 1); *tables* and *frames* are how many of them stand before it in the file.

    Raises:
        pypdfium2.PdfiumError: the page is damaged.
    """
    # The objects that pypdfium2 makes of a page and its text take a sixtieth of the time of all.
    page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        raise pypdfium2.PdfiumError(f"Page {number} cannot be loaded.")
    try:
        text_page = pdfium.FPDFText_LoadPage(page)
        if not text_page:
            raise pypdfium2.PdfiumError(f"The text of page {number} cannot be loaded.")
        try:
            return _page_text(page, text_page, tables, frames)
        finally:
            pdfium.FPDFText_ClosePage(text_page)
    finally:
        pdfium.FPDF_ClosePage(page)


def _page_text(page: Handle, text_page: Handle, tables: int, frames: int) -> PageText:
    frame = Frame.of(page)
    drawn = drawn_text(text_page, frame)
    paths, pictures = _marks(page)
    ruled = page_rules(paths, frame, tables + 1) if drawn.upright else Ruled([], [])
    grids = ruled.tables
    free, celled = _by_cell(grids, drawn)
    lines = [line for glyphs in _by_frame(ruled, drawn, free) for line in set_lines(glyphs, drawn.em)]
    hidden = [_is_hidden(text_page, line) for line in lines]
    hidden_han = sum(len(_HAN.findall(line.text)) for line, unseen in zip(lines, hidden, strict=True) if unseen)
    # A layer without ink that is most of a page's text is what OCR made of its picture.
    is_layer = hidden_han > 0 and hidden_han * 2 > sum(len(_HAN.findall(line.text)) for line in lines)
    blocks = [block_of(line, hidden=unseen and not is_layer) for line, unseen in zip(lines, hidden, strict=True)]
    blocks += [block_of(line, hidden=True) for line in _tilted_lines(drawn)]
    blocks = _in_frames(ruled, blocks + _table_blocks(celled, drawn), drawn.em, frames + 1)
    return PageText(blocks, drawn.em, drawn.unmapped, pictures, hidden_han, len(grids), len(ruled.frames))


def _marks(page: Handle) -> tuple[list[PageObject], int]:
    """The paths that *page* draws, and how many pictures."""
    paths, pictures = [], 0
    for found in page_objects(page, DEEPEST):
        if found.kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths.append(found)
        elif found.kind in _PICTURES and found.depth <= _DEEPEST:
            pictures += 1
    return paths, pictures


def _by_cell(grids: list[Table], drawn: Drawn) -> tuple[list[int], dict[Cell, list[int]]]:
    """The places of the upright glyphs that stand in no table, and of the others by cell."""
    if not grids:
        return drawn.upright, {}
    celled: dict[Cell, list[int]] = {}
    free: list[int] = []
    for place in drawn.upright:
        x, y = _middle(drawn, place)
        cell = next((cell for grid in grids if (cell := grid.cell_at(x, y))), None)
        if cell is None:
            free.append(place)
        else:
            celled.setdefault(cell, []).append(place)
    return free, celled


def _by_frame(ruled: Ruled, drawn: Drawn, places: list[int]) -> list[Glyphs]:
    """The glyphs at *places* parted by the frame that they stand in; those in none come first."""
    if not ruled.frames:
        return [drawn.chosen(places)] if places else []
    parted: list[list[int]] = [[] for _ in range(len(ruled.frames) + 1)]
    for place in places:
        x, y = _middle(drawn, place)
        parted[next((n for n, box in enumerate(ruled.frames, 1) if holds(box, x, y)), 0)].append(place)
    return [drawn.chosen(own) for own in parted if own]


def _middle(drawn: Drawn, place: int) -> tuple[float, float]:
    glyphs = drawn.glyphs
    return (glyphs.x0[place] + glyphs.x1[place]) / 2, glyphs.base[place] - drawn.em / 3


def _in_frames(ruled: Ruled, blocks: list[Block], em: float, first: int) -> list[Block]:
    """*blocks* with those that stand in a frame put into it; the frames are numbered from *first*."""
    if not ruled.frames:
        return blocks
    inside: dict[int, list[Block]] = {}
    kept: list[Block] = []
    for block in blocks:
        x, y = (block.x0 + block.x1) / 2, (block.top + block.bottom) / 2
        place = next((n for n, box in enumerate(ruled.frames) if holds(box, x, y)), None)
        if place is None:
            kept.append(block)
        else:
            inside.setdefault(place, []).append(block)
    return kept + [framed(ruled.frames[n], own, first + n, em) for n, own in sorted(inside.items())]


def _table_blocks(celled: dict[Cell, list[int]], drawn: Drawn) -> list[Block]:
    blocks = []
    for _, cells in groupby(sorted(celled), key=lambda cell: cell.table):
        placed = [(line, cell) for cell in cells for line in set_lines(drawn.chosen(celled[cell]), drawn.em)]
        lines = [line for line, _ in placed]
        box = (
            min(x.x0 for x in lines),
            min(x.top for x in lines),
            max(x.x1 for x in lines),
            max(x.bottom for x in lines),
        )
        blocks.append(Block(*box, tuple(lines), tuple(cell for _, cell in placed)))
    return blocks


def _is_hidden(text_page: Handle, line: SetLine) -> bool:
    first, middle, last = line.indices[0], line.indices[len(line.indices) // 2], line.indices[-1]
    return is_invisible(text_page, first) and is_invisible(text_page, middle) and is_invisible(text_page, last)


def _tilted_lines(drawn: Drawn) -> list[SetLine]:
    """Tilted text in the order of drawing, a line for each run without other text in between."""
    lines = []
    for _, run in groupby(enumerate(drawn.tilted), key=lambda item: item[1].order - item[0]):
        glyphs = [glyph for _, glyph in run]
        xs, ys = [glyph.x0 for glyph in glyphs], [glyph.base for glyph in glyphs]
        text = "".join(glyph.char for glyph in glyphs)
        lines.append(SetLine(text, min(xs), min(ys), max(xs), max(ys), tuple(glyph.order for glyph in glyphs)))
    return lines


def _columns(texts: dict[int, PageText]) -> list[Column]:
    """The columns of all pages; those of a page can be too short to show where they are parted."""
    ordered = {number: from_the_top(text.blocks) for number, text in texts.items()}
    gutters = {number: gutter_of(ordered[number], text.em) for number, text in texts.items()}
    known = sorted({gutter for gutter in gutters.values() if gutter is not None})
    found = []
    for number, blocks in ordered.items():
        gutter = gutters[number]
        if gutter is None:
            gutter = shared_gutter(blocks, known)
        found += [Column(number, column) for column in parted(blocks, gutter, texts[number].em)]
    return found


def _findings(number: int, text: PageText) -> Iterator[Finding]:
    if text.needs_ocr and text.hidden_han:
        message = f"The text of page {number} is an invisible layer that some OCR made; {ocr.ADVICE}"
        yield Finding("hidden_text_layer", Severity.WARNING, message)
    elif text.needs_ocr:
        yield Finding("page_without_text", Severity.WARNING, f"Page {number} has no text layer; {ocr.ADVICE}")
    if text.unmapped:
        message = f"{text.unmapped} character(s) of page {number} have no Unicode value in the file; look at the page."
        yield Finding("unmapped_characters", Severity.ERROR, message)
