"""Cited documents."""

from __future__ import annotations

import pytest

from pipeline.facts.citations import find_citations


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("落实《节约用水条例》。", [("节约用水条例", None)]),
        ("按照《关于节水的意见》（云政发〔2021〕9号）要求", [("关于节水的意见", "云政发〔2021〕9号")]),
        (
            "按照云政办发〔2021〕12号和云府函〔2020〕3号要求",
            [(None, "云政办发〔2021〕12号"), (None, "云府函〔2020〕3号")],
        ),
        ("《江海省实施〈节约用水法〉办法》等", [("江海省实施〈节约用水法〉办法", None)]),
        ("《云溪市人民政府关于印发《节水规划》的通知》", [("云溪市人民政府关于印发《节水规划》的通知", None)]),
        ("共3号楼，没有引用。", []),
        ("《未完", []),
    ],
)
def test_titles_and_numbers(text: str, cited: list[tuple[str | None, str | None]]) -> None:
    assert [(c.title, c.doc_number) for c in find_citations(text)] == cited


def test_offsets_count_in_the_text() -> None:
    text = "按照《节水意见》（云政发〔2021〕9号）要求"
    (citation,) = find_citations(text)
    assert text[citation.char_start : citation.char_end] == "《节水意见》（云政发〔2021〕9号）"
