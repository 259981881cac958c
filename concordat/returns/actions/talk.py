"""Remarks on questions, and reasons for findings."""

from concordat.accounts.access import By
from concordat.accounts.refused import Refused
from concordat.returns.access.values import form_for
from concordat.returns.actions.changing import changing, refuse_closed
from concordat.returns.conflict import Conflict, Saved
from concordat.returns.models import ReasonRow, Remark, ReturnRecord
from concordat.returns.replay import EXPLAINED
from concordat.returns.typed_text import typed_text


def add_remark(*, record: ReturnRecord, question: str, text: str, by: By, come_back: bool = False) -> Remark:
    """Write a remark on a question, or on a section; `come_back` marks it as one to come back to."""
    said = typed_text(text).strip()
    if not said:
        raise Refused("Write what you want to remark.")
    form = form_for(record)
    if question not in form.known_ids and question not in {section.id for section in form.sections}:
        raise Refused(f"{record.form} has no question or section {question!r}.")
    with changing(record, by) as change:
        remark = Remark.objects.create(
            record=record, question=question, text=said, come_back=come_back, by=change.by.name, at=change.at
        )
        change.note("remarked", question, remark=remark.pk, text=said, come_back=come_back)
    return remark


def resolve_remark(*, remark: Remark, by: By) -> Remark:
    """Say that a remark is dealt with; one that is already stays as it is."""
    with changing(remark.record, by) as change:
        remark = Remark.objects.select_related("record").get(pk=remark.pk)
        if remark.resolved_at is None:
            remark.resolved_at, remark.resolved_by = change.at, change.by.name
            remark.save(update_fields=["resolved_at", "resolved_by"])
            change.note("resolved", remark.question, remark=remark.pk)
    return remark


def give_reason(
    *, record: ReturnRecord, code: str, where: str, text: str, by: By, expected_version: int | None = None
) -> Saved | Conflict:
    """Say why a finding is as it is; an empty reason takes it back. Signatures fall, as with an answer.

    `expected_version` is that of the reason which the person saw, 0 for none; without one the last to write wins, and
    what stood there is in the history. Raises Refused and Closed.
    """
    said = typed_text(text).strip()
    if not code or not where or len(code) > 60 or len(where) > 200:
        raise Refused("Say which finding the reason is for, by its code and where it stands.")
    with changing(record, by) as change:
        refuse_closed(change.record, change.at)
        row = ReasonRow.objects.filter(record=record, code=code, where=where).first()
        version, before = (row.version, row.text) if row else (0, "")
        if before == said:
            return Saved(where, said, version, row.by if row else "", row.at if row else change.at, changed=False)
        if expected_version is not None and expected_version != version:
            who, when = (row.by, row.at) if row else ("", change.at)
            return Conflict(where, said, before, version, who, when)
        row = row or ReasonRow(record=record, code=code, where=where, version=0)
        row.text, row.version, row.by, row.at = said, version + 1, change.by.name, change.at
        row.save()
        change.note_content(EXPLAINED, where, code=code, before=before, after=said, version=row.version)
    return Saved(where, said, row.version, row.by, row.at, voided=change.voided)
