"""The line to the database is cut for some seconds: programs and people are told, nothing typed is lost, it goes on."""

import shutil
from contextlib import contextmanager

import pytest
from cut_line import line_to
from live_site import needs_assets, serving

from concordat.returns.demo import PASSWORD

ANSWER = "/api/places/southend-on-sea/returns/2016-17-q3/answers/narrative.text"
SECTION = "/places/southend-on-sea/returns/2016-17-q3/sections/narrative/"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def site_on_a_line(prepared, tmp_path):
    """A site, and the line between it and its database."""
    with prepared("postgresql") as database, line_to("127.0.0.1", 5432) as line:
        through = database.replace(":5432/", f":{line.port}/")
        with serving(tmp_path, through) as site:
            yield site, line


@needs_assets
def test_a_program_is_told_to_try_again_and_then_goes_on(prepared, tmp_path):
    with site_on_a_line(prepared, tmp_path) as (site, line):
        token = site.make_token("write")
        assert site.call("PUT", ANSWER, token, {"value": "Before."}, '"0"')[0] == 200
        line.cut()
        for _ in range(4):  # each worker meets it
            status, headers, said = site.call("PUT", ANSWER, token, {"value": "During."}, '"1"')
            assert status == 503
            assert headers["Content-Type"] == "application/problem+json"
            assert int(headers["Retry-After"]) > 0
            assert "Nothing was saved" in said["detail"]
        line.mend()
        for _ in range(4):
            assert site.call("GET", ANSWER, token)[2]["value"] == "Before."
        assert site.call("PUT", ANSWER, token, {"value": "After."}, '"1"')[0] == 200


@needs_assets
@pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")
def test_a_person_is_told_keeps_what_they_typed_and_goes_on(prepared, tmp_path):
    playwright = pytest.importorskip("playwright.sync_api")
    with site_on_a_line(prepared, tmp_path) as (site, line), playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_default_timeout(60_000)
        sign_in(site, page)
        page.goto(site.base + SECTION)
        field = page.locator("textarea").first
        line.cut()
        field.fill("Typed while the line was cut.")
        field.blur()
        told = page.locator("[data-saved]").filter(has_text="Not saved")
        told.first.wait_for()
        assert "trying again" in told.first.text_content()
        assert field.input_value() == "Typed while the line was cut."
        line.mend()
        page.locator("[data-saved]").filter(has_text="Saved at").first.wait_for()
        page.reload()
        assert page.locator("textarea").first.input_value() == "Typed while the line was cut."
        browser.close()
        assert site.inspect()["rows"]["narrative.text"][0] == "Typed while the line was cut."


def sign_in(site, page):
    page.goto(f"{site.base}/account/login/")
    page.fill("#id_login", "nadia.fenn@example.org")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
