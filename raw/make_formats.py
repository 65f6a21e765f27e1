"""The samples in forms other than text: PDF, scan, HTML, DOCX and OFD, of the plans in formats.yml.

:func:`samples` gives their bytes, the same on every run. ``raw/make_samples.py`` writes them.
"""

from __future__ import annotations

import io
import random
import zipfile
from html import escape
from pathlib import Path
from typing import Any

import pypdfium2
import yaml
from pdf_writer import A4, RED, Page, pdf, width, wrapped
from PIL import Image, ImageFilter

HERE = Path(__file__).parent
Held = dict[str, Any]
_HAN = "一二三四五六七八九十"
#: Every entry of an archive is of this moment, so that an archive is the same on every run.
_MOMENT = (2026, 1, 1, 0, 0, 0)


def load() -> dict[str, Held]:
    """The plans by name."""
    held: dict[str, Held] = yaml.safe_load((HERE / "formats.yml").read_text(encoding="utf-8"))
    return held


def samples() -> dict[str, bytes]:
    """By path below ``raw``: the bytes of each sample. The scan stands apart, for reading it needs the extra ocr."""
    plans = load()
    return {
        "samples/official.pdf": pdf(official(plans["official"])),
        "samples/gazette.pdf": pdf(gazette(plans["gazette"])),
        "samples/webpage.html": webpage(plans["web"]),
        "samples/notice.docx": word(plans["word"]),
        "samples/notice.ofd": ofd(plans["ofd"]),
        "scans/notice.pdf": scanned(official(plans["scan"])),
    }


def paragraphs(plan: Held) -> list[str]:
    """The numbered paragraphs of a plan: 一、 and （一）."""
    found = []
    for number, section in enumerate(plan["sections"]):
        found.append(f"{_HAN[number]}、{section['heading']}")
        for item, (title, text, note) in enumerate(section["items"]):
            found.append(f"（{_HAN[item]}）{title}。{text}{note}")
    return found


def notice(plan: Held) -> list[str]:
    """The words of the notice that issues a plan, from the addressees on."""
    return [
        "各县（区）人民政府，市政府各部门、各直属机构：",
        f"现将《{plan['title']}》印发给你们，请认真组织实施。",
    ]


# --- PDF


def official(plan: Held) -> list[Page]:
    """A one-column official document with a red head (GB/T 9704—2012)."""
    left, right, leading, size = 79.0, 527.0, 28.95, 16.0
    pages = [Page()]
    mark = f"{plan['issuer']}文件"
    big = min(44.0, 440 / len(mark))
    pages[0].write(mark, (A4[0] - width(mark, big)) / 2, 130, big, colour=RED)
    pages[0].write(plan["number"], (A4[0] - width(plan["number"], size)) / 2, 190, size)
    pages[0].rule(left, 200, right, 200, colour=RED, weight=1.5)
    rows: list[tuple[str, float, float]] = [("", 0, 0)] * 4
    for title in (f"{plan['issuer']}关于印发《{plan['title']}》的通知", plan["title"]):
        rows += [(line, (A4[0] - width(line, 22)) / 2, 22.0) for line in wrapped(title, 22, 400)] + [("", 0, 0)]
        if title != plan["title"]:
            rows += _rows(notice(plan)[:1], left, right, size, 0) + _rows(notice(plan)[1:], left, right, size)
            for text in (plan["issuer"], plan["issued"]):
                rows.append((text, right - 64 - width(text, size), size))
            rows.append(("", 0, 0))
    rows += _rows(paragraphs(plan), left, right, size)
    for place, (text, x, height) in enumerate(rows):
        page, row = divmod(place, 22)
        if page == len(pages):
            pages.append(Page())
        pages[page].write(text, x, 120 + row * leading, height)
    for number, page_ in enumerate(pages, 1):
        page_.write(f"— {number} —", right - 60 if number % 2 else left + 16, 780, 14)
    return pages


