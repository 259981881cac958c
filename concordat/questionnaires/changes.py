"""What changed: between two answer sets, between periods by amendment, between versions of a form."""

from dataclasses import dataclass
from enum import StrEnum

from concordat.questionnaires.answers import AnswerSet, read_answer, same
from concordat.questionnaires.form import Question, Questionnaire
from concordat.questionnaires.kinds import format_value

WITHHELD = "(not shown)"  # in the place of contact details, which are never published


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that differs, as words; empty where there is none, withheld where it is never published."""

    id: str
    label: str
    change: Change
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """A figure that an earlier period returned and this one amends; both are kept."""

    id: str
    label: str
    returned_in: str
    returned: str
    amended: str


@dataclass(frozen=True, slots=True)
class FormChange:
    """What a new version of a form does to one question, and what became of its answer."""

    id: str
    label: str
    change: Change
    note: str
    was: str = ""  # the id before, where the question moved


def compare_answers(before: AnswerSet, after: AnswerSet) -> list[Difference]:
    """The answers that differ, in the order of the later form, among the questions that both forms ask.

    Typing aside: `£1,000` and `1000` are the same amount, `YES` and `Yes` the same choice; texts are compared as typed.
    """
    differences = []
    for id in (question.id for question in after.form.asked if question.id in before.form.questions):
        said, says = before.answers.get(id), after.answers.get(id)
        if said is None and says is None:
            continue
        if said is not None and says is not None and _equal(before, after, id):
            continue
        change = Change.ADDED if said is None else Change.REMOVED if says is None else Change.CHANGED
        shown = (before.text(id), after.text(id)) if after.form.questions[id].publish else (WITHHELD, WITHHELD)
        differences.append(Difference(id, after.form.name_of(id), change, *shown))
    return differences


def list_amendments(answers: AnswerSet) -> list[Amendment]:
    """The figures of earlier periods that this one gives anew, with what was returned last."""
    found = []
    for question in answers.form.asked:
        value = answers.value(question.id) if question.amends else None
        if value is None:
            continue
        said = answers.said_before(question.id)
        if said and not same(said[-1][1], value):
            form_id, returned = said[-1]
            found.append(
                Amendment(
                    question.id,
                    question.name,
                    form_id,
                    format_value(question, returned),
                    format_value(question, value),
                )
            )
    return found


def carry_over(answers: AnswerSet, to: Questionnaire) -> tuple[AnswerSet, list[FormChange]]:
    """Take answers over to another version of the form, question by question.

    An answer that no longer fits stays as it was typed, one whose question moved (`was:`) follows it, one whose
    question vanished goes to `unplaced`. Returns the new answers and what changed, moved, came and vanished.
    """
    old = answers.form
    moved = {
        question.was for question in to.asked if question.id not in old.questions and question.was in old.questions
    }
    kept_ids = {question.id for question in to.asked}
    carried, changes = {}, []
    for question in to.asked:
        source = question.id if question.id in old.questions else question.was
        before = old.questions.get(source) if source else None
        if before is None:
            changes.append(FormChange(question.id, question.name, Change.ADDED, "a new question"))
            continue
        answer = answers.answers.get(before.id)
        if answer is not None:
            carried[question.id] = read_answer(question, answer.raw)
        if before.id != question.id:
            changes.append(FormChange(question.id, question.name, Change.MOVED, f"was {before.id}", before.id))
        elif notes := _form_differences(before, question):
            misfit = carried[question.id].misfit if question.id in carried else None
            kept = "; the answer no longer fits and is kept as it was typed" if misfit else ""
            changes.append(FormChange(question.id, question.name, Change.CHANGED, "; ".join(notes) + kept))
    unplaced = dict(answers.unplaced)
    for question in old.asked:
        if question.id not in kept_ids and question.id not in moved:
            changes.append(FormChange(question.id, question.name, Change.VANISHED, "no longer asked"))
            if question.id in answers.answers:
                unplaced[question.id] = answers.answers[question.id].raw
    return AnswerSet(to, carried, unplaced, answers.earlier), changes


def _equal(before: AnswerSet, after: AnswerSet, id: str) -> bool:
    said, says = before.answers[id], after.answers[id]
    if said.value is None or says.value is None:
        return said.value is says.value and said.raw == says.raw
    return said.value == says.value


def _form_differences(before: Question, after: Question) -> list[str]:
    notes = []
    if before.kind != after.kind:
        notes.append(f"asked as {after.kind}, was {before.kind}")
    old = before.options.values if before.options else ()
    new = after.options.values if after.options else ()
    notes += [f"new option {option!r}" for option in new if option not in old]
    notes += [f"option {option!r} is gone" for option in old if option not in new]
    if (before.minimum, before.maximum, before.limit) != (after.minimum, after.maximum, after.limit):
        notes.append("other limits")
    if before.label != after.label:
        notes.append(f"worded anew, was {before.label!r}")
    if before.counted != after.counted:
        notes.append("now counts" if after.counted else "no longer counts")
    return notes
