"""OFD: characters placed by boundary, matrix, origin and steps are lines in points, in printed order."""

from __future__ import annotations

import io
import sys
import unicodedata
from collections.abc import Iterator
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as configured
from packages import archive
from PIL import Image
from plans import Plan, plans, wrapped

from pipeline import extract
from pipeline.models import RawLine, Severity, SourceFile, UnreadableSource
from pipeline.readers import ocr, read
from pipeline.readers.ofd_text import POINTS, Matrix, matrix_of, numbers, steps

steady = configured(
    derandomize=True, database=None, deadline=None, max_examples=25, suppress_health_check=list(HealthCheck)
)
NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
#: Size of a character, height of a line and the left edge, in millimetres: 三号 at 28 characters and 22 lines a page.
EM, PITCH, LEFT, TOP = 5.64, 10.2, 28.0, 37.0


def element(name: str, content: str = "", **attributes: object) -> str:
    listed = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<ofd:{name}{listed}>{content}</ofd:{name}>"


def root(name: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} {NAMESPACE}>{content}</ofd:{name}>'


def code(text: str, **attributes: object) -> str:
    return element("TextCode", escape(text), **({"X": 0, "Y": EM} | attributes))


def text_object(codes: str, x: float = LEFT, y: float = TOP, **attributes: object) -> str:
    return element("TextObject", codes, **({"Boundary": f"{x} {y} 150 {EM}", "Size": EM} | attributes))


def line(text: str, x: float = LEFT, y: float = TOP) -> str:
    return text_object(code(text, DeltaX=f"g {len(text) - 1} {EM}"), x, y)


def page(*objects: str, template: str = "") -> str:
    layer = element("Layer", "".join(objects), Type="Body")
    return root("Page", (element("Template", TemplateID=template) if template else "") + element("Content", layer))


def ofd(*pages: str, bodies: int = 1, common: str = "", **more: str | bytes) -> bytes:
    """A file of *bodies* documents that each have *pages*; *more* are other parts of the first by name."""
    parts: dict[str, bytes | str] = {}
    entries = ""
    for body in range(bodies):
        entries += element("DocBody", element("DocInfo") + element("DocRoot", f"Doc_{body}/Document.xml"))
        listed = "".join(element("Page", ID=n, BaseLoc=f"Pages/Page_{n}/Content.xml") for n in range(len(pages)))
        extra = element("Annotations", "Annots.xml") if "Annots.xml" in more else ""
        parts[f"Doc_{body}/Document.xml"] = root(
            "Document", element("CommonData", common) + element("Pages", listed) + extra
        )
        parts |= {f"Doc_{body}/Pages/Page_{n}/Content.xml": content for n, content in enumerate(pages)}
    parts |= {f"Doc_0/{name}": content for name, content in more.items()}
    return archive({"OFD.xml": root("OFD", entries)} | parts)


def lines(data: bytes) -> list[RawLine]:
    return [line for page in read(data).pages for line in page.lines]


def texts(*objects: str, **more: str) -> list[str]:
    return [line.text for line in lines(ofd(page(*objects), **more))]


def test_a_line_has_its_place_in_points() -> None:
    reading = read(ofd(page(line("建设水库"))))
    assert (reading.reader, reading.media_type, reading.paged) == ("ofd", "application/ofd", True)
    (only,) = reading.pages[0].lines
    assert only.text == "建设水库"
    assert only.place.page == 1
    assert only.place.x0 == pytest.approx(LEFT * POINTS, abs=0.1)
    assert only.place.x1 == pytest.approx((LEFT + 4 * EM) * POINTS, abs=0.1)
    assert only.place.top < (TOP + EM) * POINTS < only.place.bottom
    assert only.place.bottom - only.place.top == pytest.approx(EM * POINTS, abs=0.2)


