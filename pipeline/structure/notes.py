"""Responsibility notes (责任分工): where a measure's text says who has to do it, and by when.

A note stands in brackets, at a paragraph's end or in its middle, or on lines of its own. It is made of

- fields with a label, 牵头单位：A、B；配合单位：C；完成时限：2022年6月底前,
- lists closed by a verb, 由A牵头，B、C等部门按职责分工负责,
- milestones without a label, 5月底取得明显成效并持续推进, and
- sentences that speak for what follows, 列第一位者为牵头单位，下同 or 以下均需各市政府落实，不再列出.

The forms and how often they occur are counted over 623 documents. All offsets count in the text handed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.models import AssignmentRole, NamedUnit
from pipeline.structure.names import CLOSERS, OPENERS, is_whole_name, parts, read_part, split_names
from pipeline.vocabulary import alternation, words

_O, _C = re.escape(OPENERS), re.escape(CLOSERS)


class StandingKind(StrEnum):
    """What a note says for the notes and tasks that follow it."""

    FIRST_IS_LEAD = "first_is_lead"  # 列第一位者为牵头单位，下同
    FIRST_OF_EACH_LIST_IS_LEAD = "first_of_each_list_is_lead"  # 两省市列首位的为牵头单位: lists parted by ；
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


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note in a text, brackets included; the offsets inside ``note`` count in the same text."""

    char_start: int
    char_end: int
    note: Note


def _stems(role: AssignmentRole) -> str:
    labels, alone = words("roles", f"label_{role.value}"), f"label_alone_{role.value}"
    return f"(?:{alternation(labels)}{_NOUNS}|{alternation(words('roles', alone))})"


_NOUNS = alternation(words("roles", "label_nouns"))
_LEVELS = f"(?:{alternation(words('roles', 'label_levels'))})?"
_KINDS = {role.value: _LEVELS + _stems(role) for role in AssignmentRole} | {
    "deadline": alternation(words("roles", "label_deadline"))
}
_KIND = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
_KNOWN = f"(?:{'|'.join(_KINDS.values())})"
_COLON = r"\s*[:：∶﹕]"
_FIELD = rf"(?:{_KNOWN}(?:[（(][^（()）]{{1,40}}[）)])?{_COLON}|[【［\[〔]{_KNOWN}[】］\]〕](?:{_COLON})?)"
_LABEL = re.compile(rf"(?<![\u4e00-\u9fff{_O}])(?:(?P<known>{_FIELD})|[\u4e00-\u9fff]{{2,8}}{_COLON})")

_BY_DUTY = (
    r"(?:[按依根据结合](?:照|据|托)?(?:各自)?(?:的)?(?:有关|相关|工作|部门|法定)?(?:职责|职能|分工|权限|任务)"
    r"(?:职责|职能|分工|任务|范围|要求|权限)*(?:内)?[，,]?)"
)
_ADVERB = alternation(words("roles", "adverbs"))
_FILLER = alternation(words("roles", "fillers"))
_VERBS = "|".join(f"(?P<{role.value}>{alternation(words('roles', f'verb_{role.value}'))})" for role in AssignmentRole)
_VERB = re.compile(
    rf"(?P<how>{_BY_DUTY}|{_ADVERB})?(?:{_ADVERB}|{_FILLER})*(?:{_VERBS})\s*\Z|(?P<duty>{_BY_DUTY})\s*\Z"
)
_VERB_ENDS = frozenset(
    word[-1] for role in AssignmentRole for word in words("roles", f"verb_{role.value}")
) | frozenset("责能工限务围求内")
_BY = re.compile(r"(?:由|会同(?!县)|请|并|商(?!务|会|洛|丘|州|南|水|河|城|业))")
_LEADS_WITH = re.compile(r"牵头(?:负责)?(?:会同)?(?!$)|会同(?!县)")
_DATE = re.compile(
    r"(?:自|从|到|至|截至|于|在|力争|争取|确保)?\s*(?:\d{1,4}\s*[年月日]|\d{4}\s*[—\-－―~～至]|第?[一二三四1-4]季度|[“\"]?十[一二三四五六七八九]五|每[年月季周半]|\d+\s*个?(?:工作日|月|天|年))"
)
_MILESTONE = re.compile(alternation(words("roles", "milestones")))
_PROSE = re.compile(r"[：:“”\"《》！？%\d]")

