"""A place's calendar, its feed, and whether a board can still sign, as each of the cast gets them."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from page_forms import count_queries

from concordat.accounts.actions import add_board_date, add_body, withdraw_grant, withdraw_mandate
from concordat.accounts.mandates import Terms
from concordat.accounts.models import BoardDate, Grant, Mandate
from concordat.frameworks.forms import load_form
from concordat.frameworks.read_yaml import load_framework
from concordat.history.models import Event
from concordat.returns.access import as_value, load_place_days, still_due
from concordat.returns.access.calendar_key import calendar_key
from concordat.returns.actions import sign
from concordat.returns.deadline import LONDON
from concordat.returns.signing import find_mandate, required_signatories
from concordat.returns.snapshot import calculate_content_digest

HOME = "/places/southend-on-sea/"
CALENDAR = f"{HOME}calendar/"
FEED = f"{HOME}calendar.ics"
NOW = datetime(2017, 2, 19, 12, tzinfo=LONDON)


class TestCalendar:
    def test_it_steps_back_from_each_deadline(self, get, record, cast):
        page = get(cast.lead, CALENDAR)
        for said in ("Wednesday 15 February 2017", "Papers for Southend-on-Sea Health", "Friday 3 March 2017"):
            assert said in page

    def test_who_records_enters_and_removes_a_meeting(self, client, get, record, cast):
        get(cast.lead, CALENDAR)
        sent = {"body": cast.board.pk, "held_day": "1", "held_month": "3", "held_year": "2017"}
        sent |= {"papers_due_day": "22", "papers_due_month": "February", "papers_due_year": "2017"}
        assert client.post(CALENDAR, sent).status_code == 302
        found = BoardDate.objects.get(held=date(2017, 3, 1))
        assert found.papers_due == date(2017, 2, 22)
        remove = f"{CALENDAR}dates/{found.pk}/remove/"
        assert f'href="{remove}"' in get(cast.lead, CALENDAR)
        asked = get(cast.lead, remove)
        papers = "The last day for its papers, 22 February 2017, goes with it."
        for said in ("Remove the meeting on 1 March 2017", papers, "Keep it"):
            assert said in asked
        assert BoardDate.objects.filter(pk=found.pk).exists()
        assert client.post(remove).status_code == 302
        assert not BoardDate.objects.filter(pk=found.pk).exists()
        assert client.post(remove).status_code == 404
        last = Event.objects.filter(subject=f"body:{cast.board.slug}").latest("sequence")
        assert (last.verb, last.said) == ("cancelled", {"held": "2017-03-01", "papers": "2017-02-22"})

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({}, "Give the day of the meeting."),
            ({"held_day": "31", "held_month": "2", "held_year": "2017"}, "is not a day of any calendar"),
            (
                {
                    "held_day": "1",
                    "held_month": "3",
                    "held_year": "2017",
                    "papers_due_day": "2",
                    "papers_due_month": "3",
                }
                | {"papers_due_year": "2017"},
                "Papers close on the day of the meeting at the latest",
            ),
            (
                {"body": "999", "held_day": "1", "held_month": "3", "held_year": "2017"},
                "What was chosen is not on offer.",
            ),
        ],
    )
    def test_wrong_input_is_said_at_its_field(self, client, get, record, cast, typed, said):
        get(cast.lead, CALENDAR)
        response = client.post(CALENDAR, {"body": cast.board.pk, **typed})
        assert response.status_code == 422
        assert said in response.content.decode()
        assert BoardDate.objects.count() == 2

    def test_who_may_not_record_can_look_only(self, client, get, record, cast):
        page = get(cast.reader, CALENDAR)
        assert "Enter the meeting" not in page
        assert "/remove/" not in page
        held = BoardDate.objects.first()
        assert client.post(f"{CALENDAR}dates/{held.pk}/remove/").status_code == 403
        sent = {"body": cast.board.pk, "held_day": "1", "held_month": "3", "held_year": "2017"}
        assert client.post(CALENDAR, sent).status_code == 403
        assert BoardDate.objects.count() == 2

    def test_a_meeting_of_elsewhere_is_not_taken_out_from_here(self, client, get, record, cast):
        held = add_board_date(body=cast.other_board, held=date(2017, 3, 1), by=cast.outsider)
        get(cast.lead, CALENDAR)
        assert client.post(f"{CALENDAR}dates/{held.pk}/remove/").status_code == 404


class TestBoard:
    """Whether a board can still sign: the demonstration's board met last on 15 February, and delegated to its chair."""

    def test_a_delegation_covers_a_form_that_no_meeting_can_take(self, get, record, cast):
        for path in (HOME, CALENDAR):
            page = get(cast.lead, path)
            assert "No board can sign it" not in page
            assert "on the board’s delegation of 7 December 2016 (Cllr Rowan Marsh, alone)." in page
            assert "place-due--warns" not in page.split("Day by day")[0].split("Q4 2016-17")[0]

    def test_without_it_the_page_warns(self, get, record, cast):
        withdraw_mandate(cast.delegation, by=cast.lead)
        page = get(cast.lead, HOME)
        assert "No board can sign it as the calendar stands." in page
        assert "place-due--warns" in page

    @pytest.mark.parametrize(
        ("change", "said", "warns"),
        [
            ({"forms": ["2016-17-q4"]}, "No board can sign it", True),
            ({"held": date(2017, 3, 1)}, "No board can sign it", True),
            ({"until": date(2017, 2, 18)}, "No board can sign it", True),
            ({"until": date(2017, 2, 28)}, "That mandate ends on 28 February 2017, before it is due.", True),
            ({"forms": []}, "on the board’s delegation of 7 December 2016", False),
            ({"kind": "decision"}, "on the board’s decision of 7 December 2016.", False),
        ],
    )
    def test_it_has_to_hold_for_the_form_on_the_day(self, get, record, cast, change, said, warns):
        Mandate.objects.filter(pk=cast.delegation.pk).update(**change)
        page = get(cast.lead, HOME)
        assert said in page
        assert ("place-due--warns" in page) is warns

    def test_of_another_place_it_covers_nothing(self, get, record, cast):
        Mandate.objects.filter(pk=cast.delegation.pk).update(body=cast.other_board)
        assert "No board can sign it" in get(cast.lead, HOME)

    def test_a_form_that_the_framework_lets_nobody_delegate_waits_for_the_board(self):
        terms = Terms(1, "delegation", 1, "x", date(2016, 12, 7), delegates=frozenset({7}))
        board = required_signatories(load_framework("2016-17"), load_form("2016-17-q3"))
        fixed = [one.model_copy(update={"delegable": "no"}) for one in board]
        on = date(2017, 2, 19)
        assert find_mandate(board, "board", [terms], form="2016-17-q3", on=on) == terms
        assert find_mandate(fixed, "board", [terms], form="2016-17-q3", on=on) is None
        assert find_mandate(board, "council", [terms], form="2016-17-q3", on=on) is None

    def test_the_longest_mandate_is_named(self):
        board = required_signatories(load_framework("2016-17"), load_form("2016-17-q3"))
        short = Terms(1, "decision", 1, "x", date(2016, 12, 7), until=date(2017, 3, 31))
        long = Terms(2, "decision", 1, "x", date(2016, 12, 7))
        assert find_mandate(board, "board", [long, short], form="2016-17-q3", on=date(2017, 2, 19)) == long

    def test_what_is_signed_waits_for_no_board(self, get, filled, cast):
        seen = calculate_content_digest(as_value(filled, notes=False))
        sign(record=filled, by=cast.chair, body=cast.board, mandate=cast.delegation, seen=seen)
        assert "It is signed for the board." in get(cast.lead, HOME)
        assert "It is signed for the board." not in get(cast.analyst, HOME)

    def test_between_papers_and_meeting_the_board_can_sign_what_is_among_them(self, get, record, cast, settings):
        settings.STARTS_ON = date(2017, 2, 10)
        withdraw_mandate(cast.delegation, by=cast.lead)
        page = get(cast.lead, HOME)
        assert "The board meets on 15 February 2017, and papers for it closed on 7 February 2017." in page
        assert "No board can sign it" not in page


