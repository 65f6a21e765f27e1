"""Random plans of an invented city, with what an extraction of them must say.

A plan is a tree of numbered nodes (:class:`Plan`), printed as paragraphs; :class:`Setting` says how paragraphs
become lines: wrapped or not, with blank lines, page breaks, Markdown marks, letter-spacing.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from hypothesis import strategies as st

from pipeline.models import AssignmentRole

HAN = "一二三四五六七八九十"
THINGS = [
    "水库",
    "泵站",
    "河长制",
    "饮水安全",
    "防汛物资",
    "堤防",
    "灌区",
    "雨水管网",
    "节水载体",
    "水质监测点",
    "山洪沟",
    "水价改革",
]
DEEDS = ["建设", "提升", "巡查", "整治", "改造", "推广", "检修", "完善", "规范", "保障"]
SENTENCES = [
    "全面{deed}{thing}，健全{thing}{deed}机制",
    "到2025年，{thing}{deed}率达到95%以上",
    "开展“{thing}{deed}年”活动，编制《云溪市{thing}{deed}导则》",
    "支持沿江三镇{deed}{thing}（含附属设施），新增投资1,200万元",
    "依托IoT平台{deed}{thing}，实现一网统管、全程可溯",
    "每年3月底前完成{thing}{deed}；对{thing}实行台账管理",
    "{deed}3.5万亩{thing}，推动{thing}与{thing}协同{deed}",
]
UNITS = [
    "市水利局",
    "市财政局",
    "市发展改革委",
    "市住房城乡建设局",
    "市委党校（行政学院）",
    "市生态环境局",
    "团市委",
    "各县（区）人民政府",
]


def han(number: int) -> str:
    """*number* below 100 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else HAN[tens - 1]) + "十"
    return head + (HAN[ones - 1] if ones else "")


MARKERS = {
    "一、": lambda n: f"{han(n)}、",
    "（一）": lambda n: f"（{han(n)}）",
    "(一)": lambda n: f"({han(n)})",
    "1.": lambda n: f"{n}.",
    "1．": lambda n: f"{n}．",
    "1、": lambda n: f"{n}、",
    "（1）": lambda n: f"（{n}）",
    "第一章": lambda n: f"第{han(n)}章 ",
    "第一条": lambda n: f"第{han(n)}条 ",
}
#: Markers by level, outermost first.
SCHEMES = [
    ("一、", "（一）", "1."),
    ("一、", "（一）", "1．"),
    ("一、", "(一)", "1、"),
    ("一、", "1.", "（1）"),
    ("一、", "（一）", "（1）"),
    ("第一章", "第一条"),
]


@dataclass
class Plan:
    """``paragraphs`` are what is printed below the title, each with whether it is a heading; the rest is what
    comes out: sections as (path, heading, intro), measures as (path, text, units)."""

    title: str
    paragraphs: list[tuple[str, bool]] = field(default_factory=list)
    sections: list[tuple[str, str, str]] = field(default_factory=list)
    measures: list[tuple[str, str, list[tuple[AssignmentRole, str]]]] = field(default_factory=list)


@dataclass(frozen=True)
class Setting:
    """How paragraphs become lines: ``width`` in characters (0: a paragraph a line), ``indent`` of a paragraph's
    first line, ``blank`` lines between any two lines, ``extra`` ones between paragraphs."""

    width: int = 0
    indent: bool = False
    blank: int = 0
    extra: int = 0
    page_break: str = ""
    markdown: bool = False
    spaced: bool = False
    seed: int = 0


