"""Printed lines → paragraphs: a sentence cut by a line, a blank line, a column or a page is whole again.

Whether two lines belong together is told by what the first leaves open (no full stop, an open bracket, a
heading's comma), by how wide its lines are, by blank lines and indents, and by whether the second opens with
a marker or stands on its own by its form. A line with a marker always opens a paragraph here; where the
sequence shows that it was none, ``structure.outline`` puts the two together (:attr:`Paragraph.follows_open`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from statistics import median
from typing import NamedTuple

from pipeline.cleaning.characters import close_spaces, mended, one_width
from pipeline.cleaning.typography import Typography
from pipeline.layout.arrangement import LaidLine
from pipeline.layout.boxes import boxes, framed_boxes
from pipeline.layout.display import form, may_be_display
from pipeline.models import Cell, RawLine, Role
from pipeline.numbering import MARKER_STARTS, Marker, bare_marker_at, marker_at
from pipeline.vocabulary import alternation, words

# What close_spaces, mended or the width of a line has to do with.
_WORKED_ON = re.compile("[\x00-\x7f\\s．〉\uf030-\uf039]")
_CLOSED = re.compile("[。！？；：…!?;:][”’」』》]*$")
_MARK = re.compile("[，。；：！？、,;:!?]")
_INSIDE_STOP = re.compile("[。；！？]")
_CLOSERS = "）)］〕]】"
_OPENERS = frozenset("（(《〈“［〔【")
_BRACKET = re.compile("[（(《〈“［〔【）)》〉”］〕】]")
_ENDS = frozenset("。！？；：…!?;:”’」』》）)］〕]】")
_GOES_ON = frozenset("，。；、）)》”：！？")
_KEYS = ("lead", "responsible", "participant", "support", "guidance", "supervision")
_STEMS = [stem for key in _KEYS for stem in words("roles", f"label_{key}")]
# A field of a responsibility note (责任单位：…) on a line of its own: 104 times in 4 of 623 documents.
_FIELD = re.compile(
    rf"(?:{alternation(words('roles', 'label_levels'))}?{alternation(_STEMS)}"
    rf"{alternation(words('roles', 'label_nouns'))}?|{alternation(words('roles', 'label_deadline'))})[：:]"
)
_ISSUED = re.compile(rf"[一-鿿]{{2,30}}{alternation(words('documents', 'issuers'))}(?:关于|$)")
_ITEM = re.compile("[^，。；：！？]{4,20}。.")
_GLOSSARY = frozenset(words("documents", "glossary"))
_FORMAL = frozenset({Role.DOC_NUMBER, Role.DATE, Role.COPY_LIST, Role.IMPRINT})
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

#: A heading is not longer than this, in characters (gold: 44 at most).
LONGEST_HEADING = 60
#: A title has no more lines than this.
LONGEST_TITLE = 4
#: Kinsoku: a full line may end up to so many characters early, for a mark that must not start a line.
SLACK = 2.0


class CleanLine(NamedTuple):
    """A line as :func:`paragraphs` joins it: ``text`` is without markup and with its spaces closed,
    ``width`` is that of the printed line in full-width characters, ``marker`` what it opens with by its form."""

    order: int
    raw: RawLine
    role: Role | None
    text: str
    width: float
    marker: Marker | None

    @classmethod
    def of(cls, line: LaidLine) -> CleanLine:
        """*line* without markup, its letter-spacing closed."""
        text = line.text
        if not _WORKED_ON.search(text):
            # Most lines: full-width characters alone, with nothing to close or to mend.
            marker = marker_at(text) if line.role is None and text[:1] in MARKER_STARTS else None
            return cls(line.order, line.raw, line.role, text, len(text), marker)
        text = mended(close_spaces(line.text))
        # GBK writes what is printed full width in two bytes, all else in one.
        width = len(line.text.encode("gbk", "replace")) / 2
        return cls(
            line.order, line.raw, line.role, text, width, _marker(text, line.text) if line.role is None else None
        )


def _marker(text: str, printed: str) -> Marker | None:
    return marker_at(text) or (bare_marker_at(printed) if text[:1].isdecimal() else None)


@dataclass(slots=True, eq=False)
class Paragraph:
    """Joined lines: ``pieces`` are (index of the line, characters it gives to ``text``), in order.

    ``role`` is set for display lines and furniture; ``marker`` is what ``text`` opens with by its form;
    ``follows_open`` says that the paragraph before it ends in the middle of a sentence."""

    text: str
    pieces: list[tuple[int, int]]
    role: Role | None = None
    marker: Marker | None = None
    follows_open: bool = False
    lines: list[CleanLine] = field(default_factory=list)
    box: int | None = None  # which box (专栏) of the source it stands in, counted in the order they open
    unclosed: int = 0  # brackets and title marks still open at the end of the text

    @property
    def page(self) -> int:
        """The page it starts on."""
        return self.lines[0].raw.place.page

    @property
    def last_page(self) -> int:
        """The page it ends on."""
        return self.lines[-1].raw.place.page

    @property
    def cell(self) -> Cell | None:
        """The cell of a ruled table whose lines these are."""
        return self.lines[0].raw.cell

    def append(self, line: CleanLine) -> None:
        """Let *line* go on with this paragraph."""
        text = line.text
        if text[0] in _LATIN and self.text[-1:] in _LATIN:
            text = " " + text
        self.text += text
        for bracket in _BRACKET.findall(text):
            self.unclosed = self.unclosed + 1 if bracket in _OPENERS else max(0, self.unclosed - 1)
        self.pieces.append((line.order, len(text)))
        self.lines.append(line)

    def absorb(self, other: Paragraph) -> None:
        """Take *other*, the paragraph that follows, into this one."""
        self.text += other.text
        self.pieces += other.pieces
        self.lines += other.lines


@dataclass(frozen=True, slots=True)
class Setting:
    """How a source's text is set: ``measure`` is the width of a full line in full-width characters where
    lines are wrapped (None where a line is a paragraph), ``gap`` the usual number of blank lines between
    two lines, ``indent`` that of lines which go on with a paragraph, ``type`` the sizes of lines with boxes."""

    measure: float | None
    gap: float
    indent: float
    type: Typography = field(default_factory=Typography)

    @classmethod
    def of(cls, lines: list[CleanLine]) -> Setting:
        """How *lines*, all of one source, are set."""
        prose = [line for line in lines if line.role is None and line.width >= 8]
        if not prose:
            return cls(None, 0, 0.0)
        cut = sorted(line.width for line in prose if line.text[-1] not in _ENDS or not is_closed(line.text))
        # Lines are wrapped where most end in mid-sentence, and most of these at one width.
        # The lines of boxes, set over several columns, are wider; they are cut at a width of their own.
        text = cut[: bisect_right(cut, cut[len(cut) // 2] + 2 * SLACK)] if cut else [0.0]
        full = text[len(text) * 3 // 4]
        alike = sum(full - 2 * SLACK <= width <= full + SLACK for width in text)
        # Where lines are paragraphs, headings end at one width too, but paragraphs are wider.
        wider = sum(line.width > full + 2 * SLACK and is_closed(line.text) for line in prose)
        wrapped = len(cut) > 10 and len(cut) * 2 > len(prose) and alike * 2 > len(text) and wider * 10 < len(prose)
        return cls(
            full if wrapped else None,
            median(line.raw.gap for line in prose),
            # Lines that go on are set in least, and can be few.
            sorted(line.raw.indent for line in prose)[len(prose) // 10],
            Typography.of([(line.raw, line.width) for line in prose]),
        )

    def is_full(self, line: CleanLine, *, first: bool = False) -> bool:
        """Whether *line* reaches the right edge; the first line of a paragraph starts two characters in, and what
        ends more than one before the edge there is rather a heading than a line with a mark held back."""
        return self.measure is not None and line.width >= self.measure - (3 if first else SLACK)

    def is_like_text(self, line: CleanLine) -> bool:
        """Whether *line* is as wide as a line of running text."""
        return self.measure is not None and 0.9 * self.measure <= line.width <= self.measure + 2 * SLACK

    def opens_paragraph(self, line: CleanLine, before: Paragraph) -> bool:
        """Whether *line* is set in like the paragraph *before* it, and deeper than most lines."""
        deep = line.raw.indent >= self.indent + 1.5
        return deep and abs(line.raw.indent - before.lines[0].raw.indent) < 0.5


def is_closed(text: str) -> bool:
    """Whether *text* ends a sentence: with a stop, or with a bracket that follows one, holds a note (责任单位：…)
    or is all there is."""
    if text[-1:] not in _ENDS:
        return False
    end = len(text)
    while end and text[end - 1] in _CLOSERS:
        start = _matching(text, end)
        if start is None:
            return False
        if start == 0 or "：" in text[start:end] or ":" in text[start:end]:
            return True
        end = start
    return bool(_CLOSED.search(text, max(0, end - 4), end))


def _matching(text: str, end: int) -> int | None:
    """The index of the bracket that ``text[end - 1]`` closes."""
    depth = 0
    for index in range(end - 1, max(-1, end - 2000), -1):
        if text[index] in _CLOSERS:
            depth += 1
        elif text[index] in "（(［〔[【":
            depth -= 1
            if depth == 0:
                return index
    return None


def _is_closed(paragraph: Paragraph) -> bool:
    """A clause's ； or ： within a bracket closes nothing: a note's fields can stand on lines of their own."""
    return is_closed(paragraph.text) and not (paragraph.unclosed and paragraph.text[-1] in "；：;:")


def _leaves_open(paragraph: Paragraph) -> bool:
    """Whether a bracket, a title mark or a comma at its end leaves *paragraph* unfinished beyond doubt."""
    return paragraph.unclosed > 0 or paragraph.text[-1] in "，、,《（(“—"


def paragraphs(laid: list[LaidLine]) -> list[Paragraph]:
    """The paragraphs of a source, in the order of their first lines; furniture gives paragraphs of its own, and
    the lines of a box (专栏) are joined among themselves.

    After it: every line is in exactly one paragraph, and the characters of a paragraph are those of its
    lines, in order, of one width, with a space only where two Latin words met at a line's end.
    """
    lines = all_lines = [CleanLine.of(line) for line in laid]
    boxed, lines = _framed(lines)
    setting = Setting.of(lines)
    prose = [line for line in lines if line.role is None]
    box_of = boxes(
        [line.text for line in prose],
        [line.width for line in prose],
        [line.raw.indent for line in prose],
        setting.measure,
    )
    if not box_of and not boxed:
        return _joined(lines, setting)
    flattened: dict[int, list[CleanLine]] = defaultdict(list)
    for place, box in box_of.items():
        flattened[box].append(prose[place])
    own_lines = [*boxed, *(own for _, own in sorted(flattened.items()))]
    inside = {line.order for own in own_lines for line in own}
    found = _joined([line for line in lines if line.order not in inside], setting)
    for number, own in enumerate(own_lines, 1):
        found += _box(number, own, setting)
    printed = {line.order: place for place, line in enumerate(all_lines)}
    return sorted(found, key=lambda paragraph: printed[paragraph.pieces[0][0]])


def _framed(lines: list[CleanLine]) -> tuple[list[list[CleanLine]], list[CleanLine]]:
    """The lines of every box whose frame is drawn, and the other lines; a repeated name of a box is a page's head."""
    if not any(line.raw.frame for line in lines):
        return [], lines
    prose = [line for line in lines if line.role is None]
    found = framed_boxes([line.text for line in prose], [line.raw.frame for line in prose])
    again = {prose[place].order for place in found.again}
    boxed: dict[int, list[CleanLine]] = defaultdict(list)
    for place, box in found.boxes.items():
        boxed[box].append(prose[place])
    inside = {line.order for own in boxed.values() for line in own}
    others = [line._replace(role=Role.HEAD) if line.order in again else line for line in lines]
    return [own for _, own in sorted(boxed.items())], [line for line in others if line.order not in inside]


