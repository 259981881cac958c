"""Completion: which questions are answered, per question, section and form."""

from decimal import Decimal
from enum import StrEnum

from concordat.questionnaires.answers import AnswerSet
from concordat.questionnaires.derived import calculate_total, find_series
from concordat.questionnaires.form import Question, Wanted


class State(StrEnum):
    """How it stands with one question."""

    ANSWERED = "answered"
    NOT_NEEDED = "not needed"  # it does not apply, or nothing calls for the comment: counts as answered
    WAITING = "waiting"  # whether it applies depends on an answer that is missing
    UNANSWERED = "unanswered"

    @property
    def is_done(self) -> bool:
        return self in DONE


DONE = (State.ANSWERED, State.NOT_NEEDED)


def state_of(answers: AnswerSet, question: Question) -> State:
    """How it stands with one question of the form. A value that does not fit is kept, and is no answer."""
    found: State | None = answers.states.get(question.id)
    if found is None:
        found = answers.states[question.id] = calculate_state(answers, question)
    return found


def calculate_state(answers: AnswerSet, question: Question) -> State:
    """The same, worked out anew."""
    if answers.value(question.id) is not None:
        return State.ANSWERED
    if question.prefill == "earlier" and question.id not in answers.answers and answers.known(question.id) is not None:
        return State.ANSWERED
    needed = is_needed(answers, question)
    if needed is None:
        return State.WAITING
    return State.UNANSWERED if needed else State.NOT_NEEDED


def is_needed(answers: AnswerSet, question: Question) -> bool | None:
    """Whether the question has to be answered as things stand; None where that cannot be told yet."""
    if not is_started(answers, question):
        return False
    applies = answers.holds(question.applies)
    if applies is not True or not question.wanted:
        return applies
    calls = [differs(answers, wanted) for wanted in question.wanted]
    return True if True in calls else None if None in calls else False


def is_started(answers: AnswerSet, question: Question) -> bool:
    """Whether the row of a question is in use: always, unless it is one that a place may add and has not."""
    return not question.row or any(id in answers.answers for id in question.row)


def differs(answers: AnswerSet, wanted: Wanted) -> bool | None:
    """Whether figures differ by more than the rounding; None where one that the form counts on is missing.

    A figure that only an earlier period was asked for is left out of the comparison where that period is not there.
    """
    unknown = False
    others = [_figure(answers, id) for id in wanted.from_figures]
    for id in wanted.figures:
        figure = _figure(answers, id)
        for other_id, other in zip(wanted.from_figures, others, strict=True):
            if figure is None or other is None:
                unknown = unknown or any(
                    is_counted_on(answers, missing)
                    for missing, value in ((id, figure), (other_id, other))
                    if value is None
                )
            elif abs(figure - other) > wanted.rounding:
                return True
    return None if unknown else False


def calculate_completion(answers: AnswerSet) -> dict[str, tuple[int, int]]:
    """(answered, asked) for each section that counts any question, in order; rows not begun are not asked."""
    counts: dict[str, tuple[int, int]] = {}
    for question in answers.form.counted:
        if not question.row or is_started(answers, question):
            answered, asked = counts.get(question.section, (0, 0))
            counts[question.section] = (answered + (state_of(answers, question) in DONE), asked + 1)
    return counts


def count_waiting(answers: AnswerSet) -> dict[str, int]:
    """How many questions of each section wait for another answer before they can be told to apply."""
    found: dict[str, int] = {}
    for question in answers.form.counted:
        if state_of(answers, question) is State.WAITING and is_started(answers, question):
            found[question.section] = found.get(question.section, 0) + 1
    return found


def _figure(answers: AnswerSet, id: str) -> Decimal | None:
    series = find_series(answers, id)
    if series is not None:
        return calculate_total(answers, series)
    value = answers.known(id)
    return Decimal(value) if isinstance(value, (int, Decimal)) else None


def is_counted_on(answers: AnswerSet, id: str) -> bool:
    """Whether the form itself counts on the figure, or on one of the series, that a comparison needs."""
    series = answers.form.series.get(id)
    ids = series.questions if series else (id,)
    return any(answers.form.questions[one].counted for one in ids if one in answers.form.questions)
