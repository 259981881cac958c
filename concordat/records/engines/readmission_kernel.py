"""Older people's emergencies by one pass over months: each month's admissions beside the discharges they can follow.

All is in order of person, so that nothing is searched for. What comes from before a month is the month before, as it
is, and the few older stays that ended late enough to matter still.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from concordat.records.compiler import compiled

WITHIN = 30  # days from the latest earlier discharge to the admission, both ends included
STILL_THERE = 2**31 - 1  # instead of the day of a discharge that has not come

Days = NDArray[np.int32]
People = NDArray[np.int64]


class Stays(NamedTuple):
    """A month's stays. Days count from 1970-01-01; `counted` marks what may be a readmission."""

    person: People
    admitted: Days
    discharged: Days
    place: NDArray[np.int32]
    counted: NDArray[np.bool_]


class Discharges(NamedTuple):
    """Discharges in order of person, also several of one."""

    person: People
    day: Days


class Before(NamedTuple):
    """The discharges from stays that began before a month: those begun in the month before it, and older ones."""

    last: Discharges
    older: Discharges


def no_discharges() -> Discharges:
    return Discharges(np.zeros(0, np.int64), np.zeros(0, np.int32))


def nothing_before() -> Before:
    """Before the first month."""
    return Before(no_discharges(), no_discharges())


def in_order(stays: Stays) -> Stays:
    """The stays in order of person; as they are where they are so already."""
    if is_sorted(stays.person):
        return stays
    order = np.argsort(stays.person, kind="stable")
    columns: list[Any] = [column[order] for column in stays]
    return Stays(*columns)


class Counts(NamedTuple):
    """What is counted of a month, by place."""

    admissions: NDArray[np.int64]
    long_stays: NDArray[np.int64]
    readmissions: NDArray[np.int64]


def count_month(stays: Stays, before: Before, places: int, long_stay: int) -> Counts:
    """Counts of a month's stays, which are in order; a stay is long if it came to more than `long_stay` days.

    Exact, whatever overlaps, if `before` holds every discharge from 30 days before the month on of stays that began
    before the month.
    """
    counts = Counts(*(np.zeros(places, np.int64) for _ in Counts._fields))
    _count(stays, before.last, before.older, long_stay, counts)
    return counts


def move_on(before: Before, stays: Stays, next_first_day: int) -> Before:
    """What comes before the next month, which begins on `next_first_day`: this month, and what is older and matters."""
    parts = [_since(one, next_first_day - WITHIN) for one in before]
    person, day = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.argsort(person, kind="stable")
    return Before(Discharges(stays.person, stays.discharged), Discharges(person[order], day[order]))


def _since(discharges: Discharges, first: int) -> Discharges:
    rows = _find_since(discharges.day, first)
    return Discharges(discharges.person[rows], discharges.day[rows])


@compiled
def _find_since(days: Days, first: int) -> NDArray[np.int64]:
    """Where the discharges from a day on stand."""
    found = np.empty(len(days), np.int64)
    count = 0
    for row in range(len(days)):
        if first <= days[row] != STILL_THERE:
            found[count] = row
            count += 1
    return found[:count].copy()


@compiled
def is_sorted(values: People) -> bool:
    """Whether no value is below the one before it."""
    for row in range(1, len(values)):  # noqa: SIM110  (a loop is what gets compiled)
        if values[row] < values[row - 1]:
            return False
    return True


@compiled
def _count(stays: Stays, last: Discharges, older: Discharges, long_stay: int, counts: Counts) -> None:
    in_last, in_older = 0, 0
    for row in range(len(stays.person)):
        if stays.counted[row]:
            person, admitted, place = stays.person[row], stays.admitted[row], stays.place[row]
            counts.admissions[place] += 1
            if stays.discharged[row] != STILL_THERE and stays.discharged[row] - admitted > long_stay:
                counts.long_stays[place] += 1
            in_last = _find(last.person, person, in_last)
            in_older = _find(older.person, person, in_older)
            if (
                _left_lately(last, in_last, person, admitted)
                or _left_lately(older, in_older, person, admitted)
                or _follows_one_of_the_month(stays, row)
            ):
                counts.readmissions[place] += 1


@compiled
def _find(people: People, person: int, start: int) -> int:
    """Where a person begins in a list in order, or would."""
    while start < len(people) and people[start] < person:
        start += 1
    return start


@compiled
def _left_lately(discharges: Discharges, start: int, person: int, admitted: int) -> bool:
    """Whether one of the person's discharges lies 0 to 30 days before the admission."""
    while start < len(discharges.person) and discharges.person[start] == person:
        if admitted - WITHIN <= discharges.day[start] <= admitted:
            return True
        start += 1
    return False


@compiled
def _follows_one_of_the_month(stays: Stays, row: int) -> bool:
    """Whether another stay of the person in the month is earlier and ended 0 to 30 days before the admission.

    Earlier is what began on an earlier day, or on the same day and ended before.
    """
    person, admitted, discharged = stays.person[row], stays.admitted[row], stays.discharged[row]
    first = row
    while first > 0 and stays.person[first - 1] == person:
        first -= 1
    at = first
    while at < len(stays.person) and stays.person[at] == person:
        day = stays.discharged[at]
        if admitted - WITHIN <= day <= admitted and (
            stays.admitted[at] < admitted or (stays.admitted[at] == admitted and day < discharged)
        ):
            return True
        at += 1
    return False
