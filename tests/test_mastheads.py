"""Mastheads of flattened pages: put back before the text that they head."""

from __future__ import annotations

import pytest

from pipeline.layout.mastheads import in_order, is_cut

NOTICE = [
    "云溪市人民政府关于印发",
    "《云溪市节水工作方案》的通知",
    "云溪政发〔2023〕 7号",
    "YXPR—2023—00007",
    "各县（区）人民政府，市政府各部门：",
    "现将《云溪市节水工作方案》印发给你们，请认真组织实施。",
    "云溪市人民政府",
    "2023年3月8日",
    "云溪市节水工作方案",
]
ORDER = [
    "云溪市人民政府令第 5 号",
    "《云溪市水库管理办法》已经市人民政府同意，现予公布。",
    "市长 王五",
    "2023年3月8日",
    "云溪市水库管理办法",
]
OPINION = ["云溪市人民政府关于进一步", "加强水库管护的实施意见", "云溪政发〔2023〕8号"]
NO_ISSUER = ["关于印发云溪市节水", "工作方案的通知", "云溪政办发〔2023〕9号"]
TEXT = ["为节约用水，制定本", "方案。", "一、水库建设", "全面建设水库和堤", "防，推动水库与堤"]
BARE = ["节约用水是长久之", "计。", "第一章 形势", "一、水库建设", "全面建设水库和堤"]
CHAPTER = ["第一章 总则", "第一条 为了节约", "用水，制定本办法。"]
REST = ["（三）完善水价机", "制。到2025年完成。", "各部门要抓好落实。"]
BOX = ["专栏1 水库建设重点项目", "1．新建水库工程。新建水库三座，加固水库五座，完成灌区续建配套。"]
HEADED_BOX = ["专栏1 水库建设重点项目", "一、资金类", "1．新建水库工程。新建水库三座，加固水库五座，完成灌区续建配套。"]


def ordered(texts: list[str], *, goes_on: bool = False) -> list[str]:
    last = "全面建设水库和堤防，推动水库与堤防加固、灌区节水改造和河湖水系连通" if goes_on else ""
    order = in_order(texts, last)
    return texts if order is None else [texts[place] for place in order]


@pytest.mark.parametrize("masthead", [NOTICE, ORDER, OPINION, NO_ISSUER], ids=["notice", "order", "opinion", "bare"])
@pytest.mark.parametrize("text", [TEXT, BARE, CHAPTER, BOX + TEXT, HEADED_BOX + TEXT, TEXT + BOX], ids=str)
def test_a_masthead_behind_the_text_it_heads_comes_first(masthead: list[str], text: list[str]) -> None:
    assert ordered(text + masthead) == masthead + text


@pytest.mark.parametrize("masthead", [NOTICE, ORDER, OPINION], ids=["notice", "order", "opinion"])
def test_a_masthead_at_the_top_stays(masthead: list[str]) -> None:
    assert ordered(masthead + TEXT) == masthead + TEXT


@pytest.mark.parametrize("text", [TEXT, TEXT + BOX, CHAPTER], ids=["preamble", "box", "chapter"])
@pytest.mark.parametrize("masthead", [NOTICE, OPINION], ids=["notice", "opinion"])
def test_the_rest_of_an_earlier_document_stays_before_the_masthead(text: list[str], masthead: list[str]) -> None:
    assert ordered(REST + text + masthead) == REST + masthead + text


def test_a_page_that_goes_on_with_a_sentence_holds_the_rest_of_an_earlier_document() -> None:
    rest = ["管护责任，全面完成", "年度任务。"]
    assert ordered(rest + TEXT + NOTICE, goes_on=True) == rest + NOTICE + TEXT
    assert ordered(TEXT + NOTICE, goes_on=False) == NOTICE + TEXT


@pytest.mark.parametrize(
    "texts",
    [
        TEXT,
        [*TEXT, "云溪政发〔2023〕7号", "一、水价改革"],  # numbering behind the number: no masthead
        [*TEXT, "云溪政发〔2023〕7号", *["全面建设水库和堤"] * 30],  # too long to be one
        ["云溪市节水工作方案"],
    ],
)
def test_a_page_without_a_masthead_at_its_end_keeps_its_order(texts: list[str]) -> None:
    assert ordered(texts) == texts


def test_a_title_at_the_end_goes_behind_the_notice_that_names_it() -> None:
    notice = NOTICE[:-1]
    assert ordered([*notice, *TEXT, "云溪市节水工作方案"]) == [*notice, "云溪市节水工作方案", *TEXT]
    assert ordered([*notice, *TEXT, "云溪市绿化工作方案"]) == [*notice, *TEXT, "云溪市绿化工作方案"]


def test_no_line_is_lost_or_doubled() -> None:
    for text in (TEXT, BARE, REST + TEXT, BOX + TEXT, []):
        for masthead in (NOTICE, ORDER, OPINION, NO_ISSUER, []):
            for goes_on in (True, False):
                assert sorted(ordered(text + masthead, goes_on=goes_on)) == sorted(text + masthead)


@pytest.mark.parametrize(
    ("last", "cut"),
    [
        ("推动水库与堤防协同", True),
        ("推动水库与堤防协同。", False),
        ("（市水利局牵头，市财政局配合）", False),
        ("2023年3月8日", False),
        ("云溪市人民政府", False),
        ("约束性", False),  # a cell, too short to fill a line
        ("", False),
    ],
)
def test_whether_a_page_ends_in_mid_sentence(last: str, cut: bool) -> None:
    assert is_cut(last, ["全面建设水库和堤防"] * 5) is cut
