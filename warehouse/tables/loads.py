"""What landed: runs, sources, their printed lines, and what a person should look at."""

from __future__ import annotations

from enum import StrEnum

from pipeline import models
from raw.sources.origins import OriginStatus
from warehouse.schema import Column, Table
from warehouse.tables.shared import (
    BIGINT,
    BOOLEAN,
    DOCUMENT,
    DOUBLE,
    END,
    INTEGER,
    MEASURE,
    SOURCE,
    START,
    TEXT,
    TIMESTAMP,
    optional,
    values,
)


class SourceStatus(StrEnum):
    """What became of a file."""

    LOADED = "loaded"
    FAILED = "failed"
    SKIPPED = "skipped"


class Change(StrEnum):
    """What became of a row in a run."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


RUNS = Table(
    "runs",
    "入库批次：每次入库一行",
    ("run_id",),
    (
        Column("run_id", TEXT, "批次编号", "r 加序号", "按入库先后编排", required=True),
        Column("started_at", TIMESTAMP, "开始时间", "UTC", "系统时钟", required=True),
        Column("finished_at", TIMESTAMP, "结束时间", "UTC；未完成的为空", "系统时钟"),
        Column("version", TEXT, "程序版本", "入库所用 taizhang 的版本", "安装的软件包", required=True),
        Column(
            "sources_seen", INTEGER, "见到的文件数", "本批次的全部文件", "入库计数", unit="个", required=True, minimum=0
        ),
        Column("loaded", INTEGER, "入库数", "新读入或重新读入", "入库计数", unit="个", required=True, minimum=0),
        Column("skipped", INTEGER, "略过数", "内容与规则都未变", "入库计数", unit="个", required=True, minimum=0),
        Column("failed", INTEGER, "失败数", "读不出的文件", "入库计数", unit="个", required=True, minimum=0),
        Column("is_recorded", BOOLEAN, "变更有记录", "为假的批次不能比较", "入库结束时", required=True),
    ),
)

CHANGES = Table(
    "changes",
    "变更：每批次新增、变更、删除的行；从未有过的来源或文件只记其自身一行，代表其下各行",
    ("run_id", "table_name", "row_id"),
    (
        Column("run_id", TEXT, "批次编号", "变更发生的批次", "runs.run_id", required=True, references="runs"),
        Column("table_name", TEXT, "表", "行所在的表", "表的名称", required=True),
        Column("row_id", TEXT, "行", "行的主键；几列的以点相连", "所在表的主键", required=True),
        Column("owner_id", TEXT, "所属", "文件编号；印刷行和问题为来源编号，单位为空", "所在表的文件或来源编号"),
        Column("change", TEXT, "变更", "新增、变更、删除", "与前一批次的比较", required=True, values=values(Change)),
        Column("columns", TEXT, "变更的列", "列名，以逗号相连；新增、删除的为空", "与前一批次的比较"),
        Column("called", TEXT, "名称", "行的标题或原文", "所在表的标题、名称或原文"),
        Column("hash_before", TEXT, "变更前摘要", "新增的为空", "行内容 MD5 的前 16 位"),
        Column("hash_after", TEXT, "变更后摘要", "删除的为空", "行内容 MD5 的前 16 位"),
    ),
)

SOURCES = Table(
    "sources",
    "来源：落地的文件，一个文件一行",
    ("source_id",),
    (
        Column(
            "source_id",
            TEXT,
            "来源编号",
            "12 位十六进制；内容相同则编号相同",
            "内容 SHA-256 的前 12 位；读不到内容的取地址的",
            required=True,
        ),
        Column("name", TEXT, "文件名", "不含文件夹", "文件系统", required=True),
        Column("uri", TEXT, "地址", "file: 开头的绝对地址", "文件系统", required=True),
        Column("media_type", TEXT, "媒体类型", "如 application/pdf；读不出的为空", "按内容识别，不看文件名"),
        Column("byte_size", BIGINT, "字节数", "文件大小", "文件内容", unit="字节", minimum=0),
        Column("page_count", INTEGER, "页数", "不分页的文件为 1", "读取程序", unit="页", minimum=0),
        Column("reader", TEXT, "读取程序", "pipeline.readers 中的名称", "按媒体类型选定"),
        Column("status", TEXT, "状态", "文件的下场", "入库结果", required=True, values=values(SourceStatus)),
        Column("error", TEXT, "失败原因", "一句话；没有失败的为空", "读取程序"),
        Column("landed_at", TIMESTAMP, "首次落地时间", "UTC", "系统时钟", required=True),
        Column("loaded_at", TIMESTAMP, "最近入库时间", "UTC", "系统时钟", required=True),
        Column("run_id", TEXT, "入库批次编号", "最近读入的批次", "runs.run_id", required=True, references="runs"),
        Column("fingerprint", TEXT, "指纹", "不变则不重读", "文件内容、规则与表结构版本共同的 SHA-256"),
    ),
)

ORIGINS = Table(
    "origins",
    "发布出处：文件内容在哪里发布过，一个渠道的一个地址、一份内容一行",
    ("channel", "uri", "source_id"),
    (
        Column("channel", TEXT, "发布渠道", "sources.toml 中所起的名称", "渠道设置", required=True),
        Column("uri", TEXT, "发布地址", "网址、file: 地址或存储桶地址", "渠道的列表页、页面或目录", required=True),
        SOURCE,
        Column("title", TEXT, "链接文字", "列表页上的标题；没有的为空", "指向该地址的链接"),
        Column("found_on", TEXT, "所在页面", "指向该地址的页面；目录中的文件为空", "列表页、页面或订阅源"),
        Column("name", TEXT, "发布时的文件名", "不含文件夹", "应答头或地址末段", required=True),
        Column("fetched_at", TIMESTAMP, "取得时间", "UTC；撤换后恢复的为恢复时", "系统时钟", required=True),
        Column("checked_at", TIMESTAMP, "最近核对时间", "UTC；被取代的为取得时", "系统时钟"),
        Column("etag", TEXT, "实体标签", "HTTP ETag；没有的为空", "应答头"),
        Column("last_modified", TEXT, "最后修改时间", "HTTP Last-Modified，照录；没有的为空", "应答头"),
        Column(
            "status",
            TEXT,
            "发布状态",
            "published 在该地址发布，superseded 该地址已换成别的内容，removed 该地址已撤下",
            "最近核对的结果",
            required=True,
            values=values(OriginStatus),
        ),
    ),
)

LINES = Table(
    "lines",
    "印刷行：读到的每一行一行，每个字符只出现一次",
    ("source_id", "line_no"),
    (
        SOURCE,
        Column("line_no", INTEGER, "行号", "在来源中从 1 起", "阅读顺序", required=True, minimum=1),
        Column("page", INTEGER, "页码", "在来源中从 1 起，不是印出的页码", "读取程序", required=True, minimum=1),
        Column("x0", DOUBLE, "左", "自页左缘；无版面的文件为列号", "字符外框", unit="点", required=True),
        Column("top", DOUBLE, "上", "自页上缘；无版面的文件为行号", "字符外框", unit="点", required=True),
        Column("x1", DOUBLE, "右", "自页左缘；无版面的文件为列号", "字符外框", unit="点", required=True),
        Column("bottom", DOUBLE, "下", "自页上缘；无版面的文件为行号", "字符外框", unit="点", required=True),
        Column("text", TEXT, "原文", "读到的文字，未经修整", "读取程序", required=True),
        Column(
            "role",
            TEXT,
            "版面要素",
            "GB/T 9704—2012 有名称的从其名称",
            "版面与公文格式规则",
            required=True,
            values=values(models.Role),
        ),
        optional(DOCUMENT),
        optional(START),
        optional(END),
    ),
    is_indexed=False,
)

FINDINGS = Table(
    "findings",
    "待核问题：读不出或疑似有误、需人工查看之处",
    ("finding_id",),
    (
        Column("finding_id", TEXT, "问题编号", "来源编号.f 加序号", "来源编号与序号", required=True),
        SOURCE,
        optional(DOCUMENT),
        MEASURE,
        Column("code", TEXT, "代码", "一类问题一个代码", "发现问题的规则", required=True),
        Column(
            "severity",
            TEXT,
            "程度",
            "error 读不出，warning 疑有误而照录，info 备考",
            "发现问题的规则",
            required=True,
            values=values(models.Severity),
        ),
        Column("message", TEXT, "说明", "一句话", "发现问题的规则", required=True),
        Column("line_no", INTEGER, "行号", "lines.line_no", "发现问题的行", minimum=1),
    ),
    is_indexed=False,
)
