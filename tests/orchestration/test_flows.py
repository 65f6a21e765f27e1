"""The Prefect flow, against a real server on loopback."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import duckdb
import pytest
from prefect_server import Server, until
from website import Site

from warehouse.errors import WarehouseError
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
RUN = "import asyncio, sys; from flows.ingest import ingest; print(asyncio.run(ingest(sys.argv[2:], sys.argv[1])))"


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
        until(60, lambda: any(record["state_name"] == "Running" for record in server.flow_runs()))
        time.sleep(0.5)
        assert not warehouse.exists()
    output, _ = process.communicate(timeout=90)
    assert process.returncode == 0, output
    assert rows(warehouse, "SELECT count(*) FROM tasks") == [(2,)]


def test_the_number_of_task_runs_has_a_bound():
    from flows.ingest import MOST_TASKS

    for count in (0, 1, 99, 2_001, 100_000):
        files = [Path(str(n)) for n in range(count)]
        parts = list(batches(files, MOST_TASKS))
        assert len(parts) <= MOST_TASKS
        assert [file for part in parts for file in part] == files


def test_the_garbage_collector_leaves_prefect_alone_and_goes_on():
    code = "import gc, flows; print(gc.get_freeze_count() > 50_000, gc.isenabled())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]


def test_the_command_line_never_imports_prefect():
    code = "import sys, cli.main, cli.formats, warehouse.ingesting; print('prefect' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.fixture
def here(server):
    """Flows called in this process, with the server's records."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with temporary_settings({PREFECT_API_URL: server.api}):
        yield server


def latest(server: Server, key: str) -> str:
    (artifact,) = server.ask("/artifacts/latest/filter", {"artifacts": {"key": {"any_": [key]}}})
    return artifact["data"]


