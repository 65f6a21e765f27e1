"""Loading: landings into a warehouse's tables, one transaction a batch; a source's rows are replaced as a whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from raw.sources.origins import Origin
from warehouse import lineage, plans, version
from warehouse.landing import Landing, failed
from warehouse.rows import arrow
from warehouse.schema import Table
from warehouse.tables import CHANGES, ORIGINS, RUNS, SOURCES, TABLES, UNIT_ALIASES, UNITS, SourceStatus
from warehouse.views import VIEWS

log = logging.getLogger(__name__)

#: Rows of a chunk that DuckDB gives to one thread: as many as a row group of its tables has.
_CHUNK = 122_880
#: Tables whose rows do not belong to one source.
_SHARED = {RUNS.name, CHANGES.name, ORIGINS.name, UNITS.name, UNIT_ALIASES.name}


def known_fingerprints(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The fingerprints of the sources that are loaded: nothing new can be read from them."""
    query = "SELECT fingerprint FROM sources WHERE status = 'loaded' AND fingerprint IS NOT NULL"
    return frozenset(fingerprint for (fingerprint,) in connection.execute(query).fetchall())


def start_run(connection: duckdb.DuckDBPyConnection) -> str:
    """Record that a run has started; its id, ``r<n>``."""
    ((count,),) = connection.execute("SELECT count(*) FROM runs").fetchall()
    run_id = f"r{count + 1}"
    connection.execute(
        "INSERT INTO runs (run_id, started_at, version, sources_seen, loaded, skipped, failed, is_recorded)"
        " VALUES (?, ?, ?, 0, 0, 0, 0, FALSE)",
        [run_id, _now(), version()],
    )
    return run_id


def record_origins(connection: duckdb.DuckDBPyConnection, origins: Sequence[Origin]) -> None:
    """Take in where sources were published; earlier rows of the same bytes at the same address give way.

    A source that the store has under its hash alone gets the name under which it was published first."""
    with _registered(connection, incoming=arrow(ORIGINS, origins)):
        moved = connection.execute(
            "SELECT DISTINCT source_id FROM incoming JOIN origins AS o USING (channel, uri, source_id)"
            " WHERE incoming.fetched_at <> o.fetched_at"
        ).fetchall()
        plans.forget(connection, [source_id for (source_id,) in moved])  # what is published again is the last version
        connection.execute(
            "INSERT OR REPLACE INTO origins BY NAME SELECT * FROM incoming SEMI JOIN sources USING (source_id)"
        )
    connection.execute(
        "UPDATE sources SET name = o.name FROM"
        " (SELECT source_id, first(name ORDER BY fetched_at, uri) AS name FROM origins GROUP BY source_id) AS o"
        " WHERE o.source_id = sources.source_id AND regexp_full_match(sources.name, '[0-9a-f]{64}')"
    )


def finish_run(connection: duckdb.DuckDBPyConnection, run_id: str, statuses: Sequence[SourceStatus]) -> None:
    """Record what became of the files that the run saw."""
    connection.execute(
        "UPDATE runs SET finished_at = ?, sources_seen = ?, loaded = ?, skipped = ?, failed = ? WHERE run_id = ?",
        [
            _now(),
            len(statuses),
            *(statuses.count(each) for each in (SourceStatus.LOADED, SourceStatus.SKIPPED, SourceStatus.FAILED)),
            run_id,
        ],
    )


