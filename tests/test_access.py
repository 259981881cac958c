"""Every address of the site and every operation of the API, with everybody: who is let in, who is refused, what writes.

tests/audiences.py says who may do what. A GET writes nothing whoever asks; whoever may not do a thing changes nothing.
"""

import re
from contextlib import contextmanager

import pytest
from audiences import AUDIENCES, BY_TOKEN, READ, SUBMIT, WRITE, Audience
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from visits import address, addresses, make_world, visitors

from concordat.accounts.actions import make_token, revoke_token
from concordat.accounts.models import ApiToken

METHODS = ("GET", "POST", "PUT")
REFUSED = {401, 403, 404, 405, 410}
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|DROP|CREATE|ALTER)\b", re.I)
OF_SESSIONS = re.compile(r"\"(django_session|usersessions_usersession)\"")


@pytest.fixture
def world(filled, cast, settings):
    settings.API_CALLS_A_MINUTE = 1_000_000
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    yield make_world(filled, cast)
    cache.clear()


@contextmanager
def watched_writes():
    """What is written meanwhile, save what keeps somebody signed in."""
    written = []

    def watch(execute, sql, params, many, context):
        if WRITES.match(sql) and not OF_SESSIONS.search(sql):
            written.append(sql[:100])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


def ask(client, method, path, audience):
    """The answer and what was written; afterwards the database is as it was before."""
    more = {"data": audience.sent, "content_type": "application/json"} if audience.sent and method != "GET" else {}
    with transaction.atomic(), watched_writes() as written:
        response = getattr(client, method.lower())(path, **more)
        transaction.set_rollback(True)
    return response, written


def is_refused(response):
    if response.status_code == 302:
        return response["Location"].startswith("/account/login/")
    return response.status_code in REFUSED


def complaints(who, method, path, client, audience, may):
    """What is wrong with one answer to one of everybody."""
    response, written = ask(client, method, path, audience)
    said = f"{method} {path} as {who}: {response.status_code}"
    if response.status_code >= 500 and not path.startswith(("/health/", "/gallery/")):
        yield f"{said}, failed"
    if written and (method == "GET" or not may):
        yield f"{said}, wrote {written[0]}"
    if not may and not is_refused(response):
        yield f"{said}, let in"
    if (
        may
        and method == "GET"
        and not audience.may_be_missing
        and (is_refused(response) or response.status_code >= 400)
    ):
        yield f"{said}, refused"
    if may and method != "GET" and not audience.may_be_missing and response.status_code in (403, 405):
        yield f"{said}, refused"


def test_every_address_says_who_may_do_what():
    found = {name for name, _ in addresses()}
    assert found - set(AUDIENCES) == set(), "say in tests/audiences.py who may do what there"
    assert set(AUDIENCES) - found == set(), "these addresses are gone"


def test_no_outsider_is_meant_to_reach_what_belongs_to_a_place():
    of_places = {"place", "slug", "footprint"}
    for name, takes in addresses():
        audience = AUDIENCES[name]
        if of_places & set(takes) and not audience.is_public:
            everybody = audience.GET | audience.POST | audience.PUT
            assert not everybody & {"outsider", "anonymous"}, name


def test_everybody_everywhere(world, cast):
    """The walk: each address, each method, each of everybody."""
    wrong, everybody = [], visitors(cast)
    for name, takes in addresses():
        audience = AUDIENCES[name]
        path = address(name, takes, audience, world)
        for method in METHODS:
            for who, enter in everybody.items():
                if method == "PUT" and audience.sent is None and who not in ("outsider", "administrator"):
                    continue  # two are enough to show that nothing takes it
                may = who in audience.of(method)
                wrong += complaints(who, method, path, enter(), audience, may)
    assert not wrong, "\n".join(["", *wrong])


def programs(cast):
    """A token of each scope, and those that open nothing: another place's, one revoked, one expired, one made up."""
    here = [(READ, ["read"]), (WRITE, ["write"]), (SUBMIT, ["submit"])]
    found = {who: make_token(body=cast.council, name=who, scopes=may, by=cast.lead)[1] for who, may in here}
    every = ["read", "write", "submit"]
    _, elsewhere = make_token(body=cast.other_council, name="elsewhere", scopes=every, by=cast.outsider)
    revoked, raw = make_token(body=cast.council, name="revoked", scopes=every, by=cast.lead)
    revoke_token(revoked, by=cast.lead)
    expired, old = make_token(body=cast.council, name="expired", scopes=every, by=cast.lead)
    before = expired.created_at.replace(year=expired.created_at.year - 1)
    ApiToken.objects.filter(pk=expired.pk).update(created_at=before, expires_at=expired.created_at)
    return found, {"elsewhere": elsewhere}, {"revoked": raw, "expired": old, "made up": "concordat_" + "x" * 43}


def test_every_operation_with_every_kind_of_token(world, cast):
    here, elsewhere, dead = programs(cast)
    wrong = []
    for name, takes in addresses():
        if not name.startswith("api:") or name in ("api:openapi-json", "api:api-root"):
            continue
        declared, own = AUDIENCES[name], BY_TOKEN.get(name)
        path = address(name, takes, declared, world)
        for who, raw in (here | elsewhere | dead).items():
            client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {raw}"})
            for method in METHODS:
                open_to_all = method == "GET" and who not in dead
                may = who in own.of(method) if own else open_to_all
                wrong += complaints(who, method, path, client, declared, may)
    assert not wrong, "\n".join(["", *wrong])


def test_a_token_opens_no_page(world, cast):
    here, _, _ = programs(cast)
    client = Client(headers={"authorization": f"Bearer {here[READ]}"})
    assert client.get(f"/places/{world['place']}/").status_code == 302


def test_the_walk_notices_a_write_and_a_stranger(world, cast):
    """The walk itself can fail: an audience too narrow, one too wide, and a GET that writes."""
    lead = visitors(cast)["lead"]()
    path = f"/places/{world['place']}/people/"
    assert list(complaints("lead", "GET", path, lead, Audience(), may=False))
    assert list(complaints("lead", "GET", "/nowhere", lead, Audience(), may=True))
    sent = {"name": "Havens", "kind": "provider", "places": world["place"]}
    with transaction.atomic(), watched_writes() as written:
        lead.post("/people/bodies/new/", sent)
        transaction.set_rollback(True)
    assert any("accounts_body" in sql for sql in written)
