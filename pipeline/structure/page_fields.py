"""What the head of a web page says of the document it shows: 索引号, 发布机构, 文号, 成文日期 and the like, as fields
(the metadata that GB/T 21063.4—2007 and the portals' catalogues of government information name)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pipeline.cleaning.characters import close_spaces, one_width
from pipeline.layout.display import form
from pipeline.models import Role
from pipeline.vocabulary import words

# A label may be set wide (文    号：) or in brackets ([ 发文字号 ]), and do without its colon where white space parts
# it from what stands beside it.
_SPACE = r"[ \t\u3000\xa0]"
_LABELS = sorted(set(words("furniture", "metadata", "navigation")), key=len, reverse=True)
_LABEL = "|".join(rf"{_SPACE}{{0,8}}".join(map(re.escape, word)) for word in _LABELS)
_FIELD = re.compile(rf"({_LABEL})\s{{0,20}}[】\]：:]|(?<![^\s•])({_LABEL})(?={_SPACE})")
_AROUND = " \t\n\u3000\xa0|[［【"  # what parts a value from its label and from the next field
_END = re.compile(rf"\n|{_SPACE}\|")  # a line's, or a cell's of a table that is printed with bars
_DAY = re.compile(r"(\d{4})\s{0,4}[-年/.]\s{0,4}(\d{1,2})\s{0,4}[-月/.]\s{0,4}(\d{1,2})")


@dataclass(frozen=True, slots=True)
class PageFields:
    """The fields of a page's head that speak of its document; None for those that it does not have."""

    title: str | None = None
    issuer: str | None = None
    doc_number: str | None = None
    issued_on: date | None = None
    published_on: date | None = None


def page_fields(navigation: list[str]) -> PageFields:
    """The fields in *navigation*, the lines around a page's text as printed and in order; a label's value stands behind
    it or, where it ends its line, on the next. Where a field is printed twice, the first that can be read counts. A
    date and time without a label says when the page was put up."""
    text = "\n".join(navigation)
    stamps = (day for line in navigation if (day := _day(line)))
    labels = list(_FIELD.finditer(text))
    ends = [*(label.start() for label in labels[1:]), len(text)]
    fields: dict[str, list[str]] = {}
    for label, end in zip(labels, ends, strict=False):
        value = _END.split(text[label.end() : end].strip(_AROUND), maxsplit=1)[0]
        if value.strip(_AROUND):
            name = "".join((label[1] or label[2]).split())
            fields.setdefault(name, []).append(one_width(close_spaces(value.strip(_AROUND))))

    def values(key: str) -> list[str]:
        return [value for label in words("furniture", key) for value in fields.get(label, ())]

    return PageFields(
        title=next((value for value in values("field_title") if form(value) is Role.TITLE), None),
        issuer=next((value for value in values("field_issuer") if form(value) is Role.SIGNATURE), None),
        doc_number=next((value for value in values("field_number") if form(value) is Role.DOC_NUMBER), None),
        issued_on=next((day for value in values("field_issued") if (day := _day(value))), None),
        published_on=next((day for value in values("field_published") if (day := _day(value))), next(stamps, None)),
    )


def _day(value: str) -> date | None:
    match = _DAY.match(value)
    if match is None:
        return None
    try:
        return date(*(int(group) for group in match.groups()))
    except ValueError:
        return None
