"""The words of responsibility notes as patterns: field labels, closing verbs, milestones, standing sentences.

The words are in ``vocabulary/roles.yml``; the forms are those of 623 documents, with how often they occur:
（A、B按职责分工负责） 771, （责任单位：A、B） 533, （A牵头，B配合） 117, （时限，牵头考核单位：A） 90;
以下…不再列出 stands in about 20 documents, 列第一位者为牵头单位 in 10.
"""

from __future__ import annotations

import re

from pipeline.models import AssignmentRole
from pipeline.structure.names import BRACKET, CLOSERS, OPENERS
from pipeline.vocabulary import alternation, load, words

_O, _C = re.escape(OPENERS), re.escape(CLOSERS)


def _stems(role: AssignmentRole) -> str:
    labels, alone = words("roles", f"label_{role.value}"), f"label_alone_{role.value}"
    return f"(?:{alternation(labels)}{_LEVELS}{_NOUNS}{_AND_MORE}|{alternation(words('roles', alone))})"


_NOUNS = alternation(words("roles", "label_nouns"))
_LEVELS = f"(?:{alternation(words('roles', 'label_levels'))})?"
_AND_MORE = rf"(?:[及和与、]{alternation(words('roles', 'label_deadline', 'label_person'))})?"  # 责任单位及完成时限：
_PERSON = f"{alternation(words('roles', 'label_person_before'))}{{0,3}}{alternation(words('roles', 'label_person'))}"
_KINDS = (
    {"person": _PERSON}
    | {role.value: _LEVELS + _stems(role) for role in AssignmentRole}
    | {"deadline": alternation(words("roles", "label_deadline"))}
)
KIND = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
_KNOWN = f"(?:{'|'.join(_KINDS.values())})"
_COLON = r"\s{0,60}[:：∶﹕]"
COLON_SIGNS = ":：∶﹕】］]〕"  # what a label ends with
COLON_SIGN = re.compile(f"[{re.escape(COLON_SIGNS)}]")
# What a label may begin with: looked at first, since a label is tried at every character.
_FIRST = "".join({word[0] for key in load("roles") if key.startswith("label_") for word in words("roles", key)})
FIELD = (
    rf"(?=[{_FIRST}【［\[〔])"
    rf"(?:{_KNOWN}(?:[（(][^（()）]{{1,40}}[）)])?{_COLON}|[【［\[〔]{_KNOWN}[】］\]〕](?:{_COLON})?)"
)
# A label whose colon was left out: 责任单位 市教育局, 牵头单位市教育局.
_BARE = "|".join(f"{_LEVELS}{alternation(words('roles', f'label_{role.value}'))}{_NOUNS}" for role in AssignmentRole)
BARE_LABEL = re.compile(
    rf"(?P<bare>(?<![^\s，,；;。（(［\[〔【])(?:{_BARE})(?:[ \t\u3000]{{1,4}}(?=[\u4e00-\u9fff])|(?=[市省县区州]\w)))"
)
_AFTER_NAME = "(?<=[局委办厅府会院门前底])"
LABEL = re.compile(
    rf"{BARE_LABEL.pattern}|(?P<known>(?:(?<![\u4e00-\u9fff{_O}])|{_AFTER_NAME}|(?=[【［\[〔])){FIELD})"
    rf"|(?<![\u4e00-\u9fff{_O}])(?:(?!{_KNOWN}{_COLON})[\u4e00-\u9fff]){{2,8}}{_COLON}"
)

_BY_DUTY = (
    r"(?:[按依根据结合](?:照|据|托)?(?:各自)?(?:的)?(?:有关|相关|工作|部门|法定|属地(?:管理)?)?(?:职责|职能|分工|权限|任务|原则)"
    r"(?:职责|职能|分工|任务|范围|要求|权限|原则){0,6}(?:内)?[，,]?)"
)
_ROLE_STEMS = {role: alternation(words("roles", f"label_{role.value}")) for role in AssignmentRole}
_ADVERB = alternation(words("roles", "adverbs"))
_FILLER = alternation(words("roles", "fillers"))
_TAIL = alternation(words("roles", "verb_tails"))
_VERBS = "|".join(
    f"(?P<{role.value}>{alternation(words('roles', f'verb_{role.value}'))}|为{_ROLE_STEMS[role]}{_NOUNS})"
    for role in AssignmentRole
)
# 县政协办 is a name, though 协办 is a verb.
_NOT_VERB = "".join(f"(?<!{word[:-2]}(?={word[-2:]}))" for word in words("roles", "not_verbs"))
VERB = re.compile(
    rf"(?P<how>{_BY_DUTY}|{_ADVERB})?(?:{_ADVERB}|{_FILLER}){{0,8}}{_NOT_VERB}(?:{_VERBS}){_TAIL}{{0,2}}\s{{0,20}}\Z|(?P<duty>{_BY_DUTY})\s{{0,20}}\Z"
)
VERB_ENDS = frozenset("责能工限务围求内").union(
    word[-1] for key in load("roles") if key.startswith("verb_") or key == "label_nouns" for word in words("roles", key)
)
# A unit's role behind its name: 市教育局（牵头）.
_BEHIND = "|".join(f"(?P<{role.value}>{stems})" for role, stems in _ROLE_STEMS.items())
ROLE_BEHIND = re.compile(rf"(?<=\S)[{_O}](?:{_BEHIND})(?:单位|部门)?[）)］\]〕】]\Z")
BY = re.compile(
    r"(?:(?:以上|上述|此项|该项|本项)[^由，、]{0,8}|(?:具体|相关|有关|各项)?(?:工作|任务|事项))?由|会同(?!县)|请|并|商(?!务|会|洛|丘|州|南|水|河|城|业)"
    r"|(?:以及|及|和(?!县)|与)(?=[各市省县区州旗有相其])"
)
# What a note says itself to be about: 以上任务，市水利局牵头.
ALL_ABOVE = re.compile(r"(?:以上|上述)(?:各项|各类|各?条)?(?:重点)?(?:工作|任务|事项|内容|措施|举措){0,2}|以?下同")
LEADS_WITH = re.compile(
    r"牵头(?!单位|部门)(?:负责)?(?:会同)?(?!$)|会同(?!县)|(?<=[局厅委部办])商(?=[市省县区州国有相财])"
)
# A verb with what is done behind it; who explains a text and who is excepted has no task by it.
_OBJECT = r"[^、，,；;。（(：:]{2,24}(?<!的)(?<!除外)(?<!解释)\Z"
DOES = re.compile(rf"(?:{_FILLER}){{0,3}}{alternation(words('roles', 'verbs_with_object'))}(?={_OBJECT})")
_DAY = (
    r"(?:\d{1,4}\s{0,4}[年月日]|\d{4}\s{0,4}[—\-－―~～至]|第?[一二三四1-4]季度|[“\"]?十[一二三四五六七八九]五"
    r"|每[年月季周半]|\d{1,4}\s{0,4}个?(?:工作日|月|天|年))"
)
DATE = re.compile(rf"(?:自|从|到|至|截至|于|在|力争|争取|确保)?\s{{0,4}}{_DAY}")
# A date with no separator between it and a unit: 6月底前A负责, A于6月底前完成.
DATED = re.compile(
    rf"(?:(?:到|于|在)?\s{{0,4}}{_DAY}[^、，,；;（(]{{0,12}}?(?:底前|[月年]底前?|前|年内)(?!完成))"
    rf"|(?:(?:力争|争取|确保)?(?:于|在))?{_DAY}"
)
DATE_SIGN = re.compile(r"[\d季五每]")
MILESTONE = re.compile(alternation(words("roles", "milestones")))
PROSE = re.compile(r"[：:“”\"《》！？%\d]")

