"""Whose plan it is: the place, its level and code, what is above it, and the organ that issued the plan.

The place stands in the issuer's name (江海省云溪市人民政府办公室), else in the title, else in the text where that names
one place's organs only. What is above it comes from the table of codes (:mod:`pipeline.facts.divisions`), or, for a
place that the table does not hold, from what is printed before its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from pipeline.facts import divisions
from pipeline.facts.divisions import LEVEL_WORDS, Division, level_word
from pipeline.vocabulary import alternation, words

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
    "省": Level.PROVINCE, "自治区": Level.PROVINCE, "州": Level.PREFECTURE, "盟": Level.PREFECTURE,
    "地区": Level.PREFECTURE, "市": Level.CITY, "县": Level.COUNTY, "旗": Level.COUNTY, "特区": Level.COUNTY,
    "区": Level.COUNTY, "镇": Level.TOWNSHIP, "乡": Level.TOWNSHIP, "街道": Level.TOWNSHIP,
}  # fmt: skip
_BY_CODE = {1: Level.PROVINCE, 2: Level.PREFECTURE, 3: Level.COUNTY}
_ORDER = (Level.STATE, Level.PROVINCE, Level.PREFECTURE, Level.CITY, Level.COUNTY, Level.TOWNSHIP)

# 州 ends names of cities and of districts too (徐州市, 海州区): a prefecture's short name is in the table of codes.
_ENDS = alternation(set(LEVEL_WORDS) - {"州"})
_LAST = frozenset(word[-1] for word in LEVEL_WORDS)
_LONGEST = 15
_LONGEST_STEM = 6
_PLACE = re.compile(rf"[^\W省市县区旗州盟]{{2,14}}?(?:自治区|自治州|自治县|自治旗)|[\u4e00-\u9fff]{{1,6}}?{_ENDS}")
_TOWN = re.compile("[\u4e00-\u9fff]{2,4}?(?:镇|乡|街道)")
_SHORTEST = 2
_NOT_LEVELS = tuple(words("units", "not_levels"))
_NOT_PLACES = tuple(words("units", "not_places"))
_NO_PLACE = re.compile(
    f"{alternation(words('units', 'not_place_prefixes'))}?{alternation(words('units', 'maybe_places'))}"
)
_AUTONOMOUS = ("自治区", "自治州", "自治县", "自治旗")
_PROSE = re.compile(
    r"加[强快]|推[进动]|建设|深化|创建|完善|促进|实施|进一步|强化|提升|优化|开展|落实|关于|印发|支持|做好|全面|发展|依法|^[省市州县]|[、，。的和与及委党]"
)
_ORGAN = re.compile(
    r"人民政府|政府|委|人民代表|人大|政协|党|监察|[\u4e00-\u9fff]{1,16}(?:局|厅|办公室|委员会|中心|法院|检察院|领导小组|指挥部|工会|联合会)|$"
)
_BEFORE = re.compile(
    r"\s{0,20}(?:《|关于(?:印发|发布|公布|转发)?|印发|中共|中国共产党|政协|共青团){0,6}"
    r"(?:20\d\d年?(?:[-—–～~至到]{1,2}20\d\d年?)?度?)?"
)
_OF_STATE = re.compile("国务院|中共中央|中央|国家|全国|最高人民|中华人民共和国")
_MINISTRY = re.compile(r"[\u4e00-\u9fff]{2,9}部(?:办公厅)?(?:$|[\s、等])")
#: What the state's bodies in the places put before the place: 国家税务总局云溪市税务局, 中国人民银行云溪市分行.
_KEPT_BY_STATE = re.compile("国家[\u4e00-\u9fff]{2,8}?局|(?:中国)?人民银行|中国(?:证券|银行业?(?:保险)?)监督管理委员会")
#: Behind a place's name without its last word: 泰州关于印发…的通知.
_BEHIND_STEM = re.compile("(?:关于|印发|转发|人民政府|$)")
#: What a plan without an issuer says of itself: 结合云溪实际，制定本方案.
_SUITED = re.compile("(?:结合|立足|根据)([一-鿿]{2,12}?)实际")
_HALL = re.compile("(?<=[省市县区旗州盟])(?:人民政府|委员会|委办公|政府)")
_SHORT_ORGAN = 3


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A place: its name (云溪市), its level, the place above it, and its code of six digits by GB/T 2260.

    ``region`` is None where neither issuer nor title nor text names a place, 全国 for the state's own bodies; ``code``
    is None where the table of codes does not hold the name, or holds it several times. ``organ`` is the department
    that issued the plan, first of those who signed (主办机关, GB/T 9704—2012, 7.2.4), as printed behind its place."""

    region: str | None = None
    level: Level | None = None
    parent: Jurisdiction | None = None
    code: str | None = None
    organ: str | None = None

    @classmethod
    def of(cls, issuer: str | None, title: str | None, text: str = "") -> Jurisdiction:
        """The place of a plan; *text* decides between places of one name, and where issuer and title name none."""
        if issuer:
            found = cls._of_issuer(_BEFORE.sub("", issuer, count=1), text)
            if found:
                return found
        if title:
            opening = _BEFORE.sub("", title, count=1)
            place = place_at(opening)
            if place:
                return cls.named(place, text=text)._lowest(opening.removeprefix(place), text)
            if short := cls._short(opening, text):
                return short
        return cls._of_text(text)

    @classmethod
    def joint(cls, issuer: str | None) -> tuple[Jurisdiction, ...]:
        """The places of a joint plan's issuers (江海省…、山阴省…), each once; empty where they are of one place."""
        names = (issuer or "").split("、")
        found = [(name, cls._of_issuer(_BEFORE.sub("", name, count=1))) for name in names]
        stems = {place.stem for _, place in found if place and place.stem}
        places = {
            place.region: place
            for name, place in found
            # The state's bodies in a place are of that place: 国家金融监督管理总局云溪监管分局.
            if place and place.region and not (place.level is Level.STATE and any(stem in name for stem in stems))
        }
        return tuple(places.values()) if len(places) > 1 else ()

    @classmethod
    def _of_issuer(cls, issuer: str, text: str = "") -> Jurisdiction | None:
        kept = _KEPT_BY_STATE.match(issuer)
        if kept and (name := place_at(issuer[kept.end() :])):
            return cls.named(name, text=text)
        if _OF_STATE.match(issuer):
            return cls(STATE, Level.STATE)
        name = place_at(issuer)
        if not name:
            return cls(STATE, Level.STATE) if _MINISTRY.match(issuer) else cls._short(issuer, text)
        place = cls.named(name, text=text)._lowest(issuer.removeprefix(name), text)
        first = re.split(r"[、\s]", issuer, maxsplit=1)[0]
        printed = place.region if place.region and place.region in first else name
        organ = first.rpartition(printed)[2]
        is_department = len(organ) > _SHORT_ORGAN and not re.match("人民政府|政府|委|党", organ)
        return replace(place, organ=organ) if is_department else place

    @classmethod
    def _short(cls, name: str, text: str) -> Jurisdiction | None:
        """The one place that *name* opens with by its stem, 关于 or nothing behind it; of several that *text* names."""
        for length in range(min(_LONGEST_STEM, len(name)), 1, -1):
            found = divisions.called_shortly(name[:length]) if _BEHIND_STEM.match(name, length) else ()
            if len(found) > 1:
                found = tuple(division for division in found if division.name in text)
            if len(found) == 1:
                return cls._coded(found[0])
        return None

    @classmethod
    def _of_text(cls, text: str) -> Jurisdiction:
        """The place whose circumstances the plan is made for, else the one whose government or party committee the text
        names in full; those above it do not count."""
        for suited in _SUITED.finditer(text):
            found = divisions.named(suited[1]) or divisions.called_shortly(suited[1])
            if len(found) > 1:
                found = tuple(d for d in found if any(each.name in text for each in _chain(d)))
            if len(found) == 1:
                return cls._coded(found[0])
        before = {text[max(0, hall.start() - _LONGEST) : hall.start()] for hall in _HALL.finditer(text)}
        halls = [divisions.named(name) for name in map(_place_ending, before) if name]
        coded = {division for same in halls if len(same) == 1 for division in same}
        lowest = [d for d in coded if not any(divisions.is_below(other, d.code) for other in coded)]
        return cls._coded(lowest[0]) if len(lowest) == 1 else cls()

    def _lowest(self, rest: str, text: str = "") -> Jurisdiction:
        """The last place of a chain (江海省云溪市…) whose last link an organ's name follows."""
        place = place_at(rest)
        below = Jurisdiction.named(place, self, text) if place else None
        if place is None or below is None or not _is_below(below, self):
            return self
        rest = rest.removeprefix(place)
        lowest = below._lowest(rest, text)
        return lowest if lowest is not below or below.code or _ORGAN.match(rest) else self

    @classmethod
    def named(cls, region: str, parent: Jurisdiction | None = None, text: str = "") -> Jurisdiction:
        """The place called *region*, under *parent* where one is printed before it.

        Of several places with one name the one whose province or prefecture the text names is meant."""
        found = divisions.named(region)
        if parent is not None:
            found = tuple(d for d in found if parent.code and divisions.is_below(d, parent.code))
        if len(found) > 1 and text:
            found = tuple(d for d in found if any(each.name in text for each in _chain(d))) or found
        if len(found) == 1:
            return cls._coded(found[0], region)
        if not found and parent is None and (below := divisions.below_stem(region)):
            return cls._coded(below)
        word = level_word(region)
        level = Level.PROVINCE if region in _MUNICIPALITIES else _LEVELS.get(word or "")
        return cls(region, level, parent)

    @classmethod
    def _coded(cls, division: Division, printed: str | None = None) -> Jurisdiction:
        higher = divisions.above(division)
        level = _BY_CODE[division.level]
        region = (
            division.name if printed is None or division.name.startswith(divisions.stem(printed) or "") else printed
        )
        return cls(region, level, cls._coded(higher) if higher else None, division.code)

    @property
    def word(self) -> str | None:
        """How the place's own documents name its level: 市, 州, 自治区."""
        return level_word(self.region or "")

    @property
    def stem(self) -> str | None:
        """The name without its last word and the peoples it names, where two characters are left: 云溪, 宁夏."""
        return divisions.stem(self.region or "") if self.level is not Level.STATE else None

    def called(self, word: str) -> Jurisdiction | None:
        """The place that the word of a level means in this one's documents: itself, or one above it.

        An autonomous region calls itself 区 for short (团区委)."""
        if word == "区" and self.word == "自治区":
            return self
        place: Jurisdiction | None = self
        while place:
            if place.word == word:
                return place
            place = place.parent
        return None

    def province(self) -> Jurisdiction | None:
        """The province that the place is in, or is."""
        place: Jurisdiction | None = self
        while place and place.level is not Level.PROVINCE:
            place = place.parent
        return place

    def place(self, name: str) -> Jurisdiction:
        """The place called *name* in a document of this one: below it, below its province, or the only one there is.

        A name that a place without a code prints is a place in it, whatever the table of codes holds."""
        if self.region is not None and self.code is None and self.level is not Level.STATE:
            return Jurisdiction(name, Jurisdiction.named(name, self).level)
        province = self.province()
        for scope in (self.code, province.code if province else None):
            within = [d for d in divisions.named(name) if scope and divisions.is_below(d, scope)]
            if len(within) == 1:
                return Jurisdiction._coded(within[0], name)
        return Jurisdiction.named(name)


