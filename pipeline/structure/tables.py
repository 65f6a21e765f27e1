"""Task tables (任务分工表) → measures with notes; indicator tables → indicators. Other tables stay text.

A row's cells stand one behind the other in the text, so that a row is a span of it; a cell merged over several
rows stands in the first one's span and speaks for all. Offsets count in ``Document.text``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.cleaning.paragraphs import Paragraph
from pipeline.models import At, Indicator, Measure, MeasureKind, Task
from pipeline.numbering import marker_at
from pipeline.numerals import figure
from pipeline.structure import note_grammar as grammar
from pipeline.structure.grids import Grid, grids
from pipeline.structure.indicators import indicators
from pipeline.structure.names import is_whole_name, parts
from pipeline.structure.notes import FoundNote, PlacedNote, parse_note
from pipeline.structure.parts import Part
from pipeline.vocabulary import words

_NUMBER = frozenset(words("tables", "number"))
_TASK = (*words("tables", "task"), *words("tables", "indicator"))
_SAYS_SOMETHING = re.compile("[一-鿿0-9]")
_OUTER = "（）().、．,， "
#: How a role or a deadline is called in the notes that the cells of a column are read as.
_LABELS = {
    "lead": "牵头单位：",
    "responsible": "责任单位：",
    "participant": "参与单位：",
    "support": "配合单位：",
    "guidance": "指导单位：",
    "supervision": "督办单位：",
    "deadline": "完成时限：",
    "person": "责任人：",
}
_NO_UNITS = (_LABELS["deadline"], _LABELS["person"])


@dataclass(frozen=True, slots=True)
class Tables:
    """What a document's tables say; the measures are numbered from the ordinal that was asked for."""

    measures: list[Measure] = field(default_factory=list)
    notes: list[PlacedNote] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)


