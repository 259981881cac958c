"""Scenarios, sweeps, least capacity, cost and sensitivity, against formulas and hand computation."""

import math
from datetime import date

import numpy as np
import pytest
from flow_systems import make_pathway, make_system
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.flow.calendar import calculate_arrival_rates, calculate_places
from concordat.flow.compare import compare_scenarios
from concordat.flow.costs import NoCosts, find_least_cost
from concordat.flow.interval import estimate_mean
from concordat.flow.least_capacity import OutOfReach, find_least_capacity
from concordat.flow.measures import ALL, Ratio, calculate_costs, count_place_days, estimate_difference, list_measures
from concordat.flow.scenarios import Scenario, apply_scenario
from concordat.flow.sensitivity import calculate_sensitivity
from concordat.flow.simulate import simulate
from concordat.flow.sweep import sweep_places
from concordat.flow.target import NotATarget, calculate_target, is_met, parse_target
from concordat.flow.variants import (
    NoSuchPathway,
    alone,
    with_arrivals_factor,
    with_more_places,
    with_places,
    with_places_factor,
    with_stay_factor,
)


def erlang_c(servers, load):
    """P(wait) of M/M/c, by the recursion of Erlang B."""
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = load * blocked / (count + load * blocked)
    return servers * blocked / (servers - load * (1 - blocked))


def mean_queue(servers, load):
    """People waiting in M/M/c on average: P(wait) times rho / (1 - rho)."""
    return erlang_c(servers, load) * load / (servers - load)


def test_erlang_c_is_that_of_the_tables():
    assert erlang_c(5, 4) == pytest.approx(0.5541, abs=1e-4)
    assert mean_queue(25, 20) / 2 == pytest.approx(0.4182, abs=1e-4)


STEADY = make_system(make_pathway(arrivals=2.0, mean=4.0, capacity=12), days=2200, warm_up_days=200)


@pytest.mark.parametrize("servers", [10, 12])
def test_find_least_capacity_on_average_is_erlang_cs(servers):
    """Between the queues of two numbers of places the answer is the greater; limits lie midway in proportion."""
    limit = math.sqrt(mean_queue(servers, 8.0) * mean_queue(servers - 1, 8.0))
    found = find_least_capacity(STEADY, "Home", parse_target(f"waiting={limit:.4f}"), replications=40, seed=1)
    assert found.on_average == servers
    assert found.now == 12


@pytest.fixture(scope="module")
def winter():
    return make_system(
        make_pathway("Home", arrivals=4.0, mean=5.0, capacity=21, start={"occupied": 20, "waiting": 2}),
        make_pathway("Bed", arrivals=1.0, mean=8.0, capacity=9, start={"occupied": 9, "waiting": 1}),
        days=120,
        start_date=date(2026, 11, 1),
        acute_beds=200,
        costs={"acute_bed_day": 400, "place_day": {"Home": 60, "Bed": 150}},
    )


@pytest.mark.parametrize("target", ["waiting=1.5", "delayed-days=100", "wait-90=1", "share-of-beds=3%"])
@pytest.mark.parametrize("confidence", [0.5, 0.8])
def test_find_least_capacity_is_what_trying_every_number_gives(winter, target, confidence):
    wanted = parse_target(target)
    found = find_least_capacity(winter, "home", wanted, confidence=confidence, replications=60, seed=2)
    shares = {}
    for places in range(found.places - 2, found.places + 3):
        ran = simulate(with_places(winter, "Home", places), replications=60, seed=2, keep_waits=True)
        scope = ALL if wanted.kind == "share-of-beds" else "Home"
        shares[places] = is_met(wanted, calculate_target(wanted, ran, scope)).mean()
    assert min(places for places, share in shares.items() if share >= confidence) == found.places
    assert list(shares.values()) == sorted(shares.values())
    assert found.fewest <= found.places
    assert found.most is None or found.most >= found.places
    assert {one.places: one.share for one in found.tried}[found.places] == shares[found.places]


