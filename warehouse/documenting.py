"""The data dictionary, from the definitions of tables and views: as rows, and as the page ``docs/dictionary.md``."""

from __future__ import annotations

from collections.abc import Iterable

from warehouse.errors import WarehouseError
from warehouse.queries import Result
from warehouse.schema import Column, Table, View
from warehouse.tables import TABLES
from warehouse.views import VIEWS

#: The dictionary's columns, behind the name of table or view, with their headings.
_COLUMNS = {
    "column": "列",
    "type": "类型",
    "required": "必填",
    "label": "名称",
    "description": "说明",
    "unit": "单位",
    "values": "取值",
    "source": "来源",
}
_HEAD = """# 数据字典

由 `make docs` 按 `warehouse/tables` 与 `warehouse/views.py` 的定义写成，勿手改；`taizhang schema` 打印同样的内容。

- **必填**：是，即 NOT NULL；主键各列加注“主键”。视图的列不作此约束。
- **单位**：数值的计量单位；**来源**：值由何处得来。
- 字符位置从 0 起，含首不含尾，以 `documents.text` 为准；时刻一律为 UTC。
"""


def dictionary(name: str | None = None) -> Result:
    """The data dictionary: a row for every column of every table and view, or of the one called *name*.

    Raises:
        WarehouseError: none is called so.
    """
    things = [thing for thing in (*TABLES, *VIEWS) if name in (None, thing.name)]
    if not things:
        names = ", ".join(thing.name for thing in (*TABLES, *VIEWS))
        raise WarehouseError(f"There is no table or view {name}; there are {names}.")
    rows: list[tuple[object, ...]] = [
        (thing.name, *_cells(thing, column)) for thing in things for column in thing.columns
    ]
    return Result(("table", *_COLUMNS), ("表", *_COLUMNS.values()), rows)


def page() -> str:
    """The data dictionary as Markdown, a heading and a table for each table and view."""
    parts = [_HEAD]
    for heading, things in (("表", TABLES), ("视图", VIEWS)):
        parts.append(f"## {heading}\n")
        for thing in things:
            lines = [_line(_COLUMNS.values()), _line("---" for _ in _COLUMNS)]
            lines += [_line(_cells(thing, column)) for column in thing.columns]
            parts.append(f"### {thing.name}\n\n{thing.label}。\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def _cells(thing: Table | View, column: Column) -> tuple[str, ...]:
    is_key = isinstance(thing, Table) and column.name in thing.key
    return (
        column.name,
        column.type.value,
        "是，主键" if is_key else "是" if column.required else "",
        column.label,
        column.description,
        column.unit or "",
        "、".join(column.values),
        column.source,
    )


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
