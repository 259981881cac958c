"""Days of points: read from whatever a caller has, and told to people."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Literal

import numpy as np

from concordat.periods import FinancialYear, Month, NotAPeriod, Period, Quarter, format_date, parse_date, parse_period

When = date | np.datetime64 | str | Period
Frequency = Literal["monthly", "quarterly", "yearly", "other"]
_YEAR_OR_MONTH = re.compile(r"^\d{4}-\d{2}$")
_MONTHS: dict[int, Frequency] = {1: "monthly", 3: "quarterly", 12: "yearly"}


def are_years(texts: Iterable[object]) -> bool:
    """Whether texts such as 2011-12 mean financial years: where every one of that form can.

    Alone, 2011-12 may be a year or December; among months there is always one that is no year.
    """
    unclear = [text for text in texts if isinstance(text, str) and _YEAR_OR_MONTH.match(text.strip())]
    return bool(unclear) and all(int(text.strip()[-2:]) == (int(text.strip()[2:4]) + 1) % 100 for text in unclear)


def as_day(when: object, *, years: bool = False) -> date:
    """A day; of a period its first. With `years`, 2011-12 is a financial year, else a month.

    Raises NotAPeriod, a ValueError, for text that is neither.
    """
    if isinstance(when, datetime):
        return when.date()
    if isinstance(when, date):
        return when
    if isinstance(when, FinancialYear | Quarter | Month):
        return when.first_day
    if isinstance(when, np.datetime64):
        day = when.astype("datetime64[D]").item()
        if isinstance(day, date):
            return day
    if isinstance(when, str):
        return _read(when, years)
    raise NotAPeriod(f"{when!r} is not a date; give a date, a period, or text such as 2016-04-01 or 2016-04.")


def _read(text: str, years: bool) -> date:
    try:
        if _YEAR_OR_MONTH.match(text.strip()) and not years and int(text.strip()[-2:]) <= 12:
            return Month.parse(text).first_day
        return parse_date(text)
    except NotAPeriod as problem:
        try:
            return parse_period(text).first_day
        except NotAPeriod:
            if "any calendar" in str(problem):
                raise problem from None
    raise NotAPeriod(f"{text!r} is not a date; write it as 2016-04-01, 2016-04, Apr 2016 or 2016-17 Q1.")


def find_frequency(days: Sequence[date]) -> Frequency:
    """How far apart most neighbours are, in whole months from the same day of the month."""
    one_day = len({day.day for day in days}) == 1 or all(_is_month_end(day) for day in days)
    if len(days) < 2 or not one_day:
        return "other"
    steps = sorted(_month_of(later) - _month_of(earlier) for earlier, later in pairwise(days))
    return _MONTHS.get(steps[len(steps) // 2], "other")


def count_months_left_out(days: Sequence[date]) -> int:
    """Of monthly days: how many months between the first and the last have none."""
    return _month_of(days[-1]) - _month_of(days[0]) + 1 - len(days)


def label_days(days: Sequence[date]) -> list[str]:
    """How points are called: `Apr 2016`, `Q1 2016-17`, `2016-17` where days begin such periods, else `3 April 2016`."""
    frequency, months = find_frequency(days), {day.month for day in days}
    if frequency == "quarterly" and months <= {1, 4, 7, 10}:
        return [label_period(Quarter(_year_of(day), (day.month - 4) % 12 // 3 + 1)) for day in days]
    if frequency == "yearly" and months == {4}:
        return [label_period(_year_of(day)) for day in days]
    return [format_date(day) if frequency == "other" else f"{day:%b %Y}" for day in days]


def label_period(period: Period) -> str:
    """`Apr 2016`, `Q1 2016-17`, `2016-17`."""
    if isinstance(period, Month):
        return f"{period.first_day:%b %Y}"
    return f"Q{period.number} {period.year}" if isinstance(period, Quarter) else str(period)


def _year_of(day: date) -> FinancialYear:
    return FinancialYear(day.year if day.month >= 4 else day.year - 1)


def _month_of(day: date) -> int:
    return day.year * 12 + day.month


def _is_month_end(day: date) -> bool:
    return Month(day.year, day.month).last_day == day
