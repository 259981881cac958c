"""From a workbook to a receipt in a real browser: filled outside, sent in, signed, submitted, changed; an outsider."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from looking import DESK, check_page, check_phone, sign_in
from openpyxl import load_workbook
from playwright.sync_api import expect

from concordat.questionnaires.workbook.names import name_of
from conftest import watched

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "southend-on-sea" / "2016-17-q3.yaml"
HERE = "places/southend-on-sea/returns/2016-17-q3/"
LEAD, CHAIR, OUTSIDER = "nadia.fenn@example.org", "rowan.marsh@example.org", "lena.frost@example.org"
COMMENT = "money.commentary"


def leaves(answers, path=""):
    """The answers of a return's file, by id."""
    for key, value in answers.items():
        id = f"{path}.{key}" if path else key
        yield from leaves(value, id) if isinstance(value, dict) else ((id, value),)


def take_workbook(page, folder, name):
    page.goto(page.site.url(f"{HERE}workbook/"))
    check_page(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the workbook").click()
    path = folder / name
    taken.value.save_as(path)
    return path


def type_into(path, answers):
    """Fill cells of a workbook by the names of their questions, as somebody would by hand."""
    book = load_workbook(path)
    for id, value in answers.items():
        found = book.defined_names.get(name_of(id))
        if found is not None:
            sheet, cell = next(iter(found.destinations))
            book[sheet][cell.replace("$", "")] = str(value)
    book.save(path)


def send_in(page, path):
    page.goto(page.site.url(f"{HERE}workbook/"))
    page.set_input_files("#id_file", path)
    page.get_by_role("button", name="Show what it would change").click()
    page.get_by_role("heading", name="What the workbook would change").wait_for()
    check_page(page)


@pytest.fixture(scope="module")
def people(demo, browser):
    """A browser of their own for everybody, signed in; made when first asked for."""
    opened = {}

    def page_of(email):
        if email not in opened:
            page = watched(browser.new_context(viewport=DESK, locale="en-GB").new_page())
            page.site = demo
            sign_in(demo, page, email)
            opened[email] = page
        return opened[email]

    yield page_of
    for page in opened.values():
        page.context.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("workbooks")


def test_from_a_workbook_to_a_receipt(people, folder):
    """One story, in its order."""
    before_anything_is_filled_every_barrier_is_named(people)
    the_workbook_goes_out_and_back(people, folder)
    where_the_site_is_newer_both_answers_are_shown(people, folder)
    reasons_are_given_from_the_list_of_barriers(people)
    the_chair_signs_on_the_delegation(people)
    the_lead_submits_and_the_receipt_shows_the_head_of_the_chain(people)
    an_answer_is_changed_and_the_signature_falls(people, folder)
    what_was_submitted_still_counts_and_reads_as_it_was(people)


def before_anything_is_filled_every_barrier_is_named(people):
    lead = people(LEAD)
    lead.goto(lead.site.url(f"{HERE}submit/"))
    expect(lead.get_by_role("heading", level=1)).to_contain_text("What still bars the submission")
    check_page(lead)
    lead.get_by_role("link", name="has not signed").click()
    expect(lead.get_by_role("heading", name="It cannot be signed yet")).to_be_visible()
    check_page(lead)


def test_a_file_that_is_no_workbook_is_answered_at_the_field(people, folder):
    lead, wrong = people(LEAD), folder / "notes.xlsx"
    wrong.write_bytes(b"These are notes, not a workbook.")
    lead.goto(lead.site.url(f"{HERE}workbook/"))
    lead.set_input_files("#id_file", wrong)
    lead.get_by_role("button", name="Show what it would change").click()
    expect(lead.get_by_text("This is not an Excel workbook, whatever its name ends with.").first).to_be_visible()
    check_page(lead)


def the_workbook_goes_out_and_back(people, folder):
    lead = people(LEAD)
    path = take_workbook(lead, folder, "filled.xlsx")
    type_into(path, dict(leaves(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["answers"])))
    send_in(lead, path)
    boxes = lead.locator("input[name=question]")
    assert boxes.count() > 100
    assert lead.locator("input[name=question]:checked").count() == boxes.count()
    lead.get_by_label("Overall progress").uncheck()
    lead.get_by_role("button", name="Take the ticked answers").click()
    lead.get_by_role("heading", name="What became of the workbook").wait_for()
    expect(lead.get_by_text("Left as it was", exact=True)).to_have_count(1)
    check_page(lead)
    send_in(lead, path)
    expect(lead.locator("input[name=question]")).to_have_count(1)
    lead.get_by_role("button", name="Take all of them").click()
    expect(lead.get_by_text("1 answer was taken from the workbook.")).to_be_visible()


def where_the_site_is_newer_both_answers_are_shown(people, folder):
    lead = people(LEAD)
    old = take_workbook(lead, folder, "old.xlsx")
    newer = take_workbook(lead, folder, "newer.xlsx")
    type_into(newer, {COMMENT: "The site is newer: spending follows the plan."})
    send_in(lead, newer)
    lead.get_by_role("button", name="Take the ticked answers").click()
    type_into(old, {COMMENT: "The workbook is older: spending follows the plan."})
    send_in(lead, old)
    expect(lead.get_by_text("Newer on the site", exact=True)).to_be_visible()
    for words in ("nil comment", "The site is newer", "The workbook is older"):
        expect(lead.get_by_text(words)).to_be_visible()
    expect(lead.locator("input[name=question]:checked")).to_have_count(0)
    lead.get_by_role("button", name="Take the ticked answers").click()
    expect(lead.get_by_text("Tick the answers that you want to take")).to_be_visible()
    check_page(lead)


def reasons_are_given_from_the_list_of_barriers(people):
    lead = people(LEAD)
    for _ in range(20):
        lead.goto(lead.site.url(f"{HERE}submit/"))
        waiting = lead.locator("section[aria-labelledby=bar-unexplained] a")
        if not waiting.count():
            break
        target = waiting.first.get_attribute("href")
        waiting.first.click()
        finding = lead.locator(f"[id='{target.partition('#')[2]}']")
        finding.locator("textarea").fill("Discussed with the partners; the figures stand as they are.")
        finding.get_by_role("button", name="Save the reason").click()
        lead.get_by_text("Given by Nadia Fenn").first.wait_for()
    expect(lead.get_by_role("heading", name="Not signed (1)")).to_be_visible()
    expect(lead.locator("section[aria-labelledby^=bar-]")).to_have_count(1)


def the_chair_signs_on_the_delegation(people):
    chair = people(CHAIR)
    chair.goto(chair.site.url(f"{HERE}before-signing/"))
    check_page(chair)
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


def the_lead_submits_and_the_receipt_shows_the_head_of_the_chain(people):
    lead = people(LEAD)
    lead.goto(lead.site.url(f"{HERE}submit/"))
    check_page(lead)
    lead.get_by_role("button", name="Submit to NHS England").click()
    lead.get_by_role("heading", name="Receipt", level=1).wait_for()
    check_page(lead)
    receipt = json.loads(lead.request.get(lead.site.url(f"{HERE}receipt/1.json")).body())
    expect(lead.get_by_text(receipt["head"])).to_be_visible()
    expect(lead.get_by_text("Cllr Rowan Marsh, Chair of the board, for Southend-on-Sea")).to_be_visible()
    paper = lead.request.get(lead.site.url(f"{HERE}receipt/1.pdf")).body()
    assert paper.startswith(b"%PDF-")
    assert receipt["head"].encode() in paper
    lead.get_by_role("link", name="Check it against the site now").click()
    expect(lead.get_by_text("are what the receipt says")).to_be_visible()
    check_page(lead)
    content = lead.request.get(lead.site.url(f"{HERE}submissions/1.json")).body()
    assert sha256(content).hexdigest() == receipt["digest"]


def an_answer_is_changed_and_the_signature_falls(people, folder):
    lead, chair = people(LEAD), people(CHAIR)
    path = take_workbook(lead, folder, "again.xlsx")
    type_into(path, {COMMENT: "Spending is a little behind the plan and will catch up."})
    send_in(lead, path)
    lead.get_by_role("button", name="Take all of them").click()
    expect(lead.get_by_text("A signature no longer stands")).to_be_visible()
    check_page(lead)
    chair.goto(chair.site.url(f"{HERE}signatures/"))
    expect(chair.get_by_text("has not signed")).to_be_visible()
    check_page(chair)
    chair.get_by_role("link", name="See what changed since").click()
    expect(chair.get_by_text("The site is newer: spending follows the plan.")).to_be_visible()
    expect(chair.get_by_text("Spending is a little behind the plan and will catch up.")).to_be_visible()
    check_page(chair)


def what_was_submitted_still_counts_and_reads_as_it_was(people):
    lead = people(LEAD)
    lead.goto(lead.site.url(f"{HERE}submissions/"))
    expect(lead.get_by_text("counts now. The return was changed since")).to_be_visible()
    check_page(lead)
    lead.get_by_role("link", name="Read it as it was").click()
    expect(lead.get_by_text("The site is newer: spending follows the plan.")).to_be_visible()
    expect(lead.get_by_text("Spending is a little behind the plan")).to_have_count(0)
    check_page(lead)


def test_mandates_are_recorded_and_ended(people):
    lead = people(LEAD)
    lead.goto(lead.site.url("places/southend-on-sea/mandates/"))
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


def test_an_outsider_gets_nowhere(people):
    outsider = people(OUTSIDER)
    pages = ("workbook/", "before-signing/", "signatures/", "submit/", "receipt/1/", "submissions/", "submissions/1/")
    for page in (*(HERE + page for page in pages), "places/southend-on-sea/mandates/"):
        assert outsider.goto(outsider.site.url(page)).status == 403, page
    check_page(outsider)
    for file in ("workbook/download/", "receipt/1.pdf", "receipt/1.json", "submissions/1.json", "submissions/1.xlsx"):
        assert outsider.request.get(outsider.site.url(HERE + file)).status == 403, file


def test_without_scripts_the_workbook_comes_back_all_the_same(demo, people, page_without_scripts, folder):
    path = take_workbook(people(LEAD), folder, "plain.xlsx")
    type_into(path, {COMMENT: "Typed where no script runs, and taken all the same."})
    page = page_without_scripts
    sign_in(demo, page, LEAD)
    page.goto(demo.url(f"{HERE}workbook/"))
    page.set_input_files("#id_file", path)
    page.get_by_role("button", name="Show what it would change").click()
    check_phone(page)
    page.get_by_role("button", name="Take the ticked answers").click()
    expect(page.get_by_text("1 answer was taken from the workbook.")).to_be_visible()
