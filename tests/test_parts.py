"""Where documents start and end, and what stands around their text."""

from __future__ import annotations

import pytest
from printing import roles, source

from pipeline import extract
from pipeline.models import Document, Role

R = Role
PLAN = """一、水库
（一）建设。全面建设水库。（市水利局负责）
（二）管护。全面管护水库。（市财政局负责）
二、管网。全面改造管网。（市水利局负责）
"""
PATHS = ["1.1", "1.2", "2"]
NOTICE = """云溪市人民政府办公室
关于印发《云溪市节水工作方案》的通知
云溪政办发〔2023〕7号
各县（区）人民政府，市政府各部门：
现将《云溪市节水工作方案》印发给你们，请认真组织实施。
云溪市人民政府办公室
2023年3月8日
（此件公开发布）
"""
TITLE = "云溪市节水工作方案\n"


def documents(text: str) -> list[Document]:
    return list(extract(source(text)).documents)


def role_of(text: str, line: str) -> list[Role]:
    return [role for role, printed in roles(extract(source(text))) if printed == line]


def paths(document: Document) -> list[str]:
    return [measure.path for measure in document.measures]


@pytest.mark.parametrize(
    "text",
    [
        NOTICE + TITLE + PLAN,
        NOTICE + PLAN,
        NOTICE + "附件\n" + TITLE + PLAN,
        NOTICE + "附件：\n" + TITLE + PLAN,
        NOTICE.replace("（此件", "附件：云溪市节水工作方案\n（此件") + "附件\n" + TITLE + PLAN,
        NOTICE.replace("办公室\n关于", "办公室关于\n") + TITLE + PLAN,
        NOTICE + "云溪市\n节水工作方案\n" + PLAN,
        NOTICE + TITLE + "为节水，制定本方案。\n" + PLAN,
    ],
)
def test_a_notice_and_its_plan_are_one_document(text: str) -> None:
    (document,) = documents(text)
    assert document.title == "云溪市节水工作方案"
    assert document.issuer == "云溪市人民政府办公室"
    assert document.doc_number == "云溪政办发〔2023〕7号"
    assert document.addressees == "各县（区）人民政府，市政府各部门"
    assert paths(document) == PATHS


@pytest.mark.parametrize("headline", ["《云溪市节水工作", "关于印发《云溪市节水"])
def test_a_headline_that_a_site_cut_off_takes_no_number_in(headline: str) -> None:
    (document,) = documents(
        f"{headline}\n\n{NOTICE.replace('关于印发《', '关于印发').replace('》的通知', '的通知')}{TITLE}{PLAN}"
    )
    assert (document.title, document.doc_number) == ("云溪市节水工作方案", "云溪政办发〔2023〕7号")
    assert document.addressees == "各县（区）人民政府，市政府各部门"


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("现将《政府工作报告》确定的节水任务分解到各部门，请抓好落实。", 1),
        ("现将有关节水事项通知如下。各单位要抓好节水。", 2),
    ],
)
def test_a_notice_that_hands_tasks_out_is_one_document_with_their_list(sentence: str, count: int) -> None:
    notice = f"云溪市水利局关于分解节水任务的通知\n云水〔2023〕7号\n各县水利局：\n{sentence}\n2023年3月8日\n"
    found = documents(f"{notice}云溪市节水任务分办意见\n{PLAN}")
    assert len(found) == count
    assert (found[-1].title, paths(found[-1])) == ("云溪市节水任务分办意见", PATHS)


def test_the_notices_formal_lines_have_their_roles_and_its_sentence_is_text() -> None:
    printed = roles(extract(source(NOTICE + TITLE + PLAN)))
    assert [role for role, _ in printed[:9]] == [
        R.TITLE, R.TITLE, R.DOC_NUMBER, R.ADDRESSEE, R.BODY, R.SIGNATURE, R.DATE, R.IMPRINT, R.TITLE,
    ]  # fmt: skip
    assert {role for role, _ in printed[9:]} == {R.HEADING, R.BODY}


ANNEXES = """附件1
云溪市节水任务清单
一、水价。完善水价。
二、计量。安装水表。
附件2
云溪市节水考核办法
第一条 为考核，制定本办法。
第二条 每年考核一次。
"""


