"""How units are named, through the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from cli.main import main

NAMES = """云溪市节水方案（2015—2016年）

一、主要任务
（一）改造管网。（责任单位：市发改委、市卫计委，排在第一为牵头单位，下同）
（二）节约用水。（责任单位：市发展改革委、市卫生计生委、云溪号列车）
（三）联合检查。（牵头单位：市、区水利局；配合单位：市发改委）

云溪市人民政府
2016年3月8日
"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    """A warehouse of a plan that names units in several ways."""
    folder = tmp_path_factory.mktemp("names")
    (folder / "names.txt").write_text(NAMES, "utf-8")
    assert run("ingest", folder / "names.txt", "--warehouse", folder / "plans.duckdb").exit_code == 0
    return folder / "plans.duckdb"


def run(*arguments: object) -> Result:
    """The result of a command that ends without a traceback."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def rows(*arguments: object) -> list[dict[str, object]]:
    return json.loads(run("units", *arguments, "--format", "json").stdout)


def test_it_says_how_often_in_which_role_and_by_what_names(warehouse):
    found = {row["unit"]: row for row in rows("--warehouse", warehouse)}
    assert found["云溪市发展和改革委员会"] == {
        "unit": "云溪市发展和改革委员会", "region": "云溪市", "region_code": None, "kind": "government", "times": 3,
        "lead": 2, "responsible": 0, "others": 1, "standing": 0, "plans": 1, "aliases": "市发改委 | 市发展改革委",
    }  # fmt: skip
    assert found["云溪市卫生健康委员会"]["aliases"] == "市卫生计生委（至2018年） | 市卫计委（至2018年）"
    assert found["云溪市水利局"]["aliases"] == found["云溪市各区水利局"]["aliases"] == "市、区水利局"


def test_units_of_one_region(warehouse):
    assert {row["region"] for row in rows("--region", "云溪市", "--warehouse", warehouse)} == {"云溪市"}
    refused = run("units", "--region", "99", "--warehouse", warehouse)
    assert refused.exit_code == 1
    assert "No unit is of the region 99" in refused.stderr


def test_missing_lists_what_stays_as_printed(warehouse):
    found = rows("--missing", "--warehouse", warehouse)
    assert [(row["surface"], row["times"], row["path"], row["page"]) for row in found] == [("云溪号列车", 1, "1.2", 1)]


def test_the_help_shows_examples():
    shown = run("units", "--help").output
    assert "taizhang units --region 云溪市" in shown
    assert "taizhang units --missing" in shown
