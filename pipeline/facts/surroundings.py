"""What stands around a time and says what it is: a base year, a name, something past, a deadline field.

Words: ``vocabulary/dates.yml``. Each question looks at a few characters before or after the time.
"""

from __future__ import annotations

import re

from pipeline.facts.date_grammar import SPACE, either

_REACH = 24  # characters looked at before a time; twice as many after it
_CLAUSE = r"[^，。；、：！？,;:!?\n]"

_BASE_BEFORE = re.compile(rf"{either('base_before')}{SPACE}$")
_BASE_WORD_PART = re.compile(rf"{either('base_word_parts')}[较比]{SPACE}$")
_BASE_AFTER = re.compile(rf"{SPACE}年?的?{either('base_after')}")
_BASE_FIGURE = re.compile(rf"年?的?{SPACE}[\d.]")
_PREFIXES = {key: re.compile(rf"{either(key)}{SPACE}$") for key in ("limit_before", "start_before")}
_NOT_A_LIMIT = re.compile(rf"{either('limit_word_parts')}到{SPACE}$")
_VALIDITY = re.compile(rf"{either('validity_before')}{SPACE}[至到]?{SPACE}$")
_BOUNDARY = re.compile(rf"(?:^|[，。；：、！？,;:!?\n—]|(?:^|\n)\d{{1,2}}[.．]){SPACE}$")
_ADVERB_AFTER = re.compile(rf"{either('adverb_after')}{SPACE}$")
_ADVERB_BEFORE = re.compile(rf"{SPACE}(?:[，,、；;]|{either('adverb_before')})")
# 2022年重点工作 is a name, 2022年重点推进… is none; nor is 2025年人口达到…, where the noun is what the clause is about
_NOUN_AFTER = re.compile(
    rf"{SPACE}(?!(?:重点|计划|规划|目标|预算|实际){either('adverb_before')}|{_CLAUSE}{{2,16}}?{either('levels_after')})"
    rf"(?:{either('noun_after')}|\d)"
)
_NAME_AFTER = re.compile(
    rf"(?:(?!{either('drafting')}){_CLAUSE}){{0,16}}?{either('name_endings')}(?:[，。；、）)》”]|$)"
)
_OVER = re.compile(rf"[^。；！？\n]{{0,20}}?{either('past_after')}")
_ATTRIBUTE = re.compile(rf"{_CLAUSE}{{0,24}}?(?:的|已)")
_TITLE_YEARS = re.compile(rf"{either('document_words')}[”》]?{SPACE}[（(［\[]{SPACE}$")
_FIELD_LABEL = re.compile(rf"{either('field_labels')}[：:为]{SPACE}$")
_BRACKET = re.compile(rf"[（(［\[]{SPACE}$")
_FIELD_GOES_ON = re.compile(rf"{SPACE}(?:{either('field_after')}|[，,；;、）)])")
_AVERAGE = re.compile(rf"{either('average_before')}{SPACE}$")
_RATE = re.compile(rf"{SPACE}[\d.,]{{1,16}}(?:万|亿)?元(?!用)")
_PASSED = re.compile(rf"(?:{either('duration_past_before')}|月){SPACE}$")
_QUOTE = re.compile(rf"[“‘「『]{SPACE}$")


