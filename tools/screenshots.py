"""Take the pictures that the docs show, on a demonstration of its own: the people of the cast go through a quarter.

    make screenshots

The demonstration begins on the same day each time; what differs each time, such as times of the day, is shown the
same, so that a picture changes when its page does. Everything is done as in tests/journeys, whose helpers are used.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests" / "journeys"), str(ROOT / "tests"), str(ROOT / "tools")]

from answering import (  # noqa: E402
    CHAIR,
    FINANCE,
    HERE,
    LEAD,
    MONEY,
    OUTSIDER,
    example_answers,
    fill_every_table,
    give_every_reason,
    leave,
    send_in,
    take_workbook,
    type_into,
)
from looking import CHROMIUM, FLAGS, PATIENCE, PHONE, sign_in, watched  # noqa: E402
from palette_png import write_small  # noqa: E402
from serving import serving  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
DESK = {"width": 1200, "height": 800}
ANALYST = "jo.brandt@example.org"
ACTUAL, CLASH = "#a-money_income_actual_q3", "#clash-money_income_actual_q3"
IN_SIGHT = "(at) => at ? document.querySelector(at).scrollIntoView({block: 'center'}) : scrollTo(0, 0)"
AS_ALWAYS = """() => {  // what differs from one demonstration to the next: times of the day, digests, keys
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const always = [[/\\b\\d\\d:\\d\\d\\b/g, "10:00"], [/\\b[0-9a-f]{64}\\b/g, "3fa9".repeat(16)], [/key=.+/, "key=…"],
    [/\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b/, "3fa93fa9"]];
  while (walker.nextNode()) for (const [one, other] of always) {
    walker.currentNode.data = walker.currentNode.data.replace(one, other);
  }
}"""


class Camera:
    """A site, the people who look at it, and where their pictures go."""

    def __init__(self, site, browser, folder):
        self.site, self.browser, self.folder, self.pages = site, browser, folder, {}
        self.blank = browser.new_page()

    def person(self, who):
        if who not in self.pages:
            page = watched(self.browser.new_context(viewport=DESK, locale="en-GB").new_page())
            sign_in(self.site, page, who)
            self.pages[who] = page
        return self.pages[who]

    def go(self, who, path):
        page = self.person(who)
        page.goto(self.site.url(path), wait_until="networkidle")
        return page

    def take(self, page, name, *, at="", size=DESK):
        """A picture of what stands in the window, with `at` in the middle."""
        page.set_viewport_size(size)
        page.evaluate(AS_ALWAYS)
        page.evaluate(IN_SIGHT, at)
        page.evaluate("document.activeElement.blur()")
        png = page.screenshot(animations="disabled", caret="hide")
        page.set_viewport_size(DESK)
        print(f"{name}.png, {write_small(self.blank, png, PICTURES / f'{name}.png') // 1000} kB")


def main():
    PICTURES.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE * 1000)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with serving(Path(folder), "--demo") as site:
            camera = Camera(site, browser, Path(folder))
            take_what_is_there_from_the_start(camera)
            take_a_conflict(camera)
            take_a_workbook_and_what_is_found(camera)
            take_signing_and_the_receipt(camera)
        browser.close()


def take_what_is_there_from_the_start(camera):
    first = camera.browser.new_page(viewport=DESK)
    first.goto(camera.site.url(""), wait_until="networkidle")
    camera.take(first, "first-page", size=DESK | {"height": 620})
    camera.take(camera.go(LEAD, "places/southend-on-sea/"), "place")
    camera.take(camera.go(LEAD, "places/southend-on-sea/calendar/"), "calendar")
    camera.take(camera.go(LEAD, HERE), "task-list", size=DESK | {"height": 1000})
    camera.take(camera.go(LEAD, f"{HERE}sections/conditions/"), "phone", at="#q-conditions_1_answer", size=PHONE)
    camera.take(camera.go(LEAD, "places/southend-on-sea/people/"), "people")
    camera.take(camera.go(ANALYST, "places/england/returns/2016-17-q2/"), "england")
    camera.take(camera.go(OUTSIDER, "places/southend-on-sea/"), "not-allowed", size=DESK | {"height": 600})


def take_a_conflict(camera):
    finance, lead = camera.go(FINANCE, MONEY), camera.go(LEAD, MONEY)
    fill_every_table(finance)
    leave(finance, ACTUAL, "3,282,762")
    lead.fill(ACTUAL, "3,300,000")
    lead.press(ACTUAL, "Tab")
    expect(lead.locator(CLASH)).to_contain_text("Use mine")
    camera.take(lead, "conflict", at=CLASH)
    lead.locator(CLASH).get_by_role("button", name="Decide").click()
    expect(lead.locator(f"{CLASH} fieldset")).to_have_count(0)


def take_a_workbook_and_what_is_found(camera):
    lead, site = camera.person(LEAD), camera.site
    path = take_workbook(site, lead, camera.folder / "quarter-3.xlsx")
    leave(camera.go(LEAD, MONEY), "#a-money_commentary", "Spending follows the plan.")
    type_into(path, example_answers() | {"money.commentary": "In line with the plan."})
    send_in(site, lead, path)
    camera.take(lead, "workbook", at="#q-money_commentary")
    lead.get_by_role("button", name="Take all").click()
    expect(lead.get_by_role("heading", name="What became of the workbook")).to_be_visible()
    camera.take(camera.go(LEAD, f"{HERE}sections/additional/"), "section", at="form .app-grid")
    camera.take(camera.go(LEAD, f"{HERE}findings/"), "findings")


def take_signing_and_the_receipt(camera):
    lead, chair = camera.person(LEAD), camera.person(CHAIR)
    give_every_reason(camera.site, lead, "Discussed with the partners; the figures stand as they are.")
    camera.take(camera.go(CHAIR, f"{HERE}before-signing/"), "before-signing")
    chair.get_by_label("delegation of 7 December 2016").check()
    chair.get_by_label("Your office").fill("Chair of the board")
    chair.get_by_role("button", name="Sign", exact=True).click()
    expect(chair.get_by_text("Every signature that the framework asks for is there.")).to_be_visible()
    camera.go(LEAD, f"{HERE}submit/")
    lead.get_by_role("button", name="Submit to NHS England").click()
    expect(lead.get_by_role("heading", name="Receipt", level=1)).to_be_visible()
    camera.take(camera.go(LEAD, f"{HERE}receipt/1/"), "receipt", size=DESK | {"height": 1000})


if __name__ == "__main__":
    main()
