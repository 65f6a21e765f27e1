"""Chinese and Arabic figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.numerals import figure, han_number

HAN = "零一二三四五六七八九"


def written_out(number: int) -> str:
    """*number* below 100,000,000 in Chinese numerals, the way a document writes it."""
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        tail = "" if rest == 0 else ("零一" if 10 <= rest < 20 else "零" if rest < 1000 else "") + written_out(rest)
        return written_out(head) + "万" + tail
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += ("零" if gap and out else "") + HAN[digit] + name
            gap = False
        else:
            gap = True
    return out.removeprefix("一") if out.startswith("一十") else out


@pytest.mark.parametrize(
    ("text", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十二", 32), ("一百零八", 108),
     ("二〇二二", 2022), ("二○二五", 2025),
     ("二百三", 230), ("三万五", 35_000), ("二百零三", 203),
     ("两", 2), ("两百", 200), ("一万", 10_000), ("两万三千", 23_000), ("一亿二千万", 120_000_000), ("五十", 50)],
)  # fmt: skip
def test_han_numbers_are_read(text: str, value: int) -> None:
    assert han_number(text) == value


@pytest.mark.parametrize("text", ["", "十十", "一二三", "万", "百一百", "甲", "一零十"])
def test_what_is_no_numeral_is_not_guessed(text: str) -> None:
    assert han_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("１２", 12), ("1,234.5", 1234.5), ("1.2万", 12_000), ("3亿", 3e8), ("2万亿", 2e12),
     ("3.1千万", 3.1e7), ("六点四二万", 64_200), ("壹仟玖佰", 1900), ("十五", 15), ("5.", None), ("万", None)],
)  # fmt: skip
def test_figures_are_read(text: str, value: float | None) -> None:
    assert figure(text) == value


@given(st.integers(min_value=1, max_value=99_999_999))
def test_every_number_written_out_is_read_back(number: int) -> None:
    assert han_number(written_out(number)) == number
