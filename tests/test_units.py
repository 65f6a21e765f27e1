"""Units in their normal form within a jurisdiction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.jurisdictions import Jurisdiction
from pipeline.facts.units import WITHOUT_NORMAL_FORM, finding_code, normalise, resolve
from pipeline.models import UnitKind

CITY = Jurisdiction.of("云溪市人民政府办公室", None)
PROVINCE = Jurisdiction.of("江海省人民政府", None)
STATE = Jurisdiction.of("国务院办公厅", None)
# Real places, for what only the table of codes knows: what is above them.
COUNTY_CITY = Jurisdiction.of("吉首市人民政府", None)
PREFECTURE = Jurisdiction.of("达州市人民政府办公室", None)
HEALTH = Jurisdiction.of("广州市卫生健康委员会、广州市财政局", None)
AUTONOMOUS = Jurisdiction.of("宁夏回族自治区人民政府", None)


@pytest.mark.parametrize(
    ("surface", "name", "short_name", "kind"),
    [
        ("市司法局", "云溪市司法局", "市司法局", UnitKind.GOVERNMENT),
        ("市民政局", "云溪市民政局", "市民政局", UnitKind.GOVERNMENT),
        ("云溪市司法局", "云溪市司法局", "市司法局", UnitKind.GOVERNMENT),
        ("司法局", "云溪市司法局", "市司法局", UnitKind.GOVERNMENT),
        ("市场监管局", "云溪市市场监督管理局", "市市场监督管理局", UnitKind.GOVERNMENT),
        ("市市场局", "云溪市市场监督管理局", "市市场监督管理局", UnitKind.GOVERNMENT),
        ("市乡村振兴局", "云溪市乡村振兴局", "市乡村振兴局", UnitKind.GOVERNMENT),
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
        ("市台办", "云溪市台湾事务办公室", "市台湾事务办公室", UnitKind.GOVERNMENT),
        ("市委台办", "中共云溪市委台湾工作办公室", "市委台湾工作办公室", UnitKind.PARTY),
        ("市外办", "云溪市外事办公室", "市外事办公室", UnitKind.GOVERNMENT),
        ("市委外办", "中共云溪市委外事工作委员会办公室", "市委外事工作委员会办公室", UnitKind.PARTY),
        ("市政府外办", "云溪市人民政府外事办公室", "市人民政府外事办公室", UnitKind.GOVERNMENT),
        ("市委金融办", "中共云溪市委金融委员会办公室", "市委金融委员会办公室", UnitKind.PARTY),
        ("市统战部", "中共云溪市委统一战线工作部", "市委统一战线工作部", UnitKind.PARTY),
        ("市政研室", "中共云溪市委政策研究室", "市委政策研究室", UnitKind.PARTY),
        ("市编办", "中共云溪市委机构编制委员会办公室", "市委机构编制委员会办公室", UnitKind.PARTY),
        ("市直机关工委", "中共云溪市委直属机关工作委员会", "市委直属机关工作委员会", UnitKind.PARTY),
        ("市安办", "云溪市安全生产委员会办公室", "市安全生产委员会办公室", UnitKind.GOVERNMENT),
        ("市安委办", "云溪市安全生产委员会办公室", "市安全生产委员会办公室", UnitKind.GOVERNMENT),
        ("市安委会办公室", "云溪市安全生产委员会办公室", "市安全生产委员会办公室", UnitKind.GOVERNMENT),
        ("市安委会", "云溪市安全生产委员会", "市安全生产委员会", UnitKind.GOVERNMENT),
        ("安委会", "云溪市安全生产委员会", "市安全生产委员会", UnitKind.GOVERNMENT),
        ("市国动办", "云溪市国防动员办公室", "市国防动员办公室", UnitKind.GOVERNMENT),
        ("市人武部", "云溪市人民武装部", "市人民武装部", UnitKind.GOVERNMENT),
        ("市防汛办", "云溪市防汛抗旱指挥部办公室", "市防汛抗旱指挥部办公室", UnitKind.GOVERNMENT),
        ("市妇儿工委", "云溪市妇女儿童工作委员会", "市妇女儿童工作委员会", UnitKind.GOVERNMENT),
        ("市关工委", "云溪市关心下一代工作委员会", "市关心下一代工作委员会", UnitKind.MASS_ORGANISATION),
        ("市红会", "云溪市红十字会", "市红十字会", UnitKind.MASS_ORGANISATION),
        ("市交委", "云溪市交通委员会", "市交通委员会", UnitKind.GOVERNMENT),
        ("市森林公安", "云溪市森林公安局", "市森林公安局", UnitKind.GOVERNMENT),
        ("市贸促会", "中国国际贸易促进委员会云溪市委员会", "市贸促会", UnitKind.MASS_ORGANISATION),
        ("市武警支队", "中国人民武装警察部队云溪市支队", "市武警支队", UnitKind.GOVERNMENT),
        ("市外汇局", "国家外汇管理局云溪市分局", "市外汇局", UnitKind.GOVERNMENT),
        ("云溪金融监管分局", "国家金融监督管理总局云溪监管分局", "云溪金融监管分局", UnitKind.GOVERNMENT),
        ("国家统计局云溪调查队", "国家统计局云溪调查队", "国家统计局云溪调查队", UnitKind.GOVERNMENT),
        ("人行云溪中支", "中国人民银行云溪中心支行", "人民银行云溪中支", UnitKind.GOVERNMENT),
        ("市人民银行", "中国人民银行云溪市分行", "市人民银行", UnitKind.GOVERNMENT),
        ("市法院", "云溪市人民法院", "市人民法院", UnitKind.COURT),
        ("市检察院", "云溪市人民检察院", "市人民检察院", UnitKind.PROCURATORATE),
        ("市总工会", "云溪市总工会", "市总工会", UnitKind.MASS_ORGANISATION),
        ("团市委", "共青团云溪市委员会", "团市委", UnitKind.MASS_ORGANISATION),
        ("市妇联", "云溪市妇女联合会", "市妇女联合会", UnitKind.MASS_ORGANISATION),
        ("市工商联", "云溪市工商业联合会", "市工商业联合会", UnitKind.MASS_ORGANISATION),
        ("市法学会", "云溪市法学会", "市法学会", UnitKind.MASS_ORGANISATION),
        ("国网云溪供电公司", "国网云溪供电公司", "国网云溪供电公司", UnitKind.ENTERPRISE),
        ("人行云溪市中心支行", "中国人民银行云溪市中心支行", "人民银行云溪市中心支行", UnitKind.GOVERNMENT),
        ("云溪海关", "中华人民共和国云溪海关", "云溪海关", UnitKind.GOVERNMENT),
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
        "市级党政机关",
        "科研院所",
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
        ("团区委", Jurisdiction.of("江南自治区人民政府", None), "共青团江南自治区委员会", "江南自治区"),
        ("石市镇", CITY, "石市镇人民政府", "石市镇"),
        ("规划司", STATE, "规划司", "全国"),
        ("科技部", Jurisdiction.of("教育部等八部门", "关于加强科普工作的意见"), "科学技术部", "全国"),
        ("国铁集团", STATE, "中国国家铁路集团有限公司", "全国"),
        ("国家疾控局", STATE, "国家疾病预防控制局", "全国"),
        ("省农信联社", PROVINCE, "江海省农村信用社联合社", "江海省"),
        ("旗教育局", Jurisdiction.of("白马左旗人民政府", None), "白马左旗教育局", "白马左旗"),
        ("州教育局", Jurisdiction.of("江南某某族自治州人民政府", None), "江南某某族自治州教育局", "江南某某族自治州"),
        ("市教育局", Jurisdiction(), "市教育局", None),
        ("中国铁路白马局集团有限公司", CITY, "中国铁路白马局集团有限公司", "全国"),
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


@given(st.sampled_from(["市教育局", "市发改委", "市法院", "团市委", "市委宣传部", "市妇联", "市财政局"]))
def test_names_are_stable(surface: str) -> None:
    """The full name of a unit of the plan's place is its own normal form."""
    unit = normalise(surface, CITY)
    if not unit.name.startswith(("中共", "共青团")):
        assert normalise(unit.name, CITY).name == unit.name


