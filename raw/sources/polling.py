"""A poll: ask a channel what it publishes, and land what is new.

What is found is written down before it is fetched, so a poll that ends in the middle is taken up by the next one
where it stopped. An address is asked again after a tenth of the time for which it has not changed (and no sooner
than the channel's ``revisit``); one that fails, after a tenth of the time for which it has failed.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipeline.readers.signatures import DOC, DOCX, ENCRYPTED, ODT, OFD, RTF
from raw.sources import discovery
from raw.sources.channels import AnyChannel, Channels, Feed, Listing, WebChannel
from raw.sources.errors import ChannelError, ChannelsError, FetchError, GoneError
from raw.sources.files import Files, ListedFile
from raw.sources.origins import Address, AddressKind, Landed, Poll
from raw.sources.pages import Link, WebPage, is_scrap
from raw.sources.storage import Store
from raw.sources.web import Answer, Client

log = logging.getLogger(__name__)

#: The part of the time that something has lasted, after which it is looked at again.
_SHARE = 10
#: Addresses in a row that cannot be had before a site counts as down.
_DOWN_AFTER = 5
_DOCUMENTS = frozenset(
    {"application/pdf", DOCX, DOC, OFD, ODT, RTF, ENCRYPTED, "image/png", "image/jpeg", "image/tiff"}
)
_TEXT_ENDINGS = (".txt", ".md")


@dataclass(frozen=True, slots=True)
class Report:
    """A poll, and of each address that failed the sentence that says why; ``can_pass`` when the poll ended early and
    another one soon can go on."""

    poll: Poll
    failures: tuple[tuple[str, str], ...] = ()
    can_pass: bool = False


def utc_now() -> datetime:
    """The time, UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def poll(
    channel: AnyChannel,
    store: Store,
    *,
    contact: str | None = None,
    pauses: dict[str, float] | None = None,
    on_address: Callable[[Address], object] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], datetime] = utc_now,
) -> Report:
    """Land what *channel* publishes and the store does not have; calls *on_address* behind each address asked.

    Raises nothing for what the other side does: the report says it. Call it inside :meth:`Store.polling`.
    """
    session = _Session(store, channel.name, on_address, now)
    started = now()
    error: FetchError | None = None
    try:
        if isinstance(channel, WebChannel):
            with Client(channel, contact, {} if pauses is None else pauses, sleep) as client:
                _poll_web(session, channel, client)
        else:
            _poll_files(session, Files(channel))
    except ChannelError as raised:
        error = raised
        log.warning("%s: %s", channel.name, error)
    finally:
        done = Poll(channel.name, started, now(), **session.counts, error=str(error) if error else None)
        store.record_poll(done)
    return Report(done, tuple(session.failures), bool(error and error.can_pass))


def poll_each(
    settings: Channels, names: Sequence[str] = (), on_address: Callable[[Address], object] = lambda _: None
) -> Iterator[Report]:
    """Poll the channels called *names*, or all, one after the other; a report behind each.

    Raises:
        ChannelsError: there is none of such a name, or none at all.
        StoreBusyError: another poll is at work.
        RawError: the store cannot be written.
    """
    pauses: dict[str, float] = {}
    wanted = named(settings, names)
    with closing(Store(settings.store, polls_into=settings.bucket)) as store, store.polling():
        for channel in wanted:
            yield poll(channel, store, contact=settings.contact, pauses=pauses, on_address=on_address)


def named(settings: Channels, names: Sequence[str] = ()) -> list[AnyChannel]:
    """The channels called *names*, or all.

    Raises:
        ChannelsError: there is none of such a name, or none at all.
    """
    known = {channel.name: channel for channel in settings.source}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ChannelsError(f"There is no source {', '.join(unknown)}; there are {', '.join(known) or 'none'}.")
    if not known:
        raise ChannelsError("sources.toml names no source; write a [[source]] for each (docs/sources.md).")
    return [known[name] for name in names] if names else list(known.values())


