import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from pipeline import SourceFile, extract
from pipeline.cleaning.paragraphs import paragraphs
from pipeline.layout.arrangement import arrange
from pipeline.models import AssignmentRole, Cell, MeasureKind, Page, Place, RawLine, Reading, Role
from pipeline.structure.assembly import assemble
from pipeline.structure.names import is_whole_name
from pipeline.structure.parts import parts

INTRO = (
    "<p>云溪市营商环境工作方案</p><p>为优化营商环境，制定本方案。</p>"
    "<p>一、总体要求。落实省的部署，加强协同，形成合力。</p>"
)
HEAD = "<tr><td>序号<td>重点任务<td>主要内容<td>牵头单位<td>配合单位<td>完成时限</tr>"


def document(*tables, intro=INTRO):
    data = f"<html><body>{intro}{''.join(tables)}</body></html>".encode()
    (found,) = extract(SourceFile("plan.html", "", data)).documents
    return found


def table(*rows, head=HEAD):
    return f"<table>{head}{''.join(rows)}</table>"


def row(*cells):
    return "<tr>" + "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in cells) + "</tr>"


def table_rows(found):
    return [measure for measure in found.measures if measure.kind is MeasureKind.TABLE_ROW]


def units(found, measure):
    return [(a.role.value, a.surface) for a in found.assignments if a.at.measure == measure.ordinal]


def dates(found, measure):
    return [placed.fact.surface for placed in found.dates if placed.at.measure == measure.ordinal]


def check(found):
    """What holds for the measures of every document."""
    assert [measure.ordinal for measure in found.measures] == list(range(1, len(found.measures) + 1))
    for measure in found.measures:
        assert measure.text == found.text[measure.char_start : measure.char_end]
        assert measure.text == measure.text.strip() != ""
    for assignment in found.assignments:
        assert found.text[assignment.char_start : assignment.char_end] == assignment.surface


# --- task tables


def test_a_row_is_a_measure_with_its_units_and_deadline():
    found = document(
        table(
            row("1", "压减时限", "减少办理材料。", "市市场监管局", "市税务局、市公安局", "2024年6月底前"),
            row("2", "网上办理", "建成统一平台。", "市政务服务局", "/", "2024年底"),
        )
    )
    check(found)
    assert [m.kind for m in found.measures] == [MeasureKind.ITEM, MeasureKind.TABLE_ROW, MeasureKind.TABLE_ROW]
    first, second = table_rows(found)
    assert (first.path, first.number, first.marker, first.title) == ("table1.1", None, "1", "压减时限")
    assert first.text.splitlines()[0] == "压减时限"
    assert first.tasks[0].text == "压减时限\n减少办理材料。"
    assert units(found, first) == [("lead", "市市场监管局"), ("support", "市税务局"), ("support", "市公安局")]
    assert dates(found, first) == ["2024年6月底前"]
    assert units(found, second) == [("lead", "市政务服务局")]
    assert dates(found, second) == ["2024年底"]


def test_rows_lie_behind_the_numbered_measures_and_do_not_cut_them():
    found = document(
        table(row("1", "压减时限", "压减到1天以内。", "市财政局", "", "")), "<p>二、加强监管。健全机制，压实责任。</p>"
    )
    check(found)
    assert [measure.path for measure in found.measures] == ["1", "2", "table1.1"]


def test_merged_cells_speak_for_every_row():
    found = document(
        table(
            row(
                "<td rowspan=2>1",
                "<td rowspan=2>压减时限。",
                "开办。",
                "<td rowspan=2>市财政局",
                "市税务局",
                "<td rowspan=2>6月底前",
            ),
            row("注销。", "市公安局"),
            row("2", "网上办理。", "建平台。", "市审计局", "", ""),
        ),
        intro=INTRO.replace("工作方案", "2024年工作方案"),
    )
    check(found)
    first, second, third = table_rows(found)
    assert [m.path for m in (first, second, third)] == ["table1.1.1", "table1.1.2", "table1.2"]
    assert first.title == second.title == "压减时限"
    assert second.text == "注销。\n市公安局"
    assert units(found, first) == [("lead", "市财政局"), ("support", "市税务局")]
    assert units(found, second) == [("lead", "市财政局"), ("support", "市公安局")]
    assert dates(found, first) == dates(found, second) == ["6月底前"]
    assert units(found, third) == [("lead", "市审计局")]


