"""Write raw/samples: plans of invented cities in the manners in which real ones are published.

``python raw/make_samples.py`` writes the files; every run writes the same bytes. ``raw/plans.yml`` holds each
plan once, as sections, items and notes; a manner prints a plan and holds no words of it. The manners here are of
text; those of other forms are in ``make_formats.py``, with their plans in ``formats.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
#: Where a page of a scanned copy ends.
PAGE_END = "‖"

_HAN = "〇一二三四五六七八九十"
#: Marks that must not start a printed line (GB/T 15834—2011, 5.1.2).
_NOT_FIRST = frozenset("，。、；：）》”！？")
_TOKEN = re.compile(r"[0-9A-Za-z.%]+|.")
_BESIDE_FIGURE = re.compile(r"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[一-鿿])")
_HALF_WIDTH = str.maketrans("（），；：？！—", "(),;:?!-")


@dataclass(frozen=True)
class Note:
    """A responsibility note: ``units`` by the label of their role, in printed order."""

    units: dict[str, list[str]]
    is_shared: bool = False  # 按职责分工负责
    deadline: str | None = None

    def __str__(self) -> str:
        text = "，".join(f"{label}：{'、'.join(names)}" for label, names in self.units.items())
        text += "按职责分工负责" if self.is_shared else ""
        return f"（{text}；完成时限：{self.deadline}）" if self.deadline else f"（{text}）"


@dataclass(frozen=True)
class Node:
    """A numbered node. With ``children`` it is a section: ``title`` is its heading, ``paragraphs`` its intro."""

    path: str
    marker: str
    title: str | None
    paragraphs: tuple[str, ...] = ()
    children: tuple[Node, ...] = ()
    note: Note | None = None
    note_stands_apart: bool = False
    runs_in: bool = True  # the title opens the first paragraph, with a full stop
    dates: dict[str, str] = field(default_factory=dict)
    quantities: dict[str, str] = field(default_factory=dict)
    finding: str | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the path, from the outermost in."""
        return tuple(map(int, self.path.split(".")))

    @property
    def own(self) -> list[str]:
        """The node's own paragraphs as printed behind its marker."""
        text = list(self.paragraphs)
        if self.title and self.runs_in and text:
            text[0] = f"{self.title}。{text[0]}"
        elif self.title:
            text.insert(0, self.title)
        if self.note and self.note_stands_apart:
            text.append(str(self.note))
        elif self.note:
            text[-1] += str(self.note)
        return text

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Plan:
    """A document as its issuer prints it. ``notice`` holds the lines of the notice or order that carries it, by
    what they are; ``dates`` are those outside its numbered nodes."""

    title: str
    preamble: str | None
    sections: tuple[Node, ...]
    closing: str | None = None
    notice: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)

    @property
    def nodes(self) -> list[Node]:
        """All numbered nodes, in printed order."""
        return [node for section in self.sections for node in section.walk()]

    def until(self, path: str) -> Plan:
        """The plan cut behind the node at *path*, as a page without more room cuts it."""
        last = tuple(map(int, path.split(".")))
        return replace(self, sections=_until(self.sections, last), closing=None)


def _until(nodes: tuple[Node, ...], last: tuple[int, ...]) -> tuple[Node, ...]:
    kept = [node for node in nodes if node.numbers <= last[: len(node.numbers)]]
    return tuple(replace(node, children=_until(node.children, last)) for node in kept)


# --- from plans.yml


def load(*, paged: bool = False) -> dict[str, Plan]:
    """The plans by name; with *paged*, the ends of scanned pages stand in their texts as :data:`PAGE_END`."""
    text = (HERE / "plans.yml").read_text(encoding="utf-8")
    held = yaml.safe_load(text if paged else text.replace(PAGE_END, ""))
    levels = held["levels"]
    return {
        "province": _Builder("province", levels["province"]).plan(held["care"]),
        "city": _Builder("city", levels["city"]).plan(held["care"]),
        "draft": _Builder("city", levels["city"]).plan(held["draft"]),
        "decree": _decree(held["decree"]),
    }


