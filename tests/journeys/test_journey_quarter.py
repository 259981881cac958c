"""A quarter from its first answer to its receipt, and what happens after, in a real browser: one story in steps.

Nadia Fenn leads Southend-on-Sea, Priya Lund is its finance officer, Cllr Rowan Marsh chairs its board; Lena Frost leads
another place. Every page that they meet is looked at.
"""

import json
import re
from hashlib import sha256

import pytest
from answering import (
    CHAIR,
    COMMENT,
    FINANCE,
    HERE,
    LEAD,
    MONEY,
    OUTSIDER,
    SAVED,
    copy_every_question,
    example_answers,
    fill_every_table,
    give_every_reason,
    leave,
    send_in,
    take_workbook,
    type_into,
)
from looking import check_page
from playwright.sync_api import expect

ACTUAL = "#a-money_income_actual_q3"
CLASH = "#clash-money_income_actual_q3"
WIDE_ENOUGH = 500  # pixels, to read two answers side by side with who gave them
NEWER, OLDER = "The site is newer: spending follows the plan.", "The workbook is older: spending follows the plan."
LATER = "Spending is a little behind the plan and will catch up."


@pytest.fixture
def story(demo, people, tmp_path):
    return Story(demo, people, tmp_path)


class Story:
    """Who takes part, where they are, and what they do there."""

    def __init__(self, site, people, folder):
        self.site, self.people, self.folder = site, people, folder

    def go(self, who, path):
        """Somebody of the cast goes to a page, which is looked at."""
        page = self.people(who)
        page.goto(self.site.url(path))
        check_page(page)
        return page

    def bytes_of(self, page, path):
        return page.request.get(self.site.url(f"{HERE}{path}")).body()


def test_a_quarter_from_its_first_answer_to_its_receipt_and_after(story):
    the_lead_sees_what_is_asked_and_of_whom(story)
    the_lead_fills_the_cover_and_is_told_what_does_not_fit(story)
    the_lead_copies_the_conditions_question_by_question(story)
    the_lead_fills_what_remains_of_the_form(story)
    the_finance_officer_answers_what_is_assigned_to_them(story)
    they_collide_on_one_answer_and_solve_it(story)
    the_finance_officer_hands_it_over(story)
    the_workbook_goes_out_and_back(story)
    where_the_site_is_newer_both_answers_are_shown(story)
    every_finding_gets_its_reason(story)
    the_lead_asks_for_the_signature(story)
    the_chair_signs_on_the_delegation(story)
    the_lead_submits_and_the_receipt_shows_the_head_of_the_chain(story)
    an_answer_is_changed_and_the_signature_falls(story)
    what_was_submitted_still_counts_and_reads_as_it_was(story)
    an_outsider_gets_nowhere(story)


def the_lead_sees_what_is_asked_and_of_whom(story):
    lead = story.go(LEAD, HERE)
    expect(lead.locator("main")).to_contain_text("Priya Lund is asked until 24 February 2017")
    lead = story.go(LEAD, f"{HERE}assignments/")
    expect(lead.get_by_role("button", name="Remind them of Income and expenditure")).to_be_visible()
    lead = story.go(LEAD, f"{HERE}remarks/")
    expect(lead.locator("main")).to_contain_text("do we expect less by March?")
    story.go(LEAD, f"{HERE}findings/")
    lead = story.go(LEAD, f"{HERE}submit/")
    expect(lead.get_by_role("heading", level=1)).to_contain_text("What still bars the submission")
    lead.get_by_role("link", name="has not signed").click()
    expect(lead.get_by_role("heading", name="It cannot be signed yet")).to_be_visible()
    check_page(lead)


def the_lead_fills_the_cover_and_is_told_what_does_not_fit(story):
    lead = story.go(LEAD, HERE)
    lead.get_by_role("button", name="Continue: Cover").click()
    leave(lead, "#a-cover_completed-by", "Nadia Fenn")
    leave(lead, "#a-cover_email", "nadia.fenn@example")
    expect(lead.locator("#said-cover_email")).to_contain_text("is not an e-mail address")
    expect(lead.locator("#a-cover_email")).to_have_attribute("aria-invalid", "true")
    check_page(lead)
    leave(lead, "#a-cover_email", "nadia.fenn@example.org")
    expect(lead.locator("#said-cover_email")).not_to_contain_text("is not an e-mail address")
    expect(lead.locator("#a-cover_email")).not_to_have_attribute("aria-invalid", "true")
    leave(lead, "#a-cover_telephone", "01632 960 123")
    leave(lead, "#a-cover_signed-off-by", "Cllr Rowan Marsh")
    expect(lead.locator("#stand")).to_contain_text("5 of 5 questions")
    story.go(LEAD, f"{HERE}sections/budget/")


