"""Units in their normal form within a jurisdiction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.jurisdictions import Jurisdiction, Level
from pipeline.facts.units import WITHOUT_NORMAL_FORM, finding_code, normalise, resolve
from pipeline.models import UnitKind

CITY = Jurisdiction.of("云溪市人民政府办公室", None)
PROVINCE = Jurisdiction.of("江海省人民政府", None)
STATE = Jurisdiction.of("国务院办公厅", None)


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
    ("surface", "name", "short_name", "kind"),
    [
        ("市司法局", "云溪市司法局", "市司法局", UnitKind.GOVERNMENT),
        ("市民政局", "云溪市民政局", "市民政局", UnitKind.GOVERNMENT),
        ("云溪市司法局", "云溪市司法局", "市司法局", UnitKind.GOVERNMENT),
        ("司法局", "云溪市司法局", "市司法局", UnitKind.GOVERNMENT),
        ("市场监管局", "云溪市市场监督管理局", "市市场监督管理局", UnitKind.GOVERNMENT),
        ("市市场监管局", "云溪市市场监督管理局", "市市场监督管理局", UnitKind.GOVERNMENT),
        ("市发改委", "云溪市发展和改革委员会", "市发展和改革委员会", UnitKind.GOVERNMENT),
        ("市发展改革委", "云溪市发展和改革委员会", "市发展和改革委员会", UnitKind.GOVERNMENT),
        ("市发改局", "云溪市发展和改革局", "市发展和改革局", UnitKind.GOVERNMENT),
        ("市卫健委", "云溪市卫生健康委员会", "市卫生健康委员会", UnitKind.GOVERNMENT),
        ("市工信局", "云溪市工业和信息化局", "市工业和信息化局", UnitKind.GOVERNMENT),
        ("市人社局", "云溪市人力资源和社会保障局", "市人力资源和社会保障局", UnitKind.GOVERNMENT),
        ("市政府", "云溪市人民政府", "市人民政府", UnitKind.GOVERNMENT),
        ("市政府办公室", "云溪市人民政府办公室", "市人民政府办公室", UnitKind.GOVERNMENT),
        ("市政府金融办", "云溪市人民政府金融工作办公室", "市人民政府金融工作办公室", UnitKind.GOVERNMENT),
        ("市委宣传部", "中共云溪市委宣传部", "市委宣传部", UnitKind.PARTY),
        ("市委编办", "中共云溪市委机构编制委员会办公室", "市委机构编制委员会办公室", UnitKind.PARTY),
        ("市委依法治市办", "中共云溪市委全面依法治市委员会办公室", "市委全面依法治市委员会办公室", UnitKind.PARTY),
        ("市纪委监委", "中共云溪市纪律检查委员会监察委员会", "市纪律检查委员会监察委员会", UnitKind.PARTY),
        ("市委党校（行政学院）", "中共云溪市委党校", "市委党校", UnitKind.PARTY),
        (
            "市人大常委会办公室",
            "云溪市人民代表大会常务委员会办公室",
            "市人民代表大会常务委员会办公室",
            UnitKind.CONGRESS,
        ),
        (
            "市人大监察和司法委员会",
            "云溪市人民代表大会监察和司法委员会",
            "市人民代表大会监察和司法委员会",
            UnitKind.CONGRESS,
        ),
        ("市政协办公室", "政协云溪市委员会办公室", "市政协办公室", UnitKind.CPPCC),
        ("市政协", "中国人民政治协商会议云溪市委员会", "市政协", UnitKind.CPPCC),
        ("市法院", "云溪市人民法院", "市人民法院", UnitKind.COURT),
        ("市检察院", "云溪市人民检察院", "市人民检察院", UnitKind.PROCURATORATE),
        ("市总工会", "云溪市总工会", "市总工会", UnitKind.MASS_ORGANISATION),
        ("团市委", "共青团云溪市委员会", "团市委", UnitKind.MASS_ORGANISATION),
        ("市妇联", "云溪市妇女联合会", "市妇女联合会", UnitKind.MASS_ORGANISATION),
        ("市工商联", "云溪市工商业联合会", "市工商业联合会", UnitKind.MASS_ORGANISATION),
        ("市法学会", "云溪市法学会", "市法学会", UnitKind.MASS_ORGANISATION),
        ("国网云溪供电公司", "国网云溪供电公司", "国网云溪供电公司", UnitKind.ENTERPRISE),
        ("人行云溪市中心支行", "中国人民银行云溪市中心支行", "人民银行云溪市中心支行", UnitKind.GOVERNMENT),
        ("云溪海关", "中华人民共和国云溪海关", "市海关", UnitKind.GOVERNMENT),
    ],
)
def test_units_of_the_plans_own_place(surface: str, name: str, short_name: str, kind: UnitKind) -> None:
    unit = normalise(surface, CITY)
    assert (unit.name, unit.short_name, unit.kind, unit.region) == (name, short_name, kind, "云溪市")
    assert not unit.is_collective
    assert finding_code(unit) is None


@pytest.mark.parametrize(
    "surface",
    [
        "市政府各部门",
        "各乡镇街道",
        "各县（市、区）人民政府",
        "市级有关部门",
        "各成员单位",
        "各区、市政府",
        "市县人民政府",
        "有关区人民政府",
        "有林场的区人民政府",
        "市直各部门",
        "市扶贫领导小组成员单位",
    ],
)
def test_collectives(surface: str) -> None:
    unit = normalise(surface, CITY)
    assert unit.is_collective
    assert unit.region == "云溪市"
    assert finding_code(unit) is None


@pytest.mark.parametrize(
    "surface",
    ["县市场监管局", "省市场监管局", "市地方金融监管局", "地方金融监管局", "市委党校（行政学院、社会主义学院）"],
)
def test_single_units_that_look_collective(surface: str) -> None:
    assert not normalise(surface, CITY).is_collective


@pytest.mark.parametrize(
    ("surface", "jurisdiction", "name", "region"),
    [
        ("州生态环境局云河分局", CITY, "州生态环境局云河分局", None),
        ("省教育厅", CITY, "省教育厅", None),
        ("教育厅", CITY, "教育厅", None),
        ("团省委", CITY, "共青团省委员会", None),
        ("自治区发展改革委", CITY, "自治区发展和改革委员会", None),
        ("省教育厅", Jurisdiction.of("江海省云溪市人民政府", None), "江海省教育厅", "江海省"),
        ("教育厅", Jurisdiction.of("江海省云溪市人民政府", None), "江海省教育厅", "江海省"),
        ("团省委", PROVINCE, "共青团江海省委员会", "江海省"),
        ("教育厅", PROVINCE, "江海省教育厅", "江海省"),
        ("云溪市", PROVINCE, "云溪市人民政府", "云溪市"),
        ("东河区机管局", CITY, "东河区机关事务管理局", "东河区"),
        ("国家发展改革委", CITY, "国家发展和改革委员会", "全国"),
        ("发展改革委", STATE, "国家发展和改革委员会", "全国"),
        ("农业农村部", STATE, "农业农村部", "全国"),
        ("人民银行", STATE, "中国人民银行", "全国"),
        ("发展改革委", Jurisdiction.of("江南自治区人民政府", None), "江南自治区发展和改革委员会", "江南自治区"),
        ("自治区党委宣传部", Jurisdiction.of("江南自治区人民政府", None), "中共江南自治区党委宣传部", "江南自治区"),
        ("旗教育局", Jurisdiction.of("白马左旗人民政府", None), "白马左旗教育局", "白马左旗"),
        ("州教育局", Jurisdiction.of("江南某某族自治州人民政府", None), "江南某某族自治州教育局", "江南某某族自治州"),
        ("市教育局", Jurisdiction(), "市教育局", None),
        ("中国铁路白马局集团有限公司", CITY, "中国铁路白马局集团有限公司", None),
    ],
)
def test_units_of_other_places_get_no_wrong_region(surface, jurisdiction, name, region) -> None:
    unit = normalise(surface, jurisdiction)
    assert (unit.name, unit.region) == (name, region)


@pytest.mark.parametrize("surface", ["张三", "天外来客", "", "？"])
def test_an_unknown_form_stays_as_printed_and_is_told(surface: str) -> None:
    unit = normalise(surface, CITY)
    assert (unit.name, unit.kind, unit.region) == (surface, UnitKind.OTHER, None)
    assert finding_code(unit) == WITHOUT_NORMAL_FORM


@given(
    st.text(st.sampled_from("市省县区州旗委政府局厅办教育各、（）和团人大协会云溪江海法院公司国网 \n中"), max_size=20),
    st.sampled_from([CITY, PROVINCE, STATE, Jurisdiction()]),
)
def test_every_surface_yields_a_unit(surface: str, jurisdiction: Jurisdiction) -> None:
    unit = normalise(surface, jurisdiction)
    assert unit == normalise(surface, jurisdiction)
    assert bool(unit.name) == bool(surface)


@given(
    st.text(st.sampled_from("市省县区自治州旗镇中共委人民政府云溪江海关于印发国务院 "), max_size=24),
    st.text(max_size=12),
)
def test_any_issuer_is_read(issuer: str, title: str) -> None:
    found = Jurisdiction.of(issuer, title)
    assert found.region is None or found.region == "全国" or found.region in issuer + title


@given(st.sampled_from(["市教育局", "市发改委", "市法院", "团市委", "市委宣传部", "市妇联", "市财政局"]))
def test_names_are_stable(surface: str) -> None:
    """The full name of a unit of the plan's place is its own normal form."""
    unit = normalise(surface, CITY)
    if not unit.name.startswith(("中共", "共青团")):
        assert normalise(unit.name, CITY).name == unit.name


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


def test_the_stem_of_an_autonomous_area_leaves_its_people_out() -> None:
    area = Jurisdiction.named("云溪土家族苗族自治州")
    assert area.stem == "云溪"
    assert normalise("云溪邮政管理局", area).region == "云溪土家族苗族自治州"
