"""The paragraphs that belong to none of a document's measures: those that close it, headings without a number, and what
stands after them."""

from __future__ import annotations

import re

from pipeline.cleaning.lines import is_contact
from pipeline.cleaning.paragraphs import Paragraph
from pipeline.cleaning.sentences import is_closed
from pipeline.models import Role
from pipeline.numbering import MarkerKind
from pipeline.structure.outline import Node
from pipeline.vocabulary import alternation, words

_STOP = re.compile("[。；！？]")
_SPEAKS_TO_ALL = re.compile(
    alternation(words("documents", "closing")) + r"[^。]{0,40}?(?:要|应|应当|须|必须|可|根据|结合|按照|对照|抓紧)"
    r"|[^。，]{0,20}(?:根据|结合)本(?:方案|意见|办法|规定|计划|规划|措施)[^。]{0,20}(?:制定|抓好|落实)"
)
_OF_ITSELF = re.compile(
    r"(?:本|该|此)(?:实施)?(?:方案|意见|办法|规定|细则|计划|规划|措施|政策|通知|要点|分工)[^。]{0,30}(?:自|由|有效期|未尽|所称|从)"
    r"|特?此(?:通知|公告|通告|通报|函告|函复|批复|函|复)。?$"
    r"|(?:自|从)[^。]{0,20}(?:之日)?起(?:施行|实施|执行)|(?:此前|之前|以往)[^。]{0,20}(?:不一致|为准)"
)
_MARK = re.compile("[，。；：！？、,;:!?（）()]")

#: A heading without a number is no longer than this, in characters.
LONGEST_BARE_HEADING = 30
#: Where so many of a document's like nodes are one paragraph each, a last one with more has closing ones.
_ALIKE = 0.95
_ENOUGH = 10


def split_closing(nodes: list[Node], has_note: dict[int, bool]) -> list[Paragraph]:
    """Take the closing paragraphs off the last node of a document, and return them.

    *has_note* tells by ``id`` which paragraphs hold a responsibility note. They are what follows the note that
    closes the last measure; else what opens like a word to all (各级各部门要…) or of the document itself
    (本方案自…起施行); else what the last of many one-paragraph measures has more than the others.
    """
    if not nodes or nodes[-1].marker.kind is MarkerKind.ARTICLE:
        return []
    last = nodes[-1]
    start = _closing_from(last, nodes, has_note)
    closing = last.paragraphs[start:]
    del last.paragraphs[start:]
    return closing


def _closing_from(last: Node, nodes: list[Node], has_note: dict[int, bool]) -> int:
    own = last.paragraphs
    noted = [i for i, paragraph in enumerate(own) if has_note.get(id(paragraph))]
    alike = [node for node in nodes[:-1] if node.marker.kind is last.marker.kind and not node.children]
    # A note in a heading closes nothing, where like nodes have text below theirs.
    in_heading = noted == [0] and "。" not in own[0].text and any(len(node.paragraphs) > 1 for node in alike)
    if noted and not in_heading:
        return noted[-1] + 1
    # A heading of its own heads at least what follows it: where that speaks to all, so does the measure.
    heads = len(own) > 1 and not _STOP.search(own[0].text)
    heads_all = heads and _SPEAKS_TO_ALL.match(own[1].text)
    for i, paragraph in enumerate(own[1:], 1):
        of_itself = (_OF_ITSELF.match(paragraph.text) or is_contact(paragraph.text)) and not (heads and i == 1)
        if of_itself or (not heads_all and _SPEAKS_TO_ALL.match(paragraph.text)):
            return i
    single = sum(len(node.paragraphs) == 1 for node in alike)
    if len(alike) >= _ENOUGH and single >= _ALIKE * len(alike) and _STOP.search(own[0].text):
        return 1
    return len(own)


def split_headings(nodes: list[Node]) -> list[Paragraph]:
    """Take the headings without a number that stand between two measures off the measure above, and return them.

    Such a heading is short, without any mark, behind a paragraph that is finished, and alone."""
    headings: list[Paragraph] = []
    for node in nodes[:-1]:
        own = node.paragraphs
        if node.children or len(own) < 2 or own[-1].marker is not None or own[-1].role is not None:
            continue
        if len(own[-1].text) <= LONGEST_BARE_HEADING and not _MARK.search(own[-1].text) and is_closed(own[-2].text):
            headings.append(own.pop())
            headings[-1].role = Role.HEADING
    return headings


def drop_page_tail(body: list[Paragraph], after: list[Paragraph]) -> None:
    """Give the unfinished lines at the end of *body* the role navigation where a web page's navigation (*after*:
    the paragraphs of the source behind the body's last sentence) stands around them; take them off the body."""
    if not any(p.role is Role.NAVIGATION for p in after):
        return
    while len(body) > 1 and body[-1].marker is None and not _is_finished(body[-1].text):
        body.pop().role = Role.NAVIGATION


def _is_finished(text: str) -> bool:
    """A paragraph with a stop in it, or a note in brackets on a line of its own."""
    return bool(_STOP.search(text)) or is_closed(text)
