"""What a commentary says in figures: how far a metric is from its target, and whether there are data at all."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from concordat.periods import FinancialYear, Period, Quarter

# How figures are read from a commentary. What is read, each with an example:
#   91.2% against a target of 91.7%; 75%, below the target of 86%         a figure, then the target it is set against
#   90% against a 91.7% target; 3,650 against the 3,500 planned           the same, the target's figure first
#   performance was 75% (target 86%); actual 75%, target 86%              figure and target side by side
#   2.3% above plan; 4 percentage points below our target                 how far off, and on which side
#   target: 3.5%, actual 4.1%; we exceeded our target of 86% with 88%     a target, then the figure
# Everything else is left alone: it is better to miss a contradiction than to read one into a sentence. So a figure
# of money, an age, a date or an aside in brackets is no figure of the metric (`_ASIDES`), a rise or a change on last
# year is not set against a target, and of two figures for two targets that disagree neither is believed.
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_AIMS = r"(?:target|plan|planned|ambition|goal|trajectory|threshold|standard)s?"
_SAID_ASIDE = (
    rf"(?![^()]*\b(?:{_AIMS}|achiev\w+|actual|currently|outturn|performance)\b)"  # it holds the target, or the figure
)
_ANY_AIM = re.compile(_AIMS, re.IGNORECASE)
_ASIDES = re.compile(
    rf"(?<=% )\({_SAID_ASIDE}[^()]*\)"
    rf"|\({_SAID_ASIDE}(?!\d+(?:\.\d+)? ?%\))[^()]*\)"  # or the one percentage: 15 of 20 people (75%)
    r"|\b\d+ (?:out )?of (?:the |all )?\d+\b"
    r"|\b(?:Q|quarter )[1-4]\b|\b(?:20)?\d\d[/-](?:20)?\d\d\b(?!\.\d)"  # Q4 16/17; also a range such as 75-80
    rf"|\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTHS})[a-z]* (?:20)?\d\d\b(?![.,]?\d|%)|\b20[0-4]\d\b(?!%)"
    r"|£ ?[\d.,]*\d ?(?:k|m|mn|bn|thousand|million|billion)?\b"
    r"|\b\d+ ?\+|\b\d+ (?:and|or|years|yrs)(?: and)? (?:over|older|old|above)\b|\baged? (?:over )?\d+"
    r"|\b9[01][ -]days?\b"  # after which reablement is judged
    r"|\b\d[\d,]{0,9} (?:schemes|projects|posts|staff|homes|practices|meetings|actions|milestones|partners|teams)\b"
    r"|\b(?:c|ca|circa|approx)\.? ?(?=\d)",
    re.IGNORECASE,
)
_NUMBER = r"(?<![\w.,/-])(?<!per )(?P<{0}>\d(?:[\d,]*\d)?+(?:\.\d+)?+)"
_PER = r" per \d(?:[\d,]*\d)?(?: population| people)?"
_UNIT = (
    r"(?P<{0}>%| ?per ?cent\b| ?percentage points?\b|"
    + _PER
    + r"|(?: delayed| bed| emergency| non-elective| permanent)*"
    r" (?:days|admissions|people|patients|residents|placements|discharges|transfers|episodes|beds|cases)\b"
    r"(?:" + _PER + r")?)?+"
)
_FIGURE = _NUMBER.format("figure") + _UNIT.format("unit")
_TARGET = _NUMBER.format("target") + _UNIT.format("target_unit")
_AIM = rf"\b{_AIMS}\b(?! (?:period|year|document|to (?:re|im|in|de))\b)"
_AGAINST = r"\b(?:against|versus|vs?\.?|compare[sd] (?:with|to))(?![\w.])"
_ABOVE = r"(?P<above>\b(?:above|over|exceeding|exceeds|beating|in excess of|(?:higher|more|greater|better) than)\b)"
_BELOW = r"(?P<below>\b(?:below|under|short of|(?:lower|less|fewer|worse) than)\b)"
_SIDED = rf"(?:{_ABOVE}|{_BELOW})"
_SIDED_PLAIN = re.sub(r"\?P<\w+>", "?:", _SIDED)
_LINK = (  # what may stand between the word target and its figure
    r"(?:(?>\s+)|[:=<>≤≥~(–-]|\b(?:of|is|was|were|are|being|be|set|at|for|the|this|that|our|a|an|in|year|quarter|month|level"
    r"|figure|rate|score|value|remains|stands|no|not|more|less|than|least|most|maximum|minimum|reduction|agreed|annual"
    r"|national|local|about|around|approximately|just|delayed|transfers|care|admissions|reablement|residential"
    r"|non-elective|performance|days|per|100,000|population)\b){1,24}?"
)
_POSITION = (
    r"\b(?:performance|actual|actually|achieved|achieving|reached|current|currently|position|outturn|stands|stood|result"
    r"|we (?:are|were|stand) (?:at|on)|(?:score|rate|figure|level) (?:is|was|of))\b"
)
_BESIDE_TARGET = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_FIGURE}[^.;\d]{{0,60}}?{_AGAINST}[^.;\d]{{0,30}}?{_AIM}{_LINK}{_TARGET}",
        rf"{_FIGURE}[^.;\d]{{0,60}}?{_AGAINST}[^.;\d]{{0,20}}?{_TARGET}[^.;,\d]{{0,15}}?{_AIM}",
        rf"{_FIGURE}(?!\s?{_SIDED_PLAIN})[^.;\d]{{1,40}}?{_SIDED}[^.;\d]{{0,30}}?{_AIM}{_LINK}{_TARGET}",
        rf"{_FIGURE}(?!\s?{_SIDED_PLAIN})[^.;\d]{{1,40}}?{_SIDED}[^.;\d]{{0,20}}?{_TARGET}[^.;,\d]{{0,15}}?{_AIM}",
        rf"{_FIGURE}(?:\s?[,;(/–-]\s?|\s(?=and\s))(?:(?:with|and|the|our|a|against)\s)*{_AIM}{_LINK}{_TARGET}",
        rf"{_POSITION}[^.;\d]{{0,15}}?{_FIGURE}\s{_AIM}{_LINK}{_TARGET}",
        rf"{_FIGURE}\s{_SIDED}(?:\s(?:the|our|its|this|a|annual|agreed|national|local|quarterly|\d+(?:\.\d+)?%))*\s{_AIM}",
    )
)
_AFTER_TARGET = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_AIM}{_LINK}{_TARGET}[^\d]{{0,60}}?{_POSITION}[^.;\d]{{0,30}}?{_FIGURE}",
        rf"{_TARGET}\s{_AIM},?\s(?:and\s|with\s)?{_FIGURE}\s{_POSITION}",
        rf"\b(?:exceed|beat|met|meet|miss|surpass)\w*\b[^.;\d]{{0,20}}?{_AIM}{_LINK}{_TARGET},? (?:with|at) {_FIGURE}",
    )
)
_REDUCTION = re.compile(
    r"\b(?:reduc\w+|decreas\w+|fall\w*|fell|drop\w*)\b(?: |[^.;\d]{0,40}?\b(?:of|by) (?:\w+ )?)$", re.IGNORECASE
)
_REDUCTION_AFTER = re.compile(r"^ (?:reduction|decrease|fall|drop)\b", re.IGNORECASE)
_OTHER_CHANGE = re.compile(
    r"(?:\b(?:increas\w+|ris\w+|rose|gr[eo]w\w*|improv\w+|up|down)\b(?:[^.;\d]{0,25}?\b(?:of|by))?"
    r"|\bby) (?:(?!to\b|at\b|from\b)\w+ )?$"
    r"|\b(?:last|previous|prior) (?:year|quarter|month)\b(?![^.;\d]*\b(?:to|now|currently|is)\b)[^.;\d]*$",
    re.IGNORECASE,
)
_A_RISE_AFTER = re.compile(r"^ (?:increase|rise|growth|improvement)\b", re.IGNORECASE)
_WHOLE_YEAR = re.compile(r"\b(?:annual|yearly|full[- ]year|year[- ]end|for the year)\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:20)?(\d\d)[/-](?:20)?(\d\d)\b")

_DATA = r"\b(?:data|figures?|numerators?|denominators?|information|results?|numbers)\b"
_NOT_THERE = (
    r"(?:\b(?:not|never)\b(?: yet| currently| be| been| being| made| going to be| fully)*"
    r" (?:available|published|known|released|received|ready)|\bunavailable|\bun(?:known|published))\b"
)
_NO_DATA = re.compile(
    "|".join(
        (
            # Between the two no word that makes something else unavailable: data show that beds are not available.
            _DATA + r"(?:(?!\b(?:show|suggest|indicat|tell|confirm)\w*|\b(?:that|which|because|but|if)\b)[^.;]){0,90}?"
            rf"{_NOT_THERE}(?! to (?!assess|judge|measure|report|us\b|date\b))",
            _DATA
            + r"[^.;]{0,40}?\bwill (?:only )?be (?:published|available|released|known) (?:in|by|from|at|after|later)\b",
            r"\b(?:there (?:is|are)|we have) (?:currently |still |as yet )?no (?:\w+ )?(?:data|figures)\b"
            r"(?! (?:quality|sharing|issues?|problems?|gaps?|protection))",
            r"\bno (?:\w+ )?(?:data|figures?|results?|information) "
            r"(?:(?:is|are|has been|have been|will be|yet|currently) )*(?:available|published|held|to hand|until)\b",
            r"\b(?:do|does|did) not (?:yet |currently )?(?:have|hold) (?:\w+ ){0,2}(?:data|figures|results)\b",
            r"\bawait(?:ing|s|ed)? (?:(?:the|new|national|published|further|validated|final|latest|of) )*"
            r"(?:data|figures|publication|results)\b",
            r"\bwaiting for (?:(?:the|new|national|published|further|final|latest) )*"
            r"(?:data|figures|publication|results)\b",
            _DATA + r" (?:(?:is|are|still|currently) )+awaited\b",
        )
    ),
    re.IGNORECASE,
)
# What a judgement may rest on instead, where it is said.
_OTHER_DATA = re.compile(
    r"\b(?:local|provisional|interim|unvalidated|internal|proxy|weekly|monthly|early|our own)\b[^.;]{0,30}?"
    r"\b(?:data|figures?|monitoring|reports?|reporting|intelligence|dashboard|information)\b[^.;]{0,20}?"
    r"\b(?:show|suggest|indicat|tell|confirm|point)\w*|\bnow (?:available|published|received)\b",
    re.IGNORECASE,
)


def read_no_data(text: str) -> str | None:
    """The words that say that there are no data to judge by: `data will not be available until September`."""
    match = _NO_DATA.search(text)
    return match[0] if match else None


def names_other_data(text: str) -> bool:
    """Whether the words say on what a judgement rests instead: local figures show."""
    return bool(_OTHER_DATA.search(text))


@dataclass(frozen=True, slots=True)
class AgainstTarget:
    """A figure that a commentary sets against a target, in one unit, with the words it stands in.

    Where the words say only how far off the target it is, the target is 0. `of_reduction` where both are falls.
    """

    figure: Decimal
    target: Decimal
    words: str
    of_reduction: bool = False

    def is_met(self, good: str) -> bool:
        """Whether the target is met; a value at the target is. `good` is `high` or `low`, of the metric's level."""
        if (good == "high") != self.of_reduction:
            return self.figure >= self.target
        return self.figure <= self.target


