"""What a printed time looks like: a year, a part of it, an edge and a limit, each of which may be missing.

2022年 + 6月 + 底 + 前. White space between them is allowed; a character that only looks like an edge or a
limit (初 in 2022年初步, 前 in 年前期) is told by the one that follows it. Words: ``vocabulary/dates.yml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

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
_YEAR = r"(?:[12１２]\d{3}|[一二][〇○零一二三四五六七八九]{3})"

YEARS_FROM_NOW: dict[str, int] = load("dates")["years_from_now"]
YEARS_FROM_EVENT: dict[str, int] = load("dates")["years_from_event"]
YEARS_GONE = frozenset(words("dates", "years_gone"))
PLAN_PERIODS: dict[str, list[int]] = load("dates")["plan_periods"]
_RELATIVES = (*YEARS_FROM_NOW, *YEARS_FROM_EVENT, *YEARS_GONE)
_RELATIVE = alternation(_RELATIVES)
_PLANS = alternation(PLAN_PERIODS)

#: Two digits are a year where a month follows (22年6月); 22年 alone may be a length of time.
_SHORT_YEAR = rf"\d\d(?={SPACE}年{SPACE}(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}}){SPACE}月)"
_YEAR_HEAD = re.compile(
    rf"(?P<year>{_YEAR}|{_SHORT_YEAR}){SPACE}(?:年|(?={SEPARATOR}{_YEAR}{SPACE}年)|(?=(?:[、和及与]{_YEAR}){{1,8}}+年))|(?P<relative>{_RELATIVE})"
)
_PART = re.compile(
    rf"{SPACE}(?:(?P<half>[上下])半年(?!报)"
    rf"|(?P<ordinal>第)?(?P<quarter>[一二三四1-4首末])(?:(?(ordinal)个?)季度|(?={SEPARATOR}第?[一二三四1-4]个?季度)|(?=、?[二三四]季度))"
    rf"|前{SPACE}(?P<leading>{COUNT}){SPACE}(?:个?(?P<of_months>月)(?![份底末初]|{DAY}[日号])|个?季度)"
    rf"|(?P<month>{MONTH}){SPACE}(?:月份?|(?={SEPARATOR}{MONTH}{SPACE}月))"
    rf"(?:{SPACE}(?:(?P<tenth>[上中下])旬|(?P<day>{DAY}){SPACE}(?:[日号]|(?={SEPARATOR}{DAY}{SPACE}[日号]))))?"
    r"|(?P<whole>全年))"
)
_NUMERIC = re.compile(r"(?P<year>[12]\d{3})(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d./-]\d|\d)")
_EDGE = re.compile(
    rf"{SPACE}[年月]?{SPACE}(?:(?P<end>{either('end_words')}(?!{either('end_not_before')}))"
    rf"|(?P<start>初(?!{either('start_not_before')}))"
    r"|(?P<mid>中(?=[，,前]|之前|以前|$)))"
)
_LIMIT = re.compile(
    rf"{SPACE}(?:(?P<about>{either('about_words')})|(?P<since>{either('since_words')})"
    rf"|(?P<before>{either('before_words')}(?!{either('before_not_before')}))"
    rf"|年?(?P<within>{either('within_words')}(?!{either('within_not_before')}))"
    rf"|(?P<from>{either('from_words')}(?!{either('from_not_before')})))"
)
LONE_DAY = re.compile(rf"(?P<day>{DAY}){SPACE}[日号]")
_AND_THEN = re.compile(rf"(?:{SPACE}起)?{SEPARATOR}")
_END_OF_RANGE = re.compile(r"止|期间")

PLAN = re.compile(
    rf"[“\"「‘]?(?P<plan>{_PLANS})[”\"」’]?(?:(?P<end>{either('plan_end')})(?!{either('end_not_before')})"
    rf"|(?P<throughout>{either('plan_throughout')}))(?:(?P<before>{either('before_words')})|(?P<since>以来))?"
)
DURATION = re.compile(
    rf"(?:(?<![\d{HAN}个年月])(?P<half>半){SPACE}个?(?P<half_unit>年|月)|(?P<months>{COUNT})个半月|(?:(?P<least>{COUNT}){SEPARATOR})?(?P<count>{COUNT}){SPACE}"
    r"(?P<unit>个?工作日|个?交易日|个?自然日|个?小时|个?季度|个月|年|周|日|天)(?P<and_half>半)?)"
    rf"{SPACE}{either('within_words')}(?!{either('within_not_before')})"
)
TITLE = re.compile(r"《[^《》]{0,160}(?:《[^《》]{0,120}》[^《》]{0,120}){0,6}》|〈[^〈〉]{0,160}〉")

#: Where a time, a recurrence, a duration or a cited title may begin: the only places that are read. It opens
#: with one class of characters, to which the regular expression engine skips; the rest looks back at the one found.
_FIRST = {
    *'《〈每年上下第首末前全半百“"「‘',
    *HAN,
    *(word[0] for word in (*YEARS_FROM_NOW, *YEARS_FROM_EVENT, *YEARS_GONE)),
}
CANDIDATE = re.compile(
    rf"[\d{''.join(sorted(_FIRST))}](?:(?<=[《〈])"
    rf"|(?<=\d)(?<![\d.]\d)\d{{0,3}}(?={SPACE}(?:[年月日天周个季工交自小]|{SEPARATOR}\d|[、和及与]\d{{4}}|[./]\d))"
    rf"|(?<![{HAN}].)(?<=(?=[“\"「‘]?{_PLANS}[”\"」’]?[期时末底规]).)"
    rf"|(?<=[{HAN}百])(?<![\d{HAN}].)[{HAN}百]{{0,3}}"
    rf"(?={SPACE}(?:[年月日天周个季工小]|{SEPARATOR}[\d{HAN}]|、[二三四]季度))"
    rf"|(?<=每)(?=[隔个年月季周星半日天旬两\d{HAN} ])|(?<=年)(?={SPACE}(?:底|末|终|[之以]?内))"
    rf"|(?<=[上下])(?=半年)|(?<=[第首末前])(?={SPACE}(?:[一二三四1-4]?个?季度|{COUNT}个月))"
    rf"|(?<=全)(?=年)|(?<=半)(?=个?[年月][之以]?内)|(?<=(?={_RELATIVE}).))"
)


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


@dataclass(frozen=True, slots=True)
class Time:
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


def read_time(text: str, at: int) -> Time | None:
    """The time that begins at offset *at*, the end of a range (…至…) with it.

    Returns None where none begins there. Raises nothing: 13月 is read, and found to be none when its
    days are asked for.
    """
    first = _read_one(text, at)
    if first is None or first.edge in (Edge.START, Edge.MID) or first.limit not in (None, Limit.FROM):
        return first
    link = _AND_THEN.match(text, first.char_end)
    last = link and (_read_one(text, link.end()) or _lone_day(text, link.end(), first))
    if not last or not (last.has_year or last.part) or last.limit is Limit.SINCE:
        return first
    closing = _END_OF_RANGE.match(text, last.char_end)
    return Time(
        at,
        closing.end() if closing else last.char_end,
        first.year,
        first.relative,
        first.part,
        first.edge,
        limit=last.limit,
        limit_word=last.limit_word,
        then=last,
    )


def _read_one(text: str, at: int) -> Time | None:
    numeric = _NUMERIC.match(text, at)
    if numeric:
        end, relative = numeric.end(), None
        year: int | None = int(numeric["year"])
        part: Part | None = calendar.day(int(numeric["day"]), int(numeric["month"]))
    else:
        head = _YEAR_HEAD.match(text, at)
        end = head.end() if head else at
        year = _year(head["year"]) if head and head["year"] else None
        relative = head["relative"] if head else None
        if year is not None and not 1900 <= year < 2200:
            return None
        found = _PART.match(text, end)
        part = _part(found) if found else None
        if found and part:
            end = found.end()
        if not head and not part and not text.startswith("年", at):
            return None
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
    )


def _year(figure: str) -> int | None:
    """The year of two or four digits; two are of this century up to 49 (POSIX would say 68)."""
    year = integer(figure)
    return year if year is None or len(figure) > 2 else year + (2000 if year < 50 else 1900)


def _lone_day(text: str, at: int, first: Time) -> Time | None:
    """7日 in 10月1日至7日."""
    found = LONE_DAY.match(text, at)
    number = integer(found["day"]) if found else None
    if not found or number is None or not first.part or first.part.day is None:
        return None
    return Time(at, found.end(), part=calendar.day(number, first.part.first))


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
    if found["whole"]:
        return calendar.YEAR
    number = integer(found["month"])
    if number is None:
        return None
    if found["tenth"]:
        return calendar.tenth(number, _ORDINALS[found["tenth"]])
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
