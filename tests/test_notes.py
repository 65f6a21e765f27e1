"""Responsibility notes: found in a measure's text, and read."""

from __future__ import annotations

import json
import os
import re
import time
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.models import AssignmentRole
from pipeline.structure.notes import Note, StandingKind, find_notes, lead_first, parse_note, prose_rule

SHORT = {
    "牵": AssignmentRole.LEAD, "责": AssignmentRole.RESPONSIBLE, "参": AssignmentRole.PARTICIPANT,
    "配": AssignmentRole.SUPPORT, "导": AssignmentRole.GUIDANCE, "督": AssignmentRole.SUPERVISION,
}  # fmt: skip


def units(note: Note) -> str:
    """牵市教育局 配市财政局: the roles by their first character, with the surfaces."""
    mark = {role: char for char, role in SHORT.items()}
    return " ".join(mark[unit.role] + unit.surface for unit in note.units)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（牵头单位：市教育局，参加单位：市财政局、各乡镇街道）", "牵市教育局 参市财政局 参各乡镇街道"),
        ("(牵头部门:市教育局;配合单位:市财政局)", "牵市教育局 配市财政局"),
        ("［责任单位∶市教育局，各区（市）县政府（管委会）］", "责市教育局 责各区（市）县政府（管委会）"),
        ("（责任单位：市教育局；市财政局）", "责市教育局 责市财政局"),
        ("（主办单位：市教育局；协办单位：市财政局）", "牵市教育局 配市财政局"),
        ("（督办单位：市政府督查室；责任处室：政策法规处）", "督市政府督查室 责政策法规处"),
        ("（责任分工：由省教育厅牵头，省财政厅参加）", "牵省教育厅 参省财政厅"),
        ("（市教育局牵头，市财政局等部门配合，各区人民政府负责落实）", "牵市教育局 配市财政局 责各区人民政府"),
        ("（市教育局牵头会同市财政局负责）", "牵市教育局 责市财政局"),
        ("（市教育局、市财政局牵头负责）", "牵市教育局 牵市财政局"),
        ("（市教育局、市财政局指导）", "导市教育局 导市财政局"),
        ("（市教育局主办，市财政局协办，市审计局督导）", "牵市教育局 配市财政局 督市审计局"),
        ("（市教育局、市财政局，各区人民政府按职责分工负责）", "责市教育局 责市财政局 责各区人民政府"),
        ("（以上任务由市教育局负责）", "责市教育局"),
        ("（市教育局、市财政局）", "责市教育局 责市财政局"),
        ("责任单位：市教育局、市财政局分别牵头", "牵市教育局 牵市财政局"),
        ("责任单位：市教育局牵头，市财政局、市民政局配合", "牵市教育局 配市财政局 配市民政局"),
        ("（配合单位：市教育局、市财政局按职责分工负责）", "配市教育局 配市财政局"),
        ("（责任单位：市政府各部门按职责分工负责、各乡镇街道）", "责市政府各部门 责各乡镇街道"),
        ("（责任单位：市教育局等部门，各乡镇街道）", "责市教育局 责各乡镇街道"),
        ("【牵头单位】市教育局【配合单位】市财政局", "牵市教育局 配市财政局"),
        ("牵头单位：市教育局 配合单位：市财政局", "牵市教育局 配市财政局"),
        ("（牵头单位：市教育局配合单位：市财政局）", "牵市教育局 配市财政局"),
        ("（市商务局负责）", "责市商务局"),
        ("（商务部、财政部负责）", "责商务部 责财政部"),
        ("（会同县人民政府负责）", "责会同县人民政府"),
        ("（市商务局牵头，市招商专班牵头单位按职责分工负责）", "牵市商务局 责市招商专班牵头单位"),
        ("（市招商专班牵头单位牵头，市招商专班成员单位配合）", "牵市招商专班牵头单位 配市招商专班成员单位"),
        ("（市推进“双招双引”领导小组成员单位按职责分工负责）", "责市推进“双招双引”领导小组成员单位"),
        ("（“一湖两河”治理专班牵头，市水利局配合）", "牵“一湖两河”治理专班 配市水利局"),
        ("（牵头领导：张三；牵头单位：市教育局；责任人：李四）", "牵市教育局"),
        ("牵头领导：市政府分管领导\n牵头单位：市教育局\n责任单位：市财政局", "牵市教育局 责市财政局"),
        ("（市政府各部门分别负责，年内持续推进）", "责市政府各部门"),
    ],
)
def test_roles_are_read(text: str, expected: str) -> None:
    note = parse_note(text)
    assert units(note) == expected
    assert not note.problems
    assert all(text[unit.char_start : unit.char_end] == unit.surface for unit in note.units)


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("（市教育局、市财政局按职责分工负责）", ["按职责分工负责"] * 2),
        ("（责任单位：市教育局、市财政局，按职责分工负责）", ["按职责分工负责"] * 2),
        ("（市教育局牵头，市财政局依职责配合）", [None, "依职责配合"]),
        ("（市教育局、市财政局分别牵头）", ["分别牵头"] * 2),
        ("（责任单位：市政府各部门按职责分工负责、各乡镇街道）", ["按职责分工负责", None]),
        ("（市教育局负责）", [None]),
    ],
)
def test_qualifiers_go_to_the_units_they_close(text: str, qualifiers: list[str | None]) -> None:
    note = parse_note(text)
    assert [unit.qualifier for unit in note.units] == qualifiers
    assert note.qualifier == next(filter(None, qualifiers), None)


