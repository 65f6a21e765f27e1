"""The annotated plans come out at least as well as they ever did (floors.json; `bench/accuracy.py --raise`)."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import duckdb
import pytest

from bench.accuracy import FLOORS, Score, compare, scores
from pipeline import SourceFile, extract
from warehouse import naming

CORPUS = os.environ.get("TAIZHANG_CORPUS")


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="TAIZHANG_CORPUS is not set")
def test_no_figure_falls_below_its_floor(real_plans: Path) -> None:
    found = scores(real_plans, Path(CORPUS or "").parent / "gold")
    floors = json.loads(FLOORS.read_text("utf-8"))
    fallen = [
        f"{plan} {table}: F1 {found[plan][table].f1:.4f} is under {floor}; missing {found[plan][table].missing[:3]}"
        for plan, tables in floors.items()
        for table, floor in tables.items()
        if found[plan][table].f1 < floor
    ]
    assert not fallen, "\n".join(fallen)


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="TAIZHANG_CORPUS is not set")
def test_nearly_every_assignment_has_a_unit_with_a_normal_form(real_plans: Path) -> None:
    """97 % of them: a name within a region, a body of the state, or a collective. The rest is printed."""
    with duckdb.connect(str(real_plans), read_only=True) as connection:
        ((total, normal),) = connection.execute(
            f"SELECT count(*), count(*) FILTER ({naming.HAS_NORMAL_FORM}) FROM assignments JOIN units u USING (unit_id)"
        ).fetchall()
        rest = naming.missing(connection).rows
    print(f"{normal} of {total} assignments have a unit with a normal form; the rest: {rest}")  # noqa: T201 - the list is the result
    assert total > 2000
    assert normal >= 0.97 * total, rest


def test_a_missing_and_an_extra_measure_both_count() -> None:
    gold = [{"document": 1, "path": "1.1", "text": "甲。"}, {"document": 1, "path": "1.2", "text": "乙 ，丙。"}]
    found = [{"document": 1, "path": "1.2", "text": "乙,丙。"}, {"document": 1, "path": "1.3", "text": "丁。"}]
    score = compare("measures", gold, found)
    assert (score.gold, score.found, score.hit, score.f1) == (2, 2, 1, 0.5)
    assert score.missing == ((1, "1.1", "甲。"),)
    assert score.extra == ((1, "1.3", "丁。"),)


def test_quantities_are_scored_by_recall_alone() -> None:
    one = {"document": 1, "path": "1", "comparator": ">=", "low": 90, "high": None, "unit": "%"}
    two = one | {"low": 95.0}
    assert compare("quantities", [one], [one, two]).f1 == 1.0
    assert compare("quantities", [one, two], [two]).f1 == pytest.approx(2 / 3)


def test_a_wrong_field_and_a_document_too_many_count() -> None:
    gold = [{"ordinal": 1, "title": "方案", "status": "draft"}]
    found = [{"ordinal": 1, "title": "方案", "status": "final"}, {"ordinal": 2, "title": "附件"}]
    assert compare("documents", gold, found) == Score(2, 3, 1, ((1, "status", "draft"),), ())


def test_nothing_to_find_and_nothing_found_is_perfect() -> None:
    assert compare("units", [], []).f1 == 1.0


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="TAIZHANG_CORPUS is not set")
def test_the_gazette_gives_its_boxes_its_glossary_and_its_untitled_tasks() -> None:
    """Counted on the printed pages: 10 and 8 boxes, 25 terms, 12 tasks under 第六章（三）."""
    gazette = max(Path(CORPUS or "").glob("*.txt"), key=lambda path: path.stat().st_size)
    documents = extract(SourceFile.from_path(gazette)).documents
    boxes = [[s.path for s in d.sections if re.fullmatch(r"box\d+", s.path)] for d in documents]
    assert [len(own) for own in boxes if own] == [10, 8]
    assert [len(d.terms) for d in documents if d.terms] == [25]
    (with_terms,) = [d for d in documents if d.terms]
    (measure,) = [m for m in with_terms.measures if m.path == "6.3"]
    assert [task.title for task in measure.tasks][:3] == ["煤矿", "非煤矿山", "危险化学品"]
    assert len(measure.tasks) == 12
