"""The warehouse with a million tasks, generated from the samples: ``make bench`` or ``python -m bench.warehouse``.

The samples are read once. A generated file holds each document of a sample several times, so that it is as long as
published ones are (58 tasks a file in the annotated plans, 13 in the samples), and is of another place and year, with
titles and units of its own: as many plans as files, none a copy of another. A second run replaces some files of a
warehouse that is there, and records what changed. Seconds are of the wall and of CPU time, which are the same
where the machine does only this on one core."""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from warehouse import citing, exporting, history, lineage, loading, opening, plans, quality, queries
from warehouse.landing import Landing, land
from warehouse.opening import WorkingCopy
from warehouse.tables import TABLES, SourceStatus

SAMPLES = Path(__file__).parent.parent / "raw" / "samples"
#: How often a generated file holds its sample.
LENGTH = 5
#: Places and years of issue of the generated plans.
PLACES, YEARS = 1_000, 10
#: Files that are loaded in one transaction.
BATCH = 1_000
#: Files that the second run replaces.
REPLACED = 200

_OWN_ID = re.compile(r"(?<=\.)(f?)(\d+)")


class Clock:
    """Seconds by the wall and of CPU, summed over all times that it ran."""

    wall = cpu = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall, self.cpu = self.wall + time.perf_counter() - wall, self.cpu + time.process_time() - cpu

    def tell(self, what: str, goal: str = "", rows: int | None = None) -> None:
        rate = f"{rows / self.wall:9,.0f} tasks/s" if rows else ""
        print(f"{what:<44}{self.wall:9.3f} s{self.cpu:9.3f} s CPU {rate:<18}{goal and f'goal: {goal}'}", flush=True)


@contextmanager
def measured(what: str, goal: str = "") -> Iterator[None]:
    clock = Clock()
    with clock.running():
        yield
    clock.tell(what, goal)


def lengthened(sample: Landing) -> Landing:
    """The landing of a file that holds the sample's documents :data:`LENGTH` times, one behind the other."""
    steps = {name: sample.tables[name].num_rows for name in ("documents", "lines", "findings") if name in sample.tables}

    def later(table: pa.Table, time: int) -> pa.Table:
        def own(found: re.Match[str]) -> str:
            return f"{found[1]}{int(found[2]) + time * steps['findings' if found[1] else 'documents']}"

        for place, name in enumerate(table.column_names):
            values = table[name].to_pylist()
            if name.endswith("_id") and name not in ("source_id", "unit_id"):
                values = [value and _OWN_ID.sub(own, value, count=1) for value in values]
            elif name == "line_no":
                values = [value and value + time * steps["lines"] for value in values]
            elif name == "ordinal" and "addressees" in table.column_names:
                values = [value + time * steps["documents"] for value in values]
            elif name in ("title", "doc_number") and "addressees" in table.column_names:
                values = [value and f"{value}之{time + 1}" for value in values]
            table = table.set_column(place, table.schema.field(name), pa.array(values, table.schema.field(name).type))
        return table

    tables = {
        name: pa.concat_tables([later(table, time) for time in range(LENGTH)]).combine_chunks()
        for name, table in sample.tables.items()
        if name != "units"
    }
    return replace(sample, tables=tables | {"units": sample.tables["units"]})


def repeated(sample: Landing, number: int) -> Landing:
    """The landing once more, as another file of another place: every id of its own begins with another digit string."""
    source_id, place = f"{number:012x}", f"{number % PLACES:03}"

    def renamed(name: str, table: pa.Table) -> pa.Table:
        for at, field in enumerate(table.schema):
            column = table[field.name]
            if field.name == "unit_id":
                column = pc.binary_join_element_wise(f"u{place}", pc.utf8_slice_codeunits(column, start=4), "")
            elif field.name.endswith("_id") and field.type == pa.string():
                rest = pc.utf8_slice_codeunits(column, start=len(sample.source_id))
                column = pc.binary_join_element_wise(source_id, rest, "")
            elif name in ("documents", "units") and field.name in ("title", "region", "issuer", "name", "short_name"):
                column = pc.binary_join_element_wise(column, place if name == "units" else str(number), "")
            elif name == "documents" and field.name == "doc_number":
                column = pc.binary_join_element_wise(column, str(number), "")
            elif field.name == "issued_on":
                days = pa.scalar(366 * (number % YEARS), pa.int32())
                column = pc.add(column.cast(pa.int32()), days).cast(pa.date32())
            else:
                continue
            table = table.set_column(at, field, column)
        return table

    tables = {name: renamed(name, table) for name, table in sample.tables.items()}
    return replace(sample, source_id=source_id, fingerprint=source_id, uri=f"file:///{source_id}", tables=tables)


def corrected(landing: Landing) -> Landing:
    """The landing as it is read by other rules: under another fingerprint, with another text of every tenth task."""
    tasks = landing.tables["tasks"]
    texts = [f"{text}。" if n % 10 == 0 else text for n, text in enumerate(tasks["text"].to_pylist())]
    tasks = tasks.set_column(tasks.column_names.index("text"), "text", pa.array(texts))
    return replace(landing, fingerprint=f"{landing.fingerprint}'", tables=landing.tables | {"tasks": tasks})


