"""Characters with places → printed lines: what stands on one baseline, cut where a column ends.

Mixed fonts, subscripts and characters drawn out of order are one line; a title set with wide spaces is one too.
"""

from __future__ import annotations

import math
import re
from bisect import bisect
from collections import Counter
from itertools import pairwise
from operator import sub
from statistics import median
from typing import NamedTuple

from pipeline.models import Place
from pipeline.readers.glyphs import Glyphs, changes

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
#: The white of a space, in ems: between two ASCII characters, between any others.
_SPACE, _WIDE_SPACE = 0.15, 0.6
#: The same character is drawn again where it stands as near as this, in ems.
_AGAIN = 0.2
#: Advances of one size of type differ by less than this share of it, however a line is spaced out.
_EVEN = 0.02
#: What a Han character stands above and below its baseline, in ems (SimSun, FangSong: 0.86 and 0.14).
_ASCENT, _DESCENT = 0.86, 0.14

_make = tuple.__new__  # half the time of calling a named tuple, of which every line takes several


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
        _, x0, top, x1, bottom, _ = self
        return _make(Place, (page, round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)))


def set_lines(glyphs: Glyphs, em: float) -> list[SetLine]:
    """The lines that *glyphs* make, from top to bottom and left to right; every glyph is in one of them, except
    those drawn twice at one place (bold by overprinting). *em* is the usual advance of a Han character."""
    rows = [_Row.of(row, em) for row in _rows(glyphs, em)]
    edges = _edges(rows, em)
    lines = []
    for row in rows:
        if not row.gaps:
            lines.append(_line(row, em))
            continue
        ends = [place for place in row.gaps if _parts(row, place, rows, edges, em)]
        for start, end in pairwise([0, *ends, len(row.glyphs.x0)]):
            lines.append(_line(_Row.of(row.glyphs.part(start, end), em), em))
    return lines


class _Row(NamedTuple):
    """The glyphs on one baseline; ``white`` is before each of them but the first, in points, ``widest`` at most;
    ``gaps`` are those that may part the row, by the index of the glyph behind; ``usual`` is the width of its other
    gaps."""

    glyphs: Glyphs
    white: list[float]
    widest: float
    gaps: dict[int, float]
    usual: float

    @classmethod
    def of(cls, glyphs: Glyphs, em: float) -> _Row:
        white = list(map(sub, glyphs.x0[1:], glyphs.x1))
        widest = max(white) if white else 0.0
        if widest < _HANGING * em:
            return _make(cls, (glyphs, white, widest, {}, 0.0))
        gaps = {place: width for place, width in enumerate(white, 1) if width >= _HANGING * em}
        return cls(glyphs, white, widest, gaps, median(white))


def _rows(glyphs: Glyphs, em: float) -> list[Glyphs]:
    """Glyphs by baseline, the baseline of most glyphs first choosing what stands on it; each from left to right."""
    runs: list[tuple[float, int, int]] = []
    counts: dict[float, int] = {}
    for start, end in pairwise(sorted({0, *changes(glyphs.base), len(glyphs.base)})):
        base = round(glyphs.base[start], 1)
        runs.append((base, start, end))
        counts[base] = counts.get(base, 0) + end - start
    bases = [-math.inf, math.inf]
    row_of: dict[float, float] = {}
    for base in sorted(counts, key=counts.__getitem__, reverse=True):
        place = bisect(bases, base)
        above, below = bases[place - 1 : place + 1]
        nearest = above if base - above <= below - base else below
        if abs(nearest - base) < _SAME_LINE * em:
            row_of[base] = nearest
        else:
            bases.insert(place, base)
            row_of[base] = base
    rows: dict[float, list[tuple[int, int]]] = {base: [] for base in bases[1:-1]}
    for base, start, end in runs:
        rows[row_of[base]].append((start, end))
    return [_row(glyphs, spans, em) for spans in rows.values()]


