import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from concordat.frameworks.crosswalk import items_of, read_crosswalk
from concordat.frameworks.read_yaml import SHIPPED, framework_ids, load_framework

IDS = ["2014-16", "2016-17", "2017-19", "2023-25", "2025-26", "2026-27"]

every_framework = pytest.mark.parametrize("id", IDS)


def test_framework_ids_are_the_six_years_in_order():
    assert framework_ids()[: len(IDS)] == IDS


@pytest.mark.parametrize(
    ("id", "conditions", "questions", "metrics"),
    [
        ("2014-16", 6, 6, 6),  # five national metrics and one local
        ("2016-17", 8, 12, 6),
        ("2017-19", 4, 4, 4),
        ("2023-25", 4, 4, 5),
        ("2025-26", 4, 4, 3),
        ("2026-27", 0, 0, 0),
    ],
)
def test_counts_are_those_of_the_domain_page(id, conditions, questions, metrics):
    framework = load_framework(id)

    assert len(framework.condition_numbers) == conditions
    assert len(framework.conditions) == questions
    assert len(framework.metrics) == metrics


def test_2016_17_asks_its_conditions_and_metrics_in_the_order_of_the_return():
    framework = load_framework("2016-17")

    assert [condition.id for condition in framework.conditions] == [
        *("1", "2", "3-i", "3-ii", "4-i", "4-ii", "4-iii", "4-iv", "5", "6", "7", "8"),
    ]
    assert [(metric.id, metric.good) for metric in framework.metrics] == [
        ("non-elective-admissions", "low"),
        ("delayed-transfers", "low"),
        ("local", "unknown"),
        ("patient-experience", "high"),
        ("residential-admissions", "low"),
        ("reablement", "high"),
    ]
    assert {condition.part_of for condition in framework.conditions} == {None, "3", "4"}


@every_framework
def test_every_item_has_a_label_and_every_source_is_listed(id):
    framework = load_framework(id)
    listed = {source.id for source in framework.sources}

    for _, place, item in framework.sourced():
        assert item.source_id in listed, place
        assert getattr(item, "label", "x"), place
    assert {unknown.source_id for unknown in framework.unknown} <= listed


@every_framework
def test_every_listed_source_is_used(id):
    framework = load_framework(id)
    used = {item.source_id for _, _, item in framework.sourced()} | {one.source_id for one in framework.unknown}

    assert used == {source.id for source in framework.sources}


@every_framework
def test_totals_add_up_where_they_say_so(id):
    framework = load_framework(id)

    for total in framework.totals:
        if total.adds_up == "yes":
            parts = [
                figure.value
                for stream in (framework.stream(part) for part in total.of)
                for figure in stream.national
                if figure.year in total.years and figure.status != "superseded"
            ]
            places = -total.value.as_tuple().exponent
            assert len(parts) == len(total.of) * len(total.years), total.id
            assert round(sum(parts), places) == total.value, total.id


@every_framework
def test_a_total_that_cannot_be_checked_has_a_part_that_is_not_known(id):
    framework = load_framework(id)

    for total in framework.totals:
        if total.adds_up == "unknown" and total.of:
            figures = [figure.value for part in total.of for figure in framework.stream(part).national]
            assert None in figures, total.id


@pytest.mark.parametrize(
    ("id", "total", "value"),
    [
        ("2014-16", "fund-2015-16", "3.8"),
        ("2016-17", "fund-2016-17", "3.9"),
        ("2017-19", "fund-2017-18", "5.128"),
        ("2017-19", "fund-2018-19", "5.617"),
        ("2023-25", "fund-2023-25", "16.8"),
        ("2025-26", "fund-2025-26", "9"),
    ],
)
def test_national_totals(id, total, value):
    totals = {one.id: one for one in load_framework(id).totals}

    assert totals[total].value == Decimal(value)


