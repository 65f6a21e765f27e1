"""Whether bytes are all of a file, by the mark that its format ends with."""

from __future__ import annotations

from pipeline.models import UnreadableSource
from pipeline.readers.signatures import media_type

#: The format of a file whose end is missing.
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
#: Readers look for the end mark of a PDF in its last 1024 bytes (ISO 32000-1, annex H, 3.4.4).
_TAIL = 1024
#: The longest comment behind the end record of a ZIP, and the record (APPNOTE 4.3.16).
_ZIP_TAIL = 65_535 + 22


def type_of(data: bytes, *, length_known: bool = True) -> str:
    """The media type of *data*, by its bytes.

    ``length_known`` says that the sender named the length, or marked the end; a page without its end is then whole.

    Raises:
        UnreadableSource: its end is missing, or it is a damaged container.
    """
    if data.startswith(_ZIP) and _ZIP_END not in data[-_ZIP_TAIL:]:
        raise UnreadableSource("The end of the ZIP container is missing; the file was cut off.")
    kind = media_type(data)
    if kind == "application/pdf" and b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableSource("The end mark of the PDF is missing; the file was cut off.")
    if kind == "text/html" and not length_known and b"</html" not in data.lower():
        raise UnreadableSource("The end of the page is missing, and nobody said how long it is; it was cut off.")
    return kind
