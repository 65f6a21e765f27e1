"""Units (单位) in their normal form within a jurisdiction: 市司法局 in a plan of 云溪市 is 云溪市司法局.

A name is read as a place and a body. The place is what the name opens with: the word of a level (市…), which is the
plan's own place or one above it by the table of codes, the name of a place, or a place's name without its last word
(云溪税务局); a name without a place is a department of the plan's own place. The body is written out, and a body that
was renamed gets its present name (:mod:`pipeline.facts.bodies`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from pipeline.facts import divisions
from pipeline.facts.bodies import kind_of, present, present_name, vertical, written_out
from pipeline.facts.jurisdictions import STATE, Jurisdiction, Level, place_at
from pipeline.models import Unit, UnitKind
from pipeline.vocabulary import alternation, load, words

__all__ = ["STATE", "WITHOUT_NORMAL_FORM", "Jurisdiction", "Level", "Named", "finding_code", "normalise", "resolve"]

#: Code of the finding for a unit whose form is not known: see :func:`finding_code`.
WITHOUT_NORMAL_FORM = "unit_without_normal_form"


class Named(NamedTuple):
    """A unit, and the year of the reform up to which it bore the name that is printed (None: it still does)."""

    unit: Unit
    until: int | None = None


_COLLECTIVE = re.compile("|".join(words("units", "collective")))
_CENTRAL = re.compile(alternation(words("units", "central_openers")))
_NOT_LEVELS = tuple(words("units", "not_levels"))
_AREAS = tuple(words("units", "functional_areas"))
_STAYS = tuple(words("units", "named_by_stem"))
_OF_THE_STATE: dict[str, str] = load("bodies")["state"]
# Short names of the state's bodies that a branch's name opens with: 金融监管总局云溪监管局.
_OF_THE_STATE_SHORT = re.compile(
    alternation(name for name, full in _OF_THE_STATE.items() if len(name) > 3 and not full.endswith("公司"))
)
_BANK = re.compile(alternation(words("bodies", "bank")))
_LEVEL = "(?:自治区|[省市县区州旗盟镇乡])"
_LEVEL_WORD = re.compile(_LEVEL)
_LEVELS_TOGETHER = re.compile(rf"((?:{_LEVEL}、){{1,4}})({_LEVEL}(?:（[^）]{{0,20}}）)?)(?=[^、])")
_LEAGUE = re.compile(r"(?:共青)?团(自治区|[省市县区州旗盟])委(?:员会)?$")
_PARTY_NAME = re.compile("(?:中共|中国共产党)(?!中央)")
_LEAGUE_NAME = re.compile("共青团(?=.{1,30}委员会$)")
#: A second name of one body (加挂牌子): 市委党校（行政学院）, 市档案馆/史志办; 发展改革委〔能源局〕 names who in it.
_NAMEPLATE = re.compile(r"(?:（[^（）]{0,40}）|[/／][^/／]{0,40})$")
_OFFICE = re.compile(r"(?!.{0,8}(?:办事处|管理处|监督处|服务处)$)[^省市县区州]{1,8}(?:处|科|室|股)$")
_DEPARTMENT = re.compile(
    r"(?:局|厅|委|部|办|院|办公室|委员会|联合会|妇联|工会|科协|工商联|文联|社科联|残联|侨联|供销社|供销合作社|中心|党校|总队|支队|大队"
    r"|领导小组|指挥部|防指|专班|工作组|红十字会|红会|安委会?|贸促会|作协|记协|台联|计生协|森林公安|联席会议|馆|站|队)$"
)
_MANAGED = re.compile("管理?委(?:员会|会)?$")


_BRACKETS = str.maketrans("(〔［[)〕］]", "（（（（））））")
_CALLED_SHORT = re.compile("[，,；;]?以下(?:简称|统称)[^（）]{1,20}(?=）)")
_HALL = re.compile("人民政府|政府|委")
_FOR_LEVELS = re.compile("[一二两三四]级|级|直|属")


@lru_cache(maxsize=8192)
def resolve(surface: str, jurisdiction: Jurisdiction, year: int | None = None) -> tuple[Named, ...]:
    """The units that *surface* names in a document of *jurisdiction* and *year*: one, or one for each level that a
    name with a shared body lists (市、区机管局: 市机管局, and 各区机管局 as one collective).

    A form that is not known gives the surface itself as name, kind ``other``: :func:`finding_code` tells."""
    text = _CALLED_SHORT.sub("", "".join(surface.split()).translate(_BRACKETS))
    together = _LEVELS_TOGETHER.match(text)
    if together and not _FOR_LEVELS.match(text, together.end()):
        body = text[together.end() :]
        levels = together[1].removesuffix("、").split("、")
        if body and all(jurisdiction.called(level) for level in levels):
            lower = _collective(f"各{together[2]}{body}", jurisdiction)
            return (*(_named(level + body, jurisdiction, year) for level in levels), Named(lower))
    return (_named(text or surface, jurisdiction, year),)


def normalise(surface: str, jurisdiction: Jurisdiction, year: int | None = None) -> Unit:
    """The (first) unit that *surface* names: see :func:`resolve`."""
    return resolve(surface, jurisdiction, year)[0].unit


def finding_code(unit: Unit) -> str | None:
    """``unit_without_normal_form`` where :func:`resolve` knew no form for the unit, else None.

    A normal form is a name within a region, the name of a body of the state as a whole, or a collective."""
    return None if unit.is_collective or (unit.region and unit.kind is not UnitKind.OTHER) else WITHOUT_NORMAL_FORM


def _named(text: str, jurisdiction: Jurisdiction, year: int | None) -> Named:
    if jurisdiction.level is Level.STATE and text in _OF_THE_STATE:
        return _of_state(text, year)
    league = _LEAGUE.match(text)
    if league:
        place = jurisdiction.called(league[1])
        name = f"共青团{place.region if place else league[1]}委员会"
        return Named(_unit(name, f"团{league[1]}委", place, UnitKind.MASS_ORGANISATION))
    if _COLLECTIVE.search(text):
        return Named(_collective(text, jurisdiction))
    nameplate = _NAMEPLATE.search(text)
    if nameplate and nameplate.start() > 1:
        text = text[: nameplate.start()]
    return _single(text, jurisdiction, year)


def _unit(name: str, short: str, place: Jurisdiction | None, kind: UnitKind, is_collective: bool = False) -> Unit:
    return Unit(name, short, place.region if place else None, kind, is_collective, place.code if place else None)


_STATE_PLACE = Jurisdiction(STATE, Level.STATE)


def _of_state(text: str, year: int | None) -> Named:
    name, until = present_name(_OF_THE_STATE.get(text, text), year)
    kind = kind_of(name)
    return Named(_unit(name, text, _STATE_PLACE, UnitKind.GOVERNMENT if kind is UnitKind.OTHER else kind), until)


def _collective(text: str, jurisdiction: Jurisdiction) -> Unit:
    """Several units: no name is written out, the place is put before what does not name one itself.

    Their kind is ``collective`` where they are not all of one kind."""
    own, word = jurisdiction.region, jurisdiction.word
    kind = kind_of(text.lstrip("各"))
    if _MIXED.search(text):
        kind = UnitKind.COLLECTIVE
    elif kind is UnitKind.OTHER:
        kind = UnitKind.GOVERNMENT if re.search("乡镇|街道|[县区市旗]$", text) else UnitKind.COLLECTIVE
    if own is None or jurisdiction.level is Level.STATE:
        return _unit(text, text, jurisdiction, kind, True)
    if text.startswith(own):
        return _unit(text, text.removeprefix(own) or text, jurisdiction, kind, True)
    level = None if text.startswith(_NOT_LEVELS) else _LEVEL_WORD.match(text)
    if level and "、" not in text and not re.match("[省市县区州旗盟镇乡]{2}", text):
        place = jurisdiction.called(level.group())
        if place and place.region:
            return _unit(place.region + text[level.end() :], text, place, kind, True)
        if level.group() != word:
            return _unit(text, text, None, kind, True)
    return _unit(own + text, text, jurisdiction, kind, True)


_MIXED = re.compile("(?:单位|机构|各地|地区|主体)$")


def _single(text: str, jurisdiction: Jurisdiction, year: int | None) -> Named:
    league = _LEAGUE_NAME.match(text)
    if league:
        place = jurisdiction.place(text[league.end() : -3])
        return Named(_unit(text, f"团{place.word or ''}委", place, UnitKind.MASS_ORGANISATION))
    openers = _PARTY_NAME.match(text)
    if openers:
        text = text[openers.end() :]
    elif text.startswith(("政协", "中国人民政治协商会议")) and len(text) > 2:
        text = text.removeprefix("政协").removeprefix("中国人民政治协商会议")
        place_name = place_at(text)
        body = text.removeprefix(place_name or "").removeprefix("委员会")
        place = jurisdiction.place(place_name) if place_name else jurisdiction
        return _written_out(place, "政协" + body, year)
    elif text.startswith("国家税务总局") and len(text) > len("国家税务总局"):
        text = text.removeprefix("国家税务总局")
    above = _OF_THE_STATE_SHORT.match(text)
    if above and above.end() < len(text) and names_place(text[above.end() :], jurisdiction):
        text = _OF_THE_STATE[above.group()] + text[above.end() :]
    bank = _BANK.match(text)
    if bank:
        return _branch(text[bank.end() :], jurisdiction)
    if text.endswith(_AREAS) and not divisions.named(text) and jurisdiction.region and not _CENTRAL.match(text):
        text += "管委会"  # an area without a government of its own: 高新区 stands for who runs it
    place_and_body = _at_place(text, jurisdiction)
    if place_and_body:
        return _written_out(*place_and_body, year)
    return _without_place(text, jurisdiction, year)


def _at_place(text: str, jurisdiction: Jurisdiction) -> tuple[Jurisdiction | None, str] | None:
    """The place that *text* opens with, and the rest; None for the place where a level's word names one not known."""
    region = jurisdiction.region
    place: Jurisdiction | None
    if region and jurisdiction.level is not Level.STATE and text.startswith(region):
        place, rest = jurisdiction, text.removeprefix(region)
    elif not text.startswith(_NOT_LEVELS) and (level := _LEVEL_WORD.match(text)) and len(text) > level.end():
        place, rest = jurisdiction.called(level.group()), text[level.end() :]
        if place is None:
            return None, text
    elif (name := place_at(text)) and not _CENTRAL.match(text):
        if name.endswith(_AREAS) and not divisions.named(name):
            inside = _stem_in(text, jurisdiction)
            if inside and text.startswith(inside[0]):  # 云溪经开区 says itself where it is
                return None
            return (
                (jurisdiction, text)
                if region and _MANAGED.search(text)
                else (jurisdiction.place(name), text.removeprefix(name))
            )
        place, rest = jurisdiction.place(name), text.removeprefix(name)
    else:
        return None
    while (name := place_at(rest)) and (divisions.named(name) or _HALL.match(rest, len(name))):
        place, rest = place.place(name), rest.removeprefix(name)
    # a sub-district has no government of its own but an office (地方组织法, art. 85)
    return place, rest or ("办事处" if place.word == "街道" else "政府")


