"""Statuses against what is known besides: a published or local figure of the metric, and the ambition for it.

Nothing is looked up here. Whoever checks a return gives the figures and ambitions (`Known`) that he holds; where either
is missing for a metric, place and period, the rule is silent.
"""

from collections.abc import Iterator

from concordat.findings import Finding, Severity
from concordat.metrics.ambition import Ambition, find_ambition
from concordat.metrics.known_figure import KnownFigure, find_figure
from concordat.metrics.verdict import Status, judge
from concordat.returns.binding import Binding
from concordat.returns.place_return import Return
from concordat.returns.statuses import BELOW_TARGET, NO_BETTER, ON_TARGET, meaning_of


class StatusContradictsKnownFigure(Binding):
    """The status says one thing about the target, and a figure that is known says another."""

    status: str


def check_status_contradicts_known_figure(ret: Return, bound: StatusContradictsKnownFigure) -> Iterator[Finding]:
    meaning, period = meaning_of(ret, bound.status), ret.form.period
    if meaning not in (ON_TARGET, BELOW_TARGET, NO_BETTER) or ret.place is None or period is None:
        return
    figure = find_figure(ret.known.figures, bound.item, ret.place.slug, period)
    target = find_ambition(ret.known.ambitions, bound.item, ret.place.slug, figure.period) if figure else None
    if figure is None or target is None:
        return
    verdict = judge(
        figure, target, ret.good_value_of(bound.item), rule=choose_rule(figure, target), said=Status(meaning)
    )
    if verdict.agree is False:
        message = (
            f"{ret.form.name_of(bound.status)} is {ret.answers.text(bound.status)!r}, but a figure is known (edition "
            f"{figure.edition!r}) that says otherwise. {verdict.words} The target is from {target.source!r}; judged by "
            f"the rule {verdict.rule}."
        )
        remedy = "Change the status, correct the figure or the ambition, or explain why all of them stand."
        yield Finding("status-contradicts-known-figure", Severity.EXPLAIN, bound.status, message, remedy)


def choose_rule(figure: KnownFigure, target: Ambition) -> str:
    """The target of the period itself; on the way to a later one, the trajectory."""
    return "target" if figure.period == target.period else "trajectory"
