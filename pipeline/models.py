"""The nouns of the pipeline, as frozen dataclasses; those that stand for single lines, measures and facts, of
which a gazette has thousands, are named tuples (made in a quarter of the time).

Conventions, for every class below:

- character offsets count from 0 and are half open; offsets of mentions returned by a function count
  in the text handed to it, offsets stored in a :class:`Document` count in ``Document.text``;
- line numbers, page numbers and ordinals count from 1;
- ids are short strings built from the SHA-256 of the source's bytes and ordinals, so the same bytes
  under the same rules have the same ids.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar


class PipelineError(Exception):
    """A fault of the input that the user can act on; ``str()`` is one plain sentence."""


class UnreadableSource(PipelineError):  # noqa: N818 - it says what the source is
    """The bytes of one file cannot be read as a document; it costs only that file."""


class Role(StrEnum):
    """What a line is, in the terms of GB/T 9704—2012 where it has one."""

    ISSUER_MARK = "issuer_mark"  # 发文机关标志
    DOC_NUMBER = "doc_number"  # 发文字号
    TITLE = "title"  # 标题
    ADDRESSEE = "addressee"  # 主送机关
    HEADING = "heading"
    BODY = "body"  # 正文
    ATTACHMENT_NOTE = "attachment_note"  # 附件说明
    SIGNATURE = "signature"  # 发文机关署名
    DATE = "date"  # 成文日期
    SEAL = "seal"  # 印章
    COPY_LIST = "copy_list"  # 抄送机关
    IMPRINT = "imprint"  # 印发机关和印发日期
    PAGE_NUMBER = "page_number"  # 页码
    HEAD = "head"
    FOOT = "foot"
    NAVIGATION = "navigation"
    CONTENTS = "contents"
    BOX = "box"
    TABLE = "table"
    NOTE = "note"
    GLOSSARY = "glossary"
    NOISE = "noise"


#: Roles whose characters make up ``Document.text``, white space aside.
TEXT_ROLES = frozenset({Role.HEADING, Role.BODY, Role.NOTE, Role.BOX, Role.TABLE, Role.GLOSSARY})


class Status(StrEnum):
    """Whether a document is in force or out for comments."""

    FINAL = "final"
    DRAFT = "draft"  # 征求意见稿, 草案, 讨论稿


class MeasureKind(StrEnum):
    """What kind of printed thing a measure is."""

    ITEM = "item"
    ARTICLE = "article"
    BOX_ITEM = "box_item"
    TABLE_ROW = "table_row"


class AssignmentRole(StrEnum):
    """What a unit does on a task."""

    LEAD = "lead"  # 牵头
    RESPONSIBLE = "responsible"  # 责任, 负责
    PARTICIPANT = "participant"  # 参加, 参与
    SUPPORT = "support"  # 配合, 协办
    GUIDANCE = "guidance"  # 指导
    SUPERVISION = "supervision"  # 督办, 监督


class Basis(StrEnum):
    """What says so: printed here, at the section, or earlier for all that follows."""

    STATED = "stated"  # printed in a note of this task or section
    SECTION = "section"  # a note that closes a section speaks for its measures
    STANDING = "standing"  # an earlier note speaks for all that follows


class UnitKind(StrEnum):
    """The system that an organisation belongs to."""

    PARTY = "party"
    GOVERNMENT = "government"
    CONGRESS = "congress"
    CPPCC = "cppcc"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    MASS_ORGANISATION = "mass_organisation"
    ENTERPRISE = "enterprise"
    INSTITUTION = "institution"  # 事业单位
    COLLECTIVE = "collective"  # several units that are not of one kind
    OTHER = "other"


class DateKind(StrEnum):
    """What a time expression states."""

    DEADLINE = "deadline"
    PERIOD = "period"
    RECURRENCE = "recurrence"
    DURATION = "duration"
    POINT = "point"


class Precision(StrEnum):
    """The unit of time that is printed."""

    DAY = "day"
    TEN_DAYS = "ten_days"  # 旬
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    PLAN = "plan"  # a five-year plan's years


class Modifier(StrEnum):
    """TIMEX3 ``mod`` values (ISO 24617-1)."""

    BEFORE = "BEFORE"
    AFTER = "AFTER"
    ON_OR_BEFORE = "ON_OR_BEFORE"
    ON_OR_AFTER = "ON_OR_AFTER"
    EQUAL_OR_LESS = "EQUAL_OR_LESS"
    EQUAL_OR_MORE = "EQUAL_OR_MORE"
    START = "START"
    MID = "MID"
    END = "END"
    APPROX = "APPROX"


class Comparator(StrEnum):
    """How a figure bounds what it measures (Civil Code, art. 1259)."""

    EQUAL = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    MORE = ">"
    LESS = "<"
    ABOUT = "~"
    RANGE = "range"


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # something printed could not be read
    WARNING = "warning"  # something printed looks wrong and was loaded as printed
    INFO = "info"


@dataclass(frozen=True)
class SourceFile:
    """One file as it landed. ``source_id`` is the first 12 hexadecimal digits of its SHA-256."""

    name: str
    uri: str
    data: bytes = field(repr=False)

    @classmethod
    def from_path(cls, path: str | Path) -> SourceFile:
        """Read *path*.

        Raises:
            UnreadableSource: it does not exist, is a folder, or may not be read.
        """
        path = Path(path)
        try:
            return cls(path.name, path.resolve().as_uri(), path.read_bytes())
        except FileNotFoundError:
            raise UnreadableSource(f"{path} does not exist; check the path.") from None
        except IsADirectoryError:
            raise UnreadableSource(f"{path} is a folder; name the files in it, or ingest the folder.") from None
        except PermissionError:
            raise UnreadableSource(f"{path} may not be read; give yourself read permission for it.") from None
        except OSError as error:
            raise UnreadableSource(f"{path} cannot be read: {error.strerror or error}.") from None

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def source_id(self) -> str:
        """The first 12 digits of :attr:`sha256`: the id of the source and the head of all ids below it."""
        return self.sha256[:12]


class Place(NamedTuple):
    """Where a line is printed: page, and the box in points (origin top left), or, in a file without
    pages of paper, ``top`` = ``bottom`` = the line's number in the file and ``x0``, ``x1`` the columns
    in characters (from 0, half open)."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Cell(NamedTuple):
    """Where a line stands in a ruled table: the table's number in the source (from 1), row and column (from 0)
    of the cell's first corner, and how many rows and columns it spans."""

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class RawLine(NamedTuple):
    """A printed line as a reader yields it.

    ``gap`` counts the blank lines above it, ``indent`` is the white space before its first character in
    full-width characters, ``marks`` are the spans of ``text`` that are markup and not print (a Markdown
    heading or bold mark), ``cell`` is set for the lines of a table, ``aside`` for those that stand outside the
    article of a web page, ``opens`` where the format itself says that a paragraph begins, ``frame`` is the number
    in the source (from 1) of the frame that is drawn around the line."""

    text: str
    place: Place
    gap: int = 0
    indent: float = 0.0
    marks: tuple[tuple[int, int], ...] = ()
    cell: Cell | None = None
    aside: bool = False
    opens: bool = False
    frame: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page (or the whole file where pages are not told apart), its lines in printed order."""

    number: int
    lines: tuple[RawLine, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a source's bytes: its pages, in the order they are printed in the file.

    The characters of all lines in order are the characters of the file, white space aside."""

    reader: str
    media_type: str
    pages: tuple[Page, ...]
    paged: bool  # False where the file tells no pages apart
    findings: tuple[Finding, ...] = ()


