"""Random plans of an invented city, typeset as PDF: as a one-column official document after GB/T 9704—2012, and as
a two-column gazette with running heads and feet, framed boxes and an indicator table over two pages; and as scans of
these. With what an extraction must say.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from datetime import date
from itertools import count

import numpy as np
import pypdfium2
from gazettes import BOX_SENTENCES, BOX_TITLES, NATURES, OFFICES, Indicator
from PIL import Image, ImageFilter
from plans import DEEDS, THINGS, Plan, han, random_plan

from raw.pdf_writer import A4, RED, Page, pdf, width, wrapped

#: Ways in which a box is set apart.
FRAMES = ("rectangle", "four rules", "ground", "rounded", "title on a ground")
#: A plan has at least so many measures.
FEWEST = 15
SAND, GREY = (0.98, 0.94, 0.85), (0.85, 0.87, 0.9)


@dataclass
class Printed:
    """What is typeset, and what must come out: ``sections`` are (path, heading), ``measures`` (path, text), boxes
    and their items among them; ``units`` (path, role, surface)."""

    pages: list[Page]
    title: str
    issuer: str
    number: str
    issued_on: date
    sections: list[tuple[str, str]]
    measures: list[tuple[str, str]]
    units: list[tuple[str, str, str]]
    indicators: list[Indicator] = field(default_factory=list)

    def pdf(self) -> bytes:
        """The file."""
        return pdf(self.pages)

    def scan(self, *, tilt: float = 0.5, noise: float = 8.0, dpi: int = 170, turned: int = 0) -> bytes:
        """The file of a scan: *tilt* in degrees, *noise* as its standard deviation of 255, the sheets fed *turned*
        degrees anticlockwise."""
        return scanned(self.pdf(), tilt=tilt, noise=noise, dpi=dpi, turned=turned)


def scanned(data: bytes, *, tilt: float = 0.5, noise: float = 8.0, dpi: int = 170, turned: int = 0) -> bytes:
    """The PDF that a scanner makes of the pages of the PDF *data*."""
    document = pypdfium2.PdfDocument(data)
    chance = np.random.default_rng(1)
    pages = []
    for sheet in document:
        clean = sheet.render(scale=dpi / 72).to_pil().convert("RGB")
        tilted = clean.rotate(-tilt, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        blurred = np.asarray(tilted.filter(ImageFilter.GaussianBlur(0.6)), np.float32)
        noisy = blurred + chance.normal(0, noise, blurred.shape).astype(np.float32)
        picture = Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).rotate(turned, expand=True)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=80)
        page = Page(picture.width * 72 / dpi, picture.height * 72 / dpi)
        page.show(out.getvalue(), picture.size)
        pages.append(page)
    document.close()
    return pdf(pages)


class _Maker:
    """What both layouts draw at random from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        drawn = (random_plan(1000 * seed + place) for place in count())
        self.plan: Plan = next(plan for plan in drawn if len(plan.measures) >= FEWEST)
        self.issuer, code = self.chance.choice(OFFICES)
        self.number = f"{code}〔2023〕{self.chance.randint(1, 99)}号"
        self.issued_on = date(2023, self.chance.randint(1, 12), self.chance.randint(1, 28))
        self.boxes: list[tuple[str, str]] = []
        self.items: list[tuple[str, str]] = []

    @property
    def day(self) -> str:
        return f"{self.issued_on.year}年{self.issued_on.month}月{self.issued_on.day}日"

    def filled(self, form: str) -> str:
        while "{" in form:
            form = form.replace("{thing}", self.chance.choice(THINGS), 1)
            form = form.replace("{deed}", self.chance.choice(DEEDS), 1)
        return form

    def box(self, number: int) -> tuple[str, list[str]]:
        """The name of a box and its paragraphs."""
        heading = self.filled(self.chance.choice(BOX_TITLES))
        path = f"box{number}"
        self.boxes.append((path, heading))
        paragraphs = []
        way = self.chance.choice(["numbered", "untitled", "headings"])
        for group in range(1, 3 if way == "headings" else 2):
            above = f"{path}.{group}" if way == "headings" else path
            if way == "headings":
                name = self.filled("{thing}{deed}类")
                self.boxes.append((above, name))
                paragraphs.append(f"{han(group)}、{name}")
            for item in range(1, self.chance.randint(3, 5)):
                said = self.filled("{deed}{thing}项目。")
                said += "".join(f"{self.filled(form)}。" for form in self.chance.choices(BOX_SENTENCES, k=2))
                self.items.append((f"{above}.{item}", said))
                paragraphs.append(said if way == "untitled" else f"{item}．{said}")
        return f"专栏{number} {heading}", paragraphs

    def table(self) -> list[Indicator]:
        rows = []
        for place in range(self.chance.randint(8, 12)):
            unit = self.chance.choice(["%", "万亩", "处", "公里"])
            name = self.filled("{thing}{deed}") + ("率" if unit == "%" else "数") + han(place + 1)
            baseline, target = (self.chance.choice(["90", "＞95", "37.5", "100", "1200"]) for _ in range(2))
            rows.append(Indicator(name, unit, baseline, target, self.chance.choice(NATURES)))
        return rows

    def printed(self, pages: list[Page], indicators: list[Indicator]) -> Printed:
        return Printed(
            pages,
            self.plan.title,
            self.issuer,
            self.number,
            self.issued_on,
            [(path, heading) for path, heading, _ in self.plan.sections] + self.boxes,
            [(path, text) for path, text, _ in self.plan.measures] + self.items,
            [(path, role.value, unit) for path, _, units in self.plan.measures for role, unit in units],
            indicators,
        )


