"""Disclosure: whoever has a release, knows its rule and every total cannot tell one small count from another."""

import csv
import io

import numpy as np
import pytest
from attacker import EIGHT, FIVE, Attacker, computed, regions_of
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.records import disclosure
from concordat.records.disclosure import release
from concordat.records.disclosure_rule import DEFAULT_RULE, UnknownRule, find_rule, load_rules
from concordat.records.secondary_suppression import Withheld
from concordat.records.write_release import render_release, render_release_report

counts = st.one_of(st.integers(0, 12), st.integers(0, 60), st.just(0), st.integers(1, 7))


@st.composite
def grids(draw, places=(1, 6), periods=(1, 6)):
    shape = draw(st.integers(*places)), draw(st.integers(*periods))
    return [[draw(counts) for _ in range(shape[1])] for _ in range(shape[0])]


@pytest.mark.parametrize("rule", [EIGHT, FIVE], ids=lambda rule: rule.id)
@settings(max_examples=15, deadline=None)
@given(numerators=grids())
def test_release_of_counts_gives_no_small_count_away(rule, numerators):
    attacker = Attacker(computed(("long-stays-65", numerators, None)), rule, regions_of(len(numerators)))
    assert list(attacker.give_aways()) == []


@pytest.mark.parametrize("rule", [EIGHT, FIVE], ids=lambda rule: rule.id)
@settings(max_examples=15, deadline=None)
@given(numerators=grids(), data=st.data())
def test_release_of_shares_gives_neither_the_part_nor_the_rest_away(rule, numerators, data):
    rests = [[data.draw(counts) for _ in row] for row in numerators]
    wholes = [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(numerators, rests, strict=True)]
    found = computed(("emergency-admissions-65", wholes, None), ("readmissions-30-days", numerators, wholes))
    attacker = Attacker(found, rule, regions_of(len(numerators)))
    assert list(attacker.give_aways()) == []


@settings(max_examples=15, deadline=None)
@given(numerators=grids(), data=st.data())
def test_release_of_days_hides_those_of_a_few_people(numerators, data):
    people = [[data.draw(counts) for _ in row] for row in numerators]
    days = [[3 * a if b else 0 for a, b in zip(*rows, strict=True)] for rows in zip(numerators, people, strict=True)]
    for metric in (("discharge-delay", days, people), ("delayed-days", days, None, people)):
        attacker = Attacker(computed(metric), EIGHT, regions_of(len(days)))
        assert list(attacker.give_aways()) == []
        of = np.array(people).ravel()
        for cell in np.flatnonzero((of > 0) & (of < 8) & (np.array(days).ravel() > 0)):
            least, most = attacker.interval({attacker.start[metric[0], "numerator"] + int(cell): 1})
            assert most - least >= EIGHT.largest_small - 1 - 1e-6


def released(*metrics, rule=EIGHT, months=None, regions=None):
    """Numerators and denominators as text, by metric, places by periods."""
    found = release(computed(*metrics, months=months), rule, regions)
    shape = np.array(metrics[0][1]).shape
    rows = found.counts.sort("metric", "place", "period")
    return {
        metric: [np.array(part[column].to_list(), dtype=object).reshape(shape).tolist() for column in part.columns[3:]]
        for (metric,), part in rows.group_by("metric", maintain_order=True)
    }, found


def test_release_rounds_to_the_nearest_5_and_suppresses_1_to_7():
    figures = [[0, 1, 7, 8, 12, 13, 102, 103]]
    ((shown, _),), _ = (
        list(part.values()) if isinstance(part, dict) else part for part in released(("long-stays-65", figures, None))
    )
    assert shown == [["0", "*", "*", "10", "10", "15", "100", "105"]]


def test_release_under_5_leaves_other_counts_as_they_are():
    figures = [[0, 1, 4, 5, 12, 13]]
    (by_metric, _) = released(
        ("long-stays-65", figures, None),
        rule=FIVE,
        months=["2023-05", "2023-06", "2023-08", "2023-09", "2023-11", "2023-12"],
    )
    assert by_metric["long-stays-65"][0] == [["0", "*", "*", "5", "12", "13"]]


def test_zero_suppressed_and_missing_are_told_apart():
    by_metric, _ = released(
        ("stay-90th-percentile-65", [[None, 41, 9]], [[0, 3, 20]]), months=["2023-05", "2023-06", "2023-08"]
    )
    assert by_metric["stay-90th-percentile-65"] == [[["", "*", "9"]], [["0", "*", "20"]]]


