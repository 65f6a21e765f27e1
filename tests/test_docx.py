"""DOCX: what Word prints comes out, line by line, and nothing else."""

from __future__ import annotations

import os
import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as configured
from hypothesis import strategies as st
from packages import STRICT_W, W, archive, content_types, docx, level, listed, numbering, paragraph, run, word_part
from plans import Plan, plans

from pipeline import extract
from pipeline.models import Cell, MeasureKind, RawLine, Reading, Severity, SourceFile, Status, UnreadableSource
from pipeline.numbering import marker_at
from pipeline.numerals import han_number
from pipeline.readers import read
from pipeline.readers.signatures import DOCX
from pipeline.readers.word_numbering import numeral

steady = configured(
    derandomize=True, database=None, deadline=None, max_examples=40, suppress_health_check=list(HealthCheck)
)


def lines(data: bytes) -> list[RawLine]:
    return [line for page in read(data).pages for line in page.lines]


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in lines(docx(body, **parts))]


def within(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def test_paragraphs_are_lines_with_their_numbers() -> None:
    reading = read(docx(paragraph("云溪市节水方案") + paragraph() + paragraph("一、总体要求")))
    assert (reading.reader, reading.media_type, reading.paged) == ("docx", DOCX, False)
    first, second = reading.pages[0].lines
    assert (first.text, first.place, first.gap, first.opens) == ("云溪市节水方案", (1, 0, 1, 7, 1), 0, True)
    assert (second.text, second.place.top, second.gap) == ("一、总体要求", 2, 1)


@pytest.mark.parametrize("folder", ["word", "Word", "doc"])
def test_the_document_is_found_by_its_relationship(folder: str) -> None:
    assert [line.text for line in lines(docx(paragraph("水库"), folder=folder))] == ["水库"]


def test_strict_files_read_like_transitional_ones() -> None:
    body = word_part("document", f"<w:body>{paragraph('一、总体要求')}</w:body>").replace(W, STRICT_W)
    data = archive({"[Content_Types].xml": content_types("/word/document.xml"), "word/document.xml": body})
    assert [line.text for line in lines(data)] == ["一、总体要求"]


CHANGED = 'w:id="1" w:author="甲"'
BOX = "<w:txbxContent>{}</w:txbxContent>"
CHOICE = (
    "<mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        (within(run("建设") + run("水库")), ["建设水库"]),
        (within(f"<w:hyperlink>{run('云溪市')}</w:hyperlink>{run('政府')}"), ["云溪市政府"]),
        (within(f"<w:smartTag>{run('2025年')}</w:smartTag>"), ["2025年"]),
        (within(f"<w:sdt><w:sdtContent>{run('节水')}</w:sdtContent></w:sdt>"), ["节水"]),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('节水')}</w:sdtContent></w:sdt>", ["节水"]),
        (
            within(
                f"<w:ins {CHANGED}>{run('新增')}</w:ins><w:del {CHANGED}><w:r><w:delText>旧</w:delText></w:r></w:del>"
            ),
            ["新增"],
        ),
        (
            within(f"<w:moveTo {CHANGED}>{run('移来')}</w:moveTo><w:moveFrom {CHANGED}>{run('移走')}</w:moveFrom>"),
            ["移来"],
        ),
        (within("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>" + run("显")), ["显"]),
        (within('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>'), ["显"]),
        (within("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:cr/><w:t>末</w:t></w:r>"), ["上", "下", "末"]),
        (
            within("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:tab/><w:t>C</w:t><w:softHyphen/></w:r>"),
            ["A-B\tC"],
        ),
        (within("<w:r><w:t> 水  库 </w:t></w:r>" + run("建设")), ["水 库建设"]),
        (within('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("已办")), ["☑已办"]),
        (within('<w:r><w:sym w:font="宋体" w:char="2103"/></w:r>'), ["℃"]),
        (within("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"), ["x+1"]),
        (within("<w:ruby><w:rt>" + run("yún") + "</w:rt><w:rubyBase>" + run("云") + "</w:rubyBase></w:ruby>"), ["云"]),
        (within(FIELD.format(" PAGE ", run("3"))), ["3"]),
        (within(f'<w:fldSimple w:instr="DATE">{run("2025年")}</w:fldSimple>'), ["2025年"]),
        (within(FIELD.format(" IF ", run("外")) + run("后")), ["外后"]),
        # The result of a field within another's instruction is no print.
        (
            within(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                + FIELD.format(" MERGEFIELD 甲 ", run("内"))
                + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                + run("外")
                + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            ),
            ["外"],
        ),
        (
            within(FIELD.replace('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "").format(r" eq \o\ac(○,6)", "")),
            ["⑥"],
        ),
        (
            within(run("锚") + "<w:r><w:pict>" + BOX.format(paragraph("框内")) + "</w:pict></w:r>" + run("后")),
            ["锚后", "框内"],
        ),
        (
            within(
                CHOICE.format(f"<w:r>{BOX.format(paragraph('新'))}</w:r>", f"<w:r>{BOX.format(paragraph('旧'))}</w:r>")
            ),
            ["新"],
        ),
        (within(CHOICE.format("<w:r><w:drawing/></w:r>", run("旧"))), ["旧"]),
        # The end of the first paragraph is deleted: the two are one.
        (paragraph("一、总体", properties=f"<w:rPr><w:del {CHANGED}/></w:rPr>") + paragraph("要求"), ["一、总体要求"]),
        ("<w:customXml>" + paragraph("节水") + "</w:customXml>", ["节水"]),
    ],
)
def test_what_is_printed(body: str, printed: list[str]) -> None:
    assert texts(body) == printed


def test_changes_and_hidden_text_are_told() -> None:
    body = within(
        f"<w:ins {CHANGED}>{run('新增')}</w:ins><w:del {CHANGED}><w:r><w:delText>旧</w:delText></w:r></w:del>"
    )
    (finding,) = read(docx(body)).findings
    assert (finding.code, finding.severity) == ("tracked_changes", Severity.INFO)
    assert "1 insertion(s) were read, 1 deleted" in finding.message
    assert not read(docx(paragraph("水库"))).findings


def test_what_is_not_read_is_told() -> None:
    found = read(
        docx(paragraph("水库") + '<w:altChunk r:id="x"/>' + within('<w:r><w:sym w:font="某" w:char="F0AA"/></w:r>'))
    )
    assert [(f.code, f.severity) for f in found.findings] == [
        ("embedded_file", Severity.ERROR),
        ("unknown_symbol", Severity.WARNING),
    ]


def test_zero_width_characters_are_marked() -> None:
    (line,) = lines(docx(paragraph("来源、\u200c用途")))
    assert line.marks == ((3, 4),)


STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/><w:name w:val="正文缩进"/>'
    '<w:pPr><w:ind w:firstLineChars="200" w:firstLine="420"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="c"><w:basedOn w:val="b"/><w:name w:val="居中"/>'
    '<w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "indent"),
    [
        ("", 0.0),
        ('<w:ind w:firstLineChars="200" w:firstLine="640"/>', 2.0),
        ('<w:ind w:firstLine="420"/>', 2.0),  # 21 points of 10.5
        ('<w:ind w:firstLineChars="0" w:firstLine="420"/>', 2.0),
        ('<w:ind w:leftChars="100" w:left="210" w:firstLineChars="200"/>', 3.0),
        ('<w:ind w:left="420" w:hanging="210"/>', 1.0),
        ('<w:ind w:start="420" w:hangingChars="100"/>', 1.0),
        ('<w:pStyle w:val="b"/>', 2.0),
        ('<w:pStyle w:val="b"/><w:ind w:firstLineChars="0" w:firstLine="0"/>', 0.0),
        ('<w:pStyle w:val="b"/><w:ind w:left="640"/>', 4.0),  # 32 points of 16, and the style's first line
    ],
)
def test_indents_count_in_characters(properties: str, indent: float) -> None:
    (line,) = lines(docx(paragraph("水库", properties=properties), styles=STYLES))
    assert line.indent == pytest.approx(indent)


def test_leading_space_is_indent() -> None:
    (line,) = lines(docx(paragraph("　　水库")))
    assert (line.text, line.indent, line.place.x0) == ("水库", 2.0, 2)


def test_a_title_centred_line_by_line_is_one_paragraph() -> None:
    body = "".join(paragraph(text, properties='<w:pStyle w:val="c"/>') for text in ("云溪市水利", "发展规划"))
    assert [line.opens for line in lines(docx(body + paragraph("水库。"), styles=STYLES))] == [True, False, True]


BREAK = "<w:r><w:lastRenderedPageBreak/></w:r>"
AUTHORS = '<w:r><w:br w:type="page"/></w:r>'


def pages(reading: Reading) -> list[tuple[int, list[str]]]:
    return [(page.number, [line.text for line in page.lines]) for page in reading.pages]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (within(run("甲")) + within(BREAK + run("乙")), [(1, ["甲"]), (2, ["乙"])]),
        (within(run("甲") + BREAK + run("乙")), [(1, ["甲"]), (2, ["乙"])]),
        # What Word noted counts alone, for it notes the author's breaks too.
        (within(run("甲") + AUTHORS) + within(BREAK + run("乙")), [(1, ["甲"]), (2, ["乙"])]),
        (within(run("甲") + AUTHORS) + within(run("乙")), [(1, ["甲"]), (2, ["乙"])]),
        (paragraph("甲") + paragraph("乙", properties="<w:pageBreakBefore/>"), [(1, ["甲"]), (2, ["乙"])]),
        (paragraph("甲") + paragraph("乙", properties='<w:pageBreakBefore w:val="0"/>'), [(1, ["甲", "乙"])]),
        (paragraph("甲", properties="<w:sectPr/>") + paragraph("乙") + "<w:sectPr/>", [(1, ["甲"]), (2, ["乙"])]),
        (
            paragraph("甲", properties="<w:sectPr/>")
            + paragraph("乙")
            + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>',
            [(1, ["甲", "乙"])],
        ),
        (within(run("甲") + BREAK) + within(BREAK + run("乙")), [(1, ["甲"]), (3, ["乙"])]),
    ],
)
def test_pages(body: str, expected: list[tuple[int, list[str]]]) -> None:
    assert pages(read(docx(body))) == expected


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


