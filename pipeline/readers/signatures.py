"""The format of a file, by its first bytes (file signatures) and, for text, by what it opens with."""

from __future__ import annotations

import re

from pipeline.readers.container import Container

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFD = "application/ofd"
ODT = "application/vnd.oasis.opendocument.text"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
RTF = "application/rtf"
ENCRYPTED = "application/x-encrypted-office"

_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"\x7fELF", "application/x-executable"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"%!PS", "application/postscript"),
)
_HTML = re.compile(
    rb"\s*(?:(?:<!--.*?-->|<\?xml[^>]*>)\s*)*<(?:!doctype\s+html|html|head|meta|title|body|div|table|p|h[1-6]|span|center|section|article|script|style|link|ul|ol)\b",
    re.IGNORECASE | re.DOTALL,
)
# Markdown as OCR writes it can open with a table in tags: its headings tell it.
_TABLE_FIRST = re.compile(rb"\s*<table\b", re.IGNORECASE)
_MARKDOWN = re.compile(rb"^#{1,6} +\S", re.MULTILINE)
# A PDF's header may stand behind other bytes, within the first 1024 (ISO 32000-1, annex H, 3.4.1).
_PDF = re.compile(rb"^%PDF-\d\.\d", re.MULTILINE)


# The content type of an Office Open XML file's main part (ISO/IEC 29500-1, annex on media types; ms-… is one with
# macros).
_MAIN_PARTS = {
    b"wordprocessingml": DOCX,
    b"ms-word": DOCX,
    b"spreadsheetml": XLSX,
    b"ms-excel": XLSX,
    b"presentationml": PPTX,
    b"ms-powerpoint": PPTX,
}
_MAIN_PART = re.compile(b"(" + b"|".join(_MAIN_PARTS) + rb")[\w.-]*main\+xml")
# Names of streams in the directory of a compound file ([MS-CFB] 2.6.1: UTF-16, entries of 128 bytes), by which its
# format is told; an encrypted file may hold the others too, so its names come first.
_STREAMS = (
    ("EncryptedPackage", ENCRYPTED),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
)


def media_type(data: bytes) -> str:
    """The media type of *data*; ``text/plain`` for whatever has no signature of another format.

    Raises:
        pipeline.models.UnreadableSource: it is a ZIP container that is damaged, encrypted or over the limits.
    """
    for signature, name in _SIGNATURES:
        if data.startswith(signature) and (name != "image/bmp" or b"\x00" in data[:32]):
            return _INSIDE[name](data) if name in _INSIDE else name
    if _PDF.search(data, 0, 1024):
        return "application/pdf"
    # Byte order marks and the zero bytes of UTF-16 aside, markup is ASCII.
    start = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _HTML.match(start) and not (_TABLE_FIRST.match(start) and _MARKDOWN.search(data)):
        return "text/html"
    return "text/plain"


def _in_zip(data: bytes) -> str:
    """What a ZIP container holds, by the names of its parts; OpenDocument names itself in a part."""
    container = Container(data)
    if "OFD.xml" in container:
        return OFD
    if "mimetype" in container:
        kind = container.read("mimetype").decode("ascii", "replace").strip()
        return ODT if kind.startswith(ODT) else kind
    if "[Content_Types].xml" in container:
        main = _MAIN_PART.search(container.read("[Content_Types].xml"))
        return _MAIN_PARTS[main[1]] if main else "application/zip"
    return "application/zip"


def _in_compound_file(data: bytes) -> str:
    for name, kind in _STREAMS:
        entry = name.encode("utf-16-le") + b"\x00\x00"
        place = data.find(entry)
        while place >= 0:
            if place % 128 == 0:
                return kind
            place = data.find(entry, place + 1)
    return "application/x-ole-storage"


_INSIDE = {"application/zip": _in_zip, "application/x-ole-storage": _in_compound_file}
