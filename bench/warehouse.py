"""The warehouse with a million tasks, generated from the samples: ``make bench`` or ``python bench/warehouse.py``.

The samples are read once and their rows repeated under new ids until there are enough tasks, so the tables are as full
as real plans fill them. Seconds are of CPU time where the machine does only this, and of the wall beside them."""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from warehouse import exporting, loading, opening, plans, queries
from warehouse.landing import Landing, land
from warehouse.opening import WorkingCopy
from warehouse.tables import TABLES

SAMPLES = Path(__file__).parent.parent / "raw" / "samples"
#: Copies of the samples that are loaded in one transaction.
BATCH = 50


@contextmanager
def measured(what: str, goal: str) -> Iterator[dict[str, float]]:
    found: dict[str, float] = {}
    wall, cpu = time.perf_counter(), time.process_time()
    yield found
    found["wall"], found["cpu"] = time.perf_counter() - wall, time.process_time() - cpu
    rate = f", {found['rows'] / found['wall']:,.0f} tasks/s" if "rows" in found else ""
    print(f"{what:<36} {found['wall']:8.3f} s wall {found['cpu']:8.3f} s CPU{rate}   (goal: {goal})", flush=True)


def repeated(sample: Landing, number: int) -> Landing:
    """The landing once more, as another source: every id of its own begins with another digit string."""
    source_id = f"{number:012x}"

    def renamed(table: pa.Table) -> pa.Table:
        for place, name in enumerate(table.column_names):
            if name.endswith("_id") and name != "unit_id" and table.schema.field(name).type == pa.string():
                rest = pc.utf8_slice_codeunits(table[name], start=len(sample.source_id))
                table = table.set_column(place, name, pc.binary_join_element_wise(source_id, rest, ""))
        return table

    tables = {name: renamed(table) for name, table in sample.tables.items()}
    return replace(sample, source_id=source_id, fingerprint=source_id, uri=f"file:///{source_id}", tables=tables)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=1_000_000)
    wanted = parser.parse_args().tasks
    samples = [each for each in land(sorted(SAMPLES.iterdir())) if "tasks" in each.tables]
    each_round = sum(sample.tables["tasks"].num_rows for sample in samples)
    rounds = -(-wanted // each_round)
    folder = Path(tempfile.mkdtemp(prefix="taizhang-bench-"))
    path = folder / "plans.duckdb"
    try:
        load = {"wall": 0.0, "cpu": 0.0}
        with WorkingCopy(path) as copy:
            run_id = loading.start_run(copy.connection)
            for start in range(0, rounds, BATCH):
                batch = [
                    repeated(sample, number * len(samples) + place)
                    for number in range(start, min(start + BATCH, rounds))
                    for place, sample in enumerate(samples)
                ]
                wall, cpu = time.perf_counter(), time.process_time()
                loading.load(copy.connection, batch, run_id)
                load["wall"] += time.perf_counter() - wall
                load["cpu"] += time.process_time() - cpu
            tasks = rounds * each_round
            rows = loading.row_counts(copy.connection)
            print(
                f"{tasks:,} tasks in {rows['sources']:,} sources, {sum(rows.values()):,} rows in {len(TABLES)} tables"
            )
            rate = tasks / load["wall"]
            print(f"{'load':<36} {load['wall']:8.3f} s wall {load['cpu']:8.3f} s CPU, {rate:,.0f} tasks/s   (50,000)")
            with measured("units, aliases, stored views", "-"):
                plans.place(copy.connection)
                loading.gather(copy.connection)
            with measured("checkpoint and publish", "-"):
                copy.publish()
        print(f"{'file':<36} {path.stat().st_size / 1e6:8.0f} MB")
        unit = ""
        with measured("open the published file", "0.2 s"):
            connection = opening.read(path, may_write_files=True)
        with connection:
            unit = connection.execute("SELECT name FROM units ORDER BY name LIMIT 1").fetchall()[0][0]
            for attempt in ("first", "again"):
                with measured(f"ledger of {unit}, due in 2025, {attempt}", "0.1 s"):
                    query = (
                        "SELECT count(*) FROM ledger WHERE due_on BETWEEN DATE '2025-01-01' AND DATE '2025-12-31'"
                        " AND contains(coalesce(leads, ''), ?)"
                    )
                    connection.execute(query, [unit]).fetchall()
            with measured(f"taizhang ledger --unit {unit}", "0.1 s"):
                from datetime import date

                found = queries.ledger(connection, unit=unit, due_before=date(2024, 1, 1))
            print(f"{'':<36} {len(found.rows):,} rows")
            with measured("export to Parquet", "10 s"):
                exporting.export(connection, folder / "out")
        print(f"{'peak memory':<36} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:8.2f} GB   (goal: 2 GB)")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
