"""A workbook out and back through the pages: shown answer by answer, applied in part or whole, refused well."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from concordat.questionnaires.workbook.names import name_of
from concordat.returns.access import as_value
from concordat.returns.models import Signature, Upload
from concordat.returns.tests.signing_steps import change, count_queries, sign_for_board, text_of

HERE = "/places/southend-on-sea/returns/2016-17-q3/workbook/"
A, B, C = "money.income.actual.q3", "money.expenditure.actual.q3", "money.commentary"


def filled_in(client, **answers):
    """The workbook as it is given out, with answers typed into it."""
    book = load_workbook(BytesIO(client.get(f"{HERE}download/").content))
    for id, value in answers.items():
        sheet, cell = next(iter(book.defined_names[name_of(id.replace("__", "."))].destinations))
        book[sheet][cell.replace("$", "")] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def marked(content, southend):
    """A workbook whose mark names another place than Southend-on-Sea."""
    book = load_workbook(BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "southend-on-sea":
                    cell.value = southend
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, content, name="2016-17-q3.xlsx", **more):
    return client.post(HERE, {"file": SimpleUploadedFile(name, content)}, **more)


def said(record, question):
    return as_value(record).answers.text(question)


@pytest.fixture
def lead(client, cast):
    client.force_login(cast.lead)
    return client


def test_what_would_change_is_shown_and_nothing_changes_yet(lead, filled, cast):
    content = filled_in(lead, money__income__actual__q3=3000000, money__commentary="Words from the workbook.")
    before = said(filled, A)
    answer = send(lead, content)
    upload = Upload.objects.latest("pk")
    assert answer.url == f"{HERE}{upload.pk}/"
    page = text_of(lead.get(answer.url))
    assert "2 answers would change." in page
    assert f"<dd>{before}</dd>" in page
    assert "<dd>£3,000,000</dd>" in page
    assert "<dd>Words from the workbook.</dd>" in page
    assert page.count(" checked") == 2
    assert said(filled, A) == before


def test_a_long_text_is_shown_from_where_it_differs_and_whole_in_a_fold(lead, filled, cast):
    start, end = "The plan goes on as it did. " * 200, "It goes on. " * 1000
    change(filled, cast, f"{start}Six people were hired. {end}", "narrative.text")
    url = send(lead, filled_in(lead, narrative__text=f"{start}Nine people were hired. {end}")).url
    response = lead.get(url)
    line = next(one for one in response.context["page"].proposed.lines if one.question == "narrative.text")
    page = text_of(response)
    for text, words, other in zip(line.texts, ("Six people", "Nine people"), ("Nine", "Six"), strict=True):
        assert words in text.shown
        assert other not in text.shown
        assert len(text.shown) < 700
        assert text.shown.startswith("…")
        assert text.shown.endswith("…")
        assert f"{start}{words} were hired. {end}".strip() == text.whole.strip()
        assert " ".join(text.whole.split()) in page
    assert page.count("The whole text") == 2


def test_chosen_answers_are_taken_and_the_rest_left(lead, filled, cast):
    before = said(filled, C)
    page = send(lead, filled_in(lead, money__income__actual__q3=3000000, money__commentary="Words.")).url
    result = text_of(lead.post(page, {"take": "ticked", "question": [A]}, follow=True))
    assert "1 answer was taken from the workbook." in result
    assert "1 of 2 answers are on the site as the workbook has them." in result
    assert "Left as it was" in result
    assert (said(filled, A), said(filled, C)) == ("£3,000,000", before)


def test_all_are_taken_with_one_button(lead, filled, cast):
    page = send(lead, filled_in(lead, money__income__actual__q3=3000000, money__commentary="Words.")).url
    lead.post(page, {"take": "all"})
    assert (said(filled, A), said(filled, C)) == ("£3,000,000", "Words.")


def test_nothing_ticked_says_so_and_the_workbook_stays(lead, filled, cast):
    page = send(lead, filled_in(lead, money__commentary="Words.")).url
    assert "Tick the answers" in text_of(lead.post(page, {"take": "ticked"}, follow=True))
    assert "Take the ticked answers" in text_of(lead.get(page))


def test_it_is_applied_once(lead, filled, cast):
    page = send(lead, filled_in(lead, money__commentary="Words.")).url
    lead.post(page, {"take": "all"})
    again = text_of(lead.post(page, {"take": "all"}, follow=True))
    assert "What became of the workbook" in again


def test_where_the_site_is_newer_all_three_are_shown_and_nothing_is_ticked(lead, filled, cast):
    content = filled_in(lead, money__commentary="From the workbook.")
    change(filled, cast, "From the site meanwhile.")
    page = send(lead, content).url
    shown = text_of(lead.get(page))
    for words in ("Newer on the site", "nil comment", "From the site meanwhile.", "From the workbook."):
        assert words in shown
    assert " checked" not in shown
    lead.post(page, {"take": "ticked", "question": [C]})
    assert said(filled, C) == "From the workbook."


def test_what_changed_again_while_choosing_is_left(lead, filled, cast):
    page = send(lead, filled_in(lead, money__income__actual__q3=3000000, money__commentary="Words.")).url
    change(filled, cast, "Somebody was quicker.")
    shown = text_of(lead.get(page))
    assert "Send it in again to take this one." in shown
    lead.post(page, {"take": "all"})
    assert (said(filled, A), said(filled, C)) == ("£3,000,000", "Somebody was quicker.")


def test_a_signature_that_falls_is_told_of(lead, filled, cast):
    content = filled_in(lead, money__commentary="Words.")
    sign_for_board(filled, cast)
    page = send(lead, content).url
    assert "A signature no longer stands" in text_of(lead.post(page, {"take": "all"}, follow=True))
    assert not Signature.objects.filter(voided_at__isnull=True).exists()


def test_workbook_that_changes_nothing_says_so(lead, filled, cast):
    assert "it would change nothing" in text_of(lead.get(send(lead, filled_in(lead)).url))


def test_an_answer_that_does_not_fit_is_told_of(lead, filled, cast):
    page = send(lead, filled_in(lead, money__income__actual__q3="about three million")).url
    shown = text_of(lead.get(page))
    assert "about three million" in shown
    assert "Does not fit" in shown
    assert " checked" not in shown


def test_what_is_odd_names_its_question_once(lead, filled, cast):
    change(filled, cast, "y" * 40_000)
    shown = text_of(lead.get(send(lead, filled_in(lead)).url))
    assert "<strong>Progress against the financial plan</strong>: the answer is longer than a cell holds" in shown


def test_finance_officer_takes_only_what_is_assigned_to_them(client, filled, cast):
    client.force_login(cast.finance)
    page = send(client, filled_in(client, money__commentary="Words.", narrative__text="A whole new narrative.")).url
    shown = text_of(client.get(page))
    assert "Not yours to answer" in shown
    before = said(filled, "narrative.text")
    client.post(page, {"take": "ticked", "question": [C, "narrative.text"]})
    assert (said(filled, C), said(filled, "narrative.text")) == ("Words.", before)


@pytest.mark.parametrize("who", ["chair", "reader", "reviewer"])
def test_whoever_fills_nothing_may_take_it_and_not_send_it(client, filled, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(f"{HERE}download/").content.startswith(b"PK")
    page = text_of(client.get(HERE))
    assert "Sending it in is for those who answer questions" in page
    assert 'type="file"' not in page
    assert send(client, b"PK").status_code == 403


def test_somebody_elses_workbook_is_not_found(lead, filled, cast, client):
    page = send(lead, filled_in(lead, money__commentary="Words.")).url
    lead.force_login(cast.finance)
    assert lead.get(page).status_code == 404
    assert lead.post(page, {"take": "all"}).status_code == 404
    assert lead.get(f"{HERE}99999/").status_code == 404


class TestWrongFiles:
    def refused(self, client, content, name="2016-17-q3.xlsx"):
        before = Upload.objects.count()
        answer = send(client, content, name)
        assert (answer.status_code, Upload.objects.count()) == (422, before)
        return text_of(answer)

    def test_no_file(self, lead, filled):
        answer = lead.post(HERE, {})
        assert answer.status_code == 422
        assert "Choose the workbook that you filled." in text_of(answer)

    def test_empty_file(self, lead, filled):
        assert "The file is empty" in self.refused(lead, b"")

    @pytest.mark.parametrize("name", ["return.pdf", "return.xls", "return.ods", "return.yaml", "return"])
    def test_other_kinds(self, lead, filled, name):
        page = self.refused(lead, b"PK\x03\x04", name)
        assert "Choose an Excel workbook (.xlsx)" in page
        assert "Open it in Excel or LibreOffice and save it" in page

    def test_no_workbook_inside(self, lead, filled):
        page = self.refused(lead, b"<script>alert(1)</script>", "<b>.xlsx")
        assert "This is not an Excel workbook, whatever its name ends with." in page
        assert "<script>alert" not in page

    def test_damaged(self, lead, filled):
        page = self.refused(lead, filled_in(lead)[:2000])
        assert "The file is damaged, or was cut off on its way. Ask for the file again" in page
        assert "zip" not in page.split('class="nhsuk-error-summary"')[1].split("</ul>")[0].casefold()

    def test_another_forms_workbook(self, lead, filled, cast):
        page = self.refused(lead, lead.get(HERE.replace("q3", "q2") + "download/").content)
        assert "The workbook answers Better Care Fund quarterly return, Q2 2016-17" in page
        assert "Choose the workbook of this return, or send this one in on the pages" in page

    def test_another_places_workbook(self, lead, filled, cast):
        page = self.refused(lead, marked(filled_in(lead), southend="kent"))
        assert "The workbook is of Kent, where that of Southend-on-Sea is expected" in page
        assert "Choose this place&#x27;s own workbook" in page

    @pytest.mark.parametrize("place", ["", "atlantis"])
    def test_one_that_does_not_say_whose_it_is(self, lead, filled, place):
        page = self.refused(lead, marked(filled_in(lead), southend=place))
        assert "Download the workbook on this page, copy what you filled into it" in page
        for jargon in ("concordat return", "concordat places", "a line such as"):
            assert jargon not in page

    def test_one_that_somebody_made_themselves(self, lead, filled):
        out = BytesIO()
        Workbook().save(out)
        assert "The workbook does not say whose return it is" in self.refused(lead, out.getvalue())

    def test_one_that_swells(self, lead, filled):
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"0" * 150_000_000)
        assert "would swell to 150 MB" in self.refused(lead, out.getvalue())

    def test_one_that_is_too_large(self, lead, filled, settings):
        settings.UPLOAD_BYTES = 100_000
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        answer = send(lead, b"PK" + b"0" * 200_000)
        assert answer.status_code == 413


def test_queries_do_not_grow_with_the_answers(lead, filled, cast):
    def count(content):
        page = send(lead, content).url
        lead.get(page)
        return count_queries(lead, page)

    one = count(filled_in(lead, money__commentary="Words."))
    ids = [id for id in as_value(filled).answers.answers if id.endswith("commentary")]
    many = count(filled_in(lead, **{id.replace(".", "__"): "Words." for id in ids}))
    assert len(ids) > 5
    assert one == many
