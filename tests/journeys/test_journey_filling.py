"""Filling a return in a real browser: a lead and a finance officer, until they collide on an answer and solve it."""

import re

import pytest
from looking import DESK, check_page, check_phone, sign_in
from playwright.sync_api import expect

LEAD, FINANCE, READER = "nadia.fenn@example.org", "priya.lund@example.org", "mina.sole@example.org"
BASE = "places/southend-on-sea/returns/2016-17-q3/"
MONEY = f"{BASE}sections/money/"
ACTUAL = "#a-money_income_actual_q3"
SAVED = "[data-saved]"
PAGES = [
    "",
    *(f"sections/{one}/" for one in ("cover", "budget", "conditions", "money", "metrics", "additional", "narrative")),
    "findings/",
    "findings/?section=money&severity=explain",
    "remarks/",
    "assignments/",
    "waiting/",
    "history/",
    "answers/money.income.forecast.q4/",
]


@pytest.fixture
def people(browser, demo):
    """Pages of people of the cast, each signed in with a browser of their own."""
    contexts = []

    def signed_in(email, **options):
        context = browser.new_context(viewport=DESK, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        sign_in(demo, page, email)
        return page

    yield signed_in
    for context in contexts:
        context.close()


def leave(page, control, text):
    """Type into a control and leave it with the keyboard, and wait until it is saved."""
    slug = control.removeprefix("#a-")
    before = page.input_value(f"#s-{slug}")
    page.fill(control, text)
    page.press(control, "Tab")
    expect(page.locator(f"#s-{slug}")).not_to_have_value(before)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound(demo, people, path):
    page = people(LEAD)
    page.goto(demo.url(BASE + path))
    expect(page.locator("h1")).to_have_count(1)
    check_page(page)


def test_an_unopened_return_and_one_that_is_only_read(demo, people):
    page = people(READER)
    for path in ("places/southend-on-sea/returns/2016-17-q4/", MONEY):
        page.goto(demo.url(path))
        check_page(page)
    expect(page.locator("main form input:not([type=hidden])")).to_have_count(0)


def test_a_lead_fills_the_third_quarter_from_the_second(demo, people):
    page = people(LEAD)
    page.goto(demo.url(BASE))
    page.get_by_role("button", name="Continue: Cover").click()
    leave(page, "#a-cover_completed-by", "Nadia Fenn")
    leave(page, "#a-cover_email", "nadia.fenn@example")
    expect(page.locator("#said-cover_email")).to_contain_text("is not an e-mail address")
    expect(page.locator("#a-cover_email")).to_have_attribute("aria-invalid", "true")
    check_page(page)
    leave(page, "#a-cover_email", "nadia.fenn@example.org")
    expect(page.locator("#said-cover_email")).not_to_contain_text("is not an e-mail address")
    expect(page.locator("#a-cover_email")).not_to_have_attribute("aria-invalid", "true")
    leave(page, "#a-cover_telephone", "01632 960 123")
    leave(page, "#a-cover_signed-off-by", "Cllr Rowan Marsh")
    expect(page.locator("#stand")).to_contain_text("5 of 5 questions")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("h1")).to_contain_text("National conditions")

    for button in page.get_by_role("button", name=re.compile("^Copy from quarter 2")).all():
        button.click()
    expect(page.locator("#stand")).to_contain_text("36 of 36 questions")
    first = page.locator("#q-conditions_1_answer")
    first.get_by_label("No", exact=True).check()
    expect(page.locator("#if-conditions_1_when")).to_have_attribute("open", "")
    expect(page.locator("#stand")).to_contain_text("34 of 36 questions")
    check_page(page)
    first.get_by_label("Yes", exact=True).check()
    expect(page.locator("#stand")).to_contain_text("36 of 36 questions")

    page.goto(demo.url(f"{BASE}sections/additional/"))
    while page.get_by_role("button", name=re.compile("what is empty here")).count():
        page.get_by_role("button", name=re.compile("what is empty here")).first.click()
    for control in (
        "care-record-pilot",
        "budgets-in-place",
        "budgets-new",
        "budgets-stopped",
        "budgets-continuing-care",
    ):
        button = page.locator(f"#q-additional_{control}").get_by_role("button", name=re.compile("^Copy"))
        button.click()
        expect(page.locator(f"#a-additional_{control}")).not_to_have_value("")
    leave(page, "#a-additional_population", "180,589")
    expect(page.locator("#total-additional_budgets-rate")).to_have_text("13.3")
    for control in ("teams-community", "teams-acute"):
        page.locator(f"#q-additional_{control}").get_by_role("button", name=re.compile("^Copy")).click()
    expect(page.locator("#stand")).to_contain_text("67 of 67 questions")
    check_page(page)

    page.goto(demo.url(f"{BASE}sections/narrative/"))
    leave(page, "#a-narrative_text", "The plan is on track.\n\nDelays fell.")
    page.reload()
    expect(page.locator("#a-narrative_text")).to_have_value("The plan is on track.\n\nDelays fell.")
    page.goto(demo.url(BASE))
    tags = page.locator(".nhsuk-task-list__item", has_text="Complete")
    expect(tags).to_have_count(5)
    check_page(page)


