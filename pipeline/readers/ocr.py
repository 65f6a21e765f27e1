"""Pages that are pictures: rendered, recognised, given back as lines with their places.

The engine and its weights come with the ``ocr`` extra, are loaded when the first page needs them and use one
thread; nothing is fetched from anywhere. What cannot be read is a finding, never a guess.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from pipeline.models import Finding, RawLine, Severity, UnreadableSource
from pipeline.readers.pdf_rules import page_objects
from pipeline.readers.scan_lines import PAGE_NUMBER, Piece, ScannedLine, Seen, lines

if TYPE_CHECKING:
    from pipeline.readers.recognition import Picture, Recogniser

#: Pictures are read at so many dots per inch; more costs time and buys no accuracy.
DPI = 170
#: No side of a picture is longer, in pixels: a newspaper page of 390 × 550 mm has 3,700.
LONGEST_SIDE = 4000
#: A page of 390 × 550 mm at 600 dpi has 120 million pixels; a picture of more is no scan, and decoding it costs a byte
#: or three for each.
MOST_PIXELS = 250_000_000
#: So many pieces of doubtful print tell a page that stands on its head from a stray mark.
_ENOUGH = 3
#: Pictures stand in forms no deeper than this.
_DEEPEST = 8
#: A piece is print from the first confidence on, one or two characters (dirt looks like them) from the second;
#: a line below the second is a finding.
UNREAD, UNSURE = 0.5, 0.8

#: What to do where the engine is missing.
ADVICE = 'install the OCR engine (pip install "taizhang[ocr]") and ingest it again.'


class EngineMissing(UnreadableSource):
    """The ``ocr`` extra is not installed."""


class Scan(NamedTuple):
    """What a page says: its lines in reading order, what a person should look at, its tables and frames."""

    lines: list[RawLine]
    findings: list[Finding]
    tables: int = 0
    frames: int = 0


def scan(page: PdfPage, number: int, tables: int = 0, frames: int = 0) -> Scan:
    """Read the picture of *page*, the *number*-th of its file (from 1); *tables* and *frames* stand before it.

    Places are in points, origin top left, of the page as it is shown.

    Raises:
        EngineMissing: the ``ocr`` extra is not installed.
    """
    pixels = most_pixels(page)
    if pixels > MOST_PIXELS:
        message = f"The picture of page {number} has {pixels:,} pixels, more than any scan; scan it at 300 dpi or less."
        return Scan([], [Finding("picture_too_large", Severity.ERROR, message)])
    reader = _recogniser()
    scale = min(DPI / 72, LONGEST_SIDE / max(page.get_size()))

    def seen(turns: int) -> Seen:
        def picture(larger: float = 1.0) -> Picture:
            return turned(page.render(scale=scale * larger).to_numpy()[:, :, :3], turns)

        return reader.seen(picture(), scale * 72 / 25.4, picture)

    best, turns = seen(0), 0
    for other in _other_ways(best):
        tried = seen(other)
        if _legible(tried) > _legible(best):
            best, turns = tried, other
    found = scan_of(best, number, 1 / scale, tables, frames)
    if turns:
        message = f"Page {number} lies on its side or its head; it was read, and its places are those, turned upright."
        found.findings.append(Finding("page_turned", Severity.INFO, message))
    return found


def turned(picture: Picture, turns: int) -> Picture:
    """*picture* after so many quarter turns anticlockwise."""
    way: Picture = picture
    for _ in range(turns):
        way = way.swapaxes(0, 1)[::-1]
    return way.copy() if turns else way


def most_pixels(page: PdfPage) -> int:
    """The pixels of the largest picture on *page*; nothing is decoded."""
    across, down = ctypes.c_uint(), ctypes.c_uint()
    most = 0
    for found in page_objects(page.raw, _DEEPEST):
        if found.kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pdfium.FPDFImageObj_GetImagePixelSize(found.handle, across, down)
            most = max(most, across.value * down.value)
    return most


def _other_ways(seen: Seen) -> tuple[int, ...]:
    """The quarter turns that may set a page upright: its lines stand, or what is read makes no sense."""
    long = [piece for piece in seen.pieces if len(piece.text) > 2]
    if sum(_stands(piece) for piece in long) * 2 > len(long):
        return (1, 3)
    doubtful = sum(piece.confidence < UNSURE for piece in seen.pieces)
    return (2,) if len(seen.pieces) >= _ENOUGH and doubtful * 2 > len(seen.pieces) else ()


def _stands(piece: Piece) -> bool:
    """Whether a piece of print is higher than wide."""
    xs, ys = [x for x, _ in piece.corners], [y for _, y in piece.corners]
    return max(ys) - min(ys) > max(xs) - min(xs)


def _legible(seen: Seen) -> float:
    """How many characters are read for sure, in lines that lie."""
    return sum(len(piece.text) for piece in seen.pieces if piece.confidence >= UNSURE and not _stands(piece))


def scan_of(seen: Seen, number: int, points: float, tables: int = 0, frames: int = 0) -> Scan:
    """What is *seen* on a page says; a pixel is *points* wide, the page's tables and frames are numbered on.

    After it: the characters of every piece are in one line, or a finding counts it as unread."""
    pieces, seals = seen.pieces, seen.seals
    read = [piece for piece in pieces if _is_print(piece)]
    found = lines(read, number, points, seen, tables, frames)
    findings = [
        _doubt(line) for line in found if line.confidence < UNSURE and not PAGE_NUMBER.fullmatch(line.line.text)
    ]
    if seals:
        findings.append(_below_seals(number, seals, [line.line.text for line in found if line.sealed]))
    unread = [piece for piece in pieces if not _is_print(piece)]
    if unread:
        findings.append(_unread(number, unread))
    raw = [line.line for line in found]
    in_tables = len({line.cell.table for line in raw if line.cell})
    return Scan(raw, findings, in_tables, len({line.frame for line in raw if line.frame}))


def _is_print(piece: Piece) -> bool:
    return piece.confidence >= (UNREAD if len(piece.text) > 2 else UNSURE)


def _unread(number: int, pieces: list[Piece]) -> Finding:
    """Dirt and pictures, or print beyond reading: more than a character or two is a line that may be lost."""
    severity = Severity.WARNING if any(len(piece.text) > 2 for piece in pieces) else Severity.INFO
    count = f"{len(pieces)} mark{'s' * (len(pieces) > 1)}"
    return Finding(
        "ocr_unread", severity, f"{count} on page {number} may be print but cannot be read; look at the page."
    )


def _doubt(found: ScannedLine) -> Finding:
    line, sure = found.line, found.confidence
    message = (
        f"Page {line.place.page}: “{line.text}” was read with a confidence of {sure:.2f}; compare it with the page."
    )
    return Finding("ocr_unsure", Severity.WARNING, message)


def _below_seals(number: int, seals: int, texts: list[str]) -> Finding:
    bears = f"Page {number} bears {seals} red seal{'s' * (seals > 1)}, whose own characters were not read"
    if not texts:
        return Finding("seal", Severity.INFO, f"{bears}.")
    below = "; ".join(f"“{text}”" for text in texts)
    return Finding("seal", Severity.WARNING, f"{bears}; compare what stands below with the page: {below}.")


@cache
def _recogniser() -> Recogniser:
    try:
        from pipeline.readers.recognition import Recogniser

        return Recogniser()
    except ModuleNotFoundError as missing:
        raise EngineMissing(
            'The text is a picture, and reading it needs the OCR extra; run: pip install "taizhang[ocr]"'
        ) from missing
