"""What the warehouse hands out: exports, data dictionary and contract, runs and their differences, deadlines."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from cli.options import format_options, warehouse_option

FORMATS = ("table", "csv", "json", "md", "xlsx")
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(short_help="Write everything for other teams and offices.")
@click.argument("target", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--format",
    "form",
    type=click.Choice(["parquet", "csv", "jsonl", "xlsx", "ics"]),
    help="What to write; parquet, csv and jsonl make a folder, xlsx and ics a file.  [default: by DIR's ending, else "
    "parquet]",
)
@click.option("--since", metavar="SNAPSHOT", help="Also write delta.json: the keys added, changed, removed since then.")
@click.option("--unit", metavar="U", help="With ics: the deadlines of this unit only.")
@warehouse_option
def export(target: Path, form: str | None, since: str | None, unit: str | None, warehouse: Path) -> None:
    """Write every table into the folder DIR: one folder a table, parted by the year of issue, with manifest.json
    (snapshot, row counts, checksums), contract.yaml and a Frictionless datapackage.json. With --format xlsx or ics
    DIR is a file: the task ledger with a sheet a plan, or the deadlines as a calendar.

    An earlier export in DIR is replaced in one step; a folder that holds anything else is refused.

    \b
    taizhang export out/parquet
    taizhang export out/parquet --since r3-0123abcd
    taizhang export ledger.xlsx
    taizhang export deadlines.ics --unit 市财政局
    """
    from warehouse import opening

    endings = {".xlsx": "xlsx", ".ics": "ics"}
    form = form or endings.get(target.suffix.lower(), "parquet")
    if since and form in ("xlsx", "ics"):
        raise click.UsageError("--since goes with the tables: parquet, csv or jsonl.")
    if unit and form != "ics":
        raise click.UsageError("--unit goes with --format ics; `taizhang ledger --unit` writes one unit's tasks.")
    with opening.read(warehouse, may_write_files=True) as connection:
        if form == "xlsx":
            from warehouse import workbook

            sheets, tasks = workbook.write(connection, target)
            click.echo(f"{tasks:,} tasks on {sheets:,} sheets in {target}")
        elif form == "ics":
            from warehouse import calendars

            entries, undated = calendars.write(connection, target, unit)
            click.echo(f"{entries:,} entries in {target}")
            if undated:
                click.echo(f"{len(undated)} recurrences left out: their documents print no date to begin on.", err=True)
        else:
            from warehouse import exporting

            exported = exporting.export(connection, target, form, since)
            click.echo(f"{len(exported)} tables, {sum(each.rows for each in exported):,} rows in {target}")


@click.command(short_help="Show what falls due in a window of time.")
@click.option("--from", "first", type=_DAY, metavar="D", help="The first day (2025-01-01).  [default: today]")
@click.option("--to", "last", type=_DAY, metavar="D", help="The last day, included.  [default: a year later]")
@click.option("--unit", metavar="U", help="Of this unit: its name, short name, a printed name, or a part of it.")
@format_options(*FORMATS)
@warehouse_option
def deadlines(
    first: datetime | None,
    last: datetime | None,
    unit: str | None,
    form: str | None,
    output: Path | None,
    warehouse: Path,
) -> None:
    """Show what falls due from one day to another, by day. A recurring one (每年4月底前) stands there on each of its
    days, from its plan's first year to its last.

    \b
    taizhang deadlines --from 2025-01-01 --to 2025-12-31
    taizhang deadlines --unit 市财政局 --format csv -o due.csv
    """
    from datetime import date, timedelta

    from cli import formats
    from warehouse import calendars, opening

    start = first.date() if first else date.today()  # noqa: DTZ011 - the day at the user's place
    end = last.date() if last else start + timedelta(days=365)
    if end < start:
        raise click.UsageError("--to is earlier than --from.")
    with opening.read(warehouse) as connection:
        result = calendars.window(connection, start, end, unit)
    formats.write(result, form, output)


@click.command(short_help="Show the data dictionary.")
@click.argument("table", required=False, metavar="[TABLE]")
@click.option("--contract", "as_contract", is_flag=True, help="Print the contract that other teams build on, as YAML.")
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Say what changed since the contract in FILE; exit code 1 when a promise is broken.",
)
@format_options("table", "md", "json", "csv")
@click.pass_context
def schema(
    ctx: click.Context,
    table: str | None,
    as_contract: bool,
    against: Path | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Show the data dictionary: every table and view, or that TABLE, its columns, their types and meaning, and where
    their values come from.

    \b
    taizhang schema tasks
    taizhang schema --format md -o dictionary.md
    taizhang schema --contract
    taizhang schema --against export/contract.yaml
    """
    from cli import formats
    from warehouse import contract, documenting

    if against:
        ctx.exit(1 if _print_changes(against) else 0)
    if as_contract:
        click.echo(contract.text(), nl=False)
        return
    formats.write(documenting.dictionary(table), form, output)


def _print_changes(file: Path) -> bool:
    """What changed since the contract in *file*; whether a promise is broken."""
    from warehouse import contract

    try:
        earlier = contract.parsed(file.read_text("utf-8"), file)
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} cannot be read: {error}.") from None
    since = contract.changes(earlier, contract.parsed(contract.text()))
    click.echo(f"Contract {contract.version()}, compared with {earlier['version']}:")
    for sentence in since.broken:
        click.echo(f"broken  {sentence}")
    for sentence in since.added:
        click.echo(f"added   {sentence}")
    if not (since.broken or since.added):
        click.echo("nothing changed")
    return bool(since.broken)


@click.command(short_help="List the runs of the warehouse.")
@format_options(*FORMATS)
@warehouse_option
def runs(form: str | None, output: Path | None, warehouse: Path) -> None:
    """List the runs: when each ingest was, what it saw, and how many documents it added, changed and removed.

    \b
    taizhang runs
    taizhang runs --format json
    """
    from cli import formats
    from warehouse import history, opening

    with opening.read(warehouse) as connection:
        result = history.runs(connection)
    formats.write(result, form, output)


@click.command(short_help="Show what changed between two runs.")
@click.argument("earlier", required=False, metavar="[RUN")
@click.argument("later", required=False, metavar="[RUN]]")
@click.option("--rows", is_flag=True, help="Every row with the columns that changed, not the counts.")
@format_options(*FORMATS)
@warehouse_option
def diff(
    earlier: str | None, later: str | None, rows: bool, form: str | None, output: Path | None, warehouse: Path
) -> None:
    """Show what the warehouse holds otherwise after one RUN than after another: rows added, changed and removed, by
    document and table. Without a RUN the last two are compared, with one that and the last; r0 is before all runs.

    \b
    taizhang diff
    taizhang diff r3 r7 --rows --format csv -o changes.csv
    """
    from cli import formats
    from warehouse import history, opening

    with opening.read(warehouse) as connection:
        before, last = history.last_two(connection)
        result = history.difference(connection, earlier or before, later or last)
        if not rows:
            result = history.summary(connection, result)
    formats.write(result, form, output)
