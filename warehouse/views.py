"""The views: their columns, in the order that ``sql/<view>.sql`` yields them. All but ``plan_changes``, which
compares versions too, show preferred copies only.

Those for analysts are ``ledger``, ``deadlines``, ``unit_workload``, ``section_units`` and ``indicator_targets``;
``section_tree``, ``task_units`` and ``task_dates`` say once what these rest on: which sections hold a section, who acts
on a task, when it is due.
"""

from __future__ import annotations

from warehouse.schema import Column, Type, View

TEXT, INTEGER, BIGINT, DATE, BOOLEAN = Type.TEXT, Type.INTEGER, Type.BIGINT, Type.DATE, Type.BOOLEAN
DOUBLE = Type.DOUBLE

_PLAN = Column("plan", TEXT, "计划", "文件标题，无标题的为文件名", "documents.title、sources.name")
_DOCUMENT = Column("document_id", TEXT, "文件编号", "所在的文件", "documents.document_id")
_MEASURE = Column("measure_id", TEXT, "举措编号", "所在的举措", "measures.measure_id")
_TASK = Column("task_id", TEXT, "任务编号", "所在的任务", "tasks.task_id")
_SECTION = Column("section_id", TEXT, "章节编号", "所在的章节", "sections.section_id")
_DATE = Column("date_id", TEXT, "时间编号", "所据的时间", "dates.date_id")
_UNIT_ID = Column("unit_id", TEXT, "单位编号", "承担的单位", "units.unit_id")
_UNIT = Column("unit", TEXT, "单位", "规范名称", "units.name")
_ROLE = Column("role", TEXT, "角色", "牵头、责任、参加、配合、指导、督办", "assignments.role")
_PATH = Column("path", TEXT, "编号", "由外到内各级编号，以点相连", "measures.path、sections.path")
_LEADS = Column("leads", TEXT, "牵头单位", "以顿号相连", "task_units.unit，角色为 lead")
_OTHERS = Column(
    "others",
    TEXT,
    "责任单位",
    "牵头单位以外的单位：责任、参加、配合、指导、督办，以顿号相连",
    "task_units.unit，角色不为 lead",
)
_PAGE = Column("page", INTEGER, "来源页码", "在来源中从 1 起", "lines.page")
_SOURCE = Column("source", TEXT, "来源文件", "文件名", "sources.name")
_REGION = Column("region", TEXT, "地区", "行政区", "documents.region")
_SURFACE = Column("surface", TEXT, "时限原文", "文件正文中的写法", "dates.surface")
_KIND = Column("kind", TEXT, "类别", "deadline 期限，recurrence 周期", "dates.kind")

SECTION_TREE = View(
    "section_tree",
    "章节上下级：每个章节与包含它的各级章节（含自身）一行",
    (
        _SECTION,
        Column("ancestor_id", TEXT, "上级章节编号", "含自身", "sections.parent_id，逐级上溯"),
    ),
)

TASK_UNITS = View(
    "task_units",
    "任务单位：每项任务的每个单位的每个角色一行；任务自身的注释、举措的注释、各级章节末的注释都算",
    (
        _TASK,
        _MEASURE,
        _DOCUMENT,
        _UNIT_ID,
        _UNIT,
        _ROLE,
        Column("level", INTEGER, "注释所在", "1 任务，2 举措，3 章节", "assignments 所属"),
        Column("basis", TEXT, "依据", "stated 本处，section 章节末，standing 前文统一说明", "assignments.basis"),
        Column("position", INTEGER, "印出顺序", "近处的在前", "assignments.char_start"),
    ),
    order=("unit_id", "task_id", "position"),
)

TASK_DATES = View(
    "task_dates",
    "任务期限：每项任务的期限与周期；任务自身没有期限和周期的，取举措中不属于任何任务的期限和周期",
    (
        _TASK,
        _DATE,
        _KIND,
        _SURFACE,
        Column("due_on", DATE, "最迟完成日", "只有周期的为空", "dates.due_on"),
        Column("char_start", INTEGER, "起始字符", "在 documents.text 中从 0 起", "dates.char_start", unit="字符"),
        Column("level", TEXT, "期限所在", "task 任务，measure 举措", "dates 所属"),
    ),
)

