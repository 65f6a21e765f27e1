"""Display lines: lines that stand on their own by their form (GB/T 9704—2012, 7.2 to 7.4): title, number,
addressee, attachment note, signature, date, copy list, imprint.

The form alone decides here; which title is the document's, and whether a name is a signature, is decided by
``structure.documents`` from the neighbours.
"""

from __future__ import annotations

import re

from pipeline.models import Role
from pipeline.numbering import marker_at
from pipeline.vocabulary import alternation, words

_YEAR = r"(?:\d{4}|[〇○零OＯ一二三四五六七八九]{4})"
_DAY = rf"{_YEAR}年[\d十一二三四五六七八九〇]{{1,3}}月[\d十一二三四五六七八九]{{1,3}}日"
_STOP = re.compile("[。！？；]")
_NUMBER = re.compile(
    rf"[（(]?[一-鿿]{{1,16}}[〔\[（(【［]{_YEAR}[〕\]）)】］]\s?第?\s?\d{{1,5}}\s?号[）)]?(?:\s{{0,8}}{_DAY})?$"
    r"|[一-鿿]{2,30}令\s?（?第\s?[\d〇○零一二三四五六七八九十百]+\s?号）?$|（?第\s?\d+\s?号）?$"
    r"|[A-Z]{2,8}[-—–]\d{4}[-—–]\d{2,6}$|(?:[一-鿿]{2,30}(?:公告|通告)\s?)?\d{4}年\s?第\s?\d{1,5}\s?号$"
)
_DATE = re.compile(rf"[（(]?{_DAY}(?:[^，。]{{0,60}}(?:通过|批准|发布|公布|施行|修订|修正)[^，。]{{0,30}})?[）)]?$")
_IMPRINT = re.compile(
    rf".*{_DAY}印发$|[（(](?:此件|本件)[^）)]*[）)]$|(?:主动|依申请|不予)公开$|(?:共印|印数)[：:]?\d{{1,5}}份$"
)
_COPY_LIST = re.compile(r"(?:抄\s?送|主\s?送|抄报)[：:]")
_ANNEX = re.compile(r"附\s?件\s?[\d一二三四五六七八九十]{0,3}\s?[-—]?\d?\s?[：:]?$")
_TITLED_ANNEX = re.compile(r"附\s?件\s?[\d一二三四五六七八九十]{1,3}\s?[：:.．、]\s?(?P<title>[^\d\s].{3,120})$")
_SEAL = re.compile("[（(][一-鿿]{2,30}代章[）)]$")
_ATTACHMENTS = re.compile(r"附(?:\s?件\s?[\d一二三四五六七八九十]{0,3}\s?(?:[：:]|(?<=\d)[.．、])|[：:])\s?\S")
_DRAFT_MARK = rf"[（(]{alternation(words('documents', 'draft'))}[）)]"
_DRAFT = re.compile(rf"{_DRAFT_MARK}$")
_TRIAL = re.compile(rf"[（(](?:试行|暂行|修订|20\d\d年?[-—–－~～至到]+20\d\d年?)[）)](?:{_DRAFT_MARK})?$")
# A version behind a name, whatever its kind: 数据标准体系（1.0版）, 目录（2024年版）.
_VERSION = re.compile(
    r"[^，,：:]{3,60}[（(](?:[Vv]\d{1,2}(?:\.\d{1,2}){0,2}版?|\d{1,2}(?:\.\d{1,2}){0,2}版|20\d\d年?版|第[一二三四五六七八九十]{1,2}版)[）)]》?$"
)
_KIND = alternation(words("documents", "kinds"))
_SUFFIX = r"(?:[（(][^（）()]{1,30}[）)]|》)*"
# What opens like a preamble and goes on behind a comma is the text's first line, whatever it cites.
_TITLE = re.compile(
    rf"(?!(?:为|根据|按照|依据|依照|遵照)[^，]{{1,120}}，).{{2,}}{_KIND}{_SUFFIX}(?:的{_KIND}{_SUFFIX})?$"
)
_NAME = rf"(?:[一-鿿、]|（[一-鿿、]{{1,20}}）|“[一-鿿]{{1,12}}”){{0,60}}{alternation(words('documents', 'issuers'))}"
_ISSUER = re.compile(rf"{_NAME}(?:（[^）]{{1,12}}）)?$")
_MARK = re.compile(rf"{_NAME}(?:文件|公报|令)$")
_ADDRESSEE = re.compile(r"(?!.*如下[：:]$)[一-鿿（）、，,；《》“” ]{2,300}[：:]$")
_ADDRESSED = re.compile(
    "人民政府|政府|委|部门|单位|机构|厅|局|法院|办事处|公司|学校|街道|乡镇|镇街|社区|村居|科室|处室|园区|企业|集团|协会"
    "|各[一-鿿]{0,12}(?:园|校|院|所|站|队|会|场|馆|中心)[、，：:]"
)
#: How the line opens on which the head of an office signs, as a pattern.
HEAD_OF_OFFICE = "(?:自治区|自治州|自治县|代)?(?:省长|市长|州长|盟长|县长|旗长|区长|主席|总理|主任|部长|局长|厅长|署长)"
_PERSON = re.compile(rf"{HEAD_OF_OFFICE}\s?[一-鿿·]{{2,5}}$")

