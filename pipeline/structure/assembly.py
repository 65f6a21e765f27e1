"""A part's paragraphs → the document's text with offsets, its sections, measures, tasks and notes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from operator import attrgetter

from pipeline.cleaning.lines import is_field
from pipeline.cleaning.paragraphs import Paragraph
from pipeline.layout.flattened import is_nature
from pipeline.models import At, Finding, Indicator, Measure, MeasureKind, Role, Section, Severity, Task, Term
from pipeline.numbering import MarkerKind
from pipeline.structure.boxes import read_boxes
from pipeline.structure.closing import split_closing, split_headings
from pipeline.structure.glossary import terms
from pipeline.structure.notes import FoundNote, PlacedNote, find_notes
from pipeline.structure.outline import Node, outline
from pipeline.structure.parts import Part
from pipeline.structure.tables import read_tables

_STOP = re.compile("[。；！？]")
_FULL_STOP = re.compile("[。！？；：]")
# One clause, or two or three short ones side by side: 坚持政府引导，注重市场运作。
_RUN_IN_TITLE = re.compile(
    "[—–-]{0,4}(?P<title>[^。，；：！？]{2,30}|[^。，；：！？]{2,12}(?:，[^。，；：！？]{2,12}){1,2})。"
)
#: A first sentence of an item is its title up to this length, in characters (gold: 37 at most).
LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Assembly:
    """A document's text and structure. ``placed`` are its paragraphs with their offsets in ``text``."""

    text: str
    placed: list[tuple[Paragraph, int]]
    sections: list[Section]
    measures: list[Measure]
    notes: list[PlacedNote]
    indicators: list[Indicator]
    terms: list[Term]
    findings: list[tuple[Finding, Paragraph]]


def assemble(part: Part) -> Assembly:
    """The text and structure of a part. Every paragraph of its body stands in the text once; boxes and the
    cells of tables stand behind the rest, so that they do not cut the sentence or the measure they are printed in."""
    printed = {id(paragraph): place for place, paragraph in enumerate(part.body)}
    tree = outline(part.body)
    has_note = {id(p): bool(find_notes(p.text)) for p in (tree.nodes[-1].paragraphs if tree.nodes else ())}
    closing = split_closing(tree.nodes, has_note)
    section_notes = _section_notes(tree.nodes)
    headings = split_headings(tree.nodes)
    running = sorted(
        [
            *tree.preamble,
            *(p for node in tree.nodes for p in node.paragraphs),
            *headings,
            *closing,
            *(paragraph for own, _ in section_notes.values() for paragraph in own),
        ],
        key=lambda paragraph: printed[id(paragraph)],
    )
    in_boxes = sorted(part.boxes, key=lambda paragraph: paragraph.box or 0)
    paragraphs = [*running, *in_boxes, *part.glossary, *part.tables]
    placed, position = [], 0
    for paragraph in paragraphs:
        placed.append((paragraph, position))
        position += len(paragraph.text) + 1
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    starts = {id(paragraph): start for paragraph, start in placed}
    builder = _Builder(text, starts, section_notes)
    builder.build(tree.nodes)
    boxes = read_boxes(in_boxes, text, starts, len(builder.sections), len(builder.measures))
    measures = [*builder.measures, *boxes.measures]
    tables = read_tables(part, text, starts, len(measures) + 1)
    for paragraph in paragraphs:
        if paragraph.role is None:
            paragraph.role = Role.BODY
    return Assembly(
        text=text,
        placed=placed,
        sections=[*builder.sections, *boxes.sections],
        measures=[*measures, *tables.measures],
        notes=[*builder.notes, *tables.notes],
        indicators=tables.indicators,
        terms=terms(part.glossary),
        findings=[*tree.findings, *_unread_tables(part.tables)],
    )


def _unread_tables(tables: list[Paragraph]) -> Iterator[tuple[Finding, Paragraph]]:
    """A finding for every flattened indicator table whose columns do not fit together: its natures have no cells."""
    above: Paragraph | None = None
    for paragraph in tables:
        unread = paragraph.cell is None and is_nature(paragraph.text)
        if unread and not (above is not None and is_nature(above.text)):
            message = "The columns of an indicator table do not fit together; read it in the printed document."
            yield Finding("table_not_read", Severity.ERROR, message), paragraph
        above = paragraph