class _Builder:
    """Numbers a plan's nodes for one level of government; （一） and 1. run on through the sections."""

    def __init__(self, level: str, words: dict[str, str]) -> None:
        self.level = level
        self.words = words
        self.parts = 0
        self.items = 0

    def plan(self, held: dict[str, Any]) -> Plan:
        sections = [section for section in held["sections"] if section.get("only", self.level) == self.level]
        return Plan(
            title=self._say(held["title"]),
            preamble=self._say(held["preamble"]),
            sections=tuple(self._section(number, section) for number, section in enumerate(sections, 1)),
            closing=self._say(held["closing"]),
            notice=held.get("notice", {}) if self.level == "city" else {},
        )

    def _section(self, number: int, held: dict[str, Any]) -> Node:
        path, marker = str(number), f"{han(number)}、"
        children = [self._part(path, part) for part in held.get("parts", ())]
        children += [
            self._item(f"{path}.{n}", f"（{han(n)}）", item) for n, item in enumerate(held.get("items", ()), 1)
        ]
        own = held.get("paragraphs", [held["intro"]] if "intro" in held else [])
        return Node(
            path,
            marker,
            held["heading"],
            tuple(map(self._say, own)),
            tuple(children),
            runs_in=False,
            dates=_facts(held.get("dates")),
            quantities=_facts(held.get("quantities")),
        )

    def _part(self, above: str, held: dict[str, Any]) -> Node:
        self.parts += 1
        path, items = f"{above}.{self.parts}", []
        for item in held["items"]:
            self.items += 1
            items.append(self._item(f"{path}.{self.items}", f"{self.items}.", item))
        return Node(path, f"（{han(self.parts)}）", held["heading"], children=tuple(items), runs_in=False)

    def _item(self, path: str, marker: str, held: dict[str, Any]) -> Node:
        with_note = self.level == "city" and "note" in held
        return Node(
            path,
            marker,
            held["title"],
            (self._say(held["text"]),),
            note=_note(held["note"]) if with_note else None,
            note_stands_apart=held.get("note_apart", False),
            dates=_facts(held.get("dates")),
            quantities=_facts(held.get("quantities")),
            finding=held.get("finding"),
        )

    def _say(self, held: str | dict[str, str]) -> str:
        return (held if isinstance(held, str) else held[self.level]).format_map(self.words)


def _note(held: dict[str, Any]) -> Note:
    units = {label: names for label, names in held.items() if isinstance(names, list)}
    return Note(units, held.get("按职责分工负责", False), held.get("完成时限"))


def _facts(held: dict[str, Any] | None) -> dict[str, str]:
    return {surface: str(value) for surface, value in (held or {}).items()}


def _decree(held: dict[str, Any]) -> Plan:
    chapters, number = [], 0
    for place, chapter in enumerate(held["chapters"], 1):
        articles = []
        for own in chapter["articles"]:
            number += 1
            dates = _facts(chapter.get("dates", {}).get(number))
            articles.append(Node(f"{place}.{number}", f"第{han(number)}条", None, tuple(own), dates=dates))
        chapters.append(Node(str(place), f"第{han(place)}章", chapter["heading"], (), tuple(articles)))
    return Plan(held["title"], None, tuple(chapters), notice=held["notice"], dates=_facts(held["dates"]))


def han(number: int) -> str:
    """*number*, from 1 to 99, in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_HAN[tens]}十"
    return head + (_HAN[ones] if ones else "")


# --- the manners


def newspaper(plan: Plan) -> str:
    """A page of a newspaper: narrow lines with a blank line between any two, headings of two lines without."""
    title = figures_apart(plan.title)
    blocks = [
        ["03要闻/2023年 4月 12日 星期三"],
        ["责任编辑 叶知秋 版式编辑 方若水"],
        *_column(
            "江海日报 2023年 4月 11日讯（全媒体记者 顾南舟 陆晴川）近日，省委、省政府印发"
            f"《{title}》，并发出通知，要求各地各部门结合实际认真贯彻落实。"
        ),
        *_column(f"《{title}》全文如下。"),
        *_column(figures_apart(plan.preamble or "")),
    ]
    for node in plan.nodes:
        paragraphs = [node.marker + node.own[0], *node.own[1:]]
        if not node.runs_in:
            blocks.append(re.sub("(?<=，)", "\n", paragraphs.pop(0)).split("\n"))
        for paragraph in paragraphs:
            lines = _column(figures_apart(paragraph))
            if node.marker == "5.":  # one line set wide to fill the column
                lines[1] = [" ".join(lines[1][0])]
            blocks += lines
    printed = "\n\n".join("\n".join(block) for block in blocks)
    return f"\n{printed}\n\n▲ ▲\n 省委省政府印发《{plan.title}》\n\n"


def website(plan: Plan) -> str:
    """A page of a city's web site: a paragraph a line, half-width punctuation, navigation before and after."""
    paragraphs = [plan.preamble or ""]
    for node in plan.nodes:
        paragraphs += [node.marker + node.own[0], *node.own[1:]]
    paragraphs.append(plan.closing or "")
    text = "\n\n".join(f"  {paragraph}" for paragraph in paragraphs).translate(_HALF_WIDTH)
    return (
        "当前位置: 首页 >\xa0 政务公开 >\xa0 法定主动公开内容 >\xa0 上级文件\n\n"
        f"{plan.title.translate(_HALF_WIDTH)}\n\n"
        "发布时间:2023-04-20 09:26 信息来源:云溪市民政局 责任编辑:云溪市\n分享到:\n\n"
        f"{text}\n\n\n"
        "扫一扫在手机打开当前页\n打印本页 关闭窗口\n\n"
        "设为首页| 加入收藏| 免责声明| 网站地图| 联系我们\n\n"
        "主办单位:云溪市人民政府  承办单位:云溪市大数据管理局 |\n\n"
        "备案/许可证编号:江ICP备00000000号   江公网安备 00000000000000号\n"
    )


