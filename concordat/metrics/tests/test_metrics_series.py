"""Series: what a value is made of, which edition it is from, and why one is missing."""

import calendar
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.metrics import load_all, load_series
from concordat.metrics.cells import list_periods, make_cells
from concordat.metrics.intervals import rate_interval
from concordat.metrics.shelf import load_shelf
from concordat.periods import FinancialYear, Month, Quarter, parse_period
from concordat.places.area import VINTAGES
from concordat.places.find import UnknownPlace, find_area
from concordat.places.population import ADULTS, population
from concordat.questionnaires.read_yaml import DataError


def at(series, period):
    return next(value for value in series.values if value.period == parse_period(period))


def test_a_rate_is_there_only_where_the_population_of_its_year_is():
    series = load_series("delayed-transfers", "southend-on-sea")
    adults = {year: population(find_area("Southend", 2019), year, ADULTS) for year in (2017, 2019)}
    for value in series.values:
        year = value.period.year
        assert value.numerator is not None
        if year in adults:
            assert value.denominator == adults[year]
            assert value.value == pytest.approx(100_000 * value.numerator / adults[year])
            assert value.missing == ""
        else:
            assert (value.value, value.lower, value.upper) == (None, None, None)
            assert value.missing == f"Populations are held for mid-2017, mid-2019 and mid-2020, not for mid-{year}."


def test_every_value_agrees_with_one_worked_out_slowly_from_the_figures():
    """The reference: look every cell up by itself, divide, one month at a time."""
    figures = load_shelf().figures(load_shelf().edition("delayed-transfers-2020-02"))
    wanted = figures.filter((pl.col("breakdown") == "social-care") & pl.col("code").str.starts_with("E0600003"))
    days = {(code, day): n for code, day, n in wanted.select("code", "period", "numerator").iter_rows()}
    for series in load_all("people-delayed-per-day", 2019, breakdown="social-care"):
        if not series.where.code.startswith("E0600003"):
            continue
        for value in series.values:
            count = days[series.where.code, value.period.first_day]
            length = calendar.monthrange(value.period.year, value.period.number)[1]
            assert value.value == count / length
            low, high = rate_interval(count, length)
            assert (value.lower, value.upper) == pytest.approx((float(low), float(high)))


def test_a_series_gives_arrays_with_gaps_where_values_are_missing():
    series = load_series("delayed-transfers", "southend-on-sea")
    assert series.dates[0] == np.datetime64("2011-04-01")
    assert series.dates.dtype == np.dtype("datetime64[D]")
    assert np.isnan(series.figures[0])
    assert np.isfinite(series.numerators).all()
    assert np.isfinite(series.figures).sum() == np.isfinite(series.lower).sum() == 24
    assert (series.lower[-1], series.upper[-1]) == (series.values[-1].lower, series.values[-1].upper)


def test_a_place_on_new_boundaries_says_where_its_land_was_before():
    new = load_series("people-delayed-per-day", "Bournemouth, Christchurch and Poole")
    assert at(new, "2018-01").missing.startswith("On these boundaries only since April 2019; before,")
    assert at(new, "2019-04").missing.startswith("The edition has no figure for Bournemouth")
    assert at(new, "2019-05").value is not None
    old = load_series("people-delayed-per-day", "Bournemouth and Poole", vintage=2018)
    assert at(old, "2019-06").missing.startswith("On these boundaries only until March 2019; after,")
    parts = load_shelf().latest("delayed-days", ("E06000028", "E06000029"), "total")
    both = parts.filter(pl.col("period") == date(2018, 1, 1))["numerator"]
    assert at(old, "2018-01").numerator == both.sum()
    assert len(both) == 2


def test_populations_of_2017_do_not_join_bournemouth_poole_and_dorset():
    series = load_series("delayed-transfers", "Bournemouth and Poole", vintage=2018)
    assert at(series, "2017-06").value is None
    assert "on other boundaries, which Bournemouth (E06000028) does not join" in at(series, "2017-06").missing


def test_a_dash_makes_the_sum_of_a_region_missing():
    """Southend's printed parts are added to its region; the City of London prints a dash in November 2019."""
    london = load_series("people-delayed-per-day", "London", breakdown="nhs")
    assert at(london, "2019-11").missing == "The source prints - here."
    assert at(london, "2019-11").value is None
    assert at(london, "2019-12").value is not None
    assert at(load_series("people-delayed-per-day", "London"), "2019-11").value is not None