DOWN, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def cells(body: str) -> list[tuple[str, Cell | None]]:
    return [(line.text, line.cell) for line in lines(docx(body))]


def test_tables_give_cells() -> None:
    body = table(
        row(cell("事项", '<w:gridSpan w:val="2"/>'), cell("单位")),
        row(cell("一", DOWN), cell("建库"), cell("水利局")),
        row(cell("", GOES_ON), cell("修渠"), cell("农业局")),
        row(cell("末"), properties='<w:gridBefore w:val="2"/>'),
        row(cell("删", ""), cell("去"), properties=f"<w:del {CHANGED}/>"),
    )
    assert cells(body + paragraph("后")) == [
        ("事项", Cell(1, 0, 0, 1, 2)),
        ("单位", Cell(1, 0, 2)),
        ("一", Cell(1, 1, 0, 2, 1)),
        ("建库", Cell(1, 1, 1)),
        ("水利局", Cell(1, 1, 2)),
        ("修渠", Cell(1, 2, 1)),
        ("农业局", Cell(1, 2, 2)),
        ("末", Cell(1, 3, 2)),
        ("后", None),
    ]


def test_a_table_of_one_column_is_a_frame() -> None:
    assert cells(table(row(cell("专栏1")), row(cell("建库")))) == [("专栏1", None), ("建库", None)]


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    inner = table(row(cell("甲"), cell("乙")))
    body = table(row(f"<w:tc>{paragraph('外')}{inner}{paragraph()}</w:tc>", cell("右")))
    assert cells(body) == [("外", Cell(1, 0, 0)), ("甲", Cell(2, 0, 0)), ("乙", Cell(2, 0, 1)), ("右", Cell(1, 0, 1))]


