"""Where on a web page the article stands: everything else is navigation.

Content systems name the element that holds an article (``vocabulary/web.yml``). Where none of the names is
on the page, the article is the block in which the page's prose is densest, as far out as no link or form
stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.vocabulary import words

_SELECTORS = words("web", "articles")
# The marks of prose; a list of links has none.
_PROSE = re.compile("[，。；：]")
_CHROME = frozenset({"a", "input", "button", "select", "form", "nav", "iframe", "object", "embed"})
#: What is parsed and never printed (HTML Living Standard, 15.3.1; a template's content is no child of it).
UNPRINTED = frozenset(
    {"head", "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "audio", "video"}
    | {"canvas", "noframes", "noembed", "datalist", "map", "param", "link", "meta", "title", "base"}
)
# Elements that hold a paragraph or a table: an article is never one of these.
_TOO_SMALL = frozenset({"p", "li", "h1", "h2", "h3", "h4", "span", "font", "b", "strong", "em", "tr", "tbody", "table"})
#: An element with so much of a page's prose is the article or holds it.
_MOST = 0.8
#: A named element must hold at least so much of the page's prose: the same names are used for teasers too.
_ENOUGH = 0.5


def children(node: LexborNode) -> Iterator[LexborNode]:
    """The child nodes, text and comments among them."""
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def descendants(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """The printed nodes below *root* in document order, elements twice: (node, True) where they begin, (node,
    False) where they end. Never deeper than one frame, however deep the page is nested."""
    node, depth = root, 0
    while True:
        child = None if node.tag in UNPRINTED or node.is_comment_node else node.first_child
        if child is not None:
            node, depth = child, depth + 1
            yield node, True
            continue
        while depth:
            if not node.is_text_node:
                yield node, False
            following = node.next
            if following is not None:
                node = following
                yield node, True
                break
            parent = node.parent
            if parent is None:
                return
            node, depth = parent, depth - 1
        else:
            return


def find_article(page: LexborHTMLParser) -> frozenset[int]:
    """The elements (``mem_id``) that hold the article of *page*; its body where nothing tells them apart."""
    body = page.body
    if body is None:
        return frozenset()
    weights = _Weights(body)
    for selector in _SELECTORS:
        named = [node for node in page.css(selector) if weights.prose.get(node.mem_id)]
        outermost = _outermost(named)
        if sum(weights.prose[node.mem_id] for node in outermost) >= max(1, _ENOUGH * weights.total):
            return frozenset(node.mem_id for node in outermost)
    return frozenset({_densest(body, weights).mem_id})


class _Weights:
    """By element: the marks of prose below it, outside links, and the links and form fields below it."""

    def __init__(self, body: LexborNode) -> None:
        self.prose: dict[int, int] = {}
        self.chrome: dict[int, int] = {}
        open_elements: list[list[int]] = [[0, 0]]
        links = 0
        for node, begins in descendants(body):
            if node.is_text_node:
                if not links:
                    open_elements[-1][0] += len(_PROSE.findall(node.text_content or ""))
            elif begins:
                links += node.tag == "a"
                open_elements.append([0, int(node.tag in _CHROME)])
            else:
                links -= node.tag == "a"
                self._close(node, open_elements)
        self.total, links_on_page = open_elements[0]
        self.prose[body.mem_id], self.chrome[body.mem_id] = self.total, links_on_page

    def _close(self, node: LexborNode, open_elements: list[list[int]]) -> None:
        prose, chrome = open_elements.pop()
        above = open_elements[-1]
        above[0] += prose
        above[1] += chrome
        if prose:
            self.prose[node.mem_id], self.chrome[node.mem_id] = prose, chrome


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    known = {node.mem_id for node in nodes}
    return [node for node in nodes if not any(above.mem_id in known for above in _ancestors(node))]


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _densest(body: LexborNode, weights: _Weights) -> LexborNode:
    node = body
    while True:
        heavy = (
            child
            for child in children(node)
            if child.tag not in _TOO_SMALL and weights.prose.get(child.mem_id, 0) >= max(1, _MOST * weights.total)
        )
        inner = next(heavy, None)
        if inner is None:
            break
        node = inner
    # Number, signature and date have no marks of prose: they are left in, as long as no link comes in with them.
    while node.mem_id != body.mem_id and node.parent is not None:
        if weights.chrome[node.parent.mem_id] > weights.chrome[node.mem_id]:
            break
        node = node.parent
    return node
