"""The command line, over files written here and the real pipeline."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import click
import duckdb
import pytest
from click.testing import CliRunner, Result
from packages import docx, paragraph

import pipeline
from cli.main import main
from warehouse.landing import POOL_BYTES
from warehouse.migrating import SCHEMA_VERSION
from warehouse.opening import WorkingCopy
from warehouse.tables import TABLES
from warehouse.views import LEDGER, VIEWS

ROOT = Path(__file__).parent.parent
PLAN = """云溪市河湖清洁行动方案（2022—2025年）

一、主要任务
（一）清淤疏浚。2023年底前清淤30公里以上。（牵头单位：市水利局；配合单位：市财政局）
（二）垃圾清运。2024年6月底前清运率达到95%。（责任单位：市城市管理局）
二、保障措施
（一）资金保障。每年安排专项资金。（责任单位：市财政局）
"""


@pytest.fixture
def files(tmp_path, monkeypatch):
    """An empty folder to work in, with one plan in ``inbox``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAIZHANG_WAREHOUSE", raising=False)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "plan.txt").write_text(PLAN, "utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    """A warehouse of one plan, to be read."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "plan.txt").write_text(PLAN, "utf-8")
    path = folder / "plans.duckdb"
    assert run("ingest", folder / "plan.txt", "--warehouse", path).exit_code == 0
    return path


def run(*arguments: object) -> Result:
    """The result of a command that ends without a traceback."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def query(path: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def commands() -> list[tuple[str, click.Command]]:
    return [("taizhang", main), *main.commands.items()]


# --- help -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_command_and_option_has_help(name, command):
    assert command.help
    assert "taizhang" in command.help, "help shows an example"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
        else:
            assert parameter.make_metavar(click.Context(command)).strip("[].") in f"{command.help} {name} DIR"
    shown = run(*([] if command is main else [name]), "--help")
    assert shown.exit_code == 0


def test_help_names_the_commands_of_the_design():
    assert set(main.commands) >= {"ingest", "ledger", "show", "sql", "export", "check", "schema"}


def test_help_is_quick_and_loads_no_database():
    code = (
        "import sys\nfrom cli.main import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('duckdb', 'pyarrow', 'rich', 'xlsxwriter', 'prefect', 'yaml') if m in sys.modules])"
    )
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
    assert time.monotonic() - start < 2  # 0.1 s; room for a busy machine


def test_version():
    assert run("--version").output.startswith("taizhang ")


# --- ingest -----------------------------------------------------------------------------------------------------


def test_ingest_loads_a_folder_and_says_what_was_loaded(files):
    result = run("ingest", "inbox", "--warehouse", "plans.duckdb")
    assert result.exit_code == 0
    lines = {
        line.split("│")[1].strip(): line.split("│")[2].strip() for line in result.stdout.splitlines() if "│" in line
    }
    assert lines["sources"] == "1"
    assert lines["measures"] == "3"
    assert lines["tasks"] == "3"
    assert lines["units"] == "3"
    assert "1 loaded" in result.stdout
    assert query(Path("plans.duckdb"), "SELECT count(*) FROM tasks") == [(3,)]


def test_ingest_loads_a_single_word_file_whose_directory_stands_far_behind_its_beginning(files):
    characters = random.Random(1).sample([chr(code) for code in range(0x4E00, 0x9FA5)], 9_000)
    (files / "plan.docx").write_bytes(docx("".join(map(paragraph, [*PLAN.split(), "".join(characters)]))))
    assert (files / "plan.docx").stat().st_size > 4096
    result = run("ingest", "plan.docx", "--warehouse", "w.duckdb")
    assert (result.exit_code, "1 loaded" in result.output) == (0, True)


def test_ingest_again_skips_what_is_loaded(files):
    run("ingest", "inbox", "--warehouse", "w.duckdb")
    before = query(Path("w.duckdb"), "SELECT * FROM sources")
    result = run("ingest", "inbox", "--warehouse", "w.duckdb")
    assert result.exit_code == 0
    assert "1 skipped" in result.stdout
    assert query(Path("w.duckdb"), "SELECT * FROM sources") == before
    assert query(Path("w.duckdb"), "SELECT run_id, loaded, skipped FROM runs ORDER BY ALL") == [
        ("r1", 1, 0),
        ("r2", 0, 1),
    ]


