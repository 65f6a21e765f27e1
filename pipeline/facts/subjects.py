"""What a figure is of (综合利用率), and per what it is counted (每万人)."""

from __future__ import annotations

import re

from pipeline.facts.figures import ATOM, NUMBER
from pipeline.vocabulary import alternation, words

_LONGEST = 24  # characters of a noun phrase; longer ones are clauses
_STOP = re.compile(r"[，。；：！？,;:\n]")
_PHRASE = re.compile(r"(?:[\u4e00-\u9fffA-Za-z·&．.]|（[^（）]{1,10}）|\([^()]{1,10}\)|“[^“”]{1,12}”)+$")
_DATE = re.compile(r"^.*\d{1,4}(?:年|月|日)(?:底|末|初)?(?:前|内|以前|之前)?")
# …较2020年下降: the year that a change is counted from
_SINCE = re.compile(r"(?:分别)?(?:比|较)[^，\d]{0,3}(?:\d{4}年|“[^”]{3,5}”(?:时期|期间|末))(?:底|末)?$")
_OPENERS = re.compile(f"^{alternation(words('quantities', 'openers'))}+")
_CLOSERS = re.compile(f"{alternation(words('quantities', 'closers'))}+$")
_HEAD = re.compile(f"{alternation(words('quantities', 'heads'))}$")
_MAKING = re.compile(f"{alternation(words('quantities', 'makings'))}(?:了|达到?)?$")
_OBJECT = re.compile(r"(?:以上|左右)?((?:[\u4e00-\u9fff]|“[^“”]{1,12}”|（[^（）]{1,8}）){2,16}?)(?=[，。；、,;]|$)")
_NOT_NAMED = re.compile("[的了并和与及在以对向将按为等]")
_PER = re.compile(
    rf"每(?:一)?(?:(?P<number>{NUMBER}) ?)?(?:个|名|位|家|所)?"
    rf"(?P<base>{alternation(words('quantities', 'rate_bases'))}|{ATOM})"
)


def per_of(text: str, start: int, floor: int) -> str | None:
    """What the figure at *start* is counted on: 每万人 → 万人, 每人每年 → 人·年; None where no 每 rules it.

    *floor* is the offset where the clause can begin at the earliest."""
    if "每" not in text[floor:start]:
        return None
    clause = _STOP.split(text[floor:start])[-1]
    bases = [(m["number"] or "") + m["base"] for m in _PER.finditer(clause)]
    return "·".join(bases) or None


def is_made(text: str, start: int) -> bool:
    """Whether a verb whose object is counted stands directly before *start* (建成两个…)."""
    return _MAKING.search(text, max(0, start - 8), start) is not None


def subject_of(text: str, start: int, end: int, floor: int, *, is_count: bool) -> str | None:
    """The noun phrase that a figure from *start* (its bounds included) to *end* is of; None when unsure.

    It is what stands before the figure where that ends like a measured thing (…率, …面积), or the counted object
    behind it where a verb of making stands before it. 分别 shares figures out among several:
    None."""
    clause = _STOP.split(text[max(floor, start - 60) : start])[-1]
    if "分别" in clause or "分别" in text[start:end]:
        return None
    phrase = _PHRASE.search(_DATE.sub("", _SINCE.sub("", clause)).rpartition("、")[2])
    if phrase:
        words_before = _CLOSERS.sub("", _OPENERS.sub("", _PER.sub("", phrase[0])))
        if _HEAD.search(words_before) and 2 <= len(words_before) <= _LONGEST:
            return words_before
    if is_count and (_MAKING.search(text, max(0, start - 8), start) or text[start - 1 : start] == "、"):
        behind = _OBJECT.match(text, end, end + 20)
        if behind and not _NOT_NAMED.search(behind[1]):
            return behind[1]
    return None
