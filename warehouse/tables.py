"""The tables: every stored column, defined once.

A change here needs a file in ``migrations/`` (see :mod:`warehouse.migrating`). Columns named like a field of a noun
in :mod:`pipeline.models` hold that field; ids are made in :mod:`warehouse.rows`. Character offsets count from 0 in
``documents.text`` and are half open.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from pipeline import models
from warehouse.schema import Column, Table, Type

TEXT, INTEGER, BIGINT, DOUBLE = Type.TEXT, Type.INTEGER, Type.BIGINT, Type.DOUBLE
BOOLEAN, DATE, TIMESTAMP = Type.BOOLEAN, Type.DATE, Type.TIMESTAMP


class SourceStatus(StrEnum):
    """What became of a file."""

    LOADED = "loaded"
    FAILED = "failed"
    SKIPPED = "skipped"


def _values(enum: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in enum)


def _required(column: Column) -> Column:
    return replace(column, required=True)


_SOURCE = Column("source_id", TEXT, "来源编号", references="sources", required=True)
_DOCUMENT = Column("document_id", TEXT, "文件编号", references="documents", required=True)
_SECTION = Column("section_id", TEXT, "章节编号", references="sections")
_MEASURE = Column("measure_id", TEXT, "举措编号", references="measures")
_TASK = Column("task_id", TEXT, "任务编号", references="tasks")
_PLACE = (_DOCUMENT, _SECTION, _MEASURE, _TASK)
_ORDINAL = Column("ordinal", INTEGER, "序号", "从 1 起", required=True, minimum=1)
_MARKER = Column("marker", TEXT, "印出的编号", "如（一）", required=True)
_NUMBER = Column("number", INTEGER, "编号数值")
_PATH = Column("path", TEXT, "编号路径", "由外到内各级编号，以点相连，如 2.1.4", required=True)
_SURFACE = Column("surface", TEXT, "原文", required=True)
_PAGE_START = Column("page_start", INTEGER, "起始页", required=True, minimum=1)
_PAGE_END = Column("page_end", INTEGER, "终止页", required=True, minimum=1)
_START = Column("char_start", INTEGER, "起始字符", "在 documents.text 中从 0 起", required=True, minimum=0)
_END = Column("char_end", INTEGER, "终止字符", "不含", required=True, minimum=0)
_RULE = Column("rule", TEXT, "规则", "读出此项的规则名")
_SPAN = (_START, _END)

SOURCES = Table(
    "sources",
    "来源：落地的文件，一个文件一行",
    ("source_id",),
    (
        Column("source_id", TEXT, "来源编号", "内容 SHA-256 的前 12 位；读不到内容的取地址的", required=True),
        Column("name", TEXT, "文件名", required=True),
        Column("uri", TEXT, "地址", required=True),
        Column("media_type", TEXT, "媒体类型"),
        Column("byte_size", BIGINT, "字节数", minimum=0),
        Column("page_count", INTEGER, "页数", minimum=0),
        Column("reader", TEXT, "读取程序"),
        Column("status", TEXT, "状态", required=True, values=_values(SourceStatus)),
        Column("error", TEXT, "失败原因"),
        Column("landed_at", TIMESTAMP, "首次落地时间", "UTC", required=True),
        Column("loaded_at", TIMESTAMP, "最近入库时间", "UTC", required=True),
        Column("run_id", TEXT, "入库批次编号", required=True, references="runs"),
        Column("fingerprint", TEXT, "指纹", "文件内容与规则共同的 SHA-256，不变则不重读"),
    ),
)

LINES = Table(
    "lines",
    "印刷行：读到的每一行一行，每个字符只出现一次",
    ("source_id", "line_no"),
    (
        _SOURCE,
        Column("line_no", INTEGER, "行号", "在来源中从 1 起", required=True, minimum=1),
        Column("page", INTEGER, "页码", "从 1 起", required=True, minimum=1),
        Column("x0", DOUBLE, "左", "单位为点；无版面的文件为列号", required=True),
        Column("top", DOUBLE, "上", "单位为点；无版面的文件为行号", required=True),
        Column("x1", DOUBLE, "右", required=True),
        Column("bottom", DOUBLE, "下", required=True),
        Column("text", TEXT, "原文", required=True),
        Column("role", TEXT, "版面要素", "按 GB/T 9704—2012", required=True, values=_values(models.Role)),
        replace(_DOCUMENT, required=False),
        replace(_START, required=False),
        replace(_END, required=False),
    ),
)

DOCUMENTS = Table(
    "documents",
    "文件：来源中的每份公文一行",
    ("document_id",),
    (
        Column("document_id", TEXT, "文件编号", required=True),
        _SOURCE,
        _ORDINAL,
        Column("parent_document_id", TEXT, "主件编号", "附件所属的文件", references="documents"),
        Column(
            "plan_id",
            TEXT,
            "计划编号",
            "各份副本相同：首选副本的编号",
            required=True,
            references="documents",
        ),
        Column("title", TEXT, "标题"),
        Column("issuer", TEXT, "发文机关"),
        Column("doc_number", TEXT, "发文字号"),
        Column("registration_number", TEXT, "规范性文件登记号"),
        Column("addressees", TEXT, "主送机关"),
        Column("copied_to", TEXT, "抄送机关"),
        Column("kind", TEXT, "文种", "方案、意见、规划等"),
        Column("status", TEXT, "文件状态", required=True, values=_values(models.Status)),
        Column("region", TEXT, "地区"),
        Column("issued_on", DATE, "成文日期"),
        Column("printed_on", DATE, "印发日期"),
        Column("published_on", DATE, "发布日期"),
        Column("effective_on", DATE, "施行日期"),
        Column("period_start", DATE, "计划期起"),
        Column("period_end", DATE, "计划期止"),
        _PAGE_START,
        _PAGE_END,
        Column("text", TEXT, "正文", "各处字符位置以此为准", required=True),
        Column("is_preferred", BOOLEAN, "首选副本", "同一计划只有一份为真", required=True),
    ),
)

SECTIONS = Table(
    "sections",
    "章节：下设编号条目的编号条目",
    ("section_id",),
    (
        Column("section_id", TEXT, "章节编号", required=True),
        _DOCUMENT,
        Column("parent_id", TEXT, "上级章节编号", references="sections"),
        _ORDINAL,
        Column("level", INTEGER, "层级", "最外层为 1", required=True, minimum=1),
        _MARKER,
        _NUMBER,
        _PATH,
        Column("heading", TEXT, "标题", required=True),
        Column("intro", TEXT, "引言", "标题与第一个下级条目之间的文字", required=True),
        *_SPAN,
    ),
)

MEASURES = Table(
    "measures",
    "举措：自有正文的最深一级编号条目",
    ("measure_id",),
    (
        Column("measure_id", TEXT, "举措编号", required=True),
        _DOCUMENT,
        _SECTION,
        _ORDINAL,
        Column("kind", TEXT, "类别", required=True, values=_values(models.MeasureKind)),
        _MARKER,
        _NUMBER,
        _PATH,
        Column("title", TEXT, "标题"),
        Column("text", TEXT, "正文", "含责任注释", required=True),
        _PAGE_START,
        _PAGE_END,
        *_SPAN,
    ),
)

TASKS = Table(
    "tasks",
    "任务：一条责任注释所结的事项；无注释的举措为一项任务",
    ("task_id",),
    (
        Column("task_id", TEXT, "任务编号", required=True),
        _required(_MEASURE),
        _DOCUMENT,
        _ORDINAL,
        Column("title", TEXT, "标题"),
        Column("text", TEXT, "正文", "不含责任注释", required=True),
        *_SPAN,
    ),
)

UNITS = Table(
    "units",
    "单位：地区之内的规范名称，一个单位一行",
    ("unit_id",),
    (
        Column("unit_id", TEXT, "单位编号", "由名称与地区得出", required=True),
        Column("name", TEXT, "规范名称", required=True),
        Column("short_name", TEXT, "简称", required=True),
        Column("region", TEXT, "地区"),
        Column("kind", TEXT, "类别", required=True, values=_values(models.UnitKind)),
        Column("is_collective", BOOLEAN, "是否泛称", "如市级有关部门", required=True),
    ),
)

UNIT_ALIASES = Table(
    "unit_aliases",
    "单位别名：各地文件中印出的写法；一种写法指几个单位时取最常见的",
    ("alias", "region"),
    (
        Column("alias", TEXT, "写法", required=True),
        Column("region", TEXT, "地区", "单位无地区的为空文本", required=True),
        Column("unit_id", TEXT, "单位编号", required=True, references="units"),
    ),
)

ASSIGNMENTS = Table(
    "assignments",
    "责任分工：某单位以某角色承担某任务、举措或章节",
    ("assignment_id",),
    (
        Column("assignment_id", TEXT, "分工编号", required=True),
        *_PLACE,
        Column("unit_id", TEXT, "单位编号", required=True, references="units"),
        Column("role", TEXT, "角色", required=True, values=_values(models.AssignmentRole)),
        _SURFACE,
        Column("qualifier", TEXT, "限定语", "如按职责分工负责"),
        Column("is_open_ended", BOOLEAN, "名单未尽", "印有“等”“等部门”", required=True),
        Column("basis", TEXT, "依据", "本处、章节末、前文统一说明", required=True, values=_values(models.Basis)),
        _ORDINAL,
        _RULE,
        *_SPAN,
    ),
)

DATES = Table(
    "dates",
    "时间：期限、时段、周期、时长、时点",
    ("date_id",),
    (
        Column("date_id", TEXT, "时间编号", required=True),
        *_PLACE,
        Column("kind", TEXT, "类别", required=True, values=_values(models.DateKind)),
        _SURFACE,
        Column("start_on", DATE, "起始日"),
        Column("end_on", DATE, "终止日", "含当日"),
        Column("due_on", DATE, "最迟完成日", "当日完成仍为按期"),
        Column("rrule", TEXT, "周期规则", "RFC 5545 RRULE"),
        Column("duration", TEXT, "时长", "ISO 8601"),
        Column("working_days", INTEGER, "工作日数", minimum=0),
        Column("modifier", TEXT, "修饰", "TIMEX3 mod", values=_values(models.Modifier)),
        Column("precision", TEXT, "精度", values=_values(models.Precision)),
        Column("year_is_inferred", BOOLEAN, "年份为推定", "年份未印出，取自计划标题", required=True),
        Column("is_ambiguous", BOOLEAN, "有歧义", required=True),
        _RULE,
        *_SPAN,
    ),
)

QUANTITIES = Table(
    "quantities",
    "数量：目标值及其上下限，万、亿已乘出",
    ("quantity_id",),
    (
        Column("quantity_id", TEXT, "数量编号", required=True),
        *_PLACE,
        _SURFACE,
        Column("subject", TEXT, "对象"),
        Column("comparator", TEXT, "比较", required=True, values=_values(models.Comparator)),
        Column("low", DOUBLE, "下限", "空为不限"),
        Column("high", DOUBLE, "上限", "空为不限"),
        Column("unit", TEXT, "计量单位", required=True),
        Column("per", TEXT, "每", "比率的基数，如每万人"),
        _RULE,
        *_SPAN,
    ),
)

INDICATORS = Table(
    "indicators",
    "指标：指标表中的一行",
    ("indicator_id",),
    (
        Column("indicator_id", TEXT, "指标编号", required=True),
        _DOCUMENT,
        Column("table_title", TEXT, "表题", required=True),
        _ORDINAL,
        Column("name", TEXT, "指标名称", required=True),
        Column("unit", TEXT, "计量单位"),
        Column("baseline_year", INTEGER, "基期年"),
        Column("baseline", TEXT, "基期值"),
        Column("target_year", INTEGER, "目标年"),
        Column("target", TEXT, "目标值"),
        Column("nature", TEXT, "属性", "约束性或预期性"),
    ),
)

CITATIONS = Table(
    "citations",
    "引用：正文提到的文件",
    ("citation_id",),
    (
        Column("citation_id", TEXT, "引用编号", required=True),
        _DOCUMENT,
        _MEASURE,
        Column("title", TEXT, "被引文件标题"),
        Column("doc_number", TEXT, "被引文件发文字号"),
        Column("cited_document_id", TEXT, "被引文件编号", "在库时填写", references="documents"),
        *_SPAN,
    ),
)

TERMS = Table(
    "terms",
    "术语：名词解释",
    ("term_id",),
    (
        Column("term_id", TEXT, "术语编号", required=True),
        _DOCUMENT,
        Column("term", TEXT, "术语", required=True),
        Column("definition", TEXT, "释义", required=True),
    ),
)

FINDINGS = Table(
    "findings",
    "待核问题：读不出或疑似有误、需人工查看之处",
    ("finding_id",),
    (
        Column("finding_id", TEXT, "问题编号", required=True),
        _SOURCE,
        replace(_DOCUMENT, required=False),
        _MEASURE,
        Column("code", TEXT, "代码", required=True),
        Column("severity", TEXT, "程度", required=True, values=_values(models.Severity)),
        Column("message", TEXT, "说明", required=True),
        Column("line_no", INTEGER, "行号", minimum=1),
    ),
)

RUNS = Table(
    "runs",
    "入库批次：每次入库一行",
    ("run_id",),
    (
        Column("run_id", TEXT, "批次编号", required=True),
        Column("started_at", TIMESTAMP, "开始时间", "UTC", required=True),
        Column("finished_at", TIMESTAMP, "结束时间", "UTC"),
        Column("version", TEXT, "程序版本", required=True),
        Column("sources_seen", INTEGER, "见到的文件数", required=True, minimum=0),
        Column("loaded", INTEGER, "入库数", required=True, minimum=0),
        Column("skipped", INTEGER, "未变而略过数", required=True, minimum=0),
        Column("failed", INTEGER, "失败数", required=True, minimum=0),
    ),
)

#: Every table, parents before children.
TABLES = (
    RUNS,
    SOURCES,
    DOCUMENTS,
    LINES,
    SECTIONS,
    MEASURES,
    TASKS,
    UNITS,
    UNIT_ALIASES,
    ASSIGNMENTS,
    DATES,
    QUANTITIES,
    INDICATORS,
    CITATIONS,
    TERMS,
    FINDINGS,
)
