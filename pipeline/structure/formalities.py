"""What a document's formal lines say: title, number, issuer, addressees, dates, status, the plan's years
(GB/T 9704—2012, 7.2 to 7.4; 党政机关公文处理工作条例, art. 9)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from pipeline.cleaning.paragraphs import Paragraph
from pipeline.layout.display import HEAD_OF_OFFICE, annex_title, form, is_draft_mark
from pipeline.models import Role, Status
from pipeline.numerals import figure
from pipeline.structure.issuing import is_carrier_title
from pipeline.structure.page_fields import PageFields
from pipeline.structure.parts import Part
from pipeline.structure.reports import issuers
from pipeline.vocabulary import alternation, words

_DRAFT = alternation(words("documents", "draft"))
_DRAFT_IN_TITLE = re.compile(rf"[（(]{_DRAFT}[）)]")
_CARRIES = alternation(words("documents", "carries"))
_CARRIERS = alternation(words("documents", "carriers"))
# What is carried ends with its title marks (印发《…》的通知); 印发《…》实施方案的通知 carries what implements it.
_CARRIED = re.compile(
    rf"{_CARRIES}[^《》]{{0,12}}《([^》]{{1,300}}(?:《[^》]{{0,300}}》[^》]{{0,300}}){{0,3}})》(?=的?{_CARRIERS}|等|[^一-鿿]|[和及并]|$)"
)
_CARRIED_BARE = re.compile(rf"关于{_CARRIES}(.{{1,300}}?)的{_CARRIERS}$")
_QUOTED = re.compile("《([^》]{1,300})》")
_OUTER = str.maketrans("〈〉", "《》")  # a title within a title has single marks, until it stands alone
# Who issues, ahead of what it is about or of what it carries: …办公室关于…, …办公室转发市水利局关于…, …办公室印发《…》.
_ISSUED_BY = re.compile(
    r"^(?!关于|转发|批转|印发)([^《》：]{2,60}?)(?:(?:转发|批转|印发)[^《》关]{0,40})?(?:关于|(?<=[发转])《)"
)
# The party's committee and the state's body issue side by side, with nothing to part them.
_PARTY_AND_STATE = re.compile("^(中共[一-鿿]{2,20}?委(?:员会)?(?:办公[厅室])?)([一-鿿]{2,20}人民政府(?:办公[厅室])?)$")
_AND_OTHERS = re.compile(r"等[\d一二三四五六七八九十两]{0,4}个?(?:部门|单位|委办局|机关)?$")
# A title with its document's number at one end, as on web pages: …的通知（云政发〔2021〕3号）, 云政发〔2021〕3号《…》.
_NUMBER_BEHIND = re.compile(r"[（(]([^（()）]{2,24}[〔\[（(【［]\d{4}[〕\]）)】］]第?\d{1,5}号)[）)]$")
_NUMBER_AHEAD = re.compile(r"^([^（()）《》]{2,16}[〔\[（(【［]\d{4}[〕\]）)】］]第?\d{1,5}号)[：:]?(?=.{6})")
# A site's column before a headline: 政务公开丨云溪市人民政府关于…, 【规范性文件】云溪市人民政府关于…
_COLUMN = re.compile(r"^(?:【[^【】]{1,12}】|[一-鿿]{2,8}[丨｜|])(?=.{6})")
# What a notice says that it carries, where no title is printed: 现将《…》（以下简称《方案》）印发给你们.
_SENT = re.compile(
    r"(?:现将|^)《([^》]{1,300}(?:《[^》]{0,300}》[^》]{0,300}){0,3})》(?:（以下简称[^）]{1,30}）)?(?:已?经[^。《》]{2,60})?"
    rf"[，,]?(?:现予?)?(?:以|随文)?{_CARRIES}"
)
_SUBJECT = re.compile("关于|(?:转发|批转|印发)(?=《)")
_SIDE_BY_SIDE = re.compile(r"\s{3,999}")
_KIND = re.compile(alternation(words("documents", "kinds")) + r"(?:[（(][^）)]{0,80}[）)]){0,4}$")
_REGISTRATION = re.compile(r"[A-Z]{2,8}[-—–]\d{4}")
_DATED_NUMBER = re.compile(r"(?<=号)[）)]?\s{0,8}\S{4}年\S{1,3}月\S{1,3}日$")
_OF_ORDER = re.compile(r"第\s?\d{1,8}\s?号$")
_DIGITS = r"[\d〇○零OＯ一二三四五六七八九十]"
_ZERO = str.maketrans("OＯ", "〇〇")  # what is typed for it: 二OO六年
_DATE = re.compile(rf"({_DIGITS}{{4}})年({_DIGITS}{{1,3}})月({_DIGITS}{{1,3}})日")
_EFFECTIVE = re.compile(
    rf"自({_DIGITS}{{4}}年{_DIGITS}{{1,3}}月{_DIGITS}{{1,3}}日)(?:起|开始)(?:正式)?(?:施行|实施|执行|生效)"
)
_FROM_ISSUE = re.compile("自(?:印发|发布|公布|颁布)之日起(?:正式)?(?:施行|实施|执行|生效)")
_YEARS = re.compile(r"(20\d\d)年?\s?[-—–－~至到]{1,4}\s?(20\d\d)年?")
_YEAR = re.compile(r"(20\d\d)年(?!以前|前|以来)")
_YEAR_OF_NUMBER = re.compile(r"[〔\[（(【［]((?:19|20)\d\d)[〕\]）)】］]")
_FIVE_YEAR = re.compile('[“"]([一二三四五六七八九十]{2,3})五[”"]')

_NO_ISSUER = ("”", "省", "市", "县", "区", "州", "旗", "盟", "镇", "乡")
_OFFICES = ("办公室", "办公厅", "秘书处")


@dataclass(frozen=True, slots=True)
class Formalities:
    """The fields of :class:`pipeline.models.Document` that formal lines give."""

    title: str | None
    issuer: str | None
    doc_number: str | None
    registration_number: str | None
    addressees: str | None
    copied_to: str | None
    kind: str | None
    status: Status
    issued_on: date | None
    printed_on: date | None
    published_on: date | None
    effective_on: date | None
    period_start: date | None
    period_end: date | None


def formalities(part: Part, page: PageFields) -> Formalities:
    """Read the formal lines of *part*; *page* are the fields of the web page that shows it, which count where the
    document itself prints nothing. What is not printed is None."""
    title = _title(part) or page.title or _sent(part)
    numbers = _numbers(part)
    issued = _first_date(part.formal(Role.DATE, where="back carrier front")) or _first_date(
        part.formal(Role.DOC_NUMBER)  # 云政发〔2009〕9号 二〇〇九年五月六日
    )
    imprint = [p.text for p in part.formal(Role.IMPRINT)]
    copies = [p.text for p in part.formal(Role.COPY_LIST)]
    text = "\n".join(p.text for p in (*part.front, *part.body))
    kind = _KIND.search(title) if title else None
    years = period(title or "")
    return Formalities(
        title=title,
        issuer=_issuer(part, title) or page.issuer,
        doc_number=next((n for n in numbers if not _REGISTRATION.match(n)), page.doc_number),
        registration_number=next((n for n in numbers if _REGISTRATION.match(n)), None),
        addressees=next((p.text.rstrip("：:") for p in part.formal(Role.ADDRESSEE)), None),
        copied_to="\n".join(re.split("[：:]", line, maxsplit=1)[-1].rstrip("。") for line in copies) or None,
        kind=re.sub(r"[（(].*", "", kind[0]) if kind else None,
        status=_status(part),
        issued_on=issued or page.issued_on,
        printed_on=next((day for day in map(printed_date, imprint) if day), None),
        published_on=page.published_on,
        effective_on=_effective(text, issued or page.issued_on),
        period_start=date(years[0], 1, 1) if years else None,
        period_end=date(years[1], 12, 31) if years else None,
    )


def issued_by(notice: Formalities, own: Formalities) -> Formalities:
    """*own*, of a plan, with the number, the issuer, the addressees and the date of the *notice* that issues it, where
    the plan prints none."""
    return replace(
        own,
        issuer=own.issuer or notice.issuer,
        doc_number=own.doc_number or notice.doc_number,
        addressees=own.addressees or notice.addressees,
        issued_on=own.issued_on or notice.issued_on,
    )


def printed_date(text: str) -> date | None:
    """The first full date in *text*, in Arabic or Chinese numerals; None where there is none or it cannot be."""
    match = _DATE.search(text)
    if match is None:
        return None
    year, month, day = (figure(group.translate(_ZERO)) for group in match.groups())
    if year is None or month is None or day is None:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def year_of_number(number: str | None) -> int | None:
    """The year that a document's number counts in: 云政办发〔2023〕7号."""
    match = _YEAR_OF_NUMBER.search(number or "")
    return int(match[1]) if match else None


