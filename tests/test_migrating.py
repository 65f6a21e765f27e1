"""Warehouses that earlier releases made, each as ``schemas/<version>.sql`` keeps it, brought forward."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from cli.main import main
from warehouse import migrating, opening, quality
from warehouse.errors import WarehouseError
from warehouse.migrating import MIGRATIONS, SCHEMA_VERSION, Migration
from warehouse.opening import WorkingCopy

RELEASED = sorted((int(file.stem), file) for file in Path(__file__).parent.glob("schemas/*.sql"))
PLAN = "云溪市节水方案\n\n一、主要任务\n（一）改造管网。2030年底前完成。（市水利局负责）\n"

CATALOGUE = {
    "tables": "SELECT table_name, comment FROM duckdb_tables() ORDER BY ALL",
    "columns": "SELECT table_name, column_index, column_name, data_type, is_nullable, column_default, comment"
    " FROM duckdb_columns() WHERE NOT internal ORDER BY ALL",
    "constraints": "SELECT table_name, constraint_type, constraint_text, constraint_column_names"
    " FROM duckdb_constraints() ORDER BY ALL",
    "views": "SELECT view_name, sql, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL",
    "indexes": "SELECT table_name, sql FROM duckdb_indexes() ORDER BY ALL",
}

#: What a change that DuckDB's ALTER TABLE cannot do looks like: a column with a rule, among the others.
REBUILT = """
ALTER TABLE terms RENAME TO terms_before;
CREATE TABLE terms (term_id VARCHAR NOT NULL, length INTEGER NOT NULL CHECK (length >= 1), term VARCHAR NOT NULL,
  PRIMARY KEY (term_id));
