"""Indicator tables that were flattened column by column."""

from __future__ import annotations

import pytest
from gazettes import Indicator, flattened

from pipeline.layout.flattened import is_nature, tables

ROWS = [
    Indicator("节水器具普及率", "%", "85", "＞95", "约束性"),
    Indicator("新建水库数量", "座", "3", "12", "预期性"),
    Indicator("万元产值用水量", "立方米", "1,200", "下降15%", "约束性"),
    Indicator("灌溉面积", "万亩", "3.7万", "持平", "预期性"),
]
LINES = ["".join(line.split()) for line in flattened(ROWS)]
BEFORE, BEHIND = ["全面建设水库。"], ["二、重点任务", "全面建设水库。"]


def grid(texts: list[str]) -> list[list[list[str]]]:
    """The tables of *texts* as rows of cells, the headings first."""
    found = []
    for table in tables(texts, 1):
        height = 1 + max((cell.row for cell in table.cells.values()), default=-1)
        rows: list[list[str]] = [[] for _ in range(height)]
        for place, cell in sorted(table.cells.items(), key=lambda item: item[1].column):
            rows[cell.row].append(texts[place])
        found.append(rows)
    return found


def expected(columns: list[list[str]]) -> list[list[str]]:
    return [list(row) for row in zip(*columns, strict=True)]


NAMES = ["指标", *(f"{row.name}（{row.unit}）" for row in ROWS)]
BASELINE = ["2020年", *(str(row.baseline) for row in ROWS)]
TARGET = ["2025年", *(row.target for row in ROWS)]
NATURES = ["属性", *(row.nature for row in ROWS)]
UNITS = ["单位", *(str(row.unit) for row in ROWS)]
GROWTH = ["年均增长", "2%", "3%", "—", "1.5%"]


@pytest.mark.parametrize(
    "columns",
    [
        [NAMES, BASELINE, TARGET, NATURES],
        [NAMES, TARGET, NATURES],
        [NAMES, UNITS, BASELINE, TARGET, NATURES],
        [NAMES, BASELINE, TARGET, GROWTH, NATURES],
        [
            ["指标名称", *NAMES[1:]],
            ["2020年基数", *BASELINE[1:]],
            ["2025年目标值", *TARGET[1:]],
            ["指标性质", *NATURES[1:]],
        ],
        [NAMES, ["预期值", *TARGET[1:]], NATURES],
    ],
    ids=["full", "no baseline", "unit column", "growth", "other headings", "no year"],
)
def test_columns_become_rows(columns: list[list[str]]) -> None:
    texts = [line for column in columns for line in column]
    assert grid([*BEFORE, *texts, *BEHIND]) == [expected(columns)]
    assert grid(texts) == [expected(columns)]


def places(texts: list[str]) -> set[str]:
    (table,) = tables(texts, 1)
    return {texts[place] for place in table.beside}


def test_what_stands_beside_a_table_belongs_to_it() -> None:
    numbers = ["1", "2", "3", "4"]
    note = "注：2020年为实际数。"
    assert places([*BEFORE, *numbers, note, *LINES, "“十四五”主要指标", *BEHIND]) == {
        *numbers,
        note,
        "“十四五”主要指标",
    }
    assert places([*BEFORE, "序号", *numbers, *LINES, *BEHIND]) == {"序号", *numbers}
    assert places([*BEFORE, "3", "4", *LINES, *BEHIND]) == set()
    assert places([*LINES, *BEHIND]) == set()


def test_two_tables_are_numbered() -> None:
    found = tables([*LINES, *BEHIND, *LINES], 3)
    assert [{cell.table for cell in table.cells.values()} for table in found] == [{3}, {4}]


@pytest.mark.parametrize(
    ("texts", "unread"),
    [
        ([*NAMES, *BASELINE[:-1], *TARGET, *NATURES], "指标"),  # a figure is missing
        ([*NAMES[:-1], *BASELINE, *TARGET, *NATURES], "指标"),  # a name is missing
        ([*NAMES, *BASELINE, *TARGET, *NATURES[:-1]], "指标"),  # a nature is missing
        ([*NAMES, *NATURES], "指标"),  # no figures
        (NATURES, "属性"),  # a column alone
        (NATURES[1:], "约束性"),  # without its heading
        (["指标体系更加健全。", *BASELINE, *TARGET, *NATURES], "属性"),  # no names
    ],
)
def test_columns_that_do_not_fit_give_no_cell(texts: list[str], unread: str) -> None:
    for before in ([], BEFORE):
        lines = [*before, *texts, *BEHIND]
        (table,) = tables(lines, 1)
        assert not table.cells
        assert sorted(table.beside) == list(range(lines.index(unread), len(lines) - len(BEHIND)))


@pytest.mark.parametrize("texts", [[], BEFORE, ["约束性", "预期性"], ["属性", "约束性", "水库", "预期性", "约束性"]])
def test_fewer_natures_are_no_table(texts: list[str]) -> None:
    assert tables(texts, 1) == []


def test_natures() -> None:
    assert is_nature("约束性")
    assert not is_nature("约束性指标")
    assert not is_nature("积极性")
