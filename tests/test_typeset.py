"""Plans that the tests typeset come back out of their PDF, and out of their scans."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

pytest.importorskip("justmytype_intl_cjk", reason="needs the font of the dev extra")

from typeset import Printed, gazette, official

from pipeline import extract
from pipeline.models import Document, Role, SourceFile
from raw.pdf_writer import Page, pdf

Facts = Counter[tuple[object, ...]]


def folded(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split()).replace("—", "-")


def expected(printed: Printed) -> dict[str, Facts]:
    return {
        "documents": Counter([(folded(printed.title), printed.issuer, folded(printed.number), printed.issued_on)]),
        "sections": Counter((path, folded(heading)) for path, heading in printed.sections),
        "measures": Counter((path, folded(text)) for path, text in printed.measures),
        "units": Counter(printed.units),
        "indicators": Counter(
            (row.name, folded(row.unit), folded(row.baseline), folded(row.target), row.nature, 2020, 2025)
            for row in printed.indicators
        ),
    }


def found(documents: tuple[Document, ...]) -> dict[str, Facts]:
    facts: dict[str, Facts] = {name: Counter() for name in ("documents", "sections", "measures", "units", "indicators")}
    for document in documents:
        number = folded(document.doc_number)
        facts["documents"][folded(document.title), document.issuer, number, document.issued_on] += 1
        facts["sections"].update((s.path, folded(s.heading)) for s in document.sections)
        facts["measures"].update((m.path, folded(m.text)) for m in document.measures)
        paths: dict[int, str] = {m.ordinal: m.path for m in document.measures}
        facts["units"].update((paths.get(a.at.measure or 0), a.role.value, a.surface) for a in document.assignments)
        for row in document.indicators:
            said = (row.name, folded(row.unit), folded(row.baseline), folded(row.target), row.nature)
            facts["indicators"][*said, row.baseline_year, row.target_year] += 1
    return facts


def extracted(data: bytes):
    return extract(SourceFile("plan.pdf", "file:///plan.pdf", data))


def f1(pairs: list[tuple[dict[str, Facts], dict[str, Facts]]]) -> dict[str, float]:
    """By kind of fact, F1 of what was found against what was expected."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for wanted, got in pairs:
        for name in wanted:
            right[name] += (wanted[name] & got[name]).total()
            total[name] += wanted[name].total() + got[name].total()
    return {name: 2 * right[name] / total[name] for name in total if total[name]}


def scores(made, seeds) -> dict[str, float]:
    printed = [made(seed) for seed in seeds]
    return f1([(expected(p), found(extracted(p.pdf()).documents)) for p in printed])


@pytest.mark.parametrize("seeds", [range(2), pytest.param(range(20, 30), marks=pytest.mark.slow)])
def test_official_documents_come_back(seeds) -> None:
    assert scores(official, seeds) == dict.fromkeys(("documents", "sections", "measures", "units"), 1.0)


@pytest.mark.parametrize("seeds", [range(3), pytest.param(range(20, 32), marks=pytest.mark.slow)])
def test_gazettes_come_back_with_their_boxes_and_indicators(seeds) -> None:
    got = scores(gazette, seeds)
    assert got.keys() == {"documents", "sections", "measures", "units", "indicators"}
    assert got["documents"] == got["indicators"] == got["units"] == 1
    assert min(got.values()) >= 0.99, got


def test_lines_of_boxes_and_tables_have_their_roles_and_no_character_is_lost() -> None:
    printed = gazette(1)
    got = extracted(printed.pdf())
    drawn = Counter(char for page in printed.pages for text in page.texts.values() for char in text if char != " ")
    assert Counter(char for line in got.lines for char in line.text if char != " ") == drawn
    said = "".join(line.text for line in got.lines if line.role is Role.BOX)
    assert all(folded(text) in folded(said) for path, text in printed.measures if path.startswith("box"))
    table = {line.text for line in got.lines if line.role is Role.TABLE}
    assert {row.name for row in printed.indicators} | {"“十四五”主要指标", "指标名称"} <= table
    heads = [line.text for line in got.lines if line.role is Role.HEAD]
    assert heads.count("云溪市人民政府公报") == heads.count("规范性文件") == got.page_count
    assert {i.table_title for d in got.documents for i in d.indicators} == {"“十四五”主要指标"}


