"""A performance report as it is written: indicators with their positions, and exceptions with their recovery."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from concordat.metrics.rag import RAG_RULES
from concordat.metrics.typed_cells import read_period, read_place, say_number
from concordat.questionnaires.data_file import Data, read_data
from concordat.questionnaires.read_yaml import DataError

Texts = Annotated[tuple[str, ...], Field(strict=False)]
Good = Literal["high", "low", "neither"]
Number = Annotated[float, Field(allow_inf_nan=False)]
Count = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Position(Data):
    """A figure by one definition: its counts, or its value where no counts are given; `printed` as the document has it.

    A denominator makes the value a percentage. `definition` is in words, where one document uses two.
    """

    definition: str = ""
    numerator: Count | None = None
    denominator: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    value: Number | None = None
    printed: str = ""

    @model_validator(mode="after")
    def _check_counts(self) -> "Position":
        if self.value is None and self.numerator is None:
            raise ValueError("has no figure; give value, or numerator with or without denominator")
        if self.denominator is not None and self.numerator is None:
            raise ValueError("has a denominator without a numerator; give both")
        if self.denominator is not None and self.numerator is not None and self.numerator > self.denominator:
            raise ValueError(f"has {self.numerator:g} of {self.denominator:g}; a part is no more than its whole")
        return self

    @property
    def share(self) -> float | None:
        """The percentage that the counts make."""
        if self.numerator is None or self.denominator is None:
            return None
        return 100 * self.numerator / self.denominator

    @property
    def judged(self) -> float | None:
        """What is held against the target: the percentage of the counts, the value, or the count alone."""
        return self.share if self.share is not None else self.value if self.value is not None else self.numerator


class Said(Data):
    """What the document itself says of colour and direction; `printed` is its sign."""

    rag: Literal["green", "amber", "red"] | None = None
    travel: Literal["better", "worse", "same", "up", "down"] | None = None
    printed: str = ""


class Indicator(Data):
    """One line. `target_now` is what was due by the position's date where the target is for the year.

    `previous` is the position of the report before (of `previous_of`), `outturn` the last year's. `excellent` is what
    good is, as printed, `good` as a direction.
    """

    ref: str
    indicator: str
    unit: str = "%"
    good: Good
    excellent: str = ""
    target: Number | None = None
    target_now: Number | None = None
    target_printed: str = ""
    current: Annotated[tuple[Position, ...], Field(strict=False)]
    previous: Position | None = None
    previous_of: str = ""
    outturn: Position | None = None
    said: Said = Said()
    provider: str = ""
    risk: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _check_position(self) -> "Indicator":
        if not self.current:
            raise ValueError(f"has no current position for {self.ref}; give one, or take the indicator out")
        return self

    @property
    def due(self) -> float | None:
        return self.target if self.target_now is None else self.target_now


class Measure(Data):
    """A figure of an exception report against what it should be."""

    what: str
    value: Number
    target: Number | None = None
    target_of: str = ""
    unit: str = "%"
    good: Good


class ExceptionReport(Data):
    """Why an indicator is off its target, what is done about it, and when it is to be back. `lead` is a role."""

    ref: str
    indicator: str
    context: Texts
    figures: Annotated[tuple[Measure, ...], Field(strict=False)] = ()
    actions: Texts
    expected: str
    trajectory: str
    lead: str
    note: str = ""


class PerformanceReport(Data):
    """One report of a place. `rag_rule` names the rule by which its colours are worked out."""

    title: str
    place: str
    period: str
    source: str
    note: str = ""
    outturn_of: str = "last outturn"
    rag_rule: str = "tolerance-5"
    indicators: Annotated[tuple[Indicator, ...], Field(strict=False)]
    exceptions: Annotated[tuple[ExceptionReport, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _check_whole(self) -> "PerformanceReport":
        if self.rag_rule not in RAG_RULES:
            raise ValueError(f"names the rule {self.rag_rule!r}; the rules are {', '.join(RAG_RULES)}")
        if not self.indicators:
            raise ValueError("has no indicator; give at least one")
        refs = [one.ref for one in self.indicators]
        if doubled := {ref for ref in refs if refs.count(ref) > 1}:
            raise ValueError(f"has {min(doubled)} twice; give each indicator a reference of its own")
        return self


def read_report(path: Path) -> PerformanceReport:
    """Read a report from YAML. Raises DataError with a line for each mistake: the file, the place and the way out."""
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise DataError(f"{path}: performance reports are read from .yaml files; save it as one.")
    report = read_data(path, PerformanceReport)
    read_place(report.place, f"{path}: place")
    read_period(report.period, f"{path}: period")
    return report


def say_position(position: Position, unit: str) -> str:
    """`31 of 53 (58.5%)`, `62 (46.6%)`, `93%`; what the counts make, where there are counts."""
    shown = say_number(round(position.share if position.share is not None else position.value or 0.0, 1), unit)
    if position.numerator is None:
        return shown
    count = say_number(position.numerator)
    if position.denominator is not None:
        return f"{count} of {say_number(position.denominator)} ({shown})"
    return count if position.value is None else f"{count} ({shown})"
