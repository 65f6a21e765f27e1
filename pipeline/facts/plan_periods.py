"""Five-year plans as times: “十四五”期间, “十三五”末, “十四五”前三年; and 规划期内, of the document's own plan.

The whole of a plan is a period, and so is its end (a year is not named) unless a word makes it a limit:
到“十四五”末 and “十四五”结束前 are due on the last day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.facts.calendar import integer
from pipeline.facts.date_context import DateContext
from pipeline.facts.date_grammar import COUNT, either
from pipeline.models import Modifier
from pipeline.vocabulary import alternation, load

_PERIODS: dict[str, list[int]] = load("dates")["plan_periods"]
PLAN_NAME = rf"[“\"「‘]?{alternation(_PERIODS)}[”\"」’]?"
OWN_PLAN = rf"{either('own_plan')}(?=[末内间中])"
_PLAN = re.compile(
    rf"(?:[“\"「‘]?(?P<plan>{alternation(_PERIODS)})[”\"」’]?"
    rf"(?:(?P<end>{either('plan_end')}|结束(?=之?前))(?!{either('end_not_before')})|(?P<throughout>{either('plan_throughout')})"
    rf"|(?P<edge>[前头后])(?P<years>{COUNT})年(?![级龄轻])|(?P<start>{either('plan_start')})|(?P<mid>{either('plan_mid')})(?!评估|检查|调整|修编))"
    rf"|(?P<own>{either('own_plan')})(?:(?P<own_end>末)|{either('own_plan_throughout')}?))"
    rf"(?:(?P<before>{either('before_words')})|(?P<since>以来))?"
)


@dataclass(frozen=True, slots=True)
class PlanTime:
    """A plan's years, or some of them; offsets count in the text. ``part`` is what of them is meant.

    ``first`` and ``last`` are None where the text means its own plan and its years are not known."""

    char_start: int
    char_end: int
    first: date | None
    last: date | None
    part: Literal["whole", "end", "years", "start", "mid"]
    is_own: bool
    is_before: bool
    is_since: bool

    @property
    def modifier(self) -> Modifier | None:
        """What part of the plan is meant, as TIMEX3 says it."""
        return {"end": Modifier.END, "start": Modifier.START, "mid": Modifier.MID}.get(self.part)


def read_plan(text: str, at: int, context: DateContext) -> PlanTime | None:
    """The plan's time that begins at offset *at*; None where none does (“十四五”规划 is a name)."""
    found = _PLAN.match(text, at)
    if not found:
        return None
    years: tuple[int, int] | None
    if found["own"]:
        start, end = context.plan_start, context.plan_end
        years = (start, end) if start and end and start < end else None
    else:
        start, end = _PERIODS[found["plan"]]
        years = (start, end)
        count = integer(found["years"]) if found["years"] else None
        if found["years"]:
            if not count or count > end - start:
                return None
            years = (end - count + 1, end) if found["edge"] == "后" else (start, start + count - 1)
    part: Literal["whole", "end", "years", "start", "mid"] = "whole"
    if found["end"] or found["own_end"]:
        part = "end"
    elif found["years"]:
        part = "years"
    elif found["start"] or found["mid"]:
        part = "start" if found["start"] else "mid"
    return PlanTime(
        at,
        found.end(),
        date(years[0], 1, 1) if years else None,
        date(years[1], 12, 31) if years else None,
        part,
        bool(found["own"]),
        bool(found["before"]),
        bool(found["since"]),
    )
