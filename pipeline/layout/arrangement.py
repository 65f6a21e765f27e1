"""The lines of a reading in reading order, with the role of those that are no text."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.layout.furniture import role_of
from pipeline.models import RawLine, Reading, Role


class LaidLine(NamedTuple):
    """A printed line in reading order; ``order`` is its place in the source, from 0. ``role`` is None for
    what may be text."""

    order: int
    raw: RawLine
    role: Role | None


def arrange(reading: Reading) -> list[LaidLine]:
    """Every line of *reading* once, in reading order."""
    lines = (line for page in reading.pages for line in page.lines)
    return [LaidLine(order, line, Role.TABLE if line.cell else role_of(line.text)) for order, line in enumerate(lines)]
