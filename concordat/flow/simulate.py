"""Running a system many times over: the one way in, whatever the engine."""

import platform
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Lock
from typing import Literal

import numpy as np

import concordat
from concordat.flow.calendar import Floats
from concordat.flow.compiler import COMPILER
from concordat.flow.events import Replication
from concordat.flow.fast import choose_slices, serve
from concordat.flow.parameters import System
from concordat.flow.people import People, Source, draw_people, make_source
from concordat.flow.plain import serve_plainly
from concordat.flow.result import PathwayResult, Result, Waits
from concordat.flow.returning import Returns
from concordat.flow.rules import check_system
from concordat.flow.served import Tally, record

Engine = Literal["auto", "fast", "event"]
Kept = dict[int, list[Floats]]  # waits of each replication of a block, by the first of the block
Tick = Callable[[int], None]  # told how many more replications of a pathway are done

MOST_CELLS = 400_000_000  # numbers kept, at eight bytes; more would not fit most machines


def simulate(
    system: System,
    *,
    replications: int,
    seed: int,
    engine: Engine = "auto",
    threads: int = 1,
    compiler: bool = True,
    keep_waits: bool = False,
    tick: Tick | None = None,
) -> Result:
    """Run a system `replications` times.

    The fast engine serves first come, first served; priority, a next-best pathway and returns need the event engine,
    to which `auto` turns by itself. `threads` share the work of the fast engine and change no figure. Without
    `compiler` Numba is not used where it is installed. With `keep_waits` each person's wait is kept, for percentiles.
    `tick` is told of progress, `len(pathways) * replications` in all. The same system, seed and versions give the
    same figures, and more replications only add to them. Raises ValueError for what cannot be run.
    """
    _check_asked(system, replications, seed, engine, threads)
    chosen: Literal["fast", "event"] = "event" if engine == "event" or system.needs_events else "fast"
    sources = [make_source(system, one, seed, replications) for one in system.pathways]
    run = _Run(system, sources, replications, seed, keep_waits, tick or (lambda done: None))
    with_compiler = chosen == "fast" and compiler and COMPILER is not None
    found = run.in_events() if chosen == "event" else run.in_blocks(threads, with_compiler)
    versions = {
        "concordat": concordat.__version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": COMPILER if with_compiler else None,
    }
    return Result(
        system, replications, seed, chosen, with_compiler, tuple(found), tuple(check_system(system)), versions
    )


def _check_asked(system: System, replications: int, seed: int, engine: str, threads: int) -> None:
    if engine not in ("auto", "fast", "event"):
        raise ValueError(f"engine {engine!r} is not known; write auto, fast or event.")
    if replications < 1:
        raise ValueError(f"{replications} replications: at least 1 is needed, and 2 for an interval.")
    if not 0 <= seed < 2**63:
        raise ValueError(f"seed {seed}: write a whole number from 0 to {2**63 - 1}.")
    if threads < 1:
        raise ValueError(f"{threads} threads: at least 1 is needed.")
    cells = replications * system.days * len(system.pathways) * 3
    if cells > MOST_CELLS:
        most = MOST_CELLS // (system.days * len(system.pathways) * 3)
        raise ValueError(
            f"{replications:,} replications of {system.days:,} days in {len(system.pathways)} pathways are more than "
            f"fit into memory; ask for at most {most:,}."
        )
    using = [one.name for one in system.pathways if one.needs_events]
    if engine == "fast" and using:
        raise ValueError(
            f"The fast engine serves first come, first served; {', '.join(using)} has priority, next_best or return: "
            "take the event engine, or leave the choice to auto."
        )


