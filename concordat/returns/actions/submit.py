"""Submission: an immutable snapshot, its receipt, and the deadline after which only an extension opens."""

from datetime import datetime, timedelta

from django.utils import timezone

from concordat.accounts.access import By, letters_to
from concordat.accounts.mail import send
from concordat.accounts.refused import Refused
from concordat.accounts.roles import Verb
from concordat.history.chain import format_moment
from concordat.history.clock import now
from concordat.periods import format_date
from concordat.returns.access.awaited import load_signing
from concordat.returns.access.values import area_of, form_for
from concordat.returns.actions.changing import Changing, Closed, changing, closing_of
from concordat.returns.actions.sign import take_snapshot
from concordat.returns.barriers import Barriers, find_barriers
from concordat.returns.checks import check_return
from concordat.returns.deadline import format_closing
from concordat.returns.mail import extended_letter, submitted_letter
from concordat.returns.models import Extension, ReturnRecord, Signature, Snapshot, Submission
from concordat.returns.place_return import Return
from concordat.returns.receipt import Receipt, make_receipt, receipt_number
from concordat.returns.signing import missing_signatures
from concordat.returns.states import ReturnState

LONGEST_EXTENSION = timedelta(days=366)  # what is longer is a slip of the pen


class NotSigned(Refused):
    """Signatures that the framework asks for are missing."""


def barriers_of(record: ReturnRecord, ret: Return, at: datetime | None = None) -> Barriers:
    """What stands in the way of submitting a return now; `ret` is its value. At most four queries."""
    return find_barriers(check_return(ret), unsigned(record), closing_of(record), at or now())


def submit(*, record: ReturnRecord, seen: str, by: By) -> Submission:
    """Submit a return as it stands: a snapshot with its digest, and the receipt that carries the head of its history.

    `seen` is the digest of the content that the person had before them. What was submitted last, where nothing
    changed since. Raises Closed after the deadline, NotReady while findings are open, NotSigned, ChangedMeanwhile.
    """
    with changing(record, by) as change:
        _refuse_late(change.record, change.at)
        snapshot = take_snapshot(change, seen)
        last = change.record.sent.select_related("snapshot").order_by("-number").first()
        if last and last.snapshot_id == snapshot.pk and change.record.state == ReturnState.SUBMITTED:
            return last
        if missing := unsigned(change.record):
            raise NotSigned(" ".join(missing))
        return _put(change, snapshot)


def receipt_of(submission: Submission) -> Receipt:
    """The receipt of a submission. No query where its record and snapshot are at hand."""
    record = submission.record
    return make_receipt(
        place=record.place,
        form=record.form,
        version=submission.version,
        number=submission.number,
        digest=submission.snapshot.digest,
        at=submission.at,
        by=submission.by,
        subject=record.subject,
        sequence=submission.sequence,
        head=submission.head,
        signed=submission.signed,
    )


def grant_extension(*, record: ReturnRecord, until: datetime, reason: str, by: By) -> Extension:
    """Let a return be submitted until a moment after its deadline, for a reason; its leads are told by e-mail."""
    if not reason.strip():
        raise Refused("Say why the deadline is extended.")
    with changing(record, by) as change:
        closing = closing_of(change.record)
        if closing.deadline is None:
            raise Refused(f"No deadline of {record.form} is known for certain, so that there is none to extend.")
        if until <= max(change.at, closing.deadline):
            raise Refused("The extension has to end after the deadline, and later than now.")
        if until > change.at + LONGEST_EXTENSION:
            raise Refused("The extension has to end within a year from now; look at the year that you gave.")
        extension = Extension.objects.create(
            record=record, until=until, reason=reason.strip(), by=change.by.name, at=change.at
        )
        change.record.extended_until = until
        change.record.save(update_fields=["extended_until"])
        change.note("extended", "", until=format_moment(until), reason=reason.strip())
        said = format_date(timezone.localdate(until))
        letter = extended_letter(
            area_of(record).name, form_for(record).title, change.by.name, said, reason.strip(), record
        )
        send(letters_to(Verb.SUBMIT, record.place), *letter)
    return extension


def unsigned(record: ReturnRecord) -> list[str]:
    """The signatures that are missing, as sentences; none where the framework asks for none. At most four queries."""
    standing = load_signing(record)
    return missing_signatures(standing.required, standing.signing, standing.held)


def _refuse_late(record: ReturnRecord, at: datetime) -> None:
    closing = closing_of(record)
    if closing.at and closing.is_closed(at):
        raise Closed(
            f"{record.form} closed {format_closing(closing.at)}. "
            "To submit it all the same, ask for the deadline to be extended."
        )


def _put(change: Changing, snapshot: Snapshot) -> Submission:
    record = change.record
    number = record.submissions + 1
    standing = record.signatures.filter(voided_at__isnull=True).select_related("body", "mandate")
    signed = [_signed(signature) for signature in standing]
    change.note("submitted", "", number=number, digest=snapshot.digest, signed=signed)
    event = change.write()[-1]
    submission = Submission.objects.create(
        record=record,
        number=number,
        snapshot=snapshot,
        at=change.at,
        by=change.by.name,
        sequence=event.sequence,
        head=event.digest,
        version=record.version,
        signed=signed,
    )
    record.state, record.submissions = ReturnState.SUBMITTED, number
    record.save(update_fields=["state", "submissions"])
    place, title = area_of(record).name, form_for(record).title
    said = receipt_number(record.place, record.form, number)
    letter = submitted_letter(place, title, change.by.name, said, snapshot.digest, record)
    concerned = [one.person.email for one in standing.select_related("person")]
    send([*letters_to(Verb.SUBMIT, record.place), *letters_to(Verb.EXTEND, record.place), *concerned], *letter)
    return submission


def _signed(signature: Signature) -> dict[str, str]:
    return {
        "name": signature.name,
        "role": signature.role,
        "body": signature.body.name,
        "moment": format_moment(signature.at),
        "rests_on": str(signature.mandate) if signature.mandate else "",
    }
