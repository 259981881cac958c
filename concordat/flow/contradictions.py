"""What in a set of parameters cannot be together: found when it is built, told all at once."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from concordat.flow.assumed import check_assumptions
from concordat.flow.calendar import list_months

if TYPE_CHECKING:
    from concordat.flow.parameters import Pathway, Stay, System

WIDEST = 50  # a standard deviation of so many means is a slip of units
NEAR = 0.01  # how far a mean that is written beside its values may be off


def check_stay(stay: "Stay") -> None:
    """Raises ValueError where the numbers do not fit the distribution."""
    problem = _problem_of_values(stay) if stay.distribution == "empirical" else _problem_of_moments(stay)
    if problem:
        raise ValueError(problem)


def _problem_of_moments(stay: "Stay") -> str | None:
    if stay.values or stay.weights:
        return f"values and weights are for empirical stays, not for {stay.distribution}; leave them out"
    if stay.mean is None:
        return f"mean is missing; a stay that is {stay.distribution} needs its mean in days"
    if stay.distribution == "exponential":
        off = stay.sd is not None and abs(stay.sd - stay.mean) > NEAR * stay.mean
        return (
            f"sd {stay.sd:g} is not the mean {stay.mean:g}, as it is for exponential stays; leave sd out"
            if off
            else None
        )
    if stay.sd is None:
        return f"sd is missing; a stay that is {stay.distribution} needs its standard deviation in days"
    if stay.sd == 0:
        return "sd 0 makes every stay the same; if that is meant, write distribution: empirical with the one value"
    if stay.sd > WIDEST * stay.mean:
        return f"sd {stay.sd:g} is more than {WIDEST} times the mean {stay.mean:g}; are both in days?"
    return None


def _problem_of_values(stay: "Stay") -> str | None:
    if not stay.values:
        return "values are missing; empirical stays need the stays seen, in days"
    if stay.weights and len(stay.weights) != len(stay.values):
        return f"{len(stay.weights)} weights for {len(stay.values)} values; write one for each"
    if stay.weights and not sum(stay.weights):
        return "all weights are 0; at least one is more"
    if not stay.average:
        return "every stay is 0 days; at least one is longer"
    for name, given, true in (("mean", stay.mean, stay.average), ("sd", stay.sd, stay.spread)):
        if given is not None and abs(given - true) > NEAR * max(stay.average, stay.spread):
            return f"{name} {given:g} is not that of the values, {true:g}; leave it out, it follows from them"
    return None


def check_system_holds(system: "System") -> None:
    """Raises ValueError with a line for each contradiction."""
    problems = [*_check_whole(system), *(line for one in system.pathways for line in _check_pathway(system, one))]
    problems += check_assumptions(system)
    if problems:
        raise ValueError("\n".join(problems))


def _check_whole(system: "System") -> Iterator[str]:
    if system.warm_up_days >= system.days:
        yield (
            f"warm_up_days: {system.warm_up_days} leaves none of the {system.days} days to measure; "
            "days include the warm-up: make them more"
        )
    names = [one.name for one in system.pathways]
    for number, name in enumerate(names):
        if name.lower() in [other.lower() for other in names[:number]]:
            yield f"pathways: two are called {name!r}; give each a name of its own"
    for name in system.costs.place_day:
        if name not in names:
            yield f"costs.place_day: {_no_pathway(name, names)}"


def _check_pathway(system: "System", pathway: "Pathway") -> Iterator[str]:
    where = f"pathways[{pathway.name}]"
    yield from (f"{where}.{line}" for line in _check_arrivals(system, pathway))
    capacity = list(_check_capacity(system, pathway))
    yield from (f"{where}.{line}" for line in capacity)
    if not capacity:
        yield from (f"{where}.{line}" for line in _check_start(pathway))
    yield from (f"{where}.{line}" for line in _check_links(system, pathway))


def _check_arrivals(system: "System", pathway: "Pathway") -> Iterator[str]:
    pattern = pathway.arrivals
    if pathway.arrivals_per_day is None and pattern.monthly is None:
        yield "arrivals_per_day: is missing; add it, or arrivals.monthly with the people of each month"
    if pathway.arrivals_per_day is not None and pattern.monthly is not None:
        yield "arrivals.monthly: stands beside arrivals_per_day; keep one of the two"
    if pattern.monthly is not None and pattern.month is not None:
        yield "arrivals.month: a season beside monthly counts it twice; keep one of the two"
    for key, factors, wanted in (("month", pattern.month, 12), ("weekday", pattern.weekday, 7)):
        if factors is not None and len(factors) != wanted:
            yield f"arrivals.{key}: {len(factors)} factors; write {wanted}"
        elif factors is not None and not sum(factors):
            yield f"arrivals.{key}: all factors are 0; write arrivals_per_day: 0 if nobody comes"
    dated = [key for key in ("month", "weekday", "monthly") if getattr(pattern, key) is not None]
    if dated and system.start_date is None:
        yield f"arrivals.{dated[0]}: needs start_date; add it at the top of the file"
    elif pattern.monthly is not None and system.start_date is not None:
        missing = [month for month in list_months(system.start_date, system.days) if month not in pattern.monthly]
        if missing:
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            yield f"arrivals.monthly: {missing[0]}{more} is within the {system.days} days and not in the list; add it"


def _check_capacity(system: "System", pathway: "Pathway") -> Iterator[str]:
    if not pathway.changes:
        yield "capacity: the list is empty; write a number, or from and places"
        return
    if any(not isinstance(one.from_, int) for one in pathway.changes) and system.start_date is None:
        yield "capacity: a date needs start_date; add it at the top of the file, or write numbers of days"
        return
    days = [system.day_number(one.from_) for one in pathway.changes]
    if days[0] > 0:
        yield f"capacity: begins {pathway.changes[0].from_}; say what holds from day 0 on"
    for before, day, one in zip(days, days[1:], pathway.changes[1:], strict=False):
        if day <= before:
            yield f"capacity: {one.from_} does not come after the entry before it; put them in order, each day once"


def _check_start(pathway: "Pathway") -> Iterator[str]:
    if pathway.start is None:
        return
    people = int(pathway.changes[0].places / pathway.units_per_person + 1e-9)
    if pathway.start.occupied > people:
        yield (
            f"start.occupied: {pathway.start.occupied} are more people than its {people} places take; correct one of "
            "them, or write capacity as dated changes if places have just been closed"
        )
    if pathway.queue_limit is not None and pathway.start.waiting > pathway.queue_limit:
        yield (
            f"start.waiting: {pathway.start.waiting} are more than queue_limit lets wait, {pathway.queue_limit}; "
            "correct one of them"
        )


def _check_links(system: "System", pathway: "Pathway") -> Iterator[str]:
    names = [one.name for one in system.pathways]
    if pathway.next_best == pathway.name:
        yield "next_best: is the pathway itself; name another, or leave it out"
    elif pathway.next_best is not None and pathway.next_best not in names:
        yield f"next_best: {_no_pathway(pathway.next_best, names)}"
    if pathway.return_ is not None and pathway.return_.to is not None and pathway.return_.to not in names:
        yield f"return.to: {_no_pathway(pathway.return_.to, names)}"


def _no_pathway(name: str, names: list[str]) -> str:
    closest = get_close_matches(name, names, 1)
    return f"no pathway is called {name!r}; " + (
        f"did you mean {closest[0]!r}?" if closest else f"there are {', '.join(names)}"
    )
