"""A return with what the checks say of it: a change of an answer costs what depends on that answer, and no more."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import chain

from concordat.findings import Finding
from concordat.questionnaires.answers import AnswerSet
from concordat.questionnaires.completion import State, calculate_completion, calculate_state
from concordat.questionnaires.form import Questionnaire
from concordat.questionnaires.watching import Worked, renew, work_out
from concordat.returns.checks import Check, checks_of, settle
from concordat.returns.place_return import Return


@dataclass(frozen=True)
class Checking:
    """A return, how it stands with each of its questions, and what each check found."""

    ret: Return
    states: Worked[State]
    found: Worked[tuple[Finding, ...]]

    def __post_init__(self) -> None:
        self.ret.answers.states.update(zip(_asked(self.ret.form), self.states.results, strict=True))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The same as `check_return` gives."""
        return tuple(settle(self.ret, chain.from_iterable(self.found.results)))

    @cached_property
    def completion(self) -> dict[str, tuple[int, int]]:
        """(answered, asked) of each section that counts any question."""
        return calculate_completion(self.ret.answers)


def check_whole(ret: Return) -> Checking:
    """Check a return for the first time. It takes some half as long again as `check_return`."""
    form = ret.form
    states = work_out(_states_of(form), ret.answers, _themselves)
    return Checking(ret, states, work_out(_checks_of(form), ret.answers, partial(_with_answers, ret)))


def check_changed(before: Checking, ret: Return, changed: Collection[str]) -> Checking:
    """Check a return that differs from an earlier one in the answers to the questions `changed`, and in reasons.

    Everything else, the returns before it above all, has to be the same; or check it whole.
    """
    form = ret.form
    states = renew(before.states, _states_of(form), ret.answers, _themselves, changed)
    found = renew(before.found, _checks_of(form), ret.answers, partial(_with_answers, ret), changed)
    return Checking(ret, states, found)


@cache
def _asked(form: Questionnaire) -> tuple[str, ...]:
    return tuple(question.id for question in form.asked)


@cache
def _states_of(form: Questionnaire) -> tuple[Callable[[AnswerSet], State], ...]:
    return tuple(partial(calculate_state, question=question) for question in form.asked)


@cache
def _checks_of(form: Questionnaire) -> tuple[Callable[[Return], tuple[Finding, ...]], ...]:
    return tuple(partial(_listed, check) for check in checks_of(form))


def _listed(check: Check, ret: Return) -> tuple[Finding, ...]:
    return tuple(check(ret))


def _themselves(answers: AnswerSet) -> AnswerSet:
    return answers


def _with_answers(ret: Return, answers: AnswerSet) -> Return:
    return replace(ret, answers=answers)
