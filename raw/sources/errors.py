"""What can go wrong on the way to published bytes; ``str()`` of each is one plain sentence that says what to do."""

from __future__ import annotations


class RawError(Exception):
    """Bytes cannot be had or kept, and the user can act on it."""


class ChannelsError(RawError):
    """The file that names the channels is wrong."""


class StoreBusyError(RawError):
    """Another poll writes the store; trying again later can succeed."""


class FetchError(RawError):
    """One address gives nothing that can be landed.

    ``can_pass`` says whether asking again can help, ``wait`` after how many seconds at the earliest."""

    def __init__(self, sentence: str, *, can_pass: bool = False, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.can_pass = can_pass
        self.wait = wait


class GoneError(FetchError):
    """The address says that nothing is published there (any more): 404 or 410, a file that is not there."""


class ChannelError(FetchError):
    """A channel as a whole gives nothing, or asks not to be asked: the rest of its addresses wait for the next poll."""
