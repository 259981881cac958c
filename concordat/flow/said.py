"""What the answers say, in figures and plain sentences; page and terminal say the same."""

from datetime import timedelta

import numpy as np

from concordat.flow.compare import BASE, Comparison, Line
from concordat.flow.costs import LeastCost
from concordat.flow.forecast import Forecast
from concordat.flow.interval import Estimate
from concordat.flow.least_capacity import LeastCapacity
from concordat.flow.measures import ALL, SHARES, TITLES, list_measures
from concordat.flow.parameters import System
from concordat.flow.result import PathwayResult, Result
from concordat.flow.sensitivity import Sensitivity
from concordat.flow.sweep import Sweep
from concordat.periods import format_date

NONE = "–"
BAND = (10, 90)
TOO_FEW = 0.7  # of months within an 80% interval


def format_figure(measure: str, value: float | None, *, signed: bool = False) -> str:
    """£1,234, 3.5%, 1,234 or 2.15; with a sign for a difference; a dash for nothing."""
    if value is None or np.isnan(value):
        return NONE
    sign = "+" if signed and value > 0 else "−" if value < 0 else ""
    size = abs(value)
    if measure == "cost":
        return f"{sign}£{size:,.0f}"
    if measure in SHARES:
        return f"{sign}{size * 100:.1f}{' points' if signed else '%'}"
    return f"{sign}{size:,.0f}" if measure == "delayed_days" else f"{sign}{size:,.1f}"


def format_interval(measure: str, one: Estimate, *, signed: bool = False) -> str:
    """`1,200 to 1,400`; a dash where there is none."""
    if one.lower is None or one.upper is None:
        return NONE
    return f"{format_figure(measure, one.lower, signed=signed)} to {format_figure(measure, one.upper, signed=signed)}"


def say_forecast(found: Forecast) -> str:
    """How the months ahead were come by, and how well the same way did on months held back."""
    first, last = found.months[0].month, found.months[-1].month
    said = f"{first} to {last} forecast from {len(found.history.months)} months with {found.model}, {found.chosen}."
    if found.held_back is None:
        return f"{said} Too few months to hold any back, so nothing is known of how well it does."
    held = found.held_back
    better = "closer than" if held.error < held.naive_error else "no closer than"
    return (
        f"{said} Held back, 12 months were missed by {held.error:,.1f} a month, {better} last year's figures "
        f"({held.naive_error:,.1f}); {held.covered} of 12 lay within the 80% interval."
    )


def say_repeats(found: Forecast) -> str:
    """How the same way did over all years that were tried, the newest included."""
    every = [*([found.held_back] if found.held_back else []), *found.repeats]
    covered, of = sum(one.covered for one in every), sum(len(one.months) for one in every)
    closer = sum(one.error < one.naive_error for one in every)
    said = (
        f"Over the last {len(every)} years, each forecast from what was known the year before, {covered} of {of} "
        f"months ({covered / of:.0%}) lay within their 80% interval; {closer} of {len(every)} years were forecast "
        "closer than by the year before them."
    )
    if covered / of < TOO_FEW:
        said += " The intervals are too narrow for this series: it has moved in ways that its past did not show."
    return said


def say_period(system: System) -> str:
    """`1 November 2026 to 31 March 2027`, or the days by number."""
    if system.start_date is None:
        return f"days {system.warm_up_days + 1} to {system.days}"
    first = system.start_date + timedelta(days=system.warm_up_days)
    return f"{format_date(first)} to {format_date(system.start_date + timedelta(days=system.days - 1))}"


def say_headline(result: Result) -> str:
    """What to expect if nothing is done: people waiting, delayed days, share of beds, and how much winters differ."""
    measures = list_measures(result)[ALL]
    waiting, days = measures["queue"].by_replication, measures["delayed_days"]
    low, high = np.percentile(waiting, BAND)
    said = (
        f"As things stand, {waiting.mean():,.0f} people ready to leave hospital wait on an average day, from "
        f"{say_period(result.system)}; in eight of ten such winters it is {low:,.0f} to {high:,.0f}. That is "
        f"{format_figure('delayed_days', days.estimate().mean)} delayed days"
    )
    if (share := measures.get("share_of_beds")) is not None:
        said += (
            f", and {format_figure('share_of_beds', share.estimate().mean)} of {result.system.acute_beds} acute beds"
        )
    return said + "."


def say_pathway(one: PathwayResult) -> str:
    """How a pathway fares: its places, how many wait, for how long, and how much of it is used."""
    figures = one.summary()
    waits, share, used = (figures[key].mean for key in ("mean_wait", "probability_of_waiting", "occupancy"))
    places = one.places[one.warm_up_days :]
    open_ = f"{places.min()} places" if places.min() == places.max() else f"{places.min()} to {places.max()} places"
    if waits is None or share is None:
        return f"{one.name}, {open_}: nobody came."
    said = f"{one.name}, {open_}: {share:.0%} of people wait, {waits:,.1f} days on average over all who come"
    return said + (f"; {used:.0%} of its places are in use." if used is not None else ".")


