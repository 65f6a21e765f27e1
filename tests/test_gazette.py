"""What goes into a gazette comes out of it, wherever its masthead, its boxes and its tables are printed."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from gazettes import Gazette, gazette
from printing import source

from pipeline import extract
from pipeline.models import Extraction

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


def check(scores: dict[str, float]) -> None:
    assert scores.keys() == {"documents", "sections", "measures", "indicators", "terms"}
    assert scores["documents"] == scores["indicators"] == scores["terms"] == 1, scores
    assert min(scores.values()) >= 0.98, scores


def test_what_goes_into_a_gazette_comes_out() -> None:
    check(f1(range(10)))


@pytest.mark.slow
def test_what_goes_into_two_hundred_gazettes_comes_out() -> None:
    check(f1(range(1000, 1200)))


@pytest.mark.parametrize("seed", range(10))
def test_no_character_of_a_gazette_is_lost(seed: int) -> None:
    text = gazette(seed).text
    lines = extract(source(text)).lines
    assert "".join("".join(line.text.split()) for line in lines) == "".join(text.split())


def test_a_seed_gives_one_gazette() -> None:
    assert gazette(3) == gazette(3)
    assert gazette(3).text != gazette(4).text


def with_a_lost_cell(printed: str) -> str:
    """The gazette without the first figure of its first indicator table."""
    lines = printed.split("\n")
    del lines[lines.index("2020年") + 2]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "seed", [seed for seed in range(12) if sum(bool(i.indicators) for i in gazette(seed).issues) == 1]
)
def test_a_table_whose_columns_do_not_fit_is_a_finding_and_no_row(seed: int) -> None:
    printed = gazette(seed)
    whole, broken = extract(source(printed.text)), extract(source(with_a_lost_cell(printed.text)))
    assert [i for d in whole.documents for i in d.indicators]
    assert not [f for f in whole.findings if f.code == "table_not_read"]
    assert not [i for d in broken.documents for i in d.indicators]
    (finding,) = (f for f in broken.findings if f.code == "table_not_read")
    assert finding.line_no is not None
    assert broken.lines[finding.line_no - 1].text in {"约束性", "预期性"}
    assert found(broken)["measures"] == found(whole)["measures"]