def read_tables(part: Part, text: str, starts: dict[int, int], first: int) -> Tables:
    """The measures, notes and indicators of the tables of *part*; *starts* gives its cells (by ``id``) their
    offsets in *text*, *first* is the ordinal of the first measure.

    A row is a measure of kind ``table_row``, its path ``table`` with the table's place among the document's and
    the row's printed number (``table1.3``), or its place where none is printed; where one number stands for
    several rows, their places under it (``table1.3.2``). It has no number of its own: no marker opens it, it is a
    cell's."""
    found = Tables()
    for ordinal, grid in enumerate(grids(part), 1):
        before = len(found.indicators)
        found.indicators.extend(replace(i, ordinal=before + n) for n, i in enumerate(indicators(grid), 1))
        columns = _Columns.of(grid.headings)
        if columns is None:
            continue
        rows = _rows(grid, columns)
        shared = Counter(id(row.number) for row in rows if row.number)
        under: Counter[int] = Counter()
        for place, row in enumerate(rows, 1):
            measure = _measure(row, columns, text, starts, first + len(found.measures))
            number = _number(measure.marker)
            path = f"table{ordinal}.{place if number is None else number}"
            if row.number is not None and shared[id(row.number)] > 1:
                under[id(row.number)] += 1
                path += f".{under[id(row.number)]}"
            found.measures.append(measure._replace(path=path))
            found.notes.extend(_notes(row, columns, starts, measure.ordinal))
    return found


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a task table; ``labels`` are those of units and deadlines with what their cells are,
    ``qualifiers`` the headings that say more than a role (本委牵头处室)."""

    number: int | None
    tasks: tuple[int, ...]
    labels: dict[int, str]
    qualifiers: dict[int, str]

    @classmethod
    def of(cls, headings: tuple[str, ...]) -> _Columns | None:
        """None where no column is of tasks, or none of units."""
        labels: dict[int, str] = {}
        qualifiers: dict[int, str] = {}
        tasks: list[int] = []
        for column, heading in enumerate(headings):
            kind = _kind(heading)
            if heading.endswith(_TASK):
                tasks.append(column)
            elif kind:
                labels[column] = _LABELS[kind[0]]
                if kind[1]:
                    qualifiers[column] = heading
        if not tasks or all(label in _NO_UNITS for label in labels.values()):
            return None
        number = next((column for column, heading in enumerate(headings) if heading in _NUMBER), None)
        return cls(number, tuple(tasks), labels, qualifiers)


def _kind(heading: str) -> tuple[str, int] | None:
    """What the cells under *heading* are, in the words of notes, and where in it these begin: 牵头单位 → lead, 0."""
    found = (match for match in grammar.KIND.finditer(heading) if match.end() == len(heading))
    return next(((match.lastgroup, match.start()) for match in found if match.lastgroup), None)


@dataclass(slots=True)
class _Row:
    """What one measure is printed in: ``task`` is its cell in the last task column that has one, ``cells`` are
    all with their columns, ``own`` those that are not merged with the rows above."""

    number: Paragraph | None
    title: Paragraph | None
    task: Paragraph
    cells: list[tuple[int, Paragraph]]
    own: list[tuple[int, Paragraph]]


def _rows(grid: Grid, columns: _Columns) -> list[_Row]:
    """The rows of tasks. Rows over which one task is merged are one unless each has a number, and so is a row that a
    page cuts in two; a row that is one cell is a heading. A number or title left blank is that of the row above."""
    found: list[_Row] = []
    seen: set[int] = set()
    for place, printed in enumerate(grid.rows):
        cells = [(column, cell) for column, cell in enumerate(printed) if cell and cell not in printed[:column]]
        own = [(column, cell) for column, cell in cells if id(cell) not in seen]
        seen.update(id(cell) for _, cell in own)
        if len(cells) == 1 and None not in printed:
            continue
        task = next((cell for column in reversed(columns.tasks) if (cell := printed[column])), None)
        number = printed[columns.number] if columns.number is not None else None
        title = printed[columns.tasks[0]]
        last = found[-1] if found else None
        is_cut = place in grid.cuts and number is None and not any(column in columns.labels for column, _ in cells)
        counted = number is not None and last is not None and last.number is not None and number is not last.number
        same = last is not None and task is last.task and not counted
        if last and (task is None or same or (is_cut and columns.number is not None)):
            last.cells += own
            last.own += own
        elif task is not None and any(cell is not number for _, cell in own):
            if last and columns.number is not None and number is None:
                number, title = last.number, title or last.title
            found.append(_Row(number, title if title is not task else None, task, cells, own))
    return found


def _measure(row: _Row, columns: _Columns, text: str, starts: dict[int, int], ordinal: int) -> Measure:
    own = [(column, cell) for column, cell in row.own if cell is not row.number]
    start = min(starts[id(cell)] for _, cell in own)
    end = max(starts[id(cell)] + len(cell.text) for _, cell in own)
    marker = marker_at(text[start:end]) if row.number is None else None
    if marker is not None:
        start += marker.end
        start += len(text[start:end]) - len(text[start:end].lstrip())
    title = _title(row.title)
    said = [cell for column, cell in own if column not in columns.labels]
    content = "\n".join(text[max(start, starts[id(cell)]) : starts[id(cell)] + len(cell.text)] for cell in said)
    return Measure(
        ordinal=ordinal,
        section=None,
        kind=MeasureKind.TABLE_ROW,
        marker=row.number.text if row.number else marker.text if marker else "",
        number=None,
        path="",
        title=title,
        text=text[start:end],
        page_start=min(cell.page for _, cell in own),
        page_end=max(cell.last_page for _, cell in own),
        char_start=start,
        char_end=end,
        tasks=(Task(1, title, content, start, end),),
    )


def _title(cell: Paragraph | None) -> str | None:
    if cell is None:
        return None
    marker = marker_at(cell.text)
    return cell.text[marker.end if marker else 0 :].strip().rstrip("。；：:") or None


def _number(printed: str) -> int | None:
    value = figure(printed.strip(_OUTER))
    return int(value) if value is not None and value == int(value) else None


def _notes(row: _Row, columns: _Columns, starts: dict[int, int], ordinal: int) -> Iterator[PlacedNote]:
    """The cells of units and deadlines, each read as a field of a responsibility note with its column's label."""
    for column, cell in row.cells:
        label = columns.labels.get(column)
        if label is None or not _SAYS_SOMETHING.search(cell.text):
            continue
        for start, end in _lists(cell):
            note = parse_note(label + cell.text[start:end])
            if column in columns.qualifiers:
                units = (unit._replace(qualifier=unit.qualifier or columns.qualifiers[column]) for unit in note.units)
                note = replace(note, units=tuple(units))
            found = FoundNote(len(label), len(label) + end - start, note)
            yield PlacedNote(At(None, ordinal, 1), starts[id(cell)] + start - len(label), found)


def _lists(cell: Paragraph) -> Iterator[tuple[int, int]]:
    """The spans of a cell's text that are read alone: it is parted where one line ends with a whole name and the
    next one opens with one, for lines of a cell are as often a list as a wrap."""
    start = position = 0
    for (_, length), (_, following) in zip(cell.pieces, cell.pieces[1:], strict=False):
        position += length
        before = list(parts(cell.text, start, position))
        after = next(parts(cell.text, position, position + following), None)
        if (
            before
            and after
            and is_whole_name(cell.text[slice(*before[-1])])
            and is_whole_name(cell.text[slice(*after)])
        ):
            yield start, position
            start = position
    yield start, len(cell.text)
