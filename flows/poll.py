"""The flow ``poll``: ask the sources what they publish and land what is new, as ``taizhang poll`` does.

A source that is down is asked again after half a minute and after two; one that stays down fails the flow, so that an
automation can tell somebody. An address that fails is named and fails nothing: the next poll asks for it again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prefect import Task, flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from flows import records
from flows.asynchronous import asynchronous
from flows.lateness import stand_in_for_late_runs
from raw.sources import channels, polling
from raw.sources.errors import RawError, StoreBusyError
from raw.sources.polling import Report

#: Task runs in one flow run; of more sources some share one.
MOST_TASKS = 40
_COUNTS = ("new", "corrected", "unchanged", "removed", "failed")


class SourceDownError(RawError):
    """Sources ended early for a reason that can pass."""

    def __init__(self, reports: Sequence[Report]) -> None:
        down = [f"{report.poll.channel}: {report.poll.error}" for report in reports if report.can_pass]
        super().__init__("; ".join(down))
        self.reports = tuple(reports)


async def can_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether a poll failed for a reason that can pass."""
    return isinstance(await state.aresult(raise_on_failure=False), SourceDownError | StoreBusyError)


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_condition_fn=can_pass)
def ask(sources: str | Path, names: Sequence[str]) -> list[Report]:
    """Poll the sources called *names*.

    Raises:
        SourceDownError: one ended early for a reason that can pass.
        RawError: as :func:`raw.sources.polling.poll_each`.
    """
    reports = list(polling.poll_each(channels.load(sources), names))
    if any(report.can_pass for report in reports):
        raise SourceDownError(reports)
    return reports


@flow(name="poll")
@asynchronous
def poll(sources: str | Path, names: list[str] | None = None, retry_after: list[float] | None = None) -> Any:  # noqa: ANN401 - Prefect hands out the state's data
    """Land what the sources of the file *sources*, those called *names* or all, have published; counts by what.

    *retry_after* holds the seconds after which a source that is down is asked again, by default 30 and 120.

    Raises:
        RawError: the file is wrong, or the store cannot be written.
    """
    stand_in_for_late_runs()
    log = get_run_logger()
    wanted = [channel.name for channel in polling.named(channels.load(sources), names or ())]
    size = math.ceil(len(wanted) / MOST_TASKS)
    patient = ask.with_options(retry_delay_seconds=retry_after or [30, 120])
    reports: list[Report] = []
    for start in range(0, len(wanted), size):
        try:
            reports += patient(sources, wanted[start : start + size])
        except SourceDownError as down:
            reports += down.reports
    failures = [(report.poll.channel, report.poll.error) for report in reports if report.poll.error]
    is_down = bool(failures)
    failures += [failure for report in reports for failure in report.failures]
    for where, sentence in failures:
        log.warning("%s: %s", where, sentence)
    keep(reports, failures)
    counts = {name: sum(getattr(report.poll, name) for report in reports) for name in _COUNTS}
    done = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "nothing listed"
    return records.final(f"{len(reports):,} sources: {done}.", failures, counts, failed=is_down)


@task(cache_policy=NO_CACHE)
def keep(reports: Sequence[Report], failures: Sequence[tuple[str, str]]) -> None:
    """Keep what the poll did as an artifact."""
    rows = [(report.poll.channel, *(str(getattr(report.poll, name)) for name in _COUNTS)) for report in reports]
    lines = [("source", *_COUNTS), ("---",) * (len(_COUNTS) + 1), *rows]
    page = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    if failures:
        page += "\n\n## What failed\n\n" + "\n".join(f"- {where}: {sentence}" for where, sentence in failures)
    records.artifact("poll", page + "\n", "What the sources have published")
