"""The flow ``export``: every table as Parquet into a folder, as ``taizhang export`` does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows import records
from flows.asynchronous import asynchronous
from flows.ingest import is_locked
from flows.lateness import stand_in_for_late_runs
from warehouse import exporting, opening


@task(cache_policy=NO_CACHE, retries=3, retry_delay_seconds=[5, 30, 60], retry_condition_fn=is_locked)
def write(warehouse: str | Path, folder: str | Path) -> dict[str, int]:
    """Write the tables; rows by table."""
    with opening.read(warehouse, may_write_files=True) as connection:
        return {each.table: each.rows for each in exporting.export(connection, folder)}


@flow(name="export")
@asynchronous
def export(warehouse: str | Path, folder: str | Path) -> Any:  # noqa: ANN401 - Prefect hands out the state's data
    """Write every table of *warehouse* as Parquet into *folder*, in one step; rows by table.

    Raises:
        WarehouseError: there is no warehouse, or *folder* holds anything else or cannot be written.
    """
    stand_in_for_late_runs()
    rows = write(warehouse, folder)
    return records.final(f"{len(rows)} tables, {sum(rows.values()):,} rows in {folder}.", (), rows)
