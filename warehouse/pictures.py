"""The printed page of a measure, with its lines marked: a picture that shows where the words come from."""

from __future__ import annotations

import hashlib
from itertools import groupby
from pathlib import Path

import duckdb
import pypdfium2
from PIL import Image, ImageDraw

from pipeline.models import UnreadableSource
from raw.sources.remote import RemoteFile
from warehouse.errors import WarehouseError
from warehouse.landing import file_at
from warehouse.queries import LINES_OF_MEASURE

#: Dots an inch, and the colours of a mark: a wash over the line and its edge.
RESOLUTION = 120
_WASH, _EDGE = (255, 221, 0, 70), (200, 120, 0, 255)
_POINTS_PER_INCH = 72


def draw(connection: duckdb.DuckDBPyConnection, measure_id: str, file: Path) -> None:
    """Write a PNG of the pages that the measure is printed on, one below the other, its lines marked.

    Raises:
        WarehouseError: its source has no pages to draw, is no longer where it was read or has changed since, or the
            picture cannot be written.
    """
    found = connection.execute(
        "SELECT s.source_id, s.uri, s.media_type FROM sources s JOIN documents d USING (source_id)"
        " JOIN measures m USING (document_id) WHERE m.measure_id = ?",
        [measure_id],
    ).fetchone()
    if found is None:
        raise WarehouseError(f"There is no measure {measure_id}; `taizhang ledger` shows them all.")
    source_id, uri, media_type = found
    if media_type != "application/pdf":
        raise WarehouseError(f"Its source ({media_type}) has no pages to draw; without --picture its lines are shown.")
    rows = connection.execute(
        "SELECT page, x0, top, x1, bottom FROM lines WHERE source_id = $2 AND "  # noqa: S608 - a constant
        + LINES_OF_MEASURE
        + " ORDER BY page, line_no",
        [measure_id, source_id],
    ).fetchall()
    pdf = pypdfium2.PdfDocument(_bytes(uri, source_id))
    try:
        pages = [_page(pdf, number, [row[1:] for row in own]) for number, own in groupby(rows, key=lambda row: row[0])]
    finally:
        pdf.close()
    try:
        _stacked(pages).save(file, "PNG")
    except OSError as error:
        raise WarehouseError(f"{file} cannot be written: {error.strerror or error}.") from None


def _bytes(uri: str, source_id: str) -> bytes:
    file = file_at(uri)
    try:
        data = file.source().data if isinstance(file, RemoteFile) else file.read_bytes()
    except (OSError, UnreadableSource):
        raise WarehouseError(f"The source is no longer at {file}; put it back, or ingest it where it is now.") from None
    if not hashlib.sha256(data).hexdigest().startswith(source_id):
        raise WarehouseError(f"{file} has changed since it was read; ingest it again.")
    return data


def _page(pdf: pypdfium2.PdfDocument, number: int, boxes: list[tuple[float, ...]]) -> Image.Image:
    scale = RESOLUTION / _POINTS_PER_INCH
    page = pdf[number - 1]
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGBA")
    page.close()
    marks = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(marks)
    for box in boxes:
        pen.rectangle([side * scale for side in box], fill=_WASH, outline=_EDGE)
    return Image.alpha_composite(picture, marks).convert("RGB")


def _stacked(pages: list[Image.Image]) -> Image.Image:
    sheet = Image.new("RGB", (max(p.width for p in pages), sum(p.height for p in pages)), "white")
    top = 0
    for page in pages:
        sheet.paste(page, (0, top))
        top += page.height
    return sheet
