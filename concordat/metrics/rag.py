"""Red, amber, green and the direction of travel, by rules with names: no national standard fixes either.

Councils set bands of their own, and a report that does not say which is a matter of taste; so every colour here comes
with the name of its rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from concordat.metrics.verdict import is_met

TOLERANCE = 0.05  # of the target


class Rag(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"


class Travel(StrEnum):
    """Where a figure went; better and worse go by which direction is good."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RagRule:
    """A way to colour, with what it says and where it comes from."""

    name: str
    what: str
    source: str


RAG_RULES: Mapping[str, RagRule] = {
    rule.name: rule
    for rule in (
        RagRule(
            "tolerance-5",
            "Green at or past the target; amber where it is missed by at most 5% of the target; red beyond.",
            "Concordat's own, version 1; no national standard sets a band. 5% is a common choice of councils.",
        ),
        RagRule(
            "target-or-better",
            "Green at or past the target; amber where it is missed but better than the last outturn; red where it is "
            "no better.",
            "The three statuses of the Better Care Fund's quarterly return of 2016-17, as colours; version 1.",
        ),
    )
}


def judge_rag(
    value: float | None, target: float | None, good: str, *, before: float | None = None, rule: str = "tolerance-5"
) -> Rag:
    """The colour of a value. NONE where value, target or direction is not known, or what the rule needs besides.

    Raises ValueError for a rule that does not exist.
    """
    find_rag_rule(rule)
    if value is None or target is None or good not in ("high", "low"):
        return Rag.NONE
    if is_met(value, target, good):
        return Rag.GREEN
    if rule == "tolerance-5":
        band = target - abs(target) * TOLERANCE if good == "high" else target + abs(target) * TOLERANCE
        return Rag.AMBER if is_met(value, band, good) else Rag.RED
    if before is None:
        return Rag.NONE
    return Rag.RED if is_met(before, value, good) else Rag.AMBER


def judge_travel(now: float | None, before: float | None, good: str) -> Travel:
    """Where a figure went from one value to the next, any difference being one; both as the report prints them."""
    if now is None or before is None:
        return Travel.UNKNOWN
    if now == before:
        return Travel.SAME
    if good not in ("high", "low"):
        return Travel.UP if now > before else Travel.DOWN
    return Travel.BETTER if (now > before) == (good == "high") else Travel.WORSE


def find_rag_rule(name: str) -> RagRule:
    """Raises ValueError, naming the rules that there are."""
    if name not in RAG_RULES:
        raise ValueError(f"There is no rule {name!r} for colours; the rules are {', '.join(RAG_RULES)}.")
    return RAG_RULES[name]
