"""Paragraphs back to printed lines: each with its role, its document and the span of the text it gives."""

from __future__ import annotations

from operator import attrgetter

from pipeline.cleaning.paragraphs import Paragraph
from pipeline.layout.arrangement import LaidLine
from pipeline.models import TEXT_ROLES, Line, RawLine, Role

#: By the index of a line: its role, and for text the document's ordinal with the span in its text.
Located = dict[int, tuple[Role, int | None, int | None, int | None]]


def locate(paragraphs: list[Paragraph], ordinal: int | None, starts: dict[int, int]) -> Located:
    """What the lines of *paragraphs* are in document *ordinal*; *starts* gives paragraphs (by ``id``) their
    offsets in its text."""
    located: Located = {}
    for paragraph in paragraphs:
        role = paragraph.role or Role.BODY
        position = starts.get(id(paragraph)) if role in TEXT_ROLES else None
        for index, length in paragraph.pieces:
            if position is None:
                located[index] = (role, ordinal, None, None)
            else:
                located[index] = (role, ordinal, position, position + length)
                position += length
    return located


def printed_lines(laid: list[LaidLine], located: Located, texts: dict[int, str]) -> tuple[list[Line], dict[int, int]]:
    """The ``Line`` rows of a source, and by a line's index its first row's number.

    A printed line with markup is parted into runs: print, and marks with the role noise. After it: the
    characters of the rows in order are the characters of the source, white space aside, and those of the
    rows with offsets are the characters of the documents' texts."""
    rows: list[Line] = []
    numbers: dict[int, int] = {}
    make = tuple.__new__  # half the time of calling the named tuple
    for line in sorted(laid, key=attrgetter("order")):
        order, raw = line.order, line.raw
        role, ordinal, start, end = located[order]
        numbers[order] = number = len(rows) + 1
        if not raw.marks:
            rows.append(make(Line, (number, raw.place, raw.text, role, ordinal, start, end)))
            continue
        cleaned = texts[ordinal][start:end] if start is not None and ordinal is not None else ""
        position = 0
        for run, is_mark in _runs(raw):
            if is_mark or start is None:
                rows.append(Line(len(rows) + 1, raw.place, run, Role.NOISE if is_mark else role, ordinal))
                continue
            length = _length(cleaned, position, run)
            span = start + position, start + position + length
            position += length
            rows.append(Line(len(rows) + 1, raw.place, run, role, ordinal, *span))
    return rows, numbers


def _runs(raw: RawLine) -> list[tuple[str, bool]]:
    runs, at = [], 0
    for start, end in raw.marks:
        runs += [(raw.text[at:start], False), (raw.text[start:end], True)]
        at = end
    runs.append((raw.text[at:], False))
    return [(text.strip(), mark) for text, mark in runs if text.strip()]


def _length(cleaned: str, position: int, run: str) -> int:
    """How many characters of ``cleaned[position:]`` *run* gives: as many printed ones as it holds."""
    left = len("".join(run.split()))
    at = position
    while at < len(cleaned) and left:
        left -= not cleaned[at].isspace()
        at += 1
    return at - position
