"""Channels of files: a folder, or whatever fsspec has an address for."""

from __future__ import annotations

import fnmatch
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import fsspec

from pipeline.models import UnreadableSource
from raw.sources.channels import Bucket, Folder
from raw.sources.completeness import type_of
from raw.sources.errors import ChannelError, FetchError, GoneError
from raw.sources.web import Answer


class ListedFile(NamedTuple):
    """A file as its listing names it; ``version`` changes when its bytes do."""

    uri: str
    version: str
    is_settled: bool  # it has not been written to just now


class Files:
    """The files of a channel.

    Raises:
        ChannelError: the place cannot be reached.
    """

    def __init__(self, channel: Folder | Bucket) -> None:
        self._channel = channel
        url = Path(channel.path).resolve().as_uri() if isinstance(channel, Folder) else channel.url
        try:
            options = {} if isinstance(channel, Folder) else channel.options
            self._system, self._root = fsspec.core.url_to_fs(url, **options)
        except (ImportError, ValueError) as error:
            raise ChannelError(f"{url} cannot be reached: {error}.") from None

    def listed(self) -> Iterator[ListedFile]:
        """Every file that the channel's pattern names, hidden ones aside, sorted by path.

        Raises:
            ChannelError: the place is not there or cannot be reached.
        """
        try:
            if not self._system.isdir(self._root):
                raise ChannelError(f"There is no folder {self._root}; check the address.")  # noqa: TRY301
            self._system.invalidate_cache()
            found: dict[str, dict[str, Any]] = self._system.find(self._root, detail=True)
        except FetchError:
            raise
        except Exception as error:  # noqa: BLE001 - every file system of fsspec has errors of its own
            raise ChannelError(f"{self._root} cannot be listed: {_reason(error)}.", can_pass=True) from None
        for path, about in sorted(found.items()):
            below = path.removeprefix(self._root).lstrip("/")
            hidden = any(part.startswith(".") for part in below.split("/"))
            if not hidden and _matches(below, self._channel.files):
                yield ListedFile(self._system.unstrip_protocol(path), _version(about), self._is_settled(about))

    def get(self, uri: str) -> Answer:
        """The file at *uri*.

        Raises:
            GoneError: it is not there any more.
            FetchError: it cannot be read, or not whole.
        """
        most = int(self._channel.max_megabytes * 1_000_000)
        try:
            with self._system.open(self._system._strip_protocol(uri), "rb") as file:
                data: bytes = file.read(most + 1)
        except FileNotFoundError:
            raise GoneError("It is not there any more.") from None
        except PermissionError:
            raise FetchError("It may not be read; give yourself permission for it.") from None
        except Exception as error:  # noqa: BLE001 - every file system of fsspec has errors of its own
            raise FetchError(f"It cannot be read: {_reason(error)}.", can_pass=True) from None
        if len(data) > most:
            raise FetchError(f"It is larger than {most / 1e6:g} MB; raise `max_megabytes` if it is meant.")
        try:
            return Answer(uri, uri.rpartition("/")[2], data, type_of(data), {})
        except UnreadableSource as error:
            raise FetchError(str(error), can_pass=True) from None

    def _is_settled(self, about: dict[str, Any]) -> bool:
        changed = about.get("mtime")
        if not isinstance(self._channel, Folder) or not isinstance(changed, int | float):
            return True
        return time.time() - changed >= self._channel.settle.total_seconds()


def _matches(path: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(path, pattern) or (
        pattern.startswith("**/") and fnmatch.fnmatchcase(path, pattern.removeprefix("**/"))
    )


def _version(about: dict[str, Any]) -> str:
    """What a listing says of a file's bytes: the tag of an object store, else the time of change; and the size."""
    named = ("ETag", "etag", "md5", "mtime", "LastModified", "last_modified", "updated", "modified", "created")
    stamp = next((about[name] for name in named if about.get(name) is not None), "")
    return f"{stamp.isoformat() if isinstance(stamp, datetime) else stamp} {about.get('size')}"


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__).rstrip(".")