def test_a_task_over_several_rows_is_one_measure():
    found = document(
        table(
            row("<td rowspan=2>1", "<td rowspan=2>压减时限", "<td rowspan=2>压减到1天。", "市财政局", "", "6月底前"),
            row("市税务局", "市公安局", ""),
        )
    )
    check(found)
    (measure,) = table_rows(found)
    assert units(found, measure) == [("lead", "市财政局"), ("lead", "市税务局"), ("support", "市公安局")]


def test_a_task_over_numbered_rows_is_one_measure_a_number():
    found = document(
        table(
            row("1", "培训", "<td rowspan=2>培训管水员。", "市水利局", "市财政局", "2027年6月底前"),
            row("2", "考核", "市教育局", "市财政局", "2027年"),
        )
    )
    assert [(m.path, units(found, m)[0]) for m in table_rows(found)] == [
        ("table1.1", ("lead", "市水利局")),
        ("table1.2", ("lead", "市教育局")),
    ]


@pytest.mark.parametrize(
    "caption",
    [
        "<tr><td colspan=6>云溪市节水任务分工表</tr>",
        "<tr><td>云溪市节水任务分工表<td><td><td><td><td></tr>",
        "<tr><td>云溪市节水任务分工表</tr>",
    ],
)
def test_tables_with_titles_in_their_first_rows_are_documents(caption):
    def sheet(number):
        rows = (
            caption.replace("节水", f"第{number}批节水") + HEAD + row("1", "", "建设水库。", "市水利局", "", "2027年")
        )
        return f"<table>{rows}</table>"

    data = f"<html><body>{sheet('一')}{sheet('二')}</body></html>".encode()
    found = extract(SourceFile("sheets.html", "", data)).documents
    assert [d.title for d in found] == ["云溪市第一批节水任务分工表", "云溪市第二批节水任务分工表"]
    assert [len(table_rows(d)) for d in found] == [1, 1]


def test_a_number_left_blank_is_the_one_above():
    found = document(
        table(
            row("1", "压减时限", "开办。", "市财政局", "", ""),
            row("", "", "注销。", "市税务局", "", ""),
        )
    )
    assert [(m.path, m.title) for m in table_rows(found)] == [("table1.1.1", "压减时限"), ("table1.1.2", "压减时限")]


def test_headings_over_groups_are_no_measures():
    found = document(
        table(
            row("<td colspan=6>一、政务服务"),
            row("1", "压减时限", "开办。", "市财政局", "", ""),
            row("<td colspan=6>注：略"),
        )
    )
    check(found)
    assert [m.path for m in table_rows(found)] == ["table1.1"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("牵头单位", "lead"),
        ("牵头部门（单位）", "lead"),
        ("责任单位", "responsible"),
        ("责任 部门", "responsible"),
        ("配合单位", "support"),
        ("参与单位", "participant"),
        ("指导单位", "guidance"),
        ("督办单位", "supervision"),
        ("市级责任单位", "responsible"),
    ],
)
def test_roles_of_columns(head, expected):
    head = f"<tr><td>工作任务<td>{head}"
    found = document(table(row("压减时限。", "市财政局、市税务局"), row("网上办理。", "市审计局"), head=head))
    assert {role for m in table_rows(found) for role, _ in units(found, m)} == {expected}


@pytest.mark.parametrize(
    "task", ["工作任务", "重点任务", "主要措施", "工作事项", "改革举措", "任务内容", "建设项目", "内容"]
)
def test_words_for_tasks(task):
    found = document(table(row("甲项。", "市财政局"), row("乙项。", "市审计局"), head=f"<tr><th>{task}<th>责任单位"))
    assert [m.number for m in table_rows(found)] == [None, None]
    assert [m.path for m in table_rows(found)] == ["table1.1", "table1.2"]


def test_a_number_in_the_task_itself():
    found = document(
        table(row("3.压减时限。", "市财政局"), row("4.网上办理。", "市审计局"), head="<tr><td>任务<td>责任单位")
    )
    check(found)
    assert [(m.path, m.marker) for m in table_rows(found)] == [("table1.3", "3."), ("table1.4", "4.")]
    assert table_rows(found)[0].tasks[0].text == "压减时限。"


