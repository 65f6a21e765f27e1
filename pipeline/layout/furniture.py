"""What stands around the text: page numbers, a newspaper's page head, a web page's navigation, ornaments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.models import Role
from pipeline.vocabulary import alternation, words

_ORNAMENT = re.compile(r"[\W_]+$")
_PUNCTUATION = re.compile("[，。、；：？！“”‘’《》〈〉（）()〔〕［］〖〗【】,.;:?!%…]")
# As printed (— 3 —, 第3页 共9页, 3/9), and as programs mark where a page begins: --- Page 3 ---, [第3页], {3}-----.
_PAGE_NUMBER = re.compile(
    r"[-—–－―·•]+\d{1,4}[-—–－―·•]+$|\d{1,4}/\d{1,4}$|\{\d{1,4}\}-{10,}$"
    r"|[-—–－―─=*#_~<\[【({]{0,80}(?:第\d{1,4}页(?:[，,/]?共\d{1,4}页)?|[Pp](?:age|AGE)[.:：]?\d{1,4}(?:(?:/|of|OF)\d{1,4})?)"
    r"[-—–－―─=*#_~>\]】)}]{0,80}$"
)
_FIGURE = re.compile(r"\d+")
_LONGEST_NUMBER = 30
_PAGE_HEAD = re.compile(r"[^。；]{0,40}\d{4}年\d{1,2}月\d{1,2}日[^。；]{0,12}星期[一二三四五六日天][^。；]{0,20}$")
_NAVIGATION = re.compile(alternation(words("furniture", "navigation")) + r"(?:[：:|｜>]|\s|$|[^一-鿿])")
_INSIDE = re.compile(alternation(words("furniture", "navigation_inside")))
# The fields of a web page's head are spaced out (名    称：), listed with bullets or set in brackets.
_FIELD = re.compile(
    r"[-•·∙●○■◆▪*\s]*(?:[【\[［]\s*(?:"
    + "|".join(r"\s*".join(word) for word in words("furniture", "metadata", "navigation"))
    + r")\s*[】\]］]|(?:"
    + "|".join(r"\s*".join(word) for word in words("furniture", "metadata"))
    + r")\s*[：:|｜])"
)
# Names of fields that head no column of a table.
_SHORT = ("标题", "文号", "时效")
# A label set wide stands for a field without a colon too: 索 引 号 MB15/2023-1, 有 效 性 有效.
_WIDE = re.compile(
    r"(?:^|\s)(?:"
    + "|".join(
        (r"\s+" if len(word) > 2 else r"\s{2,8}").join(word)
        for word in words("furniture", "metadata", "navigation")
        if len(word) > 2 or word in _SHORT
    )
    + r")\s"
)
# Fields without colons stand side by side, far enough from each other: 组配分类 政府文件  发布机构 县政府.
_LABEL = "|".join(map(re.escape, words("furniture", "metadata", "navigation")))
_ABREAST = re.compile(rf"(?:{_LABEL})\s{{1,20}}\S[^。]{{0,60}}?\s{{2,20}}(?:{_LABEL})\s")
_BREADCRUMB = re.compile(
    r"[>＞»\s]{0,4}[^>＞»]{1,40}[>＞»]{1,2}[^>＞»]{1,40}[>＞»]|(?:您|当前|现在|所在)[^。，]{0,8}位置\s?[：:]"
)
_MAKERS = re.compile(alternation(words("furniture", "page_makers")) + r"[：:]?\s?[一-鿿]{2,4}(?:$|[\s一-鿿：:]{2,40}$)")
_MARKDOWN_RULE = re.compile(r"(?:`{3,}[A-Za-z]{0,20}|!\[.*\]\(.*\)|<!--.*-->|\|?(?:\s?:?-{3,}:?\s?\|?)+)$")

_OPENERS = frozenset(word[0] for word in words("furniture", "navigation", "page_makers", "metadata"))
_BULLETS = "•·∙●○■◆▪-*　 \t"
_BRACKETS = "【[［"
# When a page was put up, and by whom, as content systems print it: 2022-05-19 14:17 县水利局; documents are dated
# 2022年5月19日.
_STAMP = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:\s+[^，。；]{2,40})?$"
    r"|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}(?:日\s*|\s+)\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s+[^，]{2,30})?$"
)
# Above a document's number: who signed it, how secret and how urgent it is (GB/T 9704—2012, 7.2.1 to 7.2.6).
_ABOVE_NUMBER = re.compile(
    r"签\s?发\s?人\s?[：:]\s?[一-鿿·\s]{2,20}$|(?:绝\s?密|机\s?密|秘\s?密)(?:\s?★\s?\S{0,8})?$|(?:特\s?急|加\s?急|平\s?急|急\s?件)$"
)
_ABOVE = frozenset("签绝机秘特加平急")
_NUMBERED = frozenset("第0123456789Pp")
_FIRST = _OPENERS | _NUMBERED | _ABOVE
#: Words that tell furniture wherever they stand in a line.
_TELLING = ("星期", "位置", ">", *words("furniture", "navigation_inside"))

#: What stands above a number is no longer than this, in characters.
LONGEST_ABOVE = 24
#: Furniture is no longer than this, in characters.
LONGEST = 200


def roles(page: Sequence[str]) -> list[Role | None]:
    """:func:`role_of` of every line of *page*: where none of the telling words stands on it, a line's first
    character shows that it is text."""
    whole = "\n".join(page)
    told = any(word in whole for word in _TELLING)
    return [
        role_of(printed) if told or (first := printed[:1]) in _FIRST or not first.isalnum() else None
        for printed in page
    ]


def role_of(printed: str) -> Role | None:
    """The role of a printed line that is no part of any document, else None."""
    if len(printed) > LONGEST:
        return None
    if not printed[:1].isalnum():
        return _of_marks(printed)
    if "。" in printed or "；" in printed:
        return None
    if printed[0] in _NUMBERED and _PAGE_NUMBER.match("".join(printed.split())):
        return Role.PAGE_NUMBER
    if printed[0] in "12" and _STAMP.match(printed):
        return Role.NAVIGATION
    if "星期" in printed and _PAGE_HEAD.match("".join(printed.split())):
        return Role.HEAD
    if printed[0] in _OPENERS or printed[0] in _ABOVE:
        if _MAKERS.match(printed) or (len(printed) <= LONGEST_ABOVE and _ABOVE_NUMBER.match(printed)):
            return Role.HEAD
        if _NAVIGATION.match(printed) or _FIELD.match(printed) or _WIDE.search(printed) or _ABREAST.match(printed):
            return Role.NAVIGATION
    if (">" in printed or "位置" in printed) and _BREADCRUMB.match(printed):
        return Role.NAVIGATION
    return Role.NAVIGATION if _INSIDE.search(printed) else None


def page_number(printed: str) -> int | None:
    """The figure of a line that is a page's number and nothing else, else None."""
    if len(printed) > _LONGEST_NUMBER or role_of(printed) is not Role.PAGE_NUMBER:
        return None
    figure = _FIGURE.search(printed)
    return int(figure[0]) if figure else None


def is_label(printed: str) -> bool:
    """Whether a line of navigation is a field's label alone: its value is printed below it, set in deeper."""
    return printed[-1:] in "：:】"


def _of_marks(printed: str) -> Role | None:
    """The same for a line that opens with a mark."""
    text = "".join(printed.split())
    if _PAGE_NUMBER.match(text):
        return Role.PAGE_NUMBER
    if _MARKDOWN_RULE.match(text):
        return Role.NOISE
    if not _ORNAMENT.match(text):
        if _NAVIGATION.match(printed.lstrip(_BULLETS + _BRACKETS)) or _FIELD.match(printed):
            return Role.NAVIGATION
        return Role.NAVIGATION if printed[:1] in (">", "＞", "»") and _BREADCRUMB.match(printed) else None
    return None if _PUNCTUATION.search(text) else Role.NOISE