def say_difference(line: Line) -> str:
    """`Eight more slots: 2,191 fewer delayed days (2,000 to 2,400 fewer).`"""
    difference = line.difference
    if difference is None or difference.mean is None:
        return f"{line.scenario}: nothing can be said."
    word = "fewer" if difference.mean < 0 else "more"
    title = TITLES[line.measure].lower()
    size = format_figure(line.measure, abs(difference.mean))
    if difference.lower is None or difference.upper is None:
        return f"{line.scenario}: {size} {word} {title}; one run has no interval."
    if difference.lower <= 0 <= difference.upper:
        return f"{line.scenario}: no difference in {title} that these runs can tell from none."
    ends = sorted((abs(difference.lower), abs(difference.upper)))
    between = f"{format_figure(line.measure, ends[0])} to {format_figure(line.measure, ends[1])}"
    return f"{line.scenario}: {size} {word} {title} ({between} {word})."


def say_scenarios(found: Comparison) -> list[str]:
    """A sentence for each scenario, about delayed days of all pathways."""
    lines = [found.find(scenario.name, ALL, "delayed_days") for scenario, _ in found.scenarios]
    return [say_difference(line) for line in lines if line is not None and line.scenario != BASE]


def say_least_capacity(found: LeastCapacity) -> str:
    """The answer, how it compares with now, and how sure it is."""
    more = found.places - found.now
    compared = (
        f"{more} more than the {found.now} planned" if more > 0 else f"{-more} fewer than the {found.now} planned"
    )
    compared = "as many as planned" if more == 0 else compared
    said = (
        f"{found.pathway} needs {found.places} places, {compared}, for {found.target} in {found.confidence:.0%} of "
        "winters."
    )
    if found.on_average is not None:
        said += f" On average over all winters {found.on_average} would do."
    most = "no number that was tried" if found.most is None else str(found.most)
    if (found.fewest, found.most) != (found.places, found.places):
        runs = found.tried[0].replications
        said += f" With {runs:,} runs the answer may lie between {found.fewest} and {most}."
    if not found.is_certain_order:
        said += " People move between pathways here, so more places need not always be better: look at the sweep too."
    return said


def say_sweep(found: Sweep) -> str:
    """From the fewest places to the most: who waits, and what the last places still change."""
    first, last = found.points[0], found.points[-1]
    before, after = (one.figures["queue"].estimate.mean for one in (first, last))
    said = (
        f"With {first.places} places {format_figure('queue', before)} people wait on average, with {last.places} "
        f"{format_figure('queue', after)}."
    )
    if len(found.points) < 3 or before is None or after is None:
        return said
    middle = found.points[len(found.points) // 2]
    reached = middle.figures["queue"].estimate.mean or 0.0
    share = (before - reached) / (before - after) if before > after else 0.0
    return f"{said} The first {middle.places - first.places} more do {share:.0%} of that; each further one does less."


def say_prices(system: System) -> str:
    """The costs of the file, a day each."""
    prices = {"an acute bed": system.costs.acute_bed_day, **system.costs.place_day}
    given = [f"{name} £{pounds:,.0f}" for name, pounds in prices.items() if pounds is not None]
    return f"A day of each: {', '.join(given)}."


def say_cost(found: LeastCost) -> str:
    """The cheapest number of places, what no delay would cost, and what is planned."""
    low, high = found.about
    like = "" if low == high else f" (from {low} to {high} the cost is as good as the same)"
    said = (
        f"{found.pathway}: {found.least.places} places cost least{like}, "
        f"{format_figure('cost', found.least.total.mean)} for hospital days and places together; "
        f"{found.least.delayed_days:,.0f} delayed days remain."
    )
    if found.no_delay is None:
        said += " However many places there are, some people wait."
    elif found.no_delay.places > found.least.places:
        used_up = format_figure("cost", found.price_of_no_delay)
        said += (
            f" That nobody waits in 19 of 20 winters takes {found.no_delay.places} places and costs {used_up} more: no "
            "delay at all is the dear choice, since most of the added places stand empty on most days."
        )
    else:
        said += " With them hardly anybody waits: here no delay is also the cheap choice."
    now, least = found.as_it_is.total.mean, found.least.total.mean
    if now is not None and least is not None and found.as_it_is.places != found.least.places:
        more = format_figure("cost", now - least)
        said += f" What is planned ({found.as_it_is.places} places on average) costs {more} more."
    return said


def say_sensitivity(found: Sensitivity) -> str:
    """Which assumption matters most, and by how much."""
    if not found.swings or not found.swings[0].width:
        return "None of the assumptions changes the figure."
    first = found.swings[0]
    title = TITLES[found.measure].lower()
    return (
        f"“{first.name}” matters most: {first.by:.0%} less of it changes {title} by "
        f"{format_figure(found.measure, first.down.mean, signed=True)}, {first.by:.0%} more by "
        f"{format_figure(found.measure, first.up.mean, signed=True)}."
    )