def test_the_stem_of_an_autonomous_area_leaves_its_people_out() -> None:
    area = Jurisdiction.named("云溪土家族苗族自治州")
    assert area.stem == "云溪"
    assert normalise("云溪邮政管理局", area).region == "云溪土家族苗族自治州"


@pytest.mark.parametrize(
    ("surface", "jurisdiction", "name", "region", "code"),
    [
        ("州税务局", COUNTY_CITY, "国家税务总局湘西土家族苗族自治州税务局", "湘西土家族苗族自治州", "433100"),
        ("州财政局", COUNTY_CITY, "湘西土家族苗族自治州财政局", "湘西土家族苗族自治州", "433100"),
        ("湘西州财政局", COUNTY_CITY, "湘西土家族苗族自治州财政局", "湘西土家族苗族自治州", "433100"),
        ("省财政厅", COUNTY_CITY, "湖南省财政厅", "湖南省", "430000"),
        ("财政厅", COUNTY_CITY, "湖南省财政厅", "湖南省", "430000"),
        ("市财政局", COUNTY_CITY, "吉首市财政局", "吉首市", "433101"),
        ("团省委", COUNTY_CITY, "共青团湖南省委员会", "湖南省", "430000"),
        ("市法院", COUNTY_CITY, "吉首市人民法院", "吉首市", "433101"),
        ("市法院", PREFECTURE, "达州市中级人民法院", "达州市", "511700"),
        ("市中院", PREFECTURE, "达州市中级人民法院", "达州市", "511700"),
        ("自治区高院", AUTONOMOUS, "宁夏回族自治区高级人民法院", "宁夏回族自治区", "640000"),
        ("大竹县财政局", PREFECTURE, "大竹县财政局", "大竹县", "511724"),
        ("达州市大竹县财政局", PREFECTURE, "大竹县财政局", "大竹县", "511724"),
        ("银川海关", AUTONOMOUS, "中华人民共和国银川海关", "银川市", "640100"),
        ("人民银行银川中心支行", AUTONOMOUS, "中国人民银行银川中心支行", "银川市", "640100"),
        ("宁夏税务局", AUTONOMOUS, "国家税务总局宁夏回族自治区税务局", "宁夏回族自治区", "640000"),
        ("自治区税务局", AUTONOMOUS, "国家税务总局宁夏回族自治区税务局", "宁夏回族自治区", "640000"),
        ("宁夏证监局", AUTONOMOUS, "中国证券监督管理委员会宁夏监管局", "宁夏回族自治区", "640000"),
        ("四川省林草局", PREFECTURE, "四川省林业和草原局", "四川省", "510000"),
        ("重庆市教委", PREFECTURE, "重庆市教育委员会", "重庆市", "500000"),
        ("朝阳区财政局", Jurisdiction.of("长春市人民政府", None), "朝阳区财政局", "朝阳区", "220104"),
        ("朝阳区财政局", PREFECTURE, "朝阳区财政局", "朝阳区", None),
        ("人行", PREFECTURE, "中国人民银行达州市分行", "达州市", "511700"),
        ("基层处", HEALTH, "广州市卫生健康委员会基层处", "广州市", "440100"),
        ("长春净月高新区管委会", Jurisdiction.of("德惠市政府", None), "长春净月高新区管理委员会", "长春市", "220100"),
        ("西海岸新区管委会", Jurisdiction.of("青岛市人民政府", None), "青岛市西海岸新区管理委员会", "青岛市", "370200"),
    ],
)  # fmt: skip
def test_a_levels_word_is_read_in_the_hierarchy_of_divisions(surface, jurisdiction, name, region, code) -> None:
    unit = normalise(surface, jurisdiction)
    assert (unit.name, unit.region, unit.region_code) == (name, region, code)
    assert finding_code(unit) is None


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("市发展改革委〔能源局〕", "云溪市发展和改革委员会"),
        ("市新闻出版局（版权局）", "云溪市新闻出版局"),
        ("市档案馆（史志办）", "云溪市档案馆"),
        ("市卫健委/疾控局", "云溪市卫生健康委员会"),
        ("市绿化市容局", "云溪市绿化和市容管理局"),
        ("市编办", "中共云溪市委机构编制委员会办公室"),
        ("依法治市办", "中共云溪市委全面依法治市委员会办公室"),
        ("市委外办", "中共云溪市委外事工作委员会办公室"),
        ("市外办", "云溪市外事办公室"),
        ("市政府外办", "云溪市人民政府外事办公室"),
        ("市委直属机关工委", "中共云溪市委直属机关工作委员会"),
        ("市残联", "云溪市残疾人联合会"),
        ("市公安局交警支队", "云溪市公安局交通警察支队"),
        ("市交警支队", "云溪市公安局交通警察支队"),
        ("市政务服务数据管理局", "云溪市政务服务和数据管理局"),
        ("市退役军人局", "云溪市退役军人事务局"),
        ("市资规局", "云溪市自然资源和规划局"),
        ("市烟草局", "云溪市烟草专卖局"),
        ("市税务局", "国家税务总局云溪市税务局"),
        ("市气象局", "云溪市气象局"),
        ("市疾控中心", "云溪市疾病预防控制中心"),
        ("市委", "中共云溪市委员会"),
        ("市人大常委会", "云溪市人民代表大会常务委员会"),
        ("市应急管理局", "云溪市应急管理局"),
        ("市城管执法局", "云溪市城市管理综合行政执法局"),
        ("高新区管委会", "云溪市高新区管理委员会"),
        ("高新区", "云溪市高新区管理委员会"),
        ("云溪经开区", "云溪经开区管理委员会"),
        ("市纪委", "中共云溪市纪律检查委员会"),
        ("云溪风景区", "云溪风景区管理委员会"),
        ("市科委", "云溪市科学技术委员会"),
        ("石桥街道", "石桥街道办事处"),
        ("市营商办", "云溪市营商环境办公室"),
        ("市疾控局", "云溪市疾病预防控制局"),
        ("市中医药局", "云溪市中医药管理局"),
        ("市供销联社", "云溪市供销合作社联合社"),
        ("云溪金融监管局", "国家金融监督管理总局云溪监管局"),
        ("市金融监管局", "云溪市金融监督管理局"),
        ("云溪能源监管办", "国家能源局云溪监管办公室"),
        ("各县区（自治县，以下简称县区）人民政府", "云溪市各县区（自治县）人民政府"),
        ("市农商行", "云溪市农村商业银行"),
        ("市国税局", "云溪市国家税务局"),
        ("市委农工委", "中共云溪市委农村工作委员会"),
        ("市综合执法局", "云溪市综合行政执法局"),
        ("市港澳办", "云溪市港澳事务办公室"),
        ("民航中原管理局", "民航中原管理局"),
        ("长江水利委员会", "长江水利委员会"),
        ("中国移动", "中国移动通信集团有限公司"),
    ],
)  # fmt: skip
def test_short_names_are_written_out_by_their_parts(surface: str, name: str) -> None:
    assert normalise(surface, CITY).name == name


