"""The contract: what other teams may build on, by version, in ``contract.yaml``.

It names every table and view with its columns, their types and what is promised of them, and the data checks that hold
after every load. Its body is made from the definitions (``make docs``), its version is raised by hand: the major one
for a change that breaks what was promised, the minor one for an addition. :func:`changes` tells which it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from warehouse import quality
from warehouse.errors import WarehouseError
from warehouse.schema import Column
from warehouse.tables import TABLES
from warehouse.views import VIEWS

FILE = "contract.yaml"
_HEAD = """\
# What other teams may build on. `version` follows semantic versioning: the major one is raised when a promise is taken
# back (a column removed, a type changed, NULL or other values let in, a check dropped), the minor one for additions.
# Raise it by hand and let `make docs` write the rest, which comes from the definitions in warehouse/.
"""
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")

Contract = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a later contract takes back of an earlier one, and what it adds; a sentence each."""

    broken: tuple[str, ...]
    added: tuple[str, ...]


def text() -> str:
    """The contract as it is shipped and exported."""
    return resources.files("warehouse").joinpath(FILE).read_text("utf-8")


def version() -> str:
    """The version of the contract."""
    return str(yaml.safe_load(text())["version"])


def parsed(contract: str, name: str | Path = FILE) -> Contract:
    """A contract from its *text*.

    Raises:
        WarehouseError: it is none.
    """
    try:
        found = yaml.safe_load(contract)
        version_key(found)
        for thing in (*found["tables"].values(), *found["views"].values()):
            for promised in thing["columns"].values():
                _ = promised["type"]
        _ = {**found["checks"]}
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError):
        raise WarehouseError(f"{name} is no contract of taizhang; name the {FILE} of an export.") from None
    return found  # type: ignore[no-any-return]


def version_key(contract: Contract) -> tuple[int, int, int]:
    """The version of *contract*, to be compared."""
    found = _VERSION.fullmatch(str(contract["version"]))
    if not found:
        raise ValueError(contract["version"])
    return int(found[1]), int(found[2]), int(found[3])


def defined(version: str) -> str:
    """The text of the contract that the definitions make, as *version*."""
    things = {
        "tables": {
            table.name: {
                "label": table.label,
                "key": list(table.key),
                "columns": {c.name: _promised(c, c.required or c.name in table.key) for c in table.columns},
            }
            for table in TABLES
        },
        "views": {
            view.name: {"label": view.label, "columns": {c.name: _promised(c, c.required) for c in view.columns}}
            for view in VIEWS
        },
    }
    checks = {"checks": {rule.name: rule.sentence for rule in quality.rules()}}
    # in a table's part one line a column, in the checks' one line a check
    parts = [({"version": version}, False), (things, None), (checks, False)]
    return _HEAD + "".join(
        yaml.safe_dump(part, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=1000)
        for part, flow in parts
    )


def _promised(column: Column, required: bool) -> dict[str, object]:
    promised: dict[str, object] = {"type": column.type.value, "required": required or None, "unit": column.unit}
    promised |= {"values": list(column.values) or None, "minimum": column.minimum, "references": column.references}
    return {name: value for name, value in promised.items() if value is not None}


def changes(earlier: Contract, later: Contract) -> Changes:
    """What *later* takes back of *earlier* and what it adds."""
    broken: list[str] = []
    added: list[str] = []
    for kind in ("tables", "views"):
        for name, thing in earlier[kind].items():
            if name not in later[kind]:
                broken.append(f"{name} is gone")
                continue
            now = later[kind][name]
            if thing.get("key") != now.get("key"):
                broken.append(f"{name} has another key ({', '.join(now['key'])})")
            for column, promised in thing["columns"].items():
                if column in now["columns"]:
                    broken += _taken_back(f"{name}.{column}", promised, now["columns"][column])
                    added += _added(f"{name}.{column}", promised, now["columns"][column])
                else:
                    broken.append(f"{name}.{column} is gone")
            added += [f"{name}.{column} is new" for column in now["columns"] if column not in thing["columns"]]
        added += [f"{name} is new" for name in later[kind] if name not in earlier[kind]]
    broken += [f"the check {name} is gone" for name in earlier["checks"] if name not in later["checks"]]
    added += [f"the check {name} is new" for name in later["checks"] if name not in earlier["checks"]]
    return Changes(tuple(broken), tuple(added))


def unannounced(earlier: Contract, later: Contract, changelog: str) -> list[str]:
    """What the version of *later*, or the *changelog* of the project, leaves unsaid of its changes since *earlier*."""
    since, version = changes(earlier, later), later["version"]
    was, now = version_key(earlier), version_key(later)
    if since.broken and (now[0] <= was[0] or f"contract {version}" not in changelog):
        return [
            f"the major version must be raised, and the changelog tell of contract {version}: {sentence}"
            for sentence in since.broken
        ]
    if since.added and now[:2] <= was[:2]:
        return [f"the minor version must be raised: {sentence}" for sentence in since.added]
    return []


def _taken_back(name: str, was: Contract, now: Contract) -> Iterator[str]:
    if was["type"] != now["type"]:
        yield f"{name} is {now['type']}, was {was['type']}"
    if was.get("required") and not now.get("required"):
        yield f"{name} may be NULL"
    if was.get("unit") != now.get("unit"):
        yield f"{name} is measured in {now.get('unit')}, was {was.get('unit')}"
    if was.get("values") and not now.get("values"):
        yield f"{name} is no closed list any more"
    if "minimum" in was and ("minimum" not in now or now["minimum"] < was["minimum"]):
        yield f"{name} may be less than {was['minimum']}"
    if was.get("references") not in (None, now.get("references")):
        yield f"{name} leads to {now.get('references') or 'nothing'}, led to {was['references']}"


def _added(name: str, was: Contract, now: Contract) -> Iterator[str]:
    # a reader of a closed list must expect that it grows: a new value is an addition, one that is gone harms nobody
    new = [value for value in now.get("values", ()) if was.get("values") and value not in was["values"]]
    if new:
        yield f"{name} may be {', '.join(new)}"
    if now.get("required") and not was.get("required"):
        yield f"{name} is never NULL"
    if now.get("values") and not was.get("values"):
        yield f"{name} is a closed list"
    if "minimum" in now and was.get("minimum", now["minimum"] - 1) < now["minimum"]:
        yield f"{name} is {now['minimum']} or more"
    if now.get("references") and not was.get("references"):
        yield f"{name} leads to {now['references']}"
