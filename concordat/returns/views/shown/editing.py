"""What a person may change of a return as it stands, and if not, why not."""

from dataclasses import dataclass
from datetime import datetime

from concordat.accounts.roles import Verb
from concordat.periods import format_date
from concordat.questionnaires.form import Question
from concordat.returns.access import Filling
from concordat.returns.states import AssignmentState, ReturnState


@dataclass(frozen=True)
class Editing:
    """Which questions can be changed now. `why` says why others cannot, by question, or for all under an empty id.

    `falling` counts the signatures that a change would void; while they stand, `locked` says that nothing can be
    changed until the person has asked for it.
    """

    open: frozenset[str]
    why: dict[str, str]
    falling: int = 0
    locked: bool = False

    def why_not(self, question: Question) -> str:
        """Why a question cannot be changed; empty where it can."""
        if question.id in self.open:
            return ""
        return self.why.get(question.id) or self.why.get(question.section) or self.why.get("", "It cannot be changed.")


def editing_of(filling: Filling, now: datetime, *, unlocked: bool) -> Editing:
    """What can be changed. `unlocked` says that the person knows that signatures will fall."""
    if filling.is_fixed(now):
        end = filling.closing.at
        since = f" on {format_date(end.date())}" if end else ""
        said = f"The return closed{since} and what was submitted stands. Whoever can extend the deadline can open it."
        return Editing(frozenset(), {"": said})
    if not filling.fillable:
        return Editing(frozenset(), {"": _no_right(filling)})
    falling = filling.signatures if filling.record.state != ReturnState.OPEN else 0
    if falling and not unlocked:
        said = "It was signed: a change would void the signatures. You can change it all the same, further up."
        return Editing(frozenset(), {"": said}, falling, locked=True)
    others = {} if filling.can(Verb.FILL) else _asked_of_others(filling)
    return Editing(filling.fillable, others, falling)


def _no_right(filling: Filling) -> str:
    if filling.can(Verb.FILL_ASSIGNED):
        return "You may answer what is assigned to you or your body, and nothing of this return is."
    return filling.rights.why_not(Verb.FILL, filling.record.place)


def _asked_of_others(filling: Filling) -> dict[str, str]:
    """Who is asked for what, for those who may only answer what is assigned to them."""
    found = {"": "This is not assigned to you."}
    for one in filling.assignments:
        if AssignmentState(one.state).is_waiting:
            found[one.target] = f"{one.assignee} is asked for this."
    return found
