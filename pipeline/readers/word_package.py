"""The parts of a DOCX file (ISO/IEC 29500-2, Open Packaging Conventions), found by their relationships."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.models import UnreadableSource
from pipeline.readers.container import Container, Element, resolve
from pipeline.readers.word_markup import STRICT, W, child, local, value, whole
from pipeline.readers.word_numbering import numeral


class Package:
    """A DOCX file: its ``document``, the ``body`` of that, its ``settings`` (None where it has none)."""

    def __init__(self, container: Container) -> None:
        """Read the main part.

        Raises:
            UnreadableSource: it is missing or broken.
        """
        self.container = container
        self.main = self._target("", "/officeDocument") or "word/document.xml"
        if self.main not in container:
            raise UnreadableSource(
                f"The file is no whole DOCX: its part {self.main} is missing; "
                "open it in Word or WPS and save it again, or fetch it again."
            )
        self.document = container.xml(self.main, STRICT)
        self.body = child(self.document, "body")
        self.settings = self.part("/settings")

    def part(self, kind: str) -> Element | None:
        """The root of the part that the document has a relationship of *kind* (the end of its type) to."""
        name = self._target(self.main, kind)
        return self.container.xml(name, STRICT) if name and name in self.container else None

    def notes(self, kind: str) -> dict[str | None, Element]:
        """The notes of *kind* footnote or endnote by their ids."""
        root = self.part(f"/{kind}s")
        return {} if root is None else {value(note, "id"): note for note in root.iterchildren(W + kind)}

    def related(self, identifier: str | None) -> Element | None:
        """The root of the part that a relationship of the document names; None where there is none."""
        for related, _, target in self._relationships(self.main):
            if related == identifier and target in self.container:
                return self.container.xml(target, STRICT)
        return None

    def _target(self, of: str, kind: str) -> str | None:
        return next((target for _, name, target in self._relationships(of) if name.endswith(kind)), None)

    def _relationships(self, of: str) -> Iterator[tuple[str | None, str, str]]:
        """Of part *of* (empty: of the package): id, type and the part meant (ISO/IEC 29500-2, 6.5)."""
        folder, _, name = of.rpartition("/")
        part = f"{folder}/_rels/{name}.rels".lstrip("/")
        if part in self.container:
            for entry in self.container.xml(part):
                if local(entry) == "Relationship" and entry.get("TargetMode") != "External":
                    yield entry.get("Id"), entry.get("Type", ""), resolve(of, entry.get("Target", ""))


class NoteMarks:
    """The marks of a document's footnotes or endnotes, counted (17.11): from the settings or its last section."""

    def __init__(self, kind: str, settings: Element | None, sections: list[Element]) -> None:
        """*kind* is footnote or endnote."""
        sources = [child(source, f"{kind}Pr") for source in (*reversed(sections), settings)]
        found = {
            name: next((v for s in sources if (v := value(child(s, name)))), None) for name in ("numFmt", "numRestart")
        }
        starts = (whole(child(source, "numStart")) for source in sources)
        self._format = found["numFmt"] or ("decimal" if kind == "footnote" else "lowerRoman")
        self._by_page = found["numRestart"] == "eachPage"
        self._start = next((start for start in starts if start is not None), 1)
        self._last, self._page = self._start - 1, 0

    def next(self, page: int) -> str:
        """The mark of the next note, which is printed on *page*."""
        if self._by_page and page != self._page:
            self._last = self._start - 1
        self._page = page
        self._last += 1
        return numeral(self._last, self._format)
