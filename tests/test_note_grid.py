"""Responsibility notes crossed: style, bracket, separator, order of roles, qualifier, deadline, line breaks.

Each note of the list in ``note_grid.yml`` is read in every kind of bracket."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from test_notes import units

from pipeline.structure.notes import find_notes

GRID = yaml.safe_load(Path(__file__).with_name("note_grid.yml").read_text("utf-8"))
BRACKETS = ["（）", "()", "［］", "〔〕", "【】", "[]"]


@pytest.mark.parametrize(("printed", "expected", "deadline"), GRID["notes"])
def test_a_note_reads_the_same_in_every_bracket(printed: str, expected: str, deadline: str | None) -> None:
    for opener, closer in BRACKETS:
        (found,) = find_notes(f"健全机制。{opener}{printed}{closer}")
        assert (units(found.note), found.note.deadline) == (expected, deadline), opener


@pytest.mark.parametrize(("text", "expected"), [(row["text"], row["notes"]) for row in GRID["texts"]])
def test_notes_stand_where_they_are_printed(text: str, expected: list[list[str | None]]) -> None:
    assert [[units(found.note), found.note.deadline] for found in find_notes(text)] == expected


@pytest.mark.parametrize("text", GRID["prose"])
def test_prose_with_role_words_is_no_note(text: str) -> None:
    assert find_notes(text) == []
