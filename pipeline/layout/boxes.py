"""Boxes (专栏) in flattened text: their lines taken out of the columns that they interrupt.

A box is set over both columns, so its lines are half as wide again as those of the text around it. It opens with
专栏 and a number; its lines go on over pages, and behind another box where pages were flattened out of order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.numbering import MarkerKind, marker_at

# What goes on with a particle or a verb speaks of a box (专栏3所列项目).
_OPENS = re.compile(r"专\s?栏\s?(\d{1,3})(?![\d.．年月％%]|\s?(?:[中的所和及与至到、—等]|列出|提出|明确))")
_STOP_AT_END = re.compile("[。：！？”）]$")
#: How much wider than the text's measure a box's line is.
WIDER = 1.3
#: In a box, the last line of an item can be shorter; a line of the text is never wider than this beyond its measure.
BEYOND = 2.0


def box_of(text: str) -> int | None:
    """The number of the box that a line opens (专栏3 …), else None."""
    match = _OPENS.match(text)
    return int(match[1]) if match and not text.endswith(("。", "，", "；")) else None


def boxes(
    texts: Sequence[str], widths: Sequence[float], indents: Sequence[float], measure: float | None
) -> dict[int, int]:
    """By the place of a line (lines of text in reading order, from 0): which box it belongs to, counted from 1 in
    the order they open.

    *texts* are the lines with their spaces closed, *widths* and *indents* in full-width characters; *measure* is
    the width of a full line of the text, None where a line is a paragraph: there a box ends with the next marker
    or the next indented line.
    """
    if not any(text[0] == "专" and box_of(text) is not None for text in texts):
        return {}
    if measure is None:
        return _of_paragraphs(texts, indents)
    wide = [width > measure * WIDER for width in widths]
    return _of_columns(texts, wide, [width > measure + BEYOND for width in widths])


def _of_paragraphs(texts: Sequence[str], indents: Sequence[float]) -> dict[int, int]:
    found: dict[int, int] = {}
    count, inside, own_indent = 0, False, 0.0
    for place, text in enumerate(texts):
        if box_of(text) is not None:
            count, inside, own_indent = count + 1, True, indents[place]
        elif inside and (marker_at(text) or indents[place] > own_indent + 0.9):
            inside = False
        if inside:
            found[place] = count
    return found


def _of_columns(texts: Sequence[str], wide: list[bool], beyond: list[bool]) -> dict[int, int]:
    found: dict[int, int] = {}
    last: dict[int, tuple[MarkerKind, int]] = {}  # by box: the last marker in it
    count, current = 0, 0
    for place, text in enumerate(texts):
        opens = text[0] == "专" and box_of(text) is not None
        if not (opens or current or wide[place] or (place + 1 < len(texts) and wide[place + 1])):
            continue
        if opens:
            count += 1
            current = count
        elif not _goes_on(place, texts, wide, beyond, inside=bool(current) and found.get(place - 1) == current):
            current = 0
            continue
        elif found.get(place - 1) is None or current == 0 or _belongs_elsewhere(text, current, last):
            current = _continued(text, last) or current
        if not current:
            continue
        found[place] = current
        marker = marker_at(text)
        if marker:
            last[current] = (marker.kind, marker.number)
    return found


def _goes_on(place: int, texts: Sequence[str], wide: list[bool], beyond: list[bool], *, inside: bool) -> bool:
    """Whether a line is a box's: it is wide, ends a wide line's sentence, or heads what is wide."""
    if wide[place] or (inside and beyond[place] and _STOP_AT_END.search(texts[place])):
        return True
    if inside and wide[place - 1] and not _STOP_AT_END.search(texts[place - 1]):
        return True
    if place + 1 < len(texts) and wide[place + 1]:
        if marker_at(texts[place]):
            return True
        # Before a numbered item, a line of the box ends a sentence; one that does not is of the text.
        return inside and not (marker_at(texts[place + 1]) and not _STOP_AT_END.search(texts[place]))
    # A sentence or a heading that fills a line of its own, before the heading of what is wide.
    heads = place + 2 < len(texts) and wide[place + 2] and marker_at(texts[place + 1]) is not None
    return inside and heads


def _belongs_elsewhere(text: str, current: int, last: dict[int, tuple[MarkerKind, int]]) -> bool:
    """Whether a marker goes on from another box's numbering and not from the current one's."""
    marker = marker_at(text)
    if marker is None or marker.number == 1:
        return False
    kind, number = last.get(current, (marker.kind, 0))
    return not (kind is marker.kind and marker.number == number + 1) and _continued(text, last) not in (None, current)


def _continued(text: str, last: dict[int, tuple[MarkerKind, int]]) -> int | None:
    """The latest box whose numbering *text* goes on with."""
    marker = marker_at(text)
    if marker is None:
        return None
    return next((box for box in sorted(last, reverse=True) if last[box] == (marker.kind, marker.number - 1)), None)
