"""The people of a pathway: when they become ready, how long they need a place. Drawn once, for any engine."""

import math
from dataclasses import dataclass

import numpy as np

from concordat.flow.calendar import Floats, Ints, calculate_arrival_rates, calculate_places
from concordat.flow.parameters import Pathway, System
from concordat.flow.stays import Drawer, make_drawer
from concordat.flow.streams import Purpose, Reader, Stream

NUMBERS = 32_768  # drawn at a time: they stay in the processor's cache
SLACK = 4  # standard deviations of a Poisson count; who comes beyond it is drawn at a second try


@dataclass(frozen=True, slots=True)
class People:
    """Those of a block of replications, one row each.

    `gaps` are standard exponential: their running sum is the time, counted in people expected. `stays` are in days, of
    those waiting at the start and then of the arrivals in the order of the gaps. `residuals` are what is left of the
    stays of those in a place at the start, met at any moment of them, as if arrivals and places had long been steady.
    """

    gaps: Floats
    stays: Floats
    residuals: Floats


@dataclass(frozen=True, slots=True)
class Source:
    """Everything about a pathway that does not change from one replication to the next.

    `rates` (days,) people expected per day; `expected` (days + 1,) their running sum; `places` (days,) how many people
    can be served at once; `limit` -1 for none; `occupied` and `waiting` at the start; `streams` by purpose.
    """

    pathway: Pathway
    rates: Floats
    expected: Floats
    places: Ints
    limit: int
    occupied: int
    waiting: int
    drawer: Drawer
    longer: Drawer
    streams: dict[Purpose, Stream]

    @property
    def likely(self) -> int:
        """Arrivals to draw per replication, so that there are hardly ever too few."""
        mean = float(self.expected[-1])
        return int(mean + SLACK * math.sqrt(mean)) + 16

    @property
    def block(self) -> int:
        """Replications to draw at a time."""
        return max(1, NUMBERS // (self.likely + self.occupied + self.waiting))

    def readers(self) -> dict[Purpose, Reader]:
        """Readers of the streams for one thread."""
        return {purpose: stream.reader() for purpose, stream in self.streams.items()}


def make_source(system: System, pathway: Pathway, seed: int, replications: int) -> Source:
    """Work out what stays the same over all replications of a pathway."""
    rates = calculate_arrival_rates(system, pathway)
    occupied, waiting = (pathway.start.occupied, pathway.start.waiting) if pathway.start else (0, 0)
    drawer = make_drawer(pathway.stay)
    wanted = [Purpose.ARRIVALS, Purpose.STAYS]
    wanted += [Purpose.RESIDUALS] if occupied else []
    wanted += [Purpose.FIRST_STAYS] if waiting else []
    return Source(
        pathway,
        rates,
        np.concatenate(([0.0], np.cumsum(rates))),
        calculate_places(system, pathway),
        -1 if pathway.queue_limit is None else pathway.queue_limit,
        occupied,
        waiting,
        drawer,
        drawer.longer(),
        {purpose: Stream(seed, pathway.name, purpose, replications) for purpose in wanted},
    )


def draw_people(source: Source, readers: dict[Purpose, Reader], first: int, count: int) -> People:
    """The people of `count` replications from number `first` on."""
    gaps = _draw_gaps(source, readers[Purpose.ARRIVALS], first, count)
    stays = np.empty((count, source.waiting + gaps.shape[1]))
    residuals, left = np.empty((2, count, source.occupied))
    for row in range(count):
        source.drawer.draw(readers[Purpose.STAYS].at(first + row), stays[row, source.waiting :])
        if source.waiting:
            source.drawer.draw(readers[Purpose.FIRST_STAYS].at(first + row), stays[row, : source.waiting])
        if source.occupied:
            rng = readers[Purpose.RESIDUALS].at(first + row)
            source.longer.draw(rng, residuals[row])
            rng.random(out=left[row])
    source.drawer.finish(stays)
    source.longer.finish(residuals)
    residuals *= left
    return People(gaps, stays, residuals)


def _draw_gaps(source: Source, reader: Reader, first: int, count: int) -> Floats:
    """Enough for every row to pass the last day: nobody who arrives before it is missed."""
    likely = source.likely
    while True:
        gaps = np.empty((count, likely))
        for row in range(count):
            reader.at(first + row).standard_exponential(out=gaps[row])
        if float(gaps.sum(axis=1).min()) > source.expected[-1]:
            return gaps
        likely *= 2  # the streams begin anew, so what was drawn stays as it was


def calculate_arrivals(source: Source, gaps: Floats) -> Floats:
    """Times of arrival of one replication from its gaps, in days, all within the run, ascending."""
    passed = np.cumsum(gaps)
    passed = passed[passed <= source.expected[-1]]
    day = np.searchsorted(source.expected[1:], passed, side="left")
    return np.asarray(day + (passed - source.expected[day]) / source.rates[day])