class _Session:
    """One poll at work: asks for addresses one by one and writes down what became of each."""

    def __init__(
        self, store: Store, channel: str, on_address: Callable[[Address], object], now: Callable[[], datetime]
    ) -> None:
        self.store = store
        self.channel = channel
        self.now = now
        self.counts: Counter[str] = Counter()
        self.failures: list[tuple[str, str]] = []
        self._on_address = on_address
        self._unanswered = 0

    def named(self, link: Link, kind: AddressKind, page: str | None) -> Address:
        """What is known of the address that *page* links, or that it is new."""
        known = self.store.address(self.channel, link.uri)
        return known or Address(self.channel, link.uri, kind, link.text or None, page, self.now())

    def holds(self, address: Address) -> bool:
        """Whether what the address gave when it was asked last is at hand."""
        if address.sha256 is None:
            return address.digest is not None  # a page of which only the attachments are landed
        return self.store.holds(address.sha256)

    def ask(self, address: Address, get: Callable[[Address], None]) -> None:
        """Ask for one address by *get*, which calls :meth:`land` or :meth:`keep`.

        Raises:
            ChannelError: the rest of the channel is to be left alone for now.
        """
        try:
            get(address)
            self._unanswered = 0
        except ChannelError:
            raise
        except GoneError as error:
            self._unanswered = 0
            self._gone(address, error)
        except FetchError as error:
            self._failed(address, error)
            self._unanswered = self._unanswered + 1 if error.can_pass else 0
            if self._unanswered == _DOWN_AFTER:
                sentence = f"{_DOWN_AFTER} addresses in a row failed, so the rest waits for the next poll."
                raise ChannelError(sentence, can_pass=True) from None
        self._on_address(address)

    def land(self, address: Address, answer: Answer, *further: Address) -> None:
        """Keep what came; *further* are addresses that it names."""
        data, now = answer.data or b"", self.now()
        sha256 = self.store.put(data)
        if sha256 == address.sha256:
            self.keep(address, answer, *further)
            return
        became = "corrected" if address.sha256 else "new"
        self.counts[became] += 1
        log.info("%s: %s: %s", self.channel, became, address.uri)
        address.sha256 = sha256
        address.changed_at = now
        headers = dict(answer.headers)
        landed = Landed(
            sha256, answer.name, answer.media_type or "", len(data), now, answer.etag, answer.last_modified, headers
        )
        self._answered(address, answer, further, landed)

    def keep(self, address: Address, answer: Answer, *further: Address) -> None:
        """Write down that the address gives what it gave before."""
        self.counts["unchanged"] += 1
        if address.removed_at:
            address.changed_at = self.now()  # it is back
        self._answered(address, answer, further, None)

    def _answered(self, address: Address, answer: Answer, further: tuple[Address, ...], landed: Landed | None) -> None:
        address.checked_at = self.now()
        address.changed_at = address.changed_at or address.checked_at
        address.error = address.failing_since = address.removed_at = None
        if answer.data is not None:
            address.etag, address.last_modified = answer.etag, answer.last_modified
        self.store.record(address, *further, landed=landed)

    def _gone(self, address: Address, error: GoneError) -> None:
        if address.sha256 is None:
            self._failed(address, error)
            return
        address.checked_at = self.now()
        address.error = address.failing_since = None
        if address.removed_at:
            self.counts["unchanged"] += 1
        else:
            self.counts["removed"] += 1
            log.info("%s: removed: %s", self.channel, address.uri)
            address.removed_at = address.changed_at = address.checked_at
        self.store.record(address)

    def _failed(self, address: Address, error: FetchError) -> None:
        self.counts["failed"] += 1
        self.failures.append((address.uri, str(error)))
        log.warning("%s: failed: %s: %s", self.channel, address.uri, error)
        address.checked_at = self.now()
        address.error = str(error)
        address.failing_since = address.failing_since or address.checked_at
        self.store.record(address)

    def remove(self, address: Address) -> None:
        """Write down that a listing does not name the file any more."""
        self._gone(address, GoneError("It is not there any more."))


def _poll_web(session: _Session, channel: Listing | Feed, client: Client) -> None:
    for link, page in discovery.listed(channel, client):
        session.counts["listed"] += 1
        session.store.record(session.named(link, AddressKind.ARTICLE, page))
    asked: set[str] = set()
    while due := _due(session, channel.revisit, asked):
        for address in due:  # a page may name attachments; they are due in the next round
            asked.add(address.uri)
            session.ask(address, lambda address: _from_web(session, channel, client, address))


