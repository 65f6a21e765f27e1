"""Readers: one module a format, bytes → pages of lines with their places.

:func:`read` tells the format by the content, never by the name, and calls its reader. A new format is a new
module here and a line in :data:`FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.models import Reading, UnreadableSource
from pipeline.readers import docx, html, ofd, pdf, text
from pipeline.readers.conversion import convert, converts
from pipeline.readers.signatures import DOC, DOCX, ENCRYPTED, ODT, OFD, PPT, PPTX, RTF, XLS, XLSX, media_type

Reader = Callable[[bytes], Reading]

#: Reader by media type.
FORMATS: dict[str, Reader] = {
    "text/plain": text.read,
    "text/html": html.read,
    "application/pdf": pdf.read,
    DOCX: docx.read,
    OFD: ofd.read,
}

#: What a user can do about a format that no reader reads.
_ADVICE = {
    "application/zip": "is a ZIP archive; unpack it and load the files in it",
    "application/vnd.rar": "is a RAR archive; unpack it and load the files in it",
    "application/x-7z-compressed": "is a 7z archive; unpack it and load the files in it",
    "application/gzip": "is a gzip archive; unpack it and load the files in it",
    ENCRYPTED: "is an Office file with a password; open it with the password and save it without one",
    DOC: "is a Word or WPS document of the old binary format (.doc, .wps); save it as .docx or PDF, "
    "or install LibreOffice to have it converted",
    RTF: "is an RTF document; save it as .docx or PDF, or install LibreOffice to have it converted",
    ODT: "is an OpenDocument text; save it as .docx or PDF, or install LibreOffice to have it converted",
    XLS: "is a spreadsheet of the old binary format (.xls, .et); save it as PDF, "
    "or install LibreOffice to have it converted",
    XLSX: "is a spreadsheet (.xlsx); save it as PDF, or install LibreOffice to have it converted",
    PPT: "is a presentation of the old binary format (.ppt, .dps); save it as PDF, "
    "or install LibreOffice to have it converted",
    PPTX: "is a presentation (.pptx); save it as PDF, or install LibreOffice to have it converted",
    "application/x-ole-storage": "is a compound file of an unknown program; save it as .docx or PDF",
}


def read(data: bytes) -> Reading:
    """The pages of a source.

    Raises:
        UnreadableSource: the bytes are empty, damaged or of a format that no reader reads.
    """
    if not data:
        raise UnreadableSource("The file is empty; fetch it again.")
    kind = media_type(data)
    if converts(kind):
        made = convert(data, kind)
        return replace(FORMATS[media_type(made)](made), media_type=kind)
    reader = FORMATS.get(kind)
    if reader is None:
        advice = _ADVICE.get(kind, f"is no text ({kind}); convert it to a .txt file (UTF-8)")
        raise UnreadableSource(f"The file {advice}.")
    reading = reader(data)
    if not any(page.lines for page in reading.pages):
        raise UnreadableSource("No text was found in the file; check whether it is the right one.")
    return reading
