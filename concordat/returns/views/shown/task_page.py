"""The task list of a return: how far it is, what waits, and where to go on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from concordat.accounts.access import By
from concordat.accounts.roles import Verb
from concordat.findings import Severity
from concordat.returns.access import Filling, Unopened
from concordat.returns.models import Assignment
from concordat.returns.states import AssignmentState
from concordat.returns.views.shown.frame import Frame, frame_of, frame_of_unopened
from concordat.returns.views.shown.pages import Pages
from concordat.returns.views.shown.said import SEVERITY_TAGS
from concordat.returns.views.shown.standing import SectionStand, next_unfinished, said_asked, stands_of, to_look_at
from concordat.returns.views.shown.waiting import Waiting, waiting_for
from concordat.web.components import SummaryRow, Tag, Task


@dataclass(frozen=True)
class TaskPage:
    """What the task list shows. `go_on` is the next section that this person can finish; `depending` are those of the
    missing answers that are asked for only if others turn out so."""

    frame: Frame
    tasks: tuple[Task, ...]
    answered: int
    asked: int
    depending: int
    complete: int
    counts: tuple[tuple[Tag, str, str], ...]
    go_on: SectionStand | None
    questions_asked: tuple[SummaryRow, ...]
    waiting: Waiting
    may_assign: bool
    filled_in: int

    @property
    def progress(self) -> str:
        """How far it is, in a sentence."""
        missing = self.asked - self.answered
        if not missing:
            return "Every question is answered."
        said = "1 answer is missing" if missing == 1 else f"{missing} answers are missing"
        if self.depending:
            said += f", {self.depending} of which depend{'s' if self.depending == 1 else ''} on other answers"
        return f"{self.complete} of {len(self.tasks)} sections are complete; {said}."


@dataclass(frozen=True, slots=True)
class UnopenedPage:
    """What stands in the place of a return that nobody opened yet. `why_not` says who can open it."""

    frame: Frame
    sections: tuple[str, ...]
    questions: int
    may_open: bool
    why_not: str


def task_page(filling: Filling, by: By, now: datetime) -> TaskPage:
    """The task list of a return."""
    frame = frame_of(filling, now, "return-tasks")
    stands = stands_of(filling, frame.pages)
    answered, asked = (sum(counts) for counts in zip(*filling.completion.values(), strict=True))
    asked_of = {one.target: one for one in _open(filling.assignments)}
    sections = {section.id for section in filling.form.sections}
    return TaskPage(
        frame=frame,
        tasks=tuple(one.as_task(said_asked(asked_of[one.id]) if one.id in asked_of else "") for one in stands),
        answered=answered,
        asked=asked,
        depending=sum(one.waiting for one in stands),
        complete=sum(1 for one in stands if not one.is_unfinished),
        counts=_counts(filling, frame.pages),
        go_on=next_unfinished(stands),
        questions_asked=tuple(_asked(filling, one) for id, one in asked_of.items() if id not in sections),
        waiting=waiting_for(filling, by, frame.pages, now),
        may_assign=filling.can(Verb.ASSIGN),
        filled_in=sum(1 for row in filling.rows.values() if row.origin and row.version == 1),
    )


def unopened_page(unopened: Unopened, now: datetime) -> UnopenedPage:
    """What stands in the place of a return that nobody opened yet."""
    form, place = unopened.form, unopened.area.slug
    closing = unopened.closing
    return UnopenedPage(
        frame=frame_of_unopened(unopened.area, form, unopened.due, closing, now),
        sections=tuple(section.title for section in form.sections),
        questions=sum(1 for one in form.asked if one.counted),
        may_open=unopened.may_open,
        why_not="" if unopened.may_open else unopened.rights.why_not(Verb.OPEN, place),
    )


def _counts(filling: Filling, pages: Pages) -> tuple[tuple[Tag, str, str], ...]:
    """How many findings there are of each severity, in words, and where they are."""
    unanswered = sum(1 for one in filling.findings if one.code == "unanswered")
    waiting = Counter(one.severity for one in to_look_at(filling.findings))
    notes = sum(1 for one in filling.findings if one.severity is Severity.NOTE)
    found = [
        (Severity.BLOCKS, unanswered, "not answered yet", "#unanswered"),
        (Severity.BLOCKS, waiting[Severity.BLOCKS], "to put right", ""),
        (Severity.EXPLAIN, waiting[Severity.EXPLAIN], "to explain", ""),
        (Severity.NOTE, notes, "to note", ""),
    ]
    return tuple(
        (SEVERITY_TAGS[severity], f"{count} {what}", f"{pages.findings_of(severity=severity)}{at}")
        for severity, count, what, at in found
        if count
    )


def _open(assignments: Sequence[Assignment]) -> list[Assignment]:
    return [one for one in assignments if AssignmentState(one.state).is_waiting]


def _asked(filling: Filling, one: Assignment) -> SummaryRow:
    return SummaryRow(filling.form.name_of(one.target), said_asked(one))
