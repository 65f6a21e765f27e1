"""The warehouse: tables and views in DuckDB, and the few functions that load, publish, query and export them.

Nothing here knows what a line of a plan means: that is :func:`pipeline.extract`'s work.
"""

from __future__ import annotations

from functools import cache


@cache
def version() -> str:
    """The version of taizhang, from the installed distribution; ``0+uninstalled`` in a bare checkout."""
    from importlib import metadata  # noqa: PLC0415 - costs 30 ms, which `--help` need not wait for

    try:
        return metadata.version("taizhang")
    except metadata.PackageNotFoundError:
        return "0+uninstalled"
