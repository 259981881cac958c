"""Whether a role may be given or taken back, looked at before anything is written."""

from datetime import date

from django.db.models import QuerySet

from concordat.accounts.access import EVERYWHERE, require
from concordat.accounts.models import Body, Grant, Person
from concordat.accounts.refused import Refused
from concordat.accounts.rights import Rights
from concordat.accounts.roles import ROLES, Verb
from concordat.history.clock import today
from concordat.places.tree import is_known
from concordat.web.denied import Denied


def check_giving(by: Person, role: str, place: str) -> Rights:
    """Raises Refused where there is no such place, Denied where somebody may not give a role there."""
    if not is_known(place):
        raise Refused(f"There is no place {place!r}; write the slug of an area, a region, an STP or ICB, or england.")
    rights = require(by, Verb.GRANT, place)
    if role in ROLES and role not in rights.roles_given(place):
        titles = sorted(ROLES[name].title for name in rights.roles_given(place))
        raise Denied(f"{by.name} may give the roles {', '.join(titles)} here, not that of {ROLES[role].title}.")
    return rights


def check_grant(role: str, body: Body | None, starts: date | None, ends: date | None) -> None:
    """Raises Refused for a grant that makes no sense."""
    if role not in ROLES:
        raise Refused(f"There is no role {role!r}; the roles are {', '.join(ROLES)}.")
    if ROLES[role].needs_body and body is None:
        raise Refused(f"Say for which body: the role of {ROLES[role].title} is held for one.")
    if ends is not None and ends <= (starts or today()):
        raise Refused("The role would end before it starts; give a later day, or none.")
    if ends is not None and ends <= today():
        raise Refused("The role would have ended already; give a later day, or none.")


def refuse_signing_for_oneself(by: Person, email: str, role: str) -> None:
    """Raises Refused where somebody would give themselves the right to sign: it takes a second person."""
    if role in ROLES and Verb.SIGN in ROLES[role].may and email == by.email:
        raise Refused(f"Nobody gives themselves the role of {ROLES[role].title}; another administrator has to.")


def refuse_leaving_nobody(grant: Grant) -> None:
    """Raises Refused where nobody would be left who gives every role everywhere."""
    if grant.role == "administrator" and grant.place == EVERYWHERE and not administrators().exclude(pk=grant.pk):
        raise Refused(
            f"{grant.person.name} is the only administrator of England. Give somebody else that role first, so that "
            "roles can still be given."
        )


def administrators() -> "QuerySet[Grant]":
    """The grants that make people administrators of England today."""
    return Grant.objects.holding(today()).filter(role="administrator", place=EVERYWHERE)
