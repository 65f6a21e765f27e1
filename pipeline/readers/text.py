"""Plain text, text flattened from a PDF, and Markdown as OCR writes it, all read line by line.

A Markdown parser would eat list numbers and turn indents into code, so its marks are only noted
(``RawLine.marks``): they are no print. Neither are the zero-width characters that web pages are strewn with.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain

from pipeline.models import Page, Place, RawLine, Reading, UnreadableSource
from pipeline.readers.encoding import LINE_END, decode
from pipeline.readers.markdown_tables import HAS_TABLES, with_cells

#: No printed line is as long; a longer one is data, not print, and would only cost time.
MAX_LINE = 1_000_000

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+\S")
_HEADING_END = re.compile(r"\s#+\s*$")
# CommonMark 0.31.2, 6.2: a run that opens has no space behind it, one that closes none before it.
_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+)(?<=\S)\1")
_MARKDOWN = re.compile(r"^ {0,3}#{1,6}\s+\S|\*\*\S[^*\n]*\*\*", re.MULTILINE)


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
    _refuse_overlong(text)
    markdown = ("#" in text or "**" in text) and bool(_MARKDOWN.search(text))
    invisible = bool(_INVISIBLE.search(text))
    gazette = _pages_start_with_a_space(text)
    pages: list[list[RawLine]] = [[]]
    marked = markdown or invisible
    number = gap = 0
    for sheet_no, sheet in enumerate(text.split("\f")):
        if sheet_no:
            gap = 0
            if pages[-1]:
                pages.append([])
        for printed in LINE_END.split(sheet):
            number += 1
            stripped = printed.strip()
            if not stripped:
                gap += 1
                continue
            if gazette and printed[0] == " " and printed[1] not in " \u3000" and pages[-1]:
                pages.append([])
            start = printed.index(stripped[0])
            place = Place(len(pages), start, number, start + len(stripped), number)
            indent = _indent(printed, start) if start else 0.0
            marks = _marks(stripped, markdown=markdown) if marked else ()
            pages[-1].append(RawLine(stripped, place, gap, indent, marks))
            gap = 0
        # A form feed ends a page, not a line of the file.
        number -= 1
    if ("--" in text or "<" in text) and HAS_TABLES.search(text):
        markdown = True
        tables = 1
        for page, lines in enumerate(pages):
            pages[page] = with_cells(lines, tables)
            tables = max((line.cell.table + 1 for line in pages[page] if line.cell), default=tables)
    kept = tuple(Page(n, tuple(lines)) for n, lines in enumerate((p for p in pages if p), 1))
    kind = "text/markdown" if markdown else "text/plain"
    return Reading("text", kind, kept, paged=len(kept) > 1, findings=findings)


def _indent(printed: str, start: int) -> float:
    """White space before the text, in full-width characters; a tab stands for two."""
    return sum(2.0 if c == "\t" else 1.0 if unicodedata.east_asian_width(c) == "F" else 0.5 for c in printed[:start])


def _pages_start_with_a_space(text: str) -> bool:
    """Whether single leading spaces mark page starts: the first printed line has one, few others do."""
    if not _starts_with_one_space(text.lstrip("\ufeff\r\n").split("\n", 1)[0]):
        return False
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    if len(lines) < 40:
        return False
    starts = sum(map(_starts_with_one_space, lines))
    return 2 <= starts <= len(lines) // 10


def _starts_with_one_space(line: str) -> bool:
    return len(line) > 1 and line[0] == " " and line[1] not in " \u3000\t"


def _refuse_overlong(text: str) -> None:
    if len(text) <= MAX_LINE:
        return
    start = 0
    for number, match in enumerate(chain(LINE_END.finditer(text), (None,)), 1):
        end = match.start() if match else len(text)
        if end - start > MAX_LINE:
            raise UnreadableSource(
                f"Line {number} has {end - start:,} characters, which is no printed text; "
                "check what wrote the file and break its lines."
            )
        start = match.end() if match else end


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
    for bold in _BOLD.finditer(line):
        width = len(bold[1])
        spans += [(bold.start(), bold.start() + width), (bold.end() - width, bold.end())]
    return tuple(sorted(spans))