#: The longest display line, and the longest list of addressees, in characters.
LONGEST = 120
LONGEST_ADDRESSEE = 400


def may_be_display(text: str) -> bool:
    """Whether :func:`form` can find anything in *text*, of either width, by its first and last character."""
    return text[-1] in _LAST or text[0] in _FIRST


def may_be_formal(text: str) -> bool:
    """Whether :func:`form` can find a number, a date, a list of copies or of attachments or an imprint in *text*, told
    like that."""
    return text[-1] in _LAST_OF_FORMAL or text[0] in _FIRST_OF_FORMAL


def form(text: str) -> Role | None:
    """The role that a line which stands on its own has by its form; None for running text and headings.

    *text* has its spaces closed and is of one width. A title-like line is :attr:`Role.TITLE`, a name of an
    organisation or of a head of government :attr:`Role.SIGNATURE`; both need their neighbours to be sure.
    """
    if not may_be_display(text) or len(text) > LONGEST_ADDRESSEE:
        return None
    if _STOP.search(text):
        # A list of copies is the one formal line that ends with a full stop (GB/T 9704—2012, 7.4.2).
        return Role.COPY_LIST if _COPY_LIST.match(text) and not _STOP.search(text[:-1]) else None
    if text.count("（") != text.count("）"):
        return None  # a bracket that goes on in the next line
    last = text[-1]
    if last in "：:" and not _ANNEX.match(text):
        return Role.ADDRESSEE if _ADDRESSEE.match(text) and _ADDRESSED.search(text) and not marker_at(text) else None
    if len(text) > LONGEST:
        return None
    for role, pattern in _FORMS:
        if pattern.match(text):
            return role
    if last not in _TITLE_ENDS or marker_at(text):
        return None
    return Role.TITLE if _TITLE.match(text) or _VERSION.match(text) else None


_FORMS = (
    (Role.IMPRINT, _IMPRINT),
    (Role.COPY_LIST, _COPY_LIST),
    (Role.DOC_NUMBER, _NUMBER),
    (Role.DATE, _DATE),
    (Role.SEAL, _SEAL),
    (Role.ATTACHMENT_NOTE, _ATTACHMENTS),
    (Role.ATTACHMENT_NOTE, _ANNEX),
    (Role.ISSUER_MARK, _MARK),
    (Role.TITLE, _DRAFT),
    (Role.TITLE, _TRIAL),
    (Role.SIGNATURE, _ISSUER),
    (Role.SIGNATURE, _PERSON),
)


_TITLE_ENDS = frozenset(word[-1] for word in words("documents", "kinds")) | frozenset("》）)")
# The characters that a display line can start or end with: most lines of running text are told by these alone.
_FIGURES = "0123456789０１２３４５６７８９"
_FIRST = frozenset("附抄主省市州县区部局厅自代盟旗署总")
_LAST = _TITLE_ENDS | {word[-1] for word in words("documents", "issuers")} | frozenset(f"{_FIGURES}号日发开份件报：:〕")
_FIRST_OF_FORMAL = frozenset("抄主附")
_LAST_OF_FORMAL = frozenset(f"{_FIGURES}份号日发开）)")


def is_annex_label(text: str) -> bool:
    """附件, 附件1, 附件： alone on a line: what follows is an annex (or, after the text, its list)."""
    return bool(_ANNEX.match(text))


def annex_title(text: str) -> str | None:
    """The title on one line with the label of a numbered annex: 附件1：云溪市节水任务清单; else None."""
    match = _TITLED_ANNEX.match(text)
    return match["title"] if match else None


def is_draft_mark(text: str) -> bool:
    """（征求意见稿） alone on a line: a part of the title above it."""
    return bool(_DRAFT.match(text))