@pytest.mark.parametrize(
    ("surface", "year", "name", "until"),
    [
        ("市卫计委", 2016, "云溪市卫生健康委员会", 2018),
        ("市卫生计生委", None, "云溪市卫生健康委员会", 2018),
        ("市环保局", 2018, "云溪市生态环境局", 2018),
        ("市国土资源局", 2017, "云溪市自然资源局", 2018),
        ("市农业局", 2017, "云溪市农业农村局", 2018),
        ("市旅发委", 2017, "云溪市文化和旅游局", 2018),
        ("市工商局", 2017, "云溪市市场监督管理局", 2018),
        ("市质监局", 2017, "云溪市市场监督管理局", 2018),
        ("市食药监局", 2017, "云溪市市场监督管理局", 2018),
        ("市安监局", 2017, "云溪市应急管理局", 2018),
        ("市扶贫办", 2020, "云溪市乡村振兴局", 2021),
        ("云溪银监分局", 2017, "国家金融监督管理总局云溪监管分局", 2018),
        ("云溪银保监分局", 2021, "国家金融监督管理总局云溪监管分局", 2023),
        ("市旅游发展委员会", 2024, "云溪市旅游发展委员会", None),
        ("市物价局", 2017, "云溪市物价局", None),
        ("市文广新局", 2017, "云溪市文化广电新闻出版局", None),
        ("市卫健委", 2017, "云溪市卫生健康委员会", None),
    ],
)  # fmt: skip
def test_old_and_new_names_are_one_body(surface: str, year: int | None, name: str, until: int | None) -> None:
    ((unit, last),) = resolve(surface, CITY, year)
    assert (unit.name, last) == (name, until)


