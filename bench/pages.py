"""Pages a CPU-second on the text PDFs of the corpus: the whole extraction against pdfplumber and pypdfium2, in one run.

    TAIZHANG_CORPUS=/path/to/plans python -m bench.pages

A PDF counts whose pages all have a text layer of their own. Each side runs in a process of its own, which reads all
files once to load what it needs, then as often as ROUNDS says, in turns with the others, so that whatever else the
machine does falls on none or on all; its best CPU time counts.

Two processes are timed by the wall against one, in turns, the best of PAIRS: every process has read all files once
before the clock starts, then takes one file after the other from the same list, the longest first, so that neither
waits for the other's half.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pypdfium2

import pipeline
from pipeline.readers import pdf

ROUNDS = 7
PAIRS = 3


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


def measured(work: Callable[[Path], None], paths: list[Path]) -> tuple[float, float]:
    """The CPU seconds for all of *paths*, and the process's peak memory in MB."""
    start = time.process_time()
    for path in paths:
        work(path)
    return time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def warm(paths: list[Path], ready: Barrier) -> None:
    """Start a process of :func:`walled`."""
    for path in paths:
        everything(path)
    ready.wait()


def walled(processes: int, paths: list[Path]) -> float:
    """Wall seconds in which *processes* extract all of *paths* ROUNDS times, their start left out."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(processes + 1)
    with context.Pool(processes, warm, (paths, ready)) as pool:
        ready.wait()
        start = time.perf_counter()
        pool.map(everything, [path for path in paths for _ in range(ROUNDS)], chunksize=1)
        return time.perf_counter() - start


def main() -> None:
    corpus = os.environ.get("TAIZHANG_CORPUS")
    if not corpus:
        sys.exit("Set TAIZHANG_CORPUS to the folder of the plans.")
    found = text_pdfs(Path(corpus))
    paths, pages = [path for path, _ in found], sum(count for _, count in found)
    sides = {"taizhang": everything, "pypdfium2": raw, "pdfplumber": plumbed}
    best, peaks = dict.fromkeys(sides, math.inf), dict.fromkeys(sides, 0.0)
    with ExitStack() as stack:
        context = multiprocessing.get_context("spawn")
        pools = {name: stack.enter_context(ProcessPoolExecutor(1, mp_context=context)) for name in sides}
        for turn in range(1 + ROUNDS):
            for name, work in sides.items():
                seconds, peaks[name] = pools[name].submit(measured, work, paths).result()
                best[name] = min(best[name], seconds) if turn else math.inf
    rates = {name: pages / seconds for name, seconds in best.items()}
    for name, rate in rates.items():
        print(f"{name:12} {rate:6.1f} pages/CPU-s, peak {peaks[name]:.0f} MB")
    print(f"{len(paths)} files, {pages} pages: everything against")
    print(f"pdfplumber's text {rates['taizhang'] / rates['pdfplumber']:.1f}")
    print(f"pypdfium2's raw text {rates['taizhang'] / rates['pypdfium2']:.2f}")
    longest_first = [path for path, _ in sorted(found, key=lambda item: -item[1])]
    pairs = [(walled(1, longest_first), walled(2, longest_first)) for _ in range(PAIRS)]
    one, two = (min(times) for times in zip(*pairs, strict=True))
    print(f"two processes against one, by the wall: {one / two:.2f}")


if __name__ == "__main__":
    main()
