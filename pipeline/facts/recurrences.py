"""Recurring times: 每年, 每两年, 每季度末, 每年3月1日前, 按月调度, 一年一次, as recurrence rules (RFC 5545, 3.3.10).

A rule states what is printed and no more: a quarter or half of every year (每年一季度) is yearly, with the
quarter in the surface and the precision; a due day is the last day on which it is met (每年4月底前: day -1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.facts import date_grammar as grammar
from pipeline.facts.calendar import Part, day_before, integer, rrule
from pipeline.facts.date_grammar import COUNT, DAY, MONTH, SEPARATOR, SPACE, Edge, Limit, Time, either
from pipeline.models import Modifier, Precision
from pipeline.vocabulary import alternation, load, words


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A recurring time. ``rrule`` is None where it cannot be stated, and ``problem`` says why."""

    char_end: int
    rrule: str | None
    precision: Precision | None = None
    modifier: Modifier | None = None
    is_ambiguous: bool = False
    problem: Literal["", "impossible_date", "unreadable_recurrence"] = ""
    rule: str = "every"

    @classmethod
    def impossible(cls, char_end: int) -> Recurrence:
        """A day or month that no year has (每年31日前)."""
        return cls(char_end, None, problem="impossible_date")

    @classmethod
    def unreadable(cls, char_end: int) -> Recurrence:
        """A recurrence that RFC 5545 has no rule for (每三至五年)."""
        return cls(char_end, None, problem="unreadable_recurrence")


_NOT_AFTER = load("dates")["recurrence_not_before"]
_GUARDS = "".join(rf"(?!(?<={unit}){alternation(after)})" for unit, after in _NOT_AFTER.items())
_EVERY = re.compile(
    rf"每(?:(?P<skipping>隔)|逢)?{SPACE}(?:(?P<least>{COUNT}){SEPARATOR})?(?P<count>{COUNT})??{SPACE}"
    rf"(?P<unit>半个?月|[单双]月|半年|学年|个?年度|年度?|个?季度|季|个?月|周|个?星期|个?工作日|日|天|旬|学期){_GUARDS}"
)
_BY_PERIOD = re.compile(rf"[按逐](?P<unit>半年|年度?|季度?|月度?|周|旬|日){SPACE}(?={either('by_period_before')})")
# 实行周调度、月通报制度; but 年度考核 is a name
_OF_PERIOD = re.compile(rf"(?P<unit>年|季度?|月度?|周|旬|日)(?={either('of_period_before')})")
_OF_PERIOD_AFTER = words("dates", "of_period_after")
_FREQUENCY = re.compile(
    rf"(?P<count>{COUNT}|半){SPACE}(?P<unit>年|个?季度?|个?月|周|日|天)度?(?:一|1)(?={either('frequency_after')})"
)
# 每年5日以上 is an amount of days
_BARE_DAY = re.compile(
    rf"{SPACE}的?{SPACE}(?P<days>{DAY}{SPACE}[日号](?:[、和及与]{DAY}{SPACE}[日号]){{0,5}}+){SPACE}"
    rf"(?P<before>{either('before_words')}(?!{either('before_not_before')}))?(?!{either('amount_words')})"
)
_WORKING_DAY = re.compile(
    rf"{SPACE}(?:(?P<last>最后一)|第(?P<nth>{COUNT})|前(?P<within>{COUNT}))个工作日{SPACE}[之以]?[前内]?"
)
_TENTH = re.compile(rf"{SPACE}(?P<tenth>[上中下])旬{SPACE}(?:(?P<before>{either('before_words')})|(?P<end>[底末]前?))?")
_MONTHS = re.compile(rf"{SPACE}{MONTH}{SPACE}月?份?(?:{SPACE}[、和及与]{SPACE}{MONTH}{SPACE}月份?){{1,11}}")
_MONTH_END = re.compile(
    rf"{SPACE}[月季年]?(?:{either('end_words')}|最后一[天日])(?!{either('end_not_before')}){SPACE}(?:{either('before_words')})?"
)
_YEAR_EDGE = re.compile(rf"年?(?P<edge>初(?!{either('start_not_before')})|(?<=年)中(?![期级小高学]))(?!前)")
# 每季度末25日: a day of its last month.
_MONTH_OF_QUARTER = re.compile(
    rf"{SPACE}(?:(?P<which>首|第?[一二三]|末|最后一)个?月(?!度)份?|(?P<last>末)(?={SPACE}的?{SPACE}{DAY}{SPACE}[日号]))"
)
_MONTHS_OF_QUARTER = {
    "首": (1, 4, 7, 10), "一": (1, 4, 7, 10), "二": (2, 5, 8, 11), "三": (3, 6, 9, 12), "末": (3, 6, 9, 12),
    "最后一": (3, 6, 9, 12),
}  # fmt: skip
_WEEKDAY = re.compile(
    rf"(?:星期)?(?:(?P<monday>一)(?={either('monday_before')}|$)|(?P<other>[二三四五六日天])(?!{either('counts_after_number')}))"
    rf"(?:{SEPARATOR}(?:周|星期)?(?P<to>[二三四五六日天])|{SPACE}(?:{either('before_words')})?)"
)
# 每周一、三、五, 每周二、周四; but 每周二、三次
_MORE_WEEKDAYS = re.compile(
    rf"(?:[、和及与](?:每?周|每?星期)?[一二三四五六日天](?!{either('counts_after_number')})){{1,6}}+"
)
_WORKWEEK = "MO,TU,WE,TH,FR"
_WEEKDAYS = dict(zip("一二三四五六日天", ("MO", "TU", "WE", "TH", "FR", "SA", "SU", "SU"), strict=True))
_MONTHS_OF_PARITY = {"单月": range(1, 13, 2), "双月": range(2, 13, 2)}
_FREQUENCIES: dict[str, tuple[str, int, Precision | None]] = {
    "年": ("YEARLY", 1, Precision.YEAR),
    "半年": ("MONTHLY", 6, Precision.HALF_YEAR),
    "季": ("MONTHLY", 3, Precision.QUARTER),
    "月": ("MONTHLY", 1, Precision.MONTH),
    "双月": ("MONTHLY", 2, Precision.MONTH),
    "单月": ("MONTHLY", 2, Precision.MONTH),
    "周": ("WEEKLY", 1, None),
    "日": ("DAILY", 1, Precision.DAY),
}
_UNITS = {"年度": "年", "学年": "年", "季度": "季", "月度": "月", "星期": "周", "天": "日"}