def test_finance_answers_what_is_assigned_and_both_solve_a_collision(demo, people):
    finance, lead = people(FINANCE), people(LEAD)
    finance.goto(demo.url(f"{BASE}waiting/"))
    finance.get_by_role("link", name="Income and expenditure").click()
    finance.get_by_role("button", name=re.compile("what is empty here.*Income")).click()
    expect(finance.locator("#total-money_income_forecast")).to_have_text("£13,131,049")
    lead.goto(demo.url(MONEY))

    leave(finance, ACTUAL, "3,282,762")
    expect(finance.locator(SAVED)).to_have_text(re.compile(r"Saved at \d\d:\d\d"))
    expect(finance.locator("#findings")).to_contain_text("not answered yet")
    assert finance.evaluate("document.activeElement.tagName") != "BODY"

    lead.fill(ACTUAL, "3,300,000")
    lead.press(ACTUAL, "Tab")
    clash = lead.locator("#clash-money_income_actual_q3")
    expect(clash).to_contain_text("£3,282,762")
    expect(clash).to_contain_text("£3,300,000")
    expect(clash).to_contain_text("Priya Lund")
    expect(lead.locator(SAVED)).to_contain_text("Not saved")
    check_page(lead)
    lead.keyboard.press("Shift+Tab")
    clash.get_by_role("button", name="Decide").focus()
    lead.keyboard.press("Enter")
    expect(clash.locator("fieldset")).to_have_count(0)
    expect(lead.locator(ACTUAL)).to_have_value("3,282,762")
    expect(lead.locator(ACTUAL)).to_be_focused()

    leave(lead, ACTUAL, "3,300,000")
    finance.fill(ACTUAL, "3,290,000")
    finance.press(ACTUAL, "Tab")
    finance.locator("#clash-money_income_actual_q3").get_by_label(re.compile("^Use mine")).check()
    finance.get_by_role("button", name="Decide").click()
    expect(finance.locator("#clash-money_income_actual_q3 fieldset")).to_have_count(0)
    finance.reload()
    expect(finance.locator(ACTUAL)).to_have_value("3,290,000")

    leave(finance, "#a-money_income_difference", "A payment came early.")
    finance.goto(demo.url(f"{BASE}answers/money.income.actual.q3/"))
    expect(finance.locator("main")).to_contain_text("£3,300,000")
    check_page(finance)
    finance.goto(demo.url(f"{BASE}waiting/"))
    finance.get_by_role("button", name=re.compile("^Say that it is done")).click()
    expect(finance.locator("main")).to_contain_text("It is marked as done.")


def test_a_save_that_fails_is_kept_and_never_goes_over_what_others_saved_since(demo, people):
    lead, finance = people(LEAD), people(FINANCE)
    control = "#a-money_expenditure_actual_q1"
    lead.goto(demo.url(MONEY))
    lead.route("**/answers/money.expenditure.actual.q1/", lambda route: route.abort())
    lead.fill(control, "1,111,111")
    lead.press(control, "Tab")
    expect(lead.locator(SAVED)).to_contain_text("Not saved: the site cannot be reached.")
    finance.goto(demo.url(MONEY))
    leave(finance, control, "2,222,222")
    lead.unroute("**/answers/money.expenditure.actual.q1/")
    lead.on("dialog", lambda dialog: dialog.accept())
    lead.reload()
    expect(lead.locator(control)).to_have_value("1,111,111")
    expect(lead.locator("[data-unsaved]")).to_contain_text("One thing that you typed")
    lead.get_by_role("button", name="Save", exact=True).click()
    expect(lead.locator(".nhsuk-error-summary")).to_contain_text("changed while you typed")
    expect(lead.locator("#clash-money_expenditure_actual_q1")).to_contain_text("£2,222,222")
    lead.get_by_label(re.compile("^Use mine: £1,111,111")).check()
    lead.get_by_role("button", name="Decide").click()
    expect(lead.locator("#clash-money_expenditure_actual_q1 fieldset")).to_have_count(0)
    lead.reload()
    expect(lead.locator(control)).to_have_value("1,111,111")
    expect(lead.locator("[data-unsaved]")).to_be_hidden()


def test_without_scripts_everything_is_filled_with_ordinary_buttons(demo, people):
    lead, finance = people(LEAD, java_script_enabled=False), people(FINANCE, java_script_enabled=False)
    lead.goto(demo.url(MONEY))
    finance.goto(demo.url(MONEY))
    control, other = "#a-money_expenditure_forecast_q1", "#a-money_commentary"
    finance.fill(control, "3,282,763")
    finance.get_by_role("button", name="Save", exact=True).click()
    expect(finance.locator("main")).to_contain_text("1 answer is saved.")
    lead.fill(control, "3,000,000")
    lead.fill(other, "Spending follows the plan.")
    lead.get_by_role("button", name="Save and continue").click()
    expect(lead.locator(".nhsuk-error-summary")).to_contain_text("changed while you typed")
    expect(lead.locator(control)).to_have_value("3,000,000")
    check_phone(lead)
    lead.get_by_label(re.compile("^Use mine")).check()
    lead.get_by_role("button", name="Decide").click()
    expect(lead.locator(control)).to_have_value("3,000,000")
    expect(lead.locator(other)).to_have_value("Spending follows the plan.")
    lead.fill("#a-money_expenditure_forecast_q2", "three million")
    lead.press("#a-money_expenditure_forecast_q2", "Enter")
    expect(lead.locator("#a-money_expenditure_forecast_q2")).to_have_value("three million")
    expect(lead.locator(".nhsuk-error-summary")).to_contain_text("is not an amount")
    check_phone(lead)
    lead.goto(demo.url(f"{BASE}remarks/"))
    lead.select_option("#id_question", "money.expenditure.forecast.q2")
    lead.fill("#id_text", "Ask Finance for this figure.")
    lead.get_by_role("button", name="Write the remark").click()
    expect(lead.locator("main")).to_contain_text("Ask Finance for this figure.")
