"""Gazettes of an invented city: random plans, one behind the other, as the text of a two-column PDF flattened
column by column, with what an extraction of them must say.

A page starts with one space and has a blank line between its lines; a masthead (title, number, notice, signature,
date, title) is set over both columns and comes behind the columns that it heads; boxes (专栏) and flattened tables
are floats that stand anywhere between two lines, and go on overleaf.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from plans import DEEDS, THINGS, Plan, han, random_plan, wrapped

from pipeline.numbering import marker_at

CITY = "云溪市"
OFFICES = [("云溪市人民政府", "云溪政发"), ("云溪市人民政府办公室", "云溪政办发")]
ADDRESSEES = "各县（区）人民政府，市政府各部门"
NATURES = ["约束性", "预期性"]
BOX_TITLES = ["{deed}{thing}重点项目", "{thing}{deed}工程", "“{thing}”{deed}能力提升工程"]
BOX_SENTENCES = [
    "支持沿江三镇和两区{deed}{thing}，新建一批标准化{thing}，建立{thing}分级分类目录",
    "依托现有平台{deed}{thing}，推动跨区县共享共用，完善运行维护经费保障机制",
    "到2025年，新增{thing}300处以上，{thing}{deed}覆盖率达到90%",
    "对{thing}开展普查（含附属设施），编制“一张图”；定期组织{deed}评估，及时公开结果",
    "{deed}{thing}",
]
MEANINGS = ["指以{thing}为重点，统筹{deed}与管护，兼顾上下游、左右岸的工作方法", "{deed}{thing}、{deed}{thing}"]


@dataclass(frozen=True)
class Indicator:
    """A row of an indicator table, as printed."""

    name: str
    unit: str | None
    baseline: str | None
    target: str
    nature: str


@dataclass
class Issue:
    """A document as it is laid out, and what must come out of it.

    ``measures`` are (path, text), boxes' items among them, ``boxes`` (path, heading), ``terms`` (term, definition);
    ``floats`` are its boxes and tables as lines."""

    title: str
    issuer: str
    number: str
    registration: str | None
    issued_on: date
    masthead: list[str]
    body: list[str]
    contents: list[str] = field(default_factory=list)
    floats: list[list[str]] = field(default_factory=list)
    sections: list[tuple[str, str]] = field(default_factory=list)
    measures: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[tuple[str, str]] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    terms: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Gazette:
    """A gazette: its text as a file, and its documents."""

    text: str
    issues: list[Issue]


def gazette(seed: int) -> Gazette:
    """The gazette of a seed, of two or three documents."""
    layout = _Layout(seed)
    issues = [layout.issue(random_plan(seed * 7 + place)) for place in range(layout.chance.randint(2, 3))]
    return Gazette(layout.printed(issues), issues)


class _Layout:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.column = self.chance.choice([19, 20])
        self.wide = round(self.column * self.chance.uniform(1.5, 2))
        self.rows = self.chance.randint(14, 26)  # of one column
        self.first_page = self.chance.randint(3, 90)
        self.foot = self.chance.choice(["市政府文件{}", "市政府文件 {}", "云溪市人民政府公报 {}"])

    def filled(self, form: str) -> str:
        while "{" in form:
            form = form.replace("{thing}", self.chance.choice(THINGS), 1)
            form = form.replace("{deed}", self.chance.choice(DEEDS), 1)
        return form

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    # A document

    def issue(self, plan: Plan) -> Issue:
        issuer, code = self.chance.choice(OFFICES)
        day = date(2023, self.chance.randint(1, 12), self.chance.randint(1, 28))
        number = f"{code}〔2023〕{self.chance.randint(1, 99)}号"
        registration = f"YXPR—2023—{self.chance.randint(1, 99999):05d}" if self.maybe(0.5) else None
        body = [line for text, _ in plan.paragraphs for line in wrapped(text, self.column, 2)]
        issue = Issue(plan.title, issuer, number, registration, day, [], body)
        issue.masthead = self._masthead(issue)
        issue.sections = [(path, heading) for path, heading, _ in plan.sections]
        issue.measures = [(path, text) for path, text, _ in plan.measures]
        if self.maybe(0.6):
            issue.floats.append(self._table(issue))
        for number_of_box in range(1, self.chance.randint(1, 4)):
            issue.floats.append(self._box(issue, number_of_box))
        if self.maybe(0.4):
            issue.body += self._glossary(issue)
        if self.maybe(0.3):
            issue.contents = self._contents(plan, [term for term, _ in issue.terms])
        return issue

    def _masthead(self, issue: Issue) -> list[str]:
        carrier = wrapped(f"{issue.issuer}关于印发《{issue.title}》的通知", 22, 0)
        number = issue.number.replace("〕", "〕 ") if self.maybe(0.5) else issue.number
        notice = wrapped(f"现将《{issue.title}》印发给你们，请认真组织实施。", round(self.column * 1.9), 2)
        day = f"{issue.issued_on.year}年{issue.issued_on.month}月{issue.issued_on.day}日"
        title = [issue.title] if self.maybe(0.5) else issue.title.replace("（", "\n（").split("\n")
        numbers = [number, *([issue.registration] if issue.registration else [])]
        return [*carrier, *numbers, f"{ADDRESSEES}：", *notice, issue.issuer, day, *title]

    def _contents(self, plan: Plan, terms: list[str]) -> list[str]:
        """The headings of a plan's outermost parts, those that go on in a second line too."""
        marked = [(marker, text) for text, _ in plan.paragraphs if (marker := marker_at(text))]
        outermost = [text.split("。")[0] for marker, text in marked if marker.kind is marked[0][0].kind]
        lines = [line for text in outermost for line in wrapped(text, self.column, 0)]
        return ["目 录", *lines, *(["名词解释"] if terms else [])]

    def _box(self, issue: Issue, number: int) -> list[str]:
        title = self.filled(self.chance.choice(BOX_TITLES))
        path = f"box{number}"
        issue.boxes.append((path, title))
        lines = [f"专栏{number} {title}"]
        way = self.chance.choice(["numbered", "untitled", "headings"])
        groups = self.chance.randint(2, 3) if way == "headings" else 1
        for group in range(1, groups + 1):
            above = f"{path}.{group}" if way == "headings" else path
            if way == "headings":
                heading = self.filled("{thing}{deed}类")
                issue.boxes.append((above, heading))
                lines.append(f"{han(group)}、{heading}")
            for item in range(1, self.chance.randint(3, 5)):
                said = self.filled("{deed}{thing}项目。")
                said += "".join(f"{self.filled(form)}。" for form in self.chance.choices(BOX_SENTENCES, k=3))
                issue.measures.append((f"{above}.{item}", said))
                lines += wrapped(said if way == "untitled" else f"{item}．{said}", self.wide, 2)
        return lines

    def _table(self, issue: Issue) -> list[str]:
        rows = []
        for place in range(self.chance.randint(4, 9)):
            unit = self.chance.choice(["%", "万亩", "处", None])
            name = self.filled("{thing}{deed}") + ("率" if unit == "%" else "数") + str(place)
            baseline, target = (self.chance.choice(["90", "＞95", "3.7万", "100", "1,200"]) for _ in range(2))
            rows.append(Indicator(name, unit, baseline, target, self.chance.choice(NATURES)))
        issue.indicators = rows
        return flattened(rows, numbered=self.maybe(0.5), titled=self.maybe(0.5), apart=self.maybe(0.3))

    def _glossary(self, issue: Issue) -> list[str]:
        lines = ["名 词 解 释"]
        for number in range(1, self.chance.randint(3, 6)):
            term = self.filled("{thing}{deed}制度")
            meaning = self.filled(self.chance.choice(MEANINGS)) + "。"
            issue.terms.append((term, meaning))
            lines += wrapped(f"{number}．{term}：{meaning}", self.column, 2)
        return lines

    # Pages

    def printed(self, issues: list[Issue]) -> str:
        pages = [page for issue in issues for page in self._pages(issue)]
        sheets = []
        for number, page in enumerate(pages, self.first_page):
            lines = [*page, self.foot.format(number)] if self.maybe(0.9) else page
            sheets.append(" " + "\n\n".join(lines))
        return "\n".join(sheets) + "\n"

    def _pages(self, issue: Issue) -> list[list[str]]:
        """The pages of a document, which begins on a page of its own."""
        most = 2 * self.rows
        first = most - 2 * len(issue.masthead) if most > 3 * len(issue.masthead) else most // 2
        cuts = [0, *range(first, len(issue.body), most), len(issue.body)]
        pages = [issue.body[start:end] for start, end in pairwise(cuts) if end > start]
        self._float(issue, pages)
        pages[0][:0] = issue.contents
        if self.maybe(0.7):
            pages[0] += issue.masthead
        else:
            pages[0][:0] = issue.masthead
        return pages

    def _float(self, issue: Issue, pages: list[list[str]]) -> None:
        """Put the floats, in their order, between two lines of the pages; some go on at the top of the next page."""
        places = sorted((self.chance.randrange(len(pages)) for _ in issue.floats), reverse=True)
        last = len(pages)
        at = 0
        for place, lines in zip(places, reversed(issue.floats), strict=True):
            page = pages[place]
            if place != last:
                at = len(page)
            own_end = issue.terms and place == len(pages) - 1
            spread = lines[0].startswith("专") and place + 1 < last and len(lines) > 3 and self.maybe(0.4)
            if spread:
                cut = self.chance.randrange(2, len(lines) - 1)
                pages[place + 1][:0] = lines[cut:]
                page[len(page) :] = lines[:cut]
                last, at = place, len(page) - cut
                continue
            at = self.chance.choice([0, self.chance.randint(0, at), at]) if not own_end else 0
            page[at:at] = lines
            last = place


def flattened(rows: list[Indicator], *, numbered: bool = False, titled: bool = False, apart: bool = False) -> list[str]:
    """An indicator table column by column: names, units (in brackets behind the names, or *apart*), baseline,
    target, nature, each under its heading."""
    names = [f"{row.name}（{row.unit}）" if row.unit and not apart else row.name for row in rows]
    columns = [["指 标", *names], *([["单 位", *(row.unit or "—" for row in rows)]] if apart else [])]
    columns += [["2020年", *(row.baseline or "" for row in rows)]]
    columns += [["2025年", *(row.target for row in rows)], ["属 性", *(row.nature for row in rows)]]
    lines = [line for column in columns for line in column if line]
    serials = [str(place) for place in range(1, len(rows) + 1)] if numbered else []
    return [*serials, *lines, *(["“十四五”主要指标"] if titled else [])]
