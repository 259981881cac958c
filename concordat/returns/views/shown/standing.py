"""How far each section of a return is, and where to go on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from concordat.findings import Finding
from concordat.questionnaires.completion import count_waiting
from concordat.returns.access import Filling
from concordat.returns.models import Assignment
from concordat.returns.views.shown.pages import Pages, section_of
from concordat.web.components import Colour, Step, Tag, Task
from concordat.web.components import State as StepState

COMPLETE, IN_PROGRESS, NOT_STARTED, WAITING, OPTIONAL = "Complete", "In progress", "Not started", "Waiting", "Optional"
_COLOURS: dict[str, Colour] = {
    COMPLETE: "green",
    IN_PROGRESS: "blue",
    NOT_STARTED: "grey",
    WAITING: "yellow",
    OPTIONAL: "white",
}
_STEPS: dict[str, StepState] = {COMPLETE: "done", IN_PROGRESS: "part", WAITING: "part", NOT_STARTED: "open"}


@dataclass(frozen=True, slots=True)
class SectionStand:
    """One section: what of it is answered, what only waits for other answers, what the checks say."""

    id: str
    title: str
    href: str
    answered: int
    asked: int
    waiting: int
    mine: bool
    findings: int

    @property
    def state(self) -> str:
        """How far it is, in a word."""
        if not self.asked:
            return OPTIONAL
        if self.answered == self.asked:
            return COMPLETE
        if self.answered + self.waiting == self.asked:
            return WAITING
        return IN_PROGRESS if self.answered else NOT_STARTED

    @property
    def label(self) -> str:
        """What a button that leads there says."""
        return f"{'Continue' if self.answered else 'Begin'}: {self.title}"

    @property
    def is_unfinished(self) -> bool:
        return self.answered < self.asked

    def as_task(self, asked_of: str = "") -> Task:
        """The section as a line of the task list; `asked_of` says who is asked for it."""
        hints = [f"{self.answered} of {self.asked} answered"] if self.asked else ["Nothing has to be answered here"]
        if self.state == WAITING:
            hints.append(f"{self.waiting} depend{'s' if self.waiting == 1 else ''} on other answers")
        if self.findings:
            hints.append(f"{self.findings} finding{'s' * (self.findings > 1)} to look at")
        hints += [asked_of] if asked_of else []
        return Task(self.title, self.href, Tag(self.state, _COLOURS[self.state]), " · ".join(hints))

    def as_step(self, current: str) -> Step:
        """The section as a step beside a page."""
        note = f"{self.answered}/{self.asked}" if self.asked and self.is_unfinished else ""
        return Step(self.title, self.href, _STEPS.get(self.state, "none"), note, current=self.id == current)


def stands_of(filling: Filling, pages: Pages) -> list[SectionStand]:
    """How far each section is, in the order of the form."""
    form, answers = filling.form, filling.ret.answers
    waiting = count_waiting(answers)
    found = Counter(section_of(form, one.where) for one in to_look_at(filling.findings))
    mine = {form.questions[id].section for id in filling.fillable}
    return [
        SectionStand(
            section.id,
            section.title,
            pages.section(section.id),
            *filling.completion.get(section.id, (0, 0)),
            waiting=waiting.get(section.id, 0),
            mine=section.id in mine,
            findings=found[section.id],
        )
        for section in form.sections
    ]


def to_look_at(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that submission waits for, other than questions that nobody answered yet, which are counted."""
    return [one for one in findings if one.is_open and one.code != "unanswered"]


def next_unfinished(stands: list[SectionStand], after: str = "") -> SectionStand | None:
    """The section to go on with: the next one of theirs that is not complete, after a section or from the first on."""
    ids = [one.id for one in stands]
    start = ids.index(after) + 1 if after in ids else 0
    return next((one for one in stands[start:] + stands[:start] if one.mine and one.is_unfinished), None)


def said_asked(one: Assignment) -> str:
    """`Priya Lund is asked until 24 February 2017`."""
    until = f" until {one.due.day} {one.due:%B %Y}" if one.due else ""
    return f"{one.assignee} is asked{until}"
