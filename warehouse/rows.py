"""An :class:`~pipeline.models.Extraction` as rows: one Arrow table for each table of the warehouse.

Ids are readable and stable, the same bytes under the same rules have the same ones: a document is
``<source>.<n>``; below it a section ``.s<n>``, a measure ``.m<n>``, a task ``.m<n>t<n>``; facts count through their
document: ``.a<n>`` assignment, ``.d<n>`` date, ``.q<n>`` quantity, ``.i<n>`` indicator, ``.c<n>`` citation, ``.g<n>``
term; findings count through their source, ``<source>.f<n>``. A unit is ``u`` with 12 hexadecimal digits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.models import At, Document, Extraction, Measure, Task, Unit
from warehouse import tables
from warehouse.schema import Table, Type

_ARROW = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int32(),
    Type.BIGINT: pa.int64(),
    Type.DOUBLE: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us"),
}


def unit_id(unit: Unit) -> str:
    """The id of a unit: the same name in the same region is the same unit, in whatever document.

    The code tells regions of one name apart (朝阳区); in a document that does not tell which is meant it is missing."""
    return "u" + hashlib.sha256(f"{unit.name}\0{unit.region or ''}\0{unit.region_code or ''}".encode()).hexdigest()[:12]


def arrow(table: Table, nouns: Sequence[object], **given: Iterable[Any]) -> pa.Table:
    """Rows of *table*, one for each of *nouns*: a column holds what is *given* for it, else the nouns' field.

    Columns for which the nouns have no field and nothing is given raise :class:`AttributeError`."""
    columns = [
        list(given[column.name]) if column.name in given else list(map(attrgetter(column.name), nouns))
        for column in table.columns
    ]
    return pa.table(columns, schema=arrow_schema(table))


def arrow_schema(table: Table) -> pa.Schema:
    """The columns of *table* with their Arrow types, which are also those of its Parquet files."""
    return pa.schema([(column.name, _ARROW[column.type]) for column in table.columns])


def rows(extraction: Extraction) -> dict[str, pa.Table]:
    """The rows of every table but ``sources``, ``runs`` and ``unit_aliases``, by table name.

    ``unit_aliases`` is a summary of all assignments of the warehouse; the other two are the loader's.

    Raises:
        ValueError: two rows of a table have the same key. (The database looks for that in small tables only.)
    """
    parts: dict[str, list[pa.Table]] = {
        "lines": [_lines(extraction)],
        "findings": [_findings(extraction)],
        "documents": [_documents(extraction)],
        "units": [_units(extraction)],
    }
    for document in extraction.documents:
        for name, part in _within(document, f"{extraction.source_id}.{document.ordinal}"):
            parts.setdefault(name, []).append(part)
    found = {name: pa.concat_tables(each).combine_chunks() for name, each in parts.items()}
    for table in tables.TABLES:
        if table.name in found and _repeats_a_key(table, found[table.name]):
            raise ValueError(f"duplicate {table.key[-1]} in {table.name}")
    return found


def _repeats_a_key(table: Table, rows_of_a_source: pa.Table) -> bool:
    """A key of two columns begins with the source, which is the same in all these rows."""
    return bool(pc.count_distinct(rows_of_a_source[table.key[-1]]).as_py() < rows_of_a_source.num_rows)


def _document_id(source_id: str, ordinal: int | None) -> str | None:
    return None if ordinal is None else f"{source_id}.{ordinal}"


def _lines(extraction: Extraction) -> pa.Table:
    lines, source_id = extraction.lines, extraction.source_id
    places = [line.place for line in lines]
    return arrow(
        tables.LINES,
        lines,
        source_id=[source_id] * len(lines),
        document_id=[_document_id(source_id, line.document_ordinal) for line in lines],
        **{name: map(attrgetter(name), places) for name in ("page", "x0", "top", "x1", "bottom")},
    )


def _documents(extraction: Extraction) -> pa.Table:
    documents, source_id = extraction.documents, extraction.source_id
    ids = [f"{source_id}.{document.ordinal}" for document in documents]
    return arrow(
        tables.DOCUMENTS,
        documents,
        document_id=ids,
        source_id=[source_id] * len(documents),
        parent_document_id=[_document_id(source_id, document.parent) for document in documents],
        plan_id=ids,
        is_preferred=[True] * len(documents),
        version=[None] * len(documents),  # until warehouse.plans has compared them
        is_extract=[None] * len(documents),
        supersedes_document_id=[None] * len(documents),
    )


def _findings(extraction: Extraction) -> pa.Table:
    findings, source_id = extraction.findings, extraction.source_id
    documents = [_document_id(source_id, finding.document_ordinal) for finding in findings]
    return arrow(
        tables.FINDINGS,
        findings,
        finding_id=[f"{source_id}.f{n}" for n in range(1, len(findings) + 1)],
        source_id=[source_id] * len(findings),
        document_id=documents,
        measure_id=[
            f"{document}.m{finding.measure_ordinal}" if document and finding.measure_ordinal else None
            for document, finding in zip(documents, findings, strict=True)
        ],
    )


def _units(extraction: Extraction) -> pa.Table:
    units = {unit_id(a.unit): a.unit for document in extraction.documents for a in document.assignments}
    return arrow(tables.UNITS, list(units.values()), unit_id=units)


def _within(document: Document, document_id: str) -> Iterator[tuple[str, pa.Table]]:
    """The rows below one document, by table."""

    def section_id(ordinal: int | None) -> str | None:
        return None if ordinal is None else f"{document_id}.s{ordinal}"

    def measure_id(at: At) -> str | None:
        return None if at.measure is None else f"{document_id}.m{at.measure}"

    def ids(letter: str, nouns: Sequence[object]) -> dict[str, list[str]]:
        return {"document_id": [document_id] * len(nouns)} | {
            _KEYS[letter]: [f"{document_id}.{letter}{n}" for n in range(1, len(nouns) + 1)]
        }

    def place(ats: Sequence[At]) -> dict[str, list[str | None]]:
        return {
            "section_id": [section_id(at.section) for at in ats],
            "measure_id": [measure_id(at) for at in ats],
            "task_id": [None if at.task is None else f"{measure_id(at)}t{at.task}" for at in ats],
        }

    sections, measures = document.sections, document.measures
    yield (
        "sections",
        arrow(
            tables.SECTIONS,
            sections,
            document_id=[document_id] * len(sections),
            section_id=[section_id(section.ordinal) for section in sections],
            parent_id=[section_id(section.parent) for section in sections],
        ),
    )
    yield (
        "measures",
        arrow(
            tables.MEASURES,
            measures,
            document_id=[document_id] * len(measures),
            measure_id=[f"{document_id}.m{measure.ordinal}" for measure in measures],
            section_id=[section_id(measure.section) for measure in measures],
        ),
    )
    tasks: list[tuple[Measure, Task]] = [(measure, task) for measure in measures for task in measure.tasks]
    yield (
        "tasks",
        arrow(
            tables.TASKS,
            [task for _, task in tasks],
            document_id=[document_id] * len(tasks),
            measure_id=[f"{document_id}.m{measure.ordinal}" for measure, _ in tasks],
            task_id=[f"{document_id}.m{measure.ordinal}t{task.ordinal}" for measure, task in tasks],
        ),
    )
    assignments = document.assignments
    yield (
        "assignments",
        arrow(
            tables.ASSIGNMENTS,
            assignments,
            unit_id=[unit_id(assignment.unit) for assignment in assignments],
            **ids("a", assignments),
            **place([assignment.at for assignment in assignments]),
        ),
    )
    for name, letter, table, placed in (
        ("dates", "d", tables.DATES, document.dates),
        ("quantities", "q", tables.QUANTITIES, document.quantities),
    ):
        facts = [each.fact for each in placed]
        yield name, arrow(table, facts, **ids(letter, facts), **place([each.at for each in placed]))
    citations = document.citations
    yield (
        "citations",
        arrow(
            tables.CITATIONS,
            [each.fact for each in citations],
            measure_id=[measure_id(each.at) for each in citations],
            cited_document_id=[None] * len(citations),
            **ids("c", citations),
        ),
    )
    yield "indicators", arrow(tables.INDICATORS, document.indicators, **ids("i", document.indicators))
    yield "terms", arrow(tables.TERMS, document.terms, **ids("g", document.terms))


_KEYS = {
    "a": "assignment_id",
    "d": "date_id",
    "q": "quantity_id",
    "c": "citation_id",
    "i": "indicator_id",
    "g": "term_id",
}
