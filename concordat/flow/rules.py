"""What to know about a system before believing its figures: it runs all the same."""

import math
from collections.abc import Iterator

import numpy as np

from concordat.findings import Finding, Severity
from concordat.flow.calendar import Floats, calculate_arrival_rates, calculate_places
from concordat.flow.parameters import Pathway, System

FULL = 0.98  # a load so near to 1 that a run of years would not settle
SETTLED = 3  # mean stays after which a pathway that started empty is about full


def check_system(system: System) -> Iterator[Finding]:
    """Whether it can settle, starts as it should, and nothing of it is without effect."""
    for group in _list_groups(system):
        yield from _check_load(system, group)
    for pathway in system.pathways:
        yield from _check_start(system, pathway)
        yield from _check_late(system, pathway)


def calculate_rates(system: System) -> Floats:
    """People expected per day in each pathway over the measured days, those who come back included."""
    measured = slice(system.warm_up_days, None)
    new = [float(calculate_arrival_rates(system, one)[measured].mean()) for one in system.pathways]
    names = [one.name for one in system.pathways]
    coming_back = np.zeros((len(names), len(names)))
    for number, one in enumerate(system.pathways):
        if one.return_:
            coming_back[names.index(one.return_.to or one.name), number] = one.return_.probability
    return np.asarray(np.linalg.solve(np.eye(len(names)) - coming_back, new))


def calculate_load(system: System, pathway: Pathway) -> float:
    """People expected in a place if there were enough, per place open, over the measured days; inf without any."""
    number = [one.name for one in system.pathways].index(pathway.name)
    wanted, places = _weigh(system, [number])
    return wanted / places if places else math.inf if wanted else 0.0


def _weigh(system: System, group: list[int]) -> tuple[float, float]:
    """Places needed on average by some pathways together, and places there on average."""
    rates = calculate_rates(system)
    some = [(rates[number], system.pathways[number]) for number in group]
    wanted = sum(rate * one.stay.average for rate, one in some)
    return float(wanted), sum(float(calculate_places(system, one)[system.warm_up_days :].mean()) for _, one in some)


def _list_groups(system: System) -> list[list[int]]:
    """Pathways that share places by way of a next-best one, by number; the others each alone."""
    names = [one.name for one in system.pathways]
    groups = [{number} for number in range(len(names))]
    for number, one in enumerate(system.pathways):
        if one.next_best is not None:
            joined = groups[number] | groups[names.index(one.next_best)]
            groups = [joined if group & joined else group for group in groups]
    return [list(group) for group in dict.fromkeys(tuple(sorted(group)) for group in groups)]


def _check_load(system: System, group: list[int]) -> Iterator[Finding]:
    """As many people as the places can take, or more."""
    some = [system.pathways[number] for number in group]
    if any(one.queue_limit is not None for one in some):
        return
    wanted, places = _weigh(system, group)
    if wanted and wanted >= places:
        yield _unstable(some, wanted, places)
    elif wanted and wanted >= FULL * places:
        yield Finding(
            "flow-nearly-full",
            Severity.NOTE,
            f"pathways[{some[0].name}].capacity",
            f"{_name(some)}: {wanted / places:.1%} of the places are needed on average; waits vary widely and settle "
            "only over years.",
            "Read the interval rather than the mean, and take many replications.",
        )


def _unstable(some: list[Pathway], wanted: float, places: float) -> Finding:
    """More people than the places can take: the waiting list grows without end."""
    growth = (wanted - places) / max(one.stay.average for one in some)
    about = "about" if len(some) == 1 else "at least"
    return Finding(
        "flow-unstable",
        Severity.EXPLAIN,
        f"pathways[{some[0].name}].capacity",
        f"{_name(some)}: {wanted:,.1f} places are needed on average and {places:,.1f} are there; "
        f"the waiting list grows by {about} {growth:,.2f} people a day and never settles.",
        "Read the figures as those of these days only: longer runs give longer waits. "
        f"At least {int(wanted) + 1:,} places stop the growth.",
    )


def _name(some: list[Pathway]) -> str:
    return " and ".join(one.name for one in some)


def _check_start(system: System, pathway: Pathway) -> Iterator[Finding]:
    """A start that is emptier than life, or that contradicts itself."""
    where = f"pathways[{pathway.name}].start"
    places = int(calculate_places(system, pathway)[0])
    start = pathway.start
    if start is None and places:
        wanted = SETTLED * pathway.stay.average
        if system.warm_up_days < wanted:
            yield Finding(
                "flow-starts-empty",
                Severity.NOTE,
                where,
                f"{pathway.name}: starts with nobody in it, and a warm-up of {system.warm_up_days} days is less than "
                f"three mean stays, {wanted:.0f} days; waits come out too short.",
                "Add start with occupied and waiting, or a longer warm_up_days.",
            )
    elif start and start.waiting and start.occupied < places:
        free = places - start.occupied
        yield Finding(
            "flow-waiting-while-free",
            Severity.EXPLAIN,
            where,
            f"{pathway.name}: {start.waiting} wait while {free} of {places} places are free; they take them at once.",
            "Correct occupied or waiting; if the free places cannot be used, take them off capacity.",
        )


def _check_late(system: System, pathway: Pathway) -> Iterator[Finding]:
    """A change of capacity that the run never reaches."""
    for change in pathway.changes:
        if system.day_number(change.from_) >= system.days:
            yield Finding(
                "flow-change-after-end",
                Severity.NOTE,
                f"pathways[{pathway.name}].capacity",
                f"{pathway.name}: the change from {change.from_} on comes after the {system.days} days of the run.",
                "Make days more, or leave the change out.",
            )
