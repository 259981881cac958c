"""Organisations, their places and their people."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html

from concordat.accounts.models import Body, Grant
from concordat.accounts.roles import ROLES
from concordat.periods import format_date
from concordat.places.tree import name_of
from concordat.web.components import Column, Link, Table


@dataclass(frozen=True, slots=True)
class BodyPage:
    """One organisation for one reader; `tokens` is where its tokens are, empty where the reader may not see them."""

    name: str
    kind: str
    places: tuple[Link, ...]
    people: Table
    tokens: str


def bodies_table(bodies: Sequence[Body]) -> Table:
    """Organisations, each with a link to its page."""
    columns = (Column("Organisation"), Column("What it is"), Column("Places"))
    rows = [(_link(body), body.get_kind_display(), _places(body)) for body in bodies]
    return Table("Organisations at your places", columns, rows)


def body_page(body: Body, grants: Sequence[Grant], *, may_connect: bool) -> BodyPage:
    """Its places, and who acts for it with which role."""
    columns = (Column("Person"), Column("Role"), Column("Place"), Column("Since"), Column("Granted by"))
    rows = [
        (one.person.name, ROLES[one.role].title, name_of(one.place), format_date(one.starts), one.granted_by)
        for one in grants
    ]
    slugs = sorted(service.place for service in body.services.all())
    return BodyPage(
        name=body.name,
        kind=body.get_kind_display(),
        places=tuple(Link(name_of(slug), reverse("people", args=[slug])) for slug in slugs),
        people=Table("People who act for it", columns, rows),
        tokens=reverse("body-tokens", args=[body.slug]) if may_connect else "",
    )


def _link(body: Body) -> str:
    return format_html('<a href="{}">{}</a>', reverse("body", args=[body.slug]), body.name)


def _places(body: Body) -> str:
    return ", ".join(sorted(name_of(service.place) for service in body.services.all()))
