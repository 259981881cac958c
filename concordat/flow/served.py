"""From people who waited and were served to the figures of a replication."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from concordat.flow.calendar import Floats, Ints


@dataclass(frozen=True, slots=True)
class Served:
    """One pathway in one replication, person by person, in the order in which they became ready.

    `ready` and `start` are times in days: nan for who was turned away, infinity for who never starts. The first
    `at_start` were waiting at the first midnight. `begun` and `ended` are when each of its places was taken and left.
    `elsewhere` tells who started in the next-best pathway.
    """

    ready: Floats
    start: Floats
    at_start: int
    begun: Floats
    ended: Floats
    elsewhere: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of all replications of a pathway; engines fill rows. See `PathwayResult`.

    `counts` (replications, 4): people, turned away, waited, elsewhere. `seen` collects person by person, if wanted.
    """

    counts: Ints
    wait: Floats
    delayed: Floats
    waiting: Floats
    occupied: Floats

    @classmethod
    def empty(cls, replications: int, days: int) -> "Tally":
        """Room for so many."""
        daily = (replications, days)
        counts = np.zeros((replications, 4), dtype=np.int64)
        return cls(counts, np.zeros(replications), np.zeros(daily), np.zeros(daily), np.zeros(daily))


def record(tally: Tally, row: int, served: Served, warm_up: int) -> Floats:
    """Enter one replication into its row; gives the waits of those who arrived after the warm-up."""
    days = tally.delayed.shape[1]
    came = np.arange(len(served.ready)) >= served.at_start
    counted = came & (served.ready >= warm_up)
    away, late = np.isnan(served.start), served.start > served.ready
    waits = np.minimum(served.start, np.where(np.isinf(served.start), days, np.inf)) - served.ready
    waits = waits[counted & ~away]
    parts = (counted, counted & away, counted & late, counted & served.elsewhere)
    tally.counts[row] = [np.count_nonzero(part) for part in parts]
    tally.wait[row] = waits.sum()
    tally.delayed[row], tally.waiting[row] = integrate(served.ready[late], served.start[late], days)
    tally.occupied[row], _ = integrate(served.begun, served.ended, days)
    return np.asarray(waits)


def integrate(begun: Floats, ended: Floats, days: int) -> tuple[Floats, Floats]:
    """The time integral, over each day, of how many are between begun and ended; and how many at the midnight after."""
    part, full = (one - other for one, other in zip(_mark(begun, days), _mark(ended, days), strict=True))
    present = np.cumsum(full)
    return part + present[:-1], present[1:]


def _mark(times: Floats, days: int) -> tuple[Floats, Floats]:
    """What is left of the day that a time falls in, and the count of times by the day after."""
    times = times[times < days]
    day = times.astype(np.int64)
    part = np.bincount(day, weights=day + 1 - times, minlength=days).astype(np.float64)
    return part, np.bincount(day + 1, minlength=days + 1).astype(np.float64)
