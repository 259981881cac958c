"""Who may change a section: by right, by assignment, after a signature, after the close."""

from datetime import date

import pytest
from page_forms import fields_of, get, text_of

from concordat.returns.access import as_value
from concordat.returns.actions import assign, save_answer, sign
from concordat.returns.snapshot import calculate_content_digest

BASE = "/places/southend-on-sea/returns/2016-17-q3/"
MONEY, CONDITIONS = (f"{BASE}sections/{one}/" for one in ("money", "conditions"))
ACTUAL = "money.income.actual.q3"


class TestWhoMay:
    def test_who_is_assigned_a_section_fills_it_and_reads_the_others(self, client, record, cast):
        assert 'name="answer.money.fund"' in get(client, cast.finance, MONEY).content.decode()
        html = get(client, cast.finance, CONDITIONS).content.decode()
        assert 'name="answer.' not in html
        assert "This is not assigned to you." in html

    def test_an_answer_of_another_section_is_not_saved_with_it(self, client, record, cast):
        client.force_login(cast.finance)
        client.post(CONDITIONS, {"answer.conditions.1.answer": "Yes", "seen.conditions.1.answer": "0-"})
        assert text_of(record, "conditions.1.answer") == ""

    def test_what_somebody_typed_who_is_asked_no_longer_is_shown_and_not_dropped(self, client, record, cast):
        save_answer(record=record, question=ACTUAL, value="3.2m", expected_version=0, by=cast.lead)
        sent = fields_of(get(client, cast.finance, MONEY)) | {"answer.money.commentary": "As planned."}
        assign(record=record, target="money", to=cast.contributor, by=cast.lead)
        response = client.post(MONEY, sent)
        assert response.status_code == 422
        html = response.content.decode()
        for words in ("Not saved", "Progress against the financial plan", "no longer yours to answer", "As planned."):
            assert words in html, words
        assert "Look at these answers" not in html
        assert text_of(record, "money.commentary") == ""
        assert client.post(MONEY, fields_of(response)).status_code == 403  # nothing typed, nothing to show

    @pytest.mark.parametrize("who", ["reader", "chair", "reviewer", "administrator"])
    def test_who_only_sees_reads_and_is_told_why(self, client, record, cast, who):
        html = get(client, getattr(cast, who), MONEY).content.decode()
        assert 'name="answer.' not in html
        assert "You can read this section, not change it." in html
        assert client.post(MONEY, {f"answer.{ACTUAL}": "1", f"seen.{ACTUAL}": "0-"}).status_code == 403
        assert text_of(record, ACTUAL) == ""

    @pytest.mark.parametrize("who", ["outsider", "analyst"])
    def test_who_may_not_see_drafts_gets_nowhere(self, client, record, cast, who):
        assert get(client, getattr(cast, who), MONEY).status_code == 403
        assert client.post(MONEY, {}).status_code == 403

    def test_nobody_is_sent_to_sign_in(self, client, record):
        response = client.get(MONEY)
        assert response.status_code == 302
        assert "/account/login/" in response.url


class TestSignedAndClosed:
    def test_a_signed_return_is_read_until_one_asks_to_change_it(self, client, filled, cast):
        sign_it(filled, cast)
        response = get(client, cast.lead, MONEY)
        html = response.content.decode()
        assert 'name="answer.' not in html
        assert "Change answers all the same" in html
        response = client.get(f"{MONEY}?change=1")
        assert "A change voids the signatures" in response.content.decode()
        sent = fields_of(response)
        after = client.post(MONEY, {**sent, "answer.money.commentary": "Something else."}, follow=True)
        assert "One signature no longer stands" in after.content.decode()
        assert not filled.signatures.filter(voided_at__isnull=True).exists()

    def test_after_the_close_what_was_submitted_stands(self, client, record, cast, settings):
        settings.STARTS_ON = date(2017, 3, 10)
        path = "/places/southend-on-sea/returns/2016-17-q2/sections/money/"
        html = get(client, cast.lead, path).content.decode()
        assert "what was submitted stands" in html
        assert 'name="answer.' not in html
        refused = client.post(path, {"answer.money.commentary": "late", "seen.money.commentary": "0-"})
        assert refused.status_code == 422
        assert "closed on" in refused.content.decode()

    def test_a_late_return_that_was_never_submitted_can_be_filled(self, client, record, cast, settings):
        settings.STARTS_ON = date(2017, 3, 10)
        html = get(client, cast.lead, MONEY).content.decode()
        assert 'name="answer.money.commentary"' in html
        assert "It was due 3 March 2017, 7 days ago. It can still be filled" in html
        assert ">Overdue<" in "".join(html.split())
        assert ">Beingfilled<" not in "".join(html.split())


def sign_it(record, cast):
    seen = calculate_content_digest(as_value(record))
    sign(record=record, body=cast.board, mandate=cast.delegation, seen=seen, by=cast.chair)
