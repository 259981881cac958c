"""A return read again is what it would be if nobody had read it before, whatever happened to it meanwhile."""

from contextlib import suppress
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from page_forms import save

from concordat.returns.access import load_return
from concordat.returns.access import recent as kept_returns
from concordat.returns.access.recent import read_recent
from concordat.returns.actions import add_remark, assign, give_reason
from concordat.returns.models import AnswerRow

FORM, PLACE = "2016-17-q3", "southend-on-sea"
SOURCES = {"answers": "returns_answerrow", "events": "history_event"}


@pytest.fixture(autouse=True)
def _nothing_read_before():
    kept_returns._recent.clear()


def read(cast):
    """The return as the lead reads it, and from which tables, of those that hold answers and events."""
    record = load_return(cast.lead, PLACE, FORM)
    with CaptureQueriesContext(connection) as queries:
        found = read_recent(record)
    asked = " ".join(one["sql"] for one in queries)
    return found, {name for name, table in SOURCES.items() if f'FROM "{table}"' in asked}


def assert_as_if_new(found, cast):
    kept_returns._recent.clear()
    anew, asked = read(cast)
    assert asked == {"answers"}
    for name in ("length", "head", "rows", "reasons"):
        assert getattr(found, name) == getattr(anew, name), name
    assert found.checking.ret.answers.answers == anew.checking.ret.answers.answers
    assert found.checking.ret.reasons == anew.checking.ret.reasons
    assert found.checking.findings == anew.checking.findings
    assert found.checking.completion == anew.checking.completion


def test_what_nobody_changed_is_read_once(record, cast):
    first, asked = read(cast)
    again, nothing = read(cast)
    assert (asked, nothing) == ({"answers"}, set())
    assert again.checking is first.checking


@pytest.mark.parametrize(
    "answers",
    [
        {"narrative.text": "All is well."},
        {"narrative.text": "", "budget.pooled": "No"},
        {"money.income.forecast.q3": "three million", "conditions.1.answer": "No", "cover.completed-by": "n/a"},
    ],
)
def test_answers_are_taken_from_the_events_since(record, cast, answers):
    read(cast)
    for question, text in answers.items():
        save(record, cast.lead, question, text)
    found, asked = read(cast)
    assert asked == {"events"}
    assert_as_if_new(found, cast)


def test_so_is_an_answer_of_somebody_else_and_one_that_changed_twice(record, cast):
    read(cast)
    for person, text in ((cast.finance, "3282762"), (cast.lead, "3282763"), (cast.finance, "")):
        save(record, person, "money.income.actual.q3", text)
    found, asked = read(cast)
    assert asked == {"events"}
    assert_as_if_new(found, cast)


def test_so_is_a_reason(record, cast):
    save(record, cast.lead, "narrative.text", "n/a")
    first, _ = read(cast)
    finding = next(one for one in first.checking.findings if one.code == "filler")
    for text in ("It was agreed.", "It was agreed with the board.", ""):
        give_reason(record=record, code=finding.code, where=finding.where, text=text, by=cast.lead)
        found, asked = read(cast)
        assert asked == {"events"}
    assert_as_if_new(found, cast)


def test_what_concerns_no_answer_is_passed_over(record, cast):
    first, _ = read(cast)
    add_remark(record=record, question="narrative.text", text="Look again", by=cast.lead)
    assign(record=record, target="budget", to=cast.finance, by=cast.lead)
    found, asked = read(cast)
    assert asked == {"events"}
    assert found.checking is first.checking


def test_an_event_that_nobody_knows_has_the_return_read_whole(record, cast, monkeypatch):
    monkeypatch.setattr(kept_returns, "ASIDE", frozenset())
    read(cast)
    add_remark(record=record, question="narrative.text", text="Look again", by=cast.lead)
    assert read(cast)[1] >= {"answers"}


def test_so_have_more_events_than_it_is_worth(record, cast, monkeypatch):
    monkeypatch.setattr(kept_returns, "MOST_EVENTS", 2)
    read(cast)
    for number in range(3):
        save(record, cast.lead, "narrative.text", f"Draft {number}")
    found, asked = read(cast)
    assert asked == {"answers"}
    assert_as_if_new(found, cast)


def test_another_return_submitted_before_has_it_read_whole(record, cast, monkeypatch):
    read(cast)
    monkeypatch.setattr(kept_returns, "with_changes", lambda *_: None)  # as where an earlier return is another one
    assert read(cast)[1] == {"answers"}


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_back_was_never_there(record, cast):
    """A transaction that fails leaves nothing behind, also where the return was read inside it."""
    read(cast)
    with suppress(ZeroDivisionError), transaction.atomic():
        save(record, cast.lead, "narrative.text", "Never happened")
        inside, _ = read(cast)
        assert inside.rows["narrative.text"].text == "Never happened"
        raise ZeroDivisionError
    found, _ = read(cast)
    assert "narrative.text" not in found.rows
    save(load_return(cast.lead, PLACE, FORM), cast.lead, "narrative.text", "Happened")
    found, _ = read(cast)
    assert found.rows["narrative.text"].text == "Happened"
    assert_as_if_new(found, cast)


def test_no_more_returns_are_kept_than_said_and_the_oldest_goes_first(record, cast, monkeypatch):
    found, _ = read(cast)
    monkeypatch.setattr(kept_returns, "MOST_KEPT", 3)
    kept_returns._recent.clear()
    kept_returns._recent.update({-number: found for number in range(1, 4)})
    read(cast)
    assert list(kept_returns._recent) == [-2, -3, record.pk]


def test_what_is_kept_is_never_changed(record, cast):
    stages = [read(cast)[0]]
    for text in ("One", "Two"):
        save(record, cast.lead, "narrative.text", text)
        stages.append(read(cast)[0])
    texts = [one.rows["narrative.text"].text if "narrative.text" in one.rows else None for one in stages]
    assert texts[1:] == ["One", "Two"]
    assert all(one.rows is not other.rows and one.length < other.length for one, other in pairwise(stages))
    assert (
        AnswerRow.objects.get(record=record, question="narrative.text").version
        == stages[-1].rows["narrative.text"].version
    )
