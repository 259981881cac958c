"""Five-point trend: whether the last five figures of a place rise or fall more than chance explains.

As in England's public health profiles: a weighted line through the five, each weighing by its interval, told as a
trend only where its slope is far from none and no single point makes it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from concordat.metrics.comparison import Good, check_good
from concordat.metrics.numbers_in import FloatArray, as_floats, broadcast

POINTS = 5
SIGNIFICANT = 9.5495  # chi-squared with one degree of freedom, 99.8%
WIDTH = 3.92  # of a 95% interval, in standard errors
NOT_ENOUGH, NO_CHANGE = "not enough points", "no significant change"


class Trend(NamedTuple):
    """Per place: slope per period, chi-squared (both NaN where five points are not there), and what that says."""

    slope: FloatArray
    chi_squared: FloatArray
    said: NDArray[np.str_]


def trend(values: ArrayLike, lower: ArrayLike, upper: ArrayLike, *, good: Good = "neither") -> Trend:
    """The trend over the last five periods, from values and their 95% intervals; periods on the last axis.

    `increasing` or `decreasing` where chi-squared is above 9.5495 and the slope keeps its sign whichever point is left
    out; with `and getting better` or `and getting worse` where a direction is good; else `no significant change`. Not
    enough points where one of the five, or its interval, is missing or has no width. Raises ValueError for figures that
    are not in order of time on one axis, or intervals whose ends are crossed.
    """
    check_good(good)
    y, low, high = broadcast(as_floats(values, "values"), as_floats(lower, "lower"), as_floats(upper, "upper"))
    if y.ndim == 0:
        raise ValueError("values: give the figures of several periods, the last one last.")
    if (low > high).any():
        raise ValueError("lower: a lower end is above its upper end; give lower, then upper.")
    if y.shape[-1] < POINTS:
        gap = np.full(y.shape[:-1], np.nan)
        return Trend(gap[()], gap[()], np.full(gap.shape, NOT_ENOUGH)[()])
    y, width = y[..., -POINTS:], (high - low)[..., -POINTS:]
    weight = (WIDTH / np.where(width == 0, np.nan, width)) ** 2
    weight = np.where(np.isnan(y), np.nan, weight)
    slope, spread = _line(y, weight)
    without = [_line(y, weight * (np.arange(POINTS) != left_out))[0] for left_out in range(POINTS)]
    chi_squared = slope**2 * spread
    sign = np.sign(slope)
    steady = np.all([np.sign(one) == sign for one in without], axis=0)
    direction = np.where(np.isnan(slope), np.nan, np.where((chi_squared > SIGNIFICANT) & steady, sign, 0.0))
    return Trend(slope, chi_squared, _said(direction, good))


def _line(y: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Slope of the weighted line, and one by the square of its standard error."""
    x, total = np.arange(POINTS), weight.sum(axis=-1, keepdims=True)
    from_x = x - (weight * x).sum(axis=-1, keepdims=True) / total
    spread = (weight * from_x**2).sum(axis=-1)
    return (weight * from_x * np.where(np.isnan(y), 0.0, y)).sum(axis=-1) / spread, spread


def _said(direction: FloatArray, good: Good) -> NDArray[np.str_]:
    up, down = {
        "high": (" and getting better", " and getting worse"),
        "low": (" and getting worse", " and getting better"),
        "neither": ("", ""),
    }[good]
    cases = [np.isnan(direction), direction > 0, direction < 0]
    words = [NOT_ENOUGH, f"increasing{up}", f"decreasing{down}"]
    return np.select(cases, [np.array(word) for word in words], np.array(NO_CHANGE))[()]
