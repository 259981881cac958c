"""Intervals: against published figures, against SciPy and statsmodels in this run, against a slow scalar."""

import math
import re

import numpy as np
import pytest
import scalar_statistics as scalar
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from concordat.metrics import byar, count_interval, exact_poisson, rate_interval, wilson

CONFIDENCES = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.998])
COUNTS = st.integers(0, 400)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (byar(65), (50.16319, 82.84914)),
        (byar(65, confidence=0.998), (42.88026, 94.00029)),
        (exact_poisson(5), (1.62349, 11.66833)),
        (exact_poisson(0), (0, 3.689)),
        (rate_interval(5, 1), (1.62349, 11.66833)),  # below 10: exact
        (rate_interval(65, 1), (50.16319, 82.84914)),  # from 10 on: Byar
        (wilson(65, 100), (0.552544, 0.736358)),
    ],
)
def test_intervals_have_the_published_figures(found, expected):
    assert found == pytest.approx(expected, abs=6e-4 if expected[0] == 0 else 6e-6)


@given(COUNTS, CONFIDENCES)
def test_byar_is_the_slow_byar_and_never_switches(count, confidence):
    assert byar(count, confidence) == pytest.approx(scalar.byar(count, confidence), rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), CONFIDENCES)
def test_exact_poisson_leaves_half_of_the_rest_on_either_side(count, confidence):
    assert exact_poisson(count, confidence) == pytest.approx(scalar.exact_poisson(count, confidence), rel=1e-9)


def test_exact_poisson_is_what_scipy_says():
    counts = np.arange(1, 300)
    low, high = exact_poisson(counts)
    np.testing.assert_allclose(low, stats.chi2.ppf(0.025, 2 * counts) / 2, rtol=1e-12)
    np.testing.assert_allclose(high, stats.chi2.ppf(0.975, 2 * counts + 2) / 2, rtol=1e-12)
    np.testing.assert_allclose(stats.poisson.cdf(counts, high), 0.025, rtol=1e-9)
    np.testing.assert_allclose(stats.poisson.sf(counts - 1, low), 0.025, rtol=1e-9)


@settings(deadline=None)
@given(COUNTS, st.integers(1, 10**6), CONFIDENCES, st.sampled_from([1, 1000, 100_000]))
def test_rates_are_exact_below_ten_and_byar_from_ten(count, people, confidence, per):
    found = rate_interval(count, people, per=per, confidence=confidence)
    assert found == pytest.approx(scalar.rate_interval(count, people, per, confidence), rel=1e-9)


def test_the_switch_is_at_ten():
    low, high = rate_interval([9, 10], 1)
    assert (low[0], high[0]) == exact_poisson(9)
    assert (low[1], high[1]) == byar(10)
    assert (low[0], high[0]) != byar(9)


@settings(deadline=None)
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), CONFIDENCES)
def test_wilson_is_where_the_score_test_turns(pair, confidence):
    successes, n = pair
    assert wilson(successes, n, confidence) == pytest.approx(scalar.wilson(successes, n, confidence), abs=1e-9)


def test_wilson_is_what_statsmodels_says():
    n = np.repeat(np.arange(1, 120), 120)
    successes = np.minimum(np.tile(np.arange(120), 119), n)
    for confidence in (0.95, 0.998):
        theirs = proportion_confint(successes, n, alpha=1 - confidence, method="wilson")
        np.testing.assert_allclose(wilson(successes, n, confidence), theirs, atol=1e-12)


def test_wilson_reaches_its_ends_exactly():
    assert wilson(0, 7)[0] == 0.0
    assert wilson(7, 7)[1] == 1.0


def test_places_and_periods_go_through_at_once_and_broadcast():
    counts = np.array([[3, 65, 0], [12, np.nan, 9]])
    low, high = rate_interval(counts, [[100], [200]], per=1000)
    assert low.shape == high.shape == (2, 3)
    assert np.isnan(low[1, 1])
    assert np.isnan(high[1, 1])
    assert (low[0, 1], high[0, 1]) == tuple(10 * end for end in byar(65))
    assert low[1, 0] == pytest.approx(5 * byar(12)[0])


def test_numbers_give_numbers_and_gaps_give_gaps():
    for found in (byar(4), exact_poisson(4), count_interval(4), rate_interval(4, 9), wilson(4, 9)):
        assert all(isinstance(end, float) for end in found)
    for found in (byar(None), exact_poisson(math.nan), rate_interval(4, None), wilson(None, 9), wilson(0, 0)):
        assert np.isnan(found).all()
    assert np.isnan(rate_interval(0, 0)).all()


def test_no_lower_limit_is_below_none():
    assert byar(1, 0.998)[0] == 0.0
    assert byar(0)[0] == 0.0


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: byar([3, -1]), "count: -1 is negative; a count is 0 or more."),
        (lambda: byar("many"), "count: these are not all numbers; give numbers, and None or NaN for a gap."),
        (lambda: byar([[1, 2], [3]]), "count: these are not all numbers; give numbers, and None or NaN for a gap."),
        (lambda: exact_poisson(math.inf), "count: infinity is not a figure; give None or NaN for a gap."),
        (lambda: byar(5, 95), "confidence is 95; write a share between 0 and 1, such as 0.95."),
        (lambda: exact_poisson(5, 0), "confidence is 0; write a share between 0 and 1, such as 0.95."),
        (lambda: wilson([2, 5], [4, 4]), "successes is 5 where n is 4; it cannot be more."),
        (
            lambda: rate_interval(3, 0),
            "denominator: it is 0 where the count is not; a rate needs people to be a rate of.",
        ),
        (lambda: rate_interval(3, 5, per=0), "per is 0; write what the rate is per, such as 100000."),
        (lambda: wilson([1, 2], [3, 4, 5]), "The shapes (2,) and (3,) do not go together; give arrays that broadcast."),
    ],
)
def test_what_cannot_be_is_refused_in_words(call, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        call()
