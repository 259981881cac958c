"""Days of a run as months and weekdays, and what holds on each: people expected, places open."""

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from concordat.flow.parameters import Pathway, System

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
YEAR = 365.25


def list_months(first: date, days: int) -> list[str]:
    """The months, as 2026-11, that any of the days falls in."""
    last = first + timedelta(days=days - 1)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]


def calculate_arrival_rates(system: "System", pathway: "Pathway") -> Floats:
    """People expected to become ready on each day, shape (days,).

    Within a day arrivals come at a constant rate. Factors of month and weekday are scaled to average 1 over the year
    and the week; a monthly series keeps the total of each month whatever its weekdays.
    """
    pattern = pathway.arrivals
    rates = np.full(system.days, pathway.arrivals_per_day or 0.0)
    if system.start_date is not None:
        dates = np.datetime64(system.start_date, "D") + np.arange(system.days)
        if pattern.month is not None:
            rates *= _scaled(pattern.month)[_months(dates)]
        if pattern.weekday is not None:
            rates *= _scaled(pattern.weekday)[_weekdays(dates)]
        if pattern.monthly is not None:
            rates = _spread_months(dates, pattern.monthly, pattern.weekday)
    return np.asarray(rates * np.exp(np.log1p(pattern.trend_per_year) * np.arange(system.days) / YEAR))


def calculate_places(system: "System", pathway: "Pathway") -> Ints:
    """How many people the pathway can serve at once on each day, shape (days,)."""
    places = np.zeros(system.days, dtype=np.int64)
    for change in pathway.changes:
        people = math.floor(change.places / pathway.units_per_person + 1e-9)  # 30 visits by .1 are 300 people
        places[max(system.day_number(change.from_), 0) :] = people
    return places


def list_changes(places: Ints) -> list[tuple[float, int]]:
    """(day, places from then on) for each day on which the places differ from those of the day before."""
    days = np.flatnonzero(np.diff(places)) + 1
    return [(float(day), int(places[day])) for day in days]


def _scaled(factors: tuple[float, ...]) -> Floats:
    return np.asarray(factors) * len(factors) / sum(factors)


def _months(dates: npt.NDArray[np.datetime64]) -> Ints:
    return dates.astype("datetime64[M]").astype(np.int64) % 12


def _weekdays(dates: npt.NDArray[np.datetime64]) -> Ints:
    """0 for Monday; day 0 of NumPy, 1 January 1970, was a Thursday."""
    return (dates.astype(np.int64) + 3) % 7


def _spread_months(
    dates: npt.NDArray[np.datetime64], monthly: dict[str, float], weekday: tuple[float, ...] | None
) -> Floats:
    rates = np.zeros(len(dates))
    factors = np.ones(7) if weekday is None else _scaled(weekday)
    months = dates.astype("datetime64[M]")
    for month in np.unique(months):
        whole = np.arange(month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]"))
        here = months == month
        rates[here] = monthly[str(month)] * factors[_weekdays(dates[here])] / factors[_weekdays(whole)].sum()
    return rates
