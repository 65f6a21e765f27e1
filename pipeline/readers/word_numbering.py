"""The automatic numbers of WordprocessingML: they are in no text, so they are counted as Word counts them.

ISO/IEC 29500-1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat), with the values of Word as [MS-DOCX] 2.4 lists
them: 100 is 一○○ in ``chineseCounting`` and 一百 in ``chineseCountingThousand``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from pipeline.readers.container import Element
from pipeline.readers.word_markup import child, is_on, symbol, value, whole

LEVELS = 9
_PLACEHOLDER = re.compile("%([1-9])")
_SPACE_AFTER = {"tab": "\t", "space": " ", "nothing": ""}
_HAN = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FORMAL = str.maketrans("〇一二三四五六七八九十百千万", "零壹贰叁肆伍陆柒捌玖拾佰仟萬")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
#: First and last number with a character of its own, and the character of the first.
_ENCLOSED = {
    "decimalEnclosedCircle": ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")),
    "decimalEnclosedFullstop": ((1, 20, "⒈"),),
    "decimalEnclosedParen": ((1, 20, "⑴"),),
    "ideographEnclosedCircle": ((1, 10, "㈠"),),
}


def numeral(number: int, number_format: str) -> str:
    """*number* in an ``ST_NumberFormat``; a format beyond its range, or that no Chinese document uses, is decimal,
    which Word falls back to as well."""
    if number_format == "none":
        return ""
    for name, ranges in _ENCLOSED.items():
        if number_format.startswith(name):
            for first, last, char in ranges:
                if first <= number <= last:
                    return chr(ord(char) + number - first)
            return str(number)
    write = _WRITERS.get(number_format)
    return write(number) if write and number > 0 else str(number)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for figure, letters in _ROMAN:
        text += letters * (number // figure)
        number %= figure
    return text


def _digits(number: int) -> str:
    return "".join(_HAN[int(digit)] for digit in str(number))


def _counting(number: int) -> str:
    return _thousands(number) if number < 100 else _digits(number).replace("〇", "○")


def _thousands(number: int) -> str:
    if number >= 100_000:
        return str(number)
    text, pending = "", False
    for unit, name in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if pending else "") + _HAN[digit] + name
        pending = bool(text) and not digit
    return text.removeprefix("一") if text.startswith("一十") else text


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "numberInDash": lambda number: f"- {number} -",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "chineseCounting": _counting,
    "chineseCountingThousand": _thousands,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": lambda number: _thousands(number).replace("万", "萬"),
    "taiwaneseDigital": lambda number: _digits(number).replace("〇", "○"),
    "japaneseCounting": _thousands,
    "japaneseDigitalTenThousand": _digits,
    "ideographDigital": _digits,
    "chineseLegalSimplified": lambda number: _thousands(number).translate(_FORMAL),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, format and text, and what restarts it."""

    start: int
    number_format: str
    text: str
    suffix: str
    restart: int  # a paragraph of a level before this one restarts it
    is_legal: bool  # all numbers are decimal
    style: str | None  # the paragraph style that stands for it
    properties: Element | None

    @classmethod
    def of(cls, element: Element, index: int) -> Level:
        """The level that a ``w:lvl`` defines."""
        formats = [value(node) or "decimal" for node in element.iter("{*}numFmt")]
        # A format that only newer versions know stands beside the one that others fall back to.
        number_format = next((name for name in formats if name != "custom"), "decimal")
        text = value(child(element, "lvlText")) or ""
        if number_format == "bullet":
            fonts = child(child(element, "rPr"), "rFonts")
            font = next((font for name in ("ascii", "hAnsi") if (font := value(fonts, name))), None)
            text = "".join(symbol(char, font) for char in text)
        restart = whole(child(element, "lvlRestart"))
        return cls(
            start=whole(child(element, "start")) or 0,
            number_format=number_format,
            text=text,
            suffix=_SPACE_AFTER.get(value(child(element, "suff")) or "tab", "\t"),
            restart=index if restart is None else restart,
            is_legal=is_on(child(element, "isLgl")),
            style=value(child(element, "pStyle")),
            properties=child(element, "pPr"),
        )


@dataclass(slots=True)
class _List:
    """A ``w:num``: its levels, and what its own counting starts from where it overrides that."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of a document and where each stands; lists of one abstract definition count on together."""

    def __init__(self, root: Element | None) -> None:
        """Read ``w:numbering`` (None: a document without lists)."""
        self._root = root
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    @cached_property
    def _lists(self) -> dict[str, _List]:
        if self._root is None:
            return {}
        abstracts = {value(node, "abstractNumId") or "": node for node in self._root.iterchildren("{*}abstractNum")}
        by_style = {value(child(node, "styleLink")): key for key, node in abstracts.items()}
        lists = {}
        for num in self._root.iterchildren("{*}num"):
            key = value(child(num, "abstractNumId")) or ""
            linked = value(child(abstracts.get(key), "numStyleLink"))
            key = by_style.get(linked, key) if linked else key
            levels = _levels(abstracts.get(key))
            starts = {}
            for override in num.iterchildren("{*}lvlOverride"):
                levels |= _levels(override)
                start = whole(child(override, "startOverride"))
                if start is not None:
                    starts[whole(override, "ilvl") or 0] = start
            lists[value(num, "numId") or ""] = _List(key, levels, starts)
        return lists

    def level(self, list_id: str, index: int) -> Level | None:
        """Level *index* (from 0) of a list; None where there is none."""
        found = self._lists.get(list_id)
        return found.levels.get(index) if found else None

    def levels_of_styles(self, list_id: str, styles: list[str | None]) -> list[int]:
        """The levels of a list that paragraph styles stand for (17.9.23)."""
        found = self._lists.get(list_id)
        levels = found.levels.items() if found else ()
        return [index for style in styles for index, level in levels if level.style == style]

    def count(self, list_id: str, index: int) -> str:
        """Count one more paragraph of the list at level *index*: its number as printed, with the space after it."""
        found = self._lists.get(list_id)
        level = found.levels.get(index) if found else None
        if found is None or level is None:
            return ""
        counts = self._counts.setdefault(found.abstract, [None] * LEVELS)
        own = counts[index]
        if (list_id, index) not in self._begun and index in found.starts:
            counts[index] = found.starts[index]
        else:
            counts[index] = level.start if own is None else own + 1
        self._begun.add((list_id, index))
        for deeper in range(index + 1, LEVELS):
            below = found.levels.get(deeper)
            if below is None or index < below.restart:
                counts[deeper] = None

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            of = found.levels.get(at)
            number = counts[at] if counts[at] is not None else found.starts.get(at, of.start if of else 1)
            return numeral(number or 0, "decimal" if level.is_legal or of is None else of.number_format)

        text = _PLACEHOLDER.sub(shown, level.text)
        return text + level.suffix if text else ""


def _levels(parent: Element | None) -> dict[int, Level]:
    if parent is None:
        return {}
    indices = ((whole(node, "ilvl") or 0, node) for node in parent.iterchildren("{*}lvl"))
    return {index: Level.of(node, index) for index, node in indices if 0 <= index < LEVELS}