class _Writer:
    def __init__(self, seed: int, scheme: tuple[str, ...], *, runs_on: bool, own_lines: bool) -> None:
        self.random = random.Random(seed)
        self.scheme = scheme
        self.runs_on = runs_on or scheme[-1] == "第一条"
        self.own_lines = own_lines
        self.last = [0] * len(scheme)
        self.plan = Plan(f"云溪市{self.thing()}{self.deed()}工作方案（2023—2025年）")

    def thing(self) -> str:
        return self.random.choice(THINGS)

    def deed(self) -> str:
        return self.random.choice(DEEDS)

    def sentences(self, most: int) -> str:
        said = self.random.choices(SENTENCES, k=self.random.randint(1, most))
        return "".join(f"{self._filled(form)}。" for form in said)

    def _filled(self, form: str) -> str:
        while "{" in form:
            form = form.replace("{thing}", self.thing(), 1).replace("{deed}", self.deed(), 1)
        return form

    def note(self) -> tuple[str, list[tuple[AssignmentRole, str]]]:
        units = self.random.sample(UNITS, self.random.randint(2, 5))
        head, rest = units[0], units[1:]
        lead, participant = AssignmentRole.LEAD, AssignmentRole.PARTICIPANT
        support, responsible = AssignmentRole.SUPPORT, AssignmentRole.RESPONSIBLE
        kind = self.random.randrange(4)
        if kind == 0:
            return f"（责任单位：{'、'.join(units)}）", [(responsible, unit) for unit in units]
        if kind == 1:
            named = [(lead, head), *((participant, unit) for unit in rest)]
            return f"（牵头单位：{head}；参加单位：{'、'.join(rest)}）", named
        if kind == 2:
            return f"（{head}牵头，{'、'.join(rest)}配合）", [(lead, head), *((support, unit) for unit in rest)]
        return f"（{'、'.join(units)}按职责分工负责）", [(responsible, unit) for unit in units]

    def nodes(self, shape: list, level: int, above: str) -> None:
        if not self.runs_on or level == 0:
            self.last[level] = 0
        noted = False
        for below in shape:
            is_last = below is shape[-1] and len(shape) > 1
            self.last[level] += 1
            number = self.last[level]
            path = f"{above}.{number}" if above else str(number)
            marker = MARKERS[self.scheme[level]](number)
            if below:
                self._section(marker, path)
                self.nodes(below, level + 1, path)
            else:
                # A note on a line of its own behind the last of several measures without notes is the section's.
                self._measure(marker, path, may_have_note=noted or not is_last)
                noted = noted or bool(self.plan.measures[-1][2])

    def _section(self, marker: str, path: str) -> None:
        heading = f"{self.deed()}{self.thing()}体系"
        intro = self.sentences(2) if self.random.random() < 0.3 and not marker.startswith("第") else ""
        self.plan.sections.append((path, heading, intro))
        self.plan.paragraphs.append((marker + heading, True))
        if intro:
            self.plan.paragraphs.append((intro, False))

    def _measure(self, marker: str, path: str, *, may_have_note: bool) -> None:
        heading = f"{self.deed()}{self.thing()}{self.deed()}能力"
        note, units = self.note() if may_have_note and self.random.random() < 0.7 else ("", [])
        body = self.sentences(3)
        if self.own_lines:
            paragraphs = [(marker + heading, True), (body, False)]
        else:
            paragraphs = [(f"{marker}{heading}。{body}", False)]
        if self.random.random() < 0.3:
            paragraphs.append((self.sentences(2), False))
        if note and self.random.random() < 0.3:
            paragraphs.append((note, False))
        elif note:
            paragraphs[-1] = (paragraphs[-1][0] + note, False)
        self.plan.paragraphs += paragraphs
        self.plan.measures.append((path, "".join(text for text, _ in paragraphs)[len(marker) :], units))


