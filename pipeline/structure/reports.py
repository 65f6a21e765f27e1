"""What a newspaper tells of the plan that it prints: 本报讯…, 近日，甲、乙印发了《…》, 全文如下."""

from __future__ import annotations

import re

from pipeline.layout.display import form
from pipeline.models import Role
from pipeline.vocabulary import alternation, words

_CARRIES = alternation(words("documents", "carries"))
_DISPATCH = re.compile(
    rf"(?:本报|[一-鿿]{{2,8}}(?:日报|晚报|社|网|在线))[^。]{{0,24}}"
    rf"{alternation(words('furniture', 'dispatch'))}(?:[（(，,：]|\s)"
)
_IN_FULL = re.compile(r"全文(?:如下|印发|发布|公布)")
_LATELY = r"(?:近日|日前|近期|最近|(?:\d{4}年)?\d{1,2}月\d{1,2}日)"
_TELLS = re.compile(f"{_LATELY}.{{0,200}}{_CARRIES}")
_BY = re.compile(rf"(?:^|[，。：）])(?:{_LATELY}[，,]?)?([^，。《》：；]{{2,120}}?)(?:联合|正式|共同)?{_CARRIES}了?《")

#: A sentence that says that the full text follows is no longer than this, in characters.
LONGEST_IN_FULL = 120


def opens_report(printed: str, text: str) -> bool:
    """Whether a paragraph, *printed* as it is and *text* when cleaned, is a dispatch or says that the full text
    follows."""
    return bool(_DISPATCH.match(printed) or (len(text) < LONGEST_IN_FULL and _IN_FULL.search(text)))


def ends_report(text: str) -> bool:
    """Whether the full text follows *text* at once."""
    return text.endswith(("全文如下。", "全文如下："))


def tells(text: str) -> bool:
    """Whether *text* tells that a plan was issued the other day."""
    return _TELLS.search(text) is not None


def issuers(text: str) -> list[str]:
    """Who issued the plan by what a report says; empty where that is not all names of organisations."""
    found = _BY.search(text)
    names = re.split("[、和]", found[1]) if found else []
    return names if all(form(name) is Role.SIGNATURE for name in names) else []