def test_a_heading_of_an_office_within_a_unit_is_a_qualifier():
    head = "<tr><td>任务<td>牵头单位<td>市卫生健康委内牵头处室"
    found = document(table(row("甲项。", "市卫生健康委", "规划处"), row("乙项。", "市财政局", "/"), head=head))
    qualifiers = {a.surface: a.qualifier for a in found.assignments}
    assert qualifiers == {"市卫生健康委": None, "规划处": "市卫生健康委内牵头处室", "市财政局": None}


def test_verbs_within_a_cell():
    found = document(
        table(row("甲项。", "市财政局牵头，市税务局配合"), row("乙项。", "市审计局"), head="<tr><td>任务<td>责任单位")
    )
    assert units(found, table_rows(found)[0]) == [("lead", "市财政局"), ("support", "市税务局")]


@pytest.mark.parametrize(
    "cell",
    ["<p>市财政局</p><p>市税务局</p>", "市财政局<br>市税务局", "市财政局、<br>市税务局", "市财<br>政局、市税务局"],
)
def test_lines_of_a_cell_are_a_list_or_a_wrap(cell):
    found = document(table(row("甲项。", cell), row("乙项。", "市审计局"), head="<tr><td>任务<td>责任单位"))
    check(found)
    assert [surface for _, surface in units(found, table_rows(found)[0])] == ["市财政局", "市税务局"]


def test_a_heading_of_two_rows():
    head = "<tr><td rowspan=2>序号<td rowspan=2>工作任务<td colspan=2>责任分工</tr><tr><td>牵头单位<td>配合单位</tr>"
    found = document(table(row("1", "压减时限。", "市财政局", "市税务局"), head=head))
    (measure,) = table_rows(found)
    assert units(found, measure) == [("lead", "市财政局"), ("support", "市税务局")]


@pytest.mark.parametrize("head", [HEAD, ""])
def test_a_table_goes_on_in_the_next_one(head):
    found = document(
        table(row("1", "压减时限", "开办。", "市财政局", "", "")),
        table(row("2", "网上办理", "平台。", "市审计局", "", ""), row("3", "甲", "乙", "市税务局", "", ""), head=head),
    )
    check(found)
    assert [(m.path, units(found, m)) for m in table_rows(found)] == [
        ("table1.1", [("lead", "市财政局")]),
        ("table1.2", [("lead", "市审计局")]),
        ("table1.3", [("lead", "市税务局")]),
    ]


def test_a_row_cut_by_a_break_is_one():
    found = document(
        table(
            row("1", "压减时限", "企业开办压减到", "市财政局", "", "6月底前"),
            row("2", "甲", "优化", "市审计局", "", ""),
        ),
        table(row("", "", "流程，减少材料。", "", "", ""), row("3", "乙", "平台。", "市税务局", "", ""), head=""),
    )
    check(found)
    assert [m.path for m in table_rows(found)] == ["table1.1", "table1.2", "table1.3"]
    assert table_rows(found)[1].text.endswith("流程，减少材料。")


def test_text_between_two_tables_parts_them():
    one = table(row("1", "压减时限", "开办。", "市财政局", "", ""))
    found = document(one, "<p>二、加强监管。健全机制，压实责任。</p>", one)
    assert [m.path for m in table_rows(found)] == ["table1.1", "table2.1"]


@pytest.mark.parametrize(
    "head",
    ["<tr><td>姓名<td>责任单位", "<tr><td>工作任务<td>分值", "<tr><td>工作任务<td>完成时限", "<tr><td>甲<td>乙"],
)
def test_other_tables_stay_text(head):
    found = document(table(row("压减时限", "市财政局"), row("网上办理", "市审计局"), head=head))
    assert table_rows(found) == []
    assert found.assignments == ()
    assert "压减时限\n市财政局" in found.text


def test_a_caption_in_the_frame_is_the_title_of_an_annex():
    caption = "<tr><td colspan=6><p>附件1</p><p>云溪市营商环境任务分工表</p></td></tr>"
    data = (
        f"<html><body>{INTRO}<table>{caption}{HEAD}{row('1', '甲', '乙。', '市财政局', '', '')}</table></body></html>"
    )
    first, second = extract(SourceFile("plan.html", "", data.encode())).documents
    assert (second.title, second.parent) == ("云溪市营商环境任务分工表", 1)
    assert [m.path for m in second.measures] == ["table1.1"]
    assert [a.unit.name for a in second.assignments] == ["云溪市财政局"]
    assert table_rows(first) == []


# --- indicator tables


def indicators(*rows, head, caption="<p>表1 主要指标</p>"):
    return document(caption, table(*rows, head=head)).indicators


