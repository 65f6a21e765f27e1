"""What a time bounds where it stands: a deadline, a period, a day from which on something is so.

Each function gives the mention that a rule makes of a time and its days, or None where the plan looks back on it.
"""

from __future__ import annotations

from pipeline.facts import calendar
from pipeline.facts.calendar import Span, day_before
from pipeline.facts.date_context import DateContext
from pipeline.facts.date_grammar import Edge, Limit, Time, relative_step
from pipeline.facts.date_problems import UnreadableError
from pipeline.facts.surroundings import Surroundings
from pipeline.models import DateKind, DateMention, Modifier, Precision
from pipeline.vocabulary import words

_INCLUSIVE_FROM = frozenset(words("dates", "inclusive_from_words"))
_INCLUSIVE_BEFORE = frozenset(words("dates", "inclusive_before_words"))


def starting(mention: DateMention, time: Time, span: Span, context: DateContext) -> DateMention | None:
    """2022年1月1日起 is from that day on, 2025年后 from the end of the year."""
    is_after = time.limit is Limit.FROM and time.limit_word not in _INCLUSIVE_FROM
    day, modifier = (span.last, Modifier.AFTER) if is_after else (span.first, Modifier.ON_OR_AFTER)
    return _unless_past(
        mention._replace(kind=DateKind.POINT, start_on=day, modifier=modifier, rule="from"), span, context
    )


def named(mention: DateMention, time: Time, span: Span, context: DateContext, in_field: bool) -> DateMention | None:
    """A time with no word that bounds it: a day, a month to be done in, a period."""
    if span.precision is Precision.DAY and not in_field:
        return _unless_past(mention._replace(kind=DateKind.POINT, start_on=span.first, rule="day"), span, context)
    if time.names_month and time.edge is None and time.limit is None and (in_field or time.has_year):
        published = context.published_on
        if not in_field and published and span.last < published:
            return None
        due = mention._replace(due_on=span.last, rule="month_or_day_named")
        return due if in_field else _unless_past(due, span, context)
    modifier = {Edge.START: Modifier.START, Edge.MID: Modifier.MID}.get(time.edge) if time.edge else None
    period = mention._replace(
        kind=DateKind.PERIOD,
        start_on=span.first,
        end_on=span.last,
        modifier=Modifier.APPROX if time.limit is Limit.ABOUT else modifier,
        rule="period",
    )
    return period if in_field else _unless_past(period, span, context)


def due_by(
    mention: DateMention, time: Time, span: Span, context: DateContext, around: Surroundings, in_field: bool
) -> DateMention | None:
    """A deadline, or the last day of validity (有效期至…).

    Raises:
        UnreadableError: 2022年初前 names no day; 元旦前 without a year is of the year to come, whichever that is.
    """
    if time.edge in (Edge.START, Edge.MID) and time.limit is not Limit.WITHIN:
        raise UnreadableError("vague_date")
    due = _last_day(mention, time, span)
    if time.part and time.part.is_feast and not time.has_year and due.due_on and context.is_past(due.due_on):
        raise UnreadableError("year_unknown")
    if around.is_validity:
        return due._replace(kind=DateKind.POINT, start_on=due.due_on, due_on=None, rule="valid_until")
    # 2020年底前完成 in a plan of 2022 is loaded as printed; 2005年底前建成的, 到2020年 tell what was
    is_day = time.edge is Edge.END or span.precision is Precision.DAY
    is_asked = time.limit is Limit.BEFORE and due.char_start == time.char_start
    as_printed = is_day and is_asked and not around.is_attribute
    return due if in_field or as_printed else _unless_past(due, span, context)


def _last_day(mention: DateMention, time: Time, span: Span) -> DateMention:
    """*mention* with the last day on which it is met."""
    by_end = mention._replace(due_on=span.last, modifier=Modifier.ON_OR_BEFORE)
    if time.limit is Limit.ABOUT:
        return by_end._replace(modifier=Modifier.APPROX, rule="about_end")
    if time.limit is Limit.WITHIN:
        return by_end._replace(rule="within_period")
    if time.limit is None:
        if mention.char_start < time.char_start or time.edge is None:
            return by_end._replace(rule="to_time")
        return by_end._replace(modifier=Modifier.END, rule="end_of_period")
    if time.part and time.part.is_feast:
        return by_end._replace(due_on=day_before(span.first), modifier=Modifier.BEFORE, rule="before_feast")
    if time.edge is Edge.END or span.precision is Precision.DAY:
        return by_end._replace(rule="before_end" if time.edge else "before_day")
    if time.limit_word in _INCLUSIVE_BEFORE:  # 2025年及以前
        return by_end._replace(rule="before_inclusive")
    if time.part and time.part.is_opening:  # 上半年前, 一季度前: nobody means the year before
        return by_end._replace(modifier=Modifier.BEFORE, is_ambiguous=True, rule="before_opening_part")
    due = day_before(span.first)
    return by_end._replace(due_on=due, modifier=Modifier.BEFORE, is_ambiguous=True, rule="before_period")


def spanning(mention: DateMention, time: Time, last: Time, first: Span, context: DateContext) -> DateMention | None:
    """From *time*, whose days are *first*, to *last*.

    Raises:
        UnreadableError: 2020至2025年前 does not say whether 2025 is meant.
        ImpossibleDateError: it ends before it starts.
    """
    year = last.year if last.year is not None else first.first.year
    if last.relative is not None:
        year += relative_step(last.relative)
    end = (last.part or calendar.YEAR).of(year)
    if end.last < first.first and not last.has_year:  # 2022年11月至3月
        end = (last.part or calendar.YEAR).of(year + 1)
    if last.limit is Limit.BEFORE and last.edge is None and end.precision is not Precision.DAY:
        raise UnreadableError("vague_date")
    span = first.to(end)
    period = mention._replace(
        kind=DateKind.PERIOD,
        start_on=first.last if time.edge is Edge.END else span.first,
        end_on=span.last,
        is_ambiguous=last.edge in (Edge.START, Edge.MID),  # …至2023年初
        rule="range",
    )
    return _unless_past(period, span, context)


def _unless_past(mention: DateMention, span: Span, context: DateContext) -> DateMention | None:
    return None if context.is_past(span.last) else mention
