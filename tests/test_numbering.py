"""Markers by their form, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import han

from pipeline.numbering import MarkerKind, bare_marker_at, marker_at

K = MarkerKind


@pytest.mark.parametrize(
    ("text", "kind", "number", "marker"),
    [
        ("第一编 总则", K.PART, 1, "第一编"),
        ("第二部分 水务", K.PART, 2, "第二部分"),
        ("第三章 水务", K.CHAPTER, 3, "第三章"),
        ("第三章水务管理", K.CHAPTER, 3, "第三章"),
        ("第二章规范水价", K.CHAPTER, 2, "第二章"),
        ("第12章 水务", K.CHAPTER, 12, "第12章"),
        ("第 三 章 水务", K.CHAPTER, 3, "第 三 章"),
        ("第二节 水务", K.SECTION, 2, "第二节"),
        ("第九条 为了水务", K.ARTICLE, 9, "第九条"),
        ("第九条 规定用水定额", K.ARTICLE, 9, "第九条"),
        ("第一百零八条 附则", K.ARTICLE, 108, "第一百零八条"),
        ("第二十条本办法自公布之日起施行", K.ARTICLE, 20, "第二十条"),
        ("2.6月底前完成", K.ARABIC, 2, "2."),
        ("12.10月起实施", K.ARABIC, 12, "12."),
        ("3.12345热线", K.ARABIC, 3, "3."),
        ("1.80周岁及以上的", K.ARABIC, 1, "1."),
        ("2.100个社区挂牌", K.ARABIC, 2, "2."),
        ("3.121人才项目", K.ARABIC, 3, "3."),
        ("4.110指挥中心", K.ARABIC, 4, "4."),
        ("一、水务", K.HAN, 1, "一、"),
        ("十二、水务", K.HAN, 12, "十二、"),
        ("二十一、水务", K.HAN, 21, "二十一、"),
        ("一. 水务", K.HAN, 1, "一."),
        ("一．水务", K.HAN, 1, "一．"),
        ("（一）水务", K.HAN_BRACKETED, 1, "（一）"),
        ("(十二)水务", K.HAN_BRACKETED, 12, "(十二)"),
        ("（—）水务", K.HAN_BRACKETED, 1, "（—）"),
        ("(二十-)水务", K.HAN_BRACKETED, 21, "(二十-)"),
        ("十—、水务", K.HAN, 11, "十—、"),
        ("（二十八）水务", K.HAN_BRACKETED, 28, "（二十八）"),
        ("（ 三 ）水务", K.HAN_BRACKETED, 3, "（ 三 ）"),
        ("(一）水务", K.HAN_BRACKETED, 1, "(一）"),
        ("1.水务", K.ARABIC, 1, "1."),
        ("12. 水务", K.ARABIC, 12, "12."),
        ("1．水务", K.ARABIC, 1, "1．"),
        ("１．水务", K.ARABIC, 1, "１．"),
        ("108.水务", K.ARABIC, 108, "108."),
        ("1、水务", K.ARABIC, 1, "1、"),
        ("1.2025年底前建成", K.ARABIC, 1, "1."),
        ("3 .水务", K.ARABIC, 3, "3 ."),
        ("第一篇 水务", K.PART, 1, "第一篇"),
        ("任务一：水务", K.LABELLED, 1, "任务一："),
        ("措施12.水务", K.LABELLED, 12, "措施12."),
        ("行动二、水务", K.LABELLED, 2, "行动二、"),
        ("专项行动2：水务", K.LABELLED, 2, "专项行动2："),
        ("㈠水务", K.HAN_BRACKETED, 1, "㈠"),
        ("㈩水务", K.HAN_BRACKETED, 10, "㈩"),
        ("⒈水务", K.ARABIC, 1, "⒈"),
        ("⒛水务", K.ARABIC, 20, "⒛"),
        ("⑴水务", K.ARABIC_BRACKETED, 1, "⑴"),
        ("⒇水务", K.ARABIC_BRACKETED, 20, "⒇"),
        ("1.5G网络", K.ARABIC, 1, "1."),
        ("2.3D打印", K.ARABIC, 2, "2."),
        ("1.1水务", K.DECIMAL, 1, "1.1"),
        ("2.1.4 水务", K.DECIMAL, 4, "2.1.4"),
        ("1.1《水务》", K.DECIMAL, 1, "1.1"),
        ("（1）水务", K.ARABIC_BRACKETED, 1, "（1）"),
        ("(12)水务", K.ARABIC_BRACKETED, 12, "(12)"),
        ("1）水务", K.ARABIC_CLOSED, 1, "1）"),
        ("2)水务", K.ARABIC_CLOSED, 2, "2)"),
        ("①水务", K.CIRCLED, 1, "①"),
        ("⑳水务", K.CIRCLED, 20, "⑳"),
    ],
)
def test_markers(text: str, kind: MarkerKind, number: int, marker: str) -> None:
    found = marker_at(text)
    assert found is not None
    assert (found.kind, found.number, found.text) == (kind, number, marker)
    assert text[: found.end].strip() == marker


@pytest.mark.parametrize(
    ("printed", "number"), [("1 总则", 1), ("12　附则", 12), ("3  水务", 3), ("1总则", 1), ("2人员保障", 2)]
)
def test_a_figure_and_a_space_can_be_a_marker(printed: str, number: int) -> None:
    found = bare_marker_at(printed)
    assert found is not None
    assert (found.kind, found.number, found.text, found.is_bare) == (K.ARABIC, number, str(number), True)


@pytest.mark.parametrize(
    "printed",
    [
        "1总则。",
        "3家企业",
        "12月底前",
        "5处水库",
        "1总则和水务的各项事宜和有关安排",
        "123 水务",
        "2025 年",
        "1 km",
        "0 水务",
        "水 1",
    ],
)
def test_what_is_no_bare_marker(printed: str) -> None:
    assert bare_marker_at(printed) is None


def test_a_decimal_marker_knows_the_numbers_above_it() -> None:
    found = marker_at("2.1.4水务")
    assert found is not None
    assert found.prefix == (2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "水务",
        "2025年力争建成",
        "——加强管护",
        "— 3 —",
        "-5.2度",
        "2025.6月前",
        "1,4—丁二醇",
        "1，4—丁二醇",
        "800家企业",
        "800、900家",
        "1.5亿元",
        "1.5万亩",
        "3.2%以上",
        "3.5个百分点",
        "1.2公里",
        "12.5千米",
        "1.285万亿元",
        "3.141平方公里",
        "95.6分",
        "一、二、三产业",
        "一、二级公路",
        "一、二类水",
        "一、三产业融合",
        "一二三产业",
        "一是建设",
        "一批水库",
        "一方面",
        "十四五期间",
        "（一）至（三）项",
        "（一）、（二）项规定",
        "（一）项规定的",
        "（1）和（2）",
        "第五条第（一）至（三）项",
        "第五条第二款",
        "第五条规定的",
        "第五条、第六条",
        "第五条和第六条",
        "第五条所列",
        "第五条至第八条",
        "第三章的规定",
        "第三章规定",
        "第一批水库",
        "第三方评估",
        "第一产业",
        "第1期",
        "（2022）",
        "（二〇二二）",
        "（含附属设施）",
        "（市水利局牵头）",
        "(2025年)",
        "○、水务",
        "一九九八、水",
        "十十、水",
        "0.水务",
        "1234.水务",
        "20个",
        "5G、工业互联网",
        "3A级",
        "100%",
        "1-2月",
        "1—5月",
        "1月底前",
        "2/3以上",
        "a）水务",
    ],
)
def test_look_alikes(text: str) -> None:
    assert marker_at(text) is None


@given(st.text(alphabet="第一二十百〇零0123（）().．、条章节项款①水年 ", max_size=12))
@settings(derandomize=True, database=None, max_examples=300)
def test_a_marker_is_the_start_of_its_text(text: str) -> None:
    found = marker_at(text)
    if found is not None:
        assert text[: found.end].strip() == found.text.strip()
        assert found.number > 0


@given(st.integers(1, 99))
@settings(derandomize=True, database=None, max_examples=99)
def test_every_number_is_read_in_every_form(number: int) -> None:
    forms = {
        K.CHAPTER: f"第{han(number)}章 ",
        K.ARTICLE: f"第{han(number)}条 ",
        K.HAN: f"{han(number)}、",
        K.HAN_BRACKETED: f"（{han(number)}）",
        K.ARABIC: f"{number}.",
        K.ARABIC_BRACKETED: f"（{number}）",
        K.ARABIC_CLOSED: f"{number}）",
    }
    for kind, marker in forms.items():
        found = marker_at(f"{marker}水务")
        assert found is not None
        assert (found.kind, found.number) == (kind, number)
