"""Boxes (专栏): which lines are theirs, and what they hold."""

from __future__ import annotations

import pytest
from printing import joined, source

from pipeline import SourceFile, extract
from pipeline.layout.boxes import box_of, boxes, framed_boxes
from pipeline.models import MeasureKind, Role

COLUMN = "全面建设水库堤防灌区泵站管网闸坝水价改"  # 19 characters, as the text is set
WIDE = "支持沿江三镇新建水库三座加固水库五座完成灌区续建配套和节水改造工程"  # 33: a line of a box


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("专栏1 水库建设重点项目", 1),
        ("专栏12：水库建设", 12),
        ("专 栏 3 水库建设", 3),
        ("专栏4", 4),
        ("专栏1列出了重点工程。", None),
        ("专栏2所列项目由市水利局", None),
        ("专栏3和专栏4的项目", None),
        ("专栏5中的水库工程", None),
        ("专栏2025年版", None),
        ("专栏1.2 水库", None),
        ("专栏由市水利局管理", None),
        ("在专栏1中", None),
    ],
)
def test_the_line_that_opens_a_box(text: str, number: int | None) -> None:
    assert box_of(text) == number


#: By case: the lines, each with the box it belongs to (0: the text).
COLUMNS = {
    "cuts a sentence": [(COLUMN, 0), ("专栏1 水库", 1), ("1．" + WIDE, 1), ("节水改造。", 1), (COLUMN, 0)],
    "a short item between wide ones": [
        ("专栏1 水库", 1),
        ("1．" + WIDE + "。", 1),
        ("2．短。", 1),
        ("3．" + WIDE + "。", 1),
        (COLUMN, 0),
    ],
    "a last item of middle width": [
        ("专栏1 水库", 1),
        ("1．" + WIDE + "。", 1),
        (f"2．{COLUMN}水库。", 1),
        (COLUMN, 0),
    ],
    "headings in it": [
        ("专栏1 水库", 1),
        ("一、资金类", 1),
        ("1．" + WIDE + "。", 1),
        ("二、项目类", 1),
        ("1．" + WIDE, 1),
        ("改造。", 1),
    ],
    "a sentence's end before a heading": [
        ("专栏1 水库", 1),
        (WIDE + "。", 1),
        ("抓好管护。", 1),
        ("二、项目类", 1),
        ("1．" + WIDE + "。", 1),
    ],
    "a clause that fills a line": [("专栏1 水库", 1), ("1．" + WIDE + "；", 1), ("及时公开。", 1), (COLUMN, 0)],
    "goes on behind the text": [
        ("专栏1 水库", 1),
        ("1．" + WIDE + "。", 1),
        (COLUMN, 0),
        (COLUMN, 0),
        ("2．" + WIDE + "。", 1),
        (COLUMN, 0),
    ],
    "goes on behind another box": [
        ("专栏1 水库", 1),
        ("1．" + WIDE + "。", 1),
        ("专栏2 堤防", 2),
        ("1．" + WIDE + "。", 2),
        ("2．" + WIDE + "。", 2),
        ("3．" + WIDE + "。", 2),
        (COLUMN, 0),
        ("4．" + WIDE + "。", 2),
        (COLUMN, 0),
        ("2．" + WIDE + "。", 1),
    ],
    "printed out of order": [
        ("专栏2 堤防", 1),
        ("1．" + WIDE + "。", 1),
        ("专栏1 水库", 2),
        ("1．" + WIDE + "。", 2),
        (COLUMN, 0),
    ],
    "a masthead behind it": [("专栏1 水库", 1), ("1．" + WIDE + "。", 1), (COLUMN + "方案的", 0), ("通知", 0)],
    "wide lines without a box": [(WIDE, 0), (COLUMN, 0), (WIDE, 0)],
    "words about a box": [(COLUMN, 0), ("专栏1所列的水库工程", 0), (COLUMN, 0)],
}


