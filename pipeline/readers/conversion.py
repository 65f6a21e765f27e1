"""Files of formats without a reader, converted by LibreOffice where it is installed: text documents (.doc, .wps, .rtf,
.odt) to DOCX, spreadsheets (.xls, .et, .xlsx) to HTML, in which their tables are tables, presentations (.ppt, .dps,
.pptx) to PDF. Where it is not, nothing is converted, and the user is told what to save the file as."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from pipeline.models import UnreadableSource
from pipeline.readers.signatures import DOC, ODT, PPT, PPTX, RTF, XLS, XLSX

#: LibreOffice takes 2 to 5 seconds to start and a second for a hundred pages; what takes longer hangs.
TIME_LIMIT = 90.0

#: By media type: what the file is named for LibreOffice, and what it is made into.
_FORMS = {
    DOC: ("doc", "docx"),
    RTF: ("rtf", "docx"),
    ODT: ("odt", "docx"),
    XLS: ("xls", "html"),
    XLSX: ("xlsx", "html"),
    PPT: ("ppt", "pdf"),
    PPTX: ("pptx", "pdf"),
}

# How Calc frames the sheets of a workbook that has more than one: a list of them, and a name above each.
_OVERVIEW = re.compile(rb"<p><center>\s*<h1>.*?</center></p>", re.DOTALL)
_SHEET = re.compile(rb'<A NAME="table\d+"><h1>[^<]*<em>(.*?)</em></h1></A>')


def converts(kind: str) -> bool:
    """Whether a file of media type *kind* is of a format to convert and LibreOffice is installed."""
    return kind in _FORMS and _office() is not None


def convert(data: bytes, kind: str) -> bytes:
    """*data*, a file of media type *kind*, as DOCX, HTML or PDF.

    Each conversion has a folder and a LibreOffice profile of its own, so that several may run at once.

    Raises:
        UnreadableSource: LibreOffice cannot read the file, or takes over :data:`TIME_LIMIT` seconds.
    """
    office = _office()
    advice = "open it in Office or WPS and save it as .docx or PDF."
    suffix, target = _FORMS[kind]
    if office is None:
        raise UnreadableSource(f"The file must be converted, and LibreOffice is not installed; {advice}")
    with tempfile.TemporaryDirectory(prefix="taizhang-") as name:
        folder = Path(name)
        source = folder / f"source.{suffix}"
        source.write_bytes(data)
        command = [
            *(office, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
            *("--convert-to", target, "--outdir", str(folder / "made"), str(source)),
        ]
        if not _ends_in_time(command, folder):
            raise UnreadableSource(f"LibreOffice took over {TIME_LIMIT:.0f} seconds to convert the file; {advice}")
        made = folder / "made" / f"source.{target}"
        if not made.is_file():
            raise UnreadableSource(f"LibreOffice could not convert the file; {advice}")
        return _plain_sheets(made.read_bytes()) if target == "html" else made.read_bytes()


def _office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _plain_sheets(page: bytes) -> bytes:
    """A workbook as Calc writes it: the names of its sheets, which no sheet prints, are hidden, and the list of them,
    which is Calc's own, is left out."""
    return _SHEET.sub(rb'<div style="display:none">\1</div>', _OVERVIEW.sub(b"", page, count=1))


def _ends_in_time(command: list[str], folder: Path) -> bool:
    """Run *command* in a session of its own; at the time limit end it with all that it started."""
    with subprocess.Popen(  # noqa: S603 - the command is found on PATH, its arguments are ours
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            process.wait(TIME_LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return False
    return True
