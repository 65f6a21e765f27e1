"""The definitions say everything, and the pages of docs/ say what the definitions do."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from warehouse import documenting
from warehouse.tables import TABLES
from warehouse.views import VIEWS

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("thing", [*TABLES, *VIEWS], ids=lambda thing: thing.name)
def test_every_column_has_a_label_a_description_and_a_source(thing):
    for c in thing.columns:
        for text in (c.label, c.description, c.source):
            assert text.strip() == text != "", (thing.name, c.name)
            assert not text.endswith("。"), (thing.name, c.name)
        assert c.description != c.label, (thing.name, c.name)


@pytest.mark.parametrize("thing", [*TABLES, *VIEWS], ids=lambda thing: thing.name)
def test_figures_that_measure_have_a_unit(thing):
    measuring = ("_size", "_count", "_start", "_end", "_days", "page_start", "page_end", "tasks", "plans", "_year")
    for c in thing.columns:
        if c.name.endswith(measuring) and c.type.value != "DATE":
            assert c.unit, (thing.name, c.name)
        assert c.unit != "", (thing.name, c.name)


def test_a_source_that_names_a_column_names_one_that_exists():
    columns = {f"{thing.name}.{c.name}" for thing in (*TABLES, *VIEWS) for c in thing.columns}
    names = {thing.name for thing in (*TABLES, *VIEWS)}
    for thing in (*TABLES, *VIEWS):
        for c in thing.columns:
            for word in c.source.replace("，", "、").replace(" ", "、").split("、"):
                if word.split(".")[0] in names and "." in word:
                    assert word in columns, (thing.name, c.name, word)


def test_the_pages_are_current():
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "docs" / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    for file, text in make.pages().items():
        assert file.read_text("utf-8") == text, f"{file.name} is out of date; run `make docs`"


def test_every_query_finds_something():
    page = (ROOT / "docs" / "queries.md").read_text("utf-8")
    blocks = [block.split("```")[0].splitlines() for block in page.split("```console\n")[1:]]
    assert len(blocks) >= 6
    for command, head, rule, *rows in blocks:
        assert head.startswith("| "), command
        assert rule.startswith("| --- "), command
        assert rows, command


def test_the_dictionary_has_a_line_for_every_column():
    page = documenting.page()
    for thing in (*TABLES, *VIEWS):
        part = page.split(f"### {thing.name}\n")[1].split("\n### ")[0]
        assert [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| ")][2:] == [
            c.name for c in thing.columns
        ]
        assert thing.label in part
