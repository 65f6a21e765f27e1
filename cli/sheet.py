"""One measure on the screen: what it says, who acts on it, when and how much, and where it is printed."""

from __future__ import annotations

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from cli.formats import plain
from warehouse.queries import MeasureSheet, Result


def show(sheet: MeasureSheet) -> None:
    """Print *sheet* to standard output, in full."""
    console = Console()
    about = dict(zip(sheet.measure.columns, sheet.measure.rows[0], strict=True))
    pages = dict.fromkeys((plain(about["page_start"]), plain(about["page_end"])))
    head = f"{about['measure_id']}  {about['path']}  {about['marker']}{plain(about['title'])}"
    console.print(Text(head, style="bold"))
    console.print(Text(f"第 {'—'.join(pages)} 页"))
    console.print(Text(plain(about["text"])))
    for heading, part in (
        ("任务", sheet.tasks),
        ("单位", sheet.assignments),
        ("时间", sheet.dates),
        ("数量", sheet.quantities),
        ("印刷行", sheet.lines),
    ):
        if part.rows:
            console.print()
            console.print(_table(heading, part))


def _table(heading: str, part: Result) -> Table:
    filled = [n for n in range(len(part.columns)) if any(row[n] is not None for row in part.rows)]
    table = Table(*(Column(part.labels[n], overflow="fold") for n in filled), title=Text(heading), title_justify="left")
    for row in part.rows:
        table.add_row(*(Text(plain(row[n])) for n in filled))
    return table
