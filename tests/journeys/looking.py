"""A look at a page, as every journey has it: nothing for axe, nothing sideways on a phone, nothing in the console."""

import shutil

from axe_playwright_python.sync_playwright import Axe

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60  # seconds that a page may take on a busy machine
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}
PASSWORD = "demo-only-not-a-secret"
EXPECTED = "Failed to load resource: the server responded with a status of"  # a designed error tells its status


def watched(page):
    """Have a page remember what its console complained of; broken policies of content are told there too."""
    page.set_default_timeout(PATIENCE * 1000)
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def check_page(page):
    """Raises AssertionError with what is wrong. Scripts have to be on."""
    page.wait_for_load_state()
    check_complaints(page)
    results = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    found = [
        (one["id"], one["help"], [node["html"][:200] for node in one["nodes"]])
        for one in results.response["violations"]
    ]
    assert found == [], page.url
    check_phone(page)


def check_phone(page):
    """Nothing scrolls sideways on a screen 320 pixels wide. Works without scripts in the page, too."""
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    wide = page.evaluate(WIDEST)
    page.set_viewport_size(before)
    assert wide == [], page.url


def check_complaints(page):
    """The console said nothing, save that a page with an error's status came."""
    assert [said for said in page.complaints if not said.startswith(EXPECTED)] == [], page.url


def sign_in(site, page, email):
    """Sign in as somebody of the demonstration's cast."""
    page.goto(site.url("account/login/"))
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def sign_out(page):
    """Sign out, and wait until the site has taken note."""
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").first.wait_for()


WIDEST = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > wide + 1)
    .map((one) => one.outerHTML.slice(0, 150)).slice(0, 5);
}"""
