"""The printed page of a measure with its lines marked, through the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from pdf_pages import pdf, text_pages
from PIL import Image

from cli.main import main

PLAN = [
    "云溪市节水行动方案",
    "一、重点任务",
    "（一）完善计量。2024年底前安装水表1200块。（责任单位：市水利局）",
    "（二）加强巡查。每季度巡查一次。（责任单位：市城市管理局）",
]


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    (tmp_path / "plan.pdf").write_bytes(pdf(text_pages(PLAN[1:], title=PLAN[:1])))
    assert run("ingest", tmp_path / "plan.pdf", "--warehouse", tmp_path / "w.duckdb").exit_code == 0
    return tmp_path


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_lines_of_the_measure_are_marked_and_no_others(loaded: Path) -> None:
    done = run("show", "1.1", "--warehouse", loaded / "w.duckdb", "--picture", loaded / "page.png")
    assert done.exit_code == 0, done.output
    picture = Image.open(loaded / "page.png").convert("RGB")
    washed = [y for y in range(picture.height) if any(_is_wash(picture.getpixel((x, y))) for x in range(picture.width))]
    assert washed
    assert max(washed) - min(washed) < picture.height / 6


def _is_wash(pixel: tuple[int, int, int]) -> bool:
    red, green, blue = pixel
    return red > 240 and green > 230 and blue < 210


def test_a_source_that_moved_or_changed_is_a_sentence(loaded: Path) -> None:
    source = loaded / "plan.pdf"
    source.write_bytes(source.read_bytes() + b"\n")
    changed = run("show", "1.1", "--warehouse", loaded / "w.duckdb", "--picture", loaded / "page.png")
    assert changed.exit_code == 1
    assert "has changed since it was read; ingest it again" in changed.output
    source.unlink()
    gone = run("show", "1.1", "--warehouse", loaded / "w.duckdb", "--picture", loaded / "page.png")
    assert gone.exit_code == 1
    assert "is no longer at" in gone.output


def test_a_text_has_no_pages_to_draw(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("\n\n".join(PLAN), "utf-8")
    assert run("ingest", tmp_path / "plan.txt", "--warehouse", tmp_path / "w.duckdb").exit_code == 0
    done = run("show", "1.1", "--warehouse", tmp_path / "w.duckdb", "--picture", tmp_path / "page.png")
    assert done.exit_code == 1
    assert "has no pages to draw" in done.output
