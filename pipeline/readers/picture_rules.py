"""The rules and grounds on the picture of a page: what tables and frames are made of.

A rule is a long thin run of ink, found by morphology: what is left of the ink when only runs that are longer than any
stroke of a character are kept. Tilt of a few degrees does no harm: a run may step by a pixel.

This module needs the ``ocr`` extra, like :mod:`pipeline.readers.recognition`, which uses it.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.readers.rules import Box

Picture = npt.NDArray[np.uint8]

#: Shorter runs may be strokes of type, in millimetres: the longest of a title of 22 points is 7.7 mm.
_SHORTEST = 9.0
#: A gap of so many millimetres in a rule is a fault of the scan.
_BROKEN = 1.0
#: A rule is no thicker, in millimetres.
_THICKEST = 1.5
#: Ink is darker than the paper by this share.
INK = 0.25
#: How far a rule may run off, per length: a tilt of 3 degrees.
_SLOPE = 0.06
#: Grounds are looked for in a picture so many times smaller; their colour differs from paper by this, of 255.
_COARSE, _TINT = 8, 8
#: The side of the square whose median is taken, in pixels of a picture half the size.
_PATCH = 21
#: A ground fills its box to at least this share, is at least so many millimetres high, and no more of the page.
_FILLS, _LOWEST, _WHOLE = 0.85, 6.0, 0.85


def rules(grey: Picture, per_mm: float) -> tuple[list[Box], Picture]:
    """The rules on *grey* (height × width), of which *per_mm* pixels make a millimetre, each from end to end, and the
    mask of their ink."""
    paper = float(np.percentile(grey, 90))
    ink = (grey < paper * (1 - INK)).astype(np.uint8)
    found: list[Box] = []
    mask = np.zeros_like(ink)
    length, gap = max(3, round(_SHORTEST * per_mm)), max(1, round(_BROKEN * per_mm))
    for is_level in (True, False):
        # One pixel thicker across its run, a tilted rule is a run still where it steps.
        thick = cv2.dilate(ink, np.ones((3, 1) if is_level else (1, 3), np.uint8))
        shape = (1, length) if is_level else (length, 1)
        runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        closed = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, gap) if is_level else (gap, 1), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(closed)
        for label in range(1, count):
            x, y, w, h, area = (int(value) for value in stats[label])
            along, across = (w, h) if is_level else (h, w)
            if across > _THICKEST * per_mm + _SLOPE * along or area / along > _THICKEST * per_mm + 2:
                continue
            own = labels[y : y + h, x : x + w] == label
            found.append(_ends(own, x, y, is_level=is_level))
            mask[y : y + h, x : x + w] |= own.astype(np.uint8)
    return found, mask.astype(np.uint8)


def _ends(own: npt.NDArray[np.bool_], x: int, y: int, *, is_level: bool) -> Box:
    """A rule from the middle of its one end to that of its other."""
    run = own if is_level else own.T
    first, last = (float(np.flatnonzero(run[:, at]).mean()) for at in (0, -1))
    long = run.shape[1]
    return (x, y + first, x + long, y + last) if is_level else (x + first, y, x + last, y + long)


def grounds(picture: Picture, per_mm: float) -> Iterator[Box]:
    """The areas of *picture* (height × width × blue, green, red) that are tinted, and upright rectangles."""
    height, width = picture.shape[0] // _COARSE, picture.shape[1] // _COARSE
    # Type covers less than half of any place: the median is what it stands on.
    half = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_NEAREST)
    ground = cv2.resize(cv2.medianBlur(half, _PATCH), (width, height), interpolation=cv2.INTER_NEAREST)
    paper = np.percentile(ground.reshape(-1, 3), 90, axis=0)
    tinted = ((paper - ground).max(axis=2) > _TINT).astype(np.uint8)
    mask = cv2.morphologyEx(tinted, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    for label in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[label])
        if h * _COARSE < _LOWEST * per_mm or area < _FILLS * w * h or w * h > _WHOLE * width * height:
            continue
        yield (x - 1) * _COARSE, (y - 1) * _COARSE, (x + w + 1) * _COARSE, (y + h + 1) * _COARSE
