"""The characters of a PDF page, read in bulk, are those that pdfium gives one by one."""

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_pages import LEFT, SIZE, TOP, Sheet, pdf

from pipeline.readers.pdf_glyphs import Frame, drawn_text

LINES = [
    "云溪市推进节水工作",
    "Water-",  # a hyphen at a line's end
    "𠮷田镇",  # beyond the Basic Multilingual Plane
    "ﬁnal ﬂow",  # ligatures come apart
    "云\u0002溪",  # control characters are no text
    "云\u0093溪",
    "\ufffe云溪\ufeff",
    "云\u3000溪\u00a0市",
    "שלום",  # from right to left
    "、，。（1）2.5%",
]


def one_by_one(data):
    """Each printed character with its loose box, by the calls that declare their types."""
    found = []
    document = pypdfium2.PdfDocument(data)
    text_page = document[0].get_textpage()
    for index in range(pdfium.FPDFText_CountChars(text_page.raw)):
        code, box = pdfium.FPDFText_GetUnicode(text_page.raw, index), pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(text_page.raw, index, box)
        char = {0: "\ufffd", 2: "-"}.get(code, chr(code))
        if not char.isspace() and char not in "\ufffe\ufeff" and not 0x7F <= code <= 0xA0:
            found.append((char, box.left, box.right, index))
    return found


def in_bulk(data):
    page = pypdfium2.PdfDocument(data)[0]
    drawn = drawn_text(page.get_textpage(), Frame.of(page))
    glyphs = drawn.glyphs.chosen(drawn.upright)
    return list(zip(glyphs.chars, glyphs.x0, glyphs.x1, glyphs.order, strict=True))


@pytest.mark.parametrize("line", LINES, ids=ascii)
def test_characters_come_with_their_boxes(line):
    data = pdf([Sheet().write(line, LEFT, TOP).write("meter 云溪", LEFT, TOP + 30)])
    assert in_bulk(data) == one_by_one(data)
    assert in_bulk(data)


@given(st.lists(st.text(st.sampled_from("云溪市、，-—ab 1𠮷\u3000ﬁ\u0002"), min_size=1), min_size=1, max_size=6))
def test_whatever_is_written_is_read(lines):
    sheet = Sheet()
    for place, line in enumerate(lines):
        sheet.write(line, LEFT, TOP + place * SIZE, font="F1")
    data = pdf([sheet])
    assert in_bulk(data) == one_by_one(data)
