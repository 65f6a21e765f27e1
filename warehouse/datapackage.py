"""The Frictionless data package (https://specs.frictionlessdata.io, version 1) that describes an export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from warehouse import contract
from warehouse.schema import Column, Table, Type
from warehouse.tables import TABLES

_TYPES = {
    Type.TEXT: "string",
    Type.INTEGER: "integer",
    Type.BIGINT: "integer",
    Type.DOUBLE: "number",
    Type.BOOLEAN: "boolean",
    Type.DATE: "date",
    Type.TIMESTAMP: "datetime",
}
_MEDIA_TYPES = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv", "jsonl": "application/x-ndjson"}


class File(Protocol):
    """A file of an export: its path in the folder, and its size in bytes."""

    @property
    def path(self) -> str: ...  # noqa: D102

    @property
    def bytes(self) -> int: ...  # noqa: D102


def described(files: Mapping[str, Sequence[File]], form: str) -> dict[str, object]:
    """The descriptor of an export that holds these *files* by table, in the format *form*."""
    return {
        "profile": "data-package",
        "name": "taizhang",
        "title": "政府计划台账",
        "version": contract.version(),
        "resources": [_resource(table, files[table.name], form) for table in TABLES],
    }


def _resource(table: Table, files: Sequence[File], form: str) -> dict[str, object]:
    paths = [file.path for file in files]
    schema: dict[str, object] = {"fields": [_field(table, column, form) for column in table.columns]}
    schema["primaryKey"] = list(table.key)
    leading = [column for column in table.columns if column.references]
    if leading:
        schema["foreignKeys"] = [_foreign_key(table, column) for column in leading]
    return {
        "profile": "data-resource",
        "name": table.name,
        "title": table.label,
        "path": paths if len(paths) > 1 else paths[0],
        "format": form,
        "mediatype": _MEDIA_TYPES[form],
        "encoding": "utf-8",
        # of several files the sum says nothing: they are one table without the heads of all but the first
        **({"bytes": files[0].bytes} if len(files) == 1 else {}),
        "schema": schema,
    }


def _foreign_key(table: Table, column: Column) -> dict[str, object]:
    # a table that refers to itself is named by an empty text
    (key,) = next(each.key for each in TABLES if each.name == column.references)
    resource = "" if column.references == table.name else column.references
    return {"fields": [column.name], "reference": {"resource": resource, "fields": [key]}}


def _field(table: Table, column: Column, form: str) -> dict[str, object]:
    constraints: dict[str, object] = {}
    # who reads CSV takes an empty text for none
    may_look_missing = form == "csv" and column.type is Type.TEXT and not column.values
    if (column.required or column.name in table.key) and not may_look_missing:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    field: dict[str, object] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "title": column.label,
        "description": f"{column.description}。来源：{column.source}",
    }
    return (
        field | ({"unit": column.unit} if column.unit else {}) | ({"constraints": constraints} if constraints else {})
    )
