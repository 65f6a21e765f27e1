"""Opening a warehouse: to read it, or to write a private copy that takes its place in one step.

In DuckDB one writer bars every reader and an open reader bars the writer. So nobody ever writes the published file:
a :class:`WorkingCopy` beside it is written, checkpointed, and renamed over it. Who has the published file open keeps
the old data; who opens it later sees the new; a crash leaves it as it was.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import duckdb

from warehouse import version
from warehouse.errors import WarehouseError, WarehouseLockedError
from warehouse.migrating import SCHEMA_VERSION, bring_forward, version_of
from warehouse.schema import quoted
from warehouse.tables import TABLES
from warehouse.views import VIEWS

#: How much a working copy keeps outside its tables before it takes the time to write it into them.
CHECKPOINT = "256MB"
#: What its database may have of the memory; what is more of a sort goes to a folder beside it. The stored views of
#: a million tasks are filled within it.
MEMORY = os.environ.get("TAIZHANG_WAREHOUSE_MEMORY", "900MB")


def read(path: str | Path, *, may_write_files: bool = False) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the warehouse at *path*.

    Its queries reach no other file, unless they *may write files* (COPY … TO, for an export).

    Raises:
        WarehouseError: it does not exist, is no warehouse, or its tables are of another version.
        WarehouseLockedError: another program has it open for writing.
    """
    path = Path(path)
    if not path.exists():
        raise WarehouseError(f"There is no warehouse at {path}; run `taizhang ingest`, or name one with --warehouse.")
    connection = _connect(path, read_only=True, may_write_files=may_write_files)
    try:
        if _is_empty(connection):
            raise WarehouseError(f"{path} holds no tables; run `taizhang ingest`, or name another with --warehouse.")  # noqa: TRY301
        found = _version(connection, path)
        if found < SCHEMA_VERSION:
            raise WarehouseError(  # noqa: TRY301
                f"{path} was made by an earlier taizhang (tables of version {found}, this one reads {SCHEMA_VERSION}); "
                "run `taizhang ingest` on it, which brings it forward."
            )
    except BaseException:
        connection.close()
        raise
    return connection


