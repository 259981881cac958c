"""Stays fitted: log-normal, gamma and exponential by maximum likelihood, and the stays themselves.

One way of fitting for all: the parameters that make the stays most likely, with nought as the shortest stay possible.
A stay that has not ended counts as longer than it is so far. Stays in whole days are read as anything from half a day
less to half a day more, for that is what a difference of two dates knows. What goes into a parameter file is the
arithmetic mean and standard deviation of the fitted distribution; the mean and deviation of logarithms never leave
this file, since mixing the two is a known mistake of published models.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

FEWEST = 20  # stays that ended; below that a fit says nothing
FAMILIES: Mapping[str, Any] = {"lognormal": stats.lognorm, "gamma": stats.gamma, "exponential": stats.expon}
EMPIRICAL_POINTS = 200  # lengths that stand for the stays where some have not ended
CAVEAT = (
    "The parameters were fitted to the same stays, so the usual p-values of Kolmogorov-Smirnov and Anderson-Darling do "
    "not hold and none is given; with many stays any smooth curve is refused. Compare the distances, and look at the "
    "picture."
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Stays:
    """Lengths in days and whether each still goes on; arrays of equal length."""

    days: Floats
    still_in: NDArray[np.bool_]

    @cached_property
    def ended(self) -> int:
        return int((~self.still_in).sum())

    @cached_property
    def in_whole_days(self) -> bool:
        return bool(np.all(self.days == np.round(self.days)))

    @cached_property
    def spread(self) -> Floats:
        """The lengths in their own order, those in whole days spread evenly over the day that they may stand for."""
        if not self.in_whole_days:
            return self.days
        made = self.days.astype(float).copy()
        for length in np.unique(self.days):
            here = np.flatnonzero(self.days == length)
            low, high = max(length - 0.5, 0.0), length + 0.5
            made[here] = low + (np.arange(len(here)) + 0.5) / len(here) * (high - low)
        return made

    @cached_property
    def censored(self) -> stats.CensoredData:
        """The stays as the likelihood sees them: exact, within a day, or longer than so far."""
        ended, going_on = self.days[~self.still_in], self.days[self.still_in]
        if not self.in_whole_days:
            return stats.CensoredData(uncensored=ended, right=going_on)
        return stats.CensoredData(interval=np.c_[np.maximum(ended - 0.5, 0.0), ended + 0.5], right=going_on)

    @cached_property
    def curve(self) -> tuple[Floats, Floats]:
        """(days, share of stays that ended by then); Kaplan and Meier's where some stays go on."""
        ended, going_on = self.spread[~self.still_in], self.days[self.still_in]
        found = stats.ecdf(stats.CensoredData(uncensored=ended, right=going_on)).cdf
        return np.asarray(found.quantiles, float), np.asarray(found.probabilities, float)


@dataclass(frozen=True, eq=False)
class Fit:
    """One distribution fitted: arithmetic mean and deviation in days, and how far it is from the stays.

    `ks` is the largest difference between the shares that ended by any day, fitted and seen; `ad` is Anderson and
    Darling's distance, which weighs short and long stays more, and None where some stays go on.
    """

    distribution: str
    mean: float
    sd: float
    aic: float
    ks: float
    ad: float | None
    frozen: Any

    def as_dict(self) -> dict[str, object]:
        return {"distribution": self.distribution, "mean": self.mean, "sd": self.sd} | {
            "aic": self.aic,
            "ks": self.ks,
            "ad": self.ad,
        }


@dataclass(frozen=True, eq=False)
class Fitted:
    """What the stays of one pathway come to, each distribution fitted, the likeliest first."""

    pathway: str
    stays: Stays
    fits: tuple[Fit, ...]

    @property
    def best(self) -> Fit:
        """The least AIC: the likeliest, less a penalty for each parameter."""
        return self.fits[0]

    @cached_property
    def empirical(self) -> Floats | None:
        """Lengths that stand for the stays as they are; None where the longest stays have not ended.

        The stays themselves where all ended, otherwise 200 lengths that divide the curve evenly.
        """
        days, share = self.stays.curve
        if not self.stays.still_in.any():
            return np.sort(self.stays.spread)
        if share[-1] < 1 - 0.5 / EMPIRICAL_POINTS:
            return None
        wanted = (np.arange(EMPIRICAL_POINTS) + 0.5) / EMPIRICAL_POINTS
        return np.asarray(days[np.searchsorted(share, wanted)], float)


def fit_stays(stays: Stays, pathway: str = "all stays") -> Fitted:
    """Fit every family to the stays of one pathway. Raises ValueError for fewer than 20 stays that ended."""
    if stays.ended < FEWEST:
        raise ValueError(f"{pathway}: {stays.ended} stays that ended are too few to fit; give {FEWEST} or more.")
    if np.ptp(stays.days) == 0:
        raise ValueError(f"{pathway}: every stay lasts {stays.days[0]:g} days; there is nothing to fit.")
    fits = [_fit(name, family, stays) for name, family in FAMILIES.items()]
    return Fitted(pathway, stays, tuple(sorted(fits, key=lambda fit: fit.aic)))


def _fit(name: str, family: Any, stays: Stays) -> Fit:
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):  # far from the answer a chance may be nought
        *shape, _, scale = family.fit(stays.censored, *_first_guess(name, stays), floc=0)
    frozen = family(*shape, scale=scale)
    aic = 2 * (len(shape) + 1) - 2 * _log_likelihood(frozen, stays)
    return Fit(name, float(frozen.mean()), float(frozen.std()), aic, _ks(frozen, stays), _ad(frozen, stays), frozen)


def _log_likelihood(frozen: Any, stays: Stays) -> float:
    ended, going_on = stays.days[~stays.still_in], stays.days[stays.still_in]
    if stays.in_whole_days:
        low, high = np.maximum(ended - 0.5, 0.0), ended + 0.5
        in_tail = frozen.cdf(low) > 0.5  # there the shares that are left tell small chances apart
        chance = np.where(in_tail, frozen.sf(low) - frozen.sf(high), frozen.cdf(high) - frozen.cdf(low))
        seen = np.log(np.maximum(chance, np.finfo(float).tiny)).sum()
    else:
        seen = frozen.logpdf(ended).sum()
    return float(seen + frozen.logsf(going_on).sum())


def _first_guess(name: str, stays: Stays) -> tuple[float, ...]:
    """A shape to begin the search from; only where it begins, never the answer."""
    if name == "lognormal":
        return (max(float(np.log(np.maximum(stays.spread, 1e-3)).std()), 0.05),)
    if name == "gamma":
        return (min(max(float(stays.spread.mean() ** 2 / stays.spread.var()), 0.05), 1e3),)
    return ()


def _ks(frozen: Any, stays: Stays) -> float:
    days, share = stays.curve
    before = np.concatenate([[0.0], share[:-1]])
    fitted = frozen.cdf(days)
    return float(np.max(np.maximum(np.abs(fitted - share), np.abs(fitted - before))))


def _ad(frozen: Any, stays: Stays) -> float | None:
    if stays.still_in.any():
        return None
    days = np.sort(stays.spread)
    count, rank = len(days), np.arange(1, len(days) + 1)
    return float(-count - np.mean((2 * rank - 1) * (frozen.logcdf(days) + frozen.logsf(days[::-1]))))
