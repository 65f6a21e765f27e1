"""The flow ``backfill``: read every source again that was read under other rules.

It publishes part by part, or keeps what workers have read, so one that ends in the middle is taken up by the next where
it stopped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows import records
from flows.asynchronous import asynchronous
from flows.ingest import begin, check_and_publish, is_locked, load, workers
from flows.runners import Runner, Workers
from warehouse import ingesting
from warehouse.errors import WarehouseError
from warehouse.ingesting import Summary
from warehouse.landing import File

#: Parts that one flow run publishes.
MOST_PARTS = 40


@task(cache_policy=NO_CACHE)
def find(warehouse: str | Path) -> list[File]:
    """The files that were read under other rules."""
    return ingesting.outdated(warehouse)


@task(cache_policy=NO_CACHE, retries=5, retry_delay_seconds=[1, 5, 15, 30, 60], retry_condition_fn=is_locked)
def reload(files: Sequence[File], warehouse: str | Path) -> Summary:
    """Read and load a part, check and publish; waits for another writer."""
    return ingesting.ingest(files, warehouse)


@flow(name="backfill")
@asynchronous
def backfill(
    warehouse: str | Path, runner: Runner | None = None, cluster: str | None = None, parts: str | None = None
) -> Any:  # noqa: ANN401 - Prefect hands out the state's data
    """Read the files of all sources of *warehouse* again that were read under other rules; what became of how many.

    A file that is no longer where it was read is named, and its rows stay as they are. *runner*, *cluster* and *parts*
    are those of :func:`flows.ingest.ingest`.

    Raises:
        WarehouseError: the warehouse cannot be read or written, or breaks some of its checks.
    """
    log = get_run_logger()
    found = find(warehouse)
    files = [file for file in found if file.is_file()]
    failures: list[tuple[object, str]] = [(file, "It is not there any more.") for file in found if file not in files]
    counts: dict[str, int] = {}
    for summary in _summaries(files, warehouse, workers(runner, cluster, parts, warehouse)):
        failures += [*summary.failures, *summary.faults]
        for status, count in summary.statuses.items():
            counts[status.value] = counts.get(status.value, 0) + count
        if summary.breaches:
            raise WarehouseError("\n".join(map(str, summary.breaches)))
    for where, sentence in failures:
        log.warning("%s: %s", where, sentence)
    done = ", ".join(f"{count:,} {status}" for status, count in counts.items()) or "all are up to date"
    return records.final(f"{len(files):,} files: {done}.", failures, counts)


def _summaries(files: Sequence[File], warehouse: str | Path, by: Workers | None) -> Iterator[Summary]:
    if by is None:
        for part in ingesting.batches(files, MOST_PARTS):
            yield reload(part, warehouse)
    elif files:
        with begin(warehouse) as ingestion:
            load(ingestion, files, by)
            summary = check_and_publish(ingestion, ())
        by.clear()
        yield summary
