"""How units are named: those seen, how often and in which role, and the printed names without a normal form."""

from __future__ import annotations

import duckdb

from warehouse.errors import WarehouseError
from warehouse.queries import Result

_UNITS = {
    "unit": "单位", "region": "地区", "region_code": "行政区划代码", "kind": "类别", "times": "次数", "lead": "牵头",
    "responsible": "责任", "others": "其他角色", "standing": "前文统一说明", "plans": "计划数", "aliases": "印出的写法",
}  # fmt: skip
_MISSING = {
    "surface": "原文", "times": "次数", "plans": "计划数", "plan": "首见计划", "path": "首见条目", "page": "首见页",
}  # fmt: skip

#: A unit has a normal form when its name stands within a region, when it is a body of the state, or a collective.
HAS_NORMAL_FORM = "(u.is_collective OR (u.region IS NOT NULL AND u.kind <> 'other'))"

_PRINTED = """
FROM assignments a
JOIN units u ON u.unit_id = a.unit_id
JOIN documents d ON d.document_id = a.document_id
JOIN sources src ON src.source_id = d.source_id
LEFT JOIN measures m ON m.measure_id = a.measure_id
LEFT JOIN sections s ON s.section_id = a.section_id
WHERE d.is_preferred AND ($1 IS NULL OR u.region = $1 OR starts_with(coalesce(u.region_code, ''), $1))
"""

_UNITS_SEEN = f"""
WITH named AS (
  SELECT a.*, u.name, u.region, u.region_code, u.kind, u.is_collective, d.plan_id {_PRINTED}
), written AS (
  SELECT unit_id, surface || coalesce('（至' || max(name_until) || '年）', '') AS alias, count(*) AS times
  FROM named GROUP BY unit_id, surface
)
SELECT
  name AS unit, region, region_code, kind,
  count(*) FILTER (basis <> 'standing') AS times,
  count(*) FILTER (basis <> 'standing' AND role = 'lead') AS lead,
  count(*) FILTER (basis <> 'standing' AND role = 'responsible') AS responsible,
  count(*) FILTER (basis <> 'standing' AND role NOT IN ('lead', 'responsible')) AS others,
  count(*) FILTER (basis = 'standing') AS standing,
  count(DISTINCT plan_id) AS plans,
  (SELECT string_agg(alias, ' | ' ORDER BY w.times DESC, alias) FROM written w WHERE w.unit_id = named.unit_id)
    AS aliases
FROM named
GROUP BY unit_id, name, region, region_code, kind
ORDER BY times DESC, region, unit
"""  # noqa: S608 - our own words

_MISSING_FORMS = f"""
SELECT
  a.surface,
  count(*) AS times,
  count(DISTINCT d.plan_id) AS plans,
  arg_min(coalesce(d.title, src.name), (src.name, d.ordinal, a.char_start)) AS plan,
  arg_min(coalesce(m.path, s.path), (src.name, d.ordinal, a.char_start)) AS path,
  arg_min(coalesce(m.page_start, d.page_start), (src.name, d.ordinal, a.char_start)) AS page
{_PRINTED} AND NOT {HAS_NORMAL_FORM}
GROUP BY a.surface
ORDER BY times DESC, a.surface
"""


def units(connection: duckdb.DuckDBPyConnection, region: str | None = None) -> Result:
    """A row for every unit named in a plan's preferred copy, the most frequent first.

    *region* is the name of a place, or the first digits of a code by GB/T 2260, which take in all places below.

    Raises:
        WarehouseError: no unit is of that region.
    """
    return _rows(connection, _UNITS_SEEN, _UNITS, region, required=True)


def missing(connection: duckdb.DuckDBPyConnection, region: str | None = None) -> Result:
    """A row for every printed name without a normal form, with the first place where it stands."""
    return _rows(connection, _MISSING_FORMS, _MISSING, region, required=False)


def _rows(
    connection: duckdb.DuckDBPyConnection, query: str, labels: dict[str, str], region: str | None, *, required: bool
) -> Result:
    rows = connection.execute(query, [region]).fetchall()
    if region is not None and required and not rows:
        raise WarehouseError(f"No unit is of the region {region}; `taizhang units` shows the names and codes of all.")
    return Result(tuple(labels), tuple(labels.values()), rows)
