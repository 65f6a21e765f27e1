"""Documents that a text cites: 《title》, a number (政发〔2019〕23号), or both side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.models import Citation

_TITLE = re.compile("《((?:[^《》]{1,300}+|《[^《》]{0,300}》){1,12}+)》")
_NUMBER = re.compile(r"[〔\[［]\d{4}[〕\]］]\s?\d{1,6}\s?号")
#: The letters of an issuing body before a number, at most (GB/T 9704—2012, 7.2.5 gives no limit; longest seen: 9).
_LONGEST_BODY = 12
_BODY = re.compile(r"(?:[一-鿿]{0,12}(?:按照|根据|依据|依照|参照|执行|落实|印发|以及|[和与及按见]))?([一-鿿]{2,12})$")


def find_citations(text: str) -> list[Citation]:
    """Every cited document in *text*, in order; offsets count in *text*. A title is given without 《》, and takes
    the number in the brackets right behind it."""
    titles = [(m.start(), m.end(), m[1]) for m in _TITLE.finditer(text)] if "《" in text else []
    numbers = list(_numbers(text)) if "号" in text else []
    found = []
    for start, end, title in titles:
        beside = next((n for n in numbers if end < n[0] <= end + 1 and text[end] in "（("), None)
        if beside is None:
            found.append(Citation(title, None, start, end))
            continue
        numbers.remove(beside)
        closed = text[beside[1] : beside[1] + 1] in ("）", ")")
        found.append(Citation(title, beside[2], start, beside[1] + closed))
    found += [Citation(None, number, start, end) for start, end, number in numbers]
    return sorted(found, key=lambda citation: citation.char_start)


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Document numbers (云政发〔2019〕23号): the letters of the body are read backwards from the year's bracket."""
    for match in _NUMBER.finditer(text):
        body = _BODY.search(text, max(0, match.start() - _LONGEST_BODY), match.start())
        if body:
            yield body.start(1), match.end(), text[body.start(1) : match.end()]
