"""Dates: every rule by table, the gold annotations where they are at hand, and what must hold for any text."""

from __future__ import annotations

import json
import os
import re
import time
from calendar import monthrange
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.date_context import NOTHING_KNOWN
from pipeline.facts.dates import DateContext, find_dates, scan_dates
from pipeline.models import DateKind, DateMention, Modifier, Precision

SEVERAL_YEARS = DateContext(plan_start=2021, plan_end=2025)
ONE_YEAR = DateContext(plan_start=2022, plan_end=2022)
PUBLISHED = DateContext(plan_start=2021, plan_end=2025, published_on=date(2022, 5, 20))
FIELD = DateContext(plan_start=2022, plan_end=2022, in_deadline_field=True)


def only(text: str, context: DateContext = NOTHING_KNOWN) -> DateMention:
    scan = scan_dates(text, context)
    assert not scan.problems
    (mention,) = scan.mentions
    return mention


@pytest.mark.parametrize(
    ("text", "surface", "due", "rule"),
    [
        ("2022年底前完成", "2022年底前", "2022-12-31", "before_end"),
        ("2022年年底前，建成", "2022年年底前", "2022-12-31", "before_end"),
        ("2022年底之前", "2022年底之前", "2022-12-31", "before_end"),
        ("2022年底全面建成", "2022年底", "2022-12-31", "end_of_period"),
        ("2022年末", "2022年末", "2022-12-31", "end_of_period"),
        ("到2025年，全市", "到2025年", "2025-12-31", "to_time"),
        ("力争到2025年底，全市", "到2025年底", "2025-12-31", "to_time"),
        ("到2022年底前完成", "到2022年底前", "2022-12-31", "before_end"),
        ("不迟于2022年6月15日", "不迟于2022年6月15日", "2022-06-15", "to_time"),
        ("至迟于2022年6月15日", "至迟于2022年6月15日", "2022-06-15", "to_time"),
        ("为到2035年基本建成", "到2035年", "2035-12-31", "to_time"),
        ("提高到2025年的15%", "到2025年", "2025-12-31", "to_time"),
        ("2022年内完成", "2022年内", "2022-12-31", "within_period"),
        ("22年底前完成", "22年底前", "2022-12-31", "before_end"),
        ("云溪市排查：\n1.2022年6月底前完成", "2022年6月底前", "2022-06-30", "before_end"),
        ("云溪市排查：\n12.2022年6月底前完成", "2022年6月底前", "2022-06-30", "before_end"),
        ("2022年年内完成", "2022年年内", "2022-12-31", "within_period"),
        ("2025年前实现", "2025年前", "2024-12-31", "before_period"),
        ("2025年以前实现", "2025年以前", "2024-12-31", "before_period"),
        ("2022年6月前", "2022年6月前", "2022-05-31", "before_period"),
        ("2022年下半年前", "2022年下半年前", "2022-06-30", "before_period"),
        ("2022年上半年前", "2022年上半年前", "2022-06-30", "before_opening_part"),
        ("2022年2月底前", "2022年2月底前", "2022-02-28", "before_end"),
        ("2024年2月底前", "2024年2月底前", "2024-02-29", "before_end"),
        ("2022 年 6 月 底前", "2022 年 6 月 底前", "2022-06-30", "before_end"),
        ("2022年6月，完成验收", "2022年6月", "2022-06-30", "month_or_day_named"),
        ("22年6月，完成验收", "22年6月", "2022-06-30", "month_or_day_named"),
        ("到2023年6月", "到2023年6月", "2023-06-30", "to_time"),
        ("各县要于2022年6月底前制定实施方案，报市政府", "2022年6月底前", "2022-06-30", "before_end"),
        ("2022年底前编制完成专项规划。", "2022年底前", "2022-12-31", "before_end"),
        ("2022年元月底前", "2022年元月底前", "2022-01-31", "before_end"),
        ("2022年6月15日前", "2022年6月15日前", "2022-06-15", "before_day"),
        ("2022.6.30前报送", "2022.6.30前", "2022-06-30", "before_day"),
        ("二〇二五年底前", "二〇二五年底前", "2025-12-31", "before_end"),
        ("二○二五年十二月底前", "二○二五年十二月底前", "2025-12-31", "before_end"),
        ("2022年三季度末前", "2022年三季度末前", "2022-09-30", "before_end"),
        ("2025年底左右", "2025年底左右", "2025-12-31", "about_end"),
        ("到“十四五”末，实现", "到“十四五”末", "2025-12-31", "plan_end"),
        ("“十四五”末前", "“十四五”末前", "2025-12-31", "plan_end"),
        ("“十四五”结束前", "“十四五”结束前", "2025-12-31", "plan_end"),
        ("2025年及以前", "2025年及以前", "2025-12-31", "before_inclusive"),
        ("2022年5月最后一天", "2022年5月最后一天", "2022-05-31", "end_of_period"),
        ("2022.6底前", "2022.6底前", "2022-06-30", "before_end"),
        ("2024年6.30前", "2024年6.30前", "2024-06-30", "before_day"),
        ("2022年国庆节前完成", "2022年国庆节前", "2022-09-30", "before_feast"),
        ("2023年元旦前完成", "2023年元旦前", "2022-12-31", "before_feast"),
        ("2023年“五一”假期前", "2023年“五一”假期前", "2023-04-30", "before_feast"),
        ("2024/6/30前", "2024/6/30前", "2024-06-30", "before_day"),
        ("20240630前", "20240630前", "2024-06-30", "before_day"),
        ("2022年6月30日24时前", "2022年6月30日24时前", "2022-06-30", "before_day"),
        ("2022年6月30日（星期四）18:00前", "2022年6月30日（星期四）18:00前", "2022-06-30", "before_day"),
        ("两千零五年八月五号前", "两千零五年八月五号前", "2005-08-05", "before_day"),
        ("九七年三月底前", "九七年三月底前", "1997-03-31", "before_end"),
    ],
)
def test_deadlines(text: str, surface: str, due: str, rule: str) -> None:
    found = only(text)
    assert (found.kind, found.surface, str(found.due_on), found.rule) == (DateKind.DEADLINE, surface, due, rule)
    assert found.start_on is None
    assert not found.year_is_inferred
    assert found.is_ambiguous == (rule in {"before_period", "before_opening_part"})


