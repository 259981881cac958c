import csv
import math
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.metrics.ambition import Ambition
from concordat.metrics.from_ccg import area_admissions, calculate_rate, sharing_vintage, sum_quarters
from concordat.metrics.plan_comparison import compare_plan
from concordat.periods import FinancialYear, Month, Quarter
from concordat.places.area import NotHeld
from concordat.places.commissioner import commissioners
from concordat.places.find import find_area
from concordat.places.population import Missing, population

CODES = st.sampled_from([*(one.ods for one in commissioners(2017)), "X24", "00W", "01M", "01N", "00F", "nowhere"])
COUNTS = st.floats(0, 1e6, allow_nan=False)
JUNE, QUARTER = Month(2017, 6), Quarter(FinancialYear(2017), 1)


@given(st.dictionaries(CODES, COUNTS, max_size=30))
def test_area_admissions_conserves_the_total(figures):
    shared = area_admissions({JUNE: figures})[JUNE]
    assert shared.shared_out + shared.not_shared_out == pytest.approx(math.fsum(figures.values()))


@given(st.dictionaries(CODES, COUNTS, max_size=30))
def test_area_admissions_agree_with_shares_by_hand(figures):
    """Residents over residents, one commissioner and one council at a time."""
    shared = area_admissions({JUNE: figures})[JUNE]
    expected: dict[str, float] = {}
    merged = dict(figures)
    if {"00W", "01M", "01N"} <= merged.keys() and "14L" not in merged:
        merged["14L"] = merged.pop("00W") + merged.pop("01M") + merged.pop("01N")
    for one in commissioners(2017):
        for part in one.residents:
            if one.ods in merged:
                people = sum(each.people for each in one.residents)
                slug = find_area(part.council, 2017).slug
                expected[slug] = expected.get(slug, 0) + merged[one.ods] * part.people / people
    assert {slug: one.value for slug, one in shared.shares.items() if one.value is not None} == pytest.approx(expected)


def test_area_admissions_list_what_finds_no_place():
    shared = area_admissions({JUNE: {"99G": 100.0, "X24": 7.0, "9ZZ": 3.0}})[JUNE]
    assert shared.shares["southend-on-sea"].value == 100
    assert [(one.commissioner, one.figure) for one in shared.unplaced] == [("X24", 7.0), ("9ZZ", 3.0)]
    assert "NHS England itself" in shared.unplaced[0].reason
    assert "No commissioner of 2017 is called '9ZZ'" in shared.unplaced[1].reason
    assert "by residence, not by registration" in shared.basis
    assert 0 < shared.covered < 0.01


def test_ccgs_that_merged_reach_their_place_only_together():
    march = Month(2017, 3)
    whole = area_admissions({march: {"00W": 10.0, "01M": 20.0, "01N": 30.0}})[march]
    assert whole.shares["manchester"].value == pytest.approx(60, rel=0.01)
    assert whole.unplaced == ()
    part = area_admissions({march: {"00W": 10.0, "01M": 20.0}})[march]
    assert part.shares["manchester"].value is None
    assert part.not_shared_out == 30


def test_a_month_without_a_table_shares_out_nothing_and_says_why():
    shared = area_admissions({Month(2013, 3): {"5QC": 5.0}})[Month(2013, 3)]
    assert (shared.shares, shared.not_shared_out) == ({}, 5.0)
    assert "primary care trusts" in shared.missing
    assert shared.unplaced[0].reason == shared.missing


@pytest.mark.parametrize(
    ("period", "table"),
    [
        (Month(2013, 4), 2017),
        (Month(2017, 3), 2017),
        (Month(2018, 3), 2017),
        (Month(2018, 4), 2018),
        (Quarter(FinancialYear(2018), 4), 2018),
        (FinancialYear(2019), 2019),
    ],
)
def test_sharing_vintage_is_that_of_the_year(period, table):
    assert sharing_vintage(period) == table


@pytest.mark.parametrize("period", [Month(2013, 3), Month(2020, 4), FinancialYear(2012), FinancialYear(2020)])
def test_sharing_vintage_outside_the_tables(period):
    with pytest.raises(NotHeld):
        sharing_vintage(period)


def test_sum_quarters_takes_whole_quarters_only():
    months = {Month(2017, number): {"99G": float(number)} for number in (4, 5, 6, 7, 8)}
    assert sum_quarters(months) == {QUARTER: {"99G": 15.0}}
    january = {Month(2018, number): {"99G": 1.0} for number in (1, 2, 3)}
    assert list(sum_quarters(january)) == [Quarter(FinancialYear(2017), 4)]


