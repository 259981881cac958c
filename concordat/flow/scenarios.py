"""Scenarios: named changes of a system, read strictly from a file of their own, and applied."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, model_validator

from concordat.flow.parameters import Day, Name, NotNegative, Positive, Record, System, Words
from concordat.flow.variants import (
    find_pathway,
    with_arrivals_factor,
    with_more_places,
    with_places,
    with_stay_factor,
)

SMALLEST, LARGEST = 0.1, 10.0  # of a factor; beyond that it is another system


class Change(Record):
    """One change of one pathway."""

    pathway: Annotated[Name, Field(description="The pathway's name in the base file.")]
    places: Annotated[int | None, Field(strict=True, ge=0, description="So many places, from the day `from` on.")] = (
        None
    )
    add_places: Annotated[
        int | None,
        Field(strict=True, description="So many more places, or fewer with a minus, from `from` to `until`."),
    ] = None
    arrivals_factor: Annotated[
        NotNegative | None, Field(le=LARGEST, description="Arrivals times this, from `from` to `until`.")
    ] = None
    stay_factor: Annotated[
        Positive | None, Field(ge=SMALLEST, le=LARGEST, description="Every stay times this, over the whole run.")
    ] = None
    from_: Annotated[Day | None, Field(alias="from", description="First day of the change, YYYY-MM-DD.")] = None
    until: Annotated[Day | None, Field(description="Last day of the change, YYYY-MM-DD.")] = None

    @model_validator(mode="after")
    def _holds(self) -> "Change":
        given = [
            key for key in ("places", "add_places", "arrivals_factor", "stay_factor") if getattr(self, key) is not None
        ]
        if not given:
            raise ValueError("nothing changes; add places, add_places, arrivals_factor or stay_factor")
        if len(given) > 1:
            raise ValueError(f"{' and '.join(given)} stand in one change; write a change for each")
        if given == ["stay_factor"] and (self.from_ or self.until):
            raise ValueError("stay_factor holds over the whole run; leave from and until out")
        if given == ["places"] and self.until:
            raise ValueError("places hold from a day on; write add_places for some days, or a second change")
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError(f"until {self.until} is before from {self.from_}; put them in order")
        return self


class Scenario(Record):
    """A name and what is different."""

    name: Annotated[Name, Field(description="Its name, unlike any other's.")]
    reason: Annotated[Words | None, Field(description="Why anyone would do this; shown in the report.")] = None
    changes: Annotated[tuple[Change, ...], Field(min_length=1, description="At least one.")]


class Scenarios(Record):
    """A file of scenarios."""

    version: Annotated[Literal[1], Field(description="Of the format of this file.")] = 1
    scenarios: Annotated[tuple[Scenario, ...], Field(min_length=1, max_length=20, description="At least one.")]

    @model_validator(mode="after")
    def _holds(self) -> "Scenarios":
        twice = [name for name, times in Counter(one.name.lower() for one in self.scenarios).items() if times > 1]
        if twice:
            raise ValueError(f"two scenarios are called {twice[0]!r}; give each a name of its own")
        return self


def apply_scenario(system: System, scenario: Scenario) -> System:
    """The system as it would be. Raises ValueError naming the scenario where a change does not fit the system."""
    try:
        for change in scenario.changes:
            system = _apply(system, change)
    except ValueError as problem:
        raise ValueError(f"{scenario.name}: {problem}") from None
    return system


def check_fit(system: System, scenarios: Iterable[Scenario]) -> None:
    """Raise ValueError with a line for each scenario that does not fit the system."""
    problems = []
    for scenario in scenarios:
        try:
            apply_scenario(system, scenario)
        except ValueError as problem:
            problems.append(str(problem))
    if problems:
        raise ValueError("\n".join(problems))


def _apply(system: System, change: Change) -> System:
    name = find_pathway(system, change.pathway).name
    for key, day in (("from", change.from_), ("until", change.until)):
        if day is not None and system.start_date is None:
            raise ValueError(f"{key} {day} needs start_date in the base file; add it there.")
        if day is not None and not 0 <= system.day_number(day) < system.days:
            raise ValueError(f"{key} {day} is outside the {system.days} days from {system.start_date}; correct it.")
    if change.places is not None:
        return with_places(system, name, change.places, change.from_)
    if change.add_places is not None:
        return with_more_places(system, name, change.add_places, change.from_, change.until)
    if change.arrivals_factor is not None:
        return with_arrivals_factor(system, name, change.arrivals_factor, change.from_, change.until)
    return with_stay_factor(system, name, change.stay_factor or 1.0)
