"""Scenarios beside the system as it is, on the same people: what each would come to, and the difference."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from concordat.flow.interval import Estimate
from concordat.flow.measures import estimate_difference, list_measures
from concordat.flow.parameters import System
from concordat.flow.result import Result
from concordat.flow.scenarios import Scenario, apply_scenario, check_fit
from concordat.flow.simulate import simulate


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of one scenario: what it comes to, and how much more (or less) than in the base. None in the base."""

    scenario: str
    scope: str
    measure: str
    value: Estimate
    difference: Estimate | None

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        difference = self.difference.as_dict() if self.difference else None
        named = {"scenario": self.scenario, "pathway": self.scope, "measure": self.measure}
        return {**named, "value": self.value.as_dict(), "difference": difference}


@dataclass(frozen=True)
class Comparison:
    """The run of the base, those of the scenarios in their order, and every figure of all of them."""

    base: Result
    scenarios: tuple[tuple[Scenario, Result], ...]
    lines: tuple[Line, ...]

    def find(self, scenario: str, scope: str, measure: str) -> Line | None:
        """One figure; None where it cannot be said of that scope."""
        wanted = (scenario, scope, measure)
        return next((one for one in self.lines if (one.scenario, one.scope, one.measure) == wanted), None)


BASE = "As it is"


def compare_scenarios(
    system: System,
    scenarios: Sequence[Scenario],
    *,
    replications: int,
    seed: int,
    threads: int = 1,
    tick: Callable[[str], None] | None = None,
) -> Comparison:
    """Run the base and each scenario with the same draws. Raises ValueError where a scenario does not fit the base."""
    check_fit(system, scenarios)
    base = simulate(system, replications=replications, seed=seed, threads=threads)
    known = list_measures(base)
    lines = [
        Line(BASE, scope, key, ratio.estimate(), None)
        for scope, measures in known.items()
        for key, ratio in measures.items()
    ]
    ran = []
    for scenario in scenarios:
        changed = apply_scenario(system, scenario)
        result = simulate(changed, replications=replications, seed=seed, threads=threads)
        ran.append((scenario, result))
        for scope, measures in list_measures(result).items():
            for key, ratio in measures.items():
                before = known[scope].get(key)
                difference = estimate_difference(ratio, before) if before else None
                lines.append(Line(scenario.name, scope, key, ratio.estimate(), difference))
        if tick:
            tick(scenario.name)
    return Comparison(base, tuple(ran), tuple(lines))
