"""One answer: saved, decided on after a conflict, or taken over from the period before."""

from concordat.accounts.access import By
from concordat.accounts.refused import Refused
from concordat.prepared import Prepared, PreparedUpdate, Slot
from concordat.questionnaires.answers import read_answer
from concordat.questionnaires.form import Question
from concordat.returns.access.values import earlier_returns, form_for
from concordat.returns.actions.changing import Changing, changing, refuse_closed
from concordat.returns.conflict import Conflict, Saved
from concordat.returns.merge import is_same
from concordat.returns.models import AnswerRow, ReturnRecord
from concordat.returns.replay import ANSWERED, CLEARED
from concordat.returns.typed_text import typed_text

_write_answer = PreparedUpdate(lambda: AnswerRow.objects.filter(pk=Slot(5)), "text", "origin", "by", "at", "version")
_answer_to = Prepared(lambda: AnswerRow.objects.filter(record=Slot(0), question=Slot(1)))


class NoSuchQuestion(Refused):
    """The form does not ask this."""


def save_answer(
    *, record: ReturnRecord, question: str, value: object, expected_version: int, by: By, origin: str = ""
) -> Saved | Conflict:
    """Keep an answer as it was typed, whether it fits the question or not; an empty one takes it back.

    `expected_version` is that of the answer which the person saw: 0 where there was none. Where another one is there
    by now, nothing is written and both come back, unless both say the same. Raises NoSuchQuestion, Closed, and
    Refused for what no database keeps.
    """
    asked, text = find_question(record, question), typed_text(value)
    with changing(record, by) as change:
        refuse_closed(change.record, change.at)
        row = _answer_to.first(record.pk, question)
        if row is None and not text:
            return Saved(question, "", 0, change.by.name, change.at, changed=False)
        if row is not None and row.text == text:
            return _saved(asked, row, changed=False)
        if expected_version != (row.version if row else 0):
            if row is not None and is_same(asked, row.text, text):
                return _saved(asked, row, changed=False)
            return conflict_with(question, text, row, change)
        row = put_answer(change, row, question, text, origin)
    return _saved(asked, row, voided=change.voided)


def resolve_conflict(
    *, record: ReturnRecord, question: str, keep: str, value: object, seen_version: int, by: By
) -> Saved | Conflict:
    """Decide between two answers: `keep` is `mine`, which is `value`, or `theirs`, which stays and is recorded so.

    `seen_version` is that of the conflict; a conflict again, where the answer changed once more meanwhile.
    """
    if keep == "mine":
        return save_answer(record=record, question=question, value=value, expected_version=seen_version, by=by)
    if keep != "theirs":
        raise Refused("Choose which answer to keep: yours, or theirs.")
    asked, text = find_question(record, question), typed_text(value)
    with changing(record, by) as change:
        row = _answer_to.first(record.pk, question)
        if row is None or row.version != seen_version:
            return conflict_with(question, text, row, change)
        change.note("kept", question, kept=row.text, dropped=text, version=row.version)
    return _saved(asked, row, changed=False)


def copy_last_period(*, record: ReturnRecord, question: str, expected_version: int, by: By) -> Saved | Conflict:
    """Answer a question as the period before did. Raises Refused where that one did not answer it."""
    asked, form = find_question(record, question), form_for(record)
    before = earlier_returns([record])[record.pk]
    said = next((ret for ret in reversed(before) if ret.form.id == form.earlier[-1]), None) if form.earlier else None
    if said is None or not said.answers.text(question):
        last = form.earlier[-1] if form.earlier else "An earlier period"
        raise Refused(f"{last} has no answer to {asked.name}; type it here.")
    text = said.answers.text(question)
    return save_answer(
        record=record, question=question, value=text, expected_version=expected_version, by=by, origin=said.form.id
    )


def find_question(record: ReturnRecord, question: str) -> Question:
    """A question that a person answers. Raises NoSuchQuestion."""
    found = form_for(record).questions.get(question)
    if found is None or found.kind == "derived":
        raise NoSuchQuestion(f"{record.form} asks no question {question!r} that can be answered.")
    return found


def put_answer(change: Changing, row: AnswerRow | None, question: str, text: str, origin: str) -> AnswerRow:
    """Write an answer inside a change, whatever stood there before, and note it."""
    before = row.text if row else ""
    if row is None:
        row = AnswerRow.objects.create(
            record=change.record, question=question, text=text, origin=origin, by=change.by.name, at=change.at
        )
    else:
        row.text, row.origin, row.by, row.at, row.version = text, origin, change.by.name, change.at, row.version + 1
        _write_answer(row.text, row.origin, row.by, row.at, row.version, row.pk)
    verb = ANSWERED if text else CLEARED
    change.note_content(verb, question, before=before, after=text, version=row.version, origin=origin)
    return row


def conflict_with(question: str, yours: str, row: AnswerRow | None, change: Changing) -> Conflict:
    """Both answers, where another one is there than was expected."""
    if row is None:
        return Conflict(question, yours, "", 0, "", change.at)
    return Conflict(question, yours, row.text, row.version, row.by, row.at)


def _saved(question: Question, row: AnswerRow, *, changed: bool = True, voided: int = 0) -> Saved:
    answer = read_answer(question, row.text) if row.text else None
    return Saved(question.id, row.text, row.version, row.by, row.at, answer, changed, voided)
