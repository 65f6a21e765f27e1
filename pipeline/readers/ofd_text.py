"""The characters of an OFD text object with their places (GB/T 33190—2016, 11.2 and 11.3)."""

from __future__ import annotations

import math
from typing import NamedTuple

from pipeline.readers.container import Element
from pipeline.readers.glyphs import Glyph

#: OFD counts in millimetres, everything else here in points (1/72 inch of 25.4 mm).
POINTS = 72 / 25.4
#: The tangent of 3 degrees: what is turned by more is no line of the text.
_UPRIGHT = 0.052


class Matrix(NamedTuple):
    """An affine map, as the standard writes it: x' = a x + c y + e, y' = b x + d y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        """This map and then *outer*, as one."""
        a, b = outer.a * self.a + outer.c * self.b, outer.b * self.a + outer.d * self.b
        c, d = outer.a * self.c + outer.c * self.d, outer.b * self.c + outer.d * self.d
        return Matrix(a, b, c, d, *outer.at(self.e, self.f))


IDENTITY = Matrix(1, 0, 0, 1, 0, 0)


def numbers(text: str | None) -> list[float]:
    """The numbers of an ST_Array or ST_Box, separated by white space; none where any of them is no number."""
    try:
        found = [float(word) for word in (text or "").split()]
    except ValueError:
        return []
    return found if all(map(math.isfinite, found)) else []


def steps(text: str | None, most: int) -> list[float]:
    """The steps of DeltaX or DeltaY, up to *most* of them: ``g 3 1.5`` repeats 1.5 three times (11.3.2)."""
    found: list[float] = []
    words = (text or "").split()
    place = 0
    while place < len(words) and len(found) < most:
        if words[place] == "g":
            repeated = numbers(" ".join(words[place + 1 : place + 3]))
            if len(repeated) == 2:
                found += [repeated[1]] * int(min(max(repeated[0], 0), most - len(found)))
            place += 3
        else:
            found += numbers(words[place]) or [0.0]
            place += 1
    return found[:most]


def matrix_of(transformation: str | None, boundary: str | None) -> Matrix:
    """The map from an object's own coordinates to those of what holds it: its CTM, then the corner of its boundary."""
    box = numbers(boundary)
    own = numbers(transformation)
    corner = Matrix(1, 0, 0, 1, box[0], box[1]) if len(box) == 4 else IDENTITY
    return (Matrix(*own) if len(own) == 6 else IDENTITY).then(corner)


class Drawn:
    """What is drawn as text: the upright ``glyphs``, those ``hidden`` ones that are drawn without fill and stroke
    (the text behind a scan), and the ``turned`` runs, which are at an angle or run downwards."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self.glyphs: list[Glyph] = []
        self.hidden: list[Glyph] = []
        self.turned: list[Turned] = []

    def draw(self, element: Element, outer: Matrix) -> None:
        """Draw a ``TextObject``; *outer* maps the coordinates of what holds it to the page's.

        A character is as wide as the step to the next one, the last of a run as wide as its kind is (ASCII half
        the font's size); without steps the characters follow each other."""
        size = _number(element.get("Size"), 3.0) * _number(element.get("HScale"), 1.0)
        matrix = matrix_of(element.get("CTM"), element.get("Boundary")).then(outer)
        glyphs = self.hidden if _is_hidden(element) else self.glyphs
        x = y = 0.0
        for code in element.iterchildren("{*}TextCode"):
            text = code.text or ""
            # 11.3.1: a run that gives no X or Y begins where the one before it began.
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            across, down = steps(code.get("DeltaX"), len(text)), steps(code.get("DeltaY"), len(text))
            run = _run(text, x, y, across, down, size, matrix)
            upright = abs(matrix.b) < _UPRIGHT * matrix.a and (any(across) or not any(down) or len(text.strip()) < 2)
            if upright:
                glyphs += [glyph._replace(order=len(glyphs) + place) for place, glyph in enumerate(run)]
            elif run:
                self.turned.append(Turned(run, at_an_angle=abs(matrix.b) >= _UPRIGHT * matrix.a))


class Turned(NamedTuple):
    """A run of text that is no part of an upright line."""

    glyphs: list[Glyph]
    at_an_angle: bool


def _number(text: str | None, otherwise: float) -> float:
    return next(iter(numbers(text)), otherwise)


def _is_hidden(element: Element) -> bool:
    unpainted = element.get("Fill") == "false" and element.get("Stroke", "false") == "false"
    return unpainted or _number(element.get("Alpha"), 255) == 0


def _run(
    text: str, x: float, y: float, across: list[float], down: list[float], size: float, matrix: Matrix
) -> list[Glyph]:
    found = []
    for place, char in enumerate(text):
        own = size * (0.5 if char.isascii() else 1.0)
        step = own if not across and not down else across[place] if place < len(across) else 0.0
        if not char.isspace():
            left, base = matrix.at(x, y)
            right, _ = matrix.at(x + (step if 0 < step < own else own), y)
            found.append(Glyph(char, left * POINTS, right * POINTS, base * POINTS, 0))
        x += step
        y += down[place] if place < len(down) else 0.0
    return found