class TestTwoBoards:
    """Each of them signs: what one decided, delegated, signed or meets for quiets nothing about the other."""

    @pytest.fixture
    def second(self, record, cast):
        return add_body(name="Second Board", kind="board", places=["southend-on-sea"], by=cast.lead)

    def test_a_mandate_of_one_covers_not_the_other(self, get, cast, second):
        page = get(cast.lead, HOME)
        assert "Southend-on-Sea Health and Wellbeing Board: The last papers for a meeting before it closed on" in page
        assert "on the board’s delegation of 7 December 2016" in page
        assert "Second Board: It cannot sign as the calendar stands." in page
        assert "place-due--warns" in page

    def test_a_signature_of_one_is_not_that_of_the_other(self, get, filled, cast, second):
        seen = calculate_content_digest(as_value(filled, notes=False))
        sign(record=filled, by=cast.chair, body=cast.board, mandate=cast.delegation, seen=seen)
        page = get(cast.lead, HOME)
        assert "Southend-on-Sea Health and Wellbeing Board: It is signed for the board." in page
        assert "Second Board: It cannot sign as the calendar stands." in page

    def test_a_meeting_of_one_is_none_of_the_other(self, get, cast, second):
        add_board_date(body=second, held=date(2017, 3, 2), papers_due=date(2017, 2, 24), by=cast.lead)
        withdraw_mandate(cast.delegation, by=cast.lead)
        page = get(cast.lead, HOME)
        assert "Second Board: Board before it: Second Board, 2 March 2017, papers by 24 February 2017." in page
        assert "Southend-on-Sea Health and Wellbeing Board: It cannot sign as the calendar stands." in page

    def test_more_boards_take_no_more_queries(self, get, cast, second):
        get(cast.lead, HOME)
        two = count_queries(get, cast.lead, HOME)
        add_body(name="Third Board", kind="board", places=["southend-on-sea"], by=cast.lead)
        assert count_queries(get, cast.lead, HOME) <= two


