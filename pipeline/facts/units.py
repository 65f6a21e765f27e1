"""Units (单位) in their normal form within a jurisdiction: 市司法局 in a plan of 云溪市 is 云溪市司法局.

A name is read as a place and a body. The place is the plan's own where the name says so, by the word of its
level (市…), its name or its stem; the word of another level names a place that is not printed, so its region
stays None unless the issuer's name holds it. The body's short form is written out (发改委 → 发展和改革委员会) by
the rules and words of ``vocabulary/units.yml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pipeline.models import Unit, UnitKind
from pipeline.vocabulary import alternation, load, words

#: Code of the finding for a unit whose form is not known: see :func:`finding_code`.
WITHOUT_NORMAL_FORM = "unit_without_normal_form"
#: The region of the state's own bodies.
STATE = "全国"


class Level(StrEnum):
    """Administrative levels (Constitution, art. 30). ``CITY``: a 市 whose name does not tell which it is."""

    STATE = "state"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


_MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})
_LEVELS = {
    "省": Level.PROVINCE, "自治区": Level.PROVINCE, "自治州": Level.PREFECTURE, "州": Level.PREFECTURE,
    "盟": Level.PREFECTURE, "地区": Level.PREFECTURE, "市": Level.CITY, "自治县": Level.COUNTY, "自治旗": Level.COUNTY,
    "县": Level.COUNTY, "旗": Level.COUNTY, "林区": Level.COUNTY, "新区": Level.COUNTY, "区": Level.COUNTY,
    "镇": Level.TOWNSHIP, "乡": Level.TOWNSHIP, "街道": Level.TOWNSHIP,
}  # fmt: skip
_WORDS = {"自治州": "州", "自治县": "县", "自治旗": "旗", "林区": "区", "新区": "区"}
_SUFFIX = re.compile(alternation(_LEVELS) + "$")
_PEOPLES = re.compile(f"(?<=[\u4e00-\u9fff]{{2}}){alternation(words('units', 'peoples'))}+(?:各族)?$")

_ENDS = r"(?:省|自治区|自治州|自治县|自治旗|盟|地区|新区|市|县|旗|区|镇|乡|街道)"
_PLACE = re.compile(rf"[^\W省市县区旗州盟]{{2,14}}?(?:自治区|自治州|自治县|自治旗)|[\u4e00-\u9fff]{{1,6}}?{_ENDS}")
_NOT_PLACES = tuple(words("units", "not_places"))
_NO_PLACE = re.compile(
    f"{alternation(words('units', 'not_place_prefixes'))}?{alternation(words('units', 'maybe_places'))}"
)
_AUTONOMOUS = ("自治区", "自治州", "自治县", "自治旗")
_PROSE = re.compile(
    r"加[强快]|推[进动]|建设|深化|创建|完善|促进|实施|进一步|强化|提升|优化|开展|落实|关于|印发|支持|做好|全面|发展|[、，。的和与及]"
)
_ORGAN = re.compile(
    r"人民政府|政府|委|人民代表|人大|政协|党|监察|[\u4e00-\u9fff]{1,16}(?:局|厅|办公室|委员会|中心|法院|检察院|领导小组|指挥部|工会|联合会)|$"
)
_BEFORE = re.compile(r"\s*(?:《|关于(?:印发|发布|公布|转发)?|印发|中共|中国共产党|政协|共青团)*")
_OF_STATE = re.compile(
    r"(?:国务院|中共中央|中央|国家|全国|最高人民|中华人民共和国)|[\u4e00-\u9fff]{2,9}部(?:办公厅)?(?:$|[\s、])"
)


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Whose plan it is: the place's name (云溪市), its level, and the place above where the issuer prints it.

    ``region`` is None where neither issuer nor title names a place, 全国 for the state's own bodies."""

    region: str | None = None
    level: Level | None = None
    parent: Jurisdiction | None = None

    @classmethod
    def of(cls, issuer: str | None, title: str | None) -> Jurisdiction:
        """The place that the issuer's name holds (江海省云溪市人民政府办公室), or else the title's first one."""
        if issuer:
            found = cls._of_issuer(_BEFORE.sub("", issuer, count=1))
            if found:
                return found
        if title:
            text = _BEFORE.sub("", title, count=1)
            place = _place_at(text)
            if place:
                return cls.named(place)
        return cls()

    @classmethod
    def joint(cls, issuer: str | None) -> tuple[Jurisdiction, ...]:
        """The places of a joint plan's issuers (江海省…、山阴省…), each once; empty where they are of one place."""
        found = (cls._of_issuer(_BEFORE.sub("", name, count=1)) for name in (issuer or "").split("、"))
        places = {place.region: place for place in found if place and place.region}
        return tuple(places.values()) if len(places) > 1 else ()

    @classmethod
    def _of_issuer(cls, text: str) -> Jurisdiction | None:
        if _OF_STATE.match(text):
            return cls(STATE, Level.STATE)
        place = _place_at(text)
        return cls.named(place)._lowest(text.removeprefix(place)) if place else None

    def _lowest(self, rest: str) -> Jurisdiction:
        """The last place of a chain (江海省云溪市…) whose last link an organ's name follows."""
        place = _place_at(rest)
        below = Jurisdiction.named(place, self) if place else None
        if place is None or below is None or not _is_below(below, self):
            return self
        rest = rest.removeprefix(place)
        lowest = below._lowest(rest)
        return lowest if lowest is not below or _ORGAN.match(rest) else self

    @classmethod
    def named(cls, region: str, parent: Jurisdiction | None = None) -> Jurisdiction:
        """The jurisdiction of a place by its name's last word (市, 自治州, 旗 …)."""
        suffix = _SUFFIX.search(region)
        level = Level.PROVINCE if region in _MUNICIPALITIES else _LEVELS[suffix.group()] if suffix else None
        return cls(region, level, parent)

    @property
    def word(self) -> str | None:
        """How the place's own documents name its level: 市, 州, 自治区."""
        suffix = _SUFFIX.search(self.region or "")
        return _WORDS.get(suffix.group(), suffix.group()) if suffix else None

    @property
    def stem(self) -> str | None:
        """The name without its last word and the peoples it names, where two characters are left: 云溪, 宁夏."""
        stem = _PEOPLES.sub("", _SUFFIX.sub("", self.region or ""))
        return stem if len(stem) > 1 and self.level is not Level.STATE else None


