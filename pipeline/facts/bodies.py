"""The body of a unit's name, what stands behind its place: written out in full, told by kind, and brought to the
present: 发改委 → 发展和改革委员会, 卫计委 → 卫生健康委员会. The words are in ``vocabulary/bodies.yml``.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.facts.jurisdictions import Jurisdiction, Level
from pipeline.models import UnitKind
from pipeline.vocabulary import alternation, load, words

_KINDS = [(UnitKind(kind), re.compile("|".join(patterns))) for kind, patterns in load("units")["kinds"].items()]
_WORDS = load("bodies")
_BODIES: dict[str, str] = _WORDS["bodies"]
_PARTY: dict[str, str] = _WORDS["party"]
_BEHIND_HEAD: dict[str, str] = _WORDS["party_only_behind_head"]
_PARTS: dict[str, str] = _WORDS["parts"]
_FIELDS: dict[str, str] = _WORDS["fields"]
_ENDINGS: dict[str, str] = _WORDS["endings"]
_VERTICAL: dict[str, str] = _WORDS["vertical"]
_BY_STEM: dict[str, str] = _VERTICAL | _WORDS["vertical_by_stem"]
_FORMER: dict[str, dict[str, Any]] = _WORDS["former"]
_FORMER_NAMES: dict[str, dict[str, Any]] = _WORDS["former_names"]

_DEPARTMENT = "(?:局|厅|部|署|委|办|委员会|办公室|总局)"
_FIELD = re.compile(
    rf"({alternation(_FIELDS)})(?={alternation(words('bodies', 'field_modifiers'))}?{_DEPARTMENT}"
    r"(?:$|[\u4e00-\u9fff]{1,12}(?:分局|支队|大队|总队|中心)$))"
)
_ENDING = re.compile(rf"(?<!党)(?<!两)({alternation(_ENDINGS)})$")
_PART = re.compile(alternation(_PARTS))
_RULED = re.compile("依法治([省市县区州旗]|自治区)办$")
_COURTS = {Level.PROVINCE: "高级", Level.PREFECTURE: "中级"}
_COURT = re.compile("([中高])级?(?:人民)?(?:法院|院)|法院")
_HEADS = {"政府": "人民政府", "人民政府": "人民政府"}
_HEAD = re.compile(r"(?:人民政府|政府)(?!员)(?=.)")
_CONGRESS = re.compile("人大(?!常)(?=.)")
_PARTY_HEAD = re.compile("(党委|委)(?!员)")
_WAS = re.compile(rf"({alternation(_FORMER)})(委员会|办公室|总局|局|厅|部|署)")


def kind_of(body: str) -> UnitKind:
    """The system that a body belongs to, by the words of its name."""
    return next((kind for kind, pattern in _KINDS if pattern.search(body)), UnitKind.OTHER)


def written_out(body: str, place: Jurisdiction) -> str:
    """*body* of *place* in full: 发改委 → 发展和改革委员会, 委编办 → 委机构编制委员会办公室, 法院 of a prefecture →
    中级人民法院 (Organic Law of the People's Courts, art. 13 to 22)."""
    court = _COURT.fullmatch(body)
    if court:
        grade = f"{court[1]}级" if court[1] else _COURTS.get(place.level or Level.CITY, "")
        return f"{grade}人民法院"
    head = _PARTY_HEAD.match(body)
    if head:
        tail = body[head.end() :]
        if not tail:
            return "委员会"
        return head[1] + (_BEHIND_HEAD.get(tail) or _party(tail) or _ENDING.sub(lambda m: _ENDINGS[m[1]], tail))
    party = _party(body)
    if party:
        return "委" + party
    if body in _HEADS:
        return _HEADS[body]
    head = _HEAD.match(body)
    if head:
        return "人民政府" + written_out(body[head.end() :], place)
    if (head := _CONGRESS.match(body)) and body not in _BODIES:
        return "人民代表大会" + body[head.end() :]
    if body in _BODIES:
        return _BODIES[body]
    if body in ("办", "办公室", "办公厅"):
        return _ENDINGS.get(body, body)
    body = _PART.sub(lambda m: _PARTS[m.group()], body)
    field = _FIELD.match(body)
    if field and not body.startswith(_FIELDS[field[1]]):
        body = _FIELDS[field[1]] + body[field.end() :]
    return _ENDING.sub(lambda m: _ENDINGS[m[1]], body)


def _party(tail: str) -> str | None:
    ruled = _RULED.fullmatch(tail)
    return f"全面依法治{ruled[1]}委员会办公室" if ruled else _PARTY.get(tail)


def vertical(body: str, place: str, stem: str | None, *, by_stem: bool = False) -> str | None:
    """The name in full of a body that the state keeps in *place*; None for every other.

    *by_stem*: the name that is printed opens with *stem*, not with the place's name or its level's word."""
    form = (_BY_STEM if by_stem else _VERTICAL).get(body)
    return form.format(place=place, stem=stem or place) if form else None


def present(body: str, level: Level | None, year: int | None) -> tuple[str, int | None]:
    """What *body*, written out, is called now, with the year of the reform that renamed it or let it go over whole into
    one successor; the body as it is, and None, for every other.

    A plan of *year* that is more than a year later than the reform names another body, which keeps its name."""
    was = _WAS.match(body)
    if not was:
        return body, None
    change = _FORMER[was[1]]
    if _is_later(change, year) or (level and level.value not in change.get("at", (level.value,))):
        return body, None
    last = change.get("tail", {}).get(level.value if level else "", was[2])
    return f"{change['now']}{last}{body[was.end() :]}", int(change["until"])


def present_name(name: str, year: int | None) -> tuple[str, int | None]:
    """As :func:`present`, for the name of a body of the state, or one that opens with such a name."""
    for former, change in _FORMER_NAMES.items():
        rest = name.removeprefix(former)
        if rest != name and not _is_later(change, year) and (not rest or former.startswith("中国")):
            return present_name(f"{change['now']}{rest}", year)[0], int(change["until"])
    return name, None


def _is_later(change: dict[str, Any], year: int | None) -> bool:
    return year is not None and year > int(change["until"]) + 1