INSERT INTO terms BY NAME SELECT term_id, length(term) AS length, term FROM terms_before;
DROP TABLE terms_before;
"""


def catalogue(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple]]:
    return {name: connection.execute(query).fetchall() for name, query in CATALOGUE.items()}


def contents(connection: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, object]]]:
    """Every row by table, as a dictionary by column."""
    tables = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    found = {}
    for table in tables:
        rows = connection.execute(f"FROM {table} ORDER BY ALL")
        columns = [column[0] for column in rows.description]
        found[table] = [dict(zip(columns, row, strict=True)) for row in rows.fetchall()]
    return found


def made_by(version: int, path: Path) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute(dict(RELEASED)[version].read_text("utf-8"))
    return path


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(params=[version for version, _ in RELEASED], ids=lambda version: f"version {version}")
def old(request, tmp_path) -> Path:
    return made_by(request.param, tmp_path / "old.duckdb")


@pytest.fixture
def outdated(tmp_path, monkeypatch) -> Path:
    """A warehouse of the present version, under a release that has one more migration."""
    path = tmp_path / "plans.duckdb"
    with WorkingCopy(path) as copy:
        copy.publish()
    monkeypatch.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    return path


def test_migrations_are_numbered_without_a_gap_or_a_double():
    assert [step.version for step in MIGRATIONS] == list(range(2, SCHEMA_VERSION + 1))


def test_a_file_of_the_folder_is_a_migration_or_does_not_belong_there():
    folder = Path(migrating.__file__).parent / "migrations"
    assert len(list(folder.glob("*"))) == len(MIGRATIONS)


def test_every_release_left_its_tables_filled(old):
    with duckdb.connect(str(old)) as connection:
        assert [name for name, rows in contents(connection).items() if not rows] == []


def test_a_migrated_warehouse_is_made_as_a_new_one(old, tmp_path):
    """Fails for whoever changes the tables without a migration: put one in ``warehouse/migrations``."""
    with WorkingCopy(old) as migrated, WorkingCopy(tmp_path / "new.duckdb") as new:
        made, defined = catalogue(migrated.connection), catalogue(new.connection)
        for thing, rows in defined.items():
            assert made[thing] == rows, f"the migrations do not lead to the {thing} that warehouse/tables.py defines"


def test_a_migrated_warehouse_keeps_its_rows_and_passes_the_checks(old):
    with duckdb.connect(str(old)) as connection:
        before = contents(connection)
    with WorkingCopy(old) as copy:
        after = contents(copy.connection)
        assert quality.check(copy.connection) == []
    del before["schema_version"]
    for table, rows in before.items():
        shared = [column for column in rows[0] if column in after[table][0]]
        assert len(shared) >= len(rows[0]) / 2, table
        assert [{name: row[name] for name in shared} for row in after[table]] == [
            {name: row[name] for name in shared} for row in rows
        ], table


def test_the_published_file_stays_as_it_is_until_it_is_replaced(old):
    before = old.read_bytes()
    with WorkingCopy(old):
        assert old.read_bytes() == before
    assert old.read_bytes() == before


def test_ingest_brings_a_warehouse_forward(old, tmp_path):
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    with duckdb.connect(str(old)) as connection:
        version = migrating.version_of(connection)
    result = run("ingest", tmp_path / "plan.txt", "--warehouse", old)
    assert result.exit_code == 0, result.output
    assert (f"brought forward from version {version}" in result.stdout) == (version < SCHEMA_VERSION)
    assert run("check", "--warehouse", old).exit_code == 0
    ledger = run("ledger", "--format", "csv", "--warehouse", old)
    assert "改造管网" in ledger.stdout
    assert "清淤疏浚" in ledger.stdout


def test_views_and_comments_of_the_same_version_are_made_anew(tmp_path):
    path = tmp_path / "plans.duckdb"
    with WorkingCopy(path) as copy:
        defined = catalogue(copy.connection)
        copy.publish()
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE OR REPLACE VIEW deadlines AS SELECT 1 AS odd; COMMENT ON COLUMN tasks.text IS 'odd'")
        connection.execute("DROP TABLE ledger; CREATE VIEW ledger AS SELECT 1 AS odd")  # as before it was stored
        connection.execute("DROP TABLE task_units; CREATE TABLE task_units (odd INTEGER)")
    with WorkingCopy(path) as copy:
        assert catalogue(copy.connection) == defined


def test_a_view_of_the_users_own_is_kept(old):
    with duckdb.connect(str(old)) as connection:
        connection.execute("CREATE VIEW mine AS SELECT title FROM documents")
    with WorkingCopy(old) as copy:
        assert copy.connection.execute("SELECT count(*) FROM mine").fetchall() == [(2,)]


def test_a_table_can_be_made_anew_in_a_migration(old):
    with duckdb.connect(str(old)) as connection:
        migrating.bring_forward(connection, 1, [Migration(2, "rebuilt", REBUILT)], [])
        assert connection.execute("SELECT * EXCLUDE (term_id) FROM terms").fetchall() == [(4, "河湖清洁")]
        assert migrating.version_of(connection) == 2
        with pytest.raises(duckdb.ConstraintException):
            connection.execute("UPDATE terms SET length = 0")
    with duckdb.connect(str(old)) as connection:  # also behind a checkpoint
        assert connection.execute("SELECT length FROM terms").fetchall() == [(4,)]


def test_only_the_steps_behind_the_version_are_applied(old):
    with duckdb.connect(str(old)) as connection:
        steps = [
            Migration(2, "two", "SELECT error('applied')"),
            Migration(3, "three", "CREATE TABLE three (n INTEGER)"),
        ]
        migrating.bring_forward(connection, 2, steps, [])
        assert migrating.version_of(connection) == 3
        assert connection.execute("SELECT count(*) FROM three").fetchall() == [(0,)]


def test_a_migration_that_fails_changes_nothing_and_says_so(old):
    steps = [
        Migration(2, "two", "CREATE TABLE two (n INTEGER); DROP TABLE terms"),
        Migration(3, "strict", "INSERT INTO two SELECT error('there is a row')"),
    ]
    with duckdb.connect(str(old)) as connection:
        before = catalogue(connection), contents(connection)
        with pytest.raises(WarehouseError, match=r"migration 3 \(strict\) failed .*there is a row.* as it was"):
            migrating.bring_forward(connection, 1, steps)
        assert (catalogue(connection), contents(connection)) == before


@pytest.mark.parametrize(
    "command", [["ledger"], ["check"], ["sql", "FROM tasks"], ["show", "1"], ["export", "out"]], ids=lambda c: c[0]
)
def test_reading_an_older_warehouse_says_what_to_do(outdated, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = outdated.read_bytes()
    result = run(*command, "--warehouse", outdated)
    assert result.exit_code == 1
    assert f"version {SCHEMA_VERSION}, this one reads {SCHEMA_VERSION + 1}" in result.stderr
    assert "run `taizhang ingest`" in result.stderr
    assert outdated.read_bytes() == before


def test_an_older_warehouse_is_brought_forward_without_files_too(outdated, tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    assert opening.is_outdated(outdated)
    result = run("ingest", tmp_path / "empty", "--warehouse", outdated)
    assert result.exit_code == 0, result.output
    with duckdb.connect(str(outdated), read_only=True) as connection:
        assert connection.execute("SELECT run_id, sources_seen FROM runs").fetchall() == [("r1", 0)]
    monkeypatch.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION)
    again = run("ingest", tmp_path / "empty", "--warehouse", outdated)
    assert (again.exit_code, "There are no files" in again.stderr) == (1, True)
