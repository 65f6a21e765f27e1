"""Files that are ZIP archives, written part by part: DOCX for the tests of readers."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": W,
        "r": _R,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def archive(parts: dict[str, bytes | str]) -> bytes:
    """A ZIP archive of *parts* by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def content_types(main: str, kind: str = "vnd.openxmlformats-officedocument.wordprocessingml.document") -> str:
    """The part that names the content types: of the main part, *kind*."""
    entry = f'<Override PartName="{main}" ContentType="application/{kind}.main+xml"/>'
    return f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{entry}</Types>'


def word_part(root: str, content: str) -> str:
    """An XML part of WordprocessingML with *root* around *content*."""
    return f"{_HEAD}<w:{root} {_NAMESPACES}>{content}</w:{root}>"


def docx(body: str, *, folder: str = "word", **parts: str) -> bytes:
    """A DOCX file of the elements *body*; *parts* are others by kind (styles, numbering, header1 …), their contents."""
    roots = {"header": "hdr", "footer": "ftr"}
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": content_types(f"/{folder}/document.xml"),
        "_rels/.rels": _relationships({"rId1": ("officeDocument", f"/{folder}/document.xml")}),
        f"{folder}/document.xml": word_part("document", f"<w:body>{body}</w:body>"),
    }
    related = {}
    for name, content in parts.items():
        kind = name.rstrip("0123456789")
        related[f"r_{name}"] = (kind, f"{name}.xml")
        files[f"{folder}/{name}.xml"] = word_part(roots.get(kind, kind), content)
    files[f"{folder}/_rels/document.xml.rels"] = _relationships(related)
    return archive(files)


def _relationships(related: dict[str, tuple[str, str]]) -> str:
    entries = "".join(f'<Relationship Id="{i}" Type="{_R}/{k}" Target="{t}"/>' for i, (k, t) in related.items())
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'


def paragraph(text: str = "", *, properties: str = "") -> str:
    """A paragraph of one run; *properties* are those of the paragraph."""
    own = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{own}{run(text) if text else ''}</w:p>"


def run(text: str) -> str:
    """A run of *text*."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def listed(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph of list *number* at *level*."""
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(index: int, number_format: str, text: str, extra: str = "", *, start: int = 1) -> str:
    """A level of a list; *extra* are its other properties."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'{extra}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, more: str = "") -> str:
    """The part of one list, number 1; *more* are further lists of its definition 0."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )
