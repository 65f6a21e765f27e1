"""What the READMEs print is what the commands print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def examples(name: str) -> list[tuple[str, str]]:
    """The commands of a README's console blocks, each with the output printed below it."""
    found = []
    for block in BLOCK.findall((ROOT / name).read_text("utf-8")):
        for part in block.split("$ taizhang ")[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_commands_print_what_the_readme_shows(readme: str, tmp_path: Path) -> None:
    environment = os.environ | {"TAIZHANG_WAREHOUSE": str(tmp_path / "plans.duckdb")}
    shown = examples(readme)
    assert shown[0][0].startswith("ingest")
    for command, output in shown:
        call = [sys.executable, "-m", "cli.main", *shlex.split(command)]
        done = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        if output:
            assert done.stdout == output


def test_both_readmes_show_the_same_commands() -> None:
    assert examples("README.md") == examples("README.zh.md")
