"""Mandates as pages: what bodies decided and delegated, recorded, listed with whether it holds, ended."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concordat.accounts.actions import record_mandate, withdraw_mandate
from concordat.accounts.models import Mandate

HERE = "/places/southend-on-sea/mandates/"
BOARD = f"{HERE}southend-on-sea-health-and-wellbeing-board/"


def text_of(answer):
    return " ".join(answer.content.decode().split())


def day(name, text):
    return {f"{name}_{part}": one for part, one in zip(("day", "month", "year"), text.split(), strict=True)}


@pytest.fixture
def lead(client, cast):
    client.force_login(cast.lead)
    return client


def test_each_says_whether_it_holds(lead, cast):
    record_mandate(
        body=cast.board, kind="decision", meeting="HWB", held=date(2016, 6, 1), until=date(2016, 9, 30), by=cast.lead
    )
    ended = record_mandate(body=cast.council, kind="decision", meeting="Cabinet", held=date(2016, 6, 2), by=cast.lead)
    withdraw_mandate(ended, by=cast.lead)
    said = text_of(lead.get(HERE))
    for words in (
        "Holds until 30 June 2017",
        "Ran out on 30 September 2016",
        "Ended on 19 February 2017",
        "Cllr Rowan Marsh, alone",
        "Health and Wellbeing Board, minute 42",
        "Better Care Fund quarterly return, Q3 2016-17<br>Better Care Fund quarterly return, Q4 2016-17",
        "Nothing is recorded yet",
    ):
        assert words in said


def test_a_decision_is_recorded(lead, cast):
    sent = {"meeting": "Board meeting", **day("held", "15 2 2017"), "minute": "7", "forms": ["2016-17-q3"]}
    assert lead.post(f"{BOARD}decision/", sent).url == HERE
    made = Mandate.objects.get(minute="7")
    assert (made.kind, made.held, made.forms, made.until) == ("decision", date(2017, 2, 15), ["2016-17-q3"], None)


def test_a_delegation_is_recorded(lead, cast):
    sent = {"meeting": "Board", **day("held", "15 2 2017"), "jointly": "2", **day("until", "31 3 2018")}
    sent["delegates"] = [cast.chair.pk, cast.vice_chair.pk]
    assert lead.post(f"{BOARD}delegation/", sent).url == HERE
    made = Mandate.objects.get(held=date(2017, 2, 15))
    assert (set(made.delegates.all()), made.jointly) == ({cast.chair, cast.vice_chair}, 2)
    assert "Cllr Iris Holm and Cllr Rowan Marsh, together" in text_of(lead.get(HERE))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"meeting": ""}, "Name the meeting"),
        (day("held", "31 2 2017"), "is not a day of any calendar"),
        (day("held", "1 1 2019"), "The meeting lies ahead"),
        (day("until", "1 1 2017"), "This is before the meeting"),
        ({"delegates": []}, "Tick the people"),
        ({"meeting": "Board " * 40}, "This has 239 characters, and 200 fit. Shorten it."),
        ({"minute": "4" * 101}, "This has 101 characters, and 100 fit. Shorten it."),
        ({"jointly": "two"}, "Write a whole number, such as 2."),
        ({"delegates": [10**6]}, "What was chosen is not on offer."),
        ({"jointly": "2"}, "Only 1 can sign"),
        ({"jointly": "0"}, "Give 1 or more."),
        ({"forms": ["2099-00-q1"]}, "What was chosen is not on offer."),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field_and_nothing_is_lost(lead, cast, wrong, said):
    sent = {"meeting": "The board's own", **day("held", "15 2 2017"), "jointly": "1", "delegates": [cast.chair.pk]}
    answer = lead.post(f"{BOARD}delegation/", sent | wrong)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert wrong.get("meeting", "The board&#x27;s own").strip() in text_of(answer)
    assert Mandate.objects.count() == 1


def test_nobody_signs_for_the_council_yet(lead, cast):
    page = f"{HERE}southend-on-sea-borough-council/delegation/"
    assert "Nobody signs for this body yet" in text_of(lead.get(page))


def test_ending_one_asks_first(lead, cast):
    page = f"{HERE}{cast.delegation.pk}/end/"
    assert "End it today" in text_of(lead.get(page))
    cast.delegation.refresh_from_db()
    assert cast.delegation.withdrawn is None
    assert lead.post(page).url == HERE
    cast.delegation.refresh_from_db()
    assert cast.delegation.withdrawn == date(2017, 2, 19)


def test_whoever_may_only_see_records_and_ends_nothing(client, cast):
    client.force_login(cast.chair)
    said = text_of(client.get(HERE))
    assert "Cllr Rowan Marsh, alone" in said
    assert "Record a delegation" not in said
    for page in (f"{BOARD}decision/", f"{BOARD}delegation/", f"{HERE}{cast.delegation.pk}/end/"):
        assert client.get(page).status_code == 403, page
        assert client.post(page, {}).status_code == 403, page


def test_outsider_gets_nowhere(client, cast):
    client.force_login(cast.outsider)
    for page in (HERE, f"{BOARD}decision/", f"{HERE}{cast.delegation.pk}/end/"):
        assert client.get(page).status_code == 403, page
    own = "/places/central-bedfordshire/mandates/"
    assert client.get(own).status_code == 200
    assert client.get(f"{own}{cast.delegation.pk}/end/").status_code == 404
    assert client.get(f"{own}southend-on-sea-health-and-wellbeing-board/decision/").status_code == 404


def test_what_is_not_there_is_not_found(lead, cast):
    for page in (f"{HERE}999/end/", f"{BOARD}wish/", f"{HERE}nobody/decision/", "/places/atlantis/mandates/"):
        assert lead.get(page).status_code == 404, page


def test_queries_do_not_grow(lead, cast):
    lead.get(HERE)
    counts = []
    for number in (1, 6):
        for one in range(number):
            record_mandate(
                body=cast.board,
                kind="delegation",
                meeting=f"HWB {one}",
                held=date(2016, 6, 1),
                delegates=[cast.chair],
                by=cast.lead,
            )
        with CaptureQueriesContext(connection) as queries:
            lead.get(HERE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
