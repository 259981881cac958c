"""What a comparison of two frameworks says: item by item what goes on, what ended, what began, what is unclear."""

from dataclasses import dataclass

from concordat.frameworks.framework import Framework


@dataclass(frozen=True, slots=True)
class Named:
    """An item with its year: `2016-17`, `7`, and its label."""

    framework: str
    id: str
    label: str

    def __str__(self) -> str:
        return f"{self.framework}/{self.id}"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one item. `before` is None for what began, `after` for what ended or is unclear.

    Over several frameworks the relation is that of the whole way; what continues breaks if one step does; `notes` and
    `sources` have an entry for each step.
    """

    relation: str
    before: Named | None
    after: Named | None
    is_break: bool = False
    verified: bool = True
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of one kind, in the order of the frameworks' files."""

    continued: tuple[Change, ...]
    ended: tuple[Change, ...]
    begun: tuple[Change, ...]
    unclear: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.continued or self.ended or self.begun or self.unclear)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two frameworks side by side; `way` is the frameworks that the crosswalk leads through, both ends included."""

    before: Framework
    after: Framework
    way: tuple[str, ...]
    conditions: Changes
    metrics: Changes
    streams: Changes
    outcomes: Changes
    signs: Changes