_ORDER = (Level.STATE, Level.PROVINCE, Level.PREFECTURE, Level.CITY, Level.COUNTY, Level.TOWNSHIP)


def _is_below(place: Jurisdiction, above: Jurisdiction) -> bool:
    if place.level is None or above.level is None:
        return False
    both_cities = place.level is above.level is Level.CITY  # a county-level city under a prefecture-level one
    return both_cities or _ORDER.index(place.level) > _ORDER.index(above.level)


def _place_at(text: str) -> str | None:
    """The name of a place that *text* opens with."""
    match = _PLACE.match(text)
    place = match.group() if match else ""
    if _PROSE.search(place) or _NO_PLACE.fullmatch(place):
        return None
    if place.endswith(_NOT_PLACES) and not (len(place) > 4 and place[-3:] in _AUTONOMOUS):
        return None
    return place if len(place) > 2 or place.endswith("县") else None


_COLLECTIVE = re.compile("|".join(words("units", "collective")))
_STATE_OPENERS = re.compile(alternation(words("units", "state_openers")))
_NOT_LEVELS = tuple(words("units", "not_levels"))
_VERTICAL = re.compile(alternation(words("units", "vertical")))
_LEVEL_WORD = re.compile(r"自治区|[省市县区州旗盟镇乡]")
_LEAGUE = re.compile(r"(?:共青)?团(自治区|[省市县区州旗盟])委$")
_KINDS = [(UnitKind(kind), re.compile("|".join(patterns))) for kind, patterns in load("units")["kinds"].items()]
_BODIES: dict[str, str] = load("units")["bodies"]
_FIELDS: dict[str, str] = load("units")["fields"]
_ENDINGS: dict[str, str] = load("units")["endings"]
_OF_THE_STATE: dict[str, str] = load("units")["state"]
_FIELD = re.compile(rf"({alternation(_FIELDS)})(?=(?:局|厅|部|署|委|办|委员会|办公室|总局)(?:（.*）)?$)")
_ENDING = re.compile(rf"({alternation(_ENDINGS)})(?=(?:（.*）)?$)")
_HEADS = {
    "政府": "人民政府",
    "人民政府": "人民政府",
    "人大常委会": "人民代表大会常务委员会",
    "人大": "人民代表大会",
    "委": "委",
    "党委": "党委",
}
_HEAD = re.compile(rf"{alternation(_HEADS)}(?!员)(?=.)")
_ELLIPTIC = re.compile(r"(?:局|厅|委|办|院|办公室|委员会|妇联|总工会|科协|工商联|残联|供销社|中心)(?:（.*）)?$")


