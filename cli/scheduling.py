"""The commands that schedule ingestion on a Prefect server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from cli.options import warehouse_option
from cli.polling import sources_option

if TYPE_CHECKING:
    from types import ModuleType

Command = TypeVar("Command", bound=Callable[..., Any])


def _deployments_option(command: Command) -> Command:
    return click.option(
        "--deployments",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A prefect.yaml with other times.  [default: the one shipped]",
    )(command)


def _workers_options(command: Command) -> Command:
    """``--runner``, ``--cluster`` and ``--parts``: who reads the files that are ingested."""
    options = (
        click.option(
            "--runner",
            type=click.Choice(["processes", "dask", "ray"]),
            help="Let workers read the files: processes of one machine, or a cluster of Dask or Ray.  [default: the "
            "flow reads them itself]",
        ),
        click.option(
            "--cluster",
            metavar="ADDRESS",
            help="Where the cluster is, such as tcp://10.0.0.5:8786.  [default: one is started for each run]",
        ),
        click.option(
            "--parts",
            envvar="TAIZHANG_PARTS",
            metavar="PLACE",
            help="The folder, or the fsspec address such as s3://bucket/parts, in which workers leave what they have "
            "read; also from TAIZHANG_PARTS.  [default: beside the warehouse]",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _given(options: Mapping[str, str | Path | None]) -> dict[str, str | Path | None]:
    """Those of *options* that somebody set, after the command's name, before it or in the environment: a default of the
    command line does not replace what a file of deployments says."""
    ctx = click.get_current_context()
    contexts = (ctx, ctx.parent or ctx)
    unset = (None, ParameterSource.DEFAULT)
    return {
        name: value
        for name, value in options.items()
        if any(context.get_parameter_source(name) not in unset for context in contexts)
    }


def _flows() -> ModuleType:
    try:
        from flows import deployments
    except ModuleNotFoundError as error:
        raise click.ClickException(f"This needs {error.name}; run: pip install 'taizhang[flows,sources]'") from None
    return deployments


@click.command(short_help="Register the scheduled flows on a Prefect server.")
@_deployments_option
@click.option("--pool", metavar="NAME", help="The work pool whose workers run them.  [default: taizhang]")
@click.option("--alert", metavar="URL", help="Send a message there (WeCom, DingTalk, Feishu, ...) of every failed run.")
@_workers_options
@sources_option
@warehouse_option
def deploy(deployments: Path | None, pool: str | None, alert: str | None, **options: str | Path | None) -> None:
    """Register poll, ingest, export and backfill, with their schedules, on the Prefect server at PREFECT_API_URL.

    A worker of the pool runs them; `docs/operations.md` says how to start one. Registering again replaces what the
    server has, schedules too. Two automations come with them: a run that has died without a word is marked as crashed,
    and, with --alert, somebody is told of every run that fails. Options replace what FILE says.

    \b
    taizhang deploy
    taizhang deploy --deployments own.yaml --sources /srv/taizhang/sources.toml
    taizhang deploy --runner dask --cluster tcp://10.0.0.5:8786 --parts s3://bucket/parts
    """
    room = _flows()
    for name in room.register(room.read(deployments, Path.cwd(), _given(options)), pool):
        click.echo(f"Registered {name}")
    from flows import automations

    for name in automations.register(alert):
        click.echo(f"Automation {name}")


@click.command(short_help="Run the scheduled flows in this process.")
@_deployments_option
@_workers_options
@sources_option
@warehouse_option
def serve(deployments: Path | None, **options: str | Path | None) -> None:
    """Run poll, ingest, export and backfill by their schedules, one at a time, until this process is stopped; the
    Prefect server at PREFECT_API_URL keeps the records. No worker is needed.

    \b
    prefect server start &
    PREFECT_API_URL=http://127.0.0.1:4200/api taizhang serve
    """
    room = _flows()
    room.run(room.read(deployments, Path.cwd(), _given(options)))
