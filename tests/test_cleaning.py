"""Cleaning: repairs within a line, and printed lines made whole paragraphs again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import wrapped
from printing import joined, prose

from pipeline.cleaning.characters import close_spaces, mended, one_width
from pipeline.models import Role

MIXED = st.text(alphabet="水务，。（）(),;:!?.“”《》%ａＺ０９．％—-·①/abc109 \u3000第三条", max_size=60)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("一 照 通", "一照通"),
        ("加　强　领　导", "加强领导"),
        ("到 2025 年 底 ， 完 成 95 % 以 上 。", "到2025年底，完成95%以上。"),
        ("依托 IoT 平台", "依托IoT平台"),
        ("引进 Data Center 三座", "引进Data Center三座"),
        ("新增 1,200 万元", "新增1,200万元"),
        ("2021 — 2025年", "2021—2025年"),
        ("“ 1211 ” 行动", "“1211”行动"),
        ("第三条 为了节水", "第三条 为了节水"),
        ("第三条　　为了节水", "第三条 为了节水"),
        ("第 三 条  为 了 节 水", "第三条 为了节水"),
        ("第 十 二 章   水 务", "第十二章 水务"),
        ("第 五 条 第 二 款", "第五条第二款"),
        ("见第三条 第二款", "见第三条第二款"),
        ("一、 水务", "一、水务"),
        ("① 水务", "①水务"),
        ("pH 7.5  and 8", "pH 7.5 and 8"),
        ("无空格", "无空格"),
        ("", ""),
    ],
)
def test_letter_spacing_is_closed(text: str, closed: str) -> None:
    assert close_spaces(text) == closed


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("责任单位：市水利局  市财政局　各县区政府", "责任单位：市水利局 市财政局 各县区政府"),
        ("（市水利局 市财政局 云溪海关负责）", "（市水利局 市财政局 云溪海关负责）"),
        ("责 任 单 位 ： 市 水 利 局", "责任单位：市水利局"),
        ("责任单位：市水利局 、市财政局", "责任单位：市水利局、市财政局"),
        ("会同市水利局 全面建设", "会同市水利局全面建设"),
    ],
)
def test_white_space_between_names_of_a_list_is_kept(line: str, text: str) -> None:
    assert prose(line + "\n") == [text]


@given(MIXED)
@settings(derandomize=True, database=None, max_examples=300)
def test_closing_spaces_keeps_every_printed_character(text: str) -> None:
    closed = close_spaces(text)
    assert "".join(closed.split()) == "".join(text.split())
    assert close_spaces(closed) == closed


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("全面建设水库.", "全面建设水库。"),
        ("编制《云溪市节水导则〉", "编制《云溪市节水导则》"),
        ("《落实〈节水条例〉方案》", "《落实〈节水条例〉方案》"),
        ("一.水务", "一.水务"),
        ("1.水务", "1.水务"),
        ("新增1.5万亩", "新增1.5万亩"),
        ("www.yunxi.cn", "www.yunxi.cn"),
        ("到\uf032\uf030\uf032\uf035年", "到2025年"),
    ],
)
def test_misprints_are_mended(text: str, whole: str) -> None:
    assert mended(text) == whole


@given(MIXED)
@settings(derandomize=True, database=None, max_examples=300)
def test_mending_keeps_the_length_and_is_idempotent(text: str) -> None:
    once = mended(text)
    assert len(once) == len(text)
    assert mended(once) == once


@pytest.mark.parametrize(
    ("text", "widened"),
    [
        ("水务(含附属设施),完善机制;健全制度:开展!完成?", "水务（含附属设施），完善机制；健全制度：开展！完成？"),
        ("(一)水务", "（一）水务"),
        ("（一)水务", "（一）水务"),
        ("责任单位:市水利局", "责任单位：市水利局"),
        ("新增1,200万元,其中500万元", "新增1,200万元，其中500万元"),
        ("到2025年,达到95%,完成", "到2025年，达到95%，完成"),
        ("每日10:08开闸", "每日10:08开闸"),
        ("依托IoT(Internet of Things)平台", "依托IoT（Internet of Things）平台"),
        ("see pH (7.5, 8.0) and so on", "see pH (7.5, 8.0) and so on"),
        ("http://yunxi.gov.cn/a?b=1,2", "http://yunxi.gov.cn/a?b=1,2"),
        ("１２．５万亩，Ａ级，９５％", "12.5万亩，A级，95%"),
        ("１．水务", "1．水务"),
        ("“1211”工程", "“1211”工程"),
        ("2021—2025年", "2021—2025年"),
        ("3∶7", "3∶7"),
        ("a,b;c", "a,b;c"),
        ("水务)", "水务）"),
        ("(水务", "（水务"),
        (")(", ")("),
        ("f(x)", "f(x)"),
        ("", ""),
    ],
)
def test_marks_in_chinese_context_are_of_one_width(text: str, widened: str) -> None:
    assert one_width(text) == widened


@given(MIXED)
@settings(derandomize=True, database=None, max_examples=500)
def test_one_width_keeps_the_length_and_is_idempotent(text: str) -> None:
    once = one_width(text)
    assert len(once) == len(text)
    assert one_width(once) == once


@pytest.mark.parametrize(
    ("text", "widened"),
    [
        ("水" + "," * 40_000, "水" + "，" * 40_000),
        ("水" + "(" * 40_000 + ")" * 40_000, "水" + "（" * 40_000 + "）" * 40_000),
        ("水" + "(" * 40_000, "水" + "（" * 40_000),
        (")" * 40_000 + "水", "）" * 40_000 + "水"),
        ("水" + ",(" * 40_000, "水" + "，（" * 40_000),
    ],
    ids=["points", "pairs", "openers", "closers", "points and openers"],
)
def test_runs_of_marks_are_widened_at_once(text: str, widened: str) -> None:
    """One pass a mark would take hours."""
    assert one_width(text) == widened


BODY = (
    "到2025年，全市用水总量控制在3亿立方米以内，万元工业增加值用水量比上年下降十个百分点，城市公共供水管网漏损率控制在9%以内，"
    "农田灌溉水有效利用系数提高到0.6，再生水利用率达到25%以上，建成节水型社会示范区三个，节水型企业二十家。各镇按月报告进度，逐级汇总。"
)


def page(width: int, *texts: str, indent: str = "", between: str = "\n") -> str:
    """*texts* set in lines of *width* characters."""
    return between.join(
        line
        for text in texts
        for line in [(indent if not n else "") + piece for n, piece in enumerate(wrapped(text, width, len(indent)))]
    )


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n"])
@pytest.mark.parametrize("width", [14, 20, 31])
@pytest.mark.parametrize("indent", ["", "　　"])
def test_a_sentence_cut_by_lines_is_whole_again(width: int, indent: str, between: str) -> None:
    texts = [f"（{number}）{BODY}" for number in "一二三四"]
    assert prose(page(width, *texts, indent=indent, between=between)) == texts


@pytest.mark.parametrize("break_", ["\n\f", "\n— 3 —\n", "\n\n— 3 —\n\n\f\n"])
def test_a_sentence_cut_by_pages_is_whole_again(break_: str) -> None:
    text = page(20, *[f"（{number}）{BODY}" for number in "一二三四"], indent="　　")
    lines = text.split("\n")
    pages = ["\n".join(lines[start : start + 5]) for start in range(0, len(lines), 5)]
    assert prose(break_.join(pages)) == prose(text) == [f"（{number}）{BODY}" for number in "一二三四"]


def test_an_indent_parts_paragraphs_that_fill_their_last_line() -> None:
    full = "全面建设节水灌区，完善节水制度，健全了机制。"
    text = page(12, "一、水务", full, BODY, indent="　　")
    assert len(full) + 2 == 12 * 2
    assert prose(text) == ["一、水务", full, BODY]


def test_a_wider_gap_parts_paragraphs() -> None:
    first, second = page(20, f"一、{BODY}", between="\n\n"), page(20, BODY, between="\n\n")
    assert prose(f"{first}\n\n\n{second}") == [f"一、{BODY}", BODY]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        # what the first line leaves open
        ("建设水库，\n完善管网。", ["建设水库，完善管网。"]),
        ("建设水库、\n\n泵站。", ["建设水库、泵站。"]),
        ("编制《云溪市\n节水导则》。", ["编制《云溪市节水导则》。"]),
        ("建设水库（含\n泵站）。", ["建设水库（含泵站）。"]),
        ("建设水\n库。完善管网。", ["建设水库。完善管网。"]),
        ("建设水\n— 3 —\n库。", ["建设水库。"]),
        ("建设水\n\n— 3 —\n\f\n库。", ["建设水库。"]),
        ("引进Data\nCenter三座。", ["引进Data Center三座。"]),
        ("新增1,\n200万元。", ["新增1,200万元。"]),
        # what is closed
        ("建设水库。\n完善管网。", ["建设水库。", "完善管网。"]),
        ("要做好：\n完善管网。", ["要做好：", "完善管网。"]),
        ("他说“建设水库。”\n完善管网。", ["他说“建设水库。”", "完善管网。"]),
        ("建设水库。（市水利局牵头）\n完善管网。", ["建设水库。（市水利局牵头）", "完善管网。"]),
        ("水库（责任单位：市水利局）\n完善管网。", ["水库（责任单位：市水利局）", "完善管网。"]),
        # markers open a paragraph
        ("建设水库\n1.完善管网", ["建设水库", "1.完善管网"]),
        ("一、水务\n（一）水库\n1.管网", ["一、水务", "（一）水库", "1.管网"]),
        # notes
        ("1.建设水库。（市水利局、\n市财政局牵头）", ["1.建设水库。（市水利局、市财政局牵头）"]),
        ("1.水库。（市水利局、市委\n党校（行政学院）负责）", ["1.水库。（市水利局、市委党校（行政学院）负责）"]),
        ("1.建设水库。（市水利局按职责分工\n负责）", ["1.建设水库。（市水利局按职责分工负责）"]),
        ("1.建设水库。\n（牵头单位：市水利局；\n配合单位：市财政局）",
         ["1.建设水库。", "（牵头单位：市水利局；配合单位：市财政局）"]),
        ("1.建设水库。（牵头单位：市水利局；\n— 2 —\n\f配合单位：市财政局）",
         ["1.建设水库。（牵头单位：市水利局；配合单位：市财政局）"]),
        ("1.建设水库\n责任单位：市水利局\n完成时限：2025年6月\n2.完善管网",
         ["1.建设水库", "责任单位：市水利局", "完成时限：2025年6月", "2.完善管网"]),
        ("1.建设水库\n责任单位：市水利局、\n市财政局", ["1.建设水库", "责任单位：市水利局、市财政局"]),
        ("1.建设水库\n责任单位：市水利局、市自然资源和规划\n局、市林业局\n完成时限：2025年6月",
         ["1.建设水库", "责任单位：市水利局、市自然资源和规划局、市林业局", "完成时限：2025年6月"]),
        # headings
        ("一、建设水库\n全面完善管网，保障供水。", ["一、建设水库", "全面完善管网，保障供水。"]),
        ("一、建设水库完善\n管网\n（一）水库", ["一、建设水库完善管网", "（一）水库"]),
        ("一、建设水库，\n完善管网\n（一）水库", ["一、建设水库，完善管网", "（一）水库"]),
    ],
)  # fmt: skip
def test_which_lines_belong_together(text: str, paragraphs: list[str]) -> None:
    assert prose(text) == paragraphs


def test_a_heading_broken_over_full_lines_is_joined_and_its_text_is_not() -> None:
    heading = "一、建设节水灌区完善城乡供水管网保障饮水安全水平"
    text = page(20, heading, BODY, f"（一）{BODY}", indent="　　")
    assert prose(text) == [heading, BODY, f"（一）{BODY}"]


def test_many_headings_of_one_width_are_no_wrapped_text() -> None:
    paragraphs = [part for n in range(1, 26) for part in (f"{n}.建设节水灌区{n:02}", BODY)]
    assert prose("\n".join(paragraphs)) == paragraphs


def test_a_line_that_goes_on_behind_a_false_marker_is_known() -> None:
    paragraphs = joined("建设水库达到\n1.5万亩，完善\n2.管网。")
    assert [(p.text, p.follows_open) for p in paragraphs] == [("建设水库达到1.5万亩，完善", False), ("2.管网。", True)]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("云溪市节水工作方案", Role.TITLE),
        ("云溪政办发〔2022〕7号", Role.DOC_NUMBER),
        ("2022年3月8日", Role.DATE),
        ("抄送：市委办公室", Role.COPY_LIST),
    ],
)
def test_display_lines_are_paragraphs_of_their_own(text: str, role: Role) -> None:
    paragraphs = joined(f"一、建设水库。\n{text}\n二、完善管网。")
    assert [(p.text, p.role) for p in paragraphs if p.role] == [(text, role)]


def test_a_full_line_of_text_that_ends_like_a_title_is_text() -> None:
    line = "全市各有关单位要认真落实云溪市节水工作方案"
    text = f"{line}明确的各项任务，完善管网。"
    setting = page(len(line), *[f"（{n}）{BODY}" for n in "一二三"])
    assert text in prose(f"{setting}\n{line}\n{text[len(line) :]}")


def test_a_title_as_wide_as_the_text_stands_alone_at_the_top() -> None:
    title = "云溪市城乡节水与供水保障三年行动工作方案"
    text = f"{title}\n{page(20, '为建设水库，制定本方案。', *[f'（{n}）{BODY}' for n in '一二三'])}"
    first = joined(text)[0]
    assert (first.text, first.role) == (title, Role.TITLE)


@given(
    st.lists(
        st.sampled_from(
            ["水库", "（一）", "。", "，", "（", "）", "《", "\n", "\n\n", "　　", "1.", "\f", "责任单位："]
        ),
        max_size=40,
    )
)
@settings(derandomize=True, database=None, max_examples=200)
def test_every_line_is_in_exactly_one_paragraph(words: list[str]) -> None:
    paragraphs = joined("水" + "".join(words))
    orders = [order for paragraph in paragraphs for order, _ in paragraph.pieces]
    assert orders == list(range(len(orders)))
    for paragraph in paragraphs:
        assert sum(length for _, length in paragraph.pieces) == len(paragraph.text)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("第一章　总则　　第一条　为了节水，制定本办法。", ["第一章 总则", "第一条 为了节水，制定本办法。"]),
        ("第二节  管网   第九条  管网应当改造。", ["第二节 管网", "第九条 管网应当改造。"]),
        ("一、总体要求　　（一）目标。全面节水。", ["一、总体要求", "（一）目标。全面节水。"]),
        ("第一条　为了节水，制定本办法。", ["第一条 为了节水，制定本办法。"]),
        ("一、水库　　二、管网", ["一、水库二、管网"]),
        ("第一章　总则", ["第一章 总则"]),
        ("（一）按第三条　第二款办理。", ["（一）按第三条第二款办理。"]),
    ],
)
def test_two_parts_of_the_outline_on_one_line(line: str, parts: list[str]) -> None:
    assert prose(line + "\n") == parts


def test_a_title_over_two_paragraphs_is_no_beginning_of_the_text_below() -> None:
    text = (
        "2024116\n\n云溪市进一步落实\n\n节水政策的若干措施\n\n为了全面贯彻落实上级关于加强节约用水工作的各项要求，"
        "提高水资源利用效率，结合我市实际情况，经市政府研究同意，现提出以下若干具体措施，请各单位认真执行。\n\n"
        "一、水库。全面建设水库。\n"
    )
    (title,) = [p for p in joined(text) if p.role is Role.TITLE]
    assert title.text == "云溪市进一步落实节水政策的若干措施"


@pytest.mark.parametrize(
    "below",
    [
        "为推进节水工作，根据上级要求，结合我市实际，制定",
        "根据《节水条例》和上级关于节水工作的部署，结合我市",
        "各县区人民政府，市政府各部门、各直属机构，各有关单位：",
    ],
)
def test_a_title_over_two_full_lines_ends_where_the_text_below_begins(below: str) -> None:
    text = page(20, "云溪市城乡供水一体化和农业节水增效协同推进工作", "三年行动计划（2023—2025年）", f"{below}{BODY}")
    assert text.count("\n\n") == 0
    (title,) = [p for p in joined(text) if p.role is Role.TITLE]
    assert title.text == "云溪市城乡供水一体化和农业节水增效协同推进工作三年行动计划（2023—2025年）"


def test_a_stray_figure_is_no_beginning_of_the_line_below() -> None:
    assert prose("2019116\n\n水库和管网建设\n\n一、水库。全面建设水库。\n")[0] == "2019116"


def test_a_heading_close_to_its_text_where_blank_lines_part_the_paragraphs() -> None:
    text = "一、总体要求\n全面建设水库。\n\n二、措施\n\n（一）管网\n\n全面改造管网。\n\n（二）水价\n\n深化水价改革。\n"
    assert prose(text)[:2] == ["一、总体要求", "全面建设水库。"]


def test_a_label_in_lenticular_brackets_opens_a_paragraph() -> None:
    text = "一、建设水库\n【重点任务】\n（一）选址。完成选址。\n【责任单位】市水利局\n【完成时限】6月底前\n"
    assert prose(text) == [
        "一、建设水库",
        "【重点任务】",
        "（一）选址。完成选址。",
        "【责任单位】市水利局",
        "【完成时限】6月底前",
    ]
