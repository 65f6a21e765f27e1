"""Days, months, 旬, quarters, halves and years as spans of days, and recurrence rules over them.

Nothing here reads text but single figures; the readers are in ``dates`` and ``recurrences``.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.models import Precision
from pipeline.numerals import han_number


class ImpossibleDateError(ValueError):
    """A printed date that no calendar holds, such as 2月30日 or 13月."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``, both inclusive, and how finely the text states them."""

    first: date
    last: date
    precision: Precision

    def to(self, end: Span) -> Span:
        """From the start of this span to the end of *end*.

        Raises:
            ImpossibleDateError: *end* ends before this span starts.
        """
        if end.last < self.first:
            raise ImpossibleDateError
        return Span(self.first, end.last, end.precision)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a year that is not named: months ``first`` to ``last``, a 旬 or a day of the first of them.

    ``is_opening`` says that it is the first of its kind (上半年, 一季度, 上旬): before it is never meant literally;
    ``is_feast`` that the day is a holiday, on which nothing is due. 中下旬 are two 旬, to ``last_tenth``."""

    first: int = 1
    last: int = 12
    precision: Precision = Precision.YEAR
    tenth: int | None = None
    day: int | None = None
    is_opening: bool = False
    is_feast: bool = False
    last_tenth: int | None = None

    def of(self, year: int) -> Span:
        """This part of *year*.

        Raises:
            ImpossibleDateError: there is no such month, or no such day in it.
        """
        try:
            if self.day is not None:
                only = date(year, self.first, self.day)
                return Span(only, only, self.precision)
            end = date(year, self.last, monthrange(year, self.last)[1])
            if self.tenth is None:
                return Span(date(year, self.first, 1), end, self.precision)
            through = self.last_tenth or self.tenth
            last = end if through == 3 else date(year, self.first, through * 10)
            return Span(date(year, self.first, self.tenth * 10 - 9), last, self.precision)
        except ValueError as error:
            raise ImpossibleDateError from error


YEAR = Part()


def half(number: int) -> Part:
    """上半年 (1) or 下半年 (2)."""
    return Part(number * 6 - 5, number * 6, Precision.HALF_YEAR, is_opening=number == 1)


def quarter(number: int) -> Part:
    """The quarters 1 to 4."""
    return Part(number * 3 - 2, number * 3, Precision.QUARTER, is_opening=number == 1)


def month(number: int) -> Part:
    """A month; 13 is only found to be none when it is asked for its days."""
    return Part(number, number, Precision.MONTH)


def tenth(number: int, which: int, last: int | None = None) -> Part:
    """上旬, 中旬 or 下旬 (1, 2, 3) of a month: days 1–10, 11–20, 21 to the end; or from *which* to *last*."""
    return Part(number, number, Precision.TEN_DAYS, tenth=which, is_opening=which == 1, last_tenth=last)


def day(number: int, of_month: int) -> Part:
    """A day of a month."""
    return Part(of_month, of_month, Precision.DAY, day=number)


def feast(of_month: int, number: int) -> Part:
    """A holiday that is on the same day of every year."""
    return Part(of_month, of_month, Precision.DAY, day=number, is_feast=True)


def leading_months(count: int) -> Part:
    """前N个月: January to month N."""
    return Part(1, count, Precision.MONTH, is_opening=True)


def closing_months(count: int) -> Part:
    """后N个月 of a year: its last N months."""
    return Part(13 - count, 12, Precision.MONTH)


def later(part: Part, year: int, months: int) -> tuple[Part, int]:
    """*part* of *year* moved by *months* (of either sign), and the year that it is of then."""
    years, first = divmod(part.first - 1 + months, 12)
    return replace(part, first=first + 1, last=first + 1 + part.last - part.first), year + years


def day_before(first: date) -> date:
    """The day before *first*."""
    return first - timedelta(days=1)


def integer(figure: str) -> int | None:
    """The integer of a figure in Arabic (of any width) or Chinese numerals; None where it is none."""
    return int(figure) if figure.isdecimal() else han_number(figure)


def rrule(
    freq: str, interval: int = 1, months: Sequence[int] = (), days: Sequence[int] = (), weekdays: str = "", nth: int = 0
) -> str:
    """An RFC 5545 recurrence rule, its parts in the order FREQ, INTERVAL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS.

    ``days`` and ``nth`` count from the end of the month where they are negative (RFC 5545, 3.3.10)."""
    parts = [f"FREQ={freq}"]
    if interval != 1:
        parts.append(f"INTERVAL={interval}")
    if months:
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    if days:
        parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
    if weekdays:
        parts.append(f"BYDAY={weekdays}")
    if nth:
        parts.append(f"BYSETPOS={nth}")
    return ";".join(parts)
