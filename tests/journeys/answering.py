"""What several journeys do with Southend-on-Sea's third quarter: save, copy, send a workbook out and back."""

import re
from pathlib import Path

import yaml
from openpyxl import load_workbook
from playwright.sync_api import expect

from concordat.questionnaires.workbook.names import name_of

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "southend-on-sea" / "2016-17-q3.yaml"
LEAD, FINANCE, CHAIR = "nadia.fenn@example.org", "priya.lund@example.org", "rowan.marsh@example.org"
READER, OUTSIDER = "mina.sole@example.org", "lena.frost@example.org"
HERE = "places/southend-on-sea/returns/2016-17-q3/"
MONEY = f"{HERE}sections/money/"
COMMENT = "money.commentary"
SAVED = "[data-saved]"
COPY = re.compile(r"^Copy from quarter 2 ?:")
FILL = re.compile(r"^Copy from quarter 2 what is empty here ?:")


def leave(page, control, text):
    """Type into a control and leave it with the keyboard, and wait until it is saved."""
    seen = page.locator(f"#s-{control.removeprefix('#a-')}")
    before = seen.input_value()
    page.fill(control, text)
    page.press(control, "Tab")
    expect(seen).not_to_have_value(before)


def copy_every_question(page):
    """Press each button of the section that takes over an answer of the quarter before; how many there were."""
    buttons = page.get_by_role("button", name=COPY)
    copied = [button.get_attribute("value").removeprefix("copy:") for button in buttons.all()]
    for id in copied:
        seen = page.locator(f"[id='s-{id.replace('.', '_')}']")
        before = seen.input_value()
        page.locator(f"button[value='copy:{id}']").click()
        expect(seen).not_to_have_value(before)
    return len(copied)


def fill_every_table(page):
    """Press each button of the section that fills in what is empty in a table."""
    for value in [button.get_attribute("value") for button in page.get_by_role("button", name=FILL).all()]:
        page.locator(f"button[value='{value}']").click()
        expect(page.get_by_role("status").or_(page.get_by_role("alert")).first).to_be_visible()


def take_workbook(site, page, path):
    """Download the return as a workbook."""
    page.goto(site.url(f"{HERE}workbook/"))
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the workbook").click()
    taken.value.save_as(path)
    return path


def example_answers():
    """What Southend-on-Sea answered for the quarter, by id."""
    return dict(_leaves(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["answers"]))


def _leaves(answers, path=""):
    for key, value in answers.items():
        id = f"{path}.{key}" if path else key
        yield from _leaves(value, id) if isinstance(value, dict) else ((id, value),)


def type_into(path, answers):
    """Fill cells of a workbook by the names of their questions, as somebody would by hand."""
    book = load_workbook(path)
    for id, value in answers.items():
        found = book.defined_names.get(name_of(id))
        if found is not None:
            sheet, cell = next(iter(found.destinations))
            book[sheet][cell.replace("$", "")] = str(value)
    book.save(path)


def send_in(site, page, path):
    """Send a workbook in, up to the list of what it would change."""
    page.goto(site.url(f"{HERE}workbook/"))
    page.set_input_files("#id_file", path)
    page.get_by_role("button", name="Show what it would change").click()
    expect(page.get_by_role("heading", name="What the workbook would change")).to_be_visible()


def give_every_reason(site, page, words):
    """Follow the list of what bars the submission to each finding that waits for a reason, and give one."""
    page.goto(site.url(f"{HERE}submit/"))
    while page.locator("section[aria-labelledby=bar-unexplained]").count():
        link = page.locator("section[aria-labelledby=bar-unexplained] a").first
        target = link.get_attribute("href").partition("#")[2]
        link.click()
        finding = page.locator(f"[id='{target}']")
        finding.locator("textarea").fill(words)
        finding.get_by_role("button", name="Save the reason").click()
        expect(page.locator(f"[id='{target}']")).to_contain_text("Given by")
        page.goto(site.url(f"{HERE}submit/"))
