"""No text makes a pattern of the facts or of the structure run away.

Every pattern there is proven to be bounded: no repetition in it is without an upper limit, so an attempt at one
place reads a limited number of characters whatever the text, and a search costs time in proportion to the text.
What is read at run time besides stands under a deadline a file (:func:`warehouse.landing.deadline`).
(``regex``'s timeout would say the same at run time; it costs 2 µs a call and the slower engine 4 times the search,
more than the reading itself.) Beside the proof each pattern and each scan is fed 100 kB of its own keywords.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import pytest

from pipeline import facts, structure
from pipeline.facts.dates import DateContext, scan_dates
from pipeline.facts.quantities import scan_quantities
from pipeline.structure.notes import find_notes

LENGTH = 100_000
#: CPU seconds after which a text counts as run away with; the slowest takes a hundredth of it.
PATIENCE = 20.0

MODULES = sorted(
    f"{room.__name__.removeprefix('pipeline.')}.{module.name}"
    for room in (facts, structure)
    for module in pkgutil.iter_modules(room.__path__)
)
REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}


def patterns(module: str) -> dict[str, re.Pattern[str]]:
    """The compiled patterns among the globals of a module, those in its mappings included."""
    found: dict[str, re.Pattern[str]] = {}
    for name, value in vars(importlib.import_module(f"pipeline.{module}")).items():
        values = value.items() if isinstance(value, dict) else [("", value)]
        found |= {f"{name}{key}": item for key, item in values if isinstance(item, re.Pattern)}
    return found


def nodes(tree: object) -> Iterator[tuple[object, object]]:
    """Every operation of a parsed pattern, look-arounds and conditions included."""
    if isinstance(tree, parser.SubPattern):
        for operation, argument in tree:
            yield operation, argument
            yield from nodes(argument)
    elif isinstance(tree, (list, tuple)):
        for item in tree:
            yield from nodes(item)


def unlimited(pattern: re.Pattern[str]) -> int:
    """How many repetitions of *pattern* have no upper limit."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    return sum(operation in REPEATS and argument[1] is codes.MAXREPEAT for operation, argument in nodes(tree))


def keywords(pattern: re.Pattern[str]) -> list[str]:
    """The literal words of *pattern* and the first members of its sets, each once."""
    words: dict[str, None] = {}

    def walk(tree: object) -> None:
        if isinstance(tree, parser.SubPattern):
            word = ""
            for operation, argument in tree:
                if operation is codes.LITERAL:
                    word += chr(argument)
                    continue
                if operation is codes.IN:
                    words.update((chr(of[1]), None) for of in argument[:6] if of[0] is codes.LITERAL)
                words[word], word = None, ""
                walk(argument)
            words[word] = None
        elif isinstance(tree, (list, tuple)):
            for item in tree:
                walk(item)

    walk(parser.parse(pattern.pattern, pattern.flags))
    return [word for word in words if word]


def long_texts(words: list[str]) -> Iterator[str]:
    """100 kB of one keyword after the other, of all in turns, with figures and with white space between them."""
    for word in words[:: max(1, len(words) // 6)]:
        yield (word * (LENGTH // len(word) + 1))[:LENGTH]
    for between in ("", "2022", " " * 40):
        yield "".join(islice(cycle([word + between for word in words]), LENGTH // 2))[:LENGTH]


@contextmanager
def patience() -> Iterator[None]:
    """Fails when the block takes more than PATIENCE seconds of CPU time, even inside of one search."""

    def run_away(*_: object) -> None:
        raise TimeoutError(f"still searching after {PATIENCE:.0f} s of CPU time")

    before = signal.signal(signal.SIGVTALRM, run_away)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize(
    "module",
    [name for name in MODULES if patterns(name)],
)
def test_no_pattern_repeats_without_a_limit(module: str) -> None:
    assert not {name for name, pattern in patterns(module).items() if unlimited(pattern)}


def test_a_repetition_without_a_limit_is_seen_wherever_it_stands() -> None:
    for pattern in ("a*", "(?:ab)+?", "(?=x[ab]*)", "(?(1)a{2,}|b)|(c)", "(?>a++)"):
        assert unlimited(re.compile("(z)?" + pattern)) == 1, pattern
    assert unlimited(re.compile(r"(?:[、和]\d{4}){1,6}+年?")) == 0


@pytest.mark.slow
@pytest.mark.parametrize("module", [name for name in MODULES if patterns(name)])
def test_a_pattern_ends_on_its_own_keywords(module: str) -> None:
    with patience():
        for pattern in patterns(module).values():
            for text in long_texts(keywords(pattern)):
                sum(1 for _ in pattern.finditer(text))


_CONTEXTS = [DateContext(), DateContext(plan_start=2021, plan_end=2025, in_deadline_field=True)]


def read_dates(text: str) -> None:
    for context in _CONTEXTS:
        scan_dates(text, context)


#: What reads a text with the patterns of some modules.
SCANS = [
    pytest.param(
        read_dates,
        tuple(
            f"facts.{name}"
            for name in (
                "date_candidates",
                "date_grammar",
                "plan_periods",
                "recurrences",
                "durations",
                "surroundings",
            )
        ),
        id="dates",
    ),
    pytest.param(
        scan_quantities,
        tuple(f"facts.{n}" for n in ("comparators", "figures", "quantities", "subjects")),
        id="quantities",
    ),
    pytest.param(find_notes, tuple(f"structure.{n}" for n in ("names", "note_grammar", "notes")), id="notes"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("scan", "modules"), SCANS)
def test_a_scan_ends_on_the_keywords_of_its_patterns(scan: Callable[[str], object], modules: tuple[str, ...]) -> None:
    words = sorted({word for name in modules for pattern in patterns(name).values() for word in keywords(pattern)})
    for text in long_texts(words):
        with patience():
            scan(text)


@pytest.mark.slow
@pytest.mark.parametrize(("scan", "modules"), SCANS)
@pytest.mark.parametrize(
    "words",
    ["年", "每年", "2022", "一二三", "2022年", "2022年底前每月", "每", "十", "《", "《甲", "《甲》", "“十四五”",
     "到", " ", "2022、", "6月、", "每年6月、", "2022 ", "年 ", "1万", "不低于", "分之", "百分之一", "1—", "1至2",
     "第", "、", "一", "1", "万", "不低于不低于", "、1", "每万", "分别1、", "1.", "1,", "5%",
     "半数", "较2020年", "千瓦", "（1", "（", "（责任单位：", "责任单位：市教育局\n", "（市教育局牵头）", "市教育局、",
     "以下均需", "列第一位的为牵头", "按职责", "和", "）", "会", "（市教育局、", "牵头"],
)  # fmt: skip
def test_a_scan_ends_on_one_word_over_and_over(
    words: str, scan: Callable[[str], object], modules: tuple[str, ...]
) -> None:
    with patience():
        scan("每年2022" + (words * LENGTH)[:LENGTH])
