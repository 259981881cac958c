"""Discharge flow: a year of three pathways many times over, beside ciw and simpy doing the same system."""

import time
from collections.abc import Callable
from typing import Any

import ciw
import numpy as np
import simpy

from bench.measure import Row, verdict
from concordat.flow.parameters import System
from concordat.flow.simulate import simulate
from concordat.flow.stays import LogNormal

DAYS, REPLICATIONS = 365, 1_000
PATHWAYS = (("Home", 8.0, 190, 22.0), ("Bed", 2.5, 75, 27.0), ("Care home", 0.9, 50, 48.0))  # arrivals, slots, stay
OCCUPIED = (176, 67, 43)  # at the start: arrivals times stay
RUN_UP = 365  # days from empty that ciw needs before the year, having no warm start
CPUS = 2


def bench_flow() -> list[Row]:
    """Replications per second of the engines and of their peers; cost beside the draws alone; growth with people."""
    warm, cold = make_system(warm=True), make_system()
    began = time.perf_counter()
    simulate(warm, replications=2, seed=1)
    first = time.perf_counter() - began
    both = _rate(lambda: simulate(warm, replications=REPLICATIONS, seed=1, threads=CPUS), REPLICATIONS, 40)
    one = _rate(lambda: simulate(warm, replications=REPLICATIONS, seed=1), REPLICATIONS)
    by_ciw, by_simpy = _rate(lambda: run_ciw(RUN_UP + DAYS), 1), _rate(lambda: run_simpy(warm=True), 1)
    both_cold = _rate(lambda: simulate(cold, replications=REPLICATIONS, seed=1, threads=CPUS), REPLICATIONS, 40)
    ciw_cold, simpy_cold = _rate(lambda: run_ciw(DAYS), 1), _rate(lambda: run_simpy(warm=False), 1)
    draws = _rate(lambda: [draw_alone() for _ in range(REPLICATIONS)], REPLICATIONS)
    fourfold = _rate(
        lambda: simulate(make_system(warm=True, times=4), replications=REPLICATIONS // 4, seed=1), REPLICATIONS // 4
    )
    plain = _rate(lambda: simulate(warm, replications=50, seed=1, compiler=False), 50)
    event = _rate(lambda: simulate(warm, replications=5, seed=1, engine="event"), 5)
    people = sum(DAYS * arrivals for _, arrivals, *_ in PATHWAYS)
    return [
        (
            f"a year of {len(PATHWAYS)} pathways, {people:,.0f} people, from a warm start: fast engine, {CPUS} threads",
            f"{both:,.0f} replications/s",
            f"{both / by_ciw:,.0f} x ciw, which has no warm start and runs up a year before ({by_ciw:.1f}/s); "
            f"{both / by_simpy:,.0f} x simpy ({by_simpy:.1f}/s)",
            "at least 2,500 x ciw and 300 x simpy",
            verdict(both >= 2500 * by_ciw and both >= 300 * by_simpy),
        ),
        (
            "the same year from empty, in all three",
            f"{both_cold:,.0f} replications/s",
            f"{both_cold / ciw_cold:,.0f} x ciw ({ciw_cold:.1f}/s); {both_cold / simpy_cold:,.0f} x simpy",
            "at least 1,000 x ciw and 300 x simpy",
            verdict(both_cold >= 1000 * ciw_cold and both_cold >= 300 * simpy_cold),
        ),
        (
            "from a warm start on one thread",
            f"{one:,.0f} replications/s; the first call {first:.1f} s, compiling where nothing is kept",
            f"{draws / one:.2f} x the cost of drawing the same numbers alone ({draws:,.0f}/s)",
            "at most 4 x",
            verdict(one * 4 >= draws),
        ),
        (
            "with four times the people and places",
            f"{fourfold:,.0f} replications/s",
            f"{one / fourfold:.2f} x the cost",
            "at most 4 x, 10% aside for noise",
            verdict(one <= 4.4 * fourfold),
        ),
        (
            "in plain Python, where there is no compiler",
            f"{plain:,.0f} replications/s",
            f"{plain / by_ciw:,.0f} x ciw, {plain / by_simpy:,.0f} x simpy",
            "at least 50 x ciw",
            verdict(plain >= 50 * by_ciw),
        ),
        (
            "event engine",
            f"{event:,.0f} replications/s",
            f"{event / by_ciw:,.0f} x ciw, {event / by_simpy:,.1f} x simpy",
            "quicker than both",
            verdict(event >= max(by_ciw, by_simpy)),
        ),
    ]


def make_system(warm: bool = False, times: int = 1) -> System:
    """The three pathways, empty or as they are on average at the start; `times` as many people and places."""
    return System.model_validate(
        {
            "days": DAYS,
            "pathways": [
                {
                    "name": name,
                    "arrivals_per_day": arrivals * times,
                    "stay": {"distribution": "lognormal", "mean": stay, "sd": stay},
                    "capacity": slots * times,
                    **({"start": {"occupied": occupied * times}} if warm else {}),
                }
                for (name, arrivals, slots, stay), occupied in zip(PATHWAYS, OCCUPIED, strict=True)
            ],
        }
    )


def draw_alone() -> None:
    """As many gaps and stays as a replication needs, and nothing else."""
    rng = np.random.default_rng(1)
    for (_, arrivals, _, stay), occupied in zip(PATHWAYS, OCCUPIED, strict=True):
        shape, people = LogNormal.of(stay, stay), int(arrivals * DAYS)
        rng.exponential(1 / arrivals, people)
        rng.lognormal(shape.location, shape.scale, people)
        rng.lognormal(shape.location, shape.scale, occupied)
        rng.random(occupied)


def run_ciw(days: int) -> Any:
    """One replication by ciw: three nodes side by side, from empty."""
    shapes = [LogNormal.of(stay, stay) for _, _, _, stay in PATHWAYS]
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(one[1]) for one in PATHWAYS],
        service_distributions=[ciw.dists.Lognormal(one.location, one.scale) for one in shapes],
        number_of_servers=[one[2] for one in PATHWAYS],
        routing=np.zeros((3, 3)).tolist(),
    )
    ciw.seed(1)
    queue = ciw.Simulation(network)
    queue.simulate_until_max_time(days)
    return queue.get_all_records()


def run_simpy(warm: bool) -> list[float]:
    """One replication by simpy: a resource per pathway, a process per person, those there at the start included."""
    world, rng = simpy.Environment(), np.random.default_rng(1)
    waits: list[float] = []

    def person(places: Any, stay: float) -> Any:
        ready = world.now
        with places.request() as place:
            yield place
            waits.append(world.now - ready)
            yield world.timeout(stay)

    def pathway(arrivals: float, slots: int, stay: float, left: list[float]) -> Any:
        places, shape = simpy.Resource(world, slots), LogNormal.of(stay, stay)
        for days in left:
            world.process(person(places, days))
        while True:
            yield world.timeout(rng.exponential(1 / arrivals))
            world.process(person(places, rng.lognormal(shape.location, shape.scale)))

    for (_, arrivals, slots, stay), occupied in zip(PATHWAYS, OCCUPIED, strict=True):
        met = LogNormal.of(stay, stay).longer()
        left = rng.lognormal(met.location, met.scale, occupied if warm else 0) * rng.random(occupied if warm else 0)
        world.process(pathway(arrivals, slots, stay, left.tolist()))
    world.run(DAYS)
    return waits


def _rate(work: Callable[[], Any], replications: int, runs: int = 15) -> float:
    """Replications per second of the quickest run; time by the clock, because threads share the work.

    Two threads need both processors free for a moment, so they are given more runs to find one.
    """
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return replications / min(times)
