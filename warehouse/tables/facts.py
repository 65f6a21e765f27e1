"""What the texts say: units and what they do, dates, quantities, indicators, citations, terms."""

from __future__ import annotations

from pipeline import models
from warehouse.schema import Column, Table
from warehouse.tables.shared import (
    BOOLEAN,
    DATE,
    DOCUMENT,
    DOUBLE,
    INTEGER,
    MEASURE,
    ORDINAL,
    PLACE,
    RULE,
    SPAN,
    SURFACE,
    TEXT,
    values,
)

UNITS = Table(
    "units",
    "单位：地区之内的规范名称，一个单位一行",
    ("unit_id",),
    (
        Column("unit_id", TEXT, "单位编号", "u 加 12 位十六进制", "名称、地区与代码的 SHA-256", required=True),
        Column("name", TEXT, "规范名称", "如云溪市水利局", "印出的名称补全地区、还原简称", required=True),
        Column("short_name", TEXT, "简称", "如市水利局", "规范名称省去地区专名", required=True),
        Column("region", TEXT, "地区", "单位所属的行政区；国家机关为全国", "文件的地区或名称中的地名"),
        Column("region_code", TEXT, "行政区划代码", "GB/T 2260 六位代码", "民政部 2025 年末代码表，按地区"),
        Column("kind", TEXT, "类别", "所属系统", "名称中的字样", required=True, values=values(models.UnitKind)),
        Column("is_collective", BOOLEAN, "是否泛称", "如市级有关部门", "名称中的字样", required=True),
    ),
)

UNIT_ALIASES = Table(
    "unit_aliases",
    "单位别名：各地文件中印出的写法；一种写法指几个单位时取最常见的",
    ("alias", "region"),
    (
        Column("alias", TEXT, "写法", "如市水利局、水利局", "assignments.surface", required=True),
        Column("region", TEXT, "地区", "单位无地区的为空文本", "units.region", required=True),
        Column("unit_id", TEXT, "单位编号", "此写法最常指的单位", "units.unit_id", required=True, references="units"),
        Column("valid_until", INTEGER, "沿用至", "旧称停用的年份；现称为空", "assignments.name_until", unit="年"),
    ),
)

ASSIGNMENTS = Table(
    "assignments",
    "责任分工：某单位以某角色承担某任务、举措或章节",
    ("assignment_id",),
    (
        Column("assignment_id", TEXT, "分工编号", "文件编号.a 加序号", "文件编号与序号", required=True),
        *PLACE,
        Column("unit_id", TEXT, "单位编号", "承担的单位", "units.unit_id", required=True, references="units"),
        Column(
            "role",
            TEXT,
            "角色",
            "牵头、责任、参加、配合、指导、督办",
            "责任注释中的字样",
            required=True,
            values=values(models.AssignmentRole),
        ),
        SURFACE,
        Column("qualifier", TEXT, "限定语", "如按职责分工负责", "责任注释"),
        Column("is_open_ended", BOOLEAN, "名单未尽", "印有“等”“等部门”", "责任注释", required=True),
        Column(
            "basis",
            TEXT,
            "依据",
            "stated 本处，section 章节末，standing 前文统一说明",
            "责任注释所在",
            required=True,
            values=values(models.Basis),
        ),
        ORDINAL,
        RULE,
        *SPAN,
        Column(
            "name_until", INTEGER, "名称沿用至", "印出旧称的，其机构改革之年", "机构改革的年份，各地略有先后", unit="年"
        ),
    ),
    is_indexed=False,
)