def _rows(texts: list[str], left: float, right: float, size: float, indent: int = 2) -> list[tuple[str, float, float]]:
    """The lines of paragraphs, with their places and sizes."""
    return [
        (line, left if place else left + indent * size, size)
        for text in texts
        for place, line in enumerate(wrapped(text, size, right - left, indent * size))
    ]


def gazette(plan: Held) -> list[Page]:
    """A page of a gazette in two columns, with a framed box and a table of indicators over both."""
    left, gap, size, leading = 62.0, 20.0, 10.5, 16.3
    room = A4[0] - 2 * left
    column = (room - gap) / 2
    page = Page()
    page.write("云溪市人民政府公报", left, 60, 9)
    page.rule(left, 66, left + room, 66)
    page.write("·21·", (A4[0] - width("·21·", 9)) / 2, 806, 9)
    y = 100.0
    for line in wrapped(f"{plan['issuer']}关于印发《{plan['title']}》的通知", 17, 400):
        page.write(line, (A4[0] - width(line, 17)) / 2, y, 17)
        y += 27
    page.write(plan["number"], (A4[0] - width(plan["number"], size)) / 2, y, size)
    y += 2 * leading
    rows = _rows(notice(plan)[:1], 0, column, size, 0) + _rows(notice(plan)[1:], 0, column, size)
    rows += [(text, column - 21 - width(text, size), size) for text in (plan["issuer"], plan["issued"])]
    rows += [(line, (column - width(line, 14)) / 2, 14.0) for line in wrapped(plan["title"], 14, column - 28)]
    rows += _rows(paragraphs(plan), 0, column, size)
    half = (len(rows) + 1) // 2
    for place, (text, x, height) in enumerate(rows):
        side, row = divmod(place, half)
        page.write(text, left + side * (column + gap) + x, y + row * leading, height)
    y += half * leading + 10
    lines = [(plan["box"]["name"], (room - width(plan["box"]["name"], size)) / 2, size)]
    lines += _rows(plan["box"]["items"], 10, room - 20, size)
    page.rectangle(left, y - leading, left + room, y + len(lines) * leading - leading / 2)
    for row, (text, x, height) in enumerate(lines):
        page.write(text, left + x, y + row * leading, height)
    _table(page, plan["table"], left, y + (len(lines) + 1) * leading, room)
    return [page]


def _table(page: Page, table: Held, left: float, y: float, room: float) -> None:
    size, pitch = 10.5, 21.0
    page.write(table["caption"], (A4[0] - width(table["caption"], size)) / 2, y, size)
    xs = [left + room * share for share in (0, 0.4, 0.55, 0.7, 0.85, 1)]
    top, bottom = y + 8, y + 8 + len(table["rows"]) * pitch
    for x in xs:
        page.rule(x, top, x, bottom)
    for row in range(len(table["rows"]) + 1):
        page.rule(left, top + row * pitch, left + room, top + row * pitch)
    for row, cells in enumerate(table["rows"]):
        for place, text in enumerate(cells):
            page.write(text, xs[place] + 5, top + row * pitch + 14, size)


def scanned(pages: list[Page], dpi: int = 150) -> bytes:
    """*pages* as a scanner sees them: tilted by half a degree, blurred and grainy."""
    document = pypdfium2.PdfDocument(pdf(pages))
    chance = random.Random(6)
    made = []
    for sheet in document:
        clean = sheet.render(scale=dpi / 72).to_pil().convert("RGB")
        tilted = clean.rotate(-0.5, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        grain = Image.frombytes("L", (256, 256), chance.randbytes(256 * 256)).resize(tilted.size)
        picture = Image.blend(tilted.filter(ImageFilter.GaussianBlur(0.6)), grain.convert("RGB"), 0.04)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=60)
        page = Page()
        page.show(out.getvalue(), picture.size)
        made.append(page)
    document.close()
    return pdf(made)


# --- HTML


