"""Files at an address of fsspec: read as a path is, and written so that none is ever there by half.

How a place is reached — keys, an endpoint of one's own — its library reads from the environment (for S3
``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_ENDPOINT_URL``; for all of them ``FSSPEC_…``).
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.models import SourceFile, UnreadableSource
from raw.sources.errors import RawError

_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_address(place: object) -> bool:
    """Whether *place* is an address such as ``s3://bucket/plans``, and no path."""
    return re.match(r"[a-z][a-z0-9+.-]+://", str(place)) is not None


def open_place(address: str, options: Mapping[str, Any] | None = None) -> tuple[Any, str]:
    """The file system of an *address* or path, and the path in it. What is listed there is never an earlier listing.

    Raises:
        RawError: there is no such file system, or its library is not installed.
    """
    try:
        import fsspec  # an extra

        options = {"use_listings_cache": False, **(options or {})}
        system, root = fsspec.core.url_to_fs(address, **options)
    except (ImportError, ValueError) as error:
        raise RawError(f"{address} cannot be reached: {error}.") from None
    return system, root


def write_whole(system: Any, path: str, data: bytes) -> None:  # noqa: ANN401 - fsspec has no types
    """Write *data* under another name and move it: whoever sees *path* sees all of it."""
    folder, _, name = path.rpartition("/")
    system.makedirs(folder, exist_ok=True)
    temporary = f"{folder}/.{name}.{uuid.uuid4().hex}"
    system.pipe_file(temporary, data)
    system.mv(temporary, path)


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file. Where its name is its SHA-256, as in a store, that is believed until it is read."""

    uri: str

    def __str__(self) -> str:
        return self.uri

    @property
    def name(self) -> str:
        """The last part of its address."""
        return self.uri.rpartition("/")[2]

    @property
    def sha256(self) -> str | None:
        """Its SHA-256, where its name says it."""
        return self.name if _SHA256.fullmatch(self.name) else None

    def is_file(self) -> bool:
        """Whether it is there."""
        try:
            system, path = open_place(self.uri)
            return bool(system.isfile(path))
        except Exception:  # noqa: BLE001 - every file system of fsspec has errors of its own
            return False

    def source(self) -> SourceFile:
        """Read it.

        Raises:
            UnreadableSource: it cannot be had, or is not what its name says.
        """
        try:
            system, path = open_place(self.uri)
            data: bytes = system.cat_file(path)
        except FileNotFoundError:
            raise UnreadableSource(f"{self.uri} does not exist; check the address.") from None
        except Exception as error:  # noqa: BLE001 - every file system of fsspec has errors of its own
            reason = (str(error) or type(error).__name__).rstrip(".")
            raise UnreadableSource(f"{self.uri} cannot be read: {reason}.") from None
        if self.sha256 and hashlib.sha256(data).hexdigest() != self.sha256:
            raise UnreadableSource(f"{self.uri} does not hold what landed; put the file back from a back-up.")
        return SourceFile(self.name, self.uri, data)
