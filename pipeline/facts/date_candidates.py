"""Where a time, a recurrence, a length of time or a cited title may begin: the only places that are read.

One pattern looks for all of them. It opens with one class of characters, to which the regular expression engine
skips, and goes on where the next character is none that could follow; each alternative looks back at the first.
"""

from __future__ import annotations

import re

from pipeline.facts.date_grammar import (
    COUNT,
    FEAST,
    HAN,
    RELATIVE_MONTH,
    RELATIVE_YEAR,
    SEPARATOR,
    SPACE,
    either,
)
from pipeline.facts.plan_periods import OWN_PLAN, PLAN_NAME
from pipeline.vocabulary import alternation, load, words

_TOGETHER = alternation(load("dates")["years_together"])
#: 到本世纪中叶, 汛期前: what no calendar bounds.
VAGUE = re.compile(
    rf"{either('vague_times')}(?:[内末底])?{SPACE}(?:{either('before_words')})?"
    rf"|{either('seasons')}{either('season_bounds')}"
)
YEARS_TOGETHER = re.compile(_TOGETHER)
TITLE = re.compile(r"《[^《》]{0,160}(?:《[^《》]{0,120}》[^《》]{0,120}){0,6}》|〈[^〈〉]{0,160}〉")

_RELATIVE_WORDS = [
    word
    for key in ("years_from_now", "years_from_event", "years_gone", "years_together", "months_from_now",
                "months_from_event", "quarters_from_now")
    for word in load("dates")[key]
]  # fmt: skip
_WHOLE_WORDS = {*_RELATIVE_WORDS, *words("dates", "own_plan")}
_VAGUE_WORDS = {
    *words("dates", "vague_times"),
    *load("dates")["feasts"],
    *(a + b for a in words("dates", "seasons") for b in words("dates", "season_bounds")),
}
#: Last characters of what stands before 周调度、月通报.
_BEFORE_PERIODS = re.escape("".join(sorted({word[-1] for word in words("dates", "of_period_after")})))
_FIRST = {*'每按逐年上下第首末前后全半百月季周旬日元QH“"「‘', *HAN, *(word[0] for word in _WHOLE_WORDS | _VAGUE_WORDS)}
#: What can follow the first character; nine in ten of the characters that the class stops at end here.
_SECOND = {
    *(word[0] for word in words("dates", "of_period_before")),
    *"逢单年月日天周个季工交自小分底末终初度之以内最的隔星半旬两双学划QH、和及与./百千 \u3000\xa0—–‒―─-－~～至到[]",
    *HAN,
    *(word[1] for word in _WHOLE_WORDS | _VAGUE_WORDS),
}
#: First characters of plans, of years told together, and of what no calendar bounds.
PLAN_FIRST = frozenset({*'“"「‘', *HAN, *(word[0] for word in words("dates", "own_plan"))})
TOGETHER_FIRST = frozenset(word[0] for word in load("dates")["years_together"])
VAGUE_FIRST = frozenset(word[0] for word in _VAGUE_WORDS)
#: 1.2023年6月底前 at the start of a line: a time behind the marker of an item.
_BEHIND_MARKER = r"(?:(?<=\n\d[.．]\d)|(?<=\n\d\d[.．]\d)|(?<=\A\d[.．]\d)|(?<=\A\d\d[.．]\d))"
CANDIDATE = re.compile(
    rf"[《〈\d{re.escape(''.join(sorted(_FIRST)))}](?:(?<=[《〈])|(?=[\t\d{re.escape(''.join(sorted(_SECOND)))}])(?:"
    rf"(?<=\d)(?:(?<![\d.]\d)|{_BEHIND_MARKER}(?=\d{{3}}年|\d?月))\d{{0,3}}"
    rf"(?={SPACE}(?:[年月日天周个季工交自小分]|{SEPARATOR}\d|[、和及与]\d{{4}}|[./]\d|、(?:\d{{1,2}}、){{0,10}}\d{{1,2}}月)"
    rf"|[QH][1-4]|(?:0[1-9]|1[0-2])[0-3]\d(?!\d))"
    rf"|(?<![{HAN}].)(?<=(?={PLAN_NAME}[期时末底规前头后初中结收]).)"
    rf"|(?<=[{HAN}百])(?<![\d{HAN}].)[{HAN}百千]{{0,3}}"
    rf"(?={SPACE}(?:[年月日天周个季工小分]|{SEPARATOR}[\d{HAN}]|、[二三四]季度))"
    rf"|(?<=每)(?=[隔逢个年月季周星半日天旬两单双学\d{HAN} ])|(?<=年)(?<!\d.)(?={SPACE}(?:底|末|终|度?[之以]?内))"
    rf"|(?<=[按逐])(?=[年季月周旬半日])"
    rf"|(?<=[年季月周旬日])(?<=[{_BEFORE_PERIODS}].)(?=度?{either('of_period_before')})"
    rf"|(?<=[上下])(?=半年)|(?<=[第首末前])(?={SPACE}(?:[一二三四1-4]?个?季度|{COUNT}个月))"
    rf"|(?<=全)(?=年)|(?<=元)(?=月)|(?<=半)(?=个?(?:[年月]|小时)(?:[之以]?内|之?后|一(?!半)|$|[。，；]))"
    rf"|(?<=[QH])(?<![\dA-Za-z].)(?=[1-4])|(?<=(?={RELATIVE_YEAR}|{_TOGETHER}|{OWN_PLAN}|{VAGUE.pattern}|{FEAST}).)"
    rf"|(?<=(?={RELATIVE_MONTH}).)))"
)
