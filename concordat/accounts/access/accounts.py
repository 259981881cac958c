"""Everybody's accounts, for those who look after them."""

from django.db.models import Q, QuerySet

from concordat.accounts.access.only import only
from concordat.accounts.access.rights import By, require, rights_of
from concordat.accounts.models import Person
from concordat.accounts.roles import Verb
from concordat.web.denied import Denied

EVERYWHERE = "england"


def closes_accounts(by: By) -> bool:
    """Whether somebody may close accounts: whoever gives the role of administrator of England."""
    return "administrator" in rights_of(by).roles_given(EVERYWHERE)


def accounts_for(by: By, find: str = "") -> "QuerySet[Person]":
    """Everybody, or those with some words in name or address; the closed ones first. Raises Denied."""
    _require(by)
    found = Person.objects.order_by("is_active", "name", "pk")
    return found.filter(Q(name__icontains=find) | Q(email__icontains=find)) if find else found


def load_account(by: By, number: int) -> Person:
    """Somebody, for whoever may close or open their account. Raises Denied and Http404."""
    return only(accounts_for(by).filter(pk=number).first())


def _require(by: By) -> None:
    rights = require(by, Verb.GRANT, EVERYWHERE)
    if not closes_accounts(by):
        raise Denied(f"{rights.who} does not look after accounts; an administrator of England does.")
