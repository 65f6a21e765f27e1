"""The warehouse: rows and ids, loading, views, opening and publishing, export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warehouse_plan import COUNTY, WATER, link, origin, plan

from pipeline.models import Extraction, Unit
from raw.sources.origins import OriginStatus
from warehouse import history, loading, quality, queries
from warehouse.landing import Landing, failed
from warehouse.opening import create
from warehouse.rows import rows, unit_id
from warehouse.tables import TABLES, SourceStatus
from warehouse.views import VIEWS


def landed(extraction: Extraction, rules: str = "rules") -> Landing:
    return Landing(
        Path(extraction.name),
        extraction.source_id,
        extraction.name,
        extraction.uri,
        SourceStatus.LOADED,
        fingerprint=f"{extraction.source_id} {rules}",
        byte_size=extraction.byte_size,
        media_type=extraction.media_type,
        reader=extraction.reader,
        page_count=extraction.page_count,
        tables=rows(extraction),
    )


def load(connection: duckdb.DuckDBPyConnection, landings: Sequence[Landing], run_id: str) -> list[Landing]:
    """A run of one batch, up to what follows from all rows."""
    outcome = loading.load(connection, landings, run_id)
    loading.gather(connection)
    return outcome


def loaded(*landings: Landing) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    create(connection)
    run_id = loading.start_run(connection)
    load(connection, landings, run_id)
    history.record(connection, run_id, None)
    return connection


@pytest.fixture(scope="module")
def db():
    """A warehouse of one plan, to be read."""
    with loaded(landed(plan())) as connection:
        loading.record_origins(connection, [origin(plan().source_id)])
        link(connection)
        yield connection


@pytest.fixture
def own():
    """A warehouse of one plan, to be changed."""
    with loaded(landed(plan())) as connection:
        yield connection


def column(db: duckdb.DuckDBPyConnection, query: str) -> list:
    return [row[0] for row in db.execute(query).fetchall()]


def contents(db: duckdb.DuckDBPyConnection, tables=TABLES) -> dict[str, list]:
    """Every row of every table, but for when and in which run it was loaded."""
    moments = {"landed_at", "loaded_at", "run_id"}
    return {
        table.name: sorted(
            db.execute(f"SELECT {', '.join(n for n in table.names if n not in moments)} FROM {table.name}").fetchall(),
            key=repr,
        )
        for table in tables
        if table.name not in ("runs", "changes")
    }


# --- the schema -------------------------------------------------------------------------------------------------


def test_tables_are_made_as_defined():
    with loaded() as db:
        made = db.execute(
            "SELECT table_name, column_name, data_type, NOT is_nullable, comment FROM duckdb_columns()"
            " WHERE NOT internal AND list_contains(?, table_name) ORDER BY table_name, column_index",
            [[table.name for table in TABLES]],
        ).fetchall()
        defined = [
            (table.name, c.name, c.type.value, c.required or c.name in table.key, c.comment)
            for table in sorted(TABLES, key=lambda table: table.name)
            for c in table.columns
        ]
        assert made == defined
        assert dict(db.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()) == {
            thing.name: thing.label for thing in (*TABLES, *(view for view in VIEWS if view.order))
        } | {"schema_version": "表结构版本"}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_views_yield_the_columns_defined(view, db):
    found = db.execute(f"SELECT column_name, column_type FROM (DESCRIBE {view.name})").fetchall()
    assert found == [(c.name, c.type.value) for c in view.columns]
    comments = db.execute("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?", [view.name])
    assert comments.fetchall() == [(c.name, c.comment) for c in view.columns]
    kind = "table" if view.order else "view"
    assert column(db, f"SELECT comment FROM duckdb_{kind}s() WHERE {kind}_name = '{view.name}'") == [view.label]


def test_every_label_is_chinese():
    for thing in (*TABLES, *VIEWS):
        for label in (thing.label, *(c.label for c in thing.columns)):
            assert any("一" <= character <= "鿿" for character in label), (thing.name, label)


def test_a_column_named_like_another_tables_key_says_so():
    keys = {table.key[0]: table.name for table in TABLES if len(table.key) == 1}
    for table in TABLES:
        for c in table.columns:
            if c.name in keys and c.name not in table.key:
                assert c.references == keys[c.name], (table.name, c.name)


@pytest.mark.parametrize(
    ("table", "column_name", "value"),
    [(t.name, c.name, "nonsense") for t in TABLES for c in t.columns if c.values]
    + [(t.name, c.name, c.minimum - 1) for t in TABLES for c in t.columns if c.minimum is not None],
)
def test_closed_lists_and_least_figures_are_enforced(db, table, column_name, value):
    if not column(db, f"SELECT count(*) FROM {table}")[0]:
        pytest.fail(f"the plan of the tests holds no row of {table}")
    with pytest.raises(duckdb.ConstraintException):
        db.execute(f"UPDATE {table} SET {column_name} = ?", [value])


# --- rows and ids -----------------------------------------------------------------------------------------------


def test_ids_say_where_a_row_stands(db):
    source = plan().source_id
    assert column(db, "SELECT document_id FROM documents ORDER BY ordinal") == [f"{source}.1", f"{source}.2"]
    assert column(db, "SELECT parent_document_id FROM documents ORDER BY ordinal") == [None, f"{source}.1"]
    assert column(db, "SELECT parent_id FROM sections ORDER BY ordinal") == [None, *[f"{source}.1.s1"] * 2]
    assert column(db, "SELECT measure_id FROM measures WHERE path = '1.1.2'") == [f"{source}.1.m2"]
    assert column(db, "SELECT task_id FROM tasks WHERE title = '巡查'") == [f"{source}.1.m1t2"]
    assert db.execute("SELECT section_id, measure_id, task_id FROM dates WHERE rrule IS NOT NULL").fetchall() == [
        (f"{source}.1.s2", f"{source}.1.m1", f"{source}.1.m1t2")
    ]
    assert column(db, "SELECT finding_id FROM findings WHERE measure_id IS NOT NULL") == [f"{source}.f1"]


def test_a_unit_is_its_name_within_its_region():
    elsewhere = replace(WATER, region="临云市")
    assert unit_id(WATER) == unit_id(replace(WATER, short_name="水利局"))
    assert len({unit_id(WATER), unit_id(elsewhere), unit_id(COUNTY), unit_id(replace(WATER, region=None))}) == 4


@pytest.mark.parametrize("noun", ["lines", "documents"])
def test_two_rows_of_one_key_are_no_rows(noun):
    extraction = plan()
    twice = replace(extraction, **{noun: [*getattr(extraction, noun)[:1], *getattr(extraction, noun)]})
    with pytest.raises(ValueError, match=r"^duplicate"):
        rows(twice)


@given(st.text(), st.none() | st.text())
def test_unit_ids_are_short_and_stable(name, region):
    unit = Unit(name, name, region, WATER.kind)
    assert unit_id(unit) == unit_id(replace(unit))
    assert len(unit_id(unit)) == 13


def test_rows_hold_what_the_extraction_holds(db):
    extraction = plan()
    assert column(db, "SELECT text FROM lines ORDER BY line_no") == [line.text for line in extraction.lines]
    assert column(db, "SELECT text FROM documents ORDER BY ordinal") == [d.text for d in extraction.documents]
    main = extraction.documents[0]
    assert column(db, "SELECT surface FROM dates ORDER BY char_start") == [d.fact.surface for d in main.dates]
    assert column(db, "SELECT low FROM quantities ORDER BY char_start") == [q.fact.low for q in main.quantities]
    assert column(db, "SELECT due_on FROM dates WHERE is_ambiguous") == [date(2025, 12, 31)]
    assert column(db, "SELECT term FROM terms") == ["河湖清洁"]
    assert column(db, "SELECT name FROM indicators") == ["水面清洁率"]
    assert column(db, "SELECT title FROM citations") == ["云溪市节水条例"]


def test_units_and_every_way_they_are_named(db):
    assert sorted(column(db, "SELECT name FROM units")) == sorted(
        ["云溪市水利局", "云溪市财政局", "云溪县人民政府", "云溪市城市管理局"]
    )
    aliases = db.execute("SELECT alias, a.region, name FROM unit_aliases a JOIN units USING (unit_id)").fetchall()
    assert ("市水利局", "云溪市", "云溪市水利局") in aliases
    assert len(aliases) == 4


# --- loading ----------------------------------------------------------------------------------------------------


def test_loading_again_changes_nothing(own):
    before = contents(own), own.execute("SELECT * FROM sources").fetchall()
    (again,) = load(own, [landed(plan())], loading.start_run(own))
    assert again.status is SourceStatus.SKIPPED
    assert (contents(own), own.execute("SELECT * FROM sources").fetchall()) == before


def test_other_rules_replace_a_sources_rows(own):
    ((first_landed,),) = own.execute("SELECT landed_at FROM sources").fetchall()
    extraction = plan()
    shorter = replace(extraction, documents=extraction.documents[:1], findings=(), lines=extraction.lines[:14])
    (outcome,) = load(own, [landed(shorter, "other rules")], loading.start_run(own))
    assert outcome.status is SourceStatus.LOADED
    assert column(own, "SELECT count(*) FROM documents") == [1]
    assert column(own, "SELECT count(*) FROM findings") == [0]
    assert column(own, "SELECT count(*) FROM lines") == [14]
    assert column(own, "SELECT landed_at FROM sources") == [first_landed]
    assert column(own, "SELECT run_id FROM sources") == ["r2"]


def test_origins_are_those_of_the_sources_and_the_last_word_counts(own):
    source_id = plan().source_id
    gone = OriginStatus.REMOVED
    loading.record_origins(own, [origin(source_id), origin("elsewhere"), origin(source_id, channel="other")])
    loading.record_origins(own, [origin(source_id, status=gone), origin(source_id, uri="https://x.cn/b.html")])
    found = own.execute("SELECT channel, uri, status FROM origins ORDER BY ALL").fetchall()
    assert found == [
        ("other", "https://x.cn/a.html", "published"),
        ("site", "https://x.cn/a.html", "removed"),
        ("site", "https://x.cn/b.html", "published"),
    ]
    assert column(own, "SELECT name FROM sources") == [plan().name]


def test_origins_outlive_other_rules(own):
    loading.record_origins(own, [origin(plan().source_id)])
    load(own, [landed(plan(), "other rules")], loading.start_run(own))
    assert column(own, "SELECT count(*) FROM origins") == [1]


def test_a_source_from_the_store_is_named_as_it_was_published():
    with loaded(landed(plan(name="0" * 64))) as db:
        earlier = origin(plan().source_id, uri="https://x.cn/b.html", name="b.html", fetched_at=datetime(2024, 1, 1))
        loading.record_origins(db, [origin(plan().source_id), earlier])
        assert column(db, "SELECT name FROM sources") == ["b.html"]


def test_units_that_nobody_names_any_more_are_forgotten(own):
    bare = replace(plan(), documents=tuple(replace(d, assignments=()) for d in plan().documents))
    load(own, [landed(bare, "other rules")], loading.start_run(own))
    assert column(own, "SELECT count(*) FROM units") == [0]
    assert column(own, "SELECT count(*) FROM unit_aliases") == [0]


def test_sources_share_their_units():
    with loaded(landed(plan()), landed(plan(b"copy", "copy.txt"))) as db:
        assert column(db, "SELECT count(*) FROM sources") == [2]
        assert column(db, "SELECT count(*) FROM units") == [4]
        assert quality.check(db) == []


def test_of_files_with_the_same_bytes_one_is_loaded():
    connection = duckdb.connect()
    create(connection)
    outcome = load(connection, [landed(plan()), landed(plan(name="copy.txt"))], loading.start_run(connection))
    assert [each.status for each in outcome] == [SourceStatus.LOADED, SourceStatus.SKIPPED]
    assert column(connection, "SELECT name FROM sources") == ["yunxi.txt"]


def test_batches_and_their_order_make_no_difference():
    landings = [landed(plan(bytes([n]), f"{n}.txt")) for n in range(5)]
    connection = duckdb.connect()
    create(connection)
    for landing in reversed(landings):
        load(connection, [landing], loading.start_run(connection))
    assert contents(connection) == contents(loaded(*landings))


def test_a_failure_gives_way_once_its_address_is_loaded(own):
    broken = failed(Landing(Path("b.txt"), "abc", "b.txt", "file:///b.txt", SourceStatus.FAILED), "The file is empty.")
    for _ in range(2):  # failing again is the same failure
        load(own, [broken], loading.start_run(own))
    assert own.execute("SELECT status, error FROM sources WHERE name = 'b.txt'").fetchall() == [
        ("failed", "The file is empty.")
    ]
    assert column(own, "SELECT message FROM findings WHERE code = 'unreadable'") == ["The file is empty."]
    assert quality.check(own) == []
    load(own, [landed(plan(b"mended", "b.txt"))], loading.start_run(own))
    assert column(own, "SELECT status FROM sources WHERE name = 'b.txt'") == ["loaded"]
    assert column(own, "SELECT count(*) FROM findings WHERE code = 'unreadable'") == [0]


def test_rows_that_the_tables_refuse_cost_only_their_source():
    good, bad = landed(plan()), landed(plan(b"bad", "bad.txt"))
    lines = bad.tables["lines"]
    strange = lines.set_column(lines.column_names.index("role"), "role", pa.array(["nonsense"] * lines.num_rows))
    with loaded(good, replace(bad, tables=bad.tables | {"lines": strange})) as db:
        assert db.execute("SELECT name, status FROM sources ORDER BY ALL").fetchall() == [
            ("bad.txt", "failed"),
            ("yunxi.txt", "loaded"),
        ]
        assert column(db, "SELECT count(*) FROM documents") == [2]
        assert "rule of the tables" in column(db, "SELECT error FROM sources WHERE status = 'failed'")[0]
        assert quality.check(db) == []


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["rules", "other"])), min_size=1, max_size=6))
def test_a_warehouse_holds_each_source_as_it_was_last_loaded(history):
    connection = duckdb.connect()
    create(connection)
    last = {}
    for number, rules in history:
        load(connection, [landed(plan(bytes([number]), f"{number}.txt"), rules)], loading.start_run(connection))
        last[number] = rules
    assert quality.check(connection) == []
    expected = [landed(plan(bytes([number]), f"{number}.txt"), rules) for number, rules in last.items()]
    assert contents(connection) == contents(loaded(*expected))


def test_a_run_accounts_for_what_it_saw(own):
    run_id = loading.start_run(own)
    loading.finish_run(own, run_id, [SourceStatus.LOADED, SourceStatus.FAILED, SourceStatus.LOADED])
    query = "SELECT sources_seen, loaded, skipped, failed, finished_at >= started_at FROM runs WHERE run_id = ?"
    assert own.execute(query, [run_id]).fetchall() == [(3, 2, 0, 1, True)]


# --- views ------------------------------------------------------------------------------------------------------


def ledger(db: duckdb.DuckDBPyConnection, columns: str) -> list[tuple]:
    return db.execute(f"SELECT {columns} FROM ledger ORDER BY ordinal").fetchall()


def test_ledger_has_a_row_for_each_task_in_printed_order(db):
    assert ledger(db, "ordinal, path, title, section, page") == [
        (1, "1.1.1", "清淤疏浚", "清理河道", 1),
        (2, "1.1.1", "巡查", "清理河道", 2),
        (3, "1.1.2", "垃圾清运", "清理河道", 2),
        (4, "1.2", "宣传引导", "宣传引导", 2),
        (5, "1", None, None, 3),
    ]


def test_ledger_names_the_units_of_the_task_then_of_its_section(db):
    assert ledger(db, "leads, others") == [
        ("云溪市水利局", "云溪市财政局、云溪市城市管理局"),
        (None, "云溪市水利局、云溪县人民政府、云溪市城市管理局"),
        (None, "云溪市城市管理局"),
        (None, None),
        (None, None),
    ]


def test_a_task_without_a_date_shows_its_measures_and_never_its_siblings(db):
    assert ledger(db, "due_on, due_level, recurrence") == [
        (date(2023, 12, 31), "measure", None),
        (date(2025, 12, 31), "task", "每季度"),
        (date(2024, 6, 30), "task", None),
        (None, None, None),
        (None, None, None),
    ]


def test_a_task_is_first_due_on_its_earliest_deadline(own):
    own.execute("UPDATE dates SET measure_id = t.measure_id, task_id = t.task_id FROM tasks t WHERE t.title = '巡查'")
    loading.gather(own)
    ((first, last),) = own.execute("SELECT due_on, last_due_on FROM ledger WHERE title = '巡查'").fetchall()
    assert (first, last) == (date(2023, 12, 31), date(2025, 12, 31))


def test_targets_are_printed_with_what_they_are_of(db):
    assert ledger(db, "targets")[:3] == [("清淤：30公里以上",), ("闸站：20座",), ("清运率：95%",)]


def test_copies_that_are_not_preferred_count_nowhere(own):
    own.execute("UPDATE documents SET is_preferred = FALSE")
    loading.gather(own)
    for view in ("ledger", "deadlines", "unit_workload", "section_units", "task_units", "task_dates"):
        assert own.execute(f"SELECT * FROM {view}").fetchall() == [], view


def test_deadlines_come_by_day_with_those_who_act(db):
    found = db.execute("SELECT due_on, surface, level, leads, others, page FROM deadlines").fetchall()
    assert found == [
        (
            date(2023, 12, 31),
            "2023年底前",
            "measure",
            "云溪市水利局",
            "云溪市财政局、云溪县人民政府、云溪市城市管理局",
            1,
        ),
        (date(2024, 6, 30), "2024年6月底前", "task", None, "云溪市城市管理局", 2),
        (date(2025, 12, 31), "2025年底前", "task", None, "云溪市水利局、云溪县人民政府、云溪市城市管理局", 2),
        (None, "每季度", "task", None, "云溪市水利局、云溪县人民政府、云溪市城市管理局", 2),
    ]


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2022, 3, 31), []),  # 每季度, from 2022 on, is due on that day first
        (date(2022, 4, 1), ["每季度"]),
        (date(2024, 1, 1), [None, "每季度"]),
    ],
)
def test_tasks_due_before_a_day_are_those_too_that_recur(db, day, due):
    found = queries.ledger(db, due_before=day).only(["recurrence"])
    assert [recurrence for (recurrence,) in found.rows] == due


def test_workload_counts_a_task_once_for_a_unit(db):
    columns = "unit, plans, tasks, lead_tasks, responsible_tasks, other_tasks, dated_tasks, first_due_on, last_due_on"
    assert db.execute(f"SELECT {columns} FROM unit_workload").fetchall() == [
        ("云溪市城市管理局", 1, 3, 0, 0, 3, 3, date(2023, 12, 31), date(2025, 12, 31)),
        ("云溪市水利局", 1, 2, 1, 1, 0, 2, date(2023, 12, 31), date(2025, 12, 31)),
        ("云溪县人民政府", 1, 1, 0, 1, 0, 1, date(2025, 12, 31), date(2025, 12, 31)),
        ("云溪市财政局", 1, 1, 0, 0, 1, 1, date(2023, 12, 31), date(2023, 12, 31)),
    ]


def test_indicator_targets_are_figures_where_they_are_one(own):
    query = "SELECT name, baseline_value, target_value FROM indicator_targets"
    assert own.execute(query).fetchall() == [("水面清洁率", 80.0, 95.0)]
    for printed, value in (
        ("≥95", 95.0),
        ("1,200.5", 1200.5),
        ("1.2万", 12000.0),
        ("不低于90%", 90.0),
        ("85%以上", 85.0),
        ("[8]", None),
        ("2万至3万", None),
        ("完成省下达任务", None),
        ("50%左右", None),
    ):
        own.execute("UPDATE indicators SET target = ?", [printed])
        assert own.execute(query).fetchall() == [("水面清洁率", 80.0, value)]


def test_sections_show_the_units_of_everything_below(db):
    found = db.execute("SELECT path, unit, role, tasks FROM section_units").fetchall()
    below = [
        ("云溪市城市管理局", "guidance", 3),
        ("云溪县人民政府", "responsible", 1),
        ("云溪市水利局", "lead", 1),
        ("云溪市水利局", "responsible", 1),
        ("云溪市财政局", "support", 1),
    ]
    assert found == [(path, *row) for path in ("1", "1.1") for row in below]
