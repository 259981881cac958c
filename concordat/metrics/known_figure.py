"""Figures that are known of a place: published, or its own, each with its edition, read strictly from a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from concordat.metrics.typed_cells import read_number, read_period, read_place, say_number
from concordat.periods import Period
from concordat.places.read_csv import Row, read_rows
from concordat.questionnaires.read_yaml import DataError

if TYPE_CHECKING:
    from concordat.metrics.value import Series  # with its arrays, which a check of returns need not load

COLUMNS = ["metric", "place", "period", "value", "lower", "upper", "unit", "edition"]


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """What a metric was in a place and a period. `lower` and `upper` are None where no interval is known."""

    metric: str
    place: str
    period: Period
    value: float
    unit: str
    edition: str
    lower: float | None = None
    upper: float | None = None

    def __str__(self) -> str:
        return say_number(self.value, self.unit)


def read_known_figures(path: Path) -> list[KnownFigure]:
    """Figures of a CSV file with the columns of COLUMNS; lower and upper may be empty, together.

    Raises DataError naming file and line for whatever cannot be read, and for a figure given twice.
    """
    found: dict[tuple[str, str, Period], int] = {}
    figures = []
    for row in read_rows(path, COLUMNS):
        one = _of_row(row)
        first = found.setdefault((one.metric, one.place, one.period), row.line)
        if first != row.line:
            raise row.error(f"{one.metric} of {one.place} in {one.period} stands on line {first} too; keep one.")
        figures.append(one)
    if not figures:
        raise DataError(f"{path}: there is no figure in this file; add a line for each metric, place and period.")
    return figures


def list_known(series: "Series") -> list[KnownFigure]:
    """The values of a series that are there; those that are missing are left out."""
    metric, unit = series.definition.id, series.unit
    return [
        KnownFigure(metric, series.slug, one.period, one.value, unit, one.edition, one.lower, one.upper)
        for one in series.values
        if one.value is not None
    ]


def find_figure(figures: Iterable[KnownFigure], metric: str, place: str, period: Period) -> KnownFigure | None:
    """The figure of this very period, else of the latest that ends with it or lies in it; None where there is none."""
    inside = [
        one
        for one in figures
        if (one.metric, one.place) == (metric, place)
        and period.first_day <= one.period.first_day
        and one.period.last_day <= period.last_day
    ]
    return max(inside, key=lambda one: (one.period.last_day, -one.period.first_day.toordinal()), default=None)


def _of_row(row: Row) -> KnownFigure:
    where = f"{row.path}: line {row.line}"
    value = read_number(row.filled("value"), "value", where)
    assert value is not None, where
    lower, upper = (read_number(row[name], name, where) for name in ("lower", "upper"))
    if (lower is None) != (upper is None):
        raise row.error("one end of the interval is there and the other is not; give lower and upper, or neither.")
    if lower is not None and upper is not None and not lower <= value <= upper:
        raise row.error(f"value {value:g} is not between lower {lower:g} and upper {upper:g}; correct them.")
    return KnownFigure(
        row.filled("metric"),
        read_place(row.filled("place"), where).slug,
        read_period(row.filled("period"), where),
        value,
        row.filled("unit"),
        row.filled("edition"),
        lower,
        upper,
    )