class TestJointly:
    def test_one_of_two_who_sign_jointly_has_not_signed_for_the_board(self, get, filled, cast):
        mandate = Mandate.objects.get(pk=cast.delegation.pk)
        mandate.delegates.add(cast.vice_chair)
        Mandate.objects.filter(pk=mandate.pk).update(jointly=2)
        mandate.refresh_from_db()
        seen = calculate_content_digest(as_value(filled, notes=False))
        sign(record=filled, by=cast.chair, body=cast.board, mandate=mandate, seen=seen)
        assert "It is signed for the board." not in get(cast.lead, HOME)


class TestOtherYears:
    """A deadline does not end with the year that it is of: quarter 4 of 2016-17 is due on 31 May 2017."""

    @pytest.fixture
    def in_april(self, record, settings):
        settings.STARTS_ON = date(2017, 4, 10)

    def test_the_last_quarter_is_still_due_at_the_place(self, get, in_april, cast):
        page = get(cast.lead, HOME)
        assert f"{HOME}?year=2016-17" in page
        assert (
            "Better Care Fund quarterly return, Q4 2016-17</a>, 31 May 2017, in 5" in page
        )  # 51 days, 50 after midnight in London

    def test_what_is_submitted_is_due_no_more(self, in_april, record, cast):
        forms = load_place_days(cast.lead, "southend-on-sea", datetime(2017, 4, 10, 12, tzinfo=LONDON)).forms
        due = [one.form.id for one in still_due(forms, datetime(2017, 4, 10, 12, tzinfo=LONDON))]
        assert due == ["2016-17-q3", "2017-19-graduation", "2016-17-q4"]  # opened and late, then by their days

    def test_what_waits_at_the_first_page_is_of_every_year(self, get, in_april, cast):
        assert "Complete the Better Care Fund quarterly return, Q3 2016-17" in get(cast.lead, "/")

    def test_the_feed_goes_on(self, get, in_april, cast):
        read = Calendar.from_ical(get(None, f"{FEED}?key={calendar_key(cast.lead, 'southend-on-sea')}"))
        said = {str(one["summary"]) for one in read.walk("VEVENT")}
        assert "Southend-on-Sea: Better Care Fund quarterly return, Q4 2016-17 is due" in said
        assert "Southend-on-Sea: Better Care Fund graduation, expression of interest is due" in said


class TestFeed:
    def test_an_hour_is_a_moment_that_needs_no_time_zone(self, get, record, cast):
        text = get(None, f"{FEED}?key={calendar_key(cast.lead, 'southend-on-sea')}")
        found = {str(one["uid"]): one for one in Calendar.from_ical(text).walk("VEVENT")}
        fourth = found["southend-on-sea-2016-17-q4@concordat"]
        assert fourth.decoded("dtstart") == datetime(2017, 5, 31, 11, tzinfo=UTC)  # noon in London, in summer
        assert "dtend" not in fourth  # an end has to be later than the start
        assert "TZID" not in text

    def test_a_year_alone_can_be_asked_for(self, get, record, cast):
        text = get(cast.lead, f"{FEED}?year=2016-17")
        assert "Q4 2016-17" in text
        assert "graduation" not in text

    def test_it_is_a_calendar_that_programs_read(self, get, record, cast):
        read = Calendar.from_ical(get(None, f"{FEED}?key={calendar_key(cast.lead, 'southend-on-sea')}"))
        found = {str(one["summary"]): one.decoded("dtstart") for one in read.walk("VEVENT")}
        assert found["Southend-on-Sea: Better Care Fund quarterly return, Q3 2016-17 is due"] == date(2017, 3, 3)
        assert found["Southend-on-Sea Health and Wellbeing Board meets"] in (date(2016, 12, 7), date(2017, 2, 15))
        ids = [str(one["uid"]) for one in read.walk("VEVENT")]
        assert len(set(ids)) == len(ids)

    def test_a_key_is_of_one_person_and_one_place(self, get, record, cast):
        key = calendar_key(cast.lead, "southend-on-sea")
        get(None, f"{FEED.replace('southend-on-sea', 'central-bedfordshire')}?key={key}", 404)
        get(None, f"{FEED}?key={calendar_key(cast.outsider, 'southend-on-sea')}", 403)
        get(None, f"{FEED}?key={key[:-1]}", 404)
        get(None, FEED, 404)
        get(cast.lead, FEED)

    def test_a_key_ends_with_the_role_and_with_the_password(self, get, record, cast):
        key = calendar_key(cast.reader, "southend-on-sea")
        get(None, f"{FEED}?key={key}")
        withdraw_grant(Grant.objects.get(person=cast.reader), by=cast.administrator, reason="has left")
        get(None, f"{FEED}?key={key}", 403)
        key = calendar_key(cast.lead, "southend-on-sea")
        cast.lead.set_password("another that is long enough")
        cast.lead.save()
        get(None, f"{FEED}?key={key}", 404)
