"""Migrations: a warehouse that an earlier release made is brought forward.

``migrations/<version>_<what>.sql`` leads from the tables of the version before to those of its number; the highest is
the version of the definitions in :mod:`warehouse.tables`. A file that was released is never changed. It says what
becomes of the tables and their rows; COMMENTs and views are not its matter, they are made anew from the definitions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import duckdb

from warehouse.errors import WarehouseError
from warehouse.schema import Table, View
from warehouse.tables import TABLES
from warehouse.views import VIEWS

_FILE = re.compile(r"(?P<version>\d{4})_(?P<name>\w+)\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: the version that it leads to, what it does in a word or two, and how."""

    version: int
    name: str
    sql: str


def _migrations() -> tuple[Migration, ...]:
    folder = resources.files("warehouse").joinpath("migrations")
    found = [(_FILE.fullmatch(entry.name), entry) for entry in folder.iterdir()] if folder.is_dir() else []
    steps = [Migration(int(file["version"]), file["name"], entry.read_text("utf-8")) for file, entry in found if file]
    return tuple(sorted(steps, key=lambda step: step.version))


#: Every migration, in order; the tables of version 1 are those of the first release.
MIGRATIONS = _migrations()
#: The version of the tables as they are defined: a warehouse of a later one is refused.
SCHEMA_VERSION = MIGRATIONS[-1].version if MIGRATIONS else 1


def version_of(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The version of a warehouse's tables; None in a database of another program."""
    try:
        ((found,),) = connection.execute("SELECT version FROM schema_version").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException, ValueError):
        return None
    return int(found)


def bring_forward(
    connection: duckdb.DuckDBPyConnection,
    found: int,
    steps: Sequence[Migration] = MIGRATIONS,
    described: Sequence[Table | View] = (*TABLES, *VIEWS),
) -> None:
    """Apply the *steps* behind version *found*, then make views and COMMENTs as *described*, in one transaction.

    Raises:
        WarehouseError: a step fails on the data; nothing is changed.
    """
    name = "the views"
    connection.begin()
    try:
        kept = _drop_views(connection, is_outdated=found < SCHEMA_VERSION)
        for step in steps:
            if step.version > found:
                name = f"migration {step.version} ({step.name})"
                connection.execute(step.sql)
                connection.execute("UPDATE schema_version SET version = ?", [step.version])
        name = "the COMMENTs"
        for thing in described:
            for statement in thing.comments if isinstance(thing, Table) or thing in kept else thing.ddl:
                connection.execute(statement)
        connection.commit()
    except duckdb.Error as error:
        connection.rollback()
        reason = str(error).splitlines()[0]
        raise WarehouseError(
            f"The warehouse cannot be brought forward from version {found} of its tables: {name} failed ({reason}). "
            "It is as it was; report this, and ingest the files into a new warehouse with --warehouse meanwhile."
        ) from None


def _drop_views(connection: duckdb.DuckDBPyConnection, *, is_outdated: bool) -> list[View]:
    """Drop every view, but keep, and return, those stored with the columns of now: the run's end fills them anew."""
    query = "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() GROUP BY ALL"
    columns = dict(connection.execute(query).fetchall())
    stored = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    kept = []
    for view in VIEWS:
        if view.name in stored and columns[view.name] == [c.name for c in view.columns] and not is_outdated:
            kept.append(view)
        elif view.name in columns:
            connection.execute(f"DROP {'TABLE' if view.name in stored else 'VIEW'} {view.name}")
    return kept
