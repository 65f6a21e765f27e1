"""Recognised pieces → lines, on boxes made up for the purpose; the engine is not needed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.models import Severity
from pipeline.readers.ocr import scan_of
from pipeline.readers.scan_lines import Piece, Seen, lines, width

EM, PITCH = 40, 70
PROSE = "各有关单位要加强协调配合做好落实工作"


def piece(text, x, y, em=EM, tilt=0.0, confidence=0.99, **flags):
    """A piece of *em* pixels a character with its upper left corner at (*x*, *y*), turned about the origin."""
    box = ((x, y), (x + width(text) * em, y), (x + width(text) * em, y + em), (x, y + em))
    cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    corners = tuple((a * cos - b * sin, a * sin + b * cos) for a, b in box)
    return Piece(text, corners, confidence, **flags)


def texts(pieces):
    return [found.line.text for found in lines(pieces, 1, 1.0)]


def test_pieces_of_one_baseline_are_one_line():
    cut = [piece("市财政局要统筹", 100, 5), piece("安排专项资金", 100 + 7.2 * EM, 0), piece("。", 100 + 13.4 * EM, 3)]
    assert texts(cut) == ["市财政局要统筹安排专项资金。"]


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (0.3, ["云溪市民政局", "云溪市水务局"]),
        (1.0, ["云溪市民政局 云溪市水务局"]),
        (3.0, ["云溪市民政局", "云溪市水务局"]),
    ],
)
def test_a_gap_is_nothing_a_space_or_the_end_of_a_line(gap, expected):
    row = [piece("云溪市民政局", 100, 0), piece("云溪市水务局", 100 + (6 + gap) * EM, 0)]
    assert texts(row) == (["云溪市民政局云溪市水务局"] if gap < 0.6 else expected)


def test_a_line_set_with_wide_spaces_is_one():
    assert texts([piece("通", 300, 0), piece("知", 300 + 6 * EM, 0)]) == ["通 知"]


@pytest.mark.parametrize("tilt", [-1.5, -0.5, 0.0, 0.5, 1.5])
def test_indents_and_gaps_count_in_characters_and_lines_whatever_the_tilt(tilt):
    page = [
        piece(PROSE, 200 + (2 * EM if place in (0, 4) else 0), 300 + place * PITCH, tilt=tilt) for place in range(8)
    ]
    page += [piece(PROSE, 200, 300 + 10 * PITCH, tilt=tilt)]
    found = lines(page, 1, 1.0)
    assert [round(line.line.indent) for line in found] == [2, 0, 0, 0, 2, 0, 0, 0, 0]
    assert [line.line.gap for line in found] == [0] * 8 + [2]


def test_columns_are_read_one_after_the_other_and_a_title_across_them_first():
    left = [f"左{n}{PROSE[:10]}" for n in range(6)]
    right = [f"右{n}{PROSE[:10]}" for n in range(6)]
    page = [piece("云溪市人民政府公报二〇二七年第三期总第六十一期", 200, 0)]
    for place in range(6):
        page.append(piece(left[place], 100, 100 + place * PITCH))
        page.append(piece(right[place], 100 + 13.5 * EM, 100 + place * PITCH))
    assert texts(page) == [page[0].text, *left, *right]


def test_two_columns_of_signatures_are_rows():
    page = [piece(name, x, y) for y in (0, 200, 400) for name, x in (("云溪市民政局", 100), ("云溪市教育局", 700))]
    assert texts(page) == ["云溪市民政局", "云溪市教育局"] * 3


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("一3一", "— 3 —"),
        ("—12一", "— 12 —"),
        ("- 7 -", "— 7 —"),
        ("一6", "— 6 —"),
        ("1", "— 1 —"),
        ("一", "一"),
        ("一、总体要求", "一、总体要求"),
        ("6", "6"),
        ("达到95％%；", "达到95％；"),
        ("培育80一100户", "培育80—100户"),
        ("2026年一2030年", "2026年—2030年"),
        ("统一2027年标准", "统一2027年标准"),
        ("比重（8%）、", "比重（8%）、"),
    ],
)
def test_signs_that_recognition_mistakes(read, expected):
    assert texts([piece(PROSE, 100, 0), piece(read, 100, 100)])[-1] == expected


def test_only_the_last_line_of_a_page_may_be_a_halved_page_number():
    assert texts([piece("-6", 100, 0), piece(PROSE, 100, 100)])[0] == "-6"


def test_the_last_word_of_a_joint_red_head_is_read_last():
    names = ["云溪市民政局", "云溪市教育局", "云溪市水务局"]
    page = [piece(name, 100, place * 60, red=True) for place, name in enumerate(names)]
    page += [piece("文件", 500, 40, em=90, red=True), piece("云政发〔2027〕3号", 200, 400)]
    assert texts(page) == [*names, "文件", "云政发〔2027〕3号"]


def test_places_are_in_points_and_bear_confidence_and_seal():
    found = lines([piece("云溪市", 100, 50, confidence=0.7), piece("民政局", 220, 50, sealed=True)], 4, 0.5)
    assert [found[0].line.place[:], found[0].confidence, found[0].sealed] == [(4, 50, 25, 170, 45), 0.7, True]


def test_no_pieces_no_lines():
    assert lines([], 1, 1.0) == []


@pytest.mark.parametrize(
    ("text", "confidence", "kept", "codes"),
    [
        ("云溪市水务局", 0.97, True, []),
        ("云溪市水务局", 0.70, True, [("ocr_unsure", Severity.WARNING)]),
        ("云溪市水务局", 0.40, False, [("ocr_unread", Severity.WARNING)]),
        ("女", 0.97, True, []),
        ("女", 0.70, False, [("ocr_unread", Severity.INFO)]),
        ("一3一", 0.70, True, []),
    ],
)
def test_what_is_in_doubt_is_a_finding_and_what_cannot_be_read_no_line(text, confidence, kept, codes):
    scan = scan_of(Seen([piece(PROSE, 100, 0), piece(text, 100, 100, confidence=confidence)]), 5, 1.0)
    assert len(scan.lines) == 1 + kept
    assert [(finding.code, finding.severity) for finding in scan.findings] == codes
    assert all("age 5" in finding.message for finding in scan.findings)


@pytest.mark.parametrize(
    ("sealed", "severity", "named"), [(False, Severity.INFO, False), (True, Severity.WARNING, True)]
)
def test_a_seal_is_a_finding_that_names_what_stands_below(sealed, severity, named):
    [finding] = scan_of(Seen([piece("云溪市水务局", 100, 0, sealed=sealed)], 2), 1, 1.0).findings
    assert (finding.code, finding.severity, "“云溪市水务局”" in finding.message) == ("seal", severity, named)
    assert finding.message.startswith("Page 1 bears 2 red seals,")


words = st.text("云溪市一二三，。（）2027%年—- ", min_size=1, max_size=20).map(str.strip).filter(bool)
boxes = st.builds(
    piece,
    words,
    st.floats(0, 1400),
    st.floats(0, 2000),
    em=st.floats(5, 120),
    tilt=st.floats(-20, 20),
    confidence=st.floats(0, 1),
    red=st.booleans(),
)


@given(st.lists(boxes, max_size=30))
def test_every_piece_is_in_exactly_one_line(pieces):
    dashes = str.maketrans("", "", "一—-%％，, ")
    found = "".join(texts(pieces)).translate(dashes)
    assert sorted(found) == sorted("".join(p.text for p in pieces).translate(dashes))
    for line in lines(pieces, 1, 1.0):
        assert line.line.indent >= 0
        assert line.line.gap >= 0
        assert line.line.place.x0 <= line.line.place.x1
        assert line.line.place.top <= line.line.place.bottom


@given(st.lists(boxes, max_size=12), st.randoms())
def test_the_order_of_the_pieces_does_not_matter(pieces, random):
    shuffled = random.sample(pieces, len(pieces))
    if len({p.corners for p in pieces}) == len(pieces):
        assert sorted(texts(shuffled)) == sorted(texts(pieces))