def read_recurrence(text: str, at: int) -> Recurrence | None:
    """The recurring time whose 每 stands at offset *at*; None where 每 counts no time (每人, 每年级)."""
    found = _EVERY.match(text, at)
    if not found:
        return None
    unit = found["unit"].removeprefix("个")
    unit = _UNITS.get(unit, unit)
    count = integer(found["count"]) if found["count"] else 1
    if unit not in _FREQUENCIES or not count or found["least"]:
        return Recurrence.unreadable(found.end())
    freq, months, precision = _FREQUENCIES[unit]
    interval = count * months
    plain = Recurrence(
        found.end(), rrule(freq, interval), precision, is_ambiguous=bool(found["skipping"]) and unit != "半年"
    )
    if unit == "年":
        return _in_year(text, found.end(), count) or plain
    if unit in {"季", "月", "半年"}:
        return _in_months(text, found.end(), interval) or plain
    day = _BARE_DAY.match(text, found.end()) if unit in _MONTHS_OF_PARITY else None
    if day:
        return _on_days(day, "YEARLY", 1, _MONTHS_OF_PARITY[unit])
    weekday = _WEEKDAY.match(text, found.end()) if unit == "周" else None
    if weekday:
        return _on_weekdays(text, weekday, freq, interval)
    return plain


def _on_weekdays(text: str, found: re.Match[str], freq: str, interval: int) -> Recurrence:
    """周三, 周一至周五, 周二、周四 of every week."""
    by_day = _weekdays(found["monday"] or found["other"], found["to"])
    more = None if found["to"] else _MORE_WEEKDAYS.match(text, found.end())
    days = [by_day, *(_WEEKDAYS[name] for name in more[0] if name in _WEEKDAYS)] if more else [by_day]
    end = more.end() if more else found.end()
    return Recurrence(end, rrule(freq, interval, weekdays=",".join(days)), Precision.DAY)


def _weekdays(first: str, last: str | None) -> str:
    """周三, or 周一至周五, as BYDAY names them."""
    days = list(_WEEKDAYS.values())[:7]
    from_, to = days.index(_WEEKDAYS[first]), days.index(_WEEKDAYS[last or first])
    return ",".join(days[from_ : to + 1] or [days[from_]])


