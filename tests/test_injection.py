"""Names and answers that are formulas or scripts stay text, on every page and in every download."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from audiences import AUDIENCES
from visits import address, addresses, make_world, visitors

from concordat.accounts.actions import invite
from concordat.accounts.models import Body, Person
from concordat.returns.access.values import as_value
from concordat.returns.actions import add_remark, save_answer, sign, submit
from concordat.returns.models import AnswerRow
from concordat.returns.snapshot import calculate_content_digest

SCRIPT = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"
BAD = f"{FORMULA}{SCRIPT}\"'><img src=x onerror=alert(1)>"
COMMENT = "money.commentary"
# What the policy of the site would not let run: a script, a style or a handler written into a page.
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|<[^>]*\s(?:style|on[a-z]+)=|(?:href|src)=.?javascript:", re.I)


@pytest.fixture
def bad_world(filled, cast):
    """The world with names and texts as bad as people can make them; submitted, so that files hold them too."""
    world = make_world(filled, cast)
    Person.objects.all().update(name=BAD)
    Body.objects.all().update(name=BAD)
    for person in cast.people:
        person.refresh_from_db()
    version = AnswerRow.objects.get(record=filled, question=COMMENT).version
    save_answer(record=filled, question=COMMENT, value=BAD, expected_version=version, by=cast.lead)
    add_remark(record=filled, question=COMMENT, text=BAD, by=cast.finance)
    seen = calculate_content_digest(as_value(filled, notes=False))
    given = sign(record=filled, by=cast.chair, body=cast.board, seen=seen, mandate=cast.delegation, role=BAD)
    submit(record=filled, seen=seen, by=cast.lead)
    return world | {"number": 1, "signature": given.pk}


def answers(world, cast):
    """Every answer to a GET of the lead, and of the administrator of the whole."""
    everybody = visitors(cast)
    for name, takes in addresses():
        audience = AUDIENCES[name]
        at = {key: value for key, value in audience.at.items() if key not in ("form", "questionnaire", "number")}
        at |= {key: audience.at[key] for key in ("number",) if isinstance(audience.at.get(key), str)}
        kinds = ("csv", "xlsx", "json", "html") if "kind" in takes and name != "mandate-record" else ("",)
        for kind in kinds:
            asked = type(audience)(at=at | ({"kind": kind} if kind else {}))
            path = address(name, takes, asked, world)
            for who in ("lead", "administrator"):
                yield path, everybody[who]().get(path)


def test_no_page_and_no_download_runs_what_people_typed(bad_world, cast):
    shown, files = 0, set()
    for path, response in answers(bad_world, cast):
        content = b"".join(response) if response.streaming else response.content
        kind = response.get("Content-Type", "").partition(";")[0]
        if kind in ("text/html", "image/svg+xml"):
            said = content.decode()
            assert SCRIPT not in said, path
            assert "<img src=x" not in said, path
            assert "attachment" in response.get("Content-Disposition", "") or not INLINE.search(said), path
            shown += "&lt;script&gt;alert(1)" in said
        elif kind == "text/csv":
            cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
            assert [cell for cell in cells if cell.startswith(("=", "@", "+", "\t", "\r"))] == [], path
            files.add("csv" if any("cmd|" in cell for cell in cells) else "")
        elif "spreadsheetml" in kind:
            book = openpyxl.load_workbook(io.BytesIO(content))
            for sheet in book:
                bad = [cell for row in sheet.iter_rows() for cell in row if "cmd|" in str(cell.value)]
                assert [cell.coordinate for cell in bad if cell.data_type == "f"] == [], path
                files |= {"xlsx"} if bad else set()
    assert shown > 10  # the pages did show it, as text
    assert {"csv", "xlsx"} <= files  # and so did the files


def test_a_letter_with_such_names_keeps_its_head(bad_world, cast, mailoutbox):
    Person.objects.filter(pk=cast.lead.pk).update(name="Nadia\r\nBcc: everybody@example.org")
    cast.lead.refresh_from_db()
    mailoutbox.clear()
    invite(email="lou@example.org", role="reader", place=bad_world["place"], by=cast.lead, ends=date(2018, 1, 1))
    letter = mailoutbox[0]
    assert letter.recipients() == ["lou@example.org"]
    assert "Bcc" not in letter.message()
