"""What a fit becomes: the stay of a parameter file, and the words about it."""

import numpy as np

from concordat.flow.fit import EMPIRICAL_POINTS, Fitted
from concordat.flow.parameters import Stay

OFF = 0.1  # a curve that is so far off for some day is not taken by itself
DIGITS = 2


def advise_distribution(fitted: Fitted) -> str:
    """The likeliest curve (least AIC); the stays themselves where it is more than 10 in 100 off and they all ended."""
    if fitted.best.ks > OFF and fitted.empirical is not None:
        return "empirical"
    return fitted.best.distribution


def make_stay(fitted: Fitted, distribution: str | None = None) -> Stay:
    """The stay for a parameter file: what is advised, or the distribution asked for; ValueError if there is none."""
    chosen = distribution or advise_distribution(fitted)
    if chosen == "empirical":
        return _make_empirical(fitted)
    fit = next((one for one in fitted.fits if one.distribution == chosen), None)
    if fit is None:
        known = ", ".join([*(one.distribution for one in fitted.fits), "empirical"])
        raise ValueError(f"{chosen!r} is not a distribution of stays; write {known}.")
    sd = None if chosen == "exponential" else round(fit.sd, DIGITS)
    return Stay(distribution=chosen, mean=round(fit.mean, DIGITS), sd=sd)  # type: ignore[arg-type]


def _make_empirical(fitted: Fitted) -> Stay:
    days = fitted.empirical
    if days is None:
        raise ValueError(
            f"{fitted.pathway}: the longest stays have not ended, so the stays themselves cannot stand in."
        )
    if len(days) > EMPIRICAL_POINTS:
        days = np.quantile(days, (np.arange(EMPIRICAL_POINTS) + 0.5) / EMPIRICAL_POINTS)
    return Stay(distribution="empirical", values=tuple(round(float(one), DIGITS) for one in days))


def render_stay(fitted: Fitted, distribution: str | None = None) -> str:
    """Lines to paste into a parameter file: a comment with where the figures are from, and the stay."""
    stay = make_stay(fitted, distribution)
    if stay.values:
        values = ", ".join(f"{one:g}" for one in stay.values)
        line = f"stay: {{distribution: empirical, values: [{values}]}}"
    else:
        sd = "" if stay.sd is None else f", sd: {stay.sd:g}"
        line = f"stay: {{distribution: {stay.distribution}, mean: {stay.mean:g}{sd}}}"
    return f"# {say_fit(fitted)}\n{line}"


def say_fit(fitted: Fitted) -> str:
    """One sentence: how many stays, what was taken, and how far the curve is off."""
    stays, best = fitted.stays, fitted.best
    going_on = f", {int(stays.still_in.sum())} of them still going on" if stays.still_in.any() else ""
    said = (
        f"{fitted.pathway}: {len(stays.days):,} stays{going_on}; by maximum likelihood {best.distribution} is "
        f"likeliest and off by at most {best.ks * 100:.0f} in 100 people on any day."
    )
    return said + (
        " That is too far: the stays themselves are taken." if advise_distribution(fitted) == "empirical" else ""
    )