@pytest.mark.parametrize(
    "objects",
    [
        [line("建设水库")],
        [text_object(code("建设水库", DeltaX=f"{EM} {EM} {EM}"))],
        [text_object(code("建设水库", DeltaX=f"{EM} g 2 {EM}"))],
        [text_object(code("建设水库"))],  # without steps, one character behind the other
        [text_object(code("建设") + code("水库", X=2 * EM))],
        [text_object(code("建") + code("设水库", X=EM, DeltaX=f"g 2 {EM}"))],
        [text_object(code(char), LEFT + n * EM) for n, char in enumerate("建设水库")],
        [text_object(code(char), LEFT + n * EM) for n, char in reversed(list(enumerate("建设水库")))],
        # A font of size 1 that the matrix makes as large as the others.
        [text_object(code("建设水库", Y=1, DeltaX="g 3 1"), Size=1, CTM=f"{EM} 0 0 {EM} 0 0")],
        [text_object(code("建设水库", X=-LEFT, DeltaX=f"g 3 {EM}"), 0, CTM=f"1 0 0 1 {2 * LEFT} 0")],
        [text_object(code("建设水库", DeltaX=f"g 3 {EM}"), Size=2 * EM, HScale=0.5)],
        [element("PageBlock", element("PageBlock", line("建设水库")))],
        [line("建设水库"), line("建设水库", LEFT + 0.05)],  # bold by drawing twice
    ],
)
def test_ways_to_draw_a_line(objects: list[str]) -> None:
    (only,) = lines(ofd(page(*objects)))
    assert only.text == "建设水库"
    assert only.place.x0 == pytest.approx(LEFT * POINTS, abs=0.1)
    assert only.place.x1 == pytest.approx((LEFT + 4 * EM) * POINTS, abs=0.3)


def test_lines_stand_in_printed_order_with_gaps_and_indents() -> None:
    long = "云溪市水利局建设水库二十座"
    drawn = [line(long, LEFT, TOP + n * PITCH) for n in (4, 2, 1, 0)]
    found = lines(ofd(page(*drawn, line("一、总体要求", LEFT + 2 * EM, TOP + 6 * PITCH))))
    assert [(each.text, each.gap, each.indent) for each in found] == [
        (long, 0, 0.0),
        (long, 0, 0.0),
        (long, 0, 0.0),
        (long, 1, 0.0),
        ("一、总体要求", 1, 2.0),
    ]


def test_half_width_characters_join() -> None:
    half = text_object(code("到2025年，IoT平台", DeltaX=f"{EM} g 4 {EM / 2} g 2 {EM} g 3 {EM / 2} {EM}"))
    assert texts(half) == ["到2025年，IoT平台"]


def test_turned_text_is_a_line_of_its_own_beside_the_text() -> None:
    mark = text_object(code("内部资料", DeltaX=f"g 3 {EM}"), CTM="0.7 0.7 -0.7 0.7 0 0", ID=9)
    down = text_object(code("竖排", DeltaY=f"g 1 {EM}"), 10)
    found = {each.text: each.aside for each in lines(ofd(page(line("建设水库"), mark, down)))}
    assert found == {"建设水库": False, "内部资料": True, "竖排": False}


@pytest.mark.parametrize("attributes", [{"Fill": "false"}, {"Alpha": "0"}])
def test_text_behind_a_scan_is_read_where_nothing_else_is(attributes: dict[str, str]) -> None:
    hidden = text_object(code("建设水库"), **attributes)
    reading = read(ofd(page(hidden), page(line("修渠"))))
    assert [each.text for each in reading.pages[0].lines] == ["建设水库"]
    assert [(f.code, f.severity) for f in reading.findings] == [("hidden_text", Severity.WARNING)]
    assert texts(hidden, line("修渠", y=100)) == ["修渠"]


def test_what_is_not_visible_is_not_printed() -> None:
    assert texts(text_object(code("草稿"), Visible="false"), line("建设水库")) == ["建设水库"]


def test_pages_and_documents_count_on() -> None:
    reading = read(ofd(page(line("甲")), page(), page(line("乙")), bodies=2))
    assert [(each.number, each.lines[0].text) for each in reading.pages] == [(1, "甲"), (3, "乙"), (4, "甲"), (6, "乙")]


def test_a_template_is_printed_once_and_beside_the_text() -> None:
    common = element("TemplatePage", ID="7", BaseLoc="Tpl.xml")
    head = page(line("云溪公报", y=10))
    found = lines(
        ofd(page(line("甲"), template="7"), page(line("乙"), template="7"), common=common, **{"Tpl.xml": head})
    )
    assert [(each.place.page, each.text, each.aside) for each in found] == [
        (1, "云溪公报", True),
        (1, "甲", False),
        (2, "乙", False),
    ]


def test_annotations_stand_beside_the_text() -> None:
    appearance = element("Appearance", text_object(code("已阅"), 0, 0), Boundary="100 200 20 10")
    more = {
        "Annots.xml": root("Annotations", element("Page", element("FileLoc", "Annot_0.xml"), PageID="0")),
        "Annot_0.xml": root("PageAnnot", element("Annot", appearance) + element("Annot", appearance, Visible="false")),
    }
    text, mark = lines(ofd(page(line("甲")), **more))
    assert (text.text, text.aside, mark.text, mark.aside) == ("甲", False, "已阅", True)
    assert mark.place.x0 == pytest.approx(100 * POINTS, abs=0.1)


