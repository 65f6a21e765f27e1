"""Indicator tables in text whose cells only white space or line breaks part."""

from __future__ import annotations

import pytest

import pipeline
from pipeline.models import SourceFile

HEADER = ["序号", "指标名称", "单位", "2020年", "2025年", "属性"]
ROWS = [
    ["1", "节水器具普及率", "%", "85", "＞95", "约束性"],
    ["2", "新增水库", "座", "—", "[12]", "预期性"],
    ["3", "灌溉面积", "万亩", "3.7", "4", "预期性"],
]
EXPECTED = [
    ("节水器具普及率", "%", "85", "＞95", "约束性"),
    ("新增水库", "座", None, "[12]", "预期性"),
    ("灌溉面积", "万亩", "3.7", "4", "预期性"),
]


def plan(table: str) -> pipeline.Extraction:
    text = (
        "云溪市“十四五”水务规划\n\n一、发展目标\n（一）总体目标。全面建设水库。\n（二）具体目标。建成水库。\n\n"
        f"表1 云溪市水务指标\n{table}\n\n二、重点任务\n（一）建设水库。到2025年，建成12座。\n"
    )
    return pipeline.extract(SourceFile("plan.txt", "file:///plan.txt", text.encode()))


def indicators(table: str) -> list[tuple[str | None, ...]]:
    (document,) = plan(table).documents
    assert [m.path for m in document.measures] == ["1.1", "1.2", "2.1"]
    return [(i.name, i.unit, i.baseline, i.target, i.nature) for i in document.indicators]


@pytest.mark.parametrize("gap", [" ", "\t", "    ", "\u3000"])
def test_rows_on_a_line_each(gap: str) -> None:
    assert indicators("\n".join(gap.join(row) for row in (HEADER, *ROWS))) == EXPECTED


def test_cells_on_a_line_each() -> None:
    assert indicators("\n".join(cell for row in (HEADER, *ROWS) for cell in row)) == EXPECTED


def test_a_category_is_printed_once_for_its_rows() -> None:
    header = ["类别", *HEADER]
    rows = [["节水", *ROWS[0]], ROWS[1], ["农田", *ROWS[2]]]
    for gap in (" ", "\n"):
        assert indicators("\n".join(gap.join(row) for row in (header, *rows))) == EXPECTED


def test_the_text_of_measures_holds_no_cells() -> None:
    found = plan("\n".join(" ".join(row) for row in (HEADER, *ROWS)))
    assert not any("普及率" in measure.text for document in found.documents for measure in document.measures)


def test_what_does_not_fit_stays_text() -> None:
    cut = [HEADER, ROWS[0], ["2", "新增 水库", "座", "—", "[12]", "预期性"], ROWS[2]]
    (document,) = plan("\n".join(" ".join(row) for row in cut)).documents
    assert document.indicators == ()
    assert any("节水器具普及率" in measure.text for measure in document.measures)
    (document,) = plan("本表的指标，\n1项为约束性").documents
    assert document.indicators == ()
