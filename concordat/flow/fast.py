"""The fast engine, compiled by Numba: first come, first served, exact in continuous time.

Stays that will end are kept in slices of a day, unsorted, and each slice is sorted when the clock reaches it: putting a
person in and taking them out costs the same whatever the number of places. Within a slice ends and arrivals are taken
in order of time. Nothing is rounded to slices. `plain.py` does the same by another algorithm, and tests compare them.
"""

import numpy as np

from concordat.flow.calendar import Floats, Ints
from concordat.flow.compiler import compiled

PER_SLICE = 16  # people who come; few enough to be sorted quickly
MOST_SLICES = 4_000_000


def choose_slices(rates: Floats) -> int:
    """Slices per day: a power of two, so that times are cut into them without rounding."""
    slices = 1
    while slices * PER_SLICE < rates.max() and 2 * slices * len(rates) <= MOST_SLICES:
        slices *= 2
    return slices


@compiled
def _arrive(passed: float, day: int, expected: Floats, rates: Floats) -> tuple[float, int]:
    """The time at which so many people are expected to have come, and its day; infinity after the last."""
    days = len(rates)
    while day < days and passed > expected[day + 1]:
        day += 1
    if day == days:
        return np.inf, day
    return day + (passed - expected[day]) / rates[day], day


@compiled
def _insert(ends: Floats, low: int, high: int, end: float) -> None:
    """Put an end into the ascending ends[low:high], behind equal ones."""
    at = high
    while at > low and ends[at - 1] > end:
        ends[at] = ends[at - 1]
        at -= 1
    ends[at] = end


@compiled
def _sink(heap: Floats, size: int, value: float) -> None:
    """Replace the top of a heap, its smallest."""
    hole, child, last = 0, 1, size - 1
    while child <= last:
        if child < last and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[hole] = heap[child]
        hole, child = child, 2 * child + 1
    heap[hole] = value


@compiled
def _follow(ends: Floats, busy: int, places: int, line: Ints, stays: Floats, starts: Floats) -> None:
    """After the last day: when those still in line start. Nobody new comes; `ends`, in order, are of people in places.

    The recursion of Kiefer and Wolfowitz: the next in line takes the place that falls free first. Places that have
    closed are given up as they fall free; where none is left, nobody starts.
    """
    while busy > places:
        busy -= 1
        _sink(ends, busy, ends[busy])
    for person in line:
        starts[person] = ends[0] if busy else np.inf
        if busy:
            _sink(ends, busy, ends[0] + stays[person])


