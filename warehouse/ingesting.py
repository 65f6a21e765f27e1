"""Ingesting: find files, read them, load them, check, publish. The command line and the flow run the same steps."""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from raw.sources.remote import RemoteFile
from raw.sources.storage import Store
from warehouse import citing, history, lineage, loading, opening, plans, quality, version
from warehouse.errors import WarehouseError
from warehouse.landing import File, Landing, file_at, find, fingerprint_of, land
from warehouse.migrating import SCHEMA_VERSION
from warehouse.opening import WorkingCopy, is_outdated
from warehouse.parts import Wanted
from warehouse.quality import Breach
from warehouse.tables import SourceStatus

log = logging.getLogger(__name__)

#: Files read and loaded together. Their rows are held in memory; one transaction loads them.
BATCH = 100


#: What is kept of origins but for the moment of the last poll: where it is the same, nothing follows from it anew.
_ORIGINS = "SELECT count(*), bit_xor(hash(o)) FROM (SELECT * EXCLUDE (checked_at) FROM origins) AS o"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: files by what became of them, rows loaded by table (each unit once), rows in all by table, each
    failure, each broken rule, and the version of the tables that were brought forward, if they were."""

    run_id: str
    statuses: dict[SourceStatus, int]
    rows: dict[str, int]
    totals: dict[str, int]
    failures: tuple[tuple[File, str], ...]
    faults: tuple[tuple[File, str], ...]  # of files that were loaded all the same
    breaches: tuple[Breach, ...]
    migrated_from: int | None = None

    @property
    def is_clean(self) -> bool:
        """Nothing failed or has a fault, and every check holds."""
        return not (self.failures or self.faults or self.breaches)


def batches(files: Sequence[File], at_most: int | None = None, least: int = BATCH) -> Iterator[Sequence[File]]:
    """*files* in order, in batches of *least* files, or larger ones so that there are *at most* so many."""
    size = max(least, math.ceil(len(files) / at_most) if at_most else 0)
    for start in range(0, len(files), size):
        yield files[start : start + size]


class Ingestion:
    """One run over a warehouse: :meth:`read` and :meth:`load` each batch, then :meth:`finish`.

    Leaving the ``with`` block before :meth:`finish` leaves the warehouse as it was.

    Raises:
        WarehouseError: as :class:`warehouse.opening.WorkingCopy`.
    """

    def __init__(self, warehouse: str | Path) -> None:
        self._copy = WorkingCopy(warehouse)
        self._is_changed = not self._is_as_this_release_left_it()
        self._run_id = loading.start_run(self._copy.connection)
        self._statuses: list[SourceStatus] = []
        self._rows: Counter[str] = Counter()
        self._units: set[str] = set()
        self._failures: list[tuple[File, str]] = []
        self._faults: list[tuple[File, str]] = []

    def read(self, files: Sequence[File], elsewhere: Mapping[File, Landing] | None = None) -> Iterator[Landing]:
        """Read files by the rules, except those whose bytes were loaded under the same rules and those that were read
        *elsewhere*; one landing a file."""
        return land(files, loading.known_fingerprints(self._copy.connection), elsewhere)

    def new(self, files: Sequence[File]) -> list[Wanted]:
        """Those of *files* whose bytes can be had and were not loaded under the same rules."""
        known = loading.known_fingerprints(self._copy.connection)
        found = ((file, fingerprint_of(file)) for file in files)
        return [Wanted(file, print_) for file, print_ in found if print_ is not None and print_ not in known]

    def load(self, landings: Sequence[Landing]) -> None:
        """Load what was read, in one transaction."""
        for landing in loading.load(self._copy.connection, landings, self._run_id):
            self._statuses.append(landing.status)
            self._is_changed |= landing.status is not SourceStatus.SKIPPED
            log.info("%s: %s", landing.status, landing.path)
            self._rows.update({name: table.num_rows for name, table in landing.tables.items()})
            if "units" in landing.tables:
                self._units.update(landing.tables["units"]["unit_id"].to_pylist())
            if landing.status is SourceStatus.FAILED:
                self._failures.append((landing.path, landing.error or ""))
            self._faults += [(landing.path, fault) for fault in landing.faults]

    def record_origins(self, paths: Iterable[str | File]) -> None:
        """Take in where the sources were published, as the stores among *paths* know it."""
        for path in paths:
            if not isinstance(path, RemoteFile) and Store.is_at(path):
                before = self._copy.connection.execute(_ORIGINS).fetchall()
                with closing(Store(path)) as store:
                    loading.record_origins(self._copy.connection, store.origins())
                self._is_changed |= self._copy.connection.execute(_ORIGINS).fetchall() != before

    def finish(self) -> Summary:
        """Check the warehouse, publish it, and say what was done. A broken rule is reported, and publishes all the
        same: the data is as its sources and the rules make it, and readers can see what is wrong.

        Raises:
            WarehouseLockedError: somebody else changed the warehouse meanwhile; nothing is published.
        """
        if self._is_changed:
            plans.place(self._copy.connection)
            loading.gather(self._copy.connection)
            citing.link(self._copy.connection)
            lineage.link(self._copy.connection)
            history.record(self._copy.connection, self._run_id, self._copy.published)
        else:
            history.record_nothing(self._copy.connection, self._run_id)
        loading.finish_run(self._copy.connection, self._run_id, self._statuses)
        breaches = quality.check(self._copy.connection)
        totals = loading.row_counts(self._copy.connection)
        self._copy.publish()
        statuses = Counter(self._statuses)
        return Summary(
            self._run_id,
            statuses,
            {**self._rows, "units": len(self._units), "sources": len(self._statuses) - statuses[SourceStatus.SKIPPED]},
            totals,
            tuple(self._failures),
            tuple(self._faults),
            tuple(breaches),
            None if self._copy.found_version == SCHEMA_VERSION else self._copy.found_version,
        )

    def _is_as_this_release_left_it(self) -> bool:
        """Whether the last run was one of this release that came to its end: what follows from the rows is there."""
        if self._copy.published is None or self._copy.found_version != SCHEMA_VERSION:
            return False
        last = "SELECT version, is_recorded FROM runs ORDER BY CAST(substr(run_id, 2) AS INTEGER) DESC LIMIT 1"
        return self._copy.connection.execute(last).fetchall() == [(version(), True)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._copy.discard()


def default_paths() -> list[Path]:
    """Where files are looked for when nobody says: the inbox, and the store where there is one."""
    return [Path("raw/inbox"), *(path for path in (Path("raw/store"),) if Store.is_at(path))]


def found(paths: Iterable[str | File]) -> list[File]:
    """The files that *paths* name, as :func:`warehouse.landing.find`.

    Raises:
        WarehouseError: there is none.
    """
    paths = list(paths)
    files = find(paths)
    if not files:
        places = ", ".join(map(str, paths))
        raise WarehouseError(f"There are no files in {places}; put plans there, or name files and folders.")
    return files


def outdated(warehouse: str | Path) -> list[File]:
    """The files of all sources of *warehouse* that were read under other rules, or could not be read.

    Raises:
        WarehouseError: as :func:`warehouse.opening.read`.
    """
    with opening.read(warehouse) as connection:
        known = loading.known_fingerprints(connection)
        uris = connection.execute("SELECT uri FROM sources ORDER BY landed_at, uri").fetchall()
    files = (file_at(uri) for (uri,) in uris)
    return [file for file in files if fingerprint_of(file) not in known]


def ingest(
    paths: Iterable[str | File], warehouse: str | Path, on_file: Callable[[Landing, int], object] | None = None
) -> Summary:
    """Load the files that *paths* name into *warehouse*; after each file calls ``on_file(landing, files in all)``.

    Raises:
        WarehouseError: there are no files, for a warehouse that needs no migration either, or it cannot be written.
    """
    paths = list(paths)
    files = find(paths) if is_outdated(warehouse) else found(paths)
    with Ingestion(warehouse) as ingestion:
        for batch in batches(files):
            landings = []
            for landing in ingestion.read(batch):
                landings.append(landing)
                if on_file:
                    on_file(landing, len(files))
            ingestion.load(landings)
        ingestion.record_origins(paths)
        return ingestion.finish()