class Surroundings:
    """The characters around ``text[start:end]``; those before offset *read_to* belong to an earlier time."""

    def __init__(self, text: str, start: int, end: int, read_to: int) -> None:
        self.start = start
        self.read_to = read_to
        self.before = text[max(read_to, start - _REACH, 0) : start]
        self.opens_text = start <= _REACH and read_to == 0
        self.after = text[end : end + 2 * _REACH]

    def start_with(self, *keys: str) -> int:
        """Where the time starts, words of the vocabulary lists *keys* before it included (到2025年)."""
        for key in keys:
            found = _PREFIXES[key].search(self.before)
            if found and not (key == "limit_before" and _NOT_A_LIMIT.search(self.before)):
                return self.start - len(self.before) + found.start()
        return self.start

    @property
    def is_base(self) -> bool:
        """A base to compare with: 比2020年, 较2020年底, 以2020年为基数, 2015年水平."""
        if _BASE_AFTER.match(self.after):
            return True
        return bool(_BASE_BEFORE.search(self.before)) and not _BASE_WORD_PART.search(self.before)

    @property
    def is_base_figure(self) -> bool:
        """由2020年的12%: the value that a change starts from."""
        return bool(_BASE_FIGURE.match(self.after))

    @property
    def is_subject(self) -> bool:
        """“十四五”时期是…, 对“十四五”期间…: the time is spoken of; it is not when something is due. So with 的."""
        return self.after.startswith(("是", "的")) or self.before.endswith(("对", "为", "关于", "围绕"))

    @property
    def follows_year(self) -> bool:
        """Whether 年 stands right before it."""
        return self.before.endswith("年")

    @property
    def is_listed(self) -> bool:
        """Whether only 、 or 和 stands between it and the time before."""
        return self.before.strip() in {"、", "和", "及", "与"}

    @property
    def is_validity(self) -> bool:
        """有效期至…: nobody has to do anything by then."""
        return bool(_VALIDITY.search(self.before))

    @property
    def is_years_of_name(self) -> bool:
        """The years in the brackets of a title without title marks: 实施方案（2021—2025年）."""
        return bool(_TITLE_YEARS.search(self.before)) or bool(_NAME_AFTER.match(self.after))

    @property
    def is_name(self) -> bool:
        """The time belongs to the name of a document that has no title marks: 2030年前…行动方案."""
        return bool(_NAME_AFTER.match(self.after))

    def is_adverbial(self, in_field: bool, has_year: bool = True) -> bool:
        """Whether a bare time says when something is due: at the start of a clause, after a preposition,
        or before a predicate; and no noun follows that it would be part of (2022年工作要点).

        Without a year only what follows tells (年末常住人口, 全年降雨)."""
        is_first = bool(_BOUNDARY.search(self.before)) or (not self.before and self.opens_text)
        if _QUOTE.search(self.before):
            return False
        if (is_first or _BRACKET.search(self.before)) and self.after[:1].isdigit():
            # ，2022年50%以上, （2022年3个: a figure of its own begins
            return bool(self.before)
        if _NOUN_AFTER.match(self.after) or self.is_name:
            return False
        if in_field or (is_first and has_year):
            return True
        if _BRACKET.search(self.before):
            return bool(_FIELD_GOES_ON.match(self.after))
        if _ADVERB_BEFORE.match(self.after):
            return True
        return bool(_ADVERB_AFTER.search(self.before)) or (is_first and not self.after)

    @property
    def is_field(self) -> bool:
        """Whether the time fills a deadline field: after 完成时限：, or at the start of a note (6月底完成，…)."""
        if _FIELD_LABEL.search(self.before):
            return True
        return bool(_BRACKET.search(self.before) and _FIELD_GOES_ON.match(self.after))

    @property
    def is_over(self) -> bool:
        """Whether the clause tells of something that has happened (2021年，…已…)."""
        return bool(_OVER.match(self.after))

    @property
    def is_attribute(self) -> bool:
        """2005年底前建成的…: the time tells which ones are meant."""
        return bool(_ATTRIBUTE.match(self.after))

    @property
    def is_noun_phrase(self) -> bool:
        """未来三年行动计划, 未来收益: a noun follows that it is part of."""
        return bool(_NOUN_AFTER.match(self.after)) or self.is_name

    @property
    def is_average(self) -> bool:
        """平均每年, or 每年600元 as a rate."""
        return bool(_AVERAGE.search(self.before) or _RATE.match(self.after))

    @property
    def opens_quotation(self) -> bool:
        """“每周…”: the name of a campaign."""
        return bool(_QUOTE.search(self.before))

    @property
    def is_passed_duration(self) -> bool:
        """近五年内, 连续三年内; and 20日内 that belongs to a month."""
        return bool(_PASSED.search(self.before))
