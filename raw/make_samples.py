"""Write raw/samples: plans of invented cities in the manners in which real ones are published.

``python raw/make_samples.py`` writes the files; every run writes the same bytes. ``raw/plans.yml`` holds each
plan once, as sections, items and notes; a manner prints a plan and holds no words of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FOLDER = HERE / "samples"
#: Where a page of a scanned copy ends.
PAGE_END = "‖"

_HAN = "〇一二三四五六七八九十"
#: Marks that must not start a printed line (GB/T 15834—2011, 5.1.2).
_NOT_FIRST = "，。、；：）》”！？"
_HALF_WIDTH = str.maketrans("（），；：—", "(),;:-")


@dataclass(frozen=True)
class Note:
    """A responsibility note: ``units`` by their role's label, in printed order."""

    units: dict[str, list[str]]
    shared: bool = False  # 按职责分工负责
    deadline: str | None = None
    apart: bool = False  # on a line of its own

    def __str__(self) -> str:
        parts = [f"{label}：{'、'.join(names)}" for label, names in self.units.items()]
        text = "，".join(parts) + ("按职责分工负责" if self.shared else "")
        return f"（{text}；完成时限：{self.deadline}）" if self.deadline else f"（{text}）"


@dataclass(frozen=True)
class Node:
    """A numbered node. With ``children`` it is a section, ``title`` its heading and ``paragraphs`` its intro."""

    marker: str
    path: str
    title: str | None
    paragraphs: tuple[str, ...] = ()
    note: Note | None = None
    children: tuple[Node, ...] = ()
    runs_in: bool = True  # the title opens the first paragraph, with a full stop
    dates: dict[str, str] = field(default_factory=dict)
    quantities: dict[str, str] = field(default_factory=dict)
    finding: str | None = None

    @property
    def text(self) -> tuple[str, ...]:
        """Its own paragraphs as printed after the marker."""
        paragraphs = list(self.paragraphs)
        if self.title is not None:
            paragraphs = [f"{self.title}。{paragraphs[0]}", *paragraphs[1:]] if self.runs_in else [self.title, *paragraphs]
        if self.note is not None and self.note.apart:
            paragraphs.append(str(self.note))
        elif self.note is not None:
            paragraphs[-1] += str(self.note)
        return tuple(paragraphs)

    @property
    def level(self) -> int:
        return self.path.count(".") + 1

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Plan:
    """A plan as one level of government prints it."""

    title: str
    preamble: tuple[str, ...]
    sections: tuple[Node, ...]
    closing: str | None = None

    def nodes(self) -> list[Node]:
        return [node for section in self.sections for node in section.walk()]

    def until(self, path: str) -> Plan:
        """The plan cut behind the node at *path*, as a page that has no more room cuts it."""
        numbers = tuple(map(int, path.split(".")))
        return replace(self, sections=_until(self.sections, numbers), closing=None)


def _until(nodes: tuple[Node, ...], last: tuple[int, ...]) -> tuple[Node, ...]:
    numbers = {node: tuple(map(int, node.path.split("."))) for node in map(_Key, nodes)}
    kept = [key.node for key, number in numbers.items() if number <= last[: len(number)]]
    return tuple(replace(node, children=_until(node.children, last)) for node in kept)
