"""Quantities: figures that a text counts or measures by, with comparator, bounds, unit, subject and base.

What is none, by rule: dates and times of the calendar with 内, 前, 后 (they are dates), ordinals (第3), names in
quotes or in 《》 (“三项制度”, “12345”), ratios (3:1), versions and grades (3.0版, 5A级), 一 as an article (一个体系,
一批) and a Chinese numeral that sums a list up (三张清单) where no verb of making and no bound goes with it.
Points of an assessment (25分) are quantities. A figure without a unit behind a bound (不低于0.6) has the unit "".
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.facts.comparators import ContradictoryBoundsError, Prefix, compare, read_prefix
from pipeline.facts.figures import NUMERAL_CHARS, Span, UnitClass, alone, find_spans
from pipeline.facts.subjects import is_made, names_a_measure, per_of, shared_subjects, subject_of
from pipeline.models import Comparator, Quantity
from pipeline.vocabulary import alternation, words


@dataclass(frozen=True, slots=True)
class QuantityProblem:
    """A figure that could not be loaded. Offsets count in the text that was scanned.

    ``code``: ``unknown_measure_word``, ``unreadable_figure`` or ``contradictory_bounds``."""

    surface: str
    char_start: int
    char_end: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class QuantityScan:
    """What a text holds: quantities and problems, each in order of ``char_start`` and without overlaps."""

    quantities: tuple[Quantity, ...]
    problems: tuple[QuantityProblem, ...]


_NOTHING = QuantityScan((), ())


class _Read(NamedTuple):
    """A figure with what stands before it."""

    span: Span
    prefix: Prefix | None
    after: int  # where the quantity before it ends


_STOPS = "，。；：！？,;:\n"
_JOINS = frozenset("、和及与或")
_SLASHES = frozenset("/／")
#: 100MW/200MWh: two figures, where A/2人 would be a name.
_READ_BEHIND_NAMES = frozenset({"%", "‰", *words("quantities", "energies")})
_ARABIC_ONLY = frozenset(words("quantities", "arabic_only"))
_COLLECTIVE = frozenset(words("quantities", "collective"))
_RANKED = frozenset("个名位家强")
_AGES = frozenset({"岁", "周岁"})
_CALENDAR_TAIL = re.compile(alternation(words("quantities", "after_dates")))
_NO_UNIT = re.compile(f"{alternation(words('quantities', 'no_units'))}|[A-Z]{{1,8}}级")
# 40.8万残疾人: people are counted without a measure word behind 万 and 亿
_PEOPLE = re.compile(
    f"{alternation(words('quantities', 'people_that'))}{{0,2}}{alternation(words('quantities', 'people'))}"
)
_UNIT_LIKE = re.compile(r"[\u4e00-\u9fff]{1,4}|[A-Za-zμ]{1,8}")
_EVERY_DONE = re.compile(f"每{alternation(words('quantities', 'makings'))}$")
# The marker that a figure opens an item behind: 1.80周岁以上.
_ITEM = re.compile(r"(?:\A|\n)\d{1,2}\.\Z")
_ORDINAL = re.compile(f"{alternation(words('quantities', 'ordinals'))}$")
_INDICATOR = re.compile(r"[\u4e00-\u9fff]{0,14}率")  # 十万人…死亡率 names a rate
# 15分钟生活圈, 24小时热线 are names
_CIRCLE = re.compile(
    r"[\u4e00-\u9fff]{0,6}[圈率]|(?:自助|全天候|不间断|应急|值班|在线|便民)?(?:服务|热线|值班|值守|开放|营业|运行|待命|备勤|受理|响应)"
)
_OPEN_QUOTE = re.compile(r"[“‘「『][^”’\"」』。；，]{0,12}$")
_CLOSE_QUOTE = re.compile(r"[^“‘「『。；，]{0,12}[”’\"」』]")
_LISTED = re.compile("[^、，。；：,;:每\n]{0,16}、[^、，。；：,;:每\n]{0,24}")
_LONGEST_TITLE = 60
_CLAUSE = 90
_LONGEST_CELL = 24
_RATIO_MARKS = frozenset(":：∶")
# The characters before a figure that can make a name or an ordinal of it.
_NAMING = frozenset("第每隔满〔×*＋+·初届件栏表录图项数几上成含前-_/.:：∶" + string.ascii_letters + string.digits)
_QUOTES = re.compile("[“‘「『《]")


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of *text*, in order of ``char_start`` and without overlaps; offsets count in *text*."""
    return list(scan_quantities(text).quantities)


def scan_quantities(text: str) -> QuantityScan:
    """The quantities of *text* and the figures in it that could not be read. Raises nothing on any text."""
    spans = find_spans(text)
    if len(text) <= _LONGEST_CELL and text[-1:] in NUMERAL_CHARS and (cell := _cell(text)):
        return cell
    return _Scan(text).run(spans) if spans else _NOTHING


