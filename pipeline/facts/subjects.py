"""What a figure is of (综合利用率), and per what it is counted (每万人, 较2020年)."""

from __future__ import annotations

import re

from pipeline.facts.figures import ATOM, NUMBER, Span, UnitClass
from pipeline.vocabulary import alternation, load, words

_CLAUSE = 90  # characters before a figure that are looked at
_LONGEST = 30  # characters of a noun phrase; longer ones are clauses …
_LONGEST_LIST = 45  # … unless they name several things: 工业、建筑、交通、农业等领域设备投资规模
_STOP = re.compile(r"[，。；：！？,;:\n]")
_MARKER = re.compile(r"\s{0,4}(?:（[一二三四五六七八九十\d]{1,3}）|[①-⑳]|\d{1,2}[.．、])\s{0,4}")
_PHRASE = re.compile(
    r"(?:[A-Za-z]{1,12}+[\d.]{1,8}+|\d{1,4}+[A-Z]{1,8}+|[\u4e00-\u9fffA-Za-zⅠ-Ⅻ·&．.]"
    r"|（[^（）]{1,12}）|\([^()]{1,10}\)|“[^“”]{1,12}”){1,90}+\Z"
)
_LIST = re.compile(r"(?<![\u4e00-\u9fffA-Za-z·“”])(?:[\u4e00-\u9fffA-Za-z·“”][、\u4e00-\u9fffA-Za-z·“”]{0,90}+)\Z")
_AND_OTHERS = re.compile("(?<![中高初同平均劣优对])等(?![级候次同])")
_DATE = re.compile(
    r"^.{0,90}(?:\d{1,4}(?:年|月|日)(?:底|末|初)?(?:前|内|以前|之前)?|(?<![十百])[一二两三四五六七八九十]{1,2}年[之以]?内)"
)
# What a change is counted from: 较2020年, 比上年, 与“十三五”末相比
_BASE = re.compile(
    r"(?:分别)?(?P<base>(?:比|较|与)(?:\d{4}年|“[^”]{2,6}”(?:时期|期间|末)?|上一?年度?|去年|上年同期|基期|全国|全省|全市|全区)"
    r"(?:底|末|同期|平均水平|平均|水平)?(?:相比)?"
    r"|在(?:\d{4}年|“[^”]{2,6}”(?:时期|期间|末)?|上年|现有)(?:底|末|水平)?的?基础上)(?:分别|累计|均|继续|再)?\Z"
)
_BASE_SIGNS = frozenset("比较与由从上")
_YEAR_ON_YEAR = re.compile(r"(?P<base>[同环]比)[\u4e00-\u9fff]{0,3}\Z")
_MEAN = re.compile(
    r"(?P<base>(?:[年月日人户亩班校村]|(?<![学师考新])生)(?=均(?!浓度|值|气温|温度|水位))|(?<![\d十百千万几数])[百千万]{1,4}(?:人口|人(?=拥有)|户(?=拥有)))"
)
# 万台特种设备死亡人数, 亿元GDP…死亡率: a rate without 每
_RATE = re.compile(
    r"(?<![\d十百千万亿几数上过近余])(?P<base>[百千万亿]{1,4}(?:台|元|人|公里|平方米|车公里))(?!以上|以下|级|资金|项目|企业|产业)"
)
_PER_SIGNS = re.compile("[每均拥较比与百千万亿]|基础上")
_PER = re.compile(
    rf"每(?:一)?(?P<done>{alternation(words('quantities', 'makings'))})?(?:(?P<number>{NUMBER}) ?)?(?:个|名|位|家|所)?"
    rf"(?P<base>{alternation(words('quantities', 'rate_bases'))}|生(?!产)|{ATOM})(?:（[^（）]{{1,8}}）)?"
    r"(?P<of>(?<=[名位个户])(?:(?!每)[\u4e00-\u9fff]){1,8}?(?=每|拥有|配备|配置|至少|不少于|不低于|达到|中(?![小学])))?"
)
_SHARE_OF = re.compile("(.{2,40}?)(?:达到|占到?)(?!地|用)[^、]{2,30}的$")
# 由20个工作日压缩至5个工作日
_FROM = re.compile(r"(?:由|从)\d[\d.,]{0,12}[^，、\d]{0,8}\Z")


