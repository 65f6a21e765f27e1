"""Which markers number a document's parts, told by the sequence they stand in, and the tree they make.

A marker is accepted where its number goes on from the last of its kind, opens a level with 1, or runs on from
an earlier section; a line that merely starts with a number does not. Gaps and repeats are accepted as printed,
with a finding. Lists that a text introduces with a colon, and the enumerations of an article, are text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.cleaning.joining import LONGEST_HEADING
from pipeline.cleaning.paragraphs import Paragraph
from pipeline.models import Finding, Severity
from pipeline.numbering import Marker, MarkerKind

_STOP = re.compile("[。；！？]")
_INTRODUCES = re.compile("应当|应该|应|必须|可以|不得|按|下列|以下|如下|包括|分别|有|为|对|是|符合|具备")
_BY_NATURE = frozenset({MarkerKind.ARABIC_CLOSED, MarkerKind.CIRCLED})

#: A gap in the numbering larger than this is no gap: the figure is no marker of this list.
LARGEST_GAP = 12


@dataclass(slots=True, eq=False)
class Node:
    """A numbered node: ``paragraphs`` are its own (the first opens with the marker), ``children`` those below;
    ``path`` is the numbers of the markers from the outermost level in, dotted, ``level`` how deep it stands, from 1."""

    marker: Marker
    path: str
    level: int
    paragraphs: list[Paragraph]
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Outline:
    """The tree of a document: ``preamble`` is what stands before the first node, ``nodes`` all nodes in order."""

    preamble: list[Paragraph]
    nodes: list[Node]
    findings: list[tuple[Finding, Paragraph]]


Level = tuple[MarkerKind, int]


def level_of(marker: Marker) -> Level:
    """What markers of one level have in common: the kind and, of decimal ones, how many numbers they have."""
    return marker.kind, len(marker.prefix)


def outline(paragraphs: list[Paragraph]) -> Outline:
    """The numbered tree of a document's text paragraphs.

    A rejected marker's paragraph goes on with the one before it where that ends in mid-sentence. After it:
    every paragraph's characters stand, in order, in the preamble or in one node.
    """
    return _Builder(paragraphs).build()


class _Builder:
    def __init__(self, paragraphs: list[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self.stack: list[Node] = []
        self.last: dict[Level, int] = {}
        self.enumerated: Level | None = None
        self.labels_below: MarkerKind | None = None
        self.result = Outline([], [], [])

    def build(self) -> Outline:
        for index, paragraph in enumerate(self.paragraphs):
            marker = paragraph.marker
            if marker is not None and self._accepts(marker, paragraph, index):
                self._open(marker, paragraph)
            else:
                self._continue(paragraph)
        return self.result

    def _continue(self, paragraph: Paragraph) -> None:
        own = self.stack[-1].paragraphs if self.stack else self.result.preamble
        if paragraph.marker is not None and paragraph.follows_open and own:
            own[-1].absorb(paragraph)
        else:
            own.append(paragraph)

    def _level_of(self, marker: Marker) -> Level:
        """The level of a marker here: labels (任务一：) have none by their nature, they stand above or below （一）."""
        if marker.kind is MarkerKind.LABELLED and self.labels_below is not None:
            return self.labels_below, 1
        return level_of(marker)

    def _place_labels(self, marker: Marker) -> None:
        """Where the first label stands right below a heading that is bracketed or has a figure, so do the others."""
        if marker.kind is not MarkerKind.LABELLED or marker.number != 1 or not self.stack:
            return
        above, own = self.stack[-1].marker, self.stack[-1].paragraphs
        if MarkerKind.LABELLED < above.kind < MarkerKind.DECIMAL and len(own) == 1 and not _STOP.search(own[0].text):
            self.labels_below = above.kind

    def _open(self, marker: Marker, paragraph: Paragraph) -> None:
        level = self._level_of(marker)
        while self.stack and self._level_of(self.stack[-1].marker) >= level:
            self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        if parent is None:
            node = Node(marker, str(marker.number), 1, [paragraph])
        else:
            node = Node(marker, f"{parent.path}.{marker.number}", parent.level + 1, [paragraph])
            parent.children.append(node)
        self.stack.append(node)
        self.last[level] = marker.number
        self.enumerated = None
        self.result.nodes.append(node)

    def _accepts(self, marker: Marker, paragraph: Paragraph, index: int) -> bool:
        self._place_labels(marker)
        level = self._level_of(marker)
        if self._is_enumeration(marker, level, index):
            return False
        if marker.prefix and not self._has_prefix(marker.prefix):
            return False
        siblings = [node for node in self.stack if self._level_of(node.marker) == level]
        if marker.is_bare and not (self._has_decimals(marker, index) or _goes_on(marker, paragraph, siblings)):
            return False
        expected = {siblings[-1].marker.number + 1} if siblings else {1, self.last.get(level, 0) + 1}
        if marker.number in expected:
            return True
        if paragraph.follows_open or marker.kind in _BY_NATURE:
            return False
        highest = max(expected)
        if marker.number > highest + LARGEST_GAP:
            return False
        if marker.number > highest:
            after = f"follows number {highest - 1}" if highest > 1 else "comes first"
            self._report("numbering_gap", paragraph, f"{marker.text} {after}")
        else:
            self._report("numbering_repeat", paragraph, f"{marker.text} comes again after number {highest - 1}")
        return True

    def _has_prefix(self, prefix: tuple[int, ...]) -> bool:
        """Whether the numbers before the last of 2.1.4 are those of the levels above it."""
        open_numbers = [(*node.marker.prefix, node.marker.number) for node in self.stack]
        return any(numbers[-len(prefix) :] == prefix for numbers in open_numbers)

    def _has_decimals(self, marker: Marker, index: int) -> bool:
        """Whether the next marker is the first below a bare one: 1 总则, then 1.1."""
        following = next((p.marker for p in self.paragraphs[index + 1 :] if p.marker), None)
        return following is not None and following.number == 1 and following.prefix == (marker.number,)

    def _is_enumeration(self, marker: Marker, level: Level, index: int) -> bool:
        """Whether the marker stands in an article or in a list that a colon has introduced."""
        if any(node.marker.kind is MarkerKind.ARTICLE for node in self.stack) and marker.kind > MarkerKind.ARTICLE:
            return True
        if self.enumerated is not None and level >= self.enumerated:
            return True
        self.enumerated = None
        if not self.stack or marker.number != 1 or level <= self._level_of(self.stack[-1].marker):
            return False
        own = self.stack[-1].paragraphs
        before = own[-1].text.rstrip()
        if before[-1:] not in "：:" or not (len(own) > 1 or _INTRODUCES.search(before) or _STOP.search(before)):
            return False
        if self._is_list(level, index):
            self.enumerated = level
            return True
        return False

    def _is_list(self, level: Level, index: int) -> bool:
        """Whether the items from *index* on, up to the next marker further out, are leaves without headings."""
        for place in range(index, len(self.paragraphs)):
            paragraph = self.paragraphs[place]
            marker = paragraph.marker
            if marker is None:
                continue
            own = self._level_of(marker)
            if own < level:
                break
            if own > level and marker.kind not in _BY_NATURE:
                return False
            if not _STOP.search(paragraph.text) and len(paragraph.text) < LONGEST_HEADING and own == level:
                following = self.paragraphs[place + 1 : place + 2]
                if following and following[0].marker is None:
                    return False
        return True

    def _report(self, code: str, paragraph: Paragraph, what: str) -> None:
        message = f"The numbering is broken: {what}; it was loaded as printed."
        self.result.findings.append((Finding(code, Severity.WARNING, message), paragraph))


def _goes_on(marker: Marker, paragraph: Paragraph, siblings: list[Node]) -> bool:
    """Whether a bare figure goes on counting: the heading behind a bare one whose parts have decimal numbers (3 附则),
    or an item counted in two figures (01, 02)."""
    above = siblings[-1].marker if siblings else None
    if marker.text.startswith("0"):
        return marker.number == (above.number + 1 if above else 1)
    is_next = above is not None and above.is_bare and marker.number == above.number + 1
    return is_next and not _STOP.search(paragraph.text) and len(paragraph.text) < LONGEST_HEADING