@lru_cache(maxsize=64)  # two rules read the same words, one soon after the other
def read_against_target(text: str, period: Period | None = None) -> AgainstTarget | None:
    """The last figure that the words set against a target: `is 91.2% against a target of 91.7%`.

    Figure and target have to be of one unit, or one of them without any; else nothing is read, nor where the
    sentence is about another year than that of `period`. What is read is listed at the top of this file.
    """
    if not _ANY_AIM.search(text):
        return None
    plain = _ASIDES.sub(lambda aside: " " * len(aside[0]), text)
    for patterns in (_BESIDE_TARGET, _AFTER_TARGET):
        found = sorted(_readings(text, plain, patterns, period), key=lambda reading: reading[0])
        if found:
            return _agreed([said for _, said in found])
    return None


def _readings(
    text: str, plain: str, patterns: Iterable[re.Pattern[str]], period: Period | None
) -> Iterator[tuple[int, AgainstTarget]]:
    for match in (match for pattern in patterns for match in pattern.finditer(plain)):
        said = _as_reading(match, text)
        if said and not _is_of_another_year(text, match, period):
            yield match.end(), said


def _as_reading(match: re.Match[str], text: str) -> AgainstTarget | None:
    groups = match.groupdict()
    before = match.string[max(0, match.start("figure") - 120) : match.start("figure")]
    after = match.string[match.end("figure") + len(groups["unit"] or "") :][:20]
    falls = bool(_REDUCTION.search(before) or _REDUCTION_AFTER.match(after))
    if not falls and (_OTHER_CHANGE.search(before) or _A_RISE_AFTER.match(after)):
        return None
    figure, above, below = _number(groups["figure"]), groups.get("above"), groups.get("below")
    words = _quote(text, match)
    if groups.get("target") is None:  # how far off, and on which side
        return AgainstTarget(figure if above else -figure, Decimal(0), words, falls)
    target = _number(groups["target"])
    units = {_unit(groups["unit"]), _unit(groups["target_unit"])}
    if not _is_one_unit(units, figure, target) or (above and figure <= target) or (below and figure >= target):
        return None
    if "%" not in units and _WHOLE_YEAR.search(match[0]):  # a quarter's count against a year's
        return None
    falls = falls or bool(_REDUCTION.search(match.string[match.start() : match.start("target")]))
    return AgainstTarget(figure, target, words, falls)


