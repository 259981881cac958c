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
    asked = one.asked
    whom = "them" if asked and asked.said["to"] == one.names else asked and asked.said["to"]
    said = f"{asked.actor} asked {whom} by a letter, {said_moment(asked.at, now)}." if asked else ""
    return AskLine(one.body.slug, one.body.name, one.names, said, may and bool(one.people))
