"""Which documents are one work: copies, extracts, versions."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import DEEDS, THINGS

from pipeline.comparison.overlap import clauses, share
from pipeline.comparison.titles import title_parts
from pipeline.comparison.works import Member, Placement, works
from pipeline.models import Status

TITLE = "云溪市节水行动方案（2023—2025年）"


def prose(seed: int, sentences: int = 60) -> list[str]:
    """Sentences of an invented plan, no two alike."""
    chance = random.Random(seed)
    said = [
        f"{deed}{thing}{chance.choice('东西南北中')}区第{number}期{chance.choice(DEEDS)}工程，由责任单位逐项落实到位。"
        for number in range(1, 9)
        for deed in DEEDS
        for thing in THINGS
    ]
    return chance.sample(said, sentences)


WATER = prose(1)
TEXT = "".join(WATER)
REWRITTEN = "".join(WATER[:24] + prose(2, 36))
OTHER = "".join(prose(3))


def member(name: str, text: str = TEXT, title: str | None = TITLE, **fields) -> Member:
    return Member(f"{name}.1", name, title, text, **{"reader": "text", "measures": 10, "region": "云溪市"} | fields)


def placed(*members: Member) -> dict[str, Placement]:
    """The placements by source, which does not depend on the order of the documents."""
    found = {each.document_id.removesuffix(".1"): each for each in works(members)}
    backwards = {each.document_id.removesuffix(".1"): each for each in works(reversed(members))}
    assert found == backwards
    return found


def misread(text: str, every: int) -> str:
    """*text* with a wrong character in so many."""
    return "".join("口" if n % every == every - 1 else char for n, char in enumerate(text))


COPIES = {
    "a repost that prints other widths, quotation marks and dashes": (
        member("a", TEXT + "打造“节水云溪”2023—2025年三年行动。"),
        member("b", TEXT.replace("，", ",").replace("。", ". ") + "打造「节水云溪」 2023－2025 年三年行动."),
    ),
    "a title that is the notice's": (member("a"), member("b", title=f"云溪市人民政府办公室关于印发《{TITLE}》的通知")),
    "a title without issuer and years": (
        member("a", title="云溪市人民政府关于加强节水工作的意见"),
        member("b", title="关于加强节水工作的意见"),
    ),
    "a scan with two misread characters in a hundred": (member("a"), member("b", misread(TEXT, 50))),
    "a title misread, and the number": (
        member("a", doc_number="云政发〔2023〕5号"),
        member("b", title="云溪巿节永行动方案", doc_number="云政发[2023] 5号"),
    ),
    "one prints number and date, the other none": (
        member("a", doc_number="云政发〔2023〕5号", issued_on=date(2023, 3, 1)),
        member("b"),
    ),
    "a misprinted date beside the same number": (
        member("a", doc_number="云政发〔2023〕5号", issued_on=date(2023, 3, 1)),
        member("b", doc_number="云政发〔2023〕5号", issued_on=date(2023, 3, 11)),
    ),
    "the same page fetched twice": (
        member("a", address="https://yx/1"),
        member("b", address="https://yx/1", landing=1),
    ),
}


@pytest.mark.parametrize("pair", COPIES.values(), ids=COPIES)
def test_copies_are_one_version_of_one_plan(pair):
    a, b = placed(*pair).values()
    assert a.plan_id == b.plan_id
    assert (a.version, b.version) == (1, 1)
    assert not a.is_extract
    assert not b.is_extract
    assert (a.supersedes, b.supersedes) == (None, None)
    assert a.is_preferred + b.is_preferred == 1


#: An earlier and a later version, by what tells them apart.
VERSIONS = {
    "draft and final": (member("a", status=Status.DRAFT), member("b")),
    "draft and a final that was rewritten": (member("a", REWRITTEN, status=Status.DRAFT), member("b")),
    "a draft with a day and a final without": (
        member("a", status=Status.DRAFT, published_on=date(2023, 1, 5)),
        member("b"),
    ),
    "a mark of revision": (member("a"), member("b", REWRITTEN, title="云溪市节水行动方案（2024年修订）")),
    "a new number": (
        member("a", doc_number="云政发〔2023〕5号"),
        member("b", REWRITTEN, doc_number="云政发〔2023〕17号"),
    ),
    "a new date": (member("a", issued_on=date(2023, 5, 1)), member("b", issued_on=date(2024, 2, 1))),
    "a notice that prints the amended text": (
        member("a", title="云溪市节水办法", issued_on=date(2021, 5, 1)),
        member("b", REWRITTEN, title="云溪市人民政府关于修改《云溪市节水办法》的决定", issued_on=date(2024, 2, 1)),
    ),
    "a corrected file at the same address": (
        member("a", address="https://yx/1", landing=1),
        member("b", TEXT.replace("东区", "西区"), address="https://yx/1", landing=2),
    ),
}


@pytest.mark.parametrize("pair", VERSIONS.values(), ids=VERSIONS)
def test_a_later_version_supersedes_the_earlier(pair):
    found = placed(*pair)
    assert (found["a"].version, found["b"].version) == (1, 2)
    assert found["a"].plan_id == found["b"].plan_id == "b.1"
    assert (found["a"].supersedes, found["b"].supersedes) == (None, "a.1")
    assert found["b"].is_preferred
    assert not found["a"].is_preferred


APART = {
    "a province's plan and the city's that copies it": (member("a"), member("b", region="江海省")),
    "two plans of one title, three years apart": (member("a"), member("b", title="云溪市节水行动方案（2026—2028年）")),
    "a revision from a year that the plan is not for": (
        member("a"),
        member("b", title="云溪市节水行动方案（2027年修订）"),
    ),
    "two notices of one generic title": (
        member("a", title="重点工作任务分工方案"),
        member("b", OTHER, title="重点工作任务分工方案"),
    ),
    "two plans that share nothing but text": (member("a"), member("b", title="云溪市用水定额管理方案")),
    "a number misread as another's": (
        member("a", doc_number="云政发〔2023〕5号"),
        member("b", OTHER, title="云溪市防汛方案", doc_number="云政发〔2023〕5号"),
    ),
    "a notice that only says what changes": (
        member("a", title="云溪市节水办法"),
        member(
            "b",
            "将第三条中的用水定额修改为取水定额，并相应调整条款顺序。" * 3,
            "云溪市关于修改《云溪市节水办法》的决定",
        ),
    ),
    "two documents of one file": (member("a"), replace(member("a", OTHER + TEXT), document_id="a.2")),
}


@pytest.mark.parametrize("pair", APART.values(), ids=APART)
def test_different_works_stay_apart(pair):
    a, b = works(pair)
    assert (a.plan_id, b.plan_id) in [tuple(m.document_id for m in order) for order in (pair, pair[::-1])]
    assert a.is_preferred
    assert b.is_preferred


def test_an_extract_joins_the_version_that_it_is_of_and_is_not_preferred():
    half = "".join(WATER[:20])
    found = placed(
        member("whole", doc_number="云政发〔2023〕5号", measures=9),
        member("paper", half, measures=12, findings=0),
        member("later", REWRITTEN, doc_number="云政发〔2024〕2号"),
        member("last", "".join(WATER[24:]) + OTHER, doc_number="云政发〔2025〕2号"),
    )
    # all of the extract is in the first; of the other two it has something, or nothing
    assert {name: each.version for name, each in found.items()} == {"whole": 1, "paper": 1, "later": 2, "last": 3}
    assert found["paper"].is_extract
    assert [name for name, each in found.items() if each.is_preferred] == ["last"]
    assert found["later"].supersedes == "whole.1"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"measures": 12}, {"measures": 11, "text": TEXT + "附则自印发之日起施行。"}),
        ({"text": TEXT + "附则自印发之日起施行。"}, {"findings": 0}),
        ({"findings": 1, "reader": "pdf"}, {"findings": 2}),
        ({"reader": "html"}, {"reader": "docx"}),
        ({"reader": "text"}, {"reader": "pdf"}),
        ({}, {}),  # the lower id
    ],
)
def test_the_most_complete_copy_is_preferred(better, worse):
    found = placed(member("a", **better), member("b", **worse))
    assert found["a"].is_preferred
    assert found["a"].plan_id == found["b"].plan_id


def test_a_page_with_hardly_any_text_does_not_make_one_plan_of_two():
    title = "重点工作任务分工方案"
    found = placed(member("a", title=title), member("b", OTHER, title=title), member("c", "（见附件）", title))
    assert found["a"].plan_id != found["b"].plan_id
    assert found["c"].plan_id in {"a.1", "b.1"}
    assert found["c"].is_extract


def test_a_draft_of_a_revision_stands_behind_the_plan_in_force():
    found = placed(
        member("old", issued_on=date(2021, 1, 1)),
        member("draft", REWRITTEN, status=Status.DRAFT, published_on=date(2024, 1, 1)),
    )
    assert (found["old"].version, found["draft"].version) == (1, 2)
    assert found["old"].is_preferred


_POOL = [TEXT, REWRITTEN, OTHER, "".join(WATER[:30]), misread(TEXT, 40), "（见附件）"]
_members = st.lists(
    st.builds(
        member,
        st.uuids().map(lambda uuid: uuid.hex[:12]),
        st.sampled_from(_POOL),
        st.sampled_from([TITLE, "云溪市节水行动方案", "云溪市节水行动方案（2024年修订）", None]),
        doc_number=st.sampled_from([None, "云政发〔2023〕5号", "云政发〔2024〕2号"]),
        issued_on=st.sampled_from([None, date(2023, 3, 1), date(2024, 2, 1)]),
        status=st.sampled_from(Status),
        region=st.sampled_from([None, "云溪市", "江海省"]),
        address=st.sampled_from(["", "https://yx/1"]),
        landing=st.integers(0, 3),
        measures=st.integers(0, 3),
    ),
    max_size=12,
    unique_by=lambda each: each.document_id,
)


@settings(max_examples=200, deadline=None)
@given(_members, st.randoms(use_true_random=False))
def test_whatever_the_order_the_outcome_is_the_same_and_sound(members, chance):
    found = sorted(works(members), key=lambda each: each.document_id)
    shuffled = list(members)
    chance.shuffle(shuffled)
    assert sorted(works(shuffled), key=lambda each: each.document_id) == found

    by_id = {each.document_id: each for each in found}
    assert sorted(by_id) == sorted(each.document_id for each in members)
    regions = {(by_id[each.document_id].plan_id, each.region) for each in members if each.region}
    assert len(regions) == len({plan_id for plan_id, _ in regions})
    for each in found:
        assert by_id[each.plan_id].is_preferred
        assert by_id[each.plan_id].plan_id == each.plan_id
        assert each.is_preferred == (each.plan_id == each.document_id)
        if each.supersedes is None:
            assert each.version == 1
        else:
            before = by_id[each.supersedes]
            assert (before.plan_id, before.version) == (each.plan_id, each.version - 1)


@pytest.mark.parametrize(
    ("title", "key", "years", "mark"),
    [
        ("云溪市节水行动方案（2023—2025年）", "云溪市节水行动方案", (2023, 2025), None),
        ("云溪市 “十四五”节水规划 (试行)", "云溪市十四五节水规划", (), None),
        ("云溪市2024年节水工作要点", "云溪市2024年节水工作要点", (2024,), None),
        ("关于印发《云溪市节水规划》的通知", "云溪市节水规划", (), None),
        ("江海省人民政府关于加强节水工作的实施意见", "加强节水工作的实施意见", (), None),
        ("云溪市节水办法（2024年修订）", "云溪市节水办法", (), "2024年修订"),
        ("云溪市人民政府关于修改《云溪市节水办法》部分条款的决定", "云溪市节水办法", (), "修改"),
        ("工作方案", None, (), None),
        (None, None, (), None),
    ],
)
def test_what_a_title_says(title, key, years, mark):
    parts = title_parts(title)
    assert (parts.key, parts.years, parts.mark) == (key, years, mark)


def test_the_share_is_of_the_smaller_text():
    assert share(clauses(TEXT), clauses(TEXT)) == 1
    assert share(clauses(TEXT), clauses("".join(WATER[:20]))) == 1
    assert share(clauses(TEXT), clauses(OTHER)) < 0.2
    assert share(clauses(TEXT), {}) == 0