@pytest.mark.parametrize("front", [TITLE, NOTICE + TITLE])
def test_an_annex_with_its_own_numbering_is_a_document(front: str) -> None:
    first, tasks, rules = documents(front + PLAN + ANNEXES)
    assert (first.title, first.parent, paths(first)) == ("云溪市节水工作方案", None, PATHS)
    assert (tasks.title, tasks.parent, paths(tasks)) == ("云溪市节水任务清单", 1, ["1", "2"])
    assert (rules.title, rules.parent, paths(rules)) == ("云溪市节水考核办法", 1, ["1", "2"])


@pytest.mark.parametrize("title", ["各区县节水目标", "云溪市节水重点工程"])
def test_the_first_line_below_the_label_of_an_annex_is_its_title(title: str) -> None:
    _, annex = documents(TITLE + PLAN + f"附件1\n{title}\n一、水价。完善水价。\n二、计量。安装水表。\n")
    assert (annex.title, paths(annex)) == (title, ["1", "2"])


def test_two_plans_under_one_notice_are_two_documents() -> None:
    notice = NOTICE.replace("《云溪市节水工作方案》的", "《云溪市节水工作方案》和《云溪市供水工作方案》的")
    one, other = documents(notice + TITLE + PLAN + "云溪市供水工作方案\n" + PLAN)
    assert (one.title, other.title) == ("云溪市节水工作方案", "云溪市供水工作方案")
    assert paths(one) == paths(other) == PATHS
    assert other.parent is None
    assert (other.doc_number, other.issuer) == (one.doc_number, one.issuer) == ("云溪政办发〔2023〕7号", one.issuer)
    assert (other.issued_on, other.addressees) == (one.issued_on, one.addressees)


def test_a_plan_that_the_notice_above_does_not_name_is_not_the_notices() -> None:
    one, other = documents(NOTICE + TITLE + PLAN + "云溪市供水工作方案\n" + PLAN)
    assert (one.doc_number, other.doc_number, other.issuer) == ("云溪政办发〔2023〕7号", None, None)


def test_two_documents_in_one_file() -> None:
    one, other = documents(NOTICE + TITLE + PLAN + NOTICE.replace("7号", "8号").replace("节水", "供水") + PLAN)
    assert (one.doc_number, other.doc_number) == ("云溪政办发〔2023〕7号", "云溪政办发〔2023〕8号")
    assert (one.title, other.title) == ("云溪市节水工作方案", "云溪市供水工作方案")
    assert paths(one) == paths(other) == PATHS


def test_a_title_in_the_middle_of_a_plan_is_text() -> None:
    text = TITLE + "一、水库\n落实云溪市供水工作方案\n（一）建设。甲。\n（二）管护。乙。\n二、管网。丙。"
    (document,) = documents(text)
    assert paths(document) == PATHS


def test_a_page_title_printed_at_the_end() -> None:
    text = PLAN + "云溪市节水工作方案"
    (document,) = documents(text)
    assert document.title is None
    assert document.measures[-1].text == "管网。全面改造管网。（市水利局负责）"
    assert role_of(text, "云溪市节水工作方案") == [R.TITLE]


@pytest.mark.parametrize(
    "dispatch",
    [
        "本报讯（记者王五）近日，云溪市印发《云溪市节水工作方案》，全文如下：",
        "云溪日报讯 云溪市近日印发《云溪市节水工作方案》。",
        "新江社云溪3月8日电（记者王五）云溪市印发《云溪市节水工作方案》。",
        "云溪市人民政府印发《云溪市节水工作方案》，现将全文发布如下。全文如下：",
    ],
)
def test_a_newspapers_dispatch_is_no_text_and_names_the_plan(dispatch: str) -> None:
    text = f"{dispatch}\n{PLAN}"
    (document,) = documents(text)
    assert document.title == "云溪市节水工作方案"
    assert role_of(text, dispatch) == [R.HEAD]
    assert "印发" not in document.text


def test_what_a_newspaper_tells_above_the_full_text_is_no_text() -> None:
    report = "近日，中共云溪市委办公室、云溪市人民政府办公室印发了《云溪市节水工作方案》，并发出通知，要求认真落实。"
    text = f"{report}\n《云溪市节水工作方案》全文如下。\n为了节水，制定本方案。\n{PLAN}"
    (document,) = documents(text)
    assert document.title == "云溪市节水工作方案"
    assert document.issuer == "中共云溪市委办公室、云溪市人民政府办公室"
    assert role_of(text, report) == [R.HEAD]
    assert document.text.startswith("为了节水")