def the_lead_copies_the_conditions_question_by_question(story):
    lead = story.go(LEAD, f"{HERE}sections/conditions/")
    assert copy_every_question(lead) == 12
    expect(lead.locator("#stand")).to_contain_text("36 of 36 questions")
    first = lead.locator("#q-conditions_1_answer")
    first.get_by_label("No", exact=True).check()
    expect(lead.locator("#if-conditions_1_when")).to_have_attribute("open", "")
    expect(lead.locator("#stand")).to_contain_text("34 of 36 questions")
    check_page(lead)
    first.get_by_label("Yes", exact=True).check()
    expect(lead.locator("#stand")).to_contain_text("36 of 36 questions")
    lead.get_by_role("button", name="Save and continue").click()
    expect(lead.get_by_role("heading", level=1)).to_contain_text("Income and expenditure")


def the_lead_fills_what_remains_of_the_form(story):
    lead = story.go(LEAD, f"{HERE}sections/metrics/")
    assert copy_every_question(lead) == 13
    expect(lead.locator("#stand")).to_contain_text("13 of 13 questions")
    lead = story.go(LEAD, f"{HERE}sections/additional/")
    fill_every_table(lead)
    assert copy_every_question(lead) == 8
    expect(lead.locator("#total-additional_budgets-rate")).to_have_text("13.3")
    expect(lead.locator("#stand")).to_contain_text("67 of 67 questions")
    check_page(lead)
    lead = story.go(LEAD, f"{HERE}sections/narrative/")
    leave(lead, "#a-narrative_text", "The plan is on track.\n\nDelays fell.")
    lead.reload()
    expect(lead.locator("#a-narrative_text")).to_have_value("The plan is on track.\n\nDelays fell.")
    lead = story.go(LEAD, HERE)
    expect(lead.locator(".nhsuk-task-list__item", has_text="Complete")).to_have_count(6)


def the_finance_officer_answers_what_is_assigned_to_them(story):
    finance = story.go(FINANCE, f"{HERE}waiting/")
    finance.get_by_role("link", name="Income and expenditure").click()
    expect(finance.get_by_role("heading", level=1)).to_contain_text("Income and expenditure")
    check_page(finance)
    fill_every_table(finance)
    for side in ("income", "expenditure"):
        expect(finance.locator(f"#total-money_{side}_forecast")).to_have_text("£13,131,049")
    assert copy_every_question(finance) == 1
    leave(finance, "#a-money_expenditure_actual_q3", "3,282,762")
    expect(finance.locator("#findings")).to_contain_text("not answered yet")


def they_collide_on_one_answer_and_solve_it(story):
    """First the lead gives way, then the finance officer holds to what they typed; nothing typed is ever lost."""
    lead, finance = story.go(LEAD, MONEY), story.people(FINANCE)
    leave(finance, ACTUAL, "3,282,762")
    expect(finance.locator(SAVED)).to_have_text(re.compile(r"Saved at \d\d:\d\d"))
    assert finance.evaluate("document.activeElement.tagName") != "BODY"
    lead.fill(ACTUAL, "3,300,000")
    lead.press(ACTUAL, "Tab")
    for words in ("£3,282,762", "£3,300,000", "Priya Lund"):
        expect(lead.locator(CLASH)).to_contain_text(words)
    expect(lead.locator(SAVED)).to_contain_text("Not saved")
    assert lead.locator(CLASH).bounding_box()["width"] > WIDE_ENOUGH  # and not that of its cell
    check_page(lead)
    lead.keyboard.press("Shift+Tab")
    lead.locator(CLASH).get_by_role("button", name="Decide").focus()
    lead.keyboard.press("Enter")
    expect(lead.locator(f"{CLASH} fieldset")).to_have_count(0)
    expect(lead.locator(ACTUAL)).to_have_value("3,282,762")
    expect(lead.locator(ACTUAL)).to_be_focused()

    leave(lead, ACTUAL, "3,300,000")
    finance.fill(ACTUAL, "3,290,000")
    finance.press(ACTUAL, "Tab")
    finance.locator(CLASH).get_by_label(re.compile("^Use mine")).check()
    finance.locator(CLASH).get_by_role("button", name="Decide").click()
    expect(finance.locator(f"{CLASH} fieldset")).to_have_count(0)
    finance.reload()
    expect(finance.locator(ACTUAL)).to_have_value("3,290,000")
    finance = story.go(FINANCE, f"{HERE}answers/money.income.actual.q3/")
    expect(finance.locator("main")).to_contain_text("£3,300,000")


