"""PDFs with a text layer: what is typeset comes out, in reading order, with its places; bad files are a sentence."""

import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_pages import HEIGHT, LEADING, LEFT, SIZE, TOP, WIDTH, Sheet, pdf, text_pages, wrapped

import pipeline
from pipeline.cleaning.characters import mended
from pipeline.models import Cell, Role, Severity, SourceFile, UnreadableSource
from pipeline.readers import ocr
from pipeline.readers import pdf as reader

LETTERS = "云溪市江海省水库泵站堤防巡查整治改造推广完善规范保障提升建设落实督导检修防汛节水灌区"
HEADS = ["健全巡查机制", "完善防汛预案", "推进堤防改造", "保障供水安全", "规范水费收支", "提升检修水平", "推广节水器具"]
NOTE = "（责任单位：市水利局、市财政局、市发展改革委）"


def prose(seed, length):
    """Sentences of *length* characters, without line or item numbers."""
    chars = [LETTERS[(seed * 7 + i * i + 3 * i) % len(LETTERS)] for i in range(length)]
    for i in range(9, length - 1, 13):
        chars[i] = "，"
    return "".join(chars) + "。"


def plan(items=28):
    """Paragraphs of a plan of four sections, and its measures by path."""
    paragraphs, measures, number = [], {}, 0
    for section, marker in enumerate("一二三四", 1):
        paragraphs.append(f"{marker}、{HEADS[section]}")
        for _ in range(items // 4):
            number += 1
            text = f"{HEADS[number % 7]}。{prose(number, 40 + 17 * number % 90)}{NOTE}"
            paragraphs.append(f"{number}．{text}")
            measures[f"{section}.{number}"] = text
    return paragraphs, measures


def extracted(data):
    return pipeline.extract(SourceFile("plan.pdf", "file:///plan.pdf", data))


def lines_of(sheets):
    return [line for page in reader.read(pdf(sheets)).pages for line in page.lines]


def texts(sheets):
    return [line.text for line in lines_of(sheets)]


def bare(text):
    return re.sub(r"\s", "", text)


def columns(paragraphs, per_line=15, per_column=34, size=11.0, leading=17.0):
    """Sheets with two columns, a running head and foot."""
    rows = wrapped(paragraphs, per_line)
    sheets = []
    for start in range(0, len(rows), 2 * per_column):
        sheet = Sheet()
        for place, (indent, text) in enumerate(rows[start : start + 2 * per_column]):
            side, row = divmod(place, per_column)
            # The columns' baselines need not agree.
            sheet.write(text, 70 + side * (per_line + 1.4) * size + indent * size, 100 + row * leading + 3 * side, size)
        sheets.append(sheet)
        sheet.write("云溪市人民政府公报", 70, 60, 9).write("规范性文件", 380, 60, 9).write(
            f"·{len(sheets)}·", 280, 760, 9
        )
    return sheets


def test_a_one_column_document_comes_out_as_it_went_in():
    paragraphs, measures = plan()
    title = ["云溪市人民政府办公室", "关于加快水库和泵站", "检修改造的实施意见"]
    got = extracted(pdf(text_pages([*paragraphs], title)))
    (document,) = got.documents
    assert document.title == "".join(title)
    assert document.issuer == title[0]
    assert {m.path: m.text for m in document.measures} == measures
    assert len(document.assignments) == 3 * len(measures)
    assert sum(line.role is Role.PAGE_NUMBER for line in got.lines) == got.page_count > 3
    assert got.findings == ()


def test_a_page_of_two_columns_with_head_and_foot():
    paragraphs, measures = plan()
    got = extracted(pdf(columns(["云溪市水库检修行动方案", *paragraphs])))
    (document,) = got.documents
    assert {m.path: m.text for m in document.measures} == measures
    furniture = {line.text for line in got.lines if line.role in (Role.HEAD, Role.FOOT, Role.PAGE_NUMBER)}
    assert furniture >= {"云溪市人民政府公报", "规范性文件", "·1·"}


def test_what_crosses_the_columns_parts_what_stands_above_from_what_stands_below():
    sheet, size = Sheet(), 11.0
    for row in range(20):
        y = 120 + 17 * row + (60 if row > 9 else 0)
        sheet.write(f"左栏{row:02}" + "水" * 12, 70, y, size).write(f"右栏{row:02}" + "库" * 12, 260, y, size)
    sheet.write("横贯两栏的标题", 180, 120 + 17 * 9 + 45, 20)
    firsts = [text[:4] for text in texts([sheet])]
    above = [f"左栏{n:02}" for n in range(10)] + [f"右栏{n:02}" for n in range(10)]
    below = [f"左栏{n:02}" for n in range(10, 20)] + [f"右栏{n:02}" for n in range(10, 20)]
    assert firsts == [*above, "横贯两栏", *below]


def test_a_table_over_two_pages_is_cells_with_places():
    xs, ys = [70, 130, 330, 520], [100, 140, 180, 220]
    first = Sheet().grid(xs, ys).write("表后的正文。", LEFT, 300)
    second = Sheet().grid(xs, ys)
    for sheet, offset in ((first, 0), (second, 3)):
        for row in range(3):
            for column in range(3):
                sheet.write(f"{offset + row}行{column}列", xs[column] + 5, ys[row] + 25, 12)
    found = lines_of([first, second])
    assert {line.text: line.cell for line in found if line.cell} == {
        f"{3 * table + row}行{column}列": Cell(table + 1, row, column)
        for table in (0, 1)
        for row in range(3)
        for column in range(3)
    }
    assert [line.text for line in found if not line.cell] == ["表后的正文。"]
    got = extracted(pdf([first, second]))
    assert sum(line.role is Role.TABLE for line in got.lines) == 18


def test_merged_cells_span_rows_and_columns():
    sheet = Sheet()
    for x in (70, 520):
        sheet.rule(x, 100, x, 220)
    for y in (100, 220):
        sheet.rule(70, y, 520, y)
    sheet.rule(170, 100, 170, 220).rule(340, 140, 340, 220).rule(170, 140, 520, 140).rule(170, 180, 520, 180)
    sheet.write("并行", 80, 160).write("并列", 180, 125).write("甲组", 180, 165).write("丁组", 350, 205)
    assert {line.text: line.cell for line in lines_of([sheet])} == {
        "并行": Cell(1, 0, 0, 3, 1),
        "并列": Cell(1, 0, 1, 1, 2),
        "甲组": Cell(1, 1, 1),
        "丁组": Cell(1, 2, 2),
    }


def test_lines_of_a_cell_stay_together():
    sheet = Sheet().grid([70, 200, 330], [100, 160, 220])
    sheet.write("巡查水库", 75, 120).write("和堤防", 75, 145).write("市水利局", 205, 132)
    assert [(line.text, line.cell.column) for line in lines_of([sheet])] == [
        ("巡查水库", 0),
        ("和堤防", 0),
        ("市水利局", 1),
    ]


def test_a_frame_and_a_single_rule_are_no_table():
    sheet = Sheet().grid([70, 520], [100, 300]).rule(70, 400, 520, 400).write("框内的正文", 90, 150)
    assert [line.cell for line in lines_of([sheet])] == [None]


@pytest.mark.parametrize("half", ["（责任单位：市水利局、市财", "（责任单位：市水利局、"])
def test_a_page_number_between_the_halves_of_a_note(half):
    rest = "（责任单位：市水利局、市财政局）".removeprefix(half)
    first = Sheet().write("一、推进堤防改造", LEFT + 2 * SIZE, TOP)
    for row in range(1, 21):
        first.write(prose(row, 28)[:28], LEFT, TOP + row * LEADING)
    first.write("完成堤防改造。" + half, LEFT, TOP + 21 * LEADING).write("— 1 —", 460, TOP + 22 * LEADING + 20, 14)
    second = Sheet().write(rest, LEFT, TOP).write("二、完善防汛预案。落实巡查。", LEFT + 2 * SIZE, TOP + LEADING)
    got = extracted(pdf([first, second]))
    assert got.documents[0].measures[0].text.endswith("（责任单位：市水利局、市财政局）")
    assert [a.surface for a in got.documents[0].assignments] == ["市水利局", "市财政局"]


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (Sheet().write("通知", 250, 200, 22, advance=44), ["通 知"]),
        (Sheet().write("实施方案", 200, 200, 22, advance=22), ["实 施 方 案"]),
        (Sheet().write("减排CO", 80, 200).write("2", 129, 203, 9).write("，节水", 135, 200), ["减排CO2，节水"]),
        (Sheet().write("节水，", 112, 200).write("推进", 80, 200), ["推进节水，"]),
        (Sheet().write("推进", 80, 200).write("节水", 112, 201.5, 15), ["推进节水"]),
        (Sheet().write("推进节水", 80, 200).write("推进节水", 80.4, 200), ["推进节水"]),
        (Sheet().write("到2025年", 80, 200, advance=3), ["到2025年"]),
        (Sheet().write("市水利局", 90, 200).write("市财政局", 300, 200), ["市水利局", "市财政局"]),
        (Sheet().write("IoT", 80, 200).write("platform", 110, 200), ["IoT platform"]),
        (Sheet().write("下一行", 80, 229).write("上一行", 80, 200), ["上一行", "下一行"]),
    ],
)
def test_characters_on_one_baseline_are_one_line(sheet, expected):
    assert texts([sheet]) == expected