@dataclass(frozen=True, slots=True)
class _Run:
    system: System
    sources: list[Source]
    replications: int
    seed: int
    keep_waits: bool
    tick: Tick

    def in_blocks(self, threads: int, with_compiler: bool) -> Iterator[PathwayResult]:
        """The fast engine: pathway by pathway, blocks of replications shared out to threads.

        One thread draws while others serve: many short draws in two threads would wait for the interpreter's lock.
        """
        serve_block = self._serve_compiled if with_compiler else self._serve_plainly
        drawing = Lock()
        with ThreadPoolExecutor(threads) as pool, _stopping() as stopped:
            for source in self.sources:
                tally = Tally.empty(self.replications, self.system.days)
                firsts = range(0, self.replications, source.block)

                def work(turn: int, source: Source = source, tally: Tally = tally, firsts: range = firsts) -> Kept:
                    readers, kept = source.readers(), {}
                    for first in firsts[turn::threads]:
                        if stopped.is_set():
                            break
                        rows = slice(first, min(first + source.block, self.replications))
                        with drawing:
                            people = draw_people(source, readers, first, rows.stop - first)
                        kept[first] = serve_block(source, tally, people, rows)
                        self.tick(rows.stop - first)
                    return kept

                kept = {first: waits for done in pool.map(work, range(threads)) for first, waits in done.items()}
                yield self._tell(source, tally, [one for first in firsts for one in kept[first]])

    def _serve_compiled(self, source: Source, tally: Tally, people: People, rows: slice) -> list[Floats]:
        seen = np.full((len(people.stays) if self.keep_waits else 0, people.stays.shape[1], 2), np.nan)
        serve(
            people.gaps,
            people.stays,
            people.residuals,
            source.expected,
            source.rates,
            source.places,
            source.limit,
            self.system.warm_up_days,
            choose_slices(source.rates),
            tally.counts[rows],
            tally.wait[rows],
            tally.delayed[rows],
            tally.waiting[rows],
            tally.occupied[rows],
            seen,
        )
        return [self._waits_of(row[source.waiting :]) for row in seen]

    def _waits_of(self, seen: Floats) -> Floats:
        """The waits of one replication, of those who arrived after the warm-up and were not turned away."""
        ready, start = seen[:, 0], seen[:, 1]
        counted = (ready >= self.system.warm_up_days) & ~np.isnan(start)
        ended = np.where(np.isinf(start[counted]), float(self.system.days), start[counted])
        return np.asarray(ended - ready[counted])

    def _serve_plainly(self, source: Source, tally: Tally, people: People, rows: slice) -> list[Floats]:
        warm_up, numbers = self.system.warm_up_days, range(rows.start, rows.stop)
        return [record(tally, at, serve_plainly(source, people, row), warm_up) for row, at in enumerate(numbers)]

    def in_events(self) -> Iterator[PathwayResult]:
        """The event engine: all pathways together, one replication after another."""
        tallies = [Tally.empty(self.replications, self.system.days) for _ in self.sources]
        waits: list[list[Floats]] = [[] for _ in self.sources]
        readers = [source.readers() for source in self.sources]
        returns = Returns(self.sources, self.seed, self.replications)
        for row in range(self.replications):
            pairs = zip(self.sources, readers, strict=True)
            people = [draw_people(source, reader, row, 1) for source, reader in pairs]
            returns.begin(row)
            for at, served in enumerate(Replication(self.sources, people, 0, returns).run()):
                waits[at].append(record(tallies[at], row, served, self.system.warm_up_days))
            self.tick(len(self.sources))
        yield from map(self._tell, self.sources, tallies, waits)

    def _tell(self, source: Source, tally: Tally, waits: list[Floats]) -> PathwayResult:
        people, away, late, elsewhere = tally.counts.T
        kept = None
        if self.keep_waits:
            offsets = np.concatenate(([0], np.cumsum([len(one) for one in waits]))).astype(np.int64)
            kept = Waits(np.concatenate(waits), offsets)
        return PathwayResult(
            source.pathway.name,
            self.system.warm_up_days,
            people,
            away,
            late,
            elsewhere,
            tally.wait,
            tally.delayed,
            tally.waiting,
            tally.occupied,
            source.places,
            kept,
        )


@contextmanager
def _stopping() -> Iterator[Event]:
    """An event that is set when what is inside ends, so that threads still at work after Ctrl-C leave off."""
    stopped = Event()
    try:
        yield stopped
    finally:
        stopped.set()