def the_finance_officer_hands_it_over(story):
    finance = story.go(FINANCE, MONEY)
    leave(finance, "#a-money_income_difference", "A payment came early.")
    expect(finance.locator("#stand")).to_contain_text("17 of 17 questions")
    finance.goto(story.site.url(f"{HERE}waiting/"))
    finance.get_by_role("button", name=re.compile("^Say that it is done")).click()
    expect(finance.locator("main")).to_contain_text("It is marked as done.")
    lead = story.go(LEAD, HERE)
    expect(lead.locator("main")).to_contain_text("Every question is answered.")


def the_workbook_goes_out_and_back(story):
    lead = story.go(LEAD, f"{HERE}workbook/")
    path = take_workbook(story.site, lead, story.folder / "filled.xlsx")
    type_into(path, example_answers())
    send_in(story.site, lead, path)
    check_page(lead)
    boxes = lead.locator("input[name=question]")
    changed = boxes.count()
    assert changed > 10
    expect(lead.locator("input[name=question]:checked")).to_have_count(changed)
    lead.get_by_label("Overall progress").uncheck()
    lead.get_by_role("button", name="Take the ticked answers").click()
    expect(lead.get_by_role("heading", name="What became of the workbook")).to_be_visible()
    expect(lead.get_by_text("Left as it was", exact=True)).to_have_count(1)
    check_page(lead)
    send_in(story.site, lead, path)
    expect(boxes).to_have_count(1)
    lead.get_by_role("button", name="Take all of them").click()
    expect(lead.get_by_text("1 answer was taken from the workbook.")).to_be_visible()


def where_the_site_is_newer_both_answers_are_shown(story):
    lead = story.people(LEAD)
    old = take_workbook(story.site, lead, story.folder / "old.xlsx")
    newer = take_workbook(story.site, lead, story.folder / "newer.xlsx")
    type_into(newer, {COMMENT: NEWER})
    send_in(story.site, lead, newer)
    lead.get_by_role("button", name="Take the ticked answers").click()
    expect(lead.get_by_text("1 answer was taken from the workbook.")).to_be_visible()
    type_into(old, {COMMENT: OLDER})
    send_in(story.site, lead, old)
    for words in ("Newer on the site", "nil comment", NEWER, OLDER):
        expect(lead.get_by_text(words, exact=True).first).to_be_visible()
    expect(lead.locator("input[name=question]:checked")).to_have_count(0)
    lead.get_by_role("button", name="Take the ticked answers").click()
    expect(lead.get_by_text("Tick the answers that you want to take")).to_be_visible()
    check_page(lead)


def every_finding_gets_its_reason(story):
    lead = story.go(LEAD, f"{HERE}findings/?severity=explain")
    give_every_reason(story.site, lead, "Discussed with the partners; the figures stand as they are.")
    check_page(lead)
    expect(lead.get_by_role("heading", name="Not signed (1)")).to_be_visible()
    expect(lead.locator("section[aria-labelledby^=bar-]")).to_have_count(1)


def the_lead_asks_for_the_signature(story):
    lead = story.go(LEAD, f"{HERE}submit/")
    lead.get_by_role("button", name="Ask for the signature of Southend-on-Sea Health and Wellbeing Board").click()
    expect(lead.get_by_text("A letter is on its way to Cllr Iris Holm and Cllr Rowan Marsh.")).to_be_visible()
    check_page(lead)
    lead.get_by_role("button", name="Ask for the signature again").click()
    expect(lead.get_by_text("they can be asked again")).to_be_visible()
    check_page(lead)


