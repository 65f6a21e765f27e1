"""What several modules of tests rest on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of all plans that TAIZHANG_CORPUS points at."""
    from warehouse.ingesting import ingest

    path = tmp_path_factory.mktemp("corpus") / "plans.duckdb"
    ingest([Path(os.environ["TAIZHANG_CORPUS"])], path)
    return path
