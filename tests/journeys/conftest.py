"""What every journey needs: the real server on a database of its own, a real browser, and a look at each page.

    def test_something(demo, page):
        sign_in(demo, page, "nadia.fenn@example.org")
        page.goto(demo.url("/places/southend-on-sea/"))
        check_page(page)

`site` serves an empty database for all journeys of a file, `demo` the demonstration with its cast; `people(LEAD)` is a
page of somebody of the cast, signed in; `with serving(folder, "--demo", NAME="value") as own:` starts a server with
other settings. Journeys are left out where there is no Chromium or the design system was not collected.
"""

from pathlib import Path

import pytest

pytest.register_assert_rewrite("looking", "answering")

from looking import CHROMIUM, DESK, FLAGS, PATIENCE, sign_in, watched  # noqa: E402
from serving import serving  # noqa: E402

playwright = pytest.importorskip("playwright.sync_api")

HERE = Path(__file__).parent
ASSETS = HERE.parent.parent / "concordat" / "web" / "static" / "nhsuk" / "nhsuk-frontend.css"
playwright.expect.set_options(timeout=PATIENCE * 1000)  # a click may lead to a page that a busy machine is slow with


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """One worker for all journeys of a file, so that they share its server; none where something is missing."""
    missing = "there is no Chromium" if not CHROMIUM else "run make assets" if not ASSETS.exists() else ""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
            if missing:
                item.add_marker(pytest.mark.skip(reason=missing))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("site"), "--migrate") as running:
        yield running


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("demo"), "--demo") as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    """Closed after each file: while it is open an event loop runs, in which Django touches no database."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport=DESK, locale="en-GB")
    yield watched(context.new_page())
    context.close()


@pytest.fixture
def page_without_scripts(browser):
    context = browser.new_context(viewport=DESK, locale="en-GB", java_script_enabled=False)
    yield watched(context.new_page())
    context.close()


@pytest.fixture(scope="module")
def sessions():
    """Who signed in to the demonstration of a file, with their cookies."""
    return {}


@pytest.fixture
def people(demo, browser, sessions):
    """A page of a browser of their own for somebody of the cast, signed in; the same one throughout a test."""
    opened = {}

    def page_of(email, **options):
        if email in opened:
            return opened[email]
        context = browser.new_context(viewport=DESK, locale="en-GB", storage_state=sessions.get(email), **options)
        opened[email] = page = watched(context.new_page())
        if email not in sessions:
            sign_in(demo, page, email)
            sessions[email] = context.storage_state()
        return page

    yield page_of
    for page in opened.values():
        page.context.close()
