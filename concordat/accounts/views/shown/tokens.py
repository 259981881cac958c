"""The tokens of an organisation, as their page lists them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse

from concordat.accounts.models import ApiToken, Body
from concordat.places.tree import name_of
from concordat.web.components import Tag
from concordat.web.templatetags.figures import day

_LEFT = "{} has no role here any more. The token goes on: revoke it if nobody else looks after it."


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token without its text. `revoke` is where it can be ended, empty where it has ended; `left` says that
    whoever made it has no role there any more."""

    name: str
    begins: str
    may: str
    said: str
    tag: Tag
    revoke: str
    left: str = ""


@dataclass(frozen=True, slots=True)
class TokensPage:
    """The tokens of a body; `made` is the text of one made just now."""

    body: str
    back: str
    places: str
    tokens: tuple[TokenLine, ...]
    made: str = ""


@dataclass(frozen=True, slots=True)
class TokenGoesOn:
    """A token that goes on though the role of whoever made it ends; `href` is where it can be revoked, empty where the
    reader may not."""

    name: str
    body: str
    said: str
    href: str


def tokens_that_go_on(tokens: Sequence[ApiToken], may_revoke: Collection[int]) -> tuple[TokenGoesOn, ...]:
    """Tokens that somebody made, with links for the bodies, by id, whose tokens the reader may revoke."""
    return tuple(
        TokenGoesOn(
            one.name,
            one.body.name,
            f"may {', '.join(one.scopes)}, holds until {day(one.expires_at)}",
            reverse("body-tokens", args=[one.body.slug]) if one.body_id in may_revoke else "",
        )
        for one in tokens
    )


def tokens_page(body: Body, tokens: Sequence[ApiToken], made: str, left: Collection[int]) -> TokensPage:
    """Those that hold first, then those that have ended, the latest first; `left` are those, by id, whose maker has no
    role at the places of the body any more."""
    lines = [
        _line(body, token, is_left=token.pk in left) for token in sorted(tokens, key=lambda token: not token.is_live)
    ]
    places = ", ".join(sorted(name_of(service.place) for service in body.services.all()))
    return TokensPage(body.name, reverse("body", args=[body.slug]), places, tuple(lines), made)


def _line(body: Body, token: ApiToken, *, is_left: bool) -> TokenLine:
    tag = Tag("Revoked", "red") if token.revoked_at else Tag("Expired", "grey")
    until = f"revoked on {day(token.revoked_at)}" if token.revoked_at else f"holds until {day(token.expires_at)}"
    return TokenLine(
        name=token.name,
        begins=token.begins,
        may=", ".join(token.scopes),
        said=f"Made by {token.created_by} on {day(token.created_at)}, {until}",
        tag=Tag("In use", "green") if token.is_live else tag,
        revoke=reverse("token-revoke", args=[body.slug, token.pk]) if token.is_live else "",
        left=_LEFT.format(token.created_by) if is_left else "",
    )
