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
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.models import At
from pipeline.structure import note_grammar as grammar
from pipeline.structure.names import CLOSERS, OPENERS, is_whole_name, parts
from pipeline.structure.note_reader import Note, NoteReader, Problem, Standing, StandingKind, lead_first, says_who_leads

__all__ = [
    "FoundNote",
    "Note",
    "PlacedNote",
    "Problem",
    "Standing",
    "StandingKind",
    "find_notes",
    "lead_first",
    "parse_note",
    "prose_rule",
]

# What a rule in prose ends with (责任分工中，列首位的责任单位为牵头单位), and how far around it its words stand.
_IS_LEAD = re.compile("为[^，,；;。、\n]{0,8}?牵头")
_AROUND = 40
_O, _C = re.escape(OPENERS), re.escape(CLOSERS)
_BRACKETS = re.compile(f"[{_O}{_C}]")
_FAMILY = dict(zip("（(［[〔【）)］]〕】", "rrsstlrrsstl", strict=True))
_ROLE_WORD = re.compile("牵头|责任|负责|落实|配合|参[加与]|[主协督承]办|督[导查促]|监督|指导|时[限间]|期限|职责|以下")
# 主办单位： on a line of its own is a web page's foot or an event's host.
_LINE = re.compile(rf"(?:[^\w\n。{_O}]|_){{0,40}}(?=(?!主办|承办|协办)(?P<field>{grammar.FIELD}))")
_BEFORE_LINE = re.compile("[\n。]")
_FIELD = re.compile(rf"\s{{0,8}}{grammar.FIELD}")
#: A line of a list of names that goes on below its label, in characters.
_LONGEST_NAMES = 120
#: Openers that nothing closes are tried as notes up to so many in a text: each is read to the end of its line.
_MOST_UNCLOSED = 16


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note in a text, brackets included; the offsets inside ``note`` count in the same text."""

    char_start: int
    char_end: int
    note: Note


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A responsibility note and what it speaks for; ``start`` is what the note's offsets count from."""

    at: At
    start: int
    found: FoundNote


def parse_note(text: str) -> Note:
    """The note that *text* is, with or without its brackets. Reads any text, raises nothing: what it
    cannot read stands in ``problems``."""
    start, end = _content(text)
    return NoteReader(text, start, end).read()


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


def find_notes(text: str) -> list[FoundNote]:
    """The responsibility notes in a measure's text, whose paragraphs are parted by line feeds, in order."""
    closed, unclosed = _brackets(text)
    lines = _lines(text, closed) if grammar.COLON_SIGN.search(text) else []
    found = [FoundNote(start, end, note) for start, end in lines if (note := _note_on_lines(text, start, end))]
    on_lines = tuple(found)
    for start, end in closed:
        if end - start > 4 and not (on_lines and any(a.char_start <= start < a.char_end for a in on_lines)):
            note = _note_in_brackets(text, start, end)
            if note:
                found.append(FoundNote(start, end, note))
    last = text.rfind("\n")
    for start in unclosed[-_MOST_UNCLOSED:]:
        end = text.find("\n", start) if start < last else -1
        end = len(text) if end < 0 else end
        if _ROLE_WORD.search(text, start, end) and not any(a.char_start <= start < a.char_end for a in found):
            reader = NoteReader(text, start + 1, end)
            note = reader.read()
            if reader.is_note():
                problem = Problem("unclosed_bracket", "the note's bracket is never closed", text[start:end])
                found = [a for a in found if not start < a.char_start < end]
                found.append(FoundNote(start, end, replace(note, problems=(*note.problems, problem))))
    return sorted(found, key=lambda note: note.char_start)


def prose_rule(text: str, notes: Sequence[tuple[int, int]] = ()) -> StandingKind | None:
    """The rule for who leads that *text*, a plan's with the notice that issues it, states in its prose, outside of
    *notes* (half open spans); the first where there are several. It speaks for all notes of the plan."""
    for match in _IS_LEAD.finditer(text):
        start, end = match.span()
        if any(begin <= start < stop for begin, stop in notes):
            continue
        line = text.rfind("\n", 0, start) + 1
        stop = text.find("\n", end)
        said = says_who_leads(text, max(line, start - _AROUND), min(len(text) if stop < 0 else stop, end + _AROUND))
        if said:
            return said[0]
    return None


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
                # … but a note whose fields stand on lines of their own may take a line a field.
                feeds = text.count("\n", stack[depth], at)
                if feeds <= 1 or (feeds <= 5 and _FIELD.match(text, stack[depth] + 1)):
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
        reader = NoteReader(text, start + 1, end - 1)
        note = reader.read()
        if reader.is_note():
            return note
    if not _stands_alone(text, start, end):
        return None
    reader = NoteReader(text, start + 1, end - 1)
    note = reader.read()
    return note if note.units and not reader.unread else None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a bracket follows a whole sentence and is followed by a new one: a bare list of units may."""
    while start and text[start - 1].isspace():
        start -= 1
    after = text[end : end + 1]
    return (not start or text[start - 1] in "。！；") and (
        not after or after.isspace() or "\u4e00" <= after <= "\u9fff"
    )


def _lines(text: str, brackets: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The paragraphs, and ends of paragraphs after 。, that open with a label, with paragraphs below them that hold
    nothing but names; neighbours are one."""
    spans: list[tuple[int, int]] = []
    for begin in (0, *(before.end() for before in _BEFORE_LINE.finditer(text))):
        match = _LINE.match(text, begin)
        if match is None:
            continue
        start = match.end()
        if any(a < start < b for a, b in brackets) or (spans and start < spans[-1][1]):
            continue
        end = _line_end(text, start)
        if not text[match.end("field") : end].strip():  # the names stand on the line below their label
            end = _line_end(text, end + 1)
        end = _names_end(text, end)
        if spans and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _names_end(text: str, end: int) -> int:
    """Where the last of the paragraphs below offset *end* ends that hold names of units alone, a name or more each."""
    while end < len(text):
        stop = _line_end(text, end + 1)
        named = [is_whole_name(text[a:b]) for a, b in parts(text, end + 1, stop)] if stop - end < _LONGEST_NAMES else []
        if not named or not all(named):
            break
        end = stop
    return end


def _note_on_lines(text: str, start: int, end: int) -> Note | None:
    reader = NoteReader(text, start, end)
    note = reader.read()
    return note if reader.is_note() else None
