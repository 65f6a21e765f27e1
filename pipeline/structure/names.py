"""Lists of unit names, as responsibility notes print them, told apart.

Names are parted by 、，； and white space, and by 和, 及, 与 only where whole names stand on both sides, so
that 市工业和信息化局 stays one. Brackets inside a name belong to it (市委党校（行政学院）). Offsets count in
the text handed in, from 0, half open; a surface is always ``text[start:end]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.vocabulary import alternation, words

OPENERS = "（(［[〔【"
CLOSERS = "）)］]〕】"
_O, _C = re.escape(OPENERS), re.escape(CLOSERS)

_INSIDE = rf"[^{_O}{_C}]{{0,80}}"
BRACKET = rf"[{_O}]{_INSIDE}(?:[{_O}]{_INSIDE}[{_C}]{_INSIDE}){{0,4}}[{_C}]"
# 神农架林区 is the only division of its kind and stands among the levels by its name.
_LEVEL = (
    r"(?:自治[区州县]|直辖市|(?:省直管|直管)[市县]|县级市|设区市|(?:神农架)?林区|[省市县区旗州盟乡镇]|街道|市县|县区)"
)
# A league, or a prefecture that has no government, is named by its office: 各盟行政公署、市人民政府.
_SEAT = "(?:[盟地]区?(?:行政公署|行署))"
_HALL = r"(?:人民政府|政府|行政公署|行署|党委|党委政府|管委会?|街道|办事处)"
# What the levels do, where it is said behind them without 按 or 负责: 各县、区人民政府抓好落实.
_DOES = alternation(words("roles", "adverbs", "fillers", "verb_responsible"))
# 市、区机管局 and 各县、区人民政府 name levels together: a bare level is no name, so 、 does not part it.
# In a list parted by 、 the pair 各区、市政府 is two, set off by ， it is one (annotation.md, unit).
_LEVELS = (
    rf"(?:{_LEVEL}、(?={_LEVEL})"
    rf"|(?:由|以?及|和)?(?:各|相关|有关)(?:(?:{_SEAT}|{_LEVEL})(?:{BRACKET})?、){{1,8}}"
    rf"(?={_LEVEL}(?:{BRACKET})?{_HALL}{{0,3}}(?:{BRACKET})?\s{{0,20}}(?:[，,；;。等按负落牵参配及和与]|{_DOES}|$))"
    rf"(?:(?![省市](?:人民)?政府)|(?<=署、)|(?<=^各.、)|(?<=[\s，,；;：:（(［〔【由及和]各.、)))"
)
_LEVEL_LIST = re.compile(rf"(?:{_SEAT}|{_LEVEL})(?:{BRACKET})?、(?={_LEVEL})")
# 各县（市、区）党委、政府 are named as one, as 党（工）委 is.
_PAIR = "(?:(?<=[党工]委)|(?<=党[（(]工[）)]委))、(?=(?:人民)?政府|管委会|办事处)"
# The group is not possessive: CPython before 3.11.5 ends one that backtracks inside before its start (gh-106052).
_PART = re.compile(rf"(?:{_LEVELS})?(?:[^、，,；;。﹑{_O}]{{1,600}}+|{BRACKET}|[{_O}]|{_PAIR}){{1,200}}")
_WRITTEN_AS_ONE = re.compile(_PAIR)

# Possessive: a run of figures that could be parted in many ways would be tried in all of them.
_OPEN_ENDED_WORD = rf"(?:[\d一二三四五六七八九十两几多]{{1,6}}+|{alternation(words('units', 'open_ended'))})"
_OPEN_ENDED = re.compile(
    rf"(?<=\S)等(?!(?<=[高中]等)(?:院校|学校|教育|职业|专业)){_OPEN_ENDED_WORD}{{0,12}}?(?=\s{{0,40}}$|(?:及|以及|和|与)(?:各|有关|相关|[省市县区州旗]|所有|其他))"
)
_AND = re.compile(r"以及|[及和与暨]|\s{1,80}")
_GLOSS = re.compile(
    rf"[{_O}](?:[^{_O}{_C}]{{0,200}}(?:下同|以下(?:简称|统称)[^{_O}{_C}]{{0,80}})|以上[^{_O}{_C}]{{1,40}})[{_C}]\s{{0,40}}$"
)
_CALLED_SHORT = re.compile(rf"[，,；;]?以下(?:简称|统称)[^{_O}{_C}]{{1,20}}(?=[{_C}])")
_BRACKETED = re.compile(BRACKET)
_LAST = f"{alternation(words('units', 'suffixes'))}|.{{1,7}}{alternation(words('units', 'places'))}|各{_LEVEL}{{1,4}}"
_LONGEST = 42
_WORD = '(?:[^、，,；;。：:“”"《》！？的由]|(?<=自)由)'
# 由 is part of 自由 only; these open no name: 详见附件, 以下简称市教育局.
_NAME = re.compile(
    rf"(?!{alternation(words('units', 'not_first'))})"
    rf"(?:{_WORD}|有[^、，；。的]{{1,6}}的){{0,{_LONGEST}}}?(?:{_LAST})"
)
# 推进“三地一区”建设领导小组: what a body was set up for may stand in quotation marks.
_QUOTING = re.compile(
    rf"(?:{_WORD}{{0,20}}“[^“”，,；;。]{{1,12}}”){{1,2}}{_WORD}{{0,40}}{alternation(words('units', 'set_up'))}"
)
_OPENS = re.compile(alternation(words("units", "openers")) + r"|.{2,6}?[省市县区旗州]")
_GENERIC = frozenset(words("units", "generic"))
_LOOKALIKE = re.compile(f"(?:{'|'.join(words('units', 'lookalikes'))})$")
#: A part longer than this holds no names to tell apart.
_LONGEST_PART = 600


class Name(NamedTuple):
    """One printed name: ``text[start:end]`` without 等, 等部门 and without a gloss that ends in 下同."""

    surface: str
    start: int
    end: int
    is_open_ended: bool = False


def parts(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans between separators at bracket depth 0, white space at their ends cut off."""
    for match in _PART.finditer(text, start, len(text) if end is None else end):
        yield match.span()


