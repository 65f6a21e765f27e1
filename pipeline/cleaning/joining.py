"""Whether two lines belong together: told by what the first leaves open (no full stop, an open bracket, a heading's
comma), by how wide its lines are, by blank lines and indents, and by whether the second opens with a marker or
stands on its own by its form. A line with a marker always opens a paragraph here; where the sequence shows that it
was none, ``structure.outline`` puts the two together (:attr:`Paragraph.follows_open`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.cleaning.characters import mended, one_width
from pipeline.cleaning.lines import CleanLine, is_contact, is_field, is_glossary
from pipeline.cleaning.sentences import ENDS, LONGEST_BRACKET, ends_with_stop, is_closed
from pipeline.cleaning.setting import SET_IN, Setting
from pipeline.cleaning.typography import Typography
from pipeline.layout.display import form, may_be_display, may_be_formal
from pipeline.models import Cell, Role
from pipeline.numbering import Marker
from pipeline.vocabulary import alternation, words

_MARK = re.compile("[，。；：！？、,;:!?]")
_STOP = re.compile("[。；！？]")
_OPENERS = frozenset("（(《〈“［〔【")
_LEFT_OPEN = frozenset("，、,《（(“—")
_GOES_ON = frozenset("，。；、）)》”：！？")
_ISSUED = re.compile(rf"[一-鿿]{{0,30}}{alternation(words('documents', 'issuers'))}(?:关于|$)")
_FORMAL = frozenset({Role.DOC_NUMBER, Role.DATE, Role.COPY_LIST, Role.IMPRINT, Role.ATTACHMENT_NOTE})
_OPENS_TEXT = re.compile("(?:为|根据|按照|依据|依照|遵照|现将)[一-鿿《“]|各[一-鿿（）、]{1,20}[，、：]")
# What ends a title, often on a line of its own: 关于…的 / 通知.
_KINDS = frozenset(words("documents", "kinds"))
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

#: A heading is not longer than this, in characters (gold: 44 at most).
LONGEST_HEADING = 60
#: A heading's line that is wrapped is not shorter than this, in characters (the narrowest column seen has 18).
SHORTEST_WRAPPED = 18
#: A title has no more lines than this, and the first of several at least so many characters: a shorter one is a page's.
LONGEST_TITLE = 4
SHORTEST_FIRST = 8
#: The end of a text, in characters, that tells whether it ends a sentence.
LONGEST_END = 2 * LONGEST_BRACKET


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
    is_heading: bool = False  # whether it is nothing but a numbered heading so far, or says whom to ask: it has no stop
    held: list[str] | None = None  # what stands before ``text`` while lines are still joined to a long one

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
        """Let *line* go on with this paragraph. Until it is closed, ``text`` of a long one holds its end only, so that
        a line costs no more the longer it is."""
        text = line.text
        if text[0] in _LATIN and self.text[-1:] in _LATIN:
            text = " " + text
        self._hold()
        self.text += text
        if self.is_heading:
            self.is_heading = len(self.text) <= LONGEST_HEADING and not _STOP.search(text)
        for bracket in line.brackets:
            self.unclosed = self.unclosed + 1 if bracket in _OPENERS else self.unclosed - (self.unclosed > 0)
        self.pieces.append((line.order, len(text)))
        self.lines.append(line)

    def extend(self, run: list[CleanLine]) -> None:
        """Let all lines of *run* go on with this paragraph, which is no heading; none of them opens with a letter."""
        self._hold()
        self.text += "".join([line.text for line in run])
        for bracket in "".join([line.brackets for line in run]):
            self.unclosed = self.unclosed + 1 if bracket in _OPENERS else self.unclosed - (self.unclosed > 0)
        self.pieces += [(line.order, len(line.text)) for line in run]
        self.lines += run

    def _hold(self) -> None:
        if len(self.text) > 2 * LONGEST_END:
            self.held = self.held or []
            self.held.append(self.text[:-LONGEST_END])
            self.text = self.text[-LONGEST_END:]

    def close(self) -> None:
        """Make ``text`` that of all lines, of one width: no line follows."""
        self.text = one_width(mended("".join([*(self.held or ()), self.text])))
        self.held = None

    def absorb(self, other: Paragraph) -> None:
        """Take *other*, the paragraph that follows, into this one."""
        self.text += other.text
        self.pieces += other.pieces
        self.lines += other.lines


def joined(lines: list[CleanLine], setting: Setting) -> list[Paragraph]:
    """The paragraphs that *lines*, printed one after the other in *setting*, make; a line with a role makes one alone,
    but for the lines of one cell."""
    found: list[Paragraph] = []
    current: Paragraph | None = None
    prose = [line for line in lines if line.role is None]
    place = at = title_ends = 0
    apart = False  # whether a web page's navigation stands between the paragraph and the line
    while at < len(lines):
        line = lines[at]
        at += 1
        if line.role is not None:
            apart = apart or line.role is Role.NAVIGATION
            if line.raw.cell is not None and found and found[-1].cell == line.raw.cell:
                found[-1].append(line)
            else:
                found.append(Paragraph(line.text, [(line.order, len(line.text))], line.role, lines=[line]))
            continue
        place += 1
        if current is not None and place <= title_ends:
            current.append(line)
            continue
        if current is not None and (apart or _opens_whole_title(line, setting)) and not _leaves_open(current):
            current = None
        apart = False
        if current is not None and (
            (line.is_plain and _runs_on(current, line, setting))
            or (not _glossary_begins(current, line) and _belongs(current, line, prose, place, setting))
        ):
            current.append(line)
            if setting.measure is None and current.role is None and _is_whole_title(current):
                current.role = Role.TITLE
        else:
            may_head = setting.measure is not None and _begins(found)
            title_ends = place + _title_above_text(prose, place) if may_head else 0
            role = Role.TITLE if title_ends > place else _stands_alone(line, prose, place, setting)
            follows_open = current is not None and _in_mid_sentence(current)
            is_heading = line.marker is not None or is_contact(line.text)
            current = Paragraph("", [], role, line.marker, follows_open, is_heading=is_heading)
            current.append(line)
            found.append(current)
        if not (setting.measure is None or current.is_heading or current.role):
            run = _run(lines, at, setting)
            if run:
                current.extend(run)
                at, place = at + len(run), place + len(run)
    for paragraph in found:
        paragraph.close()
        if paragraph.role is None and paragraph.marker is None and len(paragraph.lines) > 1:
            paragraph.role = form(paragraph.text)
    return found


def _is_closed(paragraph: Paragraph) -> bool:
    """A clause's ； or ： within a bracket closes nothing: a note's fields can stand on lines of their own."""
    return is_closed(paragraph.text) and not (paragraph.unclosed and paragraph.text[-1] in "；：;:")


def _leaves_open(paragraph: Paragraph) -> bool:
    """Whether a bracket, a title mark or a comma at its end leaves *paragraph* unfinished beyond doubt."""
    return paragraph.unclosed > 0 or paragraph.text[-1] in _LEFT_OPEN


def _stands_alone(line: CleanLine, prose: list[CleanLine], place: int, setting: Setting) -> Role | None:
    """The display role of a line that opens a paragraph, unless it has a marker, fills the measure like running text
    or the next line shows that it goes on. A line wider than the measure is set apart from the text, as is the first of
    all and one that a new paragraph follows."""
    if line.marker is not None:
        return None
    if is_field(line.text) and line.text[0] != "【":
        return None  # 责任单位：市水利局、市自然资源和规划 / 局: a name broken behind 规划 is no title
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
    return _leaves_open(paragraph) or not paragraph.is_heading


def _runs_on(current: Paragraph, line: CleanLine, setting: Setting) -> bool:
    """What :func:`_belongs` says of most lines of wrapped text, told at less cost: *current* ends in the middle of
    a sentence that is no heading's, and *line* is plain."""
    return (
        current.text[-1] not in ENDS
        and not current.is_heading
        and current.role is None
        and not setting.is_set_in(line)
        and not setting.type.is_display(current.lines[-1].raw)
        and not is_glossary(current.lines[-1].text)
        and (setting.measure is not None or not (setting.type.em or _stands_above(current, line)))
    )


