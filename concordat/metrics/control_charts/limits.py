"""Limits of XmR charts, many series at once: the mean, and how far points stray from it by chance.

Values are arrays (series, points) in order of time; NaN is a gap. A moving range lies between neighbours that are both
there; none is taken across a gap.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from concordat.metrics.numbers_in import FloatArray

Flags = NDArray[np.bool_]
LIMIT = 2.66  # mean moving ranges from the mean: 3 / 1.128
SCREENED = 3.267  # mean moving ranges from which a moving range is left out, once
TWO_SIGMA = 2 / 3  # of the way from the mean to a limit
FEWEST_POINTS = 13  # fewer make a run chart
FEWEST_TO_FIX = 12
# Sums of decimal fractions miss their exact value in the last places; what lies closer than this share of the largest
# value is the same, so that a point on the mean is on it.
SAME = 1e-10


class Limits(NamedTuple):
    """One of each per series. On a run chart the centre is the median, the limits are NaN. Within `slack` is equal."""

    centre: FloatArray
    lower: FloatArray
    upper: FloatArray
    slack: FloatArray


def calculate_limits(values: FloatArray, *, screen: bool = False, fix_after: int | None = None) -> Limits:
    """The limits of each series, from all of its points, or from its first `fix_after`.

    A run chart where there are fewer than 13 points, or no two neighbours. With `screen`, moving ranges of 3.267 mean
    moving ranges or more are left out once.
    """
    there = ~np.isnan(values)
    slack = SAME * np.fmax.reduce(np.abs(values), axis=1, initial=0.0)  # of those that are there
    used = there if fix_after is None else there & (np.cumsum(there, axis=1) <= fix_after)
    mean, ranges = _mean(values, used), np.abs(np.diff(values, axis=1))
    beside = used[:, 1:] & used[:, :-1]
    spread = _mean(ranges, beside)
    if screen:
        ordinary = (ranges < (SCREENED * spread - slack)[:, None]) | (spread <= slack)[:, None]
        spread = _mean(ranges, beside & ordinary)
    is_run = (there.sum(axis=1) < FEWEST_POINTS) | np.isnan(spread)
    reach = np.where(is_run, np.nan, LIMIT * spread)
    centre = mean
    if is_run.any():
        centre = np.where(is_run, _median(values, there), mean)
    return Limits(centre, centre - reach, centre + reach, slack)


def _mean(values: FloatArray, used: Flags) -> FloatArray:
    many = used.sum(axis=1)
    total = np.where(used, values, 0.0).sum(axis=1)
    found: FloatArray = total / np.where(many == 0, np.nan, many)
    return found


def _median(values: FloatArray, there: Flags) -> FloatArray:
    """The median of those there; NaN where none is."""
    ordered = np.sort(np.where(there, values, np.inf), axis=1)
    many = there.sum(axis=1)
    rows, last = np.arange(len(values)), values.shape[1] - 1
    low, high = (np.clip(place, 0, last) for place in ((many - 1) // 2, many // 2))
    return np.where(many > 0, (ordered[rows, low] + ordered[rows, high]) / 2, np.nan)
