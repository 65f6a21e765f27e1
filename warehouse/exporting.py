"""Export: every table as Parquet (CSV, JSON lines) into a folder with manifest, contract and Frictionless data package.

One folder a table. Tables whose rows belong to documents are parted by the year of issue (成文日期) as Hive does,
``tasks/year=2022/data.parquet``; rows of undated documents and of none stand in ``year=0``. (Hive's name for NULL fails
in Arrow where no other year is there to tell the type.) Their rows stand in the order in which they were loaded: file
by file, as they are printed; the rows of the other, small tables stand by their key. Everything is written beside the
folder and moved there in one step, byte for byte the same from the same warehouse.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from warehouse import contract, datapackage, history, version
from warehouse.errors import WarehouseError
from warehouse.migrating import SCHEMA_VERSION
from warehouse.schema import Table, quoted
from warehouse.tables import TABLES

MANIFEST, DATA_PACKAGE, DELTA = "manifest.json", "datapackage.json", "delta.json"
UNDATED = 0
_FORMAT = "taizhang-export"
#: How DuckDB writes each format: the columns of a row, and the options of COPY. A line of JSON is a column of CSV
#: without head and quotes, which is what DuckDB makes of its own format json, but that cannot be parted.
FORMATS = {
    "parquet": ("{columns}", "FORMAT parquet, COMPRESSION zstd"),
    "csv": ("{columns}", "FORMAT csv, HEADER"),
    "jsonl": ("to_json(struct_pack({columns}))", r"FORMAT csv, HEADER FALSE, QUOTE '', ESCAPE '', DELIMITER E'\n'"),
}


@dataclass(frozen=True, slots=True)
class File:
    """One file: its path in the folder, rows, size in bytes and SHA-256."""

    path: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Exported:
    """One table and its files."""

    table: str
    rows: int
    files: tuple[File, ...]


def export(
    connection: duckdb.DuckDBPyConnection, folder: str | Path, form: str = "parquet", since: str | None = None
) -> list[Exported]:
    """Write every table in the format *form* into *folder*; an earlier export there is replaced.

    *since* is the ``snapshot`` of an earlier export's manifest: ``delta.json`` then names the keys of the rows that
    were added, changed and removed. *connection* is one that may write files (:func:`warehouse.opening.read`).

    Raises:
        WarehouseError: *folder* holds anything else or cannot be written, or *since* is no snapshot of this warehouse.
    """
    folder = Path(folder).resolve()
    _assert_replaceable(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as beside:
            fresh = Path(beside, "fresh")
            fresh.mkdir()
            exported = _tables(connection, fresh, form)
            about: dict[str, object] = {
                "format": _FORMAT,
                "version": version(),
                "schema_version": SCHEMA_VERSION,
                "contract_version": contract.version(),
                "snapshot": history.snapshot(connection),
            }
            if since is not None:
                about["since"] = since
                _write_json(fresh / DELTA, _delta(connection, since))
            Path(fresh, contract.FILE).write_text(contract.text(), "utf-8")
            _write_json(fresh / DATA_PACKAGE, datapackage.described({e.table: e.files for e in exported}, form))
            about["files"] = [asdict(_file(path, fresh)) for path in sorted(fresh.iterdir()) if path.is_file()]
            _write_json(fresh / MANIFEST, about | {"tables": [asdict(each) for each in exported]})
            if folder.exists():
                folder.rename(Path(beside, "earlier"))
            fresh.rename(folder)
    except OSError as error:
        raise WarehouseError(f"{folder} cannot be written: {error.strerror or error}; name another folder.") from None
    except duckdb.IOException as error:
        raise WarehouseError(
            f"{folder} cannot be written: {str(error).splitlines()[0]}; name another folder."
        ) from None
    return exported


def _tables(connection: duckdb.DuckDBPyConnection, folder: Path, form: str) -> list[Exported]:
    """Write the tables side by side, the largest first. Each is written by one thread: several would write the parts of
    a table in another order each time."""
    sizes = dict(connection.execute("SELECT table_name, estimated_size FROM duckdb_tables()").fetchall())
    ((threads,),) = connection.execute("SELECT current_setting('threads')").fetchall()
    connection.execute("SET threads = 1")
    try:
        with ThreadPoolExecutor(threads) as pool:
            largest_first = sorted(TABLES, key=lambda table: -sizes[table.name])
            writing = {table: pool.submit(_table, connection, table, folder, form) for table in largest_first}
            return [writing[table].result() for table in TABLES]
    finally:
        connection.execute(f"SET threads = {threads}")


def _table(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path, form: str) -> Exported:
    """Write one table; one without rows has one file that is empty."""
    (folder / table.name).mkdir()
    row, options = FORMATS[form]
    row = row.format(columns=", ".join(f"t.{name}" for name in table.names))
    with connection.cursor() as own:
        counts: dict[int, int] = {}
        if "document_id" in table.names:
            parted = f"{table.name} AS t LEFT JOIN {_YEARS} AS y USING (document_id)"
            counts = dict(own.execute(f"SELECT {_YEAR}, count(*) FROM {parted} GROUP BY ALL ORDER BY ALL").fetchall())
        if counts:
            query = f"SELECT {row}, {_YEAR} AS year FROM {parted}"
            target = quoted(str(folder / table.name))
            own.execute(f"COPY ({query}) TO {target} ({options}, PARTITION_BY (year))")
        else:
            target = quoted(str(folder / table.name / f"data.{form}"))
            query = f"SELECT {row} FROM {table.name} AS t ORDER BY {', '.join(f't.{name}' for name in table.key)}"
            ((rows,),) = own.execute(f"COPY ({query}) TO {target} ({options})").fetchall()
            return Exported(table.name, rows, (_file(Path(folder, table.name, f"data.{form}"), folder, rows),))
    files = []
    for year, rows in counts.items():
        (part,) = Path(folder, table.name, f"year={year}").iterdir()
        files.append(_file(part.rename(part.with_name(f"data.{form}")), folder, rows))
    return Exported(table.name, sum(counts.values()), tuple(files))


_YEARS = "(SELECT document_id, year(issued_on) AS year FROM documents)"
_YEAR = f"coalesce(y.year, {UNDATED})"


def _file(path: Path, folder: Path, rows: int = 0) -> File:
    with path.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return File(path.relative_to(folder).as_posix(), rows, path.stat().st_size, digest)


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _delta(connection: duckdb.DuckDBPyConnection, since: str) -> dict[str, object]:
    """The keys of the rows that differ, by kind of change and table."""
    found: dict[str, dict[str, list[object]]] = {"added": {}, "changed": {}, "removed": {}}
    for _, table, row_id, change, _, _ in history.since(connection, since).rows:
        found[str(change)].setdefault(str(table), []).append(row_id)
    return {"since": since, "snapshot": history.snapshot(connection), **found}


def _assert_replaceable(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise WarehouseError(f"{folder} is a file; name a folder for the export.")
    present = {entry.relative_to(folder).as_posix() for entry in folder.rglob("*") if not entry.is_dir()}
    if not present:
        return
    try:
        manifest = json.loads(Path(folder, MANIFEST).read_text("utf-8"))
        files = [file for table in manifest["tables"] for file in table["files"]] + manifest["files"]
        ours = {file["path"] for file in files} | {MANIFEST} if manifest["format"] == _FORMAT else set()
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()
    if not present <= ours:
        strange = ", ".join(sorted(present - ours)[:3])
        raise WarehouseError(f"{folder} holds files that no export wrote ({strange}); name an empty or new folder.")