def test_the_final_state_and_an_artifact_say_what_was_done(here, tmp_path):
    from flows.ingest import ingest

    (tmp_path / "plan.txt").write_text(PLAN.replace("2023年底前", "2023年2月30日前"), "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    assert asyncio.run(ingest([tmp_path], tmp_path / "plans.duckdb")) == {"failed": 1, "loaded": 1}
    message = here.flow_runs()[0]["state"]["message"]
    assert message.startswith("2 files: 1 failed, 1 loaded.")
    assert "empty.txt: " in message
    page = latest(here, "ingest")
    assert "2 files seen, 1 loaded, 0 unchanged, 1 failed." in page
    assert f"[empty.txt](<{(tmp_path / 'empty.txt').as_uri()}>) | failed |" in page
    assert f"| [plan.txt, p. 1, line 3](<{(tmp_path / 'plan.txt').as_uri()}>) |" in page


def test_nothing_to_ingest_is_no_failure(here, tmp_path):
    from flows.ingest import ingest

    assert asyncio.run(ingest([tmp_path], tmp_path / "plans.duckdb")) == {}
    assert "no files" in here.flow_runs()[0]["state"]["message"]


def test_export_and_backfill(here, tmp_path, monkeypatch):
    from flows.backfill import backfill
    from flows.export import export
    from flows.ingest import ingest
    from warehouse import landing

    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(PLAN.replace("30公里", f"{number + 30}公里"), "utf-8")
    warehouse = tmp_path / "plans.duckdb"
    asyncio.run(ingest([tmp_path / "0.txt", tmp_path / "1.txt", tmp_path / "2.txt"], warehouse))
    assert asyncio.run(export(warehouse, tmp_path / "out"))["tasks"] == 6
    assert (tmp_path / "out" / "manifest.json").exists()

    assert asyncio.run(backfill(warehouse)) == {}
    before = rows(warehouse, "SELECT source_id, fingerprint FROM sources ORDER BY ALL")
    (tmp_path / "2.txt").unlink()
    monkeypatch.setattr(landing.pipeline, "rules_version", lambda: "other rules")
    assert asyncio.run(backfill(warehouse)) == {"loaded": 2}
    assert "2.txt: It is not there any more." in here.flow_runs()[0]["state"]["message"]
    after = rows(warehouse, "SELECT source_id, fingerprint FROM sources ORDER BY ALL")
    assert [source for source, _ in after] == [source for source, _ in before]
    assert len(set(after) - set(before)) == 2
    assert rows(warehouse, "SELECT count(*) FROM tasks") == [(6,)]


def test_an_ingest_that_is_killed_is_done_by_the_next(server, tmp_path):
    inbox, warehouse = tmp_path / "inbox", tmp_path / "plans.duckdb"
    inbox.mkdir()
    (inbox / "first.txt").write_text(PLAN, "utf-8")
    assert run(server, warehouse, inbox).returncode == 0
    for number in range(150):
        (inbox / f"{number}.txt").write_text(PLAN.replace("30公里", f"{number + 31}公里"), "utf-8")
    command = [sys.executable, "-c", RUN, str(warehouse), str(inbox)]
    process = subprocess.Popen(command, env=server.environment, start_new_session=True, stderr=subprocess.DEVNULL)
    until(90, lambda: any(tmp_path.glob("plans.duckdb.working*")))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    assert rows(warehouse, "SELECT count(*) FROM tasks") == [(2,)]

    assert run(server, warehouse, inbox).returncode == 0
    assert rows(warehouse, "SELECT count(*), count(DISTINCT source_id) FROM sources") == [(151, 151)]
    assert rows(warehouse, "SELECT count(*) FROM tasks") == [(302,)]
    assert not list(tmp_path.glob("plans.duckdb.*"))


def test_an_ingest_that_is_cancelled_ends_and_leaves_the_warehouse_alone(server, tmp_path):
    inbox, warehouse = tmp_path / "inbox", tmp_path / "plans.duckdb"
    inbox.mkdir()
    for number in range(400):
        (inbox / f"{number}.txt").write_text(PLAN.replace("30公里", f"{number + 31}公里"), "utf-8")
    (tmp_path / "own.yaml").write_text(
        "deployments: [{name: cancelled, entrypoint: flows.ingest.ingest,"
        " parameters: {paths: [inbox], warehouse: plans.duckdb}}]"
    )
    command = [sys.executable, "-m", "cli.main", "serve", "--deployments", "own.yaml"]
    with (tmp_path / "serve.log").open("ab") as log:
        serve = subprocess.Popen(
            command, cwd=tmp_path, env=server.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        until(90, lambda: "cancelled" in (tmp_path / "serve.log").read_text())
        deployment = server.ask("/deployments/name/ingest/cancelled")["id"]
        started = server.ask(f"/deployments/{deployment}/create_flow_run", {"state": {"type": "SCHEDULED"}})["id"]
        until(90, lambda: any(tmp_path.glob("plans.duckdb.working*")))
        server.ask(f"/flow_runs/{started}/set_state", {"state": {"type": "CANCELLING"}})
        until(60, lambda: server.ask(f"/flow_runs/{started}")["state_type"] == "CANCELLED")
        until(30, lambda: not list(tmp_path.glob("plans.duckdb*")))
    finally:
        os.killpg(serve.pid, signal.SIGKILL)
        serve.wait(10)
    assert run(server, warehouse, inbox).returncode == 0
    assert rows(warehouse, "SELECT count(*) FROM tasks") == [(800,)]


def test_no_flow_waits_for_a_heartbeat_at_its_end():
    """Prefect waits in the flows that are not asynchronous."""
    from flows import deployments

    for deployment in deployments.read(None, Path(), {}):
        module, _, name = deployment.entrypoint.rpartition(".")
        assert getattr(import_module(module), name).isasync, name


def test_deploy_registers_schedules_and_replaces_them(server, tmp_path):
    def deploy(cron: str, *options: str) -> list[dict]:
        entry = {"name": "own", "entrypoint": "flows.export.export", "schedules": [{"cron": cron}]}
        entry["tags"] = ["taizhang", "export"]
        entry["parameters"] = {"warehouse": "plans.duckdb", "folder": "out"}
        (tmp_path / "own.yaml").write_text(json.dumps({"deployments": [entry]}))
        command = [sys.executable, "-m", "cli.main", "deploy", "--deployments", "own.yaml", "--pool", "tests"]
        done = subprocess.run(
            [*command, *options], cwd=tmp_path, env=server.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("Registered export/own\nAutomation taizhang: ")
        return server.ask("/deployments/name/export/own")["schedules"]

    for cron in ("0 8 * * *", "30 9 * * 1-5"):
        (schedule,) = deploy(cron)
        assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == (cron, "Asia/Shanghai")
    deployment = server.ask("/deployments/name/export/own")
    assert deployment["parameters"] == {"warehouse": str(tmp_path / "plans.duckdb"), "folder": str(tmp_path / "out")}
    assert server.ask("/work_pools/tests")["type"] == "process"
    deploy("0 8 * * *", "--warehouse", "other.duckdb")
    parameters = server.ask("/deployments/name/export/own")["parameters"]
    assert parameters["warehouse"] == str(tmp_path / "other.duckdb")

    def status() -> str:
        command = [sys.executable, "-m", "cli.main", "status", "--warehouse", "none.duckdb"]
        done = subprocess.run(
            command, cwd=tmp_path, env=server.environment, capture_output=True, text=True, check=False
        )
        return done.stdout

    (tmp_path / "sources.toml").write_text("")
    until(60, lambda: "Next run: export 20" in status())


def test_somebody_is_told_of_a_run_that_failed(here, tmp_path):
    """The message reaches the address; registering twice makes one automation."""
    from prefect import tags

    from flows import automations
    from flows.export import export

    site, told = Site(), []

    def robot(handler):
        told.append(handler.rfile.read(int(handler.headers["Content-Length"])))
        handler.give(200, b"")

    site["/robot"] = robot
    try:
        for _ in range(2):
            names = automations.register(f"{site.address}/robot")
        found = here.ask("/automations/filter", {})
        assert sorted(each["name"] for each in found) == sorted(names)
        with pytest.raises(WarehouseError), tags("taizhang"):
            asyncio.run(export(tmp_path / "nothing.duckdb", tmp_path / "out"))
        until(60, lambda: told)
    finally:
        site.close()
    message = json.loads(told[0])
    assert message["text"]["content"].startswith("taizhang: export Failed\n")
    assert "There is no warehouse at" in message["text"]["content"]


def test_deploy_without_a_server_says_so():
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    for api, sentence in (
        (None, "PREFECT_API_URL is not set"),
        ("http://127.0.0.1:9/api", "No Prefect server answers"),
    ):
        command = [sys.executable, "-m", "cli.main", "deploy"]
        given = environment | ({"PREFECT_API_URL": api} if api else {}) | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr


def test_the_deployments_shipped_can_be_read(tmp_path):
    from flows import deployments

    found = deployments.read(None, tmp_path, {"warehouse": Path("other.duckdb")})
    assert [each.flow_name for each in found] == ["poll", "ingest", "export", "backfill"]
    assert {each.parameters.get("warehouse") for each in found} == {None, str(tmp_path / "other.duckdb")}
    zones = {each.schedule.timezone for deployment in found for each in deployment.schedules}
    assert zones == {"Asia/Shanghai"}
    (tmp_path / "wrong.yaml").write_text("deployments: [{name: a, entrypoint: flows.nothing.here}]")
    with pytest.raises(WarehouseError, match="is no file of deployments"):
        deployments.read(tmp_path / "wrong.yaml", tmp_path, {})
