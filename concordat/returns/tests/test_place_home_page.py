"""A place's home, the list and the first page, as each of the cast gets them."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from page_forms import count_queries

from concordat.accounts.actions import add_board_date, grant_role, withdraw_grant
from concordat.accounts.models import Grant
from concordat.frameworks.forms import load_form
from concordat.frameworks.read_yaml import load_framework
from concordat.metrics import spc
from concordat.places.find import find_area
from concordat.questionnaires.answers import read_answers
from concordat.returns.access import as_value
from concordat.returns.access.place_year import due_next, load_place_year
from concordat.returns.actions import add_remark, open_return, save_answer, sign, submit
from concordat.returns.deadline import LONDON
from concordat.returns.place_return import Return
from concordat.returns.snapshot import calculate_content_digest
from concordat.returns.tests.signing_steps import change, sign_for_board
from concordat.returns.views.shown.fund import fund_panel
from concordat.returns.views.shown.sparkline import render_sparkline
from concordat.returns.years import find_year, list_years, year_on

HOME = "/places/southend-on-sea/"
CALENDAR = f"{HOME}calendar/"
FEED = f"{HOME}calendar.ics"
NOW = datetime(2017, 2, 19, 12, tzinfo=LONDON)


class TestPlaceHome:
    def test_lead_sees_what_is_due_and_how_far_it_is(self, get, record, cast):
        page = get(cast.lead, HOME)
        assert "Due next: Better Care Fund quarterly return, Q3 2016-17, 3 March 2017" in page
        assert "in 12 days" in page
        assert "The last papers for a meeting before it closed on 7 February 2017." in page
        assert "Continue: Cover" in page
        assert "What the checks say today of what was submitted: 4 to explain." in page
        assert "2 of 140 answered" in page

    def test_a_meeting_that_can_still_sign_is_named(self, get, record, cast):
        add_board_date(body=cast.board, held=date(2017, 3, 1), papers_due=date(2017, 2, 22), by=cast.lead)
        page = get(cast.lead, HOME)
        assert "Board before it: Southend-on-Sea Health and Wellbeing Board, 1 March 2017" in page

    def test_everybody_sees_what_waits_for_them_alone(self, get, record, cast):
        assert "Come back to “Income: Forecast, Q4”" in get(cast.lead, HOME)
        assert "Answer Income and expenditure" in get(cast.finance, HOME)
        assert "Answer Income and expenditure" not in get(cast.contributor, HOME)
        assert "Nothing here waits for you." in get(cast.reader, HOME)

    def test_lately_says_who_did_what(self, get, record, cast):
        assert "Nadia Fenn assigned Supporting metrics and Income and expenditure" in get(cast.lead, HOME)
        save_answer(record=record, question="money.commentary", value="x", expected_version=0, by=cast.lead)
        assert "Nadia Fenn changed “" in get(cast.lead, HOME)

    def test_analyst_sees_what_was_submitted_and_nothing_of_a_draft(self, get, record, cast):
        add_remark(record=record, question="money.commentary", text="between us", by=cast.finance)
        page = get(cast.analyst, HOME)
        assert "You see what this place submitted, and no draft." in page
        assert "145 of 145 answered" in page
        assert "of 140 answered" not in page
        for secret in ("between us", "Priya Lund", "Continue:", "Lately", "Waiting for you", "Not opened"):
            assert secret not in page

    def test_outsider_is_told_what_is_missing(self, get, record, cast):
        page = get(cast.outsider, HOME, 403)
        assert "You have no role there." in page
        assert "Nadia" not in page

    def test_signed_out_are_asked_to_sign_in(self, get, record):
        get(None, HOME, 302)

    @pytest.mark.parametrize("path", ["?year=1999-00", "?year=%00", "?year=2025-26"])
    def test_a_year_without_forms_is_no_page(self, get, record, cast, path):
        get(cast.lead, f"{HOME}{path}", 404)

    def test_a_year_without_any_return_says_so(self, get, record, cast):
        page = get(cast.lead, f"{HOME}?year=2014-16")
        assert "Nobody opened it yet." in page
        assert "Nothing has happened in this year yet." in page

    def test_a_place_that_there_is_not_is_no_page(self, get, record, cast):
        for path in (
            "",
            "calendar/",
            "metrics/",
            "people/",
            "mandates/",
            "returns/2016-17-q3/",
            "returns/2016-17-q3/submissions/",
        ):
            for who in (cast.administrator, cast.lead, cast.reviewer):  # which places there are is no secret
                get(who, f"/places/atlantis/{path}", 404)
        get(cast.administrator, f"{CALENDAR.replace('southend-on-sea', 'england')}", 404)

    def test_late_return_is_overdue(self, get, record, cast, settings):
        settings.STARTS_ON = date(2017, 3, 10)
        page = get(cast.lead, HOME)
        assert "Overdue: Better Care Fund quarterly return, Q3 2016-17" in page
        assert "takes an extension" in page

    def test_queries_stay_the_same_whatever_happened(self, get, record, cast):
        get(cast.lead, HOME)
        before = count_queries(get, cast.lead, HOME)
        for number in range(10):
            add_remark(record=record, question="money.commentary", text=f"{number}", by=cast.finance, come_back=True)
            add_board_date(body=cast.board, held=date(2017, 4, 1 + number), by=cast.lead)
        open_return(place="southend-on-sea", form="2016-17-q4", by=cast.lead)
        get(cast.lead, HOME)  # contents that were not read before are read once
        assert count_queries(get, cast.lead, HOME) <= before

    def test_looking_writes_nothing(self, get, record, cast):
        get(cast.lead, HOME)
        with CaptureQueriesContext(connection) as queries:
            get(cast.lead, HOME)
        written = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert [sql for sql in written if "session" not in sql and "last_login" not in sql] == []


class TestFund:
    """Of Southend-on-Sea's quarter 2 as it stands in the pack: £3,282,763 and £3,282,762 in, and as much out."""

    def test_the_lead_sees_it_as_submitted_last_while_the_draft_says_nothing(self, get, record, cast):
        page = get(cast.lead, HOME)
        assert "The fund: £13,131,049" in page
        assert "Better Care Fund quarterly return, Q2 2016-17, as submitted" in page
        assert "Income: £6,565,525 so far of £13,131,049 planned, 50%" in page

    def test_what_is_being_filled_comes_before_what_was_submitted(self, get, record, cast):
        for quarter, value in (("q1", "3282763"), ("q2", "3282762"), ("q3", "2000000")):
            name = f"money.income.actual.{quarter}"
            save_answer(record=record, question=name, value=value, expected_version=0, by=cast.lead)
        page = get(cast.lead, HOME)
        assert "Better Care Fund quarterly return, Q3 2016-17, as it is being filled" in page
        assert "Income: £8,565,525 so far of £13,131,049 planned, 65%" in page
        assert "Income: £6,565,525 so far of £13,131,049 planned, 50%" in get(cast.analyst, HOME)

    def test_a_year_whose_forms_ask_for_no_money_says_so(self, get, record, cast):
        assert "No form of this year asks for income and expenditure." in get(cast.lead, f"{HOME}?year=2014-16")

    def test_a_place_that_has_entered_nothing_says_when_it_will_stand_there(self, get, record, cast):
        page = get(cast.outsider, "/places/central-bedfordshire/")
        assert "No income or expenditure is entered yet" in page

    def test_bars_end_where_the_figures_do(self):
        answers = {f"money.income.plan.q{quarter}": "100" for quarter in range(1, 5)}
        answers |= {f"money.income.forecast.q{quarter}": "150" for quarter in range(1, 5)}
        answers |= {"money.income.actual.q1": "120"}
        form = load_form("2016-17-q1")
        framework = load_framework("2016-17")
        ret = Return(find_area("southend-on-sea", 2017), framework, read_answers(form, answers))
        income = fund_panel([ret], [form], {}).bars[0]
        assert (income.done, income.expected) == ("20.0", "100.0")  # 120 and 600 of the longest, 600
        assert income.said == "Income: £120 so far of £400 planned, 30%"