def period(title: str) -> tuple[int, int] | None:
    """The first and the last year that a plan's title names: （2021—2025年）, 2022年…, “十四五”…"""
    span = _YEARS.search(title)
    if span:
        first, last = int(span[1]), int(span[2])
        return (first, last) if first <= last else None
    year = _YEAR.search(title)
    if year:
        return int(year[1]), int(year[1])
    plan = _FIVE_YEAR.search(title)
    number = figure(plan[1]) if plan else None
    # The 14th five-year plan is 2021—2025; since the 7th (1986—1990) each follows the other.
    return (1951 + 5 * int(number), 1955 + 5 * int(number)) if number and number >= 7 else None


def _numbers(part: Part) -> list[str]:
    """The numbers of a part; an order's mark and its number, on two lines, are one (GB/T 9704—2012, 10.2)."""
    order = next((p.text for p in part.formal(Role.ISSUER_MARK) if p.text.endswith("令")), "")
    numbers = ["".join(_DATED_NUMBER.sub("", p.text).split()).strip("（）()") for p in part.formal(Role.DOC_NUMBER)]
    numbers += [found[1] for p in part.formal(Role.TITLE) if (found := _number_beside(p.text))]
    return [order + number if _OF_ORDER.match(number) else number for number in numbers]


def _number_beside(title: str) -> re.Match[str] | None:
    return _NUMBER_BEHIND.search(title) or _NUMBER_AHEAD.match(title)


