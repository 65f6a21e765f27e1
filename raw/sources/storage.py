"""The store: landed bytes by their SHA-256, and what is known of every address that they came from.

``<folder>/<first two digits>/<SHA-256>`` holds the bytes, written once and never changed; ``.origins.sqlite`` the
addresses, what landed from each and when, and the polls. All of it is written so that the end of the process in the
middle loses nothing: bytes stand in their place before a row speaks of them.

The bytes can stand in a bucket instead, for other machines to read. The index stays in the folder, since one machine
polls; a copy of it goes to the bucket behind each poll, from where a new machine takes it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pipeline.models import UnreadableSource
from raw.sources.errors import RawError, StoreBusyError
from raw.sources.origins import Address, AddressKind, Landed, Origin, OriginStatus, Poll
from raw.sources.remote import RemoteFile, open_place, write_whole

INDEX = ".origins.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS addresses (
    channel TEXT NOT NULL, uri TEXT NOT NULL, kind TEXT NOT NULL, title TEXT, found_on TEXT,
    first_seen TEXT NOT NULL, checked_at TEXT, changed_at TEXT, failing_since TEXT, removed_at TEXT,
    version TEXT, etag TEXT, last_modified TEXT, sha256 TEXT, digest TEXT, error TEXT,
    PRIMARY KEY (channel, uri));
CREATE TABLE IF NOT EXISTS landings (
    channel TEXT NOT NULL, uri TEXT NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL, media_type TEXT NOT NULL,
    byte_size INTEGER NOT NULL, fetched_at TEXT NOT NULL, etag TEXT, last_modified TEXT, headers TEXT NOT NULL,
    PRIMARY KEY (channel, uri, sha256));
CREATE TABLE IF NOT EXISTS polls (
    channel TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT NOT NULL,
    listed INTEGER NOT NULL, new INTEGER NOT NULL, corrected INTEGER NOT NULL, unchanged INTEGER NOT NULL,
    removed INTEGER NOT NULL, failed INTEGER NOT NULL, error TEXT);
CREATE TABLE IF NOT EXISTS bucket (address TEXT NOT NULL);
"""


_TIMES = frozenset(
    {"first_seen", "checked_at", "changed_at", "failing_since", "removed_at", "fetched_at", "started_at", "finished_at"}
)


