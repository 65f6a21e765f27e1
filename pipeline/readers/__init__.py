"""Readers: one module a format, bytes → pages of lines with their places.

:func:`read` tells the format by the content, never by the name, and calls its reader. A new format is a new
module here and a line in :data:`FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.models import Reading, UnreadableSource
from pipeline.readers import html, text
from pipeline.readers.signatures import media_type

Reader = Callable[[bytes], Reading]

#: Reader by media type.
FORMATS: dict[str, Reader] = {"text/plain": text.read, "text/html": html.read}

#: What a user can do about a format that no reader reads.
_ADVICE = {
    "application/pdf": "is a PDF, which this version does not read; save its text as a .txt file (UTF-8)",
    "application/zip": "is a ZIP container (DOCX, OFD, XLSX or an archive), which this version does not read; "
    "unpack it or save its text as a .txt file (UTF-8)",
}


def read(data: bytes) -> Reading:
    """The pages of a source.

    Raises:
        UnreadableSource: the bytes are empty, damaged or of a format that no reader reads.
    """
    if not data:
        raise UnreadableSource("The file is empty; fetch it again.")
    kind = media_type(data)
    reader = FORMATS.get(kind)
    if reader is None:
        advice = _ADVICE.get(kind, f"is no text ({kind}); convert it to a .txt file (UTF-8)")
        raise UnreadableSource(f"The file {advice}.")
    return reader(data)
