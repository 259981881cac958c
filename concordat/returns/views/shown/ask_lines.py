"""Whom to ask for a signature that is missing, and when they were asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from concordat.accounts.roles import Verb
from concordat.returns.access import Filling
from concordat.returns.access.awaited import Awaited
from concordat.returns.views.shown.said_times import said_moment


@dataclass(frozen=True, slots=True)
class AskLine:
    """A body whose signature is awaited; `people` is empty where nobody may give it, `asked` where nobody was asked."""

    slug: str
    body: str
    people: str
    asked: str
    may_ask: bool


def show_asks(awaited: Iterable[Awaited], filling: Filling, now: datetime) -> tuple[AskLine, ...]:
    """The bodies that are waited for, with the button for whoever submits."""
    may = filling.can(Verb.SUBMIT)
    return tuple(_line(one, now, may=may) for one in awaited)


def _line(one: Awaited, now: datetime, *, may: bool) -> AskLine:
    asked, names = one.asked, ", ".join(person.name for person in one.people)
    said = f"{asked.said['to']} had a letter, {said_moment(asked.at, now)}, from {asked.actor}." if asked else ""
    return AskLine(one.body.slug, one.body.name, names, said, may and bool(names))
