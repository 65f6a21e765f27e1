"""The shipped samples in forms other than text: each is read back as what formats.yml says."""

from __future__ import annotations

import importlib
import sys
import unicodedata
from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("justmytype_intl_cjk", reason="needs the font of the dev extra")

import pipeline
from pipeline.models import Extraction, MeasureKind

RAW = Path(__file__).parents[1] / "raw"
sys.path.insert(0, str(RAW))  # as the scripts there find each other
make_formats = importlib.import_module("make_formats")

PLANS = {
    "samples/official.pdf": "official",
    "samples/gazette.pdf": "gazette",
    "samples/webpage.html": "web",
    "samples/notice.docx": "word",
    "samples/notice.ofd": "ofd",
    "scans/notice.pdf": "scan",
}
SLOW = [pytest.param(name, marks=pytest.mark.slow) if name.startswith("scans") else name for name in PLANS]


@cache
def extraction(name: str) -> Extraction:
    if name.startswith("scans"):
        pytest.importorskip("rapidocr", reason="needs the ocr extra")
    return pipeline.extract(pipeline.SourceFile.from_path(RAW / name))


def same(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split()).replace("—", "-")


def test_there_is_a_sample_of_every_form() -> None:
    assert make_formats.samples().keys() == PLANS.keys()
    assert {extraction(name).reader for name in PLANS if name.startswith("samples")} == {"pdf", "html", "docx", "ofd"}
    assert sum((RAW / name).stat().st_size for name in PLANS) < 1_500_000


@pytest.mark.parametrize("name", SLOW)
def test_what_a_sample_prints_is_read(name: str) -> None:
    plan = make_formats.load()[PLANS[name]]
    got = extraction(name)
    assert got.findings == ()
    (document,) = got.documents
    assert same(document.title) == same(plan["title"])
    assert (document.issuer, same(document.doc_number)) == (plan["issuer"], same(plan["number"]))
    day = document.issued_on
    assert day is not None
    assert f"{day.year}年{day.month}月{day.day}日" == plan["issued"]
    items = {
        f"{n}.{m}": same(f"{title}。{text}{note}")
        for n, section in enumerate(plan["sections"], 1)
        for m, (title, text, note) in enumerate(section["items"], 1)
    }
    assert {m.path: same(m.text) for m in document.measures if m.kind is MeasureKind.ITEM} == items
    sections = [section["heading"] for section in plan["sections"]]
    assert [s.heading for s in document.sections if not s.path.startswith("box")] == sections
    assert {a.unit.region for a in document.assignments if a.surface.startswith("市")} == {"云溪市"}


def test_the_gazette_has_its_box_and_its_indicators() -> None:
    plan = make_formats.load()["gazette"]
    (document,) = extraction("samples/gazette.pdf").documents
    items = [m.text for m in document.measures if m.kind is MeasureKind.BOX_ITEM]
    assert items == [item.partition("．")[2] for item in plan["box"]["items"]]
    assert [s.heading for s in document.sections if s.path == "box1"] == [plan["box"]["name"].split(" ")[1]]
    rows = [[i.name, i.unit, i.baseline, i.target, i.nature] for i in document.indicators]
    assert rows == plan["table"]["rows"][1:]
    assert {i.table_title for i in document.indicators} == {plan["table"]["caption"]}


def test_the_task_table_of_the_web_page_gives_its_units() -> None:
    plan = make_formats.load()["web"]
    (document,) = extraction("samples/webpage.html").documents
    for place, (number, task, lead, support, due) in enumerate(plan["tasks"][1:]):
        row = [m for m in document.measures if m.kind is MeasureKind.TABLE_ROW][place]
        assert (row.path, row.tasks[0].text.split("\n")[0]) == (f"table1.{number}", task)
        units = [(a.role.value, a.surface) for a in document.assignments if a.at.measure == row.ordinal]
        assert units == [("lead", lead), *(("support", unit) for unit in support.split("、"))]
        assert [d.fact.surface for d in document.dates if d.at.measure == row.ordinal] == [due]
