"""The engines: one another's oracle, person by person; order of service; nobody and no day is lost."""

import numpy as np
import pytest
from flow_systems import make_pathway, make_system, random_systems, serve_both_ways
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.flow import people as people_file
from concordat.flow.parameters import System
from concordat.flow.simulate import simulate

MEASURES = ("people", "turned_away", "waited", "wait", "daily_delayed", "daily_waiting", "daily_occupied")
LONG = settings(max_examples=60, deadline=None)


def assert_same(one, other, tolerance=1e-9):
    for ours, theirs in zip(one.pathways, other.pathways, strict=True):
        for measure in MEASURES:
            np.testing.assert_allclose(
                getattr(ours, measure), getattr(theirs, measure), atol=tolerance, err_msg=measure
            )


@LONG
@given(random_systems(), st.integers(0, 5))
def test_the_compiled_engine_is_the_plain_recursion_person_by_person(system, seed):
    for _, _, plain, seen, _ in serve_both_ways(system, seed=seed):
        np.testing.assert_allclose(seen[:, 0], plain.ready, atol=1e-9)
        np.testing.assert_allclose(seen[:, 1], plain.start, atol=1e-9)


@LONG
@given(random_systems(), st.integers(0, 5))
def test_three_engines_give_the_same_figures(system, seed):
    asked = {"replications": 2, "seed": seed, "keep_waits": True}
    fast = simulate(system, **asked)
    for other in (simulate(system, compiler=False, **asked), simulate(system, engine="event", **asked)):
        assert_same(fast, other)
        ours, theirs = fast.pathways[0].waits, other.pathways[0].waits
        assert ours.offsets.tolist() == theirs.offsets.tolist()
        np.testing.assert_allclose(ours.days, theirs.days, atol=1e-9)


@LONG
@given(random_systems(), st.integers(0, 5))
def test_days_are_what_counting_them_one_by_one_gives(system, seed):
    """The integrals by day against a sum over people and days that is slow and plain."""
    for row, (source, people, plain, _, tally) in enumerate(serve_both_ways(system, seed=seed)):
        stays = people.stays[row, : len(plain.ready)]
        waits = [(ready, start) for ready, start in zip(plain.ready, plain.start, strict=True) if start == start]
        uses = [(s, s + stay) for s, stay in zip(plain.start, stays, strict=True) if s < np.inf]
        uses += [(0.0, left) for left in people.residuals[row]]
        for day in range(system.days):
            delayed = sum(max(0.0, min(end, day + 1) - max(begin, day)) for begin, end in waits)
            occupied = sum(max(0.0, min(end, day + 1) - max(begin, day)) for begin, end in uses)
            present = sum(begin < day + 1 <= end and begin < end for begin, end in waits)
            assert tally.delayed[row, day] == pytest.approx(delayed, abs=1e-9)
            assert tally.occupied[row, day] == pytest.approx(occupied, abs=1e-9)
            assert tally.waiting[row, day] == present
        assert source.limit < 0 or tally.waiting[row].max() <= source.limit


@LONG
@given(random_systems(), st.integers(0, 5))
def test_first_come_is_first_served(system, seed):
    for *_, seen, _ in serve_both_ways(system, seed=seed):
        ready, start = seen[~np.isnan(seen[:, 1])].T
        assert (np.diff(ready) >= 0).all()
        assert (start[1:] >= start[:-1]).all()
        assert (start >= ready).all()


@LONG
@given(random_systems(), st.integers(0, 5))
def test_no_place_takes_two_and_none_stays_empty_while_somebody_waits(system, seed):
    for row, (source, people, plain, seen, _) in enumerate(serve_both_ways(system, seed=seed)):
        stays = people.stays[row, : len(plain.ready)]
        started = np.isfinite(seen[:, 1])
        begun = np.concatenate((np.zeros(source.occupied), seen[started, 1]))
        ended = np.concatenate((people.residuals[row], seen[started, 1] + stays[started]))
        for ready, start in seen[started]:
            busy = np.count_nonzero((begun < start) & (ended > start))
            places = source.places[min(int(start), system.days - 1)]
            assert busy < max(places, 1)
            if start > ready:  # just before, all places were taken, or it is the moment at which some opened
                before = np.count_nonzero((begun < start) & (ended >= start))
                assert before >= places or (start == int(start) and places > source.places[int(start) - 1])


@LONG
@given(random_systems(limits=False), st.integers(0, 5), st.integers(1, 5))
def test_more_capacity_lengthens_no_wait(system, seed, more):
    pathway = system.pathways[0]
    raised = [{"from": one.from_, "places": one.places + more} for one in pathway.changes]
    richer = make_system(
        pathway.model_dump(by_alias=True, exclude_unset=True) | {"capacity": raised},
        days=system.days,
        warm_up_days=system.warm_up_days,
    )
    for (*_, fewer, _), (*_, richer_seen, _) in zip(
        serve_both_ways(system, seed=seed), serve_both_ways(richer, seed=seed), strict=True
    ):
        np.testing.assert_array_equal(fewer[:, 0], richer_seen[:, 0])
        assert (richer_seen[:, 1] <= fewer[:, 1] + 1e-9).all()


@LONG
@given(random_systems(), st.integers(0, 5))
def test_everybody_is_served_turned_away_or_still_waiting(system, seed):
    for row, (source, _, plain, seen, tally) in enumerate(serve_both_ways(system, seed=seed)):
        away, begun = np.isnan(seen[:, 1]), seen[:, 1] < system.days
        waiting = ~away & ~begun
        assert len(plain.ready) == away.sum() + begun.sum() + waiting.sum()
        assert tally.waiting[row, -1] == waiting.sum()
        counted = (plain.ready >= system.warm_up_days) & (np.arange(len(plain.ready)) >= source.waiting)
        assert tally.counts[row, :2].tolist() == [counted.sum(), (counted & away).sum()]