def row_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The rows of every table."""
    query = " UNION ALL ".join(f"SELECT '{table.name}', count(*) FROM {table.name}" for table in TABLES)  # noqa: S608 - our own names
    return dict(connection.execute(query).fetchall())


def load(connection: duckdb.DuckDBPyConnection, landings: Sequence[Landing], run_id: str) -> list[Landing]:
    """Load a batch of landings in one transaction; what became of each, in order.

    A source that is loaded under the same fingerprint is skipped, so of files with the same bytes one is loaded.
    Another source's earlier rows give way, and so does an earlier failure of the same address. A landing whose rows
    the tables refuse becomes a failed one; it costs only itself."""
    outcome = _settle(connection, landings)
    fresh = {each.source_id: each for each in reversed(outcome) if each.status is not SourceStatus.SKIPPED}
    connection.begin()
    try:
        _replace(connection, list(reversed(fresh.values())), run_id)
        connection.commit()
    except (duckdb.ConstraintException, duckdb.ConversionException) as error:
        connection.rollback()
        if len(landings) > 1:
            return [each for landing in landings for each in load(connection, [landing], run_id)]
        reason = str(error).splitlines()[0]
        refused = failed(landings[0], f"Its rows break a rule of the tables ({reason}); report it with the file.")
        return load(connection, [refused], run_id)
    except BaseException:
        connection.rollback()
        raise
    return outcome


def gather(connection: duckdb.DuckDBPyConnection) -> None:
    """After the last batch, and once the plans are placed: what follows from all rows together.

    The units that nobody names any more are forgotten, how each is named is gathered, and the stored views are filled.
    It costs what the warehouse holds, not what was loaded, so it is done once a run."""
    connection.begin()
    try:
        connection.execute("DELETE FROM units WHERE unit_id NOT IN (SELECT unit_id FROM assignments)")
        connection.execute("DELETE FROM unit_aliases")
        connection.execute(_ALIASES)
        for statement in (statement for view in VIEWS if view.order for statement in view.ddl):
            connection.execute(statement)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


_ALIASES = """
INSERT INTO unit_aliases BY NAME
SELECT DISTINCT ON (alias, region) alias, region, unit_id, valid_until
FROM (
  SELECT
    a.surface AS alias, coalesce(u.region, '') AS region, a.unit_id, max(a.name_until) AS valid_until,
    count(*) AS times
  FROM assignments a JOIN units u ON u.unit_id = a.unit_id
  GROUP BY ALL
)
ORDER BY alias, region, times DESC, unit_id
"""


def _settle(connection: duckdb.DuckDBPyConnection, landings: Sequence[Landing]) -> list[Landing]:
    """The landings, with those skipped that are already loaded, here or earlier in the batch."""
    with _registered(connection, arriving=pa.table({"fingerprint": [each.fingerprint or "" for each in landings]})):
        query = "SELECT fingerprint FROM sources SEMI JOIN arriving USING (fingerprint) WHERE status = 'loaded'"
        known = {fingerprint for (fingerprint,) in connection.execute(query).fetchall()}
    outcome = []
    for landing in landings:
        if landing.status is SourceStatus.LOADED and landing.fingerprint in known:
            outcome.append(replace(landing, status=SourceStatus.SKIPPED, tables={}))
        else:
            outcome.append(landing)
        if landing.status is SourceStatus.LOADED and landing.fingerprint:
            known.add(landing.fingerprint)
    return outcome


def _replace(connection: duckdb.DuckDBPyConnection, landings: Sequence[Landing], run_id: str) -> None:
    if not landings:
        return
    now = _now()
    ids, uris = [each.source_id for each in landings], [each.uri for each in landings]
    with _registered(connection, arriving=pa.table({"source_id": ids, "uri": uris})):
        earlier = dict(
            connection.execute(
                "SELECT source_id, landed_at FROM sources WHERE source_id IN (SELECT source_id FROM arriving)"
                " OR (status = 'failed' AND uri IN (SELECT uri FROM arriving))"
            ).fetchall()
        )
    if earlier:
        _delete(connection, list(earlier))
    sources = arrow(
        SOURCES,
        landings,
        landed_at=[earlier.get(each, now) for each in ids],
        loaded_at=[now] * len(ids),
        run_id=[run_id] * len(ids),
    )
    _insert(connection, SOURCES, sources)
    incoming = {
        table: parts
        for table in TABLES
        if (parts := [landing.tables[table.name] for landing in landings if table.name in landing.tables])
    }
    with ThreadPoolExecutor(1) as ahead:  # the rows of a table are put together while those before it are inserted
        for table, rows in zip(incoming, ahead.map(_together, incoming.values()), strict=True):
            _insert(connection, table, rows)
    if earlier:
        connection.execute("DELETE FROM origins WHERE source_id NOT IN (SELECT source_id FROM sources)")


def _delete(connection: duckdb.DuckDBPyConnection, source_ids: list[str]) -> None:
    plans.forget(connection, source_ids)
    lineage.forget(connection, source_ids)
    documents = "(SELECT document_id FROM documents WHERE list_contains($1, source_id))"
    for table in reversed(TABLES):  # children first: they are found through their documents
        if table.name not in _SHARED:
            owned = "list_contains($1, source_id)" if "source_id" in table.names else f"document_id IN {documents}"
            connection.execute(f"DELETE FROM {table.name} WHERE {owned}", [source_ids])  # noqa: S608 - our own names


def _together(parts: list[pa.Table]) -> pa.Table:
    """All rows as one table, in chunks of :data:`_CHUNK`. (DuckDB reads a hundred small chunks four times as slowly as
    one of their size.)"""
    table = pa.concat_tables(parts).combine_chunks()
    return pa.Table.from_batches(table.to_batches(max_chunksize=_CHUNK), table.schema)


def _insert(connection: duckdb.DuckDBPyConnection, table: Table, rows: pa.Table) -> None:
    with _registered(connection, incoming=rows):
        if table is UNITS:  # several sources name the same unit
            connection.execute(
                "INSERT OR REPLACE INTO units BY NAME SELECT DISTINCT ON (unit_id) * FROM incoming ORDER BY ALL"
            )
        else:
            connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM incoming")  # noqa: S608 - our own names


@contextmanager
def _registered(connection: duckdb.DuckDBPyConnection, **tables: pa.Table) -> Iterator[None]:
    """Arrow tables that queries can name. (A list as a parameter costs 0.1 ms an element.)"""
    for name, table in tables.items():
        connection.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            connection.unregister(name)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
