"""An administrator invites a person; the person comes by the link, sets up a second factor, and sees their place."""

import re

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from looking import check_page, check_phone, sign_in, sign_out
from playwright.sync_api import expect

SOUTHEND, ADMINISTRATOR = "places/southend-on-sea/people/", "ada.winter@example.org"
PASSWORD = "a long and quiet evening"


def link_in_the_letter_to(site, email):
    """The demonstration prints its letters on the console; others may come before."""
    lines = iter(site.process.stdout)
    next(line for line in lines if line.startswith("To:") and email in line)
    return next(match.group() for line in lines if (match := re.search(r"/people/invitations/\S+", line)))


def press(page, name):
    page.get_by_role("button", name=name).click()


def code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def invite(site, page, email):
    sign_in(site, page, ADMINISTRATOR)
    page.goto(site.url(SOUTHEND))
    check_page(page)
    page.get_by_role("button", name="Invite by e-mail").click()
    check_page(page)
    press(page, "Send the invitation")
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("E-mail address")
    check_page(page)
    page.fill("#id_email", email)
    page.get_by_role("radio", name=re.compile("^Contributor")).check()
    page.get_by_label("Acts for").select_option(label="NHS Southend CCG")
    page.fill("#id_reason", "Answers for the CCG while Tom is away")
    press(page, "Send the invitation")
    expect(page.get_by_text(f"An invitation is on its way to {email}")).to_be_visible()
    check_page(page)
    sign_out(page)


def test_from_invitation_to_ones_own_place(demo, page):
    invite(demo, page, "kim@example.org")
    link = demo.url(link_in_the_letter_to(demo, "kim@example.org"))
    page.goto(link)
    check_page(page)
    page.fill("#id_name", "Kim Reyes")
    page.fill("#id_password", PASSWORD)
    page.fill("#id_again", "something else")
    press(page, "Accept and sign in")
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("The two passwords differ")
    expect(page.locator("#id_name")).to_have_value("Kim Reyes")
    check_page(page)
    page.fill("#id_password", PASSWORD)
    page.fill("#id_again", PASSWORD)
    press(page, "Accept and sign in")
    expect(page.get_by_role("heading", name="Kim Reyes")).to_be_visible()
    check_page(page)
    set_up_second_factor(page)
    page.goto(demo.url("account/sessions/"))
    check_page(page)
    page.goto(demo.url("people/me/"))
    expect(page.locator("main")).to_contain_text("You are asked for a code each time you sign in")
    check_page(page)
    page.get_by_role("link", name="Southend-on-Sea", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Southend-on-Sea")
    check_page(page)
    page.goto(link)
    expect(page.get_by_role("heading", name="The invitation does not hold")).to_be_visible()
    check_page(page)


def set_up_second_factor(page):
    page.get_by_role("button", name="Set up a second factor").click()
    check_page(page)
    page.fill("#id_password", PASSWORD)
    press(page, "Confirm")
    secret = page.input_value("#authenticator_secret")
    check_page(page)
    page.fill("#id_code", code(secret))
    press(page, "Turn it on")
    expect(page.locator("main")).to_contain_text("recovery codes", ignore_case=True)
    check_page(page)


def test_granting_asking_and_withdrawing(demo, page):
    sign_in(demo, page, "nadia.fenn@example.org")
    page.goto(demo.url(SOUTHEND))
    page.get_by_role("link", name="Give a further role").click()
    page.get_by_label("Person", exact=True).select_option(label="Mina Sole")
    page.get_by_role("radio", name=re.compile("^Finance officer")).check()
    page.fill("#id_reason", "Year end")
    check_page(page)
    press(page, "Give the role")
    expect(page.get_by_text("Mina Sole has the role.")).to_be_visible()
    page.get_by_role("link", name="Withdraw the role of Finance officer from Mina Sole").click()
    check_page(page)
    page.fill("#id_reason", "Year end is over")
    press(page, "Withdraw the role")
    expect(page.get_by_text("Mina Sole is no longer Finance officer")).to_be_visible()
    page.get_by_label("Person", exact=True).select_option(label="Mina Sole")
    page.get_by_label("May they").select_option(label="submit a return")
    press(page, "Ask")
    expect(page.get_by_text("Mina Sole may not submit a return at Southend-on-Sea.")).to_be_visible()
    check_page(page)


def test_organisations_and_their_tokens(demo, page):
    sign_in(demo, page, "nadia.fenn@example.org")
    page.get_by_role("link", name="Organisations").click()
    check_page(page)
    page.get_by_role("link", name="Southend-on-Sea Borough Council").click()
    check_page(page)
    page.get_by_role("link", name="Tokens for programs").click()
    check_page(page)
    page.get_by_label("Program").fill("Finance ledger")
    page.get_by_role("checkbox", name=re.compile("^Read:")).check()
    press(page, "Make the token")
    token = page.locator("code").first.text_content()
    assert token.startswith("concordat_")
    check_page(page)
    page.goto(demo.url("people/bodies/southend-on-sea-borough-council/tokens/"))
    assert token not in page.content()
    press(page, "Revoke the token Finance ledger")
    expect(page.get_by_text("The token Finance ledger is revoked.")).to_be_visible()
    page.goto(demo.url("people/bodies/new/"))
    check_page(page)


def test_whoever_has_left_is_closed_out_and_let_in_again(demo, page):
    sign_in(demo, page, ADMINISTRATOR)
    page.goto(demo.url(SOUTHEND))
    page.get_by_role("link", name="Close the account of somebody who has left").click()
    check_page(page)
    page.get_by_role("link", name="Close the account of Jo Brandt").click()
    check_page(page)
    press(page, "Close the account")
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("Give the reason.")
    check_page(page)
    page.fill("#id_reason", "Has left the national team")
    press(page, "Close the account")
    expect(page.get_by_text("The account of Jo Brandt is closed")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Open again the account of Jo Brandt").click()
    check_page(page)
    page.fill("#id_reason", "Is back")
    press(page, "Open the account again")
    expect(page.get_by_text("Jo Brandt can sign in again.")).to_be_visible()


def test_without_scripts_people_are_shown_invited_and_asked_about(demo, page_without_scripts):
    page = page_without_scripts
    sign_in(demo, page, ADMINISTRATOR)
    page.goto(demo.url(SOUTHEND))
    check_phone(page)
    press(page, "Ask")
    expect(page.get_by_text(re.compile("may|may not")).first).to_be_visible()
    page.goto(demo.url(SOUTHEND + "invite/"))
    check_phone(page)
    page.fill("#id_email", "lou@example.org")
    page.get_by_role("radio", name=re.compile("^Reader")).check()
    page.fill("#id_reason", "Reads the returns for the board")
    press(page, "Send the invitation")
    expect(page.get_by_text("An invitation is on its way to lou@example.org")).to_be_visible()
    press(page, "Withdraw the invitation to lou@example.org")
    expect(page.get_by_text("The invitation to lou@example.org is withdrawn.")).to_be_visible()


def test_outsider_gets_nowhere(demo, page):
    sign_in(demo, page, "lena.frost@example.org")
    page.goto(demo.url(SOUTHEND))
    expect(page.get_by_role("heading", name="You cannot do this here")).to_be_visible()
    assert "Nadia" not in page.content()
    check_page(page)