def test_indicators():
    found = indicators(
        row("1", "森林覆盖率", "%", "23.5", "25", "约束性"),
        row("2", "新增就业", "万人", "[10]", "［12］", "预期性"),
        head="<tr><td>序号<td>指标名称<td>单位<td>2020年<td>2025年<td>属性",
    )
    assert [
        (i.table_title, i.ordinal, i.name, i.unit, i.baseline_year, i.baseline, i.target_year, i.target, i.nature)
        for i in found
    ] == [
        ("表1主要指标", 1, "森林覆盖率", "%", 2020, "23.5", 2025, "25", "约束性"),
        ("表1主要指标", 2, "新增就业", "万人", 2020, "[10]", 2025, "［12］", "预期性"),
    ]


def test_a_column_of_categories_is_no_nature_and_cumulative_targets_are_targets():
    found = indicators(
        row("创新驱动", "研发投入强度（%）①", "2.1", ">2.5", "预期性"),
        row("创新驱动", "新增就业（万人）", "—", "完成国家下达任务", "约束性指标"),
        head="<tr><td>类型<td>指标<td>2020年<td>2025年（累计）<td>指标属性",
    )
    assert [(i.name, i.unit, i.baseline, i.target_year, i.target, i.nature) for i in found] == [
        ("研发投入强度", "%", "2.1", 2025, ">2.5", "预期性"),
        ("新增就业", "万人", None, 2025, "完成国家下达任务", "约束性指标"),
    ]


def test_growth_is_aimed_at_in_the_column_of_changes():
    found = indicators(
        row("云溪市生产总值（%）", "—", "—", "6.5左右", "预期性"),
        row("城镇化率（%）", "60", "65", "[5]", "预期性"),
        row("能耗（%）", "—", "—", "", "约束性"),
        head="<tr><td>指标<td>2020年<td>2025年<td>年均增长（累计）<td>属性",
    )
    assert [(i.name, i.baseline, i.target_year, i.target) for i in found] == [
        ("云溪市生产总值", None, 2025, "6.5左右"),
        ("城镇化率", "60", 2025, "65"),
    ]


def test_a_heading_of_two_rows_over_the_years():
    head = (
        "<tr><td rowspan=2>指标<td rowspan=2>2020年实际值<td colspan=2>目标值<td rowspan=2>指标属性</tr>"
        "<tr><td>2023年<td>2025年</tr>"
    )
    (found,) = indicators(row("1.用水量（亿立方米）", "5.1", "5.0", "4.8", "约束性"), head=head)
    assert (found.name, found.unit) == ("用水量", "亿立方米")
    assert (found.baseline_year, found.baseline, found.target_year, found.target) == (2020, "5.1", 2025, "4.8")


def test_merged_units_and_natures_hold_for_each_row():
    found = indicators(
        row("<td rowspan=2>生态", "森林覆盖率", "<td rowspan=2>%", "25", "<td rowspan=2>约束性"),
        row("绿化覆盖率", "43"),
        row("<td colspan=5>民生"),
        row("健康", "预期寿命", "岁", "80", "预期性"),
        head="<tr><td>类别<td>指标<td>单位<td>2025年<td>属性",
    )
    assert [(i.name, i.unit, i.target, i.nature) for i in found] == [
        ("森林覆盖率", "%", "25", "约束性"),
        ("绿化覆盖率", "%", "43", "约束性"),
        ("预期寿命", "岁", "80", "预期性"),
    ]


@pytest.mark.parametrize(
    ("head", "baseline", "target"),
    [
        ("<td>2020年<td>2025年", (2020, "1"), (2025, "2")),
        ("<td>2025年<td>2020年", (2020, "2"), (2025, "1")),
        ("<td>基期值<td>目标值", (None, "1"), (None, "2")),
        ("<td>2025年目标<td>年均增速", (None, None), (2025, "1")),
        ("<td>现状值（2022年）<td>2025年", (2022, "1"), (2025, "2")),
        ("<td>基期值（2020年）<td>目标值（2025年底）", (2020, "1"), (2025, "2")),
        ("<td>现状值（万吨）<td>目标值（万吨）", (None, "1"), (None, "2")),
    ],
)
def test_columns_of_figures(head, baseline, target):
    (found,) = indicators(row("覆盖率", "1", "2"), row("", "", ""), row("注", "", ""), head=f"<tr><td>指标{head}")
    assert ((found.baseline_year, found.baseline), (found.target_year, found.target)) == (baseline, target)


