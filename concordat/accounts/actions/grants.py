"""Roles granted and withdrawn."""

from datetime import date

from django.db import transaction

from concordat.accounts.access import EVERYWHERE, actor_for, letters_to, rights_of
from concordat.accounts.actions.giving import (
    administrators,
    check_giving,
    check_grant,
    refuse_leaving_nobody,
    refuse_signing_for_oneself,
)
from concordat.accounts.mail import granted_text, read_address, send, signatory_text, withdrawn_text
from concordat.accounts.models import Body, Grant, Person
from concordat.accounts.refused import Refused
from concordat.accounts.roles import ROLES, Verb
from concordat.history.actions import open_chain, record_on
from concordat.history.chain import Actor, Note
from concordat.history.clock import today

SET_UP = Actor("site", "the set-up of the site")


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

    They are told by e-mail. Raises Denied where `by` may not give that role there, Refused for a role, place or days
    that make no sense, for days of a role that is held without an end, and where somebody would sign by their own word.
    """
    check_giving(by, role, place)
    check_grant(role, body, starts, ends)
    refuse_signing_for_oneself(by, person.email, role)
    there = _held_without_end(person, role, place, body)
    if there and (ends or (starts or there.starts) != there.starts):
        title = ROLES[role].title
        raise Refused(
            f"{person.name} is {title} here already, without an end. To give other days, withdraw that first."
        )
    if there:
        return there
    with transaction.atomic():
        grant = put_grant(person, role, place, actor_for(by, place), body, starts or today(), ends, reason)
        if person != by:
            send([person.email], *granted_text(grant, by))
    return grant


def appoint_first_administrator(*, email: str, name: str, password: str | None) -> Person:
    """The person who sets up everything else. Raises Refused where there is an administrator, and for no address."""
    address = read_address(email)
    if not name.strip():
        raise Refused("Say what they are called, as others are to see it.")
    with transaction.atomic():
        chain = open_chain(f"place:{EVERYWHERE}")  # locked, so that two who try at once do not both succeed
        if administrators().exists():
            raise Refused("There is an administrator already; ask them for an invitation.")
        person = Person.objects.filter(email=address).first()
        person = person or Person.objects.create_user(address, name.strip(), password)
        grant = Grant.objects.create(
            person=person, role="administrator", place=EVERYWHERE, starts=today(), granted_by=SET_UP.name
        )
        record_on(chain, [_granted(grant)], by=SET_UP)
    return person


def withdraw_grant(grant: Grant, *, by: Person, reason: str) -> Grant:
    """End a grant as of today, or before its first day; its person is told by e-mail.

    Raises Denied where `by` could not have given it, Refused for the last administrator.
    """
    check_giving(by, grant.role, grant.place)
    with transaction.atomic():
        chain = open_chain(f"place:{grant.place}")
        grant = Grant.objects.select_for_update().select_related("person").get(pk=grant.pk)
        ends = max(today(), grant.starts)
        if grant.ends is not None and grant.ends <= ends:
            return grant
        refuse_leaving_nobody(grant)
        grant.ends = ends
        grant.save(update_fields=["ends"])
        said = {"person": grant.person.name, "role": grant.role, "reason": reason}
        record_on(chain, [Note("withdrew", f"person:{grant.person_id}", said)], by=actor_for(by, grant.place))
        if grant.person != by:
            send([grant.person.email], *withdrawn_text(grant, by, reason))
    return grant


def put_grant(
    person: Person, role: str, place: str, actor: Actor, body: Body | None, starts: date, ends: date | None, reason: str
) -> Grant:
    """Write a grant that was checked before, or offered in an invitation that was.

    Those who lead where somebody may sign from now on are told of it by e-mail.
    """
    with transaction.atomic():
        chain = open_chain(f"place:{place}")
        if there := _held_without_end(person, role, place, body):
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
        if Verb.SIGN in ROLES[role].may:
            send(letters_to(Verb.SUBMIT, place), *signatory_text(grant))
    rights_of(person)  # what this object remembers of its rights is out of date
    return grant


def _held_without_end(person: Person, role: str, place: str, body: Body | None) -> Grant | None:
    return Grant.objects.filter(person=person, role=role, place=place, body=body, ends__isnull=True).first()


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
