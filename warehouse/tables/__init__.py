"""The tables: every stored column, defined once.

A change here needs a file in ``migrations/`` (see :mod:`warehouse.migrating`). Columns named like a field of a noun
in :mod:`pipeline.models` hold that field; ids are made in :mod:`warehouse.rows`. Character offsets count from 0 in
``documents.text`` and are half open.
"""

from __future__ import annotations

from warehouse.tables.facts import (
    ASSIGNMENTS,
    CITATIONS,
    DATES,
    INDICATORS,
    QUANTITIES,
    TERMS,
    UNIT_ALIASES,
    UNITS,
)
from warehouse.tables.links import MEASURE_CHANGES, MEASURE_LINKS, PLAN_LINKS, Basis
from warehouse.tables.loads import CHANGES, FINDINGS, LINES, ORIGINS, RUNS, SOURCES, SourceStatus
from warehouse.tables.texts import DOCUMENTS, MEASURES, SECTIONS, TASKS

#: Every table, parents before children.
TABLES = (
    RUNS,
    CHANGES,
    SOURCES,
    ORIGINS,
    DOCUMENTS,
    LINES,
    SECTIONS,
    MEASURES,
    TASKS,
    UNITS,
    UNIT_ALIASES,
    ASSIGNMENTS,
    DATES,
    QUANTITIES,
    INDICATORS,
    CITATIONS,
    TERMS,
    PLAN_LINKS,
    MEASURE_LINKS,
    MEASURE_CHANGES,
    FINDINGS,
)

__all__ = [
    "ASSIGNMENTS",
    "CHANGES",
    "CITATIONS",
    "DATES",
    "DOCUMENTS",
    "FINDINGS",
    "INDICATORS",
    "LINES",
    "MEASURES",
    "MEASURE_CHANGES",
    "MEASURE_LINKS",
    "ORIGINS",
    "PLAN_LINKS",
    "QUANTITIES",
    "RUNS",
    "SECTIONS",
    "SOURCES",
    "TABLES",
    "TASKS",
    "TERMS",
    "UNITS",
    "UNIT_ALIASES",
    "Basis",
    "SourceStatus",
]
