"""Funnels: how far apart places may lie by chance alone, given how big they are."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from concordat.metrics.intervals import Interval, normal_quantile, rate_interval
from concordat.metrics.numbers_in import FloatArray, as_counts, as_floats, broadcast, check_at_most, check_confidence

Kind = Literal["rate", "proportion"]


def pooled_mean(count: ArrayLike, denominator: ArrayLike) -> FloatArray:
    """All places together: the sum of counts by the sum of denominators, over the first axis.

    A place that lacks either is left out of both. None where nothing is left. Raises ValueError for a negative figure.
    """
    observed, of = broadcast(as_counts(count, "count"), as_counts(denominator, "denominator"))
    there = ~(np.isnan(observed) | np.isnan(of))
    people = np.where(there, of, 0.0).sum(axis=0)
    mean: FloatArray = np.where(there, observed, 0.0).sum(axis=0) / np.where(people == 0, np.nan, people)
    return mean


def funnel_limits(
    count: ArrayLike,
    denominator: ArrayLike,
    *,
    kind: Kind = "rate",
    per: float = 1.0,
    confidence: float = 0.95,
    centre: ArrayLike | None = None,
) -> Interval:
    """Between which figures a place of each size would lie if it were like all others; places on the first axis.

    A rate, `per` so many of the denominator: the exact interval (Byar's from 10 on) of the count to be expected. A
    proportion: the inverse of Wilson's interval, so that a place lies outside exactly where its own Wilson interval
    misses the centre; within 0 and 1 (times `per`). The centre is the pooled mean unless one is given, as a share of
    the denominator. Draw it at 0.95 and 0.998. Raises ValueError as `rate_interval` does, and for a proportion above 1.
    """
    observed, of = as_counts(count, "count"), as_counts(denominator, "denominator")
    check_confidence(confidence)
    if kind not in ("rate", "proportion"):
        raise ValueError(f"kind is {kind!r}; write rate or proportion.")
    if kind == "proportion":
        check_at_most(observed, of, ("count", "denominator"))
    middle = pooled_mean(observed, of) if centre is None else as_floats(centre, "centre")
    if kind == "rate":
        return rate_interval(middle * of, of, per=per, confidence=confidence)
    if ((middle < 0) | (middle > 1)).any():
        raise ValueError("centre: a proportion lies between 0 and 1; give it as a share, not as a percentage.")
    spread = normal_quantile(confidence) * np.sqrt(middle * (1 - middle) / np.where(of == 0, np.nan, of))
    return per * np.maximum(middle - spread, 0.0), per * np.minimum(middle + spread, 1.0)
