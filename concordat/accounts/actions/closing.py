"""Accounts of people who have left: closed, and opened again."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from concordat.accounts.access import EVERYWHERE, actor_for
from concordat.accounts.actions.giving import administrators, check_giving
from concordat.accounts.mail import closed_text, reopened_text, send
from concordat.accounts.models import Person
from concordat.accounts.refused import Refused
from concordat.history.actions import open_chain, record_on
from concordat.history.chain import Note


def close_account(*, person: Person, by: Person, reason: str) -> Person:
    """Let somebody sign in no longer, and end their sessions; they are told by e-mail. One that is closed stays so.

    Roles, mandates, assignments and tokens stay as they are: without the account nobody can use the first three, and
    the last belong to organisations. Raises Denied unless `by` is an administrator of England, and Refused for oneself
    and for the last administrator.
    """
    check_giving(by, "administrator", EVERYWHERE)
    if person == by:
        raise Refused("Nobody closes their own account; ask another administrator of England.")
    with transaction.atomic():
        chain = open_chain(f"place:{EVERYWHERE}")  # locked, so that no two administrators close each other's
        if not administrators().exclude(person=person).exists():
            raise Refused(f"{person.name} is the only administrator of England. Give somebody else that role first.")
        if not _set(person, is_active=False):
            return person
        for session in UserSession.objects.filter(user=person):
            session.end()
        said = {"person": person.name, "reason": reason}
        record_on(chain, [Note("closed-account", f"person:{person.pk}", said)], by=actor_for(by, EVERYWHERE))
        send([person.email], *closed_text(by, reason))
    return person


def reopen_account(*, person: Person, by: Person, reason: str) -> Person:
    """Let somebody sign in again, with the roles that have not ended meanwhile. Raises Denied as closing does."""
    check_giving(by, "administrator", EVERYWHERE)
    with transaction.atomic():
        chain = open_chain(f"place:{EVERYWHERE}")
        if not _set(person, is_active=True):
            return person
        said = {"person": person.name, "reason": reason}
        record_on(chain, [Note("reopened-account", f"person:{person.pk}", said)], by=actor_for(by, EVERYWHERE))
        send([person.email], *reopened_text(by))
    return person


def _set(person: Person, *, is_active: bool) -> bool:
    """Whether that was a change; `person` is brought up to date."""
    changed = Person.objects.filter(pk=person.pk, is_active=not is_active).update(is_active=is_active)
    person.is_active = is_active
    return bool(changed)
