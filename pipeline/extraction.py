"""The whole way of one source, from bytes to facts: :func:`extract` reads like the pipeline's table of contents."""

from __future__ import annotations

import gc
import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache
from importlib import resources

from pipeline import readers, vocabulary
from pipeline.cleaning.paragraphs import Paragraph, paragraphs
from pipeline.cleaning.sentences import is_closed
from pipeline.facts import divisions
from pipeline.facts.assignments import assignments
from pipeline.facts.dates import DateContext
from pipeline.facts.gathering import gather
from pipeline.facts.jurisdictions import Jurisdiction
from pipeline.layout.arrangement import LaidLine, arrange
from pipeline.models import Document, Extraction, Finding, Role, Severity, SourceFile
from pipeline.structure.assembly import Assembly, assemble
from pipeline.structure.closing import drop_page_tail
from pipeline.structure.formalities import Formalities, formalities, issued_by, year_of_number
from pipeline.structure.lines import Located, locate, printed_lines
from pipeline.structure.page_fields import PageFields, page_fields
from pipeline.structure.parts import Part, parts


@contextmanager
def _without_collector() -> Iterator[None]:
    """What is made of a source holds no cycles and goes with the last that refers to it: looking for cycles all the
    while would take a fifteenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_without_collector()
def extract(source: SourceFile) -> Extraction:
    """Everything that *source* says: its lines with roles, its documents with their tasks and facts, findings.

    Pure: the same bytes under the same :func:`rules_version` give an equal result.

    Raises:
        pipeline.models.UnreadableSource: the bytes cannot be read as a document.
    """
    reading = readers.read(source.data)
    laid = arrange(reading)
    joined = paragraphs(laid)
    found = parts(joined)
    for part in found[-1:]:
        drop_page_tail(part.body, _after(joined, part))
    printed = {line.order: line.text for line in laid}
    page = page_fields([printed[order] for p in joined if p.role is Role.NAVIGATION for order, _ in p.pieces])
    # A page's head speaks of what the page shows, and of its other documents only when it was put there.
    formal = [
        formalities(part, PageFields(published_on=page.published_on) if n else page) for n, part in enumerate(found)
    ]
    for n, part in enumerate(found):
        if part.issues:
            plan = found.index(part.issues)
            formal[plan] = issued_by(formal[n], formal[plan])
        if part.sent_with:
            formal[n] = issued_by(formal[found.index(part.sent_with)], formal[n])

    documents: list[Document] = []
    findings: list[tuple[Finding, Paragraph]] = []
    located: Located = {}
    for ordinal, part in enumerate(found, 1):
        assembly = assemble(part)
        parent = found.index(part.parent) if part.parent else None
        document, problems = _document(ordinal, part, assembly, formal, parent, _carrier(part, found))
        documents.append(document)
        located |= locate([*part.carrier, *part.front, *part.back], ordinal, {})
        located |= locate([p for p, _ in assembly.placed], ordinal, {id(p): start for p, start in assembly.placed})
        findings += [(replace(finding, document_ordinal=ordinal), p) for finding, p in problems]
    located |= locate([p for p in joined if p.pieces[0][0] not in located], None, {})
    if not any(document.measures for document in documents):
        message = "No numbered item was found in the text; check whether the whole plan was published here."
        findings.append((Finding("no_numbered_item", Severity.ERROR, message), joined[0]))

    lines, numbers = printed_lines(laid, located, {d.ordinal: d.text for d in documents})
    return Extraction(
        source_id=source.source_id,
        name=source.name,
        uri=source.uri,
        byte_size=len(source.data),
        media_type=reading.media_type,
        reader=reading.reader,
        page_count=len(reading.pages),
        lines=tuple(lines),
        documents=tuple(documents),
        findings=(
            *(replace(f, line_no=_row_of(f.line_no, laid, numbers)) for f in reading.findings),
            *(replace(f, line_no=f.line_no or numbers[p.pieces[0][0]]) for f, p in findings),
        ),
    )


def _carrier(part: Part, found: list[Part]) -> str:
    """The words of the notice that carries *part*: its own, the one above an annex, one that is a document itself."""
    above = part.parent.carrier if part.parent else []
    notices = [p for notice in found if notice.issues is part for p in (*notice.carrier, *notice.body)]
    return "\n".join(p.text for p in (*part.carrier, *above, *notices))


def _document(
    ordinal: int, part: Part, assembly: Assembly, formal: list[Formalities], parent: int | None, carrier: str
) -> tuple[Document, list[tuple[Finding, Paragraph]]]:
    own = formal[ordinal - 1]
    # An annex is read in the light of its document: its units' jurisdiction, the years that its dates leave out.
    above = formal[parent] if parent is not None else own
    jurisdiction = Jurisdiction.of(own.issuer or above.issuer, own.title if own.issuer else above.title, assembly.text)
    start, end = (own.period_start, own.period_end) if own.period_start else (above.period_start, above.period_end)
    issued = own.issued_on or above.issued_on or own.published_on
    # Where neither its title nor a date tells a document's year, its number does (云政办发〔2023〕7号).
    numbered = None if start or issued else year_of_number(own.doc_number or above.doc_number)
    context = DateContext(
        reference=issued,
        plan_start=start.year if start else numbered,
        plan_end=end.year if end else numbered,
        published_on=issued,
    )
    facts = gather(assembly, context)
    assigned, unread = assignments(
        assembly,
        jurisdiction,
        Jurisdiction.joint(own.issuer or above.issuer),
        issued.year if issued else numbered,
        carrier,
    )
    pages = {line.raw.place.page for paragraph, _ in assembly.placed for line in paragraph.lines} or {1}
    document = Document(
        ordinal=ordinal,
        text=assembly.text,
        region=jurisdiction.region,
        region_code=jurisdiction.code,
        page_start=min(pages),
        page_end=max(pages),
        parent=parent + 1 if parent is not None else None,
        sections=tuple(assembly.sections),
        measures=tuple(assembly.measures),
        assignments=assigned,
        dates=facts.dates,
        quantities=facts.quantities,
        citations=facts.citations,
        indicators=tuple(assembly.indicators),
        terms=tuple(assembly.terms),
        **asdict(own),
    )
    problems = list(assembly.findings)
    problems += [(finding, _paragraph_at(assembly, offset)) for finding, offset in (*facts.findings, *unread)]
    if document.title is None:
        message = "No title was found; check whether the file holds the whole document."
        first = next(iter([*part.front, *part.body, *part.back, *part.tables]))
        problems.append((Finding("no_title", Severity.WARNING, message), first))
    return document, problems


def _paragraph_at(assembly: Assembly, offset: int) -> Paragraph:
    place = bisect_right(assembly.placed, offset, key=lambda placed: placed[1]) - 1
    return assembly.placed[place][0]


def _after(joined: list[Paragraph], part: Part) -> list[Paragraph]:
    """The paragraphs of a source behind the last sentence of a part's body."""
    body = {id(p) for p in part.body}
    for place in range(len(joined) - 1, -1, -1):
        if id(joined[place]) in body and is_closed(joined[place].text):
            return joined[place + 1 :]
    return []


def _row_of(printed: int | None, laid: list[LaidLine], numbers: dict[int, int]) -> int | None:
    """The row of a reader's finding, which names the line by its number in the file."""
    return next((numbers[line.order] for line in laid if line.raw.place.top == printed), None)


@cache
def rules_version() -> str:
    """A name for the rules in force: a hash of the pipeline's code and vocabulary (16 hexadecimal digits)."""
    total = hashlib.sha256(f"{vocabulary.digest()} {divisions.data_version()}".encode())
    stack = [resources.files(__package__ or "pipeline")]
    code: dict[str, bytes] = {}
    while stack:
        for entry in stack.pop().iterdir():
            if entry.is_dir() and entry.name != "__pycache__":
                stack.append(entry)
            elif entry.name.endswith(".py"):
                code[str(entry)] = entry.read_bytes()
    for _, data in sorted(code.items()):
        total.update(data)
    return total.hexdigest()[:16]
