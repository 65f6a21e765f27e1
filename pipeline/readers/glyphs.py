"""Drawn characters with their places, one by one and as columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Glyph(NamedTuple):
    """A drawn character: ``x0`` to ``x1`` its advance, ``base`` its baseline, in points from the top left corner
    of the page as shown (of a PDF, to a tenth); ``order`` is its place in the order of drawing."""

    char: str
    x0: float
    x1: float
    base: float
    order: int


class Glyphs(NamedTuple):
    """Drawn characters as columns of one length, which are made and gone through in a third of the time that a list
    of :class:`Glyph` takes; what the columns hold is said there."""

    chars: list[str]
    x0: list[float]
    x1: list[float]
    base: list[float]
    order: list[int]

    @classmethod
    def of(cls, glyphs: Iterable[Glyph]) -> Glyphs:
        """The columns of *glyphs*."""
        columns = [list(column) for column in zip(*glyphs, strict=True)]
        return cls(*columns) if columns else cls([], [], [], [], [])

    def glyph(self, place: int) -> Glyph:
        """The character at *place*."""
        return Glyph(self.chars[place], self.x0[place], self.x1[place], self.base[place], self.order[place])

    def chosen(self, places: Iterable[int]) -> Glyphs:
        """The characters at *places*, in their order."""
        places = list(places)
        chars, x0, x1, base, order = self
        return Glyphs(
            [chars[n] for n in places],
            [x0[n] for n in places],
            [x1[n] for n in places],
            [base[n] for n in places],
            [order[n] for n in places],
        )

    def part(self, start: int, end: int) -> Glyphs:
        """The characters from *start* up to *end*."""
        chars, x0, x1, base, order = self
        return Glyphs(chars[start:end], x0[start:end], x1[start:end], base[start:end], order[start:end])

    def han_advances(self) -> list[float]:
        """How far each Han character among them reaches."""
        return [x1 - x0 for char, x0, x1 in zip(self.chars, self.x0, self.x1, strict=True) if "一" <= char <= "鿿"]
