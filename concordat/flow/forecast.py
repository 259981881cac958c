"""Arrivals forecast from a monthly series, with intervals, and how well the same way would have done before.

Counts are taken per day of their month, so that February is not a fall; where no month is nought they are taken in
logarithms, so that the season is a factor and no forecast is negative. Four models compete: three structural ones and a
SARIMA, whose intervals count that the season itself was guessed from the same months (on open series of CCGs and
councils those of exponential smoothing held too seldom). The one with the least absolute error over the year (two where
there are enough months) before the last 12 months is taken; the last 12 months have no part in that, and tell how often
its 80% interval held. Then it is fitted to all months.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.statespace.structural import UnobservedComponents

from concordat.flow.read_months import FEWEST, Monthly
from concordat.periods import Month

YEAR = 12
LEVEL = 0.8  # of the intervals
MOST_MONTHS = 60  # ahead; beyond that the past says nothing
MOST_CHOOSING = 2  # years in which the models compete
MOST_REPEATS = 3  # earlier years in which the whole way is tried again
SIMPLEST = "level and fixed season"
RULE = "chosen by the least error on earlier months"

Floats = NDArray[np.float64]
MODELS: Mapping[str, Callable[[Floats], Any]] = {
    SIMPLEST: lambda y: UnobservedComponents(y, "llevel", seasonal=YEAR, stochastic_seasonal=False),
    "level and moving season": lambda y: UnobservedComponents(y, "llevel", seasonal=YEAR),
    "trend and fixed season": lambda y: UnobservedComponents(y, "lltrend", seasonal=YEAR, stochastic_seasonal=False),
    "SARIMA (0,1,1)(0,1,1)12": lambda y: SARIMAX(y, order=(0, 1, 1), seasonal_order=(0, 1, 1, YEAR)),
}


class NoForecast(ValueError):
    """No forecast can be made; the message says why and what to do."""


@dataclass(frozen=True)
class MonthAhead:
    """One month of a forecast, as a count for the whole month; `middle` is as likely too low as too high."""

    month: Month
    middle: float
    lower: float
    upper: float
    actual: float | None = None

    @property
    def per_day(self) -> float:
        return self.middle / days_in(self.month)

    @property
    def is_covered(self) -> bool:
        """Whether what happened lies within the interval, ends included."""
        return self.actual is not None and self.lower <= self.actual <= self.upper


@dataclass(frozen=True)
class HeldBack:
    """Twelve months forecast as if they had not happened, beside what did."""

    model: str
    months: tuple[MonthAhead, ...]
    naive: tuple[MonthAhead, ...]  # the same month of the year before

    @property
    def covered(self) -> int:
        """How many of the twelve months lie within their 80% interval."""
        return sum(one.is_covered for one in self.months)

    @property
    def error(self) -> float:
        """Mean absolute error, in people a month."""
        return _error(self.months)

    @property
    def naive_error(self) -> float:
        return _error(self.naive)


@dataclass(frozen=True)
class Forecast:
    """The months ahead, how the model was chosen, and how the same way did on months that were held back.

    `held_back` is None where the series is too short for it (under 36 months). `repeats` are the same trial for up to
    three earlier years, the newest first.
    """

    history: Monthly
    model: str
    chosen: str
    months: tuple[MonthAhead, ...]
    held_back: HeldBack | None
    repeats: tuple[HeldBack, ...]


def forecast_months(history: Monthly, months: int, tick: Callable[[str], None] | None = None) -> Forecast:
    """Forecast so many months after the last one. `tick` is called with each year that was tried.

    Raises NoForecast for fewer than 24 months of history, or more than 60 ahead.
    """
    if not 1 <= months <= MOST_MONTHS:
        raise NoForecast(f"{months} months cannot be forecast; ask for 1 to {MOST_MONTHS}.")
    if len(history.months) < FEWEST:
        raise NoForecast(f"{len(history.months)} months are too few to see a season; give {FEWEST} or more.")
    tried = []
    for end in _trial_ends(len(history.months)):
        tried.append(_hold_back(history, end))
        if tick:
            tick(str(history.months[end]))
    model = tried[0].model if tried else SIMPLEST
    chosen = _said_choice(len(history.months))
    ahead = _forecast(model, history.months, history.counts, months)
    if ahead is None:
        raise NoForecast("No model fits this series; look for a month that is far off, or give more months.")
    return Forecast(history, model, chosen, ahead, tried[0] if tried else None, tuple(tried[1:]))


def days_in(month: Month) -> int:
    """28 to 31."""
    return month.last_day.day


def forecast_naive(months: tuple[Month, ...], counts: tuple[float, ...], ahead: int) -> tuple[MonthAhead, ...]:
    """The same month of the year before, per day, with the spread of the past changes from year to year."""
    y, back = _scale(months, counts)
    change = y[YEAR:] - y[:-YEAR]
    made = []
    for step in range(ahead):
        years = step // YEAR + 1
        spread = float(np.sqrt(np.mean(change**2) * years)) if len(change) else 0.0
        made.append((y[len(y) - YEAR + step % YEAR], spread))
    middle = np.array([one for one, _ in made])
    reach = norm.ppf(0.5 + LEVEL / 2) * np.array([one for _, one in made])
    return _as_months(months[-1], back(middle), back(middle - reach), back(middle + reach))


def _trial_ends(count: int) -> Iterator[int]:
    """Where the history ends in each trial: 12 months before the last, then a year earlier each, while 24 are left."""
    for repeat in range(1 + MOST_REPEATS):
        end = count - YEAR * (repeat + 1)
        if end >= FEWEST:
            yield end


def _hold_back(history: Monthly, end: int) -> HeldBack:
    months, counts = history.months[:end], history.counts[:end]
    model = choose_model(months, counts)
    found = _forecast(model, months, counts, YEAR)
    naive = forecast_naive(months, counts, YEAR)
    actual = history.counts[end : end + YEAR]
    return HeldBack(model, _beside(found or naive, actual), _beside(naive, actual))


def choose_model(months: tuple[Month, ...], counts: tuple[float, ...]) -> str:
    """The model with the least absolute error over the last year or two; the simplest where there is none to try."""
    errors: dict[str, float] = {}
    for model in MODELS:
        for year in range(1, MOST_CHOOSING + 1):
            end = len(months) - YEAR * year
            if end < FEWEST:
                continue
            found = _forecast(model, months[:end], counts[:end], YEAR)
            missed = _error(_beside(found, counts[end : end + YEAR])) if found else float("inf")
            errors[model] = errors.get(model, 0.0) + missed
    return min(errors, key=lambda model: errors[model]) if errors else SIMPLEST


def _said_choice(count: int) -> str:
    too_few = FEWEST + 2 * YEAR
    return RULE if count >= too_few else f"taken because under {too_few} months are too few for models to compete"


@lru_cache(maxsize=512)  # the trials of neighbouring years need the same fits
def _forecast(
    model: str, months: tuple[Month, ...], counts: tuple[float, ...], ahead: int
) -> tuple[MonthAhead, ...] | None:
    """What the model says of the months ahead, or None where it does not fit."""
    y, back = _scale(months, counts)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what the search for the likeliest parameters meets on its way
        try:
            found = MODELS[model](y).fit(disp=False, maxiter=200).get_forecast(ahead)
        except (np.linalg.LinAlgError, ValueError):
            return None
        middle, between = back(found.predicted_mean), back(found.conf_int(alpha=1 - LEVEL))
    if not (np.isfinite(middle).all() and np.isfinite(between).all()):
        return None
    return _as_months(months[-1], middle, between[:, 0], between[:, 1])


def _scale(months: tuple[Month, ...], counts: tuple[float, ...]) -> tuple[Floats, Callable[[Floats], Floats]]:
    """The series per day, in logarithms where every month has a count; and the way back to counts per day."""
    per_day = np.array([count / days_in(month) for month, count in zip(months, counts, strict=True)])
    if per_day.min() > 0:
        return np.log(per_day), np.exp
    return per_day, lambda values: np.maximum(values, 0.0)


def _as_months(last: Month, middle: Floats, lower: Floats, upper: Floats) -> tuple[MonthAhead, ...]:
    made = []
    for step, per_day in enumerate(zip(middle, lower, upper, strict=True), start=1):
        month = last.plus(step)
        made.append(MonthAhead(month, *(float(one) * days_in(month) for one in per_day)))
    return tuple(made)


def _beside(found: tuple[MonthAhead, ...], actual: tuple[float, ...]) -> tuple[MonthAhead, ...]:
    return tuple(
        MonthAhead(one.month, one.middle, one.lower, one.upper, seen) for one, seen in zip(found, actual, strict=True)
    )


def _error(months: tuple[MonthAhead, ...]) -> float:
    missed = [abs(one.middle - one.actual) for one in months if one.actual is not None]
    return sum(missed) / len(missed)