_FIRST_IS_LEAD = re.compile(
    r"(?P<each>[^，,；;。、（(［\[〔\s]{0,8}?)[均各]?(?:名列|位列|排列|排名|排序|列|排|居)?(?:在|于)?(?:第一|首)(?:[位个名])?(?:的|者)?(?:单位|部门)?[均皆]?(?:即|视)?为"
    r"[^，,；;。、]{0,8}?牵头[^，,；;。、）)］\]〕]{0,6}?(?:单位|部门)?(?:[，,]\s*(?:以)?下同)?(?=\s*(?:[）)］\]〕】。；;，,]|\Z))"
)
_BEFORE_IS_LEAD = re.compile(
    r"(?P<mark>[逗分])号(?:之|以)?前(?:的|面)?[^，,；;。、]{0,6}?为[^，,；;。、]{0,4}?牵头(?:单位|部门)?(?:[，,]\s*(?:以)?下同)?"
)
_FOR_ALL = re.compile(
    r"以下(?:各?(?:条|项|款|点)?(?:重点)?(?:工作)?(?:任务|举措|措施|事项|工作|内容)?)(?P<all>[均都](?:需|须|由|要|应|请)?)?"
    r"(?P<units>[^，,。；;]*?)"
    r"(?:(?:负责|贯彻|抓好|具体|组织|参与|推进|认真|按职责分工)*(?:落实|负责|实施|参与|配合|涉及|执行))?"
    r"(?P<end>[，,；;。]?\s*(?:恕)?不(?:再|另|一一)[^，,。；;）)］\]〕】]*|(?=\s*(?:[，,。；;）)］\]〕】]|\Z)))"
)


def parse_note(text: str) -> Note:
    """The note that *text* is, with or without its brackets. Reads any text, raises nothing: what it
    cannot read stands in ``problems``."""
    start, end = _content(text)
    return _Reader(text, start, end).read()


def lead_first(note: Note, kind: StandingKind) -> Note:
    """*note* under a standing rule that says which of its units lead (``FOR_ALL`` changes nothing).

    Only units that are ``responsible`` become lead, and none where the note names a lead itself."""
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
        elif kind is StandingKind.FIRST_IS_LEAD:
            leads = not lists
        else:
            leads = in_list not in lists
        lists.add(in_list)
        if leads:
            units[index] = replace(unit, role=AssignmentRole.LEAD, rule=kind.value)
    return replace(note, units=tuple(units))


def _content(text: str) -> tuple[int, int]:
    """The span of *text* without white space and without one pair of brackets around all of it."""
    start, end = 0, len(text)
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "。；;"):
        end -= 1
    if start < end and text[start] in OPENERS:
        depth = 0
        for match in _BRACKETS.finditer(text, start, end):
            depth += 1 if match.group() in OPENERS else -1
            if depth == 0:
                return (start + 1, end - 1) if match.end() == end else (start, end)
        start += 1
    return start, end


