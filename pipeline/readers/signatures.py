"""The format of a file, by its first bytes (file signatures) and, for text, by what it opens with."""

from __future__ import annotations

import re

_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
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
# A PDF's header may stand behind other bytes, within the first 1024 (ISO 32000-1, annex H, 3.4.1).
_PDF = re.compile(rb"^%PDF-\d\.\d", re.MULTILINE)


def media_type(data: bytes) -> str:
    """The media type of *data*; ``text/plain`` for whatever has no signature of another format."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature) and (name != "image/bmp" or b"\x00" in data[:32]):
            return name
    if _PDF.search(data, 0, 1024):
        return "application/pdf"
    # Byte order marks and the zero bytes of UTF-16 aside, markup is ASCII.
    if _HTML.match(data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")):
        return "text/html"
    return "text/plain"