def test_a_row_stands_on_the_page_where_it_begins() -> None:
    broken = f"<w:tc>{within(run('甲') + BREAK + run('乙'))}</w:tc>"
    assert pages(read(docx(table(row(broken, broken)) + paragraph("后")))) == [
        (1, ["甲", "乙", "甲", "乙"]),
        (2, ["后"]),
    ]


def test_wrapped_rows_and_cells_are_found() -> None:
    held = f"<w:sdt><w:sdtContent>{cell('乙')}</w:sdtContent></w:sdt>"
    body = table(f"<w:sdt><w:sdtContent>{row(cell('甲'), held)}</w:sdtContent></w:sdt>")
    assert cells(body) == [("甲", Cell(1, 0, 0)), ("乙", Cell(1, 0, 1))]


def note_part(kind: str, *notes: str) -> str:
    return "".join(f'<w:{kind} w:id="{n}">{paragraph(text)}</w:{kind}>' for n, text in enumerate(notes, 1))


def test_notes_stand_on_their_page_with_their_marks() -> None:
    def with_note(text: str, number: int) -> str:
        return within(run(text) + f'<w:r><w:footnoteReference w:id="{number}"/></w:r>' + run("。"))

    body = with_note("水库", 1) + within(BREAK + run("乙")) + with_note("泵站", 2) + "<w:sectPr><w:footnotePr>"
    body += '<w:numFmt w:val="decimalEnclosedCircle"/><w:numRestart w:val="eachPage"/></w:footnotePr></w:sectPr>'
    reading = read(docx(body, footnotes=note_part("footnote", "指大型水库。", "指排涝泵站。")))
    assert pages(reading) == [(1, ["水库①。", "①指大型水库。"]), (2, ["乙", "泵站①。", "①指排涝泵站。"])]
    text, note = reading.pages[0].lines
    assert (text.marks, text.aside, note.aside) == (((2, 3),), False, True)
    document = extract(
        SourceFile("a.docx", "file:///a.docx", docx(body, footnotes=note_part("footnote", "甲。", "乙。")))
    )
    assert document.documents[0].text == "水库。\n乙\n泵站。"