@pytest.mark.parametrize("head", ["<td>指标<td>评价标准", "<td>指标含义<td>2025年", "<td>项目<td>2025年"])
def test_no_indicator_tables(head):
    assert indicators(row("覆盖率", "1"), row("增长率", "2"), head=f"<tr>{head}") == ()


def test_an_indicator_table_with_units_in_charge_is_both():
    head = "<tr><td>指标名称<td>2025年<td>责任单位"
    found = document(table(row("森林覆盖率（%）", "25", "市林业局"), row("就业（万人）", "1", "市人社局"), head=head))
    check(found)
    assert [i.name for i in found.indicators] == ["森林覆盖率", "就业"]
    assert [units(found, m) for m in table_rows(found)] == [
        [("responsible", "市林业局")],
        [("responsible", "市人社局")],
    ]


# --- what always holds

_NAMES = st.sampled_from(["市财政局", "市税务局", "市公安局", "市审计局", "各县区政府"])
_CELL = st.lists(_NAMES, max_size=3, unique=True).map("、".join)
_ROWS = st.lists(
    st.tuples(st.integers(1, 3), st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=3)), min_size=1, max_size=6
)


@given(_ROWS, st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_every_row_keeps_its_units(groups, cut):
    """Numbers merged over their rows, the table cut in two between any groups: every row, every unit, in order."""
    printed, expected = [], []
    for number, (_, subrows) in enumerate(groups, 1):
        for place, (lead, support) in enumerate(subrows):
            merged = (
                [f"<td rowspan={len(subrows)}>{number}", f"<td rowspan={len(subrows)}>任务{number}"]
                if place == 0
                else []
            )
            printed.append((number, row(*merged, f"第{number}组事项{place}。", lead, support, "")))
            expected.append(
                [*(("lead", n) for n in lead.split("、") if n), *(("support", n) for n in support.split("、") if n)]
            )
    tables = [[text for number, text in printed if number <= cut], [text for number, text in printed if number > cut]]
    found = document(*(table(*rows) for rows in tables if rows))
    check(found)
    assert [units(found, measure) for measure in table_rows(found)] == expected


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4),
            st.integers(0, 4),
            st.integers(1, 3),
            st.integers(1, 3),
            st.sampled_from(["任务", "牵头单位", "市财政局", "指标", "2025年", "1"]),
        ),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_cells_are_read(cells):
    """Cells that overlap, leave holes or have no heading, as a reader of damaged files may yield them."""
    printed = tuple(
        RawLine(text, Place(1, 0, n, len(text), n), cell=Cell(1, r, c, rows, columns))
        for n, (r, c, rows, columns, text) in enumerate(cells, 1)
    )
    found = parts(paragraphs(arrange(Reading("test", "text/plain", (Page(1, printed),), paged=False))))
    for part in found:
        assembly = assemble(part)
        for measure in assembly.measures:
            assert measure.text == assembly.text[measure.char_start : measure.char_end]
        assert all(p.role is not None for p, _ in assembly.placed)
    assert {p.role for part in found for p in part.tables} <= {Role.TABLE}


def test_the_names_of_these_tests_are_names():
    assert all(map(is_whole_name, ["市财政局", "市税务局", "市公安局", "市审计局", "各县区政府"]))


CORPUS = os.environ.get("TAIZHANG_CORPUS")


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="TAIZHANG_CORPUS is not set")
def test_a_real_task_table_gives_every_row_with_its_units() -> None:
    (path,) = Path(CORPUS or "").glob("40_*.html")
    *_, document = extract(SourceFile.from_path(path)).documents
    rows = [m for m in document.measures if m.kind is MeasureKind.TABLE_ROW]
    assert len(rows) == 39
    by_row = {m.ordinal: [a.role for a in document.assignments if a.at.measure == m.ordinal] for m in rows}
    assert all(AssignmentRole.LEAD in roles for roles in by_row.values())
    # The last four cells of a printed row: who leads and who supports, of the offices and within the commission.
    table = LexborHTMLParser(path.read_text("utf-8")).css("table")[-1]
    printed = [[cell.text() for cell in row.css("td")][-4:] for row in table.css("tr")[2:]]
    supported = [any("一" <= char <= "鿿" for char in row[1] + row[3]) for row in printed]
    assert [AssignmentRole.SUPPORT in roles for roles in by_row.values()] == supported


