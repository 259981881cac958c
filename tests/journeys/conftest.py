"""What every journey needs: the real server on a database of its own, a real browser, and a look at each page.

    def test_something(demo, page):
        sign_in(demo, page, "nadia.fenn@example.org")
        page.goto(demo.url("/places/southend-on-sea/"))
        check_page(page)

`site` serves an empty database for all journeys of a file, `demo` the demonstration with its cast;
`with serving(folder, "--demo", NAME="value") as own:` starts one with other settings.
Journeys are left out where there is no Chromium or the design system was not collected.
"""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

pytest.register_assert_rewrite("looking")

from looking import DESK  # noqa: E402

playwright = pytest.importorskip("playwright.sync_api")

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ASSETS = ROOT / "concordat" / "web" / "static" / "nhsuk" / "nhsuk-frontend.css"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30
playwright.expect.set_options(timeout=PATIENCE * 1000)  # a click may lead to a page that a busy machine is slow with


def pytest_collection_modifyitems(items):
    missing = "there is no Chromium" if not CHROMIUM else "run make assets" if not ASSETS.exists() else ""
    if missing:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=missing))


@dataclass
class Site:
    """A server that runs, and where."""

    base: str
    folder: Path
    process: subprocess.Popen
    environment: dict[str, str] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return self.base + path.lstrip("/")

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE)


@contextmanager
def serving(folder: Path, *options: str, **environment: str):
    """The real server, gunicorn with two workers, on a free port and a database in `folder`; all of it gone after."""
    settings = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("CONCORDAT_", "DATABASE_"))},
        "CONCORDAT_DATA": str(folder),
        "CONCORDAT_SECRET_KEY": "only-for-journeys-and-long-enough-to-be-taken-for-a-real-key-0123",
        "CONCORDAT_HOSTS": "127.0.0.1",
        "CONCORDAT_HTTPS": "0",
        "CONCORDAT_GALLERY": "1",
        "DJANGO_SETTINGS_MODULE": "concordat.config.settings",
        "PYTHONUNBUFFERED": "1",
        **environment,
    }
    command = [Path(sys.executable).parent / "concordat", "serve", "--port", "0", "--threads", "8", *options]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        yield Site(_address(process, folder), folder, process, settings)
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def _address(process, folder: Path) -> str:
    for line in process.stdout:
        if line.startswith("Concordat is at"):
            address = next(word for word in line.split() if word.startswith("http://"))
            _wait_until_live(address)
            return address
    raise AssertionError((folder / "server.log").read_text())


def _wait_until_live(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address + "health/live", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError("The server says that it is ready, but does not answer.")


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


def watched(page):
    """Have a page remember what its console complained of; broken policies of content are told there too."""
    page.set_default_timeout(PATIENCE * 1000)
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page
