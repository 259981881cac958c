"""The monthly table of capacity and demand that plans hold: what a model fills in, and what it takes from one.

Every plan since 2022 sets capacity and demand of intermediate care side by side, pathways 0 to 3 by month. The order
and the exact titles of the official sheet are not confirmed: ours are named plainly, and `VERIFIED` says so.

Demand is the people who become ready in the month. Capacity, in people, is how many stays the month's places hold:
places times days over the mean stay. The gap is capacity less demand; below nought the waiting list grows, which a
single month can do while the winter as a whole is well supplied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from concordat.flow.calendar import calculate_arrival_rates, calculate_places
from concordat.flow.parameters import ArrivalPattern, CapacityChange, Pathway, System
from concordat.flow.result import PathwayResult, Result
from concordat.periods import Month

VERIFIED = False
NOTE = (
    "Titles and order are ours; those of the official template are not confirmed (verified: false). Time to start is "
    "from the simulation: waiting in the month over people who became ready in it."
)
COLUMNS = (
    "Month",
    "Pathway",
    "Expected demand, people",
    "Places",
    "Capacity, people",
    "Gap, people",
    "Average time to start, days",
    "Delayed days",
)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One pathway in one month. Only days within the model count, so the first and last month may be parts.

    `places` is the mean over the days, in the pathway's unit. What only a run knows is None in a table that was read.
    """

    month: Month
    pathway: str
    demand: float
    places: float
    capacity: float | None = None
    time_to_start: float | None = None
    delayed_days: float | None = None

    @property
    def gap(self) -> float | None:
        """Capacity less demand, in people; below nought more people come than are taken."""
        return None if self.capacity is None else self.capacity - self.demand

    @property
    def cells(self) -> tuple[object, ...]:
        """The line as it is written, in the order of the columns."""
        whole = (self.demand, self.places, self.capacity, self.gap, self.time_to_start, self.delayed_days)
        return (self.month, self.pathway, *(None if one is None else round(one, 2) for one in whole))


def fill_template(result: Result) -> tuple[PlanLine, ...]:
    """The table of a run, month by month, the pathways in their order. Raises ValueError without a first date."""
    system = result.system
    days = list_month_days(system)
    return tuple(
        _fill_line(system, one, result.pathway(one.name), month, inside)
        for month, inside in days.items()
        for one in system.pathways
    )


def list_month_days(system: System) -> dict[Month, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Each month of the run to the numbers of its days in it. Raises ValueError without a first date."""
    if system.start_date is None:
        raise ValueError("A table by month needs start_date; add it to the file.")
    found: dict[Month, list[int]] = {}
    for number in range(system.days):
        day = system.start_date + timedelta(days=number)
        found.setdefault(Month(day.year, day.month), []).append(number)
    return {month: np.array(numbers, dtype=np.int64) for month, numbers in found.items()}


def apply_template(system: System, lines: Sequence[PlanLine]) -> System:
    """The system with the demand and the places of the table, from the first of each month (or the first day) on.

    A pathway that the table does not name stays as it is. Raises ValueError for a pathway that the system does not
    have, a month of the run that is missing, or a system without a first date.
    """
    days = list_month_days(system)
    named = {line.pathway for line in lines}
    known = {one.name for one in system.pathways}
    if unknown := sorted(named - known):
        raise ValueError(f"No pathway is called {unknown[0]!r}; there are {', '.join(sorted(known))}.")
    by_pathway = {name: {line.month: line for line in lines if line.pathway == name} for name in named}
    for name, months in by_pathway.items():
        if missing := [str(month) for month in days if month not in months]:
            raise ValueError(f"{name}: {', '.join(missing)} is missing from the table; add a row for it.")
    pathways = [_apply(one, by_pathway[one.name], days) if one.name in named else one for one in system.pathways]
    made = system.model_copy(update={"pathways": tuple(pathways), "assumptions": ()})
    return System.model_validate(made.model_dump(by_alias=True))


def _fill_line(
    system: System,
    pathway: Pathway,
    ran: PathwayResult,
    month: Month,
    inside: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> PlanLine:
    demand = float(calculate_arrival_rates(system, pathway)[inside].sum())
    people = calculate_places(system, pathway)[inside]
    delayed = float(ran.daily_delayed[:, inside].sum(axis=1).mean())
    return PlanLine(
        month,
        pathway.name,
        demand,
        float(people.mean()) * pathway.units_per_person,
        float(people.sum()) / pathway.stay.average,
        delayed / demand if demand else None,
        delayed,
    )


def _apply(
    pathway: Pathway, lines: Mapping[Month, PlanLine], days: Mapping[Month, np.ndarray[tuple[int], np.dtype[np.int64]]]
) -> Pathway:
    monthly = {str(month): lines[month].demand * _whole_over(month, inside) for month, inside in days.items()}
    changes: list[CapacityChange] = []
    for month, inside in days.items():
        places = round(lines[month].places)
        if not changes or changes[-1].places != places:
            changes.append(CapacityChange.model_validate({"from": int(inside[0]), "places": places}))
    capacity = changes[0].places if len(changes) == 1 else tuple(changes)
    arrivals = ArrivalPattern(monthly=monthly)
    return pathway.model_copy(update={"arrivals_per_day": None, "arrivals": arrivals, "capacity": capacity})


def _whole_over(month: Month, inside: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    """A monthly series is of whole months; a table of a part of one has that part."""
    return month.last_day.day / len(inside)
