"""The paragraphs that close a document and belong to none of its measures."""

from __future__ import annotations

import pytest
from printing import roles, source

from pipeline import extract
from pipeline.models import Measure, Role

PLAIN = "云溪市节水工作方案\n一、水库。全面建设水库。\n二、管网。全面改造管网。\n"
NOTED = "云溪市节水工作方案\n一、水库。全面建设水库。（市水利局负责）\n二、管网。全面改造管网。（市财政局负责）\n"


def last(text: str) -> Measure:
    (document,) = extract(source(text)).documents
    assert document.measures[-1].path.endswith("2")
    return document.measures[-1]


@pytest.mark.parametrize(
    "closing",
    [
        "各级各部门要抓好落实。",
        "各地区、各部门要结合实际，认真贯彻执行。",
        "各县（区）人民政府、市政府各部门要根据本方案制定细则。",
        "市直各单位根据本方案，结合实际抓好落实。",
        "本方案自印发之日起施行，有效期5年。",
        "本办法由市水利局负责解释。",
        "此前有关规定与本方案不一致的，以本方案为准。",
        "自2023年5月1日起施行。",
        "特此通知。",
        "此通知",
    ],
)
@pytest.mark.parametrize("front", [PLAIN, NOTED])
def test_a_word_to_all_or_of_the_plan_itself_closes_it(front: str, closing: str) -> None:
    assert last(front + closing).text == front.rstrip().rsplit("、", 1)[1]


def test_words_to_all_under_a_heading_of_their_own_are_its_measure() -> None:
    own = "各单位要于3月底前报送进展。\n各县（市、区）要结合实际抓好落实。"
    assert last(PLAIN.replace("管网。全面改造管网。", "工作要求\n") + own).text == "工作要求\n" + own
    headed = PLAIN.replace("二、管网。", "二、工作要求\n")
    assert last(headed + "各单位要抓好落实。").text == "工作要求\n全面改造管网。"


def test_what_follows_the_note_of_the_last_measure_closes_the_plan() -> None:
    assert last(NOTED + "以上工作于每年年底前报市政府。\n请认真执行。").text == "管网。全面改造管网。（市财政局负责）"


def test_without_a_note_the_paragraphs_of_the_last_measure_are_its_own() -> None:
    assert last(PLAIN + "同步更换水表。").text == "管网。全面改造管网。\n同步更换水表。"


@pytest.mark.parametrize("note", ["（市财政局负责）", "（牵头单位：市财政局；配合单位：市水利局）"])
def test_a_note_in_a_heading_closes_nothing(note: str) -> None:
    headed = f"云溪市节水工作方案\n一、建设水库{note}\n全面建设水库。\n二、改造管网{note}\n全面改造管网。\n更换水表。"
    assert last(headed).text == f"改造管网{note}\n全面改造管网。\n更换水表。"
    listed = f"云溪市节水工作方案\n一、建设水库{note}\n二、改造管网{note}\n以上任务于年底前完成。"
    assert last(listed).text == f"改造管网{note}"


def test_a_note_on_a_line_of_its_own_is_the_measures() -> None:
    text = NOTED.replace("。（市财政局负责）", "。\n同步更换水表。\n（市财政局负责）") + "请认真执行。"
    assert last(text).text == "管网。全面改造管网。\n同步更换水表。\n（市财政局负责）"


def test_what_the_last_of_many_one_paragraph_measures_has_more_closes_the_plan() -> None:
    items = "".join(f"{number}.建设水库。全面建设水库。\n" for number in range(1, 13))
    text = f"云溪市节水工作方案\n{items}同步推进数字化改造。"
    assert last(text).text == "建设水库。全面建设水库。"


def test_an_article_keeps_all_of_its_paragraphs() -> None:
    text = "云溪市节水办法\n第一条 为节水，制定本办法。\n第二条 自2023年5月1日起施行。\n此前不一致的，以本办法为准。"
    assert last(text).text.endswith("以本办法为准。")


def test_closing_paragraphs_stay_in_the_text() -> None:
    (document,) = extract(source(NOTED + "各级各部门要抓好落实。")).documents
    assert document.text.endswith("各级各部门要抓好落实。")


def test_a_heading_without_a_number_belongs_to_neither_measure() -> None:
    text = PLAIN.replace("二、", "扎实抓好管网建设\n二、")
    extraction = extract(source(text))
    (document,) = extraction.documents
    assert [m.text for m in document.measures] == ["水库。全面建设水库。", "管网。全面改造管网。"]
    assert "扎实抓好管网建设" in document.text
    assert (Role.HEADING, "扎实抓好管网建设") in roles(extraction)


@pytest.mark.parametrize("line", ["责任单位：市水利局", "（市水利局负责）", "同步更换水表。", "市水利局、市财政局"])
def test_lines_that_are_no_heading_stay_with_their_measure(line: str) -> None:
    (document,) = extract(source(PLAIN.replace("二、", f"{line}\n二、"))).documents
    assert document.measures[0].text.endswith(line)


def test_an_entry_into_force_under_a_heading_of_its_own_is_its_measure() -> None:
    text = "云溪市节水方案\n一、水库。全面建设水库。\n二、附则\n本方案自2023年5月1日起施行。\n本方案有效期至2026年。\n"
    (document,) = extract(source(text)).documents
    assert [measure.text for measure in document.measures] == [
        "水库。全面建设水库。",
        "附则\n本方案自2023年5月1日起施行。",
    ]


def test_whom_to_ask_closes_a_plan() -> None:
    text = "云溪市节水方案\n一、水库。全面建设水库。\n二、管网。全面改造管网。\n联系人：张三，联系电话：0700—12345\n"
    (document,) = extract(source(text + "云溪市水利局\n2023年5月1日\n（联系单位：市水利局）\n")).documents
    assert document.measures[-1].text == "管网。全面改造管网。"
    assert document.issuer == "云溪市水利局"
