"""PDF with a text layer: pdfium's characters with their places → lines; ruled tables → cells.

pdfium is not thread-safe: one process reads one file at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.models import Finding, Page, RawLine, Reading, Severity, UnreadableSource
from pipeline.readers.pdf_glyphs import Frame, Glyph, drawn_text, is_invisible
from pipeline.readers.pdf_tables import Table, cell_at, ruled_tables
from pipeline.readers.typesetting import set_lines

#: No plan has as many pages; a page tree that says so is damaged or built to stall a reader.
MAX_PAGES = 20_000
#: A page with fewer Han characters than this was not read, if it shows a picture.
FEWEST_HAN = 20
#: Prose has a point for every 8 Han characters; a page with fewer than one in so many lost them.
THINNEST_POINTS = 100

_HAN = re.compile("[㐀-鿿]")
_POINTS = re.compile("[，。、；：,.;:（(）)]")
_PICTURES = frozenset({pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_FORM})
_END = re.compile(rb"%%EOF\s*")
_TRAILER = 4096


def read(data: bytes) -> Reading:
    """The pages and lines of a PDF. ``Place`` is in points from the top left corner of the page as shown.

    Text that leaves no ink and tilted text (watermarks) are lines whose whole text is a mark. Where a page's text
    is an invisible layer over a picture, it is all there is to read, and a finding says so.

    Raises:
        UnreadableSource: the file is encrypted, damaged, without pages, or a scan without any text.
    """
    pages: list[Page] = []
    findings: list[Finding] = []
    unread = tables = 0
    with opened(data) as document:
        for number in range(1, len(document) + 1):
            try:
                page = _Page(document, number, tables)
            except pypdfium2.PdfiumError:
                findings.append(_finding("unreadable_page", Severity.ERROR, number, "is damaged; fetch the file again"))
                pages.append(Page(number, ()))
                continue
            tables += page.tables
            unread += page.needs_ocr
            pages.append(Page(number, tuple(page.lines)))
            findings += page.findings
    if unread and not any(line.marks == () for page in pages for line in page.lines if _HAN.search(line.text)):
        raise UnreadableSource(_SCAN)
    if unread == len(pages) and not any(page.has_hidden_text for page in ()):
        raise UnreadableSource(_SCAN)
    return Reading("pdf", "application/pdf", tuple(pages), paged=True, findings=tuple(findings))
