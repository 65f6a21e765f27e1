"""What a printed time looks like: a year, a part of it, an edge and a limit, each of which may be missing.

2022年 + 6月 + 底 + 前. White space between them is allowed; a character that only looks like an edge or a
limit (初 in 2022年初步, 前 in 年前期) is told by the one that follows it. Words: ``vocabulary/dates.yml``.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from pipeline.facts import calendar
from pipeline.facts.calendar import ImpossibleDateError, Part, integer
from pipeline.models import Precision
from pipeline.vocabulary import alternation, load, words


def either(*keys: str) -> str:
    """A pattern for any word of the vocabulary lists *keys*."""
    return alternation(word for key in keys for word in words("dates", key))


#: White space inside a time. Possessive, and no more of it than a scan leaves: no pattern here repeats without a limit
#: (``tests/test_patterns.py``), so that none can run away on any text.
SPACE = r"[ \t\u3000\xa0]{0,6}+"
SEPARATOR = rf"{SPACE}(?:[—–‒―─\-－~～]{{1,2}}|至|到){SPACE}"
HAN = "〇○零一二两三四五六七八九十"
#: A count; and what could stand for a month or a day, impossible figures included, so that they are reported.
COUNT = rf"(?:\d{{1,4}}|[{HAN}百]{{1,4}})"
MONTH = r"(?:\d{1,4}|十[一二三四五六七八九]?|[一二三四五六七八九])"
DAY = r"(?:\d{1,4}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DIGITS = "〇○零一二三四五六七八九"
_YEAR = rf"(?:[12１２]\d{{3}}|[一二][{_DIGITS}]{{3}})"

YEARS_FROM_NOW: dict[str, int] = load("dates")["years_from_now"]
YEARS_FROM_EVENT: dict[str, int] = load("dates")["years_from_event"]
YEARS_GONE: dict[str, int] = load("dates")["years_gone"]
MONTHS_FROM_NOW: dict[str, int] = load("dates")["months_from_now"]
MONTHS_FROM_EVENT: dict[str, int] = load("dates")["months_from_event"]
QUARTERS_FROM_NOW: dict[str, int] = load("dates")["quarters_from_now"]
_FEASTS: dict[str, list[int]] = load("dates")["feasts"]
#: A holiday on a fixed day, where what is said bounds something by it: 国庆节前, “五一”节前.
FEAST = (
    f'[“"]?{alternation(_FEASTS)}[”"]?(?:劳动|建军|建党)?节?(?:长?假期?)?'
    f"(?={either('before_words')}(?!{either('before_not_before')}))"
)
#: 月 in 月底前: of which month, the sentence must tell.
LONE_MONTH = "月"
RELATIVE_YEAR = alternation((*YEARS_FROM_NOW, *YEARS_FROM_EVENT, *YEARS_GONE))
RELATIVE_MONTH = (
    rf"(?:{alternation((*MONTHS_FROM_NOW, *MONTHS_FROM_EVENT, *QUARTERS_FROM_NOW))}"
    rf"|(?<![\d{HAN}个每本当次上下年各逐半几数岁月]){LONE_MONTH}(?={SPACE}(?:{either('end_words')}|初)))"
)

#: Two digits are a year where a part of it follows (22年6月, 22年底); 22年 alone may be a length of time.
_SHORT_YEAR = (
    rf"(?:\d\d|[{_DIGITS}]{{2}}|[一二两]千零?[{HAN}]{{0,3}})"
    rf"(?={SPACE}年{SPACE}(?:(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}}){SPACE}月|第?[一二三四1-4]个?季度|[上下]半年"
    rf"|年?{either('end_words')}(?!{either('end_not_before')})))"
)
_YEAR_HEAD = re.compile(
    rf"(?P<year>{_YEAR}|{_SHORT_YEAR}){SPACE}(?:年|(?={SEPARATOR}{_YEAR}{SPACE}年)|(?=(?:[、和及与]{_YEAR}){{1,8}}+年))|(?P<relative>{RELATIVE_YEAR})"
)
_MORE_MONTHS = rf"(?:[、和及与]{MONTH}){{1,11}}+{SPACE}月"
_PART = re.compile(
    rf"{SPACE}(?:(?P<half>[上下])半年(?!报)"
    rf"|(?P<ordinal>第)?(?P<quarter>[一二三四1-4首末])(?:(?(ordinal)个?)季度|(?={SEPARATOR}第?[一二三四1-4]个?季度)|(?=、?[二三四]季度))"
    rf"|前{SPACE}(?P<leading>{COUNT}){SPACE}(?:个?(?P<of_months>月)(?![份底末初]|{DAY}[日号])|个?季度)"
    rf"|后{SPACE}(?P<closing>{COUNT}){SPACE}个?月(?![份底末初])"
    rf"|(?P<month>{MONTH}|[首元](?=月)){SPACE}(?:月份?|(?={SEPARATOR}{MONTH}{SPACE}月)|(?P<listed>(?={_MORE_MONTHS})))"
    rf"(?:{SPACE}(?:(?P<tenth>[上中下]|上中|中下)旬|(?P<day>{DAY}){SPACE}(?:[日号]|(?={SEPARATOR}{DAY}{SPACE}[日号]))))?"
    rf"|(?P<whole>全年)|(?P<feast>{FEAST}))"
)
_MONTH_HEAD = re.compile(
    rf"(?P<word>{RELATIVE_MONTH})(?:{SPACE}(?:(?P<tenth>[上中下])旬|(?P<day>{DAY}){SPACE}[日号]))?"
)
#: Figures alone: 2022.6.30, 2022.01 (a month), 20220630.
_NUMERIC = re.compile(
    r"(?P<year>[12]\d{3})(?:年[ \t]?(?P<of_year>\d{1,2})\.(?P<day_of_year>\d{1,2})(?=之?[前起至到—–\-~～])"
    r"|(?P<mark>[-./])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?+(?!\d|[./]\d|-\d{1,3}(?!\d))"
    r"|(?<![话号码真机编A-Za-z]\d{4})(?<![话号码真机编][：:]\d{4})"  # no telephone number
    r"(?P<month8>0[1-9]|1[0-2])(?P<day8>0[1-9]|[12]\d|3[01])(?=[，。；、：）)前之以至到起止—–\-~～\s]|$))"
)
_CODE = re.compile(r"(?P<year>[12]\d{3})?(?P<kind>Q|H(?=[12]))(?P<number>[1-4])(?![\dA-Za-z])")
#: The hour of a day, and the day of the week in brackets.
_HOUR = re.compile(
    rf"{SPACE}(?:[（(](?:星期|周)[一二三四五六日天][）)]{SPACE})?"
    rf"(?:(?:[上中下]午|晚上?)?{SPACE}\d{{1,2}}(?:[:：]\d\d|[时点](?!段)(?:[整半]|\d{{1,2}}分)?))?"
)
_EDGE = re.compile(
    rf"{SPACE}[年月]?{SPACE}(?:(?P<end>{either('end_words')}(?!{either('end_not_before')}))"
    rf"|(?P<start>{either('start_words')}(?!{either('start_not_before')}))"
    r"|(?P<mid>中(?=[，,前]|之前|以前|$)))"
)
_LIMIT = re.compile(
    rf"{SPACE}(?:(?P<about>{either('about_words')})|(?P<since>{either('since_words')})"
    rf"|(?P<before>{either('before_words')}(?!{either('before_not_before')}))"
    rf"|年?度?(?P<within>{either('within_words')}(?!{either('within_not_before')}))"
    rf"|(?P<from>{either('from_words')}(?!{either('from_not_before')})))"
)
_BARE_YEAR = re.compile(r"(?:19|20)\d\d(?![\d./-])")
LONE_DAY = re.compile(rf"(?P<day>{DAY}){SPACE}[日号]")
_ALSO = re.compile(rf"{SPACE}(?:[、和及与]|以及){SPACE}")
_AND_THEN = re.compile(rf"(?:{SPACE}起)?{SEPARATOR}")
_END_OF_RANGE = re.compile(r"止|期间")


class Edge(StrEnum):
    """The part of a time that is meant: its end (底, 末), its start (初), its middle (中)."""

    END = "end"
    START = "start"
    MID = "mid"


class Limit(StrEnum):
    """How a time bounds what is said of it."""

    BEFORE = "before"  # 前
    WITHIN = "within"  # 内
    ABOUT = "about"  # 左右, 前后
    SINCE = "since"  # 以来: what has been
    FROM = "from"  # 起, 后


class Time(NamedTuple):
    """A time as printed, its year not yet told; offsets count in the text."""

    char_start: int
    char_end: int
    year: int | None = None
    relative: str | None = None
    part: Part | None = None
    edge: Edge | None = None
    limit: Limit | None = None
    limit_word: str = ""
    then: Time | None = None  # the end of a range
    month_word: str = ""  # 本月, 次月, 月: ``part`` is of the first month or quarter until it is known which one
    is_figure: bool = False  # 2022.6: a month only where something says that it is one
    goes_on: int = 0  # where the next time of a list begins, 0 where none does

    @property
    def has_year(self) -> bool:
        """Whether a year is printed, as a number or as a word."""
        return self.year is not None or self.relative is not None

    @property
    def precision(self) -> Precision:
        """How finely the text states it."""
        return self.part.precision if self.part else Precision.YEAR

    @property
    def names_month(self) -> bool:
        """Whether it is one month or a day of it."""
        part = self.part
        return part is not None and part.first == part.last and part.tenth is None


def relative_step(word: str) -> int:
    """How many years *word* (明年, 次年) is from the year that it is told from."""
    return YEARS_FROM_EVENT.get(word, YEARS_FROM_NOW.get(word, YEARS_GONE.get(word, 0)))


def read_time(text: str, at: int, is_listed: bool = False) -> Time | None:
    """The time that begins at offset *at*, the end of a range (…至…) with it. *is_listed*: a list goes on with it.

    In a list the last word is of all: 6月 in 6月、12月底前 is 6月底前, too.
    Returns None where none begins there. Raises nothing: 13月 is read, and found to be none when its
    days are asked for.
    """
    first = _read_one(text, at, is_listed)
    if first is None or first.limit not in (None, Limit.FROM):
        return first
    if first.edge is Edge.MID:
        return first
    link = _AND_THEN.match(text, first.char_end)
    if not link:
        return first if first.limit else _in_list(text, first)
    last = _read_one(text, link.end()) or _lone_day(text, link.end(), first) or _lone_year(text, link.end(), first)
    if not last or not (last.has_year or last.part) or last.limit is Limit.SINCE:
        return first
    closing = _END_OF_RANGE.match(text, last.char_end)
    return first._replace(
        char_end=closing.end() if closing else last.char_end,
        limit=last.limit,
        limit_word=last.limit_word,
        then=last,
    )


def _in_list(text: str, first: Time) -> Time:
    """*first* with the edge and limit of the list that it opens, if all of it are years, months, quarters or days."""
    following: Time | None = first
    goes_on = end = 0
    for _ in range(11):
        link = _ALSO.match(text, following.char_end) if following else None
        following = _read_one(text, link.end(), True) if link else None
        if not link or not following or following.precision is not first.precision or following.month_word:
            break
        goes_on = goes_on or link.end()
        end = following.char_end
        if first.edge or (following.has_year and not first.has_year):
            break
        if following.edge is Edge.END or following.limit in (Limit.BEFORE, Limit.WITHIN):
            return first._replace(
                edge=following.edge,
                limit=following.limit,
                limit_word=following.limit_word,
                goes_on=goes_on,
            )
        if following.edge or following.limit:
            break
    return first._replace(goes_on=goes_on) if end else first


def _read_one(text: str, at: int, is_listed: bool = False) -> Time | None:
    numeric = _NUMERIC.match(text, at) or _CODE.match(text, at)
    relative, month_word, is_figure = None, "", False
    year: int | None
    part: Part | None
    if numeric:
        end = numeric.end()
        year = int(numeric["year"]) if numeric["year"] else None
        part, is_figure = _figures(numeric)
    elif month := _MONTH_HEAD.match(text, at):
        end, year, month_word = month.end(), None, month["word"]
        part = _of_first(month)
    else:
        head = _YEAR_HEAD.match(text, at)
        end = head.end() if head else at
        year = _year(head["year"]) if head and head["year"] else None
        relative = head["relative"] if head else None
        found = _PART.match(text, end)
        part = _part(found) if found else None
        if found and found["closing"] and not head:
            part = None
        if found and found["listed"] is not None and not (head or is_listed) and (not at or text[at - 1] == "\n"):
            return None  # 4、5月: the number of an item
        if found and part:
            end = found.end()
        if not head and not part and not text.startswith("年", at):
            return None
    if year is not None and not (1900 if text[at].isdecimal() else 1000) <= year < 2200:
        return None
    if part and part.day is not None and (hour := _HOUR.match(text, end)) and hour[0].strip():
        end = hour.end()
    edge = _EDGE.match(text, end)
    end = edge.end() if edge else end
    limit = _LIMIT.match(text, end)
    if not (year or relative or part or (edge and edge["end"]) or (limit and limit["within"])):
        return None
    return Time(
        at,
        limit.end() if limit else end,
        year,
        relative,
        part,
        Edge(str(edge.lastgroup)) if edge else None,
        Limit(str(limit.lastgroup)) if limit else None,
        limit[str(limit.lastgroup)] if limit else "",
        month_word=month_word,
        is_figure=is_figure,
    )


def _figures(found: re.Match[str]) -> tuple[Part | None, bool]:
    """The part of a year that figures name, and whether they could be something else (2022.6, Q1)."""
    if found.re is _CODE:
        number = int(found["number"])
        return (calendar.quarter if found["kind"] == "Q" else calendar.half)(number), not found["year"]
    if found["of_year"]:  # 2024年6.30前
        return calendar.day(int(found["day_of_year"]), int(found["of_year"])), False
    if found["day8"] or found["day"]:
        return calendar.day(int(found["day8"] or found["day"]), int(found["month8"] or found["month"])), False
    return calendar.month(int(found["month"])), True


def _of_first(found: re.Match[str]) -> Part | None:
    """The part that a word like 本月 or 本季度 names with what follows it, as if of the first month or quarter."""
    if found["word"] in QUARTERS_FROM_NOW:
        return calendar.quarter(1)
    if found["tenth"]:
        return calendar.tenth(1, _ORDINALS[found["tenth"]])
    number = integer(found["day"]) if found["day"] else None
    return calendar.month(1) if number is None else calendar.day(number, 1)


def _year(figure: str) -> int | None:
    """The year of two or four digits; two are of this century up to 49 (POSIX would say 68)."""
    year = integer(figure)
    if year is None and len(figure) == 2:  # 九七年
        tens, ones = (integer(digit) for digit in figure)
        year = None if tens is None or ones is None else 10 * tens + ones
    return year if year is None or year >= 1000 else year + (2000 if year < 50 else 1900)


def _lone_day(text: str, at: int, first: Time) -> Time | None:
    """7日 in 10月1日至7日."""
    found = LONE_DAY.match(text, at)
    number = integer(found["day"]) if found else None
    if not found or number is None or not first.part or first.part.day is None:
        return None
    return Time(at, found.end(), part=calendar.day(number, first.part.first))


def _lone_year(text: str, at: int, first: Time) -> Time | None:
    """2009 in 2008.03-2009."""
    found = _BARE_YEAR.match(text, at) if first.is_figure and first.year else None
    return Time(at, found.end(), year=int(found[0])) if found else None


_ORDINALS = {"首": 1, "末": 4, "上": 1, "中": 2, "下": 3}


def _part(found: re.Match[str]) -> Part | None:
    if found["half"]:
        return calendar.half(1 if found["half"] == "上" else 2)
    if found["quarter"]:
        return calendar.quarter(_ORDINALS.get(found["quarter"]) or integer(found["quarter"]) or 0)
    if found["leading"]:
        count = integer(found["leading"])
        months = None if count is None else count if found["of_months"] else 3 * count
        return calendar.leading_months(months) if months and months <= 12 else None
    if found["closing"]:
        count = integer(found["closing"])
        return calendar.closing_months(count) if count and count < 12 else None
    if found["whole"]:
        return calendar.YEAR
    if found["feast"]:
        name = next(word for word in sorted(_FEASTS, key=len, reverse=True) if word in found["feast"])
        return calendar.feast(*_FEASTS[name])
    number = 1 if found["month"] in {"首", "元"} else integer(found["month"])
    if number is None:
        return None
    if found["tenth"]:
        first, *more = (_ORDINALS[word] for word in found["tenth"])
        return calendar.tenth(number, first, *more)
    if found["day"]:
        in_month = integer(found["day"])
        return None if in_month is None else calendar.day(in_month, number)
    return calendar.month(number)


def possible(part: Part) -> bool:
    """Whether some year holds *part*."""
    try:
        part.of(2000)
    except ImpossibleDateError:
        return False
    return True
