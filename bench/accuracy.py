"""Accuracy of the warehouse against annotated plans, and the floors that may only rise.

    python -m bench.accuracy [--raise | --lower]

Reads the plans in TAIZHANG_CORPUS and the annotations in the folder `gold` beside it (one folder a plan, one
JSONL file a table), prints precision, recall and F1 by plan and table, and what changed against the floors in
tests/accuracy/floors.json. `--raise` writes higher figures there; only `--lower` lets one sink.

Texts are compared without white space, in NFKC, with every run of dashes as one: only what was lost, added or
cut in the wrong place counts. Quantities are annotated by sample, so for them recall alone counts.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.ingesting import ingest

FLOORS = Path(__file__).resolve().parent.parent / "tests" / "accuracy" / "floors.json"
#: Tables whose annotations are a sample of what the text holds.
SAMPLED = frozenset({"quantities"})

Key = tuple[Any, ...]

#: By table: the query for what was found, with the fields that a key is made of.
_FOUND = {
    "documents": (
        "SELECT d.ordinal, d.title, d.doc_number, d.registration_number, d.issuer, d.status, d.issued_on,"
        " d.effective_on FROM documents AS d JOIN sources AS s USING (source_id) WHERE s.name = ?"
    ),
    "sections": (
        "SELECT d.ordinal AS document, x.path, x.heading FROM sections AS x JOIN documents AS d USING (document_id)"
        " JOIN sources AS s USING (source_id) WHERE s.name = ?"
    ),
    "measures": (
        "SELECT d.ordinal AS document, m.path, m.text FROM measures AS m JOIN documents AS d USING (document_id)"
        " JOIN sources AS s USING (source_id) WHERE s.name = ? AND m.number IS NOT NULL"
    ),
    "units": (
        "SELECT d.ordinal AS document, coalesce(m.path, x.path) AS path, t.ordinal AS task, a.role, a.surface"
        " FROM assignments AS a JOIN documents AS d ON d.document_id = a.document_id JOIN sources AS s"
        " USING (source_id) LEFT JOIN measures AS m ON m.measure_id = a.measure_id"
        " LEFT JOIN sections AS x ON x.section_id = a.section_id"
        " LEFT JOIN tasks AS t ON t.task_id = a.task_id WHERE s.name = ? AND a.basis = 'stated'"
    ),
    "dates": (
        "SELECT d.ordinal AS document, m.path, t.kind, t.due_on, t.start_on, t.end_on, t.rrule FROM dates AS t"
        " JOIN measures AS m ON m.measure_id = t.measure_id JOIN documents AS d ON d.document_id = m.document_id"
        " JOIN sources AS s USING (source_id) WHERE s.name = ? AND m.number IS NOT NULL"
        " AND t.kind IN ('deadline', 'period', 'recurrence')"
    ),
    "quantities": (
        "SELECT d.ordinal AS document, m.path, q.comparator, q.low, q.high, q.unit FROM quantities AS q"
        " JOIN measures AS m ON m.measure_id = q.measure_id JOIN documents AS d ON d.document_id = m.document_id"
        " JOIN sources AS s USING (source_id) WHERE s.name = ?"
    ),
    "indicators": (
        "SELECT d.ordinal AS document, i.name, i.baseline, i.target, i.nature FROM indicators AS i"
        " JOIN documents AS d USING (document_id) JOIN sources AS s USING (source_id) WHERE s.name = ?"
    ),
}


@dataclass(frozen=True, slots=True)
class Score:
    """How a table of one plan compares: annotated, found and common keys, and the keys that differ."""

    gold: int
    found: int
    hit: int
    missing: tuple[Key, ...]
    extra: tuple[Key, ...]

    @property
    def f1(self) -> float:
        """2 × common ÷ (annotated + found); 1 where there was nothing to find and nothing was found."""
        return 2 * self.hit / (self.gold + self.found) if self.gold + self.found else 1.0


def folded(value: object) -> str:
    """*value* as text without white space, in NFKC, every run of dashes as one; None as the empty text."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", "" if value is None else str(value)))
    return re.sub(r"[—–\-－―─]+", "—", text)


