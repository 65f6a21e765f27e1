"""How much of one text another holds: both cut into clauses at their punctuation, weighed by their characters.

Clauses and not single characters: a copy keeps whole clauses, whatever was done to its lines, spaces and widths, and
two plans of one field have words in common but few clauses. A clause with a misread character is lost, so a scan
read with one error in fifty characters still shares about three quarters of its clauses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.comparison.titles import folded

#: A shorter clause (其他) stands in every text.
SHORTEST_CLAUSE = 6

_PUNCTUATION = re.compile(r"[,.;:!?。、…()\[\]{}〔〕【】|#*_-]+")


def clauses(text: str) -> dict[str, int]:
    """The clauses of *text*, each once, with their lengths in characters."""
    return {clause: len(clause) for clause in _PUNCTUATION.split(folded(text)) if len(clause) >= SHORTEST_CLAUSE}


def weight(held: Mapping[str, int]) -> int:
    """The characters of all clauses."""
    return sum(held.values())


def common(one: Mapping[str, int], other: Mapping[str, int]) -> int:
    """The characters of the clauses that both hold."""
    fewer, more = (one, other) if len(one) <= len(other) else (other, one)
    return sum(length for clause, length in fewer.items() if clause in more)


def share(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """The share of the smaller text that the larger holds, 0 to 1: an extract is held in whole."""
    smaller = min(weight(one), weight(other))
    return common(one, other) / smaller if smaller else 0.0
