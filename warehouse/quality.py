"""The data checks: one query a rule in ``checks/*.sql``, which must return no row.

The first line of each file is a comment with the sentence that is shown when the rule is broken. That keys are unique
is written from the definitions of the tables whose keys the database does not hold itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

import duckdb

from warehouse.tables import TABLES

#: How many of the offending rows a broken rule shows.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that every warehouse obeys; ``query`` returns the rows that break it."""

    name: str
    sentence: str
    query: str


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken rule: how many rows break it, and the first of them by column name."""

    rule: Rule
    count: int
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def __str__(self) -> str:
        first = "; ".join(
            ", ".join(f"{column}={value}" for column, value in zip(self.columns, row, strict=True)) for row in self.rows
        )
        more = "; …" if self.count > len(self.rows) else ""
        return f"{self.rule.sentence} ({self.rule.name}: {self.count} break this: {first}{more})"


def rules() -> Iterator[Rule]:
    """Every rule, by name."""
    yield from sorted((*_written(), _keys_unique()), key=lambda rule: rule.name)


def _written() -> Iterator[Rule]:
    for entry in resources.files("warehouse").joinpath("checks").iterdir():
        if entry.name.endswith(".sql"):
            first, query = entry.read_text("utf-8").split("\n", 1)
            yield Rule(entry.name.removesuffix(".sql"), first.removeprefix("--").strip(), query)


def _keys_unique() -> Rule:
    queries = (
        f"SELECT '{table.name}' AS table_name, concat_ws(' ', {', '.join(table.key)}) AS id, count(*) AS rows"  # noqa: S608 - our own names
        f" FROM {table.name} GROUP BY {', '.join(table.key)} HAVING count(*) > 1"
        for table in TABLES
        if not table.is_indexed
    )
    return Rule("keys_unique", "No two rows have the same key.", " UNION ALL ".join(queries))


def check(connection: duckdb.DuckDBPyConnection) -> list[Breach]:
    """The rules that the warehouse breaks; empty when all is well."""
    breaches = []
    for rule in rules():
        found = connection.execute(rule.query)
        columns = tuple(column[0] for column in found.description or ())
        rows = found.fetchall()
        if rows:
            breaches.append(Breach(rule, len(rows), columns, tuple(rows[:SHOWN])))
    return breaches
