"""Figures that follow from answers."""

from decimal import Decimal
from pathlib import Path

import pytest

from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.definition import read_definition
from concordat.questionnaires.derived import (
    calculate_derived,
    calculate_rate,
    calculate_total,
    count_remaining,
    find_series,
)
from concordat.questionnaires.expand import expand

BAKERY = read_definition(Path(__file__).with_name("bakery.yaml"))


def fill(period, given, *earlier):
    return read_answers(expand(BAKERY, f"2016-17-{period}"), given, earlier)


def total(answers, id):
    series = find_series(answers, id)
    assert series
    return calculate_total(answers, series)


def spent(**figures):
    return {"flour": {"rye": {"spent": figures}}}


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ({"q1": "£1,000.10", "q2": "2", "q3": "(0)", "q4": "0.90"}, Decimal("1003.00")),
        ({"q1": "0", "q2": "0", "q3": "0", "q4": "0"}, Decimal(0)),
        ({"q1": "1", "q2": "2", "q3": "3"}, None),
        ({"q1": "1", "q2": "2", "q3": "3", "q4": "many"}, None),
        ({}, None),
    ],
)
def test_calculate_total_of_a_whole_series(plan, expected):
    assert total(fill("q1", {"flour": {"rye": {"plan": plan}}}), "flour.rye.plan") == expected


def test_calculate_total_waits_until_the_series_covers_the_year():
    first = fill("q1", {})
    third = fill("q3", spent(q1="1", q2="2", q3="3"), first)
    assert total(third, "flour.rye.spent") is None
    fourth = fill("q4", spent(q1="1", q2="2", q3="3", q4="4"), first, third)
    assert total(fourth, "flour.rye.spent") == 10


def test_calculate_total_of_a_series_that_only_an_earlier_form_asks():
    first = fill("q1", {"flour": {"rye": {"plan": {"q1": "1", "q2": "1", "q3": "1", "q4": "1"}}}})
    second = fill("q2", {}, first)
    assert "flour.rye.plan" not in second.form.series
    assert total(second, "flour.rye.plan") == 4
    assert find_series(fill("q2", {}), "flour.rye.plan") is None


@pytest.mark.parametrize(
    ("sold", "town", "expected"),
    [
        ("24", "180,589", "13.29"),
        ("24", "182046", "13.18"),
        ("0", "180589", "0.00"),
        ("24", "0", None),
        ("24", "", None),
        ("", "180589", None),
        ("two dozen", "180589", None),
    ],
)
def test_calculate_rate_per_100_000_people(sold, town, expected):
    rate = calculate_rate(fill("q1", {"diary": {"sold": sold, "town": town}}), "diary.rate")
    assert (None if rate is None else f"{rate:.2f}") == expected


@pytest.mark.parametrize(("text", "left"), [("", 20), (" four ", 16), ("x" * 20, 0), ("x" * 23, -3)])
def test_count_remaining(text, left):
    assert count_remaining(fill("q1", {"diary": {"text": text}}), "diary.text") == left


def test_count_remaining_of_a_text_without_a_limit_goes_by_the_cell_of_a_workbook():
    assert count_remaining(fill("q1", {}), "flour.rye.note") == 32_767


def test_calculate_derived_gives_totals_and_rates_that_can_be_known():
    plan = {"q1": "1", "q2": "2", "q3": "3", "q4": "4"}
    answers = fill("q1", {"flour": {"oat": {"plan": plan}}, "diary": {"sold": "1", "town": "50000"}})
    assert calculate_derived(answers) == {"flour.oat.plan": Decimal(10), "diary.rate": Decimal(2)}


def test_a_derived_figure_is_not_answered():
    answers = fill("q1", {"diary": {"rate": "13.3"}})
    assert answers.unplaced == {"diary.rate": "13.3"}
    assert calculate_derived(answers) == {}
