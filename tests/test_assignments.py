"""Whose units are named, through the whole extraction."""

from __future__ import annotations

from printing import source

from pipeline import extract

JOINT = """江海省人民政府办公厅
山阴省人民政府办公厅
关于印发《溪山地区节水联合行动方案》的通知

一、重点任务

（一）共建水网。推进水网互通。（责任单位：江海省水利厅、财政厅；山阴省水利厅、财政厅，溪山管理中心）

江海省人民政府办公厅

山阴省人民政府办公厅

2023年3月8日
"""


def test_in_a_joint_plan_a_list_belongs_to_the_place_that_it_names() -> None:
    (document,) = extract(source(JOINT)).documents
    names = [(a.surface, a.unit.name, a.unit.region) for a in document.assignments]
    assert names == [
        ("江海省水利厅", "江海省水利厅", "江海省"),
        ("财政厅", "江海省财政厅", "江海省"),
        ("山阴省水利厅", "山阴省水利厅", "山阴省"),
        ("财政厅", "山阴省财政厅", "山阴省"),
        ("溪山管理中心", "山阴省溪山管理中心", "山阴省"),
    ]
