"""What the formal lines of a document say."""

from __future__ import annotations

from datetime import date

import pytest
from printing import source

from pipeline import extract
from pipeline.models import Document, Status
from pipeline.structure.formalities import period, printed_date

PLAN = "一、水库。全面建设水库。\n二、管网。全面改造管网。\n"


def document(text: str) -> Document:
    (only,) = extract(source(text)).documents
    return only


@pytest.mark.parametrize(
    ("front", "title", "kind"),
    [
        ("云溪市节水工作方案", "云溪市节水工作方案", "工作方案"),
        ("# 云溪市节水工作方案", "云溪市节水工作方案", "工作方案"),
        ("云溪市节水三年行动计划（2023—2025年）", "云溪市节水三年行动计划（2023—2025年）", "行动计划"),
        ("云溪市节水工作方案\n（2023—2025年）", "云溪市节水工作方案（2023—2025年）", "工作方案"),
        ("云溪市节水办法\n（试行）（征求意见稿）", "云溪市节水办法（试行）", "办法"),
        ("云溪市节水办法\n（试行）", "云溪市节水办法（试行）", "办法"),
        ("要闻丨云溪市节水工作方案", "云溪市节水工作方案", "工作方案"),
        ("云溪市节水任务分解表", "云溪市节水任务分解表", "分解表"),
        ("云溪市节水若干政策举措（2025年版）", "云溪市节水若干政策举措（2025年版）", "政策举措"),
        ("云溪市节水工作方案(征求意见稿)", "云溪市节水工作方案", "工作方案"),
        ("云溪市节水工作方案\n（征求意见稿）", "云溪市节水工作方案", "工作方案"),
        ("云溪市“十四五”节水规划", "云溪市“十四五”节水规划", "规划"),
        ("云溪市2024年节水工作要点", "云溪市2024年节水工作要点", "工作要点"),
        ("云溪市人民政府关于加强节水工作的实施意见", "云溪市人民政府关于加强节水工作的实施意见", "实施意见"),
        ("云 溪 市 节 水 工 作 方 案", "云溪市节水工作方案", "工作方案"),
    ],
)
def test_title_and_kind(front: str, title: str, kind: str) -> None:
    found = document(f"{front}\n{PLAN}")
    assert (found.title, found.kind) == (title, kind)


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("云溪市人民政府关于印发《云溪市节水工作方案》的通知", "云溪市节水工作方案"),
        ("云溪市人民政府关于印发云溪市节水工作方案的通知", "云溪市节水工作方案"),
        ("关于印发《云溪市落实〈江海省节水条例〉工作方案》的通知", "云溪市落实〈江海省节水条例〉工作方案"),
        (
            "云溪市人民政府办公室\n关于印发《云溪市节水工作方案（2023—2025年）》的通知",
            "云溪市节水工作方案（2023—2025年）",
        ),
        ("云溪市水利局关于做好节水工作的通知", "云溪市水利局关于做好节水工作的通知"),
        ("云政办〔2023〕7号《云溪市水利局关于印发〈云溪市节水工作方案〉的通知》", "云溪市节水工作方案"),
    ],
)
def test_the_plans_title_where_only_the_notices_is_printed(front: str, title: str) -> None:
    assert document(f"{front}\n各县（区）人民政府：\n现就有关事项通知如下。\n{PLAN}").title == title


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("现将《云溪市节水工作方案》（以下简称《方案》）印发给你们，请认真落实。", "云溪市节水工作方案"),
        ("《云溪市节水工作方案》已经市政府同意，现印发给你们。", "云溪市节水工作方案"),
        ("现将《云溪市节水工作方案（征求意见稿）》印发给你们。", "云溪市节水工作方案"),
        ("根据《江海省节水条例》，现就节水工作通知如下。", None),
    ],
)
def test_a_notice_without_a_title_names_what_it_sends_out(sentence: str, title: str | None) -> None:
    found = document(f"云政办〔2023〕7号\n各县（区）人民政府：\n{sentence}\n{PLAN}")
    assert (found.title, found.doc_number) == (title, "云政办〔2023〕7号")


