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
# Control characters that no text holds.
_STRANGE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")
# What a Chinese text is written in: ASCII, general punctuation, CJK marks, Han characters, full-width forms.
_USUAL = re.compile("[\t-\r -~\u00a0-\u00ff\u2010-\u206f\u2460-\u249b\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_HAN = re.compile("[一-鿿]")
#: A text has no fewer of its characters than this among those that are usual.
_USUAL_SHARE = 0.8
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
    # A UTF-8 text cut in a character also decodes as GB18030, to nonsense, so UTF-8 has the first word.
    for name in ("utf-8", "gb18030"):
        if _is_plausible(data.decode(name, errors="replace")):
            return _with_replacements(data, name)
    raise UnreadableSource(
        f"The file is no text in UTF-8, UTF-16 or GB18030 (byte {position} fits none); "
        "save it again as UTF-8, or convert it if it is no text."
    )


def lines_of(text: str) -> list[str]:
    """The lines of *text* without what ends them (:meth:`str.splitlines`); behind the last end stands a line too."""
    lines = text.splitlines()
    if not text or text[-1].splitlines() == [""]:
        lines.append("")
    return lines


def _with_replacements(data: bytes, name: str) -> tuple[str, str, tuple[Finding, ...]]:
    text = _sound(data.decode(name, errors="replace"))
    broken = text.count("\ufffd")
    if not broken:
        return text, name, ()
    message = f"{broken} byte sequence(s) are no {name.upper()} and were read as U+FFFD; fetch the file again."
    line_no = len(lines_of(text[: text.index("\ufffd")].replace("\f", "")))
    return text, name, (Finding("undecodable_bytes", Severity.ERROR, message, line_no),)


def _utf16_without_bom(data: bytes) -> str | None:
    """UTF-16 shows itself by the zero bytes of its line ends and figures; which byte of a pair is the higher one,
    by which way round the pairs are characters that a Chinese text is written in."""
    sample = data[:4096]
    if len(data) % 2 or 0 not in sample:
        return None
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, errors="replace")
        if len(_USUAL.findall(text)) >= _USUAL_SHARE * len(text):
            return name
    return None


def _sound(text: str) -> str:
    strange = len(_STRANGE.findall(text))
    if strange * 100 > len(text) + 100:
        raise UnreadableSource("The file holds binary data, not text; convert it to a .txt file (UTF-8).")
    return text


def _is_plausible(text: str) -> bool:
    """Whether *text* is Chinese with hardly a broken byte in it. Of its Han characters nearly all are in GB 2312
    (99.9 % in print); what other encodings yield when read as GB18030 is not."""
    broken = text.count("\ufffd")
    if broken * _BROKEN_SHARE > len(text) + _BROKEN_SHARE or len(_STRANGE.findall(text)) * 100 > len(text) + 100:
        return False
    han = "".join(_HAN.findall(text[:100_000]))
    return bool(han) and len(han.encode("gb2312", errors="ignore")) >= 2 * _USUAL_SHARE * len(han)
