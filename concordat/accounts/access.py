"""Who may do what where, read from grants and tokens: the only place where that is decided."""

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from concordat.accounts.models import ApiToken, Body, Grant, Invitation, Mandate, Person
from concordat.accounts.rights import Entitlement, Rights, givers_among
from concordat.accounts.roles import ROLES, SCOPES, Verb
from concordat.accounts.secrets import digest_of_token
from concordat.history.chain import Actor
from concordat.history.clock import today
from concordat.places.tree import above, is_known
from concordat.web.denied import Denied


class SignedIn(HttpRequest):
    """The request of somebody who signed in, as every view behind `login_required` has it."""

    user: Person


By = Person | ApiToken  # who acts: a person who signed in, or a program of an organisation

Found = TypeVar("Found")

_REMEMBERED = "_rights_remembered"


def rights_of(by: By, on: date | None = None) -> Rights:
    """Everything that somebody may do on a day, today unless another is named. One query."""
    day = on or today()
    found = _of_token(by) if isinstance(by, ApiToken) else _of_person(by)
    rights = Rights(by.name, found, day)
    setattr(by, _REMEMBERED, rights)
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


def denied(rights: Rights, verb: Verb, place: str) -> Denied:
    """The refusal of a thing; whoever has no role at the place at all is told no names."""
    helpers = who_can_give(verb, place, rights.on) if rights.at(place) else []
    return Denied(rights.why_not(verb, place), helpers)


def who_can(place: str, on: date | None = None) -> tuple[Entitlement, ...]:
    """Every grant that holds at a place, by person: who may do what there, and why. One query."""
    day = on or today()
    held = Q(ends__isnull=True) | Q(ends__gt=day)
    grants = Grant.objects.filter(held, place__in=above(place), starts__lte=day, person__is_active=True)
    return tuple(
        _entitlement(grant) for grant in grants.select_related("person", "body").order_by("person__name", "role")
    )


def who_can_give(verb: Verb, place: str, on: date | None = None) -> list[str]:
    """The names of those who can give somebody a role at a place with which they may do a thing. One query."""
    return givers_among(verb, who_can(place, on))


def actor_for(by: By, place: str = "") -> Actor:
    """Somebody as history names them, with the body for which they act at the place; no query after `rights_of`."""
    return by.acting(rights_read(by).body_at(place))


def rights_read(by: By) -> Rights:
    """Their rights as they were read last for this request; for what follows a check that was made just now."""
    rights: Rights = getattr(by, _REMEMBERED, None) or rights_of(by)
    return rights


def find_token(raw: str) -> ApiToken | None:
    """The token that a program shows, where it is one, and is neither revoked nor expired. One query."""
    token = ApiToken.objects.select_related("body").filter(token_digest=digest_of_token(raw)).first()
    return token if token and token.is_live else None


def people_who_can(place: str, *verbs: Verb, on: date | None = None) -> list[Person]:
    """The people with a role at a place itself with which they may do one of some things, by name. One query."""
    day, wanted = on or today(), frozenset(verbs)
    roles = [role.name for role in ROLES.values() if wanted & role.may]
    held = Q(grants__ends__isnull=True) | Q(grants__ends__gt=day)
    found = Person.objects.filter(
        held, grants__place=place, grants__role__in=roles, grants__starts__lte=day, is_active=True
    )
    return list(found.distinct().order_by("name"))


def bodies_at(place: str) -> list[Body]:
    """The bodies that serve a place itself, by name."""
    return list(Body.objects.filter(services__place=place).order_by("name"))


def mandates_of(bodies: list[int]) -> list[Mandate]:
    """The mandates of some bodies, the latest first, each with its delegates. Two queries."""
    return list(Mandate.objects.filter(body__in=bodies).select_related("body").prefetch_related("delegates"))


def leads_of(places: Collection[str], on: date | None = None) -> dict[str, list[Person]]:
    """Who leads at each of some places itself, by place. One query."""
    day, held = on or today(), Q(ends__isnull=True) | Q(ends__gt=on or today())
    grants = Grant.objects.filter(held, place__in=places, role="lead", starts__lte=day, person__is_active=True)
    found: dict[str, list[Person]] = {}
    for grant in grants.select_related("person").order_by("person__name"):
        people = found.setdefault(grant.place, [])
        if grant.person not in people:
            people.append(grant.person)
    return found


def letters_to(verb: Verb, place: str, *, body: Body | None = None) -> list[str]:
    """The addresses of those who may do a thing at a place itself, for a body where one is named. One query.

    Whoever may do it for a whole region or the nation is not written to about each place.
    """
    day, roles = today(), [role.name for role in ROLES.values() if verb in role.may]
    held = Q(ends__isnull=True) | Q(ends__gt=day)
    grants = Grant.objects.filter(held, place=place, role__in=roles, starts__lte=day, person__is_active=True)
    if body is not None:
        grants = grants.filter(body=body)
    return list(dict.fromkeys(grants.order_by("pk").values_list("person__email", flat=True)))


