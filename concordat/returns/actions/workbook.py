"""Workbooks out and back in: first shown answer by answer, then applied, all of it or some."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from concordat.accounts.access import By, actor_for
from concordat.accounts.refused import Refused
from concordat.findings import Finding, Severity
from concordat.history.clock import now
from concordat.history.models import Event
from concordat.questionnaires.workbook.names import Stamp
from concordat.questionnaires.workbook.write_workbook import write_workbook
from concordat.returns.access.load import NotFound
from concordat.returns.access.signing import as_it_was
from concordat.returns.access.values import area_of, as_value
from concordat.returns.actions.changing import changing, refuse_closed
from concordat.returns.actions.save_answer import conflict_with, put_answer
from concordat.returns.conflict import Conflict
from concordat.returns.load import make_return
from concordat.returns.merge import Proposal, propose_changes
from concordat.returns.models import AnswerRow, ReturnRecord, Submission, Upload
from concordat.returns.place_return import Return
from concordat.returns.read_file import FileRead, read_return_file
from concordat.returns.replay import ANSWERED, CLEARED
from concordat.returns.typed_text import typed_text
from concordat.returns.update_return import check_same_return, update_return


@dataclass(frozen=True)
class Preview:
    """What a workbook would change. `upload` is None where it cannot be taken at all: `findings` then say why."""

    upload: Upload | None
    proposals: tuple[Proposal, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Applied:
    """What was taken from a workbook, by question, and the answers that changed again since it was shown."""

    saved: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    voided: int = 0


def export_workbook(record: ReturnRecord, to: Path) -> list[str]:
    """Write the workbook of a return, with a mark of how far its history had come; the ids of answers cut short."""
    ret = as_value(record)
    stamp = Stamp(record.place, record.form, str(record.version), record.source, str(record.chain.length))
    return write_workbook(
        ret.answers, to, stamp=stamp, place=area_of(record).name, notes=ret.remarks, made=now().date()
    )


def export_submission(submission: Submission, to: Path) -> list[str]:
    """Write the workbook of what was submitted, as it was; the ids of answers cut short."""
    ret, record = as_it_was(submission), submission.record
    stamp = Stamp(record.place, record.form, str(submission.version), ret.source, "")
    return write_workbook(ret.answers, to, stamp=stamp, place=area_of(record).name, made=submission.at.date())


def preview_workbook(*, record: ReturnRecord, path: Path, by: By, name: str = "") -> Preview:
    """Show what a workbook would change, and keep it until somebody chooses. Never raises for what stands in it."""
    file = read_return_file(path)
    if file.form is None or file.place is None:
        return Preview(None, (), file.findings)
    kept = as_value(record, notes=False)
    new = make_return(file, kept.earlier)
    if other := tuple(check_same_return(kept, new)):
        return Preview(None, (), (*file.findings, *other))
    merged, findings = update_return(kept, new, file.unread)
    proposals = propose_changes(kept.form, _texts(merged), _site(record), _since(record, file), file.unread)
    actor = actor_for(by, record.place)
    odd = (*file.findings, *findings)
    upload = Upload.objects.create(
        record=record,
        file=(name or path.name)[:200],
        proposals=[one.as_dict() for one in proposals],
        findings=[one.as_dict() for one in odd],
        by=actor.name,
        by_id=actor.id,
        at=now(),
    )
    return Preview(upload, tuple(proposals), odd)


def load_upload(record: ReturnRecord, id: int, by: By) -> Upload:
    """A workbook that the same person sent in for this return. Raises NotFound."""
    found = Upload.objects.filter(record=record, pk=id, by_id=actor_for(by, record.place).id).first()
    if found is None:
        raise NotFound("There is no such workbook of yours for this return; send it in again.")
    return found


def proposals_of(upload: Upload) -> tuple[Proposal, ...]:
    """What a workbook would change, as it was shown."""
    return tuple(Proposal(**one) for one in upload.proposals)


def findings_of(upload: Upload) -> tuple[Finding, ...]:
    """What was odd about a workbook, as it was shown."""
    return tuple(Finding(**{**one, "severity": Severity(one["severity"])}) for one in upload.findings)


def apply_workbook(*, upload: Upload, chosen: Collection[str], by: By) -> Applied:
    """Take the chosen answers from a workbook, all of them or, where one changed again meanwhile, all but that one.

    Raises Closed, and Refused for a workbook that was applied already.
    """
    saved: list[str] = []
    conflicts: list[Conflict] = []
    with changing(upload.record, by) as change:
        refuse_closed(change.record, change.at)
        upload = Upload.objects.get(pk=upload.pk)
        if upload.applied_at:
            raise Refused("This workbook was applied already; send it in again to see what is left.")
        rows = {row.question: row for row in AnswerRow.objects.filter(record=change.record, question__in=set(chosen))}
        for one in proposals_of(upload):
            row = rows.get(one.question)
            if one.question not in chosen or (row.text if row else "") == one.yours:
                continue
            if (row.version if row else 0) != one.version:
                conflicts.append(conflict_with(one.question, one.yours, row, change))
                continue
            put_answer(change, row, one.question, one.yours, f"workbook {upload.file}"[:200])
            saved.append(one.question)
        upload.applied_at = change.at
        upload.save(update_fields=["applied_at"])
        change.note("applied", "", file=upload.file, answers=len(saved), left=len(upload.proposals) - len(saved))
    return Applied(tuple(saved), tuple(conflicts), change.voided)


def _texts(ret: Return) -> dict[str, str]:
    """The answers as they would be typed; what cannot be kept is left out, and was told of before."""
    found = {}
    for id, answer in ret.answers.answers.items():
        try:
            found[id] = typed_text(answer.raw)
        except Refused:
            continue
    return found


def _site(record: ReturnRecord) -> dict[str, tuple[str, int]]:
    rows = AnswerRow.objects.filter(record=record).values_list("question", "text", "version")
    return {question: (text, version) for question, text, version in rows}


def _since(record: ReturnRecord, file: FileRead) -> dict[str, str] | None:
    """What stood, when the workbook was taken, where the site has been changed since; None where that is not told."""
    if not file.taken.isdecimal() or not 0 < int(file.taken[:9]) <= record.chain.length:
        return None
    events = Event.objects.filter(subject=record.subject, sequence__gt=int(file.taken)).order_by("sequence")
    found: dict[str, str] = {}
    for event in events.filter(verb__in=(ANSWERED, CLEARED)):
        found.setdefault(event.about, str(event.said["before"]))
    return found
