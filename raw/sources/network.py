"""Connections that keep to two bounds whatever the other side does: no address on a private network, no later than
the deadline of the whole request.

Names are resolved here and the connection goes to the very address that was checked, so neither a redirect nor a
name that changes its address between check and use leads inside.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from functools import cache

import httpcore
import httpx

from raw.sources.errors import FetchError

_SocketOptions = Iterable[httpcore.SOCKET_OPTION] | None
#: RFC 6052: IPv4 addresses inside IPv6, as a translating gateway takes them.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class DeadlineError(FetchError):
    """The request as a whole took too long."""


class Deadline:
    """When the request at work must be done; before the first one, never."""

    def __init__(self) -> None:
        self._at: float | None = None
        self._seconds = 0.0

    def start(self, seconds: float) -> None:
        """Give the next request so many seconds."""
        self._at, self._seconds = time.monotonic() + seconds, seconds

    def add(self, seconds: float) -> None:
        """Leave out a wait that is none of the request's."""
        if self._at is not None:
            self._at += seconds

    def left(self, timeout: float | None) -> float | None:
        """The seconds that one operation may take.

        Raises:
            DeadlineError: there are none left.
        """
        if self._at is None:
            return timeout
        left = self._at - time.monotonic()
        if left <= 0:
            raise DeadlineError(f"The answer was not complete within {self._seconds:g} seconds; raise `timeout`.")
        return left if timeout is None else min(left, timeout)


def is_private(address: str) -> bool:
    """Whether an IP address, or the IPv4 address inside it, is not one of the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return not inner.is_global or inner.is_multicast
    return not ip.is_global or ip.is_multicast


def transport(deadline: Deadline, *, private_network: bool) -> httpx.HTTPTransport:
    """A transport whose connections keep to *deadline* and, unless *private_network*, to the public internet."""
    made = httpx.HTTPTransport(verify=_certificates(), trust_env=False)
    # httpx has no argument for it; the pool is the one that it would make itself
    made._pool = httpcore.ConnectionPool(
        ssl_context=_certificates(),
        max_connections=1,
        network_backend=_Network(deadline, private_network=private_network),
    )
    return made


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()


class _Network(httpcore.SyncBackend):
    def __init__(self, deadline: Deadline, *, private_network: bool) -> None:
        self._deadline = deadline
        self._private_network = private_network

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _SocketOptions = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for address in self._addresses(host, port):
            seconds = self._deadline.left(timeout)
            try:
                stream = super().connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        private = [address for address in addresses if is_private(address)]
        if private and not self._private_network:
            raise FetchError(
                f"{host} is at {private[0]}, an address on a private network; "
                "set `private_network = true` for this source if it is meant."
            )
        return addresses


class _Stream(httpcore.NetworkStream):
    """A stream each of whose operations ends by the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        seconds = self._deadline.left(timeout)
        try:
            return self._stream.read(max_bytes, seconds)
        except httpcore.ReadTimeout:
            self._deadline.left(timeout)  # says so when it was the deadline that was hit
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        secure = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(secure, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
