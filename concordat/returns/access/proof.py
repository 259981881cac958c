"""Holding a return against what proves it: its receipt, its snapshot, its history."""

from concordat.history.access import Verified, verify
from concordat.history.chain import digest_of_text
from concordat.history.models import Event
from concordat.returns.models import AnswerRow, ReturnRecord, Snapshot
from concordat.returns.receipt import Receipt
from concordat.returns.replay import ABOUT_ANSWERS, AnswerEvent, find_unrecorded, replay_answers


def verify_receipt(receipt: Receipt) -> tuple[Verified, list[str]]:
    """Hold a receipt against the site: the chain of its return, and sentences on what else is not as it says.

    Finds an event changed, removed or written anew, a content that is gone or is not the one submitted, and answers
    that were changed past the site.
    """
    found = [*_check_snapshot(receipt), *_check_event(receipt)]
    record = ReturnRecord.objects.filter(place=receipt.place, form=receipt.form).first()
    if record is None:
        found.append(f"There is no return of {receipt.place} to {receipt.form}.")
    elif changed := unrecorded(record):
        found.append(f"Answers are not what the history says: {', '.join(changed)}.")
    return verify(against=receipt.witness), found


def unrecorded(record: ReturnRecord) -> list[str]:
    """The questions of a return whose answer was changed past the site. Two queries."""
    events = Event.objects.filter(subject=record.subject, verb__in=ABOUT_ANSWERS).order_by("sequence")
    history = replay_answers(AnswerEvent(event.verb, event.about, event.said) for event in events)
    rows = AnswerRow.objects.filter(record=record).values_list("question", "text")
    return find_unrecorded(history, {question: text for question, text in rows if text})


def _check_snapshot(receipt: Receipt) -> list[str]:
    kept = Snapshot.objects.filter(digest=receipt.digest).first()
    if kept is None:
        return ["The content that the receipt names is not kept here."]
    if digest_of_text(kept.text) != receipt.digest:
        return ["The content that is kept is not the one that was submitted: something in it was changed."]
    return []


def _check_event(receipt: Receipt) -> list[str]:
    event = Event.objects.filter(subject=receipt.subject, sequence=receipt.sequence).first()
    if event and event.verb == "submitted" and event.said.get("digest") == receipt.digest:
        return []
    return [f"Event {receipt.sequence} of the history does not record this submission."]
