"""Pages that are pictures: rendered, recognised, given back as lines with their places.

The engine and its weights come with the ``ocr`` extra, are loaded when the first page needs them and use one
thread; nothing is fetched from anywhere. What cannot be read is a finding, never a guess.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pypdfium2 import PdfPage

from pipeline.models import Finding, RawLine, Severity, UnreadableSource
from pipeline.readers import scan_lines

if TYPE_CHECKING:
    from pipeline.readers.recognition import Picture, Recogniser

#: Pictures are read at so many dots per inch; more costs time and buys no accuracy.
DPI = 170
#: No side of a picture is longer, in pixels: a newspaper page of 390 × 550 mm has 3,700.
LONGEST_SIDE = 4000
#: Below the first confidence a piece is not read at all (dirt, pictures), below the second it is a finding.
UNREAD, UNSURE = 0.5, 0.8

MISSING = 'its text is a picture, which needs the OCR extra; run: pip install "taizhang[ocr]"'


class EngineMissing(UnreadableSource):
    """The ``ocr`` extra is not installed."""


class Scan(NamedTuple):
    """What a page says: its lines in reading order, and what a person should look at."""

    lines: list[RawLine]
    findings: list[Finding]


def scan(page: PdfPage, number: int) -> Scan:
    """Read the picture of *page*, the *number*-th of its file (from 1).

    Places are in points, origin top left, of the page as it is shown.

    Raises:
        EngineMissing: the ``ocr`` extra is not installed.
    """
    size = max(page.get_size())
    scale = min(DPI / 72, LONGEST_SIDE / size)
    picture = page.render(scale=scale).to_numpy()[:, :, :3]
    return read_page(picture, number, scale)


def read_page(picture: Picture, number: int, scale: float) -> Scan:
    """The lines of a picture (height × width × blue, green, red) with *scale* pixels to a point.

    Raises:
        EngineMissing: the ``ocr`` extra is not installed.
    """
    pieces, seals = _recogniser().pieces(picture.copy(), scale * 72 / 25.4)
    read = [piece for piece in pieces if piece.confidence >= UNREAD]
    found = scan_lines.lines(read, number, 1 / scale)
    findings = [
        Finding("ocr_unsure", Severity.WARNING, f"Page {number}: “{line.text}” was read from a picture with a "
                f"confidence of {confidence:.2f}; compare it with the page.")
        for line, confidence, _ in found
        if confidence < UNSURE
    ]
    return Scan([line.line for line in found], findings)


@cache
def _recogniser() -> Recogniser:
    try:
        from pipeline.readers.recognition import Recogniser
    except ModuleNotFoundError as missing:
        raise EngineMissing(f"The file cannot be read: {MISSING}.") from missing
    return Recogniser()