def test_composite_graphics_are_drawn_where_they_are_used() -> None:
    unit = element("CompositeGraphicUnit", element("Content", text_object(code("建设水库"), 1, 1)), ID="5")
    used = element("CompositeObject", ResourceID="5", Boundary="50 60 100 10")
    resources = root("Res", element("CompositeGraphicUnits", unit))
    (only,) = lines(ofd(page(used), common=element("PublicRes", "Res.xml"), **{"Res.xml": resources}))
    assert only.text == "建设水库"
    assert only.place.x0 == pytest.approx(51 * POINTS, abs=0.1)


def test_graphics_that_draw_each_other_without_end_are_refused() -> None:
    use = element("CompositeObject", ResourceID="5")
    unit = element("CompositeGraphicUnit", element("Content", use * 10), ID="5")
    resources = root("Res", element("CompositeGraphicUnits", unit))
    with pytest.raises(UnreadableSource, match="draws over"):
        read(ofd(page(use), common=element("PublicRes", "Res.xml"), **{"Res.xml": resources}))


def test_a_missing_part_is_told() -> None:
    found = read(ofd(page(line("甲")), common=element("PublicRes", "Gone.xml"))).findings
    assert [(f.code, f.severity) for f in found] == [("missing_part", Severity.ERROR)]


def test_a_file_without_text_is_refused() -> None:
    with pytest.raises(UnreadableSource, match=r"only pictures; .* PDF"):
        read(ofd(page(element("ImageObject", Boundary="0 0 1 1"))))


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.readers.ofd.MAX_PAGES", 3)
    assert len(read(ofd(*[page(line("甲"))] * 3)).pages) == 3
    with pytest.raises(UnreadableSource, match="more than 3 pages"):
        read(ofd(*[page(line("甲"))] * 4))


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("1 2 3", 9, [1, 2, 3]),
        ("g 3 1.5 2", 9, [1.5, 1.5, 1.5, 2]),
        ("1 g 2 3", 2, [1, 3]),
        ("g 999999999 1", 4, [1, 1, 1, 1]),
        ("g -3 1 2", 9, [2]),
        ("g 2", 9, []),
        ("x 1", 9, [0, 1]),
        ("", 9, []),
        (None, 9, []),
    ],
)
def test_steps(text: str | None, most: int, expected: list[float]) -> None:
    assert steps(text, most) == expected


@pytest.mark.parametrize("text", ["1 x", "nan", "inf 1", "", None])
def test_what_is_no_number_is_none(text: str | None) -> None:
    assert numbers(text) == []


def test_matrices_apply_in_order() -> None:
    own = matrix_of("2 0 0 2 1 1", "10 20 5 5")
    assert own.at(1, 1) == (13, 23)
    assert own.then(Matrix(0, 1, -1, 0, 0, 0)).at(1, 1) == (-23, 13)
    assert matrix_of("1 2", "3").at(4, 5) == (4, 5)


@pytest.mark.parametrize("attributes", [{"Size": "x"}, {"Boundary": "1 2"}, {"CTM": "a b"}, {"HScale": "nan"}])
def test_odd_numbers_lose_nothing(attributes: dict[str, str]) -> None:
    assert "".join(texts(text_object(code("建设水库"), **attributes))) == "建设水库"


def typeset(plan: Plan) -> bytes:
    """*plan* as an official document is set: 28 characters a line, 22 lines a page, page numbers at the foot."""
    rows = [(plan.title, (28 - len(plan.title)) / 2), ("", 0.0)]
    for text, _ in plan.paragraphs:
        first, *rest = wrapped(text, 28, 2)
        rows += [(first, 2.0), *((row, 0.0) for row in rest)]
    sheets = [rows[start : start + 22] for start in range(0, len(rows), 22)]
    return ofd(*(_sheet(sheet, number) for number, sheet in enumerate(sheets, 1)))


def _sheet(rows: list[tuple[str, float]], number: int) -> str:
    objects = []
    for place, (text, indent) in enumerate(rows):
        widths = [EM / 2 if char.isascii() else EM for char in text]
        deltas = " ".join(f"{width:g}" for width in widths[:-1])
        objects.append(text_object(code(text, DeltaX=deltas), LEFT + indent * EM, TOP + place * PITCH))
    foot = f"— {number} —"
    return page(*objects, text_object(code(foot, DeltaX=f"g {len(foot) - 1} {EM / 2}"), 100, TOP + 23 * PITCH))


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@steady
@given(plans())
def test_what_a_plan_says_comes_out(plan: Plan) -> None:
    (document,) = extract(SourceFile("plan.ofd", "file:///plan.ofd", typeset(plan))).documents
    assert document.title == plan.title
    assert [(s.path, folded(s.heading), folded(s.intro)) for s in document.sections] == [
        (path, folded(heading), folded(intro)) for path, heading, intro in plan.sections
    ]
    assert [(m.path, folded(m.text)) for m in document.measures] == [
        (path, folded(said)) for path, said, _ in plan.measures
    ]


