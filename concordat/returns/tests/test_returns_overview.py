"""All places on one page: the same few queries however many there are, and lines that follow what happens."""

from datetime import date

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concordat.accounts.actions import grant_role
from concordat.accounts.models import Person
from concordat.accounts.refused import Refused
from concordat.findings import Severity
from concordat.history.clock import now, today
from concordat.places.tree import scopes
from concordat.returns.access import overview, returns_for
from concordat.returns.access.overview import list_places, stand_of
from concordat.returns.access.values import as_value
from concordat.returns.actions import open_return, save_answer
from concordat.returns.checks import check_return
from concordat.returns.demo import PASSWORD, load_demo, make_cast
from concordat.returns.models import ReturnRecord

Q2, Q3 = "2016-17-q2", "2016-17-q3"
EAST = scopes(2017)["east-of-england"].areas


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(overview, "_kept", {})


@pytest.fixture
def region(record, cast):
    """Quarter 3 opened at every place of the East of England."""
    grant_role(person=cast.lead, role="lead", place="east-of-england", by=cast.administrator)
    for place in EAST:
        open_return(place=place, form=Q3, by=cast.lead)
    return record


def ask(who, form, places, *, drafts=True):
    with CaptureQueriesContext(connection) as queries:
        lines = list_places(form, places, returns_for(who), drafts=drafts)
    return lines, len(queries)


def test_ten_times_the_places_take_the_same_queries(region, cast):
    one, few = ask(cast.reviewer, Q3, ["southend-on-sea"])
    overview._kept.clear()
    many, as_few = ask(cast.reviewer, Q3, EAST)
    assert (len(one), len(many)) == (1, len(EAST))
    assert few == as_few <= 8


def test_lines_are_kept_until_something_happens(region, cast):
    first, _ = ask(cast.reviewer, Q3, EAST)
    again, queries = ask(cast.reviewer, Q3, EAST)
    assert (again, queries) == (first, 4)
    save_answer(record=region, question="money.commentary", value="x", expected_version=0, by=cast.lead)
    after, _ = ask(cast.reviewer, Q3, EAST)
    moved = [new.place for old, new in zip(first, after, strict=True) if old != new]
    assert moved == ["southend-on-sea"]


def test_line_says_what_the_library_says(record, cast):
    (line,), _ = ask(cast.lead, Q3, ["southend-on-sea"])
    ret = as_value(record)
    findings = check_return(ret)
    assert line.standing == stand_of(ret)
    assert line.standing.findings[Severity.BLOCKS] == sum(one.severity is Severity.BLOCKS for one in findings)
    assert (line.standing.answered, line.standing.asked) == (line.standing.answered, 140)
    assert (line.state, line.number, line.version) == ("open", 0, 1)


def test_places_without_a_return_have_an_empty_line(record, cast):
    lines, _ = ask(cast.reviewer, Q3, ["essex", "southend-on-sea"])
    assert [(line.place, line.state) for line in lines] == [("essex", None), ("southend-on-sea", "open")]


def test_analyst_sees_submissions_and_no_draft(record, cast, settings):
    (draft,), _ = ask(cast.analyst, Q3, ["southend-on-sea"], drafts=False)
    (sent,), _ = ask(cast.analyst, Q2, ["southend-on-sea"], drafts=False)
    assert (draft.state, draft.standing) == (None, None)
    assert (sent.state, sent.number, sent.standing.asked) == ("submitted", 1, 138)
    settings.STARTS_ON = date(2016, 11, 20)  # before quarter 2 closed
    q2 = ReturnRecord.objects.get(form=Q2)
    save_answer(record=q2, question="money.commentary", value="a secret draft", expected_version=1, by=cast.lead)
    again, _ = ask(cast.analyst, Q2, ["southend-on-sea"], drafts=False)
    assert again == [sent]


def test_what_is_kept_is_limited(region, cast, monkeypatch):
    monkeypatch.setattr(overview, "MOST_KEPT", 5)
    lines, _ = ask(cast.reviewer, Q3, EAST)
    assert all(line.standing for line in lines)
    assert ask(cast.reviewer, Q3, EAST[:3])[0] == lines[:3]


class TestDemo:
    def test_it_may_be_loaded_again_without_harm(self, db, settings):
        settings.DEMO = True
        first = load_demo()
        counts = [model.objects.count() for model in all_models()]
        assert load_demo() == first
        assert [model.objects.count() for model in all_models()] == counts
        assert PASSWORD in first
        cast = make_cast()
        assert all(person.check_password(PASSWORD) for person in cast.people)
        assert all(person.email.endswith("@example.org") for person in cast.people)

    def test_it_is_refused_on_a_real_site(self, db, settings):
        settings.DEMO = settings.DEBUG = False
        with pytest.raises(Refused, match="on a demo site only"):
            load_demo()

    def test_it_is_refused_where_other_people_are_at_home(self, db, settings):
        settings.DEMO = True
        Person.objects.create_user("lead@example.gov.uk", "A Lead", None)
        with pytest.raises(Refused, match="not of the demonstration"):
            load_demo()
        assert Person.objects.count() == 1

    def test_people_whom_a_demonstration_invited_do_not_stand_in_its_way(self, db, settings):
        settings.DEMO = True
        load_demo()
        Person.objects.create_user("kim@example.gov.uk", "Kim", None)
        assert PASSWORD in load_demo()

    def test_cast_without_a_password_cannot_sign_in_with_one(self, cast):
        assert not any(person.has_usable_password() for person in cast.people)


def all_models():
    rooms = [config for config in apps.get_app_configs() if config.name.startswith("concordat.")]
    return [model for config in rooms for model in config.get_models() if model._meta.label != "history.Event"]


class TestClock:
    def test_it_begins_on_the_day_that_is_set(self, settings):
        settings.STARTS_ON = date(2017, 2, 19)
        assert today() == date(2017, 2, 19)
        assert now().tzinfo is not None

    def test_else_it_is_the_real_one(self, settings):
        settings.STARTS_ON = None
        assert today().year >= 2025
        assert django_settings.USE_TZ
