"""Web pages, saved or as a site sends them: the HTML Standard's parser, then blocks → lines.

A line is what a block or a ``<br>`` ends. What stands outside the article is in the lines too, as
``RawLine.aside``. Tables that lay out the page give their cells' lines, tables of data lines with a ``cell``; a table
of one column is a frame.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.models import Cell, Finding, Page, Place, RawLine, Reading, UnreadableSource
from pipeline.readers.article import UNPRINTED, descendants, find_article
from pipeline.readers.encoding import decode
from pipeline.readers.html_tables import data_cells, is_frame, is_one_line
from pipeline.readers.unbroken import parted

#: The longest page, in characters without embedded images (the longest in the corpus has 0.5 million).
MAX_CHARACTERS = 4_000_000
#: The deepest nesting; browsers stop at 512 (Blink), and the time to parse grows with its square.
MAX_DEPTH = 1_000

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
#: The labels of the Encoding Standard for GBK and GB18030 all mean GB 18030, which holds them.
_GB = frozenset({b"gb2312", b"gbk", b"gb18030", b"gb_2312-80", b"x-gbk", b"chinese", b"csgb2312", b"iso-ir-58"})
_EMBEDDED = re.compile(r"(?<=[\"'(=])data:[\w/+.;=-]{0,80},[A-Za-z0-9+/=%\s]*")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_SPACE = re.compile("[ \t\n\r\f]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")
_STYLE = re.compile(r"text-(align|indent)\s*:\s*([\w.%-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LENGTH = re.compile(r"([\d.]+)\s*(em|rem)?")

_WITHOUT_END = (
    "area base br col embed hr img input link meta param source track wbr p li dt dd rt rp optgroup option colgroup "
    "thead tbody tfoot tr td th html head body"
)
_BLOCK_LEVEL = (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol optgroup option p pre search section "
    "summary table caption colgroup thead tbody tfoot tr td th ul textarea"
)
#: Elements without an end tag, or whose end tag may be left out (HTML Living Standard, 13.1.2).
_UNCLOSED = frozenset(_WITHOUT_END.split())
#: Elements that begin and end a line (HTML Living Standard, 15.3).
_BLOCKS = frozenset(_BLOCK_LEVEL.split())
_PREFORMATTED = frozenset({"pre", "listing", "textarea"})


def read(data: bytes) -> Reading:
    """The lines of a web page, as one page; ``Place.top`` is a line's number among them.

    Raises:
        UnreadableSource: the bytes are no text, the page is too long or nested too deep, or it prints nothing.
    """
    text, findings = _decoded(data)
    if len(text) > MAX_CHARACTERS:
        text = _EMBEDDED.sub("", text)
    if len(text) > MAX_CHARACTERS:
        raise UnreadableSource(
            f"The page has {len(text):,} characters, more than a plan can have ({MAX_CHARACTERS:,}); "
            "save the text of the article alone."
        )
    _refuse_deep(text)
    page = LexborHTMLParser(text)
    body = page.body
    lines = _Walker(find_article(page)).walk(body) if body is not None else []
    if not lines:
        raise UnreadableSource(
            "The page prints no text; its text may be loaded by a script: save the page from a browser once it shows."
        )
    lines = parted(_with_headline(lines, _titles(page)))
    damaged = next((int(line.place.top) for line in lines if "\ufffd" in line.text), None)
    findings = tuple(replace(finding, line_no=damaged) for finding in findings)
    return Reading("html", "text/html", (Page(1, tuple(lines)),), paged=False, findings=findings)


def _decoded(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """The page's text: content that is sound UTF-8 is UTF-8 whatever its label says; else the label is believed
    where it names GB 18030 or a part of it and the bytes are sound; else content decides alone."""
    label = _CHARSET.search(data, 0, 8192)
    if label and label[1].lower() in _GB:
        for name in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(name), ()
            except UnicodeDecodeError:
                continue
    text, _, findings = decode(data)
    return text, findings


def _refuse_deep(text: str) -> None:
    """Refuse what only an attack nests so deep; per name, since a page may forget to close an element."""
    unclosed: Counter[str] = Counter()
    depth = 0
    for match in _TAG.finditer(text):
        name = match[2].lower()
        if name in _UNCLOSED:
            continue
        if not match[1]:
            unclosed[name] += 1
            depth += 1
            if depth > MAX_DEPTH:
                raise UnreadableSource(
                    f"The page nests more than {MAX_DEPTH:,} elements, which no browser shows; "
                    "save the text of the article alone."
                )
        elif unclosed[name]:
            unclosed[name] -= 1
            depth -= 1


def _titles(page: LexborHTMLParser) -> list[str]:
    """What the page calls its article, without white space: ``<title>``, ``<h1>`` and the ArticleTitle of CMS pages
    (政府网站发展指引, 国办发〔2017〕47号, annex 2)."""
    found = [node.text() for node in page.css("title")]
    found += [node.text() for node in page.css("h1")]
    found += [node.attributes.get("content") or "" for node in page.css('meta[name="ArticleTitle" i]')]
    return ["".join(title.split()) for title in found]


def _with_headline(lines: list[RawLine], titles: list[str]) -> list[RawLine]:
    """Take the headline above the article in: the longest line that the page's title opens with or holds."""
    first = next((i for i, line in enumerate(lines) if not line.aside), 0)
    best, most = -1, 0
    for index, line in enumerate(lines[:first]):
        text = "".join(line.text.split())
        if len(text) >= max(most, 1) and any(text in title and 2 * len(text) >= len(title) for title in titles):
            best, most = index, len(text)
    if best >= 0:
        lines[best] = lines[best]._replace(aside=False)
    return lines


