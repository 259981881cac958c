"""Signing in as the site has it: throttled, by invitation only, ending."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

PASSWORD = "a long and quiet evening"


@pytest.fixture
def person(db):
    cache.clear()
    person = get_user_model().objects.create_user("jo@example.org", "Jo Fairclough", PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    yield person
    cache.clear()


def sign_in(client, password=PASSWORD):
    return client.post("/account/login/", {"login": "jo@example.org", "password": password})


def test_sign_in_and_out(client, person):
    assert sign_in(client).status_code == 302
    page = client.get("/").content.decode()
    assert "Jo Fairclough" in page
    assert "Sign out" in page
    assert client.session.get_expire_at_browser_close()
    client.post("/account/logout/")
    assert "Sign in" in client.get("/").content.decode()


def test_a_session_is_gone_after_its_hours_however_busy(client, person, settings):
    settings.SESSION_COOKIE_AGE = -1
    sign_in(client)
    assert "Sign out" not in client.get("/").content.decode()


def hours_left():
    return (Session.objects.get().expire_date - timezone.now()) / timedelta(hours=1)


def test_hours_of_a_session_do_not_begin_anew_when_something_is_kept_in_it(client, person, monkeypatch):
    sign_in(client)
    assert 9.9 < hours_left() <= 10
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=9))
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert 0.9 < hours_left() <= 1
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=10, minutes=1))
    assert "Sign out" not in client.get("/").content.decode()


def test_hours_of_a_session_count_from_signing_in_not_from_the_page_before(client, person, monkeypatch):
    client.get("/account/login/")
    visited = client.session  # something was kept for a visitor, long before they signed in
    visited["left"] = "there"
    visited.save()
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=9))
    sign_in(client)
    assert client.session["left"] == "there"
    assert 9.9 < hours_left() <= 10


def test_sign_in_is_throttled_and_says_so_on_a_page(client, person):
    said = [sign_in(client, "wrong").content.decode() for _ in range(6)]
    assert "Too many wrong passwords" in said[-1]
    assert "Too many wrong passwords" in sign_in(client).content.decode()  # the right one too, for a while


def test_many_attempts_from_one_address_get_the_page_for_it(client, person, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    statuses = [sign_in(client, "wrong").status_code for _ in range(4)]
    assert statuses[-1] == 429
    assert "Wait five minutes" in sign_in(client).content.decode()


def test_wrong_password_and_unknown_address_sound_alike(client, person):
    wrong = sign_in(client, "wrong").content.decode()
    unknown = client.post("/account/login/", {"login": "no@example.org", "password": "wrong"}).content.decode()
    said = "The address or the password is not right."
    assert said in wrong
    assert said in unknown


def test_nobody_makes_an_account_for_themselves(client, db):
    page = client.post("/account/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert "People come by invitation" in page.content.decode()
    assert get_user_model().objects.count() == 0


@pytest.mark.parametrize(
    "path", ["email/", "password/change/", "2fa/", "2fa/totp/activate/", "3rdparty/", "reauthenticate/"]
)
def test_the_pages_of_ones_own_account_wear_the_design_system(client, person, path):
    sign_in(client)
    response = client.get(f"/account/{path}", follow=True)
    assert response.status_code == 200, path
    page = response.content.decode()
    assert 'class="app-header"' in page
    assert "nhsuk-heading-l" in page