def _cell(text: str) -> QuantityScan | None:
    """The scan of a text that is nothing but a figure, like the cell of a table: 三百万, 10.1万."""
    span = alone(text)
    if span is None or span.low is None:
        return None
    comparator = Comparator.EQUAL if span.low == span.high else Comparator.RANGE
    figure = Quantity(text, comparator, span.low, span.high, "", 0, len(text), rule=span.rule)
    return QuantityScan((figure,), ())


class _Scan:
    """One pass over a text; figures of a list (90%、70%) share the words before the first of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.quantities: list[Quantity] = []
        self.problems: list[QuantityProblem] = []
        self.waiting: list[_Read] = []  # figures without a unit that the next figure of their list has
        self.shared: tuple[int, Prefix] | None = None  # the end of the last figure and its bound
        self.rate: tuple[int, str] | None = None  # the end of the last figure that 每 makes a rate, and its base
        self.rate_from = 0  # where the last figure ends that is no age: 每年为60岁以上老年人体检1次
        self.base_end = 0  # where the last figure ends that is itself what another is counted on
        self.has_quotes = _QUOTES.search(text) is not None

    def run(self, spans: list[Span]) -> QuantityScan:
        floor = 0
        for span in spans:
            if self._says_nothing(span):
                floor = span.end
                continue
            if self.waiting and not self._continues(self.waiting[-1].span.end, span.start):
                self._release()
            if self._is_name(span) or not self._take(span, floor):
                floor = floor if span.is_han else span.end  # 一次性奖补 reads on over 一次
            else:
                floor = span.end
        self._release()
        if "分别" in self.text:
            self._share_out()
        return QuantityScan(tuple(self.quantities), tuple(self.problems))

    def _share_out(self) -> None:
        """Give the figures of a list that 分别 introduces one noun phrase each, where there are as many."""
        first = 0
        while first < len(self.quantities):
            last = first
            while last + 1 < len(self.quantities) and self._continues(
                self.quantities[last].char_end, self.quantities[last + 1].char_start
            ):
                last += 1
            run, start = self.quantities[first : last + 1], self.quantities[first].char_start
            floor = max(self.quantities[first - 1].char_end if first else 0, start - _CLAUSE)
            said = max(self.text.rfind(stop, floor, start) for stop in _STOPS)
            if self.text.find("分别", max(said, floor), run[0].char_end) >= 0:
                subjects = shared_subjects(self.text, start, floor, len(run))
                self.quantities[first : last + 1] = [
                    q._replace(subject=subject, per=per if subject else q.per)
                    for q, (subject, per) in zip(run, subjects, strict=True)
                ]
            first = last + 1

    def _says_nothing(self, span: Span) -> bool:
        """Whether a figure without a unit is a year, a marker or part of a name, whatever stands before it."""
        if span.unit or span.rule == "share":
            return False
        return span.low is None or _looks_like_year(span) or _NO_UNIT.match(self.text, span.end) is not None

    def _take(self, span: Span, floor: int) -> bool:
        """Load or report a figure; False where it is no quantity."""
        read = _Read(span, self._prefix(span, floor), self.quantities[-1].char_end if self.quantities else 0)
        if not span.unit and span.rule != "share":
            self._take_bare(read)
        elif span.low is None:
            if not span.is_han and span.unit_class is not UnitClass.CALENDAR:
                self._report(span, "unreadable_figure", "The figure is printed in a form that states no value.")
        elif not self._counts(read):
            return False
        else:
            for earlier in self.waiting:
                shared = earlier.span._replace(unit=span.unit, bound=span.bound, is_strict=span.is_strict)
                self._add(earlier._replace(span=shared))
            self.waiting.clear()
            self._add(read)
        return True

    def _prefix(self, span: Span, floor: int) -> Prefix | None:
        prefix = read_prefix(self.text, span, floor)
        if prefix and prefix.is_weak and span.unit in _AGES and span.bound and self.text[prefix.start] == "为":
            return None  # 为60周岁以上老年人体检
        if prefix is None and self.waiting and (earlier := self.waiting[-1].prefix):
            return earlier._replace(start=span.start)
        if prefix is None and self.shared and self._continues(self.shared[0], span.start) and not span.bound:
            return self.shared[1]._replace(start=span.start)
        return prefix

    def _continues(self, end: int, start: int) -> bool:
        return start == end + 1 and self.text[end] in _JOINS | _SLASHES

    def _take_bare(self, read: _Read) -> None:
        """A figure without a unit: dimensionless behind a bound, else of a measure word that is not known."""
        span, prefix = read.span, read.prefix
        behind = self.text[span.end : span.end + 2]
        is_stated = prefix is not None and not prefix.is_weak and prefix.rule in {"bound_before", "level"}
        if is_stated and behind[:1] in _JOINS and behind[1:].isdecimal():
            self.waiting.append(read)
        elif span.is_large and (people := _PEOPLE.match(self.text, span.end)):
            stated = prefix if prefix and not prefix.is_weak else None  # 为20万群众
            self._add_last(_Read(span._replace(unit="人", unit_class=UnitClass.SORTAL), stated, read.after))
            self.quantities[-1] = self.quantities[-1]._replace(subject=people[0])
        elif span.bound and (is_stated or span.is_large or "." in self.text[span.start : span.end]):
            self._add_last(read)
        elif span.is_large and names_a_measure(self.text, span.start):
            self._add_last(read)  # 人口71.2万
        elif word := _UNIT_LIKE.match(self.text, span.end):
            if is_stated and word[0][0] in "的且并":
                self._add_last(read)
            elif is_stated or span.is_large or is_made(self.text, span.start):
                message = f"No unit or measure word is known that {word[0]} begins with."
                self._report(span._replace(end=word.end()), "unknown_measure_word", message)
        elif is_stated:
            self._add_last(read)

    def _add_last(self, read: _Read) -> None:
        """The last figure of a list in which none has a unit."""
        self._release()
        self._add(read)

    def _release(self) -> None:
        """Figures of a list that no unit followed are dimensionless."""
        for read in self.waiting:
            self._add(read)
        self.waiting.clear()

    def _add(self, read: _Read) -> None:
        span, prefix, text = read.span, read.prefix, self.text
        try:
            comparator, rule = compare(span, prefix)
        except ContradictoryBoundsError:
            self._report(span, "contradictory_bounds", "The words before and behind the figure contradict each other.")
            return
        start, end = prefix.start if prefix else span.start, span.end
        if span.unit_class in {UnitClass.CLOCK, UnitClass.CALENDAR} and text[end : end + 1] == "内":
            comparator, rule, end = _within(comparator, rule, end)
        self.shared = (end, prefix) if prefix and not span.bound else None
        low = None if comparator in {Comparator.AT_MOST, Comparator.LESS} else span.low
        high = None if comparator in {Comparator.AT_LEAST, Comparator.MORE} else span.high
        subject = subject_of(text, start, end, max(read.after, self.base_end), span, is_stated=_is_stated(prefix))
        if subject is None and prefix and self.quantities and self.quantities[-1].char_end == start:
            subject = self.quantities[-1].subject  # 优良率由8%提高到30%
        self.quantities.append(
            Quantity(
                surface=text[start:end],
                comparator=comparator,
                low=low,
                high=high,
                unit=span.unit,
                char_start=start,
                char_end=end,
                subject=subject,
                per=self._per(read, start, end),
                rule=rule,
            )
        )

    def _per(self, read: _Read, start: int, end: int) -> str | None:
        """What the figure is counted on; of a list the first prints it: 每千人口医师达到3.2人、护士达到3.8人."""
        span, text = read.span, self.text
        if span.unit in _AGES and span.bound:
            return None
        per = per_of(text, span.start, self.rate_from, start)
        if per is None and self.rate and span.unit_class is not UnitClass.RATIO:
            between = text[self.rate[0] : start]
            per = self.rate[1] if _LISTED.fullmatch(between) else None
        is_rate = per is not None and (text.find("每", self.rate_from, start) >= 0 or self.rate is not None)
        self.rate = (end, per) if per is not None and is_rate else None
        self.rate_from = end
        return per

    def _report(self, span: Span, code: str, message: str) -> None:
        surface = self.text[span.start : span.end]
        self.problems.append(QuantityProblem(surface, span.start, span.end, code, message))

    def _is_name(self, span: Span) -> bool:
        """Whether the figure is part of a name, an ordinal, a ratio, a number of a document, or a base after 每."""
        text, start = self.text, span.start
        before = text[start - 1 : start]
        if not before:
            return False
        if before in _NAMING and self._is_named_by(before, span):
            return True
        if text.find("每", max(0, start - 6), start) >= 0 and _EVERY_DONE.search(text, max(0, start - 6), start):
            self.base_end = span.end
            return True  # 每引进1名博士奖励5万元
        if text[span.end : span.end + 1] in _RATIO_MARKS and text[span.end + 1 : span.end + 2].isdecimal():
            return True
        return self.has_quotes and self._is_quoted(span)

    def _is_named_by(self, before: str, span: Span) -> bool:
        """Whether the character before the figure, with those before it, makes a name or an ordinal of it."""
        text, start = self.text, span.start
        if before in "第每〔×*＋+·初届" or text[start - 2 : start] in {"每隔", "每满"}:
            return True
        if before in "件栏表录图项" and _ORDINAL.search(text, max(0, start - 2), start):
            return True
        # 数十家, 成百个: no figure is printed
        if span.is_han and (before in "数几" or (before == "成" and span.is_bare)):
            return True
        if before == "含" and text[start - 2 : start - 1] in {"（", "(", "不"}:  # 50人以上（含50人）
            return True
        if before == "前" and span.unit in _RANKED:
            return text[max(0, start - 2) : start - 1] not in {"年", "月", "日", "底"}
        if before.isascii() and (before.isalnum() or (before in "-_/.:" and text[start - 2 : start - 1].isascii())):
            return span.unit not in _READ_BEHIND_NAMES and not _ITEM.search(text, max(0, start - 4), start)
        return before in _RATIO_MARKS and text[start - 2 : start - 1].isdecimal()

    def _is_quoted(self, span: Span) -> bool:
        text, start = self.text, span.start
        opened = text.rfind("《", max(0, start - _LONGEST_TITLE), start)
        if opened >= 0 and text.find("》", opened, start) < 0:
            return True
        quote = _OPEN_QUOTE.search(text, max(0, start - 13), start)
        if quote is None or _CLOSE_QUOTE.match(text, span.end) is None:
            return False
        prefix = read_prefix(text, span, quote.start())
        return prefix is None or prefix.rule != "bound_before"

    def _counts(self, read: _Read) -> bool:
        """Whether a figure with a unit is a quantity where it stands."""
        span, prefix = read.span, read.prefix
        is_bounded = (
            bool(span.bound) or span.is_over or (prefix is not None and prefix.comparator is not Comparator.EQUAL)
        )
        if span.unit_class is UnitClass.CALENDAR:
            return self._is_duration(read)
        if span.unit_class is UnitClass.CLOCK and not prefix and _CIRCLE.match(self.text, span.end):
            return False
        if not span.is_han:
            return span.rule != "share" or is_bounded or prefix is not None
        if span.unit in _ARABIC_ONLY:
            return False
        if span.is_bare and not span.is_over:
            return prefix is not None and not prefix.is_weak and prefix.rule in {"bound_before", "level"}
        return is_bounded or self._is_written_count(read)

    def _is_duration(self, read: _Read) -> bool:
        """Years, months and days are quantities where a word says how many; else they are the business of dates."""
        span, prefix = read.span, read.prefix
        if _looks_like_year(span):
            return False
        if span.low is not None and not span.low.is_integer():  # 0.5个工作日内: dates count whole ones
            return True
        if prefix is None:
            return span.bound is not None and span.bound not in {"以内", "之内"}
        if prefix.comparator is Comparator.ABOUT and self.text[prefix.start] == "近":  # 近3年: a period
            return False
        tail = _CALENDAR_TAIL.match(self.text, span.end)
        return tail is None or (tail[0] == "内" and not prefix.is_weak)

    def _is_written_count(self, read: _Read) -> bool:
        """Whether a Chinese numeral without a bound counts: 两遍, 三倍, 二十家, 建成两个. 二 before a measure word is
        an ordinal (二次, 二期), 一 an article, unless 每 makes it a rate (每年一次)."""
        span, prefix = read.span, read.prefix
        numeral = self.text[span.start : span.end]
        if span.unit == "成":
            return prefix is not None
        if span.rule == "share" or span.unit_class in {UnitClass.RATIO, UnitClass.PHYSICAL, UnitClass.CLOCK}:
            return True
        if numeral.startswith("二") and not numeral.startswith("二十") and span.low == 2:
            return False
        if per_of(self.text, span.start, read.after) is not None:
            return span.low != 1 or span.unit not in _COLLECTIVE
        if span.low != span.high:
            return True  # 一至两个
        if span.low == 1:
            return False
        if prefix is not None or span.unit_class is UnitClass.VERBAL or is_made(self.text, span.start):
            return True
        return (span.low or 0) > 10 and _INDICATOR.match(self.text, span.end) is None


def _is_stated(prefix: Prefix | None) -> bool:
    """Whether a word of level or bound ties the figure to what stands before it."""
    return prefix is not None and not prefix.is_weak


def _within(comparator: Comparator, rule: str, end: int) -> tuple[Comparator, str, int]:
    """2小时内 states an upper bound; the 内 after another bound (不超过2小时内) says nothing more."""
    if comparator is Comparator.EQUAL:
        return Comparator.AT_MOST, "bound_behind", end + 1
    return comparator, rule, end


def _looks_like_year(span: Span) -> bool:
    if span.unit not in {"", "年"} or span.low is None or not 1900 <= span.low < 2100:
        return False
    return span.unit == "年" or span.low.is_integer()  # 2022.5年 is a month misprinted
