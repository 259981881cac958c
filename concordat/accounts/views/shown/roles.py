"""One role that somebody has, had or will have, as pages show it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from concordat.accounts.models import Grant
from concordat.accounts.roles import ROLES
from concordat.periods import format_date
from concordat.places.tree import name_of
from concordat.web.components import Tag


@dataclass(frozen=True, slots=True)
class Role:
    """A role in words. `withdraw` is where it can be taken back, empty where this reader may not."""

    who: str
    title: str
    sentence: str
    may: tuple[str, ...]
    place: str
    place_name: str
    body: str
    dates: str
    given: str
    tag: Tag | None
    withdraw: str = ""


def role_of(grant: Grant, on: date, *, may_withdraw: bool = False) -> Role:
    """A grant in words, on a day."""
    role = ROLES[grant.role]
    return Role(
        who=grant.person.name,
        title=role.title,
        sentence=role.__doc__ or "",
        may=tuple(verb.words for verb in role.may),
        place=grant.place,
        place_name=name_of(grant.place),
        body=grant.body.name if grant.body else "",
        dates=_dates(grant),
        given=f"Granted by {grant.granted_by}" + (f": {grant.reason}" if grant.reason else ""),
        tag=Tag("Starts later", "blue") if grant.starts > on else None,
        withdraw=reverse("role-withdraw", args=[grant.place, grant.pk]) if may_withdraw else "",
    )


def has_ended(grant: Grant, on: date) -> bool:
    """Whether a grant holds no longer, or was taken back before its first day."""
    return grant.ends is not None and grant.ends <= max(on, grant.starts)


def _dates(grant: Grant) -> str:
    if grant.ends == grant.starts:
        return f"withdrawn before {format_date(grant.starts)} was over"
    until = f" until {format_date(grant.ends)}" if grant.ends else ""
    return f"since {format_date(grant.starts)}{until}"
