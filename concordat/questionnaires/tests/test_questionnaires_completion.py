"""How it stands with each question: answered, not needed, waiting, unanswered."""

from pathlib import Path

import pytest

from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.completion import State, calculate_completion, state_of
from concordat.questionnaires.definition import read_definition
from concordat.questionnaires.expand import expand

BAKERY = read_definition(Path(__file__).with_name("bakery.yaml"))
FORMS = {period: expand(BAKERY, f"2016-17-{period}") for period in BAKERY.periods}


def fill(period, given, earlier=()):
    return read_answers(FORMS[period], given, tuple(earlier))


def state(answers, id):
    return state_of(answers, answers.form.questions[id])


@pytest.mark.parametrize(
    ("shop", "expected"),
    [
        ({}, State.WAITING),
        ({"open": "Yes"}, State.NOT_NEEDED),
        ({"open": "No"}, State.UNANSWERED),
        ({"open": "Perhaps"}, State.WAITING),
        ({"open": "No", "opens": "01/05/2017"}, State.ANSWERED),
        ({"open": "No", "opens": "soon"}, State.UNANSWERED),
        ({"open": "Yes", "opens": "01/05/2017"}, State.ANSWERED),
    ],
)
def test_a_date_is_wanted_only_where_the_answer_is_not_yes(shop, expected):
    assert state(fill("q1", {"shop": shop}), "shop.opens") is expected


def test_an_option_of_other_periods_decides_nothing_where_it_is_not_offered():
    assert state(fill("q1", {"shop": {"crust": "Golden - even"}}), "shop.darker") is State.UNANSWERED
    assert state(fill("q4", {"shop": {"crust": "Golden - even"}}), "shop.darker") is State.WAITING


@pytest.mark.parametrize(
    ("state_", "done"),
    [(State.ANSWERED, True), (State.NOT_NEEDED, True), (State.WAITING, False), (State.UNANSWERED, False)],
)
def test_is_done(state_, done):
    assert state_.is_done is done


PLAN = {"q1": "25", "q2": "25", "q3": "25", "q4": "25"}


@pytest.mark.parametrize(
    ("purse", "spent", "expected"),
    [
        ("100", "25", State.NOT_NEEDED),
        ("102", "25", State.NOT_NEEDED),  # 2 apart: rounding
        ("98", "25", State.NOT_NEEDED),
        ("103", "25", State.UNANSWERED),  # 3 apart
        ("97", "25", State.UNANSWERED),
        ("100", "26", State.UNANSWERED),  # the latest differs from its plan
        ("103", "", State.UNANSWERED),  # one difference suffices
        ("100", "", State.WAITING),  # the latest is missing, and the form counts on it
        ("100", "lots", State.WAITING),
        ("", "25", State.NOT_NEEDED),  # the purse does not count, so nothing waits for it
    ],
)
def test_a_note_is_wanted_where_figures_differ(purse, spent, expected):
    flour = {"purse": purse, "rye": {"plan": PLAN, "spent": {"q1": spent}}}
    assert state(fill("q1", {"flour": flour}), "flour.rye.note") is expected


def test_a_note_waits_for_a_total_that_is_not_whole():
    flour = {"purse": "100", "rye": {"plan": {"q1": "25", "q2": "25"}, "spent": {"q1": "25"}}}
    assert state(fill("q1", {"flour": flour}), "flour.rye.note") is State.WAITING


def test_the_latest_figure_is_held_against_the_plan_of_an_earlier_period():
    first = fill("q1", {"flour": {"rye": {"plan": PLAN}}})
    same, other = ({"flour": {"rye": {"spent": {"q2": figure}}}} for figure in ("25", "30"))
    assert state(fill("q2", same, [first]), "flour.rye.note") is State.NOT_NEEDED
    assert state(fill("q2", other, [first]), "flour.rye.note") is State.UNANSWERED


def test_a_figure_of_an_earlier_period_that_is_not_there_is_left_out():
    answers = fill("q2", {"flour": {"rye": {"spent": {"q2": "30"}}}})
    assert state(answers, "flour.rye.note") is State.NOT_NEEDED


def test_the_last_period_compares_the_year_with_the_purse():
    spent = {"q1": "20", "q2": "20", "q3": "20", "q4": "20"}
    answers = fill("q4", {"flour": {"purse": "82", "rye": {"spent": spent}}})
    assert state(answers, "flour.rye.note") is State.NOT_NEEDED
    answers = fill("q4", {"flour": {"purse": "83", "rye": {"spent": spent}}})
    assert state(answers, "flour.rye.note") is State.UNANSWERED


def test_an_answer_is_taken_over_from_earlier():
    closed = fill("q1", {"shop": {"open": "No"}})
    answers = fill("q2", {}, [closed])
    assert state(answers, "shop.open") is State.ANSWERED
    assert state(answers, "shop.opens") is State.UNANSWERED
    reopened = fill("q2", {"shop": {"open": "Yes"}}, [closed])
    assert state(reopened, "shop.opens") is State.NOT_NEEDED


def test_an_answer_that_does_not_fit_is_not_papered_over_by_an_earlier_one():
    answers = fill("q2", {"shop": {"open": "Maybe"}}, [fill("q1", {"shop": {"open": "No"}})])
    assert state(answers, "shop.open") is State.UNANSWERED
    assert state(answers, "shop.opens") is State.WAITING


def test_what_is_not_taken_over_is_unanswered_though_it_was_said_before():
    answers = fill("q2", {}, [fill("q1", {"shop": {"crust": "Dark"}})])
    assert state(answers, "shop.crust") is State.UNANSWERED


def test_rows_that_are_not_begun_are_not_asked():
    nothing = fill("q1", {})
    assert calculate_completion(nothing)["orders"] == (0, 3)
    assert state(nothing, "orders.order-1.name") is State.UNANSWERED
    assert state(nothing, "orders.order-2.name") is State.NOT_NEEDED
    assert state(nothing, "orders.order-2.why") is State.NOT_NEEDED


def test_a_row_that_is_begun_wants_the_rest():
    begun = fill("q1", {"orders": {"order-2": {"large": "Yes"}}})
    assert calculate_completion(begun)["orders"] == (1, 6)
    assert state(begun, "orders.order-2.why") is State.UNANSWERED
    assert state(begun, "orders.order-3.why") is State.NOT_NEEDED


def test_a_row_with_an_answer_that_does_not_fit_is_begun():
    assert calculate_completion(fill("q1", {"orders": {"order-3": {"large": "Huge"}}}))["orders"] == (0, 6)


def test_what_does_not_fit_counts_as_unanswered():
    assert calculate_completion(fill("q1", {"diary": {"sold": "24", "text": "fine"}}))["diary"] == (2, 2)
    assert calculate_completion(fill("q1", {"diary": {"sold": "two", "text": "x" * 21}}))["diary"] == (0, 2)


def test_calculate_completion_counts_each_period_as_its_form_has_it():
    asked = {
        period: {id: asked for id, (_, asked) in calculate_completion(fill(period, {})).items()} for period in FORMS
    }
    assert asked == {
        "q1": {"shop": 4, "flour": 2 * (4 + 1 + 1), "orders": 3, "diary": 2},
        "q2": {"shop": 3, "flour": 2 * (2 + 1), "orders": 3, "diary": 2},
        "q3": {"shop": 3, "flour": 2 * (3 + 1), "orders": 3, "diary": 2},
        "q4": {"shop": 3, "flour": 2 * (4 + 1), "orders": 3, "diary": 2},
    }
