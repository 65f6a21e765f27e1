"""Reading one responsibility note from left to right, and the nouns that it is read into.

All offsets count in the text handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from pipeline.models import AssignmentRole, NamedUnit
from pipeline.structure import note_grammar as grammar
from pipeline.structure.names import CLOSERS, OPENERS, Name, is_whole_name, parts, read_part


class StandingKind(StrEnum):
    """What a note says for the notes and tasks that follow it."""

    FIRST_IS_LEAD = "first_is_lead"  # 列第一位者为牵头单位，下同
    FIRST_LEADS_OTHERS_SUPPORT = "first_leads_others_support"  # …，其余为配合单位，下同
    FIRST_LEADS_OTHERS_TAKE_PART = "first_leads_others_take_part"  # …，其余为参与单位，下同
    RESPONSIBLE_IS_LEAD = "responsible_is_lead"  # 无牵头单位的，责任单位即为牵头单位
    FIRST_OF_EACH_LIST_IS_LEAD = "first_of_each_list_is_lead"  # 各市列首位的为牵头单位: lists parted by ；
    FIRST_OF_TWO_LISTS_IS_LEAD = "first_of_two_lists_is_lead"  # 两省市列首位的为牵头单位: a third list has no lead
    BEFORE_COMMA_IS_LEAD = "before_comma_is_lead"  # 逗号前为牵头单位
    BEFORE_SEMICOLON_IS_LEAD = "before_semicolon_is_lead"  # 分号前为牵头单位
    FOR_ALL = "for_all"  # 以下均需A落实，不再列出: ``units`` are responsible for every task that follows


@dataclass(frozen=True, slots=True)
class Standing:
    """A sentence that speaks for what follows; ``units`` only for ``FOR_ALL``."""

    kind: StandingKind
    surface: str
    char_start: int
    char_end: int
    units: tuple[NamedUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a note that was not read: ``code``, a sentence, and the printed words."""

    code: str
    message: str
    surface: str


@dataclass(frozen=True, slots=True)
class Note:
    """One responsibility note. ``units`` are in printed order; ``places`` tells for each of them the
    list (parted by ； or a label) and, in it, the group (parted by ，) that it stands in, both from 0.

    ``deadline`` is the printed deadline or milestone, unread, at ``deadline_start`` to ``deadline_end``."""

    units: tuple[NamedUnit, ...] = ()
    deadline: str | None = None
    deadline_start: int | None = None
    deadline_end: int | None = None
    qualifier: str | None = None
    standing: tuple[Standing, ...] = ()
    problems: tuple[Problem, ...] = ()
    places: tuple[tuple[int, int], ...] = ()


_TWO = 2
_LISTS = {
    "两": StandingKind.FIRST_OF_TWO_LISTS_IS_LEAD,
    "三": StandingKind.FIRST_OF_EACH_LIST_IS_LEAD,
    "各": StandingKind.FIRST_OF_EACH_LIST_IS_LEAD,
}


_OTHERS = {
    StandingKind.FIRST_LEADS_OTHERS_SUPPORT: AssignmentRole.SUPPORT,
    StandingKind.FIRST_LEADS_OTHERS_TAKE_PART: AssignmentRole.PARTICIPANT,
}


def lead_first(note: Note, kind: StandingKind) -> Note:
    """*note* under a standing rule that says which of its units lead (``FOR_ALL`` changes nothing).

    Only units that are ``responsible`` become lead, and none where the note names a lead itself; the others stay so
    unless the rule says what they do."""
    roles = {unit.role for unit in note.units}
    if kind is StandingKind.FOR_ALL or AssignmentRole.LEAD in roles or AssignmentRole.RESPONSIBLE not in roles:
        return note
    units, lists = list(note.units), set[int]()
    for index, (unit, (in_list, group)) in enumerate(zip(note.units, note.places, strict=True)):
        if unit.role is not AssignmentRole.RESPONSIBLE:
            continue
        if kind is StandingKind.BEFORE_COMMA_IS_LEAD:
            leads = in_list == note.places[0][0] and group == 0
        elif kind is StandingKind.BEFORE_SEMICOLON_IS_LEAD:
            leads = in_list == note.places[0][0]
        elif kind is StandingKind.RESPONSIBLE_IS_LEAD:
            leads = True
        elif kind is StandingKind.FIRST_IS_LEAD or kind in _OTHERS:
            leads = not lists
        elif kind is StandingKind.FIRST_OF_TWO_LISTS_IS_LEAD:
            leads = in_list not in lists and len(lists) < _TWO
        else:
            leads = in_list not in lists
        lists.add(in_list)
        if leads:
            units[index] = unit._replace(role=AssignmentRole.LEAD, rule=kind.value)
        elif kind in _OTHERS:
            units[index] = unit._replace(role=_OTHERS[kind], rule=kind.value)
    return replace(note, units=tuple(units))


