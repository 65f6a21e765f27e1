"""Characters with places → printed lines: what stands on one baseline, cut where a column ends.

Mixed fonts, subscripts and characters drawn out of order are one line; a title set with wide spaces is one too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.models import Place
from pipeline.readers.pdf_glyphs import Glyph

_SURROGATE = re.compile("[\\ud800-\\udfff]")
#: Baselines closer than this are of one line, in ems (a subscript hangs up to 0.35 em, lines stand 1.2 em apart).
_SAME_LINE = 0.45
#: A gap in a line so wide, in ems, that what follows was set apart from it.
_APART = 1.8
#: A gap so wide parts two columns where it goes on over the lines above and below.
_GUTTER = 0.9
#: A mark that must not start a line hangs over the edge of its column, and leaves this much of the gutter.
_HANGING = 0.25
#: How far from a gap, in ems, the lines are that tell whether it is a gutter; how many must share it.
_NEAR = 14.0
_SHARED = 3
#: What a Han character stands above and below its baseline, in ems (SimSun, FangSong: 0.86 and 0.14).
_ASCENT, _DESCENT = 0.86, 0.14


class SetLine(NamedTuple):
    """A printed line: its text with a space where the print leaves one, its box in points from the top left,
    and the indices of its characters in drawing order."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    indices: tuple[int, ...]

    def place(self, page: int) -> Place:
        """Where it is printed."""
        return Place(page, *(round(value, 1) for value in (self.x0, self.top, self.x1, self.bottom)))


def set_lines(glyphs: list[Glyph], em: float) -> list[SetLine]:
    """The lines that *glyphs* make, from top to bottom and left to right; every glyph is in one of them, except
    those drawn twice at one place (bold by overprinting). *em* is the usual advance of a Han character."""
    rows = [_Row.of(row, em) for row in _rows(glyphs, em)]
    edges = _edges(rows, em)
    lines = []
    for row in rows:
        start = 0
        for end in (*(place for place in row.gaps if _parts(row, place, rows, edges, em)), len(row.glyphs)):
            lines.append(_line(row.glyphs[start:end], em))
            start = end
    return lines


class _Row(NamedTuple):
    """The glyphs on one baseline; ``gaps`` are those that may part it, by the index of the glyph behind, their
    widths in points; ``usual`` is the width of its other gaps."""

    glyphs: list[Glyph]
    gaps: dict[int, float]
    usual: float

    @classmethod
    def of(cls, glyphs: list[Glyph], em: float) -> _Row:
        widths = [b.x0 - a.x1 for a, b in pairwise(glyphs)]
        gaps = {place: width for place, width in enumerate(widths, 1) if width >= _HANGING * em}
        return cls(glyphs, gaps, median(widths) if gaps else 0.0)


def _rows(glyphs: list[Glyph], em: float) -> list[list[Glyph]]:
    """Glyphs by baseline, the baseline of most glyphs first choosing what stands on it; each from left to right."""
    counts = Counter([round(glyph.base, 1) for glyph in glyphs])
    bases: list[float] = []
    row_of: dict[float, float] = {}
    for base, _ in counts.most_common():
        near = bisect_left(bases, base)
        nearest = min(bases[max(0, near - 1) : near + 1], key=lambda other: abs(other - base), default=None)
        if nearest is not None and abs(nearest - base) < _SAME_LINE * em:
            row_of[base] = nearest
        else:
            bases.insert(near, base)
            row_of[base] = base
    rows: dict[float, list[Glyph]] = {base: [] for base in bases}
    for glyph in glyphs:
        rows[row_of[round(glyph.base, 1)]].append(glyph)
    return [_once(sorted(row, key=lambda glyph: glyph.x0), em) for row in rows.values()]


def _once(row: list[Glyph], em: float) -> list[Glyph]:
    kept = row[:1]
    for glyph in row[1:]:
        last = kept[-1]
        if glyph.char == last.char and glyph.x0 - last.x0 < 0.2 * em and abs(glyph.base - last.base) < 0.2 * em:
            continue
        kept.append(glyph)
    return kept


def _edges(rows: list[_Row], em: float) -> list[float]:
    """Where columns may start: the places that print starts at behind a wide gap in several rows."""
    starts = [row.glyphs[place].x0 for row in rows for place, width in row.gaps.items() if width >= _GUTTER * em]
    alike = Counter(round(4 * start / em) for start in starts)
    return [em * place / 4 for place, count in alike.items() if count >= _SHARED]


def _parts(row: _Row, place: int, rows: list[_Row], edges: list[float], em: float) -> bool:
    """Whether a gap parts two lines: too wide for the spacing of its row, or a gutter."""
    width = row.gaps[place]
    if width <= 2.5 * row.usual:
        return False
    if width >= _APART * max(em, _em(row.glyphs, em)):
        return True
    left, right = row.glyphs[place - 1].x1, row.glyphs[place].x0
    points = [edge - _HANGING * em for edge in edges]
    return any(left - 0.1 * em <= point <= right and _is_gutter(point, row, rows, em) for point in points)


def _is_gutter(point: float, own: _Row, rows: list[_Row], em: float) -> bool:
    """Whether the rows above and below *own* leave the white open that *point*, on the x axis, lies in."""
    shared = crossed = 0
    for row in rows:
        glyphs = row.glyphs
        if abs(glyphs[0].base - own.glyphs[0].base) > _NEAR * em or not glyphs[0].x0 < point < glyphs[-1].x1:
            continue
        if any(glyphs[place - 1].x1 - 0.1 * em <= point <= glyphs[place].x0 for place in row.gaps):
            shared += row is not own
        else:
            crossed += 1
    return shared >= _SHARED and crossed * 4 <= shared


def _em(row: Iterable[Glyph], usual: float) -> float:
    advances = [glyph.x1 - glyph.x0 for glyph in row if "一" <= glyph.char <= "鿿"]
    return median(advances) if advances else usual


def _line(row: list[Glyph], usual: float) -> SetLine:
    em = _em(row, usual)
    chars = [row[0].char]
    end = row[0].x1
    for glyph in row[1:]:
        gap = glyph.x0 - end
        if gap > 0.15 * em and (gap > 0.6 * em or (chars[-1].isascii() and glyph.char.isascii())):
            chars.append(" ")
        chars.append(glyph.char)
        end = glyph.x1
    text = "".join(chars)
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    bases = sorted([glyph.base for glyph in row])
    base = (bases[(len(bases) - 1) // 2] + bases[len(bases) // 2]) / 2
    x1 = max([glyph.x1 for glyph in row])
    return SetLine(
        text, row[0].x0, base - _ASCENT * em, x1, base + _DESCENT * em, tuple([glyph.order for glyph in row])
    )
