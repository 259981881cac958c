"""Coming back: who, after how long, for how long. Drawn by person, so that scenarios agree on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from concordat.flow.calendar import Floats
from concordat.flow.people import Source
from concordat.flow.streams import Purpose, Reader, Stream

FEWEST = 256  # people drawn at a time


@dataclass(frozen=True, slots=True)
class Return:
    """One coming back: days after the stay ended, to which pathway, for a stay of how many days."""

    after: float
    to: int
    stay: float


class Returns:
    """The returns of a replication, drawn as they are needed; `begin` turns to the next one."""

    def __init__(self, sources: Sequence[Source], seed: int, replications: int) -> None:
        self._sources, self._seed, self._replications = sources, seed, replications
        names = [source.pathway.name for source in sources]
        rules = [source.pathway.return_ for source in sources]
        self._rules = rules
        self._to = [at if rule is None or rule.to is None else names.index(rule.to) for at, rule in enumerate(rules)]
        self._readers: dict[tuple[int, int], Reader] = {}
        self._drawn: dict[tuple[int, int, bool], tuple[Floats, Floats]] = {}
        self._row = 0

    def begin(self, row: int) -> None:
        """Turn to a replication."""
        self._row, self._drawn = row, {}

    def find(self, origin: int, home: int, number: int, times: int) -> Return | None:
        """Whether the person of this number, first seen in `origin` and now leaving `home`, comes back once more.

        `number` is that of the arrival, or below 0 for who was there at the start; `times` is 1 for the first return.
        """
        rule = self._rules[home]
        if rule is None:
            return None
        there, at = number < 0, number if number >= 0 else -1 - number
        numbers, stays = self._draw(origin, times, there, at, self._to[home])
        if numbers[at, 0] >= rule.probability:
            return None
        return Return(-math.log1p(-numbers[at, 1]) * rule.after_days, self._to[home], float(stays[at]))

    def _draw(self, origin: int, times: int, there: bool, at: int, to: int) -> tuple[Floats, Floats]:
        """Two uniform numbers and a stay for each person; drawn from the beginning again where more are needed."""
        found = self._drawn.get((origin, times, there))
        if found is None or at >= len(found[1]):
            size = max(FEWEST, 2 * at)
            purpose = Purpose.RETURNS + 4 * (times - 1) + 2 * there
            stays = np.empty(size)
            self._sources[to].drawer.draw(self._generator(origin, purpose + 1), stays)
            self._sources[to].drawer.finish(stays)
            found = self._generator(origin, purpose).random((size, 2)), stays
            self._drawn[origin, times, there] = found
        return found

    def _generator(self, origin: int, purpose: int) -> np.random.Generator:
        if (origin, purpose) not in self._readers:
            name = self._sources[origin].pathway.name
            self._readers[origin, purpose] = Stream(self._seed, name, purpose, self._replications).reader()
        return self._readers[origin, purpose].at(self._row)
