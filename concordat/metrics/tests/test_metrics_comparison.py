"""Standardised rates, funnels, comparison, quantiles and trend, each against its slow scalar and by hand."""

import math
import re

import numpy as np
import pytest
import scalar_statistics as scalar
from hypothesis import given
from hypothesis import strategies as st

from concordat.metrics import (
    byar,
    compare,
    directly_standardised_rate,
    funnel_limits,
    pooled_mean,
    quantiles,
    rate_interval,
    trend,
    wilson,
)
from concordat.metrics.standardised import EUROPEAN_STANDARD_2013

BANDS = "counts: {} age bands where the standard population has 19."
NO_WEIGHT = "weights: give one weight for each age band, more than 0 in all."
NO_PER = "per is 0; write what the rate is per, such as 100000."
FIGURES = st.one_of(st.just(math.nan), st.integers(-50, 50).map(float))


def test_the_european_standard_population_is_whole():
    assert len(EUROPEAN_STANDARD_2013) == 19
    assert sum(EUROPEAN_STANDARD_2013) == 100_000


def test_a_place_with_the_ages_of_the_standard_has_its_crude_rate_and_byars_interval():
    people = np.array(EUROPEAN_STANDARD_2013) * 2
    counts = np.arange(19)  # 171 events among 200,000 people
    found = directly_standardised_rate(counts, people)
    assert found == pytest.approx((85.5, *(end / 2 for end in byar(171))))


def test_a_rate_by_hand_in_two_bands():
    # young: 20 of 1,000, weight 3; old: 30 of 500, weight 1: (3 x .02 + 1 x .06) / 4 = .03
    # variance: (9 x 20 / 1,000^2 + 1 x 30 / 500^2) / 16 = 1.875e-5; / 50 events: root 6.1237e-4
    found = directly_standardised_rate([20, 30], [1000, 500], [3, 1], per=1)
    low, high = byar(50)
    assert found == pytest.approx((0.03, 0.03 + 6.123724e-4 * (low - 50), 0.03 + 6.123724e-4 * (high - 50)))


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5000)), min_size=19, max_size=19),
    st.sampled_from([0.95, 0.998]),
)
def test_standardised_rates_are_the_slow_ones(bands, confidence):
    counts, people = zip(*bands, strict=True)
    found = directly_standardised_rate(counts, people, confidence=confidence)
    expected = scalar.standardised(counts, people, confidence=confidence)
    if expected is None:
        assert np.isnan(found).all()
    else:
        assert found == pytest.approx(expected, rel=1e-9)


def test_nine_events_give_no_standardised_rate_and_ten_do():
    people = [1000] * 19
    counts = np.zeros((2, 19))
    counts[0, 0], counts[1, 0] = 9, 10
    found = directly_standardised_rate(counts, people)
    assert np.isnan([part[0] for part in found]).all()
    assert not np.isnan([part[1] for part in found]).any()


