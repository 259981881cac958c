"""What ships, held against figures that the publishers worked out themselves."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from concordat.metrics import load_all, load_series
from concordat.metrics.council_codes import ENGLAND_CODE, name_of_code
from concordat.metrics.denominators import calculate_denominator
from concordat.metrics.edition_changes import compare_editions
from concordat.metrics.shelf import load_shelf
from concordat.metrics.whereabouts import find_where
from concordat.periods import FinancialYear, Month
from concordat.places.vintage import area_by_council

BY_COUNCIL, NATIONAL = "delayed-transfers-2020-02", "delayed-transfers-national-final"


@pytest.fixture(scope="module")
def shelf():
    return load_shelf()


def figures(shelf, edition, measure):
    return shelf.find(shelf.edition(edition), measure)


def test_people_delayed_per_day_of_all_councils_and_months_are_those_that_nhs_england_printed(shelf):
    """33 months, April 2017 to December 2019: 151 councils at any time, two more after Dorset changed, and England."""
    printed = figures(shelf, BY_COUNCIL, "delayed-days").filter(pl.col("breakdown") == "total").drop_nulls("published")
    places = [one for vintage in (2018, 2019) for one in load_all("people-delayed-per-day", vintage)]
    series = [load_series("people-delayed-per-day", "england", edition=BY_COUNCIL), *places]
    ours = {(one.where.code, value.period.first_day): value.value for one in series for value in one.values}
    apart, codes = [], set()
    for code, day, mean in printed.select("code", "period", "published").iter_rows():
        if code not in ("E06000028", "E06000029"):  # Bournemouth and Poole are one place
            codes.add(code)
            apart.append(abs(ours[code, day] - mean))
    assert (len(codes), len(apart)) == (152, printed.height - 2 * 25)
    assert max(apart) < 1e-6
    joint = sum(
        mean
        for code, mean in printed.filter(pl.col("period") == date(2018, 1, 1)).select("code", "published").iter_rows()
        if code in ("E06000028", "E06000029")
    )
    assert ours["E06000028+E06000029", date(2018, 1, 1)] == pytest.approx(joint, abs=1e-6)


def test_people_delayed_per_day_by_type_and_body_are_those_that_nhs_england_printed(shelf):
    printed = figures(shelf, BY_COUNCIL, "delayed-days").drop_nulls("published")
    assert printed.group_by("breakdown").len().height == 6
    ours = pl.col("numerator") / pl.col("period").dt.month_end().dt.day()
    assert printed.height > 29_000
    assert printed.select((ours - pl.col("published")).abs().max()).item() < 1e-6


def test_england_is_the_sum_of_councils_and_of_people_who_live_elsewhere(shelf):
    """People from Wales, Scotland and abroad are in no council: they make England a little more, in every month."""
    days = figures(shelf, BY_COUNCIL, "delayed-days").filter(pl.col("breakdown") == "total")
    councils = (
        days.filter(pl.col("code") != ENGLAND_CODE).group_by("period").agg(pl.col("numerator").sum()).sort("period")
    )
    england = days.filter(pl.col("code") == ENGLAND_CODE).sort("period")
    more = (england["numerator"] - councils["numerator"]) / england["numerator"]
    assert england.height == 105
    assert 0 <= more.min() <= more.max() < 0.02


def test_the_two_national_editions_agree_in_94_of_105_months(shelf):
    first, second = (shelf.parts(shelf.edition(id), "total") for id in (BY_COUNCIL, NATIONAL))
    changes = compare_editions(first, second)
    assert changes.same == 94
    assert [(one.name, one.figure) for one in changes.differences] == [("England", "numerator")] * 11
    assert [str(one.period) for one in changes.differences] == [f"2019-{month:02d}" for month in range(1, 12)]
    assert changes.only_second == 10  # August 2010 to March 2011, January and February 2020
    assert changes.differences[0].first == 135_428
    assert changes.differences[0].second == 135_397


def year_of_days(series, year):
    values = {value.period: value.numerator for value in series.values}
    return sum(values[month] for month in year.months)


def test_ascof_2c1_of_2017_18_is_what_delayed_days_and_adults_make():
    """Published: people delayed per day per 100,000 adults. All but Leeds and Merton agree within 0.1."""
    year, apart, joined = FinancialYear(2017), {}, 0
    published = {s.where.slug: s.values[0].value for s in load_all("ascof-delayed-transfers", 2019)}
    for series in load_all("delayed-transfers", 2019):
        mean = published[series.slug]
        adults = calculate_denominator("adults", series.where, year)
        if mean is None or not isinstance(adults, float) or any(v.numerator is None for v in series.values):
            continue
        joined += 1
        ours = 100_000 * year_of_days(series, year) / 365 / adults
        if abs(ours - mean) > 0.1:
            apart[series.slug] = (round(ours, 2), mean)
    assert joined == 148
    assert apart == {"leeds": (17.32, 16.9), "merton": (6.10, 6.2)}


def test_ascof_2c1_of_england_is_lower_by_the_people_who_live_elsewhere():
    england = find_where("england")
    ours = 100_000 * year_of_days(load_series("delayed-transfers", england), FinancialYear(2017)) / 365
    assert ours / calculate_denominator("adults", england, FinancialYear(2017)) == pytest.approx(12.40, abs=0.005)
    assert load_series("ascof-delayed-transfers", england).values[0].value == 12.3


def test_discharge_delay_of_england_in_2024_25():
    value = load_series("discharge-delay-yearly", "england").values[0]
    assert (value.numerator, value.denominator) == (3_329_387, 4_035_716)
    assert value.value == pytest.approx(0.825, abs=0.0005)
    share = load_series("discharged-when-ready-yearly", "england").values[0]
    assert (share.numerator, share.denominator) == (3_489_312, 4_035_716)
    assert share.value == pytest.approx(86.46, abs=0.005)
    assert share.lower < share.value < share.upper


def test_discharge_months_make_the_year_of_every_area_and_body(shelf):
    months = (
        figures(shelf, "discharge-ready-2024-25", "discharge-delay")
        .group_by("code")
        .agg(pl.col("numerator", "denominator").sum())
    )
    year = figures(shelf, "discharge-ready-year-2024-25", "discharge-delay-yearly")
    both = months.join(year, on="code", suffix=" year")
    assert both.height == year.height == 330
    assert both.filter(pl.col("numerator") != pl.col("numerator year")).is_empty()
    assert both.filter(pl.col("denominator") != pl.col("denominator year")).is_empty()


def test_mean_delay_is_the_share_delayed_times_the_mean_of_the_delayed():
    mean, ready, delayed = (
        load_series(id, "southend-on-sea").figures
        for id in ("discharge-delay", "discharged-when-ready", "delay-of-the-delayed")
    )
    np.testing.assert_allclose(mean, (1 - ready / 100) * delayed, rtol=1e-12)


def test_where_nobody_was_delayed_the_mean_of_all_is_0_and_that_of_the_delayed_is_missing(shelf):
    rows = figures(shelf, "discharge-ready-2024-25", "delay-of-the-delayed").filter(pl.col("denominator") == 0)
    assert rows.height == 106
    assert set(rows["missing"]) == {"Nobody was delayed, so that there is no mean delay of the delayed."}
    scilly = load_series("discharge-delay", "isles-of-scilly")
    assert scilly.values[2].period == Month(2024, 6)
    assert scilly.values[2].value == 0
    delayed = load_series("delay-of-the-delayed", "isles-of-scilly").values[2]
    assert delayed.value is None
    assert delayed.missing.startswith("Nobody was delayed")


def test_southend():
    """Read off the published tables by hand."""
    series = load_series("people-delayed-per-day", "southend-on-sea")
    assert (len(series.values), str(series.periods[0]), str(series.periods[-1])) == (105, "2011-04", "2019-12")
    assert series.values[0].numerator == 220
    assert series.values[-1].numerator == 327
    assert series.values[-1].value == pytest.approx(10.548387097, abs=1e-9)
    rate = load_series("delayed-transfers", "E06000033").values[-1]
    assert (rate.numerator, rate.denominator) == (327, 143_387)
    assert rate.value == pytest.approx(100_000 * 327 / 143_387)
    assert load_series("residential-admissions", "Southend").values[0].value == 528.8
    assert load_series("reablement", "Southend").values[-1].value == 86.8
    assert load_series("employment-mental-health", "Southend").values[0].value == 7


def test_non_elective_admissions_of_england_are_the_sum_of_commissioners(shelf):
    rows = figures(shelf, "activity-2019-12", "non-elective-episodes")
    ours = rows.filter(pl.col("code") != ENGLAND_CODE).group_by("period").agg(pl.col("numerator").sum()).sort("period")
    england = rows.filter(pl.col("code") == ENGLAND_CODE).sort("period")
    assert england.height == 93
    assert (ours["numerator"] - england["numerator"]).abs().max() < 0.001


def test_every_council_code_of_what_ships_is_known(shelf):
    for edition in shelf.editions:
        codes = [code for code in shelf.figures(edition)["code"].unique() if code.startswith("E0")]
        assert [code for code in codes if name_of_code(code) == code] == []
    assert area_by_council(2019)["E06000039"].name == "Slough"
    assert load_series("deprivation-score", "Slough").values[0].value == 22.965