@pytest.mark.parametrize(
    ("front", "back", "issuer"),
    [
        ("云溪市人民政府关于印发《云溪市节水工作方案》的通知", "", "云溪市人民政府"),
        ("云溪市人民政府办公室转发市水利局关于节水工作意见的通知", "", "云溪市人民政府办公室"),
        ("印发《关于节水工作的实施意见》的通知", "云溪市人民政府办公室\n2023年3月8日", "云溪市人民政府办公室"),
        ("云溪市委印发《云溪市节水工作方案》的通知", "", "云溪市委"),
        ("中共云溪市委云溪市人民政府关于加强节水工作的意见", "", "中共云溪市委、云溪市人民政府"),
        (
            "《中共云溪市委办公室云溪市人民政府办公室印发〈云溪市节水工作方案〉的通知》",
            "",
            "中共云溪市委办公室、云溪市人民政府办公室",
        ),
        ("云溪市人民政府关于加强节水工作的意见", "云溪市水利局\n2023年3月8日", "云溪市人民政府"),
        ("云溪市节水工作方案", "云溪市人民政府\n2023年3月8日", "云溪市人民政府"),
        ("云溪市节水工作方案", "云溪市水利局\n云溪市财政局\n2023年3月8日", "云溪市水利局、云溪市财政局"),
        ("云溪市人民政府文件\n云溪政发〔2023〕3号\n云溪市节水工作方案", "", "云溪市人民政府"),
        ("云溪市关于加强节水工作的实施意见", "", None),
        ("云溪市节水政策：关于加强节水工作的实施意见", "", None),
        ("政务公开丨云溪市水利局关于加强节水工作的意见", "", "云溪市水利局"),
        ("【规范性文件】云溪市水利局关于加强节水工作的意见", "", "云溪市水利局"),
        ("云溪市人民政府\n关于印发云溪市节水工作方案的通知", "", "云溪市人民政府"),
        ("云溪市人民政府令\n第12号\n云溪市节水办法", "市长 王五\n2023年3月8日", "云溪市人民政府"),
        ("云溪自治区人民政府令\n第12号\n云溪自治区节水办法", "自治区主席 王五\n2023年3月8日", "云溪自治区人民政府"),
        ("云溪市节水工作方案", "", None),
    ],
)
def test_issuer(front: str, back: str, issuer: str | None) -> None:
    assert document(f"{front}\n{PLAN}{back}").issuer == issuer


@pytest.mark.parametrize(
    ("line", "number", "registration"),
    [
        ("云溪政办发〔2023〕7号", "云溪政办发〔2023〕7号", None),
        ("云溪政办发[2023]7号", "云溪政办发[2023]7号", None),
        ("云溪政办发﹝2023﹞7号", "云溪政办发〔2023〕7号", None),
        ("（云溪政发〔2023〕3号）", "云溪政发〔2023〕3号", None),
        ("云 溪 政 发 〔 2023 〕 3 号", "云溪政发〔2023〕3号", None),
        ("云溪市人民政府令第12号", "云溪市人民政府令第12号", None),
        ("云溪市人民政府令\n第12号", "云溪市人民政府令第12号", None),
        ("云溪政发〔2023〕3号《云溪市关于加强节水工作的意见》", "云溪政发〔2023〕3号", None),
        ("关于印发节水措施的通知（云溪政发〔2023〕3号）", "云溪政发〔2023〕3号", None),
        ("YXDR—2023—01003\n云溪政发〔2023〕3号", "云溪政发〔2023〕3号", "YXDR—2023—01003"),
        ("YXDR—２０２３—０１００３\n云溪政发〔2023〕3号", "云溪政发〔2023〕3号", "YXDR—2023—01003"),
        ("YXDR-2023-01003", None, "YXDR-2023-01003"),
        ("按照云溪政发〔2023〕3号文件，", None, None),
    ],
)
def test_numbers(line: str, number: str | None, registration: str | None) -> None:
    found = document(f"云溪市节水工作方案\n{line}\n{PLAN}")
    assert (found.doc_number, found.registration_number) == (number, registration)