def test_a_region_is_the_sum_of_its_places_and_says_who_is_not_in_it():
    region = load_series("people-delayed-per-day", "South West")
    places = [one for one in load_all("people-delayed-per-day", 2019) if one.where.region == "South West"]
    last = [one.values[-1].numerator for one in places]
    assert sum(number for number in last if number is not None) == region.values[-1].numerator
    assert [one.name for one in places if one.values[-1].numerator is None] == ["Isles of Scilly"]
    assert region.values[-1].note == "The sum of its places without Isles of Scilly, of which there is no figure."


def test_a_rate_cannot_be_added_up():
    region = load_series("deprivation-score", "London")
    assert region.values[0].value is None
    assert region.values[0].missing == "Rates cannot be added up, and their numerators were not published."


def test_a_published_rate_of_a_region_is_taken_as_it_is():
    assert load_series("residential-admissions", "East of England").values[0].value == 479.4


def test_places_without_figures_are_listed_with_the_reason():
    every = load_all("people-delayed-per-day", 2019)
    assert len(every) == 151
    without = [one for one in every if all(value.value is None for value in one.values)]
    assert [one.name for one in without] == ["Isles of Scilly"]
    assert {value.missing for value in without[0].values} == {
        f"The edition has no figure for Isles of Scilly in {period}." for period in without[0].periods
    }
    hackney = load_series("residential-admissions", "Hackney")
    assert at(hackney, "2019-20").value is not None
    assert at(hackney, "2020-21").missing == "The edition has no figure for Hackney in 2020-21."


def test_reason_o_begins_when_it_was_first_collected():
    assert load_series("people-delayed-per-day", "Southend", breakdown="reason-o").periods[0] == Month(2017, 4)
    assert load_series("people-delayed-per-day", "england", breakdown="reason-o").periods[0] == Month(2017, 4)


def test_england_is_from_the_latest_edition_and_from_the_one_that_is_asked_for():
    latest = load_series("people-delayed-per-day", "england")
    first = load_series("people-delayed-per-day", "England", edition="delayed-transfers-2020-02")
    assert (len(latest.values), len(first.values)) == (115, 105)
    assert at(latest, "2019-01").numerator == 135_397
    assert at(first, "2019-01").numerator == 135_428
    assert {value.edition for value in latest.values} == {"delayed-transfers-national-final"}


def test_awaiting_care_is_the_sum_of_three_reasons_over_older_people():
    whole = load_series("a5-delays-awaiting-care", "Southend").values[-1]
    parts = [
        load_series("people-delayed-per-day", "Southend", breakdown=f"reason-{one}").values[-1]
        for one in ("di", "dii", "e")
    ]
    assert whole.numerator == sum(part.numerator for part in parts)
    assert whole.value == pytest.approx(1000 * whole.numerator / 35_625)


def test_non_elective_admissions_are_shared_out_by_quarter_with_the_population_of_the_calendar_year():
    series = load_series("non-elective-admissions", "southend-on-sea")
    assert isinstance(series.periods[0], Quarter)
    assert "before April 2013 primary care trusts reported" in at(series, "2012-13-q4").missing
    assert at(series, "2016-17-q4").denominator == at(series, "2017-18-q1").denominator == 181_808
    assert at(series, "2016-17-q3").missing.endswith("not for mid-2016.")
    assert at(series, "2016-17-q3").numerator == 5_189
    assert "by residence, not by registration with a GP" in at(series, "2016-17-q4").note
    england = at(load_series("non-elective-admissions", "england"), "2017-18-q1")
    places = load_all("non-elective-admissions", 2017)
    shared = sum(at(one, "2017-18-q1").numerator for one in places)
    itself = load_shelf().latest("non-elective-episodes", ("X24",))  # NHS England, which serves no one place
    unshared = itself.filter(pl.col("period").is_in([month.first_day for month in Quarter.parse("2017-18-q1").months]))
    assert shared + unshared["numerator"].sum() == pytest.approx(england.numerator)


def test_breaks_inside_a_series_are_told():
    series = load_series("residential-admissions", "Southend")
    assert [one.at for one in series.breaks] == [date(2018, 4, 1)]
    assert load_series("people-delayed-per-day", "Southend").breaks == ()


