"""The nouns of the way in: an address and what is known of it, bytes that landed, where bytes were published, a poll.

Times are UTC, without a zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AddressKind(StrEnum):
    """What stands at an address."""

    ARTICLE = "article"
    ATTACHMENT = "attachment"
    FILE = "file"


class OriginStatus(StrEnum):
    """What has become of the bytes at their address."""

    PUBLISHED = "published"
    SUPERSEDED = "superseded"  # later bytes stand there
    REMOVED = "removed"  # nothing stands there any more


@dataclass(slots=True)
class Address:
    """What is known of one address of a channel.

    ``version`` is what a listing of files says of it, ``digest`` of a page's text; ``error`` why the last attempt
    failed, ``failing_since`` when the first one in a row did."""

    channel: str
    uri: str
    kind: AddressKind
    title: str | None
    found_on: str | None
    first_seen: datetime
    checked_at: datetime | None = None
    changed_at: datetime | None = None
    failing_since: datetime | None = None
    removed_at: datetime | None = None
    version: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    digest: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Landed:
    """Bytes as they came from an address."""

    sha256: str
    name: str
    media_type: str
    byte_size: int
    fetched_at: datetime
    etag: str | None
    last_modified: str | None
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Origin:
    """That these bytes were published at this address. Fields are those of the table ``origins``."""

    channel: str
    uri: str
    source_id: str
    title: str | None
    found_on: str | None
    name: str
    fetched_at: datetime
    checked_at: datetime | None
    etag: str | None
    last_modified: str | None
    status: OriginStatus


@dataclass(frozen=True, slots=True)
class Poll:
    """What one poll of a channel did: addresses by what became of them, and why it ended early."""

    channel: str
    started_at: datetime
    finished_at: datetime
    listed: int = 0
    new: int = 0
    corrected: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: int = 0
    error: str | None = None
