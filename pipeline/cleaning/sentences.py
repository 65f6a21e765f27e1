"""Whether a text ends a sentence."""

from __future__ import annotations

import re

#: What a text that ends a sentence can end with: a stop, or what closes a quotation or a bracket behind one.
ENDS = frozenset("。！？；：…!?;:”’」』》）)］〕]】")

_CLOSED = re.compile("[。！？；：…!?;:][”’」』》]*$")
_CLOSERS = frozenset("）)］〕]】")
_OPENERS = frozenset("（(［〔[【")

#: A bracket is looked for over so many characters.
LONGEST_BRACKET = 2000


def is_closed(text: str) -> bool:
    """Whether *text* ends a sentence: with a stop, or with a bracket that follows one, holds a note (责任单位：…)
    or is all there is."""
    if text[-1:] not in ENDS:
        return False
    end = len(text)
    while end and text[end - 1] in _CLOSERS:
        start = _matching(text, end)
        if start is None:
            return False
        if start == 0 or "：" in text[start:end] or ":" in text[start:end]:
            return True
        end = start
    return ends_with_stop(text, end)


def ends_with_stop(text: str, end: int | None = None) -> bool:
    """Whether ``text[:end]`` ends with a stop, or with what closes a quotation (not a bracket) behind one."""
    end = len(text) if end is None else end
    return _CLOSED.search(text, max(0, end - 4), end) is not None


def _matching(text: str, end: int) -> int | None:
    """The index of the bracket that ``text[end - 1]`` closes."""
    depth = 0
    for index in range(end - 1, max(-1, end - LONGEST_BRACKET), -1):
        if text[index] in _CLOSERS:
            depth += 1
        elif text[index] in _OPENERS:
            depth -= 1
            if depth == 0:
                return index
    return None