def test_open_ended_lists_say_so() -> None:
    note = parse_note("（市教育局、市财政局等按职责分工负责，各区人民政府落实）")
    assert [unit.is_open_ended for unit in note.units] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "deadline", "expected"),
    [
        ("（责任单位：市教育局；完成时限：2022 年 6 月底前）", "2022 年 6 月底前", "责市教育局"),
        ("（责任部门：市教育局，完成期限：持续推进）", "持续推进", "责市教育局"),
        ("（5月底取得明显成效并持续推进，牵头考核单位：市教育局）", "5月底取得明显成效并持续推进", "牵市教育局"),
        ("（持续优化，牵头考核单位：市教育局、财政局）", "持续优化", "牵市教育局 牵财政局"),
        ("（市教育局负责，2022年底前完成）", "2022年底前完成", "责市教育局"),
        ("（2022年底前，市教育局负责）", "2022年底前", "责市教育局"),
        ("（6月底前市教育局负责）", "6月底前", "责市教育局"),
        ("（市教育局于6月底前完成）", "6月底前完成", "责市教育局"),
        ("责任单位：市教育局\n完成时限：按照国家安排部署", "按照国家安排部署", "责市教育局"),
        ("（责任单位：市教育局；完成时限：6月底前试点，12月底前推开）", "6月底前试点，12月底前推开", "责市教育局"),
        ("完成时限：2022年6月底前", "2022年6月底前", ""),
        (
            "（市教育局牵头，市财政局等按职责分工负责，6月底前完成相关工作，年内持续推进）",
            "6月底前完成相关工作，年内持续推进",
            "牵市教育局 责市财政局",
        ),
        ("（市教育局负责）", None, "责市教育局"),
    ],
)
def test_deadlines_are_set_apart(text: str, deadline: str | None, expected: str) -> None:
    note = parse_note(text)
    assert (note.deadline, units(note)) == (deadline, expected)
    if deadline:
        assert text[note.deadline_start : note.deadline_end] == deadline


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "（市教育局、市财政局等负责。列第一位者为牵头单位，下同）",
            StandingKind.FIRST_IS_LEAD,
            "牵市教育局 责市财政局",
        ),
        (
            "责任单位：市教育局、市财政局（排在第一为牵头单位，下同）",
            StandingKind.FIRST_IS_LEAD,
            "牵市教育局 责市财政局",
        ),
        (
            "（责任单位（列首位的为牵头单位，下同）：市教育局、市财政局）",
            StandingKind.FIRST_IS_LEAD,
            "牵市教育局 责市财政局",
        ),
        (
            "责任单位：市教育局、市财政局（第一责任单位为牵头单位，下同）",
            StandingKind.FIRST_IS_LEAD,
            "牵市教育局 责市财政局",
        ),
        (
            "（责任单位：市教育局；市财政局。各项任务排在第一位的为牵头单位）",
            StandingKind.FIRST_IS_LEAD,
            "牵市教育局 责市财政局",
        ),
        (
            "（责任单位：市教育局、市财政局。无牵头单位的，责任单位即为牵头单位，下同）",
            StandingKind.RESPONSIBLE_IS_LEAD,
            "牵市教育局 牵市财政局",
        ),
        (
            "（责任单位：甲市教育局、财政局；乙省教育厅、财政厅；两地列首位的为牵头单位，下同）",
            StandingKind.FIRST_OF_TWO_LISTS_IS_LEAD,
            "牵甲市教育局 责财政局 牵乙省教育厅 责财政厅",
        ),
        (
            "（责任单位：市教育局、市财政局，各区政府；逗号前为牵头单位，下同）",
            StandingKind.BEFORE_COMMA_IS_LEAD,
            "牵市教育局 牵市财政局 责各区政府",
        ),
        (
            "（责任单位：市教育局，市财政局；各区政府；分号前为牵头单位）",
            StandingKind.BEFORE_SEMICOLON_IS_LEAD,
            "牵市教育局 牵市财政局 责各区政府",
        ),
    ],
)
def test_notes_that_say_who_leads(text: str, kind: StandingKind, expected: str) -> None:
    note = parse_note(text)
    assert [said.kind for said in note.standing] == [kind]
    assert units(note) == expected
    assert all(text[said.char_start : said.char_end] == said.surface for said in note.standing)