class TestMetrics:
    def test_each_has_value_sentence_chart_and_table(self, get, record, cast):
        page = get(cast.lead, HOME)
        assert "10.5 people per day" in page
        assert "Show the latest figures" in page
        assert "target: none is known" in page
        assert f'href="{HOME}metrics/people-delayed-per-day/"' in page
        assert get(cast.lead, f"{HOME}metrics/people-delayed-per-day/sparkline.svg").startswith("<svg")

    def test_pictures_are_for_who_may_see_the_place_and_of_metrics_that_are_shown(self, get, record, cast):
        get(cast.outsider, f"{HOME}metrics/people-delayed-per-day/sparkline.svg", 403)
        get(cast.lead, f"{HOME}metrics/no-such-metric/sparkline.svg", 404)

    def test_a_line_begins_anew_at_a_gap_and_limits_where_they_are_rebased(self):
        values = [1.0, 2.0, None, 3.0, 2.0, 4.0] * 4
        chart = spc(values, rebase={12: "a change"})
        drawn = render_sparkline(chart)
        lines = drawn.count('stroke-width="2"')
        assert lines == 5  # four gaps between five stretches
        assert drawn.count('stroke-width="1.5"') >= 2


class TestStart:
    def test_signed_out_see_what_this_is(self, get, db):
        page = get(None, "/")
        assert "Sign in" in page
        assert "Waiting for you" not in page

    def test_one_place_is_a_button_away(self, get, record, cast):
        assert "Go to Southend-on-Sea" in get(cast.lead, "/")

    def test_what_waits_over_all_places(self, get, record, cast):
        assert "Complete the Better Care Fund quarterly return, Q3 2016-17" in get(cast.lead, "/")
        assert "Answer Income and expenditure" in get(cast.finance, "/")
        assert "Sign the Better Care Fund quarterly return, Q3 2016-17" in get(cast.chair, "/")
        assert "Nothing waits for you." in get(cast.reader, "/")
        assert "Answer Supporting metrics" in get(cast.contributor, "/")

    def test_what_is_answered_says_the_next_step_to_whom_it_is(self, get, filled, cast):
        title, here = "the Better Care Fund quarterly return, Q3 2016-17", "/places/southend-on-sea/returns/2016-17-q3"
        page = get(cast.lead, "/")
        assert f'href="{here}/submit/">Ask for the signature of {title}' in page
        assert "in 12 days; Southend-on-Sea Health and Wellbeing Board has not signed" in page
        assert "Complete" not in page
        assert f'href="{here}/before-signing/">Sign {title}' in get(cast.chair, "/")
        sign_for_board(filled, cast)
        assert f'href="{here}/submit/">Submit {title}' in get(cast.lead, "/")
        assert "Nothing waits for you." in get(cast.chair, "/")
        assert "Nothing waits for you." in get(cast.vice_chair, "/")
        change(filled, cast)
        assert f"Ask for the signature of {title}" in get(cast.lead, "/")
        change(filled, cast, text="")
        assert f"Complete {title}" in get(cast.lead, "/")

    def test_whoever_leads_and_signs_is_told_to_sign(self, get, filled, cast):
        grant_role(person=cast.lead, role="signatory", place=filled.place, by=cast.administrator, body=cast.board)
        assert "Sign the Better Care Fund quarterly return" in get(cast.lead, "/")

    def test_without_a_role_it_says_who_can_grant_one(self, get, record, cast):
        withdraw_grant(Grant.objects.get(person=cast.reader), by=cast.administrator, reason="has left")
        for path in ("/", "/places/"):
            page = get(cast.reader, path)
            assert "no role at any place yet" in page
            assert cast.reader.email in page

    def test_queries_stay_the_same_with_ten_times_the_places(self, get, record, cast):
        one = count_queries(get, cast.lead, "/")
        for place in ("essex", "thurrock", "suffolk", "norfolk", "luton", "bedford", "peterborough", "hertfordshire"):
            grant_role(person=cast.lead, role="lead", place=place, by=cast.administrator)
            open_return(place=place, form="2016-17-q3", by=cast.lead)
        get(cast.lead, "/")
        assert count_queries(get, cast.lead, "/") <= one


