"""What a column, a table and a view are: the source of DDL, COMMENTs, the data dictionary and the Parquet export.

Every column of the warehouse is defined once, in :mod:`warehouse.tables` or :mod:`warehouse.views`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib import resources


class Type(StrEnum):
    """The column types in use, by their DuckDB names."""

    TEXT = "VARCHAR"
    INTEGER = "INTEGER"
    BIGINT = "BIGINT"
    DOUBLE = "DOUBLE"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    TIMESTAMP = "TIMESTAMP"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, type, nullability, what may stand in it, and what it means, in Chinese.

    ``label`` is the short name (a heading in a ledger), ``description`` says what the label cannot, ``source`` where
    the value comes from: what is printed, a rule, another column. ``unit`` is the unit of measurement of a figure.
    ``values`` is a closed list, ``minimum`` the least figure, ``references`` the table whose key it holds."""

    name: str
    type: Type
    label: str
    description: str
    source: str
    unit: str | None = None
    required: bool = False
    values: tuple[str, ...] = ()
    minimum: int | None = None
    references: str | None = None

    @property
    def comment(self) -> str:
        """The COMMENT: label, description, closed list, unit and source."""
        comment = f"{self.label}：{self.description}"
        if self.values:
            comment += f"（{' | '.join(self.values)}）"
        if self.unit:
            comment += f"。单位：{self.unit}"
        return f"{comment}。来源：{self.source}"

    @property
    def ddl(self) -> str:
        """The column's line in CREATE TABLE."""
        parts = [self.name, self.type.value]
        if self.required:
            parts.append("NOT NULL")
        if self.values:
            parts.append(f"CHECK ({self.name} IN ({', '.join(map(quoted, self.values))}))")
        if self.minimum is not None:
            parts.append(f"CHECK ({self.name} >= {self.minimum})")
        return " ".join(parts)


@dataclass(frozen=True)
class Table:
    """A table; ``key`` names its primary key columns.

    The database holds the key of those that are ``is_indexed``. An index of strings takes longer to keep than the rows
    take to load, so the large tables, whose ids begin with their source's, have none: :mod:`warehouse.rows` looks at
    each source's rows, and the check ``keys_unique`` at all."""

    name: str
    label: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    is_indexed: bool = True

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Its columns' names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def ddl(self) -> tuple[str, ...]:
        """CREATE TABLE, then its COMMENTs. No FOREIGN KEY: they triple the load time and forbid deleting parent and
        child in one transaction; ``checks/references_*.sql`` hold them instead."""
        lines = [column.ddl for column in self.columns]
        if self.is_indexed:
            lines.append(f"PRIMARY KEY ({', '.join(self.key)})")
        create = f"CREATE TABLE {self.name} (\n  " + ",\n  ".join(lines) + "\n)"
        return create, *self.comments

    @property
    def comments(self) -> tuple[str, ...]:
        """COMMENT ON the table and each column."""
        return _comments("TABLE", self.name, self.label, self.columns)


@dataclass(frozen=True)
class View:
    """A view; its query stands in ``sql/<name>.sql`` and yields ``columns`` in this order.

    Where ``order`` names columns its rows are stored, in that order, and filled anew by each run: what is asked often
    is then read, not computed, and of its row groups only those that can hold an answer."""

    name: str
    label: str
    columns: tuple[Column, ...]
    order: tuple[str, ...] = ()

    @property
    def ddl(self) -> tuple[str, ...]:
        """CREATE VIEW, or CREATE TABLE with the rows of now, then its COMMENTs."""
        query = resources.files("warehouse").joinpath("sql", f"{self.name}.sql").read_text("utf-8")
        if not self.order:
            return f"CREATE OR REPLACE VIEW {self.name} AS\n{query}", *self.comments
        unordered = f"{self.name}_unordered"
        return (  # in two steps: what the query holds in memory is given back before its rows are sorted
            f"CREATE OR REPLACE TEMP TABLE {unordered} AS\n{query}",
            f"CREATE OR REPLACE TABLE {self.name} AS FROM {unordered} ORDER BY {', '.join(self.order)}",
            f"DROP TABLE {unordered}",
            *self.comments,
        )

    @property
    def comments(self) -> tuple[str, ...]:
        """COMMENT ON the view and each column."""
        return _comments("TABLE" if self.order else "VIEW", self.name, self.label, self.columns)


def quoted(text: str) -> str:
    """*text* as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def _comments(kind: str, name: str, label: str, columns: tuple[Column, ...]) -> tuple[str, ...]:
    return (
        f"COMMENT ON {kind} {name} IS {quoted(label)}",
        *(f"COMMENT ON COLUMN {name}.{column.name} IS {quoted(column.comment)}" for column in columns),
    )