def test_2017_19_holds_the_parameters_of_the_money_rules():
    framework = load_framework("2017-19")

    assert framework.parameter("social-care-uplift-2017-18").value == Decimal("1.0179")
    assert framework.parameter("social-care-uplift-2018-19").value == Decimal("1.019")
    assert framework.parameter("out-of-hospital-2017-18").value == Decimal("1.018")
    assert framework.parameter("out-of-hospital-2018-19").value == Decimal("1.037")
    assert load_framework("2016-17").parameter("out-of-hospital-ring-fence").value == Decimal("1.0")


def test_improved_fund_was_raised_by_about_two_billion():
    figures = load_framework("2017-19").stream("ibcf").national
    latest = [figure.value for figure in figures if figure.status != "superseded"]
    superseded = [figure.value for figure in figures if figure.status == "superseded"]

    assert latest == [Decimal("1.115"), Decimal("1.499"), Decimal("1.837")]
    assert sum(latest) - sum(superseded) == Decimal("2.021")  # the source says £2 billion


def test_2016_17_returns_have_their_deadlines():
    framework = load_framework("2016-17")
    due = {q: framework.deadline_for(f"2016-17-{q}") for q in ("q1", "q2", "q3", "q4")}

    assert [one.day for one in due.values()] == [
        *(date(2016, 9, 9), date(2016, 11, 25), date(2017, 3, 3), date(2017, 5, 31)),
    ]
    assert [one.verified for one in due.values()] == [False, True, True, True]
    assert due["q2"].at == "12:00"
    assert framework.deadline_for("2016-17-q5") is None


def test_a_day_that_does_not_exist_is_kept_as_printed():
    outcome = next(one for one in load_framework("2016-17").calendar if one.id == "assurance-outcome")

    assert (outcome.day, outcome.printed) == (None, "31 April TBC")


def test_high_impact_changes_have_8_changes_26_rows_and_5_levels():
    model = load_framework("2017-19").outcome_list("high-impact-changes")

    assert [len(change.rows) for change in model.items] == [2, 5, 3, 3, 4, 3, 3, 3]
    assert [level.label for level in model.levels] == [
        *("Not yet established", "Plans in place", "Established", "Mature", "Exemplary"),
    ]


@pytest.mark.parametrize(
    ("outcomes", "ids"),
    [
        ("interface-scorecard", ["a1", "a2", "a3", "a4", "a5", "b1", "c1"]),
        ("graduation-criteria", ["a", "b", "c", "d", "e"]),
    ],
)
def test_outcome_lists_of_2017_19(outcomes, ids):
    assert [item.id for item in load_framework("2017-19").outcome_list(outcomes).items] == ids


def test_integration_standard_has_seven_objectives():
    assert len(load_framework("2017-19").outcome_list("integration-standard").items) == 7


def test_2025_26_is_signed_by_chief_executives_who_cannot_delegate():
    signs = {sign.id: sign for sign in load_framework("2025-26").signs}

    assert signs["icb-chief-executive"].delegable == signs["council-chief-executive"].delegable == "no"
    assert signs["hwb"].later_ratification == "yes"


def test_crosswalk_names_every_item_between_neighbouring_years():
    links = read_crosswalk()

    for before, after in pairwise(IDS):
        for kind in ("condition", "metric", "stream", "outcome"):
            here = [link.items for link in links if link.kind == kind and link.years == (before, after)]
            assert {old for old, _ in here if old} == set(items_of(load_framework(before), kind)), (before, kind)
            assert {new for _, new in here if new} == set(items_of(load_framework(after), kind)), (after, kind)


def test_crosswalk_states_no_step_twice():
    steps = [(link.kind, link.from_, link.to) for link in read_crosswalk()]

    assert len(steps) == len(set(steps))


def test_no_shipped_file_names_an_address_on_the_web():
    for path in SHIPPED.rglob("*.yaml"):
        assert not re.search(r"https?://|www\.", path.read_text(encoding="utf-8")), path
