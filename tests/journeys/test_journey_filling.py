"""Filling a return where things go wrong: a reader, a save that fails, and no JavaScript at all."""

import re

from answering import FINANCE, HERE, LEAD, MONEY, READER, SAVED, leave
from looking import check_page, check_phone
from playwright.sync_api import expect

# Pastes a text into a control; whether the page took it up instead of the browser.
PASTE = """(control, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  return !control.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def test_an_unopened_return_and_one_that_is_only_read(demo, people):
    page = people(READER)
    for path in ("places/southend-on-sea/returns/2016-17-q4/", MONEY):
        page.goto(demo.url(path))
        check_page(page)
    expect(page.locator("main form input:not([type=hidden])")).to_have_count(0)


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


def test_cells_copied_from_a_sheet_fill_a_table(demo, people):
    finance = people(FINANCE)
    finance.goto(demo.url(MONEY))
    first = finance.locator("#a-money_expenditure_forecast_q1")
    assert first.evaluate(PASTE, "3,282,763\t 3,282,762 \t£3,282,762.00\r\n1\t2\t3\r\n") is True
    for quarter, figure in (("forecast_q1", "3,282,763"), ("forecast_q2", "3,282,762"), ("actual_q3", "3")):
        expect(finance.locator(f"#a-money_expenditure_{quarter}")).to_have_value(figure)
        expect(finance.locator(f"#said-money_expenditure_{quarter}")).not_to_have_attribute("data-wrong", "")
    expect(finance.locator("#s-money_expenditure_actual_q3")).to_have_value(re.compile("^[1-9]"))
    finance.reload()
    expect(finance.locator("#a-money_expenditure_actual_q3")).to_have_value("3")
    expect(finance.locator("#a-money_expenditure_forecast_q3")).to_have_value("3,282,762")
    assert first.evaluate(PASTE, "1\t2\t3\t4\t5") is False  # more than there are cells: nothing is dropped
    assert first.evaluate(PASTE, "3,282,763\r\n") is False  # one cell is pasted as ever
    expect(first).to_have_value("3,282,763")


def test_without_scripts_everything_is_filled_with_ordinary_buttons(demo, people):
    lead, finance = people(LEAD, java_script_enabled=False), people(FINANCE, java_script_enabled=False)
    lead.goto(demo.url(MONEY))
    finance.goto(demo.url(MONEY))
    control, other = "#a-money_expenditure_forecast_q1", "#a-money_commentary"
    finance.fill(control, "3,111,111")
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
    lead.goto(demo.url(f"{HERE}remarks/"))
    lead.select_option("#id_question", "money.expenditure.forecast.q2")
    lead.fill("#id_text", "Ask Finance for this figure.")
    lead.get_by_role("button", name="Write the remark").click()
    expect(lead.locator("main")).to_contain_text("Ask Finance for this figure.")
