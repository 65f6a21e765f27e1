"""What the words around a figure say of its bounds: 不少于, 至少安排…, 控制在…以内, …左右.

以上, 以下, 以内 and 不超过 include the figure; 超过, 不足, 低于 do not (民法典 art. 1259).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.facts.figures import Span, UnitClass
from pipeline.models import Comparator
from pipeline.vocabulary import alternation, load, words

_LOWER = frozenset({Comparator.AT_LEAST, Comparator.MORE})
_UPPER = frozenset({Comparator.AT_MOST, Comparator.LESS})


class ContradictoryBoundsError(ValueError):
    """The word before a figure and the word behind it bound it from opposite sides."""


class Prefix(NamedTuple):
    """The words before a figure that speak of it. ``start`` is where they begin.

    ``is_weak``: they may stand before any figure (为, 共); ``yields``: a word behind the figure says more (控制在)."""

    start: int
    comparator: Comparator
    rule: str
    is_weak: bool = False
    yields: bool = False


def _bound_words() -> dict[str, Comparator]:
    found: dict[str, Comparator] = {}
    for key, comparator, negated in (
        ("more", Comparator.MORE, Comparator.AT_MOST),
        ("less", Comparator.LESS, Comparator.AT_LEAST),
    ):
        for word in words("quantities", key):
            found[word] = comparator
            found.update({negation + word: negated for negation in words("quantities", "negations")})
    for key, comparator in (
        ("strictly_more", Comparator.MORE),
        ("strictly_less", Comparator.LESS),
        ("at_least", Comparator.AT_LEAST),
        ("at_most", Comparator.AT_MOST),
        ("caps", Comparator.AT_MOST),
        ("about", Comparator.ABOUT),
    ):
        found.update(dict.fromkeys(words("quantities", key), comparator))
    return found


_BOUND_WORDS = _bound_words()
_NOT_AFTER: dict[str, str] = load("quantities")["not_after"]
_NOT_AFTER_UP = frozenset(_NOT_AFTER["上"])
_NOT_AFTER_PAST = frozenset(_NOT_AFTER["过"])
_CAPS = frozenset(words("quantities", "caps"))
_BEHIND = {
    word: comparator
    for key, comparator in (
        ("after_at_least", Comparator.AT_LEAST),
        ("after_at_most", Comparator.AT_MOST),
        ("after_about", Comparator.ABOUT),
    )
    for word in words("quantities", key)
}


def _one_of(*keys: str) -> str:
    return alternation(word for key in keys for word in words("quantities", key))


def _guarded(bounds: Iterable[str]) -> str:
    ordered = sorted(bounds, key=lambda word: (-len(word), word))
    return "|".join((f"(?<![{_NOT_AFTER[w]}])" if w in _NOT_AFTER else "") + re.escape(w) for w in ordered)


_REACH = 40  # characters before a figure that can speak of it
_FIRSTS = {
    word[0]
    for key in ("distributives", "changes", "levels", "weak_levels")
    for word in (*_BOUND_WORDS, *words("quantities", key))
}
_ADJACENT = re.compile(
    rf"(?=[{re.escape(''.join(sorted(_FIRSTS)))}])(?:(?<![年平人户日]){_one_of('distributives')}){{0,3}}"
    rf"(?:(?P<bound>{_guarded(_BOUND_WORDS)})(?:{_one_of('bridges', 'grants', 'changes')}){{0,6}}"
    rf"|(?P<level>{_guarded({*words('quantities', 'changes', 'levels')})})(?:{_one_of('bridges')}){{0,4}}"
    rf"|(?P<weak>{_one_of('weak_levels')})) ?$"
)
_ADJACENT_ENDS = frozenset(" ") | {
    word[-1]
    for key in ("bridges", "grants", "changes", "levels", "weak_levels")
    for word in (*_BOUND_WORDS, *words("quantities", key))
}
_OVER_ENDS = frozenset(word[-1] for word in words("quantities", "over_verbs"))
# “最多跑一次”事项占比100%: what is in a name bounds nothing outside it
_OVER_VERB = re.compile(
    rf"(?P<bound>{_one_of('over_verbs')})(?:[^，。；：、！？,;:()（）“”\d\s]|“[^“”]{{1,10}}”){{0,10}}+$"
)
_COMPARED = alternation(
    word
    for word in _BOUND_WORDS
    if len(word) > 1 and word.endswith(words("quantities", "more") + words("quantities", "less"))
)
_COMPARED_ENDS = frozenset(
    word[-1] for key in ("more", "less", "caps") for word in words("quantities", key) if len(word) > 1
)
_OVER_NOUN = re.compile(
    rf"(?P<bound>{_COMPARED}|{_one_of('caps')})"
    rf"(?P<noun>(?:(?!{_one_of('changes', 'levels')})[^，。；：！？,;:\d\s]){{1,40}})$"
)
_REFERENCE = re.compile(_one_of("references"))


def read_prefix(text: str, span: Span, floor: int) -> Prefix | None:
    """The words before *span* that speak of it, looked for no further back than offset *floor*."""
    lo = max(floor, span.start - _REACH)
    head = text[lo : span.start]
    last = head[-1:]
    if span.is_bare and last == "上" and head[-2:-1] not in _NOT_AFTER_UP:  # 上百家: 达到, 够 (现代汉语词典)
        return Prefix(span.start - 1, Comparator.AT_LEAST, "bound_before")
    is_passed = text[span.start] == "半" or (span.is_large and span.unit == "元")  # 过半, 产值过500亿元
    if last == "过" and is_passed and head[-2:-1] not in _NOT_AFTER_PAST:
        return Prefix(span.start - 1, Comparator.MORE, "bound_before")
    near = _ADJACENT.search(head, max(0, len(head) - 14)) if last in _ADJACENT_ENDS else None
    if near and near["bound"]:
        word = near["bound"]
        return Prefix(lo + near.start(), _BOUND_WORDS[word], "bound_before", yields=word in _CAPS)
    if not _OVER_ENDS.isdisjoint(head) and (over := _OVER_VERB.search(head)):
        return Prefix(lo + over.start(), _BOUND_WORDS[over["bound"]], "bound_over_verb")
    if near:
        return Prefix(lo + near.start(), Comparator.EQUAL, "level", is_weak=near["weak"] is not None)
    is_far = span.unit_class is UnitClass.RATIO or last == "的" or "每" in head
    if not is_far or _COMPARED_ENDS.isdisjoint(head):
        return None
    over = _OVER_NOUN.search(head)
    if over and (span.unit_class is UnitClass.RATIO or last == "的" or over["noun"].startswith("每")):
        comparator = _BOUND_WORDS[over["bound"]]
        is_difference = comparator in {Comparator.MORE, Comparator.LESS} and last != "的"
        if is_difference and (_REFERENCE.search(over["noun"]) or span.unit not in {"%", "‰", ""}):
            return Prefix(lo + over.start(), Comparator.EQUAL, "difference")
        return Prefix(lo + over.start(), comparator, "bound_over_noun", yields=over["bound"] in _CAPS)
    return None


def compare(span: Span, prefix: Prefix | None) -> tuple[Comparator, str]:
    """The comparator that *prefix*, the words behind *span* and its own form make together, and the rule's name.

    Raises:
        ContradictoryBoundsError: 不低于…以下.
    """
    before = prefix.comparator if prefix and prefix.comparator is not Comparator.EQUAL else None
    behind = _BEHIND[span.bound] if span.bound else None
    if span.is_strict and behind in _LOWER | _UPPER:
        behind = Comparator.MORE if behind in _LOWER else Comparator.LESS
    if span.low != span.high:
        return Comparator.RANGE, span.rule
    if prefix and prefix.yields and behind:
        before = None
    if (before in _LOWER and behind in _UPPER) or (before in _UPPER and behind in _LOWER):
        if prefix and prefix.rule == "bound_before":
            raise ContradictoryBoundsError(f"{before} before the figure, {behind} behind it")
        before = None
    if before in _LOWER | _UPPER and prefix:
        return before or Comparator.EQUAL, prefix.rule
    if behind:
        return behind, "bound_behind"
    if before and prefix:
        return before, prefix.rule
    if span.is_over:
        return Comparator.MORE, "more_than_named"
    return Comparator.EQUAL, prefix.rule if prefix else span.rule
