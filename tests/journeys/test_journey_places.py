"""Places in a browser: the first page, a place, its calendar, a region and England, each as its people see it."""

from looking import PHONE, check_page, check_phone, sign_in

LEAD, REVIEWER, ANALYST = "nadia.fenn@example.org", "sam.okafor@example.org", "jo.brandt@example.org"
OUTSIDER = "lena.frost@example.org"
CANVAS = "getComputedStyle(document.body).backgroundColor"  # as the browser forces it


def test_signed_out(demo, page):
    page.goto(demo.url("/"))
    check_page(page)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_label("Password").wait_for()


def test_lead(demo, page):
    sign_in(demo, page, LEAD)
    page.goto(demo.url("/"))
    check_page(page)
    page.get_by_role("button", name="Go to Southend-on-Sea").click()
    page.get_by_role("heading", name="Due next: Better Care Fund quarterly return, Q3 2016-17").wait_for()
    page.get_by_text("Show the latest figures").first.click()
    page.get_by_role("link", name="Control chart, comparison and all figures of People delayed per day").wait_for()
    check_page(page)
    page.get_by_label("Year").select_option("2014-16")
    page.get_by_role("button", name="Show year").click()
    page.get_by_text("Nothing has happened in this year yet.").wait_for()
    check_page(page)


def test_lead_keeps_the_calendar(demo, page):
    sign_in(demo, page, LEAD)
    page.goto(demo.url("places/southend-on-sea/calendar/"))
    check_page(page)
    page.get_by_role("button", name="Enter the meeting").click()
    page.get_by_role("link", name="The board meets on: Give the day of the meeting.").wait_for()
    check_page(page)
    meets = page.get_by_role("group", name="The board meets on")
    for part, typed in (("Day", "1"), ("Month", "March"), ("Year", "2017")):
        meets.get_by_label(part).fill(typed)
    page.get_by_role("button", name="Enter the meeting").click()
    page.get_by_text("The meeting on 1 March 2017 is in the calendar.").wait_for()
    page.get_by_text("Board before it: Southend-on-Sea Health and Wellbeing Board, 1 March 2017").first.wait_for()
    page.get_by_role("link", name="Remove Southend-on-Sea Health and Wellbeing Board meets, Wednesday 1 March").click()
    page.get_by_role("heading", name="Remove the meeting on 1 March 2017").wait_for()
    check_page(page)
    page.get_by_role("button", name="Remove the meeting").click()
    page.get_by_text("The meeting on 1 March 2017 is out of the calendar.").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download southend-on-sea.ics").click()
    assert saved.value.suggested_filename == "southend-on-sea.ics"


def test_reviewer(demo, page):
    sign_in(demo, page, REVIEWER)
    page.goto(demo.url("places/east-of-england/"))
    page.get_by_text("0 of 11 submitted").wait_for()
    check_page(page)
    page.get_by_label("State").select_option("open")
    page.get_by_role("button", name="Show these").click()
    page.get_by_text("1 of 11 places").wait_for()
    check_page(page)
    page.get_by_role("link", name="Whom to remind").click()
    page.get_by_role("heading", name="Whom to remind").wait_for()
    check_page(page)
    page.get_by_label("What you want to say to them").fill("Ask me if anything is in the way.")
    page.get_by_role("button", name="Remind them").click()
    page.get_by_text("They are reminded by e-mail.").wait_for()
    check_page(page)
    page.goto(demo.url("places/southend-on-sea/"))
    page.get_by_label("Place").select_option("essex")
    page.get_by_role("button", name="Go there").click()
    page.get_by_role("heading", name="Essex", exact=True).wait_for()
    check_page(page)


def test_the_page_over_many_places_fits_every_window(demo, page):
    """The list is wider than a tablet: it moves inside its box, and the page does not."""
    sign_in(demo, page, REVIEWER)
    page.goto(demo.url("places/east-of-england/"))
    for width in (480, 768, 769, 800, 1000, 1200, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Essex"))
    assert row.get_by_role("cell").filter(visible=True).count() == 11
    page.set_viewport_size(PHONE)  # where a row is a card, without a line for each section that is not there
    assert row.get_by_role("cell").filter(visible=True).count() == 4


def test_paper_carries_no_key(demo, page):
    sign_in(demo, page, LEAD)
    page.goto(demo.url("places/southend-on-sea/calendar/"))
    address = page.get_by_text("calendar.ics?key=")
    assert address.is_visible()
    page.emulate_media(media="print")
    assert not address.is_visible()
    assert not page.get_by_role("button", name="Enter the meeting").is_visible()
    page.goto(demo.url("places/southend-on-sea/metrics/people-delayed-per-day/"))
    assert not page.get_by_role("link", name="These figures as CSV").is_visible()


def test_with_colours_of_ones_own_the_current_page_and_progress_show(demo, page):
    sign_in(demo, page, LEAD)
    page.emulate_media(forced_colors="active")
    page.goto(demo.url("places/southend-on-sea/"))
    line = "(one) => getComputedStyle(one).borderBottomColor"
    nav = page.get_by_role("navigation", name="Main")
    assert nav.get_by_role("link", name="Home").evaluate(line) == page.evaluate(CANVAS)
    assert nav.get_by_role("link", name="Places").evaluate(line) != page.evaluate(CANVAS)
    assert page.locator("progress").first.evaluate("(one) => getComputedStyle(one).forcedColorAdjust") == "none"


def test_targets_are_large_enough(demo, page):
    sign_in(demo, page, LEAD)
    page.goto(demo.url("places/southend-on-sea/"))
    for target in page.locator("header a, header button, .place-due__go a").all():
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 24, target.inner_text()


def test_analyst(demo, page):
    sign_in(demo, page, ANALYST)
    page.goto(demo.url("places/england/returns/2016-17-q2/"))
    page.get_by_text("1 of 151 submitted").wait_for()
    check_page(page)
    page.get_by_role("link", name="Added up").click()
    page.get_by_text("Income: plan for the year £13,131,049").wait_for()
    check_page(page)
    page.goto(demo.url("places/"))
    page.get_by_label("Part of a name").fill("southend")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("main").get_by_role("link", name="Southend-on-Sea").click()
    page.get_by_text("You see what this place submitted, and no draft.").wait_for()
    check_page(page)


def test_outsider_is_told_what_is_missing(demo, page):
    sign_in(demo, page, OUTSIDER)
    for path in ("places/southend-on-sea/", "places/england/", "places/southend-on-sea/calendar/"):
        page.goto(demo.url(path))
        page.get_by_text("You may not see").wait_for()
        check_page(page)


def test_without_scripts(demo, page_without_scripts):
    page = page_without_scripts
    sign_in(demo, page, REVIEWER)
    page.goto(demo.url("places/east-of-england/"))
    page.get_by_label("State").select_option("none")
    page.get_by_role("button", name="Show these").click()
    page.get_by_text("10 of 11 places").wait_for()
    check_phone(page)
