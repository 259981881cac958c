"""The pages of a workbook: where it is taken and sent in, and what one would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from concordat.findings import Finding, Severity, gravest_first
from concordat.returns.access import Filling
from concordat.returns.access.signing import answers_now
from concordat.returns.actions import Applied, findings_of, proposals_of
from concordat.returns.models import Upload
from concordat.returns.views.shown.frame import Frame, frame_of
from concordat.returns.views.shown.proposals import Proposed, show_proposals
from concordat.returns.views.shown.said import SEVERITY_TAGS
from concordat.web.components import Tag

TAB = "return-workbook"
UNMARKED = {"no-stamp", "no-place", "no-questionnaire", "unknown-place", "unknown-questionnaire"}
NOT_OURS = (
    "The workbook does not say whose return it is, or not of which form: either it was not made here, or what says so "
    "was changed. Download the workbook on this page, copy what you filled into it, and send that one in."
)
REMEDIES = {  # where the library speaks of files and commands
    "other-place": "Choose this place's own workbook, or send this one in on the pages of the place that it is of.",
    "other-form": "Choose the workbook of this return, or send this one in on the pages of the return that it is of.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is odd about a workbook."""

    tag: Tag
    where: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class WorkbookPage:
    """Where the workbook is taken and sent in; `why_not` says why this person cannot send one in."""

    frame: Frame
    may_send: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """What one workbook would change, or what became of it."""

    frame: Frame
    upload: Upload
    proposed: Proposed
    problems: tuple[Problem, ...]


def workbook_page(filling: Filling, now: datetime) -> WorkbookPage:
    """The page where a workbook is taken and sent in, for whoever looks."""
    why_not = ""
    if filling.is_fixed(now):
        why_not = "The return is closed and what was submitted stands, so that no workbook is taken any more."
    elif not filling.fillable:
        why_not = "You can take the workbook. Sending it in is for those who answer questions of this return."
    return WorkbookPage(frame_of(filling, now, TAB), may_send=not why_not, why_not=why_not)


def proposals_page(filling: Filling, upload: Upload, now: datetime) -> ProposalsPage:
    """What a workbook would change beside the answers as they stand. One query."""
    proposals = proposals_of(upload)
    stand = answers_now(filling.record, [one.question for one in proposals])
    applied = upload.applied_at is not None
    mine = () if filling.is_fixed(now) else filling.fillable
    proposed = show_proposals(filling.form, proposals, stand, mine, applied=applied)
    return ProposalsPage(frame_of(filling, now, TAB), upload, proposed, list_problems(filling, findings_of(upload)))


def list_problems(filling: Filling, findings: Sequence[Finding]) -> tuple[Problem, ...]:
    """What is odd about a workbook, the gravest first; a question by its name."""
    return tuple(_problem(one, filling.form.name_of(one.where)) for one in gravest_first(findings))


def _problem(one: Finding, name: str) -> Problem:
    return Problem(SEVERITY_TAGS[one.severity], name, one.message.removeprefix(f"{name}: "), one.remedy)


def said_refused(findings: Sequence[Finding]) -> list[str]:
    """Why a workbook cannot be taken at all, as sentences for the field that it was chosen in."""
    blocking = [one for one in findings if one.severity is Severity.BLOCKS] or findings
    if any(one.code in UNMARKED for one in blocking):
        return [NOT_OURS]
    return [f"{one.message} {REMEDIES.get(one.code, one.remedy)}" for one in blocking]


def said_applied(done: Applied) -> str:
    """What was taken from a workbook, as a sentence or two."""
    count = len(done.saved)
    said = f"{count} answer{' was' if count == 1 else 's were'} taken from the workbook."
    if left := len(done.conflicts):
        said += f" {left} changed again while you chose and {'was' if left == 1 else 'were'} left as the site has it."
    if done.voided:
        fell = "A signature no longer stands" if done.voided == 1 else f"{done.voided} signatures no longer stand"
        said += f" {fell}, because what was signed has changed."
    return said