def test_a_place_that_closes_keeps_its_person_to_the_end():
    closing = [{"from": 0, "places": 3}, {"from": 5, "places": 1}]
    stay = {"distribution": "empirical", "values": [8.0]}
    pathway = make_pathway(arrivals=0.0, capacity=closing, stay=stay, start={"occupied": 0, "waiting": 5})
    one = simulate(make_system(pathway, days=30), replications=1, seed=1).pathways[0]
    assert one.daily_occupied[0].tolist() == [3.0] * 8 + [1.0] * 16 + [0.0] * 6  # three, then the other two in turn
    assert one.daily_waiting[0].tolist() == [2] * 8 + [1] * 8 + [0] * 14
    assert one.occupancy[0] == pytest.approx((3 * 8 + 16) / (3 * 5 + 25))


def test_who_waits_at_the_end_is_counted_up_to_it_and_their_wait_followed():
    stay = {"distribution": "empirical", "values": [10.0]}
    pathway = make_pathway(arrivals=3.0, capacity=1, stay=stay)
    one = simulate(make_system(pathway, days=8), replications=50, seed=3, keep_waits=True).pathways[0]
    assert (one.people > 8).any()
    for row, people in enumerate(one.people):
        waits = one.waits.days[one.waits.offsets[row] : one.waits.offsets[row + 1]]
        assert len(waits) == people
        assert one.delayed_days[row] <= waits.sum()
        assert one.delayed_days[row] == pytest.approx(one.daily_delayed[row].sum())
        if people > 1:
            assert waits.max() > 10 * (people - 1) - 8  # the last of them starts long after the eight days


def test_without_places_everybody_waits_to_the_end():
    one = simulate(make_system(make_pathway(capacity=0)), replications=20, seed=1, keep_waits=True).pathways[0]
    np.testing.assert_allclose(one.wait, one.delayed_days)
    assert np.isnan(one.occupancy).all()
    assert one.summary()["occupancy"].mean is None
    assert one.probability_of_waiting.tolist() == [1.0] * 20


def test_threads_change_no_figure():
    system = make_system(make_pathway(), make_pathway("Bed", 2.0, 3.0, 7), days=60)
    one = simulate(system, replications=600, seed=2)
    assert_same(one, simulate(system, replications=600, seed=2, threads=3), tolerance=0)


def test_more_replications_leave_the_first_as_they_were():
    start = {"occupied": 4, "waiting": 0}
    system = make_system(make_pathway(start=start), days=40)
    few, many = (simulate(system, replications=count, seed=5).pathways[0] for count in (7, 90))
    np.testing.assert_array_equal(few.daily_delayed, many.daily_delayed[:7])
    assert len({round(one, 9) for one in many.wait}) > 80


def test_scenarios_meet_the_same_people():
    """Another pathway, other places, and the same ones later in the file: the draws of this one stay."""
    alone = make_system(make_pathway(), days=40)
    beside = make_system(make_pathway("Bed", 3.0), make_pathway(capacity=500), days=40)
    ours, theirs = simulate(alone, replications=9, seed=1), simulate(beside, replications=9, seed=1)
    assert ours.pathway("Home").people.tolist() == theirs.pathway("Home").people.tolist()
    assert theirs.pathway("Home").people.tolist() != theirs.pathway("Bed").people.tolist()


def test_longer_stays_and_more_arrivals_move_the_same_people():
    def first_people(**changed):
        _, people, plain, *_ = next(serve_both_ways(make_system(make_pathway(**changed))))
        return plain.ready, people.stays[0]

    ready, stays = first_people()
    faster, _ = first_people(arrivals=2.0)
    np.testing.assert_allclose(faster[: len(ready) // 2], ready[: len(ready) // 2] / 2)
    _, longer = first_people(mean=8.0)
    np.testing.assert_allclose(longer, stays * 2)


def test_who_is_beyond_the_first_draw_is_drawn_at_a_second(monkeypatch):
    system = make_system(make_pathway(arrivals=5.0), days=200)
    before = simulate(system, replications=5, seed=1)
    monkeypatch.setattr(people_file, "SLACK", -25)  # far too few at the first try
    assert_same(before, simulate(system, replications=5, seed=1), tolerance=0)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"replications": 0}, "0 replications: at least 1 is needed, and 2 for an interval."),
        ({"seed": -1}, "seed -1: write a whole number from 0 to 9223372036854775807."),
        ({"threads": 0}, "0 threads: at least 1 is needed."),
        ({"engine": "quick"}, "engine 'quick' is not known; write auto, fast or event."),
        (
            {"replications": 2_000_000},
            "2,000,000 replications of 100 days in 1 pathways are more than fit into memory; "
            "ask for at most 1,333,333.",
        ),
    ],
)
def test_simulate_refuses_what_cannot_be_run(asked, message):
    with pytest.raises(ValueError, match=r"^") as refused:
        simulate(make_system(), **{"replications": 2, "seed": 1, **asked})
    assert str(refused.value) == message


def test_the_fast_engine_refuses_what_it_cannot_serve():
    system = make_system(make_pathway(priority=1))
    with pytest.raises(ValueError, match="Home has priority, next_best or return: take the event engine"):
        simulate(system, replications=1, seed=1, engine="fast")
    assert simulate(system, replications=1, seed=1).engine == "event"


def test_a_system_is_never_changed():
    system = make_system()
    with pytest.raises(ValueError, match="frozen"):
        system.days = 5
    assert isinstance(system, System)
