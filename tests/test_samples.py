"""The shipped samples: made by their script, and read back as exactly what the script's data says."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from pipeline.models import At, DateKind, DateMention, Document, Extraction, Status
from pipeline.numerals import han_number

RAW = Path(__file__).parents[1] / "raw"
SAMPLES = RAW / "samples"
FOLDERS = ("samples", "scans")

_spec = importlib.util.spec_from_file_location("make_samples", RAW / "make_samples.py")
assert _spec is not None
assert _spec.loader is not None
make_samples = importlib.util.module_from_spec(_spec)
sys.modules["make_samples"] = make_samples  # dataclasses look their module up
_spec.loader.exec_module(make_samples)

PLANS = {name: plan for name, (plan, _) in make_samples.samples().items()}
NAMES = sorted(PLANS)
ROLES = {"牵头单位": "lead", "参加单位": "participant", "责任单位": "responsible"}
DASHES = re.compile("[-–—―－]+")


@cache
def extraction(name: str) -> Extraction:
    return pipeline.extract(pipeline.SourceFile.from_path(SAMPLES / name))


@cache
def document(name: str) -> Document:
    (only,) = extraction(name).documents
    return only


def same(text: str | None) -> str:
    """*text* as texts are compared: without white space, of one width, every run of dashes as one."""
    return DASHES.sub("-", unicodedata.normalize("NFKC", "".join((text or "").split())))


def path_of(name: str, at: At) -> str | None:
    read = document(name)
    if at.measure is not None:
        return read.measures[at.measure - 1].path
    return read.sections[at.section - 1].path if at.section is not None else None


def text_of(node) -> str:
    return same("".join(node.own))


def value(mention: DateMention) -> str:
    """What a date states, as plans.yml writes it."""
    match mention.kind:
        case DateKind.DEADLINE:
            return str(mention.due_on)
        case DateKind.PERIOD:
            return f"{mention.start_on}/{mention.end_on}"
        case DateKind.POINT:
            return f"from {mention.start_on}"
        case DateKind.DURATION:
            return f"{mention.duration}{' working' if mention.working_days else ''}"
        case DateKind.RECURRENCE:
            return str(mention.rrule)


# --- the files


def test_the_script_writes_the_shipped_bytes(tmp_path):
    pytest.importorskip("justmytype_intl_cjk", reason="needs the font of the dev extra")
    for name in ("make_samples.py", "plans.yml", "make_formats.py", "formats.yml", "pdf_writer.py"):
        shutil.copy(RAW / name, tmp_path)
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, tmp_path / "make_samples.py"], check=True, env=environment)
    written, shipped = (
        {str(path.relative_to(raw)): path.read_bytes() for name in FOLDERS for path in (raw / name).iterdir()}
        for raw in (tmp_path, RAW)
    )
    assert written == shipped
    assert {f"samples/{name}" for name in NAMES} < written.keys()


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("newspaper.txt", r"^\n03要闻/2023年 4月 12日 星期三\n\n"),
        ("newspaper.txt", r"\n\n二、\S+，\n\S+\n\n"),  # a heading of two lines without a blank line between
        ("newspaper.txt", r"\n(?:\S ){15,}\S\n"),  # a line set wide
        ("newspaper.txt", r"\n▲ ▲\n 省委省政府印发《\S+》\n\n$"),
        ("website.txt", r"^当前位置: 首页"),
        ("website.txt", r"\n  2\.\S+,\S+\n\n  3\."),  # half width, a paragraph a line
        ("website.txt", r"ICP备\d+号"),
        ("city.md", r"\n# \S+文件\n\n云溪\S+发〔2023〕7号\n"),
        ("city.md", r"[一-鿿，]\n\n[一-鿿]"),  # a page ends inside a sentence
        ("city.md", r"（牵头单位：[^。\n]+\n\n[^。\n]+）\n"),  # … and inside a note
        ("city.md", r"\n\n（牵头单位：[^\n]+）\n\n"),  # a note on a line of its own
        ("city.md", r"\(责任单位：[^()\n]+（街道）\)"),  # half-width brackets around full-width ones
        ("city.md", r"\n\d+\. \*\*\S+。\*\*"),
        ("gazette.txt", r"^ \S[^\f]+\n\n— 14 —\n \S"),
        ("gazette.txt", r"\n第一章 总 则\n"),
        ("draft.txt", r"^\n\n附件 1\n\n\S+ \(2023-2025 年\)\n\n\(征求意见稿\)\n"),
        ("draft.txt", r"\n二、[^。\n]+\n\n[^。\n（]+\n\n（一）"),  # a heading cut by a page
        ("draft.txt", r"到 2025 年"),
    ],
)
def test_a_manner_has_what_it_is_for(name, shape):
    assert re.search(shape, (SAMPLES / name).read_text(encoding="utf-8"))


def test_newspaper_lines_are_parted_by_blank_lines_and_cut_before_the_end():
    lines = (SAMPLES / "newspaper.txt").read_text(encoding="utf-8").split("\n")
    touching = [pair for pair in pairwise(lines) if all(pair)]
    assert touching
    assert all(first.endswith("，") or first == "▲ ▲" for first, _ in touching)
    page, whole = PLANS["newspaper.txt"].nodes, PLANS["website.txt"].nodes
    assert [n.path for n in page] == [n.path for n in whole][: len(page)]
    assert len(page) < len(whole)


# --- what the pipeline reads


@pytest.mark.parametrize(
    ("name", "status", "region", "issued", "published"),
    [
        ("newspaper.txt", Status.FINAL, "江海省", None, None),
        ("website.txt", Status.FINAL, "江海省", None, date(2023, 4, 20)),
        ("city.md", Status.FINAL, "云溪市", date(2023, 5, 16), None),
        ("gazette.txt", Status.FINAL, "云溪市", date(2023, 7, 18), None),
        ("draft.txt", Status.DRAFT, "鹤汀市", None, None),
    ],
)
def test_formal_lines(name, status, region, issued, published):
    plan, read = PLANS[name], document(name)
    assert same(read.title) == same(plan.title)
    assert read.issuer == plan.notice.get("issuer")
    assert same(read.doc_number) == same(plan.notice.get("number"))
    assert (read.status, read.region, read.issued_on, read.published_on) == (status, region, issued, published)


@pytest.mark.parametrize("name", NAMES)
def test_sections(name):
    expected = [(n.path, same(n.title), same("".join(n.paragraphs))) for n in PLANS[name].nodes if n.children]
    assert expected
    assert [(s.path, same(s.heading), same(s.intro)) for s in document(name).sections] == expected


@pytest.mark.parametrize("name", NAMES)
def test_measures(name):
    expected = [(n.path, n.marker, text_of(n)) for n in PLANS[name].nodes if not n.children]
    assert len(expected) >= 10
    assert [(m.path, m.marker, same(m.text)) for m in document(name).measures] == expected


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"gazette.txt"}))
def test_titles_of_measures(name):
    expected = [n.title for n in PLANS[name].nodes if not n.children]
    assert [m.title for m in document(name).measures] == expected


@pytest.mark.parametrize("name", NAMES)
def test_assignments(name):
    noted = [(node, node.note) for node in PLANS[name].nodes if node.note]
    expected = [
        (node.path, ROLES[label], surface, "按职责分工负责" if note.is_shared else None)
        for node, note in noted
        for label, surfaces in note.units.items()
        for surface in surfaces
    ]
    read = document(name).assignments
    assert [(path_of(name, a.at), a.role.value, a.surface, a.qualifier) for a in read] == expected
    assert {a.basis.value for a in read} <= {"stated"}


def test_units_of_the_city_stand_in_its_jurisdiction():
    units = {a.surface: a.unit for a in document("city.md").assignments}
    assert units["市民政局"].name == "云溪市民政局"
    assert units["市卫健委"].name == "云溪市卫生健康委员会"
    assert {unit.region for surface, unit in units.items() if surface.startswith("市")} == {"云溪市"}
    assert units["各县（市、区）人民政府"].is_collective


@pytest.mark.parametrize("name", NAMES)
def test_dates(name):
    plan = PLANS[name]
    expected = [(None, same(surface), stated) for surface, stated in plan.dates.items()]
    for node in plan.nodes:
        for surface, stated in node.dates.items():
            printed = text_of(node).count(same(surface))
            assert printed, (node.path, surface)
            expected += [(node.path, same(surface), stated)] * printed
    read = [(path_of(name, d.at), same(d.fact.surface), value(d.fact)) for d in document(name).dates]
    assert sorted(read, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("name", NAMES)
def test_stated_quantities(name):
    expected = {
        (node.path, same(surface), stated) for node in PLANS[name].nodes for surface, stated in node.quantities.items()
    }
    read = set()
    for placed in document(name).quantities:
        fact = placed.fact
        bound = fact.high if fact.low is None else fact.low
        read.add((path_of(name, placed.at), same(fact.surface), f"{fact.comparator} {bound:.15g} {fact.unit}"))
    assert expected <= read


@pytest.mark.parametrize("name", NAMES)
def test_findings(name):
    expected = [(n.finding, n.path) for n in PLANS[name].nodes if n.finding]
    read = extraction(name)
    assert [(f.code, path_of(name, At(measure=f.measure_ordinal))) for f in read.findings] == expected
    for finding in read.findings:
        (line,) = [row for row in read.lines if row.line_no == finding.line_no]
        assert "每年32日前" in line.text


@pytest.mark.parametrize("name", NAMES)
def test_closing_words_belong_to_no_measure(name):
    closing = PLANS[name].closing
    if closing is None:
        assert document(name).measures[-1].char_end == len(document(name).text)
    else:
        assert same(document(name).text).endswith(same(closing))


def test_newspaper_and_website_agree_in_what_they_share():
    page, whole = document("newspaper.txt"), document("website.txt")
    shared = {m.path: same(m.text) for m in page.measures}
    assert shared == {m.path: same(m.text) for m in whole.measures if m.path in shared}
    dates = {
        name: [(path, value(d.fact)) for d in document(name).dates if (path := path_of(name, d.at)) in shared]
        for name in ("newspaper.txt", "website.txt")
    }
    assert dates["newspaper.txt"] == dates["website.txt"]


@pytest.mark.parametrize("name", NAMES)
def test_every_character_stands_in_a_line_once(name):
    printed = (SAMPLES / name).read_text(encoding="utf-8")
    assert "".join("".join(line.text for line in extraction(name).lines).split()) == "".join(printed.split())


# --- the script's own rules


@given(st.text(alphabet="云溪市养老服务，。、；：）》！？2023%", min_size=1), st.integers(8, 30))
def test_wrapping_keeps_every_character_and_starts_no_line_with_a_stop(text, measure):
    lines = make_samples.wrapped(text, measure)
    assert "".join(lines) == text
    assert not any(line[0] in "，。、；：）》！？" for line in lines[1:])


@given(st.integers(1, 99))
def test_han_numerals_read_back(number):
    assert han_number(make_samples.han(number)) == number