def the_chair_signs_on_the_delegation(story):
    chair = story.go(CHAIR, f"{HERE}before-signing/")
    chair.emulate_media(media="print")
    expect(chair.get_by_role("button", name="Sign", exact=True)).not_to_be_visible()
    expect(chair.get_by_text("Pooled fund for the year: £13,131,049")).to_be_visible()
    chair.emulate_media(media="screen")
    chair.get_by_role("button", name="Sign", exact=True).click()
    expect(chair.get_by_role("alert").get_by_text("Choose what your signature rests on.")).to_be_visible()
    check_page(chair)
    chair.get_by_label("delegation of 7 December 2016, minute 42, until 30 June 2017").check()
    chair.get_by_label("Your office").fill("Chair of the board")
    chair.get_by_role("button", name="Sign", exact=True).click()
    expect(chair.get_by_text("Every signature that the framework asks for is there.")).to_be_visible()
    check_page(chair)


def the_lead_submits_and_the_receipt_shows_the_head_of_the_chain(story):
    lead = story.go(LEAD, f"{HERE}submit/")
    lead.get_by_role("button", name="Submit to NHS England").click()
    expect(lead.get_by_role("heading", name="Receipt", level=1)).to_be_visible()
    check_page(lead)
    receipt = json.loads(story.bytes_of(lead, "receipt/1.json"))
    expect(lead.get_by_text(receipt["head"])).to_be_visible()
    expect(lead.get_by_text("Cllr Rowan Marsh, Chair of the board, for Southend-on-Sea")).to_be_visible()
    paper = story.bytes_of(lead, "receipt/1.pdf")
    assert paper.startswith(b"%PDF-")
    assert receipt["head"].encode() in paper
    lead.get_by_role("link", name="Check it against the site now").click()
    expect(lead.get_by_text("are what the receipt says")).to_be_visible()
    check_page(lead)
    assert sha256(story.bytes_of(lead, "submissions/1.json")).hexdigest() == receipt["digest"]


def an_answer_is_changed_and_the_signature_falls(story):
    lead = story.go(LEAD, MONEY)
    lead.get_by_role("link", name="Change answers all the same").click()
    leave(lead, "#a-money_commentary", LATER)
    expect(lead.get_by_role("heading", name="The signatures fell")).to_be_visible()
    check_page(lead)
    chair = story.go(CHAIR, f"{HERE}signatures/")
    expect(chair.get_by_text("has not signed")).to_be_visible()
    chair.get_by_role("link", name="See what changed since").click()
    for words in (NEWER, LATER):
        expect(chair.get_by_text(words)).to_be_visible()
    check_page(chair)
    story.go(LEAD, f"{HERE}history/")


def what_was_submitted_still_counts_and_reads_as_it_was(story):
    lead = story.go(LEAD, f"{HERE}submissions/")
    expect(lead.get_by_text("counts now. The return was changed since")).to_be_visible()
    lead.get_by_role("link", name="Read it as it was").click()
    expect(lead.get_by_text(NEWER)).to_be_visible()
    expect(lead.get_by_text(LATER)).to_have_count(0)
    check_page(lead)


def an_outsider_gets_nowhere(story):
    """Neither while it is filled nor with what was submitted, as a page or as a file."""
    outsider = story.people(OUTSIDER)
    pages = ["", "sections/money/", "findings/", "history/", "workbook/", "before-signing/", "signatures/", "submit/"]
    for page in (*pages, "receipt/1/", "submissions/", "submissions/1/"):
        assert outsider.goto(story.site.url(HERE + page)).status == 403, page
    assert outsider.goto(story.site.url("places/southend-on-sea/mandates/")).status == 403
    expect(outsider.get_by_role("heading", name="You cannot do this here")).to_be_visible()
    check_page(outsider)
    for file in ("workbook/download/", "receipt/1.pdf", "receipt/1.json", "submissions/1.json", "submissions/1.xlsx"):
        assert outsider.request.get(story.site.url(HERE + file)).status == 403, file