def test_calculate_rate_needs_the_population_of_the_year():
    southend = find_area("southend-on-sea", 2017)
    assert calculate_rate(southend, 5_000, QUARTER) == pytest.approx(5_000 / population(southend, 2017) * 100_000)
    assert "not for mid-2018" in calculate_rate(southend, 5_000, Quarter(FinancialYear(2017), 4)).reason
    assert "two calendar years" in calculate_rate(southend, 5_000, FinancialYear(2017)).reason
    assert isinstance(calculate_rate(southend, 5_000, Month(2016, 12)), Missing)


def ambition(place, target, unit="admissions", period=QUARTER, note=""):
    return Ambition("non-elective-admissions", place, period, None, target, unit, "plan", note)


def test_compare_plan_says_what_differs_and_what_cannot_be_compared():
    ambitions = [
        ambition("southend-on-sea", 5_000.0),
        ambition("essex", 30_000.0),
        ambition("kent", 1.0),
        ambition("thurrock", None, note="not published"),
        ambition("cumberland", 4.0),
    ]
    compared = compare_plan({"99G": 5_150.0, "99F": 4_000.0, "07G": 3_000.0, "X24": 1.0}, ambitions, QUARTER)
    rows = {row.area.slug: row for row in compared.areas}
    assert rows["southend-on-sea"].difference == 150
    assert rows["southend-on-sea"].relative == 0.03
    assert [row.area.slug for row in compared.compared] == ["southend-on-sea"]
    assert "12.0% of its residents" in rows["essex"].why
    assert rows["kent"].why == "None of the CCGs given serves this place."
    assert rows["thurrock"].why == "Target unknown: not published"
    assert [one.place for one in compared.strangers] == ["cumberland"]
    assert [one.commissioner for one in compared.unplaced] == ["X24"]


def test_compare_plan_with_rates_uses_the_population_of_the_year():
    southend = find_area("southend-on-sea", 2017)
    rate = 100_000 * 5_000 / population(southend, 2017)
    row = compare_plan({"99G": 5_000.0}, [ambition("southend-on-sea", rate, "per 100,000")], QUARTER).areas[0]
    assert row.difference == pytest.approx(0)
    later = Quarter(FinancialYear(2018), 1)
    row = compare_plan({"99G": 1.0}, [ambition("southend-on-sea", 9.0, "per 100,000", later)], later).areas[0]
    assert (row.plan, row.difference) == (None, None)
    assert "mid-2018" in row.why
    row = compare_plan({"99G": 1.0}, [ambition("southend-on-sea", 9.0, "per head")], QUARTER).areas[0]
    assert "per head" in row.why


def test_compare_plan_leaves_other_periods_apart():
    year = ambition("southend-on-sea", 20_000.0, period=FinancialYear(2017))
    row = compare_plan({"99G": 5_000.0}, [year], QUARTER).areas[0]
    assert row.why == "The ambition is for 2017-18, the plan for 2017-18-q1."
    row = compare_plan({"99G": 5_000.0}, [], QUARTER).areas[0]
    assert row.why == "No ambition is given for this place and period."


@pytest.mark.skipif("CONCORDAT_SOURCES" not in os.environ, reason="the published files are not here")
def test_england_is_what_is_shared_out_and_what_is_not():
    """Monthly Activity Return: England's row, every month of CCGs."""
    path = Path(os.environ["CONCORDAT_SOURCES"]).parent / "data" / "nea" / "mar_by_commissioner_month.csv"
    if not path.exists():
        pytest.skip("the published files are not here")
    by_month: dict[Month, dict[str, float]] = {}
    england = {}
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            month, count = Month.parse(row["period"]), float(row["non_elective_ga_ffce"])
            if row["org_code"]:
                by_month.setdefault(month, {})[row["org_code"]] = count
            else:
                england[month] = count
    for month, shared in area_admissions(by_month).items():
        assert shared.shared_out + shared.not_shared_out == pytest.approx(england[month])
        if month >= Month(2013, 4):
            assert [one.commissioner for one in shared.unplaced] == ["X24"]
            assert shared.covered == pytest.approx(1)


def test_compare_plan_where_no_table_tells():
    with pytest.raises(NotHeld, match="primary care trusts"):
        compare_plan({"99G": 1.0}, [], Quarter(FinancialYear(2012), 1))


def test_compare_plan_of_less_than_nothing():
    with pytest.raises(ValueError, match="The plan of 99G is -5; a plan of admissions is 0 or more"):
        compare_plan({"99G": -5.0}, [], QUARTER)
