"""Ambitions: what a place means a metric to be, with the baseline that it starts from, read strictly from a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from concordat.metrics.typed_cells import read_number, read_period, read_place, say_number
from concordat.periods import Period
from concordat.places.read_csv import read_rows
from concordat.questionnaires.data_file import Data, Id, read_data
from concordat.questionnaires.read_yaml import DataError

COLUMNS = ["metric", "place", "period", "baseline", "target", "unit", "source", "note"]
UNKNOWN = "target unknown"
Number = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class Ambition:
    """Where a metric starts from and what it is meant to be in a period.

    `place` is a slug, `unit` the unit of both figures in words. `target` is None where none was published; `note`
    then says so. `baseline` is None where none is known.
    """

    metric: str
    place: str
    period: Period
    baseline: float | None
    target: float | None
    unit: str
    source: str
    note: str = ""

    def __str__(self) -> str:
        return UNKNOWN if self.target is None else say_number(self.target, self.unit)


class AmbitionData(Data):
    """One ambition of a YAML file."""

    metric: Id
    place: str
    period: str
    baseline: Number | None = None
    target: Number | None = None
    unit: str
    source: str
    note: str = ""


class AmbitionsData(Data):
    """A YAML file of ambitions."""

    ambitions: Annotated[tuple[AmbitionData, ...], Field(strict=False)]


def read_ambitions(path: Path) -> list[Ambition]:
    """Ambitions of a file: `.csv` with the columns of COLUMNS, or `.yaml` with a list under `ambitions`.

    A target that is not known is left empty, and `note` says why. Raises DataError naming file and line, or entry, for
    anything that cannot be read, a place or period that does not exist, and one ambition given twice.
    """
    if path.suffix.lower() == ".csv":
        found = [(f"{path}: line {row.line}", _of_row(row.values, row.line, path)) for row in read_rows(path, COLUMNS)]
    elif path.suffix.lower() in (".yaml", ".yml"):
        entries = enumerate(read_data(path, AmbitionsData).ambitions, 1)
        found = [(f"{path}: ambition {number}", data) for number, data in entries]
    else:
        raise DataError(f"{path}: ambitions are read from .csv or .yaml files; save them as one of these.")
    if not found:
        raise DataError(f"{path}: there is no ambition in this file; add one for each metric, place and period.")
    return _once([(where, _checked(data, where)) for where, data in found])


def find_ambition(ambitions: Iterable[Ambition], metric: str, place: str, period: Period) -> Ambition | None:
    """The ambition for this very period, else for the shortest that it lies in; None where there is none."""
    around = [
        one
        for one in ambitions
        if (one.metric, one.place) == (metric, place)
        and one.period.first_day <= period.first_day
        and period.last_day <= one.period.last_day
    ]
    return min(around, key=lambda one: one.period.last_day - one.period.first_day, default=None)


def _of_row(values: dict[str, Any], line: int, path: Path) -> AmbitionData:
    numbers = {name: read_number(values[name], name, f"{path}: line {line}") for name in ("baseline", "target")}
    return AmbitionData.model_construct(**(values | numbers))  # words are looked at below, whichever file they are from


def _checked(data: AmbitionData, where: str) -> Ambition:
    for name in ("metric", "place", "period", "unit", "source"):
        if not str(getattr(data, name)).strip():
            raise DataError(f"{where}: {name} is empty; fill it in.")
    if data.target is None and not data.note:
        raise DataError(f"{where}: target is empty; write it, or say under note why it is not known.")
    return Ambition(
        metric=data.metric,
        place=read_place(data.place, where).slug,
        period=read_period(data.period, where),
        baseline=data.baseline,
        target=data.target,
        unit=data.unit,
        source=data.source,
        note=data.note,
    )


def _once(found: list[tuple[str, Ambition]]) -> list[Ambition]:
    seen: dict[tuple[str, str, Period], str] = {}
    for where, one in found:
        first = seen.setdefault((one.metric, one.place, one.period), where)
        if first != where:
            raise DataError(
                f"{where}: {one.metric} of {one.place} in {one.period} stands twice, first at {first}; keep one."
            )
    return [one for _, one in found]