@pytest.mark.parametrize(
    ("text", "surface", "start", "end", "precision"),
    [
        ("2022年，全市新建10座", "2022年", "2022-01-01", "2022-12-31", Precision.YEAR),
        ("2022年重点推进10个项目", "2022年", "2022-01-01", "2022-12-31", Precision.YEAR),
        ("2022年计划新增学校10所", "2022年", "2022-01-01", "2022-12-31", Precision.YEAR),
        ("2022年人口达到10万人", "2022年", "2022-01-01", "2022-12-31", Precision.YEAR),
        ("建成10个（2022年3个）", "2022年", "2022-01-01", "2022-12-31", Precision.YEAR),
        ("2022年3月初至4月底", "2022年3月初至4月底", "2022-03-01", "2022-04-30", Precision.MONTH),
        ("力争2022年全面运行", "2022年", "2022-01-01", "2022-12-31", Precision.YEAR),
        ("全市2022年完成改造10处", "2022年", "2022-01-01", "2022-12-31", Precision.YEAR),
        ("2022年全年完成", "2022年全年", "2022-01-01", "2022-12-31", Precision.YEAR),
        ("占比2025年达到20%", "2025年", "2025-01-01", "2025-12-31", Precision.YEAR),
        ("2023年初步建成", "2023年", "2023-01-01", "2023-12-31", Precision.YEAR),
        ("2022年内河航道", "2022年", "2022-01-01", "2022-12-31", Precision.YEAR),
        ("2022年下半年调整", "2022年下半年", "2022-07-01", "2022-12-31", Precision.HALF_YEAR),
        ("2022年上半年", "2022年上半年", "2022-01-01", "2022-06-30", Precision.HALF_YEAR),
        ("2022年第三季度", "2022年第三季度", "2022-07-01", "2022-09-30", Precision.QUARTER),
        ("2022年四季度", "2022年四季度", "2022-10-01", "2022-12-31", Precision.QUARTER),
        ("2022年前三季度", "2022年前三季度", "2022-01-01", "2022-09-30", Precision.MONTH),
        ("2022年前5个月", "2022年前5个月", "2022-01-01", "2022-05-31", Precision.MONTH),
        ("2022年5月上旬", "2022年5月上旬", "2022-05-01", "2022-05-10", Precision.TEN_DAYS),
        ("2022年5月中旬", "2022年5月中旬", "2022-05-11", "2022-05-20", Precision.TEN_DAYS),
        ("2022年2月下旬", "2022年2月下旬", "2022-02-21", "2022-02-28", Precision.TEN_DAYS),
        ("2022年2月中下旬征求意见", "2022年2月中下旬", "2022-02-11", "2022-02-28", Precision.TEN_DAYS),
        ("2022年5月上中旬", "2022年5月上中旬", "2022-05-01", "2022-05-20", Precision.TEN_DAYS),
        ("2021—2025年", "2021—2025年", "2021-01-01", "2025-12-31", Precision.YEAR),
        ("2021-2023年，", "2021-2023年", "2021-01-01", "2023-12-31", Precision.YEAR),
        ("从2021年到2025年，", "2021年到2025年", "2021-01-01", "2025-12-31", Precision.YEAR),
        ("第一阶段（2022年1月—6月）", "2022年1月—6月", "2022-01-01", "2022-06-30", Precision.MONTH),
        ("2022年9—12月", "2022年9—12月", "2022-09-01", "2022-12-31", Precision.MONTH),
        ("2022年11月至次年3月", "2022年11月至次年3月", "2022-11-01", "2023-03-31", Precision.MONTH),
        ("2022年10月1日至7日", "2022年10月1日至7日", "2022-10-01", "2022-10-07", Precision.DAY),
        ("2022年6月底至7月底", "2022年6月底至7月底", "2022-06-30", "2022-07-31", Precision.MONTH),
        ("2024年10月8日至10月17日", "2024年10月8日至10月17日", "2024-10-08", "2024-10-17", Precision.DAY),
        ("2022.01—2022.12", "2022.01—2022.12", "2022-01-01", "2022-12-31", Precision.MONTH),
        ("2022.1.1-2022.12.31", "2022.1.1-2022.12.31", "2022-01-01", "2022-12-31", Precision.DAY),
        ("2025Q1到2025Q3", "2025Q1到2025Q3", "2025-01-01", "2025-09-30", Precision.QUARTER),
        ("2021年后三个月", "2021年后三个月", "2021-10-01", "2021-12-31", Precision.MONTH),
        ("2022年底至2023年初", "2022年底至2023年初", "2022-12-31", "2023-12-31", Precision.YEAR),
        ("“十四五”前三年新增", "“十四五”前三年", "2021-01-01", "2023-12-31", Precision.PLAN),
        ("“十四五”后两年，", "“十四五”后两年", "2024-01-01", "2025-12-31", Precision.PLAN),
        ("“十四五”初期，", "“十四五”初期", "2021-01-01", "2025-12-31", Precision.PLAN),
        ("“十四五”期间，新增", "“十四五”期间", "2021-01-01", "2025-12-31", Precision.PLAN),
        ("在“十五五”时期实施", "“十五五”时期", "2026-01-01", "2030-12-31", Precision.PLAN),
        ("十三五期间", "十三五期间", "2016-01-01", "2020-12-31", Precision.PLAN),
        ("在“十四五”末达峰", "“十四五”末", "2021-01-01", "2025-12-31", Precision.PLAN),
    ],
)
def test_periods(text: str, surface: str, start: str, end: str, precision: Precision) -> None:
    found = only(text)
    assert (found.kind, found.surface) == (DateKind.PERIOD, surface)
    assert (str(found.start_on), str(found.end_on), found.due_on) == (start, end, None)
    if found.rule != "range":
        assert found.precision is precision