def is_outdated(path: str | Path) -> bool:
    """Whether the warehouse at *path* has tables of an earlier version, which a working copy brings forward.

    Raises:
        WarehouseError: it is no warehouse or of a later version.
        WarehouseLockedError: another program has it open for writing.
    """
    if not Path(path).exists():
        return False
    with _connect(Path(path), read_only=True) as connection:
        return not _is_empty(connection) and _version(connection, Path(path)) < SCHEMA_VERSION


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every table and view, with their COMMENTs, in an empty database."""
    connection.execute("CREATE TABLE schema_version (version INTEGER NOT NULL)")
    connection.execute("COMMENT ON TABLE schema_version IS '表结构版本'")
    connection.execute("INSERT INTO schema_version VALUES (?)", [SCHEMA_VERSION])
    for thing in (*TABLES, *VIEWS):
        for statement in thing.ddl:
            connection.execute(statement)


class WorkingCopy:
    """A private copy of the warehouse at *path*, open for writing; where there is none, a new one.

    Tables of an earlier version (``found_version``) are brought forward in the copy. Leaving the ``with`` block
    without :meth:`publish` throws it away. While it lives no second one can be made.

    Raises:
        WarehouseError: the file is no warehouse or of a later version, or its folder may not be written.
        WarehouseLockedError: another program writes it, or another working copy of it lives.
    """

    connection: duckdb.DuckDBPyConnection
    found_version: int

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).resolve()
        self._working = _beside(self.path, "working")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(self.path)
        except (FileExistsError, NotADirectoryError):
            raise WarehouseError(f"{self.path.parent} is no folder; name another file with --warehouse.") from None
        except OSError as error:
            raise _not_writable(self.path, error) from None
        try:
            self._clear()
            if _beside(self.path, "wal").exists():  # another program ended before its changes reached the file
                with _connect(self.path) as connection:
                    connection.execute("CHECKPOINT")
            self._published = _state(self.path)
            if self._published is not None:
                _connect(self.path, read_only=True).close()  # no writer has it, and it is a database
                self._copy()
            self.connection = _private(self._working)
            if _is_empty(self.connection):
                create(self.connection)
            self.found_version = _version(self.connection, self.path)
            bring_forward(self.connection, self.found_version)
        except BaseException:
            self.discard()
            raise

    @property
    def published(self) -> Path | None:
        """The file whose copy this is, as it is published; None where there was none."""
        return self.path if self._published is not None else None

    def publish(self) -> None:
        """Put the working copy in the place of the warehouse, in one step, and close it.

        Raises:
            WarehouseLockedError: somebody else has changed the warehouse meanwhile; nothing is published.
        """
        self.connection.execute("CHECKPOINT")
        self.connection.close()
        if _state(self.path) != self._published:
            raise WarehouseLockedError(f"Another program changed {self.path}, so nothing was loaded; try again.")
        self._working.replace(self.path)

    def discard(self) -> None:
        """Throw away what was not published, and let others write; may be called twice."""
        if hasattr(self, "connection"):
            self.connection.close()
        if not self._lock.closed:
            self._clear()
            _beside(self.path, "lock").unlink(missing_ok=True)
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def _clear(self) -> None:
        for leftover in (self._working, _beside(self._working, "wal")):
            leftover.unlink(missing_ok=True)
        shutil.rmtree(_beside(self._working, "tmp"), ignore_errors=True)

    def _copy(self) -> None:
        try:
            shutil.copy(self.path, self._working)
        except OSError as error:
            raise _not_writable(self.path, error) from None


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f"{path.name}.{suffix}")


def _lock(path: Path) -> IO[bytes]:
    """The lock file beside *path*, locked for this process; the lock dies with the process."""
    file = _beside(path, "lock")
    while True:
        lock = file.open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise WarehouseLockedError(f"Another ingest is loading into {path}; try again when it is done.") from None
        # its last holder may have removed it between the two calls
        if file.exists() and os.path.samestat(file.stat(), os.fstat(lock.fileno())):
            return lock
        lock.close()


def _state(path: Path) -> tuple[int, int, int] | None:
    """What changes whenever somebody writes or replaces the file; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _connect(path: Path, *, read_only: bool = False, may_write_files: bool = True) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(path, read_only=read_only, config={"enable_external_access": str(may_write_files)})
    except duckdb.Error as error:
        reason = str(error)
        if "Could not set lock" in reason:
            raise WarehouseLockedError(f"{path} is open in another program; close it there and try again.") from None
        if "not a valid DuckDB database" in reason:
            raise WarehouseError(f"{path} is no DuckDB database; name another file with --warehouse.") from None
        raise WarehouseError(f"{path} cannot be opened: {reason.splitlines()[0]}") from None


def _private(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to a file that nobody needs if this process ends early: what is written to it is kept in no log."""
    connection = duckdb.connect()
    try:
        connection.execute(f"ATTACH {quoted(str(path))} AS working (RECOVERY_MODE no_wal_writes)")
        connection.execute("USE working")
        connection.execute(f"SET checkpoint_threshold = '{CHECKPOINT}'")
        # it takes as long to write as all else, and saves a fifth of the file
        connection.execute("SET disabled_compression_methods = 'fsst'")
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute(f"SET temp_directory = {quoted(str(_beside(path, 'tmp')))}")
    except BaseException:
        connection.close()
        raise
    return connection


def _not_writable(path: Path, error: OSError) -> WarehouseError:
    return WarehouseError(f"{path} cannot be written: {error.strerror or error}; name another with --warehouse.")


def _is_empty(connection: duckdb.DuckDBPyConnection) -> bool:
    return not connection.execute("SELECT 1 FROM duckdb_tables() WHERE NOT internal LIMIT 1").fetchall()


def _version(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    found = version_of(connection)
    if found is None:
        raise WarehouseError(f"{path} is a database of another program; name another file with --warehouse.")
    if found > SCHEMA_VERSION:
        raise WarehouseError(
            f"{path} was written by a later taizhang (tables of version {found}, this one knows {SCHEMA_VERSION}); "
            f"update taizhang, which is {version()}."
        )
    return found
