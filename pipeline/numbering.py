"""The forms in which Chinese documents number their parts: 第一篇, 第一章, 第九条, 一、, 任务一：, （一）, 1., （1）,
1）, ①, 1.1, and in one character ㈠, ⒈, ⑴.

Only the form of one marker is decided here; whether a line that has the form is a marker is decided by the
sequence it stands in (``structure.outline``). The ranks follow GB/T 9704—2012, 7.3.3 (一、 （一） 1. （1）) and
the Legislation Law, art. 65 (编, 章, 节, 条); counts at line starts over 623 documents: （一） 10466, 1. 5721,
一、 4558, 第X节 2491, 第X条 1717, （1） 1457, 第X章 1179, 1． 1100, 1.1 835, 1、 560, 1） 379, ① 184.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from pipeline.numerals import HAN_DIGITS, han_number


class MarkerKind(IntEnum):
    """Kinds of markers, from the outermost in: the value is the rank."""

    PART = 0
    CHAPTER = 1
    SECTION = 2
    ARTICLE = 3
    HAN = 4
    LABELLED = 5
    HAN_BRACKETED = 6
    ARABIC = 7
    DECIMAL = 8
    ARABIC_BRACKETED = 9
    ARABIC_CLOSED = 10
    CIRCLED = 11


class Marker(NamedTuple):
    """A marker at the start of a text: ``text[:end]`` is the marker as printed, ``number`` its number.

    ``prefix`` holds the numbers before the last one of a decimal marker (1.2.3 → 1, 2)."""

    kind: MarkerKind
    number: int
    text: str
    end: int
    prefix: tuple[int, ...] = ()
    is_bare: bool = False  # a figure and a space only


# What OCR makes of 一 in a marker: a dash of whatever width.
_DASHES = "—–－―-"
_AS_ONE = str.maketrans(dict.fromkeys(_DASHES, "一"))
_H = f"[{HAN_DIGITS}]"
_D = f"[{HAN_DIGITS}{_DASHES}]"
# What follows a citation of an article or a list of numerals, and never a marker.
_CITED = r"(?![第款项、和至及与或之所的]|规定|（[一二三四五六七八九十]+）项)"
# What is counted or measured behind a figure; 年度, 人员, 项目, 分级 and the like are words that open a heading.
_COUNTED = (
    "[万亿元倍％%米千百吨亩户兆]|周岁|个(?![人体])|年(?!度)|月(?!度)|日(?!常)|公(?![共开司安示告文])|平(?!台)"
    "|人(?![员才民大力口事物文])|家(?!庭)|项(?!目)|次(?!生)|小(?![型微学城组])|分(?![级类工组析管布期段步区])"
)
_FORMS = re.compile(
    rf"""第\s?(?P<ordinal>{_D}{{1,5}}|\d{{1,3}})\s?(?:(?P<article>条){_CITED}|(?P<part>[编篇]|部分)(?=\s|[^的和及]|$)
        |(?P<chapter>章){_CITED}|(?P<section>节){_CITED})
    |(?P<han>{_H}{{0,2}}{_D})(?:、(?!{_H}{{1,2}}[、级类线季是档]|[一二三四五六七八九十]产业)|[.．](?=[^\d.．]))
    |(?:重点|专项)?(?:任务|措施|举措|行动|工程|项目)(?P<labelled>{_H}{{1,3}}|\d{{1,2}})(?:[：:]|[.．](?!\d)|、(?!任务|措施|举措|行动|工程|项目))
    |[（(]\s?(?:(?P<han_bracketed>{_D}{{1,3}})|(?P<arabic_bracketed>\d{{1,3}}))\s?[）)](?![至、和或]|项|款)
    |(?P<decimal>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})(?=\s|[一-鿿“《（])(?!{_COUNTED})
    |(?P<arabic>\d{{1,3}})\s?(?:[.．﹒](?:(?!\d)|(?=(?:19|20)\d\d年|1?\d月|12345(?!\d)|[2-6][GDＧＤ](?![A-Za-z])|\d{{2,3}}周岁|\d{{3,4}}[个家户名所处座]
            |\d{{3}}(?=[一-鿿])(?![万亿元倍百千吨亩平公米度立升克斤分成股])))|、(?!\d))
    |(?P<arabic_closed>\d{{1,2}})[）)]""",
    re.VERBOSE,
)
_KINDS = {
    "han": MarkerKind.HAN,
    "labelled": MarkerKind.LABELLED,
    "han_bracketed": MarkerKind.HAN_BRACKETED,
    "arabic_bracketed": MarkerKind.ARABIC_BRACKETED,
    "arabic": MarkerKind.ARABIC,
    "arabic_closed": MarkerKind.ARABIC_CLOSED,
    "article": MarkerKind.ARTICLE,
    "part": MarkerKind.PART,
    "chapter": MarkerKind.CHAPTER,
    "section": MarkerKind.SECTION,
}
# Markers that are one character (Enclosed Alphanumerics and CJK Letters), each series from 1.
_ONE_CHARACTER = {
    chr(ord(first) + number): (kind, number + 1)
    for first, last, kind in (
        ("①", "⑳", MarkerKind.CIRCLED),
        ("⑴", "⒇", MarkerKind.ARABIC_BRACKETED),
        ("⒈", "⒛", MarkerKind.ARABIC),
        ("㈠", "㈩", MarkerKind.HAN_BRACKETED),
    )
    for number in range(ord(last) - ord(first) + 1)
}
#: What a marker in Chinese characters starts with; others start with a decimal digit.
MARKER_STARTS = frozenset("第任措举行工项重专（(" + HAN_DIGITS + _DASHES) | _ONE_CHARACTER.keys()


# Without a space behind the figure the line holds nothing but a short heading, no count (3家).
_BARE = re.compile(rf"(\d{{1,2}})(?:\s+(?=[一-鿿])|(?=[一-鿿、]{{2,14}}$)(?!{_COUNTED}|[处座条所件名套台批类种]))")


def bare_marker_at(printed: str) -> Marker | None:
    """The figure that opens a printed line whose spaces are not closed yet: 1 总则 or 1总则, above 1.1 (GB/T 1.1—2020,
    7.3), or 01 水库, as the items of boxes are counted."""
    match = _BARE.match(printed)
    if match is None or match[1] in ("0", "00"):
        return None
    return Marker(MarkerKind.ARABIC, int(match[1]), match[1], len(match[1]), is_bare=True)


def marker_at(text: str) -> Marker | None:
    """The marker that *text* starts with, by its form alone; None where there is none.

    2025年, 1,4—丁二醇, 800家, 1.5亿元, 1.25个, 一、二、三产业, （一）至（三）项 and 第五条第二款 have no form of a
    marker.
    """
    if not text or not (text[0] in MARKER_STARTS or text[0].isdecimal()):
        return None
    if text[0] in _ONE_CHARACTER:
        return Marker(*_ONE_CHARACTER[text[0]], text[0], 1)
    match = _FORMS.match(text)
    if match is None:
        return None
    name = match.lastgroup or ""
    if name == "decimal":
        *prefix, last = (int(part) for part in re.split("[.．]", match["decimal"]))
        return Marker(MarkerKind.DECIMAL, last, match[0], match.end(), tuple(prefix))
    digits = match["ordinal"] or match[name]
    number = int(digits) if digits.isdecimal() else han_number(digits.translate(_AS_ONE))
    if number is None or number == 0:
        return None
    return Marker(_KINDS[name], number, match[0].strip(), match.end())
