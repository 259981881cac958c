"""Figures that follow from answers: totals of a series, rates from a count and a population, characters left."""

from collections.abc import Iterator
from decimal import Decimal

from concordat.questionnaires.answers import AnswerSet
from concordat.questionnaires.form import Series
from concordat.questionnaires.kinds import DEFAULT_TEXT_LIMIT


def find_series(answers: AnswerSet, id: str) -> Series | None:
    """The series of this form, or of an earlier period's where this form only shows it."""
    forms = (answers.form, *(said.form for said in reversed(answers.earlier)))
    return next((form.series[id] for form in forms if id in form.series), None)


def figures(answers: AnswerSet, series: Series) -> list[Decimal | None]:
    """The figures of a series in order, None where one is missing."""
    values = (answers.known(id) for id in series.questions)
    return [Decimal(value) if isinstance(value, (int, Decimal)) else None for value in values]


def calculate_total(answers: AnswerSet, series: Series) -> Decimal | None:
    """The sum of a whole series; None until it covers every period and each has a figure."""
    if len(series.questions) < full_length(answers, series):
        return None
    given = figures(answers, series)
    known = [figure for figure in given if figure is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(given) else None


def calculate_rate(answers: AnswerSet, id: str) -> Decimal | None:
    """The rate that a derived question stands for, per so many people; None where a part is missing or zero."""
    rate = answers.form.questions[id].rate
    assert rate is not None, id
    count, people = answers.known(rate.of), answers.known(rate.population)
    if not isinstance(count, (int, Decimal)) or not isinstance(people, (int, Decimal)) or not people:
        return None
    return Decimal(count) * rate.per / Decimal(people)


def count_remaining(answers: AnswerSet, id: str) -> int:
    """Characters left in a text, by its limit; negative where it is too long."""
    limit = answers.form.questions[id].limit or DEFAULT_TEXT_LIMIT
    answer = answers.answers.get(id)
    return limit - len(str(answer.raw).strip() if answer else "")


def calculate_derived(answers: AnswerSet) -> dict[str, Decimal]:
    """Every derived figure of the form that can be calculated: totals by series id, rates by question id."""
    return dict(_derived(answers))


def _derived(answers: AnswerSet) -> Iterator[tuple[str, Decimal]]:
    for series in answers.form.series.values():
        if series.totalled and (total := calculate_total(answers, series)) is not None:
            yield series.id, total
    for question in answers.form.questions.values():
        if question.rate and (rate := calculate_rate(answers, question.id)) is not None:
            yield question.id, rate


def full_length(answers: AnswerSet, series: Series) -> int:
    """How many periods a whole series covers: as many as the longest series of its section."""
    section = series.id.partition(".")[0]
    forms = (answers.form, *(said.form for said in answers.earlier))
    return max(
        (
            len(other.questions)
            for form in forms
            for other in form.series.values()
            if other.totalled and other.id.partition(".")[0] == section
        ),
        default=0,
    )
