"""Everybody at every address of the site: what stands in the addresses, and who is at the door."""

from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from concordat.accounts.actions import invite, make_token
from concordat.accounts.models import BoardDate, Grant
from concordat.returns.access.values import as_value
from concordat.returns.actions import sign
from concordat.returns.models import Assignment, ReasonRow, Remark, Upload
from concordat.returns.snapshot import calculate_content_digest

PEOPLE = ["outsider", "reader", "contributor", "finance", "chair", "reviewer", "analyst", "lead", "administrator"]


def make_world(filled, cast):
    """Something to see at every address, and what stands in the addresses."""
    seen = calculate_content_digest(as_value(filled, notes=False))
    signature = sign(record=filled, by=cast.vice_chair, body=cast.board, seen=seen, mandate=None)
    invitation, secret = invite(email="kim@example.org", role="reader", place=filled.place, by=cast.lead)
    token, _ = make_token(body=cast.council, name="to revoke", scopes=["read"], by=cast.lead)
    reason = ReasonRow.objects.filter(record=filled).first()
    return {
        "place": filled.place,
        "footprint": "east-of-england",
        "form": filled.form,
        "questionnaire": filled.form,
        "framework": "2016-17",
        "section": "money",
        "question": "money.income.actual.q3",
        "metric": "people-delayed-per-day",
        "slug": cast.council.slug,
        "board": cast.board.slug,
        "code": reason.code,
        "where": reason.where,
        "secret": secret,
        "key": "made-up",
        "uidb36": "1",
        "provider_id": "organisation",
        "upload": Upload.objects.filter(record=filled).latest("pk").pk,
        "signature": signature.pk,
        "grant": Grant.objects.get(person=cast.contributor).pk,
        "invitation": invitation.pk,
        "person": cast.reader.pk,
        "token": token.pk,
        "mandate": cast.delegation.pk,
        "board_date": BoardDate.objects.first().pk,
        "remark": Remark.objects.filter(record=filled).first().pk,
        "assignment": Assignment.objects.filter(record=filled, target="money").first().pk,
    }


def addresses(resolver=None, before="", namespace="", around=()):
    """(name, what its address takes) of everything that the site answers to; the route where there is no name."""
    for one in (resolver or get_resolver()).url_patterns:
        route, takes = before + str(one.pattern), (*around, *one.pattern.regex.groupindex)
        if isinstance(one, URLResolver):
            inside = f"{one.namespace}:" if one.namespace else namespace
            yield from addresses(one, route, inside, takes)
        else:
            yield (namespace + one.name if one.name else route), takes


def address(name, takes, audience, world):
    """A real address, with what the world has for everything that it takes."""
    if "/" in name:
        return f"/{name}"
    given = {one: audience.at.get(one, world.get(one)) for one in takes}
    return reverse(name, kwargs={one: world.get(value, value) for one, value in given.items()})


def visitors(cast):
    """Somebody new at the door each time, as each of everybody; signing out, or being thrown out, lasts one request."""
    keys = {"anonymous": None}
    for who in PEOPLE:
        client = Client()
        client.force_login(getattr(cast, who))
        keys[who] = client.session.session_key
    return {who: lambda key=key: visitor(key) for who, key in keys.items()}


def visitor(session):
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client