def test_a_newspapers_headline_above_its_report_is_no_text() -> None:
    headline = "云溪市出台方案：做好节水工作"
    report = "云溪网讯（记者王五）3月8日，云溪市出台《云溪市节水工作方案》，全文如下。"
    text = f"{headline}\n{report}\n{PLAN}"
    (document,) = documents(text)
    assert (document.title, paths(document)) == ("云溪市节水工作方案", PATHS)
    assert role_of(text, headline) == role_of(text, report) == [R.HEAD]


def test_a_title_that_the_list_of_annexes_names_is_the_annexes_own() -> None:
    notice = "关于公开征求《云溪市节水工作方案（征求意见稿）》意见的通知\n现公开征求意见。\n"
    listed = "附件：1.起草说明\n2.云溪市节水工作方案（征求意见稿）\n"
    text = notice + listed + "云溪市节水工作方案（征求意见稿）\n" + PLAN
    (document,) = documents(text)
    assert (document.title, document.status, paths(document)) == ("云溪市节水工作方案", "draft", PATHS)
    assert role_of(text, "云溪市节水工作方案（征求意见稿）") == [R.TITLE]


def test_navigation_before_and_after() -> None:
    before = ["首页 > 政务公开", "索引号：000014349/2023-00012", "发布日期：2023-03-10", "字体：大 中 小"]
    after = ["打印本页", "上一篇：无", "版权所有：云溪市人民政府", "江ICP备12345678号"]
    text = "\n".join(before) + "\n" + TITLE + PLAN + "\n".join(after)
    extraction = extract(source(text))
    (document,) = extraction.documents
    assert document.text == PLAN.strip()
    printed = roles(extraction)
    assert [line for role, line in printed if role is R.NAVIGATION] == before + after


def test_unfinished_lines_among_the_navigation_at_the_end_are_navigation() -> None:
    text = TITLE + PLAN + "主办单位一览\n打印本页\n版权所有：云溪市人民政府"
    (document,) = documents(text)
    assert document.text == PLAN.strip()


def test_signature_date_copy_list_and_imprint_stand_behind_the_text() -> None:
    back = "云溪市人民政府\n2023年3月8日\n抄送：市委办公室，市人大常委会办公室。\n云溪市人民政府办公室 2023年3月9日印发"
    text = TITLE + PLAN + back
    extraction = extract(source(text))
    (document,) = extraction.documents
    assert document.text == PLAN.strip()
    assert document.copied_to == "市委办公室，市人大常委会办公室"
    assert [role for role, _ in roles(extraction)[-4:]] == [R.SIGNATURE, R.DATE, R.COPY_LIST, R.IMPRINT]


def test_all_who_sign_a_joint_document_are_its_issuers_and_the_printing_office_is_not() -> None:
    bodies = [f"云溪市{name}局" for name in ("水利", "财政", "教育", "公安", "民政", "林业")]
    text = TITLE + PLAN + "\n".join([*bodies, "2023年3月8日", "云溪市水利局办公室", "2023年3月9日印发"])
    (document,) = documents(text)
    assert document.text == PLAN.strip()
    assert document.issuer == "、".join(bodies)


def test_a_copy_list_over_two_lines() -> None:
    copies = "抄送：市委办公室，市人大常委会办公室，\n市政协办公室，市法院，市检察院。"
    text = f"{TITLE}{PLAN}云溪市人民政府\n2023年3月8日\n{copies}\n"
    (document,) = documents(text)
    assert document.text == PLAN.strip()
    assert document.copied_to == "市委办公室，市人大常委会办公室，市政协办公室，市法院，市检察院"


def test_a_note_on_the_last_line_above_the_navigation_is_text() -> None:
    (document,) = documents(TITLE + PLAN.strip() + "\n同步更换水表。\n（责任单位：市水利局）\n打印本页")
    assert document.measures[-1].text.endswith("（责任单位：市水利局）")


