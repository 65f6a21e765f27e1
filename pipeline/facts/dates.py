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

from pipeline.facts import calendar
from pipeline.facts import date_grammar as grammar
from pipeline.facts.calendar import ImpossibleDateError, Span, day_before
from pipeline.facts.date_context import NOTHING_KNOWN, DateContext
from pipeline.facts.date_grammar import CANDIDATE, PLAN, TITLE, Edge, Limit, Time
from pipeline.facts.durations import read_duration
from pipeline.facts.recurrences import Recurrence, read_recurrence, yearly
from pipeline.facts.surroundings import Surroundings
from pipeline.models import DateKind, DateMention, Modifier, Precision
from pipeline.vocabulary import words

__all__ = ["DateContext", "DateProblem", "DateScan", "find_dates", "scan_dates"]


@dataclass(frozen=True, slots=True)
class DateProblem:
    """What looks like a date and cannot be read as one; offsets count in the text, half open.

    ``code`` is ``impossible_date``, ``year_unknown``, ``unreadable_recurrence`` or ``vague_date``."""

    surface: str
    char_start: int
    char_end: int
    code: str
    message: str


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
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_LIMITS = frozenset(words("dates", "limit_before"))
_STATUS = frozenset(words("dates", "status_before"))
_INCLUSIVE = frozenset(words("dates", "inclusive_from_words"))
_MESSAGES = {
    "impossible_date": "No calendar holds {surface}; check the print.",
    "year_unknown": "{surface} names no year and nothing around it tells which one.",
    "unreadable_recurrence": "{surface} recurs, but on no day that a recurrence rule can state.",
    "vague_date": "{surface} states no last day.",
}


