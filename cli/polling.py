"""The commands around channels: check them, poll them, see how they are doing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli.options import warehouse_option

if TYPE_CHECKING:
    from raw.sources.channels import AnyChannel, Channels
    from raw.sources.polling import Report
    from warehouse.watching import ChannelStatus, Status

Command = TypeVar("Command", bound=Callable[..., Any])


def sources_option(command: Command) -> Command:
    """``--sources FILE``, or from ``TAIZHANG_SOURCES``."""
    return click.option(
        "--sources",
        type=click.Path(path_type=Path),
        envvar="TAIZHANG_SOURCES",
        default=Path("sources.toml"),
        show_default=True,
        metavar="FILE",
        help="The file that names the sources; also from TAIZHANG_SOURCES.",
    )(command)


def load(path: Path) -> Channels:
    """The channels of *path*; says what to install where the libraries for them are missing."""
    try:
        from raw.sources import channels
    except ModuleNotFoundError as error:
        raise click.ClickException(f"This needs {error.name}; run: pip install 'taizhang[sources]'") from None
    return channels.load(path)


@click.command(short_help="Check the file that names the sources, and list them.")
@sources_option
@click.option("--example", is_flag=True, help="Print an example of such a file instead.")
def sources(sources: Path, example: bool) -> None:
    """Check the file that names the sources of plans, and list them.

    \b
    taizhang sources --example > sources.toml
    taizhang sources
    """
    if example:
        from importlib import resources

        click.echo(resources.files("raw.sources").joinpath("example.toml").read_text("utf-8"), nl=False)
        return
    from rich.console import Console
    from rich.table import Column, Table

    settings = load(sources)
    table = Table("source", "kind", Column("address", overflow="fold"))
    for channel in settings.source:
        table.add_row(channel.name, channel.kind, _address(channel))
    Console().print(table)
    click.echo(f"{len(settings.source)} sources; what they publish lands in {settings.store}")


def _address(channel: AnyChannel) -> str:
    return next(str(getattr(channel, key)) for key in ("start", "path", "url") if hasattr(channel, key))


@click.command(short_help="Land what the sources have published.")
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@sources_option
@click.pass_context
def poll(ctx: click.Context, names: tuple[str, ...], sources: Path) -> None:
    """Ask each SOURCE (default: all in sources.toml) what it publishes, and land what is new in the store.

    What is landed is loaded by `taizhang ingest`. An address that cannot be had is named, is asked again at the next
    poll, and costs nothing else; then the exit code is 1.

    \b
    taizhang poll && taizhang ingest
    taizhang poll city-plans --sources /etc/taizhang/sources.toml
    """
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    settings = load(sources)
    from raw.sources import polling

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed} asked"))
    with Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        asking = bar.add_task("Polling", total=None)
        reports = list(polling.poll_each(settings, names, lambda address: _show(bar, asking, address.channel)))
    _print_reports(reports)
    if any(report.failures or report.poll.error for report in reports):
        ctx.exit(1)


def _show(bar: Any, task: Any, channel: str) -> None:  # noqa: ANN401 - rich is imported where it is used
    bar.update(task, advance=1, description=channel)


def _print_reports(reports: list[Report]) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    counts = ("new", "corrected", "unchanged", "removed", "failed")
    table = Table("source", *(Column(name, justify="right") for name in counts))
    for report in reports:
        table.add_row(report.poll.channel, *(f"{getattr(report.poll, name):,}" for name in counts))
    Console().print(table)
    for report in reports:
        for uri, sentence in report.failures:
            click.echo(f"Failed: {uri}: {sentence}", err=True)
        if report.poll.error:
            click.echo(f"{report.poll.channel} ended early: {report.poll.error}", err=True)


@click.command(short_help="Show how polling and loading are doing.")
@sources_option
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to show it."
)
@warehouse_option
@click.pass_context
def status(ctx: click.Context, sources: Path, form: str, warehouse: Path) -> None:
    """Show for each source when it was polled last, what came, what failed, what waits to be loaded and since when;
    with a Prefect server (PREFECT_API_URL) also when the next run is due.

    Exit code 1 when a source has been silent for longer than its `expect_every`, or its last poll ended early.

    \b
    taizhang status
    taizhang status --format json | jq '.channels[] | select(.is_silent)'
    """
    settings = load(sources)
    from warehouse import watching

    found = watching.status(settings.source, settings.store, warehouse)
    runs = _next_runs()
    if form == "json":
        described = asdict(found) | {"next_runs": runs}
        click.echo(json.dumps(described, ensure_ascii=False, indent=2, default=_plain))
    else:
        _print_status(found, runs)
    if any(channel.needs_a_look for channel in found.channels):
        ctx.exit(1)


def _print_status(found: Status, runs: dict[str, datetime] | None) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    figures = (Column(name, justify="right") for name in ("new", "failing", "waiting"))
    table = Table("source", "last poll", *figures, "oldest waiting", "last new")
    for channel in found.channels:
        table.add_row(
            channel.name,
            _local(channel.last_poll.finished_at if channel.last_poll else None),
            *(f"{figure:,}" for figure in (channel.new, channel.failing, channel.waiting)),
            _local(channel.oldest_waiting),
            _local(channel.last_landing),
        )
    Console().print(table)
    click.echo(f"Last load: {_local(found.last_load)}; {found.failed_sources} sources cannot be read.")
    if runs is None:
        click.echo("Next run: unknown; set PREFECT_API_URL to ask a Prefect server.")
    else:
        due = [f"{name} {_local(at)}" for name, at in sorted(runs.items(), key=lambda run: run[1])]
        click.echo(f"Next run: {', '.join(due) or 'none is scheduled'}")
    for channel in found.channels:
        _print_warnings(channel)


def _print_warnings(channel: ChannelStatus) -> None:
    if channel.is_silent:
        since = f"nothing new since {_local(channel.last_landing)}" if channel.last_landing else "nothing has ever come"
        days = channel.expect_every.total_seconds() / 86_400 if channel.expect_every else 0
        click.echo(f"{channel.name} is silent: {since}, expected every {days:g} days.", err=True)
    if channel.last_poll and channel.last_poll.error:
        click.echo(f"{channel.name} ended early: {channel.last_poll.error}", err=True)


def _next_runs() -> dict[str, datetime] | None:
    """When each deployment runs next (UTC); None where no Prefect server answers."""
    api = os.environ.get("PREFECT_API_URL")
    if not api:
        return None
    import httpx

    question = {
        "sort": "EXPECTED_START_TIME_ASC",
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}, "tags": {"all_": ["taizhang"]}},
    }
    try:
        answer = httpx.post(f"{api.rstrip('/')}/flow_runs/filter", json=question, timeout=5)
        found = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        return None
    runs: dict[str, datetime] = {}
    for run in found:
        name = next((tag for tag in run["tags"] if tag not in {"taizhang", "auto-scheduled"}), "taizhang")
        at = datetime.fromisoformat(run["expected_start_time"]).astimezone(UTC).replace(tzinfo=None)
        runs.setdefault(name, at)
    return runs


def _local(at: datetime | None) -> str:
    return at.replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M") if at else "—"


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + "Z"
    return value.total_seconds() if hasattr(value, "total_seconds") else str(value)
