"""Answers: what was given to a form, typed where it fits the question, as it was typed where it does not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from concordat.questionnaires.form import Condition, Question, Questionnaire
from concordat.questionnaires.kinds import Misfit, Value, fold, format_value, parse

GIVEN_TWICE = " (given twice)"  # after the id, in `unplaced`: the answer that came second
MOST_ANSWERS = 20_000  # a file with more leaves than this is no return, whatever else it is


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its `value`, or the `raw` input and the `misfit` that says why it is no value."""

    raw: object
    value: Value | None = None
    misfit: Misfit | None = None


@dataclass(frozen=True)
class AnswerSet:
    """The answers to one form, with those to the same form of earlier periods.

    `answers` by question id; `unplaced` is what was given under ids that the form does not ask, kept so that
    nothing is lost; `earlier` in the order of the periods.
    """

    form: Questionnaire
    answers: Mapping[str, Answer]
    unplaced: Mapping[str, object] = field(default_factory=dict)
    earlier: tuple["AnswerSet", ...] = ()

    @cached_property
    def states(self) -> dict[str, Any]:
        """How it stands with each question, kept by `completion` because it is asked again and again."""
        return {}

    def value(self, id: str) -> Value | None:
        """The value given here, or None where it is missing or does not fit."""
        answer = self.answers.get(id)
        return answer.value if answer else None

    def known(self, id: str) -> Value | None:
        """The value given here; failing that, the latest one that an earlier period gave where this form does not
        ask for it, or takes it over (`prefill: earlier`). What was given here and does not fit is not papered over.
        """
        if id in self.answers:
            return self.answers[id].value
        question = self.form.questions.get(id)
        if question is not None and question.prefill != "earlier":
            return None
        return next((value for said in reversed(self.earlier) if (value := said.value(id)) is not None), None)

    def said_before(self, id: str) -> list[tuple[str, Value]]:
        """What earlier periods answered, as (form id, value), oldest first."""
        return [(said.form.id, value) for said in self.earlier if (value := said.value(id)) is not None]

    @property
    def previous(self) -> "AnswerSet | None":
        """The answers of the period just before, where they are there."""
        before = self.form.earlier[-1:]
        return next((said for said in self.earlier if before == (said.form.id,)), None)

    def holds(self, conditions: tuple[Condition, ...]) -> bool | None:
        """Whether every condition holds; None where an answer that decides it is missing."""
        unknown = False
        for id, wanted in conditions:
            value = self.known(id)
            if value is None:
                unknown = True
            elif value not in wanted:
                return False
        return None if unknown else True

    def text(self, id: str) -> str:
        """The answer as words: the value as the field writes it, else what was typed, else nothing."""
        answer = self.answers.get(id)
        if answer is None:
            return ""
        if answer.value is None:
            return str(answer.raw)
        return format_value(self.form.questions[id], answer.value)


def read_answers(form: Questionnaire, given: object, earlier: tuple[AnswerSet, ...] = ()) -> AnswerSet:
    """Place what was given, nested by the segments of the ids or under whole ids, on the questions of the form.

    Anything goes in: a value that does not fit stays as it was typed, an id that the form does not ask goes to
    `unplaced`. Raises ValueError only where there are more than MOST_ANSWERS leaves.
    """
    answers: dict[str, Answer] = {}
    unplaced: dict[str, object] = {}
    for count, (id, raw) in enumerate(_leaves(form, given)):
        if count >= MOST_ANSWERS:
            raise ValueError(f"more than {MOST_ANSWERS:,} answers: this is not a return.")
        question = form.questions.get(id)
        if question is None or question.kind == "derived":
            unplaced[id if id not in unplaced else id + GIVEN_TWICE] = raw
        elif id in answers:
            unplaced[id + GIVEN_TWICE] = raw
        else:
            answers[id] = read_answer(question, raw)
    return AnswerSet(form, answers, unplaced, earlier)


def read_answer(question: Question, raw: object) -> Answer:
    """Read one answer: typed where it fits, else with the misfit."""
    try:
        return Answer(raw, parse(question, raw))
    except Misfit as misfit:
        return Answer(raw, None, misfit)


def is_empty(raw: object) -> bool:
    """Whether nothing was given: an empty text, a null, an empty group."""
    return raw is None or (isinstance(raw, str) and not raw.strip()) or raw in ({}, [])


def _leaves(form: Questionnaire, given: object) -> Iterator[tuple[str, object]]:
    """Each (id, raw) of a nested mapping, in its order, however deep.

    A mapping that stands where a question is asked is that question's raw.
    """
    waiting: list[tuple[str, object]] = [("", given)]
    while waiting:
        prefix, value = waiting.pop()
        if is_empty(value):
            continue
        if prefix in form.questions or not isinstance(value, Mapping):
            yield prefix, value
        else:
            inner = [(f"{prefix}.{key}" if prefix else str(key), one) for key, one in value.items()]
            waiting += reversed(inner)


def same(before: Value | None, after: Value | None) -> bool:
    """Whether two values are the same answer, typing aside."""
    if isinstance(before, str) and isinstance(after, str):
        return fold(before) == fold(after)
    return before == after