# --- the one-column official document


def official(seed: int) -> Printed:
    """A notice with its plan (GB/T 9704—2012): red head, number, title, addressee, text, signature, date, page
    numbers; the plan begins on a page of its own or behind the date."""
    return _Official(seed).made()


class _Official(_Maker):
    left, right, top, leading, rows, size = 79.0, 527.0, 120.0, 28.95, 22, 16.0

    def made(self) -> Printed:
        self.pages: list[Page] = []
        self._turn()
        page = self.pages[-1]
        mark = f"{self.issuer}文件"
        size = min(44.0, 440 / len(mark))
        page.write(mark, (A4[0] - width(mark, size)) / 2, 130, size, colour=RED)
        page.write(self.number, (A4[0] - width(self.number, 16)) / 2, 190, 16)
        page.rule(self.left, 200, self.right, 200, colour=RED, weight=1.5)
        self.row = 4
        self._title(f"{self.issuer}关于印发《{self.plan.title}》的通知")
        self._paragraph("各县（区）人民政府，市政府各部门、各直属机构：", indent=0)
        self._paragraph(f"《{self.plan.title}》已经市政府同意，现印发给你们，请认真组织实施。")
        for text in (self.issuer, self.day):
            self._line(text, self.right - 64 - width(text, self.size))
        if self.chance.random() < 0.7:
            self._turn()
        else:
            self.row += 1
        self._title(self.plan.title)
        for text, _ in self.plan.paragraphs:
            self._paragraph(text)
        return self.printed(self.pages, [])

    def _turn(self) -> None:
        self.pages.append(Page())
        self.row = 0
        number = f"— {len(self.pages)} —"
        x = self.right - 16 - width(number, 14) if len(self.pages) % 2 else self.left + 16
        self.pages[-1].write(number, x, self.top + self.rows * self.leading + 20, 14)

    def _line(self, text: str, x: float, size: float = 16.0) -> None:
        if self.row >= self.rows:
            self._turn()
        self.pages[-1].write(text, x, self.top + self.row * self.leading, size)
        self.row += 1

    def _title(self, text: str) -> None:
        self.row += 1
        lines = wrapped(text, 22, 400)
        if self.row + len(lines) > self.rows:
            self._turn()
        for line in lines:
            self._line(line, (A4[0] - width(line, 22)) / 2, 22)
        self.row += 1

    def _paragraph(self, text: str, indent: int = 2) -> None:
        for place, line in enumerate(wrapped(text, self.size, self.right - self.left, indent * self.size)):
            self._line(line, self.left + (indent * self.size if not place else 0))


# --- the two-column gazette


def gazette(seed: int) -> Printed:
    """A plan in a gazette: see :class:`_Gazette`."""
    return _Gazette(seed).made()


@dataclass
class _Float:
    """A box or table over both columns, ``parts`` of which stand at the edges of as many pages: each is a height
    and what draws it from a given y on."""

    parts: list[tuple[float, object]]


