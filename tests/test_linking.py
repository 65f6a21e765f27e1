"""Citations lead to the documents that the warehouse holds."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from warehouse.ingesting import ingest

CITED = "云政发〔2021〕9号\n\n云溪市节水规划（2021—2025年）\n\n一、任务。推进节水。\n\n二、保障。落实经费。\n"
CITING = "云溪市节水方案\n\n一、任务。落实{cited}。\n\n二、保障。落实经费。\n"


@pytest.mark.parametrize(
    ("cited", "is_linked"),
    [
        ("《节水规划》（云政发[2021]9号）", True),
        ("《云溪市节水规划(2021-2025年)》", True),
        ("云政发〔2021〕9号", True),
        ("《云溪市供水规划》", False),
        ("《云溪市节水规划（2021—2025年）》（云政发〔2021〕8号）", False),
    ],
)
def test_a_citation_leads_to_the_document_with_its_number_or_title(cited: str, is_linked: bool, tmp_path: Path) -> None:
    (tmp_path / "citing.txt").write_text(CITING.format(cited=cited), "utf-8")
    ingest([tmp_path / "citing.txt"], tmp_path / "w.duckdb")
    # The cited document is loaded later, as happens.
    (tmp_path / "cited.txt").write_text(CITED, "utf-8")
    ingest([tmp_path / "cited.txt"], tmp_path / "w.duckdb")
    with duckdb.connect(str(tmp_path / "w.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "SELECT d.doc_number FROM citations AS c LEFT JOIN documents AS d ON d.document_id = c.cited_document_id"
        ).fetchall()
    assert found == [("云政发〔2021〕9号" if is_linked else None,)]