def test_the_date_beside_the_number() -> None:
    found = document(f"云溪市人民政府关于节水的意见\n云政发〔2009〕9号 二○○九年五月六日\n各县人民政府：\n{PLAN}")
    assert (found.doc_number, found.issued_on) == ("云政发〔2009〕9号", date(2009, 5, 6))
    assert found.addressees == "各县人民政府"


def test_the_dates_of_approval_below_the_title() -> None:
    passed = "（2023年3月8日中共云溪市委批准 2023年3月9日中共云溪市委办公室、云溪市人民政府办公室发布）"
    found = document(f"云溪市节水办法\n{passed}\n{PLAN}")
    assert (found.issued_on, "批准" in found.text) == (date(2023, 3, 8), False)


def test_addressees_that_are_no_offices() -> None:
    found = document(f"云溪街道关于印发《节水工作方案》的通知\n各村居、社区，各科室：\n{PLAN}")
    assert found.addressees == "各村居、社区，各科室"


@pytest.mark.parametrize(
    ("back", "issued", "printed_on"),
    [
        ("云溪市人民政府\n2023年3月8日", date(2023, 3, 8), None),
        ("云溪市人民政府\n二〇二三年三月十八日", date(2023, 3, 18), None),
        ("云溪市人民政府\n二○二三年十二月三十一日", date(2023, 12, 31), None),
        ("云溪市人民政府\n二OO七年十二月三日", date(2007, 12, 3), None),
        ("云溪市人民政府\n二Ｏ一Ｏ年二月三日", date(2010, 2, 3), None),
        ("云溪市人民政府\n2023 年 3 月 8 日", date(2023, 3, 8), None),
        ("云溪市人民政府\n2023年2月30日", None, None),
        ("云溪市人民政府\n2023年3月8日\n云溪市人民政府办公室　　2023年3月9日印发", date(2023, 3, 8), date(2023, 3, 9)),
        ("", None, None),
    ],
)
def test_dates(back: str, issued: date | None, printed_on: date | None) -> None:
    found = document(f"云溪市节水工作方案\n{PLAN}{back}")
    assert (found.issued_on, found.printed_on) == (issued, printed_on)


@pytest.mark.parametrize(
    "line", ["发布日期：2023-03-10", "发布时间： 2023年3月10日 08:30", "发布日期：2023/3/10", "发布时间:2023.03.10"]
)
def test_when_a_web_page_was_posted(line: str) -> None:
    assert document(f"{line}\n云溪市节水工作方案\n{PLAN}").published_on == date(2023, 3, 10)


@pytest.mark.parametrize(
    ("text", "effective"),
    [
        ("本方案自2023年5月1日起施行。", date(2023, 5, 1)),
        ("本方案自2023年5月1日起正式实施，有效期5年。", date(2023, 5, 1)),
        ("本方案自二〇二三年五月一日起执行。", date(2023, 5, 1)),
        ("本方案自印发之日起施行。", date(2023, 3, 8)),
        ("本方案自公布之日起施行。", date(2023, 3, 8)),
        ("本方案自2023年2月30日起施行。", None),
        ("各单位自2023年5月1日起报送进度。", None),
    ],
)
def test_when_it_takes_effect(text: str, effective: date | None) -> None:
    found = document(f"云溪市节水工作方案\n{PLAN}{text}\n云溪市人民政府\n2023年3月8日")
    assert found.effective_on == effective


