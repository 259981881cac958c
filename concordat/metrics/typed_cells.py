"""Cells that people type into files of ambitions and figures: numbers, periods and places, refused with their line."""

import math
import re

from concordat.metrics.figures_said import put_unit
from concordat.periods import NotAPeriod, Period, parse_period
from concordat.places.area import VINTAGES, Area
from concordat.places.find import UnknownPlace, find_area
from concordat.questionnaires.read_yaml import DataError

_THOUSANDS = re.compile(r"^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$")
LARGEST = 1e15  # more than any count of people or days; squares of it still add up


def read_place(text: str, where: str, vintage: int | None = None) -> Area:
    """The area that a text means, on the boundaries of a year, or of the latest that has it.

    Raises DataError, beginning with `where`.
    """
    problems = []
    for year in (vintage,) if vintage else reversed(VINTAGES):
        try:
            return find_area(text, year)
        except UnknownPlace as problem:
            problems.append(problem)
    raise DataError(f"{where}: {problems[0]}")


def read_number(text: str, column: str, where: str) -> float | None:
    """A figure as people type it, 1,250.5 or 91.7%; None for an empty cell. Raises DataError for anything else."""
    plain = text.strip().removesuffix("%").strip()
    if not plain:
        return None
    if _THOUSANDS.match(plain):
        plain = plain.replace(",", "")  # any other comma is left to be refused: 10,5 is not 105
    try:
        number = float(plain)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or not plain.isascii():
        raise DataError(f"{where}: {column} is {text!r}; write a number such as 1250.5, or leave it empty.")
    if abs(number) > LARGEST:
        raise DataError(f"{where}: {column} is {text!r}, which is beyond any figure; check its digits.")
    return number


def read_period(text: str, where: str) -> Period:
    """A year, a quarter or a month. Raises DataError, beginning with `where`."""
    try:
        return parse_period(text)
    except NotAPeriod as problem:
        raise DataError(f"{where}: {problem}") from None


def say_number(value: float, unit: str = "") -> str:
    """`91.7%`, `2,400.5 admissions`: at most four decimals, and only those that say something."""
    return put_unit(f"{value:,.4f}".rstrip("0").rstrip("."), unit)
