"""Tokens whose maker has no role any more: they go on, and the pages say so."""

import pytest

from concordat.accounts.access import tokens_left_behind, tokens_made_by
from concordat.accounts.actions import grant_role, make_token, revoke_token, withdraw_grant
from concordat.accounts.models import Grant
from concordat.returns.tests.signing_steps import text_of

SOUTHEND = "southend-on-sea"


@pytest.fixture
def ledger(cast):
    made, _ = make_token(body=cast.council, name="Finance ledger", scopes=["read"], by=cast.lead)
    return made


def withdraw(cast):
    withdraw_grant(Grant.objects.get(person=cast.lead, role="lead"), by=cast.administrator, reason="moved on")


def test_role_withdraw_names_the_tokens_that_go_on(client, cast, ledger):
    make_token(body=cast.council, name="Of the administrator", scopes=["read"], by=cast.administrator)
    revoke_token(make_token(body=cast.council, name="Revoked", scopes=["read"], by=cast.lead)[0], by=cast.lead)
    client.force_login(cast.administrator)
    grant = Grant.objects.get(person=cast.lead, role="lead")
    answer = client.get(f"/places/{SOUTHEND}/people/grants/{grant.pk}/withdraw/")
    said = text_of(answer)
    assert "Nadia Fenn made tokens with which programs reach this place." in said
    assert "<strong>Finance ledger</strong>" in said
    assert f'href="/people/bodies/{cast.council.slug}/tokens/"' in said
    assert "Of the administrator" not in said
    assert "Revoked" not in said
    reader = Grant.objects.get(person=cast.reader)
    page = text_of(client.get(f"/places/{SOUTHEND}/people/grants/{reader.pk}/withdraw/"))
    assert "made tokens" not in page


def test_role_withdraw_links_no_token_that_the_reader_may_not_revoke(client, cast, ledger):
    grant = grant_role(person=cast.lead, role="contributor", place=SOUTHEND, by=cast.administrator)
    withdraw(cast)
    place = "central-bedfordshire"
    cast.council.services.create(place=place)  # the lead of Southend may not connect there
    deputy = grant_role(person=cast.finance, role="lead", place=SOUTHEND, by=cast.administrator).person
    client.force_login(deputy)
    said = text_of(client.get(f"/places/{SOUTHEND}/people/grants/{grant.pk}/withdraw/"))
    assert "<strong>Finance ledger</strong> of Southend-on-Sea Borough Council: may read, holds until" in said


def test_body_tokens_says_whose_maker_has_left(client, cast, ledger):
    client.force_login(cast.administrator)
    page = f"/people/bodies/{cast.council.slug}/tokens/"
    assert "has no role here any more" not in text_of(client.get(page))
    withdraw(cast)
    assert "Nadia Fenn has no role here any more. The token goes on:" in text_of(client.get(page))
    assert ledger.is_live
    grant_role(person=cast.lead, role="reader", place="east-of-england", by=cast.administrator)
    assert tokens_left_behind(cast.council, [ledger]) == frozenset()


def test_somebody_of_the_same_name_made_none_of_them(cast, ledger):
    cast.reader.name = cast.lead.name
    cast.reader.save()
    assert tokens_made_by(cast.reader, SOUTHEND) == []
    assert tokens_made_by(cast.lead, SOUTHEND) == tokens_made_by(cast.lead, "east-of-england") == [ledger]
    assert tokens_made_by(cast.lead, "essex") == []