@pytest.mark.parametrize("lines", COLUMNS.values(), ids=COLUMNS)
def test_boxes_set_over_columns(lines: list[tuple[str, int]]) -> None:
    texts = [text for text, _ in lines]
    found = boxes(texts, [float(len(text)) for text in texts], [0.0] * len(texts), 19.0)
    assert [found.get(place, 0) for place in range(len(texts))] == [box for _, box in lines]


PARAGRAPHS = {
    "up to the next marker": [
        ("水库建设。", 2, 0),
        ("专栏1 水库", 0, 1),
        ("新建水库工程。新建水库三座。", 0, 1),
        ("二、堤防", 2, 0),
    ],
    "up to the next indent": [("专栏1 水库", 0, 1), ("新建水库工程。新建水库三座。", 0, 1), ("全面建设堤防。", 2, 0)],
    "two in a row": [("专栏1 水库", 0, 1), ("新建水库三座。", 0, 1), ("专栏2 堤防", 0, 2), ("加固堤防三处。", 0, 2)],
    "numbered items": [
        ("2. 管网。改造管网。", 0, 0),
        ("专栏1 水库", 0, 1),
        ("1.新建水库三座。", 0, 1),
        ("配套建设堤防。", 0, 1),
        ("2.加固水库三座。", 0, 1),
        ("（1）加固大坝。", 0, 1),
        ("（二）堤防。加固堤防。", 0, 0),
    ],
    "items, then the numbers of the text": [
        ("2. 管网。改造管网。", 0, 0),
        ("专栏1 水库", 0, 1),
        ("1.新建水库三座。", 0, 1),
        ("3. 水表。更换水表。", 0, 0),
        ("4. 水厂。扩建水厂。", 0, 0),
    ],
}