def floor(batch: list[Landing]) -> None:
    """What the rows of one batch cost at least: inserted as they are into tables in memory that ask for nothing."""
    clock = Clock()
    with duckdb.connect() as bare:
        for table in TABLES:
            parts = [each.tables[table.name] for each in batch if table.name in each.tables]
            if parts:
                bare.register("incoming", pa.concat_tables(parts).combine_chunks())
                bare.execute(f"CREATE TABLE {table.name} AS FROM incoming LIMIT 0")
                with clock.running():
                    bare.execute(f"INSERT INTO {table.name} FROM incoming")
                bare.unregister("incoming")
    tasks = sum(each.tables["tasks"].num_rows for each in batch)
    clock.tell("the rows of a batch into bare tables", "a floor", tasks)


def run(copy: WorkingCopy, batches: Iterable[list[Landing]], tasks: int | None) -> None:
    """One run over the working copy, step by step as :class:`warehouse.ingesting.Ingestion` takes them."""
    run_id = loading.start_run(copy.connection)
    clock, statuses = Clock(), []
    for batch in batches:
        with clock.running():
            statuses += [each.status for each in loading.load(copy.connection, batch, run_id)]
    assert set(statuses) == {SourceStatus.LOADED}, set(statuses)
    clock.tell(f"load {len(statuses):,} files", "50,000 tasks/s" if tasks else "", tasks)
    with measured("copies and versions of plans"):
        plans.place(copy.connection)
    with measured("units, aliases, stored views"):
        loading.gather(copy.connection)
    with measured("citations, counterparts"):
        citing.link(copy.connection)
        lineage.link(copy.connection)
    with measured("record what changed"):
        history.record(copy.connection, run_id, copy.published)
    loading.finish_run(copy.connection, run_id, statuses)
    with measured("checks"):
        breaches = quality.check(copy.connection)
    assert not breaches, "\n".join(map(str, breaches))
    with measured("checkpoint and publish"):
        copy.publish()


def ask(path: Path, folder: Path) -> None:
    """What readers do with the published file."""
    with measured("open the published file", "0.2 s"):
        connection = opening.read(path, may_write_files=True)
    with connection:
        ((unit,),) = connection.execute(
            "SELECT unit FROM unit_workload ORDER BY lead_tasks DESC, unit LIMIT 1"
        ).fetchall()
        query = "SELECT * FROM ledger WHERE contains(leads, $1) AND year(due_on) = 2025 ORDER BY ordinal"
        for attempt in ("first", "again"):
            with measured(f"SQL: ledger of {unit} in a year, {attempt}", "0.1 s"):
                found = connection.execute(query, [unit]).fetchall()
            with measured(f"ledger --unit {unit} --due-before, {attempt}", "0.1 s"):
                due = queries.ledger(connection, unit=unit, due_before=date(2026, 1, 1))
        print(f"{'':<44}{len(found):,} and {len(due.rows):,} tasks")
        with measured("export to Parquet", "10 s"):
            exporting.export(connection, folder / "out")
    size = sum(file.stat().st_size for file in (folder / "out").rglob("*.parquet"))
    print(f"{'':<44}{size / 1e6:,.0f} MB, the warehouse {path.stat().st_size / 1e6:,.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=1_000_000)
    wanted = parser.parse_args().tasks
    samples = [lengthened(each) for each in land(sorted(SAMPLES.iterdir())) if "tasks" in each.tables]
    rounds = -(-wanted // sum(sample.tables["tasks"].num_rows for sample in samples))
    tasks = rounds * sum(sample.tables["tasks"].num_rows for sample in samples)

    def batches() -> Iterator[list[Landing]]:
        for start in range(0, rounds * len(samples), BATCH):
            numbers = range(start, min(start + BATCH, rounds * len(samples)))
            yield [repeated(samples[number % len(samples)], number) for number in numbers]

    folder = Path(tempfile.mkdtemp(prefix="taizhang-bench-"))
    path = folder / "plans.duckdb"
    try:
        with WorkingCopy(path) as copy:
            floor(next(batches()))
            print(f"--- a first run of {tasks:,} tasks")
            run(copy, batches(), tasks)
        with opening.read(path) as connection:
            rows = loading.row_counts(connection)
        assert rows["tasks"] == tasks
        print(f"{'':<44}{sum(rows.values()):,} rows in {len(TABLES)} tables, {rows['units']:,} units")
        print("--- what readers do")
        ask(path, folder)
        print(f"--- a run that replaces {REPLACED} files")
        with measured("open a working copy"):
            copy = WorkingCopy(path)
        with copy:
            again = [corrected(repeated(samples[number % len(samples)], number)) for number in range(REPLACED)]
            run(copy, [again], None)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"{'peak memory':<44}{peak / 1e6:9.2f} GB{'':<28}goal: 2 GB")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
