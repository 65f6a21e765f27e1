"""The tasks of a measure."""

from __future__ import annotations

import pytest
from printing import source

from pipeline import extract

BODY = "完善制度，加强巡查，及时处置，责任到人，并向社会公开结果，接受群众监督，不留死角。"


def tasks(paragraphs: str) -> list[tuple[str | None, str]]:
    (document,) = extract(source(f"云溪市安全生产方案\n\n一、重点任务\n\n（一）强化整治能力\n\n{paragraphs}")).documents
    (measure,) = document.measures
    return [(task.title, task.text) for task in measure.tasks]


def test_paragraphs_that_open_with_titles_are_tasks() -> None:
    found = tasks(f"煤矿。{BODY}\n\n非煤矿山。{BODY}\n\n道路（含乡道、村道）运输。{BODY}")
    assert [title for title, _ in found] == ["煤矿", "非煤矿山", "道路（含乡道、村道）运输"]
    assert found[0][1] == f"强化整治能力\n煤矿。{BODY}"
    assert found[1][1] == f"非煤矿山。{BODY}"


def test_a_paragraph_may_introduce_them() -> None:
    found = tasks(f"以三年行动统领全市工作，{BODY}\n\n煤矿。{BODY}\n\n消防。{BODY}")
    assert [title for title, _ in found] == ["煤矿", "消防"]


def test_plain_paragraphs_are_one_task() -> None:
    assert len(tasks(f"以三年行动统领全市工作，{BODY}\n\n在重点领域{BODY}\n\n消防。{BODY}")) == 1


def test_a_note_a_task_and_without_its_note_the_text() -> None:
    found = tasks("修建水渠。（责任单位：市水利局）栽种树木。（责任单位：市林业局）")
    assert [text for _, text in found] == ["强化整治能力\n修建水渠。", "栽种树木。"]


@pytest.mark.parametrize(
    ("heading", "printed"),
    [
        ("一、建设水库（市水利局牵头，市财政局配合）", "建设水库"),
        (
            "一、建设水库（牵头单位：市水利局；配合单位：市财政局）",
            "建设水库",
        ),
        ("一、建设水库\n责任领导：张三\n牵头单位：市水利局\n配合单位：市财政局", "建设水库"),
    ],
)
def test_a_note_in_or_below_a_heading_is_the_sections(heading: str, printed: str) -> None:
    items = "1.选址。完成选址。\n2.建坝。完成建坝。（责任单位：市住建局）"
    (document,) = extract(source(f"云溪市节水方案\n{heading}\n{items}")).documents
    (section,) = document.sections
    assert section.heading == printed
    assert [(a.at.section, a.at.measure, a.role.value, a.surface) for a in document.assignments] == [
        (1, None, "lead", "市水利局"),
        (1, None, "support", "市财政局"),
        (1, 2, "responsible", "市住建局"),
    ]


@pytest.mark.parametrize(
    "note",
    ["（市水利局负责，6月底前完成）", "责任单位：市水利局", "责任领导：张三\n责任单位：市水利局\n完成时间：6月底"],
)
def test_a_note_behind_the_last_measure_that_speaks_for_all_is_the_sections(note: str) -> None:
    text = f"云溪市2023年节水方案\n一、建设水库。\n（1）选址3处；\n（2）建坝2座。\n{note}\n二、改造管网。改造旧管。"
    (document,) = extract(source(text)).documents
    assert [m.text for m in document.measures] == ["选址3处；", "建坝2座。", "改造管网。改造旧管。"]
    assert [(a.at.section, a.at.measure, a.surface) for a in document.assignments] == [(1, None, "市水利局")]
    assert {d.at.measure for d in document.dates} <= {None}


@pytest.mark.parametrize(
    "notes",
    [
        "（牵头单位：市水利局）（完成时限：2024年底）",
        "\n\n（牵头单位：市水利局）\n\n（配合单位：市财政局）",
        "（牵头单位：市水利局）；（配合单位：市财政局）。",
    ],
)
def test_notes_with_nothing_between_them_speak_for_one_task(notes: str) -> None:
    assert [text.rstrip("。") for _, text in tasks(f"修建水渠。{notes}")] == ["强化整治能力\n修建水渠"]


def test_a_title_ends_where_its_note_begins() -> None:
    plan = "云溪市安全生产方案\n\n一、修建水渠（牵头单位：市水利局；配合单位：市财政局）\n\n年内修建3条。\n\n二、植树。"
    (document,) = extract(source(plan)).documents
    assert document.measures[0].title == "修建水渠"


@pytest.mark.parametrize(
    ("opening", "heading", "intro"),
    [
        ("修建水渠（责任单位：市水利局）", "修建水渠", "（责任单位：市水利局）"),
        ("修建水渠。（责任单位：市水利局）", "修建水渠", "（责任单位：市水利局）"),
        ("修建水渠\n\n责任单位：市水利局", "修建水渠", "责任单位：市水利局"),
        ("修建水渠：抓紧开工。（责任单位：市水利局）", "修建水渠", "抓紧开工。（责任单位：市水利局）"),
    ],
)
def test_a_note_at_the_head_of_a_section_is_the_sections(opening: str, heading: str, intro: str) -> None:
    plan = f"云溪市安全生产方案\n\n一、{opening}\n\n1.修建3条。\n\n2.清淤5条。（责任单位：市水务集团）"
    (document,) = extract(source(plan)).documents
    assert [(section.heading, section.intro) for section in document.sections] == [(heading, intro)]
    assert [(a.at.section, a.at.measure, a.surface) for a in document.assignments] == [
        (1, None, "市水利局"),
        (1, 2, "市水务集团"),
    ]
