"""Running heads and feet."""

from __future__ import annotations

import pytest

from pipeline.layout.running import running_lines
from pipeline.models import Page, Place, RawLine, Reading, Role

FEET = ["市政府文件4", "市政府文件 5", "市政府文件6"]
BODY = ["第一段文字在这里。", "第二段文字在这里。", "第三段文字在这里。", "第四段文字在这里。"]


def reading(tops: list[str], bottoms: list[str]) -> Reading:
    pages = []
    for number, (top, bottom) in enumerate(zip(tops, bottoms, strict=True), 1):
        texts = [top, *BODY, bottom]
        lines = tuple(RawLine(t, Place(number, 0, i, len(t), i)) for i, t in enumerate(texts) if t)
        pages.append(Page(number, lines))
    return Reading("text", "text/plain", tuple(pages), paged=True)


@pytest.mark.parametrize(
    ("tops", "bottoms", "running"),
    [
        (["云溪市公报"] * 3, ["", "", ""], {"云溪市公报": Role.HEAD}),
        (["", "", ""], FEET, dict.fromkeys(FEET, Role.FOOT)),
        (["", "", ""], ["市政府文件4", "市政府文件9", "市政府文件6"], {}),  # figures that keep no step
        (["", "", ""], ["2021年11月26日", "2021年11月15日", "2021年11月22日"], {}),  # dates of signing
        (["云溪市公报", "云溪市公报", ""], ["", "", ""], {}),  # twice is too little
        # What ends the mastheads of several documents does not run over the pages between.
        ([""] * 7, ["（2023—2025年）", "", "", "（2023—2025年）", "", "", "（2023—2025年）"], {}),
        ([""] * 7, ["云溪市人民政府", "", "", "云溪市人民政府", "", "", "云溪市人民政府"], {}),
        (["云溪市节水规划", ""] * 3, [""] * 6, {"云溪市节水规划": Role.HEAD}),
        (["推动工作。"] * 3, ["", "", ""], {}),  # a sentence does not run
    ],
)  # fmt: skip
def test_lines_that_run_over_pages(tops: list[str], bottoms: list[str], running: dict[str, Role]) -> None:
    found = reading(tops, bottoms)
    roles = running_lines(found)
    assert {line.text: roles[id(line)] for page in found.pages for line in page.lines if id(line) in roles} == running


@pytest.mark.parametrize(
    ("numbers", "lines_between", "are_pages"),
    [
        (["- 1 -", "- 2 -", "- 3 -"], 4, True),
        (["第7页", "第8页", "第9页"], 4, True),
        (["- 1 -", "- 5 -", "- 9 -"], 4, False),  # no numbers of pages that follow each other
        (["第一节", "第二节", "第三节"], 4, False),
        (["1", "2", "3", "4"], 16, True),
        (["1", "2", "3", "4"], 4, False),  # a column of a table
        (["1", "3", "5", "7"], 16, False),
        (["1", "2", "3"], 16, False),  # too few to tell
    ],
)
def test_page_numbers_part_a_text_without_pages(numbers: list[str], lines_between: int, *, are_pages: bool) -> None:
    body = (BODY * 4)[:lines_between]
    texts = [text for number in numbers for text in ("云溪市公报", *body, number)]
    lines = tuple(RawLine(text, Place(1, 0, i, len(text), i)) for i, text in enumerate(texts))
    roles = running_lines(Reading("text", "text/plain", (Page(1, lines),), paged=False))
    running = {"云溪市公报": Role.HEAD} | dict.fromkeys(numbers, Role.PAGE_NUMBER)
    assert {line.text: roles[id(line)] for line in lines if id(line) in roles} == (running if are_pages else {})