@pytest.mark.parametrize(
    ("text", "expected", "every"),
    [
        (
            "（省教育厅按职责分工负责，市县人民政府负责落实。以下均需市县人民政府落实，不再列出）",
            "责省教育厅 责市县人民政府",
            ["市县人民政府"],
        ),
        (
            "（省教育厅指导，试点城市政府负责落实。以下均需试点城市政府落实，不再列出）",
            "导省教育厅 责试点城市政府",
            ["试点城市政府"],
        ),
        (
            "（省教育厅负责，各地级市人民政府、云溪管委会具体落实，以下任务不再列出）",
            "责省教育厅 责各地级市人民政府 责云溪管委会",
            ["各地级市人民政府", "云溪管委会"],
        ),
        (
            "(责任单位:省教育厅、省财政厅。各市〔州〕人民政府,以下各条均涉及)",
            "责省教育厅 责省财政厅 责各市〔州〕人民政府",
            ["各市〔州〕人民政府"],
        ),
        (
            "（省教育厅负责，各县（市、区）人民政府落实。以下均需各县（市、区）人民政府落实，不再列出）",
            "责省教育厅 责各县（市、区）人民政府",
            ["各县（市、区）人民政府"],
        ),
        (
            "(省应急厅牵头,各县(区)应急局负责。以下均需各县(区)应急局、各园区管委会负责,不再列出)",
            "牵省应急厅 责各县(区)应急局 责各园区管委会",
            ["各县(区)应急局", "各园区管委会"],
        ),
        (
            "责任单位：省教育厅，云溪管委会（以下均需各区政府落实，不再列出）",
            "责省教育厅 责云溪管委会 责各区政府",
            ["各区政府"],
        ),
        ("（省教育厅。以下任务均需各区人民政府落实，不再列出）", "责省教育厅 责各区人民政府", ["各区人民政府"]),
        (
            "〔责任单位：省教育厅、省财政厅按职责分工负责。具体任务均涉及各市（州）人民政府，不再分工，下同。〕",
            "责省教育厅 责省财政厅 责各市（州）人民政府",
            ["各市（州）人民政府"],
        ),
        (
            "（省教育厅牵头。以下政策措施均需各区人民政府、园区管委会落实，不再单独列出）",
            "牵省教育厅 责各区人民政府 责园区管委会",
            ["各区人民政府", "园区管委会"],
        ),
        (
            "（省教育厅牵头。各项任务均由各区人民政府落实，不再列出，下同）",
            "牵省教育厅 责各区人民政府",
            ["各区人民政府"],
        ),
    ],
)
def test_notes_that_speak_for_all_that_follows(text: str, expected: str, every: list[str]) -> None:
    note = parse_note(text)
    assert units(note) == expected
    assert [(said.kind, [unit.surface for unit in said.units]) for said in note.standing] == [
        (StandingKind.FOR_ALL, every)
    ]