def _keys(table: str, rows: list[dict[str, Any]], fields: set[str]) -> Iterator[Key]:
    for row in rows:
        where = (row.get("document"), row.get("path"))
        if table == "documents":
            for field in sorted(fields):
                yield row["ordinal"], field, folded(row.get(field))
        elif table in ("sections", "measures"):
            yield *where, folded(row["heading" if table == "sections" else "text"])
        elif table == "units":
            yield *where, row.get("task") or 1, row["role"], folded(row["surface"])
        elif table == "quantities":
            bounds = (None if row[b] is None else round(float(row[b]), 6) for b in ("low", "high"))
            yield *where, row["comparator"], *bounds, folded(row["unit"])
        elif table == "indicators":
            yield row["document"], *(folded(row.get(f)) for f in ("name", "baseline", "target", "nature"))
        elif row["kind"] == "deadline":
            yield *where, row["kind"], folded(row["due_on"])
        elif row["kind"] == "period":
            yield *where, row["kind"], folded(row["start_on"]), folded(row["end_on"])
        else:
            parts = sorted(part for part in (row["rrule"] or "").split(";") if part != "INTERVAL=1")
            yield *where, row["kind"], ";".join(parts)


def compare(table: str, gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> Score:
    """Score one table of one plan; where only some of its documents are annotated, only those count."""
    if table == "documents":
        hits, missing, total = 0, [], 0
        by_ordinal = {row["ordinal"]: row for row in found}
        for record in gold:
            fields = set(record) & {
                "title",
                "doc_number",
                "registration_number",
                "issuer",
                "status",
                "issued_on",
                "effective_on",
            }
            want = list(_keys(table, [record], fields))
            have = set(_keys(table, [by_ordinal.get(record["ordinal"], {"ordinal": 0})], fields))
            total += len(want)
            hits += sum(key in have for key in want)
            missing += [key for key in want if key not in have]
        too_many = max(0, len(found) - len(gold))
        return Score(total, total + too_many, hits, tuple(missing), ())
    want, have = Counter(_keys(table, gold, set())), Counter(_keys(table, found, set()))
    annotated = {key[0] for key in want}
    if annotated and table in ("sections", "measures", "units", "indicators"):
        have = Counter({key: n for key, n in have.items() if key[0] in annotated})
    hit = sum((want & have).values())
    extra = () if table in SAMPLED else tuple((have - want).elements())
    size = sum(want.values())
    return Score(size, hit if table in SAMPLED else sum(have.values()), hit, tuple((want - have).elements()), extra)


def scores(warehouse: Path, gold: Path) -> dict[str, dict[str, Score]]:
    """The scores of every annotated plan that *warehouse* holds, by plan and table."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:

        def rows(query: str, *values: object) -> list[dict[str, Any]]:
            cursor = connection.execute(query, list(values))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        names = {
            Path(row["name"]).stem: row["name"] for row in rows("SELECT name FROM sources WHERE status <> 'failed'")
        }
        result: dict[str, dict[str, Score]] = {}
        for folder in sorted(path for path in gold.iterdir() if path.name in names):
            result[folder.name] = {
                file.stem: compare(
                    file.stem,
                    [json.loads(line) for line in file.read_text("utf-8").splitlines() if line],
                    rows(_FOUND[file.stem], names[folder.name]),
                )
                for file in sorted(folder.glob("*.jsonl"))
                if file.stem in _FOUND
            }
        return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="raising", action="store_true", help="write figures that rose to the floors")
    parser.add_argument("--lower", action="store_true", help="write all figures, also those that sank")
    arguments = parser.parse_args()
    if "TAIZHANG_CORPUS" not in os.environ:
        sys.exit("Set TAIZHANG_CORPUS to the folder of the plans; the annotations are looked for in ../gold beside it.")
    corpus = Path(os.environ["TAIZHANG_CORPUS"])
    with tempfile.TemporaryDirectory() as folder:
        ingest([corpus], Path(folder) / "plans.duckdb")
        found = scores(Path(folder) / "plans.duckdb", corpus.parent / "gold")
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    for plan, tables in found.items():
        for table, score in tables.items():
            floor = floors.get(plan, {}).get(table, 0.0)
            change = "" if abs(score.f1 - floor) < 0.00005 else f"  floor {floor:.3f}"
            print(f"{plan[:26]:27}{table:12}{score.gold:6}{score.found:6}{score.hit:6}{score.f1:8.3f}{change}")
            for label, keys in (("missing", score.missing), ("extra", score.extra)):
                for key in keys if change else ():
                    print(f"    {label} {str(key)[:150]}")
            if arguments.lower or (arguments.raising and score.f1 > floor):
                floors.setdefault(plan, {})[table] = int(score.f1 * 10_000) / 10_000
    if arguments.raising or arguments.lower:
        FLOORS.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