def webpage(plan: Held) -> bytes:
    """A page of the city's web site, with its plan and a task table below."""
    lines = [*notice(plan), plan["issuer"], plan["issued"], plan["title"], *paragraphs(plan)]
    rows = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>\n" for row in plan["tasks"])
    text = "\n".join(f"<p>{escape(line)}</p>" for line in lines)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{plan["title"]}_云溪市人民政府</title>'
        '</head>\n<body>\n<div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div>\n'
        f'<h1>{plan["issuer"]}关于印发《{plan["title"]}》的通知</h1>\n<div class="TRS_Editor">\n'
        f'<p>{plan["number"]}</p>\n{text}\n<p>重点任务分工</p>\n<table border="1">\n{rows}</table>\n</div>\n'
        '<div class="footer">主办单位：云溪市人民政府办公室 网站地图</div>\n</body></html>\n'
    ).encode()


# --- ZIP archives of XML


def archive(parts: dict[str, str]) -> bytes:
    """A ZIP archive of *parts* by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content)
    return out.getvalue()


def word(plan: Held) -> bytes:
    """A Word document whose numbers are automatic: they stand in numbering.xml, not in the text."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"

    def paragraph(text: str, level: int | None = None, align: str = "") -> str:
        own = f'<w:jc w:val="{align}"/>' if align else ""
        if level is not None:
            own += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        return f'<w:p><w:pPr>{own}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'

    body = [paragraph(f"{plan['issuer']}关于印发《{plan['title']}》的通知", align="center"), paragraph(plan["number"])]
    body += [paragraph(line) for line in notice(plan)]
    body += [paragraph(plan["issuer"], align="right"), paragraph(plan["issued"], align="right")]
    body.append(paragraph(plan["title"], align="center"))
    for section in plan["sections"]:
        body.append(paragraph(section["heading"], 0))
        body += [paragraph(f"{title}。{text}{note}", 1) for title, text, note in section["items"]]
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, text in enumerate(("%1、", "（%2）"))
    )
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{kind}.{name}+xml"/>'
        for part, name in (("document", "document.main"), ("numbering", "numbering"))
    )
    return archive({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="/word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{w}"><w:body>{"".join(body)}</w:body></w:document>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{w}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/numbering" Target="numbering.xml"/></Relationships>',
    })  # fmt: skip


def ofd(plan: Held) -> bytes:
    """An OFD file (GB/T 33190—2016) of pages with text objects."""
    size, leading, left, room = 5.64, 10.2, 28.0, 158.0  # millimetres
    rows: list[tuple[str, float]] = []
    for title in (f"{plan['issuer']}关于印发《{plan['title']}》的通知", plan["title"]):
        rows += [(line, (210 - width(line, size)) / 2) for line in wrapped(title, size, 130)]
        if title != plan["title"]:
            rows.append((plan["number"], (210 - width(plan["number"], size)) / 2))
            for place, text in enumerate(notice(plan)):
                rows += [(line, x) for line, x, _ in _rows([text], left, left + room, size, 2 * place)]
            rows += [(text, left + room - 20 - width(text, size)) for text in (plan["issuer"], plan["issued"])]
    rows += [(line, x) for line, x, _ in _rows(paragraphs(plan), left, left + room, size)]
    spaces = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    pages = [rows[start : start + 24] for start in range(0, len(rows), 24)]
    parts = {
        "OFD.xml": f'<ofd:OFD {spaces} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>'
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {spaces}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    high = size * 1.3
    for number, page in enumerate(pages):
        objects = "".join(
            f'<ofd:TextObject ID="{100 + n}" Boundary="{x:.2f} {30 + n * leading - size:.2f} '
            f'{width(text, size) + 1:.2f} {high:.2f}" Font="9" Size="{size}">'
            f'<ofd:TextCode X="0" Y="{size:.2f}" DeltaX="'
            + " ".join(f"{width(char, size):.3f}" for char in text[:-1])
            + f'">{escape(text)}</ofd:TextCode></ofd:TextObject>'
            for n, (text, x) in enumerate(page)
        )
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page {spaces}><ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    return archive(parts)
