"""The tables of a report, as headings and rows of words: the same figures as its pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from concordat.flow.assumed import list_unexplained
from concordat.flow.compare import BASE, Comparison
from concordat.flow.costs import LeastCost
from concordat.flow.least_capacity import LeastCapacity
from concordat.flow.measures import ALL, TITLES
from concordat.flow.parameters import Assumption, Pathway, System
from concordat.flow.result import PathwayResult, Result
from concordat.flow.said import BAND, NONE, format_figure, format_interval
from concordat.flow.sensitivity import Sensitivity
from concordat.flow.sweep import Sweep

BLOCK = 30  # days of a row where no date is known
COMPARED = ("delayed_days", "queue", "share_of_beds", "mean_wait", "cost")
SWEPT = ("queue", "delayed_days", "mean_wait", "occupancy", "share_of_beds", "cost")


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, headings, and rows whose first cell is their name; `words` are the columns that hold words."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: frozenset[int] = frozenset((0,))


def table_of_days(result: Result, one: PathwayResult) -> Table:
    """The days of a pathway by month, or by 30 days: waiting, its band, places in use and open."""
    rows = []
    for label, days in _divide_days(result.system, one.warm_up_days).items():
        waiting = one.daily_delayed[:, days].mean(axis=1)
        low, high = np.percentile(waiting, BAND)
        used = one.daily_occupied[:, days].mean()
        places = one.places[days]
        open_ = f"{places.min()}" if places.min() == places.max() else f"{places.min()} to {places.max()}"
        rows.append((label, f"{waiting.mean():,.1f}", f"{low:,.1f} to {high:,.1f}", f"{used:,.1f}", open_))
    headings = ("Days", "People waiting, mean", "8 of 10 winters", "Places in use, mean", "Places open")
    return Table(f"{one.name} by month", headings, rows)


def table_of_scenarios(found: Comparison) -> Table:
    """Each figure of each scenario with its difference from the base, and the interval of that."""
    rows = []
    for line in found.lines:
        if line.scope == ALL and line.measure in COMPARED:
            difference = line.difference
            rows.append(
                (
                    line.scenario,
                    TITLES[line.measure],
                    format_figure(line.measure, line.value.mean),
                    NONE if difference is None else format_figure(line.measure, difference.mean, signed=True),
                    NONE if difference is None else format_interval(line.measure, difference, signed=True),
                )
            )
    headings = ("Scenario", "Figure, all pathways", "Comes to", "Difference", "95% interval of it")
    return Table(f"Scenarios beside “{BASE}”", headings, rows, frozenset((0, 1)))


def table_of_sweep(found: Sweep) -> Table:
    """A row for each number of places, with the figures that are there."""
    keys = [key for key in SWEPT if key in found.points[0].figures]
    rows = []
    for one in found.points:
        means = (format_figure(key, one.figures[key].estimate.mean if key in one.figures else None) for key in keys)
        queue = one.figures["queue"]
        band = f"{format_figure('queue', queue.low)} to {format_figure('queue', queue.high)}"
        rows.append((str(one.places), *means, band))
    headings = ("Places", *(TITLES[key] for key in keys), "People waiting in 8 of 10 winters")
    return Table(f"{found.pathway} with more and with fewer places", headings, rows)


def table_of_least_capacity(found: LeastCapacity) -> Table:
    """Every number of places that was tried, with the share of winters that meet the target."""
    rows = [
        (str(one.places), f"{one.share:.0%}", f"{one.interval[0]:.0%} to {one.interval[1]:.0%}") for one in found.tried
    ]
    headings = ("Places", "Winters that meet it", "95% interval of that share")
    return Table(f"{found.pathway}: {found.target}", headings, rows)


def table_of_cost(found: LeastCost) -> Table:
    """Every number of places that was priced."""
    rows = [
        (
            str(one.places),
            format_figure("cost", one.bed_days),
            format_figure("cost", one.place_days),
            format_figure("cost", one.total.mean),
            format_figure("delayed_days", one.delayed_days),
        )
        for one in found.points
    ]
    headings = ("Places", "Hospital days of people who wait", "Places, used or not", "Together", "Delayed days")
    return Table(f"{found.pathway}: cost over the days", headings, rows)


def table_of_sensitivity(found: Sensitivity) -> Table:
    """Each assumption down and up, the one that matters most first."""
    rows = [
        (
            one.name,
            f"± {one.by:.0%}",
            format_figure(found.measure, one.down.mean, signed=True),
            format_figure(found.measure, one.up.mean, signed=True),
        )
        for one in found.swings
    ]
    title = TITLES[found.measure].lower()
    headings = ("Assumption", "Moved by", f"Less of it: {title}", f"More of it: {title}")
    return Table(f"What each assumption does to {title}, all pathways", headings, rows)


def table_of_assumptions(system: System) -> Table:
    """Every assumption of the file with its reason and source, and every parameter that has none."""
    given = [_row_of(one, system) for one in system.assumptions]
    silent = dict.fromkeys(_say_path(path, system, parts=1) for path in list_unexplained(system))
    missing = [(what, NONE, "no reason is given", NONE, "no") for what in silent]
    headings = ("What", "Value", "Reason", "Source", "Verified")
    return Table("Assumptions", headings, [*given, *missing], frozenset(range(5)))


def _row_of(one: Assumption, system: System) -> tuple[str, ...]:
    value = NONE if one.value is None else f"{one.value}"
    return (_say_path(one.what, system), value, one.reason, one.source, "yes" if one.verified else "no")


def _say_path(path: str, system: System, parts: int = 9) -> str:
    """`Home care: stay mean` for `pathways.Home care.stay.mean`; what is no path of a pathway stays as it is."""
    for name in (one.name for one in system.pathways):
        before, _, rest = path.partition(f"pathways.{name}.")
        if rest and not before:
            return f"{name}: {' '.join(rest.split('.')[:parts])}"
    return path.replace("_", " ")


def table_of_parameters(system: System) -> Table:
    """What each pathway was run with."""
    rows = []
    for one in system.pathways:
        stay = one.stay
        kind = f"{stay.distribution}, mean {stay.average:.1f}, deviation {stay.spread:.1f} days"
        places = "; ".join(
            f"{change.places}" if number == 0 else f"{change.places} from {_day(system, change.from_)}"
            for number, change in enumerate(one.changes)
        )
        start = f"{one.start.occupied} in a place, {one.start.waiting} waiting" if one.start else "empty"
        limit = "none" if one.queue_limit is None else str(one.queue_limit)
        rows.append((one.name, _say_arrivals(one), kind, f"{places} {one.unit}", start, limit))
    headings = ("Pathway", "People who become ready", "Stays", "Places", "At the start", "Limit of the queue")
    return Table("Each pathway", headings, rows, frozenset(range(6)))


def _say_arrivals(pathway: Pathway) -> str:
    pattern = pathway.arrivals
    if pattern.monthly is not None:
        return ", ".join(f"{month}: {people:,.0f}" for month, people in pattern.monthly.items())
    by = [word for word, given in (("month", pattern.month), ("weekday", pattern.weekday)) if given is not None]
    said = f"{pathway.arrivals_per_day:g} a day{', by ' + ' and '.join(by) if by else ''}"
    return f"{said}, {pattern.trend_per_year:+.1%} a year" if pattern.trend_per_year else said


def _day(system: System, day: date | int) -> str:
    if isinstance(day, int):
        return f"day {day}" if system.start_date is None else f"{system.start_date + timedelta(days=day):%d/%m/%Y}"
    return f"{day:%d/%m/%Y}"


def _divide_days(system: System, warm_up: int) -> dict[str, slice]:
    """A label to the days it stands for: months where dates are known, otherwise 30 days each."""
    if system.start_date is None:
        starts = range(warm_up, system.days, BLOCK)
        return {
            f"{first + 1} to {min(first + BLOCK, system.days)}": slice(first, min(first + BLOCK, system.days))
            for first in starts
        }
    labels = [f"{system.start_date + timedelta(days=day):%B %Y}" for day in range(warm_up, system.days)]
    return {
        label: slice(warm_up + labels.index(label), warm_up + len(labels) - labels[::-1].index(label))
        for label in dict.fromkeys(labels)
    }
