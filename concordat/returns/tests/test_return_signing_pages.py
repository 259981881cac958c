"""Reading before signing, signatures that stand, fall and are ratified, submission, receipt, extension: as pages."""

import json
from datetime import date
from hashlib import sha256

import pytest
from django.core import mail

from concordat.accounts.actions import add_body, grant_role, record_mandate
from concordat.history.access import verify
from concordat.returns.access import load_return
from concordat.returns.actions import receipt_of, submit
from concordat.returns.models import AnswerRow, ReturnRecord, Signature, Submission
from concordat.returns.receipt import read_receipt
from concordat.returns.tests.signing_steps import COMMENT, change, count_queries, seen, sign_for_board, text_of

HERE = "/places/southend-on-sea/returns/2016-17-q3"


def post_signature(client, record, cast, **more):
    asked = {"seen": seen(record), "rests_on": f"{cast.board.pk}-{cast.delegation.pk}", "role": "Chair of the board"}
    return client.post(f"{HERE}/sign/", asked | more)


@pytest.fixture
def submitted(filled, cast):
    sign_for_board(filled, cast)
    return submit(record=filled, seen=seen(filled), by=cast.lead)


class TestBeforeSigning:
    def test_it_says_all_that_is_signed(self, client, filled, cast):
        client.force_login(cast.chair)
        said = text_of(client.get(f"{HERE}/before-signing/"))
        for heading in ("off track", "not met", "explained, and how", "since quarter 2", "signature rests on"):
            assert heading in said
        assert "Pooled fund for the year: £13,131,049" in said
        assert "No improvement in performance" in said
        assert "Discussed with the partners; the figures stand as they are." in said
        assert "delegation of 7 December 2016, minute 42, until 30 June 2017" in said
        assert "provisionally, until it is ratified" in said

    def test_whoever_does_not_sign_is_told_who_does(self, client, filled, cast):
        client.force_login(cast.lead)
        said = text_of(client.get(f"{HERE}/before-signing/"))
        assert "Cllr Iris Holm and Cllr Rowan Marsh can" in said
        assert 'name="rests_on"' not in said

    def test_open_findings_bar_it_with_a_way_out(self, client, record, cast):
        client.force_login(cast.chair)
        said = text_of(client.get(f"{HERE}/before-signing/"))
        assert "It cannot be signed yet" in said
        assert f'href="{HERE}/submit/"' in said
        assert 'name="rests_on"' not in said

    def test_contact_details_are_not_shown(self, client, filled, cast):
        change(filled, cast)
        client.force_login(cast.chair)
        answer = client.get(f"{HERE}/before-signing/")
        email = AnswerRow.objects.get(record=filled, question="cover.email").text
        assert email
        assert email not in answer.content.decode()


