"""Glossaries (名词解释): entries of a term and what it means."""

from __future__ import annotations

import re

from pipeline.cleaning.paragraphs import Paragraph
from pipeline.models import Term

_ENTRY = re.compile(r"(?P<term>[^：:。；]{1,40})[：:](?=\s?.)", re.DOTALL)


def terms(paragraphs: list[Paragraph]) -> list[Term]:
    """The entries of a glossary whose paragraphs (its heading first) these are, in printed order.

    An entry opens with the next marker of the first one's kind or, where none has one, with a term and a colon; what
    follows without goes on."""
    entries: list[str] = []
    first = next((paragraph.marker for paragraph in paragraphs[1:] if paragraph.marker), None)
    expected = first.number if first else None
    for paragraph in paragraphs[1:]:
        marker = paragraph.marker
        if marker is not None and first is not None and (marker.kind, marker.number) == (first.kind, expected):
            entries.append(paragraph.text[marker.end :].strip())
            expected = marker.number + 1
        elif entries and (first is not None or not _ENTRY.match(paragraph.text)):
            entries[-1] += paragraph.text
        else:
            entries.append(paragraph.text)
    found = (_ENTRY.match(entry) for entry in entries)
    return [Term(match["term"].strip(), match.string[match.end() :].strip()) for match in found if match]
