"""Distributions as tables of 65,536 equally likely values: one draw of 16 random bits and one look give one value."""

from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import norm

from concordat.records.england.profile import DelayLength, Destinations, Profile, StayLengths

DRAWS = 1 << 16
Table = NDArray[np.int16]
Shares = NDArray[np.float64]


def stays_table(stays: StayLengths, group: int, zero: float, longest: int) -> Table:
    """Days from admission to being ready: 0 for the share `zero`, else one night and a lognormal number of days."""
    middle = (np.arange(DRAWS) + 0.5) / DRAWS
    nights = np.clip((middle - zero) / (1 - zero), 1e-9, 1)
    days = np.exp(log(stays.median_days[group]) + stays.spread[group] * norm.ppf(nights))
    return np.where(middle < zero, 0, np.clip(np.round(days), 1, longest)).astype(np.int16)


def lags_table(half: float, longest: int = 30) -> Table:
    """Days from a discharge to the admission that follows: half of them within `half` days, none after `longest`."""
    weights = 0.5 ** (np.arange(longest + 1) / half)
    return _spread(weights, np.arange(longest + 1))


def delays_tables(profile: Profile, mix: Shares) -> tuple[Shares, NDArray[np.int16]]:
    """How likely a delay is for each destination, and a table of lengths for each (destinations, 65536).

    `mix`: the shares of those who leave alive after a night, by destination. Scaled so that all destinations together
    give the published number of delays of each length.
    """
    delays, codes = profile.delays, profile.destinations.codes
    published = np.array([length.people for length in delays.lengths], float) / delays.people
    tilt = np.array(
        [
            [delays.tilt.get(code, 0) * delays.tilt_of_longer.get(code, 1) ** step for step in range(len(published))]
            for code in codes
        ]
    )
    likely = tilt * (published / np.maximum(mix @ tilt, 1e-12))
    tables = np.zeros((len(codes), DRAWS), np.int16)
    for row, code in enumerate(codes):
        if delays.tilt.get(code):
            tables[row] = _lengths(delays.lengths, likely[row])
    return likely.sum(axis=1), tables


def destination_table(destinations: Destinations, group: int) -> Table:
    """Destinations of those who leave after a night, as places in the list of codes."""
    shares = np.array(destinations.shares[group])
    return _spread(shares / shares.sum(), np.arange(len(shares)))


def _lengths(lengths: tuple[DelayLength, ...], weights: Shares) -> Table:
    """Each length's share as given, and within it days that fall geometrically to the published mean."""
    days, shares = [], []
    for length, weight in zip(lengths, weights, strict=True):
        span = np.arange(length.from_, length.to + 1)
        shares.append(weight * _with_mean(span, length.days / length.people))
        days.append(span)
    return _spread(np.concatenate(shares), np.concatenate(days))


def _with_mean(span: NDArray[np.int64], mean: float) -> Shares:
    """Shares over a span of days that rise or fall geometrically so that their mean is `mean`."""
    if len(span) == 1:
        return np.ones(1)

    def shares(slope: float) -> Shares:
        weights: Shares = np.exp(slope * (span - span[0]))
        return np.asarray(weights / weights.sum())

    slope = brentq(lambda slope: float(shares(slope) @ span) - mean, -5.0, 5.0 / len(span))
    return shares(slope)


def _spread(weights: NDArray[np.float64], values: NDArray[np.int64]) -> Table:
    edges = np.round(np.cumsum(weights) / weights.sum() * DRAWS).astype(np.int64)
    return np.repeat(values, np.diff(edges, prepend=0)).astype(np.int16)
