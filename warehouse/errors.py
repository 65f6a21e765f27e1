"""What can go wrong with a warehouse; ``str()`` of each is one plain sentence that says what to do."""

from __future__ import annotations


class WarehouseError(Exception):
    """The warehouse cannot do what was asked, and the user can act on it."""


class WarehouseLockedError(WarehouseError):
    """Another process holds the warehouse; trying again later can succeed."""
