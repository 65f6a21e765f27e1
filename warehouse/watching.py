"""How ingestion is doing: what each channel gave last, what waits to be loaded, what failed, who is silent too long."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from raw.sources.origins import Poll
from raw.sources.storage import Store
from warehouse import opening
from warehouse.landing import fingerprint


class Watched(Protocol):
    """A channel, as far as watching it goes."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def expect_every(self) -> timedelta | None:
        """The longest silence that is no reason to worry."""
        ...


@dataclass(frozen=True, slots=True)
class ChannelStatus:
    """How one channel is doing. Times are UTC.

    ``new`` counts what its last poll landed, ``failing`` the addresses that could not be had when they were asked
    last; ``waiting`` what has landed and is not loaded (under the present rules), the oldest at ``oldest_waiting``;
    ``is_silent``: nothing new has come for longer than expected."""

    name: str
    last_poll: Poll | None
    last_landing: datetime | None
    expect_every: timedelta | None
    failing: int
    waiting: int
    oldest_waiting: datetime | None
    is_silent: bool

    @property
    def new(self) -> int:
        """What the last poll landed, new and corrected."""
        return self.last_poll.new + self.last_poll.corrected if self.last_poll else 0

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody should look at it: it is silent, or its last poll ended early."""
        return self.is_silent or bool(self.last_poll and self.last_poll.error)


@dataclass(frozen=True, slots=True)
class Status:
    """How ingestion is doing: when the warehouse was loaded last, the sources that cannot be read, each channel."""

    last_load: datetime | None
    failed_sources: int
    channels: tuple[ChannelStatus, ...]


def status(
    channels: Sequence[Watched], folder: str | Path, warehouse: str | Path, now: datetime | None = None
) -> Status:
    """How the *channels* of the store in *folder*, and the *warehouse*, are doing at the time *now* (UTC).

    A warehouse that is not there yet holds nothing.

    Raises:
        WarehouseError: the warehouse cannot be read.
        RawError: the store cannot be read.
    """
    now = now or datetime.now(UTC).replace(tzinfo=None)
    done: set[str | None] = set()
    last_load, failed = None, 0
    if Path(warehouse).exists():
        with opening.read(warehouse) as connection:
            done = {row[0] for row in connection.execute("SELECT fingerprint FROM sources").fetchall()}
            ((last_load,),) = connection.execute("SELECT max(finished_at) FROM runs").fetchall()
            ((failed,),) = connection.execute("SELECT count(*) FROM sources WHERE status = 'failed'").fetchall()
    if not Store.is_at(folder):
        unknown = tuple(_never_polled(channel) for channel in channels)
        return Status(last_load, failed, unknown)
    with closing(Store(folder)) as store:
        landed = store.landings()
        waiting: dict[str, list[datetime]] = {}
        loaded = {sha256: fingerprint(sha256) in done for _, sha256, _ in landed}
        for channel, sha256, at in landed:
            if not loaded[sha256]:
                waiting.setdefault(channel, []).append(at)
        return Status(
            last_load, failed, tuple(_status(each, store, waiting.get(each.name, []), now) for each in channels)
        )


def _status(channel: Watched, store: Store, waiting: list[datetime], now: datetime) -> ChannelStatus:
    polls = store.polls(channel.name)
    landing = store.last_landing(channel.name)
    since = landing or (polls[-1].started_at if polls else None)
    return ChannelStatus(
        channel.name,
        polls[0] if polls else None,
        landing,
        channel.expect_every,
        sum(address.error is not None for address in store.addresses(channel.name)),
        len(waiting),
        min(waiting, default=None),
        channel.expect_every is not None and (since is None or now - since > channel.expect_every),
    )


def _never_polled(channel: Watched) -> ChannelStatus:
    return ChannelStatus(channel.name, None, None, channel.expect_every, 0, 0, None, channel.expect_every is not None)
