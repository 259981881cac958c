"""Periods: financial years, their quarters and months, as values that compare, step and read what people write."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from typing import Self

_YEAR = re.compile(r"^(?:FY\s*)?(?:20)?(\d{2})\s*[-/–]\s*(?:20)?(\d{2})$", re.IGNORECASE)
_QUARTER_FIRST = re.compile(r"^(?:q|quarter\s*)([1-4])[\s,]+(.+)$", re.IGNORECASE)
_QUARTER_LAST = re.compile(r"^(.+?)[\s-]+(?:q|quarter\s*)([1-4])$", re.IGNORECASE)
_MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class NotAPeriod(ValueError):
    """The text names no period; the message says how one is written."""


@dataclass(frozen=True, order=True, slots=True)
class FinancialYear:
    """The year from 1 April of `start` to 31 March of the next calendar year."""

    start: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2016-17`, `2016/17`, `16/17` or `2016-2017`. Raises NotAPeriod."""
        match = _YEAR.match(text.strip())
        if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
            raise NotAPeriod(f"{text!r} is not a financial year; write one such as 2016-17.")
        return cls(2000 + int(match[1]))

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}"

    @property
    def first_day(self) -> date:
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, 3, 31)

    @property
    def quarters(self) -> tuple["Quarter", "Quarter", "Quarter", "Quarter"]:
        return (Quarter(self, 1), Quarter(self, 2), Quarter(self, 3), Quarter(self, 4))

    @property
    def months(self) -> tuple["Month", ...]:
        return tuple(month for quarter in self.quarters for month in quarter.months)

    def next(self) -> "FinancialYear":
        return FinancialYear(self.start + 1)


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A quarter of a financial year; quarter 1 is April to June."""

    year: FinancialYear
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise NotAPeriod(f"A year has quarters 1 to 4, not {self.number}.")

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read `2016-17-q3`, `2016-17 Q3`, `Q3 2016/17` or `Quarter 3, 2016-17`. Raises NotAPeriod."""
        stripped = " ".join(text.split())
        if len(stripped) > 40:  # nothing so long names a quarter, and the patterns slow down on long rows of hyphens
            raise NotAPeriod(f"{stripped[:40] + '…'!r} is not a quarter; write one such as 2016-17-q3.")
        if match := _QUARTER_FIRST.match(stripped):
            number, year = match[1], match[2]
        elif match := _QUARTER_LAST.match(stripped):
            number, year = match[2], match[1]
        else:
            raise NotAPeriod(f"{text!r} is not a quarter; write one such as 2016-17-q3.")
        return cls(FinancialYear.parse(year), int(number))

    def __str__(self) -> str:
        return f"{self.year}-q{self.number}"

    @property
    def first_day(self) -> date:
        return self.months[0].first_day

    @property
    def last_day(self) -> date:
        return self.months[-1].last_day

    @property
    def months(self) -> tuple["Month", "Month", "Month"]:
        start = Month(self.year.start, 4).plus(3 * (self.number - 1))
        return (start, start.plus(1), start.plus(2))

    def next(self) -> "Quarter":
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year.next(), 1)

    def previous(self) -> "Quarter":
        return (
            Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(FinancialYear(self.year.start - 1), 4)
        )


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise NotAPeriod(f"A year has months 1 to 12, not {self.number}.")
        if not MINYEAR <= self.year <= MAXYEAR:
            raise NotAPeriod(f"There is no year {self.year}.")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read `2017-03`, `03/2017`, `03/17` or `March 2017`. Raises NotAPeriod."""
        stripped = text.strip()
        if match := re.match(r"^(\d{4})-(\d{1,2})$", stripped):
            return cls(int(match[1]), int(match[2]))
        if match := re.match(r"^(\d{1,2})/(\d{4}|\d{2})$", stripped):
            return cls(_century(match[2]), int(match[1]))
        if (match := re.match(r"^([a-z]{3,9})\.?[\s-]+(\d{4}|\d{2})$", stripped, re.IGNORECASE)) and (
            number := _month_number(match[1])
        ):
            return cls(_century(match[2]), number)
        raise NotAPeriod(f"{text!r} is not a month; write one such as 03/2017.")

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def plus(self, months: int) -> "Month":
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)


Period = FinancialYear | Quarter | Month


def parse_period(text: str) -> Period:
    """Read a quarter, a financial year or a month, tried in that order. Raises NotAPeriod."""
    for kind in (Quarter, FinancialYear, Month):
        try:
            return kind.parse(text)
        except NotAPeriod:
            continue
    raise NotAPeriod(f"{text!r} is not a period; write a year (2016-17), a quarter (2016-17-q3) or a month (2017-03).")


def parse_date(text: str) -> date:
    """Read a day as people in England write it: `31/03/2017`, `31/03/17`, `31 March 2017`, or `2017-03-31`.

    Raises NotAPeriod, saying whether the text is no date at all or a day that does not exist.
    """
    stripped = text.strip()
    if match := re.match(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?$", stripped):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := re.match(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$", stripped):
        year, month, day = _century(match[3]), int(match[2]), int(match[1])
    elif (
        match := re.match(r"^(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4}|\d{2})$", stripped, re.IGNORECASE)
    ) and (number := _month_number(match[2])):
        year, month, day = _century(match[3]), number, int(match[1])
    else:
        raise NotAPeriod(f"{text!r} is not a date; write it as DD/MM/YYYY, such as 31/03/2017.")
    try:
        return date(year, month, day)
    except ValueError:
        raise NotAPeriod(f"{text!r} is not a day of any calendar; write the date as DD/MM/YYYY.") from None


def format_date(day: date) -> str:
    """3 March 2017."""
    return f"{day.day} {day:%B %Y}"


def _century(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month_number(name: str) -> int | None:
    full = [f"{date(2000, number, 1):%B}".lower() for number in range(1, 13)]
    lowered = name.lower()
    if lowered in full:
        return full.index(lowered) + 1
    return _MONTH_NAMES.index(lowered[:3]) + 1 if lowered in (*_MONTH_NAMES, "sept") else None