def test_places_count_from_the_top_left_corner_and_indents_from_the_column():
    sheet = Sheet().write("首行缩进两个字的一段文字到此为止换行", LEFT + 2 * SIZE, 200)
    sheet.write("续行从左边起", LEFT, 229).write("续行从左边起", LEFT, 258)
    first, second, _ = lines_of([sheet])
    assert (first.indent, second.indent) == (2.0, 0.0)
    assert first.place.page == 1
    assert first.place.x0 == pytest.approx(LEFT + 2 * SIZE, abs=0.2)
    assert first.place.x1 == pytest.approx(LEFT + 20 * SIZE, abs=0.2)
    assert first.place.top < 200 < first.place.bottom < first.place.top + 17


@pytest.mark.parametrize(("rotate", "angle"), [(90, (0.0, 1.0)), (180, (-1.0, 0.0)), (270, (0.0, -1.0))])
def test_a_turned_page_is_read_as_it_is_shown(rotate, angle):
    sheet = Sheet(rotate=rotate)
    for row, text in enumerate(("Water saving", "Flood control")):
        shown_x, shown_y = 100, 100 + 30 * row
        x, y = {
            90: (shown_y, HEIGHT - shown_x),
            180: (WIDTH - shown_x, HEIGHT - shown_y),
            270: (WIDTH - shown_y, shown_x),
        }[rotate]
        sheet.write(text, x, y, angle=angle, font="F2")
    found = lines_of([sheet])
    assert [line.text for line in found] == ["Water saving", "Flood control"]
    assert found[0].place.x0 == pytest.approx(100, abs=1)
    assert found[0].place.bottom == pytest.approx(102, abs=3)


