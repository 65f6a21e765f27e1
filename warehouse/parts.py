"""Parts: landings as Parquet in a place that several machines share, a folder or whatever fsspec has an address for.

Workers write them, one loader reads them. A part holds what came of some files, a row a file: the fields of its
:class:`~warehouse.landing.Landing`, and for each table a list of the file's rows. Its name comes from the files'
fingerprints, and it is there whole or not at all: who does the same work again finds it done.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from raw.sources.remote import open_place, write_whole
from warehouse.landing import File, Landing, fingerprint_of, land_apart, uri_of
from warehouse.tables import SourceStatus

#: Files of one part: what is lost when a worker dies, and what is held in memory.
FILES = 50
#: Parts that are kept in memory while landings are taken from them.
_OPEN = 4
_NAME = re.compile(r"[0-9a-f]{64}\.parquet")
_FIELDS = {
    "source_id": pa.string(),
    "name": pa.string(),
    "uri": pa.string(),
    "status": pa.string(),
    "fingerprint": pa.string(),
    "byte_size": pa.int64(),
    "media_type": pa.string(),
    "reader": pa.string(),
    "page_count": pa.int64(),
    "error": pa.string(),
    "faults": pa.list_(pa.string()),
    "trace": pa.string(),
}
#: The column of the fingerprint that was asked for: a reading that failed may have none of its own.
_WANTED = "wanted"


class Wanted(NamedTuple):
    """A file that is to be read, and the fingerprint that its bytes have under the rules of who wants it read."""

    file: File
    fingerprint: str

    @property
    def key(self) -> Key:
        """What it is found by."""
        return Key(uri_of(self.file), self.fingerprint)


class Key(NamedTuple):
    """A file by its address and fingerprint."""

    uri: str
    fingerprint: str


class Parts:
    """The parts in the place at *address*, which is made where it is not there.

    Raises:
        RawError: no library knows such an address.
    """

    def __init__(self, address: str) -> None:
        self._system, root = open_place(address)
        self._root = root.rstrip("/")
        self._opened = lru_cache(_OPEN)(self._open)

    def write(self, files: Sequence[Wanted]) -> list[File]:
        """Read *files*, each in a process of its own, and write what came of them; parts that are there are left.

        The files that are not read are given back: those that this machine cannot see, that have changed meanwhile, or
        that have another fingerprint under the rules of this machine."""
        unseen: list[File] = []
        for some in _portions(files):
            path = self._path(_name(some))
            if self._system.exists(path):
                continue
            seen = [each for each in some if fingerprint_of(each.file) == each.fingerprint]
            unseen += [each.file for each in some if each not in seen]
            if seen:
                landings = list(land_apart([each.file for each in seen], 1))
                write_whole(self._system, path, _parquet(seen, landings))
        return unseen

    def held(self) -> dict[Key, str]:
        """What stands in the place: by file, the name of its part."""
        found = {}
        for name in self._names():
            with self._system.open(self._path(name), "rb") as file:
                rows = pq.read_table(file, columns=["uri", _WANTED])
            found.update({Key(*key): name for key in zip(*map(pa.ChunkedArray.to_pylist, rows.columns), strict=True)})
        return found

    def landings(self, files: Iterable[Wanted], held: Mapping[Key, str]) -> dict[File, Landing]:
        """What came of those of *files* that stand in a part; *held* and :func:`names` say in which."""
        found = {}
        for each in files:
            name = held.get(each.key)
            part = self._opened(name) if name else None
            if part and each.key in part.rows:
                landing = part.landing(each)
                if landing.fingerprint in (None, each.fingerprint):  # else it has changed since it was asked for
                    found[each.file] = landing
        return found

    def clear(self) -> None:
        """Remove all parts, and what was never finished of others."""
        for path in self._paths():
            name = path.rpartition("/")[2]
            if _NAME.fullmatch(name) or (name.startswith(".") and _NAME.match(name[1:])):
                self._system.rm_file(path)

    def _names(self) -> list[str]:
        names = (path.rpartition("/")[2] for path in self._paths())
        return sorted(name for name in names if _NAME.fullmatch(name))

    def _paths(self) -> list[str]:
        return list(self._system.find(self._root, maxdepth=1)) if self._system.isdir(self._root) else []

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _open(self, name: str) -> _Part | None:
        try:
            return _Part(self._system.cat_file(self._path(name)))
        except FileNotFoundError:  # no file of it was seen, or its worker died
            return None


class _Part:
    """A part in memory."""

    def __init__(self, data: bytes) -> None:
        table = pq.read_table(io.BytesIO(data)).combine_chunks()
        self._fields = table.select([_WANTED, *_FIELDS]).to_pylist()
        self._tables = {name: table[name] for name in table.column_names[1 + len(_FIELDS) :]}
        self.rows = {Key(row["uri"], row[_WANTED]): n for n, row in enumerate(self._fields)}

    def landing(self, wanted: Wanted) -> Landing:
        """What came of one file."""
        row = self.rows[wanted.key]
        fields = {name: self._fields[row][name] for name in _FIELDS}
        given = {"status": SourceStatus(fields["status"]), "faults": tuple(fields["faults"])}
        rows = ((name, column[row].values) for name, column in self._tables.items())
        tables = {
            name: pa.Table.from_batches([pa.RecordBatch.from_struct_array(found)])
            for name, found in rows
            if found is not None
        }
        return Landing(wanted.file, **fields | given, tables=tables)


def names(files: Sequence[Wanted]) -> dict[Key, str]:
    """Where :meth:`Parts.write` puts what came of *files*: by file, the name of its part."""
    return {each.key: _name(some) for some in _portions(files) for each in some}


def _portions(files: Sequence[Wanted]) -> Iterator[Sequence[Wanted]]:
    for start in range(0, len(files), FILES):
        yield files[start : start + FILES]


def _name(files: Sequence[Wanted]) -> str:
    keys = "\n".join(f"{key.uri} {key.fingerprint}" for key in (each.key for each in files))
    return f"{hashlib.sha256(keys.encode()).hexdigest()}.parquet"


def _parquet(files: Sequence[Wanted], landings: Sequence[Landing]) -> bytes:
    columns: dict[str, pa.Array] = {_WANTED: pa.array([each.fingerprint for each in files], pa.string())}
    for name, kind in _FIELDS.items():
        columns[name] = pa.array(list(map(attrgetter(name), landings)), kind)
    for name in sorted({name for landing in landings for name in landing.tables}):
        columns[name] = _lists([landing.tables.get(name) for landing in landings])
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, compression="zstd")
    return buffer.getvalue()


def _lists(tables: Sequence[pa.Table | None]) -> pa.Array:
    """A list of its rows for each table, null where there is none."""
    whole = pa.concat_tables([table for table in tables if table is not None]).combine_chunks()
    arrays = [column.combine_chunks() for column in whole.columns]
    structs = pa.StructArray.from_arrays(arrays, fields=list(whole.schema))
    offsets = [0]
    for table in tables:
        offsets.append(offsets[-1] + (table.num_rows if table is not None else 0))
    mask = pa.array([table is None for table in tables])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), structs, mask=mask)
