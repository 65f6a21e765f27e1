"""The command line. What a command needs is imported when it runs: ``--help`` waits for none of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

import warehouse as room
from cli import logs, polling, products, scheduling
from cli.options import Taizhang, format_options, warehouse_option

if TYPE_CHECKING:
    from warehouse.ingesting import Summary


FORMATS = ("table", "csv", "json", "md", "xlsx")
#: What of the ledger a screen has room for.
SCREEN_COLUMNS = ("number", "path", "text", "leads", "others", "standing", "due_on", "recurrence", "targets", "page")
ROLES = ("lead", "responsible", "participant", "support", "guidance", "supervision")


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"taizhang {room.version()}")
        ctx.exit()


@click.group(cls=Taizhang, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
@click.option("--verbose", is_flag=True, help="Log to standard error, with the traceback of every fault.")
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="json logs what is done to standard error, a JSON object a line.",
)
@click.option(
    "--warehouse",
    type=click.Path(path_type=Path),
    envvar="TAIZHANG_WAREHOUSE",
    expose_value=True,
    metavar="FILE",
    help="The warehouse, for every command; also accepted after the command.",
)
def main(verbose: bool, log_format: str, warehouse: Path | None) -> None:  # noqa: ARG001 - the commands take the warehouse from the context
    """Read published Chinese government plans: who must do what, by when, and how much of it.

    \b
    taizhang ingest plans/                     load a folder of plans
    taizhang ledger --unit 市财政局            what one unit has to do
    taizhang sql "SELECT * FROM deadlines"     ask anything

    Exit codes: 0 done; 1 something failed and is named, the rest is done; 2 wrong usage.
    """
    logs.start(verbose=verbose, form=log_format)


@main.command(short_help="Load files into the warehouse.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@warehouse_option
@click.pass_context
def ingest(ctx: click.Context, paths: tuple[Path, ...], warehouse: Path) -> None:
    """Load each PATH, a file or all files in a folder, into the warehouse (default: raw/inbox and,
    where `taizhang poll` has landed files, raw/store).

    A file whose bytes were loaded before under the same rules is skipped. A file that cannot be read is named, kept in
    `sources` as failed, and costs nothing else. Readers of the warehouse keep the old data until all is loaded. A
    warehouse that an earlier taizhang made is brought forward.

    \b
    taizhang ingest
    taizhang ingest plans/ letter.txt --warehouse city.duckdb
    """
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    from warehouse import ingesting

    console = Console(stderr=True)
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        reading = bar.add_task("Reading", total=None)
        summary = ingesting.ingest(
            paths or ingesting.default_paths(),
            warehouse,
            lambda _, total: bar.update(reading, advance=1, total=total),
        )
    _print_summary(summary)
    if not summary.is_clean:
        ctx.exit(1)


def _print_summary(summary: Summary) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("", "this run", "warehouse")
    for column in table.columns[1:]:
        column.justify = "right"
    for name in ("sources", "documents", "sections", "measures", "tasks", "units", "dates", "quantities", "findings"):
        table.add_row(name, f"{summary.rows.get(name, 0):,}", f"{summary.totals[name]:,}")
    Console().print(table)
    if summary.migrated_from is not None:
        click.echo(f"The warehouse was brought forward from version {summary.migrated_from} of its tables.")
    click.echo(", ".join(f"{count} {status}" for status, count in summary.statuses.items()))
    for path, sentence in summary.failures:
        click.echo(f"Failed: {path}: {sentence}", err=True)
    for path, sentence in summary.faults:
        click.echo(f"Loaded with a fault: {path}: {sentence}", err=True)
    for breach in summary.breaches:
        click.echo(f"Check failed: {breach}", err=True)


@main.command(short_help="Show who has to do what by when.")
@click.option("--unit", metavar="U", help="Tasks of this unit: its name, short name, a printed name, or a part of it.")
@click.option("--role", type=click.Choice(ROLES), help="Tasks on which the unit (or any unit) has this role.")
@click.option(
    "--due-before",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="D",
    help="Tasks due earlier than day D (2025-12-31), also those that recur.",
)
@click.option("--plan", metavar="P", help="Tasks of this plan: a part of its title, its number or its id.")
@format_options(*FORMATS)
@warehouse_option
def ledger(
    unit: str | None,
    role: str | None,
    due_before: datetime | None,
    plan: str | None,
    form: str | None,
    output: Path | None,
    warehouse: Path,
) -> None:
    """Show the ledger: a row a task, with its units, deadline, recurrence, targets and page.

    A task is due on its earliest deadline; one without a date of its own shows its measure's. A recurring one (每季度)
    is due before D when it falls due once before, counted from its plan's first day; `taizhang deadlines` lists its
    days. On the screen long texts are cut and the plan is left out; the other formats hold everything. CSV in a file
    starts with a byte order mark, for Excel and WPS.

    \b
    taizhang ledger --unit 市财政局 --role lead
    taizhang ledger --due-before 2026-01-01 -o due.xlsx
    taizhang ledger --plan 行动方案 --format json
    """
    from cli import formats
    from warehouse import opening, queries

    day = due_before.date() if due_before else None
    with opening.read(warehouse) as connection:
        result = queries.ledger(connection, unit=unit, role=role, due_before=day, plan=plan)
    if (form or formats.form_of(output)) == "table":
        result = result.only(SCREEN_COLUMNS).without_empty("standing")
    formats.write(result, form, output)


@main.command(short_help="List the units that plans name.")
@click.option(
    "--region", metavar="R", help="Units of this place: its name, or the first digits of its code (43 is all of Hunan)."
)
@click.option("--missing", is_flag=True, help="List the printed names for which no normal form is known instead.")
@format_options(*FORMATS)
@warehouse_option
def units(region: str | None, missing: bool, form: str | None, output: Path | None, warehouse: Path) -> None:
    """List the units seen in their normal form, the most frequent first: how often they are named, in which roles, in
    how many plans, and by what names. Old names of a body are followed by the year up to which it bore them.

    With --missing: the printed names that were kept as printed, because their form or whose they are is not known.

    \b
    taizhang units
    taizhang units --region 云溪市 -o units.xlsx
    taizhang units --region 4331 --format csv
    taizhang units --missing
    """
    from cli import formats
    from warehouse import naming, opening

    with opening.read(warehouse) as connection:
        listing = naming.missing if missing else naming.units
        result = listing(connection, region)
    formats.write(result, form, output)


@main.command(short_help="Show one measure and its printed lines.")
@click.argument("measure")
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.png",
    help="Draw the printed pages (of a PDF) with the measure's lines marked into FILE.png.",
)
@warehouse_option
def show(measure: str, picture: Path | None, warehouse: Path) -> None:
    """Show a MEASURE (its id, or a path such as 2.1.4 that only one has): tasks, units, dates, quantities, and the
    printed lines that they come from, with page and line number.

    \b
    taizhang show 2.1.4
    taizhang show 0123456789ab.1.m7 --picture page.png
    """
    from cli import sheet
    from warehouse import opening, queries

    with opening.read(warehouse) as connection:
        found = queries.measure(connection, measure)
        if picture:
            from warehouse import pictures

            pictures.draw(connection, queries.measure_id(connection, measure), picture)
    sheet.show(found)


@main.command(short_help="Show two plans item by item.")
@click.argument("one", metavar="PLAN")
@click.argument("other", metavar="PLAN")
@format_options(*FORMATS)
@warehouse_option
def compare(one: str, other: str, form: str | None, output: Path | None, warehouse: Path) -> None:
    """Show which measure of a plan carries out which of another, and what changed: deadlines, figures, units.

    A PLAN is a document's id, the start of its title, its number, or the name of its file. The plan of the lower
    place, or the later one, is shown against the other, in whatever order they are named. `same`: deadlines, figures
    and units are; `changed`: some are not; `split`, `merged`: a part of a measure that has a counterpart; `new`,
    `dropped`: without a counterpart, on the one side or the other. A summary ends it, on standard error where the rows
    are no table.

    \b
    taizhang compare 云溪市养老 江海省养老
    taizhang compare city.md website.txt --format xlsx -o changes.xlsx
    """
    from cli import formats
    from warehouse import comparing, opening

    with opening.read(warehouse) as connection:
        compared = comparing.plans(connection, one, other)
    formats.write(compared.rows, form, output)
    click.echo(compared.summary, err=(form or formats.form_of(output)) != "table")


@main.command(short_help="Run a query that only reads.")
@click.argument("query")
@format_options(*FORMATS)
@warehouse_option
def sql(query: str, form: str | None, output: Path | None, warehouse: Path) -> None:
    """Run a QUERY in SQL. It can only read, and only the warehouse.

    \b
    taizhang sql "SELECT * FROM unit_workload LIMIT 10"
    taizhang sql "SELECT code, count(*) FROM findings GROUP BY ALL" --format csv
    """
    from cli import formats
    from warehouse import opening, queries

    with opening.read(warehouse) as connection:
        result = queries.run(connection, query)
    formats.write(result, form, output)


@main.command(short_help="Run the data checks.")
@warehouse_option
@click.pass_context
def check(ctx: click.Context, warehouse: Path) -> None:
    """Run the data checks: rules that every warehouse obeys. Exit code 1 when one is broken.

    \b
    taizhang check --warehouse city.duckdb
    """
    from warehouse import opening, quality

    with opening.read(warehouse) as connection:
        breaches = quality.check(connection)
    for breach in breaches:
        click.echo(f"Check failed: {breach}", err=True)
    if breaches:
        ctx.exit(1)
    click.echo(f"All {len(list(quality.rules()))} checks hold.")


for command in (
    products.export,
    products.deadlines,
    products.schema,
    products.runs,
    products.diff,
    polling.poll,
    polling.sources,
    polling.status,
    scheduling.deploy,
    scheduling.serve,
):
    main.add_command(command)


if __name__ == "__main__":
    main()