class Store:
    """The store in *folder*, which is made where there is none.

    With ``polls_into``, the address of a bucket or None, landed bytes are kept there from now on; without it, where the
    last poll kept them.

    Raises:
        RawError: it cannot be written or is none, or the bucket cannot be reached.
    """

    def __init__(self, folder: str | Path, *, polls_into: str | Literal[False] | None = False) -> None:
        self.folder = Path(folder).resolve()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if polls_into and not Store.is_at(folder):
                self._restore_index(polls_into)
            self._index = sqlite3.connect(self.folder / INDEX, timeout=60, isolation_level=None)
            self._index.row_factory = sqlite3.Row
            self._index.executescript(_SCHEMA)
            if polls_into is not False and polls_into != self._known_bucket():
                with self._transaction():
                    self._index.execute("DELETE FROM bucket")
                    self._index.execute("INSERT INTO bucket SELECT ?1 WHERE ?1 IS NOT NULL", [polls_into])
        except (OSError, sqlite3.Error) as error:
            raise RawError(f"The store {folder} cannot be written: {error}.") from None
        self._bucket = self._known_bucket()

    @staticmethod
    def is_at(folder: str | Path) -> bool:
        """Whether there is a store in *folder*."""
        return Path(folder, INDEX).is_file()

    def path(self, sha256: str) -> Path:
        """Where bytes stand."""
        return self.folder / sha256[:2] / sha256

    @contextmanager
    def polling(self) -> Iterator[None]:
        """Be the only poll of this store; the right dies with the process.

        Raises:
            StoreBusyError: another poll is at work.
        """
        with Path(self.folder, ".lock").open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreBusyError(f"Another poll writes {self.folder}; try again when it is done.") from None
            yield
            if self._bucket:
                self._send(INDEX, self._index.serialize())

    def put(self, data: bytes) -> str:
        """Keep bytes; their SHA-256.

        Raises:
            RawError: the bucket cannot be written.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if self.holds(sha256):
            return sha256
        if self._bucket:
            self._send(f"{sha256[:2]}/{sha256}", data)
            return sha256
        path = self.path(sha256)
        path.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
        return sha256

    def holds(self, sha256: str) -> bool:
        """Whether bytes are at hand."""
        return self._remote(sha256).is_file() if self._bucket else self.path(sha256).exists()

    def read(self, sha256: str) -> bytes | None:
        """Bytes that are kept; None where they are not at hand."""
        try:
            return self._remote(sha256).source().data if self._bucket else self.path(sha256).read_bytes()
        except (OSError, UnreadableSource):
            return None

    def remote_files(self) -> list[RemoteFile]:
        """What landed, where it is kept in a bucket; by SHA-256."""
        if not self._bucket:
            return []
        landed = self._index.execute("SELECT DISTINCT sha256 FROM landings ORDER BY sha256")
        return [self._remote(sha256) for (sha256,) in landed]

    def address(self, channel: str, uri: str) -> Address | None:
        """What is known of an address."""
        rows = self._index.execute("SELECT * FROM addresses WHERE channel = ? AND uri = ?", [channel, uri])
        return next((Address(**_typed(row)) for row in rows), None)

    def addresses(self, channel: str | None = None) -> list[Address]:
        """What is known of every address, of one channel or of all, in the order in which they were found."""
        query = "SELECT * FROM addresses WHERE coalesce(?, channel) = channel ORDER BY rowid"
        return [Address(**_typed(row)) for row in self._index.execute(query, [channel])]

    def record(self, *addresses: Address, landed: Landed | None = None) -> None:
        """Write down what is known of *addresses*, in one step; *landed* came from the first of them."""
        with self._transaction():
            for address in addresses:
                self._write("addresses", ("channel", "uri"), _plain(address))
            if landed:
                values = {"channel": addresses[0].channel, "uri": addresses[0].uri, **_plain(landed)}
                self._write("landings", ("channel", "uri", "sha256"), values)

    def record_poll(self, poll: Poll) -> None:
        """Write down that a channel was polled."""
        self._write("polls", (), _plain(poll))

    def polls(self, channel: str | None = None, since: datetime | None = None) -> list[Poll]:
        """The polls of one channel or of all that started after *since*, the last one first."""
        query = (
            "SELECT * FROM polls WHERE coalesce(?, channel) = channel AND started_at >= coalesce(?, '')"
            " ORDER BY started_at DESC"
        )
        rows = self._index.execute(query, [channel, since.isoformat(timespec="microseconds") if since else None])
        return [Poll(**_typed(row)) for row in rows]

    def last_landing(self, channel: str) -> datetime | None:
        """When the channel last gave bytes that were not there."""
        ((at,),) = self._index.execute("SELECT max(fetched_at) FROM landings WHERE channel = ?", [channel])
        return datetime.fromisoformat(at) if at else None

    def landings(self) -> list[tuple[str, str, datetime]]:
        """Everything that landed: channel, SHA-256, when."""
        rows = self._index.execute("SELECT channel, sha256, fetched_at FROM landings ORDER BY rowid")
        return [(channel, sha256, datetime.fromisoformat(at)) for channel, sha256, at in rows]

    def origins(self) -> list[Origin]:
        """Where all landed bytes were published."""
        rows = self._index.execute(
            "SELECT l.channel, l.uri, substr(l.sha256, 1, 12) AS source_id, a.title, a.found_on, l.name, l.fetched_at,"
            " CASE WHEN a.sha256 = l.sha256 THEN a.checked_at ELSE l.fetched_at END AS checked_at,"
            " l.etag, l.last_modified,"
            " CASE WHEN a.sha256 <> l.sha256 THEN 'superseded' WHEN a.removed_at IS NULL THEN 'published'"
            " ELSE 'removed' END AS status"
            " FROM landings l JOIN addresses a USING (channel, uri) ORDER BY l.rowid"
        )
        return [Origin(**_typed(row)) for row in rows]

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def _known_bucket(self) -> str | None:
        return next((address for (address,) in self._index.execute("SELECT address FROM bucket")), None)

    def _remote(self, sha256: str) -> RemoteFile:
        return RemoteFile(f"{self._bucket}/{sha256[:2]}/{sha256}")

    def _send(self, name: str, data: bytes) -> None:
        try:
            system, root = open_place(self._bucket or "")
            write_whole(system, f"{root}/{name}", data)
        except RawError:
            raise
        except Exception as error:  # noqa: BLE001 - every file system of fsspec has errors of its own
            raise RawError(f"{self._bucket} cannot be written: {error}.") from None

    def _restore_index(self, bucket: str) -> None:
        """On a new machine: what the last one knew."""
        try:
            system, root = open_place(bucket)
            data: bytes = system.cat_file(f"{root}/{INDEX}")
        except FileNotFoundError:
            return
        except RawError:
            raise
        except Exception as error:  # noqa: BLE001 - every file system of fsspec has errors of its own
            raise RawError(f"{bucket} cannot be read: {error}.") from None
        Path(self.folder, INDEX).write_bytes(data)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._index.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._index.execute("ROLLBACK")
            raise
        self._index.execute("COMMIT")

    def _write(self, table: str, key: Sequence[str], values: dict[str, Any]) -> None:
        others = ", ".join(f"{name} = excluded.{name}" for name in values if name not in key)
        replacing = f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {others}" if key else ""
        marks = ", ".join("?" * len(values))
        names = ", ".join(values)
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks}){replacing}"  # noqa: S608 - our own names
        self._index.execute(statement, list(values.values()))


def _plain(noun: Address | Landed | Poll) -> dict[str, Any]:
    """Its fields as SQLite holds them: times as ISO 8601, headers as JSON."""
    values = {field.name: getattr(noun, field.name) for field in fields(noun)}
    for name, value in values.items():
        if isinstance(value, datetime):
            values[name] = value.isoformat(timespec="microseconds")
        elif name == "headers":
            values[name] = json.dumps(dict(value), ensure_ascii=False, sort_keys=True)
    return values


def _typed(row: sqlite3.Row) -> dict[str, Any]:
    values = {name: row[name] for name in row.keys()}  # noqa: SIM118 - iterating a row gives its values
    for name in _TIMES & values.keys():
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    for name, kind in (("kind", AddressKind), ("status", OriginStatus)):
        if name in values:
            values[name] = kind(values[name])
    return values
