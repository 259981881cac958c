"""Whether a board can still sign a form in time: at a meeting, or on what it decided or delegated before."""

from datetime import date

from concordat.accounts.models import Mandate
from concordat.accounts.views.shown.mandates import said_delegates
from concordat.periods import format_date
from concordat.returns.access import FormAt
from concordat.returns.access.form_at import BoardWay
from concordat.returns.calendar import StepsBack


def said_board(one: FormAt) -> tuple[str, bool]:
    """How a form gets the signature of each board before its deadline, in sentences, and whether to warn of any;
    nothing where no board has to sign it any more."""
    if one.is_submitted or not one.asks_board:
        return "", False
    alone = len(one.boards) == 1
    said = [_said_way(way, one.due_on, alone=alone) for way in one.boards]
    named = [text if alone else f"{way.name}: {text}" for way, (text, _) in zip(one.boards, said, strict=True)]
    return " ".join(named), any(warns for _, warns in said)


def _said_way(way: BoardWay, due: date | None, *, alone: bool) -> tuple[str, bool]:
    if way.is_signed:
        return "It is signed for the board.", False
    said = " ".join(filter(None, (_said_meeting(way.steps), _said_mandate(way, due))))
    if way.steps.meeting or way.mandate:
        return said, way.steps.meeting is None and _ends_before(way, due) is not None
    left = "a later meeting to enter, a delegation, or a ratification afterwards."
    if _next_meeting(way.steps):
        return f"{said} For what is not among them that leaves {left}", True
    whose = "No board can sign it" if alone else "It cannot sign"
    return f"{whose} as the calendar stands. {said} That leaves {left}", True


def _said_meeting(steps: StepsBack) -> str:
    """The last meeting that can sign, or why there is none."""
    meeting = steps.meeting
    if meeting:
        papers = f"papers by {format_date(meeting.papers_by)}"
        return f"Board before it: {meeting.board}, {format_date(meeting.held)}, {papers}."
    closed = [step.day for step in steps.steps if step.kind == "papers"]
    if not closed:
        return "No meeting of the board before it is entered."
    if held := _next_meeting(steps):
        return f"The board meets on {format_date(held)}, and papers for it closed on {format_date(closed[-1])}."
    return f"The last papers for a meeting before it closed on {format_date(closed[-1])}."


def _next_meeting(steps: StepsBack) -> date | None:
    """The last meeting before the deadline that is still to come."""
    return next((step.day for step in reversed(steps.steps) if step.kind == "meeting" and not step.passed), None)


def _said_mandate(way: BoardWay, due: date | None) -> str:
    """On what it can be signed without a meeting; nothing where the board gave no such mandate."""
    if way.mandate is None:
        return ""
    too_early = _ends_before(way, due)
    ends = f" That mandate ends on {format_date(too_early)}, before it is due." if too_early else ""
    return f"It can be signed without a further meeting, on the board’s {_said_source(way.mandate)}.{ends}"


def _said_source(mandate: Mandate) -> str:
    """`delegation of 7 December 2016 (Cllr Rowan Marsh, alone)`, `decision of 7 December 2016`."""
    who = said_delegates(mandate)
    return f"{mandate.kind} of {format_date(mandate.held)}" + (f" ({who})" if who else "")


def _ends_before(way: BoardWay, due: date | None) -> date | None:
    """The day on which the mandate ends, where that is before the form is due."""
    until = way.mandate.until if way.mandate else None
    return until if until and due and until < due else None
