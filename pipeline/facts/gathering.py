"""Dates, quantities and citations of a document, each with the section, measure and task it stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple, TypeVar

from pipeline.facts.citations import find_citations
from pipeline.facts.dates import DateContext, DateProblem, scan_dates
from pipeline.facts.quantities import QuantityProblem, scan_quantities
from pipeline.models import At, Citation, DateMention, Finding, Placed, Quantity, Severity
from pipeline.structure.assembly import Assembly

F = TypeVar("F", DateMention, Quantity)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a document, in the order of their offsets, and its findings with the offset they are at."""

    dates: tuple[Placed[DateMention], ...]
    quantities: tuple[Placed[Quantity], ...]
    citations: tuple[Placed[Citation], ...]
    findings: tuple[tuple[Finding, int], ...]


class _Stretch(NamedTuple):
    """A stretch of the text that belongs to one task, section or to none; ``is_note``: it is a note's."""

    start: int
    end: int
    at: At
    is_note: bool = False


def gather(assembly: Assembly, context: DateContext) -> Facts:
    """Read every stretch of the document's text once, notes as deadline fields and the rest as prose."""
    text = assembly.text
    in_note = replace(context, in_deadline_field=True)
    dates: list[Placed[DateMention]] = []
    quantities: list[Placed[Quantity]] = []
    findings: list[tuple[Finding, int]] = []
    stretches = sorted(_stretches(assembly), key=lambda s: s.start)
    for stretch in (*stretches, *_merged_cells(assembly)):
        at, offset = stretch.at, stretch.start
        piece = text[offset : stretch.end]
        scan = scan_dates(piece, in_note if stretch.is_note else context)
        dates += [Placed(at, _shifted(mention, offset)) for mention in scan.mentions]
        problems: tuple[DateProblem | QuantityProblem, ...] = scan.problems
        if not stretch.is_note:
            figures = scan_quantities(piece)
            quantities += [Placed(at, _shifted(quantity, offset)) for quantity in figures.quantities]
            problems += figures.problems
        for problem in problems:
            finding = Finding(problem.code, Severity.WARNING, problem.message, measure_ordinal=at.measure)
            findings.append((finding, offset + problem.char_start))
    citations = [Placed(_at(stretches, c.char_start), c) for c in find_citations(text)]
    return Facts(tuple(dates), tuple(quantities), tuple(citations), tuple(findings))


def _shifted(fact: F, offset: int) -> F:
    return fact._replace(char_start=fact.char_start + offset, char_end=fact.char_end + offset)


def _stretches(assembly: Assembly) -> Iterator[_Stretch]:
    """The text parted at notes, tasks, sections; every character outside markers is in exactly one stretch."""
    notes = sorted((note.start + note.found.char_start, note.start + note.found.char_end) for note in assembly.notes)
    owners: list[tuple[int, int, At]] = [
        (task.char_start, task.char_end, At(measure.section, measure.ordinal, task.ordinal))
        for measure in assembly.measures
        for task in measure.tasks
    ]
    # A section's own text is what stands before its first child, and a note behind its last.
    starts = sorted([start for start, _, _ in owners] + [section.char_start for section in assembly.sections])
    for section in assembly.sections:
        place = bisect_right(starts, section.char_start)
        child = starts[place] if place < len(starts) else section.char_end
        owners.append((section.char_start, min(child, section.char_end), At(section.ordinal)))
    owners += [
        (note.start + note.found.char_start, note.start + note.found.char_end, note.at)
        for note in assembly.notes
        if note.at.measure is None
    ]
    owners.sort(key=lambda owner: owner[0])
    position = 0
    for start, end, at in owners:
        if position < start:
            yield _Stretch(position, start, At())
        yield from _parted(max(start, position), end, at, notes)
        position = max(position, end)
    if position < len(assembly.text):
        yield from _parted(position, len(assembly.text), At(), notes)


def _merged_cells(assembly: Assembly) -> Iterator[_Stretch]:
    """The cells of tables that speak for a row further down too: they stand in the text of the first one."""
    spans = {measure.ordinal: (measure.char_start, measure.char_end) for measure in assembly.measures}
    for note in assembly.notes:
        begin, end = note.start + note.found.char_start, note.start + note.found.char_end
        if note.at.measure is not None and not spans[note.at.measure][0] <= begin < spans[note.at.measure][1]:
            yield _Stretch(begin, end, note.at, is_note=True)


def _parted(start: int, end: int, at: At, notes: list[tuple[int, int]]) -> Iterator[_Stretch]:
    for place in range(bisect_right(notes, start, key=itemgetter(1)), len(notes)):
        begin, stop = notes[place]
        if begin >= end:
            break
        if start < begin:
            yield _Stretch(start, begin, at)
        yield _Stretch(max(start, begin), min(stop, end), at, is_note=True)
        start = min(stop, end)
    if start < end:
        yield _Stretch(start, end, at)


def _at(stretches: list[_Stretch], position: int) -> At:
    place = bisect_right(stretches, position, key=lambda stretch: stretch.start) - 1
    return stretches[place].at if place >= 0 and position < stretches[place].end else At()
