"""The pure rules of signing, deadlines, receipts, calendars and what can be kept, without a database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.accounts.mandates import Terms
from concordat.accounts.refused import Refused
from concordat.findings import Finding, Severity
from concordat.frameworks.forms import framework_of, load_form
from concordat.returns.barriers import find_barriers
from concordat.returns.calendar import Meeting, step_back
from concordat.returns.deadline import LONDON, Closing, deadline_of
from concordat.returns.receipt import NoReceipt, make_receipt, read_receipt
from concordat.returns.signing import (
    SignatureHeld,
    SigningBody,
    document_of,
    missing_signatures,
    refuse_signature,
    required_signatories,
    signatory_for,
)
from concordat.returns.typed_text import typed_text

FORM = "2016-17-q3"
FRAMEWORK = framework_of(FORM)
BOARD, COUNCIL = SigningBody(1, "Board", "board"), SigningBody(2, "Council", "council")
CHAIR, VICE = 11, 12


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (None, ""),
        ("", ""),
        ("  ", ""),
        (" as typed ", " as typed "),
        (True, "Yes"),
        (False, "No"),
        (24, "24"),
        (24.0, "24"),
        (0.1, "0.1"),
        (Decimal("1E+3"), "1000"),
        ("£3,282,763", "£3,282,763"),
    ],
)
def test_typed_text_keeps_what_was_typed(given, text):
    assert typed_text(given) == text


@pytest.mark.parametrize("given", [[1], {"a": 1}, "a\x00b", "half \ud83d", "x" * 200_001, 10**50])
def test_typed_text_refuses_what_no_database_keeps(given):
    with pytest.raises(Refused):
        typed_text(given)


def test_a_quarter_is_a_return_and_the_others_are_not():
    assert document_of(load_form(FORM)) == "return"
    assert document_of(load_form("2014-16-plan-part-1")) == "plan"
    assert document_of(load_form("2017-19-graduation")) == "expression-of-interest"


def test_the_board_signs_the_quarterly_return_of_2016_17():
    assert [one.id for one in required_signatories(FRAMEWORK, load_form(FORM))] == ["hwb"]


def test_signature_of_the_board_is_missed_until_it_is_there():
    required = required_signatories(FRAMEWORK, load_form(FORM))
    assert missing_signatures(required, [BOARD, COUNCIL], []) == ["Board has not signed."]
    assert missing_signatures(required, [BOARD, COUNCIL], [SignatureHeld(1, CHAIR)]) == []
    assert missing_signatures(required, [BOARD], [SignatureHeld(2, CHAIR)]) == ["Board has not signed."]
    assert missing_signatures(required, [COUNCIL], []) == [
        "No Health and Wellbeing Board is entered for this place, and one has to sign."
    ]
    assert missing_signatures((), [BOARD], []) == []


def test_joint_delegation_waits_for_the_second():
    required = required_signatories(FRAMEWORK, load_form(FORM))
    terms = Terms(5, "delegation", 1, "minute 42", date(2016, 12, 7), delegates=frozenset({CHAIR, VICE}), jointly=2)
    first, second = SignatureHeld(1, CHAIR, terms), SignatureHeld(1, VICE, terms)
    assert missing_signatures(required, [BOARD], [first]) == [
        "Board signs jointly: 1 of 2 have signed under minute 42."
    ]
    assert missing_signatures(required, [BOARD], [first, second]) == []


def test_framework_decides_on_delegation_and_later_ratification():
    chief = framework_of("2025-26").signs[0]
    delegated = Terms(5, "delegation", 2, "m", date(2025, 3, 1), delegates=frozenset({CHAIR}))
    assert "does not let it be delegated" in refuse_signature(chief, delegated)
    assert refuse_signature(chief, Terms(6, "decision", 2, "m", date(2025, 3, 1))) == ""
    late = chief.model_copy(update={"later_ratification": "no"})
    assert "no signature wait to be ratified" in refuse_signature(late, None)
    assert refuse_signature(chief, None) == ""
    assert signatory_for(framework_of("2025-26").signs, "provider") is None


def test_deadline_with_and_without_an_hour_and_uncertain_ones():
    assert deadline_of(FRAMEWORK, "2016-17-q2") == datetime(2016, 11, 25, 12, tzinfo=LONDON)
    assert deadline_of(FRAMEWORK, "2016-17-q3") == datetime(2017, 3, 4, tzinfo=LONDON)
    assert deadline_of(FRAMEWORK, "2016-17-q1") is None  # believed, and not certain
    assert deadline_of(FRAMEWORK, "nothing") is None


def test_return_closes_after_its_deadline_and_its_extension():
    noon = datetime(2016, 11, 25, 12, tzinfo=UTC)
    plain, longer = Closing(noon), Closing(noon, noon + timedelta(days=3))
    assert not plain.is_closed(noon)
    assert plain.is_closed(noon + timedelta(microseconds=1))
    assert not longer.is_closed(noon + timedelta(days=2))
    assert longer.is_closed(noon + timedelta(days=4))
    assert (plain.is_extended, longer.is_extended) == (False, True)
    assert not Closing(None).is_closed(noon)


def test_barriers_name_what_is_open_and_nothing_else():
    blocks = Finding("unanswered", Severity.BLOCKS, "a", "m", "r")
    explain = Finding("filler", Severity.EXPLAIN, "b", "m", "r")
    said = Finding("filler", Severity.EXPLAIN, "c", "m", "r", reason="because")
    note = Finding("amended", Severity.NOTE, "d", "m", "r")
    found = find_barriers([blocks, explain, said, note], ["x"], Closing(None), datetime.now(UTC))
    assert (found.blocks, found.unexplained, found.unsigned, found.closed_at) == ((blocks,), (explain,), ("x",), None)
    assert not found.is_clear
    assert find_barriers([said, note], [], Closing(None), datetime.now(UTC)).is_clear


BOARDS = [
    Meeting("Board", date(2016, 12, 7), date(2016, 11, 29)),
    Meeting("Board", date(2017, 2, 15), date(2017, 2, 7)),
    Meeting("Board", date(2017, 3, 22), date(2017, 3, 14)),
]
DUE = date(2017, 3, 3)


@pytest.mark.parametrize(
    ("on", "last"),
    [
        (date(2016, 11, 1), date(2017, 2, 15)),
        (date(2017, 2, 7), date(2017, 2, 15)),
        (date(2017, 2, 8), None),
        (date(2017, 3, 1), None),
    ],
)
def test_last_board_is_the_one_whose_papers_are_still_open(on, last):
    found = step_back(DUE, BOARDS, on)
    assert (found.meeting.held if found.meeting else None) == last
    assert found.needs_delegation is (last is None)


def test_steps_are_in_order_and_leave_later_boards_out():
    found = step_back(DUE, BOARDS, date(2017, 2, 10), "Quarter 3")
    assert [(one.day, one.kind, one.passed) for one in found.steps] == [
        (date(2016, 11, 29), "papers", True),
        (date(2016, 12, 7), "meeting", True),
        (date(2017, 2, 7), "papers", True),
        (date(2017, 2, 15), "meeting", False),
        (date(2017, 3, 3), "deadline", False),
    ]
    assert found.days_left(date(2017, 2, 19)) == 12


def test_papers_close_six_working_days_before_where_nobody_says():
    """Five clear days: neither the meeting's nor the sending's counts; Wednesday 15 goes back to Tuesday 7."""
    assert Meeting("Board", date(2017, 2, 15)).papers_by == date(2017, 2, 7)


@given(st.lists(st.dates(date(2016, 1, 1), date(2018, 1, 1)), max_size=6), st.dates(date(2016, 1, 1), date(2018, 1, 1)))
def test_no_later_meeting_could_sign(held, on):
    meetings = [Meeting("Board", day) for day in set(held)]
    found = step_back(DUE, meetings, on)
    could = [one for one in meetings if one.held <= DUE and one.papers_by >= on]
    assert found.meeting == max(could, key=lambda one: one.held, default=None)


SIGNED = {"name": "Cllr Rowan Marsh", "role": "Chair", "body": "Board", "moment": "2017-02-19T12:00", "rests_on": ""}


@pytest.fixture
def receipt():
    return make_receipt(
        place="southend-on-sea",
        form=FORM,
        version=1,
        number=2,
        digest="d" * 64,
        at=datetime(2017, 2, 19, 12, tzinfo=UTC),
        by="Nadia Fenn",
        subject="return:southend-on-sea/2016-17-q3",
        sequence=40,
        head="h" * 64,
        signed=[SIGNED],
    )


def test_receipt_reads_back(receipt):
    assert read_receipt(receipt.as_dict()) == receipt
    assert receipt.number == "2016-17-q3/southend-on-sea/2"
    assert receipt.signed[0].is_provisional
    assert (receipt.witness.sequence, receipt.witness.digest) == (40, "h" * 64)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda data: None, "This is no receipt"),
        (lambda data: {**data, "sequence": "40"}, "sequence of the receipt is '40'"),
        (lambda data: {**data, "head": 5}, "head of the receipt is 5"),
        (lambda data: {key: data[key] for key in data if key != "head"}, "The receipt lacks head."),
        (lambda data: {**data, "signed": [{"who": 1}]}, "signatures of the receipt"),
        (lambda data: {**data, "signed": 5}, "signatures of the receipt"),
    ],
)
def test_what_is_no_receipt_is_told(receipt, spoil, message):
    with pytest.raises(NoReceipt, match=message):
        read_receipt(spoil(receipt.as_dict()))