def _chain(division: Division) -> list[Division]:
    higher = divisions.above(division)
    return [higher, *_chain(higher)] if higher else []


def _is_below(place: Jurisdiction, above: Jurisdiction) -> bool:
    if place.level is None or above.level is None:
        return False
    if place.code and above.code:
        return place.parent is not None and place.region != above.region
    both_cities = place.level is above.level is Level.CITY  # a county-level city under a prefecture-level one
    return both_cities or _ORDER.index(place.level) > _ORDER.index(above.level)


def _place_ending(text: str) -> str | None:
    """The longest name in the table of codes that *text* ends in."""
    return next((text[start:] for start in range(len(text) - 1) if divisions.named(text[start:])), None)


@lru_cache(maxsize=4096)
def place_at(text: str) -> str | None:
    """The name of a place that *text* opens with: the longest in the table of codes, else what has the form of one."""
    for length in range(min(_LONGEST, len(text)), 1, -1):
        if text[length - 1] in _LAST and divisions.named(text[:length]):
            return text[:length]
    match = _PLACE.match(text)
    place = match.group() if match else ""
    if len(place) == _SHORTEST and (town := _TOWN.match(text)):  # 石市镇 is no 石市
        place = town.group()
    if _PROSE.search(place) or _NO_PLACE.fullmatch(place) or text.startswith(_NOT_LEVELS, len(place) - 1):
        return None
    if place.endswith(_NOT_PLACES) and not (len(place) > 4 and place[-3:] in _AUTONOMOUS):
        return None
    return place if len(place) > 2 or place.endswith("县") else None
