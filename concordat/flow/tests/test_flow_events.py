"""The event engine: priority, the next-best pathway and coming back, against formulas and against ciw."""

import ciw
import numpy as np
import pytest
from flow_systems import make_pathway, make_system
from test_flow_queueing_theory import mean_waits_of_ciw, z_between, z_of

from concordat.flow.erlang import calculate_erlang_b, calculate_erlang_c
from concordat.flow.simulate import simulate


def two_classes(days=500, **more):
    """Two kinds of people and one kind of place: the first have none of their own and are always sent on."""
    urgent = make_pathway("Urgent", 0.5, 4.0, 0, next_best="Home", **more)
    return make_system(urgent, make_pathway("Home", 0.5, 4.0, 5), days=days, warm_up_days=100)


def test_priority_has_its_formula():
    """Cobham, 1954: with a the load of the urgent and b that of all, waits go as 1/(1 - a) and 1/((1 - a)(1 - b))."""
    found = simulate(two_classes(priority=1), replications=60, seed=1)
    whole = calculate_erlang_c(1.0, 4.0, 5)
    urgent, all_of_them = 0.5 * 4 / 5, 1.0 * 4 / 5
    empty = whole.mean_wait * (1 - all_of_them)  # the wait of somebody whom nobody goes before
    assert abs(z_of(found.pathway("Urgent").summary()["mean_wait"], empty / (1 - urgent))) < 4
    expected = empty / (1 - urgent) / (1 - all_of_them)
    assert abs(z_of(found.pathway("Home").summary()["mean_wait"], expected)) < 4
    assert abs(z_of(found.pathway("Home").summary()["probability_of_waiting"], whole.probability)) < 4
    assert found.pathway("Urgent").elsewhere.tolist() == found.pathway("Urgent").people.tolist()


def test_ciw_finds_the_same_waits_with_priority():
    ours = simulate(two_classes(priority=1), replications=20, seed=1)
    network = ciw.create_network(
        arrival_distributions={"a": [ciw.dists.Exponential(0.5)], "b": [ciw.dists.Exponential(0.5)]},
        service_distributions={"a": [ciw.dists.Exponential(0.25)], "b": [ciw.dists.Exponential(0.25)]},
        number_of_servers=[5],
        priority_classes={"a": 0, "b": 1},
    )
    theirs = np.array([mean_waits_of_ciw(network, seed, days=500, warm_up=100) for seed in range(20)])
    for name, waits in zip(("Urgent", "Home"), theirs.T, strict=True):
        assert abs(z_between(ours.pathway(name).mean_wait, waits)) < 4


def test_without_priority_both_kinds_wait_alike():
    found = simulate(two_classes(), replications=60, seed=2)
    expected = calculate_erlang_c(1.0, 4.0, 5).mean_wait
    for name in ("Urgent", "Home"):
        assert abs(z_of(found.pathway(name).summary()["mean_wait"], expected)) < 4


def test_who_overflows_to_the_next_best_has_its_formula():
    """Six places, then four more elsewhere: those who find six full go there, those who find ten full go away."""
    home = make_pathway("Home", 2.0, 3.0, 6, queue_limit=0, next_best="Bed")
    system = make_system(home, make_pathway("Bed", 0.0, 3.0, 4), days=500, warm_up_days=50)
    one = simulate(system, replications=80, seed=1).pathway("Home")
    first, both = calculate_erlang_b(6.0, 6), calculate_erlang_b(6.0, 10)
    found = one.summary()
    assert abs(z_of(found["blocked"], both)) < 4
    assert abs(z_of(found["occupancy"], 6.0 * (1 - first) / 6)) < 4
    assert np.mean(one.elsewhere / one.people) == pytest.approx(first - both, abs=0.01)


def returning(**more):
    back = {"probability": 0.3, "after_days": 6.0, **more}
    return make_pathway("Home", 0.7, 4.0, 5, **{"return": back})


