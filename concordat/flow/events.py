"""The event engine: people who go before others, who take the next-best place, who come back. Plain Python, slower.

A list of events in order of time. At one moment places open or close first, then stays end, then people become ready.
Where nobody has priority, another way out or a way back, it does to each person what the fast engine does.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count

import numpy as np

from concordat.flow.calendar import list_changes
from concordat.flow.people import People, Source, calculate_arrivals
from concordat.flow.returning import Returns
from concordat.flow.served import Served

CHANGE, END, READY = range(3)


@dataclass(slots=True)
class Person:
    """Somebody on the way: `home` is the pathway they need; `number` and `times` (they came back) find their draws."""

    home: int
    origin: int
    number: int
    times: int
    ready: float
    stay: float
    start: float = math.inf
    place: int = -1


@dataclass(slots=True)
class Station:
    """A pathway's places now, who waits for it, and all who ever did."""

    places: int
    limit: float
    queue: deque[Person] = field(default_factory=deque)
    everyone: list[Person] = field(default_factory=list)
    begun: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    busy: int = 0


class Replication:
    """One replication of all pathways."""

    def __init__(self, sources: Sequence[Source], people: Sequence[People], row: int, returns: Returns) -> None:
        self._sources, self._returns = sources, returns
        self._days = len(sources[0].rates)
        self._order = count()
        self._best = _list_next_best(sources)
        self._served_by = [
            [at for at in range(len(sources)) if at == p or self._best[at] == p] for p in range(len(sources))
        ]
        self._rank = [math.inf if s.pathway.priority is None else s.pathway.priority for s in sources]
        self._stations = [Station(int(s.places[0]), math.inf if s.limit < 0 else s.limit) for s in sources]
        self._events: list[tuple[float, int, int, Person | tuple[int, int]]] = []
        for at, source in enumerate(sources):
            self._set_up(at, source, people[at], row)
        heapify(self._events)

    def _set_up(self, at: int, source: Source, people: People, row: int) -> None:
        arrivals = calculate_arrivals(source, people.gaps[row]).tolist()
        stays = people.stays[row].tolist()
        for number, left in enumerate(people.residuals[row].tolist()):
            self._occupy(at, Person(at, at, -1 - number, 0, 0.0, left), 0.0)
        for number in range(source.waiting):
            self._plan(0.0, READY, Person(at, at, -1 - source.occupied - number, 0, 0.0, stays[number]))
        for number, (arrival, stay) in enumerate(zip(arrivals, stays[source.waiting :], strict=False)):
            self._plan(arrival, READY, Person(at, at, number, 0, arrival, stay))
        for day, places in list_changes(source.places):
            self._plan(day, CHANGE, (at, places))

    def run(self) -> list[Served]:
        """Go through all events. After the last day nobody becomes ready; those waiting are followed to their start."""
        while self._events:
            time, kind, _, what = heappop(self._events)
            if isinstance(what, tuple):
                at, places = what
                self._stations[at].places = places
                self._fill(at, time)
            elif kind == END:
                self._stations[what.place].busy -= 1
                self._fill(what.place, time)
                self._send_back(what, time)
            else:
                self._receive(what, time)
            if time >= self._days and not any(station.queue for station in self._stations):
                break
        return [self._tell(source, station) for source, station in zip(self._sources, self._stations, strict=True)]

    def _receive(self, person: Person, time: float) -> None:
        home = self._stations[person.home]
        home.everyone.append(person)
        best = self._best[person.home]
        if home.busy < home.places:
            self._occupy(person.home, person, time)
        elif best >= 0 and self._stations[best].busy < self._stations[best].places:
            self._occupy(best, person, time)
        elif len(home.queue) < home.limit or self._was_there(person):
            home.queue.append(person)
        else:
            person.start = math.nan

    def _fill(self, at: int, time: float) -> None:
        """Give free places to those waiting: by priority, then by how long they wait."""
        station = self._stations[at]
        while station.busy < station.places:
            lines = [one for one in self._served_by[at] if self._stations[one].queue]
            if not lines:
                return
            first = min(lines, key=lambda one: (self._rank[one], self._stations[one].queue[0].ready, one != at))
            self._occupy(at, self._stations[first].queue.popleft(), time)

    def _occupy(self, at: int, person: Person, time: float) -> None:
        station = self._stations[at]
        station.busy += 1
        station.begun.append(time)
        station.ended.append(time + person.stay)
        person.start, person.place = time, at
        self._plan(time + person.stay, END, person)

    def _send_back(self, person: Person, time: float) -> None:
        found = self._returns.find(person.origin, person.home, person.number, person.times + 1)
        if found is not None and time + found.after < self._days:
            ready = time + found.after
            back = Person(found.to, person.origin, person.number, person.times + 1, ready, found.stay)
            self._plan(ready, READY, back)

    def _was_there(self, person: Person) -> bool:
        return person.number < 0 and person.times == 0

    def _plan(self, time: float, kind: int, what: Person | tuple[int, int]) -> None:
        heappush(self._events, (time, kind, next(self._order), what))

    def _tell(self, source: Source, station: Station) -> Served:
        ready = np.array([one.ready for one in station.everyone])
        start = np.array([one.start for one in station.everyone])
        elsewhere = np.array([one.place not in (one.home, -1) for one in station.everyone], dtype=np.bool_)
        return Served(ready, start, source.waiting, np.array(station.begun), np.array(station.ended), elsewhere)


def _list_next_best(sources: Sequence[Source]) -> list[int]:
    names = [source.pathway.name for source in sources]
    return [-1 if s.pathway.next_best is None else names.index(s.pathway.next_best) for s in sources]