class TestSigning:
    def test_chair_signs_on_the_delegation(self, client, filled, cast):
        client.force_login(cast.chair)
        answer = post_signature(client, filled, cast)
        assert answer.url == f"{HERE}/signatures/"
        signature = Signature.objects.get(record=filled)
        assert (signature.role, signature.mandate) == ("Chair of the board", cast.delegation)
        said = text_of(client.get(answer.url))
        assert "Delegation of 7 December 2016, minute 42, until 30 June 2017." in said
        assert "Every signature that the framework asks for is there." in said

    def test_nothing_chosen_says_so_at_the_field_and_loses_nothing(self, client, filled, cast):
        client.force_login(cast.chair)
        answer = post_signature(client, filled, cast, rests_on="")
        assert answer.status_code == 422
        assert "Choose what your signature rests on." in text_of(answer)
        assert 'value="Chair of the board"' in answer.content.decode()

    @pytest.mark.parametrize("rests_on", ["7-7", "provisional", "' or 1=1"])
    def test_a_mandate_that_is_not_offered_is_not_taken(self, client, filled, cast, rests_on):
        client.force_login(cast.chair)
        assert post_signature(client, filled, cast, rests_on=rests_on).status_code == 422
        assert not Signature.objects.exists()

    def test_nobody_signs_what_they_did_not_see(self, client, filled, cast):
        client.force_login(cast.chair)
        before = seen(filled)
        change(filled, cast)
        answer = client.post(
            f"{HERE}/sign/", {"seen": before, "rests_on": f"{cast.board.pk}-{cast.delegation.pk}"}, follow=True
        )
        assert "changed since you opened this page" in text_of(answer)
        assert not Signature.objects.exists()

    @pytest.mark.parametrize("who", ["lead", "outsider", "analyst", "reader"])
    def test_only_signatories_sign(self, client, filled, cast, who):
        client.force_login(getattr(cast, who))
        assert post_signature(client, filled, cast).status_code == 403
        assert not Signature.objects.exists()

    def test_whoever_had_to_sign_in_on_the_way_is_back_at_the_page(self, client, filled, cast):
        client.force_login(cast.chair)
        assert client.get(f"{HERE}/sign/").url == f"{HERE}/before-signing/"

    def test_each_choice_says_what_it_means(self, client, filled, cast):
        client.force_login(cast.chair)
        said = text_of(client.get(f"{HERE}/before-signing/"))
        assert "The chair may sign the quarterly returns of 2016/17 between meetings." in said
        assert "It counts until the body ratifies it, and is marked so on the receipt." in said

    def test_whoever_signed_provisionally_is_offered_what_it_can_rest_on_and_nothing_twice(self, client, filled, cast):
        client.force_login(cast.chair)
        post_signature(client, filled, cast, rests_on=f"{cast.board.pk}-provisional")
        assert "what is provisional waits for a decision of its body" in text_of(client.get(f"{HERE}/signatures/"))
        said = text_of(client.get(f"{HERE}/before-signing/"))
        assert f'value="{cast.board.pk}-{cast.delegation.pk}"' in said
        assert f'value="{cast.board.pk}-provisional"' not in said
        post_signature(client, filled, cast)
        signature = Signature.objects.get()
        assert (signature.mandate, signature.provisional, signature.role) == (
            cast.delegation,
            False,
            "Chair of the board",
        )
        said = text_of(client.get(f"{HERE}/before-signing/"))
        assert 'name="rests_on"' not in said
        assert "You have signed what stands here now." in said
        assert post_signature(client, filled, cast).status_code == 302  # a second press of the button does no harm
        assert Signature.objects.count() == 1

    def test_whoever_signs_for_two_bodies_signs_for_each(self, client, filled, cast):
        second = add_body(name="Second board", kind="board", places=["southend-on-sea"], by=cast.administrator)
        grant_role(
            person=cast.chair, role="signatory", place=second.services.get().place, by=cast.administrator, body=second
        )
        client.force_login(cast.chair)
        post_signature(client, filled, cast)
        assert f'value="{second.pk}-provisional"' in client.get(f"{HERE}/before-signing/").content.decode()
        post_signature(client, filled, cast, rests_on=f"{second.pk}-provisional")
        assert Signature.objects.count() == 2

    def test_a_fallen_signature_is_one_click_from_the_difference(self, client, filled, cast):
        signature = sign_for_board(filled, cast)
        change(filled, cast, "Entirely new words about the money.")
        client.force_login(cast.chair)
        said = text_of(client.get(f"{HERE}/signatures/"))
        assert "Fell" in said
        assert "has not signed" in said
        assert f'href="{HERE}/signatures/{signature.pk}/"' in said
        difference = text_of(client.get(f"{HERE}/signatures/{signature.pk}/"))
        assert "nil comment" in difference
        assert "Entirely new words about the money." in difference

    def test_signature_of_another_return_is_not_found_here(self, client, filled, cast):
        signature = sign_for_board(filled, cast)
        client.force_login(cast.lead)
        assert client.get(f"/places/southend-on-sea/returns/2016-17-q2/signatures/{signature.pk}/").status_code == 404


