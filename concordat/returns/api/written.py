"""Returns as the API writes them: answers with their tags, everything else as the library's JSON has it."""

import json
from typing import Any

from concordat.history.models import Event
from concordat.questionnaires.answers import Answer, read_answer
from concordat.questionnaires.form import Question
from concordat.returns.access import Filling, Kept
from concordat.returns.actions import receipt_of
from concordat.returns.conflict import Saved
from concordat.returns.etags import etag_of
from concordat.returns.models import AnswerRow, ReturnRecord, Submission
from concordat.returns.snapshot import calculate_content_digest


def return_as_dict(filling: Filling) -> dict[str, Any]:
    """A return whole, as it stood at one moment."""
    answers = [answer_as_dict(asked, filling.rows.get(asked.id)) for asked in filling.form.asked]
    return {
        **line_as_dict(filling.record),
        **checked_as_dict(filling),
        "digest": calculate_content_digest(filling.ret),
        "answers": answers,
        "fillable": [asked.id for asked in filling.form.asked if asked.id in filling.fillable],
    }


def checked_as_dict(filling: Filling) -> dict[str, Any]:
    """An entry of `concordat return check --json`, without the name of a file."""
    return {
        "place": filling.record.place,
        "questionnaire": filling.record.form,
        "completion": {section: list(counts) for section, counts in filling.completion.items()},
        "findings": [finding.as_dict() for finding in filling.findings],
    }


def line_as_dict(record: ReturnRecord) -> dict[str, Any]:
    """A return as a list of them has it."""
    changed = record.chain.at.isoformat() if record.chain.at else None
    return {
        "questionnaire": record.form,
        "version": record.version,
        "state": record.state,
        "submissions": record.submissions,
        "changed": changed,
    }


def answer_as_dict(question: Question, row: Kept | AnswerRow | None) -> dict[str, Any]:
    """One answer with its tag, also where there is none."""
    if row is None:
        return {"question": question.id, "value": None, "etag": etag_of(0)}
    return {
        "question": question.id,
        "value": row.text or None,
        "etag": etag_of(row.version),
        "by": row.by,
        "at": row.at.isoformat(),
        "origin": row.origin or None,
        "misfit": _misfit(read_answer(question, row.text) if row.text else None),
    }


def saved_as_dict(saved: Saved) -> dict[str, Any]:
    """An answer that was just saved, in the same shape."""
    return {
        "question": saved.question,
        "value": saved.text or None,
        "etag": etag_of(saved.version),
        "by": saved.who,
        "at": saved.when.isoformat(),
        "misfit": _misfit(saved.answer),
    }


def submission_as_dict(submission: Submission) -> dict[str, Any]:
    """Receipt and content of a submission."""
    return {"receipt": receipt_of(submission).as_dict(), "content": json.loads(submission.snapshot.text)}


def event_as_dict(event: Event) -> dict[str, Any]:
    """An event, with the digests that make it one of a chain."""
    return {
        "sequence": event.sequence,
        "verb": event.verb,
        "about": event.about,
        "by": event.actor,
        "body": event.body,
        "at": event.as_link().at,
        "said": event.said,
        "previous": event.previous,
        "digest": event.digest,
    }


def _misfit(answer: Answer | None) -> dict[str, str] | None:
    if answer is None or answer.misfit is None:
        return None
    return {"code": answer.misfit.code, "message": answer.misfit.message, "remedy": answer.misfit.remedy}