def test_text_without_ink_and_watermarks_are_kept_and_are_no_print():
    sheets = text_pages(plan(8)[0])
    sheets[0].write("看不见的字", 100, 300, mode=3).write("内部资料", 200, 500, 40, angle=(0.7071, 0.7071))
    got = extracted(pdf(sheets))
    assert [line.text for line in got.lines if line.role is Role.NOISE] == ["看不见的字", "内部资料"]
    assert {m.path: m.text for m in got.documents[0].measures} == plan(8)[1]


def scan(text="", mode=0):
    sheet = Sheet(picture=True)
    for row in range(0, len(text), 28):
        sheet.write(text[row : row + 28], LEFT, TOP + row / 28 * LEADING, mode=mode)
    return sheet


@pytest.fixture
def no_engine(monkeypatch):
    """The ``ocr`` extra is not installed."""

    def scan(page, number, tables, frames):
        raise ocr.EngineMissing('To read a scan, run: pip install "taizhang[ocr]".')

    monkeypatch.setattr(ocr, "scan", scan)


def test_a_page_without_text_is_a_finding(no_engine):
    reading = reader.read(pdf([*text_pages(plan(8)[0]), scan()]))
    (finding,) = reading.findings
    assert finding.code == "page_without_text"
    assert finding.severity is Severity.WARNING
    assert finding.message.startswith(f"Page {len(reading.pages)} has no text layer; install the OCR engine")
    assert reading.pages[-1].lines == ()


