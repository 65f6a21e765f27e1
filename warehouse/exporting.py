"""Export: every table as Parquet into a folder with a manifest, byte for byte the same from the same warehouse."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse import version
from warehouse.errors import WarehouseError
from warehouse.migrating import SCHEMA_VERSION
from warehouse.schema import Table, quoted
from warehouse.tables import TABLES

MANIFEST = "manifest.json"
_FORMAT = "taizhang-export"


@dataclass(frozen=True, slots=True)
class Exported:
    """One table's file: its name, rows, size in bytes and SHA-256."""

    table: str
    file: str
    rows: int
    bytes: int
    sha256: str


def export(connection: duckdb.DuckDBPyConnection, folder: str | Path) -> list[Exported]:
    """Write every table as Zstandard Parquet, ordered by its key, and ``manifest.json`` into *folder*.

    They are written beside it and moved there in one step. An earlier export there is replaced. *connection* is one
    that may write files (:func:`warehouse.opening.read`).

    Raises:
        WarehouseError: *folder* holds anything else, or cannot be written.
    """
    folder = Path(folder).resolve()
    _assert_replaceable(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as beside:
            fresh = Path(beside, "fresh")
            fresh.mkdir()
            exported = [_write(connection, table, fresh) for table in TABLES]
            manifest = {
                "format": _FORMAT,
                "version": version(),
                "schema_version": SCHEMA_VERSION,
                "tables": [{name: getattr(each, name) for name in Exported.__slots__} for each in exported],
            }
            Path(fresh, MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")
            if folder.exists():
                folder.rename(Path(beside, "earlier"))
            fresh.rename(folder)
    except OSError as error:
        raise WarehouseError(f"{folder} cannot be written: {error.strerror or error}; name another folder.") from None
    return exported


def _write(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> Exported:
    file = folder / f"{table.name}.parquet"
    query = f"SELECT {', '.join(table.names)} FROM {table.name} ORDER BY {', '.join(table.key)}"
    connection.execute(f"COPY ({query}) TO {quoted(str(file))} (FORMAT parquet, COMPRESSION zstd)")
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {table.name}").fetchall()
    with file.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return Exported(table.name, file.name, rows, file.stat().st_size, digest)


def _assert_replaceable(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise WarehouseError(f"{folder} is a file; name a folder for the export.")
    present = {entry.name for entry in folder.iterdir()}
    if not present:
        return
    try:
        manifest = json.loads(Path(folder, MANIFEST).read_text("utf-8"))
        ours = {table["file"] for table in manifest["tables"]} | {MANIFEST} if manifest["format"] == _FORMAT else set()
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()
    if not present <= ours:
        strange = ", ".join(sorted(present - ours)[:3])
        raise WarehouseError(f"{folder} holds files that no export wrote ({strange}); name an empty or new folder.")