def markdown(plan: Plan) -> str:
    """A notice with its plan as OCR writes it in Markdown: headings of any level, bold, pages that cut sentences."""
    notice, title = plan.notice, plan.title.replace("（", " (").replace("）", ")")
    blocks = [
        f"\n\n# {notice['issuer']}文件",
        notice["number"],
        f"## {notice['issuer']} 关于印发《{title}》的通知",
        notice["addressees"],
        notice["order"],
        notice["issuer"],
        f"{notice['issued']}\n\n",
        f"# {title}",
        plan.preamble or "",
    ]
    levels, bold, width = cycle(["## ", "### ", "#### ", ""]), cycle([False] * 6 + [True]), cycle([True] * 4 + [False])
    for node in plan.nodes:
        first, *others = node.own
        if node.children:
            blocks += [next(levels) + node.marker + first, *others]
            continue
        if next(bold):
            first = first.replace(f"{node.title}。", f"**{node.title}。**")
        paragraphs = [f"{node.marker} {first}" if node.marker[-1] == "." else node.marker + first, *others]
        if node.note and not next(width):  # the outer brackets half width
            note = str(node.note)
            paragraphs[-1] = paragraphs[-1].replace(note, f"({note[1:-1]})")
        blocks += paragraphs
    return "\n\n".join([*blocks, plan.closing or ""]).replace(PAGE_END, "\n\n") + "\n"


def gazette(plan: Plan) -> str:
    """Two pages of a gazette: narrow lines, a page opens with a space, its number at the foot."""
    notice = plan.notice
    lines = [notice["number"], *wrapped(notice["order"], 20), notice["signature"], notice["issued"], plan.title]
    for node in plan.nodes:
        first, *others = node.own
        if len(first) == 2:  # headings of two characters are set wide
            first = " ".join(first)
        lines += [line for paragraph in (f"{node.marker} {first}", *others) for line in wrapped(paragraph, 20)]
    half = len(lines) // 2
    pages = [[*lines[:half], "— 14 —"], [*lines[half:], "— 15 —"]]
    return "\n".join(" " + "\n\n".join(page) for page in pages) + "\n"


def draft(plan: Plan) -> str:
    """A draft for comments from a scan: pages that cut sentences and a heading, stray bold, figures set apart."""
    title = figures_apart(plan.title.replace("（", " (").replace("）", ")").replace("—", "-"))
    blocks = ["\n\n附件 1", title, "(征求意见稿)", figures_apart(plan.preamble or "")]
    bold = cycle([False, False, True, False, True])
    for node in plan.nodes:
        first, *others = map(figures_apart, node.own)
        if not node.children and next(bold):
            first = first.replace(f"{node.title}。", f"**{node.title}。**")
        blocks += [f"{node.marker} {first}" if node.marker[-1] == "." else node.marker + first, *others]
    return "\n\n".join([*blocks, plan.closing or ""]).replace(PAGE_END, "\n\n") + "\n"


def figures_apart(text: str) -> str:
    """*text* with a space where a figure meets a Han character, as many type-setters put it."""
    return _BESIDE_FIGURE.sub(" ", text)


def wrapped(text: str, measure: float = 22) -> list[str]:
    """*text* in lines of *measure* full-width characters, the first one two shorter; a mark that must not start a
    line hangs at the end of the one before, and figures and Latin words are never parted."""
    lines, line, room = [], "", measure - 2
    for token in _TOKEN.findall(text):
        width = sum(0.5 if c.isascii() else 1 for c in token)
        if line and width > room and token not in _NOT_FIRST:
            lines.append(line.strip())
            line, room = "", measure
        line += token
        room -= width
    return [*lines, line.strip()]


def _column(paragraph: str) -> list[list[str]]:
    return [[line] for line in wrapped(paragraph)]


#: The last item that the newspaper's page holds.
NEWSPAPER_ENDS_AT = "4.7.20"


def samples() -> dict[str, tuple[Plan, str]]:
    """By file name: the plan that the file prints, and its text."""
    plans, scans = load(), load(paged=True)
    page = plans["province"].until(NEWSPAPER_ENDS_AT)
    return {
        "newspaper.txt": (page, newspaper(page)),
        "website.txt": (plans["province"], website(plans["province"])),
        "city.md": (plans["city"], markdown(scans["city"])),
        "gazette.txt": (plans["decree"], gazette(plans["decree"])),
        "draft.txt": (plans["draft"], draft(scans["draft"])),
    }


def main() -> None:
    """Write the samples."""
    from make_formats import samples as formats  # needs the font and the libraries of the dev extra

    made = {f"samples/{name}": text.encode() for name, (_, text) in samples().items()} | formats()
    for name, data in made.items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()