@compiled
def serve(
    gaps: Floats,
    stays: Floats,
    residuals: Floats,
    expected: Floats,
    rates: Floats,
    places: Ints,
    limit: int,
    warm_up: int,
    slices: int,
    counts: Ints,
    wait: Floats,
    delayed: Floats,
    waiting: Floats,
    occupied: Floats,
    seen: Floats,
) -> None:
    """Serve a block of replications, a row each; the last six are filled.

    `counts` (rows, 4): people who arrived after the warm-up, of them turned away, of them not started at once; the last
    stays. `wait` (rows,): the sum of their waits. `delayed`, `waiting`, `occupied` (rows, days): see `PathwayResult`.
    `seen` (rows, people, 2) or empty: ready and start of each person, in the order of `stays`.
    """
    days, people, there = len(rates), stays.shape[1], residuals.shape[1]
    waiting_first = people - gaps.shape[1]
    heads = np.full(days * slices + 1, -1, np.int64)  # somebody whose stay ends in the slice; last: after the last day
    others = np.empty(people + there, np.int64)  # somebody else of the same slice
    leaves = np.empty(people + there)
    line = np.empty(people, np.int64)  # who waits or has waited, in order
    ready, starts = np.empty(people), np.empty(people)
    ends = np.empty(people + there)  # of the slice at hand, in order
    for row in range(len(gaps)):
        for number in range(people, people + there):
            leaves[number] = residuals[row, number - people]
            at = int(min(leaves[number], days) * slices)
            others[number], heads[at] = heads[at], number
        for number in range(waiting_first):
            line[number], ready[number] = number, 0.0
        first, last, busy, who = 0, waiting_first, there, waiting_first
        came, away, late, sum_of_waits = 0, 0, 0, 0.0
        passed = gaps[row, 0]
        arrival, day_of_arrival = _arrive(passed, 0, expected, rates)
        for day in range(days):
            midnight, now, open_places = day + 1.0, float(day), places[day]
            delays, uses = float(last - first), float(busy)
            for part in range(day * slices, (day + 1) * slices):
                bound, known, done = (part + 1) / slices, 0, 0
                number = heads[part]
                heads[part] = -1
                while number >= 0:
                    ends[known] = leaves[number]
                    known += 1
                    number = others[number]
                while first == last and arrival < bound and busy < open_places:
                    # as many places are free as if no stay ended in this slice: nobody waits, whatever the order
                    now, person = arrival, who
                    who += 1
                    came += now >= warm_up
                    arrival = np.inf
                    if who < people:
                        passed += gaps[row, who - waiting_first]
                        arrival, day_of_arrival = _arrive(passed, day_of_arrival, expected, rates)
                    busy += 1
                    uses += midnight - now
                    ready[person], starts[person] = now, now
                    end = now + stays[row, person]
                    if end < bound:
                        ends[known] = end
                        known += 1
                    else:
                        leaves[person] = end
                        at = int(min(end, days) * slices)
                        others[person], heads[at] = heads[at], person
                if first == last and arrival >= bound:
                    for number in range(known):
                        uses -= midnight - ends[number]
                    busy -= known
                    continue
                for number in range(1, known):
                    _insert(ends, 0, number, ends[number])
                while True:
                    if busy < open_places and first < last:  # who waits longest starts
                        person = line[first]
                        first += 1
                        delays -= midnight - now
                        if person >= waiting_first and ready[person] >= warm_up:
                            sum_of_waits += now - ready[person]
                    elif done < known and ends[done] <= arrival:  # a stay ends
                        now = ends[done]
                        done += 1
                        busy -= 1
                        uses -= midnight - now
                        continue
                    elif arrival < bound:  # somebody becomes ready
                        now, person = arrival, who
                        ready[who] = now
                        who += 1
                        counted = now >= warm_up
                        came += counted
                        arrival = np.inf
                        if who < people:
                            passed += gaps[row, who - waiting_first]
                            arrival, day_of_arrival = _arrive(passed, day_of_arrival, expected, rates)
                        if busy >= open_places:
                            if limit < 0 or last - first < limit:
                                line[last] = person
                                last += 1
                                late += counted
                                delays += midnight - now
                            else:
                                starts[person] = np.nan
                                away += counted
                            continue
                    else:
                        break
                    busy += 1
                    uses += midnight - now
                    starts[person] = now
                    end = now + stays[row, person]
                    if end < bound:
                        _insert(ends, done, known, end)
                        known += 1
                    else:
                        leaves[person] = end
                        at = int(min(end, days) * slices)
                        others[person], heads[at] = heads[at], person
            delayed[row, day], waiting[row, day], occupied[row, day] = delays, last - first, uses
        known, number = 0, heads[days * slices]
        heads[days * slices] = -1
        if first < last:
            while number >= 0:
                ends[known] = leaves[number]
                known += 1
                number = others[number]
            ends[:known].sort()
            _follow(ends, known, places[days - 1], line[first:last], stays[row], starts)
            for at in range(first, last):
                if line[at] >= waiting_first and ready[line[at]] >= warm_up:
                    start = starts[line[at]]
                    sum_of_waits += (start if start < np.inf else float(days)) - ready[line[at]]
        counts[row, 0], counts[row, 1], counts[row, 2], wait[row] = came, away, late, sum_of_waits
        if seen.size:
            seen[row, :who, 0], seen[row, :who, 1] = ready[:who], starts[:who]
