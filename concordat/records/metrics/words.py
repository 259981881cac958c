"""The words that definitions are written in: ages, days between dates, months, what holds on a day, counts by place."""

from datetime import date

import ibis

from concordat.periods import Month
from concordat.records.metrics.definition import Column, Row
from concordat.records.schema import codes_of

OLDER = 65
ADULT = 18
SATURDAY = 5  # Monday is 0
NEVER = date(9999, 12, 31)  # instead of the end of what goes on


def is_aged(row: Row, least: int, on: str) -> Column:
    """Of an age, which is the calendar year of the date `on` less the calendar year of birth."""
    return row[on].year() - row.birth_year >= least


def days_between(earlier: Column, later: Column) -> Column:
    """Nights from one date to another."""
    return later.delta(earlier, unit="day")


def is_emergency(spell: Row) -> Column:
    return spell.method == "emergency"


def is_alive(spell: Row) -> Column:
    """Left hospital, and alive."""
    return spell.discharged.notnull() & (spell.destination.isnull() | (spell.destination != "died"))


def month_number(day: Column) -> Column:
    """Months since the year 0, a number that groups quickly on every engine."""
    return day.year() * 12 + day.month() - 1


def is_within(day: Column, month: Month) -> Column:
    """On a day of the month."""
    return day.between(month.first_day, month.last_day)


def is_in_place(row: Row, begins: str, ends: str, on: date) -> Column:
    """Begun by the day and not ended by it: what ended on the day itself counts no more."""
    return (row[begins] <= on) & (row[ends].isnull() | (row[ends] > on))


def has_code(row: Row, table: str, column: str, group: str) -> Column:
    """Whether the code is of a group of its list, such as the destinations that wait for social care."""
    return row[column].isin(codes_of(table, column).in_group(group))


def tally(numerator: ibis.Table, denominator: ibis.Table | None = None) -> ibis.Table:
    """Rows counted by place. Without `denominator` that column is missing."""
    counts = _ones(numerator, 1, 0)
    if denominator is None:
        return counts.group_by("place").aggregate(numerator=counts.numerator.sum()).mutate(
            denominator=ibis.null("int64")
        )  # fmt: skip
    both = counts.union(_ones(denominator, 0, 1))
    return both.group_by("place").aggregate(numerator=both.numerator.sum(), denominator=both.denominator.sum())


def _ones(rows: ibis.Table, numerator: int, denominator: int) -> ibis.Table:
    return rows.select(
        "place",
        numerator=ibis.literal(numerator, type="int64"),
        denominator=ibis.literal(denominator, type="int64"),
    )
