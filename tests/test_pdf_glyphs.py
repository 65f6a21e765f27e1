"""The characters of a PDF page, read in bulk, are those that pdfium gives one by one."""

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_pages import HEIGHT, LEFT, SIZE, TOP, Sheet, pdf

from pipeline.readers.glyphs import Glyph, Glyphs
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
    """Each printed character with its advance and its baseline, by the calls that declare their types."""
    found = []
    x, y = ctypes.c_double(), ctypes.c_double()
    document = pypdfium2.PdfDocument(data)
    text_page = document[0].get_textpage()
    for index in range(pdfium.FPDFText_CountChars(text_page.raw)):
        code, box = pdfium.FPDFText_GetUnicode(text_page.raw, index), pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(text_page.raw, index, box)
        char = {0: "\ufffd", 2: "-"}.get(code, chr(code))
        if not char.isspace() and char not in "\ufffe\ufeff" and not 0x7F <= code <= 0xA0:
            pdfium.FPDFText_GetCharOrigin(text_page.raw, index, x, y)
            found.append((char, box.left, box.right, round(HEIGHT - y.value, 1), index))
    return found


def in_bulk(data):
    page = pypdfium2.PdfDocument(data)[0]
    text_page = page.get_textpage()
    drawn = drawn_text(text_page.raw, Frame.of(page.raw))
    glyphs = drawn.glyphs.chosen(drawn.upright)
    return list(zip(*glyphs, strict=True))


@pytest.mark.parametrize("line", LINES, ids=ascii)
def test_characters_come_with_their_boxes(line):
    data = pdf([Sheet().write(line, LEFT, TOP).write("meter 云溪", LEFT, TOP + 30)])
    assert in_bulk(data) == one_by_one(data)
    assert in_bulk(data)


PIECES = st.tuples(
    st.sampled_from([16.0, 14.0, 9.0]),
    st.sampled_from([0.0, 2.5, SIZE]),  # how far below the piece before it
    st.one_of(
        st.tuples(st.just("F1"), st.text(st.sampled_from("云溪市、，-—ab 1𠮷\u3000ﬁ\u0002"), min_size=1)),
        st.tuples(st.just("F2"), st.text(st.sampled_from("ab-1gQ ("), min_size=1)),
    ),
)


@given(st.lists(PIECES, min_size=1, max_size=8))
def test_whatever_is_written_is_read(pieces):
    sheet, x, y = Sheet(), LEFT, TOP
    for size, down, (font, text) in pieces:
        x, y = x if down < SIZE else LEFT, y + down
        sheet.write(text, x, y, size, font=font)
        x += size * len(text)
    data = pdf([sheet])
    assert in_bulk(data) == one_by_one(data)


@pytest.mark.parametrize("places", [(1,), (7, 333)])
def test_few_han_characters_among_many_others_tell_the_em(places):
    wide = [16.0 if n in places else 8.0 for n in range(900)]
    glyphs = Glyphs.of(Glyph("云" if n in places else "1", 20.0 * n, 20.0 * n + wide[n], 0.0, n) for n in range(900))
    assert glyphs.em(1.0) == 16.0