class Line(NamedTuple):
    """A printed line with its role; a printed line that holds two roles is two of these.

    ``char_start`` and ``char_end`` are offsets into the text of document ``document_ordinal``
    (None for lines that are no part of a document's text)."""

    line_no: int
    place: Place
    text: str
    role: Role
    document_ordinal: int | None = None
    char_start: int | None = None
    char_end: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a source that a person should look at: never a silent fix, never a guess."""

    code: str
    severity: Severity
    message: str
    line_no: int | None = None
    document_ordinal: int | None = None
    measure_ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered node that holds numbered nodes. ``parent`` is the ordinal of the section above.

    ``path`` is the dotted numbers of the markers from the outermost level in."""

    ordinal: int
    parent: int | None
    level: int
    marker: str
    number: int | None
    path: str
    heading: str
    intro: str
    char_start: int
    char_end: int


class Task(NamedTuple):
    """What one responsibility note closes; ``text`` is without the note, the span includes it."""

    ordinal: int
    title: str | None
    text: str
    char_start: int
    char_end: int


class Measure(NamedTuple):
    """The deepest numbered node with text of its own, from after its marker to the next marker.

    ``text`` is ``Document.text[char_start:char_end]`` without white space at the ends; ``marker`` is as
    printed; ``section`` is the ordinal of the section that holds it."""

    ordinal: int
    section: int | None
    kind: MeasureKind
    marker: str
    number: int | None
    path: str
    title: str | None
    text: str
    page_start: int
    page_end: int
    char_start: int
    char_end: int
    tasks: tuple[Task, ...] = ()