def _written_out(place: Jurisdiction | None, rest: str, year: int | None, *, by_stem: bool = False) -> Named:
    """The unit of *place* whose body is *rest* (委宣传部, 政府办公室, 发改委); *by_stem* as in :func:`vertical`."""
    if place is None:
        level = _LEVEL_WORD.match(rest)
        word = level.group() if level else ""
        somewhere = Jurisdiction(word, Jurisdiction.named(word).level)
        unit, until = _written_out(somewhere, rest.removeprefix(word), year)
        return Named(Unit(unit.name, unit.short_name, None, unit.kind), until)
    region, word = place.region or "", place.word or ""
    kind = kind_of(rest)
    upright = vertical(rest, region, place.stem, by_stem=by_stem)
    if upright:
        name, until = present_name(upright, year)
        kind = kind if kind is UnitKind.MASS_ORGANISATION else UnitKind.GOVERNMENT
        return Named(_unit(name, word + rest, place, kind), until)
    bank = _BANK.match(rest)
    if bank:
        branch = _branch_word(rest[bank.end() :], place)
        return Named(_unit(f"中国人民银行{region}{branch}", word + rest, place, UnitKind.GOVERNMENT))
    body, until = present(written_out(rest, place), place.level, year)
    if body.startswith("委") and not rest.startswith("委"):  # an organ of the party for which 委 was left out
        kind = UnitKind.PARTY
    elif kind is UnitKind.OTHER:
        kind = kind_of(body)
    short = word + body
    if kind is UnitKind.CPPCC:
        tail = body.removeprefix("政协")
        name = f"政协{region}委员会{tail}" if tail else f"中国人民政治协商会议{region}委员会"
        return Named(_unit(name, short, place, kind))
    is_party = kind is UnitKind.PARTY or body.startswith(("委机", "委网", "委全面"))
    if is_party and body.startswith(("委", "党委", "纪委", "纪律检查委员会")):
        return Named(_unit(f"中共{region}{body}", short, place, UnitKind.PARTY))
    return Named(_unit(region + body, short, place, kind), until)


