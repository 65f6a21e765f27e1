"""Lengths of time: 自受理之日起二十个工作日内, 三个月内, 30日后, 有效期5年, 用3年左右时间.

They run from an event, which the surface names where it is printed (自受理之日起), not from a calendar day, and are
kept as ISO 8601 durations. Working days are counted apart, for a calendar of holidays decides on them. Of a range
(三至六个月内) both ends are kept. A length that another word bounds (不少于3年, 3年以上) is a quantity, and so is one
of hours and minutes without 内.
"""

from __future__ import annotations

import re

from pipeline.facts.calendar import integer
from pipeline.facts.date_grammar import COUNT, HAN, SEPARATOR, SPACE, either
from pipeline.facts.surroundings import Surroundings
from pipeline.models import DateKind, DateMention, Modifier

_UNIT = r"个?工作日|个?交易日|个?自然日|个?小时|分钟|个季度|个月|年|周|日|天"
_DURATION = re.compile(
    rf"(?:(?<![\d{HAN}个年月])(?P<half>半){SPACE}(?P<half_unit>年|个?月|个?小时)|(?P<halves>{COUNT})个半(?P<halved>月|小时)"
    rf"|(?:(?P<least>{COUNT}){SPACE}(?P<least_unit>{_UNIT})?(?P<link>{SEPARATOR}))?(?P<count>{COUNT}){SPACE}"
    rf"(?P<unit>{_UNIT})(?:(?P<and_half>半)(?![年月天小])|零?(?P<and_months>{COUNT})个月)?)"
)
_TAIL = re.compile(
    rf"{SPACE}(?:(?P<within>{either('within_words')}(?!{either('within_not_before')}))"
    rf"|(?P<after>{either('after_words')}(?!{either('after_not_before')}))"
    rf"|(?P<about>{either('about_words')})?的?(?P<spent>{either('spent_after')})?)"
)
_EVENT = re.compile(
    r"(?:(?:自|从)[^自从，。；：、！？\n]{1,28}?(?:日|时|后|月|年)起(?:的|计算|算)?，?"
    r"|(?:(?<=[，。；：、！？\n在于应须])|^)[^，。；：、！？\n在于应须]{1,14}?[后毕]的?)$"
)
_BEFORE = {key: re.compile(rf"{either(key)}{SPACE}$") for key in ("length_before", "spent_before", "coming_before")}
_OPENS = re.compile(rf"(?:^|[，。；：、！？,;:!?\n（(]){SPACE}$")
_CLOSES = re.compile(rf"{SPACE}(?:[，。；：、！？,;:!?\n）)]|$)")
_DAYS = ("工作日", "交易日", "自然日", "日", "天")
_CLOCK = {"小时": "H", "分钟": "M"}
_UNITS = {"季度": "M", "月": "M", "年": "Y", "周": "W"} | dict.fromkeys(_DAYS, "D")


def read_durations(text: str, at: int, read_to: int) -> tuple[int, tuple[DateMention, ...]] | None:
    """Where the length of time at offset *at* ends, and what it states: nothing if it has passed, both ends of a range.

    None where none begins there: 2022年内, 三年行动. What stands before offset *read_to* belongs to something else."""
    found = _DURATION.match(text, at)
    amount = _amount(found) if found else None
    if not found or not amount:
        return None
    unit = (found["unit"] or "").removeprefix("个")
    tail = _TAIL.match(text, found.end())
    around = Surroundings(text, at, tail.end() if tail else found.end(), read_to)
    told = _told(around, tail, unit)
    if not told or not tail:
        return None
    if around.is_passed_duration:
        return tail.end(), ()
    modifier, rule = told
    begin = _start(text, at, around, rule)
    whole = DateMention(
        DateKind.DURATION,
        text[begin : tail.end()],
        begin,
        tail.end(),
        duration=amount,
        working_days=integer(found["count"]) if unit in ("工作日", "交易日") else None,
        modifier=modifier,
        rule=rule,
    )
    if not found["least"]:
        return tail.end(), (whole,)
    return tail.end(), _both_ends(text, whole, found, unit)


def _amount(found: re.Match[str]) -> str | None:
    """The length as an ISO 8601 duration; None where the figure is none, or a year (2022年)."""
    count = integer(found["halves"] or found["count"] or "")
    unit = (found["unit"] or "").removeprefix("个")
    if found["half"]:
        return {"年": "P6M", "月": "P15D", "时": "PT30M"}[found["half_unit"][-1]]
    if not count or (unit == "年" and count >= 1000):
        return None
    if found["halves"]:
        return f"P{count}M15D" if found["halved"] == "月" else f"PT{count}H30M"
    if found["and_months"] or found["and_half"]:
        months = integer(found["and_months"]) if found["and_months"] else 6
        return f"P{count}Y{months}M" if unit == "年" and months else None
    return _of_unit(count, unit)


def _of_unit(count: int, unit: str) -> str:
    if unit in _CLOCK:
        return f"PT{count}{_CLOCK[unit]}"
    return f"P{count * 3 if unit == '季度' else count}{_UNITS[unit]}"


def _told(around: Surroundings, tail: re.Match[str] | None, unit: str) -> tuple[Modifier | None, str] | None:
    """The modifier and the rule that make a length of time a date; None where nothing does."""
    if not tail:
        return None
    if _BEFORE["coming_before"].search(around.before) and not tail["after"] and unit not in _CLOCK:
        is_noun = around.is_noun_phrase and not tail["within"]
        return None if is_noun else (Modifier.EQUAL_OR_LESS, "coming")
    if tail["within"]:
        return Modifier.EQUAL_OR_LESS, "within"
    if unit in _CLOCK:
        return None
    if tail["after"]:
        return Modifier.AFTER, "after"
    modifier = Modifier.APPROX if tail["about"] else None
    if tail["spent"]:
        return (modifier, "spent") if _BEFORE["spent_before"].search(around.before) else None
    if tail[0].strip() or not _CLOSES.match(around.after):
        return None
    if _BEFORE["length_before"].search(around.before):
        return None, "length"
    return (None, "length") if around.opens_text and not around.before.strip() and not around.after.strip() else None


def _start(text: str, at: int, around: Surroundings, rule: str) -> int:
    """Where the surface begins: with the event that it runs from, or with the word that it is the length of."""
    key = f"{rule}_before"
    if key in _BEFORE:
        word = _BEFORE[key].search(around.before)
        return at - len(around.before) + word.start() if word else at
    event = _EVENT.search(text, max(around.read_to, at - 34), at) if rule in ("within", "after") else None
    return event.start() if event else at


def _both_ends(text: str, whole: DateMention, found: re.Match[str], unit: str) -> tuple[DateMention, ...]:
    """三 and 六个月内 of 三至六个月内."""
    count = integer(found["least"])
    least = (found["least_unit"] or "").removeprefix("个") or unit
    begin, end, top = whole.char_start, found.start("link"), found.end("link")
    high = whole._replace(surface=text[top : whole.char_end], char_start=top, modifier=Modifier.EQUAL_OR_LESS)
    if not count or least in _CLOCK:
        return (whole._replace(is_ambiguous=True),)
    low = whole._replace(
        surface=text[begin:end],
        char_end=end,
        duration=_of_unit(count, least),
        working_days=count if whole.working_days is not None else None,
        modifier=Modifier.EQUAL_OR_MORE,
    )
    return low, high
