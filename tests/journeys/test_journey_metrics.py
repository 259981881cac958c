"""Metrics in a browser: from a home to a metric, its pictures, figures and files; by keyboard; without scripts."""

from looking import DESK, check_page, check_phone, sign_in, sign_out
from playwright.sync_api import expect

LEAD, REVIEWER, OUTSIDER = "nadia.fenn@example.org", "sam.okafor@example.org", "lena.frost@example.org"
METRICS = "places/southend-on-sea/metrics/"
ALL_DRAWN = "() => [...document.querySelectorAll('img')].every((one) => one.complete && one.naturalWidth > 0)"


def see_every_picture(page):
    """Each picture came and is one: what is scrolled to is loaded."""
    for picture in page.get_by_role("main").get_by_role("img").all():
        picture.scroll_into_view_if_needed()
    page.wait_for_function(ALL_DRAWN)


def test_from_home_to_a_metric(demo, page):
    sign_in(demo, page, LEAD)
    page.goto(demo.url("places/southend-on-sea/"))
    expect(page.get_by_role("heading", name="The fund: £13,131,049")).to_be_visible()
    expect(page.get_by_text("Income: £6,565,525 so far of £13,131,049 planned, 50%")).to_be_visible()
    page.get_by_role("link", name="Still at home 91 days after reablement", exact=True).click()
    expect(page.get_by_role("heading", name="Still at home 91 days after reablement")).to_be_visible()
    expect(page.get_by_text("56 of 152 places from the highest").first).to_be_visible()
    see_every_picture(page)
    check_page(page)


def test_every_part_of_a_metric(demo, page):
    sign_in(demo, page, LEAD)
    page.goto(demo.url(METRICS))
    expect(page.get_by_text("20 have figures here; 28 have none, and say why.")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Delayed transfers of care", exact=True).click()
    expect(page.get_by_text("93 of 150 from the highest")).to_be_visible()
    see_every_picture(page)
    for summary in ("Show every special cause", "Show the figures", "Show the figures of all places"):
        page.get_by_text(summary, exact=True).click()
    expect(page.get_by_role("row", name="City of London")).to_be_visible()
    check_page(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="These figures as CSV").click()
    assert saved.value.suggested_filename == "southend-on-sea-delayed-transfers.csv"


def test_by_keyboard(demo, page):
    sign_in(demo, page, LEAD)
    page.goto(demo.url(f"{METRICS}delayed-transfers/"))
    page.set_viewport_size({"width": 320, "height": 640})
    picture = page.get_by_role("group", name="All places, ranked")
    picture.focus()
    expect(picture).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")
    fold = page.locator("summary", has_text="Show the figures of all places")
    fold.focus()
    page.keyboard.press("Enter")
    figures = page.get_by_role("region", name="Delayed transfers of care, Dec 2019")
    expect(figures).to_be_visible()
    page.keyboard.press("Tab")
    expect(figures).to_be_focused()
    check_phone(page)
    page.set_viewport_size(DESK)


def test_a_metric_without_figures_and_one_that_there_is_not(demo, page):
    sign_in(demo, page, LEAD)
    page.goto(demo.url(f"{METRICS}falls/"))
    expect(page.get_by_text("There is no figure of this metric for Southend-on-Sea.")).to_be_visible()
    check_page(page)
    assert page.goto(demo.url(f"{METRICS}no-such-metric/")).status == 404
    check_page(page)


def test_a_region_and_who_has_no_role(demo, page):
    sign_in(demo, page, REVIEWER)
    page.goto(demo.url("places/east-of-england/"))
    page.get_by_role("link", name="Metrics", exact=True).click()
    page.get_by_role("link", name="People delayed per day").click()
    expect(page.get_by_role("heading", name="People delayed per day")).to_be_visible()
    see_every_picture(page)
    check_page(page)
    sign_out(page)
    sign_in(demo, page, OUTSIDER)
    page.goto(demo.url(f"{METRICS}reablement/"))
    expect(page.get_by_text("You may not see")).to_be_visible()
    check_page(page)


def test_without_scripts(demo, page_without_scripts):
    page = page_without_scripts
    sign_in(demo, page, LEAD)
    page.goto(demo.url(f"{METRICS}reablement/"))
    page.get_by_text("Show the figures of all places").click()
    expect(page.get_by_role("row", name="Wokingham")).to_be_visible()
    check_phone(page)
