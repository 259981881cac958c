"""Answers out as plain figures, CSV or Excel: numbers as numbers, unrounded, a row for each."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import xlsxwriter

from concordat.flow.compare import Comparison
from concordat.flow.costs import LeastCost
from concordat.flow.interval import Estimate
from concordat.flow.least_capacity import LeastCapacity
from concordat.flow.sensitivity import Sensitivity
from concordat.flow.sweep import Sweep

Cell = str | float | int | None
INTERVAL = ("mean", "lower", "upper")
NONE = Estimate(None, None, None)


@dataclass(frozen=True, slots=True)
class Figures:
    """Columns and rows; a cell is None where nothing can be said."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def list_figures(answer: Comparison | Sweep | LeastCapacity | LeastCost | Sensitivity) -> Figures:
    """The figures of an answer."""
    columns: tuple[str, ...]
    match answer:
        case Comparison():
            return _of_comparison(answer)
        case Sweep():
            columns = ("places", "measure", *INTERVAL, "p10", "p90")
            return Figures("Sweep", columns, list(_rows_of_sweep(answer)))
        case LeastCapacity():
            columns = ("places", "met", "replications", "share", "share_lower", "share_upper", *INTERVAL)
            tried = [
                (one.places, one.met, one.replications, one.share, *one.interval, one.value) for one in answer.tried
            ]
            return Figures("Least capacity", columns, [(*row[:-1], *_spread(row[-1])) for row in tried])
        case LeastCost():
            columns = ("places", "bed_pounds", "place_pounds", "delayed_days", *(f"total_{one}" for one in INTERVAL))
            parts = [((one.places, one.bed_days, one.place_days, one.delayed_days), one.total) for one in answer.points]
            return Figures("Cost", columns, [(*row, *_spread(total)) for row, total in parts])
        case Sensitivity():
            columns = ("assumption", "by", *(f"{end}_{one}" for end in ("down", "up") for one in INTERVAL))
            swings = [(one.path, one.by, *_spread(one.down), *_spread(one.up)) for one in answer.swings]
            return Figures("Sensitivity", columns, swings)


def render_csv(figures: Figures) -> str:
    """The figures as CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(figures.columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in figures.rows)
    return buffer.getvalue()


def render_excel(figures: Figures) -> bytes:
    """The figures as a workbook of one sheet."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    ) as book:
        heading = book.add_format({"bold": True, "font_name": "Arial", "bottom": 1})
        plain = book.add_format({"font_name": "Arial"})
        sheet = book.add_worksheet(figures.title)
        for number, name in enumerate(figures.columns):
            longest = max((len(str(row[number])) for row in figures.rows if isinstance(row[number], str)), default=0)
            sheet.set_column(number, number, max(len(name), longest, 10) + 2, plain)
            sheet.write_string(0, number, name, heading)
        for line, row in enumerate(figures.rows, start=1):
            for number, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, number, cell, plain)
                elif cell is not None:
                    sheet.write_number(line, number, cell, plain)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(figures.rows), 1), len(figures.columns) - 1)
    return content.getvalue()


def _of_comparison(answer: Comparison) -> Figures:
    columns = ("scenario", "pathway", "measure", *INTERVAL, *(f"difference_{one}" for one in INTERVAL))
    rows = [
        (line.scenario, line.scope, line.measure, *_spread(line.value), *_spread(line.difference or NONE))
        for line in answer.lines
    ]
    return Figures("Scenarios", columns, rows)


def _rows_of_sweep(answer: Sweep) -> Iterator[tuple[Cell, ...]]:
    for one in answer.points:
        for measure, spread in one.figures.items():
            yield (one.places, measure, *_spread(spread.estimate), spread.low, spread.high)


def _spread(one: Estimate) -> tuple[float | None, ...]:
    return (one.mean, one.lower, one.upper)
