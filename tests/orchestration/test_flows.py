"""The Prefect flow, against a real server on loopback."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from prefect_server import Server

from warehouse.ingesting import batches
from warehouse.opening import WorkingCopy

pytest.importorskip("prefect")
pytestmark = [pytest.mark.flows, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
PLAN = """云溪市河湖清洁行动方案（2022—2025年）

一、主要任务
（一）清淤疏浚。2023年底前清淤30公里以上。（牵头单位：市水利局；配合单位：市财政局）
（二）垃圾清运。2024年6月底前清运率达到95%。（责任单位：市城市管理局）
"""
RUN = "import sys; from flows.ingest import ingest; print(ingest(sys.argv[2:], sys.argv[1]))"


def run(server: Server, warehouse: Path, *paths: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, str(warehouse), *map(str, paths)]
    return subprocess.run(command, env=server.environment, capture_output=True, text=True, timeout=120, check=False)


def rows(warehouse: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_a_flow_run_loads_and_the_server_has_its_record(server, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in range(45):  # more files than a flow run may have task runs
        (inbox / f"{number:02}.txt").write_text(PLAN.replace("30公里", f"{number + 30}公里"), "utf-8")
    (inbox / "empty.txt").write_bytes(b"")
    warehouse = tmp_path / "plans.duckdb"

    done = run(server, warehouse, inbox)

    assert done.returncode == 0, done.stderr
    assert "empty.txt" in done.stderr
    assert rows(warehouse, "SELECT status, count(*) FROM sources GROUP BY ALL ORDER BY ALL") == [
        ("failed", 1),
        ("loaded", 45),
    ]
    assert rows(warehouse, "SELECT count(*) FROM tasks") == [(90,)]
    assert rows(warehouse, "SELECT sources_seen, loaded, skipped, failed FROM runs") == [(46, 45, 0, 1)]
    (record,) = server.flow_runs()
    assert (record["state_name"], record["name"] != "") == ("Completed", True)
    task_runs = server.ask("/task_runs/count", {"flow_runs": {"id": {"any_": [record["id"]]}}})
    assert task_runs <= 50


def test_a_flow_that_cannot_write_fails_with_the_sentence(server, tmp_path):
    plan, warehouse = tmp_path / "plan.txt", tmp_path / "plans.duckdb"
    plan.write_text(PLAN, "utf-8")
    warehouse.write_text("a letter, no database")

    done = run(server, warehouse, plan)

    assert done.returncode != 0
    assert "is no DuckDB database" in done.stderr
    assert warehouse.read_text() == "a letter, no database"
    assert server.flow_runs()[0]["state_name"] == "Failed"


def test_a_flow_waits_for_another_writer(server, tmp_path):
    plan, warehouse = tmp_path / "plan.txt", tmp_path / "plans.duckdb"
    plan.write_text(PLAN, "utf-8")
    command = [sys.executable, "-c", RUN, str(warehouse), str(plan)]
    with WorkingCopy(warehouse):
        process = subprocess.Popen(
            command, env=server.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        until = time.monotonic() + 60
        while not any(record["state_name"] == "Running" for record in server.flow_runs()):
            assert time.monotonic() < until
            time.sleep(0.2)
        time.sleep(0.5)
        assert not warehouse.exists()
    output, _ = process.communicate(timeout=90)
    assert process.returncode == 0, output
    assert rows(warehouse, "SELECT count(*) FROM tasks") == [(2,)]


def test_a_batch_count_has_a_bound():
    from flows.ingest import MOST_BATCHES

    for count in (0, 1, 99, 2_001, 100_000):
        files = [Path(str(n)) for n in range(count)]
        parts = list(batches(files, MOST_BATCHES))
        assert len(parts) <= MOST_BATCHES
        assert [file for part in parts for file in part] == files


def test_the_command_line_never_imports_prefect():
    code = "import sys, cli.main, cli.formats, warehouse.ingesting; print('prefect' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
