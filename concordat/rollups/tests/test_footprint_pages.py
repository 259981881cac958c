"""England, a region and a partnership on one page: who sees what, what the filters leave, files, and few queries."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from concordat.accounts.actions import grant_role
from concordat.accounts.models import Grant
from concordat.history.models import Event
from concordat.places.area import VINTAGES
from concordat.places.hexagons import hexagons
from concordat.places.population import population_weights
from concordat.places.tree import is_footprint, scopes
from concordat.returns.access import as_value, overview
from concordat.returns.actions import open_return, sign, submit
from concordat.returns.snapshot import calculate_content_digest
from concordat.rollups.access import form_on
from concordat.rollups.hexagon_map import Cell, Look, render_hexagon_map

Q2, Q3, Q4 = "2016-17-q2", "2016-17-q3", "2016-17-q4"
EAST = "/places/east-of-england/"
ENGLAND = "/places/england/"


@pytest.fixture
def get(client):
    def ask(who, path, status=200):
        client.logout()
        if who:
            client.force_login(who)
        response = client.get(path)
        assert response.status_code == status, response.content[:1000]
        return response

    return ask


@pytest.fixture
def opened(record, cast):
    """Quarter 3 opened at four more places of the East of England."""
    grant_role(person=cast.lead, role="lead", place="east-of-england", by=cast.administrator)
    for place in ("essex", "thurrock", "luton", "norfolk"):
        open_return(place=place, form=Q3, by=cast.lead)
    return record


def text_of(response):
    return response.content.decode()


def rows_of(response):
    """The names of the places in the table."""
    found = text_of(response).split("<tbody")[1].split("</tbody>")[0].split('scope="row"')[1:]
    return [one.split("</a>")[0].rpartition(">")[2] for one in found]


class TestWhoSees:
    def test_reviewer_sees_every_place_of_the_region_with_drafts(self, get, record, cast):
        page = get(cast.reviewer, EAST)
        assert len(rows_of(page)) == 11
        assert "Being filled" in text_of(page)
        assert "0 of 11 submitted" in text_of(page)
        assert "Closes 3 March 2017, in 12 days." in text_of(page)

    def test_analyst_sees_submissions_and_no_draft(self, get, record, cast):
        draft, sent = get(cast.analyst, ENGLAND), get(cast.analyst, f"{ENGLAND}?form={Q2}")
        assert "Being filled" not in text_of(draft)
        assert "0 of 151 submitted" in text_of(draft)
        assert "1 of 151 submitted" in text_of(sent)
        people = population_weights(2017).people
        share = 100 * people["southend-on-sea"] / sum(people.values())
        assert f"{share:.1f}% of the people who live there" in text_of(sent)

    @pytest.mark.parametrize("path", [ENGLAND, f"{ENGLAND}returns/{Q2}/roll-up/", f"{ENGLAND}returns/{Q2}/places.csv"])
    def test_others_are_told_what_is_missing(self, get, record, cast, path):
        for who in (cast.lead, cast.reviewer, cast.outsider):
            assert "national analyst" in text_of(get(who, path, 403))
        get(None, path, 302)

    def test_a_form_or_a_partnership_that_is_not_there_is_no_page(self, get, record, cast):
        get(cast.administrator, f"{ENGLAND}?form=1999-00-q1", 404)
        get(cast.administrator, f"{ENGLAND}returns/{Q2}/places.pdf", 404)
        get(cast.administrator, "/places/icb-dorset/", 404)


class TestFilters:
    def test_by_state(self, get, opened, cast):
        assert rows_of(get(cast.reviewer, f"{EAST}?state=open")) == [
            "Essex",
            "Luton",
            "Norfolk",
            "Southend-on-Sea",
            "Thurrock",
        ]
        assert len(rows_of(get(cast.reviewer, f"{EAST}?state=none"))) == 6

    def test_by_region(self, get, record, cast):
        assert len(rows_of(get(cast.analyst, f"{ENGLAND}?region=East+of+England"))) == 11
        assert len(rows_of(get(cast.analyst, f"{ENGLAND}?region=London"))) == 33

    def test_by_findings(self, get, record, cast):
        assert rows_of(get(cast.analyst, f"{ENGLAND}?form={Q2}&findings=open")) == ["Southend-on-Sea"]
        assert rows_of(get(cast.analyst, f"{ENGLAND}?form={Q2}&findings=none")) == []

    def test_what_nobody_offers_leaves_nothing_and_says_so(self, get, record, cast):
        page = get(cast.analyst, f"{ENGLAND}?state=<b>&region=Atlantis")
        assert "No place is so." in text_of(page)
        assert "<b>" not in text_of(page)

    def test_the_map_has_the_places_of_the_list(self, get, record, cast):
        assert text_of(get(cast.reviewer, EAST)).count("<polygon") == 11
        assert text_of(get(cast.analyst, ENGLAND)).count("<polygon") == 151


class TestFiles:
    def test_what_is_downloaded_is_narrowed_as_the_list_is(self, get, record, cast):
        assert f'"{EAST}returns/{Q3}/places.csv"' in text_of(get(cast.reviewer, EAST))
        page = text_of(get(cast.analyst, f"{ENGLAND}?region=East+of+England&findings=open"))
        assert f'"{ENGLAND}returns/{Q3}/places.xlsx?region=East+of+England&amp;findings=open"' in page

    def test_csv_has_a_line_for_each_place(self, get, record, cast):
        read = csv.DictReader(
            io.StringIO(get(cast.reviewer, f"{EAST}returns/{Q3}/places.csv").content.decode("utf-8-sig"))
        )
        lines = {line["place"]: line for line in read}
        assert len(lines) == 11
        assert (lines["Southend-on-Sea"]["answered"], lines["Southend-on-Sea"]["asked"]) == ("2", "140")
        assert (lines["Essex"]["state"], lines["Essex"]["answered"]) == ("Not opened", "")

    def test_workbook_has_the_same_and_numbers_as_numbers(self, get, record, cast):
        response = get(cast.reviewer, f"{EAST}returns/{Q3}/places.xlsx?state=open")
        sheet = load_workbook(io.BytesIO(response.content)).active
        heads, line = ([cell.value for cell in row] for row in sheet.iter_rows(max_row=2))
        assert sheet.max_row == 2
        assert dict(zip(heads, line, strict=True))["asked"] == 140

    @pytest.mark.parametrize("kind", ["csv", "xlsx", "html"])
    def test_roll_up_as_a_file(self, get, record, cast, kind):
        response = get(cast.analyst, f"{ENGLAND}returns/{Q2}/roll-up.{kind}")
        assert response["Content-Disposition"] == f'attachment; filename="england-{Q2}.{kind}"'
        assert response.content
        get(cast.analyst, f"{ENGLAND}returns/{Q3}/roll-up.{kind}", 404)


class TestRollUp:
    def test_it_adds_up_what_was_submitted_with_the_names(self, get, record, cast):
        page = text_of(get(cast.analyst, f"{ENGLAND}returns/{Q2}/roll-up/"))
        assert "1 of 151 areas" in page
        assert "Income: plan for the year £13,131,049" in page
        assert "12 of 12 answers (100%) are ‘Yes’" in page

    def test_without_a_submission_it_says_where_to_look(self, get, record, cast):
        page = text_of(get(cast.analyst, f"{ENGLAND}returns/{Q3}/roll-up/"))
        assert "No place of 151 has submitted it yet." in page


class TestTotals:
    def test_what_was_submitted_stands_above_the_list(self, get, record, cast):
        page = text_of(get(cast.analyst, f"{ENGLAND}returns/{Q2}/"))
        assert "Submitted so far, added up" in page
        assert "Plan £13,131,049; forecast £13,131,049; actual £6,565,525 so far." in page
        assert "12 of 12 answers (100%) are ‘Yes’." in page
        assert "Area with another answer than the best to one question or more: Southend-on-Sea." in page  # metrics

    def test_where_nobody_submitted_there_are_none(self, get, record, cast):
        assert "Submitted so far" not in text_of(get(cast.analyst, f"{ENGLAND}returns/{Q3}/"))

    def test_they_are_worked_out_again_once_a_place_submits(self, get, record, cast, filled):
        assert "Submitted so far" not in text_of(get(cast.reviewer, f"{EAST}returns/{Q3}/"))
        seen = calculate_content_digest(as_value(filled, notes=False))
        sign(record=filled, by=cast.chair, body=cast.board, mandate=cast.delegation, seen=seen)
        submit(record=filled, seen=seen, by=cast.lead)
        assert "actual £9,848,287 so far." in text_of(get(cast.reviewer, f"{EAST}returns/{Q3}/"))


class TestRemind:
    def test_it_names_who_leads_where_nothing_was_submitted(self, get, record, cast):
        page = text_of(get(cast.reviewer, f"{EAST}returns/{Q3}/remind/"))
        assert "11 places of East of England have not submitted." in page
        assert "Nadia Fenn" in page
        assert "Lena Frost" in page  # who leads Central Bedfordshire
        assert "nobody yet" in page
        assert "2 letters" in page

    @pytest.mark.parametrize("who", ["reviewer", "analyst", "administrator"])
    def test_no_page_over_many_places_shows_the_address_of_somebody_else(self, get, record, cast, who):
        reader = getattr(cast, who)
        for end in ("", "roll-up/", "remind/", "places.csv"):
            shown = get(reader, f"{EAST}returns/{Q3}/{end}").content.decode()
            assert not [one.email for one in cast.people if one != reader and one.email in shown], end

    def test_those_who_lead_are_written_to_and_history_says_so(self, get, client, record, cast, mailoutbox):
        get(cast.reviewer, f"{EAST}returns/{Q3}/remind/")
        done = client.post(f"{EAST}returns/{Q3}/remind/", {"words": "Ask me if anything is in the way."}, follow=True)
        assert "They are reminded by e-mail." in done.content.decode()
        assert [one.to for one in mailoutbox] == [[cast.outsider.email], [cast.lead.email]]
        letter = mailoutbox[1]
        assert letter.reply_to == [cast.reviewer.email]
        assert "Southend-on-Sea has not submitted" in letter.body
        assert "due on 3 March 2017" in letter.body
        assert "Ask me if anything is in the way." in letter.body
        assert f"/places/southend-on-sea/returns/{Q3}/" in letter.body
        event = Event.objects.get(subject="place:southend-on-sea", verb="reminded")
        assert (event.actor, event.about, event.said["to"]) == ("Sam Okafor", Q3, "Nadia Fenn")

    def test_where_nobody_leads_it_says_so_and_writes_to_nobody(self, get, client, record, cast, mailoutbox):
        get(cast.reviewer, f"{EAST}returns/{Q3}/remind/")
        Grant.objects.filter(role="lead").update(ends=date(2017, 1, 1))
        done = client.post(f"{EAST}returns/{Q3}/remind/", {"words": ""})
        assert "There is nobody to write to" in done.content.decode()
        assert mailoutbox == []

    def test_whoever_may_not_remind_sees_no_form_and_is_refused(self, get, client, record, cast, mailoutbox):
        grant_role(person=cast.reader, role="reader", place="east-of-england", by=cast.administrator)
        mailoutbox.clear()  # that of the role
        assert "Remind them" not in text_of(get(cast.reader, f"{EAST}returns/{Q3}/remind/"))
        done = client.post(f"{EAST}returns/{Q3}/remind/", {"words": "Hurry."})
        assert done.status_code == 403
        assert mailoutbox == []

    def test_a_place_that_submitted_is_left_alone(self, get, record, cast):
        assert "Nadia Fenn" not in text_of(get(cast.reviewer, f"{EAST}returns/{Q2}/remind/"))


class TestQueries:
    @pytest.mark.parametrize("end", ["", "roll-up/", "remind/", "places.csv"])
    def test_ten_times_the_places_take_the_same(self, get, client, opened, cast, end, monkeypatch):
        def count(scope):
            monkeypatch.setattr(overview, "_kept", {})
            grant_role(person=cast.reader, role="reader", place=scope, by=cast.administrator)
            get(cast.reader, "/places/")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/places/{scope}/returns/{Q3}/{end}").status_code == 200
            return len(queries)

        few = count("stp-mid-and-south-essex")
        assert count("england") <= few <= 20


class TestFormOn:
    @pytest.mark.parametrize(
        ("day", "form"),
        [
            (date(2016, 9, 10), Q2),
            (date(2017, 2, 19), Q3),
            (date(2017, 3, 4), "2016-17-q4"),
            (date(2017, 5, 2), "2016-17-q4"),
        ],
    )
    def test_the_next_that_is_due(self, day, form):
        assert form_on(day) == form


class TestMap:
    LOOK = Look("#ffffff", "○")

    def test_texts_are_escaped_and_a_place_without_a_hexagon_is_left_out(self):
        cells = [Cell("essex", "<Essex>", self.LOOK), Cell("atlantis", "Atlantis", self.LOOK)]
        drawn = render_hexagon_map(cells, hexagons(2017), 'a "map"')
        assert "&lt;Essex&gt;" in drawn
        assert "Atlantis" not in drawn
        assert 'aria-label="a &quot;map&quot;"' in drawn

    def test_no_place_is_no_map(self):
        assert render_hexagon_map([], hexagons(2017), "") == ""


def test_footprints_are_told_from_places():
    for vintage in VINTAGES:
        for slug, scope in scopes(vintage).items():
            assert is_footprint(slug) is not scope.is_area
    assert not is_footprint("atlantis")
