"""Whom to remind: the places that have not submitted, and who leads there, by name alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from concordat.accounts.models import Person
from concordat.rollups.access import Overview, list_waiting
from concordat.rollups.views.shown.footprint import STATES, state_of
from concordat.web.components import Tag


@dataclass(frozen=True, slots=True)
class Reminder:
    """One place that has not submitted; without anybody who leads there is nobody to write to."""

    name: str
    tag: Tag
    progress: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class RemindPage:
    """The page. `to` counts those who can be written to, where the reader may do so."""

    name: str
    slug: str
    form: str
    title: str
    lines: tuple[Reminder, ...]
    to: int


def remind_page(found: Overview, leads: Mapping[str, Sequence[Person]], now: datetime, may_write: bool) -> RemindPage:
    """Whom to remind of a form."""
    lines = []
    for line in list_waiting(found):
        people = tuple(one.name for one in leads.get(line.place, ()))
        done = f"{line.standing.answered} of {line.standing.asked} answered" if line.standing else ""
        lines.append(Reminder(found.area(line).name, STATES[state_of(found, line, now)][0], done, people))
    to = sum(len(one.people) for one in lines) if may_write else 0
    return RemindPage(found.scope.name, found.scope.slug, found.form.id, found.form.title, tuple(lines), to)