def test_parts_that_are_not_bounded_keep_a_modifier() -> None:
    assert only("2022年初，").modifier is Modifier.START
    assert only("2025年左右").modifier is Modifier.APPROX
    assert only("“十四五”末").modifier is Modifier.END


@pytest.mark.parametrize(
    ("text", "surface", "rule"),
    [
        ("每年至少一次", "每年", "FREQ=YEARLY"),
        ("每两年评选一次", "每两年", "FREQ=YEARLY;INTERVAL=2"),
        ("每3年", "每3年", "FREQ=YEARLY;INTERVAL=3"),
        ("每五年轮训", "每五年", "FREQ=YEARLY;INTERVAL=5"),
        ("每季度调度", "每季度", "FREQ=MONTHLY;INTERVAL=3"),
        ("每两个季度", "每两个季度", "FREQ=MONTHLY;INTERVAL=6"),
        ("每半年考评", "每半年", "FREQ=MONTHLY;INTERVAL=6"),
        ("每月通报", "每月", "FREQ=MONTHLY"),
        ("每个月", "每个月", "FREQ=MONTHLY"),
        ("每两周", "每两周", "FREQ=WEEKLY;INTERVAL=2"),
        ("每周一至周五开放", "每周一至周五", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("每双月召开例会", "每双月", "FREQ=MONTHLY;INTERVAL=2"),
        ("每月20日前后检查", "每月20日", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("每周三次", "每周", "FREQ=WEEKLY"),
        ("每周一次", "每周", "FREQ=WEEKLY"),
        ("每周五报送", "每周五", "FREQ=WEEKLY;BYDAY=FR"),
        ("每周一上午", "每周一", "FREQ=WEEKLY;BYDAY=MO"),
        ("每日巡查", "每日", "FREQ=DAILY"),
        ("每天巡查", "每天", "FREQ=DAILY"),
        ("每年3月1日前", "每年3月1日前", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"),
        ("每年 4 月底前", "每年 4 月底前", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-1"),
        ("每年9月", "每年9月", "FREQ=YEARLY;BYMONTH=9"),
        ("每年6—8月", "每年6—8月", "FREQ=YEARLY;BYMONTH=6,7,8"),
        ("每年11月至次年2月", "每年11月至次年2月", "FREQ=YEARLY;BYMONTH=11,12,1,2"),
        ("每年6月、12月", "每年6月、12月", "FREQ=YEARLY;BYMONTH=6,12"),
        ("每年6月和12月底前", "每年6月和12月底前", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"),
        ("每年底前", "每年底前", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"),
        ("每年年底", "每年年底", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"),
        ("每年一季度确定", "每年一季度", "FREQ=YEARLY"),
        ("每年上半年", "每年上半年", "FREQ=YEARLY"),
        ("每年一季度末前", "每年一季度末前", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"),
        ("每年6月前", "每年6月前", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=-1"),
        ("每月5日前", "每月5日前", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("每月底前", "每月底前", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每季度末", "每季度末", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"),
        ("每季度末25日前", "每季度末25日前", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25"),
        ("每季末20日前", "每季末20日前", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20"),
        ("每季度首月10日前", "每季度首月10日前", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"),
        ("每年5日以上的培训", "每年", "FREQ=YEARLY"),
        ("每个年度", "每个年度", "FREQ=YEARLY"),
        ("每年年初", "每年年初", "FREQ=YEARLY"),
        ("每年1月、7月的10日前", "每年1月、7月的10日前", "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=10"),
        ("每月10日和25日前", "每月10日和25日前", "FREQ=MONTHLY;BYMONTHDAY=10,25"),
        ("每月的5日前", "每月的5日前", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("每月中旬", "每月中旬", "FREQ=MONTHLY"),
        ("每月中旬前", "每月中旬前", "FREQ=MONTHLY;BYMONTHDAY=10"),
        ("每月下旬末前", "每月下旬末前", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每月最后一个工作日前", "每月最后一个工作日前", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("每月前5个工作日内", "每月前5个工作日内", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5"),
        ("按月调度", "按月", "FREQ=MONTHLY"),
        ("按季度通报", "按季度", "FREQ=MONTHLY;INTERVAL=3"),
        ("按年度考核", "按年度", "FREQ=YEARLY"),
        ("逐月通报", "逐月", "FREQ=MONTHLY"),
        ("半年一小结，", "半年", "FREQ=MONTHLY;INTERVAL=6"),
        ("半年一次", "半年", "FREQ=MONTHLY;INTERVAL=6"),
        ("一季一通报", "一季", "FREQ=MONTHLY;INTERVAL=3"),
        ("两年一次", "两年", "FREQ=YEARLY;INTERVAL=2"),
        ("一年一体检", "一年", "FREQ=YEARLY"),
        ("五年一修编", "五年", "FREQ=YEARLY;INTERVAL=5"),
        ("云溪市实行月调度", "月", "FREQ=MONTHLY"),
        ("建立季度通报制度", "季度", "FREQ=MONTHLY;INTERVAL=3"),
        ("每双月25日前", "每双月25日前", "FREQ=YEARLY;BYMONTH=2,4,6,8,10,12;BYMONTHDAY=25"),
        ("每逢单月5日", "每逢单月5日", "FREQ=YEARLY;BYMONTH=1,3,5,7,9,11;BYMONTHDAY=5"),
        ("每周一、三、五上午", "每周一、三、五", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("每周二、周四下午", "每周二、周四", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("每周二、三次", "每周二", "FREQ=WEEKLY;BYDAY=TU"),
        ("每周星期三", "每周星期三", "FREQ=WEEKLY;BYDAY=WE"),
    ],
)
def test_recurrences(text: str, surface: str, rule: str) -> None:
    found = only(text)
    assert (found.kind, found.surface, found.rrule) == (DateKind.RECURRENCE, surface, rule)
    rrulestr(rule, dtstart=None)


def test_a_quarter_of_every_year_is_kept_as_precision() -> None:
    assert only("每年一季度").precision is Precision.QUARTER
    assert only("每年下半年").precision is Precision.HALF_YEAR


@pytest.mark.parametrize(
    ("text", "surface", "duration", "working_days"),
    [
        ("二十个工作日内", "二十个工作日内", "P20D", 20),
        ("15个工作日之内", "15个工作日之内", "P15D", 15),
        ("自受理之日起30日内", "自受理之日起30日内", "P30D", None),
        ("三个月内", "三个月内", "P3M", None),
        ("5年内", "5年内", "P5Y", None),
        ("半年内", "半年内", "P6M", None),
        ("半个月内", "半个月内", "P15D", None),
        ("一年半内", "一年半内", "P1Y6M", None),
        ("两个半月以内", "两个半月以内", "P2M15D", None),
        ("24小时内", "24小时内", "PT24H", None),
        ("两个季度内", "两个季度内", "P6M", None),
        ("一个半小时内", "一个半小时内", "PT1H30M", None),
        ("半小时内", "半小时内", "PT30M", None),
        ("应当在收到材料后5个工作日内答复", "收到材料后5个工作日内", "P5D", 5),
        ("季度结束后15日内报送", "季度结束后15日内", "P15D", None),
        ("30分钟内", "30分钟内", "PT30M", None),
        ("两年零三个月内", "两年零三个月内", "P2Y3M", None),
        ("自印发之日起30日后施行", "自印发之日起30日后", "P30D", None),
        ("今后五年，新增", "今后五年", "P5Y", None),
        ("用3年左右时间建成", "用3年左右时间", "P3Y", None),
        ("经过两年努力，", "经过两年努力", "P2Y", None),
        ("工期24个月。", "工期24个月", "P24M", None),
        ("本办法有效期5年。", "有效期5年", "P5Y", None),
        ("三个季度", "三个季度", "P9M", None),
        ("试点期2年，", "试点期2年", "P2Y", None),
        ("建设周期为18个月。", "建设周期为18个月", "P18M", None),
    ],
)
def test_durations(text: str, surface: str, duration: str, working_days: int | None) -> None:
    found = only(text)
    assert (found.kind, found.surface, found.duration) == (DateKind.DURATION, surface, duration)
    assert found.working_days == working_days


def test_both_ends_of_a_range_of_lengths_are_kept() -> None:
    low, high = find_dates("自受理之日起三至六个月内办结")
    assert (low.surface, low.duration, low.modifier) == ("自受理之日起三", "P3M", Modifier.EQUAL_OR_MORE)
    assert (high.surface, high.duration, high.modifier) == ("六个月内", "P6M", Modifier.EQUAL_OR_LESS)
    assert [m.working_days for m in find_dates("5—10个工作日内")] == [5, 10]


@pytest.mark.parametrize(
    ("text", "modifier"),
    [("30日内", Modifier.EQUAL_OR_LESS), ("30日后", Modifier.AFTER), ("用3年左右时间", Modifier.APPROX),
     ("用3年时间", None), ("未来三年", Modifier.EQUAL_OR_LESS)],
)  # fmt: skip
def test_what_bounds_a_length_of_time(text: str, modifier: Modifier | None) -> None:
    assert only(text).modifier is modifier


@pytest.mark.parametrize(
    ("text", "surface", "start", "modifier"),
    [
        ("2022年5月5日", "2022年5月5日", "2022-05-05", None),
        ("2022-05-05", "2022-05-05", "2022-05-05", None),
        ("自2022年1月1日起施行", "自2022年1月1日起", "2022-01-01", Modifier.ON_OR_AFTER),
        ("自2021年起", "自2021年起", "2021-01-01", Modifier.ON_OR_AFTER),
        ("2025年后", "2025年后", "2025-12-31", Modifier.AFTER),
        ("执行期限延长至2025年12月31日", "至2025年12月31日", "2025-12-31", Modifier.ON_OR_BEFORE),
        ("有效期至2025年12月31日", "至2025年12月31日", "2025-12-31", Modifier.ON_OR_BEFORE),
    ],
)
def test_points(text: str, surface: str, start: str, modifier: Modifier | None) -> None:
    found = only(text)
    assert (found.kind, found.surface, str(found.start_on)) == (DateKind.POINT, surface, start)
    assert found.modifier is modifier
    assert found.due_on is None


@pytest.mark.parametrize(
    "text",
    [
        "《云溪市老旧小区改造规划（2021—2025年）》",
        "《江海省人民政府关于印发〈碳达峰行动方案（2022年版）〉的通知》",
        "云溪市碳达峰实施方案（2022—2025年）",
        "云政发〔2021〕5号",
        "比2020年增长5%",
        "较2020年底提高",
        "高于2020年",
        "以2020年为基数",
        "在2020年的基础上",
        "恢复到2019年水平",
        "由2020年的12%",
        "2021年以来",
        "2022年度考核",
        "2.5年内建成",
        "纳入年度考核",
        "落实年度考核办法",
        "2021年版",
        "2022年第3期",
        "我市2022年工作要点",
        "2035年远景目标",
        "2030年前碳达峰行动方案",
        "2021年，全市已建成10座",
        "截至2020年底，全市共有10座",
        "去年6月底前",
        "五年立法规划",
        "提升五年行动",
        "60周岁",
        "连续两年内",
        "近三年内",
        "“十四五”规划",
        "“十四五”时期是关键期",
        "对“十四五”期间",
        "“十三五”以来",
        "比“十三五”末提高",
        "定期通报",
        "尽快完成",
        "当年新增",
        "年终述职",
        "年度计划",
        "日常监管",
        "老年人、未成年人",
        "全年降雨量",
        "（上半年得分+下半年得分）",
        "三月三",
        "每年级",
        "每日本",
        "平均每年",
        "每人每年600元",
        "倡导“每周少开一天车”",
        "内部审计",
        "未来三年行动计划",
        "三年攻坚",
        "保存不少于三年",
        "3年以上",
        "按年利率计算",
        "按月计发",
        "逐年提高",
        "任期内",
        "明确规划期内城市保障能力",
        "“十四五”中期评估",
        "2022.6",
        "达到2022.6亿元",
        "联系电话20220630",
        "编号：20220630",
        "GB/T 9704—2012",
        "DB11/T 2020-2021",
        "5G基站",
        "上月",
        "当月新增",
        "24小时值守",
        "",
    ],
)
def test_what_is_no_date(text: str) -> None:
    scan = scan_dates(text, ONE_YEAR)
    assert scan.mentions == ()
    assert scan.problems == ()


@pytest.mark.parametrize(
    ("text", "code", "surface"),
    [
        ("每年31日前，各部门报告", "impossible_date", "每年31日前"),
        ("每年41日前公开", "impossible_date", "每年41日前"),
        ("每年2月30日前", "impossible_date", "每年2月30日前"),
        ("每年13月底前", "impossible_date", "每年13月底前"),
        ("每月32日前", "impossible_date", "每月32日前"),
        ("2022年2月30日前", "impossible_date", "2022年2月30日前"),
        ("2022年2月29日前", "impossible_date", "2022年2月29日前"),
        ("4月31日前", "impossible_date", "4月31日前"),
        ("2022年13月", "impossible_date", "2022年13月"),
        ("2022年0月底", "impossible_date", "2022年0月底"),
        ("2025—2021年", "impossible_date", "2025—2021年"),
        ("年底前完成", "year_unknown", "年底前"),
        ("6月底前完成", "year_unknown", "6月底前"),
        ("今年年底前", "year_unknown", "今年年底前"),
        ("次年3月底前", "year_unknown", "次年3月底前"),
        ("每三至五年", "unreadable_recurrence", "每三至五年"),
        ("每季度10日前", "unreadable_recurrence", "每季度10日前"),
        ("2022年初前", "vague_date", "2022年初前"),
        ("2020至2025年前", "vague_date", "2020至2025年前"),
        ("2022年汛期前完成", "vague_date", "2022年汛期前"),
        ("2022年入冬前完成", "vague_date", "2022年入冬前"),
        ("采暖季前完成", "vague_date", "采暖季前"),
        ("从2022年秋季学期开始实施", "vague_date", "2022年秋季学期开始"),
        ("本届任期内完成", "vague_date", "本届任期内"),
        ("春节前完成", "vague_date", "春节前"),
        ("2022年春季学期开学前完成", "vague_date", "2022年春季学期开学前"),
        ("到本世纪中叶，建成", "vague_date", "本世纪中叶"),
        ("本届政府任期内完成", "vague_date", "本届政府任期内"),
        ("国庆节前完成", "year_unknown", "国庆节前"),
        ("月底前完成", "month_unknown", "月底前"),
        ("次月10日前报送", "month_unknown", "次月10日前"),
        ("本月底前完成", "month_unknown", "本月底前"),
        ("八月八日", "year_unknown", "八月八日"),
        ("每学期", "unreadable_recurrence", "每学期"),
        ("每月32日、33日前", "impossible_date", "每月32日、33日前"),
    ],
)
def test_problems(text: str, code: str, surface: str) -> None:
    scan = scan_dates(text, SEVERAL_YEARS)
    assert scan.mentions == ()
    (problem,) = scan.problems
    assert (problem.code, problem.surface) == (code, surface)
    assert text[problem.char_start : problem.char_end] == surface
    assert surface in problem.message


@pytest.mark.parametrize(
    ("text", "context", "due", "is_ambiguous"),
    [
        ("年底前完成", ONE_YEAR, "2022-12-31", False),
        ("年内完成", ONE_YEAR, "2022-12-31", False),
        ("6月底前完成", ONE_YEAR, "2022-06-30", False),
        ("6月底完成", ONE_YEAR, "2022-06-30", False),
        ("国庆节前完成", ONE_YEAR, "2022-09-30", False),
        ("“五一”节前完成", ONE_YEAR, "2022-04-30", False),
        ("3月1日前", ONE_YEAR, "2022-03-01", False),
        ("到6月底", ONE_YEAR, "2022-06-30", False),
        ("年底前完成", PUBLISHED, "2022-12-31", True),
        ("今年年底前", PUBLISHED, "2022-12-31", False),
        ("明年6月底前", PUBLISHED, "2023-06-30", False),
        ("年底前完成", DateContext(reference=date(2023, 3, 1)), "2023-12-31", False),
        ("本月底前完成", PUBLISHED, "2022-05-31", False),
        ("下月5日前", PUBLISHED, "2022-06-05", False),
        ("下季度末前", PUBLISHED, "2022-09-30", False),
        ("月底前", DateContext(reference=date(2023, 3, 1)), "2023-03-31", True),
        ("当年12月底前", ONE_YEAR, "2022-12-31", True),
        ("次年3月底前", ONE_YEAR, "2023-03-31", True),
        ("年度内完成", ONE_YEAR, "2022-12-31", False),
        ("到规划期末，", SEVERAL_YEARS, "2025-12-31", False),
        ("6月", FIELD, "2022-06-30", False),
        ("12月份", FIELD, "2022-12-31", False),
        ("6月5日", FIELD, "2022-06-05", False),
        ("完成时限：11月", ONE_YEAR, "2022-11-30", False),
        ("（12月取得明显成效，牵头单位：市卫生健康委）", ONE_YEAR, "2022-12-31", False),
        ("(6月底完成,牵头单位:市卫生健康委)", ONE_YEAR, "2022-06-30", False),
    ],
)
def test_a_year_that_is_not_printed(text: str, context: DateContext, due: str, is_ambiguous: bool) -> None:
    found = only(text, context)
    assert (found.kind, str(found.due_on)) == (DateKind.DEADLINE, due)
    assert found.year_is_inferred
    assert found.is_ambiguous == is_ambiguous


def test_a_feast_without_a_year_that_is_over_before_the_plan_is_not_guessed() -> None:
    (problem,) = scan_dates("元旦前完成", ONE_YEAR).problems
    assert (problem.code, problem.surface) == ("year_unknown", "元旦前")


def test_a_month_gone_by_of_a_plan_of_several_years_is_not_guessed() -> None:
    assert [p.code for p in scan_dates("3月底前完成", PUBLISHED).problems] == ["year_unknown"]


def test_a_day_after_every_quarter_is_of_the_plans_year() -> None:
    found = find_dates("每季度末月25日前报送进展，12月10日前报送总结", ONE_YEAR)
    assert [m.kind for m in found] == [DateKind.RECURRENCE, DateKind.DEADLINE]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("9月，开展检查", [DateKind.PERIOD]),
        ("一季度，完成招标", [DateKind.PERIOD]),
        ("一季度", [DateKind.PERIOD]),
        ("修好水库。一季度集中开工两处。", [DateKind.PERIOD]),
        ("四季度验收", [DateKind.PERIOD]),
    ],
)
def test_bare_months_and_quarters_in_prose_are_periods(text: str, kinds: list[DateKind]) -> None:
    found = find_dates(text, ONE_YEAR)
    assert [m.kind for m in found] == kinds
    assert all(m.year_is_inferred for m in found)


def test_the_year_comes_from_an_earlier_date_of_the_sentence() -> None:
    first, second = find_dates("2023年6月底前完成招标；12月底前开工。", PUBLISHED)
    assert (first.due_on, second.due_on) == (date(2023, 6, 30), date(2023, 12, 31))
    assert (first.year_is_inferred, second.year_is_inferred) == (False, True)
    scan = scan_dates("2023年6月底前完成招标。12月底前开工。", SEVERAL_YEARS)
    assert [p.surface for p in scan.problems] == ["12月底前"]


def test_every_year_goes_on_to_the_end_of_the_sentence() -> None:
    rules = [m.rrule for m in find_dates("每年11月底前报送，次年3月底前公布、6月10日前整改。")]
    assert rules == [
        "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=-1",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1",
        "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=10",
    ]


def test_years_in_a_row_are_each_a_period() -> None:
    found = find_dates("2023、2024和2025年分别完成30%、60%、100%")
    assert [m.start_on.year for m in found if m.start_on] == [2023, 2024, 2025]


@pytest.mark.parametrize(
    ("text", "surfaces", "due"),
    [
        ("2022年6、9、12月底前", ["2022年6", "9", "12月底前"], ["2022-06-30", "2022-09-30", "2022-12-31"]),
        ("2022年6月、12月底前", ["2022年6月", "12月底前"], ["2022-06-30", "2022-12-31"]),
        ("2022年3月31日和6月30日前", ["2022年3月31日", "6月30日前"], ["2022-03-31", "2022-06-30"]),
        ("2023年、2025年底前", ["2023年", "2025年底前"], ["2023-12-31", "2025-12-31"]),
        ("2022年4、5月份", ["2022年4", "5月份"], ["2022-04-30", "2022-05-31"]),
    ],
)
def test_the_last_word_of_a_list_is_of_all_of_it(text: str, surfaces: list[str], due: list[str]) -> None:
    found = find_dates(text)
    assert [m.surface for m in found] == surfaces
    assert [str(m.due_on) for m in found] == due
    assert not any(m.year_is_inferred for m in found)


def test_the_number_of_an_item_opens_no_list() -> None:
    assert [m.surface for m in find_dates("4、5月底前完成", ONE_YEAR)] == ["5月底前"]


def test_a_month_told_from_a_recurrence_recurs() -> None:
    assert [m.rrule for m in find_dates("每月调度，次月10日前报送，月底前公布")] == [
        "FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=10", "FREQ=MONTHLY;BYMONTHDAY=-1",
    ]  # fmt: skip
    assert find_dates("每季度调度，次月10日前报送")[1].rrule == "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"
    assert [p.code for p in scan_dates("每月调度。次月10日前报送").problems] == ["month_unknown"]


def test_years_told_from_the_year_of_writing() -> None:
    both = only("今明两年，新增", PUBLISHED)
    assert (both.start_on, both.end_on, both.year_is_inferred) == (date(2022, 1, 1), date(2023, 12, 31), True)
    own = only("规划期内，新增", SEVERAL_YEARS)
    assert (own.start_on, own.end_on, own.year_is_inferred) == (date(2021, 1, 1), date(2025, 12, 31), True)
    assert [p.code for p in scan_dates("规划期内，新增").problems] == ["year_unknown"]


def test_the_past_is_told_where_no_plan_is_known() -> None:
    alone = DateContext(reference=date(2021, 6, 14))
    assert only("去年6月上旬", alone).start_on == date(2020, 6, 1)
    assert only("上个季度", alone).end_on == date(2021, 3, 31)
    assert find_dates("去年6月上旬", PUBLISHED) == []


def test_one_limit_after_the_other() -> None:
    found = find_dates("到2025年、2035年分别达到50%、80%")
    assert [(m.surface, m.due_on) for m in found] == [("到2025年", date(2025, 12, 31)), ("2035年", date(2035, 12, 31))]


def test_what_was_over_before_the_plan_is_no_date() -> None:
    for text in ("2020年，全市建成10座", "到2020年，全市建成10座", "“十三五”期间，建成10座", "2018年底前建成的小区"):
        assert find_dates(text, PUBLISHED) == []
    assert only("2020年底前完成", PUBLISHED).due_on == date(2020, 12, 31)  # loaded as printed
    assert only("截至2025年底，完成", PUBLISHED).due_on == date(2025, 12, 31)
    assert find_dates("2022年3月，市政府召开会议", PUBLISHED) == []


# --- what must hold for any text

_CHARACTERS = (
    "年月日底末前内初中旬周天号第每半上下全个的“”《》〈〉（）()，。；、至到自起—- "
    "〇零一二两三四五六七八九十百0123456789"
)
_PHRASES = ("2022年", "6月", "30日", "季度", "工作日", "十四五", "期间", "每年", "之前", "完成", "以来", "次年", "今年")
_PIECES = st.sampled_from([*_CHARACTERS, *_PHRASES, "2025", "２０２２", "99"])
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join))
_YEARS = st.one_of(st.none(), st.integers(1950, 2100))
_CONTEXTS = st.builds(
    DateContext,
    reference=st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2100, 1, 1))),
    plan_start=_YEARS,
    plan_end=_YEARS,
    published_on=st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2100, 1, 1))),
    in_deadline_field=st.booleans(),
)


@given(_TEXTS, _CONTEXTS)
@settings(max_examples=400, deadline=None)
def test_any_text_gives_spans_in_order_that_do_not_overlap(text: str, context: DateContext) -> None:
    scan = scan_dates(text, context)
    spans = sorted(
        [(m.char_start, m.char_end, m.surface) for m in scan.mentions]
        + [(p.char_start, p.char_end, p.surface) for p in scan.problems]
    )
    assert [m.char_start for m in scan.mentions] == sorted(m.char_start for m in scan.mentions)
    end = 0
    for start, stop, surface in spans:
        assert end <= start < stop
        assert text[start:stop] == surface
        end = stop
    for m in scan.mentions:
        assert m.rule
        values = {
            DateKind.DEADLINE: m.due_on, DateKind.PERIOD: m.start_on and m.end_on, DateKind.POINT: m.start_on,
            DateKind.RECURRENCE: m.rrule, DateKind.DURATION: m.duration,
        }  # fmt: skip
        assert values[m.kind]
        if m.start_on and m.end_on:
            assert m.start_on <= m.end_on
        if m.rrule:
            rrulestr(m.rrule)


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")


_DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(_DAYS, st.sampled_from(["{y}年{m}月{d}日", "{y} 年 {m} 月 {d} 日", "{Y}年{M}月{D}日", "{y}-{m:02}-{d:02}"]))
@settings(deadline=None)
def test_a_day_in_any_style_is_read_back(day: date, style: str) -> None:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    printed = style.format(y=day.year, m=day.month, d=day.day, Y=year, M=_han(day.month), D=_han(day.day))
    assert only(f"于{printed}召开").start_on == day
    assert only(f"{printed}前完成").due_on == day
    assert only(f"自{printed}起").surface == f"自{printed}起"


@given(_DAYS, st.sampled_from(["{y}年{m}月底前", "{y}年{m}月末", "到{y}年{m}月底", "{y}年{m}月", "{y}年{M}月底前"]))
@settings(deadline=None)
def test_a_month_in_any_style_is_due_on_its_last_day(day: date, style: str) -> None:
    printed = style.format(y=day.year, m=day.month, M=_han(day.month))
    assert only(f"{printed}，完成").due_on == day.replace(day=monthrange(day.year, day.month)[1])


@given(st.integers(1, 12), st.integers(1, 31), st.integers(1, 40))
@settings(deadline=None)
def test_a_day_of_every_year_is_a_rule_or_a_problem(month: int, day: int, years: int) -> None:
    scan = scan_dates(f"每{years}年{month}月{day}日前报告")
    possible = day <= monthrange(2024, month)[1]
    assert bool(scan.mentions) == possible
    assert [p.code for p in scan.problems] == ([] if possible else ["impossible_date"])
    if possible:
        interval = f";INTERVAL={years}" if years > 1 else ""
        assert scan.mentions[0].rrule == f"FREQ=YEARLY{interval};BYMONTH={month};BYMONTHDAY={day}"


def test_long_texts_take_no_time() -> None:
    text = ("云溪市各部门要在2022年底前完成改造，每年6月30日前报告，持续推进日常监管工作。" + "统一部署，" * 40) * 400
    begun = time.perf_counter()
    assert len(find_dates(text)) == 800
    assert time.perf_counter() - begun < 1  # about 25 ms; the bound only tells a slow machine from a slow pattern


# --- gold


def _gold() -> list[Path]:
    corpus = os.environ.get("TAIZHANG_CORPUS")
    return sorted(Path(corpus).parent.glob("gold/*/dates.jsonl")) if corpus else []


def _records(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def _contexts(folder: Path) -> dict[int, DateContext]:
    """What titles and dates of signing tell; an annex without years has those of the first document."""
    contexts: dict[int, DateContext] = {}
    for document in _records(folder / "documents.jsonl"):
        years = [int(y) for y in re.findall(r"20\d\d(?=年|[-—–])", document["title"])]
        first = contexts.get(1)
        issued = document.get("issued_on")
        contexts[document["ordinal"]] = DateContext(
            plan_start=min(years) if years else first and first.plan_start,
            plan_end=max(years) if years else first and first.plan_end,
            published_on=date.fromisoformat(issued) if issued else first and first.published_on,
        )
    return contexts


def _key(document: int, path: str, r: dict) -> tuple:
    values = {"deadline": ("due_on",), "period": ("start_on", "end_on"), "recurrence": ("rrule",)}[r["kind"]]
    return (document, path, r["kind"], *(str(r[name]) for name in values))


@pytest.mark.corpus
@pytest.mark.skipif(not _gold(), reason="TAIZHANG_CORPUS is not set, or no gold beside it")
def test_gold_dates() -> None:
    want: Counter[tuple] = Counter()
    have: Counter[tuple] = Counter()
    for path in _gold():
        contexts = _contexts(path.parent)
        source = path.parent.name
        for r in _records(path):
            want[(source, *_key(r["document"], r["path"], r))] += 1
        for measure in _records(path.parent / "measures.jsonl"):
            for mention in find_dates(measure["text"], contexts[measure["document"]]):
                if mention.kind not in (DateKind.POINT, DateKind.DURATION):
                    fields = {
                        name: getattr(mention, name) for name in ("kind", "due_on", "start_on", "end_on", "rrule")
                    }
                    have[(source, *_key(measure["document"], measure["path"], fields))] += 1
    hits = sum((want & have).values())
    assert 2 * hits / (want.total() + have.total()) >= 0.98, (want - have, have - want)
