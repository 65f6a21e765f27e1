"""Results in the formats that every command offers: a table to look at, CSV, JSON, Markdown, an Excel workbook.

People's formats are headed in Chinese; JSON, which programs read, has the columns' names as keys. CSV in a file starts
with a byte order mark, without which Excel and WPS read Chinese as gibberish; CSV in a pipe has none.
"""

from __future__ import annotations

import csv
import io
import json
import math
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import click

from warehouse.queries import Result

#: A cell of an Excel workbook holds no more characters.
CELL_LIMIT = 32_767
#: A cell of a table on the screen shows no more characters; the other formats hold all.
SHOWN = 80
#: Columns of a table that goes to a file or a pipe.
PIPE_WIDTH = 200


def write(result: Result, form: str | None, output: Path | None) -> None:
    """Write *result* to the file *output*, or to standard output.

    *form* is one of :data:`FORMATS`; without it the name of *output* decides, and without that it is a table.

    Raises:
        click.UsageError: the format cannot be told, or is xlsx without a file.
        click.ClickException: the file cannot be written.
    """
    form = form or form_of(output)
    if form == "xlsx" and output is None:
        raise click.UsageError("A workbook needs a file: add -o FILE.xlsx.")
    data = FORMATS[form](result)
    if output is None:
        click.echo(data.decode("utf-8"), nl=False)
        return
    mark = b"\xef\xbb\xbf" if form == "csv" else b""
    try:
        output.write_bytes(mark + data)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror or error}.") from None
    click.echo(f"{len(result.rows)} rows in {output}", err=True)


def form_of(output: Path | None) -> str:
    """The format that a file's name tells; a table where there is no file.

    Raises:
        click.UsageError: the name tells none.
    """
    if output is None:
        return "table"
    form = output.suffix.removeprefix(".").lower()
    if form not in FORMATS:
        raise click.UsageError(f"The format of {output} cannot be told by its name; add --format.")
    return form


def plain(value: object) -> str:
    """A value as text: nothing for NULL, ISO 8601 for days and times, figures without a needless ``.0``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _table(result: Result) -> bytes:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Column, Table
    from rich.text import Text

    long = any(len(plain(value)) > SHOWN // 2 for row in result.rows for value in row)
    table = Table(*(Column(escape(label), overflow="fold") for label in result.labels), show_lines=long)
    for row in result.rows:
        table.add_row(*(Text(_shortened(plain(value))) for value in row))
    on_screen = Console()
    width = on_screen.width if on_screen.is_terminal else PIPE_WIDTH
    console = Console(file=io.StringIO(), width=width, legacy_windows=False)
    console.print(table)
    return str(console.file.getvalue()).encode()  # type: ignore[attr-defined]


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _csv(result: Result) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(result.labels)
    writer.writerows([plain(value) for value in row] for row in result.rows)
    return text.getvalue().encode()


def _json(result: Result) -> bytes:
    def value(each: object) -> object:
        if isinstance(each, float) and not math.isfinite(each):
            return str(each)
        return each if isinstance(each, str | int | float | list | dict | None) else plain(each)

    rows = [dict(zip(result.columns, map(value, row), strict=True)) for row in result.rows]
    return (json.dumps(rows, ensure_ascii=False, indent=2, default=plain) + "\n").encode()


def _markdown(result: Result) -> bytes:
    def line(cells: list[str]) -> str:
        escaped = (cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>") for cell in cells)
        return "| " + " | ".join(escaped) + " |\n"

    head = line(list(result.labels)) + line(["---"] * len(result.labels))
    return (head + "".join(line([plain(value) for value in row]) for row in result.rows)).encode()


def _xlsx(result: Result) -> bytes:
    from xlsxwriter import Workbook

    data = io.BytesIO()
    with Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDEBF7"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        for column, label in enumerate(result.labels):
            sheet.write_string(0, column, label, head)
            sheet.set_column(column, column, _width([label, *(plain(row[column]) for row in result.rows)]))
        for number, row in enumerate(result.rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, date) and not isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
                    sheet.write_number(number, column, value, body)
                elif value is not None:
                    # never write(): a text that starts with = would become a formula
                    sheet.write_string(number, column, _fitting(plain(value)), body)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(result.rows), 1), len(result.labels) - 1)
    return data.getvalue()


def _fitting(text: str) -> str:
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


def _width(cells: list[str]) -> int:
    """Characters of a column: its widest cell, a Han character counting two, between 8 and 60."""
    widest = max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in cell[:60]) for cell in cells)
    return min(max(widest + 2, 8), 60)


FORMATS: dict[str, Callable[[Result], bytes]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
    "md": _markdown,
    "xlsx": _xlsx,
}
