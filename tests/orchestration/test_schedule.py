"""Days of a publishing site, shortened to seconds: the schedule runs against a real Prefect server, which is killed in
between, like the process that runs the flows and the network; and what was published is in the warehouse, each once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

pytest.importorskip("prefect")
pytest.importorskip("httpx")
pytest.importorskip("justmytype_intl_cjk", reason="needs the font of the dev extra")

from prefect_server import Server, until
from website import Site, article, cut, endless, error, redirect, slow

from raw.pdf_writer import Page, pdf

pytestmark = [pytest.mark.flows, pytest.mark.slow]

DEPLOYMENTS = """
deployments:
  - {name: days, entrypoint: flows.poll.poll, tags: [days, poll], schedules: [{interval: 4}],
     parameters: {sources: sources.toml, retry_after: [1, 1]}}
  - {name: days, entrypoint: flows.ingest.ingest, tags: [days, ingest], schedules: [{interval: 4}],
     parameters: {paths: [store], warehouse: plans.duckdb}}
"""


def plan(what: str, kilometres: int) -> list[str]:
    return [
        f"云溪市{what}行动方案（2022—2025年）",
        "一、主要任务",
        f"（一）{what}。2023年底前完成{kilometres}公里以上。（牵头单位：市水利局；配合单位：市财政局）",
        f"（二）巡查。每季度巡查{what}情况。（责任单位：市城市管理局）",
    ]


def printed(lines: list[str]) -> bytes:
    page = Page()
    for number, line in enumerate(lines):
        page.write(line, 70, 100 + 24 * number, 11)
    return pdf([page])


class Office:
    """The folder in which ``taizhang serve`` runs by its schedule, and the site that it polls."""

    def __init__(self, folder: Path, server: Server, site: Site) -> None:
        self.folder, self.server, self.site = folder, server, site
        (folder / "sources.toml").write_text(
            f'store = "store"\n[[source]]\nname = "city"\nkind = "listing"\nstart = "{site.address}/list.html"\n'
            "links = '/\\w+\\.html$'\npause = 0\nrevisit = \"0s\"\nattempts = 1\ntimeout = 6\nmax_megabytes = 0.5\n"
            "private_network = true\n"
        )
        (folder / "deployments.yaml").write_text(DEPLOYMENTS)
        self._process: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        command = [sys.executable, "-m", "cli.main", "serve", "--deployments", "deployments.yaml"]
        where = ["--warehouse", str(self.folder / "plans.duckdb")]
        with (self.folder / "serve.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *where],
                cwd=self.folder,
                env=self.server.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End ``taizhang serve`` and the flow that it runs, without a word."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)

    def runs(self, tag: str) -> list[dict]:
        return self.server.flow_runs(
            flow_runs={"tags": {"all_": ["days", tag]}, "state": {"type": {"any_": ["COMPLETED", "FAILED"]}}}
        )

    def settle(self) -> list[dict]:
        """Wait for a poll that starts from now on, and for an ingest behind it; both."""
        poll = self._next("poll", datetime.now(UTC).isoformat())
        return [poll, self._next("ingest", poll["end_time"])]

    def _next(self, tag: str, since: str) -> dict:
        def later() -> list[dict]:
            return [run for run in self.runs(tag) if moment(run["start_time"]) > moment(since)]

        until(120, later)
        return later()[-1]

    def rows(self, query: str) -> list[tuple]:
        with duckdb.connect(str(self.folder / "plans.duckdb"), read_only=True) as connection:
            return connection.execute(query).fetchall()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def office(tmp_path, server):
    site = Site()
    office = Office(tmp_path, server, site)
    yield office
    if office._process and office._process.poll() is None:
        office.kill()
    site.close()


def published(office: Office) -> list[tuple]:
    """What the warehouse says was published: address, status, and of each the kilometres that its text prints."""
    return office.rows(
        "SELECT regexp_extract(o.uri, '[^/]+$'), o.status, regexp_extract(d.text, '(\\d+)公里', 1)::INTEGER"
        " FROM origins AS o JOIN documents AS d USING (source_id) WHERE d.ordinal = 1 ORDER BY ALL"
    )


def test_days_of_a_site(office):
    site = office.site
    river, road, park, light = plan("河道", 30), plan("道路", 40), plan("公园", 50), plan("路灯", 60)
    flood, square = plan("排涝", 70), plan("广场", 80)

    # the first day: new plans, and everything that can be wrong with one
    attached = printed(road)
    site.listing("/river.html", "/road.html", "/park.html", "/light.html", "/loop.html", "/endless.html")
    site["/river.html"] = article(*river)
    site["/road.html"] = article(*plan("印发道路", 41), tail="<a href='/road.pdf'>下载</a>")
    site["/road.pdf"] = cut(attached, len(attached) // 2)
    site["/park.html"] = slow(article(*park).encode(), 2)
    site["/light.html"] = error(500)
    site["/loop.html"] = redirect("/loop.html")
    site["/endless.html"] = endless()
    office.open()
    poll, ingest = office.settle()
    assert published(office) == [
        ("park.html", "published", 50),
        ("river.html", "published", 30),
        ("road.html", "published", 41),
    ]
    assert poll["state_type"] == ingest["state_type"] == "COMPLETED"
    for sentence in ("HTTP 500", "leads back to itself", "broke off", "not complete within 6 seconds"):
        assert sentence in poll["state"]["message"]

    # the second day: a corrected one, a removed one, mended ones; the process is killed while it polls
    site["/river.html"] = article(*plan("河道", 35))
    del site["/park.html"]
    site["/light.html"], site["/road.pdf"] = article(*light), attached
    site["/flood.html"] = slow(article(*flood).encode(), 3)
    del site["/endless.html"]
    site.listing("/river.html", "/road.html", "/light.html", "/flood.html")
    until(60, lambda: site.asked("/flood.html") or any(path == "/light.html" for _, path, status, _ in site.log[-5:]))
    office.kill()
    time.sleep(8)  # runs are late now
    office.open()
    office.settle()
    second = [
        ("flood.html", "published", 70),
        ("light.html", "published", 60),
        ("park.html", "removed", 50),
        ("river.html", "published", 35),
        ("river.html", "superseded", 30),
        ("road.html", "published", 41),
        ("road.pdf", "published", 40),
    ]
    assert published(office) == second
    cancelled = office.server.flow_runs(
        flow_runs={"tags": {"all_": ["days"]}, "state": {"type": {"any_": ["CANCELLED"]}}}
    )
    assert len(cancelled) >= 2
    assert all("does its work" in run["state"]["message"] for run in cancelled)

    # the third day: the server is killed while a poll is at work, then the network is down
    site["/square.html"] = slow(article(*square).encode(), 3)
    site.listing("/river.html", "/road.html", "/light.html", "/flood.html", "/square.html")
    until(60, lambda: site.asked("/square.html"))
    office.server.stop(signal.SIGKILL)
    site.close()
    office.server.start()
    (poll, _) = office.settle()
    assert poll["state_type"] == "FAILED"
    assert "cannot be reached" in poll["state"]["message"]
    site.listing("/river.html", "/road.html", "/light.html", "/flood.html", "/square.html", "/last.html")
    site["/last.html"] = article(*plan("绿道", 90))
    site.open()
    office.settle()
    assert published(office) == sorted([*second, ("square.html", "published", 80), ("last.html", "published", 90)])

    assert office.rows(
        "SELECT count(*), count(DISTINCT source_id), count(*) FILTER (status = 'loaded') FROM sources"
    ) == [(9, 9, 9)]
    assert office.rows(
        "SELECT d.is_preferred, d.version FROM documents AS d JOIN origins AS o USING (source_id)"
        " WHERE o.uri LIKE '%river.html' AND d.ordinal = 1 ORDER BY o.fetched_at"
    ) == [(False, 1), (True, 2)]
    check = [sys.executable, "-m", "cli.main", "check", "--warehouse", str(office.folder / "plans.duckdb")]
    done = subprocess.run(check, env=office.server.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
