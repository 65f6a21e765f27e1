"""Flows are asynchronous for one reason: at the end of a synchronous one Prefect waits for its heartbeat, which sleeps
up to a second (prefect 3.8). Their steps are not; nothing else runs in their event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from prefect.context import SyncClientContext

P = ParamSpec("P")
R = TypeVar("R")


def asynchronous(body: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    """The *body* of a flow as a coroutine function; its task runs share a client, as those of a synchronous flow do."""

    @wraps(body)
    async def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with SyncClientContext.get_or_create():
            return body(*args, **kwargs)

    # Prefect would look the names of types up in this module.
    run.__signature__ = signature(body, eval_str=True)  # type: ignore[attr-defined]
    return run