def read_frequency(text: str, at: int) -> Recurrence | None:
    """按月调度, 实行月调度, 半年一次, 一季度一评, from offset *at*; None where none begins (按年利率, 第一年一次)."""
    period = _BY_PERIOD.match(text, at)
    if not period and text[max(0, at - 3) : at].endswith(_OF_PERIOD_AFTER):
        period = _OF_PERIOD.match(text, at)
    found = period or _FREQUENCY.match(text, at)
    if not found or (not period and text[max(0, at - 1) : at] in ("第", "每")):
        return None
    unit = found["unit"].removeprefix("个")
    unit = _UNITS.get(unit, unit)
    count: int | None = 1
    if not period:
        unit, count = ("半年", 1) if found["count"] == "半" and unit == "年" else (unit, integer(found["count"]))
    if unit not in _FREQUENCIES or not count:
        return Recurrence.unreadable(found.end())
    freq, months, precision = _FREQUENCIES[unit]
    rule = "by_period" if period else "so_often"
    return Recurrence(found.end() if period else found.end() - 1, rrule(freq, count * months), precision, rule=rule)


def monthly(time: Time, interval: int) -> Recurrence:
    """次月10日前 or 月底前 in every month or quarter (*interval* 1 or 3)."""
    part = time.part or Part()
    months = [month + 1 for month in (3, 6, 9)] if interval == 3 else []
    if (interval == 3 and time.month_word == grammar.LONE_MONTH) or time.then or part.tenth or interval not in (1, 3):
        return Recurrence.unreadable(time.char_end)
    freq = "YEARLY" if months else "MONTHLY"
    if part.day is not None:
        if not 1 <= part.day <= 31:
            return Recurrence.impossible(time.char_end)
        modifier = Modifier.ON_OR_BEFORE if time.limit is Limit.BEFORE else None
        rule = rrule(freq, 1, [1, *months] if months else (), [part.day])
        return Recurrence(time.char_end, rule, Precision.DAY, modifier)
    if time.edge is Edge.END:
        rule = rrule(freq, 1, [1, *months] if months else (), [-1])
        return Recurrence(time.char_end, rule, Precision.MONTH, Modifier.END)
    return Recurrence.unreadable(time.char_end)


def _in_year(text: str, at: int, interval: int) -> Recurrence | None:
    """A part of every year, or of every second, …: 3月1日前, 底前, 一季度, 3月和9月."""
    bare = _BARE_DAY.match(text, at)
    if bare:  # 每年31日前: the month is lost
        return Recurrence.impossible(bare.end())
    several = _MONTHS.match(text, at)
    if several and not grammar.LONE_DAY.match(text, several.end()):
        numbers = [integer(figure) for figure in re.findall(MONTH, several[0])]
        if not all(number and number <= 12 for number in numbers):
            return Recurrence.impossible(several.end())
        end = _MONTH_END.match(text, several.end())
        months = [number for number in numbers if number]
        day = None if end else _BARE_DAY.match(text, several.end())
        if day:
            return _on_days(day, "YEARLY", interval, months)
        rule = rrule("YEARLY", interval, months, [-1] if end else ())
        return Recurrence(end.end() if end else several.end(), rule, Precision.MONTH)
    start = at + 1 if text.startswith("的", at) else at
    edge = _YEAR_EDGE.match(text, start)
    if edge:
        modifier = Modifier.START if edge["edge"] == "初" else Modifier.MID
        return Recurrence(edge.end(), rrule("YEARLY", interval), Precision.YEAR, modifier)
    time = grammar.read_time(text, start) or grammar.read_time(text, start - 1)
    if time is None or time.has_year or time.limit in (Limit.SINCE, Limit.FROM):
        return None
    return yearly(time, interval)


def yearly(time: Time, interval: int = 1) -> Recurrence:
    """*time*, which names no year, in every year (or every *interval* years)."""
    part = time.part
    if part and not grammar.possible(part):
        return Recurrence.impossible(time.char_end)
    if time.then is not None:
        return _yearly_range(time, interval)
    edge_modifier = {Edge.START: Modifier.START, Edge.MID: Modifier.MID}.get(time.edge) if time.edge else None
    is_before = time.limit is Limit.BEFORE
    if time.edge is Edge.END or (is_before and part and part.is_opening):
        last = (part or Part()).of(2001).last
        by_day = -1 if part is None or part.tenth in (None, 3) else last.day
        rule = rrule("YEARLY", interval, [last.month], [by_day])
        is_opening = time.edge is None
        return Recurrence(time.char_end, rule, time.precision, Modifier.END, is_ambiguous=is_opening)
    if part is None or part.precision in (Precision.QUARTER, Precision.HALF_YEAR, Precision.YEAR):
        rule = rrule("YEARLY", interval)
        return Recurrence(time.char_end, rule, time.precision, edge_modifier, is_ambiguous=is_before)
    if part.day is not None:
        modifier = Modifier.ON_OR_BEFORE if is_before else None
        return Recurrence(time.char_end, rrule("YEARLY", interval, [part.first], [part.day]), Precision.DAY, modifier)
    if is_before:  # 每年6月前: by the end of May
        due = day_before(part.of(2001).first)
        rule = rrule("YEARLY", interval, [due.month], [due.day if part.tenth in (2, 3) else -1])
        return Recurrence(time.char_end, rule, part.precision, Modifier.BEFORE, is_ambiguous=True)
    months = range(part.first, part.last + 1)
    return Recurrence(time.char_end, rrule("YEARLY", interval, months), part.precision, edge_modifier)


