"""Who has a task, in which role: the units of notes in their normal form, with what standing notes add."""

from __future__ import annotations

from pipeline.facts.jurisdictions import Jurisdiction
from pipeline.facts.units import finding_code, names_place, resolve
from pipeline.models import Assignment, AssignmentRole, At, Basis, Finding, NamedUnit, Severity, UnitKind
from pipeline.structure.assembly import Assembly
from pipeline.structure.notes import Note, PlacedNote, StandingKind, lead_first, prose_rule

Found = tuple[tuple[Assignment, ...], tuple[tuple[Finding, int], ...]]


def assignments(
    assembly: Assembly,
    jurisdiction: Jurisdiction,
    joint: tuple[Jurisdiction, ...] = (),
    year: int | None = None,
    carrier: str = "",
) -> Found:
    """The assignments of a document in printed order, and its notes' findings with the offset they are at.

    A note that says which unit of a list leads (列第一位者为牵头单位，下同) holds for itself and for every later
    note, as a sentence of the plan's prose, or of its notice's (*carrier*), holds for all; a note that says who is in
    on all that follows (以下均需…落实，不再列出) gives that unit to every later task, with ``basis`` standing and the
    span of the words that say so. In a plan of several places (*joint*) a list belongs to the place that one of its
    units is named after. *year* is the document's: names are read as of then.
    """
    return _Gatherer(assembly, jurisdiction, joint, year, carrier).gather()


class _Gatherer:
    def __init__(
        self,
        assembly: Assembly,
        jurisdiction: Jurisdiction,
        joint: tuple[Jurisdiction, ...],
        year: int | None,
        carrier: str,
    ) -> None:
        self.assembly = assembly
        self.jurisdiction = jurisdiction
        self.joint = joint
        self.year = year
        self.has_place = bool(joint) or jurisdiction.region is not None
        found = [(note.start, note.found) for note in assembly.notes]
        spans = [(start + note.char_start, start + note.char_end) for start, note in found]
        self.rule = prose_rule(carrier) or prose_rule(assembly.text, spans)
        self.for_all: list[tuple[int, NamedUnit]] = []
        self.found: list[Assignment] = []
        self.findings: list[tuple[Finding, int]] = []
        self.unknown: set[str] = set()

    def gather(self) -> Found:
        notes: dict[At, list[PlacedNote]] = {}
        for note in self.assembly.notes:
            notes.setdefault(note.at, []).append(note)
        # Notes of sections come in printed order: what they say of all that follows is not said of what is before.
        of_sections = [note for note in self.assembly.notes if note.at.measure is None]
        of_sections.sort(key=lambda note: note.start + note.found.char_start, reverse=True)
        for measure in self.assembly.measures:
            while of_sections and of_sections[-1].start < measure.char_start:
                self._read(of_sections.pop())
            for task in measure.tasks:
                at = At(measure.section, measure.ordinal, task.ordinal)
                for start, unit in self.for_all:
                    self._add(at, unit, start, Basis.STANDING)
                of_task = notes.get(at, [])
                has_lead = any(unit.role is AssignmentRole.LEAD for note in of_task for unit in note.found.note.units)
                for note in of_task:
                    self._read(note, has_lead=has_lead)
        for note in reversed(of_sections):
            self._read(note)
        return tuple(self.found), tuple(self.findings)

    def _read(self, placed: PlacedNote, *, has_lead: bool = False) -> None:
        """*has_lead*: a note of the same task names who leads, so that no rule has to say it."""
        note, at = placed.found.note, placed.at
        for standing in note.standing:
            if standing.kind is not StandingKind.FOR_ALL:
                self.rule = standing.kind
        if self.rule is not None and not has_lead:
            note = lead_first(note, self.rule)
        places = self._places(note)
        for unit, (in_list, _) in zip(note.units, note.places, strict=True):
            self._add(at, unit, placed.start, Basis.STATED, places.get(in_list))
        for standing in note.standing:
            for unit in standing.units:
                named = unit._replace(role=AssignmentRole.RESPONSIBLE)
                if not any(u.char_start == unit.char_start for u in note.units):
                    self._add(at, named, placed.start, Basis.STATED)
                self.for_all.append((placed.start, named))
        for problem in note.problems:
            finding = Finding(problem.code, Severity.WARNING, problem.message, measure_ordinal=at.measure)
            self.findings.append((finding, placed.start + placed.found.char_start))

    def _places(self, note: Note) -> dict[int, Jurisdiction]:
        """By the lists of a note: the place that the first unit with a place of its own names."""
        places: dict[int, Jurisdiction] = {}
        for unit, (in_list, _) in zip(note.units, note.places, strict=True):
            named = next((place for place in self.joint if unit.surface.startswith(place.region or "")), None)
            if named is not None:
                places.setdefault(in_list, named)
        return places

    def _place_of(self, surface: str) -> Jurisdiction:
        """In a joint plan a unit for which no place is printed is nobody's by default."""
        if not self.joint:
            return self.jurisdiction
        return next((place for place in self.joint if names_place(surface, place)), Jurisdiction())

    def _add(self, at: At, named: NamedUnit, start: int, basis: Basis, place: Jurisdiction | None = None) -> None:
        for unit, until in resolve(named.surface, place or self._place_of(named.surface), self.year):
            code = finding_code(unit)
            # In a plan of no known place no department has one: that is said once, for the first.
            unknown = named.surface if self.has_place or unit.kind is UnitKind.OTHER else ""
            if code and unknown not in self.unknown:
                self.unknown.add(unknown)
                message = f"No normal form is known for the unit {named.surface}; it was loaded as printed."
                if not unknown:
                    message = f"Whose plan it is was not found; {named.surface} and its other units stay as printed."
                finding = Finding(code, Severity.INFO, message, measure_ordinal=at.measure)
                self.findings.append((finding, start + named.char_start))
            self.found.append(
                Assignment(
                    at=at,
                    ordinal=len(self.found) + 1,
                    role=named.role,
                    surface=named.surface,
                    unit=unit,
                    basis=basis,
                    qualifier=named.qualifier,
                    is_open_ended=named.is_open_ended,
                    char_start=start + named.char_start,
                    char_end=start + named.char_end,
                    rule=named.rule,
                    name_until=until,
                )
            )
