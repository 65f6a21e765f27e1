"""Recurring deadlines: the days on which an RRULE falls due."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache

from dateutil.rrule import rrule as rrule_type
from dateutil.rrule import rrulestr


def due_rule(rrule: str, since: date) -> rrule_type:
    """The days on which a recurrence that begins in the year of *since* is due at the latest. Where the text names no
    day (每季度, 每年) that is the last day of each period, as ``due_on`` is of a deadline; periods of months or
    years are counted from that year's January."""
    parts = dict(part.split("=", 1) for part in rrule.split(";"))
    interval = int(parts.get("INTERVAL", "1"))
    begin = date(since.year, 1, 1)
    if parts["FREQ"] == "MONTHLY":
        begin = date(since.year + (interval - 1) // 12, (interval - 1) % 12 + 1, 1)
    elif parts["FREQ"] == "YEARLY":
        begin = date(since.year + interval - 1, 1, 1)
        if "BYMONTHDAY" not in parts:
            parts.setdefault("BYMONTH", "12")
    elif parts["FREQ"] == "WEEKLY":
        parts.setdefault("BYDAY", "SU")
    if parts["FREQ"] in ("MONTHLY", "YEARLY") and "BYDAY" not in parts:
        parts.setdefault("BYMONTHDAY", "-1")
    return rrulestr(
        ";".join(f"{name}={value}" for name, value in parts.items()), dtstart=datetime.combine(begin, time())
    )


@cache
def first_due(rrule: str, since: date) -> date | None:
    """The first day, from *since* on, on which a recurrence that begins then is due."""
    found = due_rule(rrule, since).after(datetime.combine(since, time()), inc=True)
    return found.date() if found else None
