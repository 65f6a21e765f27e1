"""Rules on a page → ruled tables, as cells with their row, column and spans, and the frames that stand around text.

Whatever drew or saw the rules: all places are in points from the top left corner of the page. The grid is found by
pdfplumber's table geometry, which copes with merged cells and rules that stop short.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from pipeline.models import Cell

#: Edges closer than this are one rule, in points.
NEAR = 3.0
#: A page with more rules is a map or a chart, and looking for tables in it would only cost time.
MOST_EDGES = 2_000
#: A frame is at least as wide and as high as this, in points: a title of 5 characters, a line.
_NARROWEST, _LOWEST = 60.0, 14.0

Edge = dict[str, Any]
"""A rule as pdfplumber has it."""
Box = tuple[float, float, float, float]
"""x0, top, x1, bottom."""


class Table(NamedTuple):
    """A ruled table: the boxes of its cells with their places in the grid."""

    cells: tuple[tuple[Box, Cell], ...]

    @property
    def box(self) -> Box:
        """What it takes of the page."""
        return around([box for box, _ in self.cells])

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The cell that holds the point, if any."""
        return next((cell for box, cell in self.cells if holds(box, x, y)), None)


class Ruled(NamedTuple):
    """What the rules of a page make, each from the top: ``frames`` have no columns (boxes, 专栏), and hold no other
    frame; a table may stand in one."""

    tables: list[Table]
    frames: list[Box]


def edge(x0: float, y0: float, x1: float, y1: float) -> Edge:
    """The rule from one point to the other, upright or level as it is longer."""
    across, down = abs(x1 - x0), abs(y1 - y0)
    left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    if across > down:
        y = (top + bottom) / 2
        return {"orientation": "h", "x0": left, "x1": right, "top": y, "bottom": y, "width": across, "height": 0}
    x = (left + right) / 2
    return {"orientation": "v", "x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0, "height": down}


def ruled(edges: list[Edge], areas: Iterable[Box], first: int, near: float = NEAR) -> Ruled:
    """The tables and frames that *edges*, nearer than *near* one rule, and filled *areas* make; the tables are
    numbered from *first*."""
    found = list(areas)
    merged = merge_edges(edges, near, near, near, near)
    tables: list[Table] = []
    if len(merged) <= MOST_EDGES and all(sum(e["orientation"] == way for e in merged) > 1 for way in "hv"):
        cells = intersections_to_cells(edges_to_intersections(merged, near, near))
        groups = cells_to_tables(cells)
        in_groups = {cell for group in groups for cell in group}
        found += [cell for cell in cells if cell not in in_groups]
        for boxes in sorted(groups, key=lambda group: min(box[1] for box in group)):
            grid = _grid(boxes, first + len(tables), near)
            if len(boxes) < 3 or all(cell.column == 0 for _, cell in grid):
                found.append(around(boxes))
            else:
                tables.append(Table(tuple(grid)))
    return Ruled(tables, _frames(found, tables, near))


def holds(box: Box, x: float, y: float) -> bool:
    """Whether the point is in *box*."""
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def around(boxes: list[Box]) -> Box:
    """The smallest box that holds all of *boxes*."""
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _grid(boxes: list[Box], table: int, near: float) -> list[tuple[Box, Cell]]:
    columns = _steps([x for box in boxes for x in (box[0], box[2])], near)
    rows = _steps([y for box in boxes for y in (box[1], box[3])], near)
    found = []
    for box in sorted(boxes, key=lambda b: (b[1], b[0])):
        left, right = bisect_right(columns, box[0] + near) - 1, bisect_right(columns, box[2] + near) - 1
        top, bottom = bisect_right(rows, box[1] + near) - 1, bisect_right(rows, box[3] + near) - 1
        found.append((box, Cell(table, top, left, max(1, bottom - top), max(1, right - left))))
    return found


def _steps(values: list[float], near: float) -> list[float]:
    """Sorted values, of each run that is nearer than a rule is thick the first."""
    ordered = sorted(values)
    return ordered[:1] + [value for last, value in pairwise(ordered) if value - last > near]


def _frames(found: list[Box], tables: list[Table], near: float) -> list[Box]:
    """The frames among the boxes *found*: not the shading of a table, a box in a box is part of it, and two that
    stand on each other (a title on a ground of its own) are one."""
    in_tables = [table.box for table in tables]
    large = [box for box in found if box[2] - box[0] >= _NARROWEST and box[3] - box[1] >= _LOWEST]
    frames: list[Box] = []
    for box in sorted(large, key=lambda b: (b[1], -(b[2] - b[0]) * (b[3] - b[1]))):
        if any(_shared(box, table) > 0.5 for table in in_tables):
            continue
        last = next((n for n, frame in enumerate(frames) if _is_one(frame, box, near)), None)
        if last is None:
            frames.append(box)
        else:
            frames[last] = around([frames[last], box])
    return frames


def _shared(box: Box, other: Box) -> float:
    """The part of *box* that lies in *other*."""
    width, height = min(box[2], other[2]) - max(box[0], other[0]), min(box[3], other[3]) - max(box[1], other[1])
    return max(0.0, width) * max(0.0, height) / ((box[2] - box[0]) * (box[3] - box[1]))


def _is_one(above: Box, box: Box, near: float) -> bool:
    if _shared(box, above) > 0.9:
        return True
    aligned = abs(above[0] - box[0]) <= 2 * near and abs(above[2] - box[2]) <= 2 * near
    return aligned and above[1] <= box[1] <= above[3] + near
