"""Documents that a text cites: 《title》, a number (政发〔2019〕23号), or both side by side."""

from __future__ import annotations

import re

from pipeline.models import Citation

_CITED = re.compile(
    r"《(?P<title>(?:[^《》]|《[^《》]*》)+)》(?:[（(](?P<beside>[^（）()，；]{2,16}[〔\[［]\d{4}[〕\]］]\s?\d+\s?号)[）)])?"
    r"|(?P<number>[一-鿿]{2,8}[〔\[［]\d{4}[〕\]］]\s?\d+\s?号)"
)


def find_citations(text: str) -> list[Citation]:
    """Every cited document in *text*, in order; offsets count in *text*. A title is given without 《》."""
    if "《" not in text and "号" not in text:
        return []
    return [
        Citation(match["title"], match["beside"] or match["number"], match.start(), match.end())
        for match in _CITED.finditer(text)
    ]
