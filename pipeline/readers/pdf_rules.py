"""The rules and grounds that a PDF page draws, and what they make: ruled tables and frames.

pdfium yields the paths: strokes, paths filled as thin as a rule, and areas filled in a colour, on which boxes (专栏)
are often set without any rule.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise, repeat
from typing import NamedTuple

import pypdfium2.raw as pdfium

from pipeline.readers import pdf_calls
from pipeline.readers.pdf_calls import Handle
from pipeline.readers.pdf_glyphs import Frame
from pipeline.readers.rules import Box, Edge, Ruled, edge, ruled

#: A filled path thinner than this is a rule, in points; shorter ones are ornaments or parts of a drawing.
_THIN = 3.0
_SHORTEST = 6.0
#: A page with more path segments is a map or a chart, and looking for tables in it would only cost time.
MOST_SEGMENTS = 20_000
#: A rule's ends differ by no more than this in the direction that it does not run, in points.
_STRAIGHT = 1.0
#: The corners of a frame may be rounded: a curve each, whose ends are no farther apart.
_CORNERS, _ROUNDED = 4, 24.0
#: Forms stand in forms no deeper than this.
DEEPEST = 8
#: A ground that is lighter than this in all colours, of 255, is paper.
_PAPER = 250
#: A ground over more of the page than this is the page's own.
_WHOLE = 0.85

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Point = tuple[float, float]


class PageObject(NamedTuple):
    """Something that a page draws: its kind as pdfium has it (``FPDF_PAGEOBJ_…``), the matrix of the form that it
    stands in, and in how many forms it stands."""

    handle: Handle
    kind: int
    matrix: Matrix
    depth: int


class _Drawn(NamedTuple):
    """A straight line from one corner of ``box`` to the other, or a ground that fills it."""

    box: Box
    is_ground: bool = False


def page_rules(paths: Iterable[PageObject], frame: Frame, first: int) -> Ruled:
    """The tables and frames that the *paths* of a page make, the tables numbered from *first*."""
    edges: list[Edge] = []
    grounds: list[Box] = []
    for count, ((x0, y0, x1, y1), is_ground) in enumerate(_drawn(paths, frame)):
        if count > MOST_SEGMENTS:
            return Ruled([], [])
        across, down = abs(x1 - x0), abs(y1 - y0)
        if is_ground:
            grounds.append((x0, y0, x1, y1))
        elif max(across, down) >= _SHORTEST and min(across, down) <= _STRAIGHT:
            edges.append(edge(x0, y0, x1, y1))
    return ruled(edges, grounds, first) if grounds or len(edges) > 3 else Ruled([], [])


def _drawn(paths: Iterable[PageObject], frame: Frame) -> Iterator[_Drawn]:
    """The straight lines and the grounds that are drawn, as the page is shown: strokes, filled paths as thin as a
    rule, filled rectangles; a rectangle with rounded corners counts as one without."""
    size = abs((frame.right - frame.left) * (frame.top - frame.bottom))
    for drawn, _, matrix, _ in paths:
        is_filled, is_stroked = _draw_mode(drawn)
        is_ground = is_filled and not is_stroked and _is_coloured(drawn)
        if not is_stroked and not is_ground and not _may_be_thin(drawn, matrix):
            continue  # paper, under most of the text that some programs write
        path = _path(drawn, _times(_matrix(drawn), matrix))
        parts = [[frame.shown(x, y) for x, y in part] for part in path.parts]
        points = [point for part in parts for point in part]
        if not points:
            continue
        xs, ys = zip(*points, strict=True)
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if path.curves:
            # The ends of a rounded corner's curve stand on the sides of the rectangle.
            if path.curves > _CORNERS or not all(_on_a_side(x, y, (x0, y0, x1, y1)) for x, y in points):
                continue
            parts = [[(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]]
        if x1 - x0 <= _THIN or y1 - y0 <= _THIN:
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            yield _Drawn((x0, y, x1, y) if x1 - x0 > y1 - y0 else (x, y0, x, y1))
            continue
        if is_stroked:
            yield from (_Drawn((*one, *other)) for part in parts for one, other in pairwise(part))
        elif (
            is_ground
            and (x1 - x0) * (y1 - y0) < _WHOLE * size
            and (path.curves or all(_at_a_corner(x, y, (x0, y0, x1, y1)) for x, y in points))
        ):
            yield _Drawn((x0, y0, x1, y1), is_ground=True)


def _on_a_side(x: float, y: float, box: Box) -> bool:
    """Whether a point lies on a side of *box*, near one of its corners."""
    x0, y0, x1, y1 = box
    on = min(abs(x - x0), abs(x - x1)) <= _STRAIGHT or min(abs(y - y0), abs(y - y1)) <= _STRAIGHT
    return on and min(abs(x - x0), abs(x - x1)) <= _ROUNDED and min(abs(y - y0), abs(y - y1)) <= _ROUNDED


def _at_a_corner(x: float, y: float, box: Box) -> bool:
    x0, y0, x1, y1 = box
    return min(abs(x - x0), abs(x - x1)) + min(abs(y - y0), abs(y - y1)) < _STRAIGHT


def page_objects(page: Handle, deepest: int) -> Iterator[PageObject]:
    """What *page* draws but its text, in forms down to *deepest* too."""
    places = range(pdfium.FPDFPage_CountObjects(page))
    kinds = list(map(pdf_calls.object_type, map(pdf_calls.page_object, repeat(page), places)))
    return _objects(kinds, lambda place: pdfium.FPDFPage_GetObject(page, place), _IDENTITY, 0, deepest)


def _objects(
    kinds: list[int], at: Callable[[int], Handle], matrix: Matrix, depth: int, deepest: int
) -> Iterator[PageObject]:
    for place, kind in enumerate(kinds):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        drawn = at(place)
        yield PageObject(drawn, kind, matrix, depth)
        if depth < deepest and kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _inside(drawn, _times(_matrix(drawn), matrix), depth + 1, deepest)


def _inside(form: Handle, matrix: Matrix, depth: int, deepest: int) -> Iterator[PageObject]:
    places = range(pdfium.FPDFFormObj_CountObjects(form))
    kinds = list(map(pdf_calls.object_type, map(pdf_calls.form_object, repeat(form), places)))
    return _objects(kinds, lambda place: pdfium.FPDFFormObj_GetObject(form, place), matrix, depth, deepest)


def _matrix(drawn: Handle) -> Matrix:
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, own)
    return own.a, own.b, own.c, own.d, own.e, own.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


class _Path(NamedTuple):
    """The runs of points of a path, the ends of its curves among them, and how many curves it has."""

    parts: list[list[Point]]
    curves: int


def _path(drawn: Handle, matrix: Matrix) -> _Path:
    a, b, c, d, e, f = matrix
    parts: list[list[Point]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    x_at, y_at = ctypes.byref(x), ctypes.byref(y)
    controls = 0
    for index in range(min(pdfium.FPDFPath_CountSegments(drawn), MOST_SEGMENTS)):
        segment = pdf_calls.path_segment(drawn, index)
        kind = pdf_calls.segment_type(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            controls += 1  # two of three are no points of the path
            if controls > 3 * _CORNERS:
                return _Path([], 0)
            if controls % 3:
                continue
        pdf_calls.segment_point(segment, x_at, y_at)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([point])
        else:
            parts[-1].append(point)
        if pdf_calls.segment_close(segment):
            parts[-1].append(parts[-1][0])
    return _Path(parts, controls // 3)


_fill, _stroke = ctypes.c_int(), ctypes.c_int()
_colour = (ctypes.c_uint * 4)()
_bounds = (ctypes.c_float * 4)()
_fill_at, _stroke_at = ctypes.byref(_fill), ctypes.byref(_stroke)
_colour_at = [ctypes.byref(_colour, 4 * part) for part in range(4)]
_bounds_at = [ctypes.byref(_bounds, 4 * side) for side in range(4)]


def _draw_mode(drawn: Handle) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    pdf_calls.draw_mode(drawn, _fill_at, _stroke_at)
    return bool(_fill.value), bool(_stroke.value)


def _is_coloured(drawn: Handle) -> bool:
    """Whether the colour that an area is filled in can be seen."""
    if not pdf_calls.fill_colour(drawn, *_colour_at):
        return False
    *colours, alpha = _colour
    return min(colours) < _PAPER and alpha > 0


def _may_be_thin(drawn: Handle, matrix: Matrix) -> bool:
    """Whether a path, in a form of *matrix*, is not known to be wider and higher than a rule is thick: asking for its
    bounds takes a tenth of the time that going through it does."""
    if not pdf_calls.bounds(drawn, *_bounds_at):
        return True
    left, bottom, right, top = _bounds
    a, b, c, d, _, _ = matrix
    across, down = right - left, top - bottom
    return min(abs(a) * across + abs(c) * down, abs(b) * across + abs(d) * down) <= _THIN + _STRAIGHT
