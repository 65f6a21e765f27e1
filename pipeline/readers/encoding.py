"""Bytes → text: UTF-8 with or without BOM, UTF-16 with or without BOM, GB18030 (GB 18030—2022, which holds
GBK and GB2312). No other encoding is in use for plans published in China."""

from __future__ import annotations

import codecs
import re

from pipeline.models import Finding, Severity, UnreadableSource

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control characters that no text holds, and the private-use characters that wrong decoding yields.
_STRANGE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_HAN = re.compile("[一-鿿]")
#: A text with more than one broken byte sequence in so many characters was not written in that encoding.
_BROKEN_SHARE = 500


def decode(data: bytes) -> tuple[str, str, tuple[Finding, ...]]:
    """The text of *data*, the name of its encoding, and a finding where some bytes were broken.

    A byte order mark is taken off. Bytes that break an otherwise sound UTF-8 text become U+FFFD.

    Raises:
        UnreadableSource: the bytes are no text in any of the encodings.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _with_replacements(data[len(bom) :], name)
    wide = _utf16_without_bom(data)
    if wide:
        return _with_replacements(data, wide)
    if b"\x00" in data:
        raise UnreadableSource("The file holds binary data, not text; convert it to a .txt file (UTF-8).")
    try:
        return _sound(data.decode("utf-8")), "utf-8", ()
    except UnicodeDecodeError as error:
        position = error.start
    try:
        return _plausible(data.decode("gb18030")), "gb18030", ()
    except (UnicodeDecodeError, UnreadableSource):
        pass
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if broken * _BROKEN_SHARE > len(text) + _BROKEN_SHARE or not _HAN.search(text):
        raise UnreadableSource(
            f"The file is no text in UTF-8, UTF-16 or GB18030 (byte {position} fits none); "
            "save it again as UTF-8, or convert it if it is no text."
        )
    return _with_replacements(data, "utf-8")


def _with_replacements(data: bytes, name: str) -> tuple[str, str, tuple[Finding, ...]]:
    text = _sound(data.decode(name, errors="replace"))
    broken = text.count("\ufffd")
    if not broken:
        return text, name, ()
    message = f"{broken} byte sequence(s) are no {name.upper()} and were read as U+FFFD; fetch the file again."
    line_no = text.count("\n", 0, text.index("\ufffd")) + 1
    return text, name, (Finding("undecodable_bytes", Severity.ERROR, message, line_no),)


def _utf16_without_bom(data: bytes) -> str | None:
    """UTF-16 shows itself by the zero bytes of its line ends and figures, all on one side."""
    sample = data[:4096]
    if len(data) % 2 or sample.count(0) < 2:
        return None
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    name = "utf-16-le" if high > low else "utf-16-be"
    if min(low, high):
        return None
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    return None if _STRANGE.search(text) else name


def _sound(text: str) -> str:
    strange = len(_STRANGE.findall(text))
    if strange * 100 > len(text):
        raise UnreadableSource("The file holds binary data, not text; convert it to a .txt file (UTF-8).")
    return text


def _plausible(text: str) -> str:
    """GB18030 decodes nearly any bytes; text in Chinese holds Han characters and hardly any private-use ones."""
    _sound(text)
    if not _HAN.search(text) or len(_PRIVATE.findall(text)) * 100 > len(text):
        raise UnreadableSource("not GB18030")
    return text