@pytest.mark.parametrize(
    "listed",
    [
        "附件：云溪市节水任务清单",
        "附件：1.云溪市节水任务清单\n2.云溪市节水考核办法",
        "附件：\n1.云溪市节水任务清单\n2.云溪市水价表",
        "附 件 ： 云溪市节水任务清单",
    ],
)
@pytest.mark.parametrize("note", ["", "配合单位：市财政局、各县区\n"])
def test_a_list_of_attachments_is_no_text(listed: str, note: str) -> None:
    plan = PLAN.strip() + "\n" + note
    text = TITLE + plan + listed + "\n云溪市人民政府\n2023年3月8日"
    (document,) = documents(text)
    assert document.text == plan.strip()
    assert all(role_of(text, line) == [R.ATTACHMENT_NOTE] for line in listed.split("\n"))
    assert document.issuer == "云溪市人民政府"


def test_an_addressee_inside_the_text_is_text() -> None:
    text = TITLE + "一、水库。甲。\n各县（区）人民政府：\n二、管网。乙。"
    assert role_of(text, "各县（区）人民政府：") == [R.BODY]


def test_every_document_without_a_title_is_a_finding() -> None:
    extraction = extract(source(PLAN))
    assert [finding.code for finding in extraction.findings] == ["unit_without_normal_form", "no_title"]
    assert extraction.findings[-1].line_no == 1


def test_a_text_without_any_numbered_item_is_a_finding() -> None:
    extraction = extract(source("云溪市节水工作方案\n为节水，制定本方案。"))
    assert [finding.code for finding in extraction.findings] == ["no_numbered_item"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2023年《政府工作报告》要求重点做好的事项", "2023年《政府工作报告》要求重点做好的事项"),
        ("云溪市节水十问十答", "云溪市节水十问十答"),
    ],
)
def test_a_plan_of_any_kind_has_the_name_that_its_notice_gives_it(name: str, title: str) -> None:
    notice = NOTICE.replace("《云溪市节水工作方案》", f"《{name.replace('《', '〈').replace('》', '〉')}》")
    (document,) = documents(notice + name + "\n" + PLAN)
    assert document.title == title
    assert role_of(notice + name + "\n" + PLAN, name) == [R.TITLE]


@pytest.mark.parametrize(
    ("signature", "names"),
    [
        ("云溪市推进节水专班\n", ["云溪市推进节水专班"]),  # no word that the names of issuers end with
        ("云溪市人民政府办公\n", ["云溪市人民政府办公"]),  # its last character lies under the seal
        ("云溪大学\n云溪市水利局\n", ["云溪大学", "云溪市水利局"]),
    ],
)
def test_what_stands_above_the_closing_date_signs(signature: str, names: list[str]) -> None:
    text = TITLE + PLAN + signature + "2023年3月8日\n"
    assert [role_of(text, name) for name in names] == [[R.SIGNATURE]] * len(names)
    (document,) = documents(text)
    assert document.measures[-1].text == "管网。全面改造管网。（市水利局负责）"


def test_a_line_above_no_date_is_text() -> None:
    text = TITLE + PLAN.replace("二、", "（三）检查\n每季度检查\n（四）考核。2023年3月8日起考核。\n二、")
    assert role_of(text, "每季度检查") == [R.BODY]


def test_copies_and_imprint_behind_an_annex_are_the_documents() -> None:
    rows = "附件\n云溪市节水任务清单\n一、清单。全面节水。\n二、附则。全面节水。\n"
    end = "抄送：市委办公室。\n云溪市人民政府办公室2023年3月9日印发\n"
    main, annex = documents(NOTICE + TITLE + PLAN + rows + end)
    assert (main.copied_to, str(main.printed_on)) == ("市委办公室", "2023-03-09")
    assert (annex.copied_to, annex.printed_on) == (None, None)


@pytest.mark.parametrize("debris", ["", "视力保护色：\n", "夜间模式：\n", "首页 公开\n保护视力色：\n夜间模式：\n"])
def test_addressees_are_told_behind_what_a_page_prints_above_them(debris: str) -> None:
    text = f"{TITLE}{debris}各县（区）人民政府，市政府各部门：\n为节水，制定本方案。\n{PLAN}"
    (document,) = documents(text)
    assert document.addressees == "各县（区）人民政府，市政府各部门"
    assert "模式" not in document.text


