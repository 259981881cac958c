"""Roles granted and withdrawn."""

from datetime import date

from django.db import transaction

from concordat.accounts.access import actor_for, require, rights_of
from concordat.accounts.mail import read_address
from concordat.accounts.models import Body, Grant, Person
from concordat.accounts.refused import Refused
from concordat.accounts.rights import Rights
from concordat.accounts.roles import ROLES, Verb
from concordat.history.actions import open_chain, record_on
from concordat.history.chain import Actor, Note
from concordat.history.clock import today
from concordat.places.tree import is_known
from concordat.web.denied import Denied

SET_UP = Actor("site", "the set-up of the site")
EVERYWHERE = "england"


def grant_role(
    *,
    person: Person,
    role: str,
    place: str,
    by: Person,
    body: Body | None = None,
    starts: date | None = None,
    ends: date | None = None,
    reason: str = "",
) -> Grant:
    """Give a person a role at a place, from today unless another day is named; the grant that is there, if there is.

    Raises Denied where `by` may not give that role there, Refused for a role, place or days that make no sense.
    """
    check_giving(by, role, place)
    check_grant(role, place, body, starts, ends)
    return put_grant(person, role, place, actor_for(by, place), body, starts or today(), ends, reason)


def appoint_first_administrator(*, email: str, name: str, password: str | None) -> Person:
    """The person who sets up everything else. Raises Refused where there is an administrator, and for no address."""
    address = read_address(email)
    if not name.strip():
        raise Refused("Say what they are called, as others are to see it.")
    with transaction.atomic():
        chain = open_chain(f"place:{EVERYWHERE}")  # locked, so that two who try at once do not both succeed
        if Grant.objects.filter(role="administrator", ends__isnull=True).exists():
            raise Refused("There is an administrator already; ask them for an invitation.")
        person = Person.objects.filter(email=address).first()
        person = person or Person.objects.create_user(address, name.strip(), password)
        grant = Grant.objects.create(
            person=person, role="administrator", place=EVERYWHERE, starts=today(), granted_by=SET_UP.name
        )
        record_on(chain, [_granted(grant)], by=SET_UP)
    return person


def withdraw_grant(grant: Grant, *, by: Person, reason: str) -> Grant:
    """End a grant as of today. Raises Denied where `by` could not have given it."""
    check_giving(by, grant.role, grant.place)
    with transaction.atomic():
        chain = open_chain(f"place:{grant.place}")
        grant = Grant.objects.select_for_update().select_related("person").get(pk=grant.pk)
        if grant.ends is not None and grant.ends <= today():
            return grant
        grant.ends = max(today(), grant.starts)
        grant.save(update_fields=["ends"])
        said = {"person": grant.person.name, "role": grant.role, "reason": reason}
        record_on(chain, [Note("withdrew", f"person:{grant.person_id}", said)], by=actor_for(by, grant.place))
    return grant


def check_giving(by: Person, role: str, place: str) -> Rights:
    """Raises Denied where somebody may not give a role at a place."""
    rights = require(by, Verb.GRANT, place)
    if role in ROLES and role not in rights.roles_given(place):
        titles = sorted(ROLES[name].title for name in rights.roles_given(place))
        raise Denied(f"{by.name} may give the roles {', '.join(titles)} here, not that of {ROLES[role].title}.")
    return rights


def check_grant(role: str, place: str, body: Body | None, starts: date | None, ends: date | None) -> None:
    """Raises Refused for a grant that makes no sense."""
    if role not in ROLES:
        raise Refused(f"There is no role {role!r}; the roles are {', '.join(ROLES)}.")
    if not is_known(place):
        raise Refused(f"There is no place {place!r}; write the slug of an area, a region, an STP or ICB, or england.")
    if ROLES[role].needs_body and body is None:
        raise Refused(f"Say for which body: the role of {ROLES[role].title} is held for one.")
    if ends is not None and ends <= (starts or today()):
        raise Refused("The role would end before it starts; give a later day, or none.")


def put_grant(
    person: Person, role: str, place: str, actor: Actor, body: Body | None, starts: date, ends: date | None, reason: str
) -> Grant:
    """Write a grant that was checked before, or offered in an invitation that was."""
    with transaction.atomic():
        chain = open_chain(f"place:{place}")
        there = Grant.objects.filter(person=person, role=role, place=place, body=body, ends__isnull=True).first()
        if there:
            return there
        grant = Grant.objects.create(
            person=person,
            role=role,
            place=place,
            body=body,
            starts=starts,
            ends=ends,
            granted_by=actor.name,
            reason=reason,
        )
        record_on(chain, [_granted(grant)], by=actor)
    rights_of(person)  # what this object remembers of its rights is out of date
    return grant


def _granted(grant: Grant) -> Note:
    said = {
        "person": grant.person.name,
        "role": grant.role,
        "body": grant.body.name if grant.body else "",
        "starts": grant.starts.isoformat(),
        "ends": grant.ends.isoformat() if grant.ends else "",
        "reason": grant.reason,
    }
    return Note("granted", f"person:{grant.person_id}", said)
