"""Glossaries (名词解释) give terms."""

from __future__ import annotations

import pytest
from printing import source

from pipeline import extract
from pipeline.models import Role

PLAN = "云溪市节水工作方案\n一、水库\n（一）建设。全面建设水库。\n（二）管护。全面管护水库。\n二、管网。改造管网。\n"


def terms(glossary: str, plan: str = PLAN) -> list[tuple[str, str]]:
    (document,) = extract(source(plan + glossary)).documents
    assert [m.path for m in document.measures] == ["1.1", "1.2", "2"]
    assert document.measures[-1].text == "改造管网。" or document.measures[-1].text == "管网。改造管网。"
    return [(term.term, term.definition) for term in document.terms]


@pytest.mark.parametrize("heading", ["名词解释", "名 词 解 释", "相关名词解释", "术语解释"])
@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (
            "1．四水四定：以水定城、以水定地。\n2．河长制：河湖管理的制度。",
            [("四水四定", "以水定城、以水定地。"), ("河长制", "河湖管理的制度。")],
        ),
        (
            "（1）河长制:河湖管理的制度。\n（2）“一张图”：水库的图。",
            [("河长制", "河湖管理的制度。"), ("“一张图”", "水库的图。")],
        ),
        (
            "河长制：河湖管理的制度。\n四水四定：以水定城。",
            [("河长制", "河湖管理的制度。"), ("四水四定", "以水定城。")],
        ),
        ("1．河长制：河湖管理的制度。\n分为四级。", [("河长制", "河湖管理的制度。分为四级。")]),
        # What an entry counts is its own.
        (
            "1．河长制：河湖管理的制度：\n（1）市级：一名。\n（2）县级：三名。\n2．四水四定：以水定城。",
            [("河长制", "河湖管理的制度：（1）市级：一名。（2）县级：三名。"), ("四水四定", "以水定城。")],
        ),
        ("1．河长制：分为两级：1）市级；2）县级。", [("河长制", "分为两级：1）市级；2）县级。")]),
    ],
)
def test_entries(heading: str, entries: str, found: list[tuple[str, str]]) -> None:
    assert terms(f"{heading}\n{entries}\n") == found


def test_a_plan_without_a_glossary_has_no_terms() -> None:
    assert terms("") == []


def test_a_glossary_behind_a_full_line_is_not_swallowed() -> None:
    line = "全面建设水库堤防灌区泵站管网闸坝水价改"
    plan = ["云溪市节水工作方案", "一、水库。" + line[:13], *[line] * 14, line[:-1] + "。"]
    extraction = extract(
        source("\n".join([*plan, "名词解释", "河长制：河湖管理的制度，由各级党政负责", "同志担任河长。"]) + "\n")
    )
    (document,) = extraction.documents
    assert [(t.term, t.definition) for t in document.terms] == [
        ("河长制", "河湖管理的制度，由各级党政负责同志担任河长。")
    ]
    assert document.measures[-1].text.endswith(line[:-1] + "。")
    assert [line.role for line in extraction.lines][-3:] == [Role.GLOSSARY] * 3


def test_an_annex_behind_the_glossary_has_its_own_title() -> None:
    """An annex that opens behind 附件2 is none of the terms, though nothing but a glossary stands above it."""
    annexes = (
        "附件1\n名词解释\n1.河长制：河湖管理的制度。\n图1 河长制各级职责示意\n"
        "附件2\n云溪市节水技术标准体系（1.0版）\n一、总则\n节水。\n"
    )
    plan = PLAN + annexes
    extraction = extract(source(plan))
    main, annex = extraction.documents
    assert (annex.title, annex.parent) == ("云溪市节水技术标准体系（1.0版）", main.ordinal)
    assert [m.text for m in main.measures] == [m.text for m in extract(source(PLAN)).documents[0].measures]
    assert [term.term for term in main.terms] == ["河长制"]
    assert annex.terms == ()
    assert not extraction.findings
