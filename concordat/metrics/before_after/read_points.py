"""Points of a series from a CSV file that a person keeps: a date and a value on each line."""

from datetime import date
from pathlib import Path

from concordat.metrics.control_charts.when import as_day
from concordat.metrics.typed_cells import read_number
from concordat.places.read_csv import read_rows
from concordat.questionnaires.read_yaml import DataError

COLUMNS = ["date", "value"]
MISSING = ("", "-")


def read_points(path: Path) -> tuple[list[date], list[float | None]]:
    """Dates and values of a file with the columns `date,value`; an empty value or a dash is a gap.

    A date is a day or a period, which counts from its first day. Raises DataError naming file and line.
    """
    dates: list[date] = []
    values: list[float | None] = []
    for row in read_rows(path, COLUMNS):
        where = f"{path}: line {row.line}"
        try:
            dates.append(as_day(row.filled("date")))
        except DataError:
            raise
        except ValueError as problem:
            raise DataError(f"{where}: {problem}") from None
        values.append(None if row["value"] in MISSING else read_number(row["value"], "value", where))
    if not dates:
        raise DataError(f"{path}: there is no point in this file; add a line for each date.")
    return dates, values