def _yearly_range(time: Time, interval: int) -> Recurrence:
    """每年6—8月: its months; 每年3月15日至4月15日: its first day, for a rule holds no range of days."""
    first, last = time.part or Part(), (time.then.part if time.then else None) or Part()
    if not grammar.possible(last):
        return Recurrence.impossible(time.char_end)
    if first.day is not None:
        rule = rrule("YEARLY", interval, [first.first], [first.day])
        return Recurrence(time.char_end, rule, Precision.DAY, Modifier.ON_OR_AFTER, is_ambiguous=True)
    if first.precision in (Precision.QUARTER, Precision.HALF_YEAR, Precision.YEAR):
        return Recurrence(time.char_end, rrule("YEARLY", interval), first.precision)
    span = last.last - first.first
    months = [(first.first - 1 + step) % 12 + 1 for step in range((span if span >= 0 else span + 12) + 1)]
    return Recurrence(time.char_end, rrule("YEARLY", interval, months), Precision.MONTH)


def _in_months(text: str, at: int, interval: int) -> Recurrence | None:
    """A day or the end of every month, quarter or half: 每月5日前, 每季度末, 每季度首月10日前."""
    which = _MONTH_OF_QUARTER.match(text, at) if interval == 3 else None
    months = _MONTHS_OF_QUARTER[(which["which"] or which["last"]).removeprefix("第")] if which else ()
    here = which.end() if which else at
    freq, every = ("YEARLY", 1) if months else ("MONTHLY", interval)
    day = _BARE_DAY.match(text, here)
    if day and (interval == 1 or which):
        return _on_days(day, freq, every, months)
    if day:  # 每季度10日前: of which month?
        return Recurrence.unreadable(day.end())
    if interval == 1 or which:
        working = _WORKING_DAY.match(text, here)
        nth = integer((working["nth"] or working["within"]) or "") if working else None
        if working and (working["last"] or nth):  # holidays are not known to the rule
            rule = rrule(freq, every, months, weekdays=_WORKWEEK, nth=-1 if working["last"] else nth or 1)
            return Recurrence(working.end(), rule, Precision.DAY, is_ambiguous=True)
        tenth = _TENTH.match(text, here)
        if tenth:
            return _tenth(tenth, freq, every, months)
    end = _MONTH_END.match(text, here)
    precision = Precision.MONTH if interval == 1 or which else Precision.QUARTER
    if end:
        return Recurrence(end.end(), rrule(freq, every, months, [-1]), precision, Modifier.END)
    return Recurrence(here, rrule(freq, every, months), precision) if which else None


def _on_days(found: re.Match[str], freq: str, interval: int, months: Sequence[int]) -> Recurrence:
    """5日前, 10日和25日 of every month."""
    days = [integer(figure) for figure in re.findall(DAY, found["days"])]
    if not all(day and day <= 31 for day in days):
        return Recurrence.impossible(found.end())
    rule = rrule(freq, interval, months, [day for day in days if day])
    return Recurrence(found.end(), rule, Precision.DAY, Modifier.ON_OR_BEFORE if found["before"] else None)


def _tenth(found: re.Match[str], freq: str, interval: int, months: Sequence[int]) -> Recurrence:
    """上旬 of every month: the month in the rule, the ten days in the surface and the precision; its end is a day."""
    last = {"上": 10, "中": 20, "下": -1}[found["tenth"]]
    if found["before"] and last == 10:
        rule = rrule(freq, interval, months, [10])
        return Recurrence(found.end(), rule, Precision.TEN_DAYS, Modifier.BEFORE, is_ambiguous=True)
    if found["before"]:
        rule = rrule(freq, interval, months, [10 if last == 20 else 20])
        return Recurrence(found.end(), rule, Precision.TEN_DAYS, Modifier.BEFORE, is_ambiguous=True)
    if found["end"]:
        return Recurrence(found.end(), rrule(freq, interval, months, [last]), Precision.TEN_DAYS, Modifier.END)
    return Recurrence(found.end(), rrule(freq, interval, months), Precision.TEN_DAYS)
