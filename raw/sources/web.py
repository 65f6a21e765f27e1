"""One polite client of the web: asks one thing at a time, waits between requests to a host, obeys robots.txt, follows
few redirects, takes no more than it may, and asks again where that can help."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import httpx
from protego import Protego
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from pipeline.models import UnreadableSource
from raw.sources.channels import WebChannel
from raw.sources.completeness import type_of
from raw.sources.errors import ChannelError, FetchError, GoneError
from raw.sources.network import Deadline, transport

#: What robots.txt knows this program by.
AGENT = "taizhang"
#: Redirects that are followed: browsers allow 20, a file that is published needs one or two.
MOST_REDIRECTS = 5
#: Bytes of robots.txt that are read (RFC 9309, 2.5).
ROBOTS_BYTES = 512_000
#: The longest wait for an address inside one poll, in seconds; who asks for more is asked at the next poll.
LONGEST_WAIT = 60.0
#: Between two operations of one request, in seconds.
_STALLED = 30.0
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave. Without ``data`` nothing has changed since the tag or day that was asked with."""

    uri: str  # after redirects
    name: str  # of the file
    data: bytes | None = field(repr=False)
    media_type: str | None
    headers: Mapping[str, str]

    @property
    def etag(self) -> str | None:
        """The tag of this version."""
        return self.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        """The day of this version, as sent."""
        return self.headers.get("last-modified")


