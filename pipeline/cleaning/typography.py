"""The type that a source is set in, where its lines have boxes: which lines are set as display, like titles are
(GB/T 9704—2012, 7.3.1: the title stands in larger type in the middle, on one or several lines)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.models import RawLine

#: Display type is so much larger than that of the text (2号 to 3号: 1.38).
_LARGER = 1.2
#: Lines of one title differ in size by less, and follow each other within so many times their size or the
#: leading of the text.
_ALIKE, _CLOSE, _LEADING = 1.12, 2.6, 1.3
#: A line in the middle stands in further than a first line, in full-width characters, by as much on both sides, but
#: for the indent of a first line that writers leave before it.
_DEEP, _EVEN = 2.6, 2.6
#: A first line stands in by two characters.
_FIRST = (1.5, 2.6)


@dataclass(frozen=True, slots=True)
class Typography:
    """Sizes of the text in points: ``em`` the width of a full-width character, ``size`` the height of a line,
    ``leading`` from line to line, ``length`` the right edge in full-width characters. All are 0 where lines have
    no boxes."""

    em: float = 0.0
    size: float = 0.0
    leading: float = 0.0
    length: float = 0.0

    @classmethod
    def of(cls, lines: Sequence[RawLine], widths: Sequence[float]) -> Typography:
        """The type of *lines* of text, *widths* being those of their characters in full-width ones."""
        boxed = [
            (raw, width)
            for raw, width in zip(lines, widths, strict=True)
            if raw.place.bottom > raw.place.top and width >= 8
        ]
        if not boxed:
            return cls()
        em = max(0.1, median([(raw.place.x1 - raw.place.x0) / width for raw, width in boxed]))
        ends = sorted([raw.indent + (raw.place.x1 - raw.place.x0) / em for raw, _ in boxed])
        size = median([raw.place.bottom - raw.place.top for raw, _ in boxed])
        steps = [b.place.top - a.place.top for (a, _), (b, _) in pairwise(boxed) if b.place.top > a.place.top]
        return cls(em, size, median(steps) if steps else size, ends[len(ends) * 3 // 4])

    def is_display(self, line: RawLine) -> bool:
        """Whether *line* is set larger than the text, or in the middle of the page."""
        if not self.em:
            return False
        if _size(line) >= _LARGER * self.size:
            return True
        right = self.length - line.indent - (line.place.x1 - line.place.x0) / self.em
        return line.indent >= _DEEP and abs(line.indent - right) <= _EVEN

    def in_one_title(self, line: RawLine, below: RawLine) -> bool:
        """Whether two display lines stand together and are of one size."""
        sizes = sorted((_size(line), _size(below)))
        step = below.place.top - line.place.top
        close = step < max(_LEADING * self.leading, _CLOSE * sizes[1])
        return line.place.page == below.place.page and sizes[1] < _ALIKE * sizes[0] and step > 0 and close

    def is_first_of(self, line: RawLine, below: RawLine) -> bool:
        """Whether *line* stands in like the first of a paragraph that *below*, at the left edge, goes on with."""
        return self.em > 0 and _FIRST[0] <= line.indent <= _FIRST[1] and below.indent < _FIRST[0] / 3


def _size(line: RawLine) -> float:
    return line.place.bottom - line.place.top
