"""One month of stays: for everyone who comes, when they are ready, when they leave, where to, and when they come back.

Everything about a stay follows from the seed, the person and the day, by hashing; the order of work changes nothing.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from concordat.records.compiler import compiled
from concordat.records.england.chances import ADULT, Chances
from concordat.records.england.strata import EMERGENCY

NEVER = 32767  # no day of any period: the person has died
NO_DAY = -32768
SATURDAY = 5
ID_BITS = 62  # people's numbers as they are written: whole numbers below 2 ** 62

_MASK = np.uint64((1 << ID_BITS) - 1)
_ODD = np.uint64(0x2545F4914F6CDD1D)
_FIRST, _SECOND, _THIRD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_16, _27, _30, _31, _32, _48 = (np.uint64(bits) for bits in (16, 27, 30, 31, 32, 48))
_LOW = np.uint64(0xFFFF)


class Stays(NamedTuple):
    """Columns of stays. Days count from the first day of warming up; `NO_DAY` where there is none."""

    person: NDArray[np.int64]
    stratum: NDArray[np.int32]
    area: NDArray[np.int16]
    method: NDArray[np.int8]
    admitted: NDArray[np.int16]
    ready: NDArray[np.int16]
    discharged: NDArray[np.int16]
    destination: NDArray[np.int8]

    def at(self, rows: NDArray[np.int64] | NDArray[np.bool_] | slice) -> "Stays":
        columns: list[Any] = [column[rows] for column in self]
        return Stays(*columns)


def empty_stays(rows: int) -> Stays:
    """Columns with room for so many stays."""
    kinds = (np.int64, np.int32, np.int16, np.int8, np.int16, np.int16, np.int16, np.int8)
    columns: list[Any] = [np.empty(rows, kind) for kind in kinds]
    return Stays(*columns)


def join_stays(parts: list[Stays]) -> Stays:
    """One after the other."""
    if len(parts) <= 1:
        return parts[0] if parts else empty_stays(0)
    columns: list[Any] = [np.concatenate(of) for of in zip(*parts, strict=True)]
    return Stays(*columns)


@compiled
def mixed(value: np.uint64) -> np.uint64:
    """64 bits that look random and follow from 64 bits (the finaliser of SplitMix64)."""
    value = (value ^ (value >> _30)) * _SECOND
    value = (value ^ (value >> _27)) * _THIRD
    return value ^ (value >> _31)


@compiled
def mixed_all(person: NDArray[np.int64], seed: np.uint64) -> NDArray[np.uint64]:
    """Bits for each person that look random."""
    bits = np.empty(len(person), np.uint64)
    for row in range(len(person)):
        bits[row] = mixed(np.uint64(person[row]) ^ seed)
    return bits


@compiled
def written_ids(person: NDArray[np.int64], seed: np.uint64) -> NDArray[np.int64]:
    """The numbers under which people are written: one for each, in no order, whole and below 2 ** 62."""
    ids = np.empty(len(person), np.int64)
    for row in range(len(person)):
        value = (np.uint64(person[row]) ^ seed) & _MASK
        for _ in range(3):
            value = (value * _ODD) & _MASK
            value ^= value >> _31
        ids[row] = np.int64(value)
    return ids


@compiled
def area_of(person: int, day: int, home: int, seed: np.uint64, movers: int, areas: int, last: int) -> int:
    """Where a person lives on a day: at home, or, for the few who move within the period, elsewhere from then on."""
    bits = mixed(np.uint64(person) * _FIRST ^ seed ^ _SECOND)
    if np.int64(bits & _LOW) >= movers:
        return home
    moves = np.int64((bits >> _16) & _LOW) % max(last, 1)
    return home if day < moves else int(np.int64((bits >> _32) & _LOW)) % areas


@compiled
def fill_stays(
    keys: NDArray[np.int64], first: int, last: int, end: int, weekday: int, seed: np.uint64, chances: Chances,
    free: NDArray[np.int16], stays: Stays, later_person: NDArray[np.int64], later_day: NDArray[np.int16],
) -> tuple[int, int]:  # fmt: skip
    """Turn wishes to come into stays, person by person; how many stays, and how many will come back in a later month.

    `keys`, sorted: person << 8 | day of the month << 3 | method. `first` and `last` are the month's days, `end` the
    last day of all, `weekday` that of day 0. `free[p]` is the first day on which a person can come (again).
    """
    rows, later, stratum = 0, 0, 0
    for key in keys:
        person, day, method = key >> 8, first + ((key >> 3) & 31), key & 7
        while chances.start[stratum + 1] <= person:
            stratum += 1
        while day <= last and day >= free[person] and rows < len(stays.person):
            discharged, destination, ready, bits = _stay(person, day, method, stratum, weekday, seed, end, chances)
            stays.person[rows], stays.stratum[rows], stays.method[rows] = person, stratum, method
            stays.area[rows] = area_of(person, day, chances.area[stratum], seed, chances.movers, chances.areas, end)
            stays.admitted[rows], stays.ready[rows], stays.discharged[rows] = day, ready, discharged
            stays.destination[rows] = destination
            rows += 1
            if destination == chances.died:
                free[person] = NEVER
                break
            free[person] = max(discharged, day + 1)
            back = np.int64((bits >> _16) & _LOW)
            if back >= chances.readmitted[method, chances.group[stratum], chances.frail[stratum]]:
                break
            day = max(discharged + chances.lags[np.int64(bits & _LOW)], day + 1)
            method = EMERGENCY
            if day > last and later < len(later_person):
                later_person[later], later_day[later] = person, day
                later += 1
    return rows, later


@compiled
def _stay(
    person: int, day: int, method: int, stratum: int, weekday: int, seed: np.uint64, end: int, chances: Chances
) -> tuple[int, int, int, np.uint64]:
    """When the person leaves, where to, when they were ready, and random bits that are left."""
    group = chances.group[stratum]
    one = mixed(np.uint64(person) * _FIRST ^ np.uint64(day) * _ODD ^ seed)
    two = mixed(one ^ _THIRD)
    stay = chances.stays[method, group, np.int64(one & _LOW)]
    if stay == 0:
        return day, 0, NO_DAY, two
    ready = day + stay
    on = (weekday + ready) % 7
    if on >= SATURDAY and np.int64((one >> _48) & _LOW) < chances.put_off:
        ready += 7 - on
    destination = chances.destinations[group, np.int64((one >> _16) & _LOW)]
    if destination == chances.died:
        return min(ready, NEVER - 1), destination, NO_DAY, two
    if group < ADULT:
        return min(ready, NEVER - 1), destination, NO_DAY, two
    home = area_of(person, day, chances.area[stratum], seed, chances.movers, chances.areas, end)
    delay = 0
    if np.int64((one >> _32) & _LOW) < chances.delayed[home, destination]:
        delay = chances.delays[destination, np.int64((two >> _32) & _LOW)]
    return min(ready + delay, NEVER - 1), destination, ready, two