def _row(glyphs: Glyphs, spans: list[tuple[int, int]], em: float) -> Glyphs:
    """The glyphs of a row from left to right, without what is drawn again at one place; they are drawn in *spans*."""
    start, end = spans[0][0], spans[-1][1]
    if len(spans) == 1 or end - start == sum(end - start for start, end in spans):
        row = glyphs.part(start, end)
        if min(map(sub, row.x0[1:], row.x0), default=em) >= _AGAIN * em:
            return row
    places = [place for start, end in spans for place in range(start, end)]
    row = glyphs.chosen(sorted(places, key=glyphs.x0.__getitem__))
    kept = [0]
    for place in range(1, len(row.x0)):
        last = kept[-1]
        again = row.chars[place] == row.chars[last] and row.x0[place] - row.x0[last] < _AGAIN * em
        if not again or abs(row.base[place] - row.base[last]) >= _AGAIN * em:
            kept.append(place)
    return row if len(kept) == len(row.x0) else row.chosen(kept)


def _edges(rows: list[_Row], em: float) -> list[float]:
    """Where columns may start: the places that print starts at behind a wide gap in several rows."""
    starts = [row.glyphs.x0[place] for row in rows for place, width in row.gaps.items() if width >= _GUTTER * em]
    alike = Counter(round(4 * start / em) for start in starts)
    return [em * place / 4 for place, count in alike.items() if count >= _SHARED]


def _parts(row: _Row, place: int, rows: list[_Row], edges: list[float], em: float) -> bool:
    """Whether a gap parts two lines: too wide for the spacing of its row, or a gutter."""
    width = row.gaps[place]
    if width <= 2.5 * row.usual:
        return False
    if width >= _APART * max(em, _em(row.glyphs, em)):
        return True
    left, right = row.glyphs.x1[place - 1], row.glyphs.x0[place]
    points = [edge - _HANGING * em for edge in edges]
    return any(left - 0.1 * em <= point <= right and _is_gutter(point, row, rows, em) for point in points)


def _is_gutter(point: float, own: _Row, rows: list[_Row], em: float) -> bool:
    """Whether the rows above and below *own* leave the white open that *point*, on the x axis, lies in."""
    shared = crossed = 0
    for row in rows:
        x0, x1 = row.glyphs.x0, row.glyphs.x1
        if abs(row.glyphs.base[0] - own.glyphs.base[0]) > _NEAR * em or not x0[0] < point < x1[-1]:
            continue
        if any(x1[place - 1] - 0.1 * em <= point <= x0[place] for place in row.gaps):
            shared += row is not own
        else:
            crossed += 1
    return shared >= _SHARED and crossed * 4 <= shared


def _em(row: Glyphs, usual: float) -> float:
    """The em of a row: *usual*, where the Han character in its middle is set so, as in most rows."""
    chars, x0, x1, _, _ = row
    middle = len(chars) // 2
    if "一" <= chars[middle] <= "鿿" and abs(x1[middle] - x0[middle] - usual) < _EVEN * usual:
        return usual
    return row.em(usual)


def _line(row: _Row, usual: float) -> SetLine:
    em = _em(row.glyphs, usual)
    text, x0, x1, bases, order = row.glyphs
    if row.widest > _SPACE * em:
        text = _spaced(text, row.white, em)
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    bases = sorted(bases)
    base = (bases[(len(bases) - 1) // 2] + bases[len(bases) // 2]) / 2
    return _make(SetLine, (text, x0[0], base - _ASCENT * em, max(x1), base + _DESCENT * em, tuple(order)))


def _spaced(chars: str, white: list[float], em: float) -> str:
    """*chars* with a space where the print leaves one, *white* being before each of them but the first."""
    narrow, wide = _SPACE * em, _WIDE_SPACE * em
    apart = [
        place
        for place, gap in enumerate(white, 1)
        if gap > narrow and (gap > wide or chars[place - 1 : place + 1].isascii())
    ]
    return " ".join([chars[start:end] for start, end in pairwise([0, *apart, len(chars)])])
