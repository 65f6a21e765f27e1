"""Text whose line breaks were lost on its way: a line that holds a whole plan is parted before the markers in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.models import RawLine
from pipeline.numerals import han_number

#: A shorter line holds no plan, in characters; a paragraph that counts its sentences up seldom is longer.
SHORTEST = 300
#: A heading that a marker of the next level follows at once is no longer than this, in characters.
_LONGEST_HEADING = 30

_H = "[一二三四五六七八九十]"
# What may stand before a marker: the end of a sentence, of an introduction or of a note, with white space or without.
_END = r"(?:(?<=[。；：:;！？）)］\]〕】”])|(?<=[。；：:;！？）)］\]〕】”]\s))"
_OUTERMOST = re.compile(rf"(?:{_END}|^)({_H}{{1,3}})、")
_BREAK = re.compile(
    rf"{_END}(?:{_H}{{1,3}}、|[（(](?:{_H}{{1,3}}|\d{{1,2}})[）)](?![、至和])|\d{{1,2}}[.．、](?!\d)|第{_H}{{1,4}}[章条]\s)"
    rf"|(?<=[一-鿿])\s?(?:[（(]一[）)](?![、至和])|1[.．、](?!\d))"
)
# White space between the lines of a document's head, and between two Chinese words only.
_SPACE = re.compile(r"(?<=[一-鿿》）)〕：:。号日])\s+(?=[一-鿿（(《\d])")
# Behind a heading without a mark white space stands for the line break above its text.
_BELOW_HEADING = re.compile(
    rf"(?:{_H}{{1,3}}、|[（(]{_H}{{1,3}}[）)])\s?[一-鿿“”、]{{4,{_LONGEST_HEADING}}}(?P<below>\s)[一-鿿“《][^。]{{20}}"
)
_HEADING = re.compile(rf"(?:{_H}{{1,3}}、|[（(]{_H}{{1,3}}[）)])[^。；：]{{1,{_LONGEST_HEADING}}}$")

# Behind the text: who signs, and when.
_SIGNED = re.compile(
    r"(?<=[。；）)])\s+(?P<name>[一-鿿]{4,30})\s+(?P<day>[\d〇○零一二三四五六七八九]{4}年[\d一二三四五六七八九十]{1,3}月"
    r"[\d一二三四五六七八九十]{1,3}日)(?=\s|$)"
)


def parted(lines: list[RawLine]) -> list[RawLine]:
    """*lines* of a page, a line that holds sections 一、 and 二、 in the midst of its text as one line for each of its
    parts, unless another line opens a section. No character is lost or moved."""
    if not any(len(line.text) >= SHORTEST and _holds_sections(line.text) for line in lines):
        return lines
    if any(len(line.text) < SHORTEST and _OUTERMOST.match(line.text) for line in lines):
        return lines
    return [piece for line in lines for piece in _pieces(line)]


def _holds_sections(text: str) -> bool:
    numbers = [han_number(found[1]) for found in _OUTERMOST.finditer(text)]
    return numbers[:2] == [1, 2]


def _pieces(line: RawLine) -> Iterator[RawLine]:
    text = line.text
    if len(text) < SHORTEST or line.marks or line.cell is not None or not _holds_sections(text):
        yield line
        return
    first = next(found.start() for found in _OUTERMOST.finditer(text))
    cuts = [0, *(found.end() for found in _SPACE.finditer(text, 0, first))]
    for found in _BREAK.finditer(text, first):
        at, before = found.end() - len(found[0].lstrip()), found.start() - 1
        # In the midst of words the first of a level opens a part only behind the heading above it.
        if not "一" <= text[before] <= "鿿" or _HEADING.match(text, cuts[-1], before + 1):
            cuts.append(at)
    cuts += [headed.start("below") for at in cuts if (headed := _BELOW_HEADING.match(text, at))]
    for found in _SIGNED.finditer(text, max(cuts)):
        cuts += [found.start("name"), found.start("day"), found.end()]
    for start, end in pairwise([*sorted(set(cuts)), len(text)]):
        piece = text[start:end].strip()
        place = line.place._replace(x0=line.place.x0 + start, x1=line.place.x0 + end)
        yield line._replace(text=piece, place=place, gap=line.gap if start == 0 else 0)
