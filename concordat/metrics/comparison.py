"""Comparison with a benchmark, and the place of a figure among all: verdicts in words, over whole arrays."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from concordat.metrics.numbers_in import FloatArray, as_floats, broadcast

Good = Literal["high", "low", "neither"]
Words = NDArray[np.str_]
NOT_COMPARED = "not compared"


def compare(
    benchmark: ArrayLike,
    interval: tuple[ArrayLike, ArrayLike],
    far: tuple[ArrayLike, ArrayLike] | None = None,
    *,
    good: Good,
    itself: ArrayLike = False,
) -> Words:
    """How places stand to a benchmark, from their 95% `interval` and, where given, their 99.8% one, `far`.

    `similar` where the benchmark is inside the 95% interval or on its end; outside, `better` or `worse`, by which
    direction is good; outside the 99.8% interval, `much better` or `much worse`. Where neither direction is good,
    `lower` or `higher`. `not compared` where there is no interval or no benchmark, and where a place is `itself` the
    benchmark. All arguments broadcast. Raises ValueError for an interval whose ends are crossed.
    """
    check_good(good)
    at = as_floats(benchmark, "benchmark")
    low, high = _ends(interval, "interval")
    low_far, high_far = (low, high) if far is None else _ends(far, "far")
    at, low, high, low_far, high_far, own = broadcast(at, low, high, low_far, high_far, np.asarray(itself, np.float64))
    over, under = at < low, at > high  # the place lies over, or under, the benchmark
    up, down = (
        ("higher", "lower") if good == "neither" else ("better", "worse") if good == "high" else ("worse", "better")
    )
    much = "" if good == "neither" or far is None else "much "
    cases = [
        (np.isnan(at) | np.isnan(low) | np.isnan(high) | (own != 0), NOT_COMPARED),
        (over & (at < low_far), f"{much}{up}"),
        (under & (at > high_far), f"{much}{down}"),
        (over, up),
        (under, down),
    ]
    found = np.select([case for case, _ in cases], [np.array(word) for _, word in cases], np.array("similar"))
    return found[()]


def quantiles(values: ArrayLike, groups: int = 5) -> FloatArray:
    """Which fifth (or other part) of the places a figure falls in: 1 the lowest; places on the first axis.

    Equal figures share a group. None where a figure is missing, and for all where there are fewer figures than groups.
    Raises ValueError for fewer than two groups.
    """
    if groups < 2:
        raise ValueError(f"groups is {groups}; write 2 or more.")
    found = as_floats(values, "values")
    if found.ndim == 0:
        raise ValueError("values: give the figures of all places, not one.")
    there = ~np.isnan(found)
    many = there.sum(axis=0)
    order = np.sort(found, axis=0)  # NaN last
    flat, ordered = found.reshape(len(found), -1), order.reshape(len(found), -1)
    lower = np.stack([np.searchsorted(o, f, side="left") for o, f in zip(ordered.T, flat.T, strict=True)], axis=-1)
    rank = lower.reshape(found.shape)  # how many are lower
    group = np.floor(rank * groups / np.maximum(many, 1)) + 1
    return np.where(there & (many >= groups), group, np.nan)


def check_good(good: str) -> None:
    """Raises ValueError for a direction that is none."""
    if good not in ("high", "low", "neither"):
        raise ValueError(f"good is {good!r}; write high, low or neither.")


def _ends(interval: tuple[ArrayLike, ArrayLike], what: str) -> tuple[FloatArray, FloatArray]:
    low, high = broadcast(as_floats(interval[0], what), as_floats(interval[1], what))
    if (low > high).any():
        raise ValueError(f"{what}: a lower end is above its upper end; give (lower, upper).")
    return low, high
