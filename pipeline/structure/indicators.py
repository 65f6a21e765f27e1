"""Indicator tables (指标名称, 单位, 2020年, 2025年, 属性) → indicators, their figures as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.cleaning.paragraphs import Paragraph
from pipeline.models import Indicator
from pipeline.numbering import marker_at
from pipeline.structure.grids import Grid
from pipeline.vocabulary import alternation, load, words

_NAMES = words("tables", "indicator")
_UNITS = frozenset(words("tables", "unit"))
_NATURES = frozenset(words("tables", "nature"))
_BASELINE = re.compile(alternation(words("tables", "baseline")))
_TARGET = re.compile(alternation(words("tables", "target")))
_CHANGE = re.compile(alternation(words("tables", "change")))
_YEAR = re.compile(r"20\d\d(?=年|$|\D)")
_MEASURES = alternation(
    str(unit)
    for key in ("ratio", "physical", "clock", "calendar", "verbal", "sortal")
    for unit in load("quantities")[key]
)
# 森林覆盖率（%）, 用水量（亿立方米）, 污水处理能力（万吨/日）: a unit in brackets behind the name.
_NOTHING = re.compile(r"[/／\-—–\s]{0,80}$")
_UNIT_IN_NAME = re.compile(rf"[（(]([百千万亿]{{0,4}}{_MEASURES}(?:[/／][^（）()]{{1,8}})?)[）)][①-⑳*＊]?$")
# What a column of natures holds; one of categories (创新驱动, 民生福祉) can have the same heading.
_NATURE = re.compile("(?:约束|预期|指导|引导|参考|监测)性?(?:指标)?$")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A column of figures: its year, None where its heading prints none."""

    column: int
    year: int | None


@dataclass(frozen=True, slots=True)
class _Columns:
    name: int
    target: _Figure
    baseline: _Figure | None
    change: int | None
    unit: int | None
    natures: tuple[int, ...]

    @classmethod
    def of(cls, headings: tuple[str, ...]) -> _Columns | None:
        """None where no column names indicators or none prints a target.

        Of several columns of names the last is the finest. The columns of figures are told by their words
        (基期, 目标); else the last year's is the target, and the first year's, if another, the baseline."""
        names = [n for n, heading in enumerate(headings) if _is_name(heading)]
        figures, targets, baselines = [], [], []
        for column, heading in enumerate(headings):
            year = _YEAR.search(heading)
            found = _Figure(column, int(year[0]) if year else None)
            if column in names or _is_change(heading):
                continue
            if _BASELINE.search(heading):
                baselines.append(found)
            elif _TARGET.search(heading):
                targets.append(found)
            elif year:
                figures.append(found)
        figures.sort(key=lambda figure: figure.year or 0)
        if not targets and figures:
            targets = [figures.pop()]
        if not names or not targets:
            return None
        target = max(targets, key=lambda figure: figure.year or 0)
        return cls(
            names[-1],
            target,
            next(iter([*baselines, *figures]), None),
            next((n for n, heading in enumerate(headings) if n not in names and _is_change(heading)), None),
            next((n for n, heading in enumerate(headings) if heading in _UNITS), None),
            tuple(n for n, heading in enumerate(headings) if heading in _NATURES),
        )


def _is_name(heading: str) -> bool:
    return (heading in _NAMES or heading.endswith(_NAMES[0])) and heading not in _NATURES and not _YEAR.search(heading)


def _is_change(heading: str) -> bool:
    """年均增长, 2021—2025年累计: a figure of several years. 2025年（累计） is one of its year."""
    found = _CHANGE.findall(heading)
    return bool(found) and not (set(found) == {"累计"} and len(_YEAR.findall(heading)) == 1)


def indicators(grid: Grid) -> Iterator[Indicator]:
    """The indicators of a table, in printed order with ordinals from 1; none where it is no indicator table."""
    columns = _Columns.of(grid.headings)
    if columns is None:
        return
    ordinal = 0
    for row in grid.rows:
        name = _printed(row, columns.name)
        # Growth has no figure of a year: what is aimed at stands in the column of changes (年均增长6.5).
        target = _printed(row, columns.target.column) or _printed(row, columns.change)
        baseline = _printed(row, columns.baseline.column) if columns.baseline else None
        # A row that is one cell is a heading over the rows below it.
        if name is None or target is None or len({id(cell) for cell in row if cell}) == 1:
            continue
        marker = marker_at(name)
        if marker is not None:
            name = name[marker.end :].strip()
        in_name = _UNIT_IN_NAME.search(name)
        unit = _printed(row, columns.unit)
        if unit is None and in_name is not None:
            unit, name = in_name[1], name[: in_name.start()]
        ordinal += 1
        yield Indicator(
            table_title=grid.caption,
            ordinal=ordinal,
            name=name,
            unit=unit,
            baseline_year=columns.baseline.year if columns.baseline else None,
            baseline=baseline,
            target_year=columns.target.year,
            target=target,
            nature=next((nature for n in columns.natures if (nature := _nature(row, n))), None),
        )


def _nature(row: tuple[Paragraph | None, ...], column: int) -> str | None:
    printed = _printed(row, column)
    return printed if printed and _NATURE.match(printed) else None


def _printed(row: tuple[Paragraph | None, ...], column: int | None) -> str | None:
    cell = row[column] if column is not None else None
    return cell.text if cell is not None and not _NOTHING.match(cell.text) else None
