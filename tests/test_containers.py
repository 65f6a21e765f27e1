"""ZIP containers, compound files and what is converted: told apart by content, read within limits, else a sentence."""

from __future__ import annotations

import contextlib
import random
import shutil
import stat
import sys
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import archive, content_types, docx, paragraph, word_part

from pipeline.models import UnreadableSource
from pipeline.readers import conversion, read
from pipeline.readers.container import Container, resolve
from pipeline.readers.signatures import DOC, DOCX, ENCRYPTED, ODT, OFD, PPT, PPTX, RTF, XLS, XLSX, media_type

PLAN = docx(paragraph("云溪市节水方案") + paragraph("一、建设水库。"))
TYPES = content_types("/word/document.xml")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE = "vnd.openxmlformats-officedocument"


@pytest.fixture(autouse=True)
def without_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """LibreOffice is not found, unless a test says otherwise."""
    monkeypatch.setenv("PATH", str(tmp_path))


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as caught:
        read(data)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def compound(*streams: str) -> bytes:
    """A compound file whose directory names *streams*."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return OLE.ljust(512, b"\0") + directory


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PLAN, DOCX),
        (archive({"[Content_Types].xml": content_types("/doc.xml", "vnd.ms-word.document.macroEnabled")}), DOCX),
        (archive({"[Content_Types].xml": content_types("/t.xml", f"{OFFICE}.wordprocessingml.template")}), DOCX),
        (archive({"[Content_Types].xml": content_types("/x.xml", f"{OFFICE}.spreadsheetml.sheet")}), XLSX),
        (archive({"[Content_Types].xml": content_types("/p.xml", f"{OFFICE}.presentationml.presentation")}), PPTX),
        (archive({"OFD.xml": "<x/>"}), OFD),
        (archive({"ofd.XML": "<x/>"}), OFD),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), ODT),
        (archive({"mimetype": "application/epub+zip"}), "application/epub+zip"),
        (archive({"a.pdf": "x", "b.pdf": "y"}), "application/zip"),
        (archive({}), "application/zip"),
        (compound("WordDocument"), DOC),
        (compound("Workbook"), XLS),
        (compound("Book"), XLS),
        (compound("PowerPoint Document"), PPT),
        (compound("EncryptionInfo", "EncryptedPackage"), ENCRYPTED),
        (compound("Other"), "application/x-ole-storage"),
        (OLE + "的WordDocument".encode("utf-16-le") + b"\0\0", "application/x-ole-storage"),  # said, not named
        (b"{\\rtf1 x}", RTF),
    ],
)
def test_formats_are_told_by_content(data: bytes, kind: str) -> None:
    assert media_type(data) == kind


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (archive({"a.pdf": "x"}), "is a ZIP archive; unpack it and load the files in it"),
        (compound("WordDocument"), r"\.doc, \.wps.*save it as \.docx or PDF, or install LibreOffice"),
        (compound("Workbook"), "spreadsheet .* save it as PDF"),
        (archive({"[Content_Types].xml": content_types("/x.xml", f"{OFFICE}.spreadsheetml.sheet")}), "save it as PDF"),
        (compound("PowerPoint Document"), "presentation .* save it as PDF"),
        (compound("EncryptedPackage"), "password; open it with the password and save it without one"),
        (compound("Other"), r"unknown program; save it as \.docx or PDF"),
        (b"{\\rtf1 x}", r"RTF document; save it as \.docx or PDF, or install LibreOffice"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument text; save it as"),
        (b"Rar!\x1a\x07", "RAR archive; unpack it"),
        (b"7z\xbc\xaf\x27\x1c", "7z archive; unpack it"),
        (b"\x1f\x8b\x08", "gzip archive; unpack it"),
        (archive({"[Content_Types].xml": TYPES}), "part word/document.xml is missing; open it in Word or WPS"),
        (archive({"[Content_Types].xml": TYPES, "word/document.xml": "<w:document"}), "no sound XML"),
        (archive({"[Content_Types].xml": TYPES, "word/document.xml": ""}), "no sound XML"),
        (archive({"OFD.xml": "no XML"}), "no sound XML"),
        (PLAN[: len(PLAN) // 2], "cut short or damaged.*fetch it again"),
        (archive({"[Content_Types].xml": TYPES, "../../etc/x": "x"}), r"leads out of it \(\.\./\.\./etc/x\)"),
        (archive({"[Content_Types].xml": TYPES, "a\\..\\..\\x": "x"}), "leads out of it"),
        (archive({"[Content_Types].xml": TYPES, "C:/x": "x"}), "leads out of it"),
    ],
)
def test_each_refusal_says_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableSource, match=sentence):
        read(data)
    refusal(data)


def document(xml: str) -> bytes:
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": xml})


BODY = f"<w:body>{paragraph('&a;')}</w:body>".replace("&amp;", "&")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]>',
        '<!DOCTYPE x [<!ENTITY b "bbbbbbbbbb"><!ENTITY a "' + "&b;" * 1000 + '">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(doctype: str, encoding: str) -> None:
    head, _, rest = word_part("document", BODY).partition("?>")
    xml = f"{head.replace('UTF-8', encoding)}?>{doctype}{rest}"
    files = {"[Content_Types].xml": TYPES, "word/document.xml": xml.encode(encoding)}
    assert "declares a document type" in refusal(archive(files))


def test_nesting_without_end_is_refused_at_once() -> None:
    start = time.perf_counter()
    opened = "".join(f'<w:sdt w:n="{hash((n, n))}">' for n in range(100_000))
    deep = document(word_part("document", f"<w:body>{opened}{'</w:sdt>' * 100_000}</w:body>"))
    assert "no sound XML (Excessive depth" in refusal(deep)
    assert time.perf_counter() - start < 2


def test_nesting_as_deep_as_is_read_is_no_trouble() -> None:
    wrapped = "<w:sdt><w:sdtContent>" * 115 + paragraph("水库") + "</w:sdtContent></w:sdt>" * 115
    runs = "<w:p>" + "<w:ins>" * 240 + "<w:r><w:t>水库</w:t></w:r>" + "</w:ins>" * 240 + "</w:p>"
    tables = "<w:tbl><w:tr><w:tc>" * 80 + paragraph("水库") + "</w:tc></w:tr></w:tbl>" * 80
    for body in (wrapped, runs, tables):
        assert [line.text for line in read(docx(body)).pages[0].lines] == ["水库"]


def test_a_bomb_is_refused_before_it_is_inflated() -> None:
    bomb = document(word_part("document", "<w:body>" + " " * 40_000_000 + "</w:body>"))
    assert len(bomb) < 100_000
    tracemalloc.start()
    try:
        assert "as ZIP bombs do" in refusal(bomb)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_sizes_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.readers.container.MAX_TOTAL", 1000)
    assert "over the limit of 1,000, as ZIP bombs do" in refusal(archive({"a": "x" * 600, "b": "y" * 600}))
    monkeypatch.undo()
    monkeypatch.setattr("pipeline.readers.container.MAX_PARTS", 3)
    assert "ZIP container of 4 parts" in refusal(archive(dict.fromkeys("abcd", "x")))
    monkeypatch.undo()
    monkeypatch.setattr("pipeline.readers.container.MAX_PART", 1000)
    assert "which no plan does" in refusal(docx(paragraph("水库" * 500)))


def test_a_part_that_lies_about_its_size_is_damaged() -> None:
    raw = bytearray(archive({"[Content_Types].xml": TYPES, "word/document.xml": word_part("document", " " * 5000)}))
    entry = raw.rindex(b"PK\x01\x02")
    raw[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    assert "is damaged" in refusal(bytes(raw))


def test_an_encrypted_archive_is_refused() -> None:
    raw = bytearray(PLAN)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(signature)
        while place >= 0:
            raw[place + offset] |= 1
            place = raw.find(signature, place + 1)
    assert "encrypted; open it with its password and save it without one" in refusal(bytes(raw))


def test_a_compression_that_is_not_known_is_refused() -> None:
    raw = bytearray(PLAN)
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = raw.find(signature)
        while place >= 0:
            raw[place + offset] = 99
            place = raw.find(signature, place + 1)
    assert "is damaged" in refusal(bytes(raw))


@given(st.integers(0, 2**16))
@settings(derandomize=True, database=None, deadline=None, max_examples=150)
def test_damage_is_a_sentence_or_harmless(seed: int) -> None:
    """Whatever bytes are changed or cut off: lines, or the one error that a run goes on from."""
    chance = random.Random(seed)
    raw = bytearray(PLAN)
    for _ in range(chance.randrange(1, 20)):
        raw[chance.randrange(4, len(raw))] = chance.randrange(256)
    data = bytes(raw[: chance.choice([len(raw), chance.randrange(4, len(raw))])])
    with contextlib.suppress(UnreadableSource):
        assert read(data).pages


def test_names_with_backslashes_and_other_case_are_found() -> None:
    container = Container(archive({"Word\\Document.xml": "<x/>", "/a.xml": "<y/>"}))
    assert container.names == ["Word/Document.xml", "a.xml"]
    assert container.xml("word/document.xml").tag == "x"
    assert "A.xml" in container


@pytest.mark.parametrize(
    ("base", "target", "part"),
    [
        ("word/document.xml", "styles.xml", "word/styles.xml"),
        ("word/document.xml", "/word/styles.xml", "word/styles.xml"),
        ("word/document.xml", "../a/b.xml", "a/b.xml"),
        ("", "word/document.xml", "word/document.xml"),
        ("OFD.xml", "Doc_0/Document.xml", "Doc_0/Document.xml"),
        ("Doc_0/Document.xml", "Pages\\Page_0\\Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
    ],
)
def test_paths_in_parts(base: str, target: str, part: str) -> None:
    assert resolve(base, target) == part


# Conversion.


def office(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program named soffice on PATH that runs *script* with the folder to write to and the file as arguments."""
    program = folder / "soffice"
    program.write_text(
        f"#!{sys.executable}\nimport sys, time, pathlib, shutil\n"
        "out, source = pathlib.Path(sys.argv[-2]), pathlib.Path(sys.argv[-1])\n" + script
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder))


