"""Pieces of recognised print → printed lines in reading order, with indents and gaps.

All lengths in pixels until :func:`lines` turns them into points. A scan is tilted: its pieces are turned upright by
the slope of its long pieces before any edge is compared.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.models import Cell, Place, RawLine
from pipeline.readers.rules import Box, Ruled, edge, holds, ruled

#: A column is at least this wide, and the white between two columns this wide, in full-width characters.
_COLUMN, _GUTTER = 8.0, 0.8
#: A gap in a row so wide parts two lines of it; a smaller one from this on is a space.
_APART, _SPACE = 1.8, 0.6
#: The box around a line is so much higher than its type.
_BOX = 1.2
#: Side by side stand at least this many lines of two columns; signatures and cells of a table are fewer or narrower.
_ROWS = 5
#: Rules nearer than this, in points, are one, or meet: a scan shows a rule of 0.5 points as one of 1 to 3.
_NEAR_RULES = 4.0
#: Lines that cross the gutter (titles) are at most this share of those that do not.
_CROSSING = 0.3

# A long dash on either side of a page number (GB/T 9704—2012, 7.5) or between two figures looks like the numeral
# 一, which never touches an Arabic one.
_DASH = re.compile(r"(?<=[\d年月日%％])一(?=\d)|(?<=\d)一$|^一(?=\d)")
PAGE_NUMBER = re.compile(r"[一—–－_-]+\s?(\d{1,4})\s?[一—–－_-]+")
# The last line of a page that kept one of its two dashes; one without any is told by the page's own number.
_HALF_NUMBER = re.compile(r"[一—–－-]+\s?(\d{1,4})|(\d{1,4})\s?[一—–－-]+")
# One sign read twice, in both widths.
_TWICE = re.compile("％%|%％|，,|,，|；;|;；|：:|:：")


_OPENING = frozenset("（(《“〔【")


class Piece(NamedTuple):
    """What was recognised in one go: its corners (top left, then clockwise; x and y in pixels), the mean
    confidence of its characters (0 to 1), whether its ink is red, and whether a seal stands on it."""

    text: str
    corners: tuple[tuple[float, float], ...]
    confidence: float
    red: bool = False
    sealed: bool = False


class Seen(NamedTuple):
    """What is seen on the picture of a page, in pixels: ``rules`` are (x0, y0, x1, y1), from end to end, ``grounds``
    are areas in a colour of their own, ``seals`` is how many red seals it bears."""

    pieces: list[Piece]
    seals: int = 0
    rules: tuple[Box, ...] = ()
    grounds: tuple[Box, ...] = ()


class ScannedLine(NamedTuple):
    """A printed line, the least confidence of its pieces, whether its ink is red and whether a seal stands on it."""

    line: RawLine
    confidence: float
    red: bool
    sealed: bool


class _Upright(NamedTuple):
    """A piece in the picture turned upright; or a table (``cells``) or a frame with what stands in it."""

    piece: Piece
    x0: float
    x1: float
    y: float  # of its middle
    height: float
    cells: tuple[tuple[Cell, tuple[_Upright, ...]], ...] = ()
    frame: int | None = None
    inside: tuple[_Upright, ...] = ()

    @property
    def is_region(self) -> bool:
        """Whether it is a table or a frame."""
        return bool(self.cells) or self.frame is not None


def lines(
    pieces: list[Piece], page: int, points: float, seen: Seen | None = None, tables: int = 0, frames: int = 0
) -> list[ScannedLine]:
    """The lines of *page* in reading order: pieces on one baseline are one line unless they stand far apart,
    columns are read one after the other, the rules of *seen* make tables and frames. A pixel is *points* wide;
    *tables* and *frames* are how many of them stand on the pages before.

    After it: every piece is in exactly one line."""
    if not pieces:
        return []
    angle = _angle(pieces)
    upright = _turned(pieces, angle)
    em = _em(upright)
    page_rules = _ruled(seen, angle, points, tables + 1) if seen else Ruled([], [])
    found = _set(_in_regions(upright, page_rules, points, frames + 1), em, page, points)
    lowest = max(range(len(found)), key=lambda index: found[index].line.place.top)
    text = found[lowest].line.text
    half = _HALF_NUMBER.fullmatch(text)
    number = (half[1] or half[2]) if half else text
    if found[lowest].line.cell is None and (half or number == str(page)):
        found[lowest] = found[lowest]._replace(line=found[lowest].line._replace(text=f"— {number} —"))
    return found


def _set(items: list[_Upright], em: float, page: int, points: float) -> list[ScannedLine]:
    """The lines of *items* in reading order."""
    found: list[ScannedLine] = []
    for column in _columns(sorted(items, key=lambda p: (p.y, p.x0)), em):
        rows = _mark_last(_rows(column))
        of_text = [row for row in rows if not row[0].is_region]
        left = _left_edge(of_text, em) if of_text else 0.0
        pitch = _pitch(of_text, em)
        above: float | None = None
        for row in rows:
            if row[0].is_region:
                found += _region_lines(row[0], em, page, points)
                above = row[0].y + (row[0].height - pitch) / 2
                continue
            gap = max(0, round((row[0].y - above) / pitch) - 1) if above is not None else 0
            above = row[0].y
            for part in _parted(row, em):
                # An opening bracket is printed in the right half of its square.
                white = 0.5 if part[0].piece.text[0] in _OPENING else 0.0
                indent = max(0.0, round((part[0].x0 - left) / em - white, 1))
                found.append(_scanned(part, RawLine(_text(part, em), _place(part, page, points), gap, indent)))
    return found


def _region_lines(region: _Upright, em: float, page: int, points: float) -> list[ScannedLine]:
    if region.frame is not None:
        inside = _set(list(region.inside), em, page, points)
        return [found._replace(line=found.line._replace(frame=region.frame)) for found in inside]
    return [
        _scanned(row, RawLine(_text(row, em), _place(row, page, points), cell=cell))
        for cell, own in region.cells
        for row in _rows(sorted(own, key=lambda p: (p.y, p.x0)))
    ]


def _scanned(part: list[_Upright], raw: RawLine) -> ScannedLine:
    confidence = min(p.piece.confidence for p in part)
    return ScannedLine(raw, confidence, part[0].piece.red, any(p.piece.sealed for p in part))


def _ruled(seen: Seen, angle: float, points: float, first: int) -> Ruled:
    """The tables and frames of a page, in points of the picture turned upright."""
    edges = []
    for x0, y0, x1, y1 in seen.rules:
        (a, b), (c, d) = _upright_point(x0, y0, angle), _upright_point(x1, y1, angle)
        edges.append(edge(a * points, b * points, c * points, d * points))
    areas = []
    for x0, y0, x1, y1 in seen.grounds:
        (a, b), (c, d) = _upright_point(x0, y0, angle), _upright_point(x1, y1, angle)
        box = a * points, b * points, c * points, d * points
        areas.append(box)
        # A title on a ground of its own hides the frame's rule below it.
        left, top, right, bottom = box
        edges += [edge(left, y, right, y) for y in (top, bottom)] + [edge(x, top, x, bottom) for x in (left, right)]
    return ruled(edges, areas, first, _NEAR_RULES)


def _in_regions(pieces: list[_Upright], page: Ruled, points: float, first: int) -> list[_Upright]:
    """*pieces* with those in tables put into their cells, and those in frames into these, numbered from *first*."""
    free: list[_Upright] = []
    celled: dict[int, dict[Cell, list[_Upright]]] = {}
    for piece in pieces:
        x, y = (piece.x0 + piece.x1) / 2 * points, piece.y * points
        place = next(((n, c) for n, table in enumerate(page.tables) if (c := table.cell_at(x, y))), None)
        if place is None:
            free.append(piece)
        else:
            celled.setdefault(place[0], {}).setdefault(place[1], []).append(piece)
    for n, cells in celled.items():
        own = tuple((cell, tuple(inside)) for cell, inside in sorted(cells.items()))
        free.append(_region(page.tables[n].box, own[0][1][0].piece, points)._replace(cells=own))
    framed: dict[int, list[_Upright]] = {}
    outside: list[_Upright] = []
    for item in free:
        x, y = (item.x0 + item.x1) / 2 * points, item.y * points
        frame = next((n for n, box in enumerate(page.frames) if holds(box, x, y)), None)
        if frame is None:
            outside.append(item)
        else:
            framed.setdefault(frame, []).append(item)
    return outside + [
        _region(page.frames[n], own[0].piece, points)._replace(frame=first + n, inside=tuple(own))
        for n, own in sorted(framed.items())
    ]


def _region(box: Box, piece: Piece, points: float) -> _Upright:
    x0, top, x1, bottom = (side / points for side in box)
    return _Upright(piece, x0, x1, (top + bottom) / 2, bottom - top)


def width(text: str) -> float:
    """The width of *text* in full-width characters, as it is printed: GBK writes those in two bytes."""
    return len(text.encode("gbk", "replace")) / 2


def _angle(pieces: list[Piece]) -> float:
    """How far a page is tilted, told by its long pieces."""
    slopes = [_slope(piece) for piece in pieces if width(piece.text) >= _COLUMN]
    return math.atan(median(slopes)) if slopes else 0.0


def _upright_point(x: float, y: float, angle: float) -> tuple[float, float]:
    cos, sin = math.cos(angle), math.sin(angle)
    return x * cos + y * sin, y * cos - x * sin


def _turned(pieces: list[Piece], angle: float) -> list[_Upright]:
    turned: list[_Upright] = []
    for piece in pieces:
        corners = [_upright_point(x, y, angle) for x, y in piece.corners]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        top, bottom = (ys[0] + ys[1]) / 2, (ys[2] + ys[3]) / 2
        turned.append(_Upright(piece, min(xs), max(xs), (top + bottom) / 2, max(1.0, bottom - top)))
    return turned


def _slope(piece: Piece) -> float:
    (x0, y0), (x1, y1) = piece.corners[0], piece.corners[1]
    return (y1 - y0) / (x1 - x0) if x1 - x0 > 1 else 0.0


def _em(pieces: list[_Upright]) -> float:
    """The width of a full-width character of running text."""
    long = [p for p in pieces if width(p.piece.text) >= _COLUMN]
    if long:
        return max(1.0, median((p.x1 - p.x0) / width(p.piece.text) for p in long))
    return median(p.height for p in pieces)


def _columns(pieces: list[_Upright], em: float) -> list[list[_Upright]]:
    """Pieces, from the top, as columns in reading order; what crosses two columns stands between bands of them."""
    gutter = _gutter(pieces, em)
    if gutter is None:
        return [pieces]
    found: list[list[_Upright]] = []
    sides: tuple[list[_Upright], list[_Upright]] = ([], [])
    across: list[_Upright] = []
    for piece in pieces:
        if piece.x1 <= gutter or piece.x0 >= gutter:
            found += [across] if across else []
            across = []
            sides[piece.x0 >= gutter].append(piece)
            continue
        if not across:
            found += [column for side in sides if side for column in _columns(side, em)]
            sides = ([], [])
        across.append(piece)
    found += [column for side in sides if side for column in _columns(side, em)]
    return [*found, across] if across else found


def _gutter(pieces: list[_Upright], em: float) -> float | None:
    """The middle of the white between two columns of running text; None where there are not two."""
    best: tuple[int, float] = (0, 0.0)
    # What stands in a region beside a column counts line by line, what crosses two columns as one.
    apart = [line for piece in pieces for line in _lines_of(piece)]
    for right_edge in sorted({round(p.x1) for p in pieces if p.x1 - p.x0 >= _COLUMN * em}):
        middle = right_edge + _GUTTER * em / 2
        left = [p for p in apart if p.x1 <= middle]
        right = [p for p in apart if p.x0 >= middle]
        crossing = sum(p.x0 < middle < p.x1 for p in pieces)
        if min(len(left), len(right)) < _ROWS or crossing > _CROSSING * (len(left) + len(right)):
            continue
        if min(p.x0 for p in right) - max(p.x1 for p in left) < _GUTTER * em:
            continue
        if min(median(p.x1 - p.x0 for p in side) for side in (left, right)) < _COLUMN * em:
            continue
        beside = sum(any(abs(p.y - q.y) < max(p.height, q.height) for q in right) for p in left)
        best = max(best, (beside, middle))
    return best[1] if best[0] >= _ROWS else None


def _lines_of(item: _Upright) -> list[_Upright]:
    """The pieces in a region, each as wide as it; a piece is itself."""
    if not item.is_region:
        return [item]
    inside = [*item.inside, *(piece for _, own in item.cells for piece in own)]
    return [line._replace(x0=item.x0, x1=item.x1) for piece in inside for line in _lines_of(piece)]


def _rows(pieces: list[_Upright]) -> list[list[_Upright]]:
    """Pieces, from the top, by baseline; those of one row from the left."""
    rows: list[list[_Upright]] = []
    for piece in pieces:
        near = () if piece.is_region else (row for row in reversed(rows[-3:]) if not row[0].is_region)
        row = next((row for row in near if all(_side_by_side(piece, other) for other in row)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    for row in rows:
        row.sort(key=lambda p: p.x0)
    return rows


def _mark_last(rows: list[list[_Upright]]) -> list[list[_Upright]]:
    """A joint red head names its organisations one below the other and prints 文件 to the right of them all, in the
    middle (GB/T 9704—2012, 7.2.4): it is read last."""
    red = [row for row in rows if row[0].piece.red and not row[0].is_region]
    for row in red:
        others = [other for other in red if other is not row]
        if len(others) > 1 and row[0].x0 > max(other[-1].x1 for other in others) - row[0].height / 2:
            kept = [other for other in rows if other is not row]
            last = kept.index(others[-1]) + 1
            return [*kept[:last], row, *kept[last:]]
    return rows


def _side_by_side(one: _Upright, other: _Upright) -> bool:
    smaller, larger = sorted((one.height, other.height))
    overlap = min(one.x1, other.x1) - max(one.x0, other.x0)
    # 文件 in a joint red head is larger than the names beside it.
    alike = one.piece.red == other.piece.red and larger < smaller * (1.35 if one.piece.red else 2)
    return alike and abs(one.y - other.y) < smaller / 2 and overlap < smaller / 2


def _left_edge(rows: list[list[_Upright]], em: float) -> float:
    """The leftmost edge at which a fifth of the lines start; a page number may stand left of it."""
    starts = sorted(row[0].x0 for row in rows)
    alike = max(2, len(starts) // 5)
    for start in starts:
        near = [other for other in starts if 0 <= other - start <= em]
        if len(near) >= alike:
            return median(near)
    return starts[0]


def _pitch(rows: list[list[_Upright]], em: float) -> float:
    steps = [below[0].y - row[0].y for row, below in pairwise(rows)]
    return max(em, median(steps)) if steps else em


def _parted(row: list[_Upright], em: float) -> list[list[_Upright]]:
    """A row as lines: cut where a gap is wide, unless all of it is set with wide spaces (通　知)."""
    lines_of_row = [row[:1]]
    spaced = all(len(p.piece.text) <= 2 for p in row)
    for piece, following in pairwise(row):
        if following.x0 - piece.x1 >= _APART * em and not spaced:
            lines_of_row.append([])
        lines_of_row[-1].append(following)
    return lines_of_row


def _text(line: list[_Upright], em: float) -> str:
    text = line[0].piece.text
    for piece, following in pairwise(line):
        text += (" " if following.x0 - piece.x1 >= _SPACE * em else "") + following.piece.text
    number = PAGE_NUMBER.fullmatch(text)
    return f"— {number[1]} —" if number else _DASH.sub("—", _TWICE.sub(lambda match: match[0][0], text))


def _place(row: list[_Upright], page: int, points: float) -> Place:
    """Where a line is printed, as high as its type: around the middle of what tilt makes higher."""
    xs = [x * points for p in row for x, _ in p.piece.corners]
    ys = [y * points for p in row for _, y in p.piece.corners]
    high = max(p.height for p in row) * points
    long = sum(width(p.piece.text) for p in row)
    if long >= _COLUMN / 2:
        # The advance of the characters tells the size of type better than the box around them.
        high = min(high, _BOX * (max(xs) - min(xs)) / long)
    middle = (min(ys) + max(ys)) / 2
    return Place(page, round(min(xs), 1), round(middle - high / 2, 1), round(max(xs), 1), round(middle + high / 2, 1))