class TestRatifying:
    def test_without_a_decision_it_says_what_to_do(self, client, filled, cast):
        signature = sign_for_board(filled, cast, mandate=None)
        client.force_login(cast.lead)
        assert "Ratify it by a decision" in text_of(client.get(f"{HERE}/signatures/"))
        assert "Record the decision first" in text_of(client.get(f"{HERE}/signatures/{signature.pk}/ratify/"))

    def test_decision_completes_it(self, client, filled, cast):
        signature = sign_for_board(filled, cast, mandate=None)
        decided = record_mandate(body=cast.board, kind="decision", meeting="HWB", held=date(2017, 2, 15), by=cast.lead)
        client.force_login(cast.lead)
        page = f"{HERE}/signatures/{signature.pk}/ratify/"
        assert client.post(page, {}).status_code == 422
        assert client.post(page, {"decision": decided.pk}).url == f"{HERE}/signatures/"
        signature.refresh_from_db()
        assert (signature.provisional, signature.mandate) == (False, decided)
        assert "ratified afterwards" in text_of(client.get(f"{HERE}/signatures/"))

    @pytest.mark.parametrize("who", ["chair", "finance", "outsider"])
    def test_only_those_who_record_decisions_ratify(self, client, filled, cast, who):
        signature = sign_for_board(filled, cast, mandate=None)
        client.force_login(getattr(cast, who))
        assert client.get(f"{HERE}/signatures/{signature.pk}/ratify/").status_code == 403


class TestSubmitting:
    def test_everything_that_bars_it_leads_to_where_it_is_mended(self, client, record, cast):
        client.force_login(cast.lead)
        said = text_of(client.get(f"{HERE}/submit/"))
        assert "What still bars the submission" in said
        assert f'href="{HERE}/sections/money/#a-money_' in said
        assert f'href="{HERE}/before-signing/">Southend-on-Sea Health and Wellbeing Board has not signed.' in said
        assert "Submit to NHS England" not in said

    def test_unexplained_findings_lead_to_their_reason(self, client, filled, cast):
        filled.reasons.all().delete()
        client.force_login(cast.lead)
        said = text_of(client.get(f"{HERE}/submit/"))
        assert "Waiting for a reason" in said
        assert f'href="{HERE}/findings/#f-' in said

    def test_lead_submits_and_gets_the_receipt(self, client, filled, cast):
        sign_for_board(filled, cast)
        client.force_login(cast.lead)
        ready = client.get(f"{HERE}/submit/")
        assert "Submit to NHS England" in text_of(ready)
        assert seen(filled) in text_of(ready)
        mail.outbox.clear()
        answer = client.post(f"{HERE}/submit/", {"seen": seen(filled)})
        assert answer.url == f"{HERE}/receipt/1/"
        submission = Submission.objects.get(record=filled)
        said = text_of(client.get(answer.url))
        for shown in (submission.head, submission.snapshot.digest, "2016-17-q3/southend-on-sea/1", "Cllr Rowan Marsh"):
            assert shown in said
        assert {letter.to[0] for letter in mail.outbox} == {cast.lead.email, cast.chair.email}
        assert all(f"{HERE}/receipt/1/" in letter.body for letter in mail.outbox)
        assert "nothing has changed since" in text_of(client.get(f"{HERE}/submit/")).lower()

    def test_what_changed_meanwhile_is_not_submitted(self, client, filled, cast):
        sign_for_board(filled, cast)
        client.force_login(cast.lead)
        answer = client.post(f"{HERE}/submit/", {"seen": "f" * 64}, follow=True)
        assert "changed since you opened this page" in text_of(answer)
        assert not Submission.objects.filter(record=filled).exists()

    @pytest.mark.parametrize("who", ["chair", "finance", "reviewer", "outsider", "analyst"])
    def test_only_leads_submit(self, client, filled, cast, who):
        sign_for_board(filled, cast)
        client.force_login(getattr(cast, who))
        assert client.post(f"{HERE}/submit/", {"seen": seen(filled)}).status_code == 403

    def test_whoever_reads_is_told_who_can(self, client, filled, cast):
        sign_for_board(filled, cast)
        client.force_login(cast.reader)
        said = text_of(client.get(f"{HERE}/submit/"))
        assert "It can be submitted by Nadia Fenn." in said
        assert 'name="seen"' not in said


