"""Tables in Markdown, between bars and as HTML: cells with their places, nothing lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from printing import source

from pipeline import extract
from pipeline.models import AssignmentRole, Document
from pipeline.readers import read

BARS = """# 云溪市节水行动任务分工表

| 序号 | 工作任务 | 牵头单位 | 配合单位 | 完成时限 |
|:---|---|---|:---:|---|
| 1 | 建设水库 | 市水利局 | 市财政局、市林业局 | 2024年底前 |
| 2 | 改造管网 | 市住房和城乡建设局 |  | 2025年6月底前 |
"""
TAGS = """# 云溪市节水行动任务分工表

<table><tr><td rowspan="2">序号</td><td rowspan="2">工作任务</td><td colspan="2">责任分工</td>
<td rowspan="2">完成时限</td></tr><tr><td>牵头单位</td><td>配合单位</td></tr>
<tr><td>1</td><td>建设水库</td><td>市水利局</td>
<td>市财政局、市林业局</td><td>2024年底前</td></tr><tr><td>2</td><td>改造管网</td><td>市住房和城乡建设局</td><td></td>
<td>2025年6月底前</td></tr></table>
"""


def document(text: str) -> Document:
    (only,) = extract(source(text)).documents
    return only


def test_a_task_table_between_bars() -> None:
    _check(document(BARS))


def test_a_task_table_in_tags() -> None:
    _check(document(TAGS))


def _check(found: Document) -> None:
    assert [m.path for m in found.measures] == ["table1.1", "table1.2"]
    assert [(a.at.measure, a.role, a.surface) for a in found.assignments] == [
        (1, AssignmentRole.LEAD, "市水利局"),
        (1, AssignmentRole.SUPPORT, "市财政局"),
        (1, AssignmentRole.SUPPORT, "市林业局"),
        (2, AssignmentRole.LEAD, "市住房和城乡建设局"),
    ]
    assert [str(d.fact.due_on) for d in found.dates] == ["2024-12-31", "2025-06-30"]


def test_a_cell_merged_over_rows_counts_in_each() -> None:
    text = TAGS.replace("<td>市水利局</td>", '<td rowspan="2">市水利局</td>').replace(
        "<td>市住房和城乡建设局</td><td></td>", "<td>市林业局</td>"
    )
    leads = [a.at.measure for a in document(text).assignments if a.surface == "市水利局"]
    assert leads == [1, 2]


TABS = """云溪市节水行动任务分工表
序号\t工作任务\t牵头单位\t配合单位\t完成时限
1\t建设水库\t市水利局\t市财政局、市林业局\t2024年底前
2\t改造管网\t市住房和城乡建设局\t\t2025年6月底前
"""


def test_a_task_table_between_tabs() -> None:
    assert read(TABS.encode()).media_type == "text/plain"
    _check(document(TABS))
    blank = document(TABS.replace("2\t改造", "\t改造"))  # a blank cell ahead of the others
    assert [a.surface for a in blank.assignments if a.role is AssignmentRole.LEAD] == ["市水利局", "市住房和城乡建设局"]


def test_tabs_that_make_no_table() -> None:
    for text in (
        "一、水库\t建设\t管护\n二、管网\n",
        "责任单位：\t市水利局\t市财政局\n完成\t时限\t无\n",
        "序号\t任务\n1\t水库\n",
    ):
        assert all(line.cell is None for line in lines(text))


def test_an_indicator_table_between_bars() -> None:
    found = document(
        "# 云溪市“十四五”节水规划\n一、目标。全面节水。\n\n表1 主要指标\n\n"
        "| 指标 | 单位 | 2020年 | 2025年 | 属性 |\n|---|---|---|---|---|\n| 用水总量 | 亿立方米 | 12 | 11 | 约束性 |\n"
    )
    (indicator,) = found.indicators
    assert (indicator.name, indicator.unit, indicator.baseline_year, indicator.target_year) == (
        "用水总量",
        "亿立方米",
        2020,
        2025,
    )
    assert (indicator.baseline, indicator.target, indicator.nature) == ("12", "11", "约束性")


def test_what_names_and_explains_a_table_is_no_part_of_the_measure_around_it() -> None:
    found = document(
        "# 云溪市“十四五”节水规划\n一、目标。全面节水。\n\n表1 主要指标\n\n"
        "| 指标 | 单位 | 2020年 | 2025年 |\n|---|---|---|---|\n| 用水总量 | 亿立方米 | 12 | 11 |\n\n"
        "注：用水总量不含生态补水。\n\n二、措施。全面改造管网。\n"
    )
    assert [m.text for m in found.measures] == ["目标。全面节水。", "措施。全面改造管网。"]
    assert found.indicators[0].table_title == "表1主要指标"
    assert "注：用水总量不含生态补水。" in found.text


def test_bars_without_a_rule_are_text() -> None:
    assert all(line.cell is None for line in lines("一、水库|管网\n二、水厂|泵站\n"))


def test_a_rule_of_other_width_is_no_table() -> None:
    assert all(line.cell is None for line in lines("水库|管网\n---|---|---\n"))


def lines(text: str):
    return [line for page in read(text.encode()).pages for line in page.lines]


def squeezed(text: str) -> str:
    return "".join(text.split())


PIECES = st.sampled_from(
    ["|", "|---|", "---", "<table>", "</table>", "<tr>", "<td>", "<td rowspan=2>", "水", "\n", " ", "\t", "序号\t"]
)


@given(st.lists(PIECES, min_size=1).map(lambda pieces: "# 节水\n" + "".join(pieces)))
def test_no_character_of_a_table_is_lost_or_moved(text: str) -> None:
    found = lines(text)
    assert squeezed("".join(line.text for line in found)) == squeezed(text)
    extraction = extract(source(text))
    assert squeezed("".join(line.text for line in extraction.lines)) == squeezed(text)


def test_markdown_that_opens_with_a_table_in_tags_is_no_web_page() -> None:
    reading = read(f"<table><tr><td>索引号</td><td>1</td></tr></table>\n\n{TAGS}".encode())
    assert reading.media_type == "text/markdown"