@pytest.mark.parametrize(
    ("front", "status"),
    [
        ("云溪市节水工作方案", Status.FINAL),
        ("云溪市节水工作方案（征求意见稿）", Status.DRAFT),
        ("云溪市节水工作方案(征求意见稿)", Status.DRAFT),
        ("云溪市节水工作方案\n（送审稿）", Status.DRAFT),
        ("关于公开征求《云溪市节水工作方案（征求意见稿）》意见的公告", Status.DRAFT),
        ("云溪市节水工作方案（试行）", Status.FINAL),
    ],
)
def test_status(front: str, status: Status) -> None:
    assert document(f"{front}\n{PLAN}").status is status


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("云溪市节水工作方案（2023—2025年）", (2023, 2025)),
        ("云溪市节水工作方案（2023-2025）", (2023, 2025)),
        ("云溪市2023年至2025年节水工作方案", (2023, 2025)),
        ("云溪市2024年节水工作要点", (2024, 2024)),
        ("云溪市“十四五”节水规划", (2021, 2025)),
        ("云溪市“十三五”节水规划", (2016, 2020)),
        ("云溪市“十五五”节水规划纲要", (2026, 2030)),
        ("云溪市节水规划（2025—2023年）", None),
        ("云溪市节水三年行动计划", None),
        ("云溪市2020年以来节水情况", None),
        ("", None),
    ],
)
def test_the_years_of_a_plan(title: str, years: tuple[int, int] | None) -> None:
    assert period(title) == years


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年3月8日", date(2023, 3, 8)),
        ("云溪市，二〇二三年十月二十日印发", date(2023, 10, 20)),
        ("2024年2月29日", date(2024, 2, 29)),
        ("2023年2月29日", None),
        ("2023年13月1日", None),
        ("2023年3月", None),
        ("", None),
    ],
)
def test_printed_dates(text: str, day: date | None) -> None:
    assert printed_date(text) == day


def test_an_annex_takes_no_formal_lines_from_its_document() -> None:
    text = f"云溪市节水工作方案（2023—2025年）\n{PLAN}云溪市人民政府\n2023年3月8日\n附件1\n云溪市节水任务清单\n{PLAN}"
    first, annex = extract(source(text)).documents
    assert (first.issued_on, first.period_start, first.period_end) == (
        date(2023, 3, 8),
        date(2023, 1, 1),
        date(2025, 12, 31),
    )
    assert (annex.issued_on, annex.period_start, annex.parent) == (None, None, 1)
    assert annex.region == first.region


@pytest.mark.parametrize(
    ("title", "own"),
    [
        ("云溪市水利局关于印发云溪市节水方案的通知", "云溪市节水方案"),
        ("云溪市水利局关于印发《云溪市节水方案》的通知", "云溪市节水方案"),
        ("云溪市水利局关于印发云溪市《水法》实施方案的通知", "云溪市《水法》实施方案"),
        ("云溪市水利局关于印发《政府工作报告》确定的节水任务分工方案的通知", "《政府工作报告》确定的节水任务分工方案"),
        ("云溪市水利局关于节水工作的通知", "云溪市水利局关于节水工作的通知"),
    ],
)
def test_the_title_that_a_notice_carries(title: str, own: str) -> None:
    assert document(f"{title}\n{PLAN}").title == own


@pytest.mark.parametrize("line", ["云溪市水利局 云溪市财政局 关于印发云溪市节水方案的通知"])
def test_joint_issuers_side_by_side_in_the_title_are_told_apart_by_their_signatures(line: str) -> None:
    found = document(f"{line}\n{PLAN}云溪市水利局\n云溪市财政局\n2024年5月6日\n")
    assert found.issuer == "云溪市水利局、云溪市财政局"


def test_a_signature_holds_quotation_marks() -> None:
    name = "云溪市“一江两岸”建设领导小组办公室"
    assert document(f"云溪市节水工作方案\n{PLAN}{name}\n2024年5月6日\n").issuer == name