@pytest.mark.parametrize(
    ("principles", "titles"),
    [
        (["坚持节水优先，统筹兼顾", "坚持政府引导，市场运作"], ["坚持节水优先，统筹兼顾", "坚持政府引导，市场运作"]),
        (["——节水优先", "——两手发力"], ["节水优先", "两手发力"]),
        (["为了节水，各县（区）人民政府要在每年的三月制定计划", "另外，要检查"], [None]),
    ],
)
def test_paragraphs_that_open_with_titles_are_tasks(principles: list[str], titles: list[str | None]) -> None:
    text = "。全面建设水库，改造管网，推广节水器具，健全水价机制。\n"
    body = "".join(principle + text for principle in principles)
    (document,) = documents(f"{TITLE}一、基本原则。\n{body}二、管网。全面改造管网。\n")
    tasks = document.measures[0].tasks
    assert [task.title for task in tasks] == titles if len(titles) > 1 else len(tasks) == 1


def test_the_first_line_of_a_preamble_is_no_line_of_the_title() -> None:
    cut = "为了节水，根据《云溪市关于加强节水工作的意见》\n和省的要求，制定本方案。\n"
    (document,) = documents(f"# {TITLE}\n{cut}{PLAN}")
    assert document.title == "云溪市节水工作方案"


@pytest.mark.parametrize("kind", ["通知", "实施意见", "决定"])
def test_the_kind_of_a_document_on_a_line_of_its_own(kind: str) -> None:
    (document,) = documents(f"云溪市人民政府关于加强节水工作的\n{kind}\n{PLAN}")
    assert document.title == f"云溪市人民政府关于加强节水工作的{kind}"


def test_numbered_labels_with_a_colon_head_annexes() -> None:
    listed = "附件：1.节水任务清单\n2.云溪市节水考核办法\n3.成员名单\n"
    notice = NOTICE.replace("云溪市人民政府办公室\n2023", listed + "云溪市人民政府办公室\n2023")
    annexes = (
        "附件1：\n节水任务清单\n附件2：\n云溪市节水考核办法\n第一条 为了节水，制定本办法。\n第二条 每年考核一次。\n"
    )
    main, *others = documents(notice + TITLE + PLAN + annexes)
    assert (main.title, main.issuer, paths(main)) == ("云溪市节水工作方案", "云溪市人民政府办公室", PATHS)
    assert [(other.title, other.parent) for other in others] == [("节水任务清单", 1), ("云溪市节水考核办法", 1)]
    assert paths(others[1]) == ["1", "2"]


def test_a_line_that_introduces_what_follows_is_no_part_of_a_heading() -> None:
    (document,) = documents(TITLE + PLAN.replace("一、水库\n", "一、水库\n分两步：\n"))
    assert document.measures[0].title == "水库"
    assert document.measures[0].text.startswith("水库\n分两步：\n（一）建设。")


def test_how_many_copies_were_printed_is_the_imprint() -> None:
    text = TITLE + PLAN.replace("（市水利局负责）\n", "\n") + "云溪市水利局2023年3月8日印发\n共印50份\n"
    assert role_of(text, "共印50份") == [R.IMPRINT]


def test_a_heading_without_a_number_below_a_short_one() -> None:
    text = (
        "云溪市节水方案\n\n一、做强水源\n\n加快水库建设\n\n1.修水库。（市水利局负责）\n\n2.建管网。（市住建局负责）\n"
    )
    (document,) = documents(text)
    assert [(s.heading, s.intro) for s in document.sections] == [("做强水源", "加快水库建设")]
    assert [m.path for m in document.measures] == ["1.1", "1.2"]


HEAD_ON_ONE_LINE = (
    "云溪市人民政府办公室关于印发云溪市节水工作方案的通知 云政办发〔2023〕9号 各县（区）人民政府，市政府各部门： "
    "现将《云溪市节水工作方案》印发给你们。 云溪市人民政府办公室 2023年3月1日 云溪市节水工作方案 "
)
ON_ONE_LINE = (
    "为了节水，制定本方案。一、建设水库。全面建设水库，当年完工。（责任单位：市水利局）二、改造管网（一）城区管网。"
    "1.更换旧管。（责任单位：市住建局）2.安装水表，做到应装尽装。[责任单位：市水务集团]（二）乡村管网。改造管网"
    + "，优先改造老旧小区的管网" * 12
    + "。（责任单位：市水利局）三、工作要求。各地要落实责任，1.5亿元资金专款专用，包括：（1）水库；（2）管网。"
)


