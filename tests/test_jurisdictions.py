"""Whose plan it is: places, their levels and codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts import divisions
from pipeline.facts.jurisdictions import Jurisdiction, Level


@pytest.mark.parametrize(
    ("issuer", "title", "region", "level", "parent"),
    [
        ("中共云溪市委 云溪市人民政府", None, "云溪市", Level.CITY, None),
        ("云溪市人民政府办公室", "江海省法治规划", "云溪市", Level.CITY, None),
        ("江海省云溪市人民政府", None, "云溪市", Level.CITY, "江海省"),
        ("云溪市东河区人民政府", None, "东河区", Level.COUNTY, "云溪市"),
        ("云溪市北湖新区管理委员会", None, "北湖新区", Level.COUNTY, "云溪市"),
        ("云溪市市中区人民政府", None, "市中区", Level.COUNTY, "云溪市"),
        ("云溪市城市管理局", None, "云溪市", Level.CITY, None),
        ("云溪市市场监督管理局", None, "云溪市", Level.CITY, None),
        ("云溪市住房和城乡建设局", None, "云溪市", Level.CITY, None),
        ("江南某某族自治州人民政府", None, "江南某某族自治州", Level.PREFECTURE, None),
        ("江南自治区人民政府办公厅", None, "江南自治区", Level.PROVINCE, None),
        ("白马左旗人民政府", None, "白马左旗", Level.COUNTY, None),
        ("云溪市白马自治旗人民政府", None, "白马自治旗", Level.COUNTY, "云溪市"),
        ("天津市人民政府", None, "天津市", Level.PROVINCE, None),
        ("国务院", None, "全国", Level.STATE, None),
        ("农业农村部", None, "全国", Level.STATE, None),
        (None, "云溪市法治政府建设实施方案（2021—2025年）", "云溪市", Level.CITY, None),
        ("市人民政府办公室", "关于印发云溪市节能方案的通知", "云溪市", Level.CITY, None),
        ("云溪市民政局、中共云溪市委社会工作部", None, "云溪市", Level.CITY, None),
        ("中共云溪市委社会工作部", None, "云溪市", Level.CITY, None),
        ("国家税务总局云溪市税务局、云溪市财政局", None, "云溪市", Level.CITY, None),
        ("财政部、农业农村部", None, "全国", Level.STATE, None),
        ("国家税务总局", None, "全国", Level.STATE, None),
        (None, "2023年云溪市节水工作要点", "云溪市", Level.CITY, None),
        (None, "关于印发2021—2023年云溪市节水方案的通知", "云溪市", Level.CITY, None),
        (None, "2023年节水工作要点", None, None, None),
        (None, "城市更新行动方案", None, None, None),
        (None, "大城市节水方案", None, None, None),
        (None, "云城市节水方案", "云城市", Level.CITY, None),
        (None, "江都市提升供水能力方案", "江都市", Level.CITY, None),
        (None, "溪山区节水方案", "溪山区", Level.COUNTY, None),
        (None, "全市优化营商环境方案", None, None, None),
        (None, "乡村振兴示范县创建方案", None, None, None),
        (None, None, None, None, None),
    ],
)
def test_jurisdictions(issuer, title, region, level, parent) -> None:
    found = Jurisdiction.of(issuer, title)
    assert (found.region, found.level, found.parent and found.parent.region) == (region, level, parent)


@pytest.mark.parametrize(
    ("issuer", "title", "region", "code", "above"),
    [
        ("中共吉首市委", None, "吉首市", "433101", ["湘西土家族苗族自治州", "湖南省"]),
        ("达州市人民政府办公室", None, "达州市", "511700", ["四川省"]),
        ("长春市朝阳区人民政府", None, "朝阳区", "220104", ["长春市", "吉林省"]),
        ("北京市朝阳区人民政府", None, "朝阳区", "110105", ["北京市"]),
        ("朝阳区人民政府", None, "朝阳区", None, []),
        (None, "湖北省武汉市武昌区提升供水方案", "武昌区", "420106", ["武汉市", "湖北省"]),
        (None, "天津市节水方案", "天津市", "120000", []),
        ("泰州", None, "泰州市", "321200", ["江苏省"]),
        (None, "泰州关于印发节水方案的通知", "泰州市", "321200", ["江苏省"]),
        (None, "泰州安全用水的通知", None, None, []),
        (None, "朝阳关于印发节水方案的通知", None, None, []),
        ("阿坝州人民政府办公室", None, "阿坝藏族羌族自治州", "513200", ["四川省"]),
        ("湘西自治州人民政府", None, "湘西土家族苗族自治州", "433100", ["湖南省"]),
        ("济南长清区人民政府", None, "长清区", "370113", ["济南市", "山东省"]),
        ("莱芜市人民政府", None, "莱芜市", "371200", ["山东省"]),
        ("黔东南州人民政府", None, "黔东南苗族侗族自治州", "522600", ["贵州省"]),
        ("云溪市人民政府", None, "云溪市", None, []),
    ],
)  # fmt: skip
def test_codes_and_what_is_above(issuer, title, region, code, above) -> None:
    found = Jurisdiction.of(issuer, title)
    chain, place = [], found.parent
    while place:
        chain.append(place.region)
        place = place.parent
    assert (found.region, found.code, chain) == (region, code, above)


def test_the_text_tells_places_of_one_name_apart() -> None:
    assert Jurisdiction.of("朝阳区人民政府", None, "按照长春市的部署，……").code == "220104"
    assert Jurisdiction.of("朝阳区人民政府", None, "按照上级的部署，……").code is None


def test_the_text_names_the_place_where_nothing_else_does() -> None:
    text = "经中共吉首市委员会同意，由吉首市人民政府和湘西土家族苗族自治州人民政府部署。"
    assert Jurisdiction.of(None, "节水方案", text).code == "433101"
    assert Jurisdiction.of(None, "节水方案", "达州市人民政府和吉首市人民政府联合部署。").region is None


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("根据《达州市人民政府关于节水的意见》，结合达川区实际，制定本方案。", "达川区"),
        ("按照省人民政府部署，立足达州实际，制定本方案。", "达州市"),
        ("根据《达州市人民政府关于节水的意见》，结合我区实际，制定本方案。", "达州市"),
        ("结合企业实际，制定本方案。", None),
    ],
)
def test_the_place_whose_circumstances_a_plan_is_made_for(text: str, region: str | None) -> None:
    assert Jurisdiction.of(None, "节水方案", text).region == region


def test_the_table_of_codes_is_whole() -> None:
    """GB/T 2260 has 31 provinces with divisions below them, and each division stands below another."""
    provinces = [code for code in (f"{n}0000" for n in range(11, 66)) if divisions.stems_below(code)]
    assert len(provinces) == 27  # the four municipalities have no prefectures
    for name in ("吉首市", "武昌区", "大竹县", "滨海新区"):
        (division,) = divisions.named(name)
        assert divisions.above(division) is not None
    assert [d.code for d in divisions.named("湘西州")] == ["433100"]
    assert divisions.named("天外市") == ()


@given(
    st.text(st.sampled_from("市省县区自治州旗镇中共委人民政府云溪江海关于印发国务院 "), max_size=24),
    st.text(max_size=12),
)
def test_any_issuer_is_read(issuer: str, title: str) -> None:
    found = Jurisdiction.of(issuer, title)
    assert found.region is None or found.region == "全国" or found.region in issuer + title


@pytest.mark.parametrize(
    ("issuer", "regions"),
    [
        ("江海省人民政府办公厅、山阴省人民政府办公厅", ["江海省", "山阴省"]),
        ("云溪市水利局、云溪市财政局", []),
        ("云溪市人民政府", []),
        (None, []),
    ],
)
def test_the_places_of_a_joint_plan(issuer, regions) -> None:
    assert [place.region for place in Jurisdiction.joint(issuer)] == regions
