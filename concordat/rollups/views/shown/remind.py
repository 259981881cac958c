"""Whom to remind: the places that have not submitted, and who leads there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from concordat.accounts.models import Person
from concordat.periods import format_date
from concordat.rollups.access import Overview
from concordat.rollups.views.shown.footprint import STATES, state_of
from concordat.web.components import Link, Tag


@dataclass(frozen=True, slots=True)
class Reminder:
    """One place that has not submitted; without anybody who leads there is nobody to write to."""

    name: str
    tag: Tag
    progress: str
    people: tuple[Link, ...]


@dataclass(frozen=True)
class RemindPage:
    """The page. `write` opens a letter to everybody, with their addresses hidden from each other."""

    name: str
    slug: str
    form: str
    title: str
    lines: tuple[Reminder, ...]
    write: str
    addresses: str


def remind_page(found: Overview, leads: Mapping[str, Sequence[Person]], now: datetime) -> RemindPage:
    """Whom to remind of a form."""
    waiting = sorted((line for line in found.lines if not line.number), key=lambda line: found.area(line).name)
    due = f", due {format_date(found.due)}" if found.due else ""
    subject = quote(f"{found.form.title}{due}")
    lines = []
    for line in waiting:
        people = tuple(Link(one.name, f"mailto:{one.email}?subject={subject}") for one in leads.get(line.place, ()))
        done = f"{line.standing.answered} of {line.standing.asked} answered" if line.standing else ""
        lines.append(Reminder(found.area(line).name, STATES[state_of(found, line, now)][0], done, people))
    every = dict.fromkeys(one.email for line in waiting for one in leads.get(line.place, ()))
    write = f"mailto:?bcc={','.join(every)}&subject={subject}" if every else ""
    at = (found.scope.name, found.scope.slug, found.form.id, found.form.title)
    return RemindPage(*at, tuple(lines), write, "; ".join(every))