_SHAPES = st.recursive(st.just([]), lambda below: st.lists(below, min_size=2, max_size=4), max_leaves=10)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans of two to six sections, as deep as their scheme of markers allows."""
    scheme = draw(st.sampled_from(SCHEMES))
    shape = [_cut(draw(_SHAPES), len(scheme) - 1) for _ in range(draw(st.integers(2, 6)))]
    if scheme[0] == "第一章":
        shape = [below or [[], []] for below in shape]
    writer = _Writer(draw(st.integers(0, 2**16)), scheme, runs_on=draw(st.booleans()), own_lines=draw(st.booleans()))
    if draw(st.booleans()):
        writer.plan.paragraphs.append((f"为{writer.deed()}{writer.thing()}，制定本方案。", False))
    writer.nodes(shape, 0, "")
    return writer.plan


def random_plan(seed: int) -> Plan:
    """The plan of a seed: three to six sections, as deep as its scheme of markers allows."""
    chance = random.Random(seed)
    scheme = chance.choice(SCHEMES)
    shape = [_random_shape(chance, len(scheme) - 1) for _ in range(chance.randint(3, 6))]
    if scheme[0] == "第一章":
        shape = [below or [[], []] for below in shape]
    writer = _Writer(seed, scheme, runs_on=chance.random() < 0.5, own_lines=chance.random() < 0.5)
    if chance.random() < 0.5:
        writer.plan.paragraphs.append((f"为{writer.deed()}{writer.thing()}，制定本方案。", False))
    writer.nodes(shape, 0, "")
    return writer.plan


def _random_shape(chance: random.Random, depth: int) -> list:
    if not depth or chance.random() < 0.3:
        return []
    return [_random_shape(chance, depth - 1) for _ in range(chance.randint(2, 4))]


def _cut(shape: list, depth: int) -> list:
    """*shape* no deeper than *depth* below its root."""
    return [_cut(below, depth - 1) for below in shape] if depth else []


settings = st.builds(
    Setting,
    width=st.sampled_from([0, 0, 20, 28, 40]),
    indent=st.booleans(),
    blank=st.integers(0, 2),
    extra=st.integers(0, 1),
    page_break=st.sampled_from(["", "\f", "number", "number\f"]),
    markdown=st.booleans(),
    spaced=st.booleans(),
    seed=st.integers(0, 2**16),
)

_NO_START = frozenset("，。、；：？！）》”’％%")
_NO_END = frozenset("（《“‘")


def wrapped(text: str, width: int, first: int) -> list[str]:
    """*text* in lines of *width* full-width characters, the first shorter by *first*. No mark starts a line that
    must not, and figures and Latin words are not cut (GB/T 15834—2011, 5.1; 党政机关公文格式, 5.2.3)."""
    lines, start, room = [], 0, width - first
    while start < len(text):
        end, used = start, 0.0
        while end < len(text) and used < room:
            used += 0.5 if text[end].isascii() else 1.0
            end += 1
        cut = end
        while cut < len(text) and cut > start + 1 and _inseparable(text[cut - 1], text[cut]):
            cut -= 1
        lines.append(text[start : cut if cut > start + 1 else end])
        start += len(lines[-1])
        room = width
    return lines


def _inseparable(left: str, right: str) -> bool:
    return right in _NO_START or left in _NO_END or (_is_figure(left) and _is_figure(right))


def _is_figure(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".,%")


def printed(plan: Plan, setting: Setting) -> str:
    """*plan* as the text of a file."""
    chance = random.Random(setting.seed)
    lines: list[tuple[str, bool]] = []  # each with whether a paragraph starts
    for place, (text, is_heading) in enumerate([(plan.title, True), *plan.paragraphs]):
        indent = "　　" if setting.indent and place else ""
        pieces = wrapped(text, setting.width, len(indent)) if setting.width and place else [text]
        # A line that is letter-spaced to the full width looks like one that goes on.
        short = len(text) < (0.5 * setting.width or 60)
        if setting.spaced and place and short and chance.random() < 0.2:
            pieces = [_spaced(piece) for piece in pieces]
        if setting.markdown and len(pieces) == 1 and is_heading:
            pieces = [chance.choice(["# {}", "## {}", "#### {}", "**{}**", "## **{}**"]).format(pieces[0])]
        if not setting.width and setting.page_break and len(text) > 30 and chance.random() < 0.3:
            # Where lines are not wrapped, a page can still end within a paragraph.
            cut = chance.randrange(10, len(text) - 10)
            if not _inseparable(text[cut - 1], text[cut]):
                pieces = [text[:cut], text[cut:]]
        lines += [((indent if not n else "") + piece, n == 0) for n, piece in enumerate(pieces)]
    return _with_breaks(lines, setting, chance)


def _spaced(text: str) -> str:
    """*text* set with a space between any two full-width characters."""
    return "".join(
        char + (" " if not (char + after).isascii() and after else "")
        for char, after in zip(text, [*text[1:], ""], strict=True)
    )


def _with_breaks(lines: list[tuple[str, bool]], setting: Setting, chance: random.Random) -> str:
    out = [lines[0][0]]
    page = 1
    for line, starts in lines[1:]:
        gap = setting.blank + (setting.extra if starts else 0)
        if setting.page_break and (chance.random() < 0.1 or (not setting.width and not starts)):
            number = f"\n— {page} —" if "number" in setting.page_break else ""
            out.append(number + "\n" + ("\f" if "\f" in setting.page_break else "\n" * gap) + line)
            page += 1
        else:
            out.append("\n" * (gap + 1) + line)
    return "".join(out) + "\n"
