"""Who may do what where, read from grants and tokens: the only place where that is decided."""

from datetime import date

from django.http import Http404, HttpRequest
from django.utils import timezone

from concordat.accounts.models import ApiToken, Grant, Person
from concordat.accounts.rights import Entitlement, Rights, givers_among, who_may
from concordat.accounts.roles import ROLES, SCOPES, Verb
from concordat.history.chain import Actor
from concordat.history.clock import today
from concordat.places.tree import above, is_known
from concordat.prepared import Prepared, Slot
from concordat.web.denied import Denied


class SignedIn(HttpRequest):
    """The request of somebody who signed in, as every view behind `login_required` has it."""

    user: Person


By = Person | ApiToken  # who acts: a person who signed in, or a program of an organisation

_REMEMBERED = "_rights_remembered"
_grants_held = Prepared(lambda: Grant.objects.filter(person=Slot(0)).order_by("starts", "pk"), "body")


def rights_of(by: By, on: date | None = None) -> Rights:
    """Everything that somebody may do on a day, today unless another is named. One query."""
    day = on or today()
    found = _of_token(by) if isinstance(by, ApiToken) else _of_person(by)
    rights = Rights(by.name, found, day)
    setattr(by, _REMEMBERED, rights)
    return rights


def rights_read(by: By) -> Rights:
    """Their rights as they were read last for this request; for what follows a check that was made just now."""
    rights: Rights = getattr(by, _REMEMBERED, None) or rights_of(by)
    return rights


def can(by: By, verb: Verb, place: str, *, on: date | None = None) -> bool:
    """Whether somebody may do a thing at a place."""
    return rights_of(by, on).can(verb, place)


def why(by: By, verb: Verb, place: str, *, on: date | None = None) -> str:
    """Which grant lets them; else what is missing and who can grant it, by role and by name."""
    rights = rights_of(by, on)
    said = rights.why(verb, place)
    if rights.can(verb, place):
        return said
    helpers = who_can_give(verb, place, on)
    return f"{said} Here that is {', '.join(helpers)}." if helpers else said


def require(by: By, verb: Verb, place: str, *, on: date | None = None) -> Rights:
    """Their rights, where they may do the thing at the place. Raises Denied, saying why and who can help."""
    rights = rights_of(by, on)
    if not rights.can(verb, place):
        raise denied(rights, verb, place)
    return rights


def require_anywhere(by: By, verb: Verb) -> Rights:
    """Their rights, where there is any place at which they may do the thing. Raises Denied."""
    rights = rights_of(by)
    if not rights.scopes(verb):
        raise Denied(f"You may {verb.words} at no place.")
    return rights


def enter(by: By, place: str) -> Rights:
    """Their rights, where they have any role at a place. Raises Http404 where there is no such place, and Denied."""
    if not is_known(place):
        raise Http404(f"There is no place {place!r}.")
    rights = rights_of(by)
    if not rights.at(place):
        raise denied(rights, Verb.SEE, place)
    return rights


def denied(rights: Rights, verb: Verb, place: str) -> Denied:
    """The refusal of a thing; whoever has no role at the place at all is told no names.

    Raises Http404 where there is no such place: which there are is no secret, and who can help is none there.
    """
    if not is_known(place):
        raise Http404(f"There is no place {place!r}.")
    held = rights.at(place)
    if any(one.scopes for one in held):
        helpers = who_may(Verb.CONNECT, who_can(place, rights.on))
    else:
        helpers = who_can_give(verb, place, rights.on) if held else []
    return Denied(rights.why_not(verb, place), helpers)


def who_can(place: str, on: date | None = None) -> tuple[Entitlement, ...]:
    """Every grant that holds at a place, by person: who may do what there, and why. One query."""
    grants = Grant.objects.holding(on or today()).filter(place__in=above(place))
    return tuple(
        _entitlement(grant) for grant in grants.select_related("person", "body").order_by("person__name", "role")
    )


def who_can_give(verb: Verb, place: str, on: date | None = None) -> list[str]:
    """The names of those who can give somebody a role at a place with which they may do a thing. One query."""
    return givers_among(verb, who_can(place, on))


def actor_for(by: By, place: str = "") -> Actor:
    """Somebody as history names them, with the body for which they act at the place; no query after `rights_of`."""
    return by.acting(rights_read(by).body_at(place))


def _of_person(person: Person) -> tuple[Entitlement, ...]:
    if not person.is_active:
        return ()
    return tuple(_entitlement(grant, person) for grant in _grants_held(person.pk))


def _of_token(token: ApiToken) -> tuple[Entitlement, ...]:
    if not token.is_live:
        return ()
    verbs = frozenset(verb for scope in token.scopes for verb in SCOPES.get(scope, ()))
    made = timezone.localdate(token.created_at)
    return tuple(
        Entitlement(
            role=f"program with {', '.join(token.scopes)}",
            place=service.place,
            verbs=verbs,
            body_id=token.body_id,
            body=token.body.name,
            granted_by=f"{token.created_by} on {made:%d/%m/%Y}",
            who=token.name,
            scopes=tuple(token.scopes),
        )
        for service in token.body.services.all()
    )


def _entitlement(grant: Grant, person: Person | None = None) -> Entitlement:
    return Entitlement(
        role=grant.role,
        place=grant.place,
        verbs=ROLES[grant.role].may,
        body_id=grant.body_id,
        body=grant.body.name if grant.body else "",
        starts=grant.starts,
        ends=grant.ends,
        granted_by=grant.granted_by,
        reason=grant.reason,
        who=(person or grant.person).name,
    )
