"""Printed lines made ready to be joined: without markup, letter-spacing closed, misprints mended."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.cleaning.characters import close_spaces, mended
from pipeline.layout.arrangement import LaidLine
from pipeline.layout.display import may_be_formal
from pipeline.models import RawLine, Role
from pipeline.numbering import MARKER_STARTS, Marker, bare_marker_at, marker_at
from pipeline.vocabulary import alternation, words

_BRACKETS = "（(《〈“［〔【）)》〉”］〕】"
# What close_spaces, mended or the width of a line has to do with.
_WORKED_ON = "\x00-\x7f\\s．〉\ufe50-\ufe6b\uf030-\uf039"
_TO_WORK_ON = re.compile(f"[{_WORKED_ON}]")
_BRACKET = re.compile(f"[{_BRACKETS}]")
# Most lines hold none of these: full-width characters alone, with nothing to close or to mend, no bracket, no label.
_NOT_PLAIN = re.compile(f"[{_WORKED_ON}{_BRACKETS}：０-９]")

_ROLES = ("lead", "responsible", "participant", "support", "guidance", "supervision")
_STEMS = [stem for role in _ROLES for stem in words("roles", f"label_{role}")]
# A field of a responsibility note (责任单位：…) on a line of its own: 104 times in 4 of 623 documents.
_FIELD = re.compile(
    rf"(?:{alternation(words('roles', 'label_levels'))}?{alternation(_STEMS)}"
    rf"{alternation(words('roles', 'label_nouns'))}?"
    rf"|{alternation(words('roles', 'label_deadline'))}"
    rf"|{alternation(words('roles', 'label_person_before'))}{{0,3}}{alternation(words('roles', 'label_person'))})[：:]"
    r"|【[一-鿿]{2,8}】"
)
_CONTACT = re.compile("(?:联系|咨询|监督)(?:人|单位|部门|地址|方式|电话)(?:及电话)?[：:]")
_GLOSSARY = frozenset(words("documents", "glossary"))
# Where a line says who has to act, or a cell holds names, white space can be all that parts two of them.
_SPACE = re.compile(r"\s")
_ROLE_SIGNS = ("单位", "部门", "责任", "负责", "牵头", "配合")
_LAST = "".join(sorted({word[-1] for word in words("units", "suffixes")}))
_BETWEEN_NAMES = re.compile(
    rf"(?<=[一-鿿]{{2}}[{_LAST}])\s{{1,40}}(?=[一-鿿]{{2,20}}?[{_LAST}](?:[\s、，,；;。）)\]］〕】等]|负责|牵头|配合|$))"
)


@dataclass(slots=True, eq=False)
class CleanLine:
    """A line as it is joined: ``text`` is without markup and with its spaces closed, ``width`` is that of the printed
    line in full-width characters, ``marker`` what it opens with by its form, ``brackets`` are its brackets and title
    marks in order. ``is_plain`` says that nothing in its form keeps it from going on with a sentence: it has no
    marker and no field's label, and is no number, no date and the like by its first and last character."""

    order: int
    raw: RawLine
    role: Role | None
    text: str
    width: float
    marker: Marker | None
    brackets: str
    is_plain: bool


def clean_lines(laid: Iterable[LaidLine]) -> list[CleanLine]:
    """*laid* in the same order. After it: no text has white space beside a Han character, but between two names of
    a list of units that nothing else parts."""
    lines: list[CleanLine] = []
    for line in laid:
        text, raw = line.text, line.raw
        if line.role is not None or _NOT_PLAIN.search(text):
            lines.append(_worked_on(line.order, raw, text, line.role))
            continue
        marker = marker_at(text) if text[0] in MARKER_STARTS else None
        plain = marker is None and not (raw.opens or may_be_formal(text) or text in _GLOSSARY)
        lines.append(CleanLine(line.order, raw, None, text, float(len(text)), marker, "", plain))
    return lines


def is_field(text: str) -> bool:
    """Whether *text* opens with the label of a responsibility note's field (责任单位：…), or any label in lenticular
    brackets (【责任单位】…, 【重点任务】)."""
    return ("：" in text or ":" in text or text[0] == "【") and _FIELD.match(text) is not None


def is_contact(text: str) -> bool:
    """Whether *text* opens like a line that says whom to ask, below the text of a draft or a notice (联系人：…)."""
    return _CONTACT.match(text) is not None


def is_glossary(text: str) -> bool:
    """Whether *text* is the heading of a glossary (名词解释)."""
    return text in _GLOSSARY


def _closed(printed: str, raw: RawLine) -> str:
    if raw.cell is None and not any(sign in printed for sign in _ROLE_SIGNS):
        return close_spaces(printed)
    return " ".join(map(close_spaces, _BETWEEN_NAMES.split(printed)))


def _worked_on(order: int, raw: RawLine, printed: str, role: Role | None) -> CleanLine:
    text, width = printed, float(len(printed))
    if _TO_WORK_ON.search(printed):
        text = mended(_closed(printed, raw) if _SPACE.search(printed) else printed)
        # GBK writes what is printed full width in two bytes, all else in one.
        width = len(printed.encode("gbk", "replace")) / 2
    brackets = "".join(_BRACKET.findall(text))
    if role is not None:
        return CleanLine(order, raw, role, text, width, None, brackets, False)
    marker = marker_at(text) or (bare_marker_at(printed) if text[0].isdecimal() else None)
    plain = marker is None and not (raw.opens or may_be_formal(text) or is_field(text) or text in _GLOSSARY)
    return CleanLine(order, raw, role, text, width, marker, brackets, plain)
