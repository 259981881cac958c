"""Dates that have passed while the answers say otherwise, and dates that no one can have meant."""

from collections.abc import Iterator
from datetime import date

from concordat.findings import Finding, Severity
from concordat.periods import format_date
from concordat.questionnaires.form import Question
from concordat.returns.place_return import Return

FAR_YEARS = 15  # a date further away than this is a slip of the keyboard
EARLIEST_YEAR = 2000


def check_passed(ret: Return) -> Iterator[Finding]:
    """A date that has to lie ahead and has passed, as at the day on which the return stands.

    The same date given for several things (six settings that all go live on one day) is one finding.
    """
    day = ret.stands_at
    if day is None:
        return
    passed: dict[tuple[str, date], list[Question]] = {}
    for question in ret.form.of_kind("date"):
        value = ret.answers.value(question.id)
        if question.ahead is None or not isinstance(value, date) or value >= day:
            continue
        reached = any(ret.answers.holds((condition,)) for condition in question.ahead)
        if not reached and ret.answers.holds(question.applies) is not False:
            passed.setdefault((question.label, value), []).append(question)
    for (label, value), questions in passed.items():
        items = ", ".join(question.item for question in questions if question.item)
        status = next((said for question in questions for said in _statuses(ret, question)), "")
        message = (
            f"{label}{f' ({items})' if items else ''}: {format_date(value)} had passed by {format_date(day)}{status}."
        )
        remedy = "Give a new date, or change the status."
        yield Finding("date-passed", Severity.EXPLAIN, questions[0].id, message, remedy)


def _statuses(ret: Return, question: Question) -> Iterator[str]:
    for id, _ in (question.ahead or ()) + question.applies:
        if ret.answers.text(id):
            yield f", and {ret.form.questions[id].label} is still {ret.answers.text(id)!r}"


def check_far(ret: Return, question: Question) -> Iterator[Finding]:
    """A date so far away that a digit must have slipped."""
    day, value = ret.stands_at, ret.answers.value(question.id)
    if not isinstance(value, date):
        return
    if value.year < EARLIEST_YEAR or (day is not None and value.year > day.year + FAR_YEARS):
        message = f"{question.name}: {format_date(value)} cannot be meant."
        yield Finding("date-out-of-range", Severity.EXPLAIN, question.id, message, "Check the year.")