def test_a_plan_has_number_issuer_and_date_of_a_notice_with_points_of_its_own() -> None:
    notice, plan = extract(
        source(
            "云溪市人民政府办公室关于印发云溪市《水法》任务分解方案的通知\n云政办〔2024〕3号\n各县人民政府：\n"
            "方案印发给你们，并通知如下。\n一、落实责任。各单位要落实责任。\n二、加强督办。各单位要加强督办。\n"
            "云溪市人民政府办公室\n2024年5月6日\n云溪市《水法》任务分解方案\n"
            "一、水库。全面建设水库。\n牵头单位：市水利局\n二、管网。全面改造管网。\n牵头单位：市住建局\n"
        )
    ).documents
    assert notice.title == "云溪市人民政府办公室关于印发云溪市《水法》任务分解方案的通知"
    assert plan.title == "云溪市《水法》任务分解方案"
    assert (plan.issuer, plan.doc_number, plan.issued_on) == (notice.issuer, "云政办〔2024〕3号", date(2024, 5, 6))
    assert {a.unit.region for a in plan.assignments} == {"云溪市"}


@pytest.mark.parametrize(
    ("front", "title"),
    [
        # A title over three lines, its title marks open in between, above the addressees.
        (
            "云溪市人民政府关于印发《2023年\n市〈政府工作报告〉任务分解\n和分工方案》的通知\n各县人民政府：",
            "2023年市〈政府工作报告〉任务分解和分工方案",
        ),
        # A page's headline, the name of its site, and the document's own title.
        ("返回首页\n云溪市政府关于节水的意见\n云溪政府网\n云溪市政府关于节水的意见", "云溪市政府关于节水的意见"),
        # The fields of a page's head without their labels.
        (
            "云溪市水利局关于节水的意见\n综合政务\n水利局\n2021-04-01\n有效\n云溪市水利局关于节水的意见",
            "云溪市水利局关于节水的意见",
        ),
        ("云溪市水利局关于节水的意见\n2022-05-19 14:17", "云溪市水利局关于节水的意见"),
    ],
)
def test_titles_among_the_lines_of_a_page(front: str, title: str) -> None:
    text = f"{front}\n为了节约用水，提高水的利用效率，结合本市实际，提出如下意见：\n{PLAN}"
    found = document(text)
    assert found.title == title
    assert found.text.startswith("为了节约用水")


def test_a_time_without_a_label_says_when_a_page_was_put_up() -> None:
    found = document(f"云溪市节水工作方案\n2022-05-19 14:17\n{PLAN}")
    assert (found.published_on, found.dates) == (date(2022, 5, 19), ())


@pytest.mark.parametrize(
    "about", ["关于节水的实施意见", "印发《云溪市节水方案》的通知", "关于印发云溪市节水方案的通知"]
)
def test_joint_issuers_ahead_of_a_title_need_no_signatures(about: str) -> None:
    found = document(f"中共云溪市委 云溪市人民政府{about}\n{PLAN}")
    assert found.issuer == "中共云溪市委、云溪市人民政府"


@pytest.mark.parametrize(
    ("front", "year"),
    [
        ("云溪市节水工作方案\n云政办〔2023〕7号", 2023),
        ("云溪市2022年节水工作方案\n云政办〔2023〕7号", 2022),
        ("云溪市节水工作方案\n发布日期：2024-03-10\n云政办〔2023〕7号", 2024),
    ],
)
def test_a_number_tells_the_year_where_nothing_else_does(front: str, year: int) -> None:
    (found,) = document(f"{front}\n{PLAN}三、节水。6月底前完成改造。").dates
    assert found.fact.due_on == date(year, 6, 30)


def test_a_sentence_that_introduces_the_text_is_no_list_of_addressees() -> None:
    found = document(f"云溪市政府关于节水的意见\n现就有关部门的节水工作提出意见如下：\n{PLAN}")
    assert found.addressees is None
