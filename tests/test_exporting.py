"""Exports, read back with what other teams read them with: DuckDB, pyarrow, polars, openpyxl, icalendar."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from pathlib import Path

import duckdb
import frictionless
import openpyxl
import polars
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from test_warehouse import landed
from warehouse_plan import plan

from cli.main import main
from warehouse import contract, exporting, loading
from warehouse.calendars import due_rule
from warehouse.ingesting import Ingestion
from warehouse.migrating import SCHEMA_VERSION
from warehouse.rows import arrow_schema
from warehouse.tables import TABLES
from warehouse.workbook import FORMULA_SIGNS, NAME_LIMIT, sheet_name


def load(path: Path, *loads: tuple[bytes, str]) -> None:
    with Ingestion(path) as ingestion:
        ingestion.load([landed(plan(data, name)) for data, name in loads])
        ingestion.finish()


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory) -> Path:
    """A plan of 2022 with its annex, which has no date."""
    path = tmp_path_factory.mktemp("warehouse") / "plans.duckdb"
    load(path, (b"plan", "yunxi.txt"))
    return path


@pytest.fixture(scope="module")
def exported(warehouse) -> Path:
    folder = warehouse.parent / "out"
    assert command("export", folder, "--warehouse", warehouse).exit_code == 0
    return folder


def command(*arguments: object):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def rows_of(warehouse: Path, table) -> list[tuple]:
    with duckdb.connect(str(warehouse), read_only=True) as db:
        query = f"SELECT {', '.join(table.names)} FROM {table.name} ORDER BY {', '.join(table.key)}"
        return db.execute(query).fetchall()


def test_a_folder_a_table_parted_by_year(exported):
    found = files(exported)
    assert {name.split("/")[0] for name in found if "/" in name} == {table.name for table in TABLES}
    assert {name for name in found if "/" not in name} == {"manifest.json", "datapackage.json", "contract.yaml"}
    assert "tasks/year=2022/data.parquet" in found
    assert "tasks/year=0/data.parquet" in found
    assert "units/data.parquet" in found
    assert found["contract.yaml"].decode() == contract.text()


def test_exports_are_the_same_from_run_to_run(warehouse, exported):
    before = files(exported)
    assert command("export", exported, "--warehouse", warehouse).exit_code == 0
    assert files(exported) == before
    assert [each.name for each in exported.parent.iterdir() if each.name.startswith(".out")] == []


def test_the_manifest_tells_snapshot_rows_and_checksums(warehouse, exported):
    manifest = json.loads((exported / "manifest.json").read_text("utf-8"))
    assert manifest["schema_version"] == SCHEMA_VERSION
    assert manifest["contract_version"] == contract.version()
    assert manifest["snapshot"].startswith("r1-")
    told = {file["path"]: file for table in manifest["tables"] for file in table["files"]}
    told |= {file["path"]: file for file in manifest["files"]}
    found = files(exported)
    assert set(told) | {"manifest.json"} == set(found)
    for name, file in told.items():
        assert (file["sha256"], file["bytes"]) == (hashlib.sha256(found[name]).hexdigest(), len(found[name]))
    for table, each in zip(TABLES, manifest["tables"], strict=True):
        assert (each["table"], each["rows"]) == (table.name, len(rows_of(warehouse, table)))
        assert sum(file["rows"] for file in each["files"]) == each["rows"]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_duckdb_arrow_and_polars_read_it_back(warehouse, exported, table):
    expected = sorted(rows_of(warehouse, table), key=repr)
    names = ", ".join(table.names)
    pattern = exported / table.name / "**" / "*.parquet"
    by_duckdb = duckdb.connect().execute(f"SELECT {names} FROM read_parquet('{pattern}')").fetchall()
    assert sorted(by_duckdb, key=repr) == expected
    by_arrow = pq.read_table(exported / table.name)
    assert by_arrow.select(table.names).schema.equals(arrow_schema(table))
    listed = by_arrow.select(table.names).to_pylist()
    assert sorted((tuple(row.values()) for row in listed), key=repr) == expected
    by_polars = polars.scan_parquet(exported / table.name / "**" / "*.parquet", hive_partitioning=True).collect()
    assert sorted(by_polars.select(table.names).rows(), key=repr) == expected


def test_the_year_of_undated_documents_is_0(exported):
    pattern = exported / "documents" / "**" / "*.parquet"
    query = f"SELECT year FROM read_parquet('{pattern}', hive_partitioning = true) ORDER BY ALL"
    assert duckdb.connect().execute(query).fetchall() == [(0,), (2022,)]
    assert sorted(pq.read_table(exported / "documents")["year"].to_pylist()) == [0, 2022]
    frame = polars.scan_parquet(pattern, hive_partitioning=True).collect()
    assert sorted(frame["year"].to_list()) == [0, 2022]


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_the_data_package_describes_the_export(warehouse, tmp_path, form):
    out = tmp_path / "out"
    assert command("export", out, "--format", form, "--warehouse", warehouse).exit_code == 0
    package = json.loads((out / "datapackage.json").read_text("utf-8"))
    frictionless.Package.from_descriptor(package)  # raises what breaks the specification
    resources = {each["name"]: each for each in package["resources"]}
    assert set(resources) == {table.name for table in TABLES}
    for table in TABLES:
        resource = resources[table.name]
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        assert sorted(paths) == sorted(name for name in files(out) if name.startswith(f"{table.name}/"))
        assert [field["name"] for field in resource["schema"]["fields"]] == list(table.names)
        for key in resource["schema"].get("foreignKeys", ()):
            target = resources[key["reference"]["resource"] or table.name]
            assert target["schema"]["primaryKey"] == key["reference"]["fields"]


def reported(out: Path) -> list[str]:
    """What Frictionless says of the rows of an export: types, closed lists, minima, keys and what they lead to."""
    report = frictionless.validate(str(out / "datapackage.json"))
    assert report.stats["tasks"] == len(TABLES)
    return [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]


def test_the_rows_are_as_the_data_package_says(warehouse, tmp_path):
    out = tmp_path / "out"
    command("export", out, "--format", "csv", "--warehouse", warehouse)
    assert reported(out) == []
    (year,) = out.glob("tasks/year=2022/*.csv")
    year.write_text(year.read_text("utf-8").replace(plan().source_id, "0" * 12), "utf-8")
    assert any("measure_id" in said or "document_id" in said for said in reported(out))


@pytest.mark.parametrize(("form", "read"), [("csv", "read_csv"), ("jsonl", "read_json_auto")])
def test_csv_and_json_lines(warehouse, tmp_path, form, read):
    assert command("export", tmp_path / "out", "--format", form, "--warehouse", warehouse).exit_code == 0
    pattern = tmp_path / "out" / "tasks" / "**" / f"*.{form}"
    found = duckdb.connect().execute(f"SELECT task_id, text FROM {read}('{pattern}') ORDER BY ALL").fetchall()
    (tasks,) = (table for table in TABLES if table.name == "tasks")
    places = [tasks.names.index(name) for name in ("task_id", "text")]
    assert found == [tuple(row[place] for place in places) for row in rows_of(warehouse, tasks)]


def test_since_a_snapshot(tmp_path):
    path, out = tmp_path / "plans.duckdb", tmp_path / "out"
    load(path, (b"one", "one.txt"))
    command("export", out, "--warehouse", path)
    first = json.loads((out / "manifest.json").read_text("utf-8"))["snapshot"]
    load(path, (b"two", "two.txt"))
    result = command("export", out, "--since", first, "--warehouse", path)
    assert result.exit_code == 0, result.output
    delta = json.loads((out / "delta.json").read_text("utf-8"))
    assert (delta["since"], delta["snapshot"].split("-")[0]) == (first, "r2")
    two = plan(b"two").source_id
    assert delta["added"]["documents"] == [f"{two}.1", f"{two}.2"]
    assert delta["added"]["tasks"][0] == f"{two}.1.m1t1"
    assert delta["removed"] == {}
    command("export", out, "--since", delta["snapshot"], "--warehouse", path)
    again = json.loads((out / "delta.json").read_text("utf-8"))
    assert (again["added"], again["changed"], again["removed"]) == ({}, {}, {})
    for strange in ("r1-00000000", "r9-00000000", "r9", "yesterday"):
        before = files(out)
        refused = command("export", out, "--since", strange, "--warehouse", path)
        assert (refused.exit_code, "is no snapshot of this warehouse" in refused.stderr) == (1, True)
        assert files(out) == before


def test_nothing_is_left_of_an_export_that_fails(warehouse, tmp_path, monkeypatch):
    monkeypatch.setitem(exporting.FORMATS, "parquet", ("{columns}", "FORMAT parquet, COMPRESSION no_such_thing"))
    with pytest.raises(duckdb.Error), duckdb.connect(str(warehouse), read_only=True) as db:
        exporting.export(db, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [["x.xlsx", "--since", "r1-0"], ["out", "--unit", "市水利局"], ["x.xlsx", "--unit", "市水利局"]]
)
def test_options_that_do_not_go_together(warehouse, tmp_path, arguments):
    assert command("export", *arguments, "--warehouse", warehouse).exit_code == 2


# --- the workbook -----------------------------------------------------------------------------------------------


def test_the_ledger_as_offices_keep_it(warehouse, tmp_path):
    result = command("export", tmp_path / "ledger.xlsx", "--warehouse", warehouse)
    assert "5 tasks on 2 sheets" in result.stdout
    book = openpyxl.load_workbook(tmp_path / "ledger.xlsx")
    assert book.sheetnames == ["云溪市河湖清洁行动方案（2022—2025年）", "云溪市河湖清洁考核办法"]
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["序号", "任务", "牵头单位", "责任单位", "配合单位", "完成时限", "目标", "来源页码"]
    assert rows[1][2:] == ["云溪市水利局", None, "云溪市财政局、云溪市城市管理局", "2023年底前", "清淤：30公里以上", 1]
    assert rows[2][2:6] == [None, "云溪市水利局、云溪县人民政府", "云溪市城市管理局", "每季度；2025年底前"]
    assert [row[0] for row in rows[1:]] == [1, 2, 3, 4]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:H5")
    assert all(sheet.column_dimensions[letter].width >= 6 for letter in "ABCDEFGH")


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_no_cell_is_a_formula(tmp_path, sign):
    path = tmp_path / "plans.duckdb"
    load(path, (b"plan", "yunxi.txt"))
    with duckdb.connect(str(path)) as db:
        db.execute("UPDATE tasks SET text = ? || 'HYPERLINK(\"http://x\")'", [sign])
        db.execute("UPDATE quantities SET subject = ? || '1+1'", [sign])
        loading.gather(db)
    assert command("export", tmp_path / "l.xlsx", "--warehouse", path).exit_code == 0
    for sheet in openpyxl.load_workbook(tmp_path / "l.xlsx"):
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str) and cell.value.startswith(sign):
                    assert cell.quotePrefix
        assert sheet.cell(2, 2).value.startswith("_x000D_" if sign == "\r" else sign)  # as OOXML writes it


@given(st.lists(st.text(max_size=60), max_size=12))
def test_names_of_sheets_are_what_excel_takes(titles):
    used: set[str] = set()
    names = [sheet_name(title, used) for title in titles]
    assert len({name.casefold() for name in names}) == len(names) == len(used)
    for name in names:
        assert 0 < len(name) <= NAME_LIMIT
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


def test_long_titles_stay_apart(tmp_path):
    used: set[str] = set()
    title = "云溪市人民政府关于印发" * 5
    assert [sheet_name(title, used)[-3:] for _ in range(3)][1:] == ["（2）", "（3）"]


# --- the calendar -----------------------------------------------------------------------------------------------


def test_deadlines_as_a_calendar(warehouse, tmp_path):
    file = tmp_path / "due.ics"
    assert "4 entries" in command("export", file, "--warehouse", warehouse).stdout
    events = {str(event["uid"]): event for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")}
    document = f"{plan().source_id}.1"
    assert set(events) == {f"{document}.d{n}@taizhang" for n in range(1, 5)}
    first = events[f"{document}.d1@taizhang"]
    assert (first["dtstart"].dt, first["dtend"].dt) == (date(2023, 12, 31), date(2024, 1, 1))
    assert first["dtstart"].params["VALUE"] == "DATE"
    assert "2023年底前" in first["summary"]
    assert "牵头单位：云溪市水利局" in first["description"]
    quarterly = events[f"{document}.d2@taizhang"]
    assert quarterly["dtstart"].dt == date(2022, 3, 31)
    assert quarterly["rrule"]["FREQ"] == ["MONTHLY"]
    assert quarterly["rrule"]["INTERVAL"] == [3]
    assert quarterly["rrule"]["BYMONTHDAY"] == [-1]
    assert quarterly["rrule"]["UNTIL"] == [date(2025, 12, 31)]
    again = file.read_bytes()
    command("export", file, "--warehouse", warehouse)
    assert file.read_bytes() == again


def test_the_calendar_of_one_unit(warehouse, tmp_path):
    result = command("export", tmp_path / "due.ics", "--unit", "市财政局", "--warehouse", warehouse)
    assert "1 entries" in result.stdout
    assert command("export", tmp_path / "due.ics", "--unit", "无此局", "--warehouse", warehouse).exit_code == 1


def test_what_falls_due_in_a_window(warehouse):
    window = ["deadlines", "--from", "2025-01-01", "--to", "2025-12-31", "--format", "csv", "--warehouse", warehouse]
    days = [line.split(",")[:2] for line in command(*window).stdout.splitlines()[1:]]
    assert days == [
        ["2025-03-31", "每季度"],
        ["2025-06-30", "每季度"],
        ["2025-09-30", "每季度"],
        ["2025-12-31", "每季度"],
        ["2025-12-31", "2025年底前"],
    ]
    later = ["deadlines", "--from", "2026-01-01", "--to", "2027-12-31", "--format", "csv", "--warehouse", warehouse]
    assert len(command(*later).stdout.splitlines()) == 1, "the plan ends in 2025"
    assert command("deadlines", "--from", "2025-01-02", "--to", "2025-01-01", "--warehouse", warehouse).exit_code == 2


@pytest.mark.parametrize(
    ("rrule", "days"),
    [
        ("FREQ=YEARLY", ["2023-12-31", "2024-12-31"]),
        ("FREQ=YEARLY;INTERVAL=2", ["2024-12-31"]),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", ["2023-03-01", "2024-03-01"]),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-1", ["2023-04-30", "2024-04-30"]),
        ("FREQ=YEARLY;BYMONTH=2", ["2023-02-28", "2024-02-29"]),
        ("FREQ=MONTHLY;INTERVAL=6", ["2023-06-30", "2023-12-31", "2024-06-30", "2024-12-31"]),
        ("FREQ=MONTHLY;INTERVAL=18", ["2024-06-30"]),
    ],
)
def test_a_recurrence_without_a_day_is_due_at_the_end_of_each_period(rrule, days):
    rule = due_rule(rrule, date(2023, 5, 8))
    found = rule.between(datetime(2023, 1, 1), datetime(2024, 12, 31), inc=True)
    assert [each.date().isoformat() for each in found] == days
