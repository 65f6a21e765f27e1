"""History: what the table ``changes`` tells of any two runs is what comparing two whole warehouses tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_warehouse import landed
from warehouse_plan import plan

from cli.main import main
from pipeline.models import Extraction
from warehouse import citing, history, loading, opening, plans, quality
from warehouse.errors import WarehouseError
from warehouse.ingesting import Ingestion, ingest
from warehouse.opening import WorkingCopy
from warehouse.schema import Type
from warehouse.tables import SourceStatus

#: What other rules make of the same bytes.
VARIANTS = ("as printed", "a date moved", "no annex", "fewer lines", "other units")


def variant(number: int, what: str) -> Extraction:
    extraction = plan(bytes([number]), f"{number}.txt")
    main_part, *annexes = extraction.documents
    if what == "a date moved":
        first, *others = main_part.dates
        moved = replace(first, fact=first.fact._replace(due_on=date(2024, 12, 31)))
        return replace(extraction, documents=(replace(main_part, dates=(moved, *others)), *annexes))
    if what == "no annex":
        return replace(extraction, documents=(main_part,), lines=extraction.lines[:14])
    if what == "fewer lines":
        return replace(extraction, documents=(), lines=extraction.lines[:2], findings=())
    if what == "other units":
        return replace(extraction, documents=(replace(main_part, assignments=main_part.assignments[:2]), *annexes))
    return extraction


def run(path: Path, *loads: tuple[int, str]) -> dict[tuple[str, str], str]:
    """One run over the warehouse; every row that it holds then, by table and key."""
    with WorkingCopy(path) as copy:
        db = copy.connection
        run_id = loading.start_run(db)
        outcome = loading.load(db, [landed(variant(number, what), what) for number, what in loads], run_id)
        plans.place(db)
        loading.gather(db)
        citing.link(db)
        history.record(db, run_id, copy.published)
        loading.finish_run(db, run_id, [each.status for each in outcome])
        assert quality.check(db) == []
        held = state(db)
        copy.publish()
    return held


def state(db: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    found = {}
    for table in history.COMPARED:
        key = " || '.' || ".join(table.key)
        names = [
            c.name for c in table.columns if c.type is not Type.TIMESTAMP and c.name not in ("run_id", "fingerprint")
        ]
        rows = db.execute(f"SELECT {key}, {', '.join(names)} FROM {table.name}").fetchall()
        found |= {(table.name, row[0]): repr(row) for row in rows}
    return found


def expected(before: dict, after: dict) -> set[tuple[str, str, str]]:
    found = {(*key, "added") for key in after.keys() - before.keys()}
    found |= {(*key, "removed") for key in before.keys() - after.keys()}
    return found | {(*key, "changed") for key in before.keys() & after.keys() if before[key] != after[key]}


def told(path: Path, earlier: str, later: str) -> set[tuple[str, str, str]]:
    with duckdb.connect(str(path), read_only=True) as db:
        rows = history.difference(db, earlier, later).only(("table", "row_id", "change")).rows
    assert len(rows) == len(set(rows))
    return set(rows)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 1), st.sampled_from(VARIANTS)), max_size=2, unique_by=lambda load: load[0]),
        min_size=2,
        max_size=5,
    )
)
@pytest.mark.slow
def test_any_two_runs_differ_by_what_their_warehouses_do(tmp_path_factory, loads):
    path = tmp_path_factory.mktemp("history") / "plans.duckdb"
    states = [{}, *(run(path, *each) for each in loads)]
    for later in range(1, len(states)):
        for earlier in range(later):
            assert told(path, f"r{earlier}", f"r{later}") == expected(states[earlier], states[later]), (earlier, later)


def test_documents_that_go_and_come_back(tmp_path):
    path = tmp_path / "plans.duckdb"
    story = ["as printed", "no annex", "fewer lines", "a date moved", "as printed"]
    states = [{}, *(run(path, (0, what)) for what in story)]
    for later in range(1, len(states)):
        for earlier in range(later):
            assert told(path, f"r{earlier}", f"r{later}") == expected(states[earlier], states[later]), (earlier, later)
    assert told(path, "r1", "r5") == set()


@pytest.fixture
def story(tmp_path):
    """A plan is loaded, then another, then the first by other rules."""
    path = tmp_path / "plans.duckdb"
    run(path, (0, "as printed"))
    run(path, (1, "as printed"))
    run(path, (0, "a date moved"))
    return path


def test_a_new_source_is_one_row_of_the_history(story):
    with duckdb.connect(str(story), read_only=True) as db:
        found = db.execute(
            "SELECT run_id, table_name, change, count(*) FROM changes"
            " WHERE table_name <> 'units' GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    assert found == [
        ("r1", "documents", "added", 2),
        ("r1", "sources", "added", 1),
        ("r2", "documents", "added", 2),
        ("r2", "documents", "changed", 2),  # they are copies of one plan now
        ("r2", "sources", "added", 1),
        ("r3", "dates", "changed", 1),
    ]


def test_what_changed_is_named(story):
    with duckdb.connect(str(story), read_only=True) as db:
        rows = history.difference(db, "r2", "r3").only(("table", "change", "columns", "called")).rows
    assert rows == [("dates", "changed", "due_on", "2023年底前")]


def command(*arguments: object):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_runs_are_listed(story):
    result = command("runs", "--format", "csv", "--warehouse", story)
    lines = [line.split(",") for line in result.stdout.splitlines()]
    assert lines[0][0] == "批次"
    assert [(line[0], *line[4:]) for line in lines[1:]] == [
        ("r1", "1", "1", "0", "0", "2", "0", "0"),
        ("r2", "1", "1", "0", "0", "2", "2", "0"),
        ("r3", "1", "1", "0", "0", "0", "0", "0"),
    ]
    assert all(len(line[1]) == len("2026-01-01T00:00:00") for line in lines[1:])


def test_diff_counts_by_document_and_lists_rows(story):
    counted = command("diff", "--format", "md", "--warehouse", story).stdout.splitlines()
    assert counted[2:] == [
        f"| {plan(bytes([0])).source_id}.1 | 云溪市河湖清洁行动方案（2022—2025年） | dates | 0 | 1 | 0 |"
    ]
    listed = command("diff", "r2", "r3", "--rows", "--format", "csv", "--warehouse", story).stdout.splitlines()
    assert listed[1].split(",")[1:] == [
        "dates",
        f"{plan(bytes([0])).source_id}.1.d1",
        "changed",
        "due_on",
        "2023年底前",
    ]
    since = command("diff", "r1", "--format", "json", "--warehouse", story)
    assert '"table": "tasks"' in since.stdout
    all_of_it = command("diff", "r0", "r1", "--format", "csv", "--warehouse", story).stdout
    assert "云溪市河湖清洁考核办法,measures,1,0,0" in all_of_it


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["r1", "r9"], "There is no run r9; `taizhang runs` lists all."),
        (["one", "r2"], "There is no run one"),
        (["r2", "r1"], "r1 is not later than r2"),
        (["r2", "r2"], "r2 is not later than r2"),
    ],
)
def test_runs_that_cannot_be_compared(story, arguments, sentence):
    result = command("diff", *arguments, "--warehouse", story)
    assert (result.exit_code, sentence in result.stderr) == (1, True)


def test_runs_before_history_was_kept_are_not_compared(story):
    with duckdb.connect(str(story)) as db:
        db.execute("UPDATE runs SET is_recorded = FALSE WHERE run_id < 'r3'")
        with pytest.raises(WarehouseError, match="kept since r3; compare r2 or a later run"):
            history.difference(db, "r1", "r3")
        assert len(history.difference(db, "r2", "r3").rows) == 1


def test_an_ingestion_that_is_not_finished_leaves_no_history(tmp_path):
    path = tmp_path / "plans.duckdb"
    with Ingestion(path) as ingestion:
        ingestion.load([landed(plan())])
    assert not path.exists()
    with Ingestion(path) as ingestion:
        ingestion.load([landed(plan())])
        assert ingestion.finish().statuses == {SourceStatus.LOADED: 1}
    with duckdb.connect(str(path), read_only=True) as db:
        assert db.execute("SELECT run_id, is_recorded FROM runs").fetchall() == [("r1", True)]


def test_a_run_that_changes_nothing_recomputes_nothing_unless_the_release_is_another(tmp_path):
    """What follows from the rows is there already, if this release made it: a table emptied by hand stays so."""
    (tmp_path / "plan.txt").write_text(
        "云溪市湿地修复方案（2022—2025年）\n\n一、主要任务\n（一）退渔还湿。2023年底前退渔3公顷。（责任单位：市水利局）\n",
        "utf-8",
    )
    warehouse = tmp_path / "plans.duckdb"

    def ledger_after(statement: str) -> list[tuple]:
        with duckdb.connect(str(warehouse)) as connection:
            connection.execute(statement)
        assert ingest([tmp_path / "plan.txt"], warehouse).statuses == {SourceStatus.SKIPPED: 1}
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            assert connection.execute("SELECT is_recorded FROM runs ORDER BY run_id DESC LIMIT 1").fetchall() == [
                (True,)
            ]
            return connection.execute("SELECT text FROM ledger").fetchall()

    ingest([tmp_path / "plan.txt"], warehouse)
    assert len(ledger_after("CHECKPOINT")) == 1
    with opening.read(warehouse) as connection:
        assert history.difference(connection, "r1", "r2").rows == []
    assert ledger_after("DELETE FROM ledger") == []
    assert len(ledger_after("UPDATE runs SET version = '0.0.1'")) == 1
    assert ledger_after("DELETE FROM ledger") == []
    assert len(ledger_after("UPDATE runs SET is_recorded = FALSE WHERE run_id = 'r5'")) == 1
