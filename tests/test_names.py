"""Lists of unit names, told apart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.structure.names import Name, is_whole_name, parts, read_part


def names_in(text: str) -> list[Name]:
    """The names of a list, part by part."""
    return [name for start, end in parts(text) for name in read_part(text, start, end)]


UNITS = [
    "市教育局",
    "市委党校（行政学院）",
    "市工业和信息化局",
    "各县（市、区）人民政府",
    "市发展和改革委员会",
    "云溪海关",
    "市文化和旅游局",
]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市教育局、市财政局，市民政局；市司法局", ["市教育局", "市财政局", "市民政局", "市司法局"]),
        ("市教育局,市财政局;市民政局", ["市教育局", "市财政局", "市民政局"]),
        ("市委党校（行政学院）、市科协", ["市委党校（行政学院）", "市科协"]),
        ("省交通厅〔铁建办、港口办〕、省科技厅", ["省交通厅〔铁建办、港口办〕", "省科技厅"]),
        ("市工业和信息化局、市住房和城乡建设局", ["市工业和信息化局", "市住房和城乡建设局"]),
        ("市应急局及市政府各部门", ["市应急局", "市政府各部门"]),
        ("市教育局和各县（市、区）人民政府", ["市教育局", "各县（市、区）人民政府"]),
        ("市人大监察和司法委员会", ["市人大监察和司法委员会"]),
        ("市住房和城乡建设局和市文化和旅游局", ["市住房和城乡建设局", "市文化和旅游局"]),
        ("各级党委和政府", ["各级党委和政府"]),
        ("各县（市、区）党委、政府，市教育局", ["各县（市、区）党委、政府", "市教育局"]),
        ("市委、市政府", ["市委", "市政府"]),
        ("省教育厅、财政厅", ["省教育厅", "财政厅"]),
        ("东河区、西河区人民政府", ["东河区", "西河区人民政府"]),
        ("各县（市、区）人民政府", ["各县（市、区）人民政府"]),
        ("各省、自治区、直辖市人民政府", ["各省、自治区、直辖市人民政府"]),
        ("市教育局，各区、市政府", ["市教育局", "各区、市政府"]),
        ("市教育局、各区、市政府", ["市教育局", "各区", "市政府"]),
        ("各区、市政府各部门", ["各区", "市政府各部门"]),
        ("市教育局、各区、县级市", ["市教育局", "各区、县级市"]),
        ("市教育局，各县级市、区", ["市教育局", "各县级市、区"]),
        ("市、区机管局，市财政局", ["市、区机管局", "市财政局"]),
        ("各市、县（区）人民政府", ["各市、县（区）人民政府"]),
        ("由各州、市人民政府", ["由各州、市人民政府"]),
        ("市教育局 市财政局", ["市教育局", "市财政局"]),
        ("市生态\n环境局", ["市生态\n环境局"]),
        ("各区县（含云溪高新区，下同）、市教育局", ["各区县", "市教育局"]),
        ("省推进乡村振兴工作领导小组成员单位", ["省推进乡村振兴工作领导小组成员单位"]),
        (" 市教育局 、 市财政局 。", ["市教育局", "市财政局"]),
        ("市教育局（未闭合、市财政局", ["市教育局（未闭合", "市财政局"]),
        ("", []),
        ("、，；", []),
    ],
)
def test_lists_are_told_apart(text: str, names: list[str]) -> None:
    assert [name.surface for name in names_in(text)] == names


@pytest.mark.parametrize(
    ("text", "names", "is_open"),
    [
        ("市教育局、市财政局等", ["市教育局", "市财政局"], [False, True]),
        ("市教育局等部门", ["市教育局"], [True]),
        ("市教育局等市级有关部门", ["市教育局"], [True]),
        ("市教育局等3个部门和单位", ["市教育局"], [True]),
        ("市教育局等部门和各区人民政府", ["市教育局", "各区人民政府"], [True, False]),
        ("市教育局等省直有关部门，各市州人民政府", ["市教育局", "各市州人民政府"], [True, False]),
        ("各高等院校、市教育局", ["各高等院校", "市教育局"], [False, False]),
        ("云溪中等职业学校", ["云溪中等职业学校"], [False]),
        ("审计署等国务院相关部门及各地区", ["审计署", "各地区"], [True, False]),
        ("工商银行、农商银行等金融机构", ["工商银行", "农商银行"], [False, True]),
    ],
)
def test_open_ended_lists_say_so(text: str, names: list[str], is_open: list[bool]) -> None:
    found = names_in(text)
    assert [name.surface for name in found] == names
    assert [name.is_open_ended for name in found] == is_open


@pytest.mark.parametrize(
    "name",
    [
        *UNITS,
        "团市委",
        "市总工会",
        "东河区",
        "有林场的区人民政府",
        "市、区机管局",
        "国网云溪供电公司",
        "市机关事务服务中心",
        "省推进数字化专班",
        "市委财经办",
        "市乡村振兴办",
        "市安委会办",
        "市交通办",
        "人行云溪中支",
        "“四好农村路”工作专班",
        "市推进“双招双引”领导小组办公室",
        "市招商专班牵头单位",
        "各县（市、区）党委、政府",
        "各乡镇（街道）党（工）委",
    ],
)
def test_whole_names(name: str) -> None:
    assert is_whole_name(name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "市",
        "政府",
        "部门",
        "全社会",
        "市总部",
        "持续推进",
        "按照国家安排部署",
        "做好：部门",
        "市教育局负责",
        "领导干部",
        "局" * 50,
        "推进“一件事”集成办",
        "“互联网”平台",
        "由市里经办",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert not is_whole_name(text)


@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=12), st.sampled_from(["、", "，", "；", ",", ";", " 、"]))
def test_a_list_is_read_back(units: list[str], separator: str) -> None:
    assert [name.surface for name in names_in(separator.join(units))] == units


@given(st.text(st.sampled_from("市区县各、，；（）()〔〕和及与等部门局委政府 \n的1。下同"), max_size=60))
def test_offsets_give_the_surface(text: str) -> None:
    names = names_in(text)
    assert all(text[name.start : name.end] == name.surface and name.surface.strip() for name in names)
    assert [name.start for name in names] == sorted(name.start for name in names)
    assert all(a.end <= b.start for a, b in pairwise(names))
