"""Write the pages of ``docs/`` that are made from the definitions, and the contract: ``make docs``."""

from __future__ import annotations

from pathlib import Path

from warehouse import contract, documenting

DOCS = Path(__file__).parent


def pages() -> dict[Path, str]:
    """Each file with what it should say."""
    return {
        DOCS / "dictionary.md": documenting.page(),
        DOCS.parent / "warehouse" / contract.FILE: contract.defined(contract.version()),
    }


if __name__ == "__main__":
    for file, text in pages().items():
        file.write_text(text, "utf-8")
        print(file)