@pytest.mark.parametrize("lines", PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_boxes_among_paragraphs(lines: list[tuple[str, int, int]]) -> None:
    texts = [text for text, _, _ in lines]
    found = boxes(texts, [float(len(text)) for text in texts], [float(i) for _, i, _ in lines], None)
    assert [found.get(place, 0) for place in range(len(texts))] == [box for _, _, box in lines]


def page(*box: str) -> str:
    """A plan in columns whose first sentence a box cuts."""
    text = ["一、水库", "（一）建设。" + COLUMN[:11], *[COLUMN] * 12]
    behind = ["造。（市水利局负责）", "（二）管护。" + COLUMN[:11], *[COLUMN] * 12, "革。", "二、管网。改造管网。"]
    return "\n\n".join(["云溪市水库工作方案", *text, *box, *behind]) + "\n"


def read(*box: str) -> tuple[list[tuple[str, str]], list[tuple[str, str | None, str]]]:
    """The sections of a box as (path, heading), its measures as (path, title, text)."""
    (document,) = extract(source(page(*box))).documents
    sections = [(s.path, s.heading) for s in document.sections if s.path.startswith("box")]
    measures = [(m.path, m.title, m.text) for m in document.measures if m.kind is MeasureKind.BOX_ITEM]
    assert [m.path for m in document.measures if m.kind is MeasureKind.ITEM] == ["1.1", "1.2", "2"]
    assert document.measures[0].text == f"建设。{COLUMN[:11]}{COLUMN * 12}造。（市水利局负责）"
    assert all(document.text[m.char_start : m.char_end] == m.text for m in document.measures)
    return sections, measures


def test_numbered_items() -> None:
    sections, measures = read("专栏3 水库重点项目", "1．新建项目。" + WIDE, "配套。", "2．加固项目。" + WIDE + "。")
    assert sections == [("box3", "水库重点项目")]
    assert measures == [
        ("box3.1", "新建项目", f"新建项目。{WIDE}配套。"),
        ("box3.2", "加固项目", f"加固项目。{WIDE}。"),
    ]


def test_items_under_headings() -> None:
    sections, measures = read(
        "专栏1 水库", "一、资金类", "1．新建。" + WIDE + "。", "二、项目类", "1．加固。" + WIDE + "。"
    )
    assert sections == [("box1", "水库"), ("box1.1", "资金类"), ("box1.2", "项目类")]
    assert [path for path, _, _ in measures] == ["box1.1.1", "box1.2.1"]


def test_items_without_numbers_open_with_a_title() -> None:
    full = WIDE[:-1] + "。"  # a sentence that ends where its line does
    sections, measures = read("专栏1 水库", "新建水库工程。" + WIDE[7:], full, "加固水库工程。" + WIDE[7:], "堤防。")
    assert sections == [("box1", "水库")]
    assert measures == [
        ("box1.1", "新建水库工程", f"新建水库工程。{WIDE[7:]}{full}"),
        ("box1.2", "加固水库工程", f"加固水库工程。{WIDE[7:]}堤防。"),
    ]


def test_lines_of_a_box_are_joined_among_themselves() -> None:
    paragraphs = [p.text for p in joined(page("专栏1 水库", "1．新建。" + WIDE, "配套。")) if p.role is Role.BOX]
    assert paragraphs == ["专栏1水库", f"1．新建。{WIDE}配套。"]


#: By case: the lines, each with its frame (0: none) and the box it belongs to (0: none); -1: a name that comes again.
FRAMED = {
    "the name within": [("全面建设水库。", 0, 0), ("专栏1 水库", 1, 1), ("1．新建。", 1, 1), ("加固堤防。", 0, 0)],
    "the name above": [("全面建设水库。", 0, 0), ("专栏1 水库", 0, 1), ("1．新建。", 1, 1), ("加固堤防。", 0, 0)],
    "over two pages": [("专栏1 水库", 1, 1), ("1．新建水库三", 1, 1), ("座。", 2, 1), ("加固堤防。", 0, 0)],
    "named again": [("专栏1 水库", 1, 1), ("1．新建。", 1, 1), ("专栏1 水库（续）", 2, -1), ("2．加固。", 2, 1)],
    "two in a row": [("专栏1 水库", 1, 1), ("1．新建。", 1, 1), ("专栏2 堤防", 2, 2), ("1．加固。", 2, 2)],
    "another one in between": [
        ("专栏1 水库", 1, 1),
        ("1．新建水库三", 1, 1),
        ("专栏2 堤防", 2, 2),
        ("1．加固。", 2, 2),
        ("座。", 3, 1),
    ],
    "a frame without a name": [("全面建设水库。", 0, 0), ("加固堤防。", 1, 0), ("改造管网。", 0, 0)],
    "a frame behind the text": [("专栏1 水库", 1, 1), ("新建。", 1, 1), ("加固堤防。", 0, 0), ("改造管网。", 2, 0)],
    "text about a box": [("专栏1所列的水库", 1, 0), ("新建。", 1, 0)],
}


@pytest.mark.parametrize("lines", FRAMED.values(), ids=FRAMED)
def test_boxes_in_frames(lines: list[tuple[str, int, int]]) -> None:
    texts = [text.replace(" ", "") for text, _, _ in lines]
    found = framed_boxes(texts, [frame or None for _, frame, _ in lines])
    boxes = [-1 if place in found.again else found.boxes.get(place, 0) for place in range(len(texts))]
    assert boxes == [box for _, _, box in lines]


def test_a_table_directly_below_its_name_is_all_of_a_box() -> None:
    rows = "<tr><td>序号<td>指标<td>2022年<td>2025年</tr><tr><td>1<td>水库（座）<td>3<td>5</tr>"
    page = (
        "<p>云溪市节水方案</p><p>一、总体要求</p><p>全面节水。</p><p>专栏1 主要指标</p>"
        f"<table>{rows}</table><p>二、重点任务</p><p>（一）建设水库。全面建设。</p><p>（二）改造管网。全面改造。</p>"
    )
    (document,) = extract(SourceFile("plan.html", "", page.encode())).documents
    assert [(section.path, section.heading) for section in document.sections] == [
        ("2", "重点任务"),
        ("box1", "主要指标"),
    ]
    assert [measure.path for measure in document.measures] == ["1", "2.1", "2.2"]
    assert [indicator.name for indicator in document.indicators] == ["水库"]
