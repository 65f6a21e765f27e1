"""What looks like a date and cannot be read as one: a finding with its surface, never a value."""

from __future__ import annotations

from dataclasses import dataclass

_MESSAGES = {
    "impossible_date": "No calendar holds {surface}; check the print.",
    "year_unknown": "{surface} names no year and nothing around it tells which one.",
    "month_unknown": "{surface} names no month and nothing around it tells which one.",
    "unreadable_recurrence": "{surface} recurs, but on no day that a recurrence rule can state.",
    "vague_date": "{surface} states no last day.",
}


@dataclass(frozen=True, slots=True)
class DateProblem:
    """What looks like a date and cannot be read as one; offsets count in the text, half open.

    ``code`` is ``impossible_date``, ``year_unknown``, ``month_unknown``, ``unreadable_recurrence`` or
    ``vague_date``."""

    surface: str
    char_start: int
    char_end: int
    code: str
    message: str

    @classmethod
    def at(cls, text: str, start: int, end: int, code: str) -> DateProblem:
        """The problem *code* of ``text[start:end]``."""
        return cls(text[start:end], start, end, code, _MESSAGES[code].format(surface=text[start:end]))


class UnreadableError(Exception):
    """Raised inside a reader: the printed words are a problem of this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
