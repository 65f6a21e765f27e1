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

from pipeline.models import Place, RawLine

#: A column is at least this wide, and the white between two columns this wide, in full-width characters.
_COLUMN, _GUTTER = 8.0, 0.8
#: A gap in a row so wide parts two lines of it; a smaller one from this on is a space.
_APART, _SPACE = 1.8, 0.6
#: Side by side stand at least this many lines of two columns; signatures and cells of a table are fewer or narrower.
_ROWS = 5
#: Lines that cross the gutter (titles) are at most this share of those that do not.
_CROSSING = 0.3

# A long dash on either side of a page number (GB/T 9704—2012, 7.5) or between two figures looks like the numeral
# 一, which never touches an Arabic one.
_DASH = re.compile(r"(?<=[\d年月日%％])一(?=\d)")
PAGE_NUMBER = re.compile(r"[一—–－_-]+\s?(\d{1,4})\s?[一—–－_-]+")
# The last line of a page that kept one of its two dashes; one without any is told by the page's own number.
_HALF_NUMBER = re.compile(r"[一—–－-]+\s?(\d{1,4})|(\d{1,4})\s?[一—–－-]+")
# One sign read twice, in both widths.
_TWICE = re.compile("％%|%％|，,|,，|；;|;；|：:|:：")


class Piece(NamedTuple):
    """What was recognised in one go: its corners (top left, then clockwise; x and y in pixels), the mean
    confidence of its characters (0 to 1), whether its ink is red, and whether a seal stands on it."""

    text: str
    corners: tuple[tuple[float, float], ...]
    confidence: float
    red: bool = False
    sealed: bool = False


class ScannedLine(NamedTuple):
    """A printed line, the least confidence of its pieces, whether its ink is red and whether a seal stands on it."""

    line: RawLine
    confidence: float
    red: bool
    sealed: bool


class _Upright(NamedTuple):
    """A piece in the picture turned upright."""

    piece: Piece
    x0: float
    x1: float
    y: float  # of its middle
    height: float


def lines(pieces: list[Piece], page: int, points: float) -> list[ScannedLine]:
    """The lines of *page* in reading order: pieces on one baseline are one line unless they stand far apart,
    columns are read one after the other. A pixel is *points* wide.

    After it: every piece is in exactly one line."""
    if not pieces:
        return []
    upright = _turned(pieces)
    em = _em(upright)
    found: list[ScannedLine] = []
    for column in _columns(sorted(upright, key=lambda p: (p.y, p.x0)), em):
        rows = _mark_last(_rows(column))
        left = _left_edge(rows, em)
        pitch = _pitch(rows, em)
        above = rows[0][0].y
        for row in rows:
            gap = max(0, round((row[0].y - above) / pitch) - 1)
            above = row[0].y
            for part in _parted(row, em):
                indent = max(0.0, round((part[0].x0 - left) / em, 1))
                raw = RawLine(_text(part, em), _place(part, page, points), gap, indent)
                confidence = min(p.piece.confidence for p in part)
                sealed = any(p.piece.sealed for p in part)
                found.append(ScannedLine(raw, confidence, part[0].piece.red, sealed))
    lowest = max(range(len(found)), key=lambda index: found[index].line.place.top)
    text = found[lowest].line.text
    half = _HALF_NUMBER.fullmatch(text)
    number = (half[1] or half[2]) if half else text
    if half or number == str(page):
        found[lowest] = found[lowest]._replace(line=found[lowest].line._replace(text=f"— {number} —"))
    return found


def width(text: str) -> float:
    """The width of *text* in full-width characters, as it is printed: GBK writes those in two bytes."""
    return len(text.encode("gbk", "replace")) / 2


def _turned(pieces: list[Piece]) -> list[_Upright]:
    slopes = [_slope(piece) for piece in pieces if width(piece.text) >= _COLUMN]
    angle = math.atan(median(slopes)) if slopes else 0.0
    cos, sin = math.cos(angle), math.sin(angle)
    turned: list[_Upright] = []
    for piece in pieces:
        xs = [x * cos + y * sin for x, y in piece.corners]
        ys = [y * cos - x * sin for x, y in piece.corners]
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
    for edge in sorted({round(p.x1) for p in pieces if p.x1 - p.x0 >= _COLUMN * em}):
        middle = edge + _GUTTER * em / 2
        left = [p for p in pieces if p.x1 <= middle]
        right = [p for p in pieces if p.x0 >= middle]
        crossing = len(pieces) - len(left) - len(right)
        if min(len(left), len(right)) < _ROWS or crossing > _CROSSING * (len(left) + len(right)):
            continue
        if min(p.x0 for p in right) - max(p.x1 for p in left) < _GUTTER * em:
            continue
        if min(median(p.x1 - p.x0 for p in side) for side in (left, right)) < _COLUMN * em:
            continue
        beside = sum(any(abs(p.y - q.y) < max(p.height, q.height) for q in right) for p in left)
        best = max(best, (beside, middle))
    return best[1] if best[0] >= _ROWS else None


def _rows(pieces: list[_Upright]) -> list[list[_Upright]]:
    """Pieces, from the top, by baseline; those of one row from the left."""
    rows: list[list[_Upright]] = []
    for piece in pieces:
        row = next((row for row in reversed(rows[-3:]) if all(_side_by_side(piece, other) for other in row)), None)
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
    red = [row for row in rows if row[0].piece.red]
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
    xs = [x * points for p in row for x, _ in p.piece.corners]
    ys = [y * points for p in row for _, y in p.piece.corners]
    return Place(page, round(min(xs), 1), round(min(ys), 1), round(max(xs), 1), round(max(ys), 1))