def _without_place(text: str, jurisdiction: Jurisdiction, year: int | None) -> Named:
    """A name that opens with no place: a body of the state, a bank's branch, one that is named after a place without
    its last word, an office of the organ that issued the plan, or a department of the plan's own place."""
    kind = kind_of(text)
    inside = _stem_in(text, jurisdiction)
    if _CENTRAL.match(text):
        if text.startswith("国务院") or text in _OF_THE_STATE or not inside:
            return _of_state(text, year)
        name, until = present_name(text, year)
        return Named(_unit(name, text, inside[1], kind), until)
    if inside and text.startswith(inside[0]):
        stem, place = inside
        rest = text.removeprefix(stem)
        if vertical(rest, "", "", by_stem=True):
            named = _written_out(place, rest, year, by_stem=True)
            return named._replace(unit=replace(named.unit, short_name=text))
        if kind in _PUBLIC and not rest.endswith(_STAYS):
            return _written_out(place, rest, year)
        return Named(_unit(stem + written_out(rest, place), text, place, kind))
    if inside:
        return Named(_unit(text, text, inside[1], kind))
    if jurisdiction.level is Level.STATE:
        return _of_state(text, year) if kind is not UnitKind.OTHER else Named(Unit(text, text, None, kind))
    return _own(text, kind, jurisdiction, year) or Named(Unit(text, text, None, kind))


