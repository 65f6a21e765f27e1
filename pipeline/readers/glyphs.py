"""Drawn characters with their places, one by one and as columns."""

from __future__ import annotations

import re
from codecs import utf_16_le_encode
from collections.abc import Iterable, Sequence
from itertools import compress, count, islice
from operator import ne, sub
from typing import NamedTuple

#: Whether a character of Unicode's first plane is Han (一 to 鿿), by the upper byte of its number.
_HAN = bytes(0x4E <= upper <= 0x9F for upper in range(0x100))
#: So many Han characters tell the usual advance as well as all.
_ENOUGH = 200
_OTHER_PLANES = re.compile("[\U00010000-\U0010ffff]")


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

    chars: str
    x0: list[float]
    x1: list[float]
    base: list[float]
    order: list[int]

    @classmethod
    def of(cls, glyphs: Iterable[Glyph]) -> Glyphs:
        """The columns of *glyphs*."""
        chars, *places = [list(column) for column in zip(*glyphs, strict=True)] or [[] for _ in cls._fields]
        return cls("".join(chars), *places)

    def glyph(self, place: int) -> Glyph:
        """The character at *place*."""
        return Glyph(self.chars[place], self.x0[place], self.x1[place], self.base[place], self.order[place])

    def chosen(self, places: Iterable[int]) -> Glyphs:
        """The characters at *places*, in their order."""
        places = list(places)
        chars, x0, x1, base, order = self
        return Glyphs(
            "".join([chars[n] for n in places]),
            [x0[n] for n in places],
            [x1[n] for n in places],
            [base[n] for n in places],
            [order[n] for n in places],
        )

    def part(self, start: int, end: int) -> Glyphs:
        """The characters from *start* up to *end*."""
        chars, x0, x1, base, order = self
        columns = chars[start:end], x0[start:end], x1[start:end], base[start:end], order[start:end]
        return tuple.__new__(Glyphs, columns)  # half the time of calling it, once a line

    def em(self, usual: float) -> float:
        """The median advance of the Han characters among them, or *usual* where there are none. Of the many
        on a page every second, third or fourth is asked."""
        chars, x0, x1, _, _ = self
        units, _ = utf_16_le_encode(chars, "surrogatepass")
        if len(units) > 2 * len(chars):
            units, _ = utf_16_le_encode(_OTHER_PLANES.sub("\0", chars), "surrogatepass")
        every: list[float] = list(compress(map(sub, x1, x0), units[1::2].translate(_HAN)))
        if not every:
            return usual
        advances = sorted(every[:: 1 + len(every) // _ENOUGH])
        return (advances[(len(advances) - 1) // 2] + advances[len(advances) // 2]) / 2


def changes(values: Sequence[float]) -> list[int]:
    """The places of the values that differ from the one before them."""
    return list(compress(count(1), map(ne, islice(values, 1, None), values)))
