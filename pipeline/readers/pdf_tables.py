"""Ruled tables: the rules that a PDF page draws → cells with their row, column and spans.

pdfium yields the rules; the grid is found by pdfplumber's table geometry, which copes with merged cells and rules
that stop short. Frames without inner rules (boxes) are no tables.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
from pypdfium2 import PdfPage

from pipeline.models import Cell
from pipeline.readers.pdf_glyphs import Frame

#: A filled path thinner than this is a rule, in points; shorter ones are ornaments or parts of a drawing.
_THIN = 3.0
_SHORTEST = 6.0
#: Edges closer than this are one rule.
_NEAR = 3.0
#: A page with more path segments is a map or a chart, and looking for tables in it would only cost time.
MOST_SEGMENTS = 20_000
MOST_EDGES = 2_000

Matrix = tuple[float, float, float, float, float, float]
Edge = dict[str, Any]
Handle = Any
"""A page object as pdfium's C interface hands it out."""
Box = tuple[float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Table(NamedTuple):
    """A ruled table: the boxes of its cells (x0, top, x1, bottom in points) with their places in the grid."""

    cells: tuple[tuple[Box, Cell], ...]

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The cell that holds the point, if any."""
        return next((cell for (x0, top, x1, bottom), cell in self.cells if x0 <= x < x1 and top <= y < bottom), None)


def ruled_tables(page: PdfPage, frame: Frame, first: int) -> list[Table]:
    """The tables of *page*, from the top, numbered from *first*."""
    edges = _edges(page, frame)
    if sum(edge["orientation"] == "h" for edge in edges) < 2 or sum(edge["orientation"] == "v" for edge in edges) < 2:
        return []
    merged = merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    if len(merged) > MOST_EDGES:
        return []
    groups = cells_to_tables(intersections_to_cells(edges_to_intersections(merged, _NEAR, _NEAR)))
    tables: list[Table] = []
    for boxes in sorted(groups, key=lambda group: min(box[1] for box in group)):
        cells = _grid(boxes, first + len(tables))
        if len(cells) > 2:
            tables.append(Table(tuple(cells)))
    return tables


def _grid(boxes: list[Box], table: int) -> list[tuple[Box, Cell]]:
    columns = _steps([x for box in boxes for x in (box[0], box[2])])
    rows = _steps([y for box in boxes for y in (box[1], box[3])])
    found = []
    for box in sorted(boxes, key=lambda b: (b[1], b[0])):
        left, right = bisect_right(columns, box[0] + _NEAR) - 1, bisect_right(columns, box[2] + _NEAR) - 1
        top, bottom = bisect_right(rows, box[1] + _NEAR) - 1, bisect_right(rows, box[3] + _NEAR) - 1
        found.append((box, Cell(table, top, left, max(1, bottom - top), max(1, right - left))))
    return found


def _steps(values: list[float]) -> list[float]:
    """Sorted values, of each run that is nearer than a rule is thick the first."""
    ordered = sorted(values)
    return ordered[:1] + [value for last, value in pairwise(ordered) if value - last > _NEAR]


def _edges(page: PdfPage, frame: Frame) -> list[Edge]:
    edges: list[Edge] = []
    for count, (start, end) in enumerate(_segments(page, frame)):
        if count > MOST_SEGMENTS:
            return []
        (x0, y0), (x1, y1) = start, end
        across, down = abs(x1 - x0), abs(y1 - y0)
        if max(across, down) < _SHORTEST or min(across, down) > 1.0:
            continue
        x0, x1, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if across > down:
            y = (top + bottom) / 2
            edges.append({"orientation": "h", "x0": x0, "x1": x1, "top": y, "bottom": y, "width": across, "height": 0})
        else:
            x = (x0 + x1) / 2
            edges.append(
                {"orientation": "v", "x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0, "height": down}
            )
    return edges


Point = tuple[float, float]


def _segments(page: PdfPage, frame: Frame) -> Iterator[tuple[Point, Point]]:
    """The straight lines that are drawn, as the page is shown: strokes, and filled paths as thin as a rule."""
    for drawn, matrix in _paths(
        pdfium.FPDFPage_CountObjects(page.raw), lambda i: pdfium.FPDFPage_GetObject(page.raw, i), _IDENTITY
    ):
        corners = _corners(drawn, matrix)
        if not corners:
            continue
        points = [frame.shown(x, y) for part in corners for x, y in part]
        x0, x1 = min(x for x, _ in points), max(x for x, _ in points)
        y0, y1 = min(y for _, y in points), max(y for _, y in points)
        if x1 - x0 <= _THIN or y1 - y0 <= _THIN:
            middle = ((x0 + x1) / 2, (y0 + y1) / 2)
            yield ((x0, middle[1]), (x1, middle[1])) if x1 - x0 > y1 - y0 else ((middle[0], y0), (middle[0], y1))
        elif _is_stroked(drawn):
            for part in corners:
                yield from pairwise([frame.shown(x, y) for x, y in part])


def _paths(count: int, at: Callable[[int], Handle], matrix: Matrix, depth: int = 0) -> Iterator[tuple[Handle, Matrix]]:
    for index in range(count):
        drawn = at(index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield drawn, _times(_matrix(drawn), matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 8:
            inner = _times(_matrix(drawn), matrix)
            number = pdfium.FPDFFormObj_CountObjects(drawn)
            yield from _paths(number, partial(pdfium.FPDFFormObj_GetObject, drawn), inner, depth + 1)


def _matrix(drawn: Handle) -> Matrix:
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, own)
    return own.a, own.b, own.c, own.d, own.e, own.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _corners(drawn: Handle, matrix: Matrix) -> list[list[Point]]:
    """The straight runs of a path; none where it has curves (a drawing, a seal)."""
    a, b, c, d, e, f = matrix
    parts: list[list[Point]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(drawn), MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([point])
        else:
            parts[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            parts[-1].append(parts[-1][0])
    return parts


def _is_stroked(drawn: Handle) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke)
    return bool(stroke.value)
