"""Figures with their unit of measurement or measure word, as a text prints them.

The grammar of one figure and of the bound behind it, without what stands before it: 1.2万元, 80—100人, 百分之五,
50家以上, 元/吨标准煤. What a figure means where it stands is the business of :mod:`pipeline.facts.quantities`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from pipeline.numerals import HAN_DIGITS, figure
from pipeline.vocabulary import alternation, load, words


class UnitClass(StrEnum):
    """How a unit behaves in a sentence; vocabulary/quantities.yml says what each class is."""

    RATIO = "ratio"
    PHYSICAL = "physical"
    CLOCK = "clock"
    CALENDAR = "calendar"
    VERBAL = "verbal"
    SORTAL = "sortal"
    NONE = "none"  # a bare figure


_CLASSES = {word: kind for kind in UnitClass if kind is not UnitClass.NONE for word in words("quantities", kind.value)}
_NOT_BEFORE: dict[str, str] = load("quantities")["not_before"]
_ALIASES: dict[str, str] = load("quantities")["aliases"]
_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "（）"}


def _guard(word: str) -> str:
    """What keeps *word* from beginning another word (部 in 部门, m in mg)."""
    if word[-1].isascii() and word[-1].isalpha():
        return "(?![A-Za-z0-9])"
    banned = _NOT_BEFORE.get(word)
    return f"(?![{banned}])" if banned else ""


def _units(*keys: str) -> str:
    """A pattern for the words of *keys*, the longest first; a branch a first letter keeps it quick."""
    branches: dict[str, list[str]] = {}
    for word in sorted({word for key in keys for word in words("quantities", key)}, key=lambda w: (-len(w), w)):
        branches.setdefault(word[0], []).append(re.escape(word[1:]) + _guard(word))
    firsts = re.escape("".join(sorted(branches)))
    return f"(?=[{firsts}])(?:" + "|".join(f"{re.escape(c)}(?:{'|'.join(rest)})" for c, rest in branches.items()) + ")"


_CLASS_KEYS = [kind.value for kind in UnitClass if kind is not UnitClass.NONE]
ATOM = _units(*_CLASS_KEYS)
_DENOMINATOR = _units(*_CLASS_KEYS, "denominators")
_PAIRED = "(?:[（(][套组件人个台处间次户家栋座所项]{1,2}[）)])?"  # 台（套） is one unit, as printed
# 微克每立方米 is one unit, but 30亿元每年 is none.
_IN_WORDS = r"(?:每(?:标准)?(?:立方米|升|千克|平方米))?"
# 10万千瓦/20万千瓦时: what a store gives and what it holds are two figures, no rate.
_STORE = rf"(?=[/／][\d.]{{1,8}} ?[万亿]?{alternation(words('quantities', 'energies'))})"
UNIT = (
    rf"(?:{ATOM}{_PAIRED}{_IN_WORDS}(?:{_STORE}"
    rf"|(?:[/／](?:\d{{1,4}}|[百千万亿]{{1,4}}(?!瓦))?{_DENOMINATOR}(?:·{_DENOMINATOR})?){{0,3}}(?![/／])))"
)

#: A numeral has no more characters: no repetition here is without a limit, so no text makes a pattern run away.
_LONGEST_NUMERAL = 32
# Thousands as in 1,200 and 1 200 (GB/T 15835—2011); some typesetters leave a space behind the point (14. 5平方米).
_ARABIC = (
    rf"(?:\d{{1,3}}(?:[,，]\d{{3}}){{1,6}}+(?!\d)|\d{{1,3}}(?:[ \u2009\u202f]\d{{3}}){{1,6}}+(?=[万亿]|{UNIT})"
    rf"|\d{{1,{_LONGEST_NUMERAL}}}+(?!\d))"
    rf"(?:[.．]\d{{1,{_LONGEST_NUMERAL}}}+|[.．] \d{{1,2}}(?=[万亿]|{UNIT}))?"
)
# 千 in 千瓦 and 百 in 百分点 belong to the unit: 三千千瓦时 is 3000 千瓦时.
_NO_UNIT_HEAD = f"(?!{alternation(word[1:] for word in _CLASSES if word[0] in '百千')})"
_MULTIPLIER = f"(?: ?(?:[十百千]?[万亿]{{1,4}}|[百千]{_NO_UNIT_HEAD}))"
_HAN_CHARS = HAN_DIGITS + "壹贰叁肆伍陆柒捌玖拾佰仟"
_HAN_DIGIT = f"(?:[{_HAN_CHARS.replace('千', '').replace('百', '')}]|[百千]{_NO_UNIT_HEAD})"
_HAN_RUN = f"{_HAN_DIGIT}{{1,{_LONGEST_NUMERAL}}}+"
_HAN = f"(?:{_HAN_RUN}(?:点{_HAN_DIGIT}{{1,16}}+)?(?:[万亿]{{1,4}}+{_HAN_DIGIT}{{0,8}}+){{0,4}}+)"
NUMBER = f"(?:{_ARABIC}{_MULTIPLIER}?|{_HAN}|[万亿]{{1,4}}+)"
_BOUND_WORDS = [word for key in ("after_at_least", "after_at_most", "after_about") for word in words("quantities", key)]
_DASH = "(?:[-—–－―─~～]{1,2}|至|到)"

#: Where a figure may start: not behind 第, nor inside another. What a Chinese numeral must stand before keeps 统一的,
#: 进一步, 第三方 out cheaply.
_AHEAD = re.escape("".join(sorted({word[0] for word in _CLASSES} | set("分点多余至到—-~～－ "))))
NUMERAL_CHARS = frozenset(f"{_HAN_CHARS}万亿")
_NUMERAL = f"[{_HAN_CHARS}万亿]"
_START = re.compile(
    rf"[\d半{_NUMERAL[1:]}(?:(?<=\d)(?<![第\d].)(?<!\d[.．].)\d{{0,{_LONGEST_NUMERAL}}}|(?<=半)数|(?<=一)(?<![第{_NUMERAL[1:]}.)半(?=以上|以下|左右|的)|"
    rf"(?<![\d半])(?<!第.)(?<!{_NUMERAL}.){_NUMERAL}{{0,{_LONGEST_NUMERAL - 1}}}(?=[{_AHEAD}]))"
)
#: What may follow the digits of a figure that has more than digits.
_MARKER_STOPS = frozenset(".．")
_LINE_STARTS = frozenset({"", "\n"})
#: 1.80周岁以上, 1.2023年 at the start of a line: nobody counts in hundredths.
_MARKER = re.compile(rf"\d{{1,2}}[.．](?=(?:19|20)\d\d年|\d{{2,4}} ?{_units(UnitClass.SORTAL.value)})")
_READS_ON = frozenset(word[0] for word in _CLASSES) | frozenset(
    f"{_HAN_CHARS}万亿,，.．余多几至到-—–－―─~～年分/（( 、及或含" + "".join(word[0] for word in _BOUND_WORDS)
)
_PLAIN = re.compile(
    rf"(?P<low>{NUMBER})(?:(?P<over>[余多]| ?几(?!何))(?P<times>[百千]?[万亿]{{1,4}})?)?(?: ?(?P<unit>{UNIT}))?"
    rf"(?:(?:[（(]含[）)])? ?{_DASH} ?(?P<high>{NUMBER})(?(unit)(?P=unit)| ?(?P<high_unit>{UNIT})))?"
    rf"(?P<over_unit>多(?=[，。；、）的]|$))?"
)
_SHARE = re.compile(rf"(?P<of>{NUMBER})分之(?P<low>{NUMBER})(?:{_DASH}(?:(?P=of)分之)?(?P<high>{NUMBER}))?")
_FRACTION = re.compile(r"(?P<low>\d{1,2})/(?P<of>\d{1,2})(?![\d/年月.万])")
_SHARE_UNITS = {100: "%", 1000: "‰", 10_000: "‱"}
_COINS = re.compile(rf"(?:(?P<jiao>\d|{_HAN_DIGIT})角)?(?:(?P<fen>\d|{_HAN_DIGIT})分(?![钟之]))?")
_BOUND = re.compile(
    r"(?P<before>[（(]不?含[^（）()]{0,8}[）)])?"
    rf"(?:及|或|、|含|（含）)?(?P<bound>{alternation(_BOUND_WORDS)})"
    r"(?P<after>[（(]不含[^（）()]{0,8}[）)])?"
)
_YUAN = frozenset({"元", "圆"})
_PARTS = ("low", "over", "times", "unit", "high", "high_unit", "over_unit")
_PAIR = re.compile("(?P<pair>一二|两三|二三|三四|三五|四五|五六|六七|七八|八九)(?P<rest>[十百千]?[万亿]{0,4})")
_BOUND_HEADS = frozenset("（(及或、含") | {word[0] for word in _BOUND_WORDS}
_MINUS = re.compile("(?<![担肩减背胜抱欠])负$|(?<=[为至到在于过率速幅])[-−－]$|−$")
_SIGNS = frozenset("负-−－±")
_SCALED = re.compile("[十百千万亿拾佰仟点]")
_BARE = re.compile("[百千万亿]{1,8}")
_MYRIADS = re.compile("(?<=.)[万亿]{1,4}$")


class Span(NamedTuple):
    """A printed figure; offsets count in the text.

    ``low`` and ``high`` are equal unless it states a range; both are None where the figure is printed but cannot be
    read. ``unit`` is ``""`` where none follows. ``bound`` is the word behind it (以上), ``is_strict`` says that a
    bracket takes the figure itself out (不含); ``is_over`` marks 余 and 多."""

    start: int
    end: int
    low: float | None
    high: float | None
    unit: str
    unit_class: UnitClass
    is_han: bool
    is_bare: bool = False  # 百, 千亿: no digit of its own
    is_over: bool = False
    is_large: bool = False  # printed in 万 or 亿
    bound: str | None = None
    is_strict: bool = False
    rule: str = "figure"


@cache
def _normal(unit: str) -> str:
    return _ALIASES.get(unit, unit.translate(_WIDTHS))


@cache
def _unit_class(unit: str) -> UnitClass:
    return _CLASSES.get(unit) or _CLASSES[re.split("[/／（(每]", unit.replace("dB(A)", "dB"))[0]]


def find_spans(text: str) -> list[Span]:
    """The figures of *text* in order, without overlaps. A Chinese numeral is one only before a unit or as a share."""
    spans: list[Span] = []
    end = 0
    has_shares = "分之" in text
    for start in _START.finditer(text):
        at, after = start.span()
        if at < end:
            continue
        if text[at] == "半" or start[0] == "一半":
            spans.append(_bounded(text, Span(at, after, 0.5, 0.5, "", UnitClass.RATIO, is_han=True, rule="share")))
            end = spans[-1].end
            continue
        if text[at - 1 : at] in _LINE_STARTS and (marker := _MARKER.match(text, at)):
            at = marker.end()
        follower = text[after : after + 1]
        if follower not in _READS_ON and text[at].isdecimal():
            spans.append(_signed(text, _bare(text, at, after)))
            end = after
            continue
        if (
            follower in _MARKER_STOPS
            and text[at - 1 : at] in _LINE_STARTS
            and not text[after + 1 : after + 2].isdecimal()
        ):
            continue
        if follower == "年" and _is_year(start[0]):
            continue
        match = (has_shares and text.find("分之", at, at + 12) > 0 and _SHARE.match(text, at)) or (
            follower == "/" and _FRACTION.match(text, at)
        )
        span = _share(match) if match else None
        if span is None and (match := _PLAIN.match(text, at)):
            span = _plain(match)
        if span:
            if text[span.end : span.end + 1] in _BOUND_HEADS:
                span = _bounded(text, span)
            spans.append(_signed(text, span))
            end = span.end
    return spans


def _bare(text: str, start: int, end: int) -> Span:
    """A figure that nothing follows which could be of it."""
    value = figure(text[start:end])
    return Span(start, end, value, value, "", UnitClass.NONE, is_han=False)


def alone(text: str) -> Span | None:
    """The figure that *text* is, where it is nothing else and more than digits or one numeral: 三百万, 四千三."""
    match = _PLAIN.fullmatch(text.lstrip("负"))
    if match is None or match["unit"] or match["high_unit"] or match["over"]:
        return None
    if not _SCALED.search(match["low"]) or _BARE.fullmatch(match["low"]):
        return None
    low, high, rule = _values(match)
    if low is None or high is None or not text.startswith("负"):
        return Span(0, len(text), low, high, "", UnitClass.NONE, is_han=False, rule=rule)
    return Span(0, len(text), -high, -low, "", UnitClass.NONE, is_han=False, rule=rule)


def _is_year(digits: str) -> bool:
    """2025年 is told before anything is tried: years are many among the figures of a plan."""
    return len(digits) == 4 and digits[:2] in ("19", "20")


def _share(match: re.Match[str]) -> Span | None:
    """百分之五 → 5 %, 三分之一 → 1/3 without a unit, 1/3 likewise."""
    of, low = figure(match["of"]), figure(match["low"])
    high = figure(match["high"]) if match.re is _SHARE and match["high"] else low
    if not of or low is None or high is None:
        return None
    unit = _SHARE_UNITS.get(int(of), "") if match.re is _SHARE else ""
    if not unit:
        low, high = low / of, high / of
    return Span(match.start(), match.end(), low, high, unit, UnitClass.RATIO, True, rule="share")


def _plain(match: re.Match[str]) -> Span | None:
    printed, over, times, unit, high, high_unit, over_unit = match.group(*_PARTS)
    is_han = not printed[0].isdecimal()
    if not unit and not (unit := high_unit or "") and is_han:
        return None
    is_bare = is_han and _BARE.fullmatch(printed) is not None
    if is_han or times or high is not None:
        low, top, rule = _values(match)
    else:
        low = top = figure(printed)
        rule = "figure"
    end = match.end()
    if unit in _YUAN and low is not None and low == top and (coins := _COINS.match(match.string, end)):
        cents = 10 * (figure(coins["jiao"] or "0") or 0) + (figure(coins["fen"] or "0") or 0)
        low = top = round(low + cents / 100, 2) if cents else low
        end = coins.end()
    return Span(
        start=match.start(),
        end=end,
        low=low,
        high=top,
        unit=_normal(unit),
        unit_class=_unit_class(unit) if unit else UnitClass.NONE,
        is_han=is_han,
        is_bare=is_bare,
        is_over=bool(over or over_unit),
        is_large=printed[-1] in "万亿" or times is not None,
        rule=rule,
    )


def _values(match: re.Match[str]) -> tuple[float | None, float | None, str]:
    """Low, high and the rule of what ``_PLAIN`` matched."""
    if match["high"] is not None:
        return _range(match)
    printed = match["low"] + (match["times"] or "")  # 20余万
    if pair := _PAIR.fullmatch(printed):
        low, high = (figure(digit + pair["rest"]) for digit in pair["pair"])
        return low, high, "adjacent_numerals"
    low = figure("1" + printed if _BARE.fullmatch(match["low"]) else printed)
    return low, low, "figure"


def _range(match: re.Match[str]) -> tuple[float | None, float | None, str]:
    """Low, high and the rule. In 1—5万元 and 七千到九千亿元 the multiplier is of both, in 8500到3万元 of the second."""
    low, high = figure(match["low"]), figure(match["high"])
    if low is None or high is None:
        return None, None, "range"
    shared = _MYRIADS.search(match["high"])
    if shared and not match["unit"] and not _MYRIADS.search(match["low"]):
        factor = figure("1" + shared[0]) or 1.0
        low = low * factor if low < high / factor else low
    return (low, high, "range") if low <= high else (None, None, "range")


def _signed(text: str, span: Span) -> Span:
    """*span* with the sign before it: 负百分之五, 增速为-2.5%, ±5%; elsewhere a dash joins or itemises."""
    if span.low is None or span.high is None or (sign := text[span.start - 1 : span.start]) not in _SIGNS:
        return span
    if sign == "±":
        within = span.low == span.high and not text[max(0, span.start - 2) : span.start - 1].isdecimal()
        return span._replace(start=span.start - 1, low=-span.low, rule="tolerance") if within else span
    if not _MINUS.search(text, max(0, span.start - 2), span.start):
        return span
    return span._replace(start=span.start - 1, low=-span.high, high=-span.low)


def _bounded(text: str, span: Span) -> Span:
    """*span* with the bound behind it. 含 in a bracket says again what 以上 and 以下 say (民法典 art. 1259)."""
    bound = _BOUND.match(text, span.end)
    if bound is None:
        return span
    is_strict = any((bound[name] or "  ")[1] == "不" for name in ("before", "after"))
    return span._replace(end=bound.end(), bound=bound["bound"], is_strict=is_strict)