def test_a_plan_whose_line_breaks_were_lost() -> None:
    (document,) = documents(HEAD_ON_ONE_LINE + ON_ONE_LINE)
    assert (document.title, document.doc_number) == ("云溪市节水工作方案", "云政办发〔2023〕9号")
    assert (document.issuer, str(document.issued_on)) == ("云溪市人民政府办公室", "2023-03-01")
    assert document.addressees == "各县（区）人民政府，市政府各部门"
    assert [m.path for m in document.measures] == ["1", "2.1.1", "2.1.2", "2.2", "3"]
    assert [s.heading for s in document.sections] == ["改造管网", "城区管网"]
    assert document.measures[-1].text.endswith("包括：\n（1）水库；\n（2）管网。")
    printed = "".join("".join(line.text.split()) for line in extract(source(HEAD_ON_ONE_LINE + ON_ONE_LINE)).lines)
    assert printed == "".join((HEAD_ON_ONE_LINE + ON_ONE_LINE).split())


def test_a_plan_whose_line_breaks_were_lost_in_half_width() -> None:
    head = HEAD_ON_ONE_LINE.translate(str.maketrans("（）：", "():"))
    (document,) = documents(head + ON_ONE_LINE)
    assert (document.title, document.doc_number) == ("云溪市节水工作方案", "云政办发〔2023〕9号")
    assert document.addressees == "各县（区）人民政府，市政府各部门"


def test_headings_whose_line_breaks_are_white_space_now() -> None:
    text = ON_ONE_LINE.replace("建设水库。全面", "建设新的水库 在全市范围内认真组织，全面")
    text = text.replace("改造管网（一）城区管网。1.", "改造管网 （一）城区管网 1.")
    (document,) = documents(HEAD_ON_ONE_LINE + text)
    assert document.measures[0].title == "建设新的水库"
    assert [s.heading for s in document.sections] == ["改造管网", "城区管网"]


def test_a_long_paragraph_that_counts_is_one_where_lines_open_sections() -> None:
    counting = "全市要做到：一、建设水库" + "，全面建设水库" * 50 + "；二、改造管网。"
    (document,) = documents(TITLE + PLAN.replace("建设水库。", counting, 1))
    assert paths(document) == PATHS


LABELLED = (
    "附件1：云溪市节水任务清单\n一、水库（市水利局负责）\n二、管网（市住建局负责）\n"
    "附件2.云溪市节水指标\n一、用水量。\n二、漏损率。\n"
)


def test_annexes_whose_titles_stand_beside_their_labels() -> None:
    first, tasks, targets = documents(NOTICE + TITLE + PLAN + LABELLED)
    assert (paths(first), first.title) == (PATHS, "云溪市节水工作方案")
    assert [(d.title, paths(d), d.parent) for d in (tasks, targets)] == [
        ("云溪市节水任务清单", ["1", "2"], 1),
        ("云溪市节水指标", ["1", "2"], 1),
    ]


def test_labels_with_titles_that_only_list_the_annexes() -> None:
    listed = NOTICE.replace(
        "云溪市人民政府办公室\n2023", "附件1：云溪市节水任务清单\n附件2：云溪市节水指标\n云溪市人民政府办公室\n2023"
    )
    (document,) = documents(listed + TITLE + PLAN)
    assert (document.title, paths(document)) == ("云溪市节水工作方案", PATHS)
    (document,) = documents(TITLE + PLAN + "附件1：云溪市节水任务清单\n云溪市人民政府\n2023年3月8日\n")
    assert (document.issuer, paths(document)) == ("云溪市人民政府", PATHS)


def test_a_plan_that_its_notice_sends_as_an_annex() -> None:
    (document,) = documents(NOTICE + "附件1：云溪市节水工作方案\n" + PLAN)
    assert (document.title, document.doc_number) == ("云溪市节水工作方案", "云溪政办发〔2023〕7号")
