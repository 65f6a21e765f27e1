"""No file takes longer than it may, in this process either."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from warehouse import landing
from warehouse.tables import SourceStatus


def test_a_search_that_runs_away_ends_in_time() -> None:
    with pytest.raises(landing.OutOfTime), landing.deadline(0.1):
        re.match("(?:一|一)*二", "一" * 60)


class Swallowing:
    """Takes long to go, and loses what is raised meanwhile, as every finaliser does."""

    def __del__(self) -> None:
        re.match("(?:一|一)*二", "一" * 60)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_deadline_outlives_a_callback_that_swallows_it() -> None:
    def search_twice() -> None:
        Swallowing()
        re.match("(?:一|一)*二", "一" * 60)

    with pytest.raises(landing.OutOfTime), landing.deadline(0.1):
        search_twice()


def test_nothing_is_left_of_a_deadline_that_was_met() -> None:
    with landing.deadline(0.01):
        pass
    sum(range(2_000_000))  # no signal comes


def test_a_file_out_of_time_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long, short = tmp_path / "long.txt", tmp_path / "short.txt"
    long.write_text("云溪市工作方案\n一、加强管理\n（一）健全机制。（市水利局、市财政局负责）\n" * 12_000, "utf-8")
    short.write_text("云溪市工作方案\n一、加强管理\n（一）健全机制。（市水利局负责）\n", "utf-8")
    assert landing.land_file(short).status is SourceStatus.LOADED
    monkeypatch.setattr(landing, "POOL_BYTES", 1 << 30)
    monkeypatch.setattr(landing, "TIME_LIMIT", 0.3)
    landings = list(landing.land([long, short]))
    assert [(each.name, each.status) for each in landings] == [
        ("long.txt", SourceStatus.FAILED),
        ("short.txt", SourceStatus.LOADED),
    ]
    assert "longer than" in (landings[0].error or "")


@pytest.mark.slow
def test_a_thread_reads_in_processes_that_can_be_ended(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text("云溪市工作方案\n一、加强管理\n（一）健全机制。（市水利局负责）\n", "utf-8")
    found: list[landing.Landing] = []
    thread = threading.Thread(target=lambda: found.extend(landing.land([file])))
    thread.start()
    thread.join()
    assert [each.status for each in found] == [SourceStatus.LOADED]