def _section_notes(nodes: list[Node]) -> dict[int, tuple[list[Paragraph], FoundNote]]:
    """By ``id`` of a section's node: the note behind its last measure that speaks for all of them, with its paragraphs.

    It stands in paragraphs of its own (one, or a field each), and no other measure of the section has a note. They are
    taken off the measure's paragraphs."""
    notes: dict[int, tuple[list[Paragraph], FoundNote]] = {}
    for node in nodes:
        leaves = [child for child in node.children if not child.children]
        if len(leaves) < 2 or len(leaves) != len(node.children) or len(leaves[-1].paragraphs) < 2:
            continue
        own = leaves[-1].paragraphs
        fields = len(own) - len([*takewhile(lambda p: is_field(p.text), reversed(own[1:]))])
        start = min(fields, len(own) - 1)
        text = "\n".join(p.text for p in own[start:])
        found = find_notes(text)
        alone = len(found) == 1 and found[0].char_start == 0 and found[0].char_end == len(text)
        above = [p for leaf in leaves for p in (own[:start] if leaf is leaves[-1] else leaf.paragraphs)]
        if alone and not any(find_notes(p.text) for p in above):
            notes[id(node)] = own[start:], found[0]
            for paragraph in own[start:]:
                paragraph.role = Role.NOTE
            del own[start:]
    return notes


class _Builder:
    def __init__(
        self, text: str, starts: dict[int, int], section_notes: dict[int, tuple[list[Paragraph], FoundNote]]
    ) -> None:
        self.text = text
        self.section_notes = section_notes
        self.starts = starts
        self.sections: list[Section] = []
        self.measures: list[Measure] = []
        self.notes: list[PlacedNote] = []
        self.section_of: dict[int, int] = {}

    def build(self, nodes: list[Node]) -> None:
        for node in nodes:
            parent = self.section_of.get(id(node))
            if node.children:
                self._section(node, parent)
            else:
                self._measure(node, parent)

    def _end(self, node: Node) -> int:
        last = node
        while last.children and id(last) not in self.section_notes:
            last = last.children[-1]
        own, _ = self.section_notes.get(id(last), (last.paragraphs, None))
        paragraph = own[-1]
        return self.starts[id(paragraph)] + len(paragraph.text)

    def _start(self, node: Node) -> int:
        """After the marker and the space behind it."""
        first = node.paragraphs[0]
        start = self.starts[id(first)] + node.marker.end
        while start < len(self.text) and self.text[start] == " ":
            start += 1
        return start

    def _section(self, node: Node, parent: int | None) -> None:
        start, own_end = self._start(node), self.starts[id(node.paragraphs[-1])] + len(node.paragraphs[-1].text)
        first_end = self.starts[id(node.paragraphs[0])] + len(node.paragraphs[0].text)
        ordinal = len(self.sections) + 1
        found = find_notes(self.text[start:own_end])
        self.notes += (PlacedNote(At(ordinal), start, note) for note in found)
        self._mark_notes(node, found, start)
        # A note on the line of the heading ends it: 实施水利工程（责任单位：市水利局）.
        line_end = min([first_end, *(start + note.char_start for note in found)])
        stop = _FULL_STOP.search(self.text, start, line_end)
        heading_end = stop.start() if stop else line_end
        intro = self.text[stop.end() if stop else heading_end : own_end].strip()
        if not stop or stop.end() == first_end:
            node.paragraphs[0].role = Role.HEADING
        self.section_of.update((id(child), ordinal) for child in node.children)
        if id(node) in self.section_notes:
            own, behind = self.section_notes[id(node)]
            self.notes.append(PlacedNote(At(ordinal), self.starts[id(own[0])], behind))
        self.sections.append(
            Section(
                ordinal=ordinal,
                parent=parent,
                level=node.level,
                marker=node.marker.text,
                number=node.marker.number,
                path=node.path,
                heading=self.text[start:heading_end].strip(),
                intro=intro,
                char_start=start,
                char_end=self._end(node),
            )
        )

    def _measure(self, node: Node, parent: int | None) -> None:
        start, end = self._start(node), self._end(node)
        start = min(start, end)
        text = self.text[start:end]
        ordinal = len(self.measures) + 1
        found = find_notes(text)
        runs = _runs(text, found)
        title = self._title(node, start, found)
        self._mark_roles(node, found, start)
        self.measures.append(
            Measure(
                ordinal=ordinal,
                section=parent,
                kind=MeasureKind.ARTICLE if node.marker.kind is MarkerKind.ARTICLE else MeasureKind.ITEM,
                marker=node.marker.text,
                number=node.marker.number,
                path=node.path,
                title=title,
                text=text,
                page_start=node.paragraphs[0].page,
                page_end=node.paragraphs[-1].last_page,
                char_start=start,
                char_end=end,
                tasks=tuple(self._tasks(node, start, text, title, runs)),
            )
        )
        for number, run in enumerate(runs, 1):
            self.notes += (PlacedNote(At(parent, ordinal, number), start, note) for note in run)

    def _title(self, node: Node, start: int, found: list[FoundNote]) -> str | None:
        """A heading on a line of its own, or a first sentence short enough to be one; an article has none."""
        if node.marker.kind is MarkerKind.ARTICLE:
            return None
        first = node.paragraphs[0]
        end = self.starts[id(first)] + len(first.text)
        line = self.text[start:end]
        stop = _STOP.search(line)
        note_at = found[0].char_start if found else len(line)
        if stop is None or stop.start() > note_at:
            return line[:note_at].rstrip("：:") or None if len(node.paragraphs) > 1 else None
        more = stop.end() < len(line) or len(node.paragraphs) > 1
        return line[: stop.start()] if stop[0] == "。" and more and 0 < stop.start() <= LONGEST_TITLE else None

    def _mark_roles(self, node: Node, found: list[FoundNote], start: int) -> None:
        if len(node.paragraphs) > 1 and not _STOP.search(node.paragraphs[0].text):
            node.paragraphs[0].role = Role.HEADING
        self._mark_notes(node, found, start)

    def _mark_notes(self, node: Node, found: list[FoundNote], start: int) -> None:
        for paragraph in node.paragraphs[1:]:
            begin = self.starts[id(paragraph)] - start
            at = bisect_right(found, begin, key=attrgetter("char_start")) - 1
            if at >= 0 and found[at].char_end >= begin + len(paragraph.text):
                paragraph.role = Role.NOTE

    def _tasks(self, node: Node, start: int, text: str, title: str | None, runs: list[list[FoundNote]]) -> list[Task]:
        if len(runs) > 1:
            ends = [run[-1].char_end for run in runs]
            ends[-1] = len(text)
            begins = [0, *ends[:-1]]
            return [
                _task(number, start, text, begin, end, run)
                for number, (begin, end, run) in enumerate(zip(begins, ends, runs, strict=True), 1)
            ]
        titled = self._titled_paragraphs(node) if not runs else []
        if titled:
            begins = [0, *(self.starts[id(paragraph)] - start for paragraph in titled[1:])]
            ends = [*begins[1:], len(text)]
            return [
                _task(number, start, text, begin, end, [])._replace(title=_run_in_title(p))
                for number, (p, begin, end) in enumerate(zip(titled, begins, ends, strict=True), 1)
            ]
        whole = _task(1, start, text, 0, len(text), runs[0] if runs else [])
        return [Task(1, title, whole.text, whole.char_start, whole.char_end)]

    def _titled_paragraphs(self, node: Node) -> list[Paragraph]:
        """The paragraphs under a heading where each opens with a title of its own (煤矿。实施…), but for one that
        introduces them; else none. The first of their tasks holds the heading too."""
        if _STOP.search(node.paragraphs[0].text.rstrip("。")):
            return []
        below = node.paragraphs[1:]
        if below and not _run_in_title(below[0]):
            below = below[1:]
        return below if len(below) > 1 and all(map(_run_in_title, below)) else []


