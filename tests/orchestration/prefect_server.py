"""A real Prefect server on loopback, which a test may kill and start again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Server:
    """Its home, database and log live in the folder *home*; ``environment`` leads processes to it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.api = f"http://127.0.0.1:{self.port}/api"
        self.environment = os.environ | {
            "PREFECT_HOME": str(home),
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_RUNNER_POLL_FREQUENCY": "1",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "DO_NOT_TRACK": "1",
            "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
            "NO_PROXY": "127.0.0.1",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, or start it again, and wait until it answers."""
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(self.port)]
        with (self.home / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        until(90, self._answers)

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, gently or not."""
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, how)
            self._process.wait(30)

    def ask(self, path: str, question: dict | None = None) -> object:
        data = None if question is None else json.dumps(question).encode()
        request = urllib.request.Request(f"{self.api}{path}", data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def flow_runs(self, **filters: object) -> list[dict]:
        """The flow runs, the last one first."""
        return self.ask("/flow_runs/filter", {"sort": "START_TIME_DESC", **filters})

    def _answers(self) -> bool:
        try:
            return bool(self.ask("/health"))
        except (urllib.error.URLError, OSError):
            assert self._process.poll() is None, (self.home / "server.log").read_text()
            return False


def until(seconds: float, happened: Callable[[], object]) -> None:
    """Wait until something *happened*."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"this did not happen within {seconds:g} seconds"
        time.sleep(0.2)
