"""The tokens of an organisation, as their page lists them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from concordat.accounts.models import ApiToken, Body
from concordat.places.tree import name_of
from concordat.web.components import Tag
from concordat.web.templatetags.figures import day


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token without its text. `revoke` is where it can be ended, empty where it has ended."""

    name: str
    begins: str
    may: str
    said: str
    tag: Tag
    revoke: str


@dataclass(frozen=True, slots=True)
class TokensPage:
    """The tokens of a body; `made` is the text of one made just now."""

    body: str
    back: str
    places: str
    tokens: tuple[TokenLine, ...]
    made: str = ""


def tokens_page(body: Body, tokens: Sequence[ApiToken], made: str) -> TokensPage:
    """Those that hold first, then those that have ended, the latest first."""
    lines = [_line(body, token) for token in sorted(tokens, key=lambda token: not token.is_live)]
    places = ", ".join(sorted(name_of(service.place) for service in body.services.all()))
    return TokensPage(body.name, reverse("body", args=[body.slug]), places, tuple(lines), made)


def _line(body: Body, token: ApiToken) -> TokenLine:
    tag = Tag("Revoked", "red") if token.revoked_at else Tag("Expired", "grey")
    until = f"revoked on {day(token.revoked_at)}" if token.revoked_at else f"holds until {day(token.expires_at)}"
    return TokenLine(
        name=token.name,
        begins=token.begins,
        may=", ".join(token.scopes),
        said=f"Made by {token.created_by} on {day(token.created_at)}, {until}",
        tag=Tag("In use", "green") if token.is_live else tag,
        revoke=reverse("token-revoke", args=[body.slug, token.pk]) if token.is_live else "",
    )
