"""What the head of a web page says of the document it shows: 索引号, 发布机构, 文号, 成文日期 and the like, as fields
(the metadata that GB/T 21063.4—2007 and the portals' catalogues of government information name)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pipeline.layout.display import form
from pipeline.models import Role
from pipeline.vocabulary import alternation, words

_LABELS = [*words("furniture", "metadata"), *words("furniture", "navigation")]
_FIELD = re.compile(rf"({alternation(_LABELS)})\s{{0,20}}[】：:]\s{{0,200}}")
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
    """The fields in *navigation*, the lines around a page's text in printed order; a label's value stands behind
    it or, where it ends its line, on the next. Where a field is printed twice, the first that can be read counts. A
    date and time without a label says when the page was put up."""
    pieces = _FIELD.split("\n".join(navigation))
    stamps = (day for line in navigation if (day := _day(line)))
    fields: dict[str, list[str]] = {}
    for label, value in zip(pieces[1::2], pieces[2::2], strict=True):
        line = value.split("\n", 1)[0].strip()
        if line:
            fields.setdefault(label, []).append(line)

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