def test_find_least_capacity_out_of_reach_says_what_remains(winter):
    with pytest.raises(OutOfReach, match=r"No number of places in Home meets the target.*comes from other pathways"):
        find_least_capacity(winter, "Home", parse_target("share-of-beds=0.1%"), replications=20, seed=1)
    with pytest.raises(ValueError, match="A confidence of 1 cannot be had"):
        find_least_capacity(winter, "Home", parse_target("waiting=1"), confidence=1, replications=2, seed=1)


def test_least_capacity_from_a_day_on_keeps_what_was_before(winter):
    target = parse_target("delayed-days=60")
    early = find_least_capacity(winter, "Home", target, replications=40, seed=1)
    late = find_least_capacity(winter, "Home", target, since=date(2026, 11, 20), replications=40, seed=1)
    assert late.places >= early.places
    places = calculate_places(*of(with_places(winter, "Home", 30, date(2026, 11, 20))))
    assert (places[18], places[19]) == (21, 30)


@pytest.mark.parametrize(("bed", "place"), [(400.0, 60.0), (100.0, 90.0)])
def test_find_least_cost_is_that_of_the_formula(bed, place):
    """M/M/c: a day costs bed days of those waiting and every place; the cheapest c by formula, and zero delay dear."""
    system = make_system(
        make_pathway(arrivals=2.0, mean=4.0, capacity=12),
        days=2200,
        warm_up_days=200,
        costs={"acute_bed_day": bed, "place_day": {"Home": place}},
    )
    by_formula = {c: bed * mean_queue(c, 8.0) + place * c for c in range(9, 30)}
    found = find_least_cost(system, "Home", replications=40, seed=1)
    assert found.least.places == min(by_formula, key=by_formula.get)
    assert found.least.total.mean / 2000 == pytest.approx(by_formula[found.least.places], rel=0.03)
    assert found.as_it_is.total.mean / 2000 == pytest.approx(by_formula[12], rel=0.03)
    assert found.about[0] <= found.least.places <= found.about[1]
    assert found.no_delay.places > found.least.places
    assert found.price_of_no_delay == pytest.approx(
        2000 * place * found.no_delay.places - found.least.total.mean, rel=0.01
    )


def test_no_delay_is_cheap_where_nobody_can_wait():
    """One person at a time who always finds the one place: more places only cost."""
    system = make_system(
        make_pathway(arrivals=0.0, mean=4.0, capacity=1),
        days=50,
        costs={"acute_bed_day": 400, "place_day": {"Home": 60}},
    )
    found = find_least_cost(system, "Home", replications=5, seed=1)
    assert (found.least.places, found.no_delay.places, found.price_of_no_delay) == (0, 0, 0.0)


def test_find_least_cost_assumes_no_price(winter):
    bare = make_system(make_pathway("Home"), costs={"acute_bed_day": 400})
    with pytest.raises(NoCosts, match=r"does not say costs\.place_day\.Home; add it, in pounds a day"):
        find_least_cost(bare, "Home", replications=2, seed=1)


def test_count_place_days_counts_dated_places_after_the_warm_up():
    changes = [{"from": 0, "places": 10}, {"from": 20, "places": 14}, {"from": 60, "places": 0}]
    system = make_system(make_pathway(capacity=changes), days=100, warm_up_days=10)
    assert count_place_days(system, "Home") == 10 * 10 + 40 * 14
    assert calculate_places(*of(system))[10:].sum() == 660


def test_calculate_costs_adds_bed_days_and_places(winter):
    result = simulate(winter, replications=3, seed=1)
    by_hand = 400 * sum(one.delayed_days for one in result.pathways) + 120 * (60 * 21 + 150 * 9)
    assert calculate_costs(result) == pytest.approx(by_hand)
    assert calculate_costs(simulate(make_system(), replications=2, seed=1)) is None


MORE = {"name": "More", "changes": [{"pathway": "Home", "add_places": 3}]}
FLU = {
    "name": "Flu",
    "changes": [{"pathway": "Bed", "arrivals_factor": 1.5, "from": "2026-12-01", "until": "2026-12-31"}],
}


def make_scenarios(*given):
    return [Scenario.model_validate(one) for one in given]


