"""Readers: encodings, line and page breaks, Markdown marks, and what cannot be read."""

from __future__ import annotations

import codecs
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.models import RawLine, Reading, Severity, UnreadableSource
from pipeline.readers import read
from pipeline.readers.signatures import media_type
from pipeline.readers.text import MAX_LINE

PLAN = "云溪市节水工作方案\n一、总体要求\n（一）到2025年，用水总量不超过3亿立方米。\n"


def lines(reading: Reading) -> list[RawLine]:
    return [line for page in reading.pages for line in page.lines]


def texts(data: bytes) -> list[str]:
    return [line.text for line in lines(read(data))]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as caught:
        read(data)
    return str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        PLAN.encode(),
        codecs.BOM_UTF8 + PLAN.encode(),
        PLAN.encode("gb18030"),
        PLAN.encode("gbk"),
        codecs.BOM_UTF16_LE + PLAN.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + PLAN.encode("utf-16-be"),
        PLAN.encode("utf-16-le"),  # 一 is U+4E00: its lower byte is zero, like the higher one of a figure
        PLAN.encode("utf-16-be"),
        PLAN.replace("\n", "\r\n").encode(),
        PLAN.replace("\n", "\r").encode(),
        PLAN.replace("\n", "\r\n").encode("utf-16-le"),
        PLAN.rstrip().encode(),
        PLAN.replace("\n", "\u2028").encode(),
    ],
)
def test_every_encoding_and_line_end_reads_alike(data: bytes) -> None:
    reading = read(data)
    assert [line.text for line in lines(reading)] == PLAN.split()
    assert [line.place.top for line in lines(reading)] == [1, 2, 3]
    assert not reading.paged
    assert not reading.findings


@given(st.text(alphabet="云溪市水务建设，。、（）2025年abc\n ", min_size=20, max_size=200).filter(lambda t: "水" in t))
@settings(derandomize=True, database=None, max_examples=60)
def test_encodings_of_one_text_read_alike(text: str) -> None:
    expected = texts(text.encode())
    for name in ("utf-8-sig", "utf-16", "gb18030"):
        assert texts(text.encode(name)) == expected


def test_gaps_indents_and_columns() -> None:
    reading = read("标题\n\n\n　　一、水务\n  ab\n\t丙".encode())
    assert [(line.text, line.gap, line.indent) for line in lines(reading)] == [
        ("标题", 0, 0.0),
        ("一、水务", 2, 2.0),
        ("ab", 0, 1.0),
        ("丙", 0, 2.0),
    ]
    assert [(line.place.x0, line.place.x1) for line in lines(reading)] == [(0, 2), (2, 6), (2, 4), (1, 2)]


@pytest.mark.parametrize(
    ("text", "pages", "tops"),
    [
        ("甲\f乙\n丙", [["甲"], ["乙", "丙"]], [1, 1, 2]),
        ("甲\n\f乙\n\f丙\n", [["甲"], ["乙"], ["丙"]], [1, 2, 3]),
        ("甲\n\n\f\n乙", [["甲"], ["乙"]], [1, 4]),
        ("甲\f\f乙", [["甲"], ["乙"]], [1, 1]),
        ("\f甲\f", [["甲"]], [1]),
    ],
)
def test_form_feeds_part_pages_and_count_as_no_line(text: str, pages: list[list[str]], tops: list[int]) -> None:
    reading = read(text.encode())
    assert [[line.text for line in page.lines] for page in reading.pages] == pages
    assert [page.number for page in reading.pages] == list(range(1, len(pages) + 1))
    assert [line.place.top for line in lines(reading)] == tops
    assert [line.place.page for line in lines(reading)] == [n for n, page in enumerate(pages, 1) for _ in page]
    assert reading.paged == (len(pages) > 1)


def test_a_page_break_is_no_blank_line() -> None:
    assert [line.gap for line in lines(read("甲\n\f乙\f\n丙".encode()))] == [0, 0, 1]