class _Gazette(_Maker):
    left, gap, top, bottom = 62.0, 20.0, 96.0, 770.0

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.size = self.chance.choice([10.5, 11.0])
        self.leading = self.size * 1.55
        self.column = (A4[0] - 2 * self.left - self.gap) / 2
        self.first = self.chance.randint(3, 40)
        self.style = self.chance.choice(FRAMES)
        self.pages: list[Page] = []
        self.floats: list[_Float] = []
        self.pending: list[tuple[float, object]] = []

    def made(self) -> Printed:
        rows = self.table()
        boxes = [(*self.box(number), self.chance.choice(FRAMES)) for number in range(1, 4)]
        inline = dict(zip(sorted(self.chance.sample(range(6, 60), 1)), boxes[:1], strict=True))
        self.floats = [self._table(rows), *(self._wide_box(*box) for box in boxes[1:])]
        self.chance.shuffle(self.floats)
        self._turn()
        self._masthead()
        printed = 0
        for text, _ in self.plan.paragraphs:
            for place, line in enumerate(wrapped(text, self.size, self.column, 2 * self.size)):
                if printed in inline:
                    self._inline_box(*inline.pop(printed))
                self._line(line, 0 if place else 2 * self.size)
                printed += 1
        for box in inline.values():
            self._inline_box(*box)
        while self.floats or self.pending:
            self._turn()
        return self.printed(self.pages, rows)

    # Pages and columns

    def _turn(self) -> None:
        """A new page with its head and foot, and what stands over both columns at its top and its bottom."""
        page = Page()
        self.pages.append(page)
        number = self.first + len(self.pages) - 1
        right = A4[0] - self.left
        page.write("云溪市人民政府公报", self.left, 60, 9)
        page.write("规范性文件", right - width("规范性文件", 9), 60, 9)
        page.rule(self.left, 66, right, 66)
        foot = f"·{number}·"
        page.write(foot, (A4[0] - width(foot, 9)) / 2, 806, 9)
        self.high, self.low = self.top, self.bottom
        if self.pending:
            height, draw = self.pending.pop(0)
            draw(page, self.high)
            self.high += height + self.leading
        elif self.floats and len(self.pages) > 1:
            (height, draw), *self.pending = self.floats.pop(0).parts
            if self.pending or self.chance.random() < 0.5:
                self.low -= height + self.leading
                draw(page, self.low + self.leading / 2)
            else:
                draw(page, self.high)
                self.high += height + self.leading
        self.side, self.y = 0, self.high + self.leading

    @property
    def x(self) -> float:
        return self.left + self.side * (self.column + self.gap)

    def _next_column(self) -> None:
        if self.side:
            self._turn()
        else:
            self.side, self.y = 1, self.high + self.leading

    def _line(self, text: str, indent: float, size: float | None = None) -> None:
        if self.y > self.low:
            self._next_column()
        self.pages[-1].write(text, self.x + indent, self.y, size or self.size)
        self.y += self.leading

    def _masthead(self) -> None:
        page, middle = self.pages[-1], A4[0] / 2
        self.high += 10
        for line in wrapped(f"{self.issuer}关于印发《{self.plan.title}》的通知", 17, 400):
            self.high += 27
            page.write(line, middle - width(line, 17) / 2, self.high, 17)
        self.high += 24
        page.write(self.number, middle - width(self.number, self.size) / 2, self.high, self.size)
        self.high += self.leading
        self.y = self.high + self.leading
        self._line("各县（区）人民政府，市政府各部门：", 0)
        for place, line in enumerate(
            wrapped(f"现将《{self.plan.title}》印发给你们，请认真组织实施。", self.size, self.column, 2 * self.size)
        ):
            self._line(line, 0 if place else 2 * self.size)
        for text in (self.issuer, self.day):
            self._line(text, self.column - 2 * self.size - width(text, self.size))
        self.y += self.leading
        for line in wrapped(self.plan.title, 14, self.column - 28):
            self.y += 4
            self._line(line, (self.column - width(line, 14)) / 2, 14)
        self.y += self.leading

    # Boxes

    def _box_lines(self, name: str, paragraphs: list[str], room: float) -> list[tuple[float, str]]:
        """The lines of a box that is *room* wide within, each with its indent; the name in the middle."""
        room -= self.size  # a mark that must not start a line stands within the frame
        names = wrapped(name, self.size, room - 3 * self.size)
        lines = [((room - width(line, self.size)) / 2, line) for line in names]
        for text in paragraphs:
            for place, line in enumerate(wrapped(text, self.size, room, 2 * self.size)):
                lines.append((0 if place else 2 * self.size, line))
        return lines

    def _inline_box(self, name: str, paragraphs: list[str], style: str) -> None:
        """A box within a column; what does not fit goes on in the next one in a frame of its own."""
        lines = self._box_lines(name, paragraphs, self.column - 16)
        names = len(wrapped(name, self.size, self.column - 16 - 4 * self.size))
        while lines:
            room = int((self.low - self.y - 14) / self.leading)
            if room < names + 2:
                self._next_column()
                continue
            part, lines = lines[:room], lines[room:]
            top = self.y - self.leading + 4
            self._frame(self.pages[-1], self.x, top, self.column, len(part) * self.leading + 10, style, names)
            for place, (indent, text) in enumerate(part):
                self.pages[-1].write(text, self.x + 8 + indent, top + 4 + (place + 0.75) * self.leading, self.size)
            self.y = top + len(part) * self.leading + 10 + self.leading + 4
            names = 0

    def _wide_box(self, name: str, paragraphs: list[str], style: str) -> _Float:
        room = A4[0] - 2 * self.left - 20
        lines = self._box_lines(name, paragraphs, room)
        names = len(wrapped(name, self.size, room - 4 * self.size))
        spread = self.chance.random() < 0.6 and len(lines) > names + 4
        cut = self.chance.randint(names + 2, len(lines) - 2) if spread else len(lines)
        parts = []
        for own, titles in ((lines[:cut], names), (lines[cut:], 0)):
            if own:
                parts.append((len(own) * self.leading + 12, self._wide_part(own, style, titles)))
        return _Float(parts)

    def _wide_part(self, lines: list[tuple[float, str]], style: str, names: int) -> object:
        def draw(page: Page, y: float) -> None:
            height = len(lines) * self.leading + 10
            self._frame(page, self.left, y, A4[0] - 2 * self.left, height, style, names)
            for place, (indent, text) in enumerate(lines):
                page.write(text, self.left + 10 + indent, y + 4 + (place + 0.75) * self.leading, self.size)

        return draw

    def _frame(self, page: Page, x: float, y: float, across: float, down: float, style: str, names: int) -> None:
        if style == "rectangle":
            page.rectangle(x, y, x + across, y + down)
        elif style == "four rules":
            for ends in ((x, y, x + across, y), (x, y + down, x + across, y + down)):
                page.rule(*ends)
            for ends in ((x, y, x, y + down), (x + across, y, x + across, y + down)):
                page.rule(*ends)
        elif style == "ground":
            page.rectangle(x, y, x + across, y + down, fill=SAND, stroke=None)
        elif style == "rounded":
            page.rounded(x, y, x + across, y + down)
        else:
            if names:
                page.rectangle(x, y, x + across, y + 4 + names * self.leading, fill=GREY, stroke=None)
            page.rectangle(x, y, x + across, y + down)

    # The indicator table

    def _table(self, rows: list[Indicator]) -> _Float:
        half = self.chance.randint(3, len(rows) - 3)
        again = self.chance.random() < 0.5
        parts = [self._table_part(rows[:half], caption=True, heads=True)]
        parts.append(self._table_part(rows[half:], caption=False, heads=again))
        return _Float(parts)

    def _table_part(self, rows: list[Indicator], *, caption: bool, heads: bool) -> tuple[float, object]:
        cells = [[row.name, row.unit or "—", row.baseline or "—", row.target, row.nature] for row in rows]
        if heads:
            cells.insert(0, ["指标名称", "单位", "2020年", "2025年", "属性"])
        across = A4[0] - 2 * self.left
        xs = [self.left + across * share for share in (0, 0.4, 0.55, 0.7, 0.85, 1)]
        pitch = self.leading + 6
        above = self.leading + 6 if caption else 0

        def draw(page: Page, y: float) -> None:
            if caption:
                text = "“十四五”主要指标"
                page.write(text, (A4[0] - width(text, self.size)) / 2, y + self.leading * 0.8, self.size)
            top = y + above
            for x in xs:
                page.rule(x, top, x, top + len(cells) * pitch)
            for row in range(len(cells) + 1):
                page.rule(xs[0], top + row * pitch, xs[-1], top + row * pitch)
            for row, line in enumerate(cells):
                for column, text in enumerate(line):
                    room = xs[column + 1] - xs[column]
                    x = xs[column] + 5 if not column else xs[column] + (room - width(text, self.size)) / 2
                    page.write(text, x, top + row * pitch + pitch * 0.7, self.size)

        return above + len(cells) * pitch, draw
