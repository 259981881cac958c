"""Bodies, their mandates and the tokens of their programs, for whoever may see them."""

from collections.abc import Collection

from concordat.accounts.access.only import only
from concordat.accounts.access.rights import By, require, rights_of
from concordat.accounts.models import ApiToken, Body, Grant, Mandate, Service
from concordat.accounts.rights import Rights
from concordat.accounts.roles import Verb
from concordat.accounts.secrets import digest_of_token
from concordat.history.clock import today
from concordat.web.denied import Denied


def bodies_at(place: str) -> list[Body]:
    """The bodies that serve a place itself, by name."""
    return list(Body.objects.filter(services__place=place).order_by("name"))


def bodies_at_each(places: Collection[str]) -> dict[str, list[Body]]:
    """The bodies that serve each of some places itself, by place and name. One query."""
    found: dict[str, list[Body]] = {place: [] for place in places}
    for service in Service.objects.filter(place__in=places).select_related("body").order_by("body__name"):
        found[service.place].append(service.body)
    return found


def bodies_for(by: By) -> list[Body]:
    """The bodies that serve a place at which somebody has a role, with their places, by name. Three queries."""
    rights = rights_of(by)
    return [body for body in Body.objects.prefetch_related("services") if _reaches(rights, body)]


def load_body(by: By, slug: str) -> Body:
    """A body with its places, for whoever has a role at one of them. Raises Denied and Http404."""
    body = only(Body.objects.prefetch_related("services").filter(slug=slug).first())
    rights = rights_of(by)
    if not _reaches(rights, body):
        raise Denied(f"{rights.who} has no role at a place that {body.name} serves.")
    return body


def grants_for(by: By, body: Body) -> list[Grant]:
    """The grants that are held for a body on this day, at places where the reader has a role. Two queries."""
    rights, found = rights_of(by), Grant.objects.holding(today()).filter(body=body).select_related("person")
    return [grant for grant in found.order_by("person__name", "pk") if rights.at(grant.place)]


def mandates_of(bodies: list[int]) -> list[Mandate]:
    """The mandates of some bodies, the latest first, each with its delegates. Two queries."""
    return list(Mandate.objects.filter(body__in=bodies).select_related("body").prefetch_related("delegates"))


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
    return only(found[0] if found else None)


def find_token(raw: str) -> ApiToken | None:
    """The token that a program shows, where it is one, and is neither revoked nor expired. One query."""
    token = ApiToken.objects.select_related("body").filter(token_digest=digest_of_token(raw)).first()
    return token if token and token.is_live else None


def _reaches(rights: Rights, body: Body) -> bool:
    return any(rights.at(service.place) for service in body.services.all())
