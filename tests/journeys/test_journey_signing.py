"""Workbooks that are none or come without JavaScript, and mandates: what surrounds a signature, in a real browser."""

from answering import COMMENT, HERE, LEAD, send_in, take_workbook, type_into
from looking import check_page, check_phone
from playwright.sync_api import expect


def test_a_file_that_is_no_workbook_is_answered_at_the_field(demo, people, tmp_path):
    lead, wrong = people(LEAD), tmp_path / "notes.xlsx"
    wrong.write_bytes(b"These are notes, not a workbook.")
    lead.goto(demo.url(f"{HERE}workbook/"))
    lead.set_input_files("#id_file", wrong)
    lead.get_by_role("button", name="Show what it would change").click()
    expect(lead.get_by_text("This is not an Excel workbook, whatever its name ends with.").first).to_be_visible()
    check_page(lead)


def test_mandates_are_recorded_and_ended(demo, people):
    lead = people(LEAD)
    lead.goto(demo.url("places/southend-on-sea/mandates/"))
    check_page(lead)
    lead.locator("section[aria-labelledby^=body-southend-on-sea-health]").get_by_role(
        "button", name="Record a delegation"
    ).click()
    lead.get_by_role("button", name="Record the delegation").click()
    expect(lead.get_by_role("alert").get_by_text("Name the meeting at which it was decided.")).to_be_visible()
    check_page(lead)
    lead.get_by_label("Meeting").fill("Health and Wellbeing Board")
    for part, typed in (("Day", "15"), ("Month", "2"), ("Year", "2017")):
        lead.get_by_role("group", name="Held on").get_by_label(part).fill(typed)
    lead.get_by_label("Cllr Rowan Marsh").check()
    lead.get_by_label("Cllr Iris Holm").check()
    lead.get_by_label("How many of them sign together").fill("2")
    lead.get_by_role("button", name="Record the delegation").click()
    expect(lead.get_by_text("Cllr Iris Holm and Cllr Rowan Marsh, together")).to_be_visible()
    lead.get_by_role("link", name="End this delegation of 15 February 2017").click()
    check_page(lead)
    lead.get_by_role("button", name="End it today").click()
    expect(lead.get_by_text("Ended on 20 February 2017")).to_be_visible()


def test_without_scripts_the_workbook_comes_back_all_the_same(demo, people, tmp_path):
    page = people(LEAD, java_script_enabled=False)
    path = take_workbook(demo, page, tmp_path / "plain.xlsx")
    type_into(path, {COMMENT: "Typed where no script runs, and taken all the same."})
    send_in(demo, page, path)
    check_phone(page)
    page.get_by_role("button", name="Take the ticked answers").click()
    expect(page.get_by_text("1 answer was taken from the workbook.")).to_be_visible()