def test_a_metric_without_figures_says_why():
    series = load_series("iapt-recovery", "Southend")
    assert series.values == ()
    assert series.why_empty == "No open data file of it is held here; a place may load its own figures."


def test_a_part_of_a_series():
    series = load_series("people-delayed-per-day", "Southend")
    assert [str(one) for one in series.between(parse_period("2019-11"), None).periods] == ["2019-11", "2019-12"]
    assert len(series.between(FinancialYear(2018), FinancialYear(2018)).values) == 12
    assert series.between(parse_period("2030-01"), None).why_empty.startswith("It has no period between")


@pytest.mark.parametrize("text", ["england", "England", "E92000001", "ENGLAND"])
def test_england_by_any_name(text):
    assert load_series("discharge-delay", text).slug == "england"


def test_regions_icbs_and_places_by_any_name():
    assert load_series("discharge-delay", "east of england").slug == "east-of-england"
    assert load_series("discharge-delay", "E12000006").name == "East of England"
    assert load_series("discharge-delay", "QH8").name.startswith("NHS Mid and South Essex")
    assert load_series("discharge-delay", "E06000033").slug == "southend-on-sea"
    assert load_series("people-delayed-per-day", "Cumbria").where.vintage == 2022  # the last vintage that has it
    with pytest.raises(UnknownPlace, match="There is no place called 'Nowhere'"):
        load_series("discharge-delay", "Nowhere")


def test_wrong_words_are_told():
    with pytest.raises(DataError, match="There is no edition 'first'; there are delayed-transfers-2020-02, "):
        load_series("delayed-transfers", "Southend", edition="first")
    with pytest.raises(DataError, match="Edition deprivation-2019 has no figures of this metric; they are in delayed-"):
        load_series("delayed-transfers", "Southend", edition="deprivation-2019")
    with pytest.raises(DataError, match="delayed-transfers has no breakdown 'reason-z'; there is total, acute, "):
        load_series("delayed-transfers", "Southend", breakdown="reason-z")
    with pytest.raises(DataError, match="a5-delays-awaiting-care has no breakdown 'nhs'; there is total"):
        load_series("a5-delays-awaiting-care", "Southend", breakdown="nhs")


DAYS = [date(2018, month, 1) for month in range(1, 13)]
ROWS = st.lists(st.tuples(st.sampled_from(DAYS), st.none() | st.integers(0, 999)), min_size=1, max_size=40)


@given(rows=ROWS, parts=st.none() | st.integers(1, 4))
def test_cells_add_up_and_a_gap_stays_a_gap(rows, parts):
    """The total of what is summed is that of the rows; where one is missing or lacks, there is no sum."""
    columns = ["period", "numerator"]
    frame = pl.DataFrame(rows, schema={"period": pl.Date, "numerator": pl.Float64}, orient="row").with_columns(
        denominator=pl.lit(None, pl.Float64),
        published=pl.lit(None, pl.Float64),
        missing=pl.lit(""),
        edition=pl.lit("e"),
    )
    assert frame.columns[:2] == columns
    cells = make_cells(frame, "monthly", parts)
    assert set(cells) == {Month(day.year, day.month) for day, _ in rows}
    for period, cell in cells.items():
        given_here = [number for day, number in rows if day == period.first_day]
        whole = None not in given_here and parts in (None, len(given_here))
        assert cell.numerator == (sum(given_here) if whole else None)
        assert whole or cell.missing or parts == len(given_here) == 1


@given(
    first=st.dates(date(2010, 1, 1), date(2020, 12, 31)),
    months=st.integers(0, 60),
    frequency=st.sampled_from(["monthly", "quarterly", "yearly"]),
)
def test_list_periods_leaves_no_day_out(first, months, frequency):
    last = Month(first.year, first.month).plus(months).last_day
    periods = list_periods(first, last, frequency)
    assert periods[0].first_day <= first
    assert periods[-1].last_day >= last
    joined = pairwise(periods)
    assert all((after.first_day - before.last_day).days == 1 for before, after in joined)


def test_load_all_holds_for_every_vintage():
    for vintage in VINTAGES:
        assert all(one.values for one in load_all("reablement", vintage))
