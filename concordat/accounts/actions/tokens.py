"""Tokens for programs of an organisation: made, shown once, revoked."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from concordat.accounts.access import actor_for, require
from concordat.accounts.models import ApiToken, Body, Person
from concordat.accounts.refused import Refused
from concordat.accounts.roles import SCOPES, Verb
from concordat.accounts.secrets import SHOWN, TOKEN_PREFIX, digest_of_token, new_token
from concordat.history.actions import record
from concordat.history.chain import Note

MOST_DAYS = 366


def make_token(*, body: Body, name: str, scopes: Collection[str], by: Person, days: int = 90) -> tuple[ApiToken, str]:
    """A token for a program, and its text, which is kept nowhere; it reaches the places that the body serves.

    Raises Denied where `by` may not connect programs at all of them or may do less there than the token would, and
    Refused for scopes and days that make no sense.
    """
    wanted = sorted(set(scopes))
    _check(body, name, wanted, by, days)
    raw = new_token()
    with transaction.atomic():
        token = ApiToken.objects.create(
            body=body,
            name=name.strip(),
            scopes=wanted,
            begins=raw.removeprefix(TOKEN_PREFIX)[:SHOWN],
            token_digest=digest_of_token(raw),
            created_by=by.name,
            expires_at=timezone.now() + timedelta(days=days),
        )
        said = {"name": token.name, "scopes": wanted, "expires": token.expires_at.date().isoformat()}
        record(f"body:{body.slug}", Note("connected", f"token:{token.pk}", said), by=actor_for(by))
    return token, raw


def revoke_token(token: ApiToken, *, by: Person) -> ApiToken:
    """End a token at once. Raises Denied where `by` may not connect programs at a place that it reaches."""
    for service in token.body.services.all():
        require(by, Verb.CONNECT, service.place)
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().select_related("body").get(pk=token.pk)
        if token.revoked_at is None:
            token.revoked_at = timezone.now()
            token.save(update_fields=["revoked_at"])
            note = Note("revoked", f"token:{token.pk}", {"name": token.name})
            record(f"body:{token.body.slug}", note, by=actor_for(by))
    return token


def _check(body: Body, name: str, scopes: list[str], by: Person, days: int) -> None:
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise Refused(f"Choose what the token may do: {', '.join(SCOPES)}.")
    if not name.strip():
        raise Refused("Name the program that the token is for.")
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"A token holds between 1 and {MOST_DAYS} days.")
    places = [service.place for service in body.services.all()]
    if not places:
        raise Refused(f"{body.name} serves no place, so that a token of it could reach none.")
    for place in places:
        require(by, Verb.CONNECT, place)
