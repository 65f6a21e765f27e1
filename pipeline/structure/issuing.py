"""What issues what: notices joined with the plans that they carry, annexes tied to their document."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from pipeline.models import Role
from pipeline.vocabulary import alternation, words

if TYPE_CHECKING:
    from pipeline.structure.parts import Part

_KIND_AT_END = re.compile(
    alternation(words("documents", "carriers")) + r"(?:（(?:[^（）]|（[^（）]{0,80}）){0,80}）)?$"
)
_CARRIES = re.compile(alternation(words("documents", "carries")))
# A notice can say without a verb for it that something follows: 现将…分解到各部门; 现将…通知如下 is the notice itself.
_HANDS_OUT = re.compile("现将(?![^。；]{0,40}如下)")
_MARKS = re.compile("[《》〈〉（）]")
_IMPRINT = frozenset({Role.COPY_LIST, Role.IMPRINT})
#: A title that a notice names, or that its place alone tells, is not shorter, in characters.
SHORTEST_TITLE = 6


def is_carrier_title(text: str) -> bool:
    """关于印发《…》的通知: a title that carries another document."""
    return bool(_KIND_AT_END.search(text) and _CARRIES.search(text))


def bare(title: str) -> str:
    """*title* without any title marks and brackets."""
    return _MARKS.sub("", title)


def joined(found: list[Part]) -> list[Part]:
    """Notices joined with what they issue, annexes tied to their document; one that only explains words is part
    of it."""
    result: list[Part] = []
    pending: Part | None = None
    for place, part in enumerate(found):
        main = next((p for p in reversed(result) if not p.is_annex), None)
        if result and part.is_annex and part.has_only_glossary:
            main = main or result[-1]
            main.back += part.front
            main.glossary += part.glossary
            continue
        if pending is not None:
            part.carrier = pending.carrier + pending.front + pending.back
            part.body = pending.body + part.body
            part.tables = pending.tables + part.tables
            part.boxes = pending.boxes + part.boxes
            part.glossary = pending.glossary + part.glossary
            part.is_annex = False
            pending = None
        if place + 1 < len(found) and not part.has_numbering and _issues_the_next(part, found[place + 1]):
            pending = part
            continue
        if place + 1 < len(found) and part.has_numbering and _names(part, found[place + 1]):
            part.issues = found[place + 1]
        if part.is_annex:
            part.parent = main
            if main:
                _give_imprint(part, main)
        elif main and not part.carrier:
            first = main.sent_with or main
            part.sent_with = first if first.carrier and _sends(first, part) else None
        result.append(part)
    return result


def _sends(first: Part, part: Part) -> bool:
    """Whether the notice that carries *first* names *part* too."""
    notice = [*first.carrier, *takewhile(lambda p: p.marker is None, first.body)]
    named = bare("".join(p.text for p in part.formal(Role.TITLE, where="front")))
    return len(named) >= SHORTEST_TITLE and any(named in bare(p.text) for p in notice)


def _give_imprint(annex: Part, main: Part) -> None:
    """Copies and imprint close the last page of the whole document, behind its annexes (GB/T 9704—2012, 7.4)."""
    if not any(p.role in _IMPRINT for p in main.back):
        main.back += [p for p in annex.back if p.role in _IMPRINT]
        annex.back = [p for p in annex.back if p.role not in _IMPRINT]


def _issues_the_next(part: Part, following: Part) -> bool:
    titles = [p.text for p in part.formal(Role.TITLE)]
    if any(is_carrier_title(title) for title in titles) or not titles:
        return True
    hands_out = any(_KIND_AT_END.search(title) for title in titles)
    return not following.is_annex and any(
        _CARRIES.search(p.text) or (hands_out and _HANDS_OUT.search(p.text)) for p in part.body
    )


def _names(part: Part, following: Part) -> bool:
    """Whether *part* is a notice whose title names *following*, whatever marks the name stands in."""
    carriers = [bare(p.text) for p in part.formal(Role.TITLE) if is_carrier_title(p.text)]
    named = bare("".join(p.text for p in following.formal(Role.TITLE, where="front")))
    return bool(named) and any(named in carrier for carrier in carriers)
