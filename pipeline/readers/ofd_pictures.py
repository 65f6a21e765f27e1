"""Pages of an OFD that are pictures (GB/T 33190—2016, chapter 10), set on a page as they are placed on their own, so
that they are read as those of a scanned PDF are."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from PIL import Image
from pypdfium2 import PdfBitmap, PdfDocument, PdfImage, PdfMatrix, PdfPage

from pipeline.readers.container import Element
from pipeline.readers.ocr import LONGEST_SIDE, MOST_PIXELS
from pipeline.readers.ofd_text import POINTS, Matrix, matrix_of, numbers

#: No side of a picture is shown longer than it is read at, in pixels.
_LONGEST = 2 * LONGEST_SIDE
#: What Pillow raises on a picture that is damaged, too large, or of a kind that it does not know.
_UNSOUND = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)


class Picture(NamedTuple):
    """A file of a picture and where it is shown: the map from the unit square, whose origin is its upper left
    corner, to the page, in millimetres."""

    data: bytes
    matrix: Matrix


def placed(element: Element, outer: Matrix) -> Matrix:
    """Where an ``ImageObject`` shows its picture; *outer* maps the coordinates of what holds it to the page's. One
    without a matrix fills its boundary."""
    own, box = element.get("CTM"), numbers(element.get("Boundary"))
    if len(numbers(own)) != 6 and len(box) == 4:
        own = f"{box[2]} 0 0 {box[3]} 0 0"
    return matrix_of(own, element.get("Boundary")).then(outer)


@contextmanager
def as_page(pictures: Sequence[Picture], width: float, height: float) -> Iterator[PdfPage | None]:
    """A page of *width* and *height* millimetres that shows *pictures*; None if none of them can be shown."""
    document = PdfDocument.new()
    try:
        page = document.new_page(width * POINTS, height * POINTS)
        shown = [image for picture in pictures if (image := _image(document, picture, height)) is not None]
        for image in shown:
            page.insert_obj(image)
        page.gen_content()
        yield page if shown else None
    finally:
        document.close()


def _image(document: PdfDocument, picture: Picture, height: float) -> PdfImage | None:
    try:
        # Pillow decodes JPEG too: pdfium crashes on one that is cut off.
        bitmap = PdfBitmap.from_pil(_on_white(picture.data))
    except _UNSOUND:
        return None
    image = PdfImage.new(document)
    image.set_bitmap(bitmap)
    a, b, c, d, e, f = picture.matrix
    # PDF's unit square has its origin in the lower left corner, and so has its page.
    image.set_matrix(
        PdfMatrix(a * POINTS, -b * POINTS, -c * POINTS, d * POINTS, (c + e) * POINTS, (height - d - f) * POINTS)
    )
    return image


def _on_white(data: bytes) -> Image.Image:
    """The picture in *data*, its transparent parts on white paper.

    Raises:
        ValueError: it has more pixels than any scan; none is decoded.
    """
    with Image.open(io.BytesIO(data)) as found:
        if found.width * found.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        found.thumbnail((_LONGEST, _LONGEST))
        if "A" not in found.getbands() and "transparency" not in found.info:
            return found.convert("RGB")
        shown = found.convert("RGBA")
        paper = Image.new("RGB", shown.size, (255, 255, 255))
        paper.paste(shown, mask=shown)
        return paper