class _Walker:
    """Builds lines from nodes in document order. ``styles`` holds what is inherited by the open elements that
    set it: (depth, is centred, indent in characters)."""

    def __init__(self, article: frozenset[int]) -> None:
        self.article = article
        self.lines: list[RawLine] = []
        self.pieces: list[str] = []
        self.depth = 0
        self.inside = 0  # depth of the article's element, 0 outside
        self.hidden = 0  # depth of an element that is not shown
        self.one_line = 0  # depth of a row whose cells are one line
        self.preformatted = 0
        self.styles: list[tuple[int, bool, float]] = [(0, False, 0.0)]
        self.gap = 0
        self.begins = True  # a block begins with the next character
        self.was_centred = False
        self.tables = 0
        self.cells: dict[int, Cell] = {}
        self.cell: list[tuple[int, Cell]] = []
        self.frames = 0
        self.frame = 0  # depth of a frame's table

    def walk(self, body: LexborNode) -> list[RawLine]:
        """The lines of *body*."""
        if body.mem_id in self.article:
            self.inside = -1
        for node, begins in descendants(body):
            if node.is_text_node:
                self._text(node.text_content or "")
            elif begins:
                self.depth += 1
                self._open(node, node.tag or "")
            else:
                self._close(node.tag or "")
                self.depth -= 1
        self._end_line()
        return self.lines

    def _text(self, text: str) -> None:
        if not self.preformatted:
            self.pieces.append(text)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self._end_line()
            self.pieces.append(line)

    def _open(self, node: LexborNode, tag: str) -> None:
        if tag in UNPRINTED or node.is_comment_node:
            return
        if tag == "br":
            self._break()
            return
        attributes = node.attributes
        if not self.inside and node.mem_id in self.article:
            self._end_block()
            self.inside = self.depth
        if not self.hidden and _HIDDEN.search(attributes.get("style") or ""):
            self._end_block()
            self.hidden = self.depth
        if tag not in _BLOCKS:
            return
        if self.one_line:
            self.pieces.append(" ")
            return
        self._end_block()
        self._inherit(tag, attributes)
        if tag == "table" and self.inside and not self.cell:
            cells = data_cells(node, self.tables + 1)
            self.tables += bool(cells)
            self.cells.update(cells)
            if not cells and not self.frame and is_frame(node):
                self.frames += 1
                self.frame = self.depth
        elif tag == "tr" and not self.cell and is_one_line(node, _BLOCKS) and not self.cells:
            self.one_line = self.depth
        elif tag in ("td", "th") and node.mem_id in self.cells:
            self.cell.append((self.depth, self.cells[node.mem_id]))
        elif tag in _PREFORMATTED:
            self.preformatted = self.preformatted or self.depth

    def _close(self, tag: str) -> None:
        if tag in _BLOCKS and (not self.one_line or self.one_line == self.depth):
            self.one_line = 0
            self._end_block()
            if self.styles[-1][0] == self.depth:
                self.styles.pop()
            if self.cell and self.cell[-1][0] == self.depth:
                self.cell.pop()
            if self.preformatted == self.depth:
                self.preformatted = 0
        if tag == "table" and not self.cell:
            self.cells = {}
        if self.frame == self.depth:
            self.frame = 0
        if self.hidden == self.depth:
            self._end_block()
            self.hidden = 0
        if self.inside == self.depth:
            self._end_block()
            self.inside = 0

    def _inherit(self, tag: str, attributes: dict[str, str | None]) -> None:
        _, centred, indent = self.styles[-1]
        if tag in ("table", "td", "th"):
            centred, indent = False, 0.0
        align = attributes.get("align") or ("center" if tag == "center" else "")
        for what, value in _STYLE.findall(attributes.get("style") or ""):
            if what.lower() == "align":
                align = value
            elif length := _LENGTH.match(value):
                # Without the font's size a length in points says only that there is a first-line indent.
                indent = float(length[1]) if length[2] else 2.0 * (float(length[1]) > 0)
        if align:
            centred = align.lower() == "center"
        if (centred, indent) != self.styles[-1][1:]:
            self.styles.append((self.depth, centred, indent))

    def _break(self) -> None:
        if self.one_line:
            self.pieces.append(" ")
        elif not self._end_line():
            self.gap += 1

    def _end_block(self) -> None:
        self._end_line()
        self.begins = True

    def _end_line(self) -> bool:
        """Put the line that ends here with the others; False where it is blank."""
        if not self.pieces:
            return False
        printed = _SPACE.sub(" ", "".join(self.pieces)).strip(" ")
        self.pieces.clear()
        text = printed.strip()
        if not text:
            self.gap += bool(printed)
            return bool(printed)
        _, centred, indent = self.styles[-1]
        leading = printed[: printed.index(text[0])]
        own = sum(1.0 if c == "\u3000" else 0.5 for c in leading)
        number = len(self.lines) + 1
        self.lines.append(
            RawLine(
                text,
                Place(1, len(leading), number, len(leading) + len(text), number),
                self.gap,
                own + (indent if self.begins else 0.0),
                tuple(match.span() for match in _INVISIBLE.finditer(text)),
                self.cell[-1][1] if self.cell else None,
                aside=not self.inside or bool(self.hidden),
                # A title is centred line by line, each in a block of its own.
                opens=(self.begins and not (centred and self.was_centred and not self.gap)) or own >= 1.5,
                frame=self.frames if self.frame else None,
            )
        )
        self.was_centred = centred
        self.begins = False
        self.gap = 0
        return True
