"""Stepping back from a deadline: which meeting of the board is the last that can sign, and when its papers close."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

PAPERS_BEFORE = 5  # working days before a meeting that papers go out, where nothing else is known: the law's clear days


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a board. `papers_due` is None where nobody entered it."""

    board: str
    held: date
    papers_due: date | None = None

    @property
    def papers_by(self) -> date:
        """The day by which papers have to be in: the one entered, else five clear working days before."""
        return self.papers_due or _working_days_before(self.held, PAPERS_BEFORE + 1)


@dataclass(frozen=True, slots=True)
class Step:
    """One day on the way to the deadline. `kind` is papers, meeting or deadline; `passed` says that it is over."""

    day: date
    kind: str
    label: str
    passed: bool


@dataclass(frozen=True, slots=True)
class StepsBack:
    """The way to a deadline: the last meeting that can still sign, None where there is none, and every day of it."""

    deadline: date
    meeting: Meeting | None
    steps: tuple[Step, ...]

    def days_left(self, on: date) -> int:
        """Days until the deadline; negative when it is over."""
        return (self.deadline - on).days

    @property
    def needs_delegation(self) -> bool:
        """Whether no meeting can sign in time any more, so that only a delegation or a later ratification is left."""
        return self.meeting is None


def step_back(deadline: date, meetings: Iterable[Meeting], on: date, title: str = "The return") -> StepsBack:
    """The days on the way to a deadline: of the meetings up to it, the last whose papers are still open on a day."""
    before = sorted((one for one in meetings if one.held <= deadline), key=lambda one: one.held)
    usable = [one for one in before if one.papers_by >= on]
    last = usable[-1] if usable else None
    steps = [Step(deadline, "deadline", f"{title} is due", deadline < on)]
    for one in before:
        steps.append(Step(one.papers_by, "papers", f"Papers for {one.board} close", one.papers_by < on))
        steps.append(Step(one.held, "meeting", f"{one.board} meets", one.held < on))
    order = {"papers": 0, "meeting": 1, "deadline": 2}
    return StepsBack(deadline, last, tuple(sorted(steps, key=lambda one: (one.day, order[one.kind]))))


def _working_days_before(day: date, count: int) -> date:
    """Bank holidays are not known here: a board that meets near one has to enter its own day."""
    while count:
        day -= timedelta(days=1)
        count -= day.weekday() < 5
    return day
