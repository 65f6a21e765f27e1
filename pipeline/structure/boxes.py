"""Boxes (专栏): sections of their document with the path box3, and their items as measures of kind box_item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pipeline.cleaning.paragraphs import Paragraph
from pipeline.layout.boxes import box_of
from pipeline.models import Measure, MeasureKind, Section, Task
from pipeline.structure.outline import Node, outline

_NAME = re.compile(r"专\s?栏\s?\d{1,3}\s?[：:]?\s?")
_ITEM_TITLE = re.compile(r"(?P<title>[^。；！？：]{2,40})(?:。|：)(?=.)")


@dataclass(frozen=True, slots=True)
class Boxes:
    """What the boxes of a document hold, in the order of their numbers."""

    sections: list[Section]
    measures: list[Measure]


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a box: the paragraphs it is made of, where its text starts in the first, and its numbers."""

    paragraphs: list[Paragraph]
    start: int
    marker: str
    number: int
    path: str
    section: int


def read_boxes(paragraphs: list[Paragraph], text: str, starts: dict[int, int], sections: int, measures: int) -> Boxes:
    """The sections and measures of a document's boxes.

    *paragraphs* are those of its boxes, box by box; *starts* gives paragraphs (by ``id``) their offsets in *text*,
    *sections* and *measures* the numbers of sections and measures that the document has besides.
    """
    found = Boxes([], [])
    for _, own in groupby(paragraphs, key=lambda paragraph: paragraph.box):
        _Reader(list(own), text, starts, sections, measures, found).read()
    return found


class _Reader:
    def __init__(
        self, own: list[Paragraph], text: str, starts: dict[int, int], sections: int, measures: int, found: Boxes
    ) -> None:
        self.own, self.text, self.starts, self.found = own, text, starts, found
        self.sections, self.measures = sections, measures

    def read(self) -> None:
        name = self.own[0]
        start = self.starts[id(name)]
        opening = _NAME.match(name.text)
        number = box_of(name.text)
        if opening is None or number is None:
            return
        path = f"box{number}"
        tree = outline(self.own[1:])
        intro = "\n".join(p.text for p in tree.preamble) if tree.nodes else ""
        end = self._end(self.own[-1])
        box = self._section(None, 1, opening[0].strip(), number, path, start + opening.end(), name, end, intro)
        if tree.nodes:
            self._nodes(tree.nodes, path, box)
        else:
            for item in self._untitled(tree.preamble, path, box):
                self._measure(item)

    def _end(self, paragraph: Paragraph) -> int:
        return self.starts[id(paragraph)] + len(paragraph.text)

    def _section(
        self, parent: int | None, level: int, marker: str, number: int, path: str, start: int, first: Paragraph,
        end: int, intro: str,
    ) -> int:  # fmt: skip
        ordinal = self.sections + len(self.found.sections) + 1
        heading = self.text[start : self._end(first)].strip(" 。：:")
        section = Section(ordinal, parent, level, marker, number, path, heading, intro, start, end)
        self.found.sections.append(section)
        return ordinal

    def _nodes(self, nodes: list[Node], path: str, box: int) -> None:
        ordinals: dict[int, int] = {}
        for node in nodes:
            first = node.paragraphs[0]
            above = ordinals.get(id(node), box)
            start = self.starts[id(first)] + node.marker.end
            if node.children:
                last = node
                while last.children:
                    last = last.children[-1]
                intro = "\n".join(p.text for p in node.paragraphs[1:])
                ordinal = self._section(
                    above, node.level + 1, node.marker.text, node.marker.number, f"{path}.{node.path}", start, first,
                    self._end(last.paragraphs[-1]), intro,
                )  # fmt: skip
                ordinals.update((id(child), ordinal) for child in node.children)
            else:
                self._measure(
                    _Item(node.paragraphs, start, node.marker.text, node.marker.number, f"{path}.{node.path}", above)
                )

    def _untitled(self, paragraphs: list[Paragraph], path: str, box: int) -> Iterator[_Item]:
        """Items without numbers: each opens with a title of its own, what follows without one goes on with it."""
        items: list[list[Paragraph]] = []
        for paragraph in paragraphs:
            if items and not _ITEM_TITLE.match(paragraph.text):
                items[-1].append(paragraph)
            else:
                items.append([paragraph])
        for number, own in enumerate(items, 1):
            yield _Item(own, self.starts[id(own[0])], "", number, f"{path}.{number}", box)

    def _measure(self, item: _Item) -> None:
        start, end = item.start, self._end(item.paragraphs[-1])
        while start < end and self.text[start].isspace():
            start += 1
        text = self.text[start:end]
        opening = _ITEM_TITLE.match(text)
        title = opening["title"] if opening else None
        self.found.measures.append(
            Measure(
                ordinal=self.measures + len(self.found.measures) + 1,
                section=item.section,
                kind=MeasureKind.BOX_ITEM,
                marker=item.marker,
                number=item.number,
                path=item.path,
                title=title,
                text=text,
                page_start=item.paragraphs[0].page,
                page_end=item.paragraphs[-1].last_page,
                char_start=start,
                char_end=end,
                tasks=(Task(1, title, text, start, end),),
            )
        )
