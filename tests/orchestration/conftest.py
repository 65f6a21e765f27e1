"""One Prefect server for all tests of flows: it takes 13 to 34 seconds to start."""

from __future__ import annotations

import pytest
from prefect_server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("prefect"))
    try:
        server.start()
        yield server
    finally:
        server.stop()
