"""Furniture and display lines, told by their form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printing import laid

from pipeline.layout.display import form, is_annex_label, is_draft_mark, may_be_display
from pipeline.layout.furniture import role_of
from pipeline.models import Role

R = Role


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("— 3 —", R.PAGE_NUMBER),
        ("－12－", R.PAGE_NUMBER),
        ("- 7 -", R.PAGE_NUMBER),
        ("·8·", R.PAGE_NUMBER),
        ("第3页", R.PAGE_NUMBER),
        ("第 3 页 共 9 页", R.PAGE_NUMBER),
        ("第3页，共9页", R.PAGE_NUMBER),
        ("--- Page 3 ---", R.PAGE_NUMBER),
        ("===PAGE 3===", R.PAGE_NUMBER),
        ("===== 第3页 =====", R.PAGE_NUMBER),
        ("[第3页]", R.PAGE_NUMBER),
        ("Page 3 of 10", R.PAGE_NUMBER),
        ("{3}------------------------------------------------", R.PAGE_NUMBER),
        ("3/9", R.PAGE_NUMBER),
        ("3 / 9", R.PAGE_NUMBER),
        ("----", R.NOISE),
        ("| --- | :---: |", R.NOISE),
        ("![](images/1.jpg)", R.NOISE),
        ("<!-- image -->", R.NOISE),
        ("```markdown", R.NOISE),
        ("★★★", R.NOISE),
        ("首页 > 政务公开 > 规划", R.NAVIGATION),
        ("当前位置：首页", R.NAVIGATION),
        ("打印本页", R.NAVIGATION),
        ("发布日期：2023-03-10", R.NAVIGATION),
        ("来源：云溪市水利局", R.NAVIGATION),
        ("版权所有：云溪市人民政府", R.NAVIGATION),
        ("网站声明 | 联系我们", R.NAVIGATION),
        ("江ICP备12345678号", R.NAVIGATION),
        ("扫一扫在手机上查看当前页面", R.NAVIGATION),
        ("用微信扫描二维码分享至好友和朋友圈", R.NAVIGATION),
        ("收藏本站| 首页", R.NAVIGATION),
        ("责任编辑：王五", R.HEAD),
        ("签发人：王五", R.HEAD),
        ("机密★1年", R.HEAD),
        ("特 急", R.HEAD),
        ("责任编辑 王五 版式编辑 赵六", R.HEAD),
        ("云溪日报 2023年3月8日 星期三 第3版", R.HEAD),
    ],
)
def test_furniture(line: str, role: Role) -> None:
    assert role_of(line) is role


@pytest.mark.parametrize(
    "line",
    [
        "一、水务",
        "— 3 — 全面建设水库",
        "第3页的附图说明水库位置",
        "2/3以上的县建成水库",
        "首页设计突出节水主题。",
        "来源于水库的供水占三成",
        "阅读节水读本",
        "打印机节水纸张改造",
        "责任编辑应当对节水报道的内容负责。",
        "2023年3月8日",
        "（一）",
        "］",
        "特急件的办理时限为1天",
        "“”",
        "。",
        "水",
        "首页" + "水" * 200,
    ],
)
def test_what_is_no_furniture(line: str) -> None:
    assert role_of(line) is None


def test_furniture_is_told_without_its_markup() -> None:
    lines = laid("# 云溪市节水工作方案\n**— 3 —**\n## 打印本页\n\u200b\n一、水务")
    assert [line.role for line in lines] == [None, R.PAGE_NUMBER, R.NAVIGATION, R.NOISE, None]
    assert lines[0].text == "云溪市节水工作方案"


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("云溪市节水工作方案", R.TITLE),
        ("云溪市节水工作方案（2023—2025年）", R.TITLE),
        ("（2023—2025年）", R.TITLE),
        ("关于印发《云溪市节水工作方案》的通知", R.TITLE),
        ("（征求意见稿）", R.TITLE),
        ("（试行）", R.TITLE),
        ("云溪市人民政府关于节水工作的意见", R.TITLE),
        ("云溪市节水技术标准体系（1.0版）", R.TITLE),
        ("云溪市节水产品图谱（V2.0）", R.TITLE),
        ("云溪市节水产品图谱（2027年版）", R.TITLE),
        ("云溪市节水产品图谱（第二版）", R.TITLE),
        ("云溪政办发〔2023〕7号", R.DOC_NUMBER),
        ("云溪政办发［2023］7号", R.DOC_NUMBER),
        ("（云溪政发〔2023〕3号）", R.DOC_NUMBER),
        ("第12号", R.DOC_NUMBER),
        ("云溪市人民政府令第12号", R.DOC_NUMBER),
        ("YXDR-2023-01003", R.DOC_NUMBER),
        ("2023年3月8日", R.DATE),
        ("二〇二三年三月八日", R.DATE),
        ("（2023年3月8日）", R.DATE),
        ("（2023年2月1日云溪市人民政府第3次常务会议通过）", R.DATE),
        ("云溪市人民政府", R.SIGNATURE),
        ("云溪市水利局", R.SIGNATURE),
        ("中共云溪市委", R.SIGNATURE),
        ("云溪市节水工作领导小组（代章）", R.SIGNATURE),
        ("市长 王五", R.SIGNATURE),
        ("自治区主席 王五", R.SIGNATURE),
        ("二OO七年三月八日", R.DATE),
        ("云溪市人民政府文件", R.ISSUER_MARK),
        ("云溪市人民政府公报", R.ISSUER_MARK),
        ("云溪市人民政府令", R.ISSUER_MARK),
        ("各县（区）人民政府，市政府各部门：", R.ADDRESSEE),
        ("各县、区人民政府，市政府各委、办、局：", R.ADDRESSEE),
        ("各幼儿园：", R.ADDRESSEE),
        ("各中小学校、青少年活动中心：", R.ADDRESSEE),
        ("各项措施：", None),
        ("附件", R.ATTACHMENT_NOTE),
        ("附件1", R.ATTACHMENT_NOTE),
        ("附件：1.云溪市节水任务清单", R.ATTACHMENT_NOTE),
        ("附件1：云溪市节水任务清单", R.ATTACHMENT_NOTE),
        ("附件1.云溪市节水任务清单", R.ATTACHMENT_NOTE),
        ("附：云溪市节水任务清单", R.ATTACHMENT_NOTE),
        ("2023年第5号", R.DOC_NUMBER),
        ("云溪市水利局公告2023年第5号", R.DOC_NUMBER),
        ("抄送：市委办公室", R.COPY_LIST),
        ("抄送：市委办公室，市法院。", R.COPY_LIST),
        ("主送：各县（区）人民政府", R.COPY_LIST),
        ("云溪市人民政府办公室2023年3月9日印发", R.IMPRINT),
        ("（此件公开发布）", R.IMPRINT),
        ("主动公开", R.IMPRINT),
    ],
)
def test_display_lines(line: str, role: Role) -> None:
    assert may_be_display(line)
    assert form(line) is role


@pytest.mark.parametrize(
    "line",
    [
        "发布节水产品图谱，更新技术标准体系（1.0版）",
        "一、节水产品图谱（1.0版）",
        "节水产品（12）",
        "全面建设水库",
        "一、节水工作方案",
        "（一）印发工作方案",
        "1.制定节水工作方案",
        "制定云溪市节水工作方案。",
        "制定工作方案；",
        "到2023年3月8日",
        "应当做好以下工作：",
        "包括：",
        "（市水利局、市委",
        "（责任单位：市水利局、市政府办公室",
        "抄送有关单位",
        "抄送：市委办公室。请认真执行。",
        "云溪政办发〔2023〕7号文件明确的",
        "水" * 130 + "方案",
    ],
)
def test_what_does_not_stand_alone(line: str) -> None:
    assert form(line) is None


@pytest.mark.parametrize("line", ["附件", "附件1", "附件二", "附件：", "附件3：", "附 件 1", "附件1-2"])
def test_annex_labels(line: str) -> None:
    assert is_annex_label(line)


@pytest.mark.parametrize("line", ["附件：任务清单", "附件1任务清单", "见附件", "附件所列"])
def test_no_annex_labels(line: str) -> None:
    assert not is_annex_label(line)


def test_draft_marks() -> None:
    assert is_draft_mark("（征求意见稿）")
    assert is_draft_mark("(送审稿)")
    assert not is_draft_mark("（试行）")
    assert not is_draft_mark("云溪市节水工作方案（征求意见稿）")


@given(st.text(alphabet="云溪市水方案政府办公室局2023年月日号〔〕（）()附件抄送：，。、第-— ", min_size=1, max_size=40))
@settings(derandomize=True, database=None, max_examples=300)
def test_what_cannot_be_a_display_line_is_told_by_its_ends(line: str) -> None:
    if form(line) is not None:
        assert may_be_display(line)
