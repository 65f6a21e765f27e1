"""How a source's text is set: the measure of its lines, their distance and indents, the type."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from statistics import median

from pipeline.cleaning.lines import CleanLine
from pipeline.cleaning.sentences import ENDS, is_closed
from pipeline.cleaning.typography import Typography

#: Kinsoku: a full line may end up to so many characters early, for a mark that must not start a line.
SLACK = 2.0
#: A line that stands so many characters deeper than most is set in.
SET_IN = 1.5


@dataclass(frozen=True, slots=True)
class Setting:
    """How a source's text is set: ``measure`` is the width of a full line in full-width characters where
    lines are wrapped (None where a line is a paragraph), ``gap`` the usual number of blank lines between
    two lines, ``indent`` that of lines which go on with a paragraph, ``type`` the sizes of lines with boxes."""

    measure: float | None
    gap: float
    indent: float
    type: Typography = field(default_factory=Typography)

    @classmethod
    def of(cls, lines: list[CleanLine]) -> Setting:
        """How *lines*, all of one source, are set."""
        prose = [line for line in lines if line.role is None and line.width >= 8]
        if not prose:
            return cls(None, 0, 0.0)
        raws = [line.raw for line in prose]
        cut: list[float] = []
        closed: list[float] = []
        for line in prose:
            ends = line.text[-1] in ENDS and is_closed(line.text)
            (closed if ends else cut).append(line.width)
        cut.sort()
        # Lines are wrapped where most end in mid-sentence, and most of these at one width.
        # The lines of boxes, set over several columns, are wider; they are cut at a width of their own.
        text = cut[: bisect_right(cut, cut[len(cut) // 2] + 2 * SLACK)] if cut else [0.0]
        full = text[len(text) * 3 // 4]
        alike = bisect_right(text, full + SLACK) - bisect_left(text, full - 2 * SLACK)
        # Where lines are paragraphs, headings end at one width too, but paragraphs are wider.
        wider = sum(width > full + 2 * SLACK for width in closed)
        wrapped = len(cut) > 10 and len(cut) * 2 > len(prose) and alike * 2 > len(text) and wider * 10 < len(prose)
        return cls(
            full if wrapped else None,
            median([raw.gap for raw in raws]),
            # Lines that go on are set in least, and can be few.
            sorted([raw.indent for raw in raws])[len(prose) // 10],
            Typography.of(raws, [line.width for line in prose]),
        )

    def is_full(self, line: CleanLine, *, first: bool = False) -> bool:
        """Whether *line* reaches the right edge; the first line of a paragraph starts two characters in, and what
        ends more than one before the edge there is rather a heading than a line with a mark held back."""
        return self.measure is not None and line.width >= self.measure - (3 if first else SLACK)

    def is_like_text(self, line: CleanLine) -> bool:
        """Whether *line* is as wide as a line of running text."""
        return self.measure is not None and 0.9 * self.measure <= line.width <= self.measure + 2 * SLACK

    def is_set_in(self, line: CleanLine) -> bool:
        """Whether *line* stands in deeper than most lines, by at least what a paragraph's first line does."""
        return line.raw.indent >= self.indent + SET_IN

    def opens_paragraph(self, line: CleanLine, first: CleanLine) -> bool:
        """Whether *line* is set in like *first*, the first line of the paragraph before it, and deeper than most."""
        return self.is_set_in(line) and abs(line.raw.indent - first.raw.indent) < 0.5
