"""Signatures that stand, fall and are ratified; submissions that never change; deadlines and extensions."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from concordat.accounts.actions import grant_role, record_mandate, withdraw_mandate
from concordat.accounts.refused import Refused
from concordat.history.access import verify, verify_chain
from concordat.history.models import AppendOnly
from concordat.returns.access import board_dates, history_of, load_submission, verify_receipt
from concordat.returns.access.agenda import ways_of_boards
from concordat.returns.access.values import as_signed, as_submitted, as_value
from concordat.returns.access.what_changed import what_changed
from concordat.returns.actions import (
    ChangedMeanwhile,
    Closed,
    NotReady,
    NotSigned,
    barriers_of,
    give_reason,
    grant_extension,
    open_return,
    ratify_signature,
    receipt_of,
    save_answer,
    sign,
    submit,
    unsigned,
    usable_mandates,
)
from concordat.returns.deadline import LONDON
from concordat.returns.models import AnswerRow, ReturnRecord, Signature, Snapshot, Submission
from concordat.returns.receipt import read_receipt
from concordat.returns.snapshot import calculate_content_digest
from concordat.web.denied import Denied

SOUTHEND, Q3 = "southend-on-sea", "2016-17-q3"
COMMENT = "money.commentary"


def seen(record):
    return calculate_content_digest(as_value(record, notes=False))


def sign_for_board(record, cast, **more):
    asked = {"record": record, "by": cast.chair, "body": cast.board, "seen": seen(record), "mandate": cast.delegation}
    return sign(**(asked | more))


def change(record, cast, text="Other words than before, and enough of them."):
    version = AnswerRow.objects.get(record=record, question=COMMENT).version
    return save_answer(record=record, question=COMMENT, value=text, expected_version=version, by=cast.lead)


def decide(cast, **more):
    asked = {"body": cast.board, "kind": "decision", "meeting": "HWB", "held": date(2017, 2, 15), "by": cast.lead}
    return record_mandate(**(asked | more))


def state(record):
    return ReturnRecord.objects.get(pk=record.pk).state


class TestSigning:
    def test_chair_signs_on_the_delegation(self, filled, cast):
        signature = sign_for_board(filled, cast, role="Chair of the board")
        assert (signature.name, signature.role, signature.provisional) == (
            "Cllr Rowan Marsh",
            "Chair of the board",
            False,
        )
        assert state(filled) == filled.state == "signed"
        assert unsigned(filled) == []
        event = history_of(filled).first()
        assert (event.verb, event.said["mandate"], event.said["digest"]) == (
            "signed",
            "Health and Wellbeing Board, 7 December 2016, minute 42",
            seen(filled),
        )

    def test_what_was_signed_is_kept_whole(self, filled, cast):
        signature = sign_for_board(filled, cast)
        kept = as_signed(filled, signature.snapshot)
        assert dict(kept.answers.answers) == dict(as_value(filled).answers.answers)
        assert sha256(signature.snapshot.text.encode()).hexdigest() == signature.snapshot.digest

    def test_signing_twice_is_one_signature(self, filled, cast):
        assert sign_for_board(filled, cast) == sign_for_board(filled, cast)

    def test_nobody_signs_what_they_did_not_see(self, filled, cast):
        before = seen(filled)
        change(filled, cast)
        with pytest.raises(ChangedMeanwhile):
            sign_for_board(filled, cast, seen=before)

    def test_nobody_signs_while_findings_are_open(self, record, cast):
        with pytest.raises(NotReady) as refused:
            sign_for_board(record, cast)
        assert len(refused.value.findings) > 5
        assert "wait for an answer or a reason" in str(refused.value)
        assert not Signature.objects.exists()

    def test_nobody_signs_for_a_body_that_is_not_theirs(self, filled, cast):
        for person, body in ((cast.lead, cast.board), (cast.chair, cast.council), (cast.outsider, cast.board)):
            with pytest.raises(Denied):
                sign_for_board(filled, cast, by=person, body=body)

    def test_framework_asks_no_signature_of_the_council_on_a_return(self, filled, cast):
        grant_role(person=cast.lead, role="signatory", place=SOUTHEND, by=cast.administrator, body=cast.council)
        with pytest.raises(Refused, match="asks for no signature of Southend-on-Sea Borough Council"):
            sign_for_board(filled, cast, by=cast.lead, body=cast.council, mandate=None)

    def test_mandate_of_others_or_withdrawn_is_refused(self, filled, cast):
        with pytest.raises(Refused, match="delegates to other people"):
            sign_for_board(filled, cast, by=cast.vice_chair)
        withdraw_mandate(cast.delegation, by=cast.lead)
        cast.delegation.refresh_from_db()
        with pytest.raises(Refused, match="was withdrawn"):
            sign_for_board(filled, cast)

    def test_usable_mandates_are_those_that_would_be_taken(self, filled, cast):
        decided = decide(cast)
        assert usable_mandates(filled, cast.chair, cast.board) == [decided, cast.delegation]
        assert usable_mandates(filled, cast.vice_chair, cast.board) == [decided]
        assert usable_mandates(filled, cast.chair, cast.council) == []

    def test_joint_delegation_takes_both(self, filled, cast):
        both = decide(cast, kind="delegation", delegates=[cast.chair, cast.vice_chair], jointly=2)
        sign_for_board(filled, cast, mandate=both)
        assert unsigned(filled) == [
            f"Southend-on-Sea Health and Wellbeing Board signs jointly: 1 of 2 have signed under {both}."
        ]
        with pytest.raises(NotSigned):
            submit(record=filled, seen=seen(filled), by=cast.lead)
        sign_for_board(filled, cast, by=cast.vice_chair, mandate=both)
        assert unsigned(filled) == []

    def test_whoever_signs_jointly_is_told_when_their_turn_has_come(self, filled, cast):
        both = decide(cast, kind="delegation", delegates=[cast.chair, cast.vice_chair], jointly=2)
        mail.outbox.clear()
        sign_for_board(filled, cast, mandate=both)
        assert [letter.to for letter in mail.outbox] == [[cast.lead.email], [cast.vice_chair.email]]
        assert mail.outbox[1].subject == "Southend-on-Sea: your signature is awaited"
        assert "/returns/2016-17-q3/before-signing/" in mail.outbox[1].body
        mail.outbox.clear()
        sign_for_board(filled, cast, by=cast.vice_chair, mandate=both)
        assert [letter.to for letter in mail.outbox] == [[cast.lead.email]]

    def test_provisional_signature_is_given_anew_on_a_mandate(self, filled, cast):
        first = sign_for_board(filled, cast, mandate=None, role="Chair")
        again = sign_for_board(filled, cast)
        assert (again.pk, again.mandate, again.provisional, again.role) == (first.pk, cast.delegation, False, "Chair")
        assert history_of(filled).first().said["mandate"] == str(cast.delegation)

    def test_leads_are_told(self, filled, cast):
        mail.outbox.clear()
        sign_for_board(filled, cast)
        assert [letter.to for letter in mail.outbox] == [[cast.lead.email]]


class TestFalling:
    def test_any_change_of_an_answer_voids_it(self, filled, cast):
        signature = sign_for_board(filled, cast)
        mail.outbox.clear()
        saved = change(filled, cast)
        signature.refresh_from_db()
        assert (saved.voided, signature.stands, state(filled)) == (1, False, "open")
        event = history_of(filled).first()
        assert (event.verb, event.sequence) == ("voided", signature.voided_at_event)
        assert history_of(filled)[1].verb == "answered"
        assert [letter.to for letter in mail.outbox] == [[cast.chair.email]]

    def test_the_difference_can_be_seen_afterwards(self, filled, cast):
        signature = sign_for_board(filled, cast)
        change(filled, cast, "Entirely new words about the money.")
        found = what_changed(filled, signature)
        assert [(one.id, one.before, one.after) for one in found.answers] == [
            (COMMENT, "nil comment", "Entirely new words about the money.")
        ]
        assert "signature of Cllr Rowan Marsh on 19 February 2017" in found.since

    def test_a_reason_changed_voids_it_too(self, filled, cast):
        signature = sign_for_board(filled, cast)
        give_reason(record=filled, code="filler", where=COMMENT, text="Another reason.", by=cast.lead)
        signature.refresh_from_db()
        assert not signature.stands
        assert [one.after for one in what_changed(filled, signature).reasons] == ["Another reason."]

    def test_saving_what_was_there_voids_nothing(self, filled, cast):
        signature = sign_for_board(filled, cast)
        change(filled, cast, "nil comment")
        signature.refresh_from_db()
        assert signature.stands

    def test_it_can_be_given_again(self, filled, cast):
        first = sign_for_board(filled, cast)
        change(filled, cast, "Nothing differs from what was planned for the quarter.")
        again = sign_for_board(filled, cast)
        assert again != first
        assert Signature.objects.filter(record=filled, voided_at__isnull=True).get() == again


class TestRatifying:
    def test_provisional_signature_is_completed_by_the_decision(self, filled, cast):
        signature = sign_for_board(filled, cast, mandate=None)
        assert signature.provisional
        done = ratify_signature(signature=signature, mandate=decide(cast), by=cast.lead)
        assert (done.provisional, str(done.mandate)) == (False, "HWB, 15 February 2017")
        assert history_of(filled).first().verb == "ratified"
        assert mail.outbox[-1].to == [cast.chair.email]
        assert "ratified your signature" in mail.outbox[-1].body
        with pytest.raises(Refused, match="rests on a mandate already"):
            ratify_signature(signature=signature, mandate=decide(cast), by=cast.lead)

    def test_only_a_decision_of_that_body_ratifies(self, filled, cast):
        signature = sign_for_board(filled, cast, mandate=None)
        with pytest.raises(Refused, match="not by a delegation"):
            ratify_signature(signature=signature, mandate=cast.delegation, by=cast.lead)
        with pytest.raises(Refused, match="another body's"):
            ratify_signature(signature=signature, mandate=decide(cast, body=cast.council), by=cast.lead)

    def test_signature_that_fell_is_not_ratified(self, filled, cast):
        signature = sign_for_board(filled, cast, mandate=None)
        change(filled, cast)
        with pytest.raises(Refused, match="fell with a later change"):
            ratify_signature(signature=signature, mandate=decide(cast), by=cast.lead)

    def test_provisional_signature_lets_submit_and_the_receipt_says_so(self, filled, cast):
        sign_for_board(filled, cast, mandate=None)
        receipt = receipt_of(submit(record=filled, seen=seen(filled), by=cast.lead))
        assert [one.is_provisional for one in receipt.signed] == [True]


@pytest.fixture
def submitted(filled, cast):
    sign_for_board(filled, cast)
    return submit(record=filled, seen=seen(filled), by=cast.lead)


class TestSubmitting:
    def test_digest_is_that_of_what_stands_and_can_be_recomputed(self, filled, cast, submitted):
        assert submitted.snapshot.digest == seen(filled)
        assert sha256(submitted.snapshot.text.encode()).hexdigest() == submitted.snapshot.digest
        content = json.loads(submitted.snapshot.text)
        assert (content["place"], content["questionnaire"]) == (SOUTHEND, Q3)
        assert dict(as_submitted(submitted).answers.answers) == dict(as_value(filled).answers.answers)
        assert state(filled) == "submitted"

    def test_receipt_carries_the_head_of_the_chain(self, filled, submitted):
        receipt = receipt_of(submitted)
        found = verify(against=receipt.witness)
        assert found.is_whole
        assert (found.length, found.head) == (receipt.sequence, receipt.head)
        assert (receipt.number, receipt.by) == ("2016-17-q3/southend-on-sea/1", "Nadia Fenn")
        assert [one.name for one in receipt.signed] == ["Cllr Rowan Marsh"]
        assert read_receipt(json.loads(json.dumps(receipt.as_dict()))) == receipt

    def test_receipt_still_verifies_after_later_changes(self, filled, cast, submitted):
        change(filled, cast)
        assert verify(against=receipt_of(submitted).witness).is_whole

    def test_findings_bar_it(self, record, cast):
        with pytest.raises(NotReady):
            submit(record=record, seen=seen(record), by=cast.lead)
        found = barriers_of(record, as_value(record))
        assert found.blocks
        assert not found.is_clear

    def test_missing_signature_bars_it(self, filled, cast):
        with pytest.raises(NotSigned, match="Southend-on-Sea Health and Wellbeing Board has not signed"):
            submit(record=filled, seen=seen(filled), by=cast.lead)
        assert not Submission.objects.filter(record=filled).exists()

    def test_nothing_bars_it_when_all_is_done(self, filled, cast):
        sign_for_board(filled, cast)
        assert barriers_of(filled, as_value(filled)).is_clear

    def test_sending_twice_is_one_submission(self, filled, cast, submitted):
        assert submit(record=filled, seen=seen(filled), by=cast.lead) == submitted

    def test_amendment_is_a_new_one_and_both_stay(self, filled, cast, submitted):
        change(filled, cast, "Nothing differs from what was planned for the quarter.")
        assert state(filled) == "open"
        with pytest.raises(NotSigned):
            submit(record=filled, seen=seen(filled), by=cast.lead)
        sign_for_board(filled, cast)
        second = submit(record=filled, seen=seen(filled), by=cast.lead)
        assert second.number == 2
        assert load_submission(cast.analyst, SOUTHEND, Q3) == second
        assert load_submission(cast.analyst, SOUTHEND, Q3, 1).snapshot == submitted.snapshot
        assert [one.id for one in what_changed(filled, submitted).answers] == [COMMENT]

    def test_changing_back_is_the_same_content_under_another_number(self, filled, cast, submitted):
        change(filled, cast)
        change(filled, cast, "nil comment")
        sign_for_board(filled, cast)
        again = submit(record=filled, seen=seen(filled), by=cast.lead)
        assert (again.number, again.snapshot) == (2, submitted.snapshot)

    def test_what_was_submitted_never_changes(self, submitted):
        submitted.by = "Somebody Else"
        with pytest.raises(AppendOnly):
            submitted.save()
        for table in ("returns_submission", "returns_snapshot"):
            with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
                connection.cursor().execute(f"DELETE FROM {table}")

    def test_those_concerned_are_told(self, filled, cast):
        sign_for_board(filled, cast)
        mail.outbox.clear()
        submitted = submit(record=filled, seen=seen(filled), by=cast.lead)
        assert {letter.to[0] for letter in mail.outbox} == {cast.lead.email, cast.chair.email}
        assert submitted.snapshot.digest in mail.outbox[0].body

    def test_later_quarters_see_what_was_submitted(self, filled, cast, submitted):
        change(filled, cast, "A draft of an amendment that nobody sent.")
        q4 = as_value(open_return(place=SOUTHEND, form="2016-17-q4", by=cast.lead))
        assert [one.form.id for one in q4.earlier] == ["2016-17-q1", "2016-17-q2", Q3]
        assert q4.earlier[-1].answers.text(COMMENT) == "nil comment"


class TestProof:
    def test_receipt_is_met_also_after_an_amendment_was_begun(self, filled, cast, submitted):
        change(filled, cast)
        chain, found = verify_receipt(receipt_of(submitted))
        assert chain.is_whole
        assert found == []

    def test_answer_changed_past_the_site_is_found(self, filled, submitted):
        AnswerRow.objects.filter(question=COMMENT).update(text="slipped in")
        assert verify_receipt(receipt_of(submitted))[1] == [f"Answers are not what the history says: {COMMENT}."]

    def test_receipt_of_another_content_is_not_met(self, filled, submitted):
        false = replace(receipt_of(submitted), digest="0" * 64)
        assert verify_receipt(false)[1] == [
            "The content that the receipt names is not kept here.",
            f"Event {false.sequence} of the history does not record this submission.",
        ]

    def test_receipt_of_no_return_is_not_met(self, filled, submitted):
        false = replace(receipt_of(submitted), place="essex", subject="return:essex/2016-17-q3")
        chain, found = verify_receipt(false)
        assert not chain.is_whole
        assert "There is no return of essex to 2016-17-q3." in found

    def test_content_changed_past_the_site_is_found(self, filled, submitted):
        """By whoever takes the guard off; inside the test's transaction, which is undone."""
        with connection.cursor() as cursor:
            for statement in taking_the_guard_off("returns_snapshot"):
                cursor.execute(statement)
            cursor.execute("UPDATE returns_snapshot SET text = '{}' WHERE digest = %s", [submitted.snapshot.digest])
        assert "something in it was changed" in verify_receipt(receipt_of(submitted))[1][0]