# --- tables that programs leave of web pages

ROWS = (
    "序号 | 重点任务 | 责任单位 | 完成时限 |\n1 | 修水库。 | 市水利局 | 6月底前 |\n"
    "2 | 建管网。 | 市住建局、市财政局 | 12月底前 |\n"
)
STACK = "\n".join(cell + " |" for row in ROWS.splitlines() for cell in row.removesuffix(" |").split(" | ")) + "\n"
BARE = STACK.replace(" |\n", "\n")
PARTED = "|\n" + STACK.replace("完成时限 |\n", "完成时限 |\n||||||\n").replace("6月底前 |\n", "6月底前 |\n|\n")


@pytest.mark.parametrize(
    "rows",
    [ROWS, STACK, PARTED, BARE, BARE.replace("\n", "\n\n")],
    ids=["rows", "a cell a line", "rows parted by bars", "a cell a line without bars", "with blank lines"],
)
def test_rows_without_a_rule_below_their_header(rows: str) -> None:
    text = f"云溪市2024年节水任务清单\n{rows}各部门要落实责任。\n"
    extraction = extract(SourceFile("list.txt", "", text.encode()))
    (found,) = extraction.documents
    first, second = table_rows(found)
    assert (first.path, first.tasks[0].text, units(found, first)) == (
        "table1.1",
        "修水库。",
        [("responsible", "市水利局")],
    )
    assert units(found, second) == [("responsible", "市住建局"), ("responsible", "市财政局")]
    assert dates(found, second) == ["12月底前"]
    printed = "".join("".join(line.text.split()) for line in extraction.lines)
    assert printed == "".join(text.split())


@pytest.mark.parametrize(
    "rows",
    [
        "发布机构: | 市水利局 | 责任单位: | 办公室 |\n发布日期: | 2024-03-18 | 文号: | 无 |\n",
        "水库 | 管网 |\n修建 | 改造 |\n",
        "序号 |\n重点任务 |\n修水库。\n",
    ],
)
def test_bars_that_make_no_table(rows: str) -> None:
    data = f"云溪市节水方案\n{rows}一、水库。全面建设水库。\n二、管网。全面改造管网。\n".encode()
    assert not any(line.role is Role.TABLE for line in extract(SourceFile("plan.txt", "", data)).lines)


@pytest.mark.parametrize("heading", ["责任领导", "责任人", "牵头领导"])
def test_a_column_of_people_names_no_unit(heading: str) -> None:
    head = HEAD.replace("配合单位", heading)
    found = document(table(row("1", "水利", "修水库。", "市水利局", "王五", "6月底前"), head=head))
    (measure,) = table_rows(found)
    assert units(found, measure) == [("lead", "市水利局")]
    assert "王五" not in measure.tasks[0].text


@pytest.mark.parametrize(
    "rows",
    [
        "序号\n重点任务\n责任单位\n1\n修水库。\n市水利局\n",  # one row may be anything
        "序号\n重点任务\n责任单位\n1\n修水库。\n2\n建管网。\n",  # cells are missing
        "序号\n按责任单位，分别列出。\n1\n修水库。\n2\n建管网。\n",
        "序号\n1\n2\n3\n",
    ],
)
def test_lines_that_make_no_table(rows: str) -> None:
    (found,) = extract(
        SourceFile("list.txt", "", f"云溪市节水方案\n一、水库。修水库。\n二、管网。改管网。\n{rows}".encode())
    ).documents
    assert [measure.path for measure in found.measures] == ["1", "2"]


def test_indicators_a_cell_a_line() -> None:
    rows = (
        "序号\n指标\n单位\n2020年\n2025年\n属性\n1\n用水总量\n亿立方米\n12\n≤11\n约束性\n2\n漏损率\n%\n10\n9\n预期性\n"
    )
    text = f"云溪市“十四五”节水规划\n一、目标\n全面节水。\n专栏1 主要指标\n{rows}二、措施\n（一）管网。改管网。\n"
    (found,) = extract(SourceFile("plan.txt", "", text.encode())).documents
    assert [(i.name, i.unit, i.baseline, i.target, i.nature) for i in found.indicators] == [
        ("用水总量", "亿立方米", "12", "≤11", "约束性"),
        ("漏损率", "%", "10", "9", "预期性"),
    ]
    assert [measure.path for measure in found.measures] == ["1", "2.1"]