class TestPlaces:
    def test_list_has_what_each_may_open(self, get, record, cast):
        assert "Southend-on-Sea" in get(cast.lead, "/places/")
        assert "Essex" not in get(cast.lead, "/places/")
        region = get(cast.reviewer, "/places/")
        assert "East of England" in region
        assert "Essex" in region
        assert "Cornwall" not in region

    def test_it_can_be_narrowed_and_gone_from(self, get, record, cast, client):
        assert "Cornwall" not in get(cast.analyst, "/places/?find=essex")
        assert "None of your places is called so." in get(cast.analyst, "/places/?find=<script>")
        assert client.get("/places/?go=essex").url == "/places/essex/"
        assert client.get("/places/?go=atlantis").status_code == 200


class TestYears:
    def test_only_years_with_forms_are_offered(self):
        assert [one.id for one in list_years()] == ["2014-16", "2016-17", "2017-19"]
        assert find_year("2025-26") is None

    @pytest.mark.parametrize(
        ("day", "year"),
        [
            (date(2010, 1, 1), "2014-16"),
            (date(2016, 3, 31), "2014-16"),
            (date(2016, 4, 1), "2016-17"),
            (date(2017, 4, 1), "2017-19"),
            (date(2026, 1, 1), "2017-19"),
        ],
    )
    def test_a_day_belongs_to_its_year(self, day, year):
        assert year_on(day).id == year


class TestDueNext:
    def forms(self, cast, at):
        return load_place_year(cast.lead, "southend-on-sea", load_framework("2016-17"), at).forms

    def test_the_next_that_is_not_submitted(self, record, cast):
        assert due_next(self.forms(cast, NOW), NOW).form.id == "2016-17-q3"

    def test_what_is_late_comes_before_what_is_due(self, record, cast):
        late = datetime(2017, 3, 20, 12, tzinfo=LONDON)
        assert due_next(self.forms(cast, late), late).form.id == "2016-17-q3"

    def test_after_it_is_submitted_the_next(self, filled, cast):

        seen = calculate_content_digest(as_value(filled, notes=False))
        sign(record=filled, by=cast.chair, body=cast.board, mandate=cast.delegation, seen=seen)
        submit(record=filled, seen=seen, by=cast.lead)
        assert due_next(self.forms(cast, NOW), NOW).form.id == "2016-17-q4"
