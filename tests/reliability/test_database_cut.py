"""The line to the database is cut for ten seconds: programs and people are told, nothing typed is lost, it goes on."""

import shutil
import time
from contextlib import contextmanager

import pytest
from cut_line import line_to
from live_site import needs_assets, serving

from concordat.returns.demo import PASSWORD

ANSWER = "/api/places/southend-on-sea/returns/2016-17-q3/answers/money.commentary"
SECTION = "/places/southend-on-sea/returns/2016-17-q3/sections/narrative/"
SECONDS = 10  # that the line is cut
TYPED = "Typed while the line was cut."
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def site_on_a_line(prepared, tmp_path):
    """A site, and the line between it and its database."""
    with prepared("postgresql") as database, line_to("127.0.0.1", 5432) as line:
        through = database.replace(":5432/", f":{line.port}/")
        with serving(tmp_path, through) as site:
            yield site, line


@needs_assets
@pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")
def test_ten_seconds_without_a_database(prepared, tmp_path):
    """A program and a person work on while the line is cut; both are told, and both go on where they were."""
    playwright = pytest.importorskip("playwright.sync_api")
    with site_on_a_line(prepared, tmp_path) as (site, line), playwright.sync_playwright() as driver:
        token = site.make_token("write")
        assert site.call("PUT", ANSWER, token, {"value": "Before."}, '"0"')[0] == 200
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context().new_page()
        page.set_default_timeout(60_000)
        sign_in(site, page)
        page.goto(site.base + SECTION)
        line.cut()
        mended = time.monotonic() + SECONDS
        type_meanwhile(page)
        meet_the_page_for_it(page, site)
        while (left := mended - time.monotonic()) > 0:
            meet_the_problem_for_it(site, token)
            time.sleep(min(1, max(left, 0)))
        assert page.locator("textarea").first.input_value() == TYPED
        line.mend()
        go_on(site, token, page)
        browser.close()
        assert site.inspect()["rows"]["narrative.text"][0] == TYPED


def type_meanwhile(page):
    page.locator("textarea").first.fill(TYPED)
    page.locator("textarea").first.blur()
    told = page.locator("[data-saved]").filter(has_text="Not saved")
    told.first.wait_for()
    assert "trying again" in told.first.text_content()
    assert page.locator("textarea").first.input_value() == TYPED


def meet_the_page_for_it(page, site):
    """Whoever opens a page meanwhile sees what is the matter, and when to come again."""
    other = page.context.new_page()
    answer = other.goto(site.base + SECTION)
    assert answer.status == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "The site cannot reach its database" in other.locator("main").text_content()
    other.close()


def meet_the_problem_for_it(site, token):
    status, headers, said = site.call("PUT", ANSWER, token, {"value": "During."}, '"1"')
    assert status == 503
    assert headers["Content-Type"] == "application/problem+json"
    assert int(headers["Retry-After"]) > 0
    assert "Nothing was saved" in said["detail"]


def go_on(site, token, page):
    for _ in range(4):  # whichever worker answers
        assert site.call("GET", ANSWER, token)[2]["value"] == "Before."
    assert site.call("PUT", ANSWER, token, {"value": "After."}, '"1"')[0] == 200
    page.locator("[data-saved]").filter(has_text="Saved at").first.wait_for()
    page.reload()
    assert page.locator("textarea").first.input_value() == TYPED


def sign_in(site, page):
    page.goto(f"{site.base}/account/login/")
    page.fill("#id_login", "nadia.fenn@example.org")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
