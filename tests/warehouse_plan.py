"""An invented plan of an invented city as an Extraction, built by hand: what the warehouse's tests load."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime

import duckdb

from pipeline.models import (
    Assignment,
    AssignmentRole,
    At,
    Basis,
    Citation,
    Comparator,
    DateKind,
    DateMention,
    Document,
    Extraction,
    Finding,
    Indicator,
    Line,
    Measure,
    MeasureKind,
    Modifier,
    Place,
    Placed,
    Precision,
    Quantity,
    Role,
    Section,
    Severity,
    Task,
    Term,
    Unit,
    UnitKind,
)
from raw.sources.origins import Origin, OriginStatus

#: (page, role, text, belongs to the plan's text)
PRINTED = (
    (1, Role.DOC_NUMBER, "云溪政办发〔2022〕7号", False),
    (1, Role.TITLE, "云溪市河湖清洁行动方案（2022—2025年）", False),
    (1, Role.HEADING, "一、主要任务", True),
    (1, Role.BODY, "按年度推进。", True),
    (1, Role.HEADING, "（一）清理河道", True),
    (1, Role.BODY, "1.清淤疏浚。2023年底前清淤30公里以上。", True),
    (1, Role.PAGE_NUMBER, "— 1 —", False),
    (2, Role.NOTE, "（牵头单位：市水利局；配合单位：市财政局）", True),
    (2, Role.BODY, "每季度巡查一次，2025年底前建成20座闸站。（市水利局、云溪县人民政府负责）", True),
    (2, Role.BODY, "2.垃圾清运。2024年6月底前清运率达到95%。", True),
    (2, Role.NOTE, "（以上各项由市城市管理局指导）", True),
    (2, Role.HEADING, "（二）宣传引导", True),
    (2, Role.BODY, "依据《云溪市节水条例》开展宣传。", True),
    (2, Role.PAGE_NUMBER, "— 2 —", False),
    (3, Role.TITLE, "云溪市河湖清洁考核办法", False),
    (3, Role.BODY, "第一条 “河湖清洁”是指水面无漂浮物。", True),
)
PLAN_LINES = range(13)

CITY = "云溪市"
WATER = Unit("云溪市水利局", "市水利局", CITY, UnitKind.GOVERNMENT)
FINANCE = Unit("云溪市财政局", "市财政局", CITY, UnitKind.GOVERNMENT)
COUNTY = Unit("云溪县人民政府", "云溪县人民政府", CITY, UnitKind.GOVERNMENT)
URBAN = Unit("云溪市城市管理局", "市城市管理局", CITY, UnitKind.GOVERNMENT)


def plan(data: bytes = b"plan", name: str = "yunxi.txt", uri: str | None = None) -> Extraction:
    """The plan (two sections deep, three measures, four tasks) and its annex, as read from *data*."""
    bodies = ["", ""]
    lines = []
    for number, (page, role, text, in_text) in enumerate(PRINTED, 1):
        place = Place(page, 0.0, float(number), float(len(text)), float(number))
        ordinal = 1 if number - 1 in PLAN_LINES else 2
        if not in_text:
            lines.append(Line(number, place, text, role))
            continue
        start = len(bodies[ordinal - 1])
        lines.append(Line(number, place, text, role, ordinal, start, start + len(text)))
        bodies[ordinal - 1] += text + "\n"
    main, annex = (body.rstrip("\n") for body in bodies)
    source_id = hashlib.sha256(data).hexdigest()[:12]
    return Extraction(
        source_id=source_id,
        name=name,
        uri=uri or f"file:///{name}",
        byte_size=len(data),
        media_type="text/plain",
        reader="text",
        page_count=3,
        lines=tuple(lines),
        documents=(_plan(main), _annex(annex)),
        findings=(
            Finding("date_impossible", Severity.WARNING, "每年31日前 is no date.", 9, 1, 1),
            Finding("encoding", Severity.INFO, "Read as GB 18030."),
        ),
    )


def _plan(text: str) -> Document:
    def span(piece: str, start: int = 0) -> tuple[int, int]:
        at = text.index(piece, start)
        return at, at + len(piece)

    def assigned(at: At, ordinal: int, role: AssignmentRole, surface: str, unit: Unit, start: int) -> Assignment:
        place = span(surface, start)
        return Assignment(at, ordinal, role, surface, unit, Basis.STATED, None, False, *place)

    first = span("清淤疏浚")[0]
    second = text.index("每季度巡查")
    waste = span("垃圾清运")[0]
    section_note = span("（以上各项")
    spread = text.index("依据《")
    ends = {"first": second - 1, "second": text.index("2.垃圾") - 1}
    body = text[first : ends["second"]]
    note = text.index("（牵头单位")
    one, two, three, four = At(2, 1, 1), At(2, 1, 2), At(2, 2, 1), At(3, 3, 1)
    return Document(
        ordinal=1,
        title="云溪市河湖清洁行动方案（2022—2025年）",
        text=text,
        issuer="云溪市人民政府办公室",
        doc_number="云溪政办发〔2022〕7号",
        kind="方案",
        region=CITY,
        issued_on=date(2022, 3, 8),
        period_start=date(2022, 1, 1),
        period_end=date(2025, 12, 31),
        page_start=1,
        page_end=2,
        sections=(
            Section(1, None, 1, "一、", 1, "1", "主要任务", "按年度推进。", 0, len(text)),
            Section(2, 1, 2, "（一）", 1, "1.1", "清理河道", "", span("（一）")[0], section_note[1]),
            Section(3, 1, 2, "（二）", 2, "1.2", "宣传引导", "", span("（二）")[0], len(text)),
        ),
        measures=(
            Measure(
                1, 2, MeasureKind.ITEM, "1.", 1, "1.1.1", "清淤疏浚", body, 1, 2, first, ends["second"],
                (
                    Task(1, None, text[first : note - 1], first, ends["first"]),
                    Task(2, "巡查", text[second : text.index("（市水利局、")], second, ends["second"]),
                ),
            ),
            Measure(
                2, 2, MeasureKind.ITEM, "2.", 2, "1.1.2", "垃圾清运", text[waste : section_note[0] - 1], 2, 2,
                waste, section_note[0], (Task(1, None, text[waste : section_note[0] - 1], waste, section_note[0] - 1),),
            ),
            Measure(
                3, 3, MeasureKind.ITEM, "（二）", 2, "1.2", "宣传引导", text[spread:], 2, 2, spread, len(text),
                (Task(1, None, text[spread:], spread, len(text)),),
            ),
        ),
        assignments=(
            assigned(one, 1, AssignmentRole.LEAD, "市水利局", WATER, note),
            assigned(one, 2, AssignmentRole.SUPPORT, "市财政局", FINANCE, note),
            assigned(two, 1, AssignmentRole.RESPONSIBLE, "市水利局", WATER, second),
            assigned(two, 2, AssignmentRole.RESPONSIBLE, "云溪县人民政府", COUNTY, second),
            assigned(At(2), 1, AssignmentRole.GUIDANCE, "市城市管理局", URBAN, section_note[0]),
        ),
        dates=(
            Placed(At(2, 1), DateMention(
                DateKind.DEADLINE, "2023年底前", *span("2023年底前"), due_on=date(2023, 12, 31),
                modifier=Modifier.ON_OR_BEFORE, precision=Precision.YEAR,
            )),
            Placed(two, DateMention(
                DateKind.RECURRENCE, "每季度", *span("每季度"), rrule="FREQ=MONTHLY;INTERVAL=3",
            )),
            Placed(two, DateMention(
                DateKind.DEADLINE, "2025年底前", *span("2025年底前"), due_on=date(2025, 12, 31), is_ambiguous=True,
            )),
            Placed(three, DateMention(
                DateKind.DEADLINE, "2024年6月底前", *span("2024年6月底前"), due_on=date(2024, 6, 30),
                year_is_inferred=True,
            )),
        ),
        quantities=(
            Placed(one, Quantity("30公里以上", Comparator.AT_LEAST, 30.0, None, "公里", *span("30公里以上"), "清淤")),
            Placed(two, Quantity("20座", Comparator.EQUAL, 20.0, 20.0, "座", *span("20座"), "闸站")),
            Placed(three, Quantity("95%", Comparator.EQUAL, 95.0, 95.0, "%", *span("95%"), "清运率")),
        ),
        citations=(Placed(four, Citation("云溪市节水条例", None, *span("《云溪市节水条例》"))),),
        indicators=(Indicator("主要指标", 1, "水面清洁率", "%", 2021, "80", 2025, "95", "约束性"),),
    )  # fmt: skip


def _annex(text: str) -> Document:
    start = text.index("“河湖")
    return Document(
        ordinal=2,
        title="云溪市河湖清洁考核办法",
        text=text,
        region=CITY,
        page_start=3,
        page_end=3,
        parent=1,
        measures=(
            Measure(
                1, None, MeasureKind.ARTICLE, "第一条", 1, "1", None, text[start:], 3, 3, start, len(text),
                (Task(1, None, text[start:], start, len(text)),),
            ),
        ),
        terms=(Term("河湖清洁", "水面无漂浮物"),),
    )  # fmt: skip


def origin(source_id: str, **changes: object) -> Origin:
    """Where the plan was published."""
    at = datetime(2024, 3, 1, 8, tzinfo=UTC).replace(tzinfo=None)
    address = "https://x.cn/a.html"
    known = Origin("site", address, source_id, "方案", None, "a.html", at, at, None, None, OriginStatus.PUBLISHED)
    return replace(known, **changes)


def link(connection: duckdb.DuckDBPyConnection) -> None:
    """Link the plan's annex in a warehouse to the plan, as if it rested on it."""
    connection.execute(
        "INSERT INTO plan_links SELECT document_id, parent_document_id, 'title' FROM documents"
        " WHERE parent_document_id IS NOT NULL"
    )
    connection.execute(
        "INSERT INTO measure_links SELECT document_id || '.m1', base_document_id || '.m1', document_id,"
        " base_document_id, 'counterpart', 0.5 FROM plan_links"
    )
    connection.execute(
        "INSERT INTO measure_changes SELECT measure_id, base_measure_id, 1, document_id, base_document_id,"
        " 'unit_added', '云溪市水利局', NULL, NULL, NULL FROM measure_links"
    )