def _box(number: int, lines: list[CleanLine], around: Setting) -> list[Paragraph]:
    """The paragraphs of one box: the lines that name it, and what it holds; it is wrapped like the text *around*,
    at a width of its own."""
    setting = Setting.of(lines)
    if setting.measure is None and (around.measure is not None or lines[0].raw.frame):
        setting = replace(setting, measure=max(line.width for line in lines[1:] or lines))
    first = _name_ends(lines, setting)
    found = [Paragraph("", [])]
    for line in lines[:first]:
        found[0].append(line)
    found[0].text = one_width(mended(found[0].text))
    for item in _items(lines[first:]):
        found += _joined(item, setting)
    for paragraph in found:
        paragraph.role, paragraph.box = Role.BOX, number
    return found


def _name_ends(lines: list[CleanLine], setting: Setting) -> int:
    """How many lines the name of a box takes: where its frame is drawn, those set in the middle of it."""
    em = setting.type.em
    end = 1
    if lines[0].raw.frame and em:
        ends = [line.raw.indent + (line.raw.place.x1 - line.raw.place.x0) / em for line in lines]
        while end < min(len(lines) - 1, LONGEST_TITLE) and _is_amid(lines[end], max(ends) - ends[end]):
            end += 1
    return end


def _is_amid(line: CleanLine, right: float) -> bool:
    """Whether a line without a stop stands in the middle, *right* being the white behind it."""
    amid = line.raw.indent >= 1.5 and abs(line.raw.indent - right) <= 2.5
    return amid and line.marker is None and not _INSIDE_STOP.search(line.text)


