"""The shell in a real browser: every component and every error, on a desk, on a phone, without scripts."""

import re

import pytest
from looking import check_complaints, check_page, check_phone
from playwright.sync_api import expect

PAGES = ["", "accessibility", "api/", "gallery/", "account/login/", "account/signup/", "account/password/reset/"]
ERRORS = [400, 403, 404, 405, 413, 419, 429, 500, 503]


@pytest.mark.parametrize("path", PAGES)
def test_page_is_sound(site, page, path):
    page.goto(site.url(path))
    check_page(page)


@pytest.mark.parametrize("status", ERRORS)
def test_error_is_a_page_that_is_sound(site, page, status):
    page.goto(site.url(f"gallery/errors/{status}"))
    expect(page.locator("h1")).to_have_count(1)
    check_page(page)


@pytest.mark.parametrize("path", [*PAGES, "gallery/errors/503"])
def test_page_without_scripts_fits_a_phone(site, page_without_scripts, path):
    page_without_scripts.goto(site.url(path))
    expect(page_without_scripts.locator("main h1")).to_be_visible()
    check_phone(page_without_scripts)


@pytest.mark.parametrize("path", ["", "account/login/", "gallery/"])
def test_a_cold_visit_costs_less_than_100_kilobytes_and_asks_no_other_host(site, page, path):
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    received, addresses = [], []
    devtools.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(site.url(path), wait_until="networkidle")
    assert 20_000 < sum(received) < 100_000
    assert [address for address in addresses if not address.startswith(site.base)] == []


def test_the_keyboard_reaches_everything_and_the_focus_can_be_seen(site, page):
    page.goto(site.url("account/login/"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    seen = []
    for _ in range(6):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    assert seen == ["Concordat", "Sign in", "id_login", "Forgot your password?", "id_password", "Sign in"]


def test_error_summary_takes_the_focus_and_leads_to_the_field(site, page):
    page.goto(site.url("gallery/"))
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    check_page(page)
    page.get_by_role("link", name="Fill this in").last.click()
    expect(page.locator("#id_amount")).to_be_focused()


def test_files_are_kept_for_good_and_pages_are_not(site, page):
    kept = {}
    page.on("response", lambda response: kept.update({response.url: response.headers.get("cache-control", "")}))
    page.goto(site.url("gallery/"), wait_until="networkidle")
    for address, said in kept.items():
        if "/static/" in address:
            assert re.search(r"\.[0-9a-f]{12}\.", address), address
            assert "immutable" in said, address
    assert kept[site.url("gallery/")] == "private, no-cache"
    check_complaints(page)
