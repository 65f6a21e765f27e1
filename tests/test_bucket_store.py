"""A store whose bytes stand on S3: a poll lands them there, an ingest reads them from there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from object_store import object_store

pytest.importorskip("fsspec")

from raw.sources import channels, polling
from raw.sources.errors import RawError
from raw.sources.storage import INDEX, Store
from warehouse import ingesting
from warehouse.landing import find, land_file

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow

PLAN = (
    "云溪市湿地修复方案（2022—2025年）\n\n一、主要任务\n（一）退渔还湿。2023年底前退渔{n}公顷。（责任单位：市水利局）\n"
)


@pytest.fixture
def bucket(monkeypatch):
    with object_store(monkeypatch) as system:
        yield system


@pytest.fixture
def office(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "sources.toml").write_text(
        'store = "store"\nbucket = "s3://office/landed"\n\n'
        '[[source]]\nname = "shared"\nkind = "folder"\npath = "shared"\nsettle = "0s"\n'
    )
    return tmp_path


def poll(office):
    (report,) = polling.poll_each(channels.load(office / "sources.toml"))
    assert not report.failures
    return report.poll


def ingest(office):
    """What the command says: processes that read for this one would know the server of another test."""
    command = [sys.executable, "-m", "cli.main", "ingest", "store", "--warehouse", "plans.duckdb"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=office, env=environment, capture_output=True, text=True, check=False)


def rows(office, query):
    with duckdb.connect(str(office / "plans.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_what_lands_on_s3_is_loaded_from_there(bucket, office):
    for n in (1, 2):
        (office / "shared" / f"{n}.txt").write_text(PLAN.format(n=n), "utf-8")
    assert poll(office).new == 2
    files = find([office / "store"])
    assert [bucket.cat_file(file.uri).decode() for file in files] == [
        land_file(file).path.source().data.decode() for file in files
    ]
    assert [path.name for path in (office / "store").iterdir() if not path.name.startswith(".")] == []

    done = ingest(office)
    assert done.returncode == 0, done.stderr
    assert rows(office, "SELECT name, uri LIKE 's3://office/landed/%', status FROM sources ORDER BY name") == [
        ("1.txt", True, "loaded"),
        ("2.txt", True, "loaded"),
    ]
    assert rows(office, "SELECT count(*) FROM origins") == [(2,)]

    (office / "shared" / "2.txt").write_text(PLAN.format(n=3), "utf-8")
    assert (poll(office).corrected, poll(office).unchanged) == (1, 2)
    ingest(office)
    assert rows(office, "SELECT loaded, skipped, failed FROM runs ORDER BY run_id") == [(2, 0, 0), (1, 2, 0)]
    assert ingesting.outdated(office / "plans.duckdb") == []


def test_a_new_machine_knows_what_the_last_one_knew(bucket, office):
    (office / "shared" / "1.txt").write_text(PLAN.format(n=1), "utf-8")
    poll(office)
    shutil.rmtree(office / "store")
    assert (poll(office).new, poll(office).unchanged) == (0, 1)
    assert bucket.exists(f"office/landed/{INDEX}")


def test_what_is_damaged_or_lost_in_the_bucket_costs_only_itself(bucket, office):
    for n in (1, 2, 3):
        (office / "shared" / f"{n}.txt").write_text(PLAN.format(n=n), "utf-8")
    poll(office)
    _, damaged, lost = find([office / "store"])
    bucket.pipe_file(damaged.uri, b"something else")
    bucket.rm_file(lost.uri)
    done = ingest(office)
    assert done.returncode == 1
    assert f"Failed: {damaged}: {damaged} does not hold what landed" in done.stderr
    assert f"Failed: {lost}: {lost} does not exist" in done.stderr
    assert rows(office, "SELECT count(*) FROM documents") == [(1,)]
    assert poll(office).unchanged == 3  # what is lost has been landed again
    ingest(office)
    assert rows(office, "SELECT count(*) FROM documents") == [(2,)]


def test_a_bucket_that_cannot_be_reached_is_named(office):
    (office / "shared" / "1.txt").write_text(PLAN.format(n=1), "utf-8")
    with pytest.raises(RawError, match="nosuch://office cannot be reached"):
        Store(office / "store", polls_into="nosuch://office")


def test_bytes_stand_in_the_folder_again_once_no_bucket_is_named(bucket, office):
    (office / "shared" / "1.txt").write_text(PLAN.format(n=1), "utf-8")
    poll(office)
    toml = office / "sources.toml"
    toml.write_text(toml.read_text().replace('bucket = "s3://office/landed"\n', ""))
    assert poll(office).unchanged == 1
    (file,) = find([office / "store"])
    assert file.read_text("utf-8") == PLAN.format(n=1)