DATES = Table(
    "dates",
    "时间：期限、时段、周期、时长、时点",
    ("date_id",),
    (
        Column("date_id", TEXT, "时间编号", "文件编号.d 加序号", "文件编号与序号", required=True),
        *PLACE,
        Column(
            "kind",
            TEXT,
            "类别",
            "期限、时段、周期、时长、时点",
            "时间词的形式",
            required=True,
            values=values(models.DateKind),
        ),
        SURFACE,
        Column("start_on", DATE, "起始日", "时段的首日", "由原文换算"),
        Column("end_on", DATE, "终止日", "时段的末日，含当日", "由原文换算"),
        Column("due_on", DATE, "最迟完成日", "当日完成仍为按期", "由原文换算，年份未印出的取自标题"),
        Column("rrule", TEXT, "周期规则", "RFC 5545 RRULE", "由原文换算"),
        Column("duration", TEXT, "时长", "ISO 8601", "由原文换算"),
        Column("working_days", INTEGER, "工作日数", "自所系事件起", "原文的数字", unit="工作日", minimum=0),
        Column("modifier", TEXT, "修饰", "TIMEX3 mod", "以前、以后、左右等字样", values=values(models.Modifier)),
        Column("precision", TEXT, "精度", "印出的最小时间单位", "原文", values=values(models.Precision)),
        Column("year_is_inferred", BOOLEAN, "年份为推定", "年份未印出", "计划标题的年份", required=True),
        Column("is_ambiguous", BOOLEAN, "有歧义", "用法不一，如2025年前", "时间词的形式", required=True),
        RULE,
        *SPAN,
    ),
    is_indexed=False,
)

QUANTITIES = Table(
    "quantities",
    "数量：目标值及其上下限，万、亿已乘出",
    ("quantity_id",),
    (
        Column("quantity_id", TEXT, "数量编号", "文件编号.q 加序号", "文件编号与序号", required=True),
        *PLACE,
        SURFACE,
        Column("subject", TEXT, "对象", "数值所说的事物", "数值之前的名词短语"),
        Column(
            "comparator",
            TEXT,
            "比较",
            "以上、以下含本数，超过、不足不含（民法典第一千二百五十九条）",
            "数值前后的字样",
            required=True,
            values=values(models.Comparator),
        ),
        Column("low", DOUBLE, "下限", "空为不限；单位见 unit", "原文的数字，万、亿乘出"),
        Column("high", DOUBLE, "上限", "空为不限；单位见 unit", "原文的数字，万、亿乘出"),
        Column("unit", TEXT, "计量单位", "如公里、%、元/吨", "数字之后的单位词", required=True),
        Column(
            "per", TEXT, "每", "比率的基数，如万人（每万人）；变化的基期，如较2020年", "数字之前的每…、…均、较…、同比"
        ),
        RULE,
        *SPAN,
    ),
    is_indexed=False,
)

INDICATORS = Table(
    "indicators",
    "指标：指标表中的一行",
    ("indicator_id",),
    (
        Column("indicator_id", TEXT, "指标编号", "文件编号.i 加序号", "文件编号与序号", required=True),
        DOCUMENT,
        Column("table_title", TEXT, "表题", "没有的为空文本", "指标表", required=True),
        ORDINAL,
        Column("name", TEXT, "指标名称", "不含计量单位", "指标表", required=True),
        Column("unit", TEXT, "计量单位", "如 %、万人", "指标表或名称后的括号"),
        Column("baseline_year", INTEGER, "基期年", "如 2020", "表头", unit="年"),
        Column("baseline", TEXT, "基期值", "原文；单位见 unit", "指标表"),
        Column("target_year", INTEGER, "目标年", "如 2025", "表头", unit="年"),
        Column("target", TEXT, "目标值", "原文；单位见 unit", "指标表"),
        Column("nature", TEXT, "属性", "约束性或预期性", "指标表"),
    ),
    is_indexed=False,
)

CITATIONS = Table(
    "citations",
    "引用：正文提到的文件",
    ("citation_id",),
    (
        Column("citation_id", TEXT, "引用编号", "文件编号.c 加序号", "文件编号与序号", required=True),
        DOCUMENT,
        MEASURE,
        Column("title", TEXT, "被引文件标题", "书名号之内", "正文"),
        Column("doc_number", TEXT, "被引文件发文字号", "括号之内", "正文"),
        Column(
            "cited_document_id",
            TEXT,
            "被引文件编号",
            "被引文件在库时填写",
            "按发文字号，没有的按标题",
            references="documents",
        ),
        *SPAN,
    ),
    is_indexed=False,
)

TERMS = Table(
    "terms",
    "术语：名词解释",
    ("term_id",),
    (
        Column("term_id", TEXT, "术语编号", "文件编号.g 加序号", "文件编号与序号", required=True),
        DOCUMENT,
        Column("term", TEXT, "术语", "被解释的词", "名词解释", required=True),
        Column("definition", TEXT, "释义", "原文", "名词解释", required=True),
    ),
    is_indexed=False,
)