def _agreed(found: list[AgainstTarget]) -> AgainstTarget | None:
    """The last of the readings, unless one for another target comes out on the other side of it."""
    last = found[-1]
    others = [said for said in found if said.target != last.target]
    return None if any(said.is_met("high") != last.is_met("high") for said in others) else last


def _is_of_another_year(text: str, match: re.Match[str], period: Period | None) -> bool:
    start = max(text.rfind(mark, 0, match.start()) for mark in (". ", "; ", "\n")) + 1
    named = {int(a) for a, b in _YEARS.findall(text[start : match.end()]) if (int(a) + 1) % 100 == int(b)}
    year = period.year if isinstance(period, Quarter) else period
    return isinstance(year, FinancialYear) and bool(named) and year.start % 100 not in named


def _quote(text: str, match: re.Match[str]) -> str:
    """The words of a match as they were typed, with the bracket that a match may leave open."""
    words = " ".join(text[match.start() : match.end()].split())
    opened = words.count("(") - words.count(")")
    return f"{words})" if opened > 0 else f"({words}" if opened < 0 else words


def _number(digits: str) -> Decimal:
    return Decimal(digits.rstrip(",").replace(",", ""))


def _unit(text: str | None) -> str:
    """`%`, `per 100,000` whatever is counted, or what is counted: admissions."""
    unit = (text or "").strip().casefold()
    if unit in ("%", "per cent", "percent"):
        return "%"
    rate = re.search(r"per \d[\d,]*\d", unit)
    return rate[0] if rate else unit.rpartition(" ")[2]


def _is_one_unit(units: set[str], figure: Decimal, target: Decimal) -> bool:
    """Whether the two can be compared: of one unit, or one without any that could be a percentage where that is one."""
    if len(units - {""}) > 1:
        return False
    return units != {"%", ""} or max(figure, target) <= 100
