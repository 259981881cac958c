"""Directly standardised rates: what a place's rate would be if it had the ages of the standard population."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from concordat.metrics.intervals import byar
from concordat.metrics.numbers_in import FloatArray, as_counts, check_confidence

# European Standard Population 2013, ages 0-4, 5-9 … 85-89, 90 and over; sums to 100,000. Source: Eurostat, Revision of
# the European Standard Population, report of Eurostat's task force, 2013, table of 19 age bands.
EUROPEAN_STANDARD_2013 = (
    *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
    *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
)
FEWEST_EVENTS = 10  # below it no rate is given: Fingertips technical guidance, Office for Health Improvement


class Standardised(NamedTuple):
    """A standardised rate and its interval; all three are NaN where there are too few events to give one."""

    rate: FloatArray
    lower: FloatArray
    upper: FloatArray


def directly_standardised_rate(
    counts: ArrayLike,
    people: ArrayLike,
    weights: ArrayLike = EUROPEAN_STANDARD_2013,
    *,
    per: float = 100_000,
    confidence: float = 0.95,
) -> Standardised:
    """The rate `per` so many people, with Dobson's interval (1991) on Byar's.

    `counts` and `people` have the age bands on their last axis; what stands before (places, periods) stays. `weights`
    are people of the standard population per band, by default the 19 bands of the European one. None (NaN) where there
    are fewer than 10 events in all, or nobody in a band. Raises ValueError for bands that do not match, a negative
    figure or a per that is not above 0.
    """
    events, of, standard = as_counts(counts, "counts"), as_counts(people, "people"), as_counts(weights, "weights")
    check_confidence(confidence)
    _check_bands(events, of, standard)
    if not per > 0:
        raise ValueError(f"per is {per:g}; write what the rate is per, such as 100000.")
    share = standard / standard.sum() / np.where(of == 0, np.nan, of)
    rate, variance = (share * events).sum(axis=-1), (share**2 * events).sum(axis=-1)
    total = (events + 0 * of).sum(axis=-1)
    enough = np.where(total >= FEWEST_EVENTS, total, np.nan)
    scale = np.sqrt(variance / enough)
    low, high = byar(enough, confidence)
    rate = rate + 0 * enough
    return Standardised(per * rate, per * (rate + scale * (low - enough)), per * (rate + scale * (high - enough)))


def _check_bands(events: FloatArray, of: FloatArray, standard: FloatArray) -> None:
    if standard.ndim != 1 or not standard.sum() > 0:
        raise ValueError("weights: give one weight for each age band, more than 0 in all.")
    for name, found in (("counts", events), ("people", of)):
        if found.ndim == 0 or found.shape[-1] != len(standard):
            bands = found.shape[-1] if found.ndim else 1
            raise ValueError(f"{name}: {bands} age bands where the standard population has {len(standard)}.")
