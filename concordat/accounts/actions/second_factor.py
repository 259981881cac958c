"""A second factor that was lost, taken off an account."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from concordat.accounts.access import EVERYWHERE, find_person
from concordat.accounts.actions.grants import SET_UP
from concordat.accounts.mail import dropped_factor_text, send
from concordat.accounts.models import Person
from concordat.accounts.refused import Refused
from concordat.history.actions import record
from concordat.history.chain import Note


def drop_second_factor(*, email: str) -> Person:
    """Take a second factor and its recovery codes off an account, for whoever lost both: the password lets them in.

    Only whoever runs the site can, and has to be sure who asks. They are told by e-mail, and signed out everywhere.
    Raises Refused where nobody has that address, or no second factor is there.
    """
    person = find_person(email)
    if person is None:
        raise Refused(f"Nobody here has the address {email}; look at the page of their place for the right one.")
    with transaction.atomic():
        dropped, _ = Authenticator.objects.filter(user=person).delete()
        if not dropped:
            raise Refused(f"{person.name} has no second factor.")
        for session in UserSession.objects.filter(user=person):
            session.end()
        note = Note("dropped-second-factor", f"person:{person.pk}", {"person": person.name})
        record(f"place:{EVERYWHERE}", note, by=SET_UP)
        send([person.email], *dropped_factor_text())
    return person
