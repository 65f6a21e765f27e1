"""Parts: what workers read comes back as it was, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("fsspec")

from warehouse import parts as parts_of
from warehouse.landing import fingerprint_of, land, land_file
from warehouse.parts import Parts, Wanted, names

ROOT = Path(__file__).parents[1]
PLAN = (
    "云溪市湿地修复方案（2022—2025年）\n\n一、主要任务\n（一）退渔还湿。2023年底前退渔{n}公顷。（责任单位：市水利局）\n"
)


@pytest.fixture
def files(tmp_path):
    """Samples with tables, boxes, findings; a plan; a file without a word."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for sample in (ROOT / "raw" / "samples").glob("*.md"):
        (folder / sample.name).write_bytes(sample.read_bytes())
    (folder / "plan.txt").write_text(PLAN.format(n=3), "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return sorted(folder.iterdir())


@pytest.fixture
def place(tmp_path):
    return tmp_path / "parts"


def wanted(files):
    return [Wanted(file, fingerprint_of(file)) for file in files]


def test_what_comes_back_is_what_reading_gives(files, place):
    parts = Parts(str(place))
    assert parts.write(wanted(files)) == []
    assert parts.held() == names(wanted(files))
    found = parts.landings(wanted(files), parts.held())
    assert found == {file: land_file(file) for file in files}
    assert list(land(files, elsewhere=found)) == list(found.values())
    assert {landing.status.value for landing in found.values()} == {"loaded", "failed"}


def test_a_part_is_written_once_and_cleared(files, place, monkeypatch):
    Parts(str(place)).write(wanted(files))
    (part,) = place.iterdir()
    (place / "notes.txt").write_text("of somebody else")
    (place / f".{part.name}.half").write_bytes(part.read_bytes()[:100])

    def never(*_):
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr(parts_of, "land_apart", never)
        assert Parts(str(place)).write(wanted(files)) == []
    assert set(Parts(str(place)).held().values()) == {part.name}  # what was never finished is none
    Parts(str(place)).clear()
    assert [file.name for file in place.iterdir()] == ["notes.txt"]
    Parts(str(place)).clear()
    Parts(str(place / "nowhere")).clear()


def test_a_file_that_is_not_as_it_was_found_is_not_read(files, place):
    """It has changed, cannot be seen from here, or the rules of here are others."""
    known = wanted(files)
    changed, gone, *rest = known
    changed.file.write_text(PLAN.format(n=4), "utf-8")
    gone.file.unlink()
    others = Wanted(rest[0].file, "0" * 64)
    parts = Parts(str(place))
    assert parts.write([changed, gone, others, *rest[1:]]) == [changed.file, gone.file, others.file]
    assert set(parts.landings(known, names([changed, gone, others, *rest[1:]]))) == {each.file for each in rest[1:]}
    assert parts.landings(wanted([changed.file]), parts.held()) == {}
    assert parts.write([others]) == [others.file]
    assert parts.landings([others], names([others])) == {}


def test_parts_hold_few_files_each(files, place, monkeypatch):
    monkeypatch.setattr(parts_of, "FILES", 2)
    parts = Parts(str(place))
    parts.write(wanted(files))
    assert len(list(place.iterdir())) == -(-len(files) // 2)
    assert set(parts.landings(wanted(reversed(files)), parts.held())) == set(files)
