"""What bars a submission, each with the page where it is mended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from concordat.findings import Finding
from concordat.questionnaires.form import Questionnaire
from concordat.returns.barriers import Barriers
from concordat.returns.views.shown.pages import Pages, section_of
from concordat.returns.views.shown.said_times import say_periods

MOST_LISTED = 30  # of one kind
MOST_SINGLY = 3  # questions of a section that nobody answered; a return that was hardly begun has hundreds


@dataclass(frozen=True, slots=True)
class Barrier:
    """One thing that bars the submission: what, what to do, and where."""

    message: str
    remedy: str
    href: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class BarrierGroup:
    """Barriers of one kind, and how many there are. `more` counts those that no line stands for."""

    id: str
    title: str
    lines: tuple[Barrier, ...]
    count: int
    more: int = 0


def group_barriers(barriers: Barriers, form: Questionnaire, pages: Pages) -> tuple[BarrierGroup, ...]:
    """What stands in the way, by kind, in the order in which a person would clear it; the deadline is told apart."""
    missing = [one for one in barriers.blocks if one.code == "unanswered"]
    wrong = [one for one in barriers.blocks if one.code != "unanswered"]
    unsigned = tuple(Barrier(said, "", pages.before_signing) for said in barriers.unsigned)
    groups = (
        BarrierGroup("unanswered", "Not answered yet", tuple(_unanswered(missing, form, pages)), len(missing)),
        _group("blocks", "Outside the limits of the form", list(_fields(wrong, form, pages))),
        _group("unexplained", "Waiting for a reason", list(_reasons(barriers.unexplained, form, pages))),
        BarrierGroup("unsigned", "Not signed", unsigned, len(unsigned)),
    )
    return tuple(group for group in groups if group.count)


def _group(id: str, title: str, lines: list[Barrier]) -> BarrierGroup:
    return BarrierGroup(id, title, tuple(lines[:MOST_LISTED]), len(lines), max(0, len(lines) - MOST_LISTED))


def _unanswered(findings: Sequence[Finding], form: Questionnaire, pages: Pages) -> Iterator[Barrier]:
    """A line for each question; one for the section where many are missing, which leads to the first of them."""
    for section in form.sections:
        here = [one for one in findings if section_of(form, one.where) == section.id]
        if len(here) > MOST_SINGLY:
            yield Barrier(f"{section.title}: {len(here)} questions", "", pages.field(form, here[0].where))
        else:
            yield from _fields(here, form, pages)


def _fields(findings: Sequence[Finding], form: Questionnaire, pages: Pages) -> Iterator[Barrier]:
    titles = {section.id: section.title for section in form.sections}
    for one in findings:
        section = titles.get(section_of(form, one.where), "")
        yield Barrier(say_periods(one.message), one.remedy, pages.field(form, one.where) or pages.tasks, section)


def _reasons(findings: tuple[Finding, ...], form: Questionnaire, pages: Pages) -> Iterator[Barrier]:
    titles = {section.id: section.title for section in form.sections}
    for one in findings:
        section = titles.get(section_of(form, one.where), "")
        yield Barrier(say_periods(one.message), one.remedy, pages.reason_of(one.code, one.where), section)