class TestAfterwards:
    def test_the_receipt_as_json_and_pdf_carries_the_head_of_the_chain(self, client, submitted, cast):
        client.force_login(cast.lead)
        receipt = read_receipt(json.loads(client.get(f"{HERE}/receipt/1.json").content))
        assert receipt == receipt_of(submitted)
        assert verify(against=receipt.witness).is_whole
        paper = client.get(f"{HERE}/receipt/1.pdf")
        assert paper["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF-")
        assert submitted.head.encode() in paper.content
        assert paper.content == client.get(f"{HERE}/receipt/1.pdf").content

    def test_the_receipt_is_held_against_the_site(self, client, submitted, cast):
        client.force_login(cast.lead)
        assert "are what the receipt says" in text_of(client.get(f"{HERE}/receipt/1/?check=1"))
        AnswerRow.objects.filter(record=submitted.record, question=COMMENT).update(text="changed past the site")
        assert "Answers are not what the history says" in text_of(client.get(f"{HERE}/receipt/1/?check=1"))

    def test_json_is_the_very_text_of_the_digest(self, client, submitted, cast):
        client.force_login(cast.analyst)
        answer = client.get(f"{HERE}/submissions/1.json")
        assert sha256(answer.content).hexdigest() == submitted.snapshot.digest

    def test_csv_has_every_question_and_no_contact_details(self, client, submitted, cast):
        client.force_login(cast.analyst)
        said = client.get(f"{HERE}/submissions/1.csv").content.decode()
        assert said.startswith("\ufeffsection,question,item,label,answer")
        assert "money.income.actual.q3" in said
        email = AnswerRow.objects.get(record=submitted.record, question="cover.email").text
        assert email not in said

    def test_excel_and_nothing_else(self, client, submitted, cast):
        client.force_login(cast.lead)
        assert client.get(f"{HERE}/submissions/1.xlsx").content.startswith(b"PK")
        for path in ("submissions/1.exe", "submissions/2.json", "receipt/2/", "submissions/2/", "receipt/7.pdf"):
            assert client.get(f"{HERE}/{path}").status_code == 404, path

    def test_each_submission_stays_readable_and_the_latest_counts(self, client, submitted, cast):
        record = submitted.record
        change(record, cast, "Entirely new words about the money.")
        client.force_login(cast.lead)
        said = text_of(client.get(f"{HERE}/submissions/"))
        assert "Submission 1 of 19 February 2017" in said
        assert "The return was changed since" in said
        sign_for_board(record, cast)
        submit(record=record, seen=seen(record), by=cast.lead)
        said = text_of(client.get(f"{HERE}/submissions/"))
        assert "Submission 2 of 19 February 2017" in said
        assert "The return was changed since" not in said
        first, second = (text_of(client.get(f"{HERE}/submissions/{number}/")) for number in (1, 2))
        assert "nil comment" in first
        assert "Entirely new words about the money." not in first
        assert "Entirely new words about the money." in second
        assert "A later submission counts" in first

    def test_analyst_sees_what_was_submitted_and_never_the_draft(self, client, submitted, cast):
        change(submitted.record, cast)
        client.force_login(cast.analyst)
        assert "changed since" not in text_of(client.get(f"{HERE}/submissions/"))
        for path in ("submissions/1/", "receipt/1/", "receipt/1.pdf"):
            assert client.get(f"{HERE}/{path}").status_code == 200, path
        for path in ("before-signing/", "signatures/", "submit/", "workbook/", "workbook/download/", "carry-over/"):
            assert client.get(f"{HERE}/{path}").status_code == 403, path

    def test_nothing_submitted_yet_is_not_found(self, client, record, cast):
        client.force_login(cast.lead)
        assert client.get(f"{HERE}/submissions/").status_code == 404


