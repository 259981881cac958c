"""Rule sets: which patterns are special causes, by name and version, as data with their source."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from concordat.questionnaires.data_file import Data, read_data

DEFAULT = "making-data-count-2023"
RULES = ("outside-limits", "shift", "trend", "two-in-three")

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-.][a-z0-9]+)*$")]
Run = Annotated[int, Field(ge=3)]


class RuleSet(Data):
    """One set of rules; `rule_sets.yaml` says what each key means."""

    id: Name
    label: str
    as_of: date
    source: str
    shift: Run
    trend: Run
    two_in_three: Literal["beyond-two-sigma", "between-lines"]
    third_point: Literal["anywhere", "same-side"]
    screen: bool
    both: Literal["improvement", "rule-order"]
    notes: str

    def describe(self) -> str:
        """In a sentence or two, for people who read a chart."""
        counted = "beyond" if self.two_in_three == "beyond-two-sigma" else "between the limit and"
        third = "" if self.third_point == "anywhere" else ", all three on one side of the mean"
        return (
            f"A special cause is a point outside the limits, {self.shift} points in a row on one side of the mean, "
            f"{self.trend} points in a row that all rise or all fall, or two of three points in a row {counted} the "
            f"same two-sigma line{third}."
        )


class _RuleSets(Data):
    rule_sets: Annotated[tuple[RuleSet, ...], Field(strict=False)]


@cache
def rule_sets() -> dict[str, RuleSet]:
    """All that ship, by name, the default first."""
    return {one.id: one for one in read_data(Path(__file__).parent / "rule_sets.yaml", _RuleSets).rule_sets}


def find_rule_set(name: str | RuleSet) -> RuleSet:
    """The set of that name; a set of one's own passes as it is. Raises ValueError naming those there are."""
    if isinstance(name, RuleSet):
        return name
    if name not in rule_sets():
        raise ValueError(f"There is no rule set {name!r}; write one of {', '.join(rule_sets())}.")
    return rule_sets()[name]
