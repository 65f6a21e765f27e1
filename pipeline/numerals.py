"""Figures as Chinese texts print them: 12, １２, 1,234.5, 十二, 二〇二二, 两百, 1.2万, 三亿."""

from __future__ import annotations

import unicodedata

_DIGITS = {"〇": 0, "○": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

#: Characters of a number written out in Chinese, for use inside a regular expression's class.
HAN_DIGITS = "〇○零一二两三四五六七八九十百千"


def han_number(text: str) -> int | None:
    """The integer that Chinese numerals write: 二十三 → 23, 二〇二二 → 2022, 一百零八 → 108, 两万 → 20000.

    Returns None for what is no well-formed numeral (十十, 一二三, 万一): never a guess. A run of digits
    without 十, 百, 千 is positional only where it writes a year or holds a zero (四位, 二〇二二, 一〇).
    """
    if not text:
        return None
    total = 0
    for myriad in ("亿", "万"):
        head, found, text = text.rpartition(myriad) if myriad in text else ("", "", text)
        if found:
            value = _below_myriad(head) if "万" not in head else han_number(head)
            if value is None:
                return None
            total += value * _MYRIADS[myriad]
            if not text:
                return total
    rest = _below_myriad(text)
    return None if rest is None else total + rest


def _below_myriad(text: str) -> int | None:
    if not text:
        return None
    if all(char in _DIGITS for char in text):
        if len(text) == 1:
            return _DIGITS[text]
        if text[0] in "零" and len(text) == 2:
            return _DIGITS[text[1]]
        if len(text) == 4 or any(_DIGITS[char] == 0 for char in text[1:]):
            return int("".join(str(_DIGITS[char]) for char in text))
        return None
    total, digit, last_unit = 0, None, 10_000
    for char in text:
        if char in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[char]
        elif char in _UNITS:
            unit = _UNITS[char]
            if unit >= last_unit or digit == 0:
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        else:
            return None
    return total + (digit or 0)


def figure(text: str) -> float | None:
    """The value of a printed figure in Arabic or Chinese numerals, 万 and 亿 multiplied out.

    Full-width digits and thousands separators are read (１,２３４ → 1234); None where it is no figure.
    """
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    factor = 1
    while text and text[-1] in _MYRIADS and (len(text) > 1 and (text[-2].isdigit() or text[-2] in _MYRIADS)):
        factor *= _MYRIADS[text[-1]]
        text = text[:-1]
    plain = text.replace(",", "")
    if plain.replace(".", "", 1).isdecimal() and plain[0] != "." and plain[-1] != ".":
        return float(plain) * factor
    value = han_number(text)
    return None if value is None else float(value * factor)