def _verbs(key: str) -> str:
    """A pattern for the words of *key* where they do not begin a name with one of the characters given."""
    verbs = sorted(load("quantities")[key].items(), key=lambda item: -len(item[0]))
    firsts = "".join(sorted({verb[0] for verb, _ in verbs}))
    each = (re.escape(verb) + (f"(?![{banned}])" if banned else "") for verb, banned in verbs)
    return f"(?=[{re.escape(firsts)}])(?:{'|'.join(each)})"


_GOVERNING = re.compile(_verbs("governing"))
_OPENING = re.compile(f"(?:{_verbs('governing')}|{_verbs('openers')})")
_REGION = "(?:[全我各][省市县区州国地])"
_AND = frozenset("和及与并")
_EITHER = re.compile(
    f"{_REGION}?(?:[和及与]?{alternation(words('quantities', 'either'))}){{1,4}}+(?![后前率量区中度力场点])"
)
_INNER = re.compile(_verbs("inner"))
_CLOSERS: dict[str, list[str]] = {}
for _word in sorted(words("quantities", "closers"), key=len, reverse=True):
    _CLOSERS.setdefault(_word[-1], []).append(_word)
_HEADS = words("quantities", "heads")
_MAKINGS = words("quantities", "makings")
_CHANGES = words("quantities", "changes")
# Their last characters: most phrases are told by these alone.
_HEAD_ENDS = frozenset(word[-1] for word in _HEADS)
_MAKING_ENDS = frozenset(word[-1] for word in _MAKINGS) | frozenset("了到达")
_NOT_LAST = tuple(
    {
        *(word for key in ("not_last", "makings", "levels", "changes") for word in words("quantities", key)),
        *(word for key in ("governing", "behind_stops") for word in load("quantities")[key]),
    }
    - {*words("quantities", "either")}
)
_LAST = words("quantities", "last")
_NOMINAL = words("quantities", "either")
_TIME = re.compile(
    "[第前]?[一二三四两]{1,4}个?季度|[一二三四五六七八九十两]{1,3}年内?|[上下]半年|[全今明去上]年|年[内底度]|近期|远期|每[年季月]|[一二三四]季度?末?"
    f"|{_REGION}"
)
# 建设一座日供水30万吨的水厂; 更新（含改造）电梯50台
_COUNTED = re.compile(r"\A[一两三四五六七八九十]{1,3}[座个条家处所项批支](?=[\u4e00-\u9fff]{2})")
_ASIDE = re.compile(r"\A（[^（）]{1,20}）(?=.)")
_NOT_FIRST = re.compile(_verbs("not_first"))
_BEHIND = re.compile(_verbs("behind_stops"))
_OBJECT = re.compile(
    rf"的?((?:(?!(?<![效供反感市省县区州中部所直家]){_BEHIND.pattern})[\u4e00-\u9fff]|“[^“”]{{1,12}}”|（[^（）]{{1,8}}）|[A-Z]{{2,6}}){{2,16}}+)"
    rf"(?=[，。；、,;）]|{_BEHIND.pattern}|\Z)"
)
_COUNTING_TIME = frozenset({UnitClass.CALENDAR, UnitClass.VERBAL})
_CLOSED = frozenset("，。；、,;）\n") | {""}
_NO_OBJECT = re.compile(
    "[万亿]元|[一二三四五六七八九十百千万亿]{1,4}级\\Z|集(?![团群中装体镇市约成贸])|(?:标准|要求|规模|比例)\\Z"
)
_NOT_NAMED = re.compile("[的了并和与及在以对向将按为等]")
_SHARED = re.compile("、|和|与|以及|及")


def per_of(text: str, start: int, floor: int, stated: int | None = None) -> str | None:
    """What the figure at *start* is counted on: 每万人 → 万人, 每人每年 → 人·年, 年均 → 年; for a change, what it is
    counted from, as printed: 较2020年, 同比. None where neither is printed.

    *floor* is the offset where the clause can begin at the earliest, *stated* where the words of the figure's level
    begin."""
    head = text[max(floor, start - _CLAUSE) : start]
    if not _PER_SIGNS.search(head):
        return None
    clause = _STOP.split(head)[-1]
    if bases := [_base(m) for m in _PER.finditer(clause)]:
        return "·".join(bases)
    if stated is not None:
        clause = clause[: len(clause) - (start - stated)]
    last = clause.rpartition("、")[2]
    clause = _trimmed(clause)
    found = _BASE.search(clause) or _YEAR_ON_YEAR.search(last) or _MEAN.search(last)
    if found is None and clause.endswith(_HEADS):
        found = _RATE.search(last)
    return found["base"] if found else None


