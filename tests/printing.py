"""From a text as printed to the rooms of the pipeline, one by one, for tests of a single room."""

from __future__ import annotations

from pipeline.cleaning.paragraphs import Paragraph, paragraphs
from pipeline.layout.arrangement import LaidLine, arrange
from pipeline.models import Extraction, Role, SourceFile
from pipeline.readers import read
from pipeline.structure.outline import Outline, outline


def laid(text: str) -> list[LaidLine]:
    """The lines of *text* in reading order."""
    return arrange(read(text.encode()))


def joined(text: str) -> list[Paragraph]:
    """The paragraphs of *text*."""
    return paragraphs(laid(text))


def prose(text: str) -> list[str]:
    """The texts of the paragraphs of *text* that are neither furniture nor display lines."""
    return [paragraph.text for paragraph in joined(text) if paragraph.role is None]


def tree(text: str) -> Outline:
    """The outline of *text*, whose lines are all taken for text."""
    return outline([p for p in joined(text) if p.role is None])


def source(text: str) -> SourceFile:
    """*text* as a file."""
    return SourceFile("plan.txt", "file:///plan.txt", text.encode())


def roles(extraction: Extraction) -> list[tuple[Role, str]]:
    """The lines of an extraction, each with its role."""
    return [(line.role, line.text) for line in extraction.lines]
