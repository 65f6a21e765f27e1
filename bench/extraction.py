"""Speed on one text against jionlp's date extraction alone, in one run: the whole extraction, and the facts alone.

    python -m bench.extraction [TEXT]

TEXT is the gazette of the corpus where TAIZHANG_CORPUS is set, else the samples one after the other until
they are as long. Both sides read the same text, and are timed as `timeit` times (the best of several rounds, the
garbage collector off), in CPU time and in turns, so that whatever else the machine does falls on neither or on both.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import time
import timeit
from collections.abc import Callable
from pathlib import Path

import pipeline
from pipeline.facts.dates import find_dates
from pipeline.facts.quantities import find_quantities

ROUNDS = 9
LENGTH = 96_000
HERE = Path(__file__).resolve().parent


def text_file() -> tuple[str, bytes]:
    """The name and the bytes of the text to measure on."""
    if len(sys.argv) > 1:
        return sys.argv[1], Path(sys.argv[1]).read_bytes()
    corpus = os.environ.get("TAIZHANG_CORPUS")
    if corpus:
        path = max(Path(corpus).glob("*.txt"), key=lambda p: p.stat().st_size)
        return path.name, path.read_bytes()
    samples = "\n".join(p.read_text("utf-8") for p in sorted((HERE.parent / "raw" / "samples").glob("*.txt")))
    return "the samples, repeated", (samples * (LENGTH // len(samples) + 1)).encode()


def seconds(work: Callable[[], object]) -> float:
    return timeit.timeit(work, number=1, timer=time.process_time)


def main() -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp

    name, data = text_file()
    text = data.decode("utf-8")
    source = pipeline.SourceFile(name, name, data)

    def ours() -> object:
        return pipeline.extract(source)

    def facts() -> object:
        return find_dates(text), find_quantities(text)

    def theirs() -> object:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return jionlp.ner.extract_time(text)

    sides = (ours, facts, theirs)
    for side in sides:  # all load their tables on the first call
        side()
    mine, read, peer = (min(times) for times in zip(*(map(seconds, sides) for _ in range(ROUNDS)), strict=True))
    print(f"{name}: {len(text):,} characters, best of {ROUNDS} rounds in turns")
    print(f"  taizhang, everything               {mine:.4f} s")
    print(f"  taizhang, dates and quantities     {read:.4f} s")
    print(f"  jionlp, dates alone                {peer:.4f} s")
    print(f"  jionlp / everything                {peer / mine:.1f}")
    print(f"  jionlp / dates and quantities      {peer / read:.1f}")


if __name__ == "__main__":
    main()
