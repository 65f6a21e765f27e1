"""Tables of contents are told from the text whose parts they name."""

from __future__ import annotations

import pytest

from pipeline.layout.contents import contents

PARTS = ["第一章 形势", "（一）水库", "第二章 任务", "（一）堤防"]
TEXT = ["第一章 形势", "（一）水库", "全面建设水库。", "第二章 任务", "（一）堤防", "全面建设堤防。"]
NAMES = ["1总则", "1.1目的", "1.2依据", "2组织", "2.1机构", "2.2职责", "3附则"]
NUMBERED = ["1.总则", "1.1目的", "为节约用水，制定本预案。", "1.2依据", "依据水法。", "2.组织", "2.1机构", "设立机构。"]
PREAMBLE = ["为节约用水，制定本规划。"]


@pytest.mark.parametrize(
    ("texts", "named"),
    [
        (["目录", *PARTS, *TEXT], 5),
        (["目次", *PARTS, *TEXT], 5),
        (["目录", *PARTS, *PREAMBLE, *TEXT], 5),
        (["目录", *PARTS, "名词解释", *PREAMBLE, *TEXT], 6),
        (["目录", "前言", *PARTS, "前言", "水是生命之源。", *TEXT], 6),
        (["目录", *[f"{part}…………{n}" for n, part in enumerate(PARTS, 1)], *TEXT], 5),
        (["目录", *[f"{part} {n}" for n, part in enumerate(PARTS, 1)], *TEXT], 5),
        # The text's heading is set narrower and goes on in a second line.
        (["目录", "第一章 水库和堤防建设形势", "第二章 任务", "第一章 水库和堤", "防建设形势", "全面建设水库。"], 3),
        # A box behind the contents is one; a box that they list comes again.
        (["目录", *PARTS, "专栏1水库", "1.扩建水库", "水深增加2米。", *TEXT], 5),
        (["目录", *PARTS, "专栏1水库", "水深增加2米。", *TEXT], 5),
        (["目录", *PARTS, "专栏1水库", *PREAMBLE, *TEXT, "专栏1水库", "水深增加2米。"], 6),
        # Without 目录 above them; with the plan's name before it; with a point in the text alone.
        ([*NAMES, *NUMBERED], 7),
        (["1总则", *NAMES[1:], *NUMBERED], 7),
        (["目录", *PARTS], 5),
        (["目录"], 0),
        (TEXT, 0),
        (["全面完善责任清单目录", *TEXT], 0),
    ],
)
def test_contents_lines(texts: list[str], named: int) -> None:
    assert contents(texts) == set(range(named))


def test_contents_headed_by_the_plans_name() -> None:
    texts = ["云溪市节水预案", "云溪市节水预案目录", *NAMES, *NUMBERED]
    assert contents(texts) == set(range(1, 9))


def test_names_that_do_not_come_again_are_no_contents() -> None:
    assert contents([*NAMES, "全面节水。"]) == set()
    assert contents(["1总则", "1.1目的", "1总则", "1.1目的", "全面节水。"]) == set()


def test_contents_in_the_middle_of_a_source() -> None:
    before = ["云溪市节水规划", "全面建设水库。"]
    assert contents([*before, "目录", *PARTS, *TEXT]) == set(range(2, 7))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("一、水库……………3", True),
        ("一、水库......12", True),
        ("一、水库···········-3-", True),
        ("一、水库……", False),
        ("一、水库", False),
        ("投资1.2亿元，增长3.5", False),
    ],
)
def test_dot_leaders_mark_a_line_anywhere(text: str, is_one: bool) -> None:
    assert contents(["全面建设水库。", text]) == ({1} if is_one else set())