def _due(session: _Session, revisit: timedelta, asked: set[str]) -> list[Address]:
    """The addresses that it is time to ask, those that have failed last: they must not keep others waiting."""
    now = session.now()
    due = [a for a in session.store.addresses(session.channel) if a.uri not in asked and is_due(a, revisit, now)]
    return sorted(due, key=lambda a: (a.failing_since is not None, a.checked_at or datetime.min))  # noqa: DTZ901


def is_due(address: Address, revisit: timedelta, now: datetime) -> bool:
    """Whether it is time to ask an address (again)."""
    if address.checked_at is None:
        return True
    waited = now - address.checked_at
    if address.failing_since:
        return waited >= (now - address.failing_since) / _SHARE
    return waited >= max(revisit, (now - (address.changed_at or address.first_seen)) / _SHARE)


def _from_web(session: _Session, channel: Listing | Feed, client: Client, address: Address) -> None:
    holds = session.holds(address)
    version = (address.etag, address.last_modified) if holds else (None, None)
    answer = client.get(address.uri, *version)
    if answer.data is None:
        session.keep(address, answer)
    elif answer.media_type == "text/html":
        _land_page(session, channel, address, answer, holds=holds)
    else:
        _assert_document(answer)
        session.land(address, answer)


def _land_page(session: _Session, channel: WebChannel, address: Address, answer: Answer, *, holds: bool) -> None:
    if address.kind is AddressKind.ATTACHMENT:
        raise FetchError("It gives a web page instead of a file; the site may want a visitor to log in.")
    page = WebPage(answer.data or b"", answer.uri)
    if page.says_gone():
        raise GoneError("The page says that nothing is published there.")
    digest = page.digest(channel.article)
    links = page.attachments(channel.attachments, channel.attachment_links, channel.article)
    attachments = {
        link.uri: session.named(link, AddressKind.ATTACHMENT, address.uri) for link in links if channel.take != "page"
    }
    attachments.pop(address.uri, None)
    is_same = holds and digest == address.digest
    if not is_same:
        _assert_article(session, channel, address, page)
    address.digest = digest
    address.title = address.title or page.title()
    if is_same or (attachments and channel.take == "attachments"):
        session.keep(address, answer, *attachments.values())
    else:
        session.land(address, answer, *attachments.values())


def _assert_article(session: _Session, channel: WebChannel, address: Address, page: WebPage) -> None:
    """A notice that stands where an article stood (the site is being rebuilt, a visitor is to log in) supersedes
    nothing."""
    earlier = session.store.read(address.sha256) if address.sha256 else None
    if earlier is None:
        return
    try:
        lines = WebPage(earlier, address.uri).lines(channel.article)
    except FetchError:  # it was landed by another selector
        return
    if is_scrap(page.lines(channel.article), lines):
        raise FetchError("It gives a notice of a few words, and nothing of what it published; that is kept.")


def _assert_document(answer: Answer) -> None:
    is_text = answer.media_type == "text/plain" and answer.uri.lower().endswith(_TEXT_ENDINGS)
    if answer.media_type not in _DOCUMENTS and not is_text:
        raise FetchError(f"What it gives is {answer.media_type} by its bytes, and no document.")


def _poll_files(session: _Session, files: Files) -> None:
    known = {address.uri: address for address in session.store.addresses(session.channel)}
    for file in files.listed():
        session.counts["listed"] += 1
        address = known.pop(file.uri, None) or session.named(Link(file.uri, ""), AddressKind.FILE, None)
        is_known = address.version == file.version and session.holds(address) and not address.removed_at
        if file.is_settled and not is_known:
            session.ask(address, lambda address, file=file: _from_file(session, files, address, file))  # type: ignore[misc]
        elif is_known:
            session.counts["unchanged"] += 1
    for address in known.values():
        if address.sha256 and not address.removed_at:
            session.remove(address)


def _from_file(session: _Session, files: Files, address: Address, file: ListedFile) -> None:
    answer = files.get(file.uri)
    address.version = file.version
    session.land(address, answer)