def _base(found: re.Match[str]) -> str:
    """万名职工 of 每万名职工, 体系 of 每个体系."""
    is_counted = found["number"] or not (found["of"] and found["base"] in {"个", "名", "位"})
    measure = found["base"] if is_counted else ""
    return (found["done"] or "") + (found["number"] or "") + measure + (found["of"] or "")


def is_made(text: str, start: int) -> bool:
    """Whether a verb whose object is counted stands directly before *start* (建成两个…)."""
    head = text[max(0, start - 8) : start]
    return head[-1:] in _MAKING_ENDS and (
        head.endswith(_MAKINGS) or head.removesuffix("了").removesuffix("到").removesuffix("达").endswith(_MAKINGS)
    )


def names_a_measure(text: str, start: int) -> bool:
    """Whether what stands directly before *start* ends like a measured thing (人口, …量)."""
    return _ends_like_a_measure(text[max(0, start - 8) : start])


def _ends_like_a_measure(phrase: str) -> bool:
    return phrase[-1:] in _HEAD_ENDS and phrase.endswith(_HEADS)


def subject_of(text: str, start: int, end: int, floor: int, span: Span, *, is_stated: bool) -> str | None:
    """The noun phrase that a figure from *start* (its bounds included) to *end* is of; None when unsure.

    It is the nearest noun phrase before the figure: one that names a measure (…率, …面积), one that a word of level or
    bound says something of (*is_stated*: 高标准农田达到…), or the object of a verb (建成加氢站40座). Else it is what
    is counted behind the figure: 建成20个示范社区, 70%以上的学校.
    """
    clause = _STOP.split(text[max(floor, start - _CLAUSE) : start])[-1]
    if marker := _MARKER.match(clause):
        clause = clause[marker.end() :]
    inner = clause.rpartition("（")
    found = None
    if inner[1] and "）" not in inner[2]:  # 改造时限（一般不超过3年）: of what stands before the bracket
        clause = inner[2]
        found = _phrase(inner[0], is_stated=True) if not _trimmed(clause) else None
    if clause.endswith("在") and clause[:-1].endswith(_HEADS):  # 面积在500平方米以上
        clause = clause[:-1]
    is_closed = (
        text[end : end + 1] in _CLOSED
        or text[end].isdecimal()
        or (span.unit == "%" and _BEHIND.match(text, end) is not None)
    )
    found = found or _phrase(clause, is_stated=is_stated, is_closed=is_closed)
    if span.unit_class in _COUNTING_TIME and found and not (is_stated or found.endswith(_HEADS)):
        found = None  # 稳定就业一年以上, 每半年检查一次
    return found or _counted(text, start, end, span)


def shared_subjects(text: str, start: int, floor: int, number: int) -> list[tuple[str | None, str | None]]:
    """Subject and base of each of *number* figures that 分别 shares out among as many noun phrases before *start*."""
    clause = _STOP.split(text[max(floor, start - _CLAUSE) : start])[-1]
    _, shares, behind = clause.rpartition("分别")
    if shares and _trimmed(_off_base(_trimmed(behind))):  # 到2023年、2025年，分别培育骨干企业50家、80家
        return [(_phrase(behind, is_stated=False, is_closed=True), None)] * number
    base = _BASE.search(clause)
    clause = _trimmed(_off_date(_off_base(_trimmed(clause))))
    for separator in (re.compile("、"), _SHARED):
        items = separator.split(clause)
        if len(items) == number:
            return [(_phrase(i, is_stated=True), m["base"] if (m := base or _MEAN.search(i)) else None) for i in items]
    if "、" not in clause:  # 2025年、2030年绿电比重分别达到20%、25%
        return [(_phrase(clause, is_stated=True), base["base"] if base else None)] * number
    return [(None, None)] * number


