"""Boxes (专栏): their lines taken out of the text that they interrupt.

A box opens with 专栏 and a number. Where the frame around it is known, its lines are those in the frame; in flattened
text they are half as wide again as those of the text around them, for a box is set over both columns. A box goes on
over pages, and in flattened text behind another one where pages were flattened out of order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

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


class Framed(NamedTuple):
    """Which framed lines belong to a box, by their places, counted from 1 in the order they open; ``again`` are the
    lines that repeat the name of a box where it goes on (专栏1（续）)."""

    boxes: dict[int, int]
    again: set[int]


def framed_boxes(texts: Sequence[str], frames: Sequence[int | None]) -> Framed:
    """The boxes whose frames are drawn; *frames* are those of the lines of text, None for lines in no frame.

    A frame is a box if it opens with the name of one, or if the line above it is one; a frame without a name that
    follows a box with nothing but furniture in between goes on with it. Other frames hold text."""
    found = Framed({}, set())
    count = place = 0
    open_boxes: dict[int, tuple[int, int]] = {}  # by box: its number and last line, as long as only frames follow
    while place < len(texts):
        frame = frames[place]
        end = place + 1
        while frame is not None and end < len(texts) and frames[end] == frame:
            end += 1
        if frame is None:
            open_boxes.clear()
            place = end
            continue
        named = box_of(texts[place])
        again = next((box for box, (number, _) in open_boxes.items() if number == named), None)
        if again is not None:
            found.again.add(place)
            box = again
        elif named is not None or (place and (named := _named_above(texts, frames, place)) is not None):
            box = count = count + 1
            if box_of(texts[place]) is None:
                found.boxes[place - 1] = box
        elif open_boxes:
            box = _unfinished(texts, open_boxes)
        else:
            place = end
            continue
        open_boxes[box] = (named if named is not None else open_boxes[box][0], end - 1)
        found.boxes.update((inside, box) for inside in range(place, end) if inside not in found.again)
        place = end
    return found


def _named_above(texts: Sequence[str], frames: Sequence[int | None], place: int) -> int | None:
    """The number of the box that the line above a frame names."""
    return box_of(texts[place - 1]) if frames[place - 1] is None else None


def _unfinished(texts: Sequence[str], open_boxes: dict[int, tuple[int, int]]) -> int:
    """The box that a frame without a name goes on with: the last one that broke off in a sentence, else the last."""
    cut = [box for box, (_, last) in open_boxes.items() if not _STOP_AT_END.search(texts[last])]
    return (cut or list(open_boxes))[-1]


def boxes(
    texts: Sequence[str],
    widths: Sequence[float],
    indents: Sequence[float],
    measure: float | None,
    behind_tables: frozenset[int] = frozenset(),
) -> dict[int, int]:
    """By the place of a line (lines of text in reading order, from 0): which box it belongs to, counted from 1 in
    the order they open.

    *texts* are the lines with their spaces closed, *widths* and *indents* in full-width characters; *measure* is
    the width of a full line of the text, None where a line is a paragraph: there a box ends with the next marker
    or the next indented line. *behind_tables* are the places before which a table stands: one that stands first in
    a box is all of it.
    """
    if not any(text[0] == "专" and box_of(text) is not None for text in texts):
        return {}
    if measure is None:
        return _of_paragraphs(texts, indents, behind_tables)
    wide = [width > measure * WIDER for width in widths]
    return _of_columns(texts, wide, [width > measure + BEYOND for width in widths])


def _of_paragraphs(texts: Sequence[str], indents: Sequence[float], behind_tables: frozenset[int]) -> dict[int, int]:
    """What stands first below a box's name is in the box. Numbered items go on while their numbers do, up to a marker
    further out or one that goes on with the text's own numbers; other paragraphs up to any marker."""
    found: dict[int, int] = {}
    outside: dict[MarkerKind, int] = {}  # the last number of a kind in the text
    count, inside, own_indent = 0, False, 0.0
    items: tuple[MarkerKind, int] | None = None  # of the box: how its items are numbered, and the last number
    for place, text in enumerate(texts):
        marker = marker_at(text)
        if box_of(text) is not None:
            count, inside, own_indent, items = count + 1, True, indents[place], None
        elif inside and box_of(texts[place - 1]) is not None and found.get(place - 1) == count:
            inside = place not in behind_tables
            items = (marker.kind, marker.number) if marker and marker.number == 1 else None
        elif inside and marker and items:
            kind, last = items
            goes_on = marker.kind > kind or (
                marker.kind is kind and marker.number == last + 1 != outside.get(kind, 0) + 1
            )
            inside = goes_on
            if marker.kind is kind:
                items = (kind, marker.number)
        elif inside and (marker or (items is None and indents[place] > own_indent + 0.9)):
            inside = False
        if inside:
            found[place] = count
        elif marker:
            outside = {kind: number for kind, number in outside.items() if kind <= marker.kind}
            outside[marker.kind] = marker.number
    return found


def _of_columns(texts: Sequence[str], wide: list[bool], beyond: list[bool]) -> dict[int, int]:
    found: dict[int, int] = {}
    last: dict[int, tuple[MarkerKind, int]] = {}  # by box: the last marker in it
    count, current = 0, 0
    for place, (text, is_wide, above_wide) in enumerate(zip(texts, wide, [*wide[1:], False], strict=True)):
        opens = text[0] == "专" and box_of(text) is not None
        if not (opens or current or is_wide or above_wide):
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
