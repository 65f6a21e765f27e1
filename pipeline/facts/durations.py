"""Lengths of time to the end of which something is due: 二十个工作日内, 三个月内, 半年内.

They run from an event (自受理之日起), not from a calendar day, and are kept as ISO 8601 durations. Working days
are counted apart, for a calendar of holidays decides on them.
"""

from __future__ import annotations

from pipeline.facts.calendar import integer
from pipeline.facts.date_grammar import DURATION
from pipeline.models import DateKind, DateMention, Modifier

_DAYS = ("工作日", "交易日", "自然日", "日", "天")
_UNITS = {"小时": "H", "季度": "M", "月": "M", "年": "Y", "周": "W"} | dict.fromkeys(_DAYS, "D")


def read_duration(text: str, at: int) -> DateMention | None:
    """The duration that begins at offset *at*; None where none does. 2022年内 is none.

    Of a range (三至六个月内) the longer one is kept and marked ambiguous."""
    found = DURATION.match(text, at)
    if not found:
        return None
    count = integer(found["months"] or found["count"] or "")
    unit = (found["unit"] or "").removeprefix("个")
    if found["half"]:
        duration = "P6M" if found["half_unit"] == "年" else "P15D"
    elif not count or (unit == "年" and count >= 1000):
        return None
    elif found["months"]:
        duration = f"P{count}M15D"
    elif unit == "小时":
        duration = f"PT{count}H"
    elif unit == "年" and found["and_half"]:
        duration = f"P{count}Y6M"
    else:
        duration = f"P{count * 3 if unit == '季度' else count}{_UNITS[unit]}"
    return DateMention(
        DateKind.DURATION,
        found[0],
        at,
        found.end(),
        duration=duration,
        working_days=count if unit in ("工作日", "交易日") else None,
        modifier=Modifier.EQUAL_OR_LESS,
        is_ambiguous=found["least"] is not None,
        rule="within",
    )
