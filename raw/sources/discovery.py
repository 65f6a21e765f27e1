"""What a channel on the web publishes: the addresses that a list or a feed names."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import feedparser

from raw.sources.channels import Feed, Listing
from raw.sources.errors import ChannelError, FetchError, GoneError
from raw.sources.pages import Link, WebPage
from raw.sources.web import Client


def listed(channel: Listing | Feed, client: Client) -> Iterator[tuple[Link, str]]:
    """Each link that the channel names, and the address of the page that names it.

    Raises:
        ChannelError: the list cannot be had, or names nothing.
    """
    return _in_feed(channel, client) if isinstance(channel, Feed) else _in_listing(channel, client)


def _in_listing(channel: Listing, client: Client) -> Iterator[tuple[Link, str]]:
    known: set[str] = set()
    uri: str | None = channel.start
    visited: set[str] = set()
    for number in range(1, channel.pages + 1):
        if uri is None or uri in visited:
            break
        visited.add(uri)
        try:
            answer = client.get(uri)
        except GoneError as error:
            if number > 1:  # the page behind the last one
                break
            raise _fault(uri, error) from None
        except FetchError as error:
            raise _fault(uri, error) from None
        page = WebPage(answer.data or b"", answer.uri)
        links = [
            link
            for link in page.links()
            if channel.links.search(link.uri) and (not channel.link_text or channel.link_text.search(link.text))
        ]
        fresh = {link.uri: link for link in reversed(links) if link.uri not in known}
        for link in reversed(fresh.values()):
            yield link, answer.uri
        known.update(fresh)
        uri = _next(channel, page, answer.uri, number) if fresh else None
    if not known:
        raise ChannelError(f"No link on {channel.start} matches `links`; the site may have been rebuilt.")


def _next(channel: Listing, page: WebPage, uri: str, number: int) -> str | None:
    if channel.next_page is None:
        return None
    if "{n}" in channel.next_page:
        return urljoin(channel.start, channel.next_page.replace("{n}", str(number)))
    return next((link.uri for link in page.links() if channel.next_page in link.text and link.uri != uri), None)


def _in_feed(channel: Feed, client: Client) -> Iterator[tuple[Link, str]]:
    try:
        answer = client.get(channel.start)
    except FetchError as error:
        raise _fault(channel.start, error) from None
    feed = feedparser.parse(answer.data or b"", response_headers={"content-location": answer.uri})
    if not feed.version:
        raise ChannelError(f"{channel.start} is no RSS or Atom feed.")
    for entry in feed.entries:
        named = [entry.get("link"), *(each.get("href") for each in entry.get("enclosures", []))]
        for uri in dict.fromkeys(named):
            if uri and urlsplit(urljoin(answer.uri, uri)).scheme in {"http", "https"}:
                yield Link(urljoin(answer.uri, uri), entry.get("title", "")), answer.uri


def _fault(uri: str, error: FetchError) -> ChannelError:
    return ChannelError(f"{uri}: {error}", can_pass=error.can_pass, wait=error.wait)
