"""Which documents are one work, and what each is in it: copy or extract, draft or final, earlier or later version.

A *work* is what a plan is under one title, whoever prints it: its copies (a web page, a PDF, a repost), its extracts
(the half that a newspaper had room for), its versions (a draft for comments, the final, a revision, a corrected file at
the same address). Its documents share a title or a number **and** text: a province's plan and the plan of a city that
copies it are two works, two years' plans of one name are two, and so are two notices of one generic title.

Everything here is a function of the documents as a set: in whatever order they come, the outcome is the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from pipeline.comparison.overlap import clauses, share, weight
from pipeline.comparison.titles import TitleParts, number_key, title_parts
from pipeline.models import Status

#: Two texts of one title are of one work from this share of the smaller on: versions are rewritten, by half and more.
WORK = 0.25
#: … and two that share only the number, or that name two issuers, from this one.
WORK_IN_DOUBT = 0.5
#: A document without number and date joins a version from this share on; a scan with misread characters still has it.
VERSION = 0.6
#: A copy with less than this part of the fullest one's text is an extract.
FULL = 0.85
#: A text of fewer characters tells nothing; its title decides.
TELLING = 60

#: Readers by how much of a document's structure their format keeps, most first.
_FORMATS = ("html", "docx", "ofd", "text", "pdf")
_YEAR_OF_NUMBER = re.compile(r"〔(\d{4})〕(\d+)")
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True)
class Member:
    """A document, as far as it matters which work it belongs to.

    ``address`` is where its source was found and ``landing`` which of the files at that address, in the order in
    which they came, it was (from 0); ``measures`` and ``findings`` count what was read of it."""

    document_id: str
    source_id: str
    title: str | None
    text: str = field(repr=False)
    doc_number: str | None = None
    issuer: str | None = None
    region: str | None = None
    status: Status = Status.FINAL
    issued_on: date | None = None
    published_on: date | None = None
    address: str = ""
    landing: int = 0
    measures: int = 0
    findings: int = 0
    reader: str = ""

    @cached_property
    def parts(self) -> TitleParts:
        """What its title says."""
        return title_parts(self.title)

    @cached_property
    def number(self) -> str | None:
        """Its number, as numbers are compared."""
        return number_key(self.doc_number)

    @cached_property
    def clauses(self) -> dict[str, int]:
        """The clauses of its text."""
        return clauses(self.text)

    @cached_property
    def weight(self) -> int:
        """The characters of its clauses."""
        return weight(self.clauses)

    @cached_property
    def marked_year(self) -> int | None:
        """The year of its mark of revision."""
        year = _YEAR.search(self.parts.mark or "")
        return int(year[0]) if year else None

    @cached_property
    def said_on(self) -> tuple[date, int] | None:
        """The day that it is from, as far as printed (of signing, else the year of its mark or number, else of
        posting), and the sequence in its number."""
        number = _YEAR_OF_NUMBER.search(self.number or "")
        days = [self.issued_on] if self.issued_on else []
        days += [date(self.marked_year, 1, 1)] if self.marked_year else []
        days += [date(int(number[1]), 1, 1)] if number and not days else []
        days += [self.published_on] if self.published_on and not days else []
        return (max(days), int(number[2]) if number else 0) if days else None


@dataclass(frozen=True, slots=True)
class Placement:
    """What a document is in its work. ``plan_id`` is the id of the work's preferred document, ``version`` counts from
    1, ``supersedes`` is the best copy of the version before, ``is_extract`` says that it holds a part only."""

    document_id: str
    plan_id: str
    version: int
    is_extract: bool
    supersedes: str | None
    is_preferred: bool


@dataclass
class _Version:
    members: list[Member]

    @property
    def best(self) -> Member:
        """The copy that speaks for the version: full before extract, then by measures read, characters, findings
        (the fewer the better), format, id."""
        fullest = max(m.weight for m in self.members)
        return min(self.members, key=lambda m: (_is_extract(m, fullest), *_rank(m)))


def works(members: Iterable[Member]) -> list[Placement]:
    """Place each of *members*, documents that share titles or numbers."""
    return [placement for group in _groups(_by_weight(members)) for placement in _placed(_versions(group))]


def _by_weight(members: Iterable[Member]) -> list[Member]:
    return sorted(members, key=lambda m: (-m.weight, m.document_id))


def _rank(member: Member) -> tuple[int, int, int, int, str]:
    form = _FORMATS.index(member.reader) if member.reader in _FORMATS else len(_FORMATS)
    return -member.measures, -member.weight, member.findings, form, member.document_id


def _is_extract(member: Member, fullest: int) -> bool:
    return member.weight < FULL * fullest


# --- one work or two


@dataclass
class _Work:
    """A work in the making: ``shown_by`` are the places of those among its members that others are compared with."""

    members: list[Member]
    shown_by: list[int]

    def is_other(self, others: Sequence[Member]) -> bool:
        """Whether one of *others* says that it is of another work than one of its documents."""
        return any(_is_other_work(one, other) for one in others for other in self.members)


def _groups(members: Sequence[Member]) -> list[list[Member]]:
    """The works among *members*, which come by weight. Each is compared with those before it that have clauses in
    common with it, mere copies among these left out: a title that hundreds of documents bear, or a plan that
    hundreds of sites repeat, costs no comparison of all with all."""
    shown: list[Member] = []
    work_of: list[_Work] = []  # of each of those shown
    holding: defaultdict[str, list[int]] = defaultdict(list)  # those shown, by clause
    found: list[_Work] = []
    for member in members:
        shared: defaultdict[int, int] = defaultdict(int)
        for clause, length in member.clauses.items():
            for place in holding.get(clause, ()):
                shared[place] += length
        if member.weight < TELLING:
            shared |= {place: 0 for place in range(len(shown)) if place not in shared}
        joined: _Work | None = None
        is_copy = False
        for length, place in sorted((-length, place) for place, length in shared.items()):
            other, work = shown[place], work_of[place]
            if not _is_one_work(member, other, -length):
                continue
            if joined is None and not work.is_other([member]):
                joined = work
                work.members.append(member)
            elif joined not in (None, work) and member.weight >= TELLING and not joined.is_other(work.members):
                _merge(joined, work, work_of)
                found.remove(work)
            is_copy = is_copy or (joined is work and -length >= FULL * other.weight)
        if joined is None:
            joined = _Work([member], [])
            found.append(joined)
        if not is_copy:
            joined.shown_by.append(len(shown))
            shown.append(member)
            work_of.append(joined)
            for clause in member.clauses:
                holding[clause].append(len(shown) - 1)
    return [_by_weight(work.members) for work in found]


def _merge(into: _Work, other: _Work, work_of: list[_Work]) -> None:
    into.members += other.members
    into.shown_by += other.shown_by
    for place in other.shown_by:
        work_of[place] = into


def _is_other_work(one: Member, other: Member) -> bool:
    if one.source_id == other.source_id:  # a file prints a document once
        return True
    if one.region and other.region and one.region != other.region:
        return True
    if one.parts.years and other.parts.years:
        return one.parts.years != other.parts.years
    return _revised_outside(one, other) or _revised_outside(other, one)


def _revised_outside(one: Member, other: Member) -> bool:
    """Whether *one* is a revision of a year that *other* is not for (2024年修订, 2026—2028年)."""
    year = one.marked_year
    return bool(year and other.parts.years and not other.parts.years[0] <= year <= other.parts.years[-1])


def _is_one_work(one: Member, other: Member, in_common: int) -> bool:
    if _is_other_work(one, other):
        return False
    is_titled = one.parts.key is not None and one.parts.key == other.parts.key
    is_numbered = one.number is not None and one.number == other.number
    lighter = min(one.weight, other.weight)
    if lighter < TELLING:
        return is_titled and one.parts.mark == other.parts.mark
    if one.parts.key and other.parts.key and not (is_titled or is_numbered):
        return False
    is_sure = is_titled and _may_be_same(one.issuer, other.issuer)
    return in_common / lighter >= (WORK if is_sure else WORK_IN_DOUBT)


def _may_be_same(one: str | None, other: str | None) -> bool:
    """Whether two issuers' names can be one's: a title may leave out whose 市 it is, a list may be cut."""
    return not one or not other or one in other or other in one


# --- versions


def _versions(group: Sequence[Member]) -> list[_Version]:
    """The versions of a work, earliest first. What is printed tells them apart (status, number, date, mark of
    revision, an earlier file of the same address); what prints none of it joins the version that its text is of."""
    versions: list[_Version] = []
    for member in sorted(group, key=lambda m: (-_telling(m), -m.weight, m.document_id)):
        fitting = [
            (_is_named_alike(member, version), share(member.clauses, version.members[0].clauses), -place)
            for place, version in enumerate(versions)
            if not any(_is_other_version(member, each) for each in version.members)
        ]
        alike, closeness, place = max(fitting, default=(False, 0.0, 0))
        if fitting and (alike or closeness >= VERSION or member.weight < TELLING):
            versions[-place].members.append(member)
        else:
            versions.append(_Version([member]))
    return _in_order(versions)


def _telling(member: Member) -> int:
    return 2 * (member.number is not None) + (member.issued_on is not None)


def _is_named_alike(member: Member, version: _Version) -> bool:
    return any(
        (member.number is not None and member.number == each.number)
        or (member.issued_on is not None and member.issued_on == each.issued_on)
        for each in version.members
    )


def _is_other_version(one: Member, other: Member) -> bool:
    if one.status is not other.status or one.parts.mark != other.parts.mark:
        return True
    if one.address and one.address == other.address and one.clauses != other.clauses:
        return True  # the file at this address was replaced by another
    if one.number and other.number:
        return one.number != other.number
    return bool(one.issued_on and other.issued_on and one.issued_on != other.issued_on)


def _in_order(versions: list[_Version]) -> list[_Version]:
    """Finals by day, a draft before the first final that is not earlier. Of two from one day the one with a mark of
    revision is the later, then the one that lay at the same address later, then the higher sequence in the number."""
    finals: list[_Version] = sorted((v for v in versions if not _is_draft(v)), key=_moment)
    ordered = list(finals)
    for draft in sorted((v for v in versions if _is_draft(v)), key=_moment):
        day = _moment(draft)[0]
        place = next((n for n, v in enumerate(ordered) if not _is_draft(v) and (_day(v) or date.max) >= day), None)
        ordered.insert(len(ordered) if place is None else place, draft)
    return ordered


def _is_draft(version: _Version) -> bool:
    return version.members[0].status is Status.DRAFT


def _day(version: _Version) -> date | None:
    return max((m.said_on[0] for m in version.members if m.said_on), default=None)


def _moment(version: _Version) -> tuple[date, str, int, int, str]:
    return (
        _day(version) or date.min,
        version.members[0].parts.mark or "",
        max(m.landing for m in version.members),
        max((m.said_on[1] for m in version.members if m.said_on), default=0),
        min(m.document_id for m in version.members),
    )


def _placed(versions: Sequence[_Version]) -> list[Placement]:
    """The places of a work's documents. The latest final speaks for the work, before it is out the latest draft."""
    in_force = next((v for v in reversed(versions) if not _is_draft(v)), versions[-1])
    plan_id = in_force.best.document_id
    placements, before = [], None
    for number, version in enumerate(versions, 1):
        fullest = max(m.weight for m in version.members)
        placements += [
            Placement(m.document_id, plan_id, number, _is_extract(m, fullest), before, m.document_id == plan_id)
            for m in version.members
        ]
        before = version.best.document_id
    return placements
