"""What a web page says to a poll: the links of a list, the attachments of an article, whether its text has changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.models import UnreadableSource
from pipeline.readers import html
from pipeline.readers.article import find_article
from pipeline.readers.encoding import decode
from pipeline.vocabulary import words
from raw.sources.errors import FetchError

_SPACE = re.compile(r"\s+")
#: Characters of a page that says no more than that there is nothing, with the navigation around it.
_FEW = 1000
_GONE = words("web", "gone")
#: The shortest line that tells one text from another, and the part of a text under which a later one is a scrap of it.
_LINE = 6
_SCRAP = 5


def is_scrap(lines: list[str], earlier: list[str]) -> bool:
    """Whether *lines* are a notice in the place of an article and no correction of it: a fifth of its length or less,
    and no line of it among them."""
    shared = {line for line in lines if len(line) >= _LINE} & set(earlier)
    return not shared and sum(map(len, lines)) * _SCRAP <= sum(map(len, earlier))


class Link(NamedTuple):
    """A link: where it leads, without fragment, and what it is called."""

    uri: str
    text: str


class WebPage:
    """A page as it was fetched from *uri*."""

    def __init__(self, data: bytes, uri: str) -> None:
        self._data = data
        self._tree = LexborHTMLParser(decode(data)[0])
        base = self._tree.css_first("base[href]")
        self._base = urljoin(uri, (base.attributes.get("href") or "") if base else "")

    def links(self) -> Iterator[Link]:
        """All links, in order; those that a script of the page would write behind the others."""
        yield from self._links(self._tree.css("a[href]"))
        for script in self._tree.css("script"):
            written = script.text()
            if "<a " in written:
                yield from self._links(LexborHTMLParser(written).css("a[href]"))

    def attachments(self, endings: tuple[str, ...], pattern: re.Pattern[str] | None, article: str | None) -> list[Link]:
        """Links to files with one of *endings* or an address that *pattern* matches: those in the article or, where
        it has none and no selector for it is given, on the page."""

        def is_attachment(link: Link) -> bool:
            ending = urlsplit(link.uri).path.rpartition(".")[2].lower()
            return ending in endings or bool(pattern and pattern.search(link.uri))

        roots = self._article(article)
        inside = [node for node in self._tree.css("a[href]") if _is_below(node, roots)]
        found = list(filter(is_attachment, self._links(inside)))
        return found if found or article else list(filter(is_attachment, self.links()))

    def lines(self, article: str | None) -> list[str]:
        """The lines of the article, without white space.

        Raises:
            FetchError: there is no article.
        """
        if article:
            text = "\n".join(node.text(separator="\n") for node in self._tree.css(article))
            if not text.strip():
                raise FetchError(f"The page has no text in {article}; check `article`.")
            found = text.split("\n")
        else:
            try:
                reading = html.read(self._data)
            except UnreadableSource as error:
                raise FetchError(str(error)) from None
            found = [line.text for page in reading.pages for line in page.lines if not line.aside]
        return [line for line in (_SPACE.sub("", line) for line in found) if line]

    def digest(self, article: str | None) -> str:
        """The SHA-256 of the article's text, white space aside: what is around it changes with every visit.

        Raises:
            FetchError: there is no article.
        """
        return hashlib.sha256("".join(self.lines(article)).encode()).hexdigest()

    def says_gone(self) -> bool:
        """Whether the page says, in a few words, that there is nothing at its address."""
        body = self._tree.body
        text = _SPACE.sub("", (self.title() or "") + (body.text() if body else ""))
        return len(text) < _FEW and any(word in text for word in _GONE)

    def title(self) -> str | None:
        """The page's title."""
        node = self._tree.css_first("title")
        return _SPACE.sub(" ", node.text()).strip() or None if node else None

    def _article(self, selector: str | None) -> frozenset[int]:
        if selector:
            return frozenset(node.mem_id for node in self._tree.css(selector))
        return find_article(self._tree)

    def _links(self, nodes: list[LexborNode]) -> Iterator[Link]:
        for node in nodes:
            href = (node.attributes.get("href") or "").strip()
            try:
                uri = urldefrag(urljoin(self._base, href)).url
                is_web = urlsplit(uri).scheme in {"http", "https"}
            except ValueError:  # brackets that hold no IPv6 address
                continue
            if is_web:
                text = node.attributes.get("title") or node.text()
                yield Link(uri, _SPACE.sub(" ", text).strip())


def _is_below(node: LexborNode | None, roots: frozenset[int]) -> bool:
    while node is not None:
        if node.mem_id in roots:
            return True
        node = node.parent
    return False
