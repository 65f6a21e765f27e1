"""The queries of docs/queries.md, asked of real plans: what they must find was read off the plans."""

from __future__ import annotations

import csv
import io
import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main

ROOT = Path(__file__).parent.parent
COMMANDS = re.findall(r"^\$ taizhang (.*)$", (ROOT / "docs" / "queries.md").read_text("utf-8"), re.MULTILINE)
#: What stands in the queries for the invented city, and what is asked of the real one.
ASKED = {
    "云溪市民政局": "吉首市司法局",
    "市民政局": "市司法局",
    "= 2024": "= 2022",
    "2026-04-01": "2022-10-01",
    "2026-06-30": "2022-12-31",
    "--format md": "--format csv",
}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif("TAIZHANG_CORPUS" not in os.environ, reason="TAIZHANG_CORPUS is not set"),
]


def answer(warehouse: Path, *needles: str) -> list[dict[str, str]]:
    """What the one query prints that holds these words."""
    (command,) = (each for each in COMMANDS if all(needle in each for needle in needles))
    for invented, real in ASKED.items():
        command = command.replace(invented, real)
    command = re.sub(r" LIMIT \d+", "", command)
    result = CliRunner().invoke(main, [*shlex.split(command), "--warehouse", str(warehouse)])
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_query_finds_something(real_plans, command):
    assert answer(real_plans, command)


def test_what_a_bureau_leads_and_has_to_do_in_a_year(real_plans):
    found = answer(real_plans, "list_contains(string_split(leads")
    assert [row["path"] for row in found] == ["5.12.45", "7.19.61", "9.28.87"]
    assert {row["due_on"] for row in found} == {"2022-12-31"}


def test_who_leads_most(real_plans):
    found = answer(real_plans, "FROM unit_workload")
    counts = [int(row["lead_tasks"]) for row in found]
    assert counts == sorted(counts, reverse=True)
    (bureau,) = (row for row in found if row["unit"] == "吉首市司法局")
    assert int(bureau["lead_tasks"]) >= 20


def test_deadlines_by_quarter(real_plans):
    found = {(row["year"], row["quarter"]): int(row["deadlines"]) for row in answer(real_plans, "quarter(due_on)")}
    assert found["2022", "4"] >= 3
    assert found["2025", "4"] == max(found.values())


def test_floors_in_texts_and_tables(real_plans):
    found = answer(real_plans, "UNION")
    assert all(float(row["target_value"]) > 0 for row in found)
    assert "行政争议" in "".join(row["name"] for row in found)
    assert len(found) >= 10


def test_what_the_city_added(real_plans):
    found = answer(real_plans, "plan_changes")
    assert [row["path"] for row in found if row["change"] == "new"] == ["1.1", "1.2", "3.4.16"]
    (item,) = (row for row in found if row["path"] == "2.1.4")
    assert (item["base_path"], item["deadlines"]) == ("2.1.4", "2022年底前 → 2022年下半年")
    assert "吉首市行政审批局" in item["units_added"]
