"""The year or month of a time that does not print it: from the sentence, the plan's title or the day of writing."""

from __future__ import annotations

import re

from pipeline.facts import calendar
from pipeline.facts import date_grammar as grammar
from pipeline.facts.date_context import DateContext
from pipeline.facts.date_grammar import Time

_SENTENCE_END = re.compile(r"[。！？!?\n]")


class Sentence:
    """What the sentence has said of years and months so far: a year, or that something recurs.

    ``is_yearly`` after 每年…; ``every_months`` is 1 after 每月…, 3 after 每季度…, else None."""

    def __init__(self) -> None:
        self.year: int | None = None
        self.is_yearly = False
        self.every_months: int | None = None
        self._told_at = 0  # to here the sentence has not ended; 0: nothing is told

    def go_to(self, text: str, at: int) -> None:
        """Forget what was told if the sentence ends before offset *at*."""
        if self._told_at:
            if _SENTENCE_END.search(text, self._told_at, at):
                self._forget()
            else:
                self._told_at = at

    def tell_year(self, time: Time, year: int) -> None:
        """*time* is of *year*, and so is what follows, unless it ends in another one."""
        self._forget()
        if time.then is None or time.then.year in (None, year):
            self.year, self._told_at = year, time.char_end

    def tell_recurrence(self, rrule: str | None, surface: str, end: int) -> None:
        """A recurrence, printed as *surface*, ends at offset *end*; 每季度末月25日前 has a yearly rule but says nothing
        of every year."""
        if rrule and rrule.startswith("FREQ=YEARLY") and "年" in surface:
            self._forget()
            self.is_yearly, self._told_at = True, end
        elif rrule and rrule.startswith("FREQ=MONTHLY"):
            self.every_months, self._told_at = 3 if "INTERVAL=3" in rrule else None if "INTERVAL" in rrule else 1, end

    def _forget(self) -> None:
        self.year, self.is_yearly, self.every_months, self._told_at = None, False, None, 0

    def year_of(self, time: Time, context: DateContext) -> tuple[int | None, bool, bool]:
        """The year of *time*, whether it is inferred, and whether another could be meant."""
        if time.year is not None:
            return time.year, False, False
        if time.relative is not None and time.relative not in grammar.YEARS_FROM_EVENT:
            now = context.year_of_writing
            return now and now + grammar.relative_step(time.relative), True, False
        told = self.year or context.plan_year
        if time.relative is not None:  # 次年: of the year that the sentence tells, or the plan
            return told and told + grammar.relative_step(time.relative), True, self.year is None
        told = (time.then and time.then.year) or told
        if told is not None:
            return told, True, False
        year = context.year_of_writing
        if context.plan_start and context.plan_end and year:
            # of a plan of several years the year of writing is meant, if it is one of them and not over yet
            end = (time.part or calendar.YEAR).of(year).last
            written = context.day_of_writing
            if not context.plan_start <= year <= context.plan_end or (written and end < written):
                return None, True, False
            return year, True, True
        return year, True, False


def of_writing(time: Time, context: DateContext) -> Time | None:
    """*time* with the month or quarter and the year that 本月, 下季度 mean; None where the day of writing is not known.

    月底 alone is of the month of writing only where nothing but a reference day is known: in a plan it could be of
    any month."""
    word, now = time.month_word, context.day_of_writing
    is_lone = word == grammar.LONE_MONTH
    if now is None or time.part is None or (is_lone and not context.is_reference_alone):
        return None
    if word in grammar.QUARTERS_FROM_NOW:
        step = 3 * ((now.month - 1) // 3 + grammar.QUARTERS_FROM_NOW[word])
    elif is_lone or word in grammar.MONTHS_FROM_NOW:
        step = now.month - 1 + grammar.MONTHS_FROM_NOW.get(word, 0)
    else:
        return None
    part, year = calendar.later(time.part, now.year, step)
    then = of_writing(time.then, context) if time.then and time.then.month_word else time.then
    return time._replace(part=part, year=year, month_word="", then=then)
