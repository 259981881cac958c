"""Before and after, against direct computations with NumPy, statsmodels' own GLS, and simulated series."""

import re
from datetime import date, timedelta

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.metrics.before_after import compare_means, segmented_regression
from concordat.metrics.before_after.chart import draw_before_after
from concordat.metrics.before_after.fit import ERRORS, MOST_ALIKE
from concordat.periods import Month

START = Month(2010, 4)
CHANGE = date(2012, 4, 1)  # after 24 months


def months(count):
    return [START.plus(number).first_day for number in range(count)]


def alike_errors(rng, count, alike):
    noise, found = rng.standard_normal(count + 60), np.zeros(count + 60)
    for number in range(1, count + 60):
        found[number] = alike * found[number - 1] + noise[number]
    return found[60:]


def with_effect(rng, alike=0.0, count=48, level=-8.0, slope=-0.3):
    at = np.arange(count)
    return 100 + 0.5 * at + (at >= 24) * (level + slope * (at - 24)) + 3 * alike_errors(rng, count, alike)


def plain_design(count):
    at = np.arange(count, dtype=float)
    after = (at >= 24) * 1.0
    return np.column_stack([np.ones(count), at, after, after * (at - 24)])


@pytest.mark.parametrize("errors", ERRORS)
def test_segmented_regression_finds_a_known_effect(errors):
    """Two straight lines without any noise: level -8, slope -0.3 a month, hence -11.45 on average of 24 months."""
    at = np.arange(48)
    found = segmented_regression(
        months(48), 100 + 0.5 * at + (at >= 24) * (-8 - 0.3 * (at - 24)) + 1e-6 * (-1) ** at, CHANGE, errors=errors
    )
    assert [one.value for one in found.estimates] == pytest.approx([-11.45, -8, -0.3, -14.9], abs=1e-5)
    assert (found.before, found.after, found.step) == (24, 24, "month")
    assert found.expected[24:] == pytest.approx(100 + 0.5 * at[24:], abs=1e-4)
    assert np.isnan(found.expected[:24]).all()


def test_segmented_regression_of_a_series_without_any_spread():
    found = segmented_regression(months(48), np.where(np.arange(48) < 24, 5.0, 3.0), CHANGE)
    assert found.effect.value == pytest.approx(-2)
    assert found.effect.upper - found.effect.lower < 1e-6


def test_ordinary_least_squares_as_numpy_has_it():
    values, design = with_effect(np.random.default_rng(1)), plain_design(48)
    found = segmented_regression(months(48), values, CHANGE, errors="ols")
    inverse = np.linalg.inv(design.T @ design)
    solution = inverse @ design.T @ values
    rest = values - design @ solution
    spread = np.sqrt(rest @ rest / 44 * np.diag(inverse))
    t975 = 2.0153675744  # Student's t, 44 degrees of freedom
    level, slope = found.estimates[1:3]
    assert (level.value, slope.value) == pytest.approx(tuple(solution[2:]))
    assert level.upper - level.value == pytest.approx(t975 * spread[2])
    assert slope.value - slope.lower == pytest.approx(t975 * spread[3])


def test_newey_west_as_numpy_has_it():
    """The sandwich with Bartlett's weights over 3 lags, times n / (n - k) for a short series."""
    values, design = with_effect(np.random.default_rng(2), 0.4), plain_design(48)
    found = segmented_regression(months(48), values, CHANGE, errors="newey-west")
    inverse = np.linalg.inv(design.T @ design)
    scores = design * (values - design @ (inverse @ design.T @ values))[:, None]
    middle = scores.T @ scores
    for lag in (1, 2, 3):
        between = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / 4) * (between + between.T)
    spread = np.sqrt(np.diag(inverse @ middle @ inverse) * 48 / 44)
    assert found.estimates[1].upper - found.estimates[1].value == pytest.approx(2.0153675744 * spread[2])
    assert "Newey-West errors over 3 lags" in found.method


def dense(alike, values, at, design):
    """-2 log of the restricted likelihood and the fit, with the whole covariance matrix written out."""
    covariance = alike ** np.abs(at[:, None] - at[None, :])
    fit = sm.GLS(values, design, sigma=covariance).fit()
    weighted = design.T @ np.linalg.inv(covariance) @ design
    rest = values - design @ fit.params
    square = rest @ np.linalg.inv(covariance) @ rest
    points, columns = design.shape
    logs = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(weighted)[1]
    return (points - columns) * np.log(square) + logs, fit