@pytest.mark.parametrize(
    ("sheet", "needed"),
    [
        (scan(), True),
        (scan("扫描软件"), True),
        (scan(prose(1, 200), mode=3), True),
        (scan(prose(1, 300).replace("，", "")), True),
        (scan(prose(1, 300)), False),
        (Sheet().write("（此页无正文）", LEFT, TOP), False),
        (Sheet(), False),
    ],
)
def test_which_pages_need_ocr(sheet, needed):
    with reader.opened(pdf([sheet])) as document:
        assert reader.page_text(document, 1).needs_ocr is needed


def test_an_ocr_layer_is_read_and_told(no_engine):
    reading = reader.read(pdf([scan(prose(1, 200), mode=3)]))
    assert [finding.code for finding in reading.findings] == ["hidden_text_layer"]
    assert bare("".join(line.text for line in reading.pages[0].lines)) == prose(1, 200)
    assert all(line.marks == () for line in reading.pages[0].lines)


def refusal(data):
    with pytest.raises(UnreadableSource) as caught:
        reader.read(data)
    return str(caught.value)


ENCRYPTED = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]/Root" % (b"ab" * 32, b"cd" * 32)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (pdf([Sheet()]).replace(b"/Root", ENCRYPTED), "encrypted"),
        (pdf([]), "no pages"),
        (b"%PDF-1.7\nnothing else", "damaged"),
        (pdf([Sheet(), scan()]), "scan"),
        (pdf([scan("扫描软件"), scan("扫描软件")]), "scan"),
        (pdf([Sheet(), Sheet()]), "blank"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(data, sentence, no_engine):
    said = refusal(data)
    assert sentence in said
    assert said.endswith(".")


def test_a_broken_cross_reference_table_is_rebuilt():
    whole = pdf(text_pages(["一、推进节水。"]))
    start = whole.rindex(b"startxref")
    broken = whole[:start].replace(b"0000000", b"0099999") + b"startxref\n12\n%%EOF\n"
    assert [line.text for line in reader.read(broken).pages[0].lines] == ["一、推进节水。", "—1—"]


@given(st.floats(0.05, 0.99))
@settings(max_examples=30, deadline=None)
def test_a_file_cut_short_is_refused_or_loaded_with_a_finding(share):
    whole = pdf(text_pages(plan()[0]))
    cut = whole[: int(len(whole) * share)]
    try:
        told = {finding.code for finding in reader.read(cut).findings}
    except UnreadableSource as refused:
        told = {"file_cut_off"} if str(refused).endswith(".") else set()
    assert "file_cut_off" in told


def test_five_thousand_pages_are_loaded():
    sheets = [Sheet().write("推进节水。", LEFT, TOP)] * 5000
    started = time.process_time()
    assert len(reader.read(pdf(sheets)).pages) == 5000
    assert time.process_time() - started < 30


def with_a_picture_of(across, down):
    """A page whose picture has so many pixels; the bytes for them are missing, for nothing may ask for them."""
    size = f"/Width {across}/Height {down}".encode()
    return pdf([scan()]).replace(b"/Width 1/Height 1", size)


def test_a_picture_of_20_000_pixels_a_side_is_refused_before_it_is_decoded():
    said = refusal(with_a_picture_of(20_000, 20_000))
    assert said == "The picture of page 1 has 400,000,000 pixels, more than any scan; scan it at 300 dpi or less."


def test_beside_a_page_of_text_it_is_a_finding():
    sheets = [*text_pages(["一、推进节水。落实资金。"]), scan()]
    data = pdf(sheets).replace(b"/Width 1/Height 1", b"/Width 20000/Height 20000")
    (finding,) = reader.read(data).findings
    assert (finding.code, finding.severity) == ("picture_too_large", Severity.ERROR)


def test_a_file_that_only_forbids_changes_opens():
    """Its user password is empty (ISO 32000-1, 7.6.3.3)."""
    encrypted = (Path(__file__).parent / "files" / "empty_password.pdf").read_bytes()
    assert b"/Encrypt" in encrypted
    assert [line.text for line in reader.read(encrypted).pages[0].lines] == ["一、推进节水。落实资金。", "—1—"]


def test_more_pages_than_any_plan_has_are_refused(monkeypatch):
    monkeypatch.setattr(reader, "MAX_PAGES", 3)
    assert "split it" in refusal(pdf([Sheet().write("推进节水。", LEFT, TOP)] * 4))


# pdfium passes over a text without ink, and over one that comes again without ink; its substitute font has ink for
# few characters.
rows = st.lists(
    st.builds("水库{}".format, st.text(st.sampled_from(LETTERS + "（），。2025"), max_size=25)),
    min_size=1,
    max_size=20,
    unique=True,
)


@given(rows, st.randoms())
@settings(max_examples=60, deadline=None)
def test_every_character_comes_out_once_in_order_however_it_was_drawn(printed, random):
    placed = list(enumerate(printed))
    random.shuffle(placed)
    sheet = Sheet()
    for row, text in placed:
        sheet.write(text, LEFT, TOP + row * LEADING)
    assert texts([sheet]) == printed


@given(rows, rows)
@settings(max_examples=40, deadline=None)
def test_a_second_reading_is_equal(one, other):
    data = pdf(columns([*one, *other]))
    assert reader.read(data) == reader.read(data)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("推进节水.完善预案", "推进节水。完善预案"),
        ("完善预案.", "完善预案。"),
        ("完善预案．", "完善预案。"),
        ("（市水利局）.", "（市水利局）。"),
        ("一.总体要求", "一.总体要求"),
        ("十二．总体要求", "十二．总体要求"),
        ("（一）.总体要求", "（一）.总体要求"),
        ("1.推进节水.", "1.推进节水。"),
        ("增长6.5%", "增长6.5%"),
        ("www.yunxi.cn", "www.yunxi.cn"),
        ("《云溪市节水条例〉实施办法", "《云溪市节水条例》实施办法"),
        ("《关于印发〈方案〉的通知》", "《关于印发〈方案〉的通知》"),
        ("到\uf032\uf030\uf032\uf035年", "到2025年"),
        ("\uf06c推进节水", "\uf06c推进节水"),
    ],
)
def test_misprints_are_mended_by_context(printed, read):
    assert mended(printed) == read
    assert len(read) == len(printed)


CORPUS = os.environ.get("TAIZHANG_CORPUS")


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="TAIZHANG_CORPUS is not set")
def test_real_plans_have_no_gap_in_their_numbering():
    for path in sorted(Path(CORPUS or "").glob("*.pdf")):
        data = path.read_bytes()
        with reader.opened(data) as document:
            if any(reader.page_text(document, number).needs_ocr for number in range(1, len(document) + 1)):
                continue
        got = extracted(data)
        assert not {f.code for f in got.findings} & {"numbering_gap", "numbering_repeat", "no_title"}, path.name
        assert all(document.measures for document in got.documents), path.name
