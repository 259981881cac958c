"""Systems for the tests of flow: short to write, and random ones."""

import numpy as np
from hypothesis import strategies as st

from concordat.flow.fast import choose_slices, serve
from concordat.flow.parameters import System
from concordat.flow.people import draw_people, make_source
from concordat.flow.plain import serve_plainly
from concordat.flow.served import Tally


def make_pathway(name="Home", arrivals=1.0, mean=4.0, capacity=5, stay=None, **more):
    stay = stay or {"distribution": "exponential", "mean": mean}
    return {"name": name, "arrivals_per_day": arrivals, "stay": stay, "capacity": capacity, **more}


def make_system(*pathways, days=100, **more):
    return System.model_validate({"days": days, "pathways": list(pathways) or [make_pathway()], **more})


def serve_both_ways(system, replications=2, seed=1):
    """Per replication: source, people, served plainly, ready and start from the compiled engine, its tally."""
    source = make_source(system, system.pathways[0], seed, replications)
    people = draw_people(source, source.readers(), 0, replications)
    tally = Tally.empty(replications, system.days)
    seen = np.full((*people.stays.shape, 2), np.nan)
    fixed = (source.expected, source.rates, source.places, source.limit, system.warm_up_days)
    filled = (tally.counts, tally.wait, tally.delayed, tally.waiting, tally.occupied, seen)
    serve(people.gaps, people.stays, people.residuals, *fixed, choose_slices(source.rates), *filled)
    for row in range(replications):
        plain = serve_plainly(source, people, row)
        yield source, people, plain, seen[row, : len(plain.ready)], tally


STAYS = st.one_of(
    st.builds(lambda mean: {"distribution": "exponential", "mean": mean}, st.floats(0.1, 20)),
    st.builds(
        lambda kind, mean, ratio: {"distribution": kind, "mean": mean, "sd": mean * ratio},
        st.sampled_from(["lognormal", "gamma"]),
        st.floats(0.1, 20),
        st.floats(0.2, 3),
    ),
    st.builds(
        lambda values: {"distribution": "empirical", "values": [*values, 1.0]},
        st.lists(st.one_of(st.integers(0, 9).map(float), st.floats(0, 9)), max_size=5),
    ),
)


@st.composite
def capacities(draw, days):
    changes = draw(
        st.lists(st.tuples(st.integers(1, days + 5), st.integers(0, 12)), max_size=4, unique_by=lambda c: c[0])
    )
    first = (0, draw(st.integers(0, 12)))
    return [{"from": day, "places": places} for day, places in (first, *sorted(changes))]


@st.composite
def random_pathways(draw, days, limits=True):
    capacity = draw(capacities(days))
    occupied = draw(st.integers(0, capacity[0]["places"]))
    waiting = draw(st.integers(0, 6))
    limit = draw(st.one_of(st.none(), st.integers(waiting, 12))) if limits else None
    more = {} if limit is None else {"queue_limit": limit}
    start = {"occupied": occupied, "waiting": waiting}
    return make_pathway("Home", draw(st.floats(0, 6)), capacity=capacity, stay=draw(STAYS), start=start, **more)


@st.composite
def random_systems(draw, limits=True):
    days = draw(st.integers(1, 30))
    warm_up = draw(st.integers(0, days - 1))
    return make_system(draw(random_pathways(days, limits)), days=days, warm_up_days=warm_up)
