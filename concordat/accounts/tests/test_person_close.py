"""Accounts of people who have left: closed by an administrator of England, with history, and opened again."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from concordat.accounts.access import can, who_can
from concordat.accounts.actions import (
    accept_invitation,
    close_account,
    grant_role,
    invite,
    make_token,
    reopen_account,
)
from concordat.accounts.models import Grant, Mandate, Person
from concordat.accounts.refused import Refused
from concordat.accounts.roles import Verb
from concordat.history.access import events_of, verify_chain
from concordat.web.denied import Denied

SOUTHEND, LIST = "southend-on-sea", "/people/accounts/"
PASSWORD = "a long and quiet evening"


@pytest.fixture
def administrator(client, cast):
    mail.outbox.clear()
    client.force_login(cast.administrator)
    return client


@pytest.fixture
def second(cast):
    """Another administrator of England."""
    grant_role(person=cast.analyst, role="administrator", place="england", by=cast.administrator)
    return cast.analyst


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def signed_in(person):
    person.set_password(PASSWORD)
    person.save()
    theirs = Client()
    theirs.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert theirs.get("/people/me/").status_code == 200
    return theirs


def test_person_close_ends_sessions_and_signing_in(administrator, cast):
    theirs = signed_in(cast.lead)
    key = theirs.session.session_key
    page = f"{LIST}{cast.lead.pk}/close/"
    said = text(administrator.get(page))
    assert "Close the account of Nadia Fenn" in said
    assert "Lead at Southend-on-Sea for Southend-on-Sea Borough Council" in said
    answer = administrator.post(page, {"reason": "has left the council"}, follow=True)
    assert "The account of Nadia Fenn is closed, and their sessions have ended." in text(answer)
    assert theirs.get("/people/me/").status_code == 302
    assert not UserSession.objects.filter(user=cast.lead).exists()
    assert not Session.objects.filter(session_key=key).exists()
    again = theirs.post("/account/login/", {"login": cast.lead.email, "password": PASSWORD}, follow=True)
    assert "This account is closed" in text(again)
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == ([cast.lead.email], "Your account is closed")
    assert "The reason given: has left the council" in letter.body


def test_close_account_withdraws_nothing_and_is_history(administrator, cast):
    grants, delegates = Grant.objects.filter(ends__isnull=True).count(), list(cast.delegation.delegates.all())
    token, _ = make_token(body=cast.council, name="Ledger", scopes=["read"], by=cast.lead)
    assert "<strong>Ledger</strong>" in administrator.get(f"{LIST}{cast.lead.pk}/close/").content.decode()
    for person in (cast.lead, cast.chair):
        close_account(person=person, by=cast.administrator, reason="left")
    assert Grant.objects.filter(ends__isnull=True).count() == grants
    assert list(Mandate.objects.get().delegates.all()) == delegates
    assert token.is_live
    assert not can(Person.objects.get(pk=cast.lead.pk), Verb.SEE, SOUTHEND)
    assert "Nadia Fenn" not in {one.who for one in who_can(SOUTHEND)}
    event = events_of("place:england").first()
    assert (event.verb, event.about, event.said["reason"]) == ("closed-account", f"person:{cast.chair.pk}", "left")
    assert verify_chain("place:england").is_whole


def test_close_account_twice_is_one_event_and_one_letter(administrator, cast):
    for _ in range(2):
        close_account(person=cast.reader, by=cast.administrator, reason="left")
    assert events_of("place:england", f"person:{cast.reader.pk}").filter(verb="closed-account").count() == 1
    assert len(mail.outbox) == 1


def test_person_reopen_gives_back_what_has_not_ended(administrator, cast):
    close_account(person=cast.lead, by=cast.administrator, reason="left")
    said = text(administrator.get(LIST))
    assert said.index("Nadia Fenn") < said.index("Ada Winter", said.index("Everybody"))  # the closed ones first
    page = f"{LIST}{cast.lead.pk}/reopen/"
    assert "They have again:" in text(administrator.get(page))
    assert "Give the reason." in text(administrator.post(page, {"reason": " "}))
    assert "Nadia Fenn can sign in again." in text(administrator.post(page, {"reason": "is back"}, follow=True))
    assert can(Person.objects.get(pk=cast.lead.pk), Verb.SUBMIT, SOUTHEND)
    assert signed_in(Person.objects.get(pk=cast.lead.pk))
    assert events_of("place:england").first().verb == "reopened-account"
    assert mail.outbox[-1].subject == "Your account is open again"


def test_nobody_closes_their_own_account(administrator, cast, second):
    said = text(administrator.post(f"{LIST}{cast.administrator.pk}/close/", {"reason": "x"}))
    assert "Nobody closes their own account" in said
    assert Person.objects.get(pk=cast.administrator.pk).is_active


def test_the_last_administrator_stays(cast, second):
    close_account(person=second, by=cast.administrator, reason="left")
    stale = Person.objects.get(pk=second.pk)
    stale.is_active = True  # as one who began in the same moment had read it
    with pytest.raises(Refused, match="Ada Winter is the only administrator of England"):
        close_account(person=cast.administrator, by=stale, reason="left")
    assert Person.objects.get(pk=cast.administrator.pk).is_active


@pytest.mark.parametrize("who", ["lead", "reviewer", "analyst", "outsider"])
def test_only_administrators_of_england_close_accounts(client, cast, who):
    person = getattr(cast, who)
    client.force_login(person)
    assert client.get(LIST).status_code == client.get(f"{LIST}{cast.reader.pk}/close/").status_code == 403
    assert LIST not in client.get(f"/places/{SOUTHEND}/people/").content.decode()
    for act in (close_account, reopen_account):
        with pytest.raises(Denied):
            act(person=cast.reader, by=person, reason="x")


def test_an_administrator_of_one_region_closes_no_accounts(client, cast):
    grant_role(person=cast.reader, role="administrator", place="east-of-england", by=cast.administrator)
    client.force_login(cast.reader)
    assert client.get(LIST).status_code == 403
    with pytest.raises(Denied):
        close_account(person=cast.lead, by=cast.reader, reason="x")


def test_person_list_finds_by_name_and_address_and_leads_there(administrator, cast):
    assert LIST in administrator.get(f"/places/{SOUTHEND}/people/").content.decode()
    said = text(administrator.get(f"{LIST}?find=tom.achterberg"))
    assert "Tom Achterberg" in said
    assert "Nadia Fenn" not in said
    assert "Nobody has “&lt;script&gt;” in name or address." in text(administrator.get(f"{LIST}?find=<script>"))
    assert administrator.get(f"{LIST}999999/close/").status_code == 404
    assert f"{LIST}{cast.administrator.pk}/close/" not in administrator.get(LIST).content.decode()
    assert "The account of Nadia Fenn is open" in text(administrator.get(f"{LIST}{cast.lead.pk}/reopen/"))


def test_person_list_takes_the_same_queries_for_many(administrator, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as few:
        administrator.get(LIST)
    Person.objects.bulk_create(Person(email=f"p{n}@example.org", name=f"P {n}") for n in range(40))
    with django_assert_max_num_queries(len(few)):
        administrator.get(LIST)


def test_whoever_is_closed_is_invited_and_made_nothing(cast):
    _, secret = invite(email=cast.reader.email, role="contributor", place=SOUTHEND, by=cast.lead)
    close_account(person=cast.reader, by=cast.administrator, reason="left")
    with pytest.raises(Refused, match=r"The account of Mina Sole is closed\. An administrator of England"):
        accept_invitation(secret=secret)
    answer = Client().post(f"/people/invitations/{secret}")
    assert answer.status_code == 410
    assert "The account of Mina Sole is closed." in text(answer)
    with pytest.raises(Refused, match="is closed"):
        invite(email=cast.reader.email, role="lead", place=SOUTHEND, by=cast.administrator)
