"""WordprocessingML's elements and their inherited properties: direct, from the list, from the chain of styles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.readers.container import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: The namespaces of ISO/IEC 29500 Strict, and the transitional ones that they stand for.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}

_WHOLE = re.compile(r"[+-]?\d{1,9}$")


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element | None, name: str) -> Element | None:
    """The first child ``w:name``; None where there is none."""
    return element.find(W + name) if element is not None else None


def value(element: Element | None, name: str = "val") -> str | None:
    """Attribute ``w:name`` of *element*; None where either is missing."""
    found = element.get(W + name) if element is not None else None
    return None if found is None else str(found)


def whole(element: Element | None, name: str = "val") -> int | None:
    """Attribute ``w:name`` of *element* as a whole number; None where it is missing or none."""
    found = (value(element, name) or "").strip()
    return int(found) if _WHOLE.match(found) else None


def is_on(element: Element | None) -> bool:
    """Whether a toggle (ST_OnOff) is there and not off."""
    return element is not None and value(element) not in ("0", "false", "off")


class Styles:
    """The styles of a document (ISO/IEC 29500-1, 17.7)."""

    def __init__(self, root: Element | None) -> None:
        """Read ``w:styles`` (None: a document without styles)."""
        found = [] if root is None else root.findall(W + "style")
        self._styles = {value(style, "styleId"): style for style in found}
        self.default = next(
            (value(s, "styleId") for s in found if value(s, "type") == "paragraph" and value(s, "default") in ("1", "true")),
            None,
        )
        self._defaults = child(root, "docDefaults")

    def chain(self, style: str | None) -> Iterator[Element]:
        """The style and those that it is based on, the nearest first."""
        seen: set[str | None] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = value(child(self._styles[style], "basedOn"))

    def name(self, style: str | None) -> str:
        """The name that Word shows for a style, in lower case."""
        return (value(child(self._styles.get(style), "name")) or "").casefold()

    def paragraph(self, properties: Element | None, listed: Element | None, name: str) -> list[Element]:
        """The elements *name* that speak for a paragraph, the strongest first: of its own properties, of its list's
        level (*listed*), of its styles, of the document's defaults."""
        sources = [properties, listed]
        style = value(child(properties, "pStyle")) or self.default
        sources += [child(element, "pPr") for element in self.chain(style)]
        sources.append(child(child(self._defaults, "pPrDefault"), "pPr"))
        return [found for source in sources if (found := child(source, name)) is not None]

    def size(self, paragraph: Element, properties: Element | None) -> float:
        """The font size of a paragraph in points: of its first run with one, of its styles, of the defaults."""
        run = next(paragraph.iterfind(f".//{W}r/{W}rPr/{W}sz"), None)
        style = value(child(properties, "pStyle")) or self.default
        sources = [child(child(element, "rPr"), "sz") for element in self.chain(style)]
        sources.append(child(child(child(self._defaults, "rPrDefault"), "rPr"), "sz"))
        # 17.3.2.38: sizes are in half points; without any, it is 10 points.
        return next((halves for node in (run, *sources) if (halves := whole(node))), 20) / 2