class TestLate:
    @pytest.fixture
    def late(self, filled, settings):
        settings.STARTS_ON = date(2017, 3, 6)
        return filled

    def test_closed_page_names_who_can_extend(self, client, late, cast):
        client.force_login(cast.lead)
        said = text_of(client.get(f"{HERE}/submit/"))
        assert "This return closed at the end of 3 March 2017." in said
        assert "Nothing was submitted." in said
        assert "Ada Winter, Sam Okafor" in said
        assert "Submit to NHS England" not in said

    def test_reviewer_extends_for_a_reason(self, client, late, cast):
        client.force_login(cast.reviewer)
        page = f"{HERE}/extension/"
        for until, reason in ((("", "", ""), "Why"), (("31", "2", "2017"), "Why"), (("10", "3", "2017"), "  ")):
            sent = dict(zip(("until_day", "until_month", "until_year"), until, strict=True))
            assert client.post(page, {**sent, "reason": reason}).status_code == 422
        early = {"until_day": "1", "until_month": "3", "until_year": "2017", "reason": "The board met late."}
        assert "has to end after the deadline" in text_of(client.post(page, early))
        mail.outbox.clear()
        assert client.post(page, early | {"until_day": "10"}).url == page
        assert "At the end of 10 March 2017" in text_of(client.get(page))
        letter = mail.outbox[0]
        assert (letter.to, "until 10 March 2017" in letter.subject) == ([cast.lead.email], True)
        record = ReturnRecord.objects.get(pk=late.pk)
        sign_for_board(record, cast)
        client.force_login(cast.lead)
        assert client.post(f"{HERE}/submit/", {"seen": seen(record)}).url == f"{HERE}/receipt/1/"

    def test_lead_cannot_extend_their_own_deadline(self, client, late, cast):
        client.force_login(cast.lead)
        assert client.get(f"{HERE}/extension/").status_code == 403

    def test_what_was_submitted_in_time_stands(self, client, submitted, cast, settings):
        settings.STARTS_ON = date(2017, 3, 6)
        client.force_login(cast.chair)
        assert "closed and what was submitted stands" in text_of(client.get(f"{HERE}/before-signing/"))


PAGES = ("before-signing/", "signatures/", "submit/", "submissions/", "submissions/1/", "receipt/1/", "workbook/")


@pytest.mark.parametrize("page", PAGES)
def test_outsider_and_stranger_get_nowhere(client, submitted, cast, page):
    assert "/account/login/" in client.get(f"{HERE}/{page}").url
    client.force_login(cast.outsider)
    assert client.get(f"{HERE}/{page}").status_code == 403


@pytest.mark.parametrize("page", [page for page in PAGES if page != "workbook/"])
def test_queries_do_not_grow(client, submitted, cast, page):
    """Three times as many signatures, signatories, mandates and submissions cost as many queries."""
    client.force_login(cast.chair)
    client.get(f"{HERE}/{page}")
    before = count_queries(client, f"{HERE}/{page}")
    record = load_return(cast.lead, "southend-on-sea", "2016-17-q3")
    for number in range(3):
        record_mandate(body=cast.board, kind="decision", meeting="HWB", held=date(2017, 2, number + 1), by=cast.lead)
        change(record, cast, f"Words of version {number}, which nobody wrote before.")
        sign_for_board(record, cast)
        submit(record=record, seen=seen(record), by=cast.lead)
        person = type(cast.lead).objects.create_user(f"more{number}@example.org", f"More {number}")
        grant_role(person=person, role="signatory", place="southend-on-sea", by=cast.administrator, body=cast.board)
    client.get(f"{HERE}/{page}")
    assert count_queries(client, f"{HERE}/{page}") <= before
