"""The task ledger as offices keep it: an Excel workbook with a sheet for each plan."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException

from warehouse.errors import WarehouseError

#: The columns with their widths in characters.
COLUMNS = {
    "序号": 6,
    "任务": 70,
    "牵头单位": 24,
    "责任单位": 28,
    "配合单位": 28,
    "完成时限": 18,
    "目标": 32,
    "来源页码": 10,
}
#: Excel allows a sheet's name no more characters, and none of these; an apostrophe may not stand at its ends.
NAME_LIMIT = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
#: A cell holds no more characters.
CELL_LIMIT = 32_767
#: What a spreadsheet takes for the beginning of a formula when a cell is edited or comes back from CSV.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

_ROWS = """
WITH who AS (
  SELECT task_id,
    string_agg(unit, '、' ORDER BY first) FILTER (role = 'lead') AS leads,
    string_agg(unit, '、' ORDER BY first) FILTER (role = 'responsible') AS responsible,
    string_agg(unit, '、' ORDER BY first) FILTER (role NOT IN ('lead', 'responsible')) AS supporting
  FROM (SELECT task_id, unit, role, min(position) AS first FROM task_units GROUP BY ALL)
  GROUP BY task_id
), due AS (
  SELECT task_id, string_agg(surface, '；' ORDER BY char_start) AS due FROM task_dates GROUP BY task_id
)
SELECT l.document_id, l.plan, l.text, who.leads, who.responsible, who.supporting, due.due, l.targets, l.page
FROM ledger AS l LEFT JOIN who USING (task_id) LEFT JOIN due USING (task_id)
ORDER BY l.ordinal
"""


def write(connection: duckdb.DuckDBPyConnection, file: Path) -> tuple[int, int]:
    """Write the ledger to *file*, in one step; the numbers of sheets and tasks.

    Raises:
        WarehouseError: there are no tasks, or the file cannot be written.
    """
    rows = connection.execute(_ROWS).fetchall()
    if not rows:
        raise WarehouseError("There are no tasks to write; ingest a plan first.")
    beside = file.with_name(f".{file.name}.part")
    used: set[str] = set()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with Workbook(str(beside), {"default_date_format": "yyyy-mm-dd"}) as book:
            formats = _formats(book)
            for (_, plan), tasks in groupby(rows, key=lambda row: row[:2]):
                _sheet(book, sheet_name(plan, used), [task[2:] for task in tasks], formats)
        beside.replace(file)
    except (OSError, XlsxWriterException) as error:
        raise WarehouseError(f"{file} cannot be written: {error}; name another file.") from None
    finally:
        beside.unlink(missing_ok=True)
    return len(used), len(rows)


def sheet_name(title: str, used: set[str]) -> str:
    """A name for the sheet of the plan *title* that Excel takes and that is not *used* in any case of its letters;
    it is added to them."""
    plain = _FORBIDDEN.sub(" ", title).strip(" '") or "台账"
    name, number = plain[:NAME_LIMIT].strip(" '"), 1
    while name.casefold() in used or name.casefold() == "history":  # a name that Excel keeps for itself
        number += 1
        end = f"（{number}）"
        name = plain[: NAME_LIMIT - len(end)].strip(" '") + end
    used.add(name.casefold())
    return name


def _formats(book: Workbook) -> dict[str, Any]:
    body = {"text_wrap": True, "valign": "top", "border": 1}
    return {
        "head": book.add_format(
            {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DDEBF7", "border": 1}
        ),
        "body": book.add_format(body),
        "quoted": book.add_format(body | {"quote_prefix": True}),
    }


def _sheet(book: Workbook, name: str, tasks: list[tuple[Any, ...]], formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    for column, (label, width) in enumerate(COLUMNS.items()):
        sheet.write_string(0, column, label, formats["head"])
        sheet.set_column(column, column, width)
    for number, task in enumerate(tasks, 1):
        for column, value in enumerate((number, *task)):
            if isinstance(value, int):
                sheet.write_number(number, column, value, formats["body"])
            elif not value:
                sheet.write_blank(number, column, None, formats["body"])
            else:
                text = str(value)
                text = text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"
                # always a text, never a formula; marked as one (quotePrefix) so that editing makes it none either
                sheet.write_string(
                    number, column, text, formats["quoted" if text.startswith(FORMULA_SIGNS) else "body"]
                )
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(tasks), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
