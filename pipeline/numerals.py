"""Figures as Chinese texts print them: 12, １２, 1,234.5, 十二, 二〇二二, 两百, 1.2万, 三亿."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from functools import lru_cache

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")  # 大写, on cheques and in contracts

#: Characters of a number written out in Chinese, for use inside a regular expression's class.
HAN_DIGITS = "〇○零一二两三四五六七八九十百千"


def han_number(text: str) -> int | None:
    """The integer that Chinese numerals write: 二十三 → 23, 二〇二二 → 2022, 一百零八 → 108, 两万 → 20000.

    A last digit without a 零 before it counts the next lower unit (二百三 → 230, 三万五 → 35000).

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
            if len(text) == 1 and _DIGITS.get(text):
                return total + _DIGITS[text] * _MYRIADS[myriad] // 10
    rest = _below_myriad(text)
    return None if rest is None else total + rest


def _below_myriad(text: str) -> int | None:
    if not text:
        return None
    if all(char in _DIGITS for char in text):
        if len(text) == 1:
            return _DIGITS[text]
        if text[0] == "零" and len(text) == 2:
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
    if digit and last_unit in (100, 1000) and text[-2] not in "零〇○":
        return total + digit * last_unit // 10
    return total + (digit or 0)


@lru_cache(maxsize=4096)
def figure(text: str) -> float | None:
    """The value of a printed figure in Arabic or Chinese numerals, 万 and 亿 multiplied out.

    Full-width digits and thousands separators (１,２３４ → 1234), a multiplier after digits (3.1千万), decimals
    (六点四二万 → 64200) and formal numerals (壹仟玖佰 → 1900) are read; None where it is no figure.
    """
    if text.isascii() and text.isdecimal():
        return float(text)
    text = unicodedata.normalize("NFKC", text).replace(" ", "").translate(_FORMAL)
    whole = text.rstrip("万亿")
    plain = whole.rstrip("十百千") or whole
    factor = 1
    for char in text[len(plain) :]:
        factor *= _MYRIADS.get(char) or _UNITS[char]
    plain = plain.replace(",", "")
    if plain.replace(".", "", 1).isdecimal() and plain[0] != "." and plain[-1] != ".":
        return float(Decimal(plain) * factor)
    head, point, decimals = whole.partition("点")
    if point:
        number = han_number(head)
        if number is None or not decimals or any(char not in _DIGITS for char in decimals):
            return None
        factor = 1
        for char in text[len(whole) :]:
            factor *= _MYRIADS[char]
        return float(Decimal(f"{number}.{''.join(str(_DIGITS[char]) for char in decimals)}") * factor)
    value = han_number(text)
    return None if value is None else float(value)
