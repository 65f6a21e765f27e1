"""Publishing, with real processes: readers that never wait and never see half a load, writers killed at any moment."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb
import pytest

from warehouse import ingesting, quality
from warehouse.tables import TABLES

ROOT = Path(__file__).parent.parent
SEED = 20221130
KILLS = 50
PLAN = """云溪市{what}方案

一、主要任务
（一）{what}改造。2030年{month}月底前完成{month}处。（牵头单位：市水利局；配合单位：市财政局）
（二）{what}维护。每季度检查一次。（责任单位：市住房城乡建设局、市财政局）
"""

#: Reads until it is told to stop: how many tasks of how many sources it saw, in order, each once.
READER = """
import json, sys, duckdb
from pathlib import Path
seen, times = [], 0
while not Path(sys.argv[2]).exists():
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        found = connection.execute("SELECT (SELECT count(*) FROM sources), (SELECT count(*) FROM ledger)").fetchone()
        again = connection.execute("SELECT (SELECT count(*) FROM sources), (SELECT count(*) FROM tasks)").fetchone()
        assert found == again, (found, again)
    times += 1
    if not seen or seen[-1] != list(found):
        seen.append(list(found))
    if times == 1:
        print("reading", flush=True)
print(json.dumps([times, seen]))
"""


def plans(folder: Path, number: int) -> Path:
    """A folder with so many plans, of two tasks each."""
    folder.mkdir()
    for month in range(1, number + 1):
        what = "".join("甲乙丙丁戊己庚辛壬癸子丑"[month - 1] for _ in range(2))
        (folder / f"{month}.txt").write_text(PLAN.format(what=what, month=month), "utf-8")
    return folder


def digest(warehouse: Path) -> str:
    """What the warehouse holds, whenever and in whichever run it was loaded; it passes its checks."""
    volatile = {"landed_at", "loaded_at", "run_id"}
    found = hashlib.sha256()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert quality.check(connection) == []
        for table in TABLES:
            if table.name != "runs":
                names = ", ".join(name for name in table.names if name not in volatile)
                rows = connection.execute(f"SELECT {names} FROM {table.name} ORDER BY ALL").fetchall()
                found.update(repr(rows).encode())
    return found.hexdigest()


def ingest(folder: Path, warehouse: Path, read: Connection) -> None:
    """One ingestion; tells when all is read."""
    count = 0

    def on_file(landing, total):
        nonlocal count
        count += 1
        if count == total:
            read.send("all is read")

    ingesting.ingest([folder], warehouse, on_file)


@pytest.mark.slow
def test_readers_neither_wait_nor_see_half_a_load(tmp_path):
    warehouse, stop = tmp_path / "plans.duckdb", tmp_path / "stop"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    def load(number: int) -> None:
        folder = plans(tmp_path / str(number), number)
        call = [sys.executable, "-m", "cli.main", "ingest", str(folder), "--warehouse", str(warehouse)]
        done = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    load(1)
    call = [sys.executable, "-c", READER, str(warehouse), str(stop)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True, env=environment) as reader:
        assert reader.stdout.readline() == "reading\n"
        with duckdb.connect(str(warehouse), read_only=True) as patient:  # open through all that follows
            for number in (3, 5, 7):
                load(number)
            assert patient.execute("SELECT count(*) FROM ledger").fetchall() == [(2,)]
        stop.touch()
        times, seen = json.loads(reader.stdout.read())
    assert reader.returncode == 0
    loads = [[1, 2], [3, 6], [5, 10], [7, 14]]
    assert [state for state in loads if state in seen] == seen  # whole loads only, none before an earlier one
    assert seen[0] == loads[0]
    assert times > len(seen)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM ledger").fetchall() == [(14,)]


@pytest.mark.slow
def test_a_writer_may_be_killed_at_any_moment(tmp_path):
    """Half of the kills fall anywhere in the run, half after all is read: where it loads, checks and publishes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([ingesting.__name__])
    place = tmp_path / "place"
    place.mkdir()
    warehouse, base = place / "plans.duckdb", tmp_path / "base.duckdb"
    old, new = plans(tmp_path / "old", 2), plans(tmp_path / "new", 4)
    dice = random.Random(SEED)

    def start(folder: Path):
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=ingest, args=(folder, warehouse, there))
        process.start()
        there.close()
        return process, here

    def whole(folder: Path) -> tuple[float, float]:
        """A run that nobody kills: seconds until all is read, and from there to the end."""
        begun = time.monotonic()
        process, here = start(folder)
        assert here.recv()
        read = time.monotonic()
        process.join()
        assert process.exitcode == 0
        return read - begun, time.monotonic() - read

    whole(old)
    shutil.copy(warehouse, base)
    before = digest(warehouse)
    to_read, to_publish = whole(new)
    after = digest(warehouse)
    assert before != after

    outcomes = {before: 0, after: 0}
    left_behind = set()
    for number in range(KILLS):
        shutil.copy(base, tmp_path / "again")
        (tmp_path / "again").replace(warehouse)
        process, here = start(new)
        if number % 2:
            here.recv()
            time.sleep(dice.uniform(0, to_publish))
        else:
            time.sleep(dice.uniform(0, to_read + to_publish))
        process.kill()
        process.join()
        outcomes[digest(warehouse)] += 1
        left_behind |= {each.name for each in place.iterdir()} - {warehouse.name}
        if number % 10 == 9:  # the next run mends what is left, whatever that is
            whole(new)
            assert digest(warehouse) == after
            assert [each.name for each in place.iterdir()] == [warehouse.name]
    assert sum(outcomes.values()) == KILLS
    assert f"{warehouse.name}.working" in left_behind, "no kill fell into a run"