def _lines(part: Part, where: str) -> list[str]:
    seen: list[str] = []
    for paragraph in part.formal(Role.TITLE, where=where):
        line = _COLUMN.sub("", _NUMBER_AHEAD.sub("", _NUMBER_BEHIND.sub("", paragraph.text)))
        if line.startswith("《") and line.find("》") == len(line) - 1:
            line = line[1:-1].translate(_OUTER)
        if line not in seen and not is_draft_mark(line):
            seen.append(line)
    return seen


def _title(part: Part) -> str | None:
    """The plan's own title where it is printed; else the one that its notice names; else the notice's."""
    own = [line for line in _lines(part, "front") if not is_carrier_title(line)]
    if any(form(line) is not Role.SIGNATURE for line in own):
        return _DRAFT_IN_TITLE.sub("", _together(own))
    labelled = annex_title(part.front[0].text) if part.front and part.front[0].role is Role.ATTACHMENT_NOTE else None
    if labelled:
        return labelled
    carriers = _lines(part, "front carrier")
    if part.has_numbering and part.issues is None:
        for line in carriers:
            carried = _CARRIED.search(line) or _CARRIED_BARE.search(line)
            if carried:
                return _DRAFT_IN_TITLE.sub("", carried[1])
    if carriers:
        return _together(carriers)
    heads = [p.text for p in part.formal(Role.HEAD, where="front")]
    for line in (*reversed(heads), *_lines(part, "back")):
        quoted = _CARRIED.search(line) or _QUOTED.search(line)
        if quoted:
            return quoted[1]
    return None


def _sent(part: Part) -> str | None:
    """The title that the sentences of a notice give what it sends out."""
    for paragraph in takewhile(lambda p: p.marker is None, part.body):
        sent = _SENT.search(paragraph.text)
        if sent:
            return _DRAFT_IN_TITLE.sub("", sent[1])
    return None


