"""Intervals of counts, rates and proportions: how far a figure may lie from what lies behind it, by chance alone.

Arrays in, `(lower, upper)` arrays out; inputs broadcast, a gap (NaN) stays one, a number gives numbers. Formulas:
Byar as given by Breslow and Day (1987) and used for England's public health figures (Fingertips technical guidance);
exact after Garwood (1936); Wilson (1927). Counts of events are taken as independent. Admissions of the same person are
not, so that an interval around them is too narrow; whoever shows one says so.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainccinv, gammaincinv, ndtri

from concordat.metrics.numbers_in import FloatArray, as_counts, broadcast, check_at_most, check_confidence

Interval = tuple[FloatArray, FloatArray]
FEWEST_FOR_BYAR = 10  # below it, rates take the exact interval


def normal_quantile(confidence: float) -> float:
    """z of a two-sided interval: 1.959964 for 0.95, 3.090232 for 0.998. Raises ValueError outside 0 to 1."""
    check_confidence(confidence)
    return float(ndtri((1 + confidence) / 2))


def byar(count: ArrayLike, confidence: float = 0.95) -> Interval:
    """Byar's interval of a Poisson count, whatever its size: it never switches to the exact method.

    The lower limit of 0 is 0, and no lower limit is below 0. Raises ValueError for a negative count.
    """
    observed, z = as_counts(count, "count"), normal_quantile(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = observed * (1 - 1 / (9 * observed) - z / (3 * np.sqrt(observed))) ** 3
    low = np.where(observed == 0, 0.0, np.maximum(low, 0.0))
    more = observed + 1
    return low[()], more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3


def exact_poisson(count: ArrayLike, confidence: float = 0.95) -> Interval:
    """The exact interval of a Poisson count, by chi-squared quantiles. Raises ValueError for a negative count."""
    observed = as_counts(count, "count")
    check_confidence(confidence)
    tail = (1 - confidence) / 2
    # chi2(p, 2k) / 2 is the quantile p of the gamma distribution of shape k
    low = np.where(observed == 0, 0.0, gammaincinv(np.where(observed == 0, 1.0, observed), tail))
    return low[()], gammainccinv(observed + 1, tail)


def count_interval(count: ArrayLike, confidence: float = 0.95) -> Interval:
    """Of a count: exact below 10, else Byar. Raises ValueError for a negative count."""
    observed = as_counts(count, "count")
    low, high = (np.atleast_1d(one) for one in byar(observed, confidence))
    if (few := np.atleast_1d(observed < FEWEST_FOR_BYAR)).any():
        low[few], high[few] = exact_poisson(np.atleast_1d(observed)[few], confidence)
    return low.reshape(observed.shape)[()], high.reshape(observed.shape)[()]


def rate_interval(count: ArrayLike, denominator: ArrayLike, *, per: float = 1.0, confidence: float = 0.95) -> Interval:
    """Of a rate, `per` so many of the denominator: exact where the count is below 10, else Byar.

    The denominator is taken as known. None where it is 0, if the count is too. Raises ValueError for a negative figure,
    and for a count out of nobody.
    """
    observed, people = as_counts(count, "count"), as_counts(denominator, "denominator")
    if per <= 0 or not np.isfinite(per):
        raise ValueError(f"per is {per:g}; write what the rate is per, such as 100000.")
    many, of = broadcast(observed, people)
    if ((of == 0) & (many > 0)).any():
        raise ValueError("denominator: it is 0 where the count is not; a rate needs people to be a rate of.")
    low, high = count_interval(observed, confidence)
    scale = per / np.where(people == 0, np.nan, people)
    return low * scale, high * scale


def wilson(successes: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """Wilson's interval of a proportion, from 0 to 1. None where n is 0.

    Raises ValueError for a negative figure and for more successes than n.
    """
    x, of, z = as_counts(successes, "successes"), as_counts(n, "n"), normal_quantile(confidence)
    check_at_most(x, of, ("successes", "n"))
    of = np.where(of == 0, np.nan, of)
    middle, spread = 2 * x + z**2, z * np.sqrt(z**2 + 4 * x * (1 - x / of))
    # at 0 and at n the limit is that end exactly; the formula misses it by what floats lose
    low = np.where(x == 0, 0.0 * of, (middle - spread) / (2 * (of + z**2)))
    high = np.where(x == of, 1.0, (middle + spread) / (2 * (of + z**2)))
    return low[()], high[()]