def test_compare_scenarios_pairs_by_replication(winter):
    found = compare_scenarios(winter, make_scenarios(MORE, FLU), replications=30, seed=4)
    base, more = found.base, found.scenarios[0][1]
    for scope, other in (("Home", "Home"), ("Bed", "Bed")):
        differences = more.pathway(other).delayed_days - base.pathway(other).delayed_days
        line = found.find("More", scope, "delayed_days")
        mean, reach = differences.mean(), 2.045230 * differences.std(ddof=1) / math.sqrt(30)  # Student, 29 degrees
        assert line.difference.mean == pytest.approx(mean)
        assert line.difference.upper - line.difference.mean == pytest.approx(reach, rel=1e-5)
    assert found.find("More", "Bed", "delayed_days").difference.mean == 0
    assert found.find("Flu", "Bed", "delayed_days").difference.lower > 0
    assert found.find("As it is", ALL, "cost").difference is None


def test_the_same_people_make_the_interval_narrow(winter):
    """Paired, the interval is a fraction of that of two runs that have nothing in common."""
    paired = compare_scenarios(winter, make_scenarios(MORE), replications=30, seed=4).find(
        "More", "Home", "delayed_days"
    )
    apart = [
        simulate(system, replications=30, seed=seed).pathway("Home").delayed_days
        for system, seed in ((winter, 4), (apply_scenario(winter, make_scenarios(MORE)[0]), 5))
    ]
    width = 2 * 2.0 * math.sqrt(sum(one.var(ddof=1) / 30 for one in apart))
    assert paired.difference.upper - paired.difference.lower < width


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50)), min_size=3, max_size=12))
def test_estimate_difference_of_sums_is_the_paired_t_interval(pairs):
    here, there = (np.array(column) for column in zip(*pairs, strict=True))
    ones = np.ones(len(pairs))
    found, wanted = estimate_difference(Ratio(there, ones), Ratio(here, ones)), estimate_mean(there - here)
    assert (found.mean, found.lower, found.upper) == pytest.approx((wanted.mean, wanted.lower, wanted.upper), abs=1e-9)


def test_estimate_difference_of_what_cannot_be_said_is_nothing():
    none = Ratio(np.zeros(3), np.zeros(3))
    assert estimate_difference(none, Ratio(np.ones(3), np.ones(3))).mean is None
    one = Ratio(np.ones(1), np.ones(1))
    assert estimate_difference(one, one).lower is None


def of(system):
    return system, system.pathways[0]


def test_with_more_places_changes_the_days_between(winter):
    changed = with_more_places(winter, "Home", 4, date(2026, 12, 1), date(2026, 12, 31))
    places = calculate_places(*of(changed))
    assert places.tolist() == [21] * 30 + [25] * 31 + [21] * 59
    assert with_more_places(changed, "Home", -4, date(2026, 12, 1), date(2026, 12, 31)).pathways[0].capacity == 21
    assert calculate_places(*of(with_more_places(winter, "Home", -99)))[2] == 0


def test_with_places_below_those_taken_closes_them_a_day_later(winter):
    places = calculate_places(*of(with_places(winter, "Home", 15)))
    assert places[:3].tolist() == [20, 15, 15]


@settings(max_examples=25)
@given(factor=st.floats(0.2, 3), weekday=st.booleans())
def test_with_arrivals_factor_keeps_the_people_of_other_months(factor, weekday):
    pattern = {"month": [1.2] * 6 + [0.8] * 6} | ({"weekday": [1.2] * 5 + [0.5] * 2} if weekday else {})
    pathway = {**make_pathway(), "arrivals_per_day": 3.0, "arrivals": pattern}
    base = make_system(pathway, days=100, start_date=date(2026, 11, 10))
    changed = with_arrivals_factor(base, "Home", factor, date(2026, 12, 1), date(2026, 12, 31))
    before, after = (calculate_arrival_rates(*of(one)) for one in (base, changed))
    december = np.isin(np.arange(100), range(21, 52))
    assert after[december] == pytest.approx(factor * before[december])
    assert after[~december] == pytest.approx(before[~december])


