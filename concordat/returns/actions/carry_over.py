"""A questionnaire reissued mid-round: a draft carried over to the new version, question by question."""

from django.db.models import QuerySet

from concordat.accounts.access import By
from concordat.accounts.refused import Refused
from concordat.frameworks.forms import load_form
from concordat.questionnaires.changes import Change, FormChange
from concordat.questionnaires.changes import carry_over as carry_answers
from concordat.returns.access.values import as_value
from concordat.returns.actions.assign import end_assignments
from concordat.returns.actions.changing import changing, refuse_closed
from concordat.returns.models import AnswerRow, ReturnRecord
from concordat.returns.replay import MOVED


def preview_carry_over(record: ReturnRecord) -> list[FormChange]:
    """What the latest version of the form would change of this return; nothing where it is on that version."""
    latest = load_form(record.form)
    if latest.version == record.version:
        return []
    return carry_answers(as_value(record, notes=False).answers, latest)[1]


def records_on_old_version(form: str) -> "QuerySet[ReturnRecord]":
    """The returns to a form that are still on an earlier version of it, by place."""
    return ReturnRecord.objects.filter(form=form, version__lt=load_form(form).version).order_by("place")


def carry_over(*, record: ReturnRecord, by: By) -> list[FormChange]:
    """Take a draft over to the latest version of its form; what changed, moved, came and vanished.

    An answer whose question moved follows it; one whose question vanished is kept under its old id, and one that no
    longer fits as it was typed. Nobody is waited for any more to answer what is no longer asked. Signatures fall.
    Nothing happens to a return on the latest version.
    """
    with changing(record, by) as change:
        refuse_closed(change.record, change.at)
        latest, before = load_form(record.form), change.record.version
        if latest.version == before:
            return []
        if latest.version < before:
            raise Refused(f"Version {before} of {record.form} is not held any more; add its file again.")
        changes = carry_answers(as_value(change.record, notes=False).answers, latest)[1]
        for one in changes:
            if one.change is Change.MOVED:
                _move(change.record, one.was, one.id)
                change.note_content(MOVED, one.id, was=one.was)
        change.record.version = latest.version
        change.record.save(update_fields=["version"])
        end_assignments(change, latest)
        listed = [{"question": one.id, "change": str(one.change), "note": one.note} for one in changes]
        change.note_content("carried-over", "", before=before, after=latest.version, changes=listed)
    return changes


def _move(record: ReturnRecord, was: str, now: str) -> None:
    """An answer, and what is said about it, follows its question. A row that is at the new id stays."""
    for rows, name in (
        (AnswerRow.objects.filter(record=record), "question"),
        (record.reasons.all(), "where"),
        (record.remarks.all(), "question"),
        (record.assignments.all(), "target"),
    ):
        rows.filter(**{name: was}).update(**{name: now})