def test_what_the_office_makes_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(PLAN)
    office(tmp_path, monkeypatch, f"out.mkdir(); shutil.copy({str(tmp_path / 'made.docx')!r}, out / 'source.docx')")
    reading = read(compound("WordDocument"))
    assert [line.text for line in reading.pages[0].lines] == ["云溪市节水方案", "一、建设水库。"]
    assert reading.media_type == DOC


def test_a_spreadsheet_is_read_as_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (("序号", "工作事项", "责任单位"), ("1", "建设水库", "市水利局"))
    cells = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    (tmp_path / "made.html").write_text(f"<html><body><table>{cells}</table></body></html>", "utf-8")
    office(tmp_path, monkeypatch, f"out.mkdir(); shutil.copy({str(tmp_path / 'made.html')!r}, out / 'source.html')")
    reading = read(compound("Workbook"))
    assert [(line.text, line.cell.row) for line in reading.pages[0].lines if line.cell] == [
        (text, place) for place, row in enumerate(rows) for text in row
    ]
    assert reading.media_type == XLS


def test_an_office_that_makes_nothing_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office(tmp_path, monkeypatch, "sys.exit(1)")
    assert "LibreOffice could not convert the file; open it in Office or WPS" in refusal(b"{\\rtf1 x}")


def test_an_office_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office(tmp_path, monkeypatch, "time.sleep(60)")
    monkeypatch.setattr(conversion, "TIME_LIMIT", 0.3)
    start = time.perf_counter()
    assert "to convert the file; open it" in refusal(b"{\\rtf1 x}")
    assert time.perf_counter() - start < 10


_INSTALLED = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.slow
@pytest.mark.skipif(_INSTALLED is None, reason="LibreOffice is not installed")
def test_the_real_office_converts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(_INSTALLED or '').parent}:/usr/bin:/bin")
    words = "".join(f"\\u{ord(char)}?" for char in "一、建设水库。")
    reading = read(f"{{\\rtf1\\ansi {words}\\par}}".encode())
    assert [line.text for line in reading.pages[0].lines] == ["一、建设水库。"]
    assert reading.media_type == RTF
