"""Repairs within a line or a paragraph, none of which loses or adds a printed character.

Each step says in its docstring what holds after it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

# Han, CJK punctuation and full-width forms, and the quotes, dashes and dots that Chinese print shares.
CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff“”‘’—…·∶①-⒛"
_HAN = "\u3400-\u9fff\uf900-\ufaff"

# Every pattern below opens with the character it is about: the search runs to the next one without trying each place.
_SPACE_AT_CJK = re.compile(rf" (?:(?<=[{CJK}] )|(?=[{CJK}])|(?<=\d )(?=[%‰℃]))")
_SPACES = re.compile(r"\s+")
# In a letter-spaced line the space behind the marker is wider than the others.
_MARKER_SPACE = re.compile(
    r"(第[〇○零一二三四五六七八九十百千\d]{1,6}[编章节条])\s+(?=\S)"
    r"|(第(?:\s[〇○零一二三四五六七八九十百千\d]){1,6}\s[编章节条])\s{2,}(?=\S)"
)
_INNER_SPACE = re.compile(r"\s")

_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ％．]")
_ALNUM = re.compile("[０-９Ａ-Ｚａ-ｚ％]|．(?<=[0-9０-９]．)(?=[0-9０-９])")
_ASCII_PUNCTUATION = re.compile(r"[(),;:?!]")
_OF_OTHER_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ％．(),;:?!]")
_FULL = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_CJK_CHAR = re.compile(rf"[{CJK}]")
# Points that follow each other are Chinese with the first of them.
_POINT = re.compile(rf"[,;:?!](?:(?<=[{CJK})%0-9A-Za-z].)(?=[{CJK}(])|(?<=[{CJK}].)[,;:?!]*)")
# No print: so long a run would take a pass a mark, each being the context of the next.
_RUN_OF_MARKS = re.compile(rf"(?<=[{CJK}])[(),;:?!]{{100,}}")
_HALF_BRACKET = re.compile(r"[()]")
_SMALL = re.compile("[\ufe50-\ufe52\ufe54-\ufe57\ufe59-\ufe66\ufe68-\ufe6b]")  # Small Form Variants
_SYMBOL = re.compile("[\uf030-\uf039]")
# A full stop that a font prints as a point: 24 of 508 plans have it. A point after a marker (一．) is none.
_STOP_POINT = re.compile(rf"\.(?<=[{_HAN}）)》”]\.)(?=[{_HAN}“《（(”]|$)|．(?<=[{_HAN}）)》”]．)$")
_BARE_MARKER = re.compile("[（(]?[〇○零一二三四五六七八九十百]+[）)]?$")
_TITLE_MARK = re.compile("[《》〈〉]")
# Symbol fonts keep their characters at U+F000 (Microsoft, cmap encoding 3.0); only figures are told by context.
_SYMBOL_FIGURE = re.compile(
    rf"[\uf030-\uf039]+(?=[{_HAN}0-9.．,，、%％）)])|[\uf030-\uf039](?<=[{_HAN}0-9（(].)[\uf030-\uf039]*"
)


def close_spaces(text: str) -> str:
    """After it: no white space stands beside a Han character, a CJK mark or a full-width form (letter-spaced
    lines are closed), except one space after 第X章, 第X条, and none between a figure and its %; elsewhere a run of
    white space is one space."""
    if not _INNER_SPACE.search(text):
        return text
    marker = _MARKER_SPACE.match(text)
    if marker:
        return f"{_INNER_SPACE.sub('', marker[0])} {close_spaces(text[marker.end() :])}"
    return _SPACE_AT_CJK.sub("", _SPACES.sub(" ", text))


def mended(text: str) -> str:
    """After it: a point that ends a Chinese sentence is 。, a 〉 that closes 《 is 》, figures from the private
    area of a symbol font are figures, small forms (﹝﹞) are the marks that they are forms of. The length does not
    change."""
    if _SMALL.search(text):
        text = _SMALL.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    if not text.isprintable() and _SYMBOL.search(text):  # what stands in a private area is not printable
        text = _SYMBOL_FIGURE.sub(lambda match: "".join(chr(ord(c) - 0xF000) for c in match[0]), text)
    if "." in text or "．" in text:
        text = _STOP_POINT.sub(lambda match: match[0] if _BARE_MARKER.match(text[: match.start()]) else "。", text)
    return _closed_as_opened(text) if "〉" in text else text


def _closed_as_opened(text: str) -> str:
    chars, opened = list(text), []
    for match in _TITLE_MARK.finditer(text):
        if match[0] in "《〈":
            opened.append(match[0])
        elif opened and opened.pop() == "《":
            chars[match.start()] = "》"
    return "".join(chars)


def one_width(text: str) -> str:
    """After it: letters, figures and % are half width; brackets and points that stand in Chinese context are
    full width. Figures (1,234; 10:08), URLs and Latin phrases keep theirs. The length does not change."""
    if not _OF_OTHER_WIDTH.search(text):
        return text
    if _FULL_WIDTH.search(text):
        text = _ALNUM.sub(lambda match: chr(ord(match[0]) - 0xFEE0), text)
    if not _ASCII_PUNCTUATION.search(text):
        return text
    text = _RUN_OF_MARKS.sub(lambda match: "".join(map(_FULL.__getitem__, match[0])), text)
    # A mark that was widened is Chinese context for its neighbours.
    while True:
        widened = _widen_brackets(text) if "(" in text or ")" in text else text
        widened = _POINT.sub(lambda match: "".join(map(_FULL.__getitem__, match[0])), widened)
        if widened == text:
            return text
        text = widened


def _widen_brackets(text: str) -> str:
    """A pair is Chinese when it holds or touches a CJK character; so is a lone bracket that touches one."""
    chars = list(text)
    chinese = [match.start() for match in _CJK_CHAR.finditer(text)]
    opened: list[int] = []
    spans: list[tuple[int, int]] = []
    lone: list[tuple[int, int]] = []
    for match in _HALF_BRACKET.finditer(text):
        here = match.start()
        if match[0] == "(":
            opened.append(here)
        elif opened:
            spans.append((opened.pop(), here))
        else:
            lone.append((here, here))
    # What touches a bracket that was widened is widened with it: from the outermost in, and away from the text.
    for start, end in (*sorted(spans), *reversed(lone), *zip(opened, opened, strict=True)):
        place = bisect_left(chinese, start - 1)
        holds = place < len(chinese) and chinese[place] <= end + 1
        if holds or "（" in chars[max(0, start - 1) : start] or "）" in chars[end + 1 : end + 2]:
            chars[start], chars[end] = _FULL[chars[start]], _FULL[chars[end]]
    return "".join(chars)
