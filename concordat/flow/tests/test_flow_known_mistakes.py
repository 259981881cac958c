"""Mistakes of published models of discharge, each with what it would have given beside what ours gives."""

import math

import numpy as np
import pytest
from flow_systems import make_pathway, make_system, serve_both_ways
from test_flow_queueing_theory import z_of, z_of_sample

from concordat.flow.erlang import calculate_erlang_c
from concordat.flow.people import draw_people, make_source
from concordat.flow.simulate import simulate
from concordat.flow.stays import LogNormal


def test_stays_are_not_truncated_to_whole_days():
    """Whole days lose half a day of each stay, an eighth of the places at a mean of four."""
    shape = {"distribution": "lognormal", "mean": 4.0, "sd": 3.0}
    system = make_system(make_pathway(arrivals=5.0, stay=shape, capacity=100), days=300, warm_up_days=60)
    used = simulate(system, replications=200, seed=1).pathways[0].daily_occupied[:, 60:].mean(axis=1)
    assert abs(z_of_sample(used, 5.0 * 4.0)) < 4
    source = make_source(system, system.pathways[0], 1, 1)
    stays = draw_people(source, source.readers(), 0, 1).stays
    truncated = 5.0 * np.floor(stays).mean()
    assert truncated < 18
    assert abs(z_of_sample(used, truncated)) > 40


def test_one_way_only_of_giving_a_log_normal():
    """The mean and deviation of the days are not those of their logarithms, nor the logarithms of them."""
    mean, sd = 24.0, 18.0
    shape = LogNormal.of(mean, sd)
    assert math.exp(shape.location + shape.scale**2 / 2) == pytest.approx(mean)
    assert mean * math.sqrt(math.expm1(shape.scale**2)) == pytest.approx(sd)
    assert shape.location == pytest.approx(2.954911, abs=1e-6)  # ln 24 - ln(1 + .75²) / 2 = 3.178054 - .223144
    assert shape.scale == pytest.approx(0.668047, abs=1e-6)  # sqrt(ln 1.5625)
    mixed_up = LogNormal(math.log(mean), math.log(sd))
    assert math.exp(mixed_up.location + mixed_up.scale**2 / 2) > 60 * mean


def test_no_patient_overwrites_another():
    """Each has a stay of their own, begun once: places, 900 days and nobody left at the end make the sums equal."""
    pathway = make_pathway(arrivals=3.0, mean=4.0, capacity=13, start={"occupied": 13, "waiting": 9})
    for row, (source, people, plain, seen, tally) in enumerate(serve_both_ways(make_system(pathway, days=900), 5)):
        stays = people.stays[row, : len(plain.ready)]
        assert len(np.unique(stays)) == len(stays)
        assert len(np.unique(plain.ready[source.waiting :])) == len(stays) - source.waiting
        begun = seen[:, 1] < 900
        within = np.minimum(seen[begun, 1] + stays[begun], 900) - seen[begun, 1]
        assert tally.occupied[row].sum() == pytest.approx(within.sum() + np.minimum(people.residuals[row], 900).sum())


def test_arrivals_up_to_the_last_moment_are_met():
    system = make_system(make_pathway(arrivals=4.0, capacity=0), days=30)
    one = simulate(system, replications=4_000, seed=1, keep_waits=True).pathways[0]
    assert abs(z_of_sample(one.people, 4.0 * 30)) < 4
    last_day = np.array([np.count_nonzero(part < 1) for part in np.split(one.waits.days, one.waits.offsets[1:-1])])
    assert abs(z_of_sample(last_day, 4.0)) < 4
    assert abs(z_of_sample(one.daily_delayed[:, -1], 4.0 * 29.5)) < 4
    assert one.waits.days.min() < 1e-3  # somebody came within two minutes of the end


def test_a_step_of_a_day_would_overstate_delays():
    """Starting people at midnight only adds half a day to each wait, and to many who need not have waited."""
    system = make_system(make_pathway(arrivals=2.0, mean=10.0, capacity=25), days=2_000, warm_up_days=500)
    found = simulate(system, replications=60, seed=1).pathways[0].summary()
    exact = calculate_erlang_c(2.0, 10.0, 25).mean_wait
    assert abs(z_of(found["mean_wait"], exact)) < 4
    stepped = [np.ceil(seen[:, 1]) - seen[:, 0] for *_, seen, _ in serve_both_ways(system, 3)]
    assert np.mean(np.concatenate(stepped)) > 1.4 * exact


def test_no_delay_needs_places_empty_on_most_days():
    """The fewest places with which fewer than one in a thousand wait: a fifth of them stay empty."""
    arrivals, stay = 2.0, 20.0
    places = next(c for c in range(41, 100) if calculate_erlang_c(arrivals, stay, c).probability < 0.001)
    found = simulate(
        make_system(make_pathway(arrivals=arrivals, mean=stay, capacity=places), days=1_500, warm_up_days=300),
        replications=60,
        seed=1,
    ).pathways[0]
    assert found.probability_of_waiting.mean() < 0.002
    assert abs(z_of(found.summary()["occupancy"], arrivals * stay / places)) < 4
    empty = places - found.daily_occupied[:, 300:]
    assert (empty > 0.15 * places).mean() > 0.9  # on nine days in ten more than one place in seven is empty