def _trimmed(clause: str) -> str:
    """*clause* without the adverbs that close it."""
    while word := next((word for word in _CLOSERS.get(clause[-1:], ()) if clause.endswith(word)), None):
        clause = clause[: -len(word)]
    return clause


def _off_base(clause: str) -> str:
    return _FROM.sub("", _BASE.sub("", clause)) if not _BASE_SIGNS.isdisjoint(clause) else clause


def _off_date(clause: str) -> str:
    """*clause* behind the last date in it."""
    return _DATE.sub("", clause) if "年" in clause or "月" in clause or "日" in clause else clause


def _phrase(clause: str, *, is_stated: bool, is_closed: bool = False) -> str | None:
    """The noun phrase at the end of *clause*."""
    clause = _off_date(_off_base(_trimmed(clause)))
    is_share = clause.endswith("的")  # 购置额的10%
    if is_share and (level := _SHARE_OF.match(clause)):  # 新车销量达到汽车总销量的20%
        clause, is_share = level[1], False
    clause = _trimmed(_off_base(clause.removesuffix("的")))
    last = clause.rpartition("、")[2]
    if "每" in last:  # 补助标准为每人每月600元, 每10万人口案件
        last = _PER.sub("", last)
    match = _LIST.search(clause) if _AND_OTHERS.search(last) else _PHRASE.search(last)  # 建材、化工等产业: one phrase
    if match is None:
        return None
    phrase = _trimmed(_PER.sub("", match[0]))
    phrase, is_object = _opened(_INNER.split(phrase)[-1])
    names_measure = _ends_like_a_measure(phrase)
    if not names_measure:
        for verb in (_EITHER.match(phrase), *_GOVERNING.finditer(phrase, 1, 12)):  # 全区建成绿色园区
            if verb and len(phrase) - verb.end() >= 2:
                phrase, is_object = _ASIDE.sub("", phrase[verb.end() :]), True
                if phrase[0] in _AND:  # 新建和拓宽道路
                    phrase, _ = _opened(phrase)
                break
    phrase = _COUNTED.sub("", phrase)
    if (
        not 2 <= len(phrase) <= (_LONGEST_LIST if "、" in phrase else _LONGEST)
        or _NOT_FIRST.match(phrase)
        or _TIME.fullmatch(phrase)
    ):
        return None
    if names_measure:
        return phrase
    if (
        is_share
        or not (is_stated or is_object or is_closed)
        or (phrase.endswith(_NOT_LAST) and not phrase.endswith(_LAST))
    ):
        return None
    is_named = not phrase.endswith(_NOMINAL) or (is_object and (is_stated or len(phrase) >= 4))
    return phrase if is_named else None


def _opened(phrase: str) -> tuple[str, bool]:
    """*phrase* without the verbs and conjunctions that open it, and whether it is the object of one."""
    phrase, is_object = _ASIDE.sub("", phrase), False
    while (opened := _OPENING.match(phrase)) and len(phrase) - opened.end() >= 2:
        if is_object and phrase[opened.end() :] in _HEADS:
            break  # 明确淘汰期限
        phrase, is_object = _ASIDE.sub("", phrase[opened.end() :]), True
    return phrase, is_object


def _counted(text: str, start: int, end: int, span: Span) -> str | None:
    """The noun phrase behind a figure that counts it (20个示范社区) or is a share of it (70%以上的学校)."""
    is_share = span.unit_class is UnitClass.RATIO
    is_count = span.unit_class is UnitClass.SORTAL or (
        span.unit_class is UnitClass.VERBAL and (is_made(text, start) or text[start - 1 : start] == "、")
    )
    if not is_count and not (is_share and span.unit in {"%", "", "成"}):
        return None
    if is_share and text.startswith(_CHANGES, start):  # 增长20%以上的企业
        return None
    behind = _OBJECT.match(text, end, end + 24)
    if behind is None or _NOT_NAMED.search(behind[1]) or _NOT_FIRST.match(behind[1]) or _NO_OBJECT.match(behind[1]):
        return None
    if text[behind.end() : behind.end() + 1] == "、" and not text[behind.end() + 1 : behind.end() + 2].isdecimal():
        return None  # 20家行业型、区域型平台
    return behind[1]
