"""Quantities: comparator, bounds, unit, base and subject; what is no quantity; what is reported."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.facts.figures import UnitClass
from pipeline.facts.quantities import find_quantities, scan_quantities
from pipeline.models import Quantity
from pipeline.numerals import figure
from pipeline.vocabulary import load, words

CLASSES = [kind.value for kind in UnitClass if kind is not UnitClass.NONE]


def brief(quantity: Quantity) -> tuple[str, float | None, float | None, str]:
    return quantity.comparator.value, quantity.low, quantity.high, quantity.unit


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不低于70%", (">=", 70, None, "%")),
        ("不得少于3次", (">=", 3, None, "次")),
        ("至少5家", (">=", 5, None, "家")),
        ("60学时以上", (">=", 60, None, "学时")),
        ("≥1次", (">=", 1, None, "次")),
        ("大于或等于4米", (">=", 4, None, "米")),
        ("500元及以上", (">=", 500, None, "元")),
        ("四毫升或以上", (">=", 4, None, "毫升")),
        ("不低于80%以上", (">=", 80, None, "%")),
        ("50人（含）以上", (">=", 50, None, "人")),
        ("50人以上（含50人）", (">=", 50, None, "人")),
        ("不超过3个", ("<=", None, 3, "个")),
        ("未超过3个", ("<=", None, 3, "个")),
        ("最高200万元", ("<=", None, 2e6, "元")),
        ("最高给予200万元", ("<=", None, 2e6, "元")),
        ("30户以下", ("<=", None, 30, "户")),
        ("控制在80处以内", ("<=", None, 80, "处")),
        ("控制在5%", ("<=", None, 5, "%")),
        ("控制在29微克每立方米以下", ("<=", None, 29, "微克每立方米")),
        ("30毫克每升以上", (">=", 30, None, "毫克每升")),
        ("2小时内", ("<=", None, 2, "小时")),
        ("0.5个工作日内", ("<=", None, 0.5, "个工作日")),
        ("10项次以上", (">=", 10, None, "项次")),
        ("不超过30分钟", ("<=", None, 30, "分钟")),
        ("超过10亿千瓦", (">", 1e9, None, "千瓦")),
        ("产值过5亿元", (">", 5e8, None, "元")),
        ("通过5亿元", ("=", 5e8, 5e8, "元")),
        ("突破200家", (">", 200, None, "家")),
        ("＞95%", (">", 95, None, "%")),
        ("100人以上（不含100人）", (">", 100, None, "人")),
        ("20余支", (">", 20, None, "支")),
        ("3000多人", (">", 3000, None, "人")),
        ("不足5人", ("<", None, 5, "人")),
        ("低于0.5%", ("<", None, 0.5, "%")),
        ("未满18岁", ("<", None, 18, "岁")),
        ("小于10%", ("<", None, 10, "%")),
        ("达不到60%", ("<", None, 60, "%")),
        ("约300户", ("~", 300, 300, "户")),
        ("达到50%左右", ("~", 50, 50, "%")),
        ("近2万人", ("~", 20_000, 20_000, "人")),
        ("控制在3%左右", ("~", 3, 3, "%")),
        ("稳定在11亿千瓦左右", ("~", 1.1e9, 1.1e9, "千瓦")),
        ("达到40%", ("=", 40, 40, "%")),
        ("提高至90%", ("=", 90, 90, "%")),
        ("下降15%", ("=", 15, 15, "%")),
        ("提高1.5个百分点", ("=", 1.5, 1.5, "个百分点")),
        ("缩短至10小时以内", ("<=", None, 10, "小时")),
        ("力争达到90%以上", (">=", 90, None, "%")),
        ("节约500万吨", ("=", 5e6, 5e6, "吨")),
        ("超过10%以上", (">", 10, None, "%")),
        ("约3000余户", ("~", 3000, 3000, "户")),
        ("20余万人次", (">", 200_000, None, "人次")),
        ("十余个", (">", 10, None, "个")),
        ("百余家", (">", 100, None, "家")),
        ("上百家", (">=", 100, None, "家")),
        ("近百名", ("~", 100, 100, "名")),
        ("半数以上", (">=", 0.5, None, "")),
        ("一半以上的社区", (">=", 0.5, None, "")),
        ("40.8万残疾群众", ("=", 408_000, 408_000, "人")),
        ("惠及5万以上农村老年人", (">=", 50_000, None, "人")),
        ("调整为3.2元", ("=", 3.2, 3.2, "元")),
        ("下降到14.5/10万以下", ("<=", None, 14.5, "/10万")),
        ("达到60人年", ("=", 60, 60, "人年")),
        ("为60周岁及以上老年人体检", (">=", 60, None, "周岁")),
        ("过半数", (">", 0.5, None, "")),
        ("1.80周岁及以上的", (">=", 80, None, "周岁")),
        ("12.100个社区", ("=", 100, 100, "个")),
        ("1.25倍", ("=", 1.25, 1.25, "倍")),
        ("1.50公里", ("=", 1.5, 1.5, "公里")),
        ("投资20亿左右", ("~", 2e9, 2e9, "")),
        ("人口20万以上", (">=", 200_000, None, "")),
        ("最长放宽至3个月", ("<=", None, 3, "个月")),
        ("放宽至3个月", ("=", 3, 3, "个月")),
        ("涨幅控制在上年水平的20%以内", ("<=", None, 20, "%")),
        ("余额不得超过同级一般公共收入和其他各类基金收入总和的5%", ("<=", None, 5, "%")),
    ],
)
def test_comparators(text: str, expected: tuple[str, float | None, float | None, str]) -> None:
    assert brief(only(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80—100人", (80, 100, "人")),
        ("2～3个百分点", (2, 3, "个百分点")),
        ("15%-25%", (15, 25, "%")),
        ("5个—6个", (5, 6, "个")),
        ("1—5万元", (10_000, 50_000, "元")),
        ("1万-5万元", (10_000, 50_000, "元")),
        ("8500到3万元", (8500, 30_000, "元")),
        ("一百二十到一百五十万元", (1.2e6, 1.5e6, "元")),
        ("七千到九千亿元", (7e11, 9e11, "元")),
        ("二至三公升", (2, 3, "公升")),
        ("三四万吨", (30_000, 40_000, "吨")),
        ("三五百公里", (300, 500, "公里")),
        ("百分之三十到四十一", (30, 41, "%")),
        ("一至两个", (1, 2, "个")),
        ("±5%", (-5, 5, "%")),
    ],
)
def test_ranges(text: str, expected: tuple[float, float, str]) -> None:
    assert brief(only(text)) == ("range", *expected)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1.2万元", 12_000, "元"),
        ("3.1千万元", 3.1e7, "元"),
        ("2万亿元", 2e12, "元"),
        ("1,234.5吨", 1234.5, "吨"),
        ("１２％", 12, "%"),
        ("5万吨标准煤/年", 50_000, "吨标准煤/年"),
        ("8元/吨标准煤", 8, "元/吨标准煤"),
        ("35微克/立方米", 35, "微克/立方米"),
        ("60件/万人", 60, "件/万人"),
        ("0.7千克／人", 0.7, "千克/人"),
        ("30台（套）", 30, "台（套）"),
        ("3.5‰", 3.5, "‰"),
        ("500兆瓦", 500, "兆瓦"),
        ("3000 千瓦时", 3000, "千瓦时"),
        ("20万TEU", 200_000, "TEU"),
        ("100Mbps", 100, "Mbps"),
        ("50兆", 50, "兆"),
        ("25分", 25, "分"),
        ("1000人次", 1000, "人次"),
        ("三千千瓦时", 3000, "千瓦时"),
        ("两千万人次", 2e7, "人次"),
        ("六点四二万吨", 64_200, "吨"),
        ("百分之五", 5, "%"),
        ("千分之三点五", 3.5, "‰"),
        ("一倍", 1, "倍"),
        ("三倍", 3, "倍"),
        ("两遍", 2, "遍"),
        ("壹仟玖佰元", 1900, "元"),
        ("12元3角4分", 12.34, "元"),
        ("三成以上", 3, "成"),
        ("二十五家", 25, "家"),
        ("增速为-2.5%", -2.5, "%"),
        ("负百分之六", -6, "%"),
        ("占GDP2.5%", 2.5, "%"),
        ("温度低至-5℃", -5, "℃"),
        ("新建5所学校", 5, "所"),
        ("组建3支队伍", 3, "支"),
        ("召开3次会议", 3, "次"),
        ("5个体系", 5, "个"),
        ("托位数4.5个", 4.5, "个"),
        ("10项目标", 10, "项"),
        ("投资1 200万元", 1.2e7, "元"),
        ("绿地面积达14. 5平方米", 14.5, "平方米"),
        ("1.5亿人民币", 1.5e8, "元"),
        ("算力1000PH", 1000, "PH"),
        ("受益人口71.2万；", 712_000, ""),
        ("三百万", 3e6, ""),
        ("负一百二十万", -1.2e6, ""),
        ("降尘量8吨/月·平方公里", 8, "吨/月·平方公里"),
        ("更新公交车30标台", 30, "标台"),
        ("7度", 7, "度"),
    ],
)
def test_figures_and_units(text: str, value: float, unit: str) -> None:
    quantity = only(text)
    assert (quantity.low, quantity.unit) == (pytest.approx(value), unit)


def test_a_share_without_a_unit_of_its_own_is_a_number() -> None:
    assert brief(only("不低于总数的三分之一")) == (">=", 1 / 3, None, "")
    assert brief(only("不少于1/4")) == (">=", 0.25, None, "")


def test_a_bound_reaches_over_a_verb_and_over_a_noun() -> None:
    assert brief(only("每年至少组织开展一次培训")) == (">=", 1, None, "次")
    assert brief(only("至少安排两个")) == (">=", 2, None, "个")
    assert only("至少培育“专精特新”企业3家").surface == "至少培育“专精特新”企业3家"
    assert brief(only("云溪市“最多跑一次”事项占比100%")) == ("=", 100, 100, "%")
    assert only("云溪市改造提升灌区，改造提升20万亩").surface == "20万亩"
    assert only("更新提升8个监测水站").surface == "8个"
    assert only("编制不低于全部编制的80%").surface == "不低于全部编制的80%"
    assert brief(only("补助不超过项目总投资30%")) == ("<=", None, 30, "%")
    assert brief(only("不低于每百户30平方米")) == (">=", 30, None, "平方米")
    assert only("不低于每百户30平方米").per == "百户"
    assert brief(only("增速高于全省平均2个百分点")) == ("=", 2, 2, "个百分点")


def test_the_figures_of_a_list_share_their_bound_and_their_unit() -> None:
    assert [brief(q) for q in find_quantities("分别不低于90%、70%")] == [(">=", 90, None, "%"), (">=", 70, None, "%")]
    assert [brief(q) for q in find_quantities("95%以上、80%")] == [(">=", 95, None, "%"), ("=", 80, 80, "%")]
    assert [brief(q) for q in find_quantities("分别达到30、50家以上")] == [
        (">=", 30, None, "家"),
        (">=", 50, None, "家"),
    ]
    assert [brief(q) for q in find_quantities("不低于10万千瓦/20万千瓦时")] == [
        (">=", 1e5, None, "千瓦"),
        (">=", 2e5, None, "千瓦时"),
    ]
    assert [brief(q) for q in find_quantities("建成50MW/100MWh电站")] == [
        ("=", 50, 50, "MW"),
        ("=", 100, 100, "MWh"),
    ]
    assert [brief(q) for q in find_quantities("分别达到0.6、0.7。")] == [("=", 0.6, 0.6, ""), ("=", 0.7, 0.7, "")]


@pytest.mark.parametrize(
    "text",
    [
        "2022年6月30日",
        "1.2022年6月底前完成",
        "到2025年",
        "2021—2025年",
        "20个工作日内",
        "3个月内",
        "五年规划",
        "24小时扑灭率",
        "24小时营业",
        "第三方评估",
        "第3次会议",
        "第26条",
        "一体化推进",
        "一站式服务",
        "形成一批成果",
        "每年支持一批项目",
        "统一个别标准",
        "二〇二五",
        "三四",
        "推进三瓦窑改造",
        "要求\n3．抓好落实",
        "进一步",
        "五进活动",
        "加强三项制度衔接",
        "“三个清单”管理",
        "“最多跑一次”改革",
        "“15分钟”服务圈",
        "15分钟生活圈",
        "24小时自助服务",
        "《三十条措施》",
        "〔2021〕14号",
        "12345热线",
        "5G网络",
        "3A级景区",
        "达到4A级",
        "IPv6改造",
        "比例为3:1",
        "1∶25万",
        "3.0版",
        "二次污染",
        "二期工程",
        "三期工程",
        "附件1名单",
        "前10名",
        "网上百家论坛",
        "数十家",
        "几十个",
        "5部门联合",
        "400人员",
        "每两年",
        "每100人",
        "近3年",
        "一带一路",
        "二十大",
        "十九届六中全会",
        "百强企业",
        "专栏3",
        "万兆光网",
        "平均一下",
        "一是抓落实",
        "组建一支队伍",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("连续2年", ("=", 2, 2, "年")),
        ("期限不超过3年", ("<=", None, 3, "年")),
        ("工作五年以上", (">=", 5, None, "年")),
        ("压缩至3个工作日", ("=", 3, 3, "个工作日")),
        ("压缩至3个工作日内", ("<=", None, 3, "个工作日")),
        ("用5年左右时间", ("~", 5, 5, "年")),
    ],
)
def test_times_that_say_how_long_are_quantities(
    text: str, expected: tuple[str, float | None, float | None, str]
) -> None:
    assert brief(only(text)) == expected


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("每万人拥有公园面积达到8平方米", "万人"),
        ("每年举办2场", "年"),
        ("每人每年不少于60学时", "人·年"),
        ("每个县建成1个", "县"),
        ("每千常住人口床位8张", "千常住人口"),
        ("每千名老年人拥有床位20张", "千名老年人"),
        ("每五年轮训一次", "五年"),
        ("每季度至少一次", "季度"),
        ("每年考核。建成2个", None),
        ("建成2个", None),
        ("产值年均增长6%", "年"),
        ("人均绿地面积达到15平方米", "人"),
        ("万台设备死亡人数控制在0.2人以内", "万台"),
        ("单位产值能耗较2020年下降15%", "较2020年"),
        ("回收率比“十三五”末提高5个百分点", "比“十三五”末"),
        ("产值同比增长8%", "同比"),
        ("人均能耗较2020年下降3%", "较2020年"),
        ("年均浓度低于35微克/立方米", None),
        ("企业数在2022年基础上翻一番", "在2022年基础上"),
        ("生均经费达到900元", "生"),
        ("高中每生每年补助900元", "生·年"),
        ("大学生均达到9名", None),
        ("每个街道（镇）至少建成1所", "街道"),
    ],
)
def test_rates(text: str, per: str | None) -> None:
    assert find_quantities(text)[-1].per == per


@pytest.mark.parametrize("marker", ["（一）", "（12）", "1.", "①", ""])
def test_a_marker_is_no_part_of_a_subject(marker: str) -> None:
    assert only(f"具备下列条件：\n{marker}蛋鸡存栏2000只以上；").subject == "蛋鸡存栏"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("到2025年，全市垃圾回收利用率达到35%", "全市垃圾回收利用率"),
        ("一季度增长5%", None),
        ("单位能耗累计下降5%", "单位能耗"),
        ("到2025年垃圾回收利用率力争达到35%", "垃圾回收利用率"),
        ("林地（草地）覆盖率达25%", "林地（草地）覆盖率"),
        ("单位产值能耗较2020年下降15%", "单位产值能耗"),
        ("建成20个示范社区，", "示范社区"),
        ("甲、乙回收率分别达到65%和55%", None),
        ("完成后的80%", None),
        ("全市高标准农田达到50万亩", "全市高标准农田"),
        ("完成造林20万亩，", "造林"),
        ("全市建成加氢站40座，", "加氢站"),
        ("治理退化耕地10万亩，", "退化耕地"),
        ("新建建筑中绿色建筑占比达到60%", "新建建筑中绿色建筑占比"),
        ("将年综合能耗超过1万吨标准煤的企业", "年综合能耗"),
        ("按照设备购置额的10%给予奖补", "设备购置额"),
        ("支持新建学校给予一次性奖补50万元", "一次性奖补"),
        ("冶金、化工等行业产值占比下降2%", "冶金、化工等行业产值占比"),
        ("其他各县公交车比例达到70%", "其他各县公交车比例"),
        ("应急广播覆盖率达到95%", "应急广播覆盖率"),
        ("PM2.5平均浓度下降到35微克/立方米", "PM2.5平均浓度"),
        ("明确淘汰期限（一般不超过3年）", "淘汰期限"),
        ("20家行业型、区域型平台", None),
        ("推动600家以上医疗机构开展评估", "医疗机构"),
        ("30%以上的中医馆内涵建设，", "中医馆内涵建设"),
        ("全省不少于140个村", None),
        ("每半年对设施检查一次", None),
        ("从业人员达到10万人", "从业人员"),
        ("办理时限由20个工作日压缩至5个工作日", "办理时限"),
        ("完成老旧小区改造500个，", "老旧小区改造"),
        ("建成1个千亿级、3个百亿级产业集群", None),
        ("面积在500平方米以上的场所", "面积"),
        ("新车销量达到汽车总销量的20%", "新车销量"),
        ("Ⅲ类以上水体比例达到85%", "Ⅲ类以上水体比例"),
        ("全年培训手艺人2万人以上", "手艺人"),
        ("贷款期限最长不超过3年", "贷款期限"),
        ("鲜切花产量超2万枝", "鲜切花产量"),
        ("补助标准为每人每月600元", "补助标准"),
        ("为12万返乡农民工追回工资", "返乡农民工"),
        ("云溪市企业数量在2022年基础上继续提高5%", "云溪市企业数量"),
        ("力争五年翻一番", None),
        ("高出全省平均水平2个百分点", None),
        ("三年累计投资额3亿元", "三年累计投资额"),
        ("经常参加阅读人数比例达到40%", "经常参加阅读人数比例"),
        ("每个街道（镇）至少建有1所", None),
        ("重点引进和培养骨干人才达到200名", "骨干人才"),
        ("全市新建和拓宽城市道路80公里", "城市道路"),
        ("新增和更新电动公交车90辆以上，", "电动公交车"),
        ("累计更新（含整机更换）住宅电梯50台，", "住宅电梯"),
        ("建设一座日供水3万吨的水厂", "日供水"),
        ("年销售收入首次突破2000万元的", "年销售收入"),
        ("营业收入同比增长20%以上的企业", "营业收入"),
        ("同比增长20%以上的企业", None),
        ("65岁以上老年人每年体检", "老年人"),
        ("距退休年龄不足5年的", "退休年龄"),
        ("新建改扩建幼儿园50所，", "幼儿园"),
        ("力争2—3家企业上市", "企业"),
        ("筹集建设保障性租赁住房1.2万套（间），", "保障性租赁住房"),
        (
            "工业、建筑、交通、农业、科教、文旅、医疗、能源、环境、水利等领域设备投资规模增长3%",
            "工业、建筑、交通、农业、科教、文旅、医疗、能源、环境、水利等领域设备投资规模",
        ),
        ("每10万人口火灾不超过5起", "火灾"),
        ("三年累计减排烟尘2万吨", "减排烟尘"),
        ("支持30名骨干教师赴外地研修", "骨干教师"),
        ("遴选评定名师达到50名", "名师"),
        ("形成1个五千亿级、3个千亿级产业集群", None),
    ],
)
def test_subjects(text: str, subject: str | None) -> None:
    assert find_quantities(text)[0].subject == subject


def test_figures_that_are_shared_out_have_a_subject_each() -> None:
    text = "单位面积能耗、人均能耗和人均用水量分别较2020年下降3%、4%和5%，"
    assert [(q.subject, q.per) for q in find_quantities(text)] == [
        ("单位面积能耗", "较2020年"),
        ("人均能耗", "较2020年"),
        ("人均用水量", "较2020年"),
    ]
    text = "光伏、风电装机规模分别达到30万千瓦、20万千瓦"
    assert [q.subject for q in find_quantities(text)] == ["光伏", "风电装机规模"]
    assert [q.subject for q in find_quantities("甲率、乙率分别达到3%、4%、5%")] == [None] * 3
    assert [q.subject for q in find_quantities("优良率由8%提高到30%")] == ["优良率"] * 2
    assert [q.subject for q in find_quantities("到明年、后年，分别培育骨干企业50家、80家")] == ["骨干企业"] * 2
    assert [q.subject for q in find_quantities("2025年、2030年绿电比重分别达到20%、25%")] == ["绿电比重"] * 2


def test_parts_of_a_whole_have_a_subject_each() -> None:
    text = "新增学位3万个，其中小学1.5万个、初中0.8万个、普通高中0.7万个。"
    assert [q.subject for q in find_quantities(text)] == ["学位", "小学", "初中", "普通高中"]
    assert [q.subject for q in find_quantities("打造10亿元级产业链5条。")] == [None, None]


def test_a_rate_is_of_the_whole_list_that_it_opens() -> None:
    def bases(text: str) -> list[str | None]:
        return [q.per for q in find_quantities(text)]

    assert bases("每千人口医师数达到3.2人、护士数达到3.8人，床位6张") == ["千人口", "千人口", None]
    assert bases("每个乡镇配备3名干部、2名民警。") == ["乡镇"] * 2
    assert bases("每年新增企业10家、覆盖率达到80%") == ["年", None]
    assert bases("每个体系每年经费不低于2万元") == ["体系·年"]
    assert bases("每引进1名博士奖励5万元") == ["引进1名"]
    assert bases("人均绿地达到15平方米、水面达到3公顷") == ["人", None]
    assert bases("每年为60周岁及以上老年人体检1次") == [None, "年"]


@pytest.mark.parametrize(
    ("text", "code", "surface"),
    [
        ("新增30糸。", "unknown_measure_word", "30糸"),
        ("共有40.8万残余碎料。", "unknown_measure_word", "40.8万残余碎料"),
        ("容量达到5XYZ", "unknown_measure_word", "5XYZ"),
        ("选派90-80人", "unreadable_figure", "90-80人"),
        ("不低于60%以下", "contradictory_bounds", "60%以下"),
    ],
)
def test_what_cannot_be_read_is_reported_and_not_loaded(text: str, code: str, surface: str) -> None:
    scan = scan_quantities(text)
    assert scan.quantities == ()
    assert [(problem.code, problem.surface) for problem in scan.problems] == [(code, surface)]
    problem = scan.problems[0]
    assert text[problem.char_start : problem.char_end] == surface


def test_the_vocabulary_names_every_unit_once() -> None:
    counted = Counter(word for key in CLASSES for word in words("quantities", key))
    assert [word for word, times in counted.items() if times > 1] == []
    data = load("quantities")
    for key in ("not_before", "aliases"):
        assert set(data[key]) <= set(counted), key
    assert {*words("quantities", "arabic_only"), *words("quantities", "collective")} <= set(counted)


PREFIXES = {
    "不低于": ">=",
    "至少": ">=",
    "不超过": "<=",
    "最高": "<=",
    "超过": ">",
    "不足": "<",
    "约": "~",
    "达到": "=",
    "": "=",
}
SUFFIXES = {"以上": ">=", "以下": "<=", "左右": "~", "": "="}
UNITS = [word for key in ("physical", "sortal", "clock", "ratio", "verbal") for word in words("quantities", key)]


@given(
    st.sampled_from(sorted(PREFIXES)),
    st.decimals(min_value="0.1", max_value="9999", places=1),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(UNITS),
    st.sampled_from(sorted(SUFFIXES)),
)
@example("不低于", 70, "", "%", "")
def test_every_style_is_read_back(prefix: str, number: object, myriad: str, unit: str, suffix: str) -> None:
    suffix = suffix if prefix in {"", "达到"} else ""
    text = f"指标{prefix}{number}{myriad}{unit}{suffix}。"
    value = figure(f"{number}{myriad}")
    comparator = SUFFIXES[suffix] if suffix else PREFIXES[prefix]
    low = None if comparator in {"<=", "<"} else value
    high = None if comparator in {">=", ">"} else value
    printed = load("quantities")["aliases"].get(unit, unit).replace("％", "%")
    assert [brief(q) for q in find_quantities(text)] == [(comparator, low, high, printed)]


PIECES = [
    "不低于",
    "至少",
    "每",
    "万",
    "亿",
    "%",
    "个",
    "家",
    "2025",
    "3.5",
    "一",
    "两",
    "十",
    "百",
    "分之",
    "、",
    "，",
    "—",
    "以上",
    "以内",
    "（含",
    "）",
    "“",
    "”",
    "年",
    "元",
    "角",
    "分别",
    "达到",
    "/",
    "吨",
    "第",
    " ",
    "\n",
    "约",
    "余",
    "多",
    "点",
    "《",
    "》",
    ":",
    "负",
    "-",
    "０",
    "٣",
    "²",
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
def test_any_text_is_scanned_and_offsets_give_the_surface(text: str) -> None:
    scan = scan_quantities(text)
    for found in (scan.quantities, scan.problems):
        end = 0
        for item in found:
            assert end <= item.char_start < item.char_end <= len(text)
            assert text[item.char_start : item.char_end] == item.surface
            end = item.char_end
    for quantity in scan.quantities:
        assert quantity.low is not None or quantity.high is not None
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high


def _gold_folders() -> list[Path]:
    corpus = os.environ.get("TAIZHANG_CORPUS")
    return sorted(Path(corpus).parent.glob("gold/*/quantities.jsonl")) if corpus else []


@pytest.mark.corpus
@pytest.mark.skipif(not _gold_folders(), reason="TAIZHANG_CORPUS is not set")
def test_every_annotated_quantity_is_found() -> None:
    missing = []
    for file in _gold_folders():
        gold = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        measures = [json.loads(line) for line in (file.parent / "measures.jsonl").read_text("utf-8").splitlines()]
        found = Counter(
            (m["document"], m["path"], *brief(quantity)) for m in measures for quantity in find_quantities(m["text"])
        )
        wanted = Counter((g["document"], g["path"], g["comparator"], g["low"], g["high"], g["unit"]) for g in gold)
        missing += list(wanted - found)
    assert missing == []
