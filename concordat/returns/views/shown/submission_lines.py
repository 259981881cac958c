"""What was submitted: the list, and what counts now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from concordat.periods import format_date
from concordat.returns.models import ReturnRecord, Submission
from concordat.returns.receipt import receipt_number
from concordat.returns.states import ReturnState
from concordat.web.components import Tag

COUNTS, REPLACED = Tag("Counts now", "green"), Tag("Replaced", "grey")


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """One submission in the list."""

    number: int
    receipt: str
    at: datetime
    by: str
    signed: tuple[str, ...]
    digest: str
    tag: Tag
    taken_from: str


def show_submissions(submissions: Sequence[Submission]) -> tuple[SubmissionLine, ...]:
    """The submissions, the latest first: that one counts."""
    latest = max((one.number for one in submissions), default=0)
    return tuple(
        SubmissionLine(
            number=one.number,
            receipt=receipt_number(one.record.place, one.record.form, one.number),
            at=one.at,
            by=one.by,
            signed=tuple(f"{signed['name']} for {signed['body']}" for signed in one.signed),
            digest=one.snapshot.digest,
            tag=COUNTS if one.number == latest else REPLACED,
            taken_from=one.taken_from,
        )
        for one in submissions
    )


def said_counts(record: ReturnRecord, latest: Submission, *, sees_draft: bool) -> str:
    """Which submission counts now, as a sentence; whoever sees drafts is told whether something changed since."""
    local = localtime(latest.at)
    said = f"Submission {latest.number} of {format_date(local.date())}, {local:%H:%M}, counts now."
    if sees_draft and record.state != ReturnState.SUBMITTED:
        said += " The return was changed since; what changed counts once it is signed and submitted again."
    return said
