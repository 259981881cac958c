"""Forecasts: known series come back, the held-back months have no part in the choice, open data are covered."""

import os
from pathlib import Path

import numpy as np
import pytest
import yaml

from concordat.flow import forecast
from concordat.flow.charts import draw_forecast
from concordat.flow.forecast import NoForecast, days_in, forecast_months, forecast_naive
from concordat.flow.read_months import Monthly, read_months
from concordat.flow.said import say_forecast, say_repeats
from concordat.flow.write_forecast import forecast_as_dict, render_forecast, render_monthly
from concordat.periods import Month

SEASON = (1.3, 1.2, 1.0, 0.9, 0.8, 0.8, 0.8, 0.9, 0.9, 1.0, 1.1, 1.3)
FIRST = Month(2018, 1)


def make_months(count, noise=0.0, growth=0.0, seed=1):
    rng = np.random.default_rng(seed)
    months = tuple(FIRST.plus(n) for n in range(count))
    per_day = [5 * SEASON[one.number - 1] * (1 + growth) ** (n / 12) for n, one in enumerate(months)]
    counts = [a_day * days_in(one) * np.exp(noise * rng.normal()) for a_day, one in zip(per_day, months, strict=True)]
    return Monthly("people", months, tuple(counts))


@pytest.fixture(scope="module")
def found():
    return forecast_months(make_months(72, noise=0.05), 12)


def test_forecast_months_finds_season_and_days_of_the_month(found):
    wanted = make_months(84)
    for one, count in zip(found.months, wanted.counts[72:], strict=True):
        assert one.middle == pytest.approx(count, rel=0.1)
        assert one.lower < one.middle < one.upper
    assert [str(one.month) for one in found.months][::11] == ["2024-01", "2024-12"]
    assert found.months[1].per_day == pytest.approx(found.months[1].middle / 29)


def test_forecast_months_tells_of_the_months_held_back(found):
    held = found.held_back
    assert [one.month for one in held.months] == list(found.history.months[-12:])
    assert held.covered == sum(one.lower <= one.actual <= one.upper for one in held.months)
    assert 7 <= held.covered <= 12
    assert held.error < held.naive_error
    assert len(found.repeats) == 3
    assert f"{held.covered} of 12 lay within the 80% interval" in say_forecast(found)
    assert "Over the last 4 years" in say_repeats(found)


def test_the_months_held_back_have_no_part_in_choosing():
    history = make_months(60, noise=0.05)
    spoilt = Monthly("people", history.months, (*history.counts[:48], *(9 * count for count in history.counts[48:])))
    before, after = forecast_months(history, 3), forecast_months(spoilt, 3)
    assert before.model == after.model
    assert [one.middle for one in before.held_back.months] == [one.middle for one in after.held_back.months]
    assert after.held_back.covered == 0


def test_forecast_naive_is_last_year_by_the_day():
    history = make_months(36)
    for one, month in zip(forecast_naive(history.months, history.counts, 12), history.months[24:], strict=True):
        count = history.counts[history.months.index(month)]
        assert one.middle == pytest.approx(count / days_in(month) * days_in(one.month))
        assert one.upper == pytest.approx(one.middle)  # no year differed from the one before


def test_intervals_cover_about_eight_in_ten():
    """Made-up Poisson counts, three series of seven years: of 144 held-back months, those within the interval."""
    rng, inside = np.random.default_rng(9), 0
    for _ in range(3):
        history = make_months(84)
        counts = tuple(float(one) for one in rng.poisson(history.counts))
        found = forecast_months(Monthly("people", history.months, counts), 1)
        inside += sum(one.covered for one in (found.held_back, *found.repeats))
    assert 0.68 <= inside / 144 <= 0.92


@pytest.mark.parametrize(("count", "said"), [(24, "Too few months to hold any back"), (40, "taken because under 48")])
def test_forecast_months_of_few_months_says_what_it_cannot(count, said):
    few = forecast_months(make_months(count, noise=0.05), 2)
    assert said in say_forecast(few)
    assert few.model == forecast.SIMPLEST


def test_forecast_months_with_an_empty_month_gives_nothing_negative():
    history = make_months(36, noise=0.3)
    counts = tuple(0.0 if number % 12 == 6 else count / 40 for number, count in enumerate(history.counts))
    found = forecast_months(Monthly("people", history.months, counts), 12)
    assert all(0 <= one.lower <= one.middle <= one.upper for one in found.months)


def test_forecast_months_refuses_too_much_and_too_little():
    with pytest.raises(NoForecast, match="61 months cannot be forecast; ask for 1 to 60"):
        forecast_months(make_months(36), 61)
    with pytest.raises(NoForecast, match="12 months are too few to see a season"):
        forecast_months(make_months(12), 6)


def test_forecast_goes_out_as_json_csv_and_parameters(found):
    told = forecast_as_dict(found)
    assert told["held_back"]["of"] == 12
    assert told["months"][0] == {"month": "2024-01"} | {
        key: getattr(found.months[0], key) for key in ("middle", "lower", "upper")
    }
    lines = render_forecast(found).splitlines()
    assert lines[0] == "month,middle,lower,upper,per_day"
    assert lines[1].startswith(f"2024-01,{round(found.months[0].middle, 3)},")
    monthly = yaml.safe_load(render_monthly(found))["arrivals"]["monthly"]
    assert monthly["2024-12"] == round(found.months[11].middle, 1)
    assert draw_forecast(found).startswith("<svg")


SOURCES = os.environ.get("CONCORDAT_SOURCES")


@pytest.mark.skipif(not SOURCES, reason="CONCORDAT_SOURCES names no folder")
@pytest.mark.parametrize(
    ("file", "column", "only", "least"),
    [
        ("dtoc/dtoc_delayed_days_by_la_month.csv", "total_days", {"asc_code": "621"}, 8),
        ("nea/mar_by_commissioner_month.csv", "non_elective_ga_ffce", {"org_code": "99G"}, 8),
    ],
)
def test_open_series_of_southend_are_covered(file, column, only, least):
    path = Path(SOURCES).parent / "data" / file
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    held = forecast_months(read_months(path, value=column, only=only), 1).held_back
    assert held.covered >= least
