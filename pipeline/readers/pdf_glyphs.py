"""The characters that a PDF page draws, with their places as the page is shown.

Read with pdfium's loose boxes, whose width is a character's advance whatever font sizes and scales the file
claims (they lie: 240 to 300 on real files); boxes of the ink alone would make a comma as wide as a hyphen.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise, starmap
from operator import sub
from statistics import median
from typing import NamedTuple

import pypdfium2.raw as pdfium

from pipeline.readers import pdf_calls
from pipeline.readers.glyphs import Glyph, Glyphs, changes
from pipeline.readers.pdf_calls import Handle

#: Text render modes that draw nothing (ISO 32000-1, table 106): 3 invisible, 7 clip only.
_INVISIBLE = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
_PRINT = re.compile("[^\x01-\x20\x7f-\xa0\u3000\ufffe\ufeff]+")
_HAN = re.compile("[一-鿿]")
_HYPHEN = 2  # pdfium's mark for a hyphen at a line's end, U+FFFE in its text
_UNMAPPED = "\0"
_UPRIGHT = math.radians(3)
_FULL_TURN = 2 * math.pi


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page draws as text: ``glyphs`` in drawing order, ``upright`` the places of those that are, ``tilted``
    the others (watermarks, vertical print); ``em`` is the usual advance of a Han character in points; ``unmapped``
    counts the characters that the file gives no Unicode value (they are U+FFFD)."""

    glyphs: Glyphs
    upright: list[int]
    tilted: list[Glyph]
    em: float
    unmapped: int

    def chosen(self, places: list[int]) -> Glyphs:
        """The glyphs at *places*."""
        return self.glyphs if len(places) == len(self.glyphs.chars) else self.glyphs.chosen(places)


class Frame(NamedTuple):
    """The visible box of a page in its own coordinates, and its rotation in quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @classmethod
    def of(cls, page: Handle) -> Frame:
        """The frame of *page*."""
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        return cls(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page) % 4)

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page in points from the top left corner of the page as shown."""
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x


def drawn_text(page: Handle, frame: Frame) -> Drawn:
    """The characters of *page*; those that pdfium made up (spaces, line ends) and white space are
    left out, since places tell better."""
    text = _text(page)
    unmapped = 0
    if _UNMAPPED in text:
        text, unmapped = _mapped(page, text)
    runs = [run.span() for run in _PRINT.finditer(text)]
    order = list(chain.from_iterable(starmap(range, runs)))
    left, top, right, bottom = pdf_calls.loose_char_boxes(page, order)
    if frame.left:
        left, right = [x - frame.left for x in left], [x - frame.left for x in right]
    glyphs = Glyphs("".join([text[start:end] for start, end in runs]), left, right, [], order)
    behind_blanks = accumulate(end - start for start, end in runs)
    tilted = _stand(page, frame, glyphs, top, bottom, behind_blanks)
    upright = list(range(len(order)))
    if tilted:
        apart = set(tilted)
        upright = [n for n in upright if n not in apart]
    own = glyphs.chosen(upright) if tilted else glyphs
    em = own.em(2 * median(map(sub, own.x1, own.x0)) if upright and not _HAN.search(own.chars) else 0.0)
    return Drawn(glyphs, upright, [glyphs.glyph(n) for n in tilted], max(em, 1.0), unmapped)


def _text(page: Handle) -> str:
    """A character for each that pdfium counts on *page*, U+0000 for what has no Unicode value.

    pdfium's text of the page has them in the same order and leaves out only control characters, so it serves where
    it is as long; its U+FFFE stands for a hyphen or for what has no value.
    """
    count = pdfium.FPDFText_CountChars(page)
    buffer = (ctypes.c_ushort * (count + 1))()
    if count and pdfium.FPDFText_GetText(page, 0, count, buffer) == count + 1:
        text = bytes(buffer)[:-2].decode("utf-16-le", "surrogatepass")
        if len(text) == count:
            if "\ufffe" not in text:
                return text
            return "".join([_char(page, n) if char == "\ufffe" else char for n, char in enumerate(text)])
    return "".join([_char(page, index) for index in range(count)])


def _mapped(page: Handle, text: str) -> tuple[str, int]:
    """*text* with U+FFFD for what has no Unicode value, a space where that takes no room, and how many are U+FFFD."""
    places = [place for place, char in enumerate(text) if char == _UNMAPPED]
    left, _, right, _ = pdf_calls.loose_char_boxes(page, places)
    chars, unmapped = list(text), 0
    for place, x0, x1 in zip(places, left, right, strict=True):
        chars[place] = "\ufffd" if x0 < x1 else " "
        unmapped += x0 < x1
    return "".join(chars), unmapped


def _char(page: Handle, index: int) -> str:
    code = pdf_calls.unicode_value(page, index)
    return "-" if code == _HYPHEN else chr(code)


def _stand(
    page: Handle,
    frame: Frame,
    glyphs: Glyphs,
    top: list[float],
    bottom: list[float],
    behind_blanks: Iterable[int],
) -> list[int]:
    """Fill in the baselines of *glyphs*, whose boxes' tops and bottoms are given, and the ends of those that are not
    upright in the page's own coordinates. The places of the tilted ones.

    An upright character stands on the baseline of another that is as high and low, and of the one that it was drawn
    right behind, with no blank of *behind_blanks* between them, if it is as low: the ink of some reaches above the
    height that their font claims.
    """
    bases: dict[tuple[float, float], float] = {}
    tilted: list[int] = []
    fill = glyphs.base.extend
    for place, end in pairwise(sorted({0, *changes(bottom), *behind_blanks})):
        start = place
        while start < end:
            height, alike = (top[start], bottom[start]), end - start
            base = bases.get(height)
            if base is None:
                index = glyphs.order[start]
                left, base, is_tilted = _standing(page, frame, index)
                if is_tilted:
                    tilted.append(start)
                    glyphs.x0[start] = glyphs.x1[start] = left
                    alike = 1
                elif frame.turns:
                    glyphs.x0[start], glyphs.x1[start] = left, _ink_end(page, index, frame, left)
                    alike = 1
                else:
                    bases[height] = base
            fill([base] * alike)
            start += alike
    return tilted


_x, _y = ctypes.c_double(), ctypes.c_double()
_x_at, _y_at = ctypes.byref(_x), ctypes.byref(_y)


def _standing(page: Handle, frame: Frame, index: int) -> tuple[float, float, bool]:
    """Where a character starts, its baseline, and whether it is tilted as the page is shown."""
    angle = pdf_calls.char_angle(page, index)
    pdf_calls.char_origin(page, index, _x_at, _y_at)
    left, base = frame.shown(_x.value, _y.value)
    if not angle and not frame.turns:
        return left, round(base, 1), False
    angle = (angle + frame.turns * math.pi / 2) % _FULL_TURN
    return left, round(base, 1), min(angle, _FULL_TURN - angle) > _UPRIGHT


def _ink_end(page: Handle, index: int, frame: Frame, left: float) -> float:
    """The right end of a character's ink on a turned page, where loose boxes have no width."""
    edges = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(page, index, *edges)
    right, bottom = edges[1].value, edges[2].value
    return max(left, frame.shown(edges[0].value, edges[3].value)[0], frame.shown(right, bottom)[0])


def is_invisible(page: Handle, index: int) -> bool:
    """Whether the character at *index* is drawn without ink, as OCR software puts a text over a scan."""
    drawn = pdf_calls.text_object(page, index)
    return bool(drawn) and pdf_calls.render_mode(drawn) in _INVISIBLE
