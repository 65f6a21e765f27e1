"""The contract: that the definitions keep what released versions promised, and that a breach is told."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from cli.main import main
from warehouse import contract
from warehouse.errors import WarehouseError

HERE = Path(__file__).parent
RELEASED = sorted((HERE / "contracts").glob("*.yaml"))
CURRENT = contract.parsed(contract.text())


def column(changed: dict, name: str) -> dict:
    table, each = name.split(".")
    return changed["tables"][table]["columns"][each]


#: (what is done to a contract, what that takes back or None, what it adds or None)
CHANGES = {
    "nothing": (lambda c: None, None, None),
    "a label": (lambda c: c["tables"]["tasks"].update(label="甲"), None, None),
    "a table goes": (lambda c: c["tables"].pop("terms"), "terms is gone", None),
    "a table comes": (
        lambda c: c["tables"].update(more={"key": ["n"], "columns": {"n": {"type": "INTEGER"}}}),
        None,
        "more is new",
    ),
    "a view goes": (lambda c: c["views"].pop("ledger"), "ledger is gone", None),
    "a key": (lambda c: c["tables"]["lines"].update(key=["line_no"]), "lines has another key (line_no)", None),
    "a column goes": (lambda c: c["tables"]["tasks"]["columns"].pop("title"), "tasks.title is gone", None),
    "a column comes": (
        lambda c: c["tables"]["tasks"]["columns"].update(more={"type": "DATE"}),
        None,
        "tasks.more is new",
    ),
    "a view's column goes": (lambda c: c["views"]["ledger"]["columns"].pop("page"), "ledger.page is gone", None),
    "a type": (
        lambda c: column(c, "dates.due_on").update(type="VARCHAR"),
        "dates.due_on is VARCHAR, was DATE",
        None,
    ),
    "NULL comes": (lambda c: column(c, "tasks.text").pop("required"), "tasks.text may be NULL", None),
    "NULL goes": (lambda c: column(c, "tasks.title").update(required=True), None, "tasks.title is never NULL"),
    "a unit": (
        lambda c: column(c, "sources.byte_size").update(unit="千字节"),
        "sources.byte_size is measured in 千字节, was 字节",
        None,
    ),
    "a list opens": (
        lambda c: column(c, "dates.kind").pop("values"),
        "dates.kind is no closed list any more",
        None,
    ),
    "a list grows": (lambda c: column(c, "dates.kind")["values"].append("era"), None, "dates.kind may be era"),
    "a list shrinks": (lambda c: column(c, "dates.kind")["values"].pop(), None, None),
    "a minimum goes": (lambda c: column(c, "tasks.ordinal").pop("minimum"), "tasks.ordinal may be less than 1", None),
    "a minimum sinks": (
        lambda c: column(c, "tasks.ordinal").update(minimum=0),
        "tasks.ordinal may be less than 1",
        None,
    ),
    "a minimum rises": (lambda c: column(c, "tasks.ordinal").update(minimum=2), None, "tasks.ordinal is 2 or more"),
    "a reference goes": (
        lambda c: column(c, "tasks.measure_id").pop("references"),
        "tasks.measure_id leads to nothing, led to measures",
        None,
    ),
    "a check goes": (lambda c: c["checks"].pop("surfaces"), "the check surfaces is gone", None),
    "a check comes": (lambda c: c["checks"].update(more="It holds."), None, "the check more is new"),
}


@pytest.fixture(params=CHANGES)
def change(request):
    changed = copy.deepcopy(CURRENT)
    action, broken, added = CHANGES[request.param]
    action(changed)
    return changed, broken, added


def raised(changed: dict, major: int = 0, minor: int = 0) -> dict:
    first, second, _ = contract.version_key(changed)
    return changed | {"version": f"{first + major}.{0 if major else second + minor}.0"}


@pytest.mark.parametrize("file", RELEASED, ids=lambda file: file.stem)
def test_what_was_promised_is_kept_or_its_end_announced(file):
    """Fails for whoever breaks a released contract: raise its major version, and tell of it in the changelog."""
    earlier = contract.parsed(file.read_text("utf-8"))
    assert earlier["version"] == file.stem
    assert contract.unannounced(earlier, CURRENT, (HERE.parent / "CHANGELOG.md").read_text("utf-8")) == []


def test_a_contract_was_released():
    assert RELEASED


def test_a_change_is_told(change):
    changed, broken, added = change
    since = contract.changes(CURRENT, changed)
    assert since.broken == ((broken,) if broken else ())
    assert since.added == ((added,) if added else ())


def test_a_breach_needs_a_major_version_and_the_changelog(change):
    changed, broken, _ = change
    if not broken:
        return
    major = raised(changed, major=1)
    told = f"- contract {major['version']}: …"
    for later, changelog in ((changed, told), (raised(changed, minor=1), told), (major, "")):
        (sentence,) = contract.unannounced(CURRENT, later, changelog)
        assert sentence.endswith(broken)
    assert contract.unannounced(CURRENT, major, told) == []


def test_an_addition_needs_a_minor_version(change):
    changed, broken, added = change
    if broken or not added:
        return
    (sentence,) = contract.unannounced(CURRENT, changed, "")
    assert sentence.endswith(added)
    assert contract.unannounced(CURRENT, raised(changed, minor=1), "") == []
    assert contract.unannounced(CURRENT, raised(changed, major=1), "") == []


@pytest.mark.parametrize("text", ["", "[1]", "a: b: c", "version: 1.0", "version: 1.0.0\ntables: {}\nviews: {}"])
def test_what_is_no_contract_is_refused(text):
    with pytest.raises(WarehouseError, match="is no contract"):
        contract.parsed(text)


def test_the_command_prints_and_compares(tmp_path):
    def run(*arguments):
        return CliRunner().invoke(main, ["schema", *map(str, arguments)])

    printed = run("--contract")
    assert (printed.exit_code, printed.stdout) == (0, contract.text())
    file = tmp_path / "contract.yaml"
    file.write_text(printed.stdout, "utf-8")
    assert run("--against", file).stdout.endswith("nothing changed\n")
    more = copy.deepcopy(CURRENT)
    more["tables"]["tasks"]["columns"]["lost"] = {"type": "DATE"}
    del more["tables"]["terms"]
    file.write_text(yaml.safe_dump(more), "utf-8")
    compared = run("--against", file)
    assert compared.exit_code == 1
    assert compared.stdout.splitlines()[1:] == ["broken  tasks.lost is gone", "added   terms is new"]
    file.write_text("nothing", "utf-8")
    assert "is no contract" in run("--against", file).stderr
    assert "cannot be read" in run("--against", tmp_path / "none").stderr
