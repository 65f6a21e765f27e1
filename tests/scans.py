"""Pages that the tests typeset in Noto Sans SC (OFL, from the wheel justmytype-intl-cjk) after GB/T 9704—2012 and
scan: tilted, blurred, with noise, as JPEG in a PDF."""

import io
import math
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DPI = 170
SIZE = (round(210 / 25.4 * DPI), round(297 / 25.4 * DPI))
TYPE = round(16 / 72 * DPI)  # 三号, 16 points
PITCH = round(28.95 / 72 * DPI)
LEFT, TOP = round(28 / 25.4 * DPI), round(37 / 25.4 * DPI)
PER_LINE, PER_PAGE = 28, 22
INK, RED = (25, 25, 25), (215, 35, 45)
_NO_START = "，。、；：）》”"


def font(size=TYPE):
    spec = find_spec("justmytype_intl_cjk")
    folder = Path(spec.submodule_search_locations[0]) / "fonts" / "ofl" / "notosanssc"
    made = ImageFont.truetype(str(next(folder.glob("*.ttf"))), size)
    made.set_variation_by_axes([400])
    return made


def wrapped(paragraphs):
    """The lines of paragraphs, each two characters in, none starting with a closing mark."""
    lines = []
    for paragraph in paragraphs:
        left = "　　" + paragraph
        while left:
            end = PER_LINE
            while end < len(left) and left[end] in _NO_START:
                end += 1
            lines.append(left[:end])
            left = left[end:]
    return lines


def blank():
    return Image.new("RGB", SIZE, (252, 251, 249))


def write(page, text, x, y, size=TYPE, ink=INK, advance=None):
    """Set *text* with its upper left corner at (*x*, *y*), a character every *advance* pixels."""
    draw, type_ = ImageDraw.Draw(page), font(size)
    for place, char in enumerate(text):
        draw.text((x + place * (advance or size), y), char, font=type_, fill=ink)


def typeset(lines, number=None):
    page = blank()
    for place, line in enumerate(lines):
        write(page, line, LEFT, TOP + place * PITCH)
    if number is not None:
        write(page, f"—{number}—", SIZE[0] - LEFT - 5 * TYPE, TOP + PER_PAGE * PITCH + 20, round(TYPE * 0.85))
    return page


def stamp(page, x, y, name):
    """A red seal of 40 mm with its middle at (*x*, *y*), multiplied on the ink below it as a stamp is."""
    seal = Image.new("RGB", page.size, (255, 255, 255))
    draw, radius = ImageDraw.Draw(seal), 20 / 25.4 * DPI
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=RED, width=8)
    star = [
        (x + r * math.sin(k * math.pi / 5), y - r * math.cos(k * math.pi / 5))
        for k, r in enumerate([radius * 0.3, radius * 0.12] * 5)
    ]
    draw.polygon(star, fill=RED)
    for place, char in enumerate(name):
        angle = math.radians(-120 + 240 * place / (len(name) - 1))
        glyph = Image.new("L", (40, 40), 0)
        ImageDraw.Draw(glyph).text((4, 0), char, font=font(30), fill=255)
        glyph = glyph.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        at = (x + radius * 0.78 * math.sin(angle), y - radius * 0.78 * math.cos(angle))
        seal.paste(RED, (round(at[0]) - 20, round(at[1]) - 20), glyph)
    page.paste(Image.fromarray((np.asarray(page, np.uint16) * np.asarray(seal, np.uint16) // 255).astype(np.uint8)))


def scanned(page, **how):
    """The PDF page that a scanner makes of *page*; *how* as for :func:`picture`."""
    data = io.BytesIO()
    picture(page, **how).save(data, "PDF", resolution=DPI, quality=80)
    return pypdfium2.PdfDocument(data.getvalue())[0]


def picture(page, tilt=0.5, noise=8.0, seed=1):
    """The picture that a scanner makes of *page*: *tilt* in degrees, *noise* as its standard deviation of 255."""
    tilted = page.rotate(-tilt, resample=Image.Resampling.BICUBIC, fillcolor=(252, 251, 249))
    blurred = np.asarray(tilted.filter(ImageFilter.GaussianBlur(0.6)), np.float32)
    noisy = blurred + np.random.default_rng(seed).normal(0, noise, blurred.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def edits(read, printed):
    """Levenshtein distance in characters."""
    row = list(range(len(printed) + 1))
    for i, one in enumerate(read, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(printed, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (one != other))
    return row[-1]
