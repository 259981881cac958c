"""Ambitions that a place wrote into its own returns: what a metric is meant to be, and by when."""

from collections.abc import Iterator
from decimal import Decimal

from concordat.metrics.ambition import Ambition
from concordat.periods import Month
from concordat.questionnaires.form import Question, Questionnaire
from concordat.returns.place_return import Return

TARGET, TARGET_BY, BASELINE = "metrics.target", "metrics.target-by", "metrics.baseline"


def list_ambitions(ret: Return) -> list[Ambition]:
    """The ambitions of a return, one for each metric of which it gives a target and the month to meet it by.

    A form says by `bound` which question asks what; the metric is the entry of the list that it is asked of.
    """
    return list(_ambitions(ret)) if ret.place else []


def asks_ambitions(form: Questionnaire) -> bool:
    """Whether a form asks for any."""
    return any(question.bound == TARGET for question in form.asked)


def _ambitions(ret: Return) -> Iterator[Ambition]:
    units = {one.id: one.unit for one in ret.framework.metrics}
    for metric, asked in _by_metric(ret.form).items():
        target, by, baseline = (
            ret.answers.value(asked[key].id) if key in asked else None for key in (TARGET, TARGET_BY, BASELINE)
        )
        if isinstance(target, Decimal) and isinstance(by, Month) and ret.place:
            start = float(baseline) if isinstance(baseline, Decimal) else None
            unit = units.get(metric) or ""
            yield Ambition(metric, ret.place.slug, by, start, float(target), unit, ret.form.title)


def _by_metric(form: Questionnaire) -> dict[str, dict[str, Question]]:
    """The questions about ambitions, by metric and by what they ask."""
    found: dict[str, dict[str, Question]] = {}
    for question in form.asked:
        if question.bound in (TARGET, TARGET_BY, BASELINE):
            metric = question.id.split(".")[-2]
            found.setdefault(metric, {})[str(question.bound)] = question
    return found
