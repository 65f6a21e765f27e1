"""The head of a web page: which lines it has, and what they say of the document."""

from __future__ import annotations

from datetime import date

import pytest
from printing import roles, source

from pipeline import extract
from pipeline.models import Document, Role

PLAN = "云溪市节水规则\n一、水库。全面建设水库。\n二、管网。全面改造管网。\n"


def document(text: str) -> Document:
    (only,) = extract(source(text)).documents
    return only


@pytest.mark.parametrize(
    "line",
    [
        "• 无障碍",
        "您现在所在的位置: 网站首页> 信息公开 > 云溪市水利局",
        "云溪市政府 > 政务公开 > 规划计划",
        ">> 走进云溪 >> 投资云溪 >> 投资政策",
        "索引号 : 01105619X/2024-07672 文       号 : 云政办发〔2024〕1号",
        "名       称: 云溪市节水规则 发布日期: 2024年03月18日",
        "∙【制定机关】云溪市人民政府",
        "∙【字 号】云政办〔2020〕1号",
        "【时效性】现行有效",
        "  • 公开方式：政府网站",
        "索 引 号 YX0001/2024-00012 发文日期 2024-03-18",
        "分   类 水利 有 效 性 有效",
        "[ 索引号 ] YX0001/2024-00012 [ 发文字号 ] 云政办发〔2024〕1号",
        "【字体：",
        "部门解读：",
        "2024-03-18 10:00 云溪市水利局",
        "2024年03月18日10:00:05",
        "2024-03-18    点击：8次",
        "序号:10012  索引号:YX0001-2024-00012 公开形式:主动公开",
        "标  题 云溪市人民政府关于印发云溪市节水规则的通知",
        "正文",
        "作者:云溪网 时间:2024-03-18 05:29:46   浏览:8617   来源:云溪网",
        "组配分类 政府文件  发布机构 市水利局",
    ],
)
def test_lines_of_a_page_head_are_navigation(line: str) -> None:
    found = extract(source(f"{line}\n\n{PLAN}"))
    assert roles(found)[0][0] is Role.NAVIGATION
    assert found.documents[0].title == "云溪市节水规则"


@pytest.mark.parametrize("line", ["名称统一规范的水库优先改造", "水压>0.3兆帕的小区优先改造", "位置偏远的乡镇优先供水"])
def test_lines_that_are_no_page_head(line: str) -> None:
    found = extract(source(f"{PLAN}三、供水。{line}。\n"))
    assert not any(role is Role.NAVIGATION for role, _ in roles(found))


HEADS = {
    "a line a field": "文号：云政〔2024〕7号\n发布机构：云溪市水利局\n成文日期：2024-04-06\n发布日期：2024-04-08\n\n",
    "several a line": "文       号 : 云政〔2024〕7号 发布机构: 云溪市水利局\n"
    "成文日期：2024年4月6日 发布日期：2024年4月8日\n\n",
    "in brackets": "∙【制定机关】云溪市水利局\n∙【字 号】云政〔2024〕7号\n"
    "∙【成文日期】2024.04.06\n∙【公布日期】2024.04.08\n",
    "set wide, without colons": "索 引 号 YX0001/2024-00012 发文日期 2024-04-06\n"
    "发布机构 云溪市水利局 文    号 云政〔2024〕7号\n发布日期 2024-04-08 有 效 性 有效\n",
    "labels in square brackets": "[ 发布机构 ] 云溪市水利局 [ 发文字号 ] 云政〔2024〕7号\n"
    "[ 成文日期 ] 2024-04-06 [ 发布日期 ] 2024-04-08\n",
    "rows of a table": "发布机构: | 云溪市水利局 | 主题分类: | 水利 |\n发文字号: | 云政〔2024〕7号 | ||\n"
    "成文日期: | 2024-04-06 | 发布日期: | 2024-04-08 |\n",
    "rows with labels of no use": "发布机构: | 云溪市水利局 | 栏目: | 水利 |\n文 号: | 云政〔2024〕7号 | 备注: | 无 |\n"
    "成文日期: | 2024-04-06 | 公开属性: | 全部公开 |\n发布日期: | 2024-04-08 | 公开类型: | 主动公开 |\n",
    "a list": "- 发文机构:云溪市水利局\n- 文 号:云政〔2024〕7号\n- 成文日期:2024-04-06\n- 发布日期:2024-04-08 17:45\n",
    "rows above a rule": "文 号 | 云政〔2024〕7号 | 信息分类: | 水利 |\n---|---|---|---|\n"
    "发布机构 | 云溪市水利局 | 有 效 性 | 有效 |\n成文日期 | 2024-04-06 | 发布日期 | 2024-04-08 |\n",
    "a value below its label, as deep": "发文机关：\n云溪市水利局\n发文字号：\n云政〔2024〕7号\n"
    "成文日期：\n2024年4月6日\n"
    "标  题：\n云溪市节水规则\n发布日期：\n2024-04-08\n主题词：\n索引号：YX0001\n",
    "a value below its label": "  • 发文机构：\n\n    云溪市水利局\n  • 发文字号：\n\n    云政〔2024〕7号\n"
    "  • 发文日期：\n\n    2024年04月06日 16:40\n  • 有效性：\n\n  • 发布日期：\n\n    2024年04月08日 16:34\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_fields_tell_what_the_document_does_not_print(head: str) -> None:
    found = document(head + PLAN)
    assert (found.doc_number, found.issuer) == ("云政〔2024〕7号", "云溪市水利局")
    assert (found.issued_on, found.published_on) == (date(2024, 4, 6), date(2024, 4, 8))
    assert not found.dates


def test_what_the_document_prints_comes_first() -> None:
    text = PLAN.replace("一、", "云政〔2024〕8号\n一、", 1) + "云溪市人民政府\n2024年4月5日\n"
    found = document(HEADS["a line a field"] + text)
    assert (found.doc_number, found.issuer) == ("云政〔2024〕8号", "云溪市人民政府")
    assert found.issued_on == date(2024, 4, 5)


@pytest.mark.parametrize(
    "head", ["文号：无\n", "发布机构：市政府网站\n", "成文日期：2024-02-31\n", "成文日期：长期\n", "名称：信息\n"]
)
def test_what_cannot_be_read_is_left_out(head: str) -> None:
    found = document(head + PLAN)
    assert (found.doc_number, found.issuer, found.issued_on) == (None, None, None)


def test_a_page_names_a_document_without_a_title() -> None:
    found = document("名称：云溪市节水规则\n一、水库。全面建设水库。\n二、管网。全面改造管网。\n")
    assert found.title == "云溪市节水规则"
