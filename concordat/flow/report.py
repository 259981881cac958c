"""What a board asks of a system, worked out once: the months ahead, scenarios, places, cost, what matters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

import numpy as np

from concordat.flow.compare import Comparison, compare_scenarios
from concordat.flow.costs import LeastCost, NoCosts, find_least_cost, read_costs
from concordat.flow.least_capacity import LeastCapacity, OutOfReach, find_least_capacity
from concordat.flow.parameters import System
from concordat.flow.result import Result
from concordat.flow.scenarios import Scenario
from concordat.flow.sensitivity import Sensitivity, calculate_sensitivity
from concordat.flow.sweep import Sweep, sweep_places
from concordat.flow.target import Target
from concordat.flow.variants import find_pathway

REACH = 0.12  # of the places planned and needed, to both sides of them, that the sweep goes
POINTS = 11


class Runs(TypedDict):
    """How often everything is run, alike for all answers."""

    replications: int
    seed: int
    threads: int


@dataclass(frozen=True)
class Report:
    """The answers. `least` is None without a target, or with one out of reach: then `why_none` says so."""

    comparison: Comparison
    pathway: str
    target: Target | None
    least: LeastCapacity | None
    why_none: str
    sweep: Sweep
    costs: tuple[LeastCost, ...]
    why_no_costs: str
    sensitivity: Sensitivity

    @property
    def result(self) -> Result:
        """The run of the system as it is."""
        return self.comparison.base

    @property
    def system(self) -> System:
        return self.result.system


def make_report(
    system: System,
    scenarios: Sequence[Scenario] = (),
    *,
    target: Target | None = None,
    pathway: str | None = None,
    confidence: float = 0.8,
    since: date | int | None = None,
    replications: int,
    seed: int,
    threads: int = 1,
    tick: Callable[[str], None] | None = None,
) -> Report:
    """Work everything out. Without `pathway`, the one in which people wait most is swept and sized."""
    runs = Runs(replications=replications, seed=seed, threads=threads)
    comparison = compare_scenarios(system, scenarios, tick=tick, **runs)
    name = find_pathway(system, pathway).name if pathway else _find_worst(comparison.base)
    least, why_none = None, ""
    if target is not None:
        try:
            least = find_least_capacity(system, name, target, confidence=confidence, since=since, tick=tick, **runs)
        except OutOfReach as problem:
            why_none = str(problem)
    places = _choose_places(system, name, least)
    sweep = sweep_places(system, name, places, since=since, tick=tick, **runs)
    costs, why_no_costs = _find_costs(system, runs, tick)
    sensitivity = calculate_sensitivity(system, tick=tick, **runs)
    return Report(comparison, name, target, least, why_none, sweep, costs, why_no_costs, sensitivity)


def _find_worst(result: Result) -> str:
    return max(result.pathways, key=lambda one: float(one.delayed_days.mean())).name


def _choose_places(system: System, name: str, least: LeastCapacity | None) -> list[int]:
    planned = [one.places for one in find_pathway(system, name).changes]
    known = [*planned, *([least.places] if least else [])]
    reach = max(round(max(known) * REACH), 3)
    spaced = np.linspace(max(min(known) - reach, 0), max(known) + reach, POINTS)
    return sorted({int(one) for one in spaced.round()} | set(known))


def _find_costs(system: System, runs: Runs, tick: Callable[[str], None] | None) -> tuple[tuple[LeastCost, ...], str]:
    """The least cost of each pathway whose costs are known; and what is missing where none is."""
    found, missing = [], ""
    for pathway in system.pathways:
        try:
            read_costs(system, pathway.name)
        except NoCosts as problem:
            missing = missing or str(problem)
            continue
        found.append(find_least_cost(system, pathway.name, tick=tick, **runs))
    return tuple(found), missing