class At(NamedTuple):
    """What a fact belongs to, by ordinals; all None: the document's text outside sections and measures."""

    section: int | None = None
    measure: int | None = None
    task: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation, as its normal form within a jurisdiction (``region``: its name, e.g. 吉首市; ``region_code``:
    its code of six digits by GB/T 2260, None where the table of codes does not tell)."""

    name: str
    short_name: str
    region: str | None
    kind: UnitKind
    is_collective: bool = False
    region_code: str | None = None


class NamedUnit(NamedTuple):
    """One unit as a responsibility note names it; offsets count in the note's text."""

    role: AssignmentRole
    surface: str
    char_start: int
    char_end: int
    qualifier: str | None = None  # 按职责分工负责
    is_open_ended: bool = False  # …等部门
    rule: str = ""


class Assignment(NamedTuple):
    """A unit, in a role, on a task or on a section; offsets count in ``Document.text``.

    ``name_until`` is the year of the reform up to which the unit bore the printed name, None where it still does."""

    at: At
    ordinal: int
    role: AssignmentRole
    surface: str
    unit: Unit
    basis: Basis
    qualifier: str | None
    is_open_ended: bool
    char_start: int
    char_end: int
    rule: str = ""
    name_until: int | None = None


class DateMention(NamedTuple):
    """A date, deadline, period, recurrence or duration as the text states it.

    ``due_on`` is the last day on which a deadline is met; ``start_on`` and ``end_on`` bound a period
    (both inclusive); ``rrule`` is an RFC 5545 recurrence rule without its ``RRULE:``; ``duration`` is
    ISO 8601. ``rule`` names the rule that read it."""

    kind: DateKind
    surface: str
    char_start: int
    char_end: int
    start_on: date | None = None
    end_on: date | None = None
    due_on: date | None = None
    rrule: str | None = None
    duration: str | None = None
    working_days: int | None = None
    modifier: Modifier | None = None
    precision: Precision | None = None
    year_is_inferred: bool = False
    is_ambiguous: bool = False
    rule: str = ""


class Quantity(NamedTuple):
    """A figure with its comparator, in the printed unit with 万 and 亿 multiplied out.

    ``low`` and ``high`` are the bounds (None: open); ``subject`` is the noun phrase the figure is of;
    ``per`` the base of a rate (每万人…160平方米: 万人) or, as printed, of a change (较2020年)."""

    surface: str
    comparator: Comparator
    low: float | None
    high: float | None
    unit: str
    char_start: int
    char_end: int
    subject: str | None = None
    per: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of an indicator table, as printed; ``nature`` is 约束性 or 预期性."""

    table_title: str
    ordinal: int
    name: str
    unit: str | None
    baseline_year: int | None
    baseline: str | None
    target_year: int | None
    target: str | None
    nature: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that the text cites: 《title》, its number, or both."""

    title: str | None
    doc_number: str | None
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a glossary (名词解释)."""

    term: str
    definition: str


F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Placed(Generic[F]):
    """A fact, its offsets in ``Document.text``, with what it belongs to."""

    at: At
    fact: F


@dataclass(frozen=True, slots=True)
class Document:
    """One government document inside a source.

    A notice and the plan that it issues are one document: the title is the plan's; number, issuer and
    date come from the notice."""

    ordinal: int
    title: str | None
    text: str
    issuer: str | None = None
    doc_number: str | None = None
    registration_number: str | None = None
    addressees: str | None = None
    copied_to: str | None = None
    kind: str | None = None  # 方案, 意见, 规划 …: the last word of the title
    status: Status = Status.FINAL
    region: str | None = None
    region_code: str | None = None
    issued_on: date | None = None
    printed_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    page_start: int = 1
    page_end: int = 1
    parent: int | None = None  # ordinal of the document whose annex this is
    sections: tuple[Section, ...] = ()
    measures: tuple[Measure, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    dates: tuple[Placed[DateMention], ...] = ()
    quantities: tuple[Placed[Quantity], ...] = ()
    citations: tuple[Placed[Citation], ...] = ()
    indicators: tuple[Indicator, ...] = ()
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one source says. Pure data: the same bytes and the same rules give an equal value."""

    source_id: str
    name: str
    uri: str
    byte_size: int
    media_type: str
    reader: str
    page_count: int
    lines: tuple[Line, ...]
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
