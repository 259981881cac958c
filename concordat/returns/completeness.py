"""What is missing, what does not fit, and what was given where nothing is asked."""

from collections.abc import Iterator
from difflib import get_close_matches

from concordat.findings import Finding, Severity
from concordat.questionnaires.answers import GIVEN_TWICE
from concordat.questionnaires.completion import State, state_of
from concordat.questionnaires.form import Question
from concordat.questionnaires.kinds import shorten
from concordat.returns.former import find_question_of_any_version
from concordat.returns.place_return import Return
from concordat.returns.wording import is_filler

MOST_HINTS = 50  # looking for the nearest of some hundred ids takes time; so many lost answers are another form's


def check_unanswered(ret: Return, question: Question) -> Iterator[Finding]:
    """A question that counts and has no answer; one whose need is still open waits for the answer that decides."""
    if state_of(ret.answers, question) is not State.UNANSWERED:
        return
    answer = ret.answers.answers.get(question.id)
    if answer and answer.misfit:
        return
    if question.wanted:
        message = f"{question.name}: the figures differ and nothing says why."
        remedy = "Correct the figures, or say in a sentence why they differ."
    elif question.applies:
        decider, _ = question.applies[0]
        message = f"{question.name} is not answered, though {ret.answers.text(decider)!r} calls for it."
        remedy = "Answer it."
    else:
        message, remedy = f"{question.name} is not answered.", "Answer it."
    yield Finding("unanswered", Severity.BLOCKS, question.id, message, remedy)


def check_misfit(ret: Return, question: Question) -> Iterator[Finding]:
    """An answer that does not fit its question; what was typed is kept."""
    answer = ret.answers.answers.get(question.id)
    if answer and answer.misfit:
        misfit = answer.misfit
        yield Finding(misfit.code, Severity.BLOCKS, question.id, misfit.message, misfit.remedy)


def check_unplaced(ret: Return) -> Iterator[Finding]:
    """Each answer to a question that this form does not ask: kept, and named with the question it may be meant for."""
    gone = {change.id for change in ret.reissued}  # told of already
    for number, id in enumerate(id for id in ret.answers.unplaced if id not in gone):
        if id.endswith(GIVEN_TWICE):
            once = id.removesuffix(GIVEN_TWICE)
            message = f"{shorten(once)} is answered twice; the first answer is used, the second kept."
            yield Finding("given-twice", Severity.NOTE, once, message, "Keep one of them.")
            continue
        former = find_question_of_any_version(ret.form, id) if number < MOST_HINTS else None
        if former:
            message = f"{former.name} is no longer asked; what was given there is kept and not used."
            remedy = "Nothing, unless it belongs under another question."
            yield Finding("unknown-question", Severity.NOTE, id, message, remedy)
            continue
        closest = get_close_matches(id, [one.id for one in ret.form.asked], 1, 0.7) if number < MOST_HINTS else []
        hint = f"Did you mean {closest[0]}?" if closest else "See `concordat return schema` for the questions it asks."
        message = f"{shorten(id)} is no question of {ret.form.id}; what was given there is kept and not used."
        yield Finding("unknown-question", Severity.NOTE, id, message, hint)


def check_not_needed(ret: Return, question: Question) -> Iterator[Finding]:
    """An answer to a question that does not apply, such as a date for a condition that is met."""
    if ret.answers.value(question.id) is None or is_filler(ret.answers.text(question.id)):
        return
    if ret.answers.holds(question.applies) is False:
        decider, _ = question.applies[0]
        message = (
            f"{question.name} is answered ({shorten(ret.answers.text(question.id), 40)}), "
            f"though {ret.form.name_of(decider)} is {ret.answers.text(decider)!r}."
        )
        yield Finding("not-needed", Severity.NOTE, question.id, message, "Leave it out, or correct the other.")