class _Reader:
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

    def read(self) -> Note:
        every = self._read_standing()
        role: AssignmentRole | None = None
        at = self.start
        for label in _LABEL.finditer(self.body, self.start, self.end):
            self._read_field(role, at, label.start())
            at = label.end()
            self.place = (self.place[0] + 1, 0)
            self.pending = self.group = len(self.units)
            self.in_deadline = False
            if not label["known"]:
                following = _LABEL.search(self.body, at, self.end)
                stop = following.start() if following else self.end
                self._problem("field_not_read", "the field is of no known role", label.start(), stop)
                self._blank(at, stop)
                continue
            kind = (_KIND.search(label.group()) or label).lastgroup
            self.in_deadline = kind == "deadline"
            self.is_labelled = True
            role = None if kind == "deadline" else AssignmentRole(kind)
        self._read_field(role, at, self.end)
        for standing in every:
            self._read_for_all(standing)
        note = Note(
            tuple(self.units),
            *((self.text[slice(*self.span)], *self.span) if self.span else (None, None, None)),
            next((unit.qualifier for unit in self.units if unit.qualifier), None),
            tuple(self.standing),
            tuple(self.problems),
            tuple(self.places),
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
            for index in range(self.pending, len(self.units)):
                self.units[index] = replace(self.units[index], rule="bare_list")
        self.pending = len(self.units)

    def _read_part(self, role: AssignmentRole | None, start: int, end: int) -> None:
        """A part between separators: names, names with their verb, a verb alone, or a milestone."""
        while start < end and self.body[start].isspace():
            start += 1
        while end > start and (self.body[end - 1].isspace() or self.body[end - 1] == "."):
            end -= 1
        if start == end:
            return
        if (by := _BY.match(self.body, start, end)) and by.end() < end:
            start = by.end()
        first, last = self.body[start], self.body[end - 1]
        verb = _VERB.search(self.body, start, end) if last in _VERB_ENDS else None
        names_end = verb.start() if verb else end
        if first not in "市省县区州各" and self._is_milestone(start, names_end, end):
            self._read_milestone(start, end)
            return
        if (lead := _LEADS_WITH.search(self.body, start, end)) and is_whole_name(self.body[start : lead.start()]):
            self._read_part(role, start, lead.start() + 2 * lead.group().startswith("牵头"))
            self._read_part(role, lead.end(), end)
            return
        for name in read_part(self.body, start, names_end):
            self._add(role or AssignmentRole.RESPONSIBLE, name.surface, name.start, name.end, name.is_open_ended)
        if verb:
            self._close(role, verb)

    def _is_milestone(self, start: int, names_end: int, end: int) -> bool:
        if _DATE.match(self.body, start, end):
            return True
        if is_whole_name(self.body[start:names_end]):
            return False
        return self.in_deadline or _MILESTONE.match(self.body, start, end) is not None

    def _read_milestone(self, start: int, end: int) -> None:
        if self.span is None:
            self.span = (start, end)
        elif self.in_deadline:
            self.span = (self.span[0], end)
        else:
            self._problem("second_deadline", "the note prints a further deadline", start, end)
        self.in_deadline = True

    def _add(self, role: AssignmentRole, surface: str, start: int, end: int, is_open_ended: bool) -> None:
        self.in_deadline = False
        if not is_whole_name(surface):
            self.unread += 1
            if len(surface) > 42 or len(surface) < 2 or _PROSE.search(surface):
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
        for index in range(since, len(self.units)):
            self.units[index] = replace(
                self.units[index], role=said, qualifier=qualifier, rule="label" if role else "verb"
            )
        self.pending = len(self.units)

    def _problem(self, code: str, message: str, start: int, end: int) -> None:
        self.problems.append(Problem(code, message, self.text[start:end].strip()))

    def _blank(self, start: int, end: int) -> None:
        self.body = self.body[:start] + " " * (end - start) + self.body[end:]

    def _read_standing(self) -> list[re.Match[str]]:
        """Take the sentences that speak for what follows out of the body; return those for all tasks."""
        body, every = self.body, []
        if "为" in body and (match := _BEFORE_IS_LEAD.search(body, self.start, self.end)):
            comma = match["mark"] == "逗"
            self._stand(StandingKind.BEFORE_COMMA_IS_LEAD if comma else StandingKind.BEFORE_SEMICOLON_IS_LEAD, match)
        elif "为" in body and (match := _FIRST_IS_LEAD.search(body, self.start, self.end)):
            each = match["each"].startswith(("两", "各", "三"))
            self._stand(StandingKind.FIRST_OF_EACH_LIST_IS_LEAD if each else StandingKind.FIRST_IS_LEAD, match)
        if "以下" in body:
            for match in _FOR_ALL.finditer(body, self.start, self.end):
                if match["all"] or match["end"]:
                    every.append(match)
                    self._blank(*match.span())
        return every

    def _stand(self, kind: StandingKind, match: re.Match[str]) -> None:
        self.standing.append(Standing(kind, match.group(), *match.span()))
        self._blank(*match.span())
        before, after = match.start() - 1, match.end()
        if self.start <= before and after < self.end and self.body[before] in OPENERS and self.body[after] in CLOSERS:
            self._blank(before, after + 1)

    def _read_for_all(self, match: re.Match[str]) -> None:
        """Its units are those it names, or else those of the group before it; they are responsible here too."""
        known = {unit.surface: unit for unit in self.units}
        named = [name for name in read_part(self.text, *match.span("units"))] if match["units"].strip() else []
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


_BRACKETS = re.compile(f"[{_O}{_C}]")
_FAMILY = dict(zip("（(［[〔【）)］]〕】", "rrsstlrrsstl", strict=True))
_ROLE_WORD = re.compile("牵头|责任|负责|落实|配合|参[加与]|[主协督承]办|督[导查促]|监督|指导|时[限间]|期限|职责|以下")
# 主办单位： on a line of its own is a web page's foot or an event's host.
_LINE = re.compile(rf"(?m)(?:^|(?<=。))[ \t\u3000]*(?=(?!主办|承办|协办){_FIELD})")


def find_notes(text: str) -> list[FoundNote]:
    """The responsibility notes in a measure's text, whose paragraphs are parted by line feeds, in order."""
    closed, unclosed = _brackets(text)
    lines = _lines(text, closed) if _ROLE_WORD.search(text) else []
    found = [FoundNote(start, end, note) for start, end in lines if (note := _note_on_lines(text, start, end))]
    for start, end in closed:
        if end - start > 4 and not any(a.char_start <= start < a.char_end for a in found):
            note = _note_in_brackets(text, start, end)
            if note:
                found.append(FoundNote(start, end, note))
    for start in unclosed:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if _ROLE_WORD.search(text, start, end) and not any(a.char_start <= start < a.char_end for a in found):
            reader = _Reader(text, start + 1, end)
            note = reader.read()
            if reader.is_note():
                problem = Problem("unclosed_bracket", "the note's bracket is never closed", text[start:end])
                found = [a for a in found if not start < a.char_start < end]
                found.append(FoundNote(start, end, replace(note, problems=(*note.problems, problem))))
    return sorted(found, key=lambda note: note.char_start)


def _brackets(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """The outermost pairs of brackets, half open, and the openers that nothing closes.

    （ and ( pair with either of ） and ); a pair spans one line feed at most."""
    stack: list[int] = []
    pairs: list[tuple[int, int]] = []
    for match in _BRACKETS.finditer(text):
        bracket, at = match.group(), match.start()
        if bracket in OPENERS:
            stack.append(at)
            continue
        for depth in range(len(stack) - 1, -1, -1):
            if _FAMILY[text[stack[depth]]] == _FAMILY[bracket]:
                if text.count("\n", stack[depth], at) <= 1:
                    pairs.append((stack[depth], at + 1))
                    del stack[depth:]
                break
    outermost: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if not outermost or start >= outermost[-1][1]:
            outermost.append((start, end))
    return outermost, stack


def _note_in_brackets(text: str, start: int, end: int) -> Note | None:
    if _ROLE_WORD.search(text, start, end):
        reader = _Reader(text, start + 1, end - 1)
        note = reader.read()
        return note if reader.is_note() else None
    before = text[:start].rstrip()
    after = text[end : end + 1]
    if (before and before[-1] not in "。！；") or (after and not (after.isspace() or "\u4e00" <= after <= "\u9fff")):
        return None
    names = split_names(text, start + 1, end - 1)
    if not names or not all(is_whole_name(name.surface) for name in names):
        return None
    return _Reader(text, start + 1, end - 1).read()


def _lines(text: str, brackets: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The paragraphs, and ends of paragraphs after 。, that open with a label; neighbours are one."""
    spans: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        start = match.end()
        if any(a < start < b for a, b in brackets) or (spans and start < spans[-1][1]):
            continue
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if spans and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _note_on_lines(text: str, start: int, end: int) -> Note | None:
    reader = _Reader(text, start, end)
    note = reader.read()
    return note if reader.is_note() else None
