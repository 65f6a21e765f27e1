"""What goes into a gazette comes out of it, wherever its masthead, its boxes and its tables are printed."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from gazettes import Gazette, gazette
from printing import source

from pipeline import extract
from pipeline.models import Extraction, MeasureKind

Facts = Counter[tuple[object, ...]]


def folded(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split()).replace("—", "-")


def expected(printed: Gazette) -> dict[str, Facts]:
    facts: dict[str, Facts] = {name: Counter() for name in ("documents", "sections", "measures", "indicators", "terms")}
    for n, issue in enumerate(printed.issues, 1):
        formal = (issue.number, issue.registration, issue.title, issue.issuer)
        facts["documents"][n, *map(folded, formal), issue.issued_on] += 1
        facts["sections"].update((n, path, folded(heading)) for path, heading in [*issue.sections, *issue.boxes])
        facts["measures"].update((n, path, folded(text)) for path, text in issue.measures)
        for row in issue.indicators:
            said = (row.name, row.unit, row.baseline, row.target, row.nature)
            facts["indicators"][n, *map(folded, said), 2020, 2025] += 1
        facts["terms"].update((n, folded(term), folded(meaning)) for term, meaning in issue.terms)
    return facts


def found(extraction: Extraction) -> dict[str, Facts]:
    facts: dict[str, Facts] = {name: Counter() for name in ("documents", "sections", "measures", "indicators", "terms")}
    for n, document in enumerate(extraction.documents, 1):
        formal = (document.doc_number, document.registration_number, document.title, document.issuer)
        facts["documents"][n, *map(folded, formal), document.issued_on] += 1
        facts["sections"].update((n, s.path, folded(s.heading)) for s in document.sections)
        facts["measures"].update((n, m.path, folded(m.text)) for m in document.measures)
        for row in document.indicators:
            said = (row.name, row.unit, row.baseline, row.target, row.nature)
            facts["indicators"][n, *map(folded, said), row.baseline_year, row.target_year] += 1
        facts["terms"].update((n, folded(t.term), folded(t.definition)) for t in document.terms)
    return facts


def f1(seeds: range) -> dict[str, float]:
    """By kind of fact, F1 over the gazettes of *seeds*."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for seed in seeds:
        printed = gazette(seed)
        wanted, got = expected(printed), found(extract(source(printed.text)))
        for name, facts in wanted.items():
            right[name] += (facts & got[name]).total()
            total[name] += facts.total() + got[name].total()
    return {name: 2 * right[name] / total[name] for name in total if total[name]}
