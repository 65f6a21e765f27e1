"""PDFs that the tests typeset: a page is a list of what it draws, in points from its top left corner.

The font is STSong-Light, not embedded, with the predefined encoding UniGB-UTF16-H (ISO 32000-1, 9.7.5.2): a Han
character is one em wide, an ASCII one half an em.
"""

from __future__ import annotations

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595.0, 842.0
#: GB/T 9704—2012, 5.2 and 6.1: 28 characters of 16 points a line, 22 lines a page.
SIZE, LEFT, TOP, LEADING, PER_LINE, PER_PAGE = 16.0, 73.5, 110.0, 28.95, 28, 22
_NO_START = "，。、；：）》”"


@dataclass
class Sheet:
    """A page; ``content`` is its content stream so far."""

    rotate: int = 0
    picture: bool = False
    content: list[str] = field(default_factory=list)

    def write(self, text, x, y, size=SIZE, advance=0.0, mode=0, angle=(1.0, 0.0), font="F1"):
        """*text* on a baseline *y* below the top; *advance* is letter-spacing, *mode* the text render mode; *font*
        F2 is Helvetica, for ASCII."""
        code = text.encode("utf-16-be" if font == "F1" else "ascii").hex()
        cos, sin = angle
        matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {HEIGHT - y:.2f}"
        self.content.append(f"BT /{font} {size} Tf {mode} Tr {advance} Tc {matrix} Tm <{code}> Tj ET")
        return self

    def rule(self, x0, y0, x1, y1):
        """A ruled line."""
        self.content.append(f"0.5 w {x0:.2f} {HEIGHT - y0:.2f} m {x1:.2f} {HEIGHT - y1:.2f} l S")
        return self

    def grid(self, xs, ys):
        """All the rules of a table without merged cells."""
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        return self


def wrapped(paragraphs, per_line=PER_LINE):
    """The lines of paragraphs, each two characters in; none starts with a closing mark."""
    lines = []
    for paragraph in paragraphs:
        indent, left = 2, paragraph
        while left:
            end, room = 0, float(per_line - indent)
            while end < len(left) and room > 0.4:
                room -= 0.5 if left[end].isascii() else 1
                end += 1
            while end < len(left) and left[end] in _NO_START:
                end += 1
            lines.append((indent, left[:end]))
            indent, left = 0, left[end:]
    return lines


def text_pages(paragraphs, title=(), numbered=True, per_page=PER_PAGE):
    """The sheets of a one-column document: *title* lines in the middle in 22 points, text, page numbers."""
    rows = [("title", line) for line in title] + [("text", line) for line in wrapped(paragraphs)]
    sheets = []
    for start in range(0, len(rows), per_page):
        sheet = Sheet()
        for place, (kind, row) in enumerate(rows[start : start + per_page]):
            y = TOP + place * LEADING
            if kind == "title":
                sheet.write(row, (WIDTH - 22 * len(row)) / 2, y, 22)
            else:
                sheet.write(row[1], LEFT + row[0] * SIZE, y)
        sheets.append(sheet)
        if numbered:
            sheet.write(f"—{len(sheets)}—", WIDTH - LEFT - 60, TOP + PER_PAGE * LEADING + 20, 14)
    return sheets


def pdf(sheets):
    """The bytes of a PDF of *sheets*."""
    objects = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        3: "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
        4: "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        "/Supplement 4>>/DW 1000/W[1 95 500 814 939 500]/FontDescriptor 5 0 R>>",
        5: "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -140 1000 860]/ItalicAngle 0/Ascent 860"
        "/Descent -140/CapHeight 700/StemV 80>>",
        6: _stream("<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "0"),
    }
    kids = []
    for place, sheet in enumerate(sheets):
        number = 7 + 2 * place
        kids.append(f"{number} 0 R")
        objects[number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {sheet.rotate}/Contents {number + 1} 0 R"
            "/Resources<</Font<</F1 3 0 R/F2<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</I1 6 0 R>>>>>>"
        )
        picture = [f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I1 Do Q"] if sheet.picture else []
        objects[number + 1] = _stream("<<", "\n".join(picture + sheet.content))
    objects[2] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    out, offsets = b"%PDF-1.7\n", {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += f"{number} 0 obj\n{objects[number]}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offsets[number]:010} 00000 n \n".encode() for number in sorted(offsets))
    return out + f"trailer<</Size {len(offsets) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


def _stream(head, body):
    return f"{head}/Length {len(body)}>>\nstream\n{body}\nendstream"
