"""What of a return waits for one person: what they were asked, remarks to come back to, findings to explain."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from concordat.accounts.access import By
from concordat.accounts.models import Person
from concordat.accounts.roles import Verb
from concordat.findings import Severity
from concordat.periods import format_date
from concordat.questionnaires.completion import State, state_of
from concordat.returns.access import Filling
from concordat.returns.former import name_of_any_version
from concordat.returns.models import Assignment
from concordat.returns.states import AssignmentState
from concordat.returns.views.shown.finding_lines import FindingLine, lines_of
from concordat.returns.views.shown.pages import Pages, section_of
from concordat.returns.views.shown.remark_lines import RemarkLine, remark_lines
from concordat.returns.views.shown.said_times import said_days
from concordat.web.components import Tag


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """Who is asked for what. `left` says how many questions of it are not answered; the verbs are addresses."""

    id: int
    name: str
    section: str
    href: str
    whom: str
    by: str
    words: str
    due: str
    tag: Tag
    left: str
    chase: str = ""
    done: str = ""
    hand_back: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person on one return."""

    assignments: tuple[AssignmentLine, ...]
    remarks: tuple[RemarkLine, ...]
    findings: tuple[FindingLine, ...]

    @property
    def count(self) -> int:
        return len(self.assignments) + len(self.remarks) + len(self.findings)


def waiting_for(filling: Filling, by: By, pages: Pages, now: datetime) -> Waiting:
    """What waits for somebody: of remarks and findings, those that they can do something about."""
    mine = {question.section for question in filling.form.asked if question.id in filling.fillable}
    remarks = tuple(
        one for one in remark_lines(filling, pages, now) if one.come_back and not one.resolved and one.section in mine
    )
    findings = tuple(one for one in lines_of(filling, pages, now, severity=Severity.EXPLAIN) if one.is_open)
    return Waiting(
        assignment_lines(filling, by, pages, now, only_mine=True),
        remarks,
        tuple(one for one in findings if one.may_explain),
    )


def assignment_lines(
    filling: Filling, by: By, pages: Pages, now: datetime, *, only_mine: bool = False, waiting: bool = True
) -> tuple[AssignmentLine, ...]:
    """What people and bodies are asked for: what is still waited for, or what is over."""
    found = [one for one in filling.assignments if AssignmentState(one.state).is_waiting is waiting]
    return tuple(
        _line(filling, one, is_mine(filling, one, by), pages, now)
        for one in found
        if not only_mine or is_mine(filling, one, by)
    )


def is_mine(filling: Filling, one: Assignment, by: By) -> bool:
    """Whether somebody is asked, by themselves or with the body for which they act."""
    if one.body_id is not None:
        return one.body_id in filling.rights.bodies_at(filling.record.place)
    return isinstance(by, Person) and one.person_id == by.pk


def _line(filling: Filling, one: Assignment, mine: bool, pages: Pages, now: datetime) -> AssignmentLine:
    state, today = AssignmentState(one.state), localdate(now)
    late = state.is_waiting and one.due is not None and one.due < today
    due = f"{format_date(one.due)}, {said_days(one.due, today)}" if one.due and state.is_waiting else ""
    return AssignmentLine(
        id=one.pk,
        name=name_of_any_version(filling.form, one.target),
        section=section_of(filling.form, one.target),
        href=pages.field(filling.form, one.target),
        whom=one.assignee,
        by=one.by,
        words=one.words,
        due=due or (format_date(one.due) if one.due else ""),
        tag=Tag("Late", "red") if late else Tag(state.label, "blue" if state.is_waiting else "grey"),
        left=_said_left(filling, one.target),
        chase=pages.assignment(one.pk, "chase") if state.is_waiting and filling.can(Verb.ASSIGN) else "",
        done=pages.assignment(one.pk, "done") if state.is_waiting and mine else "",
        hand_back=pages.assignment(one.pk, "hand-back") if state.is_waiting and mine else "",
    )


def _said_left(filling: Filling, target: str) -> str:
    """How much of a section, or whether a question itself, is left to answer; nothing where none of it counts."""
    asked = (one for one in filling.form.asked if target in (one.id, one.section) and one.counted)
    states = Counter(state_of(filling.ret.answers, one) for one in asked)
    if states[State.UNANSWERED]:
        return f"{states[State.UNANSWERED]} to answer"
    if waiting := states[State.WAITING]:
        return f"{waiting} depend{'s' if waiting == 1 else ''} on other answers"
    return "answered" if states else ""