def test_a_single_space_starts_a_page_where_the_first_line_has_one() -> None:
    page = ["水务工作"] * 30
    text = "\n".join([" 第一页", *page, " 第二页", *page, "　　段落", " \u3000不是"])
    assert [len(p.lines) for p in read(text.encode()).pages] == [31, 33]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(["水务工作"] * 30 + [" 空格"] + ["水务工作"] * 30),  # the first line has none
        "\n".join([" 水务工作"] * 60),  # every line has one
        "\n".join([" 水务", "工作", " 方案"]),  # too short to tell
        "\n".join(["  水务"] + ["工作"] * 60 + ["  方案"]),  # two spaces are an indent
    ],
)
def test_other_spaces_start_no_page(text: str) -> None:
    assert len(read(text.encode()).pages) == 1


@pytest.mark.parametrize(
    ("line", "print_"),
    [
        ("# 一、总体要求", " 一、总体要求"),
        ("###### （一）水务 ##", " （一）水务"),
        ("**（一）水务**", "（一）水务"),
        ("**水**务__建设__。", "水务建设。"),
        ("## **水务**", " 水务"),
        ("- 3. 水务", " 3. 水务"),
        ("- 3 -", "- 3 -"),
        ("-3.5", "-3.5"),
        ("##二、主要任务", "二、主要任务"),
        ("###**(一)水务**", "(一)水务"),
        ("#水务#", "#水务#"),
        ("#3", "#3"),
        ("####### 七级", "####### 七级"),
        ("3 ** 2 ** 1", "3 ** 2 ** 1"),
        ("*责任单位：市水利局*", "责任单位：市水利局"),
        ("_责任单位：市水利局_", "责任单位：市水利局"),
        ("*注：水务*建设", "*注：水务*建设"),
        ("> 各地要节水。", "各地要节水。"),
        (">> 各地要节水。", "各地要节水。"),
        ("水压>0.3兆帕", "水压>0.3兆帕"),
        (r"1\. 水务", "1. 水务"),
        (r"达到 $90 \%$ 以上，投资$3.5$亿元", "达到 90% 以上，投资3.5亿元"),
        (r"下降$1 8 . 5 \%$。", "下降18.5%。"),
        ("每件$5，共$50", "每件$5，共$50"),
        ("****", "****"),
        ("水务*建设", "水务*建设"),
        ("a__b", "a__b"),
    ],
)
def test_markdown_marks_are_noted_and_kept(line: str, print_: str) -> None:
    first, *_ = lines(read(f"{line}\n\n# 标题".encode()))
    assert first.text == line
    kept = list(line)
    for start, end in first.marks:
        kept[start:end] = [""] * (end - start)
    assert "".join(kept) == print_


def test_without_any_markdown_stars_are_print() -> None:
    reading = read("水务 * 建设 *\n1 # 2".encode())
    assert reading.media_type == "text/plain"
    assert not any(line.marks for line in lines(reading))
    assert read("# 标题".encode()).media_type == "text/markdown"


