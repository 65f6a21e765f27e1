"""Mastheads in flattened two-column pages: put back before the text that they head.

A masthead (发文字号, title, notice, signature, title) is set over both columns. Where a page's text was flattened
column by column it comes last, behind the columns that it heads, or in the middle of a sentence that goes on
overleaf. Pages whose lines have boxes are read in their order anyway.
"""

from __future__ import annotations

import re
from itertools import takewhile
from statistics import median

from pipeline.layout.boxes import boxes
from pipeline.layout.display import form
from pipeline.models import Role
from pipeline.numbering import Marker, MarkerKind, marker_at

_ORDER = re.compile("令(?:（?第.+号）?)?$")
_STOP_AT_END = re.compile("[。；：！？]$")
_ISSUER = re.compile(r"[一-鿿]{2,30}(?:政府|办公厅|办公室|委员会|委|厅|局|部|院)(?:关于|$)")
_SUBJECT = re.compile("关于|印发")
_MAY_END = re.compile("[。；：！？）”]$")
_PREAMBLE = re.compile("为|根据|按照|依据|依照|遵照")
_FORMAL = frozenset({Role.TITLE, Role.DOC_NUMBER, Role.SIGNATURE, Role.DATE, Role.ADDRESSEE, Role.ISSUER_MARK})
_OUTERMOST = frozenset({MarkerKind.PART, MarkerKind.CHAPTER, MarkerKind.HAN})
# What a number (…号, HNPR—2021—00007) or a date ends with: a page without such a line has no masthead.
_ENDS = frozenset("号日0123456789")
_NUMBER_ENDS = frozenset("号0123456789）)")
#: A masthead has no more lines than this (with a notice of a few sentences).
LONGEST = 24


def in_order(page: list[str], last: str) -> list[int] | None:
    """The places of the lines of one flattened page in the order in which they are read, where its masthead or its
    title stands at its end; None where they are printed in order.

    *last* is the line before the page: cut in mid-sentence it says that the page goes on with that sentence."""
    if _ENDS.isdisjoint([text[-1:] for text in page]):
        return None
    texts = ["".join(text.split()) for text in page]
    start, at = _masthead_start(texts), 0
    if start:
        at = _text_start(texts[:start], goes_on=is_cut(last, page))
    else:
        title = _closing_title(texts)
        if title is None:
            return None
        start, at = title
    return [*range(at), *range(start, len(texts)), *range(at, start)]


def is_cut(last: str, page: list[str]) -> bool:
    """Whether *last*, the line before a page, is cut in mid-sentence: it ends with no stop or bracket, and is as
    long as most lines of the page."""
    full = median(map(len, page)) if page else 0
    return bool(last) and not _MAY_END.search(last) and form(last) is None and len(last) >= 0.8 * full


def _masthead_start(texts: list[str]) -> int | None:
    """Where the masthead begins that ends the page: at the first formal line of the block that holds a number."""
    numbers = [i for i, text in enumerate(texts) if text[-1] in _NUMBER_ENDS and form(text) is Role.DOC_NUMBER]
    if not numbers or len(texts) - numbers[0] > LONGEST:
        return None
    if any(marker_at(text) for text in texts[numbers[0] :]):
        return None
    start = numbers[0]
    if _ORDER.search(texts[start]):
        return start  # the number of an order is its title (GB/T 9704—2012, 10.2)
    # The lines of a title above the number: they end no sentence, and the last of them has a title's form.
    above = list(takewhile(lambda text: not _STOP_AT_END.search(text), reversed(texts[max(0, start - 4) : start])))
    for size in range(len(above), 0, -1):
        title = "".join(reversed(above[:size]))
        if form(title) is Role.TITLE and (form(above[size - 1]) in _FORMAL or "关于" in title):
            return start - _first_title_line(above[:size])
    return start


def _first_title_line(above: list[str]) -> int:
    """How many of the lines above the number (nearest first) make the title: up to the issuer that opens it, or,
    where none does, its subject (关于…)."""
    for opening in (_ISSUER, _SUBJECT):
        for size, text in enumerate(above, 1):
            if opening.match(text):
                return size
    return len(above)


def _text_start(texts: list[str], *, goes_on: bool) -> int:
    """Where the document begins whose masthead is at the page's end: the page's start, unless it holds the rest of
    an earlier document (it *goes_on* with a sentence, or with numbers); then the preamble before the marker that
    opens the numbering anew. The numbers in boxes tell nothing."""
    widths = [len(text.encode("gbk", "replace")) / 2 for text in texts]
    boxed = boxes(texts, widths, [0.0] * len(texts), median(widths))
    markers = [(place, marker_at(text)) for place, text in enumerate(texts) if place not in boxed]
    numbered = [(place, marker) for place, marker in markers if marker]
    opening = [(marker.kind, -place) for place, marker in numbered if _opens(marker)]
    if not opening or (not goes_on and _opens(numbered[0][1])):
        return 0
    anew = -min(opening)[1]
    for place in range(anew - 1, 0, -1):
        if _PREAMBLE.match(texts[place]) and _STOP_AT_END.search(texts[place - 1]):
            return place
    return anew


def _opens(marker: Marker) -> bool:
    return marker.number == 1 and marker.kind in _OUTERMOST


def _closing_title(texts: list[str]) -> tuple[int, int] | None:
    """Title lines at the page's end that a notice on the same page names, and the line behind that notice."""
    for start in range(len(texts) - 1, max(0, len(texts) - 4), -1):
        title = "".join(texts[start:])
        if form(title) is not Role.TITLE:
            continue
        after = next((i for i, text in enumerate(texts[:start], 1) if form(text) is Role.DATE), None)
        if after is not None and title in "".join(texts[: after - 1]):
            return (start, after) if start > after else None
    return None
