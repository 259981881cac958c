"""A system with something changed: places, arrivals or stays. The same people come, so that results compare.

A variant carries no assumptions: those are about the file that it was made from.
"""

import math
from datetime import date, timedelta

import numpy as np

from concordat.flow.calendar import calculate_arrival_rates
from concordat.flow.parameters import ArrivalPattern, CapacityChange, Pathway, Stay, System


class NoSuchPathway(ValueError):
    """A pathway was named that the system does not have."""


def find_pathway(system: System, name: str) -> Pathway:
    """A pathway by its name, capitals aside. Raises NoSuchPathway naming those there are."""
    for one in system.pathways:
        if one.name.lower() == name.strip().lower():
            return one
    raise NoSuchPathway(f"No pathway is called {name!r}; there are {', '.join(one.name for one in system.pathways)}.")


def alone(system: System, name: str) -> System:
    """The pathway by itself, where no other can take its people: the same people come, and it runs faster."""
    if system.needs_events:
        return system
    pathway = find_pathway(system, name)
    prices = {one: pounds for one, pounds in system.costs.place_day.items() if one == pathway.name}
    costs = system.costs.model_copy(update={"place_day": prices})
    return system.model_copy(update={"pathways": (pathway,), "costs": costs, "assumptions": ()})


def with_places(system: System, name: str, places: int, since: date | int | None = None) -> System:
    """The pathway with so many places from a day on (the first, unless given), whatever was to come after.

    Where fewer are wanted than are taken at the first midnight, they close at the second.
    """
    pathway = find_pathway(system, name)
    day = 0 if since is None else system.day_number(since)
    if day >= system.days:
        raise ValueError(f"{since} is after the last of the {system.days} days; choose a day among them.")
    kept = [(at, count) for at, count in list_changes(system, pathway) if at < day]
    return _replace(system, pathway, capacity=_as_capacity(pathway, [*kept, (day, places)]))


def with_more_places(
    system: System, name: str, more: int, since: date | int | None = None, until: date | int | None = None
) -> System:
    """The pathway with so many more (or fewer) places on the days from `since` to `until`, both included."""
    pathway = find_pathway(system, name)
    first = 0 if since is None else max(system.day_number(since), 0)
    after = system.days if until is None else system.day_number(until) + 1
    changes = list_changes(system, pathway)
    made = []
    for day in sorted({*(at for at, _ in changes), first, *([after] if after < system.days else [])}):
        open_then = [count for at, count in changes if at <= day][-1]
        made.append((day, max(open_then + more, 0) if first <= day < after else open_then))
    return _replace(system, pathway, capacity=_as_capacity(pathway, made))


def with_places_factor(system: System, name: str, factor: float) -> System:
    """The pathway with its places times a factor at every date, to the nearest place."""
    pathway = find_pathway(system, name)
    made = [(day, round(places * factor)) for day, places in list_changes(system, pathway)]
    return _replace(system, pathway, capacity=_as_capacity(pathway, made))


def with_arrivals_factor(
    system: System, name: str, factor: float, since: date | None = None, until: date | None = None
) -> System:
    """The pathway with arrivals times a factor; between two days where they are given, otherwise always.

    Between days the people of each month are kept as a monthly series, so within a month the change is spread evenly.
    """
    pathway = find_pathway(system, name)
    if since is None and until is None:
        return _scale_all(system, pathway, factor)
    if system.start_date is None:
        raise ValueError(f"{name}: arrivals that change on a date need start_date; add it to the file.")
    days = [system.start_date + timedelta(days=number) for number in range(system.days)]
    inside = np.array([(since is None or day >= since) and (until is None or day <= until) for day in days])
    rates = calculate_arrival_rates(system, pathway) * np.where(inside, factor, 1.0)
    weekday = pathway.arrivals.weekday
    monthly = _sum_by_month(days, rates, weekday or (1.0,) * 7)
    pattern = ArrivalPattern(weekday=weekday, monthly=monthly)
    return _replace(system, pathway, arrivals=pattern, arrivals_per_day=None)


def with_stay_factor(system: System, name: str, factor: float, sd_factor: float | None = None) -> System:
    """The pathway with every stay times a factor; the deviation times another where that is given."""
    pathway = find_pathway(system, name)
    stay = pathway.stay
    if stay.values:
        made = Stay(distribution="empirical", values=tuple(one * factor for one in stay.values), weights=stay.weights)
        return _replace(system, pathway, stay=made)
    sd = None if stay.sd is None or stay.distribution == "exponential" else stay.sd * (sd_factor or factor)
    made = Stay(distribution=stay.distribution, mean=(stay.mean or 0.0) * factor, sd=sd)
    return _replace(system, pathway, stay=made)


def list_changes(system: System, pathway: Pathway) -> list[tuple[int, int]]:
    """(number of the day, places from then on), in order; the first is at day 0 or before."""
    return [(system.day_number(one.from_), one.places) for one in pathway.changes]


def _as_capacity(pathway: Pathway, changes: list[tuple[int, int]]) -> int | tuple[CapacityChange, ...]:
    """Dated changes, the first at day 0, without those that change nothing; one number where that is all.

    Where fewer places are wanted than are taken at the first midnight, they close a day later.
    """
    made: dict[int, int] = {max(day, 0): places for day, places in changes}
    taken = math.ceil(pathway.start.occupied * pathway.units_per_person - 1e-9) if pathway.start else 0
    if taken > made[0]:
        made = {0: taken, 1: made[0]} | {day: places for day, places in made.items() if day}
    ordered = sorted(made.items())
    told = [one for number, one in enumerate(ordered) if number == 0 or one[1] != ordered[number - 1][1]]
    if len(told) == 1:
        return told[0][1]
    return tuple(CapacityChange.model_validate({"from": day, "places": places}) for day, places in told)


def _scale_all(system: System, pathway: Pathway, factor: float) -> System:
    if pathway.arrivals.monthly is None:
        return _replace(system, pathway, arrivals_per_day=(pathway.arrivals_per_day or 0.0) * factor)
    monthly = {month: people * factor for month, people in pathway.arrivals.monthly.items()}
    return _replace(system, pathway, arrivals=pathway.arrivals.model_copy(update={"monthly": monthly}))


def _sum_by_month(
    days: list[date], rates: "np.ndarray[tuple[int], np.dtype[np.float64]]", weekday: tuple[float, ...]
) -> dict[str, float]:
    """People of each whole month, also where only a part of it lies within the days."""
    found: dict[str, float] = {}
    for month in dict.fromkeys(f"{day:%Y-%m}" for day in days):
        here = [number for number, day in enumerate(days) if f"{day:%Y-%m}" == month]
        first = days[here[0]].replace(day=1)
        whole = [
            first + timedelta(days=step) for step in range(31) if (first + timedelta(days=step)).month == first.month
        ]
        seen = sum(weekday[days[number].weekday()] for number in here)
        share = seen / sum(weekday[day.weekday()] for day in whole)
        found[month] = float(rates[here].sum()) / share if share else 0.0
    return found


def _replace(system: System, pathway: Pathway, **fields: object) -> System:
    changed = pathway.model_copy(update=fields)
    pathways = tuple(changed if one.name == pathway.name else one for one in system.pathways)
    made = system.model_copy(update={"pathways": pathways, "assumptions": ()})
    return System.model_validate(made.model_dump(by_alias=True))
