"""Every data check holds for a good warehouse and notices its own breach."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from test_warehouse import landed, loaded
from warehouse_plan import link, origin, plan

from warehouse import loading, quality
from warehouse.schema import Table
from warehouse.tables import TABLES, SourceStatus

#: For each rule, statements each of which breaks it.
BREACHES = {
    "aliases_named": ["DELETE FROM unit_aliases WHERE alias = '市水利局'", "UPDATE unit_aliases SET region = '临云市'"],
    "bounds_ordered": [
        "UPDATE quantities SET low = 21 WHERE surface = '20座'",
        "UPDATE quantities SET low = NULL WHERE surface = '20座'",
        "UPDATE quantities SET high = 40 WHERE comparator = '>='",
        "UPDATE quantities SET comparator = 'range', high = NULL WHERE surface = '20座'",
        "UPDATE quantities SET comparator = '<=', low = 20 WHERE surface = '20座'",
        "UPDATE quantities SET low = 'inf'::DOUBLE, high = 'inf'::DOUBLE WHERE surface = '20座'",
    ],
    "characters_complete": [
        "UPDATE lines SET document_id = NULL, char_start = NULL, char_end = NULL WHERE line_no = 5",
        "DELETE FROM lines",
        "UPDATE lines SET text = text || '。' WHERE line_no = 3",
    ],
    "characters_once": ["UPDATE lines SET char_end = char_end + 2 WHERE line_no = 3"],
    "counterparts_single": [
        "INSERT INTO measure_links SELECT * REPLACE (base_measure_id || '0' AS base_measure_id) FROM measure_links",
        "INSERT INTO measure_links SELECT * REPLACE (measure_id || '0' AS measure_id) FROM measure_links",
    ],
    "deadlines_due": ["UPDATE dates SET due_on = NULL WHERE surface = '2023年底前'"],
    "failures_explained": [
        "UPDATE sources SET error = 'odd'",
        "UPDATE sources SET status = 'failed', error = 'It is empty.'",
        "UPDATE sources SET fingerprint = NULL",
        "UPDATE sources SET reader = NULL",
    ],
    "keys_unique": ["INSERT INTO tasks FROM tasks LIMIT 1", "INSERT INTO lines FROM lines WHERE line_no = 1"],
    "leads_in_ledger": ["UPDATE ledger SET leads = NULL"],
    "ledger_complete": [
        "DELETE FROM ledger WHERE ordinal = 1",
        "INSERT INTO ledger FROM ledger",
    ],
    "line_numbers": ["DELETE FROM lines WHERE line_no = 2", "DELETE FROM lines WHERE line_no = 1"],
    "links_within_plans": [
        "DELETE FROM plan_links",
        "UPDATE measure_links SET measure_id = base_measure_id",
        "UPDATE measure_changes SET base_measure_id = measure_id",
    ],
    "measure_text": [
        "UPDATE measures SET text = text || '。' WHERE ordinal = 1",
        "UPDATE measures SET text = ' ' || text WHERE ordinal = 1",
        "UPDATE measures SET char_start = char_start + 1 WHERE ordinal = 1",
    ],
    "measures_have_tasks": ["DELETE FROM tasks WHERE title = '巡查' OR ordinal = 1 AND measure_id LIKE '%m1'"],
    "offsets_inside_text": [
        f"UPDATE {table.name} SET {change}"
        for table in TABLES
        if "char_start" in table.names
        for change in ("char_start = char_end + 1", "char_end = 100000")
    ],
    "one_preferred": ["UPDATE documents SET is_preferred = FALSE WHERE ordinal = 2"],
    "ordinals_run_on": [
        f"UPDATE {name} SET ordinal = ordinal + 1" for name in ("documents", "sections", "measures", "tasks")
    ]
    + ["UPDATE measures SET ordinal = 1"],
    "origins_one_current": [
        "INSERT INTO origins SELECT * REPLACE ('another' AS source_id) FROM origins",
        "INSERT INTO origins SELECT * REPLACE ('another' AS source_id, 'removed' AS status) FROM origins",
    ],
    "periods_ordered": [
        "UPDATE dates SET start_on = DATE '2023-02-01', end_on = DATE '2023-01-31'",
        "UPDATE dates SET kind = 'period', rrule = NULL",
        "UPDATE documents SET period_end = DATE '2020-01-01' WHERE ordinal = 1",
        "UPDATE documents SET page_start = 9",
        "UPDATE measures SET page_end = 1 WHERE page_start = 2",
    ],
    "plans_named": ["UPDATE documents SET plan_id = 'another' WHERE ordinal = 1"],
    "recurrences_rule": [
        "UPDATE dates SET rrule = NULL",
        "UPDATE dates SET rrule = 'MONTHLY' WHERE rrule IS NOT NULL",
        "UPDATE dates SET rrule = 'FREQ=YEARLY' WHERE kind = 'deadline'",
    ],
    "references_within_document": [
        "UPDATE measures SET section_id = (SELECT min(section_id) FROM sections) WHERE kind = 'article'",
        "UPDATE dates SET document_id = (SELECT document_id FROM documents WHERE ordinal = 2)",
        "UPDATE dates SET measure_id = (SELECT measure_id FROM measures WHERE path = '1.2') WHERE task_id IS NOT NULL",
    ],
    "runs_counted": ["UPDATE runs SET loaded = 7"],
    "surfaces": [f"UPDATE {name} SET surface = surface || '。'" for name in ("assignments", "dates", "quantities")],
    "tasks_inside_measure": [
        "UPDATE tasks SET char_start = char_start - 1 WHERE measure_id LIKE '%1.m1' AND ordinal = 1",
        "UPDATE tasks SET char_end = char_end + 1 WHERE measure_id LIKE '%1.m1' AND ordinal = 2",
        "UPDATE tasks SET char_start = char_start - 3 WHERE measure_id LIKE '%1.m1' AND ordinal = 2",
    ],
    "versions_run_on": [
        "UPDATE documents SET version = 2 WHERE ordinal = 2",
        "UPDATE documents SET version = 0 WHERE ordinal = 2",
        "UPDATE documents SET supersedes_document_id = parent_document_id WHERE ordinal = 2",
    ],
}


def references() -> Iterator[tuple[str, str, str]]:
    """(table, column, table referred to) of every reference."""
    for table in TABLES:
        for column in table.columns:
            if column.references:
                yield table.name, column.name, column.references


@pytest.fixture(scope="module")
def good():
    with loaded(landed(plan())) as connection:
        loading.record_origins(connection, [origin(plan().source_id)])
        link(connection)
        loading.finish_run(connection, "r1", [SourceStatus.LOADED])
        yield connection


@pytest.fixture
def db(good):
    """The good warehouse, to be broken: every change is taken back."""
    good.begin()
    yield good
    good.rollback()


def breaking(db: duckdb.DuckDBPyConnection, rule: str) -> list[tuple]:
    (query,) = (each.query for each in quality.rules() if each.name == rule)
    return db.execute(query).fetchall()


def test_a_good_warehouse_breaks_no_rule(db):
    assert quality.check(db) == []


def test_an_empty_warehouse_breaks_no_rule():
    with loaded() as db:
        assert quality.check(db) == []


@pytest.mark.parametrize(
    ("rule", "statement"),
    [(rule, statement) for rule, statements in BREACHES.items() for statement in statements],
)
def test_a_breach_is_noticed(db, rule, statement):
    assert breaking(db, rule) == []
    db.execute(statement)
    assert breaking(db, rule)


@pytest.mark.parametrize(("table", "column", "target"), list(references()))
def test_a_reference_to_nothing_is_noticed(db, table, column, target):
    if table == "citations" and column == "cited_document_id":
        db.execute("UPDATE citations SET cited_document_id = document_id")
        assert quality.check(db) == []
    ((rows,),) = db.execute(f"SELECT count(*) FROM {table}").fetchall()
    assert rows, f"the plan of the tests holds no row of {table}"
    db.execute(f"UPDATE {table} SET {column} = 'nowhere'")
    assert len(breaking(db, f"references_{target}")) == rows


def test_every_rule_is_broken_once_here():
    tested = set(BREACHES) | {f"references_{target}" for _, _, target in references()}
    assert {rule.name for rule in quality.rules()} == tested


def test_every_rule_says_in_one_sentence_what_it_wants():
    for rule in quality.rules():
        assert rule.sentence.endswith("."), rule.name
        assert rule.sentence.isascii(), rule.name


def test_a_breach_shows_the_rule_the_count_and_the_first_rows(db):
    db.execute("UPDATE dates SET due_on = NULL")
    (breach,) = (each for each in quality.check(db) if each.rule.name == "deadlines_due")
    assert breach.count == 3
    assert "deadlines_due: 3 break this: date_id=" in str(breach)
    assert "surface=2023年底前" in str(breach)


def test_a_references_target_has_one_key_column():
    by_name: dict[str, Table] = {table.name: table for table in TABLES}
    for _, _, target in references():
        assert len(by_name[target].key) == 1
