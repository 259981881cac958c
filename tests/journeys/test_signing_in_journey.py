"""Signing in, one's own account, a second factor, and out again, in a real browser."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from looking import PASSWORD, check_page, sign_in, sign_out
from playwright.sync_api import expect

READER = "mina.sole@example.org"


@pytest.mark.parametrize("path", ["email/", "password/change/", "2fa/", "3rdparty/", "logout/"])
def test_pages_of_ones_own_account_are_sound(demo, page, path):
    sign_in(demo, page, READER)
    page.goto(demo.url(f"account/{path}"))
    check_page(page)


def test_a_wrong_password_is_told_and_the_address_stays(demo, page):
    page.goto(demo.url("account/login/"))
    page.fill("#id_login", READER)
    page.fill("#id_password", "wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("not right")
    expect(page.locator("#id_login")).to_have_value(READER)
    check_page(page)


def test_a_second_factor_is_set_up_and_then_asked_for(demo, page):
    sign_in(demo, page, "sam.okafor@example.org")
    page.goto(demo.url("account/2fa/totp/activate/"))
    expect(page).to_have_url(re.compile("reauthenticate"))
    check_page(page)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    secret = page.input_value("#authenticator_secret")
    check_page(page)
    page.fill("#id_code", code(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator("main")).to_contain_text("recovery codes", ignore_case=True)
    check_page(page)
    sign_out(page)
    page.goto(demo.url("account/login/"))
    page.fill("#id_login", "sam.okafor@example.org")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("2fa/authenticate"))
    check_page(page)


def code(secret):
    """What an authenticator shows for a secret at this moment."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))
