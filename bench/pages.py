"""Pages a CPU-second on the text PDFs of the corpus: the whole extraction against pdfplumber and pypdfium2, in one run.

    TAIZHANG_CORPUS=/path/to/plans python -m bench.pages

A PDF counts whose pages all have a text layer of their own. Each side runs in a fresh process, which reads all files
once to load what it needs, then as often as ROUNDS says; its best CPU time counts. Two processes together are timed
by the wall, each with half of the pages, against one with all of them.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pypdfium2

import pipeline
from pipeline.readers import pdf

ROUNDS = 3


def text_pdfs(folder: Path) -> list[tuple[Path, int]]:
    """The PDFs of *folder* with a text layer on every page, and how many pages they have."""
    found = []
    for path in sorted(folder.glob("*.pdf")):
        with pdf.opened(path.read_bytes()) as document:
            if not any(pdf.page_text(document, number).needs_ocr for number in range(1, len(document) + 1)):
                found.append((path, len(document)))
    return found


def everything(path: Path) -> None:
    pipeline.extract(pipeline.SourceFile.from_path(path))


def plumbed(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()


def raw(path: Path) -> None:
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.get_textpage().get_text_bounded()
    document.close()


def measured(work: Callable[[Path], None], paths: list[Path], rounds: int) -> tuple[float, float]:
    """The best CPU seconds for all of *paths*, and the process's peak memory in MB."""
    times = []
    for _ in range(rounds + 1):
        start = time.process_time()
        for path in paths:
            work(path)
        times.append(time.process_time() - start)
    return min(times[1:]), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def walled(halves: list[list[Path]]) -> float:
    """Wall seconds in which as many processes as *halves* extract their paths, their start left out."""
    with ProcessPoolExecutor(len(halves), mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(measured, [everything] * len(halves), halves, [1] * len(halves)))
        start = time.perf_counter()
        list(pool.map(measured, [everything] * len(halves), halves, [ROUNDS] * len(halves)))
        return time.perf_counter() - start


def main() -> None:
    corpus = os.environ.get("TAIZHANG_CORPUS")
    if not corpus:
        sys.exit("Set TAIZHANG_CORPUS to the folder of the plans.")
    found = text_pdfs(Path(corpus))
    paths, pages = [path for path, _ in found], sum(count for _, count in found)
    rates = {}
    for name, work, rounds in (
        ("taizhang", everything, ROUNDS),
        ("pypdfium2", raw, ROUNDS),
        ("pdfplumber", plumbed, 1),
    ):
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            seconds, peak = pool.submit(measured, work, paths, rounds).result()
        rates[name] = pages / seconds
        print(f"{name:12} {pages / seconds:6.1f} pages/CPU-s, peak {peak:.0f} MB")
    print(f"{len(paths)} files, {pages} pages: everything against")
    print(f"pdfplumber's text {rates['taizhang'] / rates['pdfplumber']:.1f}")
    print(f"pypdfium2's raw text {rates['taizhang'] / rates['pypdfium2']:.2f}")
    halves: list[list[Path]] = [[], []]
    sizes = [0, 0]
    for path, count in sorted(found, key=lambda item: -item[1]):
        smaller = sizes.index(min(sizes))
        halves[smaller].append(path)
        sizes[smaller] += count
    print(f"two processes against one, by the wall: {walled([paths]) / walled(halves):.2f}")


if __name__ == "__main__":
    main()