def jpeg(shown: Image.Image, kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    shown.save(out, kind, quality=80)
    return out.getvalue()


def with_pictures(*pages: str, name: str = "Image_7.jpg", data: bytes) -> bytes:
    """A file whose *pages* can show the picture *data* as resource 7."""
    media = element("MultiMedia", element("MediaFile", name), ID=7, Type="Image")
    resources = root("Res", element("MultiMedias", media)).replace("<ofd:Res ", '<ofd:Res BaseLoc="Res" ')
    common = element("DocumentRes", "DocumentRes.xml")
    return ofd(*pages, common=common, **{"DocumentRes.xml": resources, f"Res/{name}": data})


SHOWN = element("ImageObject", Boundary="0 0 210 297", CTM="210 0 0 297 0 0", ResourceID=7)


@pytest.fixture
def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "pipeline.readers.recognition", None)
    ocr._recogniser.cache_clear()
    yield
    ocr._recogniser.cache_clear()


@pytest.mark.usefixtures("without_the_extra")
def test_without_the_engine_a_page_picture_is_a_finding_or_the_text_behind_it() -> None:
    blank = jpeg(Image.new("RGB", (30, 40), "white"))
    with pytest.raises(UnreadableSource, match=r'pip install "taizhang\[ocr\]"'):
        read(with_pictures(page(SHOWN), data=blank))
    reading = read(with_pictures(page(SHOWN), page(line("一、建设水库")), data=blank))
    assert [(f.code, f.severity) for f in reading.findings] == [("page_without_text", Severity.WARNING)]
    assert [(each.number, each.lines[0].text) for each in reading.pages] == [(2, "一、建设水库")]
    hidden = text_object(code("建设水库"), Fill="false")
    reading = read(with_pictures(page(SHOWN, hidden), data=blank))
    assert [each.text for each in reading.pages[0].lines] == ["建设水库"]
    assert [f.code for f in reading.findings] == ["hidden_text"]


def test_a_picture_beside_text_is_not_read() -> None:
    text = [line("云溪市水利局建设水库二十座", y=TOP + n * PITCH) for n in range(3)]
    reading = read(with_pictures(page(SHOWN, *text), data=b"no picture"))
    assert len(reading.pages[0].lines) == 3
    assert reading.findings == ()


@pytest.mark.parametrize("data", [b"no picture", b"\xff\xd8\xff\xe0 cut off", b""])
def test_a_picture_that_cannot_be_shown_is_a_finding(data: bytes) -> None:
    reading = read(with_pictures(page(SHOWN), page(line("一、建设水库")), data=data))
    assert [(f.code, f.severity) for f in reading.findings] == [("unread_picture", Severity.ERROR)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("JPEG", SHOWN),
        ("PNG", element("PageBlock", element("ImageObject", Boundary="0 0 210 297", ResourceID=7))),
    ],
)
def test_a_page_that_is_a_picture_is_read_like_a_scan(kind: str, shown: str) -> None:
    pytest.importorskip("rapidocr", reason="needs the ocr extra")
    scans = pytest.importorskip("scans", reason="needs the font of the dev extra")
    printed = scans.wrapped(["一、重点任务", "（一）建设水库。到2027年底前，新建水库3座，改造泵站12座。"])
    scanned = scans.picture(scans.typeset(printed), tilt=0)
    head = line("云溪", LEFT, 10)
    hidden = text_object(code("坏的文字层"), Fill="false")
    reading = read(with_pictures(page(shown, head, hidden), data=jpeg(scanned, kind)))
    assert reading.findings == ()
    first, *found = reading.pages[0].lines
    assert first.text == "云溪"
    got, expected = ("".join("".join(texts).split()) for texts in ([each.text for each in found], printed))
    assert scans.edits(unicodedata.normalize("NFKC", got), unicodedata.normalize("NFKC", expected)) <= 1
    for place, each in enumerate(found):
        middle = (scans.TOP + place * scans.PITCH + scans.TYPE / 2) / scans.DPI * 72
        assert (each.place.top + each.place.bottom) / 2 == pytest.approx(middle, abs=8)
        assert each.place.page == 1