def _items(lines: list[CleanLine]) -> list[list[CleanLine]]:
    """The lines of a box parted into its items where these have no numbers: each opens with a title of its own
    (应急队伍建设。组建…) behind a line that ends a sentence."""
    items: list[list[CleanLine]] = [[]]
    unnumbered = not any(line.marker for line in lines)
    for above, line in zip([None, *lines], lines, strict=False):
        if unnumbered and above is not None and _ITEM.match(line.text) and is_closed(above.text):
            items.append([])
        items[-1].append(line)
    return items


def _joined(lines: list[CleanLine], setting: Setting) -> list[Paragraph]:
    found: list[Paragraph] = []
    current: Paragraph | None = None
    prose = [line for line in lines if line.role is None]
    place = 0
    apart = False  # whether a web page's navigation stands between the paragraph and the line
    for line in lines:
        if line.role is not None:
            apart = apart or line.role is Role.NAVIGATION
            if line.raw.cell is not None and found and found[-1].cell == line.raw.cell:
                found[-1].append(line)
            else:
                found.append(Paragraph(line.text, [(line.order, len(line.text))], line.role, lines=[line]))
            continue
        place += 1
        if current is not None and (apart or _opens_whole_title(line, setting)) and not _leaves_open(current):
            current = None
        apart = False
        if (
            current is not None
            and not _glossary_begins(current, line)
            and (_plainly_goes_on(current, line, setting) or _belongs(current, line, prose, place, setting))
        ):
            current.append(line)
            if setting.measure is None and current.role is None and _is_whole_title(current):
                current.role = Role.TITLE
            continue
        role = None if line.marker else _stands_alone(line, prose, place, setting)
        follows_open = current is not None and _in_mid_sentence(current)
        current = Paragraph("", [], role, line.marker, follows_open)
        current.append(line)
        found.append(current)
    for paragraph in found:
        paragraph.text = one_width(mended(paragraph.text))
        if paragraph.role is None and paragraph.marker is None and len(paragraph.lines) > 1:
            paragraph.role = form(paragraph.text)
    return found


