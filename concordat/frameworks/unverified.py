"""What a framework does not know, or holds without having confirmed it: shown, never used as a silent default."""

from dataclasses import dataclass
from typing import Literal

from concordat.frameworks.framework import Deadline, Framework
from concordat.frameworks.sourced import Figure, Sourced, format_figure
from concordat.periods import format_date


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to show beside a framework.

    `where` is the file and the place in it; `source` names the document to look in (or that says it); `unknown` has
    no value here, `unverified` has one that nobody confirmed.
    """

    kind: Literal["unknown", "unverified"]
    where: str
    what: str
    source: str
    note: str | None = None

    def as_dict(self) -> dict[str, str]:
        """The JSON of the command line; `note` only where there is one."""
        said = {"kind": self.kind, "where": self.where, "what": self.what, "source": self.source}
        return {**said, "note": self.note} if self.note else said


def list_unverified(framework: Framework) -> list[Doubt]:
    """Everything unknown or unverified in a framework: first what it says it does not know, then value by value."""
    doubts = [
        Doubt("unknown", f"framework.yaml: unknown[{index}]", unknown.what, framework.source_title(unknown.source))
        for index, unknown in enumerate(framework.unknown)
    ]
    labels: dict[str, str] = {}
    for file, place, item in framework.sourced():
        labels[place] = str(getattr(item, "label", "") or getattr(item, "who", ""))
        owner = labels.get(place.rpartition(".")[0], "")
        kind = _kind(item)
        if kind is not None:
            what = ": ".join(part for part in (labels[place] or owner, _value(item)) if part)
            doubts.append(Doubt(kind, f"{file}.yaml: {place}", what, framework.source_title(item.source), item.note))
    return doubts


def _kind(item: Sourced) -> Literal["unknown", "unverified"] | None:
    if (isinstance(item, Figure) and item.value is None) or (isinstance(item, Deadline) and item.day is None):
        return "unknown"
    return None if item.verified else "unverified"


def _value(item: Sourced) -> str:
    if isinstance(item, Deadline):
        return format_date(item.day) if item.day else item.printed or "no day given"
    if (value := getattr(item, "value", None)) is not None:
        years = [getattr(item, "year", None), *getattr(item, "years", ())]
        when = " and ".join(str(year) for year in years if year is not None)
        return format_figure(value, getattr(item, "unit", "")) + (f" in {when}" if when else "")
    if isinstance(item, Figure):
        return f"not known for {item.year}" if item.year else "not known"
    return str(getattr(item, "why", ""))
