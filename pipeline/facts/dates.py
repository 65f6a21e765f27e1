"""Dates, deadlines, periods, recurrences and durations in the text of a plan.

Two bounds and a modifier are kept, never a guess. A deadline's ``due_on`` is the last day on which it is met.
前 after a day or an end includes it (2022年底前: 12月31日; Civil Code, art. 1259 on 以内 and 届满); 2025年前 is read
as before its first day and marked ambiguous, for usage differs. Base years (比2020年), past events, cited titles
and years in names are no dates. What looks like a date and cannot be one is a problem, never a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from pipeline.facts import calendar, date_bounds
from pipeline.facts import date_grammar as grammar
from pipeline.facts.calendar import ImpossibleDateError, Span, day_before
from pipeline.facts.date_candidates import (
    CANDIDATE,
    PLAN_FIRST,
    TITLE,
    TOGETHER_FIRST,
    VAGUE,
    VAGUE_FIRST,
    YEARS_TOGETHER,
)
from pipeline.facts.date_context import NOTHING_KNOWN, DateContext
from pipeline.facts.date_grammar import Edge, Limit, Time
from pipeline.facts.date_inference import Sentence, of_writing
from pipeline.facts.date_problems import DateProblem, UnreadableError
from pipeline.facts.durations import read_durations
from pipeline.facts.plan_periods import PlanTime, read_plan
from pipeline.facts.recurrences import Recurrence, monthly, read_frequency, read_recurrence, yearly
from pipeline.facts.surroundings import Surroundings
from pipeline.models import DateKind, DateMention, Modifier, Precision
from pipeline.vocabulary import load, words

__all__ = ["DateContext", "DateProblem", "DateScan", "find_dates", "scan_dates"]


@dataclass(frozen=True, slots=True)
class DateScan:
    """All that a text says of dates, each in order of ``char_start``, no two of them overlapping."""

    mentions: tuple[DateMention, ...] = ()
    problems: tuple[DateProblem, ...] = ()


def find_dates(text: str, context: DateContext = NOTHING_KNOWN) -> list[DateMention]:
    """The dates of *text* in order of ``char_start``; offsets count in *text*, half open. Raises nothing."""
    return list(scan_dates(text, context).mentions)


def scan_dates(text: str, context: DateContext = NOTHING_KNOWN) -> DateScan:
    """The dates of *text* and what could not be read as one. Raises nothing."""
    candidate = CANDIDATE.search(text)
    return _Scanner(text, context).scan(candidate) if candidate else _NOTHING


_NOTHING = DateScan()
_LIMITS = frozenset(words("dates", "limit_before"))
_STATUS = frozenset(words("dates", "status_before"))
_PARTS_OF_YEAR = frozenset({Precision.QUARTER, Precision.HALF_YEAR})
_YEARS_TOGETHER: dict[str, list[int]] = load("dates")["years_together"]


class _Scanner:
    """One pass over one text."""

    def __init__(self, text: str, context: DateContext) -> None:
        self.text = text
        self.context = context
        self.mentions: list[DateMention] = []
        self.problems: list[DateProblem] = []
        self.sentence = Sentence()
        self.read_to = 0  # end of what has been read as a time
        self.goes_on = 0  # where the next time of a list begins
        self.list_year: int | None = None  # the year that the list prints once for all of it

    def scan(self, candidate: re.Match[str] | None) -> DateScan:
        while candidate:
            start = candidate.start()
            end = self._read(start, candidate[0][0])
            while self.goes_on:
                end = self._go_on(self.goes_on) or end
            candidate = CANDIDATE.search(self.text, max(end, start + 1))
        return DateScan(tuple(self.mentions), tuple(self.problems))

    def _read(self, start: int, first: str) -> int:
        """Read what begins at *start*; the offset where it ends, or *start* where nothing does."""
        text = self.text
        if first in "《〈":
            title = TITLE.match(text, start)
            return title.end() if title else start
        recurrence = read_recurrence(text, start) if first == "每" else read_frequency(text, start)
        if recurrence:
            return self._take(start, recurrence.char_end, lambda: self._recurrence(start, recurrence))
        if first in "每按逐":
            return start
        plan = read_plan(text, start, self.context) if first in PLAN_FIRST else None
        if plan:
            return self._take(start, plan.char_end, lambda: self._plan(plan))
        together = YEARS_TOGETHER.match(text, start) if first in TOGETHER_FIRST else None
        if together:
            return self._take(start, together.end(), lambda: self._together(together))
        vague = VAGUE.match(text, start) if first in VAGUE_FIRST else None
        if vague:
            return self._take(start, vague.end(), lambda: self._vague(vague))
        duration = read_durations(text, start, self.read_to)
        if duration:
            end, lengths = duration
            self.mentions += lengths
            return self._take(start, end, lambda: None)
        time = grammar.read_time(text, start)
        return self._take_time(time) if time else start

    def _go_on(self, start: int) -> int:
        """Read the next time of a list, 9 in 6、9、12月底前."""
        self.goes_on = 0
        time = grammar.read_time(self.text, start, is_listed=True)
        if time and self.list_year and not time.has_year and not time.month_word:
            time = time._replace(year=self.list_year)
        return self._take_time(time) if time else 0

    def _take_time(self, time: Time) -> int:
        self.goes_on, self.list_year = time.goes_on, time.year
        season = None if time.part or time.edge or time.limit else VAGUE.match(self.text, time.char_end)
        if season:  # 2022年汛期前
            return self._take(time.char_start, season.end(), lambda: self._vague(season))
        return self._take(time.char_start, time.char_end, lambda: self._time(time))

    def _take(self, start: int, end: int, read: Callable[[], DateMention | None]) -> int:
        self.sentence.go_to(self.text, start)
        try:
            mention = read()
        except UnreadableError as problem:
            self.problems.append(DateProblem.at(self.text, start, end, problem.code))
        except ImpossibleDateError:
            self.problems.append(DateProblem.at(self.text, start, end, "impossible_date"))
        else:
            if mention:
                self.mentions.append(mention)
        self.read_to = end
        return end

    def _around(self, start: int, end: int) -> Surroundings:
        return Surroundings(self.text, start, end, self.read_to)

    # --- recurrences, plans, years told together, what no calendar bounds

    def _recurrence(self, start: int, found: Recurrence) -> DateMention | None:
        around = self._around(start, found.char_end)
        if around.is_average or around.opens_quotation:
            return None
        if found.problem:
            raise UnreadableError(found.problem)
        self.sentence.tell_recurrence(found.rrule, self.text[start : found.char_end], found.char_end)
        return self._recurring(start, found)

    def _recurring(self, start: int, found: Recurrence) -> DateMention:
        return DateMention(
            DateKind.RECURRENCE,
            self.text[start : found.char_end],
            start,
            found.char_end,
            rrule=found.rrule,
            modifier=found.modifier,
            precision=found.precision,
            is_ambiguous=found.is_ambiguous,
            rule=found.rule,
        )

    def _plan(self, plan: PlanTime) -> DateMention | None:
        around = self._around(plan.char_start, plan.char_end)
        start = around.start_with("limit_before")
        has_limit = start < plan.char_start
        if plan.is_since or around.is_base or around.is_subject:
            return None
        if not has_limit and not around.is_adverbial(self.context.in_deadline_field):
            return None
        if plan.first is None or plan.last is None:
            raise UnreadableError("year_unknown")
        if self.context.is_past(plan.last):
            return None
        mention = DateMention(
            DateKind.PERIOD,
            self.text[start : plan.char_end],
            start,
            plan.char_end,
            precision=Precision.PLAN,
            year_is_inferred=plan.is_own,
        )
        is_end = plan.part == "end"
        if plan.is_before or (has_limit and is_end):
            # before the end, or to the end; before the whole of it is before its first day
            return mention._replace(
                kind=DateKind.DEADLINE,
                due_on=plan.last if is_end or has_limit else day_before(plan.first),
                modifier=Modifier.ON_OR_BEFORE if is_end else Modifier.BEFORE,
                is_ambiguous=not is_end,
                rule="plan_end",
            )
        rule = "plan_years" if plan.part == "years" else "plan_period"
        return mention._replace(start_on=plan.first, end_on=plan.last, modifier=plan.modifier, rule=rule)

    def _together(self, found: re.Match[str]) -> DateMention | None:
        """今明两年: of the year of writing and the next."""
        now = self.context.year_of_writing
        if self._around(found.start(), found.end()).is_noun_phrase:
            return None
        if now is None:
            raise UnreadableError("year_unknown")
        first, last = _YEARS_TOGETHER[found[0]]
        return DateMention(
            DateKind.PERIOD,
            found[0],
            found.start(),
            found.end(),
            start_on=date(now + first, 1, 1),
            end_on=date(now + last, 12, 31),
            precision=Precision.YEAR,
            year_is_inferred=True,
            rule="years_together",
        )

    def _vague(self, found: re.Match[str]) -> None:
        around = self._around(found.start(), found.end())
        if around.start_with("limit_before") < found.start() or around.is_adverbial(False, has_year=False):
            raise UnreadableError("vague_date")

    # --- times

    def _time(self, time: Time) -> DateMention | None:
        around = self._around(time.char_start, time.char_end)
        in_field = self.context.in_deadline_field or around.is_field
        has_limit = around.start_with("limit_before") < time.char_start
        if not self._is_date(time, around, in_field, has_limit):
            return None
        if time.month_word:
            return self._relative_month(time, around, in_field)
        if self.sentence.is_yearly and (not time.has_year or time.relative in grammar.YEARS_FROM_EVENT):
            return self._again(time, yearly(time))
        year, is_inferred, is_ambiguous = self.sentence.year_of(time, self.context)
        if year is None:
            if time.part and not grammar.possible(time.part):
                raise ImpossibleDateError
            is_demand = time.then or time.edge or time.limit or in_field or has_limit
            if time.names_month and not is_demand and not around.is_adverbial(in_field, has_year=False):
                return None  # a day without a year and without a demand: nothing is lost by it
            raise UnreadableError("year_unknown")
        return self._of_year(time, year, around, in_field, is_inferred=is_inferred, is_ambiguous=is_ambiguous)

    def _is_date(self, time: Time, around: Surroundings, in_field: bool, has_limit: bool) -> bool:
        """Whether *time* says when something is due or done, and is no base, name, number or thing of the past."""
        if time.limit is Limit.SINCE or around.is_base or (time.then is not None and around.is_years_of_name):
            return False
        if not self.context.is_reference_alone and (time.relative in grammar.YEARS_GONE or _is_gone(time.month_word)):
            return False
        is_open = not (time.part or time.edge or time.limit)
        if time.relative in grammar.YEARS_FROM_EVENT and is_open:  # 当年新增
            return False
        if not time.has_year and around.follows_year:  # of a year that could not be read
            return False
        if time.is_figure and not (in_field or has_limit or time.edge or time.limit or time.then):
            return False  # 2022.6 is a figure, too
        if has_limit or self._stands_alone(time, in_field):
            return True
        # 一季度, 下半年 at the start of a clause say when as a year does; 全年, 年末 open the name of a figure
        return around.is_adverbial(in_field, time.has_year or time.precision in _PARTS_OF_YEAR)

    def _stands_alone(self, time: Time, in_field: bool) -> bool:
        """Whether *time* is a date wherever it stands: its edge or limit, or a month with a year, says so."""
        if time.limit not in (None, Limit.ABOUT):
            return True
        if time.edge:
            return time.has_year or time.part is not None
        if time.precision is Precision.DAY:
            return True
        return time.names_month and bool(time.has_year or time.then or in_field)

    def _relative_month(self, time: Time, around: Surroundings, in_field: bool) -> DateMention | None:
        """本月底前 is of the month of writing; 次月10日前 and 月底前 of every month, where the sentence says so."""
        every = self.sentence.every_months
        is_told = time.month_word in grammar.MONTHS_FROM_NOW or time.month_word in grammar.QUARTERS_FROM_NOW
        if every and not is_told:
            return self._again(time, monthly(time, every))
        located = of_writing(time, self.context)
        if located is None or located.year is None:
            if time.edge or time.limit or time.precision is Precision.DAY:
                raise UnreadableError("month_unknown")
            return None  # 当月新增
        return self._of_year(located, located.year, around, in_field, is_inferred=True, is_ambiguous=not is_told)

    def _again(self, time: Time, found: Recurrence) -> DateMention | None:
        """6月底前 after 每年3月底前: every year, too."""
        if found.problem:
            raise UnreadableError(found.problem)
        return self._recurring(time.char_start, replace(found, char_end=time.char_end, rule="every_continued"))

    def _of_year(
        self, time: Time, year: int, around: Surroundings, in_field: bool, *, is_inferred: bool, is_ambiguous: bool
    ) -> DateMention | None:
        span = (time.part or calendar.YEAR).of(year)
        mention = self._mention(time, span, around, in_field)
        if mention is None:
            return None
        self.sentence.tell_year(time, year)
        return mention._replace(
            precision=span.precision,
            year_is_inferred=is_inferred,
            is_ambiguous=mention.is_ambiguous or is_ambiguous,
        )

    def _mention(self, time: Time, span: Span, around: Surroundings, in_field: bool) -> DateMention | None:
        text, context = self.text, self.context
        start = around.start_with("limit_before", "start_before")
        prefix = text[start : time.char_start].strip()
        is_limit = prefix in _LIMITS or (not prefix and self._is_next_limit(around))
        mention = DateMention(DateKind.DEADLINE, text[start : time.char_end], start, time.char_end)
        if time.then is not None:
            own = mention._replace(surface=text[time.char_start : time.char_end], char_start=time.char_start)
            return date_bounds.spanning(own, time, time.then, span, context)
        if time.limit is Limit.FROM or (prefix and not is_limit):
            return None if around.is_base_figure else date_bounds.starting(mention, time, span, context)
        is_marked = time.limit in (Limit.BEFORE, Limit.WITHIN) or time.edge is Edge.END or is_limit
        if not in_field and (around.is_name or (not is_marked and around.is_over)):
            return None
        if is_marked:
            is_status = prefix in _STATUS and not context.is_reference_alone
            if is_status and not context.is_future(span.last):
                return None
            return date_bounds.due_by(mention, time, span, context, around, in_field)
        return date_bounds.named(mention, time, span, context, in_field)

    def _is_next_limit(self, around: Surroundings) -> bool:
        """2035年 in 到2025年、2035年: one limit after the other."""
        last = self.mentions[-1] if self.mentions else None
        return last is not None and last.rule == "to_time" and last.char_end == self.read_to and around.is_listed


def _is_gone(word: str) -> bool:
    """Whether *word* names a month or quarter that is over (上月)."""
    return grammar.MONTHS_FROM_NOW.get(word, grammar.QUARTERS_FROM_NOW.get(word, 0)) < 0
