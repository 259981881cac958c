"""The fast engine in plain Python, for where there is no compiler, and as the oracle of the compiled one.

Kiefer and Wolfowitz' recursion: of all places keep the time at which each falls free, the earliest on top of a heap. A
person starts at the later of their arrival and that time, and puts the end of their stay in its place. No list of
events is needed.
"""

import math
from heapq import heapify, heappop, heappush, heapreplace
from itertools import chain, repeat

import numpy as np

from concordat.flow.calendar import list_changes
from concordat.flow.people import People, Source, calculate_arrivals
from concordat.flow.served import Served


def serve_plainly(source: Source, people: People, row: int) -> Served:
    """Serve one replication: the people of a row."""
    arrivals = calculate_arrivals(source, people.gaps[row])
    residuals = people.residuals[row]
    ready = np.concatenate((np.zeros(source.waiting), arrivals))
    stays = people.stays[row, : len(ready)]
    start = np.array(_list_starts(source, ready.tolist(), stays.tolist(), residuals.tolist()))
    started = np.isfinite(start)
    begun = np.concatenate((np.zeros(len(residuals)), start[started]))
    ended = np.concatenate((residuals, start[started] + stays[started]))
    return Served(ready, start, source.waiting, begun, ended, np.zeros(len(ready), dtype=np.bool_))


def _list_starts(source: Source, ready: list[float], stays: list[float], residuals: list[float]) -> list[float]:
    """When each person starts: infinity for never, nan for who is turned away."""
    free = [0.0] * (int(source.places[0]) - len(residuals)) + residuals
    heapify(free)
    changes = chain(list_changes(source.places), repeat((math.inf, 0)))
    next_day, next_places = next(changes)
    limit = math.inf if source.limit < 0 else source.limit
    starts: list[float] = []
    admitted: list[float] = []
    closed: list[float] = []
    for number, (arrival, stay) in enumerate(zip(ready, stays, strict=True)):
        start = (free[0] if free[0] > arrival else arrival) if free else math.inf
        while next_day <= start and next_day < math.inf:
            _resize(free, closed, next_places, next_day)
            next_day, next_places = next(changes)
            start = max(arrival, free[0]) if free else math.inf
        if start > arrival and number >= source.waiting and _is_full(admitted, limit, arrival):
            starts.append(math.nan)
            continue
        starts.append(start)
        if limit < math.inf:
            admitted.append(start)
        if free:
            heapreplace(free, start + stay)
    return starts


def _resize(free: list[float], closed: list[float], places: int, time: float) -> None:
    """Close the places that fall free first; open again those that closed last, perhaps with somebody still in them."""
    while len(free) > places:
        closed.append(heappop(free))
    while len(free) < places:
        heappush(free, max(time, closed.pop() if closed else time))


def _is_full(admitted: list[float], limit: float, arrival: float) -> bool:
    """Whether as many as can wait do: starts never go down, so the one `limit` back decides."""
    return limit == 0 or (len(admitted) >= limit and admitted[-int(limit)] > arrival)