def _stands_alone(line: CleanLine, prose: list[CleanLine], place: int, setting: Setting) -> Role | None:
    """The display role of a line that opens a paragraph, unless it fills the measure like running text or the
    next line shows that it goes on. A line wider than the measure is set apart from the text, as is the first of
    all and one that a new paragraph follows."""
    following = prose[place] if place < len(prose) else None
    if following is not None and (following.text[0] in _GOES_ON or setting.type.is_first_of(line.raw, following.raw)):
        return None
    if place > 1 and setting.is_like_text(line) and not (following and following.marker):
        return None
    return _form(line.text)


def _form(text: str) -> Role | None:
    return form(one_width(text)) if may_be_display(text) else None


def _in_mid_sentence(paragraph: Paragraph) -> bool:
    """A display line and a heading end without a stop too, and what follows them starts anew."""
    if paragraph.role is not None or _is_closed(paragraph):
        return False
    return _leaves_open(paragraph) or paragraph.marker is None or not _is_heading(paragraph.text)


def _is_heading(text: str) -> bool:
    return len(text) <= LONGEST_HEADING and not _INSIDE_STOP.search(text)


def _plainly_goes_on(current: Paragraph, line: CleanLine, setting: Setting) -> bool:
    """What :func:`_belongs` says of most lines of wrapped text, told at less cost: *current* ends in the middle of
    a sentence that is no heading's, and *line* has no form of its own."""
    return (
        line.marker is None
        and current.role is None
        and not setting.type.em
        and current.text[-1] not in _ENDS
        and (current.marker is None or len(current.text) > LONGEST_HEADING)
        and line.raw.indent < setting.indent + 1.5
        and not line.raw.opens
        and not may_be_display(line.text)
        and not _FIELD.match(line.text)
        and (setting.measure is not None or not _stands_above(current, line))
    )