def test_all_but_a_few_is_suppressed_as_the_few_are():
    by_metric, _ = released(("weekend-discharges", [[97, 60]], [[100, 100]]), months=["2023-05", "2023-08"])
    assert by_metric["weekend-discharges"] == [[["*", "60"]], [["100", "100"]]]


def test_days_of_a_few_people_are_suppressed():
    by_metric, _ = released(("discharge-delay", [[200, 200]], [[4, 40]]), months=["2023-05", "2023-08"])
    assert by_metric["discharge-delay"] == [[["*", "200"]], [["*", "40"]]]


def test_days_of_a_few_people_among_many_are_suppressed():
    months, days, all_of = ["2023-05", "2023-08"], [[200, 200]], [[90, 90]]
    by_metric, _ = released(("discharge-delay", days, all_of, [[7, 8]]), months=months)
    assert by_metric["discharge-delay"] == [[["*", "200"]], [["90", "90"]]]
    by_metric, _ = released(("bed-days-in-institutions-65", days, None, [[1, 8]]), months=months)
    assert by_metric["bed-days-in-institutions-65"][0] == [["*", "200"]]


def test_the_same_figures_under_two_names_are_hidden_alike():
    wholes = [[40, 3, 90], [50, 60, 70], [31, 44, 57]]
    by_metric, _ = released(
        ("emergency-admissions-65", wholes, None),
        ("readmissions-30-days", [[20, 1, 30], [20, 20, 20], [11, 12, 13]], wholes),
        rule=FIVE,
    )
    assert by_metric["emergency-admissions-65"][0] == by_metric["readmissions-30-days"][1]


def test_a_rectangle_is_suppressed_where_totals_are_exact():
    by_metric, found = released(("long-stays-65", [[3, 40, 50], [60, 70, 80], [90, 91, 92]], None), rule=FIVE)
    assert by_metric["long-stays-65"][0] == [["*", "*", "50"], ["*", "*", "80"], ["90", "91", "92"]]
    assert found.withheld == ()
    assert found.suppressed == 4


def test_totals_that_cannot_be_kept_are_withheld_and_named():
    by_metric, found = released(("long-stays-65", [[3, 0, 0], [20, 30, 40]], None), rule=FIVE)
    assert by_metric["long-stays-65"][0][0] == ["*", "0", "0"]
    assert found.withheld[0].startswith(
        "long-stays-65 (numerator): do not publish exact totals of places over quarters"
    )
    assert "2023-04 to 2023-06" in found.withheld[0]


def test_without_secondary_suppression_the_attacker_finds_small_counts_out(monkeypatch):
    monkeypatch.setattr(disclosure, "protect", lambda *_: Withheld())
    monkeypatch.setattr("attacker.protect", lambda *_: Withheld())
    attacker = Attacker(computed(("long-stays-65", [[3, 40, 50], [60, 70, 80]], None)), FIVE, {})
    assert [(cell, value, least, most) for _, cell, value, least, most in attacker.give_aways()] == [(0, 3, 3, 3)]


def test_render_release_says_in_every_row_where_it_comes_from():
    _, found = released(("long-stays-65", [[0, 5, 9]], None))
    found.report.versions["long-stays-65"] = 2
    first, *rows = csv.reader(io.StringIO(render_release(found)))
    assert first == ["metric", "area", "month", "numerator", "denominator", "version", "rule", "inputs", "records"]
    assert rows[1][3:7] == ["*", "", "2", "suppress-under-8-round-5 v1"]
    assert rows[1][7] == found.inputs[:16]
    assert rows[1][8] == "synthetic"


def test_render_release_report_leaves_out_notes_which_may_tell_small_counts():
    _, found = released(("long-stays-65", [[0, 5, 9]], None))
    found.report.notes.append("3 are of months after")
    told = render_release_report(found)
    assert "3 are of" not in told
    assert '"rule": "suppress-under-8-round-5 v1"' in told


def test_find_rule_names_those_that_there_are():
    with pytest.raises(
        UnknownRule, match="no rule 'eight' of disclosure; there are suppress-under-8-round-5, suppress-"
    ):
        find_rule("eight")
    assert find_rule(DEFAULT_RULE).protects
    assert [rule.id for rule in load_rules().values() if not rule.protects] == ["none"]
