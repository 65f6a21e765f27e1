"""The characters that a PDF page draws, with their places as the page is shown.

Read with pdfium's loose boxes, whose width is a character's advance whatever font sizes and scales the file
claims (they lie: 240 to 300 on real files); boxes of the ink alone would make a comma as wide as a hyphen.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

#: Text render modes that draw nothing (ISO 32000-1, table 106): 3 invisible, 7 clip only.
_INVISIBLE = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
_BLANK = frozenset({0x3000, 0xFFFE, 0xFEFF})
_HYPHEN = 2  # pdfium's mark for a hyphen at a line's end
_UPRIGHT = math.radians(3)
_FULL_TURN = 2 * math.pi


class Glyph(NamedTuple):
    """A drawn character: ``x0`` to ``x1`` its advance, ``base`` its baseline, in points from the top left corner
    of the page as shown (the baseline to a tenth); ``order`` is its place in the order of drawing."""

    char: str
    x0: float
    x1: float
    base: float
    order: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page draws as text: ``upright`` and ``tilted`` (watermarks, vertical print), in drawing order;
    ``em`` is the usual advance of a Han character in points; ``unmapped`` counts the characters that the file
    gives no Unicode value (they are U+FFFD)."""

    upright: list[Glyph]
    tilted: list[Glyph]
    em: float
    unmapped: int


class Frame(NamedTuple):
    """The visible box of a page in its own coordinates, and its rotation in quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @classmethod
    def of(cls, page: PdfPage) -> Frame:
        """The frame of *page*."""
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page.raw, box)
        return cls(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page.raw) % 4)

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page in points from the top left corner of the page as shown."""
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x


def drawn_text(page: PdfTextPage, frame: Frame) -> Drawn:
    """The characters of *page*; those that pdfium made up (spaces, line ends) and white space are
    left out, since places tell better."""
    upright: list[Glyph] = []
    tilted: list[Glyph] = []
    unmapped = 0
    text_page = page.raw
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    unicode_at, angle_at = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharAngle
    loose, origin = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
    turned = frame.turns * math.pi / 2
    edge, is_turned = frame.left, frame.turns != 0
    make = tuple.__new__  # half the time of calling the named tuple; of the rest, most goes into pdfium's calls
    top = bottom = left = base = math.nan
    is_tilted = False
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = unicode_at(text_page, index)
        if code == _HYPHEN:
            code = 0x2D
        if code and (code <= 0x20 or 0x7F <= code <= 0xA0 or code in _BLANK):
            continue
        loose(text_page, index, box_at)
        if not code:
            if box.right <= box.left:
                continue
            unmapped += 1
            code = 0xFFFD
        if is_turned or is_tilted or box.top != top or box.bottom != bottom:
            # What is as high and low as the character before stands on its baseline, as upright as it.
            top, bottom = box.top, box.bottom
            angle = (angle_at(text_page, index) + turned) % _FULL_TURN
            origin(text_page, index, x_at, y_at)
            left, base = frame.shown(x.value, y.value)
            base = round(base, 1)
            is_tilted = min(angle, _FULL_TURN - angle) > _UPRIGHT
        if is_tilted:
            tilted.append(Glyph(chr(code), left, left, base, index))
        elif is_turned:
            upright.append(Glyph(chr(code), left, _ink_end(page, index, frame, left), base, index))
        else:
            upright.append(make(Glyph, (chr(code), box.left - edge, box.right - edge, base, index)))
    advances = [glyph.x1 - glyph.x0 for glyph in upright if "一" <= glyph.char <= "鿿"]
    em = median(advances) if advances else 2 * median([g.x1 - g.x0 for g in upright]) if upright else 0.0
    return Drawn(upright, tilted, max(em, 1.0), unmapped)


def _ink_end(page: PdfTextPage, index: int, frame: Frame, left: float) -> float:
    """The right end of a character's ink on a turned page, where loose boxes have no width."""
    edges = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(page.raw, index, *edges)
    right, bottom = edges[1].value, edges[2].value
    return max(left, frame.shown(edges[0].value, edges[3].value)[0], frame.shown(right, bottom)[0])


def is_invisible(page: PdfTextPage, index: int) -> bool:
    """Whether the character at *index* is drawn without ink, as OCR software puts a text over a scan."""
    drawn = pdfium.FPDFText_GetTextObject(page.raw, index)
    return bool(drawn) and pdfium.FPDFTextObj_GetTextRenderMode(drawn) in _INVISIBLE
