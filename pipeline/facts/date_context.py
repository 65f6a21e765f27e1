"""What is known of the document that a text with dates stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DateContext:
    """What is known of the document that a text stands in.

    ``reference`` is the day from which years are counted if nothing else tells them; ``plan_start`` and
    ``plan_end`` are the years of the plan's title; ``published_on`` is the day of signing or publishing: what was
    over before that year, or before the plan's first year, is past. With ``in_deadline_field`` the text is a
    responsibility note or the value of a deadline field, where a bare month is a deadline."""

    reference: date | None = None
    plan_start: int | None = None
    plan_end: int | None = None
    published_on: date | None = None
    in_deadline_field: bool = False

    @property
    def first_year(self) -> int | None:
        """The first year that a demand of this document can be about; None where nothing tells."""
        years = [year for year in (self.plan_start, self.published_on and self.published_on.year) if year]
        return min(years, default=None)

    @property
    def year_of_writing(self) -> int | None:
        """The year that 今年 means."""
        day = self.published_on or self.reference
        return day.year if day else self.plan_year

    @property
    def plan_year(self) -> int | None:
        """The year of a plan of one year (2022年…工作方案)."""
        start, end = self.plan_start or self.plan_end, self.plan_end or self.plan_start
        return start if start == end else None

    @property
    def day_of_writing(self) -> date | None:
        """The day that 本月 is counted from."""
        return self.published_on or self.reference

    @property
    def is_reference_alone(self) -> bool:
        """Whether nothing but a reference day is known: no plan, which would speak of what is to come."""
        return self.reference is not None and self.first_year is None

    def is_past(self, last: date) -> bool:
        """Whether *last* lies before the years that a demand of this document can be about."""
        return self.first_year is not None and last.year < self.first_year

    def is_future(self, last: date) -> bool:
        """Whether *last* was still to come when the document was written."""
        now = self.day_of_writing
        if now:
            return last > now
        return self.plan_start is not None and last.year > self.plan_start


NOTHING_KNOWN = DateContext()