def _run(lines: list[CleanLine], start: int, setting: Setting) -> list[CleanLine]:
    """The lines from *start* on of which :func:`_runs_on` says, at once, that they go on with the one before them, all
    in wrapped text."""
    deep = setting.indent + SET_IN
    end, last = start, lines[start - 1].text
    while end < len(lines) and last[-1] not in ENDS and not is_glossary(last):
        line = lines[end]
        if setting.type.em and setting.type.is_display(lines[end - 1].raw):
            break
        if line.role is not None or not line.is_plain or line.raw.indent >= deep or line.text[0] in _LATIN:
            break
        last = line.text
        end += 1
    return lines[start:end]


def _belongs(current: Paragraph, line: CleanLine, prose: list[CleanLine], place: int, setting: Setting) -> bool:
    """Whether *line* goes on with *current*; ``prose[place:]`` are the lines after it."""
    if line.marker is not None or _ends_title(current, line) or _completes_title(current, line):
        return line.marker is None
    last = current.lines[-1]
    if setting.type.em and setting.type.is_display(last.raw):
        return _title_goes_on(current, line, setting.type)
    if current.role is not None:
        return current.role is Role.COPY_LIST and _leaves_open(current)
    if current.text[-1] in ENDS and _is_closed(current):
        return (
            setting.is_full(last, first=len(current.lines) == 1)
            and not setting.is_set_in(line)
            and line.raw.gap <= setting.gap
            and not is_field(line.text)
            and _stands_alone(line, prose, place, setting) is None
            and not _opens_title(line, prose, place)
        )
    if _leaves_open(current):
        return not _is_cut_headline(current, line)
    if setting.measure is None and (line.raw.opens or _stands_above(current, line) or _is_contact(current, line)):
        return False
    if is_field(line.text):
        return False
    if may_be_formal(line.text) and _form(line.text) in _FORMAL:
        return False
    if not current.is_heading:
        return not setting.is_set_in(line)
    return _heading_goes_on(current, line, prose, place, setting)