def test_a_standing_rule_yields_to_what_a_note_says_itself() -> None:
    said = parse_note("（牵头单位：市教育局；责任单位：市财政局）")
    assert lead_first(said, StandingKind.FIRST_IS_LEAD) == said
    later = lead_first(parse_note("（市教育局负责，市财政局配合）"), StandingKind.FIRST_IS_LEAD)
    assert units(later) == "牵市教育局 配市财政局"
    assert lead_first(later, StandingKind.FOR_ALL) == later


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("（经费来源：自筹；责任单位：市教育局）", {"field_not_read"}),
        ("（责任单位：市教育局、云溪号列车）", {"unknown_unit_form"}),
        ("（责任单位：市教育局、按“一事一议”办理）", {"part_not_read"}),
        ("（2022年6月底前，市教育局负责，2023年底前）", {"second_deadline"}),
        ("（以下任务不再列出）", {"standing_without_unit"}),
    ],
)
def test_what_is_not_read_is_told(text: str, codes: set[str]) -> None:
    assert {problem.code for problem in parse_note(text).problems} == codes


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("健全机制。（责任单位：市教育局）", ["（责任单位：市教育局）"]),
        ("健全机制。（市教育局负责）完善制度。（市财政局负责）", ["（市教育局负责）", "（市财政局负责）"]),
        ("健全机制（市教育局牵头）。", ["（市教育局牵头）"]),
        ("健全机制。［责任单位：市教育局，各区（市）县政府］", ["［责任单位：市教育局，各区（市）县政府］"]),
        ("健全机制。〔责任单位：市委党校（行政学院）〕", ["〔责任单位：市委党校（行政学院）〕"]),
        ("健全机制。（责任单位：市教育局)", ["（责任单位：市教育局)"]),
        ("健全机制。（责任单位：市教育局、市财政局", ["（责任单位：市教育局、市财政局"]),
        ("健全机制。（市教育局、市财政局）", ["（市教育局、市财政局）"]),
        ("健全机制。\n责任单位：市教育局\n完成时限：2022年2月底前", ["责任单位：市教育局\n完成时限：2022年2月底前"]),
        (
            "健全机制。\n责任单位：市教育局（排在第一为牵头单位，下同）\n",
            ["责任单位：市教育局（排在第一为牵头单位，下同）"],
        ),
        ("健全机制。牵头单位：市教育局；配合单位：市财政局", ["牵头单位：市教育局；配合单位：市财政局"]),
        (
            "健全机制。\n配合单位：市教育局\n市财政局、市审计局\n各区政府\n同步推进。",
            ["配合单位：市教育局\n市财政局、市审计局\n各区政府"],
        ),
        ("推进试点\n牵头单位：市教育局\n完善制度\n牵头单位：市财政局", ["牵头单位：市教育局", "牵头单位：市财政局"]),
        ("加快改造（5G）。（1分）（6月底完成，牵头考核单位：市教育局）", ["（6月底完成，牵头考核单位：市教育局）"]),
    ],
)
def test_notes_are_found(text: str, notes: list[str]) -> None:
    found = find_notes(text)
    assert [text[note.char_start : note.char_end] for note in found] == notes
    assert all(text[unit.char_start : unit.char_end] == unit.surface for n in found for unit in n.note.units)