def test_endnotes_stand_behind_the_text() -> None:
    body = within(run("水库") + '<w:r><w:endnoteReference w:id="1"/></w:r>') + paragraph("末。")
    assert texts(body, endnotes=note_part("endnote", "指大型水库。")) == ["水库i", "末。", "i指大型水库。"]


def test_heads_and_feet_are_printed_once_and_beside_the_text() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="r_header1"/><w:footerReference r:id="r_footer1"/>'
        '<w:headerReference w:type="first" r:id="r_header2"/></w:sectPr>'
    )
    foot = within(run("— ") + FIELD.format("PAGE", run("1")) + run(" —"))
    heads = {"header1": paragraph("云溪公报"), "header2": paragraph("首页")}
    data = docx(paragraph("甲") + within(BREAK + run("乙")) + section, footer1=foot, **heads)
    assert [(line.place.page, line.text, line.aside) for line in lines(data)] == [
        (1, "云溪公报", True),
        (1, "甲", False),
        (1, "— 1 —", True),
        (2, "乙", False),
    ]


def test_contents_show_their_leaders() -> None:
    body = paragraph("一、总体要求\t1").replace("\t", "</w:t><w:tab/><w:t>")
    assert texts(body) == ["一、总体要求\t1"]
    assert texts(within(FIELD.format(r"TOC \o", body[5:-6]))) == ["一、总体要求……1"]


# Automatic numbers.

ROMAN = level(0, "upperRoman", "%1.")


@pytest.mark.parametrize(
    ("number_format", "number", "shown"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("numberInDash", 3, "- 3 -"),
        ("none", 3, ""),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 2, "B"),
        ("lowerRoman", 94, "xciv"),
        ("upperRoman", 4, "IV"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 100, "一○○"),
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("taiwaneseCounting", 20, "二十"),
        ("taiwaneseCountingThousand", 20000, "二萬"),
        ("taiwaneseDigital", 10, "一○"),
        ("ideographDigital", 10, "一〇"),
        ("japaneseCounting", 101, "一百零一"),
        ("chineseLegalSimplified", 23, "贰拾叁"),
        ("ideographTraditional", 11, "甲"),
        ("ideographZodiac", 12, "亥"),
        ("ideographEnclosedCircle", 3, "㈢"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircleChinese", 50, "㊿"),
        ("decimalEnclosedCircle", 51, "51"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 2, "⒉"),
        ("chineseCounting", 0, "0"),
        ("noSuchFormat", 5, "5"),
    ],
)
def test_numerals(number_format: str, number: int, shown: str) -> None:
    assert numeral(number, number_format) == shown


@given(st.integers(1, 99_999))
def test_chinese_numerals_read_back(number: int) -> None:
    assert han_number(numeral(number, "chineseCountingThousand")) == number