@lru_cache(maxsize=8192)
def normalise(surface: str, jurisdiction: Jurisdiction) -> Unit:
    """The unit that *surface* names in a document of *jurisdiction*; every surface gives one.

    A form that is not known gives the surface itself as name, kind ``other``: :func:`finding_code` tells."""
    text = "".join(surface.split()).replace("(", "（").replace(")", "）")
    if not text:
        return Unit(surface, surface, None, UnitKind.OTHER)
    if jurisdiction.level is Level.STATE and text in _OF_THE_STATE:
        return Unit(_OF_THE_STATE[text], text, STATE, _kind(text))
    is_collective = _COLLECTIVE.search(text) is not None
    league = _LEAGUE.match(text)
    if league:
        place = _named_by(league[1], jurisdiction)
        name = f"共青团{place.region}委员会" if place else f"共青团{league[1]}委员会"
        return Unit(name, f"团{league[1]}委", place.region if place else None, UnitKind.MASS_ORGANISATION)
    if is_collective:
        return _collective(text, jurisdiction)
    return _single(text, jurisdiction)


def finding_code(unit: Unit) -> str | None:
    """``unit_without_normal_form`` where :func:`normalise` knew no form for the unit, else None."""
    return (
        WITHOUT_NORMAL_FORM if unit.kind is UnitKind.OTHER and unit.region is None and not unit.is_collective else None
    )


def _named_by(word: str, jurisdiction: Jurisdiction) -> Jurisdiction | None:
    """The place that the word of a level means in a document of *jurisdiction*: its own, or one above it."""
    place: Jurisdiction | None = jurisdiction
    while place:
        if place.word == word:
            return place
        place = place.parent
    return None


def _collective(text: str, jurisdiction: Jurisdiction) -> Unit:
    """Several units: no name is written out, the place is put before what does not name one itself."""
    own, word = jurisdiction.region, jurisdiction.word
    kind = _kind(text.lstrip("各"))
    kind = UnitKind.GOVERNMENT if kind is UnitKind.OTHER and re.search("乡镇|街道|[县区市旗]$", text) else kind
    if own is None or text.startswith(own) or jurisdiction.level is Level.STATE:
        return Unit(text, text.removeprefix(own or "") or text, own, kind, True)
    if word and text.startswith(word) and "、" not in text and not text.startswith(_NOT_LEVELS):
        return Unit(own + text.removeprefix(word), text, own, kind, True)
    level = _LEVEL_WORD.match(text)
    if level and level.group() != word and not re.match("[省市县区州旗盟镇乡]{2}|.、", text):
        return Unit(text, text, None, kind, True)
    return Unit(own + text, text, own, kind, True)


