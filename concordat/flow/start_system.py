"""From a filled workbook to a system: stays fitted, coming months forecast, and every choice told as an assumption."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from concordat.flow.calendar import list_months
from concordat.flow.cells import Problems
from concordat.flow.filled_workbook import Filled
from concordat.flow.fit import FEWEST, Fitted, Stays, fit_stays
from concordat.flow.fitted_stay import make_stay, say_fit
from concordat.flow.forecast import MOST_MONTHS, Forecast, NoForecast, forecast_months
from concordat.flow.parameters import System
from concordat.flow.read_months import FEWEST as FEWEST_MONTHS
from concordat.flow.read_months import Monthly
from concordat.flow.read_parameters import parse_system
from concordat.flow.said import say_forecast
from concordat.flow.scenarios import Scenarios, check_fit
from concordat.flow.workbook_layout import ACUTE_BED, ARRIVALS, CAPACITY, QUESTION, SCENARIOS, START, STAYS
from concordat.periods import Month


@dataclass(frozen=True)
class Started:
    """The system, its scenarios where there are any, and how each pathway's stays and arrivals were come by."""

    system: System
    scenarios: Scenarios | None
    fitted: Mapping[str, Fitted]
    forecasts: Mapping[str, Forecast]
    said: tuple[str, ...]


@dataclass
class _Work:
    filled: Filled
    problems: Problems
    fitted: dict[str, Fitted] = field(default_factory=dict)
    forecasts: dict[str, Forecast] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    assumptions: list[dict[str, Any]] = field(default_factory=list)

    def where(self, sheet: str) -> str:
        return f"{self.filled.name}, sheet {sheet}"

    def assume(self, what: str, reason: str) -> None:
        self.assumptions.append({"what": what, "reason": reason, "source": f"workbook {self.filled.name}"})


def start_system(filled: Filled, tick: Callable[[str], None] | None = None) -> Started:
    """Make the system that the workbook describes. Raises BadTable or ParameterError with everything that is wrong."""
    work = _Work(filled, filled.problems)
    wanted = _list_wanted(filled)
    pathways = []
    for name in filled.arrivals:
        pathways.append(_make_pathway(work, name, wanted))
        if tick:
            tick(name)
    work.problems.stop()
    data = _make_whole(work, pathways)
    system = parse_system(data, filled.name)
    return Started(system, _make_scenarios(work, system), work.fitted, work.forecasts, tuple(work.said))


def _list_wanted(filled: Filled) -> list[Month]:
    first, days = filled.question.get("First day"), filled.question.get("Days")
    if first is None or not days:
        return []
    return [Month.parse(month) for month in list_months(first, days)]


def _make_pathway(work: _Work, name: str, wanted: list[Month]) -> dict[str, Any]:
    filled = work.filled
    made: dict[str, Any] = {"name": name, "arrivals": {"monthly": _make_arrivals(work, name, wanted)}}
    if (stay := _make_stay(work, name)) is not None:
        made["stay"] = stay
    if not (places := filled.capacity.get(name)):
        work.problems.add(work.where(CAPACITY), f"{name} has no row; write how many places it has.")
    else:
        made["capacity"] = _make_capacity(work, name)
    standing = filled.start.get(name)
    if standing is None:
        work.problems.add(work.where(START), f"{name} has no row; write who is in a place and who waits, or 0.")
    else:
        made["start"] = {"occupied": standing.occupied, "waiting": standing.waiting}
        made["unit"] = standing.unit
        if standing.queue_limit is not None:
            made["queue_limit"] = standing.queue_limit
        said = f"{standing.occupied} in a place and {standing.waiting} waiting on the first day."
        work.assume(f"pathways.{name}.start", said)
    if places:
        work.assume(f"pathways.{name}.capacity", f"Places as listed: {', '.join(str(count) for _, count in places)}.")
    return made


