"""The flow ``ingest``: find files, read them by batches, load, check and publish, as ``taizhang ingest`` does.

A task run costs 25 ms here and 60 ms in the server, so a task takes many files: a flow run has at most 15 task runs,
whatever the number of files, and with workers (:mod:`flows.runners`) at most 45. What can pass, another writer at the
warehouse, is waited for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from prefect import Task, flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from flows import records
from flows.asynchronous import asynchronous
from flows.lateness import stand_in_for_late_runs
from flows.runners import Runner, Workers
from warehouse import ingesting, landing, opening, reporting
from warehouse.errors import WarehouseError, WarehouseLockedError
from warehouse.ingesting import Ingestion, Summary
from warehouse.landing import File

#: Task runs that read and load in one flow run.
MOST_TASKS = 10


async def is_locked(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether a task failed because another program writes the warehouse."""
    return isinstance(await state.aresult(raise_on_failure=False), WarehouseLockedError)


@task(cache_policy=NO_CACHE)
def find(paths: Sequence[str | Path]) -> list[File]:
    """The files that *paths* name. A path that is not there yet is left out: a store begins with its first poll."""
    there = [path for path in paths if Path(path).exists()]
    for path in (path for path in paths if path not in there):
        get_run_logger().warning("There is no %s.", path)
    return landing.find(there)


@task(cache_policy=NO_CACHE, retries=5, retry_delay_seconds=[1, 5, 15, 30, 60], retry_condition_fn=is_locked)
def begin(warehouse: str | Path) -> Ingestion:
    """A run over the warehouse; waits two minutes for another writer."""
    return Ingestion(warehouse)


# one task, not two: rows handed from task to task are searched for futures, row by row
@task(cache_policy=NO_CACHE)
def extract_and_load(ingestion: Ingestion, files: Sequence[File]) -> None:
    """Read *files* by the rules and load what was read, batch by batch."""
    for batch in ingesting.batches(files):
        ingestion.load(list(ingestion.read(batch)))


@task(cache_policy=NO_CACHE)
def check_and_publish(ingestion: Ingestion, paths: Sequence[str | Path]) -> Summary:
    """Take in where the sources were published, check the warehouse and put it in its place."""
    ingestion.record_origins(paths)
    return ingestion.finish()


@task(cache_policy=NO_CACHE)
def report(warehouse: str | Path, run_id: str) -> None:
    """Keep what the run did as an artifact."""
    with opening.read(warehouse) as connection:
        records.artifact("ingest", reporting.page(connection, run_id), f"What run {run_id} loaded into {warehouse}")


def workers(runner: Runner | None, cluster: str | None, parts: str | None, warehouse: str | Path) -> Workers | None:
    """Who reads the files of a flow, unless it does that itself; by default parts stand beside the warehouse."""
    return Workers(runner, cluster, parts or f"{warehouse}.parts") if runner else None


def load(ingestion: Ingestion, files: Sequence[File], by: Workers | None) -> None:
    """Read *files*, here or *by* workers, and load what was read."""
    if by is None:
        for share in ingesting.batches(files, MOST_TASKS):
            extract_and_load(ingestion, share)
        return
    landings = chain.from_iterable(ingestion.read(batch, read) for batch, read in by.read(ingestion, files))
    while some := list(islice(landings, ingesting.BATCH)):  # as one process loads them: rows stand in that order
        ingestion.load(some)


@flow(name="ingest")
@asynchronous
def ingest(
    paths: list[str | Path],
    warehouse: str | Path,
    runner: Runner | None = None,
    cluster: str | None = None,
    parts: str | None = None,
) -> Any:  # noqa: ANN401 - Prefect hands out the state's data
    """Load the files that *paths* name into *warehouse*; files by what became of them.

    Files that cannot be read are logged, named in the final state and the artifact, and in ``sources`` as failed. An
    inbox without files is no failure: a schedule finds it empty most of the time. With a *runner* files are read by the
    workers of the *cluster* at an address, or of one that is started here, and come back as Parquet in *parts*, a
    folder or an address of fsspec that all machines reach.

    Raises:
        WarehouseError: the warehouse cannot be written, or, published, breaks some of its checks.
    """
    stand_in_for_late_runs()
    log = get_run_logger()
    files = find(paths)
    if not files:
        return records.final(f"There are no files in {', '.join(map(str, paths))}.", (), {})
    by = workers(runner, cluster, parts, warehouse)
    with begin(warehouse) as ingestion:
        load(ingestion, files, by)
        summary = check_and_publish(ingestion, paths)
    if by:
        by.clear()
    report(warehouse, summary.run_id)
    for path, sentence in (*summary.failures, *summary.faults):
        log.warning("%s: %s", path, sentence)
    if summary.breaches:
        raise WarehouseError("\n".join(map(str, summary.breaches)))
    counts = {status.value: count for status, count in summary.statuses.items()}
    what = f"{len(files):,} files: {', '.join(f'{count:,} {status}' for status, count in counts.items())}."
    return records.final(what, (*summary.failures, *summary.faults), counts)
