"""Write the pages of ``docs/`` that are made from the definitions, and the contract: ``make docs``."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from warehouse import contract, documenting

DOCS = Path(__file__).parent
_EXAMPLE = re.compile(r"```console\n\$ taizhang (.*)\n(?:.*\n)*?```")


def queries() -> str:
    """The page of queries, each with what it prints on a warehouse of the samples."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "TAIZHANG_WAREHOUSE": str(Path(folder, "plans.duckdb")),
            "PYTHONPATH": str(DOCS.parent),
        }

        def printed(command: str) -> str:
            call = [sys.executable, "-m", "cli.main", *shlex.split(command)]
            done = subprocess.run(call, cwd=DOCS.parent, env=environment, capture_output=True, text=True, check=True)
            return done.stdout

        printed("ingest raw/samples")
        page = (DOCS / "queries.md").read_text("utf-8")
        return _EXAMPLE.sub(lambda found: f"```console\n$ taizhang {found[1]}\n{printed(found[1])}```", page)


def pages() -> dict[Path, str]:
    """Each file with what it should say."""
    return {
        DOCS / "dictionary.md": documenting.page(),
        DOCS / "queries.md": queries(),
        DOCS.parent / "warehouse" / contract.FILE: contract.defined(contract.version()),
    }


if __name__ == "__main__":
    for file, text in pages().items():
        file.write_text(text, "utf-8")
        print(file)
