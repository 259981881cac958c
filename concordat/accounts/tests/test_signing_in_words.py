"""What signing in and one's own account say: in the words of the site, on every page, message and letter."""

from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.template.loader import get_template

PASSWORD = "a long and quiet evening"
THEIRS = Path(allauth.__file__).parent / "templates"
PACKAGES = ("account", "mfa", "socialaccount", "usersessions")
# What is never reached: signing up, codes by e-mail, telephones, keys, trusted browsers, addresses changed in one step.
UNREACHED = (
    "signup", "code", "phone", "webauthn", "trust", "email_change.html", "unknown_account", "account_already_exists",
    "email_confirm_", "email_confirmed_", "warn_no_email", "already_logged_in", "login_extra", "login_redirect",
    "login_script", "login.html", "authentication_error", "account_connected_updated", "provider_list",
)  # fmt: skip


@pytest.fixture
def lead(cast):
    cast.lead.set_password(PASSWORD)
    cast.lead.save()
    yield cast.lead
    cache.clear()


@pytest.fixture
def signed_in(client, lead):
    client.post("/account/login/", {"login": lead.email, "password": PASSWORD})
    mail.outbox.clear()
    return client


def names():
    found = (path for package in PACKAGES for path in (THEIRS / package).rglob("*") if path.is_file())
    return sorted(str(path.relative_to(THEIRS)) for path in found)


def test_every_page_message_and_letter_that_can_be_met_is_ours():
    met = [
        name for name in names() if "base_" not in name and "/base." not in name and name.count("recovery_codes") < 3
    ]
    met = [name for name in met if not any(word in name.replace("recovery_codes", "") for word in UNREACHED)]
    theirs = [name for name in met if Path(get_template(name).origin.name).is_relative_to(THEIRS)]
    assert len(met) > 50
    assert theirs == ["mfa/recovery_codes/download.txt"]  # the codes and nothing else


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("password/reset/", "Set a new password"),
        ("password/reset/done/", "Look in your e-mail"),
        ("password/reset/key/1-abc-def/", "The link does not hold"),
        ("password/reset/key/done/", "Your password is changed"),
        ("confirm-email/", "Confirm your address"),
        ("confirm-email/abc/", "The link does not hold"),
        ("inactive/", "This account is closed"),
        ("3rdparty/login/cancelled/", "You did not sign in"),
    ],
)
def test_pages_before_signing_in_say_what_to_do(client, db, path, heading):
    assert heading in client.get(f"/account/{path}").content.decode()


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("email/", "Your e-mail addresses"),
        ("password/change/", "Change your password"),
        ("2fa/", "Besides the password, a code"),
        ("2fa/totp/activate/", "Is it you?"),
        ("3rdparty/", "You sign in with your password alone."),
        ("logout/", "What you saved stays."),
    ],
)
def test_pages_of_ones_own_account_say_what_they_are_for(signed_in, path, heading):
    assert heading in signed_in.get(f"/account/{path}", follow=True).content.decode()


def test_empty_fields_are_asked_for_by_name(signed_in):
    said = signed_in.post("/account/password/change/", {"oldpassword": "", "password1": "", "password2": ""})
    for sentence in ("Type the password that you have now.", "Type the new password a second time."):
        assert sentence in said.content.decode()


def test_new_password_by_letter(client, lead):
    client.post("/account/password/reset/", {"email": lead.email})
    letter = mail.outbox[0]
    assert letter.subject == "[Concordat] Set a new password"
    assert "open this link within three days" in letter.body
    link = next(line for line in letter.body.splitlines() if "/reset/key/" in line)
    page = client.get(link.partition("testserver")[2], follow=True)
    new = "quite another long evening"
    done = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "Your password is changed" in done.content.decode()
    assert mail.outbox[1].subject == "[Concordat] Your password was changed"
    assert "If it was not you" in mail.outbox[1].body
    assert "The link does not hold" in client.get(link.partition("testserver")[2], follow=True).content.decode()


def test_further_address_is_confirmed_by_letter(signed_in, lead):
    said = signed_in.post("/account/email/", {"action_add": "", "email": "nadia@example.org"}, follow=True)
    assert "A link to confirm the address is on its way to nadia@example.org." in said.content.decode()
    assert "Nadia Fenn gave this address" in mail.outbox[0].body
    link = next(line for line in mail.outbox[0].body.splitlines() if "/confirm-email/" in line)
    assert "Yes, it is mine" in signed_in.get(link.partition("testserver")[2]).content.decode()
    signed_in.post(link.partition("testserver")[2])
    assert EmailAddress.objects.get(email="nadia@example.org").verified
