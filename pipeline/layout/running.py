"""Running heads and feet: short lines at a page's edge that come again on other pages, figures aside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipeline.layout.display import form
from pipeline.layout.furniture import page_number
from pipeline.models import RawLine, Reading, Role

_FIGURES = re.compile(r"[\d〇○零一二三四五六七八九十]+")
_PAGE_NUMBER = re.compile(r"^\d{1,4}(?=\D)|(?<=\D)\d{1,4}$")
_BARE = re.compile(r"\d{1,3}$")
_PUNCTUATED = re.compile("[，。；：！？,;]")
_OF_DOCUMENTS = frozenset({Role.TITLE, Role.DOC_NUMBER, Role.SIGNATURE, Role.DATE, Role.ADDRESSEE})
#: A running line stands within so many lines of the page's edge, on at least so many pages.
EDGE = 3
LEAST_PAGES = 3
#: A page has at least so many lines, where nothing but bare figures parts them.
SHORTEST_PAGE = 12
#: It has at least and at most so many characters; a shorter one may be the end of a sentence.
SHORTEST, LONGEST = 4, 40


def running_lines(reading: Reading) -> dict[int, Role]:
    """By the identity (``id``) of a line: head, foot or page number, for lines that run over the pages of *reading* or,
    where it tells none, over those that page numbers part."""
    lines = [line for page in reading.pages for line in page.lines]
    numbers = [] if reading.paged else _page_numbers(lines)
    pages: list[Sequence[RawLine]] = [page.lines for page in reading.pages]
    if numbers:
        pages = [lines[start + 1 : end] for start, end in pairwise([-1, *numbers, len(lines)])]
    if len(pages) < LEAST_PAGES:
        return {}
    seen: dict[tuple[Role, str], list[tuple[int, RawLine]]] = defaultdict(list)
    for number, page in enumerate(pages, 1):
        # The second column's head stands behind the first column in reading order.
        shown = page if reading.reader == "text" else sorted(page, key=lambda line: line.place.top)
        for role, edge in ((Role.HEAD, shown[:EDGE]), (Role.FOOT, shown[-EDGE:])):
            for line in edge:
                text = "".join(line.text.split())
                if SHORTEST <= len(text) <= LONGEST and not line.cell and not _PUNCTUATED.search(text):
                    seen[role, _FIGURES.sub("#", text)].append((number, line))
    run = {id(line): role for (role, _), found in seen.items() for line in _running(found)}
    return run | {id(lines[place]): Role.PAGE_NUMBER for place in numbers}


def _page_numbers(lines: Sequence[RawLine]) -> list[int]:
    """The places of page numbers that follow each other, set as such or, where none are, bare figures at distances of
    pages: a column of figures in a table stands closer, or not as evenly."""
    numbers = [(place, number) for place, line in enumerate(lines) if (number := page_number(line.text)) is not None]
    follow = {place for one, later in pairwise(numbers) if later[1] == one[1] + 1 for place, _ in (one, later)}
    if follow:
        return sorted(follow)
    bare = [(place, int(line.text)) for place, line in enumerate(lines) if _BARE.match(line.text) and not line.cell]
    run: list[tuple[int, int]] = []
    for place, number in bare:
        if not run or (number == run[-1][1] + 1 and place - run[-1][0] >= SHORTEST_PAGE):
            run.append((place, number))
    steps = sorted(later - one for (one, _), (later, _) in pairwise(run))
    even = len(steps) >= LEAST_PAGES and steps[-1] < 2 * steps[len(steps) // 2] < 4 * steps[0]
    return [place for place, _ in run] if even else []


def _running(found: list[tuple[int, RawLine]]) -> list[RawLine]:
    """The lines of one form that run: all the same, or with a page number that keeps step with the pages."""
    alike: dict[tuple[str, int | None], list[tuple[int, RawLine]]] = defaultdict(list)
    for page, line in found:
        text = "".join(line.text.split())
        number = _PAGE_NUMBER.search(text)
        if number:
            alike[_FIGURES.sub("#", text), int(number[0]) - page].append((page, line))
        else:
            alike[text, None].append((page, line))
    return [line for (text, _), lines in alike.items() if _runs(text, {page for page, _ in lines}) for _, line in lines]


def _runs(text: str, pages: set[int]) -> bool:
    """Whether a line that stands on *pages* runs over them. Names, dates and titles stand at the edges of several
    pages too, under one document and the next: these run if they stand on every other page at least."""
    if len(pages) < LEAST_PAGES:
        return False
    return form(text) not in _OF_DOCUMENTS or 2 * len(pages) > max(pages) - min(pages)
