"""Two parts of the outline on one printed line, set apart by white space: 第一章　总则　　第一条　为了…"""

from __future__ import annotations

import re

from pipeline.models import RawLine
from pipeline.numbering import marker_at

_APART = re.compile(r"\s{2,}|　")
#: What a line that holds two parts opens with, and few others do.
STARTS = frozenset("第一二三四五六七八九十")
_PRINT = re.compile(r"[，。；：！？]")

#: A heading that shares its line is short, in characters: more is text, or a table's row.
LONGEST = 30


def parted(line: RawLine) -> tuple[RawLine, ...]:
    """*line* in two where it holds a heading and, behind white space, a marker of a deeper level; else *line* alone."""
    text = line.text
    if text[:1] not in STARTS or line.marks or line.cell:
        return (line,)
    for gap in _APART.finditer(text, 1):
        if gap.end() > LONGEST:
            break
        above = marker_at("".join(text[: gap.start()].split()))
        below = marker_at(text[gap.end() :].lstrip())
        if above and below and above.end < gap.start() and below.kind > above.kind:
            if _PRINT.search(text[: gap.start()]):
                break
            return _cut(line, gap.start(), gap.end())
    return (line,)


def _cut(line: RawLine, end: int, start: int) -> tuple[RawLine, RawLine]:
    place, width = line.place, len(line.text)
    step = (place.x1 - place.x0) / width
    return (
        line._replace(text=line.text[:end], place=place._replace(x1=place.x0 + step * end)),
        line._replace(text=line.text[start:], place=place._replace(x0=place.x0 + step * start), gap=0, opens=True),
    )
