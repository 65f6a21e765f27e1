"""Options that several commands share, and how errors reach the user."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from raw.sources.errors import RawError
from warehouse.errors import WarehouseError

DEFAULT_WAREHOUSE = Path("warehouse/plans.duckdb")
Command = TypeVar("Command", bound=Callable[..., Any])


class Taizhang(click.Group):
    """The command group: what a user can act on is shown as one sentence with exit code 1, without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (WarehouseError, RawError) as error:
            raise click.ClickException(str(error)) from None


def _take_warehouse(ctx: click.Context, _: click.Parameter, value: Path | None) -> Path:
    """What stands after the command wins over what stands before it."""
    before = ctx.parent.params.get("warehouse") if ctx.parent else None
    return value or before or DEFAULT_WAREHOUSE


def warehouse_option(command: Command) -> Command:
    """``--warehouse FILE``, before or after the command's name, or from ``TAIZHANG_WAREHOUSE``."""
    return click.option(
        "--warehouse",
        type=click.Path(path_type=Path),
        metavar="FILE",
        callback=_take_warehouse,
        help=f"The warehouse.  [default: {DEFAULT_WAREHOUSE}, or TAIZHANG_WAREHOUSE]",
    )(command)


def format_options(*forms: str) -> Callable[[Command], Command]:
    """``--format`` among *forms*, and ``-o FILE``."""

    def add(command: Command) -> Command:
        command = click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Write to FILE; its ending tells the format.",
        )(command)
        return click.option(
            "--format", "form", type=click.Choice(forms), help="How to show the rows.  [default: table, or by FILE]"
        )(command)

    return add