LEDGER = View(
    "ledger",
    "台账：每项任务一行",
    (
        Column("ordinal", BIGINT, "总序号", "按来源文件、文件、印出顺序", "各表的次序"),
        _PLAN,
        _PATH,
        Column("section", TEXT, "所在章节", "最近一级章节的标题", "sections.heading"),
        Column("title", TEXT, "标题", "任务的标题，没有的取举措的标题", "tasks.title、measures.title"),
        Column("text", TEXT, "任务", "不含责任注释", "tasks.text"),
        _LEADS,
        _OTHERS,
        Column(
            "standing",
            TEXT,
            "沿用单位",
            "以上单位中，由前文统一说明（以下均需…落实，不再列出）而来的",
            "task_units.basis",
        ),
        Column("due_on", DATE, "完成时限", "最早的一个期限；任务自身没有的取举措的", "task_dates.due_on"),
        Column("last_due_on", DATE, "最后时限", "最晚的一个期限", "task_dates.due_on"),
        Column("due_level", TEXT, "时限所在", "task 任务，measure 举措", "task_dates.level"),
        Column("recurrence", TEXT, "周期", "原文，以分号相连", "task_dates.surface"),
        Column("targets", TEXT, "目标", "对象与数值的原文，以分号相连", "quantities"),
        _PAGE,
        _SOURCE,
        Column("doc_number", TEXT, "发文字号", "如云溪政办发〔2022〕7号", "documents.doc_number"),
        _REGION,
        Column("issued_on", DATE, "成文日期", "署名日期", "documents.issued_on"),
        _DOCUMENT,
        _MEASURE,
        _TASK,
    ),
    order=("ordinal",),
)

DEADLINES = View(
    "deadlines",
    "期限表：每个期限或周期一行，按最迟完成日排列",
    (
        Column("due_on", DATE, "最迟完成日", "只有周期的为空", "dates.due_on"),
        _SURFACE,
        _KIND,
        Column("rrule", TEXT, "周期规则", "RFC 5545 RRULE", "dates.rrule"),
        _PLAN,
        _PATH,
        Column("title", TEXT, "标题", "任务、举措或章节的标题", "tasks.title、measures.title、sections.heading"),
        _LEADS,
        _OTHERS,
        Column("year_is_inferred", BOOLEAN, "年份为推定", "年份未印出", "dates.year_is_inferred"),
        Column("is_ambiguous", BOOLEAN, "有歧义", "用法不一", "dates.is_ambiguous"),
        Column("level", TEXT, "所在", "task 任务，measure 举措，section 章节，document 文件", "dates 所属"),
        _PAGE,
        _SOURCE,
        _DOCUMENT,
        _MEASURE,
        _TASK,
        _DATE,
    ),
)

UNIT_WORKLOAD = View(
    "unit_workload",
    "单位任务量：每个单位一行",
    (
        _UNIT_ID,
        _UNIT,
        Column("region", TEXT, "地区", "行政区", "units.region"),
        Column("kind", TEXT, "单位类别", "所属系统", "units.kind"),
        Column("is_collective", BOOLEAN, "是否泛称", "如市级有关部门", "units.is_collective"),
        Column("plans", BIGINT, "计划数", "副本只计一次", "documents.plan_id", unit="份"),
        Column("tasks", BIGINT, "任务数", "一项任务有几个角色也只计一次", "task_units", unit="项"),
        Column("lead_tasks", BIGINT, "牵头任务数", "角色为 lead", "task_units", unit="项"),
        Column("responsible_tasks", BIGINT, "责任任务数", "角色为 responsible", "task_units", unit="项"),
        Column("other_tasks", BIGINT, "其他任务数", "参加、配合、指导、督办", "task_units", unit="项"),
        Column("dated_tasks", BIGINT, "有时限的任务数", "有最迟完成日", "task_dates", unit="项"),
        Column("first_due_on", DATE, "最早时限", "各项任务中最早的", "task_dates.due_on"),
        Column("last_due_on", DATE, "最晚时限", "各项任务中最晚的", "task_dates.due_on"),
    ),
)