class Client:
    """Asks for the addresses of one channel; used in a ``with`` block.

    *pauses* holds when each host was last asked; channels that are polled one after the other share it."""

    def __init__(
        self,
        channel: WebChannel,
        contact: str | None,
        pauses: dict[str, float],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._channel = channel
        self._pauses = pauses
        self._sleep = sleep
        self._deadline = Deadline()
        self._robots: dict[str, Protego | None] = {}
        self._http = httpx.Client(
            transport=transport(self._deadline, private_network=channel.private_network),
            timeout=min(_STALLED, channel.timeout),
            headers={
                "User-Agent": f"{AGENT} ({contact})" if contact else AGENT,
                "Accept-Language": "zh-CN,zh;q=0.9",
            },
        )

    def get(self, uri: str, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """What is published at *uri*, unless it is the version with this tag or day.

        Raises:
            GoneError: nothing is published there.
            ChannelError: the host asks for a longer pause.
            FetchError: it cannot be had, or not whole; asked as often as the channel says where that can help.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        retrying = Retrying(
            stop=stop_after_attempt(self._channel.attempts),
            retry=retry_if_exception(lambda error: isinstance(error, FetchError) and error.can_pass),
            wait=_wait,
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(self._follow, urldefrag(uri).url, headers)

    def _follow(self, uri: str, headers: Mapping[str, str]) -> Answer:
        seen: list[str] = []
        self._deadline.start(self._channel.timeout)
        while True:
            if uri in seen:
                raise FetchError(f"The address leads back to itself ({uri}) by way of {len(seen)} redirects.")
            seen.append(uri)
            if len(seen) > MOST_REDIRECTS + 1:
                raise FetchError(f"The address leads on through more than {MOST_REDIRECTS} redirects.")
            self._assert_allowed(uri)
            response, data = self._request(uri, headers, int(self._channel.max_megabytes * 1_000_000))
            if response.status_code in _REDIRECTS and "location" in response.headers:
                uri = urldefrag(urljoin(uri, response.headers["location"])).url
                continue
            return _answer(uri, response, data)

    def _assert_allowed(self, uri: str) -> None:
        parts = urlsplit(uri)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise FetchError(f"{uri} is no address on the web.")
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            self._robots[host] = self._read_robots(host)
            self._deadline.start(self._channel.timeout)
        robots = self._robots[host]
        if robots is None:
            raise ChannelError(f"{host}/robots.txt cannot be had, so nothing may be asked there.", can_pass=True)
        if not robots.can_fetch(uri, AGENT):
            raise FetchError(f"{host}/robots.txt does not allow it; ask the site's keeper, or leave it out.")

    def _read_robots(self, host: str) -> Protego | None:
        """What the site allows; all of it where it has no such file, None where it cannot say (RFC 9309, 2.3.1)."""
        uri = f"{host}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            response, data = self._request(uri, {}, ROBOTS_BYTES, cut=True)
            if response.status_code in _REDIRECTS and "location" in response.headers:
                uri = urljoin(uri, response.headers["location"])
            elif response.status_code >= 500 or response.status_code == 429:
                return None
            else:
                found = data.decode("utf-8", "replace") if response.is_success else ""
                return Protego.parse(found)
        return Protego.parse("")

    def _request(
        self, uri: str, headers: Mapping[str, str], most: int, *, cut: bool = False
    ) -> tuple[httpx.Response, bytes]:
        """One request, behind the pause for its host; at most *most* bytes, the rest *cut* or refused."""
        host = urlsplit(uri).netloc
        self._pause(host)
        data = bytearray()
        try:
            with self._http.stream("GET", uri, headers=headers) as response:
                for chunk in response.iter_bytes():
                    data += chunk
                    if len(data) > most and not cut:
                        raise FetchError(f"It is larger than {most / 1e6:g} MB; raise `max_megabytes` if it is meant.")
                    if len(data) > most:
                        break
        except httpx.RemoteProtocolError:
            raise FetchError("The answer broke off before its end.", can_pass=True) from None
        except httpx.TimeoutException:
            raise FetchError("The site did not answer in time.", can_pass=True) from None
        except httpx.TransportError as error:
            raise FetchError(f"The site cannot be reached ({_reason(error)}).", can_pass=True) from None
        except (httpx.InvalidURL, httpx.DecodingError) as error:
            raise FetchError(f"The answer cannot be read ({_reason(error)}).") from None
        finally:
            self._pauses[host] = time.monotonic()
        return response, bytes(data[:most])

    def _pause(self, host: str) -> None:
        known = [robots for site, robots in self._robots.items() if robots and urlsplit(site).netloc == host]
        asked_for = known[0].crawl_delay(AGENT) if known else None
        pause = max(self._channel.pause, min(asked_for or 0.0, LONGEST_WAIT))
        left = self._pauses.get(host, float("-inf")) + pause - time.monotonic()
        if left > 0:
            self._sleep(left)
            self._deadline.add(left)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()


def _wait(state: RetryCallState) -> float:
    """Seconds before the next attempt: what the site asks for, else 1, 2, 4, …"""
    error = state.outcome.exception() if state.outcome else None
    asked_for = error.wait if isinstance(error, FetchError) else None
    return min(asked_for if asked_for is not None else 2.0 ** (state.attempt_number - 1), LONGEST_WAIT)


def _answer(uri: str, response: httpx.Response, data: bytes) -> Answer:
    status = response.status_code
    headers = {name: value for name, value in response.headers.items() if name != "set-cookie"}
    if status == 304:
        return Answer(uri, "", None, None, headers)
    if status in _GONE:
        raise GoneError(f"Nothing is published there (HTTP {status}).")
    if status in _PASSING:
        wait = _retry_after(headers.get("retry-after"))
        if wait is not None and wait > LONGEST_WAIT:
            raise ChannelError(f"The site asks not to be asked for {wait:.0f} seconds; the next poll goes on.")
        raise FetchError(f"The site answers with an error (HTTP {status}).", can_pass=True, wait=wait)
    if status != 200:
        raise FetchError(f"The site refuses it (HTTP {status}).")
    ends = "content-length" in headers or "chunked" in headers.get("transfer-encoding", "")
    try:
        kind = type_of(data, length_known=ends)
    except UnreadableSource as error:
        raise FetchError(str(error), can_pass=True) from None
    return Answer(uri, _name(uri, headers.get("content-disposition")), data, kind, headers)


def _retry_after(value: str | None) -> float | None:
    """Seconds from now (RFC 9110, 10.2.3: seconds, or a day and time)."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _name(uri: str, disposition: str | None) -> str:
    """The file's name: as the site gives it (RFC 6266), else the end of its address."""
    message = Message()
    message["content-disposition"] = disposition or ""
    given = message.get_filename() if disposition else None
    name = given or unquote(urlsplit(uri).path).rstrip("/").rpartition("/")[2] or urlsplit(uri).netloc
    return re.sub(r"[\x00-\x1f/\\]", "_", name)[:200]


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
