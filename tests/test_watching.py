"""poll, ingest and status on the command line, over a site on loopback."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

pytest.importorskip("httpx")
pytest.importorskip("pydantic")

from click.testing import CliRunner, Result
from website import Site, article, error

from cli.main import main
from raw.sources import channels
from raw.sources.storage import Store
from warehouse import watching

PLAN = article(
    "云溪市河湖清洁行动方案（2022—2025年）", "一、主要任务", "（一）清淤疏浚。清淤30公里以上。（市水利局牵头）"
)
LATER = PLAN.replace("30公里", "40公里")


@pytest.fixture
def site():
    site = Site()
    yield site
    site.close()


class Desk:
    """Somebody who works in a folder with a sources.toml."""

    def __init__(self, folder: Path, site: Site, more: str = "") -> None:
        self.folder = folder
        self.warehouse = folder / "plans.duckdb"
        self.sources = folder / "sources.toml"
        self.sources.write_text(
            f'store = "kept"\n[[source]]\nname = "city"\nkind = "listing"\nstart = "{site.address}/list.html"\n'
            f"links = '/\\w\\.html$'\npause = 0\nrevisit = \"0s\"\nattempts = 1\nprivate_network = true\n{more}"
        )

    def run(self, *arguments: str) -> Result:
        result = CliRunner().invoke(main, [*arguments], env={"TAIZHANG_SOURCES": str(self.sources)})
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def ingest(self) -> Result:
        return self.run("ingest", str(self.folder / "kept"), "--warehouse", str(self.warehouse))

    def rows(self, query: str) -> list[tuple]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def desk(tmp_path, site):
    return Desk(tmp_path, site, 'expect_every = "7d"\n')


def test_what_is_published_is_loaded_with_its_origins(desk, site):
    site.listing("/a.html|河湖清洁行动方案", "/b.html")
    site["/a.html"] = site["/b.html"] = PLAN
    assert desk.run("poll").exit_code == 0
    assert desk.ingest().exit_code == 0
    assert desk.rows("SELECT name, status FROM sources") == [("a.html", "loaded")]
    origins = "SELECT channel, right(uri, 7), title, status FROM origins ORDER BY ALL"
    assert desk.rows(origins) == [
        ("city", "/a.html", "河湖清洁行动方案", "published"),
        ("city", "/b.html", PLAN.partition("<title>")[2].partition("<")[0], "published"),
    ]

    site["/a.html"] = LATER
    del site["/b.html"]
    result = desk.run("poll")
    assert result.exit_code == 0
    assert desk.ingest().exit_code == 0
    assert desk.rows("SELECT count(*), count(DISTINCT source_id) FROM sources") == [(2, 2)]
    assert desk.rows("SELECT right(uri, 7), status FROM origins ORDER BY fetched_at, uri") == [
        ("/a.html", "superseded"),
        ("/b.html", "removed"),
        ("/a.html", "published"),
    ]
    assert desk.rows("SELECT count(*) FROM tasks") == [(2,)]
    assert desk.run("check", "--warehouse", str(desk.warehouse)).exit_code == 0


def test_poll_names_what_failed(desk, site):
    site.listing("/a.html", "/b.html")
    site["/a.html"], site["/b.html"] = PLAN, error(500)
    result = desk.run("poll")
    assert result.exit_code == 1
    assert f"Failed: {site.address}/b.html: The site answers with an error (HTTP 500)." in result.stderr
    assert "│ city   │   1 │" in result.stdout
    status = desk.run("status", "--format", "json", "--warehouse", str(desk.warehouse))
    (channel,) = json.loads(status.stdout)["channels"]
    assert (channel["failing"], channel["waiting"]) == (1, 1)


def test_a_source_that_does_not_answer(desk, site):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    desk.sources.write_text(desk.sources.read_text().replace(site.address, nobody))
    result = desk.run("poll")
    assert result.exit_code == 1
    assert "city ended early" in result.stderr
    status = desk.run("status", "--warehouse", str(desk.warehouse))
    assert status.exit_code == 1
    assert "city ended early" in status.stderr


def test_poll_takes_names(desk, site):
    result = desk.run("poll", "town")
    assert result.exit_code == 1
    assert "There is no source town; there are city." in result.stderr


def test_sources_are_listed_and_checked(desk, site):
    result = desk.run("sources")
    assert result.exit_code == 0
    assert f"{site.address}/list.html" in result.stdout
    desk.sources.write_text('[[source]]\nname = "a"\nkind = "ftp"\n')
    result = desk.run("sources")
    assert result.exit_code == 1
    assert "`kind` must be one of" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_example_is_valid_with_every_source_in_it(tmp_path):
    example = CliRunner().invoke(main, ["sources", "--example"]).stdout
    (tmp_path / "a.toml").write_text(example)
    assert [channel.kind for channel in channels.load(tmp_path / "a.toml").source] == ["folder"]
    commented = example.replace("\n# [[", "\n[[").splitlines()
    every = "\n".join(line.removeprefix("# ") if " = " in line else line for line in commented)
    (tmp_path / "b.toml").write_text(every)
    assert [each.kind for each in channels.load(tmp_path / "b.toml").source] == ["folder", "listing", "feed", "bucket"]


def test_status_over_time(desk, site):
    def at(**later: float):
        now = datetime.now(UTC).replace(tzinfo=None) + timedelta(**later)
        settings = channels.load(desk.sources)
        found = watching.status(settings.source, settings.store, desk.warehouse, now)
        return found, found.channels[0]

    assert at()[1].is_silent  # never polled
    site.listing("/a.html")
    site["/a.html"] = PLAN
    desk.run("poll")
    found, city = at()
    assert (city.new, city.waiting, city.is_silent, found.last_load) == (1, 1, False, None)
    assert city.oldest_waiting == city.last_landing

    desk.ingest()
    found, city = at(days=6)
    assert (city.waiting, city.oldest_waiting, city.is_silent) == (0, None, False)
    assert found.last_load is not None
    assert at(days=8)[1].is_silent


def test_status_says_who_is_silent(desk, site):
    result = desk.run("status", "--warehouse", str(desk.warehouse))
    assert result.exit_code == 1
    assert "city is silent: nothing has ever come, expected every 7 days." in result.stderr


def test_a_log_of_json_lines(desk, site):
    site.listing("/a.html", "/b.html")
    site["/a.html"] = PLAN
    import logging

    root = logging.getLogger()
    before = root.handlers[:]
    root.handlers.clear()
    try:
        result = CliRunner().invoke(main, ["--log-format", "json", "poll"], env={"TAIZHANG_SOURCES": str(desk.sources)})
    finally:
        root.handlers[:] = before
    entries = [json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")]
    assert [(entry["level"], entry["message"].split(": ")[1]) for entry in entries] == [
        ("INFO", "new"),
        ("WARNING", "failed"),
    ]
    assert {entry["logger"] for entry in entries} == {"raw.sources.polling"}


def test_the_store_is_no_file_of_its_own(desk, site):
    """The index lies hidden beside the landed files."""
    store = Store(desk.folder / "kept")
    store.put(PLAN.encode())
    store.close()
    assert desk.ingest().exit_code == 0
    assert desk.rows("SELECT count(*) FROM sources") == [(1,)]
