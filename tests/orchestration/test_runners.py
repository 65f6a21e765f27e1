"""Reading on several machines: real workers on loopback, one of which is killed; what they read is what one process
reads."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

pytest.importorskip("prefect")

from object_store import object_store
from prefect_server import ROOT, Server, until

from warehouse import exporting, opening
from warehouse.ingesting import ingest
from warehouse.landing import fingerprint_of
from warehouse.parts import Parts, Wanted

pytestmark = [pytest.mark.flows, pytest.mark.slow]

PLAN = """云溪市第{n}号湿地修复方案（2022—2025年）

一、主要任务
（一）退渔还湿。2023年底前退渔{n}公顷以上。（牵头单位：市水利局；配合单位：市财政局）
（二）补种芦苇。2024年6月底前成活率达到95%。（责任单位：市林业局）
"""
FLOW = """
import asyncio, json, sys
if __name__ == "__main__":
    from flows.ingest import ingest
    print(asyncio.run(ingest(**json.loads(sys.argv[1]))))
"""
#: When something was done is all that may differ.
MOMENTS = (
    "UPDATE sources SET landed_at = TIMESTAMP '2022-01-01', loaded_at = TIMESTAMP '2022-01-01'",
    "UPDATE runs SET started_at = TIMESTAMP '2022-01-01', finished_at = TIMESTAMP '2022-01-01'",
)


def exported(warehouse: Path) -> dict[str, bytes]:
    with duckdb.connect(str(warehouse)) as connection:
        for statement in MOMENTS:
            connection.execute(statement)
    folder = warehouse.with_suffix(".out")
    with opening.read(warehouse, may_write_files=True) as connection:
        exporting.export(connection, folder)
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def rows(warehouse: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def inbox(tmp_path):
    """Plans, samples with tables and boxes, an empty file, one that is there twice."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for n in range(40):
        (inbox / f"{n:02}.txt").write_text(PLAN.format(n=n + 10), "utf-8")
    for sample in (ROOT / "raw" / "samples").glob("*.md"):
        (inbox / sample.name).write_bytes(sample.read_bytes())
    (inbox / "empty.txt").write_bytes(b"")
    (inbox / "twice.txt").write_bytes((inbox / "07.txt").read_bytes())
    return inbox