def taking_the_guard_off(table):
    if connection.vendor == "postgresql":
        return [f"DROP TRIGGER append_only_row ON {table}"]
    return [f"DROP TRIGGER append_only_{verb}_{table}" for verb in ("update", "delete")]


def test_what_changed_since_last_quarter(filled):
    found = what_changed(filled)
    assert found.since == "2016-17-q2"
    assert "metrics.non-elective-admissions.commentary" in {one.id for one in found.answers}


LATE = date(2017, 3, 6)


class TestDeadline:
    def test_after_it_nothing_is_submitted(self, filled, cast, settings):
        sign_for_board(filled, cast)
        settings.STARTS_ON = LATE
        assert barriers_of(filled, as_value(filled)).closed_at == datetime(2017, 3, 4, tzinfo=LONDON)
        with pytest.raises(Closed, match="2016-17-q3 closed at"):
            submit(record=filled, seen=seen(filled), by=cast.lead)

    def test_late_return_may_still_be_filled(self, record, cast, settings):
        settings.STARTS_ON = LATE
        assert save_answer(record=record, question=COMMENT, value="late", expected_version=0, by=cast.lead).changed

    def test_what_was_submitted_stands(self, filled, cast, submitted, settings):
        settings.STARTS_ON = LATE
        with pytest.raises(Closed, match="what was submitted stands"):
            change(filled, cast)
        assert load_submission(cast.analyst, SOUTHEND, Q3) == submitted

    def test_extension_opens_it_until_its_day(self, filled, cast, submitted, settings):
        settings.STARTS_ON = LATE
        until = datetime(2017, 3, 10, 12, tzinfo=LONDON)
        mail.outbox.clear()
        extension = grant_extension(record=filled, until=until, reason="the ledger was down", by=cast.reviewer)
        assert (extension.by, extension.reason) == ("Sam Okafor", "the ledger was down")
        assert "until 10 March 2017" in mail.outbox[0].subject
        change(filled, cast, "Nothing differs from what was planned for the quarter.")
        sign_for_board(filled, cast)
        assert submit(record=filled, seen=seen(filled), by=cast.lead).number == 2
        settings.STARTS_ON = date(2017, 3, 11)
        with pytest.raises(Closed):
            change(filled, cast)

    @pytest.mark.parametrize(
        ("until", "reason", "message"),
        [
            (datetime(2017, 3, 10, tzinfo=LONDON), " ", "Say why"),
            (datetime(2017, 3, 3, tzinfo=LONDON), "why", "after the deadline"),
            (datetime(9999, 12, 31, 23, 59, tzinfo=LONDON), "why", "within a year from now"),
        ],
    )
    def test_extensions_that_make_no_sense_are_refused(self, record, cast, until, reason, message):
        with pytest.raises(Refused, match=message):
            grant_extension(record=record, until=until, reason=reason, by=cast.reviewer)

    def test_deadline_that_is_not_certain_closes_nothing(self, cast, record, settings):
        settings.STARTS_ON = date(2020, 1, 1)
        q1 = ReturnRecord.objects.get(form="2016-17-q1")
        with pytest.raises(Refused, match="known for certain"):
            grant_extension(record=q1, until=datetime(2020, 2, 1, tzinfo=LONDON), reason="x", by=cast.reviewer)
        assert save_answer(record=q1, question=COMMENT, value="new", expected_version=1, by=cast.lead).changed


def test_agenda_steps_back_over_the_boards_dates(cast, django_assert_num_queries):
    on, dates = date(2017, 2, 1), board_dates(SOUTHEND)
    with django_assert_num_queries(3):  # the boards, their mandates, who they delegated to
        ways = ways_of_boards(SOUTHEND, [Q3, "2016-17-q1"], dates, on, drafts=False)
    assert list(ways) == [Q3]  # no deadline of quarter 1 is known for certain
    (way,) = ways[Q3]
    assert (way.steps.meeting.held, way.steps.deadline) == (date(2017, 2, 15), date(2017, 3, 3))


def test_chain_is_whole_after_all_that(filled, cast, submitted):
    change(filled, cast)
    grant_extension(record=filled, until=datetime(2017, 3, 10, tzinfo=LONDON), reason="x", by=cast.reviewer)
    assert verify_chain(filled.subject).is_whole
    assert Snapshot.objects.count() == 3
    assert timedelta(0) <= submitted.at - history_of(filled).last().at
