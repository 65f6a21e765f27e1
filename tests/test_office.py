"""Files of old formats, made and read by a real LibreOffice; without one, these tests are skipped."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from packages import docx, paragraph

from pipeline import SourceFile, extract
from pipeline.models import Extraction, MeasureKind
from pipeline.readers.signatures import DOC, ODT, PPT, PPTX, XLS, XLSX

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")]

Made = Callable[[str], Extraction]

_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("svg", "svg-compatible"),
    )
)  # fmt: skip


def _flat(kind: str, body: str) -> bytes:
    """A flat OpenDocument file (ODF 1.2, part 1, 3.1.2) of *kind*, spreadsheet or presentation."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMESPACES} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}">'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    ).encode()


def _sheet(name: str, rows: list[tuple[str, ...]]) -> str:
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in rows
    )
    return f'<table:table table:name="{name}">{cells}</table:table>'


def _slide(*paragraphs: str) -> str:
    text = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
    return (
        '<draw:page><draw:frame svg:x="2cm" svg:y="4cm" svg:width="22cm" svg:height="8cm">'
        f"<draw:text-box>{text}</draw:text-box></draw:frame></draw:page>"
    )


LETTER = docx(
    "".join(
        map(
            paragraph,
            (
                "云溪市节水工作方案",
                "一、重点任务",
                "（一）改造管网。2027年底前更新老旧供水管网80公里。（责任单位：市住房城乡建设局）",
                "（二）推广器具。公共机构节水器具普及率达到100%。（责任单位：市机关事务管理局、市水利局）",
            ),
        )
    )
)
WORKBOOK = _flat(
    "spreadsheet",
    _sheet(
        "分工",
        [
            ("云溪市节水工作任务分工表", "", "", ""),
            ("序号", "工作任务", "牵头单位", "完成时限"),
            ("1", "更新老旧供水管网80公里", "市住房城乡建设局", "2027年12月底前"),
            ("2", "培训灌区管水员", "市水利局", "每年4月底前"),
        ],
    )
    + _sheet(
        "指标",
        [
            ("云溪市节水主要指标", "", "", "", ""),
            ("序号", "指标名称", "2025年", "2027年", "属性"),
            ("1", "管网漏损率（%）", "11.2", "9", "约束性"),
        ],
    ),
)
SLIDES = _flat(
    "presentation",
    _slide("云溪市节水工作方案", "一、重点任务")
    + _slide("（一）改造管网。更新老旧供水管网80公里。（责任单位：市住房城乡建设局）")
    + _slide("（二）推广器具。普及节水器具。（责任单位：市水利局）"),
)
SOURCES = {"docx": LETTER, "fods": WORKBOOK, "fodp": SLIDES}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Write one of :data:`SOURCES` in an old format with LibreOffice, and extract the file."""
    folder = tmp_path_factory.mktemp("office")

    def make(name: str) -> Extraction:
        stem, suffix = name.split(".")
        source = folder / f"{name}.{stem}"
        source.write_bytes(SOURCES[stem])
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(OFFICE), "--headless", profile, "--convert-to", suffix, "--outdir", str(folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        (result,) = folder.glob(f"{name.replace('.', '?')}.{suffix}")
        return extract(SourceFile.from_path(Path(result)))

    return make


@pytest.mark.parametrize(
    ("name", "media_type"), [("docx.doc", DOC), ("docx.odt", ODT), ("fodp.ppt", PPT), ("fodp.pptx", PPTX)]
)
def test_a_plan_in_an_old_format(made: Made, name: str, media_type: str) -> None:
    extraction = made(name)
    assert extraction.media_type == media_type
    (plan,) = extraction.documents
    assert plan.title == "云溪市节水工作方案"
    assert [(section.path, section.heading) for section in plan.sections] == [("1", "重点任务")]
    assert [(measure.path, measure.title) for measure in plan.measures] == [("1.1", "改造管网"), ("1.2", "推广器具")]
    assert plan.assignments[0].surface == "市住房城乡建设局"


@pytest.mark.parametrize(("name", "media_type"), [("fods.xls", XLS), ("fods.xlsx", XLSX)])
def test_a_workbook_of_two_sheets(made: Made, name: str, media_type: str) -> None:
    extraction = made(name)
    assert extraction.media_type == media_type
    tasks, goals = extraction.documents
    assert (tasks.title, goals.title) == ("云溪市节水工作任务分工表", "云溪市节水主要指标")
    assert [(m.path, m.kind, m.marker) for m in tasks.measures] == [
        ("table1.1", MeasureKind.TABLE_ROW, "1"),
        ("table1.2", MeasureKind.TABLE_ROW, "2"),
    ]
    assert [a.surface for a in tasks.assignments] == ["市住房城乡建设局", "市水利局"]
    assert [(i.name, i.baseline, i.target, i.nature) for i in goals.indicators] == [
        ("管网漏损率", "11.2", "9", "约束性")
    ]
    assert "Overview" not in "".join(line.text for line in extraction.lines)
