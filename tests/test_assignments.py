"""Whose units are named, through the whole extraction."""

from __future__ import annotations

from printing import source

from pipeline import extract
from pipeline.facts.jurisdictions import Jurisdiction

JOINT = """江海省人民政府办公厅
山阴省人民政府办公厅
关于印发《溪山地区节水联合行动方案》的通知

一、重点任务

（一）共建水网。推进水网互通。（责任单位：江海省水利厅、财政厅；山阴省水利厅、财政厅，溪山管理中心）

江海省人民政府办公厅

山阴省人民政府办公厅

2023年3月8日
"""


NOTICE = """云溪市人民政府办公室关于印发节水方案的通知

云政办发〔2023〕5号

各区人民政府：

《云溪市节水方案》已经市政府同意，现印发给你们。任务分解中，列第一位的责任单位为牵头单位。

云溪市人民政府办公室

2023年3月8日

云溪市节水方案

一、修复管网。更换旧管。（责任单位：市水利局、市财政局）

二、宣传引导。（牵头单位：市教育局；责任单位：市水利局）
"""


def test_a_notice_says_who_leads_in_its_plan() -> None:
    assigned = [a for document in extract(source(NOTICE)).documents for a in document.assignments]
    assert [(a.surface, a.role.value) for a in assigned] == [
        ("市水利局", "lead"),
        ("市财政局", "responsible"),
        ("市教育局", "lead"),
        ("市水利局", "responsible"),
    ]


def test_state_bodies_of_a_place_make_no_joint_plan() -> None:
    issuers = "云溪市财政局、中共云溪市委社会工作部、国家税务总局云溪市税务局、国家金融监督管理总局云溪监管分局"
    assert Jurisdiction.joint(issuers) == ()
    assert [place.region for place in Jurisdiction.joint("云溪市财政局、江海省财政厅")] == ["云溪市", "江海省"]


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


def test_what_a_sections_note_says_of_all_is_not_said_of_what_is_before() -> None:
    plan = (
        "云溪市节水方案\n\n一、修复管网。更换旧管。（责任单位：市水利局、市财政局）\n\n"
        "二、宣传引导（责任单位：市教育局、市水利局，列首位的为牵头单位，下同）\n\n"
        "（一）进校园。\n\n（二）进社区。（责任单位：市民政局、市水利局）"
    )
    (document,) = extract(source(plan)).documents
    assert [(a.surface, a.role.value) for a in document.assignments] == [
        ("市水利局", "responsible"),
        ("市财政局", "responsible"),
        ("市教育局", "lead"),
        ("市水利局", "responsible"),
        ("市民政局", "lead"),
        ("市水利局", "responsible"),
    ]


def test_no_rule_says_who_leads_where_another_note_of_the_task_does() -> None:
    plan = (
        "云溪市节水方案\n\n一、修复管网。（责任单位：市水利局、市财政局，列首位的为牵头单位，下同）\n\n"
        "二、宣传引导。（牵头单位：市教育局）（责任单位：市水利局、市民政局）"
    )
    (document,) = extract(source(plan)).documents
    assert [a.role.value for a in document.assignments[2:]] == ["lead", "responsible", "responsible"]
