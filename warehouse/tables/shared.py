"""Columns that several tables have."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from warehouse.schema import Column, Type

TEXT, INTEGER, BIGINT, DOUBLE = Type.TEXT, Type.INTEGER, Type.BIGINT, Type.DOUBLE
BOOLEAN, DATE, TIMESTAMP = Type.BOOLEAN, Type.DATE, Type.TIMESTAMP


def values(enum: type[StrEnum]) -> tuple[str, ...]:
    """The closed list that *enum* is."""
    return tuple(member.value for member in enum)


def required(column: Column) -> Column:
    """*column*, NOT NULL."""
    return replace(column, required=True)


def optional(column: Column) -> Column:
    """*column*, which may be NULL."""
    return replace(column, required=False)


SOURCE = Column("source_id", TEXT, "来源编号", "所在的来源", "sources.source_id", references="sources", required=True)
DOCUMENT = Column(
    "document_id", TEXT, "文件编号", "所在的文件", "documents.document_id", references="documents", required=True
)
SECTION = Column("section_id", TEXT, "章节编号", "所在的最近一级章节", "sections.section_id", references="sections")
MEASURE = Column("measure_id", TEXT, "举措编号", "所在的举措", "measures.measure_id", references="measures")
TASK = Column("task_id", TEXT, "任务编号", "所在的任务；属于整条举措的为空", "tasks.task_id", references="tasks")
#: What a fact belongs to.
PLACE = (DOCUMENT, SECTION, MEASURE, TASK)
ORDINAL = Column("ordinal", INTEGER, "序号", "从 1 起", "印出的先后", required=True, minimum=1)
MARKER = Column("marker", TEXT, "印出的编号", "如（一）；没有的为空文本", "行首编号，原样", required=True)
NUMBER = Column("number", INTEGER, "编号数值", "如（十二）为 12", "由印出的编号换算")
PATH = Column("path", TEXT, "编号路径", "由外到内各级编号，以点相连，如 2.1.4", "各级印出的编号", required=True)
SURFACE = Column("surface", TEXT, "原文", "文件正文中的写法", "documents.text 中的原样文字", required=True)
PAGE_START = Column(
    "page_start", INTEGER, "起始页", "在来源中从 1 起", "首行所在页", unit="页", required=True, minimum=1
)
PAGE_END = Column("page_end", INTEGER, "终止页", "含本页", "末行所在页", unit="页", required=True, minimum=1)
START = Column(
    "char_start",
    INTEGER,
    "起始字符",
    "在 documents.text 中从 0 起",
    "documents.text 中的位置",
    unit="字符",
    required=True,
    minimum=0,
)
END = Column("char_end", INTEGER, "终止字符", "不含", "documents.text 中的位置", unit="字符", required=True, minimum=0)
SPAN = (START, END)
RULE = Column("rule", TEXT, "规则", "读出此项的规则名", "规则自报的名称")