FIRST_IS_LEAD = re.compile(
    r"(?:各[项条款]?(?:工作|重点)?(?:任务|责任|举措|措施|分工|事项))?(?P<each>[^，,；;。、（(［\[〔\s]{0,8}?)[均各]?(?:名列|位列|排列|排名|排序|列|排|居)?(?:在|于)?(?:第[一1]|首|最前面?)(?:[位个名家])?(?:的|者)?(?:责任)?(?:单位|部门)?[均皆]?(?:即|视)?为"
    r"[^，,；;。、]{0,8}?牵头[^，,；;。、）)］\]〕]{0,6}?(?:单位|部门)?"
    r"(?:[，,；;、]\s{0,4}(?:其他|其余|其它|余下|后面)(?:的|各|责任|单位|部门){0,4}[均皆]?(?:分别)?"
    rf"(?:(?:即|视)?为|{_BY_DUTY})[^，,；;。、）)］\]〕]{{0,6}}?"
    rf"(?:(?P<others_support>{_ROLE_STEMS[AssignmentRole.SUPPORT]})|(?P<others_take_part>{_ROLE_STEMS[AssignmentRole.PARTICIPANT]}))?"
    r"[^，,；;。、）)］\]〕]{0,6})?(?:[，,]\s{0,4}(?:以)?下同)?(?=\s{0,20}(?:[）)］\]〕】。；;，,]|\Z))"
)
# Where a plan has notes with a field for those who lead, and others without one.
RESPONSIBLE_IS_LEAD = re.compile(
    r"(?:无|没有|未(?:明确|注明|列明|列出|标明|指定)?)(?:明确|单列)?牵头(?:单位|部门)的?[，,]\s{0,4}(?:其|以)?责任(?:单位|部门)[均皆]?(?:即|视)?为"
    r"牵头(?:责任)?(?:单位|部门)(?:[，,]\s{0,4}(?:以)?下同)?"
)
BEFORE_IS_LEAD = re.compile(
    r"(?P<mark>[逗分])号(?:之|以)?前(?:的|面)?[^，,；;。、]{0,6}?为[^，,；;。、]{0,4}?牵头(?:单位|部门)?(?:[，,]\s{0,4}(?:以)?下同)?"
)
# More of those whom a sentence names that speaks for all: 以下均需各县政府，各管委会落实，不再列出.
_ON = rf"[^，,。；;{_O}{_C}]{{2,30}}(?:负责|落实|实施|执行)[，,]\s{{0,4}}(?:恕)?不(?:再|另|一一)"
FOR_ALL = re.compile(
    r"(?:以下(?:各?(?:条|项|款|点)?(?:重点|政策|具体)?(?:工作)?(?:任务|举措|措施|事项|工作|内容|政策)?)"
    r"|(?:具体|各项|所有|全部)(?:重点)?(?:工作)?(?:任务|举措|措施|事项|工作)(?=[均都]))(?P<all>[均都](?:需|须|由|要|应|请)?(?:涉及)?)?"
    rf"(?P<units>(?:[^，,。；;{_O}{_C}]|{BRACKET}|[，,](?={_ON})){{0,120}}?)"
    r"(?:(?:负责|贯彻|抓好|具体|组织|参与|推进|认真|按职责分工){0,6}(?:落实|负责|实施|参与|配合|涉及|执行))?"
    r"(?P<end>[，,；;。]?\s{0,4}(?:恕)?不(?:再|另|一一)[^，,。；;）)］\]〕】]{0,40}(?:[，,]\s{0,4}(?:以)?下同)?"
    rf"|(?=\s{{0,20}}(?:[，,](?!{_ON})|[。；;）)］\]〕】]|\Z)))"
)