def by_flow(
    server: Server, inbox: Path, warehouse: Path, *, environment: dict[str, str] | None = None, **parameters: str
) -> subprocess.Popen[str]:
    given = {"paths": [str(inbox)], "warehouse": str(warehouse), **parameters}
    return subprocess.Popen(
        [sys.executable, "-c", FLOW, json.dumps(given)],
        env=os.environ | server.environment | (environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


class Dask:
    """A scheduler and two workers, each with its nanny in a session of its own, as on two machines."""

    def __init__(self, folder: Path, environment: dict[str, str], *options: str) -> None:
        self._environment = environment
        self._log = (folder / "dask.log").open("ab")
        file = folder / "scheduler.json"
        known_by = ("--host", "127.0.0.1", "--no-dashboard")
        self._scheduler = self._start("scheduler", *known_by, "--port", "0", "--scheduler-file", str(file))
        until(120, lambda: file.exists() and file.read_text().endswith("}"))
        self.address = json.loads(file.read_text())["address"]
        self.workers = [self._start("worker", self.address, *known_by, "--nthreads", "1", *options) for _ in range(2)]

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + what, *options],
            env=self._environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @staticmethod
    def kill(process: subprocess.Popen[bytes]) -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def close(self) -> None:
        for process in (*self.workers, self._scheduler):
            if process.poll() is None:
                self.kill(process)
        self._log.close()


@pytest.fixture
def bucket(monkeypatch):
    with object_store(monkeypatch) as system:
        yield system


def test_two_dask_workers_one_of_which_is_killed(server, tmp_path, inbox, bucket):
    """The parts stand on S3; the export is that of one process, byte for byte."""
    pytest.importorskip("prefect_dask")
    ingest([inbox], tmp_path / "one.duckdb")
    dask = Dask(tmp_path, os.environ | server.environment)
    try:
        flow = by_flow(
            server,
            inbox,
            tmp_path / "two.duckdb",
            runner="dask",
            cluster=dask.address,
            parts="s3://office/parts",
        )

        def parts() -> int:
            return len(bucket.ls("office/parts")) if bucket.exists("office/parts") else 0

        until(600, lambda: parts() >= 4 or flow.poll() is not None)
        assert parts() < 36
        dask.kill(dask.workers[0])
        output, _ = flow.communicate(timeout=600)
    finally:
        dask.close()
    assert flow.returncode == 0, output
    assert "read here" not in output  # the other worker did what the dead one left
    assert "'skipped': 1" in output
    assert parts() == 0
    (record, *_) = server.flow_runs()
    assert server.ask("/task_runs/count", {"flow_runs": {"id": {"any_": [record["id"]]}}}) <= 50
    assert exported(tmp_path / "two.duckdb") == exported(tmp_path / "one.duckdb")


#: Loaded by every process: a file called deadly.txt ends whoever reads it.
DEADLY = """
import os
import pipeline
real = pipeline.extract
def extract(source):
    if source.name == "deadly.txt":
        os._exit(9)
    return real(source)
pipeline.extract = extract
"""
#: Loaded by workers: it ends the worker itself.
PRELOAD = """
import os
from warehouse import parts
parts.real = getattr(parts, "real", parts.land_apart)  # a preload runs twice
def land_apart(files, most):
    if any(file.name == "deadly.txt" for file in files):
        os._exit(9)
    return parts.real(files, most)
parts.land_apart = land_apart
"""


def test_a_file_that_kills_every_worker_costs_only_itself(server, tmp_path):
    """Workers that die of it are started again by their nannies, and die again; then it is read where the flow runs."""
    pytest.importorskip("prefect_dask")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for n in range(8):
        (inbox / f"{n}.txt").write_text(PLAN.format(n=n + 10), "utf-8")
    (inbox / "deadly.txt").write_text(PLAN.format(n=99), "utf-8")
    (tmp_path / "sitecustomize.py").write_text(DEADLY)
    (tmp_path / "preload.py").write_text(PRELOAD)
    deadly = {"PYTHONPATH": os.pathsep.join([str(tmp_path), server.environment["PYTHONPATH"]])}
    dask = Dask(tmp_path, os.environ | server.environment | deadly, "--preload", str(tmp_path / "preload.py"))
    warehouse = tmp_path / "plans.duckdb"
    given = {"runner": "dask", "cluster": dask.address, "parts": str(tmp_path / "parts")}
    try:
        flow = by_flow(server, inbox, warehouse, environment=deadly, **given)
        output, _ = flow.communicate(timeout=600)
    finally:
        dask.close()
    assert flow.returncode == 0, output
    assert "1 files are read here: no worker has." in output
    assert rows(
        warehouse, "SELECT name, error LIKE 'Reading it ended the process%' FROM sources WHERE status = 'failed'"
    ) == [("deadly.txt", True)]
    assert rows(warehouse, "SELECT count(*) FROM sources WHERE status = 'loaded'") == [(8,)]


def test_a_run_takes_what_a_dead_one_had_read(server, tmp_path, inbox):
    """By processes of this machine: what is left of a run that ended in the middle is used and cleared."""
    place = tmp_path / "parts"
    kept = [Wanted(file, fingerprint_of(file)) for file in sorted(inbox.iterdir())[:20]]
    assert Parts(str(place)).write(kept) == []
    kept[3].file.write_text(PLAN.format(n=500), "utf-8")

    flow = by_flow(server, inbox, tmp_path / "two.duckdb", runner="processes", parts=str(place))
    output, _ = flow.communicate(timeout=600)
    assert flow.returncode == 0, output
    assert "read here" not in output
    assert list(place.iterdir()) == []
    ingest([inbox], tmp_path / "one.duckdb")
    assert exported(tmp_path / "two.duckdb") == exported(tmp_path / "one.duckdb")


def test_by_ray(server, tmp_path, inbox):
    pytest.importorskip("prefect_ray")
    ingest([inbox], tmp_path / "one.duckdb")
    flow = by_flow(server, inbox, tmp_path / "two.duckdb", runner="ray")
    output, _ = flow.communicate(timeout=600)
    assert flow.returncode == 0, output
    assert "read here" not in output
    assert exported(tmp_path / "two.duckdb") == exported(tmp_path / "one.duckdb")


def test_a_cluster_that_is_not_there_is_named(server, tmp_path, inbox):
    pytest.importorskip("prefect_dask")
    flow = by_flow(
        server, inbox, tmp_path / "plans.duckdb",
        environment={"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s"}, runner="dask", cluster="tcp://127.0.0.1:9",
    )  # fmt: skip
    output, _ = flow.communicate(timeout=600)
    assert flow.returncode != 0
    assert "There is no dask cluster at tcp://127.0.0.1:9" in output
    assert not (tmp_path / "plans.duckdb").exists()
