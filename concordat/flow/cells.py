"""Cells that know where they stand, read as numbers, months, days or a yes; every problem is told at once."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from concordat.periods import Month, NotAPeriod, parse_date

MOST_TOLD = 12  # problems that are told of one table; the rest are counted
_NUMBER = re.compile(r"^[-−]?£?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?$")
LARGEST = 1e15  # beyond any count of people, days or pounds

Value = str | float | bool | date | datetime | time | timedelta


class BadTable(ValueError):
    """A table cannot be used; a line for each problem says which cell, what is wrong and what to do."""


class Problems:
    """What is wrong with a file, gathered so that whoever filled it hears everything at once."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, where: str, said: str) -> None:
        """One problem; the same one is told once."""
        if (line := f"{where}: {said}") not in self.lines:
            self.lines.append(line)

    def stop(self) -> None:
        """Raise BadTable where there was any problem."""
        if self.lines:
            more = len(self.lines) - MOST_TOLD
            raise BadTable("\n".join([*self.lines[:MOST_TOLD], *([f"and {more} more."] if more > 0 else [])]))


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell, and where that is in the words of whoever looks for it."""

    value: Value
    where: str
    problems: Problems = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """The cell as a person would type it; a whole number of Excel without its `.0`."""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return " ".join(str(self.value).split())

    @property
    def is_empty(self) -> bool:
        return self.text == ""

    def refuse(self, said: str) -> None:
        self.problems.add(self.where, said)

    def number(self, least: float | None = None, most: float | None = None) -> float | None:
        """The number in the cell, or None after telling what is wrong with it."""
        found = as_number(self.value)
        if found is None:
            self.refuse(f"{_shown(self)} is not a number; write digits, such as 24 or 7.5.")
        elif least is not None and found < least:
            self.refuse(f"{found:g} is too low; write {least:g} or more.")
        elif most is not None and found > most:
            self.refuse(f"{found:g} is too high; write {most:g} or less, or check the unit.")
        else:
            return found
        return None

    def month(self) -> Month | None:
        """The month that the cell names, or None after telling what is wrong with it."""
        found = as_month(self.value)
        if found is None:
            self.refuse(f"{_shown(self)} is not a month; write one such as 2025-11 or November 2025.")
        return found

    def day(self) -> date | None:
        """The day that the cell names, or None after telling what is wrong with it."""
        if isinstance(self.value, datetime):
            return self.value.date()
        if isinstance(self.value, date):
            return self.value
        try:
            return parse_date(self.text)
        except NotAPeriod:
            self.refuse(f"{_shown(self)} is not a date; write it as DD/MM/YYYY, such as 01/12/2025.")
            return None

    def yes(self) -> bool | None:
        """Yes or no, or None after telling what is wrong; an empty cell is no."""
        word = self.text.lower()
        if word in ("yes", "y", "true", "1", "x"):
            return True
        if word in ("no", "n", "false", "0", ""):
            return False
        self.refuse(f"{_shown(self)} is neither yes nor no; write one of them.")
        return None


def as_number(value: Value) -> float | None:
    """A finite number, from a cell or from text such as 1,234.5 or £12; None where it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value) if abs(value) < LARGEST else None
    text = str(value).strip().replace("−", "-")
    if not _NUMBER.match(text) or not any(letter.isdigit() for letter in text) or len(text) > 24:
        return None
    found = float(text.replace(",", "").replace("£", ""))
    return found if abs(found) < LARGEST else None


def as_month(value: Value) -> Month | None:
    """The month of a date, or of a text such as 2025-11, Nov 2025 or 01/11/2025; None where it is none."""
    if isinstance(value, (date, datetime)):
        return Month(value.year, value.month)
    text = str(value).strip()
    try:
        return Month.parse(text)
    except NotAPeriod:
        pass
    try:
        day = parse_date(text)
    except NotAPeriod:
        return None
    return Month(day.year, day.month)


def _shown(cell: Cell) -> str:
    if cell.is_empty:
        return "an empty cell"
    return repr(cell.text if len(cell.text) <= 40 else cell.text[:39] + "…")
