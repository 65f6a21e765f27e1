"""What a title says of the work that it names: a key that all its copies and versions share, years, marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.vocabulary import alternation, words

#: A shorter title (工作方案) names any work, so it brings no two documents together.
SHORTEST_KEY = 6

_CARRIERS = alternation((*words("documents", "carriers"), "决定"))
_CARRIED = re.compile(rf"关于{alternation(words('documents', 'carries'))}(.+?)(?:的{_CARRIERS})?$")
_CLAUSES = "(?:(?:部分|个别|有关)?(?:条款|内容))?"
_AMENDED = re.compile(rf"关于{alternation(words('documents', 'amends'))}(.+?){_CLAUSES}的{_CARRIERS}$")
_ISSUED_BY = re.compile(rf"^[^关]{{2,60}}{alternation(words('documents', 'issuers'))}关于(?=.)")
_BRACKETS = re.compile(r"\(([^()]*)\)$")
_REVISED = re.compile(alternation(words("documents", "revised")))
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_UNPRINTED = re.compile(r"[\s\"'“”‘’《》〈〉<>「」·]+")
_DASHES = re.compile(r"[-‐-―−－~～]+")
_NUMBER = str.maketrans({"[": "〔", "]": "〕", "【": "〔", "】": "〕", "(": "〔", ")": "〕"})


@dataclass(frozen=True, slots=True)
class TitleParts:
    """``key``: the title without issuer, notice, brackets at its end and marks, None where nothing telling is left;
    ``years``: those that it names outside a mark of revision; ``mark``: by which words it calls itself revised
    (2023年修订), or 修改 for a notice that amends what ``key`` names."""

    key: str | None
    years: tuple[int, ...] = ()
    mark: str | None = None


def folded(text: str) -> str:
    """*text* as texts are compared: of one width (NFKC), without white space and quotation marks, one dash."""
    return _DASHES.sub("-", _UNPRINTED.sub("", unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=65536)
def title_parts(title: str | None) -> TitleParts:
    """Read *title*, of a plan or of the notice that issues it."""
    if not title:
        return TitleParts(None)
    text, marks = folded(title), []
    amended = _AMENDED.search(text)
    carried = amended or _CARRIED.search(text)
    if carried:
        text = carried[1]
        marks += ["修改"] if amended else []
    years: list[str] = []
    while bracket := _BRACKETS.search(text):
        text = text[: bracket.start()]
        if _REVISED.search(bracket[1]):
            marks.append(bracket[1])
        else:
            years += _YEAR.findall(bracket[1])
    text = _ISSUED_BY.sub("", text).removeprefix("关于")
    years += _YEAR.findall(text)
    key = text if len(text) >= SHORTEST_KEY else None
    return TitleParts(key, tuple(sorted(set(map(int, years)))), "".join(marks) or None)


def number_key(number: str | None) -> str | None:
    """A document number with brackets of one kind and without white space; None where there is none."""
    return folded(number).translate(_NUMBER) if number else None
