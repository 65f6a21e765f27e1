"""Printed lines → paragraphs: a sentence cut by a line, a blank line, a column or a page is whole again."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from pipeline.cleaning.joining import LONGEST_TITLE, Paragraph, joined
from pipeline.cleaning.lines import CleanLine, clean_lines
from pipeline.cleaning.sentences import is_closed
from pipeline.cleaning.setting import Setting
from pipeline.layout.arrangement import LaidLine
from pipeline.layout.boxes import boxes, framed_boxes
from pipeline.models import Role

__all__ = ["Paragraph", "paragraphs"]

_STOP = re.compile("[。；！？]")
_ITEM = re.compile("[^，。；：！？]{4,20}。.")


def paragraphs(laid: list[LaidLine]) -> list[Paragraph]:
    """The paragraphs of a source, in the order of their first lines; furniture gives paragraphs of its own, and
    the lines of a box (专栏) are joined among themselves.

    After it: every line is in exactly one paragraph, and the characters of a paragraph are those of its
    lines, in order, of one width, with a space only where two Latin words met at a line's end.
    """
    lines = all_lines = clean_lines(laid)
    boxed, lines = _framed(lines)
    setting = Setting.of(lines)
    prose = [line for line in lines if line.role is None]
    tables = _behind_tables(lines)
    box_of = boxes(
        [line.text for line in prose],
        [line.width for line in prose],
        [line.raw.indent for line in prose],
        setting.measure,
        tables,
    )
    if not box_of and not boxed:
        return joined(lines, setting)
    flattened: dict[int, list[CleanLine]] = defaultdict(list)
    for place, box in box_of.items():
        flattened[box].append(prose[place])
    own_lines = [*boxed, *(own for _, own in sorted(flattened.items()))]
    inside = {line.order for own in own_lines for line in own}
    found = joined([line for line in lines if line.order not in inside], setting)
    for number, own in enumerate(own_lines, 1):
        found += _box(number, own, setting)
    printed = {line.order: place for place, line in enumerate(all_lines)}
    return sorted(found, key=lambda paragraph: printed[paragraph.pieces[0][0]])


def _behind_tables(lines: list[CleanLine]) -> frozenset[int]:
    """The places, among the lines of text, of those that a table's cells stand before."""
    found: set[int] = set()
    place, behind = 0, False
    for line in lines:
        if line.role is None:
            if behind:
                found.add(place)
            place, behind = place + 1, False
        elif line.role is Role.TABLE:
            behind = True
    return frozenset(found)


def _framed(lines: list[CleanLine]) -> tuple[list[list[CleanLine]], list[CleanLine]]:
    """The lines of every box whose frame is drawn, and the other lines; a repeated name of a box is a page's head."""
    if not any(line.raw.frame for line in lines):
        return [], lines
    prose = [line for line in lines if line.role is None]
    found = framed_boxes([line.text for line in prose], [line.raw.frame for line in prose])
    again = {prose[place].order for place in found.again}
    boxed: dict[int, list[CleanLine]] = defaultdict(list)
    for place, box in found.boxes.items():
        boxed[box].append(prose[place])
    inside = {line.order for own in boxed.values() for line in own}
    others = [replace(line, role=Role.HEAD) if line.order in again else line for line in lines]
    return [own for _, own in sorted(boxed.items())], [line for line in others if line.order not in inside]


def _box(number: int, lines: list[CleanLine], around: Setting) -> list[Paragraph]:
    """The paragraphs of one box: the lines that name it, and what it holds; it is wrapped like the text *around*,
    at a width of its own."""
    setting = Setting.of(lines)
    # Where the format says where paragraphs begin, a line is one.
    drawn = lines[0].raw.frame is not None and not lines[0].raw.opens
    if setting.measure is None and (around.measure is not None or drawn):
        setting = replace(setting, measure=max(line.width for line in lines[1:] or lines))
    first = _name_ends(lines, setting)
    found = [Paragraph("", [])]
    for line in lines[:first]:
        found[0].append(line)
    found[0].close()
    for item in _items(lines[first:]):
        found += joined(item, setting)
    for paragraph in found:
        paragraph.role, paragraph.box = Role.BOX, number
    return found


def _name_ends(lines: list[CleanLine], setting: Setting) -> int:
    """How many lines the name of a box takes: where its frame is drawn, those set in the middle of it."""
    em = setting.type.em
    end = 1
    if lines[0].raw.frame and em:
        ends = [line.raw.indent + (line.raw.place.x1 - line.raw.place.x0) / em for line in lines]
        while end < min(len(lines) - 1, LONGEST_TITLE) and _is_amid(lines[end], max(ends) - ends[end]):
            end += 1
    return end


def _is_amid(line: CleanLine, right: float) -> bool:
    """Whether a line without a stop stands in the middle, *right* being the white behind it."""
    amid = line.raw.indent >= 1.5 and abs(line.raw.indent - right) <= 2.5
    return amid and line.marker is None and not _STOP.search(line.text)


def _items(lines: list[CleanLine]) -> list[list[CleanLine]]:
    """The lines of a box parted into its items where these have no numbers: each opens with a title of its own
    (应急队伍建设。组建…) behind a line that ends a sentence."""
    items: list[list[CleanLine]] = [[]]
    unnumbered = not any(line.marker for line in lines)
    for above, line in zip([None, *lines], lines, strict=False):
        if unnumbered and above is not None and _ITEM.match(line.text) and is_closed(above.text):
            items.append([])
        items[-1].append(line)
    return items
