"""PDF files of type, rules and pictures: what the samples and the tests are typeset with.

The type is Noto Sans SC (OFL), of which a file holds the characters that it prints. The same pages give the same
bytes. Lengths are in points, places count from the top left corner of a page, text stands on its baseline.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

A4 = (595.28, 841.89)
BLACK = (0.1, 0.1, 0.1)
RED = (0.85, 0.1, 0.15)
Colour = tuple[float, float, float]


@dataclass
class Page:
    """A page and what is drawn on it, in order; ``texts`` holds the text by its place in ``drawn``."""

    width: float = A4[0]
    height: float = A4[1]
    drawn: list[str] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    picture: bytes | None = None
    picture_size: tuple[int, int] = (0, 0)

    def write(
        self, text: str, x: float, y: float, size: float, *, colour: Colour = BLACK, spacing: float = 0, mode: int = 0
    ) -> None:
        """*text* from *x* on with its baseline at *y*; *spacing* stands behind every character, *mode* is the text
        rendering mode (ISO 32000-1, table 106)."""
        if text:
            self.texts[len(self.drawn)] = text
            place = f"{spacing:.2f} Tc 1 0 0 1 {x:.2f} {self.height - y:.2f} Tm"
            self.drawn.append(f"{_colour(colour)} rg BT /F1 {size:.2f} Tf {mode} Tr {place} <%s> Tj ET")

    def rule(self, x0: float, y0: float, x1: float, y1: float, *, colour: Colour = BLACK, weight: float = 0.6) -> None:
        """A line from one point to another."""
        ends = f"{x0:.2f} {self.height - y0:.2f} m {x1:.2f} {self.height - y1:.2f} l"
        self.drawn.append(f"{_colour(colour)} RG {weight} w {ends} S")

    def rectangle(
        self, x0: float, y0: float, x1: float, y1: float, *, fill: Colour | None = None, stroke: Colour | None = BLACK
    ) -> None:
        """A rectangle, filled, stroked or both."""
        colours = (f"{_colour(fill)} rg " if fill else "") + (f"{_colour(stroke)} RG 0.6 w " if stroke else "")
        way = "B" if fill and stroke else "f" if fill else "S"
        self.drawn.append(f"{colours}{x0:.2f} {self.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re {way}")

    def rounded(self, x0: float, y0: float, x1: float, y1: float, *, radius: float = 8) -> None:
        """A stroked rectangle with rounded corners."""
        left, right, low, high, r = x0, x1, self.height - y1, self.height - y0, radius
        k = 0.5523 * r
        points = [
            f"{left + r:.2f} {low:.2f} m {right - r:.2f} {low:.2f} l",
            f"{right - r + k:.2f} {low:.2f} {right:.2f} {low + r - k:.2f} {right:.2f} {low + r:.2f} c",
            f"{right:.2f} {high - r:.2f} l",
            f"{right:.2f} {high - r + k:.2f} {right - r + k:.2f} {high:.2f} {right - r:.2f} {high:.2f} c",
            f"{left + r:.2f} {high:.2f} l",
            f"{left + r - k:.2f} {high:.2f} {left:.2f} {high - r + k:.2f} {left:.2f} {high - r:.2f} c",
            f"{left:.2f} {low + r:.2f} l",
            f"{left:.2f} {low + r - k:.2f} {left + r - k:.2f} {low:.2f} {left + r:.2f} {low:.2f} c h",
        ]
        self.drawn.append(f"{_colour(BLACK)} RG 0.6 w {' '.join(points)} S")

    def show(self, jpeg: bytes, size: tuple[int, int]) -> None:
        """A picture, given as JPEG of so many pixels, over the whole page."""
        self.picture, self.picture_size = jpeg, size


def width(text: str, size: float) -> float:
    """The advance of *text*."""
    advances = _advances()
    return sum(advances.get(ord(char), 1.0) for char in text) * size


def wrapped(text: str, size: float, room: float, first: float = 0.0) -> list[str]:
    """*text* in lines of at most *room*, the first shorter by *first*. A mark that must not start a line hangs at the
    end of the one before; figures and Latin words are not cut (GB/T 15834—2011, 5.1)."""
    lines: list[str] = []
    line, left = "", room - first
    for token in _tokens(text):
        advance = width(token, size)
        # One mark may hang at the end of a line; two take the character before them along.
        if line and advance > left + 0.01 and (token not in NOT_FIRST or left < -0.01):
            opens = ""
            while line and (line[-1] in NOT_LAST or (token in NOT_FIRST and (not opens or opens[0] in NOT_FIRST))):
                line, opens = line[:-1], line[-1] + opens
            lines.append(line)
            line, left = opens, room - width(opens, size)
        line += token
        left -= advance
    return [*lines, line]


#: Marks that must not start a printed line, and those that must not end one.
NOT_FIRST = frozenset("，。、；：）》”！？〕％")
NOT_LAST = frozenset("（《“〔")


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for char in text:
        together = char.isascii() and (char.isalnum() or char in ".,%")
        if together and tokens and tokens[-1][-1].isascii() and (tokens[-1][-1].isalnum() or tokens[-1][-1] in ".,"):
            tokens[-1] += char
        else:
            tokens.append(char)
    return tokens


def pdf(pages: list[Page]) -> bytes:
    """The bytes of a PDF of *pages*."""
    text = "".join(sorted({char for page in pages for run in page.texts.values() for char in run}))
    objects: dict[int, bytes] = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    font = _Font.of(text) if text else None
    if font is not None:
        objects |= font.objects(3)
    number = 8
    kids = []
    for page in pages:
        content = []
        resources = b"/Font<</F1 3 0 R>>" if font else b""
        if page.picture is not None:
            width_, height_ = page.picture_size
            head = (
                f"/Type/XObject/Subtype/Image/Width {width_}/Height {height_}/ColorSpace/DeviceRGB/BitsPerComponent 8"
            )
            objects[number + 2] = _stream(f"{head}/Filter/DCTDecode", page.picture)
            resources += f"/XObject<</I1 {number + 2} 0 R>>".encode()
            content.append(f"q {page.width:.2f} 0 0 {page.height:.2f} 0 0 cm /I1 Do Q")
        content += [
            command % font.code(page.texts[place]) if font and place in page.texts else command
            for place, command in enumerate(page.drawn)
        ]
        box = f"/MediaBox[0 0 {page.width:.2f} {page.height:.2f}]/Contents {number + 1} 0 R".encode()
        objects[number] = b"<</Type/Page/Parent 2 0 R" + box + b"/Resources<<" + resources + b">>>>"
        packed = zlib.compress("\n".join(content).encode(), 9)
        objects[number + 1] = _stream("/Filter/FlateDecode", packed)
        kids.append(f"{number} 0 R")
        number += 3
    objects[2] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    return _file(objects)


def _colour(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)


def _stream(head: str, body: bytes) -> bytes:
    return f"<<{head}/Length {len(body)}>>\nstream\n".encode() + body + b"\nendstream"


def _file(objects: dict[int, bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n%\xe4\xba\x91\xe6\xba\xaa\n"), {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    start, last = len(out), max(objects)
    out += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, last + 1):
        out += (f"{offsets[number]:010} 00000 n \n" if number in offsets else "0000000000 00000 f \n").encode()
    out += f"trailer<</Size {last + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _font_file() -> Path:
    spec = find_spec("justmytype_intl_cjk")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The font is not installed; run `make test` once, or pip install justmytype-intl-cjk==0.1.0.")
    return next(Path(spec.submodule_search_locations[0]).glob("fonts/ofl/notosanssc/*.ttf"))


@cache
def _advances() -> dict[int, float]:
    """By code point, the advance of a character in ems."""
    font = TTFont(_font_file(), lazy=True)
    metrics, em = font["hmtx"], font["head"].unitsPerEm
    return {code: metrics[name][0] / em for code, name in font.getBestCmap().items()}


@dataclass(frozen=True)
class _Font:
    """The characters of a file: ``glyphs`` are their numbers in ``program``, ``advances`` in thousandths of an em."""

    glyphs: dict[str, int]
    advances: dict[str, int]
    program: bytes

    @classmethod
    def of(cls, text: str) -> _Font:
        font = TTFont(_font_file(), lazy=True, recalcTimestamp=False)
        options = subset.Options()
        options.layout_features, options.name_IDs = [], []
        options.hinting = options.glyph_names = False
        options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "STAT", "vhea", "vmtx", "gasp"]
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(font)
        font = instancer.instantiateVariableFont(font, {"wght": 400})
        names = font.getBestCmap()
        missing = [char for char in text if ord(char) not in names]
        if missing:
            raise ValueError(f"The font has no {''.join(missing)}.")
        glyphs = {char: font.getGlyphID(names[ord(char)]) for char in text}
        em = font["head"].unitsPerEm
        advances = {char: round(font["hmtx"][names[ord(char)]][0] * 1000 / em) for char in text}
        out = io.BytesIO()
        font.save(out)
        return cls(glyphs, advances, out.getvalue())

    def code(self, text: str) -> str:
        """*text* as the hexadecimal codes that the file's encoding gives it."""
        return "".join(f"{self.glyphs[char]:04x}" for char in text)

    def objects(self, first: int) -> dict[int, bytes]:
        """The five objects of the font, numbered from *first*."""
        name = "TZHSMP+NotoSansSC-Regular"
        below, descriptor, program, unicode = range(first + 1, first + 5)
        widths = " ".join(f"{self.glyphs[char]}[{advance}]" for char, advance in sorted(self.advances.items()))
        head = f"/Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
        box = "/FontBBox[-1000 -300 2000 1100]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 733/StemV 80"
        lines = [f"<{self.glyphs[char]:04x}> <{char.encode('utf-16-be').hex()}>" for char in sorted(self.glyphs)]
        parts = [lines[start : start + 100] for start in range(0, len(lines), 100)]
        mapped = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            f"{mapped}\nendcmap CMapName currentdict /CMap defineresource pop end end"
        )
        return {
            first: f"<<{head}/DescendantFonts[{below} 0 R]/ToUnicode {unicode} 0 R>>".encode(),
            below: (
                f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDToGIDMap/Identity"
                f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/W[{widths}]"
                f"/FontDescriptor {descriptor} 0 R>>"
            ).encode(),
            descriptor: (f"<</Type/FontDescriptor/FontName/{name}/Flags 4{box}/FontFile2 {program} 0 R>>").encode(),
            program: _stream(f"/Filter/FlateDecode/Length1 {len(self.program)}", zlib.compress(self.program, 9)),
            unicode: _stream("/Filter/FlateDecode", zlib.compress(cmap.encode(), 9)),
        }