def test_an_unclosed_note_is_told() -> None:
    (found,) = find_notes("健全机制。（责任单位：市教育局、市财政局")
    assert [problem.code for problem in found.note.problems] == ["unclosed_bracket"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "实施方案（以下简称方案）。",
        "建设基站（5G）1000个（25分）。",
        "各县（市、区）负责统筹。",
        "按标准（DB/T 11—222—2021）执行。",
        "建立由农业农村部牵头的协调机制。",
        "形成各级政府负总责、司法行政机关牵头的体制。",
        "形成党委领导（政府负责、社会协同、公众参与）的格局。",
        "坚持省负总责（省级统筹、市县负责、乡镇落实）。",
        "企业（含国有企业）配合做好工作。",
        "主管部门（市教育局）应当监督。",
        "（一）市教育局牵头落实各项任务。",
        "（由各部门负责落实的除外）",
        "责任单位要压实责任。",
        "责任单位：要认真落实各项要求，切实把工作抓好抓实",
        "实行主要领导负责制（一把手负责）。",
        "配合市教育局做好衔接，由市财政局负责。",
        "主办单位：云溪市卫生健康委员会",
    ],
)
def test_what_is_no_note(text: str) -> None:
    assert find_notes(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("任务分解中，列第一位的责任单位为牵头单位，请认真落实。", StandingKind.FIRST_IS_LEAD),
        ("各项任务的责任单位中，排在首位的为牵头单位。", StandingKind.FIRST_IS_LEAD),
        ("排在首位的为牵头单位，其余单位均为配合单位。", StandingKind.FIRST_LEADS_OTHERS_SUPPORT),
        ("列首位的为牵头部门，其他为参加部门。", StandingKind.FIRST_LEADS_OTHERS_TAKE_PART),
        ("表中没有牵头单位的，责任单位即为牵头单位。", StandingKind.RESPONSIBLE_IS_LEAD),
        ("本清单分号前为牵头单位。", StandingKind.BEFORE_SEMICOLON_IS_LEAD),
        ("以科技创新为第一牵引。", None),
        ("市教育局为牵头单位。", None),
        ("列第一位的\n责任单位为牵头单位", None),
        ("", None),
    ],
)
def test_prose_says_who_leads(text: str, kind: StandingKind | None) -> None:
    assert prose_rule("现印发给你们。\n" + text) is kind
    assert prose_rule(text, [(0, len(text))]) is None


UNITS = st.sampled_from(
    [
        "市教育局",
        "市委党校（行政学院）",
        "市工业和信息化局",
        "各县（市、区）人民政府",
        "各乡镇街道",
        "团市委",
        "云溪供电公司",
        "市委依法治市办",
    ]
)
LISTS = st.lists(UNITS, min_size=1, max_size=6)
BRACKETS = st.sampled_from(["（）", "()", "［］", "〔〕", "【】"])
LABELS = st.sampled_from(
    [
        ("牵头单位", "牵"),
        ("责任单位", "责"),
        ("责任部门", "责"),
        ("参加单位", "参"),
        ("配合单位", "配"),
        ("指导单位", "导"),
        ("督办单位", "督"),
        ("牵头考核单位", "牵"),
    ]
)
VERBS = st.sampled_from(
    [
        ("牵头", "牵"),
        ("负责", "责"),
        ("按职责分工负责", "责"),
        ("参与", "参"),
        ("配合", "配"),
        ("指导", "导"),
        ("督导", "督"),
    ]
)
DEADLINES = st.sampled_from([None, "2022年6月底前", "持续推进", "5月底取得明显成效并持续推进"])


@given(
    st.lists(st.tuples(LABELS, LISTS), min_size=1, max_size=3),
    st.sampled_from("；，"),
    st.sampled_from("、，"),
    st.sampled_from("：:∶"),
    BRACKETS,
    DEADLINES,
)
def test_a_note_of_labels_is_read_back(fields, between, separator, colon, brackets, deadline) -> None:
    printed = [f"{label}{colon}{separator.join(names)}" for (label, _), names in fields]
    printed += [f"完成时限{colon}{deadline}"] if deadline else []
    text = f"健全制度。{brackets[0]}{between.join(printed)}{brackets[1]}"
    (found,) = find_notes(text)
    assert units(found.note) == " ".join(role + name for (_, role), names in fields for name in names)
    assert (found.note.deadline, found.note.problems, found.char_start, found.char_end) == (deadline, (), 5, len(text))