def _together(lines: list[str]) -> str:
    """Title lines as one title; a later line that repeats an earlier one or the whole is left out."""
    title = ""
    for line in lines:
        if line not in title:
            title = line if title and title in line else title + line
    return title


def _issuer(part: Part, title: str | None) -> str | None:
    signatures = [p for p in part.formal(Role.SIGNATURE, where="carrier back front") if not _is_person(p.text)]
    names = [name for paragraph in signatures for name in _signed(paragraph)]
    # The office of a body that signs is named because it prints the document (印发机关).
    signed = [n for n in names if not (n.endswith(_OFFICES) and any(n != m and n.startswith(m) for m in names))]
    # Two that a scan has put on one line are named one by one in the document's head.
    signed = [n for n in signed if not any(n.startswith(m) and n[len(m) :] in signed for m in signed)]
    for paragraph in part.formal(Role.TITLE, where="carrier front"):
        joint = _ahead_of_title(paragraph)
        if joint:
            return "、".join(joint)
    for line in (*_lines(part, "carrier front"), title or ""):
        match = _ISSUED_BY.match(line)
        # A title that counts joint issuers (…等4部门关于) names only the first of those who sign; one that opens with a
        # place (云溪县关于…) names none.
        if match and not match[1].endswith(_NO_ISSUER) and not (signed and _AND_OTHERS.search(match[1])):
            if "".join(signed) == match[1]:
                break  # joint issuers, side by side in the title
            # A title can leave out whose 自治区 or 市 it is; the signature does not.
            return next((name for name in signed if name.endswith(match[1])), _PARTY_AND_STATE.sub(r"\1、\2", match[1]))
    if signed:
        return "、".join(dict.fromkeys(signed))
    heading = [line for line in _lines(part, "carrier front") if form(line) is Role.SIGNATURE]
    if heading:
        return "、".join(heading)  # the title's own lines: 云溪市人民政府 / 关于…
    mark = next(part.formal(Role.ISSUER_MARK), None)
    if mark is not None:
        return re.sub("(?:文件|公报|令)$", "", mark.text)
    order = next((p.text for p in part.formal(Role.DOC_NUMBER) if "令" in p.text), None)
    if order is not None:
        return order.split("令")[0]
    reports = (issuers(p.text) for p in part.formal(Role.HEAD, where="front"))
    return next(("、".join(names) for names in reports if names), None)


def _signed(paragraph: Paragraph) -> list[str]:
    """The names of a signature: joint issuers may sign side by side, parted by more than letter-spacing."""
    line = paragraph.lines[0].raw.text
    names = ["".join(name.split()) for name in _SIDE_BY_SIDE.split(line)] if len(paragraph.lines) == 1 else []
    return names if len(names) > 1 and all(len(name) > 3 for name in names) else [paragraph.text]


def _ahead_of_title(paragraph: Paragraph) -> list[str]:
    """The joint issuers that a title names side by side, parted by white space (甲局 乙局关于…, 甲局 乙局印发《…》)."""
    names = _SUBJECT.split(paragraph.lines[0].raw.text, maxsplit=1)[0].split()
    return names if len(names) > 1 and all(form(name) is Role.SIGNATURE for name in names) else []


def _is_person(name: str) -> bool:
    return bool(re.match(HEAD_OF_OFFICE, name))


def _status(part: Part) -> Status:
    titles = [p.text for p in part.formal(Role.TITLE)]
    draft = any(_DRAFT_IN_TITLE.search(line) for line in titles)
    return Status.DRAFT if draft else Status.FINAL


def _first_date(paragraphs: Iterable[Paragraph]) -> date | None:
    return next((day for p in paragraphs if (day := printed_date(p.text))), None)


def _effective(text: str, issued: date | None) -> date | None:
    match = _EFFECTIVE.search(text)
    if match:
        return printed_date(match[1])
    return issued if _FROM_ISSUE.search(text) else None
