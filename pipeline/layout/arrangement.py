"""The lines of a reading in reading order, with the role of those that are no text."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.layout.furniture import role_of
from pipeline.models import RawLine, Reading, Role


class LaidLine(NamedTuple):
    """A printed line in reading order; ``order`` is its place in the source, from 0, ``text`` what is printed,
    without markup. ``role`` is None for what may be text."""

    order: int
    raw: RawLine
    text: str
    role: Role | None


def arrange(reading: Reading) -> list[LaidLine]:
    """Every line of *reading* once, in reading order."""
    lines = (line for page in reading.pages for line in page.lines)
    return [_laid(order, line) for order, line in enumerate(lines)]


def _laid(order: int, line: RawLine) -> LaidLine:
    text = without_marks(line.text, line.marks) if line.marks else line.text
    role = Role.TABLE if line.cell else role_of(text) if text else Role.NOISE
    return LaidLine(order, line, text, role)


def without_marks(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    """*text* without its spans of markup and without white space at its ends: what is left is print."""
    for start, end in reversed(marks):
        text = text[:start] + text[end:]
    return text.strip()