def test_with_factors_of_everything(winter):
    assert with_arrivals_factor(winter, "Home", 1.5).pathways[0].arrivals_per_day == 6.0
    gamma = make_system(make_pathway(stay={"distribution": "gamma", "mean": 10, "sd": 5}))
    shorter = with_stay_factor(gamma, "home", 0.9).pathways[0].stay
    assert (shorter.mean, shorter.sd) == (9.0, 4.5)
    assert with_stay_factor(gamma, "home", 1.0, 2.0).pathways[0].stay.sd == 10.0
    seen = make_system(make_pathway(stay={"distribution": "empirical", "values": [2, 4]}))
    assert with_stay_factor(seen, "home", 0.5).pathways[0].stay.values == (1.0, 2.0)
    assert with_places_factor(winter, "Bed", 1.1).pathways[1].capacity == 10
    with pytest.raises(NoSuchPathway, match="No pathway is called 'Bad'; there are Home, Bed"):
        with_places(winter, "Bad", 1)


def test_alone_changes_no_figure_of_a_pathway(winter):
    together, by_itself = (
        simulate(one, replications=5, seed=3).pathway("Bed") for one in (winter, alone(winter, "Bed"))
    )
    assert together.delayed_days.tolist() == by_itself.delayed_days.tolist()


def test_sweep_places_never_waits_longer_with_more(winter):
    found = sweep_places(winter, "Home", [24, 20, 22], replications=20, seed=1)
    queues = [one.figures["queue"] for one in found.points]
    assert [one.places for one in found.points] == [20, 22, 24]
    assert queues[0].estimate.mean > queues[1].estimate.mean > queues[2].estimate.mean
    assert all(one.low <= one.estimate.mean <= one.high for one in queues)
    with pytest.raises(ValueError, match="201 numbers of places are too many"):
        sweep_places(winter, "Home", range(201), replications=2, seed=1)
    with pytest.raises(ValueError, match="from 0 or more places"):
        sweep_places(winter, "Home", [-1], replications=2, seed=1)


def test_calculate_sensitivity_is_two_runs_beside_the_base(winter):
    found = calculate_sensitivity(winter, replications=20, seed=1, ranges={"pathways.Bed.arrivals": 0.3})
    base = list_measures(simulate(winter, replications=20, seed=1))[ALL]["delayed_days"].above
    up = list_measures(simulate(with_arrivals_factor(winter, "Bed", 1.3), replications=20, seed=1))[ALL][
        "delayed_days"
    ].above
    swing = next(one for one in found.swings if one.path == "pathways.Bed.arrivals")
    assert swing.by == 0.3
    assert swing.up.mean == pytest.approx((up - base).mean())
    assert swing.down.mean < 0 < swing.up.mean
    assert [one.width for one in found.swings] == sorted((one.width for one in found.swings), reverse=True)
    with pytest.raises(ValueError, match="No assumption is called 'x'"):
        calculate_sensitivity(winter, replications=2, seed=1, ranges={"x": 0.1})
    with pytest.raises(ValueError, match="A range of 100%"):
        calculate_sensitivity(winter, replications=2, seed=1, by=1.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("share-of-beds=3.5%", "at most 3.5% of acute beds taken by people who wait"),
        ("share-of-beds<=0.035", "at most 3.5% of acute beds"),
        ("Waiting = 12", "at most 12 people waiting on average"),
        ("delayed-days=3000", "at most 3,000 delayed days"),
        ("wait-90=2", "90% of people waiting at most 2 days"),
    ],
)
def test_parse_target(text, said):
    assert said in str(parse_target(text))


@pytest.mark.parametrize("text", ["", "beds 3", "share-of-beds=350%", "waiting=3%", "wait-0=2", "waiting=-1", "wait=2"])
def test_parse_target_refuses(text):
    with pytest.raises(NotATarget, match="is not a target"):
        parse_target(text)


def test_a_share_of_beds_needs_beds():
    with pytest.raises(NotATarget, match="needs acute_beds in the file"):
        find_least_capacity(make_system(), "Home", parse_target("share-of-beds=3%"), replications=2, seed=1)