def _own(text: str, kind: UnitKind, jurisdiction: Jurisdiction, year: int | None) -> Named | None:
    """A department of the plan's own place, or an office of the organ that issued it; a 厅 is the province's."""
    if jurisdiction.region is None or kind is UnitKind.OTHER:
        return None
    if jurisdiction.organ and _OFFICE.match(text):
        office = _written_out(jurisdiction, jurisdiction.organ, None).unit
        return Named(_unit(office.name + text, text, jurisdiction, office.kind))
    if _MANAGED.search(text):  # an area's own administration: 高新区管委会
        return Named(_unit(jurisdiction.region + written_out(text, jurisdiction), text, jurisdiction, kind))
    if kind is UnitKind.ENTERPRISE or not _DEPARTMENT.search(text):
        return None
    hall = text.endswith("厅") and jurisdiction.level not in (Level.PROVINCE, None)
    place = jurisdiction.province() if hall else jurisdiction
    return _written_out(place, text, year) if place and place.region else None


def names_place(surface: str, jurisdiction: Jurisdiction) -> bool:
    """Whether *surface* says by a place's name, whole or stem, that it is of *jurisdiction*."""
    region = jurisdiction.region
    return (region is not None and surface.startswith(region)) or _stem_in(surface, jurisdiction) is not None


_PUBLIC = (UnitKind.GOVERNMENT, UnitKind.PARTY, UnitKind.COURT, UnitKind.PROCURATORATE, UnitKind.MASS_ORGANISATION)


def _branch(rest: str, jurisdiction: Jurisdiction) -> Named:
    """The People's Bank or a branch of it: 人行云溪市中心支行."""
    short = "人民银行" + rest
    if jurisdiction.level is Level.STATE and not rest:
        return Named(_unit("中国人民银行", "人民银行", _STATE_PLACE, UnitKind.GOVERNMENT))
    inside = _stem_in(rest, jurisdiction)
    name = place_at(rest)
    place: Jurisdiction | None = inside[1] if inside else None if rest else jurisdiction
    if name:
        place = jurisdiction.place(name)
    rest = _branch_word(rest, jurisdiction) if rest else (jurisdiction.region or "") + _branch_word("", jurisdiction)
    return Named(_unit(f"中国人民银行{rest}", short, place, UnitKind.GOVERNMENT))


def _branch_word(rest: str, place: Jurisdiction) -> str:
    """The end of a branch's name in full: 中支 is a 中心支行; a place's branch without a word is its 分行 or 支行."""
    if not rest:
        return "支行" if place.level is Level.COUNTY else "分行"
    return f"{rest.removesuffix('中支')}中心支行" if rest.endswith("中支") else rest


def _stem_in(text: str, jurisdiction: Jurisdiction) -> tuple[str, Jurisdiction] | None:
    """A place that *text* names by its stem: the plan's own, one above it, or a prefecture of its province."""
    place: Jurisdiction | None = jurisdiction
    while place:
        if place.stem and place.stem in text:
            return place.stem, place
        place = place.parent
    province = jurisdiction.province()
    for stem, division in divisions.stems_below(province.code).items() if province and province.code else ():
        if stem in text:
            return stem, jurisdiction.place(division.name)
    return None
