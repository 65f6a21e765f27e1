"""What is printed: documents, their sections, measures and tasks."""

from __future__ import annotations

from pipeline import models
from warehouse.schema import Column, Table
from warehouse.tables.shared import (
    BOOLEAN,
    DATE,
    DOCUMENT,
    INTEGER,
    MARKER,
    MEASURE,
    NUMBER,
    ORDINAL,
    PAGE_END,
    PAGE_START,
    PATH,
    SECTION,
    SOURCE,
    SPAN,
    TEXT,
    required,
    values,
)

DOCUMENTS = Table(
    "documents",
    "文件：来源中的每份公文一行",
    ("document_id",),
    (
        Column("document_id", TEXT, "文件编号", "来源编号.序号", "来源编号与序号", required=True),
        SOURCE,
        ORDINAL,
        Column(
            "parent_document_id", TEXT, "主件编号", "附件所属的文件", "documents.document_id", references="documents"
        ),
        Column(
            "plan_id",
            TEXT,
            "计划编号",
            "同一计划的各版本、各副本相同",
            "首选副本的 documents.document_id",
            required=True,
            references="documents",
        ),
        Column("title", TEXT, "标题", "所发计划的标题，不是通知的", "标题行"),
        Column("issuer", TEXT, "发文机关", "如云溪市人民政府办公室", "标题与署名，没有的取发文机关标志"),
        Column("doc_number", TEXT, "发文字号", "如云溪政办发〔2022〕7号", "发文字号行"),
        Column("registration_number", TEXT, "规范性文件登记号", "如 YXCR-2022-01001", "版头"),
        Column("addressees", TEXT, "主送机关", "原文", "主送机关行"),
        Column("copied_to", TEXT, "抄送机关", "原文", "版记"),
        Column("kind", TEXT, "文种", "方案、意见、规划等", "标题的末词"),
        Column(
            "status",
            TEXT,
            "文件状态",
            "final 定稿，draft 征求意见稿、草案、讨论稿",
            "标题中的字样",
            required=True,
            values=values(models.Status),
        ),
        Column("region", TEXT, "地区", "发文机关所在的行政区", "发文机关、标题"),
        Column("issued_on", DATE, "成文日期", "署名日期，不是印发或发布日期", "成文日期行"),
        Column("printed_on", DATE, "印发日期", "版记中的日期", "版记"),
        Column("published_on", DATE, "发布日期", "网页或报纸的日期", "网页、报头"),
        Column("effective_on", DATE, "施行日期", "自此日起施行", "施行条款"),
        Column("period_start", DATE, "计划期起", "含当日", "标题中的年份"),
        Column("period_end", DATE, "计划期止", "含当日", "标题中的年份"),
        PAGE_START,
        PAGE_END,
        Column("text", TEXT, "正文", "各处字符位置以此为准", "各行接成段落", required=True),
        Column(
            "is_preferred",
            BOOLEAN,
            "首选副本",
            "现行版本中最完整的一份，同一计划只有一份为真",
            "各份副本的比较",
            required=True,
        ),
        Column(
            "version",
            INTEGER,
            "版本序号",
            "在计划中从 1 起，由早到晚，征求意见稿在其定稿之前；尚未比对的为空",
            "各份副本的比较：文件状态、文号、日期、修订字样、来源地址",
        ),
        Column("is_extract", BOOLEAN, "是否节录", "只载本版本的一部分，如报纸摘登；尚未比对的为空", "各份副本的比较"),
        Column(
            "supersedes_document_id",
            TEXT,
            "所取代的文件编号",
            "前一版本中最完整的一份；第一版的为空",
            "documents.document_id",
            references="documents",
        ),
        Column("region_code", TEXT, "行政区划代码", "GB/T 2260 六位代码", "民政部 2025 年末代码表，按地区"),
    ),
)

SECTIONS = Table(
    "sections",
    "章节：下设编号条目的编号条目",
    ("section_id",),
    (
        Column("section_id", TEXT, "章节编号", "文件编号.s 加序号", "文件编号与序号", required=True),
        DOCUMENT,
        Column("parent_id", TEXT, "上级章节编号", "最外层的为空", "编号的层级", references="sections"),
        ORDINAL,
        Column("level", INTEGER, "层级", "最外层为 1", "编号的层级", required=True, minimum=1),
        MARKER,
        NUMBER,
        PATH,
        Column("heading", TEXT, "标题", "不含句号", "编号之后的文字", required=True),
        Column("intro", TEXT, "引言", "没有的为空文本", "标题与第一个下级条目之间的文字", required=True),
        *SPAN,
    ),
)

MEASURES = Table(
    "measures",
    "举措：自有正文的最深一级编号条目",
    ("measure_id",),
    (
        Column("measure_id", TEXT, "举措编号", "文件编号.m 加序号", "文件编号与序号", required=True),
        DOCUMENT,
        SECTION,
        ORDINAL,
        Column(
            "kind",
            TEXT,
            "类别",
            "条目、条文、专栏条目、表格行",
            "编号的形式与所在",
            required=True,
            values=values(models.MeasureKind),
        ),
        MARKER,
        NUMBER,
        PATH,
        Column("title", TEXT, "标题", "没有的为空", "编号之后的首句或独立一行"),
        Column("text", TEXT, "正文", "含责任注释", "编号之后至下一编号之前的文字", required=True),
        PAGE_START,
        PAGE_END,
        *SPAN,
    ),
)

TASKS = Table(
    "tasks",
    "任务：一条责任注释所结的事项；无注释的举措为一项任务",
    ("task_id",),
    (
        Column("task_id", TEXT, "任务编号", "举措编号 t 加序号", "举措编号与序号", required=True),
        required(MEASURE),
        DOCUMENT,
        ORDINAL,
        Column("title", TEXT, "标题", "任务自己的标题，没有的为空", "段首的短句"),
        Column("text", TEXT, "正文", "不含责任注释", "上一注释之后至本注释之前的文字", required=True),
        *SPAN,
    ),
)
