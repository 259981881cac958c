"""Who can do what at a place, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from concordat.accounts.models import Grant, Invitation, Person
from concordat.accounts.rights import Rights
from concordat.accounts.roles import ROLES, Verb
from concordat.accounts.views.shown.roles import Role, has_ended, role_of
from concordat.places.tree import name_of
from concordat.web.components import Column, Table, Tag
from concordat.web.templatetags.figures import day


@dataclass(frozen=True, slots=True)
class PersonHere:
    """A person with the roles that reach a place. `email` is empty for readers who may not grant."""

    name: str
    email: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that waits for an answer; `again` and `withdraw` are empty for who may not give the role."""

    email: str
    title: str
    said: str
    tag: Tag
    again: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The page of a place's people, for one reader."""

    place: str
    name: str
    may_grant: bool
    people: tuple[PersonHere, ...]
    ended: Table
    invited: tuple[Invited, ...] = ()


def people_page(
    place: str, rights: Rights, grants: Sequence[Grant], invitations: Sequence[Invitation], now: datetime
) -> PeoplePage:
    """What a reader sees: e-mail addresses and buttons only where they may grant."""
    may_grant = rights.can(Verb.GRANT, place)
    held = [grant for grant in grants if not has_ended(grant, rights.on)]
    return PeoplePage(
        place=place,
        name=name_of(place),
        may_grant=may_grant,
        people=tuple(_people(place, rights, held, may_grant)),
        ended=_ended([grant for grant in grants if has_ended(grant, rights.on)], rights.on),
        invited=tuple(_invited(one, now, may=one.role in rights.roles_given(place)) for one in invitations),
    )


def known_people(grants: Sequence[Grant], reader: Person) -> list[Person]:
    """Everybody who has or had a role that reaches the place, and the reader, each once, by name."""
    found = {grant.person_id: grant.person for grant in grants} | {reader.pk: reader}
    return sorted(found.values(), key=lambda person: person.name)


def _people(place: str, rights: Rights, held: Sequence[Grant], may_grant: bool) -> list[PersonHere]:
    given, found = rights.roles_given(place) if may_grant else frozenset(), []
    for person in dict.fromkeys(grant.person for grant in held):
        theirs = [grant for grant in held if grant.person_id == person.pk]
        roles = [role_of(one, rights.on, may_withdraw=one.place == place and one.role in given) for one in theirs]
        found.append(PersonHere(person.name, person.email if may_grant else "", tuple(roles)))
    return found


def _ended(grants: Sequence[Grant], on: date) -> Table:
    columns = (Column("Person"), Column("Role"), Column("Place"), Column("For"), Column("When"))
    roles = [role_of(grant, on) for grant in grants]
    rows = [(one.who, one.title, one.place_name, one.body or "–", one.dates) for one in roles]
    return Table("Roles that have ended", columns, rows, size="s", compact=True)


def _invited(one: Invitation, now: datetime, *, may: bool) -> Invited:
    expired = one.expires_at <= now
    return Invited(
        email=one.email,
        title=ROLES[one.role].title,
        said=f"Invited by {one.invited_by.name} on {day(one.sent_at)}, holds until {day(one.expires_at)}",
        tag=Tag("Expired", "grey") if expired else Tag("Waiting", "blue"),
        again=reverse("invitation-again", args=[one.place, one.pk]) if may else "",
        withdraw=reverse("invitation-withdraw", args=[one.place, one.pk]) if may else "",
    )