class _UnreadableError(Exception):
    """Raised inside a reader: the printed words are a problem of this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Scanner:
    """One pass over one text. ``year`` and ``is_yearly`` are what the sentence so far says of the year."""

    def __init__(self, text: str, context: DateContext) -> None:
        self.text = text
        self.context = context
        self.mentions: list[DateMention] = []
        self.problems: list[DateProblem] = []
        self.year: int | None = None
        self.is_yearly = False
        self.read_to = 0  # end of what has been read as a time
        self.told_at = 0  # to here the sentence of the time that told ``year`` has not ended

    def scan(self, candidate: re.Match[str] | None) -> DateScan:
        while candidate:
            start = candidate.start()
            end = self._read(start, candidate[0][0])
            candidate = CANDIDATE.search(self.text, max(end, start + 1))
        return DateScan(tuple(self.mentions), tuple(self.problems))

    def _read(self, start: int, first: str) -> int:
        """Read what begins at *start*; the offset where it ends, or *start* where nothing does."""
        if first in "《〈":
            title = TITLE.match(self.text, start)
            return title.end() if title else start
        if first == "每":
            recurrence = read_recurrence(self.text, start)
            if recurrence is None:
                return start
            return self._take(start, recurrence.char_end, lambda: self._recurrence(start, recurrence))
        plan = PLAN.match(self.text, start)
        if plan:
            return self._take(start, plan.end(), lambda: self._plan(plan))
        around = Surroundings(self.text, start, start, self.read_to)
        duration = read_duration(self.text, start)
        if duration:
            return self._take(start, duration.char_end, lambda: None if around.is_passed_duration else duration)
        time = grammar.read_time(self.text, start)
        if time is None:
            return start
        return self._take(start, time.char_end, lambda: self._time(time))

    def _take(self, start: int, end: int, read: Callable[[], DateMention | None]) -> int:
        if self.told_at:
            if _SENTENCE_END.search(self.text, self.told_at, start):
                self.year, self.is_yearly, self.told_at = None, False, 0
            else:
                self.told_at = start
        try:
            mention = read()
        except _UnreadableError as problem:
            self._report(start, end, problem.code)
        except ImpossibleDateError:
            self._report(start, end, "impossible_date")
        else:
            if mention:
                self.mentions.append(mention)
        self.read_to = end
        return end

    def _report(self, start: int, end: int, code: str) -> None:
        surface = self.text[start:end]
        self.problems.append(DateProblem(surface, start, end, code, _MESSAGES[code].format(surface=surface)))

    # --- recurrences, plans, durations

    def _recurrence(self, start: int, found: Recurrence) -> DateMention | None:
        around = Surroundings(self.text, start, found.char_end, self.read_to)
        if around.is_average or around.opens_quotation:
            return None
        if found.problem:
            raise _UnreadableError(found.problem)
        if found.rrule and found.rrule.startswith("FREQ=YEARLY"):
            self.year, self.is_yearly, self.told_at = None, True, found.char_end
        return self._recurring(start, found, "every")

    def _recurring(self, start: int, found: Recurrence, rule: str) -> DateMention:
        return DateMention(
            DateKind.RECURRENCE,
            self.text[start : found.char_end],
            start,
            found.char_end,
            rrule=found.rrule,
            modifier=found.modifier,
            precision=found.precision,
            is_ambiguous=found.is_ambiguous,
            rule=rule,
        )

    def _plan(self, found: re.Match[str]) -> DateMention | None:
        around = Surroundings(self.text, found.start(), found.end(), self.read_to)
        first, last = grammar.PLAN_PERIODS[found["plan"]]
        span = Span(date(first, 1, 1), date(last, 12, 31), Precision.PLAN)
        start = around.start_with("limit_before")
        if found["since"] or around.is_base or around.is_subject or self._is_past(span.last):
            return None
        if start == found.start() and not around.is_adverbial(self.context.in_deadline_field):
            return None
        mention = DateMention(
            DateKind.PERIOD, self.text[start : found.end()], start, found.end(), precision=Precision.PLAN
        )
        if found["before"] or (found["end"] and start < found.start()):
            # before the end, or to the end; before the whole of it is before its first day
            due = span.last if found["end"] or start < found.start() else day_before(span.first)
            return replace(
                mention,
                kind=DateKind.DEADLINE,
                due_on=due,
                modifier=Modifier.ON_OR_BEFORE if found["end"] else Modifier.BEFORE,
                is_ambiguous=not found["end"],
                rule="plan_end",
            )
        return replace(
            mention,
            start_on=span.first,
            end_on=span.last,
            modifier=Modifier.END if found["end"] else None,
            rule="plan_period",
        )

    # --- times

    def _time(self, time: Time) -> DateMention | None:
        around = Surroundings(self.text, time.char_start, time.char_end, self.read_to)
        in_field = self.context.in_deadline_field or around.is_field
        if time.limit is Limit.SINCE or time.relative in grammar.YEARS_GONE or around.is_base:
            return None
        if time.relative in grammar.YEARS_FROM_EVENT and not (time.part or time.edge or time.limit):
            return None  # 当年新增
        if not time.has_year and around.follows_year:  # 零一年五月: of a year that could not be read
            return None
        has_limit = around.start_with("limit_before") < time.char_start
        if time.then is not None and around.is_years_of_name:
            return None
        if (
            not has_limit
            and not self._stands_alone(time, in_field)
            and not around.is_adverbial(in_field, time.has_year)
        ):
            return None
        if self.is_yearly and (not time.has_year or time.relative in grammar.YEARS_FROM_EVENT):
            return self._again(time)
        year, is_inferred, is_ambiguous = self._year(time)
        if year is None:
            if time.part and not grammar.possible(time.part):
                raise ImpossibleDateError
            if time.names_month and not (time.then or time.edge or time.limit or in_field or has_limit):
                return None  # a day without a year and without a demand: nothing is lost by it
            raise _UnreadableError("year_unknown")
        span = (time.part or calendar.YEAR).of(year)
        mention = self._mention(time, span, around, in_field)
        if mention is None:
            return None
        self._tell(time, year)
        return replace(
            mention,
            precision=span.precision,
            year_is_inferred=is_inferred,
            is_ambiguous=mention.is_ambiguous or is_ambiguous,
        )

    def _stands_alone(self, time: Time, in_field: bool) -> bool:
        """Whether *time* is a date wherever it stands: its edge or limit, or a month with a year, says so."""
        if time.limit not in (None, Limit.ABOUT):
            return True
        if time.edge:
            return time.has_year or time.part is not None
        if time.precision is Precision.DAY:
            return True
        return time.names_month and bool(time.has_year or time.then or in_field)

    def _again(self, time: Time) -> DateMention | None:
        """6月底前 after 每年3月底前: every year, too."""
        found = yearly(time)
        if found.problem:
            raise _UnreadableError(found.problem)
        return self._recurring(time.char_start, replace(found, char_end=time.char_end), "every_continued")

    def _tell(self, time: Time, year: int) -> None:
        if time.then is None or time.then.year in (None, year):
            self.year, self.is_yearly, self.told_at = year, False, time.char_end
        else:
            self.year, self.is_yearly, self.told_at = None, False, 0

    def _year(self, time: Time) -> tuple[int | None, bool, bool]:
        """The year of *time*, whether it is inferred, and whether another could be meant."""
        if time.year is not None:
            return time.year, False, False
        context = self.context
        if time.relative in grammar.YEARS_FROM_NOW:
            now = context.year_of_writing
            return now and now + grammar.YEARS_FROM_NOW[str(time.relative)], True, False
        if time.relative is not None:  # 次年: of an event that has no year
            return None, True, False
        told = (time.then and time.then.year) or self.year or context.plan_year
        if told is not None:
            return told, True, False
        year = context.year_of_writing
        if context.plan_start and context.plan_end and year:
            # of a plan of several years the year of writing is meant, if it is one of them and not over yet
            written = context.published_on or context.reference
            end = (time.part or calendar.YEAR).of(year).last
            if not context.plan_start <= year <= context.plan_end or (written and end < written):
                return None, True, False
            return year, True, True
        return year, True, False

    def _mention(self, time: Time, span: Span, around: Surroundings, in_field: bool) -> DateMention | None:
        start = around.start_with("limit_before", "start_before")
        prefix = self.text[start : time.char_start].strip()
        is_limit = prefix in _LIMITS or (not prefix and self._goes_on(around))
        mention = DateMention(DateKind.DEADLINE, self.text[start : time.char_end], start, time.char_end)
        if time.then is not None:
            return self._range(time, time.then, span)
        if time.limit is Limit.FROM or (prefix and not is_limit):
            return None if around.is_base_figure else self._from(mention, time, span)
        is_marked = time.limit in (Limit.BEFORE, Limit.WITHIN) or time.edge is Edge.END or is_limit
        if not in_field and (around.is_name or (not is_marked and around.is_over)):
            return None
        if is_marked:
            if prefix in _STATUS and not self._is_future(span.last):
                return None
            return self._deadline(mention, time, span, around, in_field)
        return self._named(mention, time, span, in_field)

    def _goes_on(self, around: Surroundings) -> bool:
        """2035年 in 到2025年、2035年: one limit after the other."""
        last = self.mentions[-1] if self.mentions else None
        return last is not None and last.rule == "to_time" and last.char_end == self.read_to and around.is_listed

    def _from(self, mention: DateMention, time: Time, span: Span) -> DateMention | None:
        """2022年1月1日起 is from that day on, 2025年后 from the end of the year."""
        is_after = time.limit is Limit.FROM and time.limit_word not in _INCLUSIVE
        day, modifier = (span.last, Modifier.AFTER) if is_after else (span.first, Modifier.ON_OR_AFTER)
        return self._unless_past(
            replace(mention, kind=DateKind.POINT, start_on=day, modifier=modifier, rule="from"), day
        )

    def _named(self, mention: DateMention, time: Time, span: Span, in_field: bool) -> DateMention | None:
        """A time with no word that bounds it: a day, a month to be done in, a period."""
        if span.precision is Precision.DAY and not in_field:
            return self._unless_past(replace(mention, kind=DateKind.POINT, start_on=span.first, rule="day"), span.last)
        if time.names_month and time.edge is None and time.limit is None and (in_field or time.has_year):
            published = self.context.published_on
            if not in_field and published and span.last < published:
                return None
            return self._unless_past(replace(mention, due_on=span.last, rule="month_or_day_named"), span.last, in_field)
        modifier = {Edge.START: Modifier.START, Edge.MID: Modifier.MID}.get(time.edge) if time.edge else None
        period = replace(
            mention,
            kind=DateKind.PERIOD,
            start_on=span.first,
            end_on=span.last,
            modifier=Modifier.APPROX if time.limit is Limit.ABOUT else modifier,
            rule="period",
        )
        return self._unless_past(period, span.last, in_field)

    def _deadline(
        self, mention: DateMention, time: Time, span: Span, around: Surroundings, in_field: bool
    ) -> DateMention | None:
        if time.edge in (Edge.START, Edge.MID) and time.limit is not Limit.WITHIN:
            raise _UnreadableError("vague_date")
        due = _due(mention, time, span)
        if around.is_validity:
            return replace(due, kind=DateKind.POINT, start_on=due.due_on, due_on=None, rule="valid_until")
        # 2020年底前完成 in a plan of 2022 is loaded as printed; 2005年底前建成的, 到2020年 tell what was
        is_day = time.edge is Edge.END or span.precision is Precision.DAY
        is_asked = time.limit is Limit.BEFORE and due.char_start == time.char_start
        as_printed = is_day and is_asked and not around.is_attribute
        return self._unless_past(due, span.last, in_field or as_printed)

    def _range(self, time: Time, last: Time, first: Span) -> DateMention | None:
        year = last.year if last.year is not None else first.first.year
        if last.relative is not None:
            year += grammar.YEARS_FROM_EVENT.get(last.relative, grammar.YEARS_FROM_NOW.get(last.relative, 0))
        end = (last.part or calendar.YEAR).of(year)
        if end.last < first.first and not last.has_year:  # 2022年11月至3月
            end = (last.part or calendar.YEAR).of(year + 1)
        if last.limit is Limit.BEFORE and last.edge is None and end.precision is not Precision.DAY:
            raise _UnreadableError("vague_date")
        span = first.to(end)
        mention = DateMention(
            DateKind.PERIOD,
            self.text[time.char_start : time.char_end],
            time.char_start,
            time.char_end,
            start_on=first.last if time.edge is Edge.END else span.first,
            end_on=span.last,
            rule="range",
        )
        return self._unless_past(mention, span.last)

    # --- what is over

    def _is_past(self, last: date) -> bool:
        first_year = self.context.first_year
        return first_year is not None and last.year < first_year

    def _is_future(self, last: date) -> bool:
        now = self.context.published_on or self.context.reference
        if now:
            return last > now
        return self.context.plan_start is not None and last.year > self.context.plan_start

    def _unless_past(self, mention: DateMention, last: date, in_field: bool = False) -> DateMention | None:
        return None if not in_field and self._is_past(last) else mention


def _due(mention: DateMention, time: Time, span: Span) -> DateMention:
    """*mention* with the last day on which it is met."""
    by_end = replace(mention, due_on=span.last, modifier=Modifier.ON_OR_BEFORE)
    if time.limit is Limit.ABOUT:
        return replace(by_end, modifier=Modifier.APPROX, rule="about_end")
    if time.limit is Limit.WITHIN:
        return replace(by_end, rule="within_period")
    if time.limit is None:
        if mention.char_start < time.char_start or time.edge is None:
            return replace(by_end, rule="to_time")
        return replace(by_end, modifier=Modifier.END, rule="end_of_period")
    if time.edge is Edge.END or span.precision is Precision.DAY:
        return replace(by_end, rule="before_end" if time.edge else "before_day")
    if time.part and time.part.is_opening:  # 上半年前, 一季度前: nobody means the year before
        return replace(by_end, modifier=Modifier.BEFORE, is_ambiguous=True, rule="before_opening_part")
    due = day_before(span.first)
    return replace(by_end, due_on=due, modifier=Modifier.BEFORE, is_ambiguous=True, rule="before_period")
