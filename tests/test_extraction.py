"""Extraction as a whole: nothing is lost, nothing is invented, and what a plan says comes out."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as configured
from hypothesis import strategies as st
from plans import Plan, Setting, plans, printed
from plans import settings as typesettings

from pipeline import extract
from pipeline.models import Document, Extraction, SourceFile, UnreadableSource

steady = configured(
    derandomize=True, database=None, deadline=None, max_examples=100, suppress_health_check=list(HealthCheck)
)
few = configured(steady, max_examples=40)

#: What plans are made of, so that arbitrary text meets every rule.
WORDS = [
    *"一二三、。；：，（）()[]《》“”.,:;—-*# \t\u3000\n\r\f\u200b",
    *("\n\n", "\r\n", "**", "# ", "　　", "\n ", "……", "——"),
    *("一、", "（一）", "1.", "1、", "（1）", "①", "第一条 ", "第一章 ", "1.1", "2．", "三是", "（二）至（三）项"),
    *("附件", "附件1", "附件：", "抄送：", "主送：", "关于印发", "通知", "工作方案", "（征求意见稿）", "目录"),
    *(
        "云溪市人民政府办公室",
        "云溪市人民政府",
        "各县（区）人民政府：",
        "云溪政办发〔2022〕7号",
        "2022年3月8日",
        "二〇二二年三月八日",
    ),
    *(
        "责任单位：",
        "牵头单位：市水利局",
        "完成时限：",
        "市水利局、市财政局",
        "按职责分工负责",
        "牵头，",
        "以下不再列出",
        "下同",
    ),
    *("2025年底前", "每年31日前", "95%以上", "1,200万元", "20个工作日内", "到2025年", "IoT", "http://a.b/c?d=1"),
    *("— 3 —", "第3页 共9页", "首页 > 公开", "打印本页", "责任编辑：王五", "云溪日报讯", "全文如下："),
    *(
        "水",
        "建设水库",
        "各级各部门要",
        "本方案自印发之日起施行",
        "\U00020000",
        "é",
        "ﬁ",
        "①",
        "Ⅳ",
        "㎡",
        "｡",
        "\ufffd",
    ),
]
texts = st.one_of(
    # A zero byte belongs to UTF-16, or to no text at all.
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=300),
    st.lists(st.sampled_from(WORDS), max_size=60).map("".join),
    st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map("".join), max_size=25).map("\n".join),
)


def source(data: bytes | str) -> SourceFile:
    return SourceFile("plan.txt", "file:///plan.txt", data.encode() if isinstance(data, str) else data)


def bare(text: str) -> str:
    """*text* without white space."""
    return "".join(text.split())


#: Misprints that cleaning mends, character for character: . for 。, 〉 for 》, figures of a symbol font.
MENDED = str.maketrans({"。": ".", "》": "〉"} | {chr(0xF030 + digit): str(digit) for digit in range(10)})


def folded(text: str) -> str:
    """*text* of one width and without white space, as annotations are compared: every run of dashes is one."""
    return re.sub("[-—–－]+", "-", bare(unicodedata.normalize("NFKC", text)).translate(MENDED))


def check_characters(text: str, extraction: Extraction) -> None:
    """(1) ``lines`` hold the characters of the file; (2) those with offsets are the documents' texts; (3) every
    text with offsets is what the document says there."""
    assert bare("".join(line.text for line in extraction.lines)) == bare(text)
    assert [line.line_no for line in extraction.lines] == list(range(1, len(extraction.lines) + 1))
    for document in extraction.documents:
        own = [line for line in extraction.lines if line.document_ordinal == document.ordinal]
        placed = sorted((line for line in own if line.char_start is not None), key=lambda line: line.char_start or 0)
        assert folded("".join(line.text for line in placed)) == folded(document.text)
        for line in placed:
            assert folded(document.text[line.char_start : line.char_end]) == folded(line.text)
        for measure in document.measures:
            assert measure.text == document.text[measure.char_start : measure.char_end]
            for task in measure.tasks:
                assert measure.char_start <= task.char_start <= task.char_end <= measure.char_end
        for section in document.sections:
            assert bare(section.heading) in bare(document.text[section.char_start : section.char_end])
        for assignment in document.assignments:
            assert document.text[assignment.char_start : assignment.char_end] == assignment.surface
        for placed_date in document.dates:
            date = placed_date.fact
            assert document.text[date.char_start : date.char_end] == date.surface
        for placed_quantity in document.quantities:
            quantity = placed_quantity.fact
            assert document.text[quantity.char_start : quantity.char_end] == quantity.surface
        assert [m.ordinal for m in document.measures] == list(range(1, len(document.measures) + 1))
        assert [s.ordinal for s in document.sections] == list(range(1, len(document.sections) + 1))
        spans = [(measure.char_start, measure.char_end) for measure in document.measures]
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    numbers = {line.line_no for line in extraction.lines}
    assert all(finding.line_no in numbers for finding in extraction.findings if finding.line_no is not None)


@given(texts)
@configured(steady, max_examples=400)
def test_no_text_loses_a_character(text: str) -> None:
    try:
        extraction = extract(source(text))
    except UnreadableSource:
        return
    check_characters(text.removeprefix("\ufeff"), extraction)


@given(st.one_of(st.binary(max_size=300), texts.map(lambda t: t.encode("gb18030", "ignore"))), st.binary(max_size=3))
@steady
def test_no_bytes_raise_but_unreadable_source(data: bytes, tail: bytes) -> None:
    with contextlib.suppress(UnreadableSource):
        extract(source(data + tail))


@given(plans(), typesettings)
@steady
def test_what_a_plan_says_comes_out(plan: Plan, setting: Setting) -> None:
    text = printed(plan, setting)
    extraction = extract(source(text))
    check_characters(text, extraction)
    assert extraction == extract(source(text))
    (document,) = extraction.documents
    assert document.title == plan.title
    assert [(s.path, folded(s.heading), folded(s.intro)) for s in document.sections] == [
        (path, folded(heading), folded(intro)) for path, heading, intro in plan.sections
    ]
    assert [(m.path, folded(m.text)) for m in document.measures] == [
        (path, folded(said)) for path, said, _ in plan.measures
    ]
    named = [
        [(a.role, folded(a.surface)) for a in document.assignments if a.at.measure == measure.ordinal]
        for measure in document.measures
    ]
    assert named == [[(role, folded(unit)) for role, unit in units] for _, _, units in plan.measures]
    assert not [finding for finding in extraction.findings if finding.code.startswith("numbering")]


@given(
    plans(), typesettings, st.sampled_from(["crlf", "cr", "bom", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "end"])
)
@few
def test_the_way_a_text_is_stored_changes_nothing(plan: Plan, setting: Setting, way: str) -> None:
    text = printed(plan, setting)
    data = {
        "crlf": lambda: text.replace("\n", "\r\n").encode(),
        "cr": lambda: text.replace("\n", "\r").encode(),
        "bom": lambda: codecs.BOM_UTF8 + text.encode(),
        "end": lambda: text.rstrip("\n").encode(),
    }.get(way, lambda: text.encode(way))()
    assert extract(source(data)).documents == extract(source(text)).documents


@given(plans(), typesettings)
@few
def test_doubled_blank_lines_change_nothing(plan: Plan, setting: Setting) -> None:
    text = printed(plan, setting)
    doubled = re.sub(r"\n{2,}", lambda run: "\n" * (2 * len(run[0]) - 1), text)
    assert said(extract(source(doubled)).documents) == said(extract(source(text)).documents)


def said(documents: tuple[Document, ...]) -> list[object]:
    return [
        (d.title, [(s.path, s.heading, s.intro) for s in d.sections], [(m.path, m.text) for m in d.measures])
        for d in documents
    ]


CORPUS = os.environ.get("TAIZHANG_CORPUS")


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="TAIZHANG_CORPUS is not set")
@pytest.mark.parametrize("path", sorted(Path(CORPUS or ".").glob("*.txt")) if CORPUS else [], ids=lambda p: p.name[:12])
def test_real_plans_lose_no_character(path: Path) -> None:
    original = SourceFile.from_path(path)
    text = original.data.decode("utf-8-sig")
    extraction = extract(original)
    check_characters(text, extraction)
    if "\f" not in text:
        assert extract(source(text.replace("\n", "\r\n"))).documents == extraction.documents
