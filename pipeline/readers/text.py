"""Plain text, text flattened from a PDF, and Markdown as OCR writes it, all read line by line.

A Markdown parser would eat list numbers and turn indents into code, so its marks are only noted
(``RawLine.marks``): they are no print. Neither are the zero-width characters that web pages are strewn with.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.models import Page, Place, RawLine, Reading, UnreadableSource
from pipeline.readers import loose_tables, markdown_tables
from pipeline.readers.encoding import decode, lines_of
from pipeline.readers.unbroken import parted

#: No printed line is as long; a longer one is data, not print, and would only cost time.
MAX_LINE = 1_000_000

_INVISIBLES = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_INVISIBLE = re.compile(f"[{_INVISIBLES}]+")
# CommonMark 0.31.2, 4.2 wants white space behind the run; programs that read scans leave it out before Han.
# #云溪# is a topic.
_HASHES = r" {0,3}(#{1,6})(?:\s+\S|(?=(?:\*\*)?[一-鿿（(《“][^#\n]*$))"
_HEADING = re.compile(_HASHES)
_HEADING_END = re.compile(r"\s#+\s*$")
# 6.2: a run that opens has no space behind it, one that closes none before it.
_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+)(?<=\S)\1")
# 6.2 and 5.1: a line in italics, as notes are set, and the mark of a quotation ahead of a line.
_ITALIC = re.compile(r"([*_])(?=[^\s*_])(?:(?!\1).)+(?<=\S)\1$")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")  # 2.4: 1\. opens no list
_QUOTATION = re.compile(r"(?:>[ \t]?)+(?=\S)")
# 5.2: a bullet and the white space behind it; - 3 - is a page's number.
_BULLET = re.compile(r"[-*+]\s+(?=\S)(?!\d+\s*-$)")
# A figure set as a formula, whose digits are often set apart: $90\%$, $1 8 . 5 \%$.
_FIGURE = re.compile(r"\$[ \t]*\d[\d \t.,]{0,40}(?:\\?%[ \t]*)?\$")
_OF_FORMULA = re.compile(r"[$\\ \t]+")
_MARKDOWN = re.compile(rf"^{_HASHES}|\*\*\S[^*\n]*\*\*", re.MULTILINE)
_PAGE_START = re.compile("\n [^ \u3000\t\r\n]")


def read(data: bytes) -> Reading:
    """The pages and lines of a text file.

    Pages are parted by form feeds, or by lines that start with one space where the file's first line does
    (text flattened from a gazette's PDF); else the file is one page. ``Place.top`` is the line's number in
    the file, ``x0`` and ``x1`` the columns of its first and after its last character.

    Raises:
        UnreadableSource: the bytes are no text, hold nothing but white space, or a line beyond all print.
    """
    text, _, findings = decode(data)
    if not text or text.isspace():
        raise UnreadableSource("The file holds nothing but white space; fetch it again.")
    markdown = (("#" in text or "**" in text) and bool(_MARKDOWN.search(text))) or (
        "$" in text and bool(_FIGURE.search(text))
    )
    marked = markdown or any(char in text for char in _INVISIBLES)
    gazette = _pages_start_with_a_space(text)
    make = tuple.__new__  # half the time of calling a named tuple, of which every line takes two
    pages: list[list[RawLine]] = [[]]
    first = 1  # the number of a sheet's first line
    for sheet in text.split("\f"):
        lines = lines_of(sheet)
        if len(sheet) > MAX_LINE:
            _refuse_overlong(lines, first)
        if pages[-1]:
            pages.append([])
        page = pages[-1]
        gap = 0
        for number, printed in enumerate(lines, first):
            stripped = printed.strip()
            if not stripped:
                gap += 1
                continue
            start, indent = 0, 0.0
            if printed is not stripped and printed[0] != stripped[0]:
                start = len(printed) - len(printed.lstrip())
                indent = _indent(printed, start)
                if gazette and printed[0] == " " and printed[1] not in " \u3000" and page:
                    page = []
                    pages.append(page)
            place = make(Place, (len(pages), start, number, start + len(stripped), number))
            marks = _marks(stripped, markdown=markdown) if marked else ()
            page.append(make(RawLine, (stripped, place, gap, indent, marks, None, False, False, None)))
            gap = 0
        # A form feed ends a page, not a line of the file.
        first += len(lines) - 1
    if markdown_tables.may_have(text):
        markdown = markdown or "|" in text or "<" in text
        tables = 1
        for at, page in enumerate(pages):
            pages[at] = markdown_tables.with_cells(page, tables)
            tables = max((line.cell.table + 1 for line in pages[at] if line.cell), default=tables)
    if any(nature in text for nature in loose_tables.NATURES):
        tables = max((line.cell.table + 1 for page in pages for line in page if line.cell), default=1)
        for at, page in enumerate(pages):
            pages[at] = loose_tables.with_cells(page, tables)
            if pages[at] is not page:
                tables = max(line.cell.table + 1 for line in pages[at] if line.cell)
    pages = [parted(page) for page in pages]
    kept = tuple(Page(n, tuple(lines)) for n, lines in enumerate((p for p in pages if p), 1))
    kind = "text/markdown" if markdown else "text/plain"
    return Reading("text", kind, kept, paged=len(kept) > 1, findings=findings)


def _indent(printed: str, start: int) -> float:
    """White space before the text, in full-width characters; a tab stands for two."""
    return sum(2.0 if c == "\t" else 1.0 if unicodedata.east_asian_width(c) == "F" else 0.5 for c in printed[:start])


def _pages_start_with_a_space(text: str) -> bool:
    """Whether single leading spaces mark page starts: the first printed line has one, few others do."""
    if not _PAGE_START.match("\n" + text.lstrip("\ufeff\r\n")[:2]):
        return False
    starts = len(_PAGE_START.findall("\n" + text))
    lines = sum(map(bool, map(str.strip, text.split("\n"))))
    return lines >= 40 and 2 <= starts <= lines // 10


def _refuse_overlong(lines: list[str], first: int) -> None:
    for number, line in enumerate(lines, first):
        if len(line) > MAX_LINE:
            raise UnreadableSource(
                f"Line {number} has {len(line):,} characters, which is no printed text; "
                "check what wrote the file and break its lines."
            )


def _marks(line: str, *, markdown: bool) -> tuple[tuple[int, int], ...]:
    spans = [match.span() for match in _INVISIBLE.finditer(line)]
    if not markdown:
        return tuple(spans)
    heading = _HEADING.match(line)
    if heading:
        spans.append(heading.span(1))
        closing = _HEADING_END.search(line, heading.end())
        if closing:
            spans.append(closing.span())
    elif _BULLET.match(line):
        spans.append((0, 1))
    elif _ITALIC.match(line):
        spans += [(0, 1), (len(line) - 1, len(line))]
    elif quotation := _QUOTATION.match(line):
        spans.append(quotation.span())
    for bold in _BOLD.finditer(line):
        width = len(bold[1])
        spans += [(bold.start(), bold.start() + width), (bold.end() - width, bold.end())]
    if "\\" in line and "$" not in line:
        spans += [match.span() for match in _ESCAPE.finditer(line)]
    for formula in _FIGURE.finditer(line) if "$" in line else ():
        spans += [mark.span() for mark in _OF_FORMULA.finditer(line, *formula.span())]
    return tuple(sorted(spans))