@pytest.mark.parametrize("missing", [[], [5, 6, 30]])
def test_autocorrelated_errors_as_statsmodels_has_them(missing):
    values = with_effect(np.random.default_rng(3), 0.5)
    values[missing] = np.nan
    found = segmented_regression(months(48), values, CHANGE)
    kept = ~np.isnan(values)
    at, design = np.arange(48.0)[kept], plain_design(48)[kept]
    grid = np.linspace(0, MOST_ALIKE, 197)
    best = grid[np.argmin([dense(alike, values[kept], at, design)[0] for alike in grid])]
    assert found.autocorrelation == pytest.approx(best, abs=0.006)
    fit = dense(found.autocorrelation, values[kept], at, design)[1]
    assert [one.value for one in found.estimates[1:3]] == pytest.approx(fit.params[2:])
    low, high = fit.conf_int()[2]
    assert (found.estimates[1].lower, found.estimates[1].upper) == pytest.approx((low, high))


@pytest.mark.parametrize("alike", [0.0, 0.4])
def test_intervals_hold_what_they_promise_in_simulated_series(alike):
    """Of 300 series with a known effect, 24 months either side; Newey-West's intervals are too narrow there."""
    rng = np.random.default_rng(2016)
    held = {"ar1": 0, "newey-west": 0}
    for _ in range(300):
        values = with_effect(rng, alike)
        for errors in held:
            effect = segmented_regression(months(48), values, CHANGE, errors=errors).effect
            held[errors] += effect.lower <= -11.45 <= effect.upper
    assert 0.90 <= held["ar1"] / 300 <= 0.99
    assert held["newey-west"] < held["ar1"]


def test_intervals_of_means_hold_what_they_promise():
    """Of 300 series of months that are alike, without any change; the plain interval is far too narrow there."""
    rng = np.random.default_rng(9)
    held = {"ar1": 0, "ols": 0}
    for _ in range(300):
        values = alike_errors(rng, 60, 0.5)
        for errors in held:
            held[errors] += compare_means(months(60), values, START.plus(30).first_day, errors=errors).class_ == "none"
    assert held["ar1"] / 300 >= 0.9 > held["ols"] / 300


def test_no_effect_is_seldom_claimed():
    rng = np.random.default_rng(7)
    claims = sum(
        not segmented_regression(months(48), with_effect(rng, 0.3, level=0, slope=0), CHANGE).effect.includes_none
        for _ in range(200)
    )
    assert claims / 200 <= 0.1


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(-50, 50), st.floats(-5, 5), st.floats(0.1, 100))
def test_effect_does_not_depend_on_where_a_series_lies_and_grows_with_its_unit(seed, constant, trend, scale):
    values = with_effect(np.random.default_rng(seed))
    first = segmented_regression(months(48), values, CHANGE, errors="ols").effect
    moved = segmented_regression(
        months(48), scale * (values + constant + trend * np.arange(48)), CHANGE, errors="ols"
    ).effect
    assert (moved.value, moved.lower, moved.upper) == pytest.approx(
        (scale * first.value, scale * first.lower, scale * first.upper), rel=1e-6, abs=1e-6
    )


def test_seasons_are_taken_out():
    at = np.arange(48)
    wave = 25 * np.sin(2 * np.pi * at / 12) + 9 * np.cos(4 * np.pi * at / 12)
    values = with_effect(np.random.default_rng(4)) + wave
    found = segmented_regression(months(48), values, CHANGE, seasonal=True)
    without = segmented_regression(months(48), values - wave, CHANGE)
    assert found.effect.value == pytest.approx(without.effect.value, abs=2)
    plain = segmented_regression(months(48), values, CHANGE)
    assert found.effect.upper - found.effect.lower < plain.effect.upper - plain.effect.lower
    assert "with seasons" in found.method


def test_seasons_of_quarters():
    quarters = [START.plus(3 * number).first_day for number in range(24)]
    values = 10 + np.tile([0.0, 3.0, 1.0, -4.0], 6) + (np.arange(24) >= 12) * 2 + 1e-6 * np.arange(24) ** 2
    found = segmented_regression(quarters, values, quarters[12], seasonal=True)
    assert (found.step, found.effect.value) == ("quarter", pytest.approx(2, abs=1e-3))


def test_days_at_the_end_of_the_month_are_months():
    ends = [START.plus(number).last_day for number in range(24)]
    assert compare_means(ends, np.arange(24.0), ends[12]).step == "month"


def test_means_of_points_that_are_alike_have_a_wide_interval():
    values = alike_errors(np.random.default_rng(8), 48, 0.8)
    spans = [
        (one.upper - one.lower) for one in (compare_means(months(48), values, CHANGE, errors=e).effect for e in ERRORS)
    ]
    assert spans[0] > 1.5 * spans[2]
    found = compare_means(months(48), values, CHANGE)
    assert found.effect.value == pytest.approx(values[24:].mean() - values[:24].mean())


def test_points_while_the_change_was_made_are_left_out():
    values = with_effect(np.random.default_rng(5))
    values[24:27] = 1e6
    found = segmented_regression(months(48), values, CHANGE, settled=date(2012, 7, 1))
    assert (found.before, found.after) == (24, 21)
    assert found.effect.value == pytest.approx(-8 - 0.3 * 13, abs=4)
    assert found.left_out == ("3 from 2012-04-01 to before 2012-07-01, while the change was being made",)