def enter(by: By, place: str) -> Rights:
    """Their rights, where they have any role at a place. Raises Http404 where there is no such place, and Denied."""
    if not is_known(place):
        raise Http404(f"There is no place {place!r}.")
    rights = rights_of(by)
    if not rights.at(place):
        raise denied(rights, Verb.SEE, place)
    return rights


def grants_at(by: By, place: str) -> list[Grant]:
    """Every grant that ever reached a place, by person, for whoever has a role there. Two queries."""
    enter(by, place)
    found = Grant.objects.filter(place__in=above(place), person__is_active=True).select_related("person", "body")
    return list(found.order_by("person__name", "person_id", "starts", "pk"))


def grants_of(person: Person) -> list[Grant]:
    """All that somebody was ever granted, for themselves. One query."""
    return list(person.grants.select_related("person", "body").order_by("starts", "pk"))


def load_grant(by: By, place: str, number: int) -> Grant:
    """A grant at a place itself, for whoever may withdraw some. Raises Denied and Http404."""
    require(by, Verb.GRANT, place)
    return _only(Grant.objects.select_related("person", "body").filter(place=place, pk=number).first())


def invitations_at(by: By, place: str) -> list[Invitation]:
    """The invitations to a place that nobody took up, the latest first, for whoever may invite. Raises Denied."""
    require(by, Verb.GRANT, place)
    found = Invitation.objects.filter(place=place, accepted_at__isnull=True, withdrawn_at__isnull=True)
    return list(found.select_related("body", "invited_by").order_by("-sent_at"))


def load_invitation(by: By, place: str, number: int) -> Invitation:
    """An invitation to a place, for whoever may take it back. Raises Denied and Http404."""
    require(by, Verb.GRANT, place)
    return _only(Invitation.objects.filter(place=place, pk=number).first())


def find_person(email: str) -> Person | None:
    """Who has an address, for whoever has shown that it is theirs. One query."""
    return Person.objects.filter(email=email.strip().lower()).first()


def bodies_for(by: By) -> list[Body]:
    """The bodies that serve a place at which somebody has a role, with their places, by name. Three queries."""
    rights = rights_of(by)
    return [body for body in Body.objects.prefetch_related("services") if _reaches(rights, body)]


def load_body(by: By, slug: str) -> Body:
    """A body with its places, for whoever has a role at one of them. Raises Denied and Http404."""
    body = _only(Body.objects.prefetch_related("services").filter(slug=slug).first())
    rights = rights_of(by)
    if not _reaches(rights, body):
        raise Denied(f"{rights.who} has no role at a place that {body.name} serves.")
    return body


def grants_for(by: By, body: Body) -> list[Grant]:
    """The grants that are held for a body on this day, at places where the reader has a role. Two queries."""
    day, rights = today(), rights_of(by)
    held = Q(ends__isnull=True) | Q(ends__gt=day)
    found = Grant.objects.filter(held, body=body, starts__lte=day, person__is_active=True).select_related("person")
    return [grant for grant in found.order_by("person__name", "pk") if rights.at(grant.place)]


def may_connect(by: By, body: Body) -> bool:
    """Whether somebody may make and revoke tokens of a body: at every place that it serves."""
    rights, places = rights_of(by), [service.place for service in body.services.all()]
    return bool(places) and all(rights.can(Verb.CONNECT, place) for place in places)


def tokens_of(by: By, body: Body) -> list[ApiToken]:
    """The tokens of a body, the latest first, for whoever may make and revoke them. Raises Denied."""
    for service in body.services.all():
        require(by, Verb.CONNECT, service.place)
    return list(body.tokens.select_related("body"))


def load_token(by: By, body: Body, number: int) -> ApiToken:
    """A token of a body, for whoever may revoke it. Raises Denied and Http404."""
    found = [token for token in tokens_of(by, body) if token.pk == number]
    return _only(found[0] if found else None)


def _reaches(rights: Rights, body: Body) -> bool:
    return any(rights.at(service.place) for service in body.services.all())


def _only(found: Found | None) -> Found:
    if found is None:
        raise Http404("There is no such thing, or it is no longer there.")
    return found


def _of_person(person: Person) -> tuple[Entitlement, ...]:
    if not person.is_active:
        return ()
    grants = Grant.objects.filter(person=person).select_related("body").order_by("starts", "pk")
    return tuple(_entitlement(grant, person) for grant in grants)


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