def _make_arrivals(work: _Work, name: str, wanted: list[Month]) -> dict[str, float]:
    """People in each month of the run: as given where it is, forecast from the months before where it is not."""
    known = work.filled.arrivals[name]
    missing = [month for month in wanted if month not in known]
    if not missing:
        work.assume(f"pathways.{name}.arrivals", "People in each month as given.")
        return {str(month): known[month] for month in wanted}
    history = _history_of(work, name, missing[0])
    last = history.months[-1] if history else missing[-1]
    ahead = (missing[-1].year - last.year) * 12 + missing[-1].number - last.number
    if history is None or ahead > MOST_MONTHS:
        if history:
            work.problems.add(
                work.where(QUESTION), f"{ahead} months ahead are too many to forecast; ask for fewer days."
            )
        return {}
    try:
        found = forecast_months(history, ahead)
    except NoForecast as problem:
        work.problems.add(work.where(ARRIVALS), f"{name}: {problem}")
        return {}
    work.forecasts[name] = found
    work.said.append(f"{name}: {say_forecast(found)}")
    work.assume(f"pathways.{name}.arrivals", say_forecast(found))
    forecast = {one.month: round(one.middle, 1) for one in found.months}
    return {str(month): known.get(month, forecast.get(month, 0.0)) for month in wanted}


def _history_of(work: _Work, name: str, until: Month) -> Monthly | None:
    """The months before `until` without a gap, or None after telling what is missing."""
    known = work.filled.arrivals[name]
    months = sorted(month for month in known if month < until)
    gaps = [str(one.plus(1)) for one, after in pairwise(months) if one.plus(1) != after]
    if gaps:
        said = f"{name}: {gaps[0]} is empty between months that are filled; fill it."
    elif len(months) < FEWEST_MONTHS:
        said = (
            f"{name}: {until} is not filled, and {len(months)} months before it are too few to forecast from; "
            f"fill the coming months, or give {FEWEST_MONTHS} past ones."
        )
    elif not any(known[month] for month in months):
        said = f"{name}: every month is 0; there is nothing to forecast from."
    else:
        return Monthly(name, tuple(months), tuple(known[month] for month in months))
    work.problems.add(work.where(ARRIVALS), said)
    return None


def _make_stay(work: _Work, name: str) -> dict[str, Any] | None:
    rows = work.filled.stays.get(name, [])
    ended = sum(not going_on for _, going_on in rows)
    if ended < FEWEST:
        work.problems.add(
            work.where(STAYS), f"{name}: {ended} stays that ended are too few to fit; give {FEWEST} or more."
        )
        return None
    stays = Stays(np.array([days for days, _ in rows]), np.array([going_on for _, going_on in rows]))
    try:
        fitted = fit_stays(stays, name)
        stay = make_stay(fitted)
    except ValueError as problem:
        work.problems.add(work.where(STAYS), str(problem))
        return None
    work.fitted[name] = fitted
    work.said.append(say_fit(fitted))
    work.assume(f"pathways.{name}.stay", say_fit(fitted))
    return stay.model_dump(exclude_defaults=True)


def _make_capacity(work: _Work, name: str) -> int | list[dict[str, Any]]:
    first = work.filled.question.get("First day")
    if first is None:
        return 0
    rows = sorted(((since or first, places) for since, places in work.filled.capacity[name]), key=lambda row: row[0])
    before = [places for since, places in rows if since <= first]
    if not before:
        said = f"{name}: begins {rows[0][0]}, after the first day; add a row with From left empty."
        work.problems.add(work.where(CAPACITY), said)
        return 0
    changes = [(first, before[-1]), *((since, places) for since, places in rows if since > first)]
    return before[-1] if len(changes) == 1 else [{"from": since, "places": places} for since, places in changes]


def _make_whole(work: _Work, pathways: list[dict[str, Any]]) -> dict[str, Any]:
    question, costs = work.filled.question, work.filled.costs
    made: dict[str, Any] = {"title": question.get("Title", ""), "start_date": question["First day"]}
    made |= {"days": question["Days"], "warm_up_days": question.get("Warm-up days", 0)}
    made |= {"seed": question.get("Seed", 1)}
    if "Acute beds" in question:
        made["acute_beds"] = question["Acute beds"]
    if costs:
        prices = {name: pounds for name, pounds in costs.items() if name != ACUTE_BED}
        bed = {"acute_bed_day": costs[ACUTE_BED]} if ACUTE_BED in costs else {}
        made["costs"] = bed | {"place_day": prices}
    return made | {"pathways": pathways, "assumptions": [*work.assumptions, *work.filled.assumptions]}


def _make_scenarios(work: _Work, system: System) -> Scenarios | None:
    if not work.filled.scenarios:
        return None
    made = [{"name": name, "changes": changes} for name, changes in work.filled.scenarios.items()]
    try:
        scenarios = Scenarios.model_validate({"scenarios": made})
        check_fit(system, scenarios.scenarios)
    except ValueError as problem:
        for line in str(problem).splitlines():
            work.problems.add(work.where(SCENARIOS), line)
        work.problems.stop()
        raise
    return scenarios