def test_a_band_without_people_or_figures_gives_no_standardised_rate():
    for people in ([100, 0], [100, None]):
        assert np.isnan(directly_standardised_rate([20, 0], people, [1, 1])).all()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: directly_standardised_rate([1] * 18, [9] * 19), BANDS.format(18)),
        (lambda: directly_standardised_rate(5, [9] * 19), BANDS.format(1)),
        (lambda: directly_standardised_rate([1], [9], [0]), NO_WEIGHT),
        (lambda: directly_standardised_rate([1], [9], [1], per=0), NO_PER),
        (lambda: funnel_limits([1], [2], kind="ratio"), "kind is 'ratio'; write rate or proportion."),
        (lambda: funnel_limits([3], [2], kind="proportion"), "count is 3 where denominator is 2; it cannot be more."),
        (
            lambda: funnel_limits([1], [2], kind="proportion", centre=50),
            "centre: a proportion lies between 0 and 1; give it as a share, not as a percentage.",
        ),
        (lambda: compare(5, (6, 4), good="high"), "interval: a lower end is above its upper end; give (lower, upper)."),
        (lambda: compare(5, (4, 6), good="up"), "good is 'up'; write high, low or neither."),
        (lambda: quantiles([1, 2], 1), "groups is 1; write 2 or more."),
        (lambda: quantiles(3), "values: give the figures of all places, not one."),
        (lambda: trend(3, 2, 4), "values: give the figures of several periods, the last one last."),
        (lambda: trend([3], [5], [4]), "lower: a lower end is above its upper end; give lower, then upper."),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_give(call, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        call()


def test_the_pooled_mean_leaves_out_a_place_that_lacks_a_figure():
    assert pooled_mean([10, 30, np.nan, 5], [100, 100, 900, np.nan]) == 0.2
    assert np.isnan(pooled_mean([np.nan], [5]))


@given(st.lists(st.tuples(st.integers(20, 200), st.integers(500, 50_000)), min_size=1, max_size=8))
def test_a_funnel_of_rates_is_the_interval_of_the_count_to_be_expected(places):
    counts, people = (np.array(one, dtype=float) for one in zip(*places, strict=True))
    centre = counts.sum() / people.sum()
    low, high = funnel_limits(counts, people, per=1000, confidence=0.998)
    for number, n in enumerate(people):
        if (expected := scalar.funnel_of_rate(centre, n, 1000, 0.998)) is not None:
            assert (low[number], high[number]) == pytest.approx(expected, rel=1e-9)


def test_a_funnel_of_rates_takes_the_exact_limits_where_few_are_expected():
    low, high = funnel_limits([5], [100], centre=0.05)
    assert (low[0], high[0]) == pytest.approx((1.62349 / 100, 11.66833 / 100), abs=1e-6)


@given(st.integers(1, 3000), st.floats(0.01, 0.99), st.sampled_from([0.95, 0.998]))
def test_a_place_on_a_limit_of_proportions_has_a_wilson_interval_that_ends_at_the_centre(n, centre, confidence):
    """The inverse of Wilson, and no other: its interval around the limit touches the centre."""
    low, high = funnel_limits(0, n, kind="proportion", centre=centre, confidence=confidence)
    if low > 0:
        assert wilson(low * n, n, confidence)[1] == pytest.approx(centre)
    if high < 1:
        assert wilson(high * n, n, confidence)[0] == pytest.approx(centre)


def test_funnels_pool_each_period_for_itself():
    counts, people = np.array([[20.0, 40], [30, 60]]), np.array([[1000.0, 1000], [1000, 1000]])
    low, _ = funnel_limits(counts, people)
    assert low[0, 0] == rate_interval(25, 1000)[0]
    assert low[1, 1] == rate_interval(50, 1000)[0]


@pytest.mark.parametrize(
    ("benchmark", "good", "expected"),
    [
        (8, "high", "similar"),  # on the end of the 95% interval
        (12, "high", "similar"),
        (7.99, "high", "better"),  # the place lies over the benchmark
        (7.99, "low", "worse"),
        (7.99, "neither", "higher"),
        (12.01, "high", "worse"),
        (12.01, "low", "better"),
        (12.01, "neither", "lower"),
        (6, "high", "better"),  # on the end of the 99.8% interval
        (5.99, "high", "much better"),
        (5.99, "low", "much worse"),
        (5.99, "neither", "higher"),
        (14, "low", "better"),
        (14.01, "low", "much better"),
        (None, "low", "not compared"),
    ],
)
def test_verdicts_on_both_sides_of_each_end(benchmark, good, expected):
    assert compare(benchmark, (8, 12), (6, 14), good=good) == expected


def test_no_interval_and_no_other_place_no_comparison():
    assert compare(10, (np.nan, np.nan), good="high") == "not compared"
    found = compare(1, ([8, 8], [12, 12]), good="low", itself=[True, False])
    assert list(found) == ["not compared", "worse"]


def test_without_the_far_interval_nothing_is_much():
    assert compare(1, (8, 12), good="low") == "worse"
    assert compare(1, (8, 12), (np.nan, np.nan), good="low") == "worse"


@given(
    FIGURES,
    st.lists(st.tuples(FIGURES, *[st.integers(0, 5)] * 4), min_size=1, max_size=6),
    st.sampled_from(["high", "low", "neither"]),
)
def test_verdicts_are_the_slow_ones(benchmark, rows, good):
    value, below, above, further_below, further_above = (np.array(one, dtype=float) for one in zip(*rows, strict=True))
    low, high = value - below, value + above
    low_far, high_far = low - further_below, high + further_above
    found = compare(benchmark, (low, high), (low_far, high_far), good=good)
    ends = zip(low, high, low_far, high_far, strict=True)
    assert list(found) == [scalar.compare(benchmark, *four, good) for four in ends]


def test_quintiles_of_ten_places_and_of_four():
    assert list(quantiles([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])) == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert list(quantiles([1, 2, 3, 4, 5])) == [1, 2, 3, 4, 5]
    assert np.isnan(quantiles([1, 2, 3, 4, np.nan])).all()


@given(st.lists(FIGURES, min_size=1, max_size=25), st.integers(2, 6))
def test_quantiles_are_the_slow_ones(values, groups):
    found = quantiles(np.array([values, values]).T, groups)
    expected = [scalar.quantile(values, place, groups) for place in range(len(values))]
    for column in found.T:
        assert [None if math.isnan(one) else one for one in column] == expected


def test_a_trend_by_hand_on_both_sides_of_significance():
    # equal weights w = 1 / (width / 3.92)^2, slope 1, spread of x 10: chi-squared = 10 w; 9.5495 at width 4.0114
    values = np.arange(5.0)
    for width, said in ((4.0, "increasing"), (4.02, "no significant change")):
        found = trend(values, values - width / 2, values + width / 2)
        assert found.slope == pytest.approx(1)
        assert found.chi_squared == pytest.approx(10 * (3.92 / width) ** 2)
        assert found.said == said


def test_a_trend_that_one_point_makes_is_none():
    # the last point alone lifts the line: without it the slope is below 0
    values = np.array([3.0, 2.9, 2.8, 2.7, 9.0])
    found = trend(values, values - 0.5, values + 0.5)
    assert found.chi_squared > 9.5495
    assert found.said == "no significant change"


def test_a_trend_looks_at_the_last_five_only_and_says_what_is_good():
    values = np.array([[90.0, 1, 2, 3, 4, 5], [90.0, 5, 4, 3, 2, 1]])
    limits = (values - 0.1, values + 0.1)
    assert list(trend(values, *limits).said) == ["increasing", "decreasing"]
    for good, up, down in (("high", "better", "worse"), ("low", "worse", "better")):
        said = [f"increasing and getting {up}", f"decreasing and getting {down}"]
        assert list(trend(values, *limits, good=good).said) == said


def test_a_trend_needs_five_points_with_intervals():
    values = np.arange(5.0)
    assert trend(values[:4], values[:4], values[:4]).said == "not enough points"
    assert trend(values, values, values).said == "not enough points"  # no width
    assert trend(np.where(values == 2, np.nan, values), values - 1, values + 1).said == "not enough points"


@given(st.lists(st.tuples(FIGURES, st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=7))
def test_trends_are_the_slow_ones(rows):
    values, below, above = (np.array(one, dtype=float) for one in zip(*rows, strict=True))
    found = trend([values, values], values - below, values + above)
    expected = scalar.trend(values, values - below, values + above)
    assert list(found.said) == [expected or "not enough points"] * 2