def says_who_leads(text: str, start: int, end: int) -> tuple[StandingKind, re.Match[str]] | None:
    """The first rule in *text* for which units of a list lead, in a note or in prose (列首位的责任单位为牵头单位)."""
    if text.find("为", start, end) < 0:
        return None
    if match := grammar.RESPONSIBLE_IS_LEAD.search(text, start, end):
        return StandingKind.RESPONSIBLE_IS_LEAD, match
    if match := grammar.BEFORE_IS_LEAD.search(text, start, end):
        comma = match["mark"] == "逗"
        return (StandingKind.BEFORE_COMMA_IS_LEAD if comma else StandingKind.BEFORE_SEMICOLON_IS_LEAD), match
    if match := grammar.FIRST_IS_LEAD.search(text, start, end):
        each = next((kind for word, kind in _LISTS.items() if match["each"].startswith(word)), None)
        if match["others_support"]:
            each = each or StandingKind.FIRST_LEADS_OTHERS_SUPPORT
        elif match["others_take_part"]:
            each = each or StandingKind.FIRST_LEADS_OTHERS_TAKE_PART
        return each or StandingKind.FIRST_IS_LEAD, match
    return None


def _labels(body: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The labels of fields, in order. Behind the last colon there can be none but those whose colon was left out, and
    looking for any other at every name would take a quarter of the time that a note does."""
    last = max(body.rfind(sign, start, end) for sign in grammar.COLON_SIGNS)
    while label := (grammar.LABEL if start <= last else grammar.BARE_LABEL).search(body, start, end):
        yield label
        start = label.end()


def _stripped(body: str, start: int, end: int) -> tuple[int, int]:
    """The part of *body* from *start* to *end* without white space around it and points behind it."""
    while start < end and body[start].isspace():
        start += 1
    while end > start and (body[end - 1].isspace() or body[end - 1] == "."):
        end -= 1
    return start, end


@lru_cache(maxsize=4096)
def is_a_name(part: str) -> bool:
    """Whether a part between separators is one name and nothing else, as most are, the same again and again."""
    return (
        is_whole_name(part)
        and not (part[-1] in grammar.VERB_ENDS and grammar.VERB.search(part))
        and not any(sign.search(part) for sign in (grammar.DATE_SIGN, grammar.LEADS_WITH, grammar.ROLE_BEHIND))
        and not any(opening.match(part) for opening in (grammar.BY, grammar.DATE))
        and read_part(part, 0, len(part)) == [Name(part, 0, len(part))]
    )


class NoteReader:
    """Reads one note, from left to right. Units without a role yet are ``pending``."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.body = f"{text[: start - 1]} {text[start:]}" if start else text  # what is read already is blanked out
        self.units: list[NamedUnit] = []
        self.places: list[tuple[int, int]] = []
        self.pending = 0  # index of the first unit that no verb has closed yet
        self.group = 0  # index of the first unit after the last ， or ；
        self.place = (0, 0)
        self.span: tuple[int, int] | None = None  # of the deadline
        self.in_deadline = False
        self.standing: list[Standing] = []
        self.problems: list[Problem] = []
        self.is_labelled = self.is_closed = False  # what tells a note from a bracket: labels, verbs
        self.unread = 0
        self.settled = set[int]()  # indices of the units whose role stands behind their name

    def read(self) -> Note:
        """The note; may be called once."""
        every = self._read_standing()
        role: AssignmentRole | None = None
        at = self.start
        for label in _labels(self.body, self.start, self.end):
            self._read_field(role, at, label.start())
            at = label.end()
            self.place = (self.place[0] + 1, 0)
            self.pending = self.group = len(self.units)
            self.in_deadline = False
            if label.lastgroup is None:
                following = grammar.LABEL.search(self.body, at, self.end)
                stop = following.start() if following else self.end
                self._problem("field_not_read", "the field is of no known role", label.start(), stop)
                self._blank(at, stop)
                continue
            known = grammar.KIND.search(label.group())
            kind = known.lastgroup if known else None
            if kind == "person":
                following = grammar.LABEL.search(self.body, at, self.end)
                self._blank(at, following.start() if following else self.end)
                continue
            self.in_deadline = kind == "deadline"
            self.is_labelled = True
            role = AssignmentRole(kind) if kind and not self.in_deadline else None
        self._read_field(role, at, self.end)
        for standing in every:
            self._read_for_all(standing)
        note = Note(
            tuple(self.units),
            deadline=self.text[slice(*self.span)] if self.span else None,
            deadline_start=self.span[0] if self.span else None,
            deadline_end=self.span[1] if self.span else None,
            qualifier=next((unit.qualifier for unit in self.units if unit.qualifier), None),
            standing=tuple(self.standing),
            problems=tuple(self.problems),
            places=tuple(self.places),
        )
        for said in self.standing:
            note = lead_first(note, said.kind)
        return note

    def is_note(self) -> bool:
        """Whether what was read is a note at all: labels or verbs, and names more than other words."""
        if 2 * self.unread > len(self.units):
            return False
        if self.is_labelled:
            return bool(self.units or self.span)
        return bool(self.units) and (self.is_closed or bool(self.standing))

    def _read_field(self, role: AssignmentRole | None, start: int, end: int) -> None:
        last = start
        for part_start, part_end in parts(self.body, start, end):
            between = self.body[last:part_start]
            if "；" in between or ";" in between or "。" in between:
                self.place = (self.place[0] + 1, 0)
                self.group = len(self.units)
            elif "，" in between or "," in between:
                self.place = (self.place[0], self.place[1] + 1)
                self.group = len(self.units)
            last = part_end
            self._read_part(role, part_start, part_end)
        if role is None:
            self._leave()
        self.pending = len(self.units)

    def _leave(self) -> None:
        """Leave the units that no label and no verb speaks for what they are: responsible."""
        for index in range(self.pending, len(self.units)):
            self.units[index] = self.units[index]._replace(rule="bare_list")
        self.pending = len(self.units)

    def _read_part(self, role: AssignmentRole | None, start: int, end: int) -> None:
        """A part between separators: names, names with their verb, a verb alone, or a milestone."""
        start, end = _stripped(self.body, start, end)
        if start == end or grammar.ALL_ABOVE.fullmatch(self.body, start, end):
            return
        if is_a_name(self.body[start:end]):
            self._add(role or AssignmentRole.RESPONSIBLE, self.body[start:end], start, end, is_open_ended=False)
            return
        if (by := grammar.BY.match(self.body, start, end)) and by.end() < end:
            start = by.end()
        first, last = self.body[start], self.body[end - 1]
        verb = grammar.VERB.search(self.body, start, end) if last in grammar.VERB_ENDS else None
        names_end = verb.start() if verb else end
        has_date = grammar.DATE_SIGN.search(self.body, start, names_end) is not None
        for dated in grammar.DATED.finditer(self.body, start, names_end) if has_date else ():
            split = dated.end() if dated.start() == start else dated.start()
            rest = (split, names_end) if dated.start() == start else (start, split)
            if is_whole_name(self.body[slice(*rest)].strip()):
                self._read_part(role, start, split)
                self._read_part(role, split, end)
                return
        if first not in "市省县区州各" and self._is_milestone(start, names_end, end):
            self._read_milestone(start, end)
            if role is None:  # A于6月底前完成，B配合: what B does is not said of A
                self._leave()
            return
        does = self._does(start, names_end, end)
        if lead := self._leads_with(start, names_end, does is not None):
            self._read_part(role, start, lead.start() + 2 * lead.group().startswith("牵头"))
            self._read_part(role, lead.end(), end)
            return
        was_closed = self.is_closed
        if does:
            names_end, verb = does
        for name in read_part(self.body, start, names_end):
            self._add_name(role or AssignmentRole.RESPONSIBLE, name)
        if verb:
            self._close(role, verb)
        if does:  # … of which prose in brackets says as much: 高校负责培养人才
            self.is_closed = was_closed

    def _leads_with(self, start: int, names_end: int, does: bool) -> re.Match[str] | None:
        """What stands between who leads and whom he leads (市水利局会同市财政局); where the part says what one *does*
        too, a name must follow it."""
        lead = grammar.LEADS_WITH.search(self.body, start, names_end)
        if lead is None or not is_whole_name(self.body[start : lead.start()]):
            return None
        names = read_part(self.body, lead.end(), names_end) if does else ()
        return lead if not does or any(is_whole_name(name.surface) for name in names) else None

    def _does(self, start: int, names_end: int, end: int) -> tuple[int, re.Match[str]] | None:
        """Where the name ends in 市水利局负责工程建设, and its verb; None where the part says nothing of the kind."""
        if is_whole_name(self.body[start:names_end]):
            return None
        for does in grammar.DOES.finditer(self.body, start, end):
            verb = grammar.VERB.search(self.body, does.start(), does.end())
            if verb and is_whole_name(self.body[start : does.start()]):
                return does.start(), verb
        return None

    def _is_milestone(self, start: int, names_end: int, end: int) -> bool:
        if grammar.DATE.match(self.body, start, end):
            return True
        if is_whole_name(self.body[start:names_end]):
            return False
        return self.in_deadline or grammar.MILESTONE.match(self.body, start, end) is not None

    def _read_milestone(self, start: int, end: int) -> None:
        start += self.body[start] in "于在"
        if self.span is None:
            self.span = (start, end)
        elif self.in_deadline:
            self.span = (self.span[0], end)
        else:
            self._problem("second_deadline", "the note prints a further deadline", start, end)
        self.in_deadline = True

    def _add_name(self, role: AssignmentRole, name: Name) -> None:
        """Add a unit; a role in a bracket behind its name (市教育局（牵头）) is that unit's own."""
        behind = grammar.ROLE_BEHIND.search(name.surface)
        if behind is None:
            self._add(role, name.surface, name.start, name.end, name.is_open_ended)
            return
        own = next(r for r in AssignmentRole if behind[r.value])
        self.is_closed = True
        before = len(self.units)
        length = behind.start()
        self._add(own, name.surface[:length], name.start, name.start + length, name.is_open_ended)
        self.settled.update(range(before, len(self.units)))

    def _add(self, role: AssignmentRole, surface: str, start: int, end: int, is_open_ended: bool) -> None:
        self.in_deadline = False
        is_cut = self.text[start:end] != surface  # by a sentence that was read before
        if is_cut or not is_whole_name(surface):
            self.unread += 1
            if is_cut or len(surface) > 42 or len(surface) < 2 or grammar.PROSE.search(surface):
                self._problem("part_not_read", "the words name no unit and no deadline", start, end)
                return
            self._problem("unknown_unit_form", "the words do not end like the name of a unit", start, end)
        self.units.append(
            NamedUnit(role, surface, start, end, None, is_open_ended, "label" if self.is_labelled else "")
        )
        self.places.append(self.place)

    def _close(self, role: AssignmentRole | None, verb: re.Match[str]) -> None:
        """Give the verb's role and qualifier to the units that it closes.

        Under a label a verb of another role speaks for its own group only (责任单位：A、B分别牵头，C配合), and
        负责 is no other role: 配合单位：A、B按职责分工负责 stays support."""
        self.is_closed = True
        self.in_deadline = False
        said = next((r for r in AssignmentRole if verb[r.value]), AssignmentRole.RESPONSIBLE)
        since = self.pending
        if role is not None and (said is AssignmentRole.RESPONSIBLE or role is not AssignmentRole.RESPONSIBLE):
            said = role
        elif role is not None and said is not role:
            since = max(self.pending, self.group)
        qualifier = verb.group().strip() if verb["how"] or verb["duty"] else None
        for index in set(range(since, len(self.units))) - self.settled:
            self.units[index] = self.units[index]._replace(
                role=said, qualifier=qualifier, rule="label" if role else "verb"
            )
        self.pending = len(self.units)

    def _problem(self, code: str, message: str, start: int, end: int) -> None:
        self.problems.append(Problem(code, message, self.text[start:end].strip()))

    def _blank(self, start: int, end: int) -> None:
        self.body = self.body[:start] + " " * (end - start) + self.body[end:]

    def _read_standing(self) -> list[re.Match[str]]:
        """Take the sentences that speak for what follows out of the body; return those for all tasks."""
        body, every = self.body, []
        said = says_who_leads(body, self.start, self.end)
        if said:
            self._stand(*said)
        if "以下" in body or "均" in body or "都" in body:
            for match in grammar.FOR_ALL.finditer(body, self.start, self.end):
                if match["all"] or match["end"]:
                    every.append(match)
                    self._blank_sentence(match)
        return every

    def _stand(self, kind: StandingKind, match: re.Match[str]) -> None:
        self.standing.append(Standing(kind, match.group(), *match.span()))
        self._blank_sentence(match)

    def _blank_sentence(self, match: re.Match[str]) -> None:
        """Take a sentence out of the body, with the bracket that holds nothing else."""
        self._blank(*match.span())
        before, after = match.start() - 1, match.end()
        if self.start <= before and after < self.end and self.body[before] in OPENERS and self.body[after] in CLOSERS:
            self._blank(before, after + 1)

    def _read_for_all(self, match: re.Match[str]) -> None:
        """Its units are those it names, or else those of the group before it; they are responsible here too."""
        known = {unit.surface: unit for unit in self.units}
        # read on its own: 各州、市人民政府 at its beginning is one
        first, printed = match.start("units"), match["units"]
        named = [
            name._replace(start=name.start + first, end=name.end + first)
            for part in parts(printed)
            for name in read_part(printed, *part)
        ]
        units: list[NamedUnit] = []
        for name in named:
            if name.surface not in known:
                self._add(AssignmentRole.RESPONSIBLE, name.surface, name.start, name.end, name.is_open_ended)
                known = {unit.surface: unit for unit in self.units}
            if name.surface in known:
                units.append(known[name.surface])
        if not named and self.units:
            last = self.places[-1]
            units = [u for u, place in zip(self.units, self.places, strict=True) if place == last]
        if units:
            self.standing.append(Standing(StandingKind.FOR_ALL, match.group(), *match.span(), tuple(units)))
        else:
            self._problem(
                "standing_without_unit", "the sentence speaks for what follows but names no unit", *match.span()
            )