def test_compare_means_of_independent_points_is_student():
    """Student's sleep data of 1908, as R's t.test (equal variances) has them: 1.58, interval -0.203874 to 3.363874."""
    values = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0, 1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = compare_means(months(20), values, START.plus(10).first_day, errors="ols")
    one = found.effect
    assert (one.value, one.lower, one.upper) == pytest.approx((1.58, -0.203874, 3.363874), abs=1e-6)
    assert (found.fitted[0], found.fitted[-1]) == pytest.approx((0.75, 2.33))


def test_compare_means_without_spread():
    found = compare_means(months(20), [1.0] * 10 + [3.0] * 10, START.plus(10).first_day)
    assert (found.effect.value, found.effect.lower, found.effect.upper) == pytest.approx((2, 2, 2))


@pytest.mark.parametrize(
    ("good", "values", "class_"),
    [
        ("low", [1.0, 2.0] * 12, "none"),
        ("low", [5.0, 6.0] * 6 + [1.0, 2.0] * 6, "improvement"),
        ("high", [5.0, 6.0] * 6 + [1.0, 2.0] * 6, "concern"),
        ("neither", [5.0, 6.0] * 6 + [1.0, 2.0] * 6, "low"),
        ("neither", [1.0, 2.0] * 6 + [5.0, 6.0] * 6, "high"),
    ],
)
def test_class_of_an_effect(good, values, class_):
    assert compare_means(months(24), values, START.plus(12).first_day, good=good).class_ == class_


def test_sentence_says_how_much_how_sure_and_what_not():
    found = compare_means(
        months(24), [5.0, 6.0] * 6 + [1.0, 2.0] * 6, START.plus(12).first_day, name="stays", unit="days", good="low"
    )
    assert found.sentence == (
        "Stays: 4 days lower on average from 1 April 2011 on than before (95% interval: 4.44 lower to 3.56 lower). "
        "The whole interval lies on the side that is better. It says that the series changed at that date, not why."
    )


@pytest.mark.parametrize(
    ("points", "change", "more", "message"),
    [
        (31, date(2012, 4, 1), {}, "There are 24 points before 2012-04-01 and 7 from then on; at least 8 are needed"),
        (48, date(2010, 11, 1), {}, "There are 7 points before"),
        (48, date(2030, 1, 1), {}, "There are 48 points before 2030-01-01 and 0 from then on"),
        (48, CHANGE, {"settled": date(2012, 1, 1)}, "The change had settled on 2012-01-01, before it began"),
        (48, CHANGE, {"confidence": 95}, "confidence is 95; write a share between 0 and 1"),
    ],
)
def test_what_cannot_be_compared_is_refused(points, change, more, message):
    for compare in (segmented_regression, compare_means):
        with pytest.raises(ValueError, match=re.escape(message)):
            compare(months(points), [1.0, 2.0, 4.0] * 16 if points == 48 else [1.0] * points, change, **more)


@pytest.mark.parametrize(
    ("dates", "more", "message"),
    [
        ([START.plus(n).first_day for n in range(30)], {"seasonal": True}, "Seasons need a year before the change"),
        ([date(2010, 4, 1) + timedelta(7 * n) for n in range(120)], {"seasonal": True}, "Points that are a week apart"),
        ([date(2010, 4, 1)] * 48, {}, "2010-04-01 stands twice in the series"),
        (months(47), {}, "There are 47 dates and 48 values"),
        (months(48), {"errors": "guess"}, "There are no errors 'guess'; the ways are ar1, newey-west, ols."),
    ],
)
def test_segmented_regression_refuses(dates, more, message):
    values = np.arange(48.0 if len(dates) == 47 else len(dates))
    change = date(2012, 1, 1) if len(dates) == 30 else CHANGE
    with pytest.raises(ValueError, match=message):
        segmented_regression(dates, values, change, **more)


def test_weeks_and_days_are_counted():
    weeks = [date(2012, 4, 2) + timedelta(7 * number) for number in range(30)]
    found = segmented_regression(weeks, np.arange(30) + 0.1 * (-1) ** np.arange(30), weeks[15])
    assert (found.step, found.estimates[2].what) == ("week", "slope per week")
    odd = [date(2012, 4, 2) + timedelta(3 * number) for number in range(30)]
    assert compare_means(odd, np.arange(30.0), odd[15]).step == "3 days"


def test_draw_before_after_shows_change_lines_and_points():
    found = segmented_regression(months(48), with_effect(np.random.default_rng(6)), CHANGE, unit="days")
    svg = draw_before_after(found)
    assert svg.startswith("<svg")
    for text in ("Change: 1 April 2012", "Expected without the change", "Days"):
        assert text in svg
    assert len(found.rows()) == 48
    assert found.rows()[0]["expected"] is None