def _single(text: str, jurisdiction: Jurisdiction) -> Unit:
    own, word, stem = jurisdiction.region, jurisdiction.word, jurisdiction.stem
    level = None if text.startswith(_NOT_LEVELS) else _LEVEL_WORD.match(text)
    if own and jurisdiction.level is not Level.STATE and len(text) > len(own) and text.startswith(own):
        return _written_out(own, word or "", text.removeprefix(own))
    if level and len(text) > level.end():
        place = _named_by(level.group(), jurisdiction)
        rest = text[level.end() :]
        if place and place.region:
            return _written_out(place.region, level.group(), rest)
        unit = _written_out(level.group(), level.group(), rest)
        return Unit(unit.name, unit.short_name, None, unit.kind)
    kind = _kind(text)
    of_stem = stem is not None and stem in text
    if of_stem or _VERTICAL.search(text) or kind is UnitKind.ENTERPRISE:
        region = own if of_stem else STATE if jurisdiction.level is Level.STATE else None
        return Unit(re.sub("^(?:人行|人民银行)", "中国人民银行", text), text, region, kind)
    if _STATE_OPENERS.match(text):
        return Unit(_OF_THE_STATE.get(text, text), text, STATE, kind)
    place_name = _place_at(text)
    if place_name:
        return _written_out(place_name, place_name, text.removeprefix(place_name) or "政府")
    if jurisdiction.level is Level.STATE:
        return Unit(text, text, STATE if kind is not UnitKind.OTHER else None, kind)
    if own and kind is not UnitKind.OTHER and _ELLIPTIC.search(text):
        place = _above_for(text, jurisdiction)
        if place and place.region:
            return _written_out(place.region, place.word or "", text)
    return Unit(text, text, None, kind)


def _above_for(text: str, jurisdiction: Jurisdiction) -> Jurisdiction | None:
    """Whose department a name without a place is: the plan's own, but a 厅 is a province's."""
    if not text.endswith("厅") or jurisdiction.level in (Level.PROVINCE, None):
        return jurisdiction
    place = jurisdiction.parent
    while place and place.level is not Level.PROVINCE:
        place = place.parent
    return place


def _written_out(place: str, word: str, rest: str) -> Unit:
    """The unit of *place* whose body is *rest* (委宣传部, 政府办公室, 发改委); *word* opens its short name."""
    kind = _kind(rest)
    body = _body(rest)
    short, region = word + body, place
    if kind is UnitKind.CPPCC:
        tail = body.removeprefix("政协")
        name = f"政协{place}委员会{tail}" if tail else f"中国人民政治协商会议{place}委员会"
        return Unit(name, short, region, kind)
    if body.startswith(("委", "党委", "纪委")) and kind is UnitKind.PARTY:
        return Unit(f"中共{place}{body}", short, region, kind)
    if kind is UnitKind.PARTY and body.startswith("纪律检查委员会"):
        return Unit(f"中共{place}{body}", short, region, kind)
    return Unit(place + body, short, region, kind)


def _body(rest: str) -> str:
    """*rest* with its short forms written out: 发改委 → 发展和改革委员会, 政府金融办 → 人民政府金融工作办公室."""
    if rest in _BODIES:
        return _BODIES[rest]
    if rest in ("委", "党委"):
        return "委员会"
    head = _HEAD.match(rest)
    if head and not (head.group() == "人大" and rest.startswith("人大常")):
        tail = rest[head.end() :]
        if head.group() in ("委", "党委"):
            return head.group() + _ENDING.sub(lambda m: _ENDINGS[m[1]], tail)
        return _HEADS[head.group()] + _body(tail)
    expanded = (
        _FIELD.sub(lambda m: _FIELDS[m[1]], rest, count=1) if (m := _FIELD.search(rest)) and not m.start() else rest
    )
    return _ENDING.sub(lambda m: _ENDINGS[m[1]], expanded)


def _kind(body: str) -> UnitKind:
    return next((kind for kind, pattern in _KINDS if pattern.search(body)), UnitKind.OTHER)