def test_a_provinces_drug_office_did_not_go_over_whole() -> None:
    ((unit, until),) = resolve("省食药监局", PROVINCE, 2017)
    assert (unit.name, until) == ("江海省食品药品监督管理局", None)


@pytest.mark.parametrize(
    ("surface", "names"),
    [
        ("市、区机管局", ["云溪市机关事务管理局", "云溪市各区机管局"]),
        ("市、区财政局", ["云溪市财政局", "云溪市各区财政局"]),
        ("市、县（市、区）人民政府", ["云溪市人民政府", "云溪市各县（市、区）人民政府"]),
        ("各区、市政府", ["云溪市各区、市政府"]),
        ("市、县两级人民政府", ["云溪市市、县两级人民政府"]),
        ("县、乡人民政府", ["云溪市县、乡人民政府"]),
        ("市工业和信息化局", ["云溪市工业和信息化局"]),
    ],
)  # fmt: skip
def test_levels_that_share_a_body_are_told_apart(surface: str, names: list[str]) -> None:
    found = resolve(surface, CITY)
    assert [each.unit.name for each in found] == names
    assert all(finding_code(each.unit) is None for each in found)


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("市委宣传部", UnitKind.PARTY), ("市财政局", UnitKind.GOVERNMENT), ("市人大办", UnitKind.CONGRESS),
        ("市政协", UnitKind.CPPCC), ("市法院", UnitKind.COURT), ("市检察院", UnitKind.PROCURATORATE),
        ("市残联", UnitKind.MASS_ORGANISATION), ("市水务集团", UnitKind.ENTERPRISE),
        ("市人民医院", UnitKind.INSTITUTION), ("云溪大学", UnitKind.INSTITUTION), ("市博物馆", UnitKind.INSTITUTION),
        ("各有关部门和单位", UnitKind.COLLECTIVE), ("各成员单位", UnitKind.COLLECTIVE),
        ("各区人民政府", UnitKind.GOVERNMENT), ("市专项工作组", UnitKind.GOVERNMENT),
    ],
)  # fmt: skip
def test_systems_are_told_apart(surface: str, kind: UnitKind) -> None:
    assert normalise(surface, CITY).kind is kind


def test_a_branch_of_the_department_above_is_that_departments() -> None:
    unit = normalise("州生态环境局吉首分局", COUNTY_CITY)
    assert unit.name == "湘西土家族苗族自治州生态环境局吉首分局"
    assert (unit.region, unit.region_code) == ("湘西土家族苗族自治州", "433100")


def test_a_countys_bureau_is_no_collective() -> None:
    county = Jurisdiction.of("云溪县人民政府", None)
    assert normalise("县乡村振兴局", county).name == "云溪县乡村振兴局"
    assert not normalise("县乡村振兴局", county).is_collective
    assert normalise("县乡人民政府", county).is_collective


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("金融监管总局云溪监管分局", "国家金融监督管理总局云溪监管分局"),
        ("国家金融监管总局云溪监管分局", "国家金融监督管理总局云溪监管分局"),
        ("中国证监会云溪监管局", "中国证券监督管理委员会云溪监管局"),
        ("税务总局云溪市税务局", "国家税务总局云溪市税务局"),
    ],
)
def test_a_branch_that_opens_with_the_short_name_of_the_body_above(surface: str, name: str) -> None:
    assert normalise(surface, CITY).name == name