def _belongs(current: Paragraph, line: CleanLine, prose: list[CleanLine], place: int, setting: Setting) -> bool:
    """Whether *line* goes on with *current*; ``prose[place:]`` are the lines after it."""
    if line.marker is not None:
        return False
    last = current.lines[-1]
    if setting.type.em and setting.type.is_display(last.raw):
        return _title_goes_on(current, line, setting.type)
    if current.role is not None:
        return current.role is Role.COPY_LIST and _leaves_open(current)
    if current.text[-1] in _ENDS and _is_closed(current):
        return (
            setting.is_full(last, first=len(current.lines) == 1)
            and line.raw.indent < setting.indent + 1.5
            and line.raw.gap <= setting.gap
            and not _FIELD.match(line.text)
            and _stands_alone(line, prose, place, setting) is None
            and not _opens_title(line, prose, place)
        )
    if _leaves_open(current):
        return True
    if setting.measure is None and (line.raw.opens or _stands_above(current, line)):
        return False
    if _FIELD.match(line.text):
        return False
    alone = _form(line.text)
    if alone in _FORMAL:
        return False
    if current.marker is None or not _is_heading(current.text):
        return not (line.raw.indent >= setting.indent + 1.5)
    return _heading_goes_on(current, line, prose, place, setting)


def _stands_above(current: Paragraph, line: CleanLine) -> bool:
    """Whether *current*, where lines are paragraphs, is a title's line or a figure above the text that *line* opens:
    it has no mark at all, as no beginning of a sentence has of which so much follows."""
    if current.marker is not None or len(current.text) > LONGEST_HEADING or _MARK.search(current.text):
        return False
    return current.text.isdecimal() or (len(line.text) > LONGEST_HEADING and bool(_CLOSED.search(line.text)))


def _glossary_begins(current: Paragraph, line: CleanLine) -> bool:
    """Whether the heading of a glossary (名词解释) stands between the two: it is a paragraph of its own."""
    return line.text in _GLOSSARY or current.lines[-1].text in _GLOSSARY


def _opens_title(line: CleanLine, prose: list[CleanLine], place: int) -> bool:
    """Whether a title of several lines opens with *line*: who issues it, 关于 and its subject, and what kind of
    document it is (GB/T 9704—2012, 7.3.1)."""
    if not _ISSUED.match(line.text):
        return False
    run = line.text
    for following in prose[place : place + LONGEST_TITLE - 1]:
        run += following.text
        if _form(run) is Role.TITLE:
            return True
    return False


def _opens_whole_title(line: CleanLine, setting: Setting) -> bool:
    """Whether *line*, where lines are paragraphs, is a title with its issuer: no line above belongs to it."""
    return setting.measure is None and 2 <= line.text.find("关于") <= LONGEST_HEADING and _form(line.text) is Role.TITLE


def _is_whole_title(paragraph: Paragraph) -> bool:
    """Whether lines without a mark between them have become a title."""
    if paragraph.marker is not None or paragraph.unclosed or _MARK.search(paragraph.text):
        return False
    return _form(paragraph.text) is Role.TITLE


def _title_goes_on(current: Paragraph, line: CleanLine, typography: Typography) -> bool:
    """Display type goes on in display type of its size: a title over several lines, one form in all."""
    last = current.lines[-1].raw
    if not typography.is_display(line.raw) or not typography.in_one_title(last, line.raw):
        return False
    if current.role not in (None, Role.TITLE) or current.marker is not None or _INSIDE_STOP.search(current.text):
        return False
    alone = _form(line.text)
    if alone in _FORMAL or (current.role is Role.TITLE and alone not in (None, Role.TITLE)):
        return False
    current.role = None
    return True


def _heading_goes_on(current: Paragraph, line: CleanLine, prose: list[CleanLine], place: int, setting: Setting) -> bool:
    """A heading has no stop, so its end is told by the setting, or by the next marker following at once."""
    last = current.lines[-1]
    same_page = line.raw.place.page == last.raw.place.page
    if same_page and line.raw.gap < setting.gap:
        return True
    if setting.opens_paragraph(line, current):
        return False
    run = line.text
    for following in prose[place : place + 3]:
        if _INSIDE_STOP.search(run) or len(current.text + run) > LONGEST_HEADING:
            break
        if following.marker is not None:
            return True
        run += following.text
    if setting.measure is not None:
        apart = same_page and line.raw.gap > setting.gap
        return not apart and setting.is_full(last, first=len(current.lines) == 1)
    return len(current.text) > LONGEST_HEADING