def _is_cut_headline(current: Paragraph, line: CleanLine) -> bool:
    """Whether the title mark left open above the document's number is none that closes below it: a site has cut its
    headline off."""
    is_open = current.marker is None and current.text.count("《") > current.text.count("》")
    return is_open and may_be_formal(line.text) and _form(line.text) is Role.DOC_NUMBER


def _ends_title(current: Paragraph, line: CleanLine) -> bool:
    """Whether *line* is the kind of document that the title above it leaves open: 关于…的 / 通知."""
    is_open = current.text[-1] == "的" and current.marker is None and not _STOP.search(current.text)
    return is_open and line.text in _KINDS


def _completes_title(current: Paragraph, line: CleanLine) -> bool:
    """Whether *current*, who issues and 关于 and no kind of document yet, becomes a title with *line*: where lines are
    paragraphs, a title can be set over two of them."""
    is_bare = current.role is None and current.marker is None and not _MARK.search(current.text)
    opens = is_bare and _ISSUED.match(current.text)
    return bool(opens) and _form(line.text) is not Role.ADDRESSEE and _form(current.text + line.text) is Role.TITLE


def _is_contact(current: Paragraph, line: CleanLine) -> bool:
    return is_contact(line.text) or is_contact(current.text)


def _stands_above(current: Paragraph, line: CleanLine) -> bool:
    """Whether *current*, where lines are paragraphs, is a title's line or a figure above the text that *line* opens:
    it has no mark at all, as no beginning of a sentence has of which so much follows."""
    if current.marker is not None or len(current.text) > LONGEST_HEADING or _MARK.search(current.text):
        return False
    return current.text.isdecimal() or (len(line.text) > LONGEST_HEADING and ends_with_stop(line.text))


def _glossary_begins(current: Paragraph, line: CleanLine) -> bool:
    """Whether the heading of a glossary (名词解释) stands between the two: it is a paragraph of its own."""
    return is_glossary(line.text) or is_glossary(current.lines[-1].text)


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


def _begins(found: list[Paragraph]) -> bool:
    """Whether a document can begin behind *found*: nothing, or a line that is no text."""
    return not found or found[-1].role not in (None, Role.TABLE, Role.BOX)


def _title_above_text(prose: list[CleanLine], place: int) -> int:
    """How many lines from ``prose[place]`` on make a title with the one before it, right above a preamble or a list of
    addressees, which tells where the title ends; 0 where none do."""
    run, is_whole, first = "", False, prose[place - 1].order
    for count, part in enumerate(prose[place - 1 : place + LONGEST_TITLE]):
        if count and _OPENS_TEXT.match(part.text):
            return count - 1 if _form(run) is Role.TITLE else 0
        alone = _form(part.text)
        is_bare = part.marker is None and not part.text.isdecimal() and not _MARK.search(part.text)
        if is_whole or not is_bare or alone not in (None, Role.TITLE) or (count and _names_issuer(part, alone)):
            return 0
        if part.order != first + count or (count == 0 and len(part.text) < SHORTEST_FIRST):
            return 0
        is_whole = alone is Role.TITLE  # the title's last line, or a headline that is printed once more below
        run += part.text
    return 0


def _opens_whole_title(line: CleanLine, setting: Setting) -> bool:
    """Whether *line*, where lines are paragraphs, is a title with its issuer: no line above belongs to it."""
    return setting.measure is None and _names_issuer(line, _form(line.text))


def _names_issuer(line: CleanLine, role: Role | None) -> bool:
    return role is Role.TITLE and 2 <= line.text.find("关于") <= LONGEST_HEADING


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
    if current.role not in (None, Role.TITLE) or current.marker is not None or _STOP.search(current.text):
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
        # What is set close to it goes on with it, unless so short a line was not wrapped.
        return len(current.text) >= SHORTEST_WRAPPED or setting.measure is not None or not ends_with_stop(line.text)
    if setting.opens_paragraph(line, current.lines[0]):
        return False
    if setting.measure is None and (line.text[-1] in "：:" or _form(line.text) is not None):
        return False  # a line of its own, that introduces what follows or stands alone by its form
    if setting.measure is None and line.raw.gap and len(current.text) < SHORTEST_WRAPPED:
        return False  # so short a line was not wrapped: a heading without a number stands below it
    run = line.text
    for following in prose[place : place + 3]:
        if _STOP.search(run) or len(current.text + run) > LONGEST_HEADING:
            break
        if following.marker is not None:
            return True
        run += following.text
    if setting.measure is not None:
        apart = same_page and line.raw.gap > setting.gap
        return not apart and setting.is_full(last, first=len(current.lines) == 1)
    return len(current.text) > LONGEST_HEADING
