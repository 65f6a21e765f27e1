"""Plans in the warehouse: copies and versions told after every load, in whatever order the files come."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import Setting, printed, random_plan

from cli.main import main
from warehouse import citing, loading, plans, quality
from warehouse.landing import Landing, failed, land_file
from warehouse.opening import create

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "raw" / "samples"
COLUMNS = "document_id, plan_id, version, is_extract, supersedes_document_id, is_preferred"

#: Files that hold plans of their own, and the copy that is preferred.
ALONE = (
    "later.txt", "province.txt", "other.txt", "cites.txt",
    "samples/website.txt", "samples/city.md", "samples/gazette.txt", "samples/draft.txt",
)  # fmt: skip


def texts() -> dict[str, str]:
    """One plan in five files, the year after's, and one of the province with a notice that carries it."""
    plan = random_plan(11)
    whole = printed(plan, Setting())
    title = plan.title.replace("方案", "方案（征求意见稿）")
    other = random_plan(12)
    return {
        "web.txt": whole,
        "narrow.txt": printed(plan, Setting(width=28, indent=True, blank=1)),
        "half.txt": whole[: len(whole) // 2],
        "draft.txt": whole.replace(plan.title, title).replace("机制", "制度"),
        "revised.txt": whole.replace(plan.title, plan.title.partition("（")[0] + "（2024年修订）").replace(
            "95%", "97%"
        ),
        "later.txt": whole.replace("（2023—2025年）", "（2026—2028年）"),
        "province.txt": whole.replace("云溪市", "江海省"),
        "other.txt": printed(other, Setting()),
        "cites.txt": f"云溪市节水方案\n\n一、任务。落实《{plan.title}》。\n\n二、保障。落实经费。\n",
    }


@pytest.fixture(scope="module")
def landings(tmp_path_factory) -> list[Landing]:
    folder = tmp_path_factory.mktemp("plans", numbered=False)
    for name, text in texts().items():
        (folder / name).write_text(text, "utf-8")
    found = [
        land_file(path)
        for path in [
            *sorted(folder.iterdir()),
            *sorted(path for path in SAMPLES.iterdir() if path.suffix in (".md", ".txt")),
        ]
    ]
    assert [each.error for each in found if each.error] == []
    return found


def load(connection: duckdb.DuckDBPyConnection, *batches: list[Landing]) -> None:
    """One run of as many transactions."""
    run_id = loading.start_run(connection)
    for batch in batches:
        loading.load(connection, batch, run_id)
    plans.place(connection)
    loading.gather(connection)
    citing.link(connection)
    loading.finish_run(connection, run_id, [each.status for batch in batches for each in batch])


def outcome(connection: duckdb.DuckDBPyConnection) -> tuple[list, list]:
    documents = connection.execute(f"SELECT {COLUMNS} FROM documents ORDER BY ALL").fetchall()
    links = connection.execute("SELECT citation_id, cited_document_id FROM citations ORDER BY ALL").fetchall()
    return documents, links


@pytest.fixture(scope="module")
def at_once(landings) -> tuple[list, list]:
    with duckdb.connect() as connection:
        create(connection)
        load(connection, landings)
        assert quality.check(connection) == []
        return outcome(connection)


def test_what_is_what(landings, at_once):
    names = {f"{each.source_id}.1": "/".join(each.path.parts[-2:]).removeprefix("plans/") for each in landings}
    found = {names[row[0]]: (names[row[1]], *row[2:4], names.get(row[4]), row[5]) for row in at_once[0]}
    whole = found["revised.txt"][3]
    assert found == {
        # of one plan: the draft; what was issued, in whole, set narrow, and by half; its revision
        "draft.txt": ("revised.txt", 1, False, None, False),
        "web.txt": ("revised.txt", 2, False, "draft.txt", False),
        "narrow.txt": ("revised.txt", 2, False, "draft.txt", False),
        "half.txt": ("revised.txt", 2, True, "draft.txt", False),
        "revised.txt": ("revised.txt", 3, False, whole, True),
        "samples/newspaper.txt": ("samples/website.txt", 1, True, None, False),
    } | {each: (each, 1, False, None, True) for each in ALONE}
    assert whole in {"web.txt", "narrow.txt"}


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_the_order_and_number_of_loads_change_nothing(landings, at_once, data):
    order = data.draw(st.permutations(landings))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(order) - 1), max_size=3)))
    runs = [order[start:end] for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    with duckdb.connect() as connection:
        create(connection)
        for run in runs:
            load(connection, run)
            assert quality.check(connection) == []
        assert outcome(connection) == at_once
        load(connection, order)  # again: nothing is new
        assert outcome(connection) == at_once


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_files_that_are_read_anew_or_no_longer_readable_are_placed_anew(landings, at_once, data):
    """Under other rules some files are read as before, and some cannot be read: then the others are elected as if
    those had never been loaded."""
    changed = data.draw(st.lists(st.sampled_from(landings), min_size=1, max_size=5, unique_by=lambda each: each.name))
    lost = data.draw(st.lists(st.sampled_from(changed), max_size=2, unique_by=lambda each: each.name))
    again = [replace(each, fingerprint="under other rules " + each.name) for each in changed]
    with duckdb.connect() as connection, duckdb.connect() as without:
        create(connection)
        load(connection, landings)
        load(connection, again)
        assert outcome(connection) == at_once
        load(connection, [failed(each, "It is damaged.") for each in lost])
        assert quality.check(connection) == []
        create(without)
        load(without, [each for each in landings if each not in lost])
        assert outcome(connection) == outcome(without)


def test_views_count_a_plan_once(tmp_path):
    ingested = run("ingest", SAMPLES, "--warehouse", tmp_path / "plans.duckdb")
    assert ingested.exit_code == 0, ingested.output
    with duckdb.connect(str(tmp_path / "plans.duckdb"), read_only=True) as connection:
        for view in ("ledger", "deadlines", "section_units", "task_units"):
            documents = connection.execute(
                f"SELECT s.name FROM {view} JOIN documents USING (document_id) JOIN sources s USING (source_id)"
            ).fetchall()
            assert ("newspaper.txt",) not in documents, view
        ((titles, rows),) = connection.execute(
            "SELECT count(DISTINCT title), count(*) FROM ledger WHERE region = '江海省'"
        ).fetchall()
        assert (
            rows
            == titles
            == len(
                connection.execute(
                    "SELECT 1 FROM measures JOIN documents USING (document_id) JOIN sources USING (source_id)"
                    " WHERE name = 'website.txt'"
                ).fetchall()
            )
        )


def test_a_corrected_file_at_the_same_address_takes_the_place_of_the_earlier(tmp_path):
    file, warehouse = tmp_path / "plan.txt", tmp_path / "plans.duckdb"
    whole = texts()["web.txt"]
    file.write_text(whole.replace("95%", "59%"), "utf-8")
    run("ingest", file, "--warehouse", warehouse)
    file.write_text(whole, "utf-8")
    run("ingest", file, "--warehouse", warehouse)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute(
            "SELECT version, is_preferred, contains(text, '59%') FROM documents ORDER BY version"
        ).fetchall()
        assert found == [(1, False, True), (2, True, False)]
        assert connection.execute("SELECT count(*) FROM ledger WHERE contains(text, '59%')").fetchall() == [(0,)]


def run(*arguments: object):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result
