"""Where one government document ends and the next begins, and what its lines are beside the text.

A document opens with a title that stands on its own and with numbering that starts anew. A notice and the plan
that it issues are one document: the notice has no numbered parts of its own. What follows 附件 is an annex.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import dropwhile

from pipeline.cleaning.paragraphs import Paragraph
from pipeline.cleaning.sentences import is_closed
from pipeline.layout.display import annex_title, is_annex_label, is_draft_mark
from pipeline.models import Role
from pipeline.numbering import Marker, MarkerKind
from pipeline.structure.issuing import SHORTEST_TITLE, bare, is_carrier_title, joined
from pipeline.structure.reports import ends_report, opens_report, tells
from pipeline.vocabulary import words

_STOP = re.compile("[。；！？]")
_FIELD_MARK = re.compile("[：:，]")
_NUMBERED = re.compile(r"[\d一二三四五六七八九十]\s?[：:]$")
_UNMARKED = re.compile("[一-鿿·“”（）]{4,30}")
_GLOSSARY = frozenset(words("documents", "glossary"))
_FORMAL = frozenset(
    {Role.TITLE, Role.DOC_NUMBER, Role.ISSUER_MARK, Role.SIGNATURE, Role.DATE, Role.ADDRESSEE, Role.ATTACHMENT_NOTE}
)

#: A joint document is signed by no more organisations (most seen: 13 ministries).
MOST_SIGNATURES = 40
#: A title told by its place alone is not longer than this, a label on a page not longer, in characters.
LONGEST_TITLE = 60
LONGEST_LABEL = 30
#: A page prints no more lines between its headline and the document's own title.
MOST_BETWEEN = 8


@dataclass(slots=True, eq=False)
class Part:
    """A document's paragraphs: ``front`` and ``back`` are the formal ones around its ``body``.

    ``tables`` are the cells of its tables, ``boxes`` and ``glossary`` the
    paragraphs of these; ``carrier`` holds the front of
    the notice that issued it; ``parent`` is the part whose annex this is. A notice with numbered points of its own
    stands beside the plan that it ``issues``; of several plans under one notice the later are ``sent_with`` the first.
    """

    front: list[Paragraph] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)
    back: list[Paragraph] = field(default_factory=list)
    tables: list[Paragraph] = field(default_factory=list)
    boxes: list[Paragraph] = field(default_factory=list)
    glossary: list[Paragraph] = field(default_factory=list)
    carrier: list[Paragraph] = field(default_factory=list)
    is_annex: bool = False
    parent: Part | None = None
    issues: Part | None = None
    sent_with: Part | None = None

    def formal(self, role: Role, *, where: str = "carrier front back") -> Iterator[Paragraph]:
        """The formal paragraphs of a role, in printed order."""
        for name in where.split():
            yield from (p for p in getattr(self, name) if p.role is role)

    @property
    def has_numbering(self) -> bool:
        """Whether any paragraph of the body opens with a marker, by its form."""
        return any(p.marker is not None for p in self.body)

    @property
    def is_empty(self) -> bool:
        """Whether nothing printed belongs to it yet."""
        return not (self.front or self.body or self.back or self.tables or self.boxes)

    @property
    def has_only_glossary(self) -> bool:
        """Whether it explains words and says nothing else."""
        others = self.body or self.tables or self.boxes or any(self.formal(Role.TITLE))
        return bool(self.glossary) and not others


def parts(paragraphs: list[Paragraph]) -> list[Part]:
    """The documents of a source, notices joined with what they issue.

    After it: every paragraph has a role, or (``role`` None) stands in exactly one part's body.
    """
    return joined(_Segmenter(paragraphs).segment())


class _Segmenter:
    def __init__(self, paragraphs: list[Paragraph]) -> None:
        self.all = paragraphs
        self.current = Part()
        self.done: list[Part] = []
        self.listing = False  # within the list of attachments
        self.explaining = False  # within the glossary
        self.first_title = next((i for i, p in enumerate(paragraphs) if p.role is Role.TITLE), -1)

    def segment(self) -> list[Part]:
        for index, paragraph in enumerate(self.all):
            self._take(index, paragraph)
        self._close()
        return self.done

    def _close(self) -> None:
        if not self.current.is_empty:
            self.done.append(self.current)
        self.current = Part()
        self.listing = self.explaining = False

    def _take(self, index: int, paragraph: Paragraph) -> None:
        role = paragraph.role
        if role is None:
            self._take_text(index, paragraph)
        elif role is Role.TABLE:
            self.current.tables.append(paragraph)
        elif role is Role.BOX:
            self.current.boxes.append(paragraph)
        elif role is Role.ATTACHMENT_NOTE:
            self._take_attachment(index, paragraph)
        elif self.listing and role is Role.TITLE and not self._is_listed(paragraph.text):
            paragraph.role = Role.ATTACHMENT_NOTE
            self.current.back.append(paragraph)
        elif role is Role.TITLE:
            self._take_title(index, paragraph)
        elif role in (Role.COPY_LIST, Role.IMPRINT, Role.DATE, Role.SEAL):
            self.listing = False
            (self.current.back if self.current.body or self.current.tables else self.current.front).append(paragraph)
        elif role is Role.SIGNATURE:
            self._take_name(index, paragraph)
        elif role is Role.ADDRESSEE:
            self._take_addressee(paragraph)
        elif role in (Role.DOC_NUMBER, Role.ISSUER_MARK):
            if self.current.body and (self._title_follows(index) or self._starts_anew(index)):
                self._close()
            self.current.front.append(paragraph)

    def _take_text(self, index: int, paragraph: Paragraph) -> None:
        text = paragraph.text
        if self.listing and not _STOP.search(text) and (paragraph.marker is None or self._lists(paragraph)):
            paragraph.role = Role.ATTACHMENT_NOTE
            self.current.back.append(paragraph)
            return
        self.listing = False
        if _is_remark(text) and any(p.role is Role.DATE for p in self.current.back):
            paragraph.role = Role.IMPRINT
            self.current.back.append(paragraph)
            return
        if paragraph.marker is None and not _STOP.search(text):
            if (not self.current.has_numbering and self._is_carried_title(text)) or self._heads_annex(text):
                paragraph.role = Role.TITLE
                self._take_title(index, paragraph)
                return
            if self._signs(index, paragraph):
                paragraph.role = Role.SIGNATURE
                self.current.back.append(paragraph)
                return
        if self.explaining or text in _GLOSSARY:
            self.explaining = True
            paragraph.role = Role.GLOSSARY
            self.current.glossary.append(paragraph)
            return
        if (
            self.current.body
            and ends_report(text)
            and len(self.current.body) <= MOST_BETWEEN
            and all(map(_reports, self.current.body))
        ):
            for report in self.current.body:
                report.role = Role.HEAD
            self.current.front += self.current.body
            self.current.body.clear()
        if not self.current.body:
            is_label = len(text) <= LONGEST_LABEL or "，" not in text
            if paragraph.marker is None and not _STOP.search(text) and is_label and self._stands_before_title(index):
                paragraph.role = Role.NAVIGATION
                return
            if opens_report(paragraph.lines[0].raw.text, text):
                paragraph.role = Role.HEAD
                self.current.front.append(paragraph)
                return
        self.current.body.append(paragraph)

    def _heads_annex(self, text: str) -> bool:
        """Whether *text* is the first line below 附件1: an annex opens with its title (GB/T 9704—2012, 7.3.7), whatever
        kind of document that names."""
        current = self.current
        below_label = bool(current.front) and current.front[-1].role is Role.ATTACHMENT_NOTE
        is_first = below_label and not (current.body or current.tables or current.boxes or current.glossary)
        return is_first and SHORTEST_TITLE <= len(text) <= LONGEST_TITLE and not _FIELD_MARK.search(text)

    def _is_carried_title(self, text: str) -> bool:
        """Whether *text* is the name that the notice above gives what it carries, whatever marks that stands in and
        whatever kind of document it is."""
        notices = (bare(p.text) for p in self.current.front if p.role is Role.TITLE and is_carrier_title(p.text))
        return len(text) >= SHORTEST_TITLE and any(bare(text) in notice for notice in notices)

    def _signs(self, index: int, paragraph: Paragraph) -> bool:
        """Whether the unmarked line at *index* signs the document: it stands behind a finished sentence and right above
        the date, or above others that do (GB/T 9704—2012, 7.3.5), whatever the name ends with and a seal has left."""
        body, above = self.current.body, {p.role for p in self.current.back}
        if not body or not is_closed(body[-1].text) or not above <= {Role.SIGNATURE, Role.ATTACHMENT_NOTE}:
            return False
        for following in self.all[index : index + MOST_SIGNATURES]:
            if following.role is Role.DATE:
                return following is not paragraph
            if following.role is not Role.SIGNATURE and not (
                following.role is None and following.marker is None and _UNMARKED.fullmatch(following.text)
            ):
                return False
        return False

    def _stands_before_title(self, index: int) -> bool:
        """Whether the document's title, or the title printed once more, comes behind the paragraph at *index*."""
        if index < self.first_title:
            return True
        printed = {p.text for p in self.current.front if p.role is Role.TITLE}
        following = self.all[index + 1 : index + 1 + MOST_BETWEEN]
        return any(p.role is Role.TITLE and p.text in printed for p in following)

    def _lists(self, paragraph: Paragraph) -> bool:
        marker = paragraph.marker
        return marker is not None and marker.kind in (MarkerKind.ARABIC, MarkerKind.ARABIC_BRACKETED)

    def _take_attachment(self, index: int, paragraph: Paragraph) -> None:
        if annex_title(paragraph.text) and self.current.body and not self.listing and self._heads_text(index):
            self._close()
            self.current.is_annex = bool(self.done)
            self.current.front.append(paragraph)
            return
        # A label with a number heads an annex; the list of annexes is headed by one without.
        label = is_annex_label(paragraph.text)
        if label and (paragraph.text[-1] not in "：:" or _NUMBERED.search(paragraph.text)):
            titled = self.current.is_annex and any(self.current.formal(Role.TITLE, where="front"))
            if titled or self.current.body or self.current.back or self.current.tables or self.current.glossary:
                self._close()
            self.current.is_annex = bool(self.done)
            self.current.front.append(paragraph)
            return
        self.listing = True
        (self.current.back if self.current.body else self.current.front).append(paragraph)

    def _heads_text(self, index: int) -> bool:
        """Whether the paragraph at *index* stands right above text whose numbering starts anew, or above a table."""
        following = self.all[index + 1] if index + 1 < len(self.all) else None
        if following is None or following.role not in (None, Role.TABLE):
            return False
        marker = self._next_marker(index)
        return following.role is Role.TABLE or (marker is not None and marker.number == 1)

    def _is_listed(self, title: str) -> bool:
        """Whether the list of annexes above names *title*: what stands there again is the annex's own."""
        back = self.current.back if self.current.body else self.current.front
        return any(p.role is Role.ATTACHMENT_NOTE and p.text.endswith(title) for p in back)

    def _take_title(self, index: int, paragraph: Paragraph) -> None:
        if not self.current.body:
            if self.current.tables and any(self.current.formal(Role.TITLE, where="front")):
                self._close()  # a table under a title of its own is a whole document
            self.current.front.append(paragraph)
            return
        if is_draft_mark(paragraph.text) or not self._opens_document(index):
            if self._is_last(index):
                self.current.back.append(paragraph)  # a page's headline, printed at its end
            else:
                paragraph.role = None
                self._take_text(index, paragraph)
            return
        self._close()
        self.current.front.append(paragraph)

    def _opens_document(self, index: int) -> bool:
        """Whether the title at *index* opens a document: its numbering starts anew, or it ends what had none."""
        current = self.current
        marker = self._next_marker(index)
        if marker is not None:
            outermost = min((p.marker.kind for p in current.body if p.marker), default=None)
            return marker.number == 1 and (
                outermost is None or marker.kind <= outermost or self._has_number_beside(index)
            )
        follows = any(p.role is None and _STOP.search(p.text) for p in self.all[index + 1 :])
        return follows and (not current.has_numbering or bool(current.back))

    def _next_marker(self, index: int) -> Marker | None:
        return next((p.marker for p in self.all[index + 1 :] if p.marker is not None and p.role is None), None)

    def _has_number_beside(self, index: int) -> bool:
        """Whether a number (发文字号) stands among the formal lines around the title at *index*."""
        before = self._formal_run(reversed(self.all[:index]), 4)
        return any(p.role is Role.DOC_NUMBER for p in [*before, *self._next_formal(index, 4)])

    def _is_last(self, index: int) -> bool:
        return not any(p.role is None or p.role in _FORMAL for p in self.all[index + 1 :])

    def _title_follows(self, index: int) -> bool:
        return any(p.role is Role.TITLE for p in self._next_formal(index, 4))

    def _next_formal(self, index: int, most: int) -> list[Paragraph]:
        return self._formal_run(self.all[index + 1 :], most)

    def _formal_run(self, paragraphs: Iterable[Paragraph], most: int) -> list[Paragraph]:
        run: list[Paragraph] = []
        for paragraph in paragraphs:
            if paragraph.role is None or len(run) == most:
                break
            if paragraph.role in _FORMAL:
                run.append(paragraph)
        return run

    def _starts_anew(self, index: int) -> bool:
        """Whether the numbering behind the number at *index* is a new document's: an order (令) and its text."""
        marker = self._next_marker(index)
        return (
            self.current.has_numbering and marker is not None and marker.number == 1 and marker.kind <= MarkerKind.HAN
        )

    def _take_name(self, index: int, paragraph: Paragraph) -> None:
        """The name of an organisation: a signature above a date, or the first line of a title."""
        following = self._next_formal(index, 4)
        names = [p.role for p in following]
        # Many sign a joint document: the date stands below the last of them.
        below = [p.role for p in dropwhile(_is_name, self._next_formal(index, MOST_SIGNATURES))]
        if self.current.body and (Role.DATE in below[:3] or self._signs(index, paragraph)):
            self.listing = False
            self.current.back.append(paragraph)
        elif Role.TITLE in names and following[names.index(Role.TITLE)].text.startswith(("关于", "印发")):
            paragraph.role = Role.TITLE
            self._take_title(index, paragraph)
        elif not self.current.body:
            self.current.front.append(paragraph)
        elif self._is_last(index):
            self.current.back.append(paragraph)
        else:
            paragraph.role = None
            self._take_text(index, paragraph)

    def _take_addressee(self, paragraph: Paragraph) -> None:
        front = self.current.front
        if self.current.body and all(_is_debris(p) for p in self.current.body):
            for debris in self.current.body:
                debris.role = Role.NAVIGATION
            self.current.body.clear()
        if self.current.body or (front and not any(p.role in (Role.TITLE, Role.DOC_NUMBER) for p in front)):
            paragraph.role = None
            self.current.body.append(paragraph)
        else:
            self.current.front.append(paragraph)


def _is_debris(paragraph: Paragraph) -> bool:
    """Whether *paragraph*, above the addressees, is a page's and no text."""
    text = paragraph.text
    return paragraph.marker is None and not _STOP.search(text) and len(text) <= LONGEST_LABEL


def _reports(paragraph: Paragraph) -> bool:
    """Whether *paragraph* is a newspaper's: its headline or what it tells of the plan."""
    text = paragraph.text
    return paragraph.marker is None and (tells(text) or (len(text) <= LONGEST_TITLE and not _STOP.search(text)))


def _is_remark(text: str) -> bool:
    """Whether *text* is all in brackets, as a remark below the date is (附注, GB/T 9704—2012, 7.3.7)."""
    return text[0] == "（" and text.find("）") == len(text) - 1


def _is_name(paragraph: Paragraph) -> bool:
    return paragraph.role is Role.SIGNATURE