def _run_in_title(paragraph: Paragraph) -> str | None:
    """The title that a paragraph opens with; a short one is no title with what belongs below it."""
    match = _RUN_IN_TITLE.match(paragraph.text)
    return match["title"] if match and len(paragraph.text) > 2 * LONGEST_TITLE // 3 else None


def _runs(text: str, found: list[FoundNote]) -> list[list[FoundNote]]:
    """The notes in runs that speak for one task: nothing stands between （牵头单位：…） and （完成时限：…）."""
    runs: list[list[FoundNote]] = []
    for note in found:
        if runs and not text[runs[-1][-1].char_end : note.char_start].strip("，,；;。 \n\u3000"):
            runs[-1].append(note)
        else:
            runs.append([note])
    return runs


def _task(ordinal: int, offset: int, text: str, begin: int, end: int, run: list[FoundNote]) -> Task:
    """The task in ``text[begin:end]``, counted from *offset* in the document; its notes are cut out of its text."""
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    own = text[begin:end]
    if run:
        own = (text[begin : max(begin, run[0].char_start)] + text[min(end, run[-1].char_end) : end]).strip()
    stop = _STOP.search(own)
    title = own[: stop.start()] if stop and stop[0] == "。" and 0 < stop.start() <= LONGEST_TITLE else None
    return Task(ordinal, title, own, offset + begin, offset + end)
