"""Reading on more than one machine: Prefect's task runners read files into parts, which one loader takes in.

A worker that dies costs nothing: its task goes to another one, which leaves what is done. What no worker could read,
for whatever reason, is read where the flow runs.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from warehouse import ingesting
from warehouse import parts as parts_of
from warehouse.errors import WarehouseError
from warehouse.ingesting import Ingestion
from warehouse.landing import File, Landing, file_at, land_apart
from warehouse.parts import Parts, Wanted

#: By what files are read: processes of this machine, or a cluster of Dask or Ray.
Runner = Literal["processes", "dask", "ray"]
#: Task runs that read in one flow run.
MOST_TASKS = 40


class RunnerError(WarehouseError):
    """What is to read the files cannot be started or reached."""


def task_runner(runner: Runner, cluster: str | None) -> TaskRunner[Any]:
    """Prefect's task runner on the *cluster* at an address, otherwise on one that is started here and ends with it.

    Raises:
        RunnerError: its library is not installed.
    """
    cores = os.cpu_count() or 1
    chosen: TaskRunner[Any]
    try:
        if runner == "dask":
            from prefect_dask.task_runners import DaskTaskRunner

            here = {"n_workers": cores, "threads_per_worker": 1}
            chosen = DaskTaskRunner(address=cluster) if cluster else DaskTaskRunner(cluster_kwargs=here)
        elif runner == "ray":
            from prefect_ray.task_runners import RayTaskRunner

            chosen = (
                RayTaskRunner(address=cluster)
                if cluster
                else RayTaskRunner(init_kwargs={"num_cpus": cores, "include_dashboard": False})
            )
        else:
            chosen = ProcessPoolTaskRunner(max_workers=cores)
    except ImportError as error:
        raise RunnerError(f"This needs {error.name}; run: pip install 'taizhang[flows,{runner}]'") from None
    return chosen


@task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=[1, 10])
def read_into_parts(files: Sequence[tuple[str, str]], place: str) -> None:
    """Read files, given by address and fingerprint, and write what came of them into the *place* of parts."""
    unseen = Parts(place).write([Wanted(file_at(uri), fingerprint) for uri, fingerprint in files])
    if unseen:
        get_run_logger().warning(
            "%s cannot see %d files as they were found, among them %s: share the folder at the same path, and install "
            "the same taizhang on every machine.",
            socket.gethostname(),
            len(unseen),
            unseen[0],
        )


@dataclass(frozen=True, slots=True)
class Workers:
    """Who reads files, where they are reached, and the place of parts that they share with the loader."""

    runner: Runner
    cluster: str | None
    place: str

    def read(self, ingestion: Ingestion, files: Sequence[File]) -> Iterator[tuple[Sequence[File], dict[File, Landing]]]:
        """*files* in batches, with what came of those that are new and that a worker could read, now or before a run
        that ended in the middle; at most :data:`MOST_TASKS` task runs.

        Raises:
            RunnerError: nobody can be started or reached.
        """
        parts = Parts(self.place)
        held = parts.held()
        batches = []
        for batch in ingesting.batches(files, MOST_TASKS, 1):
            new = ingestion.new(batch)
            batches.append((batch, new, [each for each in new if each.key not in held]))
        if not any(missing for _, _, missing in batches):  # no cluster is started for nothing
            yield from ((batch, parts.landings(new, held)) for batch, new, _ in batches)
            return
        with self._started() as pool:
            futures = [self._submit(pool, missing) if missing else None for *_, missing in batches]
            for (batch, new, missing), future in zip(batches, futures, strict=True):
                error = _error(future)
                landings = parts.landings(new, held | parts_of.names(missing))
                left = [each.file for each in new if each.file not in landings]
                if left:
                    get_run_logger().warning("%d files are read here: no worker has. %s", len(left), error or "")
                    landings.update(zip(left, land_apart(left), strict=True))  # they may be what workers died of
                yield batch, landings

    def clear(self) -> None:
        """Remove the parts: what they hold is published."""
        try:
            Parts(self.place).clear()
        except Exception as error:  # noqa: BLE001 - every file system of fsspec has errors of its own
            get_run_logger().warning("The parts in %s are not removed: %s", self.place, error)

    def _submit(self, pool: TaskRunner[Any], files: Sequence[Wanted]) -> Any:  # noqa: ANN401 - each has futures of its own
        return pool.submit(read_into_parts, {"files": [tuple(each.key) for each in files], "place": self.place})

    @contextmanager
    def _started(self) -> Iterator[TaskRunner[Any]]:
        with ExitStack() as stack:
            try:
                pool = stack.enter_context(task_runner(self.runner, self.cluster))
                getattr(pool, "client", None)  # that of Dask is connected when it is first asked for
            except RunnerError:
                raise
            except Exception as error:
                where = f"at {self.cluster}" if self.cluster else "here"
                raise RunnerError(f"There is no {self.runner} cluster {where} ({error}); start one.") from error
            yield pool


def _error(future: Any) -> Exception | None:  # noqa: ANN401 - each runner has futures of its own
    """Wait for a task; the error that it ended with. Its worker may have died, and others after it."""
    try:
        outcome = future.result(raise_on_failure=False) if future else None
    except Exception as error:  # noqa: BLE001 - each runner has errors of its own
        return error
    return outcome if isinstance(outcome, Exception) else None
