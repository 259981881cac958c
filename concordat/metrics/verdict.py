"""Verdicts: whether a place is on track, derived from its figure by a rule with a name, beside what the place says.

A value at or past its target meets it, whichever rule is used. The rules differ in what is asked while the period of
the target is still running, and in how much chance is allowed for; docs/how-to/judge-whether-on-track.md argues them.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from concordat.metrics.ambition import Ambition
from concordat.metrics.known_figure import KnownFigure
from concordat.metrics.typed_cells import say_number

AS_GOOD = 1e-9  # of the figure: what a calculation with floats may lose on the way to the target


class Status(StrEnum):
    """What a place says, or its figure; the first four are what a return's form says that its options mean."""

    ON_TARGET = "on-target"
    BELOW_TARGET = "below-target"  # better than the baseline, short of the target
    NO_BETTER = "no-better"  # no better than the baseline
    NO_DATA = "no-data"
    MISSED = "missed"  # the target is missed, and whether that is better than before is not known
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Bar:
    """What a rule asks of a figure now, in its unit, and why; or why it asks nothing."""

    value: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to judge, by name and version. `ask` gives the bar; `uses_interval` lets the figure's interval reach it."""

    name: str
    version: int
    what: str
    ask: Callable[[KnownFigure, Ambition], Bar]
    uses_interval: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said, what the figure says, by which rule. `agree` is None where the two cannot be compared.

    `bar` is what the rule asked of the figure. `words` says how the verdict came about, or why there is none.
    """

    said: Status | None
    derived: Status
    rule: str
    figure: KnownFigure | None
    target: Ambition | None
    bar: float | None
    agree: bool | None
    words: str


def judge(
    figure: KnownFigure | None,
    target: Ambition | None,
    good: str,
    *,
    rule: str = "target",
    said: Status | None = None,
) -> Verdict:
    """The verdict on a figure against an ambition, where `good` is high or low; any other direction gives none.

    Raises ValueError for a rule that does not exist, or a figure and an ambition that are not of one metric and place.
    """
    named = find_rule(rule)
    if figure is None:
        return Verdict(said, Status.UNKNOWN, str(named), None, target, None, None, "No figure is known.")
    if target is not None and (figure.metric, figure.place) != (target.metric, target.place):
        raise ValueError(
            f"The figure is of {figure.metric} in {figure.place}, the ambition of {target.metric} in {target.place}."
        )
    bar = _bar(named, figure, target, good)
    if target is None or bar.value is None:
        return Verdict(said, Status.UNKNOWN, str(named), figure, target, None, None, bar.words)
    derived = _derive(named, figure, target, bar.value, good)
    words = f"{figure} in {figure.period}; {bar.words}: {_WORDS[derived]}."
    return Verdict(said, derived, str(named), figure, target, bar.value, _agree(said, derived), words)


def is_met(value: float, target: float, good: str) -> bool:
    """Whether a value is at its target or past it, in the direction that is good: high or low."""
    if math.isclose(value, target, rel_tol=AS_GOOD):
        return True
    return value > target if good == "high" else value < target


def find_rule(name: str) -> Rule:
    """Raises ValueError, naming the rules that there are."""
    if name not in RULES:
        raise ValueError(f"There is no rule {name!r} to judge by; the rules are {', '.join(RULES)}.")
    return RULES[name]


def _bar(rule: Rule, figure: KnownFigure, target: Ambition | None, good: str) -> Bar:
    if good not in ("high", "low"):
        return Bar(None, f"Which direction of {figure.metric} is good is not known.")
    if target is None:
        return Bar(None, "Target unknown: no ambition is given for this metric, place and period.")
    if target.target is None:
        return Bar(None, f"Target unknown: {target.note}")
    if figure.unit != target.unit:
        return Bar(None, f"The figure is in {figure.unit}, the target in {target.unit}; they cannot be compared.")
    return rule.ask(figure, target)


def _derive(rule: Rule, figure: KnownFigure, target: Ambition, bar: float, good: str) -> Status:
    reached = figure.value
    if rule.uses_interval and figure.lower is not None and figure.upper is not None:
        reached = figure.upper if good == "high" else figure.lower  # the best that the figure may stand for
    if is_met(reached, bar, good) or (target.target is not None and is_met(reached, target.target, good)):
        return Status.ON_TARGET
    if target.baseline is None:
        return Status.MISSED
    return Status.NO_BETTER if is_met(target.baseline, figure.value, good) else Status.BELOW_TARGET


def _agree(said: Status | None, derived: Status) -> bool | None:
    if said in (None, Status.NO_DATA, Status.UNKNOWN):
        return None
    if Status.MISSED in (said, derived):
        return (said == Status.ON_TARGET) == (derived == Status.ON_TARGET)
    return said == derived


def _ask_target(figure: KnownFigure, target: Ambition) -> Bar:
    if figure.period != target.period:
        return Bar(
            None,
            f"The target is for {target.period}, the figure of {figure.period}; judge it by the rule trajectory, or "
            "give a target for the period.",
        )
    return Bar(target.target, f"the target is {target}")


def _ask_trajectory(figure: KnownFigure, target: Ambition) -> Bar:
    passed, words = _passed(figure, target)
    if passed is None:
        return Bar(None, words)
    if passed == 1:
        return Bar(target.target, f"the target is {target}")
    if target.baseline is None or target.target is None:
        return Bar(None, "The ambition has no baseline, from which a trajectory could start.")
    due = target.baseline + (target.target - target.baseline) * passed
    return Bar(due, f"{say_number(due, target.unit)} was due by then, on a straight line from baseline to target")


def _ask_to_date(figure: KnownFigure, target: Ambition) -> Bar:
    passed, words = _passed(figure, target)
    if passed is None or target.target is None:
        return Bar(None, words)
    due = target.target * passed
    return Bar(due, f"{say_number(due, target.unit)} was due by then, in proportion to the months that had passed")


def _passed(figure: KnownFigure, target: Ambition) -> tuple[float | None, str]:
    """The share, 0 to 1, of the target's period that had passed at the end of the figure's; or why there is none."""
    first, last, at = target.period.first_day, target.period.last_day, figure.period.last_day
    if figure.period.first_day < first or at > last:
        return None, f"The figure of {figure.period} lies outside {target.period}, which the target is for."
    months = (at.year - first.year) * 12 + at.month - first.month + 1
    return months / ((last.year - first.year) * 12 + last.month - first.month + 1), ""


_WORDS = {
    Status.ON_TARGET: "that is on target",
    Status.BELOW_TARGET: "that is short of it, and better than the baseline",
    Status.NO_BETTER: "that is short of it, and no better than the baseline",
    Status.MISSED: "that is short of it",
}
RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("target", 1, "At or past the target of the same period.", _ask_target),
        Rule(
            "trajectory",
            1,
            "While the target's period runs: at or past a straight line from the baseline, at its start, to the "
            "target, at its end. For levels: a rate, a percentage, a stock.",
            _ask_trajectory,
        ),
        Rule(
            "to-date",
            1,
            "While the target's period runs: at or past the target in proportion to the months that have passed. For "
            "counts from the start of the period on.",
            _ask_to_date,
        ),
        Rule(
            "target-with-interval",
            1,
            "At or past the target of the same period, or so near that the figure's 95% interval reaches it.",
            _ask_target,
            uses_interval=True,
        ),
    )
}
