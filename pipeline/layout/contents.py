"""Tables of contents: lines that name a document's parts before they come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from pipeline.layout.boxes import box_of
from pipeline.numbering import MARKER_STARTS, marker_at

_HEAD = frozenset({"目录", "目次", "目錄"})
_LEADERS = re.compile(r"[.…·．_]{3,}[-—]?\d{0,4}[-—]?$")
_LEADERS_END = frozenset(".…·．_-0123456789")
_PAGE = re.compile(r"[.…·．\s]*\d{1,4}$")
_STOP = re.compile("[。；！？]")
_POINT = re.compile(r"(?<=\d)[.．、]")  # 1 总则 in the contents can be 1. 总则 in the text
_WORDS = re.compile("[一-鿿]{2}")
_NAME_STARTS = MARKER_STARTS | frozenset("0123456789０１２３４５６７８９")
#: Without a word that heads them, so many names of parts at least, each no longer than this, in characters.
FEWEST, LONGEST_NAME = 6, 30
#: A table of contents has no more lines than this.
LONGEST = 400


def contents(texts: Sequence[str]) -> set[int]:
    """The places of contents lines in *texts* (lines of text without white space, in order).

    They begin at a line that says 目录 and end where the first of the parts that they name comes again with the
    text, with the last line that names a part, or before a box (专栏) that is not named again. A line with dot leaders
    is one anywhere; so are names of parts in a row up to the first one's coming again, whatever stands above them."""
    places = {place for place, text in enumerate(texts) if text[-1] in _LEADERS_END and _LEADERS.search(text)}
    for place, text in enumerate(texts):
        if text[-2:] in _HEAD and place + 1 < len(texts) and (text in _HEAD or text[:-2] in texts[:place]):
            places.update(range(place, _end(texts, place + 1)))
    return places | _unheaded(texts)


def _unheaded(texts: Sequence[str]) -> set[int]:
    places: set[int] = set()
    names: list[int] = []
    for place, text in enumerate(texts):
        if text[0] in _NAME_STARTS and _is_name(text):
            names.append(place)
        elif names:
            places |= _named_again(texts, names)
            names = []
    return places | _named_again(texts, names)


def _named_again(texts: Sequence[str], names: list[int]) -> set[int]:
    """The places up to the coming again of the first of *names*, which stand in a row."""
    first = _bare(texts[names[0]]) if len(names) > FEWEST else ""
    again = next((place for place in names[FEWEST:] if _bare(texts[place]) == first), None)
    return set() if again is None else set(range(names[0], again))


def _is_name(text: str) -> bool:
    """Whether *text* can be the name of a part: numbered, short and no sentence."""
    if len(text) > LONGEST_NAME or not (text[0].isdecimal() or marker_at(text)):
        return False
    return bool(_WORDS.search(text)) and not _STOP.search(text)


def _bare(text: str) -> str:
    return _POINT.sub("", _PAGE.sub("", text))


def _end(texts: Sequence[str], start: int) -> int:
    first = _bare(texts[start])
    last = start
    for place in range(start, min(len(texts), start + LONGEST)):
        if _STOP.search(texts[place]) or (place > start and _opens_box(texts, place, first)):
            break
        if place > start and marker_at(texts[place]) and first.startswith(_bare(texts[place])):
            return place  # the heading itself, which can go on in a second line
        if place > start and _bare(texts[place]) == first:
            return place
        if marker_at(texts[place]) or _LEADERS.search(texts[place]):
            last = place
    # Names of parts without a number (名词解释) stand among the others or right behind the last of them.
    behind = last + 1
    while (
        behind < len(texts)
        and len(texts[behind]) <= 8
        and not _STOP.search(texts[behind])
        and not marker_at(texts[behind])
        and not _opens_box(texts, behind, first)
    ):
        behind += 1
    return behind


def _opens_box(texts: Sequence[str], place: int, first: str) -> bool:
    """Whether a box itself begins at *place*, behind contents whose *first* part the text begins with: it is not named
    again, and sentences come before that part does."""
    box = box_of(texts[place])
    if box is None or any(box_of(text) == box for text in texts[place + 1 :]):
        return False
    return any(_STOP.search(text) for text in takewhile(lambda text: _bare(text) != first, texts[place + 1 :]))
