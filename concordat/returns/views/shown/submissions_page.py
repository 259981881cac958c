"""The pages of what was submitted, for whoever may see it, also where they never see a draft."""

from collections.abc import Sequence
from dataclasses import dataclass

from concordat.frameworks.forms import load_form
from concordat.returns.access import area_of, verify_receipt
from concordat.returns.actions import receipt_of
from concordat.returns.models import ReturnRecord, Submission
from concordat.returns.place_return import Return
from concordat.returns.states import ReturnState
from concordat.returns.views.shown.answers_as_they_were import AnswerSection, list_answers, list_reasons
from concordat.returns.views.shown.frame import STATE_TAGS, Frame, tabs_of
from concordat.returns.views.shown.pages import Pages
from concordat.returns.views.shown.receipt_rows import ReceiptShown, show_receipt
from concordat.returns.views.shown.signing_page import TAB, stages_of
from concordat.returns.views.shown.submission_lines import SubmissionLine, said_counts, show_submissions
from concordat.web.components import Link


@dataclass(frozen=True, slots=True)
class SubmissionsPage:
    """What was submitted and what of it counts now."""

    frame: Frame
    stages: tuple[Link, ...]
    counts: str
    lines: tuple[SubmissionLine, ...]


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    """One submission, as it was."""

    frame: Frame
    line: SubmissionLine
    is_latest: bool
    version: int
    sections: tuple[AnswerSection, ...]
    reasons: tuple[tuple[str, str], ...]
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """A receipt; `broken` are sentences on what is not as it says, None where nobody asked for it to be checked."""

    frame: Frame
    number: int
    shown: ReceiptShown
    sees_draft: bool
    broken: tuple[str, ...] | None = None


def submissions_page(submissions: Sequence[Submission], *, sees_draft: bool) -> SubmissionsPage:
    """All submissions of a return, the latest first; there is at least one."""
    record = submissions[0].record
    frame = frame_of_sent(record, sees_draft=sees_draft)
    return SubmissionsPage(
        frame,
        stages_of(record, "return-submissions") if sees_draft else (),
        said_counts(record, submissions[0], sees_draft=sees_draft),
        show_submissions(submissions),
    )


def submission_page(submission: Submission, ret: Return, *, sees_draft: bool) -> SubmissionPage:
    """A submission with all of its answers; `ret` is its content as it was."""
    return SubmissionPage(
        frame_of_sent(submission.record, sees_draft=sees_draft),
        show_submissions([submission])[0],
        submission.number == submission.record.submissions,
        submission.version,
        list_answers(ret),
        list_reasons(ret),
        ret.is_synthetic,
    )


def receipt_page(submission: Submission, *, sees_draft: bool, broken: tuple[str, ...] | None = None) -> ReceiptPage:
    """The receipt of a submission, checked against the site where somebody asked for it."""
    record = submission.record
    shown = show_receipt(receipt_of(submission), area_of(record).name, load_form(record.form, submission.version))
    frame = frame_of_sent(record, sees_draft=sees_draft)
    return ReceiptPage(frame, submission.number, shown, sees_draft, broken)


def check_receipt(submission: Submission) -> tuple[str, ...]:
    """What of the site is not as the receipt of a submission says; nothing where all of it is."""
    verified, found = verify_receipt(receipt_of(submission))
    return (*(f"Event {one.sequence} of the history: {one.what}" for one in verified.breaks), *found)


def frame_of_sent(record: ReturnRecord, *, sees_draft: bool) -> Frame:
    """What stands around a page of what was submitted. Whoever sees no draft is not led to where there is one."""
    pages = Pages(record.place, record.form)
    title, name = load_form(record.form).title, area_of(record).name
    if not sees_draft:
        return Frame(name, title, pages, STATE_TAGS[ReturnState.SUBMITTED], "", ())
    return Frame(name, title, pages, STATE_TAGS[ReturnState(record.state)], "", tabs_of(pages, TAB))
