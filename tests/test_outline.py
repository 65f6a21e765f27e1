"""The outline: which markers count, by the sequence they stand in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printing import tree


def paths(text: str) -> list[str]:
    return [node.path for node in tree(text).nodes]


def codes(text: str) -> list[str]:
    return [finding.code for finding, _ in tree(text).findings]


def own(text: str, path: str) -> str:
    (node,) = [node for node in tree(text).nodes if node.path == path]
    return "/".join(paragraph.text for paragraph in node.paragraphs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、水库\n（一）建设。甲。\n（二）管护。乙。\n二、管网\n（一）改造。丙。", "1 1.1 1.2 2 2.1"),
        ("一、水库\n（一）建设。甲。\n（二）管护。乙。\n二、管网\n（三）改造。丙。\n（四）巡查。丁。",
         "1 1.1 1.2 2 2.3 2.4"),
        ("一、水库\n1.建设。甲。\n2.管护。乙。\n二、管网\n（一）改造。丙。\n1.巡查。丁。",
         "1 1.1 1.2 2 2.1 2.1.1"),
        ("一、水库\n（一）建设\n1.选址。甲。\n（1）踏勘。乙。\n（2）测量。丙。\n2.施工。丁。",
         "1 1.1 1.1.1 1.1.1.1 1.1.1.2 1.1.2"),
        ("第一编 水库\n第一章 建设\n第一节 选址\n一、踏勘。\n第二节 施工\n一、测量。\n第二章 管护\n一、巡查。",
         "1 1.1 1.1.1 1.1.1.1 1.1.2 1.1.2.1 1.2 1.2.1"),
        ("第一章 水库\n第一条 甲。\n第二条 乙。\n第二章 管网\n第三条 丙。", "1 1.1 1.2 2 2.3"),
        ("1.水库\n1.1建设。甲。\n1.2管护。乙。\n2.管网\n2.1改造。丙。", "1 1.1 1.2 2 2.1"),
        ("1 水库\n1.1 建设。甲。\n1.2 管护\n1.2.1 巡查。乙。\n1.2.2 检修。丙。\n2　管网\n2.1 改造。丁。",
         "1 1.1 1.2 1.2.1 1.2.2 2 2.1"),
        ("一、水库\n（一）建设。甲。\n1）选址。\n2）施工。\n（二）管护。乙。", "1 1.1 1.1.1 1.1.2 1.2"),
        ("一、水库。甲。\n①建设。乙。\n②管护。丙。\n二、管网。丁。", "1 1.1 1.2 2"),
        ("1 水库\n1.1 建设。甲。\n2 管网\n2.1 改造。乙。\n3 附则\n丙。", "1 1.1 2 2.1 3"),
        ("01 水库\n建设水库。\n02 管网\n改造管网。", "1 2"),
        ("1水库\n1.1建设\n甲。\n1.2分级管护\n1.2.1日常巡查。乙。\n2管网\n2.1人员\n丙。", "1 1.1 1.2 1.2.1 2 2.1"),
        ("第一篇 水库\n第一章 建设\n甲。\n第二章 管护\n乙。\n第二篇 管网\n第三章 改造\n丙。", "1 1.1 1.2 2 2.3"),
        ("一、水库\n任务一：建设。甲。\n任务二：管护\n（一）巡查。乙。\n（二）检修。丙。\n二、管网\n任务三：改造。丁。",
         "1 1.1 1.2 1.2.1 1.2.2 2 2.3"),
        ("一、水库\n（一）建设\n任务一：选址。甲。\n任务二：施工。乙。\n（二）管护\n任务三：巡查。丙。\n二、管网。丁。",
         "1 1.1 1.1.1 1.1.2 1.2 1.2.3 2"),
        ("一、水库。甲。\n（一）建设。乙。\n任务一：管网\n（一）选址。丙。\n任务二：水价。丁。", "1 1.1 1.1 1.1.1 1.2"),
        ("一、水库\n㈠建设\n⒈选址。甲。\n⒉施工。乙。\n㈡管护。丙。", "1 1.1 1.1.1 1.1.2 1.2"),
        # Markdown's levels say nothing
        ("### 一、水库\n# （一）建设\n甲。\n## （二）管护\n乙。\n##### 二、管网\n**（一）改造**\n丙。",
         "1 1.1 1.2 2 2.1"),
    ],
)  # fmt: skip
def test_paths_are_the_numbers_from_the_outermost_level_in(text: str, expected: str) -> None:
    assert paths(text) == expected.split()
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("一、水库。甲。\n三、管网。乙。\n四、水价。丙。", "1 3 4", ["numbering_gap"]),
        ("一、水库。甲。\n二、管网。乙。\n二、水价。丙。\n三、节水。丁。", "1 2 2 3", ["numbering_repeat"]),
        ("二、水库。甲。\n三、管网。乙。", "2 3", ["numbering_gap"]),
        ("一、水库\n（一）建设。甲。\n（三）管护。乙。", "1 1.1 1.3", ["numbering_gap"]),
        ("（八）水库。甲。\n（九）管网。乙。", "8 9", ["numbering_gap"]),
    ],
)
def test_gaps_and_repeats_are_loaded_as_printed_and_found(text: str, expected: str, found: list[str]) -> None:
    assert paths(text) == expected.split()
    assert codes(text) == found


def test_a_finding_says_which_marker_breaks_the_numbering() -> None:
    (gap, paragraph), *_ = tree("一、水库。甲。\n三、管网。乙。").findings
    assert "三、 follows number 1" in gap.message
    assert paragraph.text == "三、管网。乙。"
    (gap, _), *_ = tree("二、水库。甲。").findings
    assert "二、 comes first" in gap.message


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (
            "一、水库。建设水库达到\n2.5万亩、\n3.水务，完善管网。\n二、管网。乙。",
            "一、水库。建设水库达到2.5万亩、3.水务，完善管网。",
        ),
        (
            "一、水库。按照第五条第\n（三）项建设，\n五、六月完成。\n二、管网。乙。",
            "一、水库。按照第五条第（三）项建设，五、六月完成。",
        ),
        ("一、水库\n2025年力争建成。\n800家企业节水。\n二、管网。乙。", "一、水库/2025年力争建成。/800家企业节水。"),
        (
            "一、水库。甲。\n2022.水务统计。\n50.管道长度。\n二、管网。乙。",
            "一、水库。甲。/2022.水务统计。/50.管道长度。",
        ),
        ("一、水库\n一是建设。二是管护。\n三是巡查。\n二、管网。乙。", "一、水库/一是建设。二是管护。/三是巡查。"),
        ("一、水库（一）建设。甲。（二）管护。\n二、管网。乙。", "一、水库（一）建设。甲。（二）管护。"),
    ],
)
def test_what_only_looks_like_a_marker_stays_in_the_text(text: str, whole: str) -> None:
    assert paths(text) == ["1", "2"]
    assert own(text, "1") == whole
    assert codes(text) == []


@pytest.mark.parametrize(
    "listed",
    [
        "应当做好以下工作：\n（一）建设水库；\n（二）管护水库；\n（三）巡查水库。",
        "按以下规定办理：\n（一）建设水库。（责任单位：市水利局）\n（二）管护水库。（责任单位：市财政局）",
        "主要包括：\n1.建设水库；\n2.管护水库。",
        "有下列情形之一的：\n（一）浪费；\n①生活用水；\n②生产用水；\n（二）偷水。",
        "分别是：\n①建设水库；\n②管护水库。",
    ],
)
def test_a_list_that_a_colon_introduces_is_text(listed: str) -> None:
    text = f"一、水库。{listed}\n二、管网\n（一）改造。丙。\n（二）巡查。丁。"
    assert paths(text) == ["1", "2", "2.1", "2.2"]
    assert own(text, "1").endswith(listed.replace("\n", "/"))


@pytest.mark.parametrize(
    "text",
    [
        "一、重点任务：\n（一）建设水库。甲。\n（二）管护水库。乙。\n二、管网。丙。",  # a heading with a colon
        "一、重点任务。主要包括：\n（一）水库\n建设水库。\n（二）泵站\n建设泵站。\n二、管网。",  # with headings
    ],
)
def test_children_of_a_heading_are_no_list(text: str) -> None:
    assert paths(text) == ["1", "1.1", "1.2", "2"]


def test_an_articles_enumerations_are_its_text() -> None:
    text = "第一条 甲：\n（一）浪费。\n1.水库。\n（二）偷水。\n一、水价。\n第二条 乙。"
    assert paths(text) == ["1", "2"]
    assert own(text, "1") == "第一条 甲：/（一）浪费。/1.水库。/（二）偷水。/一、水价。"


def test_a_chapter_ends_the_article_before_it() -> None:
    text = "第一章 水库\n第一条 甲：\n（一）浪费。\n第二章 管网\n第二条 乙。"
    assert paths(text) == ["1", "1.1", "2", "2.2"]


def test_a_decimal_marker_needs_the_level_above_it() -> None:
    assert paths("一、水库。甲。\n3.2水务统计。\n二、管网。乙。") == ["1", "2"]


@pytest.mark.parametrize("line", ["1 座水库建成。", "2 个县节水。", "1 水价表", "12 月底前完成。"])
def test_a_figure_and_a_space_number_only_what_holds_decimals(line: str) -> None:
    text = f"一、水库。甲。\n{line}\n二、管网。乙。\n（一）改造。丙。\n（二）巡查。丁。"
    assert paths(text) == ["1", "2", "2.1", "2.2"]
    assert paths(f"一、水库。新建\n{line}\n二、管网。乙。") == ["1", "2"]


def test_text_without_markers_is_preamble() -> None:
    outline = tree("为节水，制定本方案。\n建设水库。\n一、水库。甲。")
    assert [p.text for p in outline.preamble] == ["为节水，制定本方案。", "建设水库。"]


WORDS = [
    "一、",
    "二、",
    "三、",
    "（一）",
    "（二）",
    "1.",
    "2.",
    "3.",
    "1.1",
    "①",
    "第一条 ",
    "第二章 ",
    "水库",
    "管网，",
    "乙。",
    "包括：",
    "\n",
]


@given(st.lists(st.sampled_from(WORDS), max_size=60))
@settings(derandomize=True, database=None, max_examples=300, deadline=None)
def test_every_paragraph_stands_in_order_in_the_preamble_or_one_node(words: list[str]) -> None:
    text = "水务" + "".join(words)
    outline = tree(text)
    placed = list(outline.preamble) + [p for node in outline.nodes for p in node.paragraphs]
    printed = [line.order for paragraph in placed for line in paragraph.lines]
    assert printed == sorted(printed)
    assert len(printed) == len(set(printed))
    for node in outline.nodes:
        assert node.paragraphs[0].text.startswith(node.marker.text)
        assert [(f"{node.path}.{child.marker.number}", node.level + 1) for child in node.children] == [
            (child.path, child.level) for child in node.children
        ]
