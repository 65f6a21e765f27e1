"""Work in processes of its own: an item that takes too long or too much memory, or ends its process, costs only itself.

To start a process takes up to seconds, since it imports the main module of this one, so those of a thread are kept for
what it does next; they end with this process.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.util import Finalize
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

#: Items after which a process is replaced: libraries leak.
_MOST_ITEMS = 500


class _Kept(threading.local):
    pool: ProcessPool | None = None
    size = mebibytes = 0


_kept = _Kept()


def each(
    function: Callable[[Item], Outcome], items: Sequence[Item], processes: int, seconds: float, mebibytes: int
) -> Iterator[Outcome | TimeoutError | ProcessExpired]:
    """What *function* gives for each item, in order, or what kept it from that; run by so many *processes*, each with
    so much memory of its own, for so many *seconds* an item."""
    pool = _pool(function.__module__, processes, mebibytes)
    futures = [pool.schedule(function, args=[item], timeout=seconds) for item in items]
    try:
        for future in futures:
            try:
                yield future.result()
            except (TimeoutError, ProcessExpired) as error:
                yield error
    finally:
        for future in futures:
            future.cancel()  # type: ignore[no-untyped-call]


def _pool(module: str, processes: int, mebibytes: int) -> ProcessPool:
    is_other = _kept.size < processes or _kept.mebibytes != mebibytes
    if _kept.pool and (is_other or not _kept.pool.active):
        _stop(_kept.pool)
        _kept.pool = None
    if _kept.pool is None:
        # a worker of Dask is marked, by who started it, as one that may start no processes
        multiprocessing.current_process().daemon = False
        # forkserver: this process holds a database with threads, which a plain fork does not survive
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([module])
        _kept.pool = ProcessPool(processes, _MOST_ITEMS, _bound_memory, [mebibytes], context)
        _kept.size, _kept.mebibytes = processes, mebibytes
        # before multiprocessing waits for what this process has started, which the pool would start again
        Finalize(None, _stop, args=[_kept.pool], exitpriority=10)
    return _kept.pool


def _stop(pool: Any) -> None:  # noqa: ANN401 - pebble's methods are not typed
    pool.stop()
    pool.join()


def _bound_memory(mebibytes: int) -> None:
    """Let this process have no more than so much memory of its own, where the system can hold it to that."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (mebibytes << 20, mebibytes << 20))