@lru_cache(maxsize=4096)
def is_whole_name(surface: str) -> bool:
    """Whether *surface* has the form of a unit's name: a known last word, no prose, at most 42 characters.

    Names of places count (武昌区): they stand for their governments.
    """
    surface = "".join(surface.split())
    bare = _WRITTEN_AS_ONE.sub("", _LEVEL_LIST.sub("", _BRACKETED.sub("", _CALLED_SHORT.sub("", surface))))
    if not 1 < len(bare) <= _LONGEST or bare in _GENERIC or _LOOKALIKE.search(bare, max(0, len(bare) - 6)):
        return False
    return _NAME.fullmatch(bare) is not None or ("“" in bare and _QUOTING.fullmatch(bare) is not None)


def read_part(text: str, start: int, end: int) -> list[Name]:
    """The names between two separators: 市应急局及市政府各部门 holds two, 市住建局等部门 one, open ended."""
    start, end = _strip(text, start, end)
    if start == end:
        return []
    if end - start > _LONGEST_PART:
        return [Name(text[start:end], start, end)]
    gloss = _GLOSS.search(text, start, end)
    if gloss and gloss.start() > start:
        return read_part(text, start, gloss.start())
    if "等" in text[start:end] and (open_ended := _OPEN_ENDED.search(text, start, end)):
        head = read_part(text, start, open_ended.start())
        if head:
            last = head[-1]
            head[-1] = Name(last.surface, last.start, last.end, True)
            joiner = _AND.match(text, open_ended.end(), end)
            return head + read_part(text, joiner.end() if joiner else open_ended.end(), end)
    for joiner in _AND.finditer(text, start, end):
        left, right = text[start : joiner.start()], text[joiner.end() : end]
        if _parts_names(left, joiner.group(), right):
            return [Name(left, start, joiner.start()), *read_part(text, joiner.end(), end)]
    return [Name(text[start:end], start, end)]


def _parts_names(left: str, joiner: str, right: str) -> bool:
    """和 parts two names where both are whole; the right one must open like a name of its own."""
    if not is_whole_name(left):
        return False
    if joiner.isspace():
        return is_whole_name(right.split(maxsplit=1)[0])
    return _OPENS.match(right) is not None and is_whole_name(right)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space, a full stop and a closing bracket that nothing opened at its ends."""
    while start < end and text[start].isspace():
        start += 1
    stop = end
    while end > start and (
        text[end - 1].isspace()
        or text[end - 1] == "."
        or (text[end - 1] in CLOSERS and not any(text.find(opener, start, stop) >= 0 for opener in OPENERS))
    ):
        end -= 1
    return start, end
