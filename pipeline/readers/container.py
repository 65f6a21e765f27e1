"""Files that are ZIP archives of XML parts (DOCX, OFD, ODT): parts read within limits, XML without entities.

Nothing is ever unpacked to disk. What the archive says of itself is checked before a byte is inflated: the
format's sizes are declared in its directory, and ``zipfile`` reads no further than declared.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree

from pipeline.models import UnreadableSource

#: An element of a parsed part; lxml ships no types.
Element = Any

#: What all parts together, and one XML part, may unpack to, in bytes (the largest plan seen: 0.4 MB of XML).
MAX_TOTAL = 1 << 30
MAX_PART = 64 << 20
#: An XML part of over a megabyte that unpacks to more than this many times its size is no document (deflate gives
#: up to 1032; a table of 10,000 like rows about 60).
MAX_RATIO = 250
_RATIO_FROM = 1 << 20
MAX_PARTS = 100_000

#: What ``zipfile`` raises on archives that were tampered with, cut off or made by a method that it does not know.
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)
_LEADS_OUT = re.compile(r"(?:^|/)\.\.(?:/|$)|^[A-Za-z]:")
_DOCTYPE = re.compile(rb"<\x00?!\x00?D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E")


class Container:
    """The parts of a ZIP archive, by their names; case does not count (ISO/IEC 29500-2, 6.2.2.3)."""

    def __init__(self, data: bytes) -> None:
        """Open the archive in *data*.

        Raises:
            UnreadableSource: it is truncated, encrypted, unpacks to too much, or holds a path that leads out of it.
        """
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED as error:
            raise UnreadableSource(
                f"The file is a ZIP container that is cut short or damaged ({error}); fetch it again."
            ) from None
        entries = [entry for entry in self._archive.infolist() if not entry.is_dir()]
        _refuse_unsound(entries)
        self._entries = {_name(entry).casefold(): entry for entry in entries}

    @property
    def names(self) -> list[str]:
        """The names of the parts, in the archive's order."""
        return [_name(entry) for entry in self._entries.values()]

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._entries

    def read(self, name: str) -> bytes:
        """The bytes of part *name*.

        Raises:
            UnreadableSource: there is no such part, or it is damaged or over the limits.
        """
        entry = self._entries.get(name.casefold())
        if entry is None:
            raise UnreadableSource(
                f"The file lacks its part {name}; open it in the program it was written with and save it again."
            )
        if entry.file_size > MAX_PART:
            raise UnreadableSource(
                f"The file's part {name} unpacks to {entry.file_size:,} bytes, which no plan does; "
                "check where it is from."
            )
        if entry.file_size > max(_RATIO_FROM, MAX_RATIO * entry.compress_size):
            raise UnreadableSource(
                f"The file's part {name} unpacks to {entry.file_size // max(1, entry.compress_size):,} times its size, "
                "as ZIP bombs do; check where it is from."
            )
        try:
            return self._archive.read(entry)
        except _DAMAGED as error:
            raise UnreadableSource(
                f"The file's part {name} is damaged ({error}); fetch the file again, or open it and save it anew."
            ) from None

    def xml(self, name: str, aliases: dict[bytes, bytes] | None = None) -> Element:
        """The root element of XML part *name*, without comments and processing instructions; *aliases* are names
        of namespaces to read as others.

        Raises:
            UnreadableSource: as :meth:`read`, or the part is no well-formed XML, nested over 256 deep, or holds a
                document type, which could define entities (ISO/IEC 29500-2, 6.1.4 forbids it).
        """
        data = self.read(name)
        if _DOCTYPE.search(data):
            raise UnreadableSource(
                f"The file's part {name} declares a document type, which could pull in entities and which no sound "
                "file has; check where it is from."
            )
        for written, meant in (aliases or {}).items():
            data = data.replace(written, meant)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableSource(
                f"The file's part {name} is no sound XML ({error.msg}); "
                "open it in the program it was written with and save it again, or fetch it again."
            ) from None


def resolve(base: str, target: str) -> str:
    """The name of the part that *target*, a path written in part *base*, means; a leading / counts from the root."""
    path = target.replace("\\", "/")
    return posixpath.normpath(path if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)).lstrip(
        "/"
    )


def _name(entry: zipfile.ZipInfo) -> str:
    """Some writers put a backslash between folders, or a slash before the first."""
    return entry.filename.replace("\\", "/").lstrip("/")


def _refuse_unsound(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_PARTS:
        raise UnreadableSource(
            f"The file is a ZIP container of {len(entries):,} parts, which is no document; unpack it."
        )
    total = sum(entry.file_size for entry in entries)
    if total > MAX_TOTAL:
        raise UnreadableSource(
            f"The file unpacks to {total:,} bytes, over the limit of {MAX_TOTAL:,}, as ZIP bombs do; "
            "check where it is from."
        )
    for entry in entries:
        if _LEADS_OUT.search(_name(entry)):
            raise UnreadableSource(
                f"The file holds a path that leads out of it ({entry.filename[:80]}), as no sound file does; "
                "check where it is from."
            )
        if entry.flag_bits & 0x1:
            raise UnreadableSource("The file is encrypted; open it with its password and save it without one.")