def test_zero_width_characters_are_no_print() -> None:
    (line,) = lines(read("一、\u200b水\ufeff务\u00ad".encode()))
    assert line.text == "一、\u200b水\ufeff务\u00ad"
    assert line.marks == ((2, 3), (4, 5), (6, 7))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty; fetch it again."),
        (" \n\t\u3000\f\r\n".encode(), "The file holds nothing but white space; fetch it again."),
        (codecs.BOM_UTF8, "The file holds nothing but white space; fetch it again."),
        (codecs.BOM_UTF16_LE, "The file holds nothing but white space; fetch it again."),
        (bytes(range(256)) * 8, "binary data"),
        (b"\x01\x02\x03\x04", "binary data"),
        ("水\x00务\n".encode() * 4, "binary data"),
        ("été à la plage où".encode("latin-1"), "no text in UTF-8, UTF-16 or GB18030 (byte 0 fits none)"),
        ("これはテストです".encode("shift-jis") * 9, "no text in UTF-8"),
        ("這是一個計畫".encode("big5") * 9, "no text in UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "The "),
        (b"\xff\xd8\xff\xe0", "The "),
        (b"BM\x36\x00\x00\x00", "The "),
    ],
)
def test_what_cannot_be_read_is_a_sentence_that_says_what_to_do(data: bytes, sentence: str) -> None:
    said = refusal(data)
    assert sentence in said
    assert said.endswith(".")
    assert any(advice in said for advice in ("fetch it again", "UTF-8", "convert it", "save"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
        (b"\n\n%PDF-1.4 \xff", "application/pdf"),
        ("<!DOCTYPE html>\n<p>一、水务</p>".encode(), "text/html"),
        (codecs.BOM_UTF8 + "  <html>水务".encode(), "text/html"),
        ("<html>水务".encode("utf-16"), "text/html"),
        ('<?xml version="1.0"?>\n<!-- 水 --><html>'.encode(), "text/html"),
        (b"<meta charset=gbk><p>", "text/html"),
        ("一、水务<p>".encode(), "text/plain"),
        ("<印发>水务".encode(), "text/plain"),
        ("PDF格式：%PDF-1.7 是其文件头".encode(), "text/plain"),
    ],
)
def test_the_format_is_told_by_the_content(data: bytes, kind: str) -> None:
    assert media_type(data) == kind


def test_a_text_that_opens_like_a_bitmap_is_text() -> None:
    assert texts("BM水务工作方案".encode()) == ["BM水务工作方案"]


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_are_a_finding(encoding: str, newline: str) -> None:
    sound = PLAN.replace("\n", newline).encode(encoding)
    data = sound * 2 + b"\xff" + sound * 90
    reading = read(data)
    (finding,) = reading.findings
    assert finding.code == "undecodable_bytes"
    assert finding.severity is Severity.ERROR
    assert finding.line_no == 7
    broken = [line for line in lines(reading) if "\ufffd" in line.text]
    assert [line.place.top for line in broken] == [7]


def test_a_file_cut_inside_a_character_is_read_as_what_it_is() -> None:
    reading = read(PLAN.rstrip().encode()[:-1])
    assert [line.text for line in lines(reading)][:2] == PLAN.split()[:2]
    assert reading.findings


def test_a_stray_control_character_does_not_make_a_text_binary() -> None:
    assert texts("一、水务\n二、建设\x1a".encode()) == ["一、水务", "二、建设\x1a"]


@pytest.mark.parametrize(
    "data", [b"a" * 50_000_000, ("水" * 17_000_000).encode(), b"\xe6\xb0\xb4\n" + b"a b " * 12_500_000]
)
def test_a_line_of_50_megabytes_costs_a_sentence(data: bytes) -> None:
    tracemalloc.start()
    start = time.perf_counter()
    said = refusal(data)
    seconds = time.perf_counter() - start
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said.startswith(f"Line {data.count(10) + 1} has ")
    assert "break its lines" in said
    assert seconds < 3
    assert peak < 3.2 * len(data)


def test_the_longest_line_that_is_read() -> None:
    assert len(lines(read(b"a" * MAX_LINE))[0].text) == MAX_LINE
    assert "Line 1 has 1,000,001 characters" in refusal(b"a" * (MAX_LINE + 1))


@pytest.mark.parametrize(
    "text",
    [
        "**a " * 30_000,
        "__a " * 30_000,
        "a" + " " * 200_000 + "b\n# x",
        "#" * 200_000,
        "$1 " * 50_000,
        "*a" * 50_000,
        "> " * 90_000,
        "序号\n" * 50_000,
        "\t" * 90_000,
        " \n" * 90_000,
    ],
)
def test_reading_takes_time_in_proportion(text: str) -> None:
    start = time.perf_counter()
    read(f"# x\n{text}".encode())
    assert time.perf_counter() - start < 1
