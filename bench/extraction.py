"""Speed of the whole extraction of one text against jionlp's date extraction alone, in one run.

    python bench/extraction.py [TEXT]

TEXT is the gazette of the corpus where TAIZHANG_CORPUS is set, else the samples one after the other until
they are as long. Both sides read the same text, and are timed as `timeit` times (the best of several rounds, the
garbage collector off), in turns, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import timeit
from collections.abc import Callable
from pathlib import Path

import pipeline

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
    return timeit.timeit(work, number=1)


def main() -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp

    name, data = text_file()
    text = data.decode("utf-8")
    source = pipeline.SourceFile(name, name, data)

    def ours() -> object:
        return pipeline.extract(source)

    def theirs() -> object:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return jionlp.ner.extract_time(text)

    ours(), theirs()  # both load their tables on the first call
    mine, peer = zip(*((seconds(ours), seconds(theirs)) for _ in range(ROUNDS)), strict=True)
    print(f"{name}: {len(text):,} characters, best of {ROUNDS} rounds in turns")
    print(f"  taizhang, everything   {min(mine):.3f} s")
    print(f"  jionlp, dates alone    {min(peer):.3f} s")
    print(f"  ratio                  {min(peer) / min(mine):.1f}")


if __name__ == "__main__":
    main()