@given(
    st.lists(st.tuples(VERBS, LISTS, st.sampled_from(["", "等", "等部门"])), min_size=1, max_size=3),
    st.sampled_from("；，"),
    BRACKETS,
    DEADLINES,
)
def test_a_note_of_verbs_is_read_back(clauses, between, brackets, deadline) -> None:
    printed = ["、".join(names) + tail + verb for (verb, _), names, tail in clauses]
    printed += [deadline] if deadline else []
    text = f"健全制度。{brackets[0]}{between.join(printed)}{brackets[1]}"
    (found,) = find_notes(text)
    assert units(found.note) == " ".join(role + name for (_, role), names, _ in clauses for name in names)
    assert (found.note.deadline, found.note.problems) == (deadline, ())
    is_open = [bool(tail) and i == len(names) - 1 for _, names, tail in clauses for i in range(len(names))]
    assert [unit.is_open_ended for unit in found.note.units] == is_open


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *"（）()［］〔〕【】、，；。：:\n 市等和",
            "责任单位：",
            "牵头",
            "负责",
            "市教育局",
            "各区",
            "完成时限：",
            "6月底前",
            "以下均需",
            "不再列出",
            "列第一位者为牵头单位",
            "下同",
            "按职责分工负责",
            "会同",
            "由",
        ]
    ),
    max_size=25,
).map("".join)


@given(st.one_of(FRAGMENTS, st.text(max_size=60)))
def test_any_text_is_read_and_offsets_give_the_surface(text: str) -> None:
    found = find_notes(text)
    for note in [parse_note(text), *(f.note for f in found)]:
        assert all(text[unit.char_start : unit.char_end] == unit.surface for unit in note.units)
        assert len(note.places) == len(note.units)
        assert note.deadline is None or text[note.deadline_start : note.deadline_end] == note.deadline
        assert all(text[said.char_start : said.char_end] == said.surface for said in note.standing)
    assert all(a.char_end <= b.char_start for a, b in pairwise(found))
    assert all(f.char_start <= u.char_start and u.char_end <= f.char_end for f in found for u in f.note.units)


@pytest.mark.parametrize(
    "text",
    [
        "（" * 3000,
        "（责任单位：" * 500,
        "各区、" * 1500,
        "市教育局和" * 500,
        "（" + "市" * 5000 + "负责）",
        "以下" * 1500,
        "（第一为" * 800 + "）",
        "责任单位：\n" * 800,
        "（" * 100_000,
        "（责任单位：" * 20_000,
        "市教育局 " * 20_000,
        "责任单位：" + "市和" * 50_000,
        "（责任单位：" + "市教育局、" * 20_000 + "负责）",
        "2022年" * 800,
        "责任单位：市教育局等" + "1" * 200 + "局",
        "责任单位：市教育局等" + "多" * 200 + "局",
    ],
)
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    find_notes(text)
    parse_note(text)
    assert time.process_time() - started < 2


CORPUS = os.environ.get("TAIZHANG_CORPUS")


def key(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="TAIZHANG_CORPUS is not set")
def test_gold_notes_are_read() -> None:
    """Every unit named in the gold measures, in its role; notes of sections stand in no measure's text."""
    folders = sorted(path.parent for path in (Path(CORPUS or "") / ".." / "gold").glob("*/units.jsonl"))
    assert folders
    for folder in folders:
        measures = [json.loads(line) for line in (folder / "measures.jsonl").read_text("utf-8").splitlines()]
        paths = {(m["document"], m["path"]) for m in measures}
        gold = [json.loads(line) for line in (folder / "units.jsonl").read_text("utf-8").splitlines()]
        want = Counter(
            (g["document"], g["path"], g["role"], key(g["surface"]))
            for g in gold
            if (g["document"], g["path"]) in paths
        )
        have: Counter[tuple[int, str, str, str]] = Counter()
        rule: StandingKind | None = None
        for measure in measures:
            for found in find_notes(measure["text"]):
                rule = next((s.kind for s in found.note.standing if s.kind is not StandingKind.FOR_ALL), rule)
                note = lead_first(found.note, rule) if rule else found.note
                have.update((measure["document"], measure["path"], u.role.value, key(u.surface)) for u in note.units)
        hits = sum((want & have).values())
        assert 2 * hits >= 0.985 * (sum(want.values()) + sum(have.values())), (folder.name, want - have, have - want)