SECTION_UNITS = View(
    "section_units",
    "章节单位：每个章节的每个单位的每个角色一行，含各级下级章节的任务",
    (
        _DOCUMENT,
        _PLAN,
        _SECTION,
        _PATH,
        Column("heading", TEXT, "章节标题", "原文", "sections.heading"),
        _UNIT_ID,
        _UNIT,
        _ROLE,
        Column("basis", TEXT, "依据", "stated 任务自身，section 章节末，standing 前文统一说明", "task_units.basis"),
        Column("tasks", BIGINT, "任务数", "含各级下级章节的", "task_units", unit="项"),
    ),
)

PLAN_CHANGES = View(
    "plan_changes",
    "计划比较：下级或较后计划的每条举措与所依计划的对应举措一行，两边没有对应的举措也各一行",
    (
        _PLAN,
        Column("base_plan", TEXT, "所依计划", "上级或较前的计划，无标题的为文件名", "documents.title、sources.name"),
        Column("basis", TEXT, "比较缘由", "前一版本、所称依据、上级同名计划、前期同名计划", "plan_links.basis"),
        Column(
            "change",
            TEXT,
            "异同",
            "same 时限数值单位相同，changed 有变，split 拆出，merged 并入，new 所依计划没有，dropped 只在所依计划",
            "measure_links、measure_changes",
        ),
        _PATH,
        Column("title", TEXT, "标题", "本计划举措的标题", "measures.title"),
        Column("base_path", TEXT, "所依编号", "所依计划举措的编号", "measures.path"),
        Column("base_title", TEXT, "所依标题", "所依计划举措的标题", "measures.title"),
        Column("similarity", Type.DOUBLE, "相似度", "0 至 1", "measure_links.similarity"),
        Column(
            "deadlines",
            TEXT,
            "时限变化",
            "原 → 现，以分号相连",
            "measure_changes.base_surface、measure_changes.surface",
        ),
        Column(
            "figures", TEXT, "数值变化", "原 → 现，以分号相连", "measure_changes.base_surface、measure_changes.surface"
        ),
        Column("units_added", TEXT, "新增单位", "以顿号相连", "measure_changes.surface"),
        Column("units_dropped", TEXT, "减去单位", "以顿号相连", "measure_changes.base_surface"),
        _DOCUMENT,
        Column("base_document_id", TEXT, "所依文件编号", "上级或较前的计划", "documents.document_id"),
        _MEASURE,
        Column("base_measure_id", TEXT, "所依举措编号", "所依计划的举措", "measures.measure_id"),
    ),
)

INDICATOR_TARGETS = View(
    "indicator_targets",
    "指标目标：指标表的每一行，基期值与目标值为单个数字的一并换算",
    (
        Column("plan_id", TEXT, "计划编号", "各份副本相同", "documents.plan_id"),
        _PLAN,
        Column("table_title", TEXT, "表题", "没有的为空文本", "indicators.table_title"),
        Column("name", TEXT, "指标名称", "不含计量单位", "indicators.name"),
        Column("unit", TEXT, "计量单位", "如 %、万人", "indicators.unit"),
        Column("baseline_year", INTEGER, "基期年", "如 2020", "indicators.baseline_year", unit="年"),
        Column("baseline", TEXT, "基期值", "原文", "indicators.baseline"),
        Column("target_year", INTEGER, "目标年", "如 2025", "indicators.target_year", unit="年"),
        Column("target", TEXT, "目标值", "原文", "indicators.target"),
        Column("baseline_value", DOUBLE, "基期数值", "单位见 unit；不是单个数字的为空", "indicators.baseline"),
        Column("target_value", DOUBLE, "目标数值", "单位见 unit；不是单个数字的为空", "indicators.target"),
        Column("nature", TEXT, "属性", "约束性或预期性", "indicators.nature"),
        _SOURCE,
        _DOCUMENT,
        Column("indicator_id", TEXT, "指标编号", "所据的指标", "indicators.indicator_id"),
    ),
)

#: Every view, each after those that it reads.
VIEWS = (
    SECTION_TREE,
    TASK_UNITS,
    TASK_DATES,
    LEDGER,
    DEADLINES,
    UNIT_WORKLOAD,
    SECTION_UNITS,
    PLAN_CHANGES,
    INDICATOR_TARGETS,
)