def test_people_who_come_back_have_their_formula():
    """Jackson, 1957: the place sees arrivals / (1 - probability), and waits are Erlang's."""
    found = simulate(make_system(returning(), days=600, warm_up_days=150), replications=80, seed=1)
    expected = calculate_erlang_c(0.7 / 0.7, 4.0, 5)
    summary = found.pathways[0].summary()
    assert abs(z_of(summary["mean_wait"], expected.mean_wait)) < 4
    assert abs(z_of(summary["probability_of_waiting"], expected.probability)) < 4
    assert found.pathways[0].people.mean() / 450 == pytest.approx(1.0, abs=0.01)


def test_ciw_finds_the_same_waits_with_people_who_come_back():
    ours = simulate(make_system(returning(), days=500, warm_up_days=100), replications=20, seed=3)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(0.7), None],
        service_distributions=[ciw.dists.Exponential(0.25), ciw.dists.Exponential(1 / 6)],
        number_of_servers=[5, float("inf")],
        routing=[[0.0, 0.3], [1.0, 0.0]],
    )
    theirs = [mean_waits_of_ciw(network, seed, days=500, warm_up=100)[0] for seed in range(20)]
    assert abs(z_between(ours.pathways[0].mean_wait, theirs)) < 4


def test_people_come_back_to_the_pathway_that_is_named():
    start = {"occupied": 5, "waiting": 2}
    home = make_pathway(
        "Home", 1.0, 4.0, 6, start=start, **{"return": {"probability": 0.5, "after_days": 2, "to": "Bed"}}
    )
    system = make_system(home, make_pathway("Bed", 0.0, 4.0, 9), days=400, warm_up_days=50)
    found = simulate(system, replications=30, seed=1)
    assert found.pathway("Bed").people.mean() / 350 == pytest.approx(0.5, rel=0.05)
    assert found.pathway("Home").people.mean() / 350 == pytest.approx(1.0, rel=0.05)


def test_scenarios_meet_the_same_people_who_come_back():
    """With places for all, other capacities change nothing, and people who are there first change no later ones."""
    many, more = (make_system(returning() | {"capacity": places}, days=60) for places in (500, 900))
    one, other = (simulate(system, replications=4, seed=1).pathways[0] for system in (many, more))
    np.testing.assert_allclose(one.daily_occupied, other.daily_occupied, atol=1e-9)
    rare = make_system(returning() | {"capacity": 500, "return": {"probability": 1e-12, "after_days": 6.0}}, days=60)
    plain = make_system(make_pathway("Home", 0.7, 4.0, 500), days=60)
    found = [simulate(system, replications=4, seed=1).pathways[0].daily_occupied for system in (rare, plain)]
    np.testing.assert_allclose(*found, atol=1e-9)


def test_a_place_that_closes_at_the_moment_a_stay_ends_is_not_given_again():
    capacity = [{"from": 0, "places": 0}, {"from": 1, "places": 1}, {"from": 2, "places": 0}]
    stay = {"distribution": "empirical", "values": [1.0]}
    pathway = make_pathway(arrivals=0.0, capacity=capacity, stay=stay, start={"occupied": 0, "waiting": 2})
    for engine in ("fast", "event"):
        one = simulate(make_system(pathway, days=4), replications=1, seed=1, engine=engine).pathways[0]
        assert one.daily_occupied[0].tolist() == [0.0, 1.0, 0.0, 0.0]
        assert one.daily_delayed[0].tolist() == [2.0, 1.0, 1.0, 1.0]


def test_a_closed_place_that_opens_again_still_has_its_person():
    capacity = [{"from": 0, "places": 1}, {"from": 1, "places": 0}, {"from": 2, "places": 1}]
    stay = {"distribution": "empirical", "values": [3.0]}
    pathway = make_pathway(arrivals=0.0, capacity=capacity, stay=stay, start={"occupied": 0, "waiting": 2})
    for asked in ({}, {"compiler": False}, {"engine": "event"}):
        one = simulate(make_system(pathway, days=6), replications=1, seed=1, **asked).pathways[0]
        assert one.daily_occupied[0].tolist() == [1.0] * 6
