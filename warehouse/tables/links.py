"""What is known of plans beside one another: which rests on which, measure by measure, and what changed."""

from __future__ import annotations

from enum import StrEnum

from pipeline.comparison.alignment import Relation
from pipeline.comparison.changes import ChangeKind
from warehouse.schema import Column, Table
from warehouse.tables.shared import DOUBLE, INTEGER, TEXT, values


class Basis(StrEnum):
    """Why two plans are compared."""

    VERSION = "version"  # the version before
    CITED = "cited"  # named as what the plan carries out
    TITLE = "title"  # the same title, of a place above
    EARLIER = "earlier"  # the same title, of the years before


_DOCUMENT = Column(
    "document_id", TEXT, "文件编号", "下级或较后的计划", "documents.document_id", references="documents", required=True
)
_BASE_DOCUMENT = Column(
    "base_document_id",
    TEXT,
    "所依文件编号",
    "上级或较前的计划",
    "documents.document_id",
    references="documents",
    required=True,
)
_MEASURE = Column(
    "measure_id", TEXT, "举措编号", "下级或较后计划的举措", "measures.measure_id", references="measures", required=True
)
_BASE_MEASURE = Column(
    "base_measure_id",
    TEXT,
    "所依举措编号",
    "上级或较前计划的举措",
    "measures.measure_id",
    references="measures",
    required=True,
)

PLAN_LINKS = Table(
    "plan_links",
    "计划承接：一份计划与它所依的一份计划一行，各取首选副本",
    ("document_id", "base_document_id"),
    (
        _DOCUMENT,
        _BASE_DOCUMENT,
        Column(
            "basis",
            TEXT,
            "比较缘由",
            "version 前一版本，cited 正文开头所称的依据，title 上级地区的同名计划，earlier 本地前一时期的同名计划",
            "版本、引用、标题与地区",
            required=True,
            values=values(Basis),
        ),
    ),
)

MEASURE_LINKS = Table(
    "measure_links",
    "举措承接：下级或较后计划的一条举措落实上级或较前计划的哪一条",
    ("measure_id", "base_measure_id"),
    (
        _MEASURE,
        _BASE_MEASURE,
        _DOCUMENT,
        _BASE_DOCUMENT,
        Column(
            "relation",
            TEXT,
            "承接方式",
            "counterpart 对应，一条至多对一条；split 由所依举措拆出，merged 所依举措并入",
            "文字与先后的比较",
            required=True,
            values=values(Relation),
        ),
        Column("similarity", DOUBLE, "相似度", "0 至 1", "正文与标题共有的字对，罕见的权重大", required=True),
    ),
)

MEASURE_CHANGES = Table(
    "measure_changes",
    "举措变化：对应的两条举措之间，一项时限、数值或单位的变化一行",
    ("measure_id", "base_measure_id", "ordinal"),
    (
        _MEASURE,
        _BASE_MEASURE,
        Column(
            "ordinal",
            INTEGER,
            "序号",
            "在两条举措之间从 1 起",
            "时限、数值、单位，各按印出的先后",
            required=True,
            minimum=1,
        ),
        _DOCUMENT,
        _BASE_DOCUMENT,
        Column("kind", TEXT, "变化", "改动、新增、删去", "两边事实的比较", required=True, values=values(ChangeKind)),
        Column(
            "surface", TEXT, "现为", "原文，比率附其基数；删去的为空", "dates.surface、quantities.surface、units.name"
        ),
        Column(
            "base_surface",
            TEXT,
            "原为",
            "原文，比率附其基数；新增的为空",
            "dates.surface、quantities.surface、units.name",
        ),
        Column(
            "fact_id",
            TEXT,
            "现事实编号",
            "时间、数量或分工的编号",
            "dates.date_id、quantities.quantity_id、assignments.assignment_id",
        ),
        Column(
            "base_fact_id",
            TEXT,
            "原事实编号",
            "时间、数量或分工的编号",
            "dates.date_id、quantities.quantity_id、assignments.assignment_id",
        ),
    ),
)
