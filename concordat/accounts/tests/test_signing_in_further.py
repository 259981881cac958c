"""Signing in beyond the password: a second factor, an organisation's own login, and sessions that end."""

import re

import jwt
import pytest
import requests
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from oidc_provider import CLIENT, SECRET, provider

from concordat.accounts.access import can
from concordat.accounts.actions import drop_second_factor, invite
from concordat.accounts.models import Person
from concordat.accounts.refused import Refused
from concordat.accounts.roles import Verb
from concordat.history.access import events_of

SOUTHEND, PASSWORD = "southend-on-sea", "a long and quiet evening"
LOGIN, CALLBACK = "/account/oidc/organisation/login/", "/account/oidc/organisation/login/callback/"


@pytest.fixture(autouse=True)
def _no_attempts_are_remembered():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def lead(cast):
    cast.lead.set_password(PASSWORD)
    cast.lead.save()
    return cast.lead


def sign_in(client, person, **more):
    return client.post("/account/login/", {"login": person.email, "password": PASSWORD}, **more)


def is_in(client):
    return client.get("/people/me/").status_code == 200


def code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def show_the_password_again(client):
    """As allauth wants it before the second factor can be changed."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def enrol(client):
    show_the_password_again(client)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', page).group(1)
    assert client.post("/account/2fa/totp/activate/", {"code": code(secret)}).status_code == 302
    return secret


def test_second_factor_is_asked_for_and_without_it_nobody_is_in(client, lead):
    sign_in(client, lead)
    assert "Off" in client.get("/people/me/").content.decode()
    secret = enrol(client)
    assert "You are asked for a code" in client.get("/people/me/").content.decode()
    other = Client()
    assert "2fa/authenticate" in sign_in(other, lead)["Location"]
    assert not is_in(other)
    cache.clear()  # allauth takes a code once: forget that enrolment took this one
    wrong = f"{(int(code(secret)) + 1) % 1_000_000:06}"
    assert other.post("/account/2fa/authenticate/", {"code": wrong}).status_code == 200
    assert not is_in(other)
    other.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert is_in(other)


def test_recovery_code_lets_in_once_where_the_device_is_lost(client, lead):
    sign_in(client, lead)
    enrol(client)
    codes = client.get("/account/2fa/recovery-codes/download/").content.decode().split()
    for browser, code_works in ((Client(), True), (Client(), False)):
        sign_in(browser, lead)
        browser.post("/account/2fa/authenticate/", {"code": codes[0]})
        assert is_in(browser) is code_works


def test_second_factor_that_was_lost_is_dropped_by_whoever_runs_the_site(client, lead):
    with pytest.raises(Refused, match="Nadia Fenn has no second factor"):
        drop_second_factor(email=lead.email)
    with pytest.raises(Refused, match="Nobody here has the address"):
        drop_second_factor(email="nobody@example.org")
    sign_in(client, lead)
    enrol(client)
    mail.outbox.clear()
    assert drop_second_factor(email="Nadia.Fenn@example.org") == lead
    assert not is_in(client)
    assert mail.outbox[0].to == [lead.email]
    assert "If you did not ask" in mail.outbox[0].body
    assert events_of("place:england").first().verb == "dropped-second-factor"
    sign_in(client, lead)
    assert is_in(client)


def test_wrong_code_enrols_nobody(client, lead):
    sign_in(client, lead)
    show_the_password_again(client)
    client.get("/account/2fa/totp/activate/")
    assert "This is not the code" in client.post("/account/2fa/totp/activate/", {"code": "000000"}).content.decode()
    assert "Off" in client.get("/people/me/").content.decode()


def test_other_sessions_end_when_asked(client, lead):
    elsewhere = Client(headers={"user-agent": "A shared computer <script>"})
    sign_in(elsewhere, lead)
    sign_in(client, lead)
    page = client.get("/account/sessions/").content.decode()
    assert "A shared computer &lt;script&gt;" in page
    client.post("/account/sessions/")
    assert is_in(client)
    assert not is_in(elsewhere)


def test_new_password_ends_every_session(client, lead):
    elsewhere = Client()
    sign_in(elsewhere, lead)
    sign_in(client, lead)
    new = "another long and quiet evening"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/account/password/change/", sent).status_code == 302
    assert not is_in(client)
    assert not is_in(elsewhere)


def test_session_of_somebody_deactivated_opens_nothing(client, lead):
    sign_in(client, lead)
    Person.objects.filter(pk=lead.pk).update(is_active=False)
    assert not is_in(client)
    assert sign_in(Client(), lead)["Location"].endswith("/inactive/")


def test_signing_out_leaves_no_session_behind(client, lead):
    sign_in(client, lead)
    assert Session.objects.count() == UserSession.objects.count() == 1
    client.post("/account/logout/")
    assert not Session.objects.exists()


@pytest.fixture
def organisation(settings, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with provider(CALLBACK) as found:
        app = {
            "provider_id": "organisation",
            "name": "Southend Council",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": found.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield found


def through(client, found, **person):
    """From the sign-in page to the provider and back, as a browser goes."""
    found.person = {"sub": person.get("email", "x"), "email_verified": True, **person}
    to_provider = client.post(LOGIN)
    assert to_provider.status_code == 302
    assert to_provider["Location"].startswith(found.address)
    back = requests.get(to_provider["Location"], allow_redirects=False, timeout=5)
    assert back.status_code == 302, found.refused
    return client.get(back.headers["Location"].partition("testserver")[2])


def test_known_person_signs_in_through_the_organisations_login(client, lead, organisation):
    assert "Southend Council" in client.get("/account/login/").content.decode()
    assert through(client, organisation, email="Nadia.Fenn@example.org").status_code == 302
    assert is_in(client)
    assert "Nadia Fenn" in client.get("/people/me/").content.decode()
    claims = jwt.decode(
        organisation.issued[0], organisation.key.public_key(), ["RS256"], audience=CLIENT, issuer=organisation.address
    )
    assert claims["email"] == "Nadia.Fenn@example.org"
    client.logout()
    through(client, organisation, email="nadia.fenn@example.org", sub="Nadia.Fenn@example.org")
    assert is_in(client)
    assert Person.objects.filter(email__icontains="nadia").count() == 1


@pytest.mark.parametrize(
    "stranger",
    [
        {"email": "stranger@example.org", "name": "<script>alert(1)</script>"},
        {"email": "nadia.fenn@example.org", "email_verified": False},
        {"sub": "without-an-address"},
    ],
)
def test_person_who_was_not_invited_is_refused_on_a_clear_page(client, lead, organisation, stranger):
    response = through(client, organisation, **stranger)
    assert response.status_code == 403
    said = response.content.decode()
    assert "You have not been invited" in said
    assert stranger.get("email", "invite you") in said
    assert "<script>alert" not in said
    assert not is_in(client)
    assert not Person.objects.filter(email="stranger@example.org").exists()


def test_second_factor_is_asked_for_after_the_organisations_login_too(client, lead, organisation):
    sign_in(client, lead)
    enrol(client)
    client.logout()
    assert "2fa/authenticate" in through(client, organisation, email=lead.email)["Location"]
    assert not is_in(client)


def test_forged_answer_of_the_provider_signs_nobody_in(client, lead, organisation):
    organisation.person = {"sub": "x", "email": lead.email, "email_verified": True}
    client.post(LOGIN)
    response = client.get(CALLBACK, {"code": "made-up", "state": "made-up"})
    assert "Signing in did not work" in response.content.decode()
    assert not is_in(client)


def test_provider_that_is_away_is_told_on_a_page(client, lead, organisation, settings):
    with provider(CALLBACK) as gone:
        address = gone.address
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = address
    response = client.post(LOGIN)
    assert response.status_code == 503
    assert "could not be reached" in response.content.decode()


def test_invited_person_comes_through_the_organisations_login(client, cast, organisation):
    _, secret = invite(email="kim@example.org", role="reader", place=SOUTHEND, by=cast.lead)
    address = f"/people/invitations/{secret}"
    assert "With Southend Council&#x27;s login" in client.get(address).content.decode()
    assert "Choose one." in client.post(address, {"name": "Kim"}).content.decode()
    response = client.post(address, {"name": "Kim Reyes", "how": "organisation"})
    assert response["Location"] == "/account/login/"
    through(client, organisation, email="kim@example.org")
    assert is_in(client)
    kim = Person.objects.get(email="kim@example.org")
    assert not kim.has_usable_password()
    assert can(kim, Verb.SEE, SOUTHEND)