def alike(facts: dict[str, Facts]) -> dict[str, Facts]:
    """*facts* with the letters alike that this type prints alike: capital I and small l."""
    same = {name: Counter[tuple[object, ...]]() for name in facts}
    for name, own in facts.items():
        for fact, count in own.items():
            same[name][tuple(x.replace("I", "l") if isinstance(x, str) else x for x in fact)] += count
    return same


@pytest.mark.slow
@pytest.mark.parametrize(("made", "seed"), [(official, 2), (gazette, 1)])
def test_scans_come_back(made, seed) -> None:
    """At 170 dpi, tilted by 0.5°, with noise."""
    pytest.importorskip("rapidocr", reason="needs the ocr extra")
    printed = made(seed)
    got = f1([(alike(expected(printed)), alike(found(extracted(printed.scan()).documents)))])
    # An indicator whose unit is a lone sign that cannot be read for sure is one of eleven.
    least = {"documents": 1.0, "sections": 0.95, "measures": 0.95, "units": 0.95, "indicators": 0.9}
    assert all(score >= least[name] for name, score in got.items()), got


def boxed(style: str, *, above: bool = False) -> bytes:
    """A page with a sentence around a box that stands in a frame of a *style*, its name in it or *above* it."""
    page = Page()
    page.write("一、推进水库建设。全面推进水库建设和管护，健全", 80, 120, 16)
    for place, text in enumerate(
        ("专栏1 水库建设工程", "1．新建水库项目。支持沿江三镇新建水库三座。", "2．加固堤防。")
    ):
        page.write(text, 100, 170 + 30 * place, 16)
    top = 178 if above else 150
    match style:
        case "rectangle":
            page.rectangle(75, top, 520, 250)
        case "four rules":
            for ends in ((75, top, 520, top), (75, 250, 520, 250), (75, top, 75, 250), (520, top, 520, 250)):
                page.rule(*ends)
        case "ground":
            page.rectangle(75, top, 520, 250, fill=(0.9, 0.95, 0.9), stroke=None)
        case "rounded":
            page.rounded(75, top, 520, 250)
        case "rows":
            page.rectangle(75, top, 520, 180)
            page.rectangle(75, 180, 520, 215)
            page.rectangle(75, 215, 520, 250)
    page.write("管护机制。", 80, 290, 16)
    page.write("二、加强领导。落实责任。", 80, 320, 16)
    return pdf([page])


@pytest.mark.parametrize("above", [False, True])
@pytest.mark.parametrize("style", ["rectangle", "four rules", "ground", "rounded", "rows"])
def test_a_frame_of_any_kind_is_a_box(style: str, above: bool) -> None:
    (document,) = extracted(boxed(style, above=above)).documents
    assert [(s.path, s.heading) for s in document.sections] == [("box1", "水库建设工程")]
    assert {m.path: m.text for m in document.measures} == {
        "1": "推进水库建设。全面推进水库建设和管护，健全管护机制。",
        "2": "加强领导。落实责任。",
        "box1.1": "新建水库项目。支持沿江三镇新建水库三座。",
        "box1.2": "加固堤防。",
    }


def test_a_frame_around_the_page_is_no_box() -> None:
    page = Page()
    page.rectangle(50, 50, 545, 790)
    for place, text in enumerate(("一、推进水库建设。落实资金。", "二、加强领导。落实责任。")):
        page.write(text, 80, 120 + 30 * place, 16)
    (document,) = extracted(pdf([page])).documents
    assert [m.path for m in document.measures] == ["1", "2"]
    assert document.sections == ()