THREE = (level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3."))
RESTARTED = (
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride></w:num>'
)
SHARED = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'


@pytest.mark.parametrize(
    ("paragraphs", "part", "shown"),
    [
        ([(0, 1), (1, 1), (1, 1), (0, 1), (1, 1), (2, 1)], numbering(*THREE), "一、 （一） （二） 二、 （一） 1."),
        ([(0, 1), (2, 1), (0, 1), (2, 1)], numbering(*THREE), "一、 1. 二、 1."),
        # 17.9.10: a level that restarts never, or after a level further out only.
        (
            [(0, 1), (1, 1), (0, 1), (1, 1)],
            numbering(THREE[0], level(1, "chineseCounting", "（%2）", '<w:lvlRestart w:val="0"/>')),
            "一、 （一） 二、 （二）",
        ),
        (
            [(0, 1), (1, 1), (2, 1), (1, 1), (2, 1), (0, 1), (1, 1), (2, 1)],
            numbering(THREE[0], THREE[1], level(2, "decimal", "%3.", '<w:lvlRestart w:val="1"/>')),
            "一、 （一） 1. （二） 2. 二、 （一） 1.",
        ),
        ([(0, 1), (0, 2), (0, 1)], numbering(*THREE, more=SHARED), "一、 二、 三、"),
        (
            [(0, 1), (0, 1), (0, 2), (0, 2), (0, 1)],
            numbering(*THREE, more=RESTARTED.format(1)),
            "一、 二、 一、 二、 三、",
        ),
        ([(0, 2), (0, 2)], numbering(*THREE, more=RESTARTED.format(5)), "五、 六、"),
        ([(0, 1), (0, 1)], numbering(level(0, "decimal", "第%1条", start=9)), "第9条 第10条"),
        # A level shows the first number of those above it that have not begun.
        ([(1, 1), (1, 1)], numbering(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")), "1.1 1.2"),
        # 17.9.4: all in decimal numbers.
        ([(0, 1), (1, 1)], numbering(ROMAN, level(1, "decimal", "%1.%2", "<w:isLgl/>")), "I. 1.1"),
        ([(0, 1), (1, 1)], numbering(ROMAN, level(1, "decimal", "%1.%2")), "I. I.1"),
        (
            [(0, 1), (0, 1)],
            numbering(level(0, "bullet", "\uf06e", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>')),
            "■ ■",
        ),
        ([(0, 1), (0, 0)], numbering(*THREE), "一、"),  # list 0: taken off its list
        ([(0, 9), (8, 1)], numbering(*THREE), ""),  # a list and a level that the file does not define
    ],
)
def test_counting(paragraphs: list[tuple[int, int]], part: str, shown: str) -> None:
    printed = texts("".join(listed("条", depth, number) for depth, number in paragraphs), numbering=part)
    assert [text.removesuffix("条").strip() for text in printed if text != "条"] == shown.split()


@pytest.mark.parametrize(("suffix", "printed"), [("tab", "一、\t甲"), ("space", "一、 甲"), ("nothing", "一、甲")])
def test_what_follows_a_number(suffix: str, printed: str) -> None:
    own = level(0, "chineseCounting", "%1、", f'<w:suff w:val="{suffix}"/>')
    assert texts(listed("甲"), numbering=numbering(own)) == [printed]


def test_a_numbered_paragraph_without_text_prints_its_number() -> None:
    assert texts(listed("") + listed("乙"), numbering=numbering(THREE[0])) == ["一、", "二、\t乙"]


def test_styles_number_paragraphs() -> None:
    styles = (
        "".join(
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:pPr><w:numPr>{numbers}</w:numPr></w:pPr></w:style>'
            for name, numbers in {"h1": '<w:numId w:val="1"/>', "h2": '<w:numId w:val="1"/>'}.items()
        )
        + '<w:style w:type="paragraph" w:styleId="h3"><w:basedOn w:val="h2"/></w:style>'
    )
    part = numbering(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="h1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="h2"/>'),
    )
    body = "".join(paragraph("甲", properties=f'<w:pStyle w:val="{name}"/>') for name in ("h1", "h2", "h3", "h1"))
    body += paragraph("甲", properties='<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert texts(body, styles=styles, numbering=part) == ["一、\t甲", "（一）\t甲", "（二）\t甲", "二、\t甲", "甲"]


def test_lists_linked_by_a_style_count_as_its_list() -> None:
    part = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="条"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="6"><w:styleLink w:val="条"/>{THREE[0]}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    )
    assert texts(listed("甲"), numbering=part) == ["一、\t甲"]


def test_a_number_format_of_newer_versions_stands_beside_an_older_one() -> None:
    formats = CHOICE.format('<w:numFmt w:val="custom" w:format="001, 002"/>', '<w:numFmt w:val="decimalZero"/>')
    own = f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{formats}<w:lvlText w:val="%1."/></w:lvl>'
    assert texts(listed("甲"), numbering=numbering(own)) == ["01.\t甲"]


def test_deleted_paragraphs_are_not_counted() -> None:
    gone = (
        listed("旧")
        .replace("<w:pPr>", f"<w:pPr><w:rPr><w:del {CHANGED}/></w:rPr>")
        .replace("<w:r>", f"<w:del {CHANGED}><w:r>")
    )
    body = listed("甲") + gone.replace("</w:r>", "</w:r></w:del>", 1) + listed("乙")
    assert texts(body, numbering=numbering(THREE[0])) == ["一、\t甲", "二、\t乙"]


@pytest.mark.parametrize(
    "body",
    [
        listed("甲").replace('"1"', '"x"'),
        listed("甲").replace('"0"', '"-7"'),
        listed("甲").replace('"0"', '"99999999999999"'),
        '<w:p><w:r><w:fldChar w:fldCharType="end"/><w:fldChar/><w:instrText>x</w:instrText><w:t>甲</w:t></w:r></w:p>',
        '<w:p><w:r><w:sym/><w:sym w:char="ZZ"/><w:sym w:char="FFFFFFFF"/><w:t>甲</w:t></w:r></w:p>',
        "<w:p><mc:AlternateContent/><w:r><w:t>甲</w:t></w:r></w:p>",
        "<w:tbl/><w:tbl><w:tr/></w:tbl>" + paragraph("甲"),
        table(row(cell("甲", '<w:gridSpan w:val="-4"/>'))),
        paragraph("甲", properties='<w:ind w:firstLine="x" w:left="1e9"/>'),
    ],
)
def test_odd_markup_loses_nothing(body: str) -> None:
    assert "".join(texts(body, numbering=numbering(*THREE))).endswith("甲")


@pytest.mark.parametrize("body", ["", paragraph(), within("<w:r><w:drawing/></w:r>")])
def test_a_document_without_text_is_refused(body: str) -> None:
    with pytest.raises(UnreadableSource, match=r"prints no text; .* save it as PDF"):
        read(docx(body))


# Whole plans.


def as_docx(plan: Plan, seed: int) -> tuple[bytes, list[str]]:
    """*plan* with automatic numbers and with pages that end anywhere; and its paragraphs as typed."""
    chance = random.Random(seed)
    kinds = sorted({marker.kind for text, _ in plan.paragraphs if (marker := marker_at(text))})
    levels: dict[int, str] = {}
    fresh: set[int] = set()
    runs_on: set[int] = set()
    body = [paragraph(plan.title, properties='<w:jc w:val="center"/>')]
    for text, _ in plan.paragraphs:
        marker = marker_at(text)
        rest = text[marker.end :].lstrip() if marker else text
        depth = kinds.index(marker.kind) if marker else 0
        if marker:
            digits = "".join(char for char in marker.text if char.isdecimal() or han_number(char))
            form = marker.text.replace(digits, f"%{depth + 1}")
            name = "decimal" if digits.isdecimal() else "chineseCountingThousand"
            if depth in fresh and marker.number != 1:
                runs_on.add(depth)
            fresh.discard(depth)
            fresh |= set(range(depth + 1, 9))
            levels[depth] = (name, form)
        cut = chance.randrange(1, len(rest)) if len(rest) > 10 and chance.random() < 0.4 else 0
        runs = run(rest[:cut]) + BREAK + run(rest[cut:]) if cut else run(rest)
        numbers = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>' if marker else ""
        body.append(f"<w:p><w:pPr>{numbers}</w:pPr>{runs}</w:p>")
    made = [
        level(depth, name, form, '<w:lvlRestart w:val="0"/>' if depth in runs_on else "")
        for depth, (name, form) in sorted(levels.items())
    ]
    return docx("".join(body), numbering=numbering(*made)), [text for text, _ in plan.paragraphs]


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@steady
@given(plans(), st.integers(0, 2**16))
def test_automatic_numbers_are_those_that_would_be_typed(plan: Plan, seed: int) -> None:
    data, typed = as_docx(plan, seed)
    printed = "".join(line.text for line in lines(data))
    assert folded(printed) == folded(plan.title + "".join(typed))


@steady
@given(plans(), st.integers(0, 2**16))
def test_what_a_plan_says_comes_out(plan: Plan, seed: int) -> None:
    data, _ = as_docx(plan, seed)
    (document,) = extract(SourceFile("plan.docx", "file:///plan.docx", data)).documents
    assert document.title == plan.title
    assert [(s.path, folded(s.heading), folded(s.intro)) for s in document.sections] == [
        (path, folded(heading), folded(intro)) for path, heading, intro in plan.sections
    ]
    assert [(m.path, folded(m.text)) for m in document.measures] == [
        (path, folded(said)) for path, said, _ in plan.measures
    ]


@pytest.mark.corpus
@pytest.mark.skipif("TAIZHANG_CORPUS" not in os.environ, reason="no corpus")
def test_a_draft_in_its_announcement_is_one_document() -> None:
    """An announcement that asks for comments carries a draft, which is one document with it."""
    for path in Path(os.environ["TAIZHANG_CORPUS"]).glob("*.docx"):
        extraction = extract(SourceFile.from_path(path))
        first = extraction.documents[0]
        assert first.status is Status.DRAFT
        assert first.title is not None
        assert first.title in {line.text for line in extraction.lines}
        numbers = [section.number for section in first.sections]
        assert numbers == list(range(numbers[0] or 0, (numbers[0] or 0) + len(numbers)))
        assert not any(finding.code.startswith("numbering") for finding in extraction.findings)


BOX_LINES = ("专栏2 水库重点工程", "新建水库。建设云溪水库2座。", "改造泵站。更新泵站5座。")
PLAN_LINES = ("云溪市节水工作方案", "一、水库", "（一）建设。全面建设水库。", "（二）管护。全面管护水库。")


def framed_in(kind: str) -> str:
    inside = "".join(paragraph(text) for text in BOX_LINES)
    if kind == "text box":
        return within(f"<w:r><w:pict><v:shape><v:textbox>{BOX.format(inside)}</v:textbox></v:shape></w:pict></w:r>")
    cells = [inside] if kind == "one cell" else [paragraph(text) for text in BOX_LINES]
    return table(*(row(f"<w:tc>{content}</w:tc>") for content in cells))


@pytest.mark.parametrize("kind", ["one cell", "one column", "text box"])
def test_a_frame_that_opens_with_the_name_of_a_box_is_a_box(kind: str) -> None:
    """The text goes on behind it without a marker: only the frame says where the box ends."""
    text = "".join(paragraph(line) for line in PLAN_LINES)
    data = docx(text + framed_in(kind) + paragraph("泵站要定期检修。") + paragraph("二、管网。改造管网。"))
    assert [line.frame for line in lines(data)] == [None] * 4 + [1] * 3 + [None] * 2
    (document,) = extract(SourceFile("plan.docx", "plan.docx", data)).documents
    assert [(m.path, m.kind.value) for m in document.measures if m.kind is not MeasureKind.BOX_ITEM] == [
        ("1.1", "item"),
        ("1.2", "item"),
        ("2", "item"),
    ]
    assert "泵站要定期检修。" in next(m.text for m in document.measures if m.path == "1.2")
    assert [m.text for m in document.measures if m.kind is MeasureKind.BOX_ITEM] == list(BOX_LINES[1:])


def test_a_frame_of_another_kind_is_text() -> None:
    text = "".join(paragraph(line) for line in PLAN_LINES)
    data = docx(text + table(row(cell("二、管网。改造管网。"))))
    (document,) = extract(SourceFile("plan.docx", "plan.docx", data)).documents
    assert [m.path for m in document.measures] == ["1.1", "1.2", "2"]
