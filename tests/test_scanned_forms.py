"""Red heads, seals and ruled task tables of scanned documents keep their meaning; the engine is the real one."""

import io
from itertools import pairwise

import pytest

pytest.importorskip("rapidocr", reason="needs the ocr extra")
pytest.importorskip("justmytype_intl_cjk", reason="needs the font of the dev extra")

import scans
from PIL import ImageDraw

from pipeline import extract
from pipeline.models import AssignmentRole, MeasureKind, Role, Severity, SourceFile

pytestmark = pytest.mark.slow


def extracted(*pages):
    first, *others = [scans.picture(page) for page in pages]
    data = io.BytesIO()
    first.save(data, "PDF", resolution=scans.DPI, quality=80, save_all=True, append_images=others)
    return extract(SourceFile("scan.pdf", "scan.pdf", data.getvalue()))


def centred(page, text, y, **how):
    step = how.get("advance") or how.get("size", scans.TYPE)
    scans.write(page, text, (scans.SIZE[0] - len(text) * step) // 2, y, **how)


def test_a_red_head_and_number_keep_their_roles_and_a_seal_gives_no_lines():
    page = scans.blank()
    centred(page, "云溪市水务局文件", 300, size=76, ink=scans.RED, advance=100)
    centred(page, "云水发〔2027〕18号", 480, ink=scans.RED)
    ImageDraw.Draw(page).line((scans.LEFT, 560, scans.SIZE[0] - scans.LEFT, 560), fill=scans.RED, width=4)
    centred(page, "云溪市节约用水工作方案", 640, size=52)
    for place, text in enumerate(
        scans.wrapped(["一、建设水库。到2027年底前，新建水库3座。", "二、改造泵站。每年改造泵站12座。"])
    ):
        scans.write(page, text, scans.LEFT, 780 + place * scans.PITCH)
    x, y = 1000, 1250
    for place, text in enumerate(("云溪市水务局", "2027年3月16日")):
        scans.write(page, text, x - len(text) * scans.TYPE // 2, y + place * 60 - 40)
    scans.stamp(page, x, y, "云溪市水务局行政章")
    extraction = extracted(page)
    roles = [(line.role, "".join(line.text.split())) for line in extraction.lines]
    assert [text for role, text in roles if role is Role.ISSUER_MARK] == ["云溪市水务局文件"]
    assert [text for role, text in roles if role is Role.DOC_NUMBER] == ["云水发〔2027〕18号"]
    assert roles[-2:] == [(Role.SIGNATURE, "云溪市水务局"), (Role.DATE, "2027年3月16日")]
    assert not any("章" in text for _, text in roles)
    assert len(roles) == 7
    (document,) = extraction.documents
    assert (document.title, document.doc_number) == ("云溪市节约用水工作方案", "云水发〔2027〕18号")
    assert [measure.path for measure in document.measures] == ["1", "2"]
    assert [(f.code, f.severity) for f in extraction.findings if f.code == "seal"] == [("seal", Severity.WARNING)]


TABLE = (
    ("序号", "工作任务", "牵头单位", "完成时限"),
    ("1", "建设云溪水库", "市水务局", "2027年12月"),
    ("2", "改造农村泵站", "市农业农村局", "2028年6月"),
    ("3", "普及节水器具", "市住房城乡建设局", "2029年12月"),
)


def test_a_ruled_task_table_comes_back_with_its_leads():
    page = scans.blank()
    centred(page, "云溪市节约用水重点任务分工表", 280, size=48)
    draw, edges, top, height = ImageDraw.Draw(page), (150, 260, 600, 970, 1250), 420, 90
    for n, row in enumerate(TABLE):
        for text, (left, right) in zip(row, pairwise(edges), strict=True):
            size = 32
            scans.write(page, text, (left + right - len(text) * size) // 2, top + n * height + 26, size=size)
    bottom = top + len(TABLE) * height
    for x in edges:
        draw.line((x, top, x, bottom), fill=scans.INK, width=3)
    for n in range(len(TABLE) + 1):
        draw.line((edges[0], top + n * height, edges[-1], top + n * height), fill=scans.INK, width=3)
    (document,) = extracted(page).documents
    rows = [measure for measure in document.measures if measure.kind is MeasureKind.TABLE_ROW]
    assert len(rows) == 3
    leads = [assignment for assignment in document.assignments if assignment.role is AssignmentRole.LEAD]
    assert [lead.surface for lead in leads] == [row[2] for row in TABLE[1:]]
    assert len({lead.at for lead in leads}) == 3
