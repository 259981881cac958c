"""Accounts of people, open and closed, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html

from concordat.accounts.access import EVERYWHERE, grants_of, may_connect, tokens_made_by
from concordat.accounts.models import Person
from concordat.accounts.views.shown.roles import Role, has_ended, role_of
from concordat.accounts.views.shown.tokens import TokenGoesOn, tokens_that_go_on
from concordat.history.clock import today
from concordat.web.components import Column, Table


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Somebody with what stays when their account is closed: roles that have not ended, and tokens that they made."""

    name: str
    email: str
    is_open: bool
    roles: tuple[Role, ...]
    tokens: tuple[TokenGoesOn, ...]


def accounts_table(people: Sequence[Person], reader: Person) -> Table:
    """People, each with whether they can sign in and where that is changed; nobody closes their own."""
    columns = (Column("Person"), Column("E-mail address"), Column("Account"), Column("What you can do"))
    rows = [
        (one.name, one.email, "Open" if one.is_active else "Closed", "This is yours" if one == reader else _link(one))
        for one in people
    ]
    return Table("Who has an account", columns, rows)


def account_page(person: Person, reader: Person) -> AccountPage:
    """Somebody, for whoever looks after accounts."""
    day, tokens = today(), tokens_made_by(person, EVERYWHERE)
    return AccountPage(
        person.name,
        person.email,
        person.is_active,
        tuple(role_of(one, day) for one in grants_of(person) if not has_ended(one, day)),
        tokens_that_go_on(tokens, {one.body_id for one in tokens if may_connect(reader, one.body)}),
    )


def _link(person: Person) -> str:
    name, text = ("person-close", "Close") if person.is_active else ("person-reopen", "Open again")
    hidden = f" the account of {person.name}"
    href = reverse(name, args=[person.pk])
    return format_html('<a href="{}">{}<span class="nhsuk-u-visually-hidden">{}</span></a>', href, text, hidden)