def test_ingest_reads_raw_inbox_by_default(files):
    (files / "raw").mkdir()
    (files / "inbox").rename(files / "raw" / "inbox")
    assert run("ingest").exit_code == 0
    assert query(files / "warehouse" / "plans.duckdb", "SELECT name FROM sources") == [("plan.txt",)]


def test_a_text_without_numbered_items_is_loaded_and_named(files):
    (files / "inbox" / "letter.txt").write_text("这里只有一段话，没有编号的事项。", "utf-8")
    result = run("ingest", "inbox", "--warehouse", "w.duckdb")
    assert result.exit_code == 1
    assert "Loaded with a fault: inbox/letter.txt: No numbered item was found" in result.stderr
    assert query(Path("w.duckdb"), "SELECT count(*) FROM sources WHERE status = 'loaded'") == [(2,)]


def test_bad_files_cost_only_themselves(files):
    inbox = files / "inbox"
    (inbox / "empty.txt").write_bytes(b"")
    (inbox / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (inbox / ".hidden").write_text("not read")
    result = run("ingest", "inbox", "missing.txt", "/dev/null", "--warehouse", "w.duckdb")
    assert result.exit_code == 1
    failures = [line for line in result.stderr.splitlines() if line.startswith("Failed: ")]
    assert [line.split(": ")[1] for line in failures] == [
        "inbox/binary.txt",
        "inbox/empty.txt",
        "missing.txt",
        "/dev/null",
    ]
    assert query(Path("w.duckdb"), "SELECT status, count(*) FROM sources GROUP BY ALL ORDER BY ALL") == [
        ("failed", 4),
        ("loaded", 1),
    ]
    assert query(
        Path("w.duckdb"), "SELECT count(*) FROM findings WHERE code = 'unreadable' AND severity = 'error'"
    ) == [(4,)]
    assert run("check", "--warehouse", "w.duckdb").exit_code == 0


def test_a_file_without_permission_costs_only_itself(files):
    secret = files / "inbox" / "secret.txt"
    secret.write_text(PLAN + "附则", "utf-8")
    secret.chmod(0)
    if os.access(secret, os.R_OK):
        pytest.skip("this user may read everything")
    result = run("ingest", "inbox", "--warehouse", "w.duckdb")
    assert result.exit_code == 1
    assert "may not be read" in result.stderr
    assert query(Path("w.duckdb"), "SELECT count(*) FROM sources WHERE status = 'loaded'") == [(1,)]


def test_no_files_is_said_and_makes_no_warehouse(files):
    (files / "nothing").mkdir()
    result = run("ingest", "nothing", "--warehouse", "w.duckdb")
    assert result.exit_code == 1
    assert result.stderr == "Error: There are no files in nothing; put plans there, or name files and folders.\n"
    assert not Path("w.duckdb").exists()


def test_the_same_bytes_under_two_names_are_loaded_once(files):
    (files / "inbox" / "copy.txt").write_text(PLAN, "utf-8")
    result = run("ingest", "inbox", "--warehouse", "w.duckdb")
    assert "1 loaded, 1 skipped" in result.stdout
    assert query(Path("w.duckdb"), "SELECT count(*) FROM sources") == [(1,)]


def test_many_big_files_by_processes_give_what_one_process_gives(files):
    body = "".join(f"（{n}）清运。2024年6月底前清运{n}吨。（责任单位：市城市管理局）\n" for n in "一二三四五六七八九十")
    big = files / "big"
    big.mkdir()
    for number in range(6):
        filler = "河面保持清洁。" * (POOL_BYTES // 6 // 21)
        (big / f"{number}.txt").write_text(
            f"云溪市第{number}号行动方案\n\n一、任务\n{body}二、保障\n{filler}\n", "utf-8"
        )
    assert run("ingest", "big", "--warehouse", "many.duckdb").exit_code == 0
    for file in sorted(big.iterdir()):
        assert run("ingest", file, "--warehouse", "one.duckdb").exit_code == 0
    for table in ("documents", "measures", "tasks", "assignments", "dates", "quantities", "units", "lines"):
        sql = f"SELECT * FROM {table} ORDER BY ALL"
        assert query(Path("many.duckdb"), sql) == query(Path("one.duckdb"), sql), table


def ingest_with(files, body, **environment):
    """Ingest three files, reading `deadly.txt` with the statements of *body* in place of the rules."""
    code = f"""
import os, sys, time
sys.path[:0] = [{str(ROOT)!r}]
import pipeline
real = pipeline.extract
def extract(source):
    if source.name == "deadly.txt":
        {body}
    return real(source)
pipeline.extract = extract
if __name__ == "__main__":
    from cli.main import main
    main(["ingest", "big", "--warehouse", "w.duckdb"])
"""
    (files / "kill.py").write_text(code)
    big = files / "big"
    big.mkdir()
    filler = "河面保持清洁。" * (POOL_BYTES // 3 // 21 + 1)
    for name in ("a", "deadly", "z"):
        (big / f"{name}.txt").write_text(PLAN + name + filler, "utf-8")
    command = [sys.executable, "kill.py"]
    done = subprocess.run(
        command, cwd=files, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1, done.stderr
    assert query(files / "w.duckdb", "SELECT name, status FROM sources ORDER BY ALL") == [
        ("a.txt", "loaded"),
        ("deadly.txt", "failed"),
        ("z.txt", "loaded"),
    ]
    return done.stderr


def test_a_process_that_dies_costs_only_its_file(files):
    assert "deadly.txt: Reading it ended the process" in ingest_with(files, "os._exit(9)")


def test_a_file_that_hangs_costs_only_itself(files):
    said = ingest_with(files, "time.sleep(600)", TAIZHANG_FILE_SECONDS="2")
    assert "deadly.txt: Reading it took longer than 2 seconds; set TAIZHANG_FILE_SECONDS" in said


def test_a_file_that_eats_memory_costs_only_itself(files):
    said = ingest_with(files, "bytearray(3 << 30)", TAIZHANG_FILE_MEMORY="2048")
    assert "deadly.txt: Reading it took more memory than 2,048 MiB; set TAIZHANG_FILE_MEMORY" in said


def test_a_fault_of_the_rules_costs_only_its_file(files, monkeypatch, caplog):
    caplog.set_level("DEBUG")
    real = pipeline.extract

    def extract(source):
        if source.name == "odd.txt":
            raise KeyError("三")
        return real(source)

    monkeypatch.setattr(pipeline, "extract", extract)
    (files / "inbox" / "odd.txt").write_text(PLAN + "另", "utf-8")
    result = run("ingest", "inbox", "--warehouse", "w.duckdb")
    assert result.exit_code == 1
    assert "odd.txt: The rules failed on it (KeyError: '三')" in result.stderr
    assert query(Path("w.duckdb"), "SELECT count(*) FROM sources WHERE status = 'loaded'") == [(1,)]
    assert "Traceback" in caplog.text


# --- where the warehouse is -------------------------------------------------------------------------------------


def test_warehouse_is_taken_before_and_after_the_command_and_from_the_environment(warehouse, monkeypatch):
    monkeypatch.delenv("TAIZHANG_WAREHOUSE", raising=False)
    wanted = run("ledger", "--warehouse", warehouse).output
    assert "市水利局" in wanted
    assert run("--warehouse", warehouse, "ledger").output == wanted
    assert run("--warehouse", "elsewhere.duckdb", "ledger", "--warehouse", warehouse).output == wanted
    monkeypatch.setenv("TAIZHANG_WAREHOUSE", str(warehouse))
    assert run("ledger").output == wanted


READING = [("ledger",), ("show", "1.1"), ("sql", "SELECT 1"), ("export", "out"), ("check",)]


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_without_a_warehouse_a_command_says_what_to_do(files, command):
    result = run(*command, "--warehouse", "none.duckdb")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: There is no warehouse at none.duckdb; run `taizhang ingest`")
    assert list(files.iterdir()) == [files / "inbox"]


@pytest.mark.parametrize("command", [*READING, ("ingest", "inbox")], ids=lambda command: command[0])
def test_a_file_that_is_no_database_is_left_alone(files, command):
    letter = files / "letter.duckdb"
    letter.write_text("a letter")
    result = run(*command, "--warehouse", "letter.duckdb")
    assert result.exit_code == 1
    assert "is no DuckDB database" in result.stderr
    assert letter.read_text() == "a letter"
    assert sorted(each.name for each in files.iterdir()) == ["inbox", "letter.duckdb"]


@pytest.mark.parametrize("command", [*READING, ("ingest", "inbox")], ids=lambda command: command[0])
def test_a_database_of_another_program_or_a_later_version_is_left_alone(files, command):
    with duckdb.connect("other.duckdb") as connection:
        connection.execute("CREATE TABLE songs AS SELECT 1 AS n")
    result = run(*command, "--warehouse", "other.duckdb")
    assert (result.exit_code, "database of another program" in result.stderr) == (1, True)
    with duckdb.connect("later.duckdb") as connection:
        connection.execute(f"CREATE TABLE schema_version AS SELECT {SCHEMA_VERSION + 1} AS version")
    before = Path("later.duckdb").read_bytes()
    result = run(*command, "--warehouse", "later.duckdb")
    assert (result.exit_code, "by a later taizhang" in result.stderr) == (1, True)
    assert Path("later.duckdb").read_bytes() == before


HOLD = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "r")
print("open", flush=True)
input()
"""


def held(path: Path, how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, str(path), how]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "open\n"
    return process


@pytest.mark.parametrize("command", [*READING, ("ingest", "inbox")], ids=lambda command: command[0])
def test_a_warehouse_that_another_program_writes_is_left_alone(files, command):
    run("ingest", "inbox", "--warehouse", "w.duckdb")
    before = Path("w.duckdb").read_bytes()
    with held(Path("w.duckdb"), "w") as writer:
        result = run(*command, "--warehouse", "w.duckdb")
        assert result.exit_code == 1
        assert "is open in another program; close it there and try again." in result.stderr
        writer.communicate("\n")
    assert Path("w.duckdb").read_bytes() == before
    assert sorted(each.name for each in files.iterdir()) == ["inbox", "w.duckdb"]


def test_an_open_reader_keeps_the_old_data_and_bars_nobody(files):
    run("ingest", "inbox", "--warehouse", "w.duckdb")
    (files / "inbox" / "second.txt").write_text(PLAN.replace("云溪市", "临云市"), "utf-8")
    with held(Path("w.duckdb"), "r") as reader:
        assert run("ingest", "inbox", "--warehouse", "w.duckdb").exit_code == 0
        reader.communicate("\n")
    assert query(Path("w.duckdb"), "SELECT count(*) FROM sources") == [(2,)]


def test_a_second_writer_is_turned_away(files):
    with WorkingCopy("w.duckdb"):
        result = run("ingest", "inbox", "--warehouse", "w.duckdb")
    assert result.exit_code == 1
    assert "Another ingest is loading into" in result.stderr
    assert list(files.iterdir()) == [files / "inbox"]


def test_a_folder_that_cannot_be_made_is_said(files):
    result = run("ingest", "inbox", "--warehouse", "inbox/plan.txt/w.duckdb")
    assert result.exit_code == 1
    assert result.stderr.endswith("inbox/plan.txt is no folder; name another file with --warehouse.\n")


# --- ledger and its formats -------------------------------------------------------------------------------------


def as_json(*arguments: object) -> list[dict]:
    return json.loads(run(*arguments, "--format", "json").stdout)


@pytest.mark.parametrize(
    ("conditions", "paths"),
    [
        ((), ["1.1", "1.2", "2.1"]),
        (("--unit", "云溪市财政局"), ["1.1", "2.1"]),
        (("--unit", "市财政局"), ["1.1", "2.1"]),
        (("--unit", "财政"), ["1.1", "2.1"]),
        (("--unit", "市财政局", "--role", "support"), ["1.1"]),
        (("--role", "lead"), ["1.1"]),
        (("--due-before", "2024-06-30"), ["1.1", "2.1"]),
        (("--due-before", "2024-07-01"), ["1.1", "1.2", "2.1"]),
        (("--plan", "河湖清洁"), ["1.1", "1.2", "2.1"]),
        (("--plan", "河湖清洁", "--unit", "市财政局", "--due-before", "2023-12-31"), ["2.1"]),
        (("--plan", "河湖清洁", "--unit", "市财政局", "--due-before", "2022-12-31"), []),
    ],
)
def test_ledger_keeps_what_meets_every_condition(warehouse, conditions, paths):
    rows = as_json("ledger", "--warehouse", warehouse, *conditions)
    assert [row["path"] for row in rows] == paths
    assert [row["number"] for row in rows] == list(range(1, len(paths) + 1))


@pytest.mark.parametrize("condition", [("--unit", "市教育局"), ("--plan", "教育")])
def test_ledger_says_when_nobody_is_called_so(warehouse, condition):
    result = run("ledger", "--warehouse", warehouse, *condition)
    assert (result.exit_code, "is called" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    "wrong", [("--due-before", "soon"), ("--role", "boss"), ("--format", "pdf"), ("--format", "xlsx"), ("-o", "a.foo")]
)
def test_wrong_usage_is_exit_code_2(warehouse, wrong):
    assert run("ledger", "--warehouse", warehouse, *wrong).exit_code == 2


def test_ledger_says_who_by_when_and_how_much(warehouse):
    first = as_json("ledger", "--warehouse", warehouse)[0]
    assert first["leads"] == "云溪市水利局"
    assert first["others"] == "云溪市财政局"
    assert first["due_on"] == "2023-12-31"
    assert "30公里以上" in first["targets"]
    assert first["page"] == 1
    assert first["source"] == "plan.txt"


def test_ledger_shows_who_stands_there_for_what_an_earlier_note_says(tmp_path):
    file = tmp_path / "plan.txt"
    file.write_text(
        "云溪市节水工作方案\n一、水库。全面建设水库。（市水利局牵头，各县（市、区）人民政府负责落实。"
        "以下均需各县（市、区）人民政府落实，不再列出）\n二、管网。全面改造管网。（市住房和城乡建设局负责）\n",
        "utf-8",
    )
    path = tmp_path / "plans.duckdb"
    assert run("ingest", file, "--warehouse", path).exit_code == 0
    here, below = as_json("ledger", "--warehouse", path)
    everywhere = "云溪市各县（市、区）人民政府"
    assert (here["standing"], below["standing"]) == (None, everywhere)
    assert everywhere in here["others"]
    assert everywhere in below["others"]
    label = next(column.label for column in LEDGER.columns if column.name == "standing")
    assert label in run("ledger", "--warehouse", path).stdout


def test_people_read_chinese_headings(warehouse):
    labels = {column.name: column.label for column in LEDGER.columns}
    for form in ("csv", "md", "table"):
        head = run("ledger", "--warehouse", warehouse, "--format", form).stdout.split("\n", 3)[:3]
        for name in ("path", "text", "leads", "others", "due_on", "recurrence", "targets", "page"):
            assert labels[name] in "".join(head), (form, name)
        assert "序号" in "".join(head)


def test_csv_has_a_byte_order_mark_in_a_file_only(warehouse, tmp_path):
    file = tmp_path / "ledger.csv"
    assert run("ledger", "--warehouse", warehouse, "-o", file).exit_code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    piped = run("ledger", "--warehouse", warehouse, "--format", "csv").stdout
    assert not piped.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(file.read_text("utf-8-sig")))) == list(csv.reader(io.StringIO(piped)))


def test_every_format_holds_the_same_rows(warehouse, tmp_path):
    rows = as_json("ledger", "--warehouse", warehouse)
    table = list(csv.DictReader(io.StringIO(run("ledger", "--warehouse", warehouse, "--format", "csv").stdout)))
    assert [list(row.values()) for row in table] == [
        ["" if value is None else str(value) for value in row.values()] for row in rows
    ]
    lines = run("ledger", "--warehouse", warehouse, "--format", "md").stdout.splitlines()
    assert len(lines) == len(rows) + 2


def test_no_cell_of_a_workbook_is_a_formula(warehouse, tmp_path):
    file = tmp_path / "cells.xlsx"
    sql = "SELECT '=1+1' AS a, DATE '2024-06-30' AS b, 2.5 AS c, '{=A1}' AS d, 'http://a.b' AS e, repeat('长', 40000)"
    assert run("sql", sql, "--warehouse", warehouse, "-o", file).exit_code == 0
    with zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in strings
    assert "<pane " in sheet
    assert "<autoFilter " in sheet
    assert "…" in strings


def test_a_file_that_cannot_be_written_is_said(warehouse):
    result = run("ledger", "--warehouse", warehouse, "-o", "/nowhere/ledger.csv")
    assert (result.exit_code, "cannot be written" in result.stderr) == (1, True)


# --- the other commands -----------------------------------------------------------------------------------------


def test_show_prints_the_measure_its_facts_and_its_lines(warehouse):
    shown = run("show", "1.1", "--warehouse", warehouse).stdout
    for piece in ("清淤疏浚", "云溪市水利局", "lead", "2023-12-31", "30公里以上", "（牵头单位：市水利局"):
        assert piece in shown, piece
    ((measure_id,),) = query(warehouse, "SELECT measure_id FROM measures WHERE path = '1.1'")
    assert run("show", measure_id, "--warehouse", warehouse).stdout == shown
    assert run("show", "9.9", "--warehouse", warehouse).exit_code == 1


def test_show_names_the_candidates_of_an_ambiguous_path(files):
    (files / "inbox" / "second.txt").write_text(PLAN.replace("云溪市", "临云市"), "utf-8")
    run("ingest", "inbox", "--warehouse", "w.duckdb")
    result = run("show", "1.1", "--warehouse", "w.duckdb")
    assert result.exit_code == 1
    for measure_id, title in query(
        Path("w.duckdb"),
        "SELECT measure_id, d.title FROM measures JOIN documents d USING (document_id) WHERE path = '1.1'",
    ):
        assert measure_id in result.stderr
        assert title in result.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM tasks",
        "CREATE TABLE x (n INTEGER)",
        "COPY tasks TO 'tasks.csv'",
        "SELECT * FROM read_text('inbox/plan.txt')",
        "ATTACH 'other.duckdb'",
        "SELEC 1",
    ],
)
def test_sql_only_reads_and_only_the_warehouse(files, warehouse, statement):
    before = warehouse.read_bytes()
    result = run("sql", statement, "--warehouse", warehouse)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: The query cannot be run")
    assert warehouse.read_bytes() == before
    assert list(files.iterdir()) == [files / "inbox"]


@pytest.mark.parametrize("statement", ["", " ", "-- nothing", ";"])
def test_an_empty_query_is_said(warehouse, statement):
    result = run("sql", "--warehouse", warehouse, "--", statement)
    assert (result.exit_code, result.stderr) == (1, "Error: The query is empty; write a SELECT.\n")


def test_sql_gives_names_and_values_as_asked(warehouse):
    found = as_json("sql", "SELECT 1 AS n, 'a|b' AS s, NULL AS x, [1, 2] AS l, true AS t", "--warehouse", warehouse)
    assert found == [{"n": 1, "s": "a|b", "x": None, "l": [1, 2], "t": True}]
    markdown = run("sql", "SELECT 'a|b' AS s", "--warehouse", warehouse, "--format", "md").stdout
    assert markdown == "| s |\n| --- |\n| a\\|b |\n"


def test_check_holds_and_names_what_does_not(warehouse, files):
    assert run("check", "--warehouse", warehouse).exit_code == 0
    broken = files / "broken.duckdb"
    broken.write_bytes(warehouse.read_bytes())
    with duckdb.connect(str(broken)) as connection:
        connection.execute("UPDATE tasks SET measure_id = 'nowhere'")
    result = run("check", "--warehouse", broken)
    assert result.exit_code == 1
    assert "Every reference to a row of measures leads to one. (references_measures: 3 break this" in result.stderr


def test_schema_tells_every_column():
    rows = json.loads(run("schema", "--format", "json").stdout)
    assert [(row["table"], row["column"]) for row in rows] == [
        (thing.name, column.name) for thing in (*TABLES, *VIEWS) for column in thing.columns
    ]
    assert all(row["description"] and row["source"] for row in rows)
    assert "| documents | plan_id |" in run("schema", "--format", "md").stdout
    assert {row["table"] for row in json.loads(run("schema", "tasks", "--format", "json").stdout)} == {"tasks"}
    none = run("schema", "nothing")
    assert none.exit_code == 1
    assert "There is no table or view nothing; there are runs, changes, sources" in none.stderr


@pytest.mark.parametrize("strange", ["note.txt", "manifest.json"])
def test_export_refuses_a_folder_that_holds_anything_else(warehouse, files, strange):
    Path("out").mkdir()
    Path("out", strange).write_text("[]")
    result = run("export", "out", "--warehouse", warehouse)
    assert (result.exit_code, strange in result.stderr) == (1, True)
    assert [each.name for each in Path("out").iterdir()] == [strange]
    assert run("export", "inbox/plan.txt", "--warehouse", warehouse).exit_code == 1


def test_export_keeps_what_somebody_added_to_an_earlier_one(warehouse, files):
    run("export", "out", "--warehouse", warehouse)
    Path("out", "note.txt").write_text("mine")
    assert run("export", "out", "--warehouse", warehouse).exit_code == 1
    assert Path("out", "note.txt").read_text() == "mine"
