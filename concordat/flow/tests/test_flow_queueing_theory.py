"""The simulation against what is known by formula, by differential equation and by another package."""

import ciw
import numpy as np
import pytest
from flow_systems import make_pathway, make_system
from scipy.integrate import solve_ivp

from concordat.flow.calendar import calculate_arrival_rates, calculate_places
from concordat.flow.erlang import calculate_erlang_b, calculate_erlang_c
from concordat.flow.parameters import Stay
from concordat.flow.simulate import simulate
from concordat.flow.stays import make_drawer

SEEDS = range(1, 6)
WAITING = [  # arrivals a day, mean stay, places; load
    (0.4, 4.0, 5),  # 32%
    (1.0, 4.0, 5),  # 80%
    (2.0, 10.0, 25),  # 80%
    (0.9, 10.0, 10),  # 90%
    (1.9, 10.0, 20),  # 95%
    (10.0, 20.0, 210),  # 95.2%
]
LOSING = [(1.0, 10.0, 20), (2.5, 10.0, 25), (2.0, 10.0, 20)]
STAYS = [
    {"distribution": "exponential", "mean": 6.0},
    {"distribution": "lognormal", "mean": 6.0, "sd": 9.0},
    {"distribution": "gamma", "mean": 6.0, "sd": 3.0},
    {"distribution": "empirical", "values": [1.0, 2.5, 20.0], "weights": [5.0, 4.0, 2.0]},
]


def z_of(estimate, expected):
    """Standard errors between a mean and what it should be; the interval is Student's, its reach near 1.97."""
    return (estimate.mean - expected) / ((estimate.upper - estimate.lower) / 2 / 1.97)


def z_of_sample(values, expected):
    return (np.mean(values) - expected) / (np.std(values, ddof=1) / np.sqrt(len(values)))


@pytest.mark.parametrize(
    ("arrivals", "stay", "places", "probability", "wait"),
    [(1, 4, 5, 0.5541, 2.2165), (2, 10, 25, 0.2091, 0.4182), (10, 20, 210, 0.3756, 0.7513)],
)
def test_calculate_erlang_c_gives_the_published_figures(arrivals, stay, places, probability, wait):
    found = calculate_erlang_c(arrivals, stay, places)
    assert found.probability == pytest.approx(probability, abs=1e-4)
    assert found.mean_wait == pytest.approx(wait, abs=1e-4)


@pytest.mark.parametrize(("offered", "places", "blocked"), [(25, 25, 0.1438), (20, 20, 0.1589)])
def test_calculate_erlang_b_gives_the_published_figures(offered, places, blocked):
    assert calculate_erlang_b(offered, places) == pytest.approx(blocked, abs=5e-5)


def test_calculate_erlang_c_refuses_a_queue_that_grows():
    with pytest.raises(ValueError, match="20 people on average need 20 places: the queue grows for ever; add places"):
        calculate_erlang_c(2, 10, 20)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("arrivals", "stay", "places"), WAITING)
def test_waits_are_those_of_erlang_c(arrivals, stay, places, seed):
    system = make_system(make_pathway(arrivals=arrivals, mean=stay, capacity=places), days=2_500, warm_up_days=1_500)
    found = simulate(system, replications=120, seed=seed, threads=2).pathways[0].summary()
    expected = calculate_erlang_c(arrivals, stay, places)
    assert abs(z_of(found["mean_wait"], expected.mean_wait)) < 4
    assert abs(z_of(found["probability_of_waiting"], expected.probability)) < 4
    assert abs(z_of(found["occupancy"], arrivals * stay / places)) < 4
    assert abs(z_of(found["queue"], arrivals * expected.mean_wait)) < 4  # Little


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("arrivals", "stay", "places"), LOSING)
def test_losses_are_those_of_erlang_b(arrivals, stay, places, seed):
    pathway = make_pathway(arrivals=arrivals, mean=stay, capacity=places, queue_limit=0)
    found = (
        simulate(make_system(pathway, days=600, warm_up_days=200), replications=120, seed=seed).pathways[0].summary()
    )
    blocked = calculate_erlang_b(arrivals * stay, places)
    assert abs(z_of(found["blocked"], blocked)) < 4
    assert abs(z_of(found["occupancy"], arrivals * stay * (1 - blocked) / places)) < 4
    assert found["delayed_days"].mean == 0


@pytest.mark.parametrize("shape", STAYS, ids=lambda stay: stay["distribution"])
def test_losses_do_not_depend_on_the_shape_of_stays(shape):
    """Erlang's loss formula holds for any distribution of stays with the same mean."""
    mean = Stay.model_validate(shape).average
    pathway = make_pathway(arrivals=2.0, stay=shape, capacity=12, queue_limit=0)
    found = simulate(make_system(pathway, days=500, warm_up_days=200), replications=200, seed=1).pathways[0].summary()
    assert abs(z_of(found["blocked"], calculate_erlang_b(2.0 * mean, 12))) < 4


def test_a_short_queue_has_its_formula():
    """M/M/3 with two who may wait: the probabilities of 0 to 5 people by detailed balance."""
    offered, places, limit = 2.4, 3, 2
    weights = np.cumprod([1.0, *(offered / min(people, places) for people in range(1, places + limit + 1))])
    shares = weights / weights.sum()
    pathway = make_pathway(arrivals=1.2, mean=2.0, capacity=places, queue_limit=limit)
    found = simulate(make_system(pathway, days=400, warm_up_days=50), replications=300, seed=2).pathways[0].summary()
    assert abs(z_of(found["blocked"], shares[-1])) < 4
    assert abs(z_of(found["queue"], shares[4] + 2 * shares[5])) < 4
    assert abs(z_of(found["probability_of_waiting"], shares[3:5].sum() / shares[:5].sum())) < 4


@pytest.mark.parametrize("engine", ["fast", "event"])
def test_ciw_finds_the_same_waits(engine):
    """Log-normal stays, for which there is no formula: 20 runs of each, compared by their spread."""
    stay = {"distribution": "lognormal", "mean": 4.0, "sd": 5.0}
    system = make_system(make_pathway(arrivals=1.0, stay=stay, capacity=5), days=700, warm_up_days=100)
    ours = simulate(system, replications=20, seed=1, engine=engine).pathways[0]
    scale = np.sqrt(np.log1p((5 / 4) ** 2))
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(1.0)],
        service_distributions=[ciw.dists.Lognormal(np.log(4.0) - scale**2 / 2, scale)],
        number_of_servers=[5],
    )
    theirs = [mean_waits_of_ciw(network, seed, days=700, warm_up=100)[0] for seed in range(20)]
    assert abs(z_between(ours.mean_wait, theirs)) < 4


def mean_waits_of_ciw(network, seed, days, warm_up):
    """Mean wait at the first node by class, of those who came after the warm-up; followed beyond the end."""
    ciw.seed(seed)
    world = ciw.Simulation(network)
    world.simulate_until_max_time(days + 100)
    records = [one for one in world.get_all_records() if one.node == 1 and warm_up <= one.arrival_date < days]
    classes = sorted({one.customer_class for one in records})
    return [np.mean([one.waiting_time for one in records if one.customer_class == name]) for name in classes]


def z_between(ours, theirs):
    error = np.sqrt(np.var(ours, ddof=1) / len(ours) + np.var(theirs, ddof=1) / len(theirs))
    return (np.mean(ours) - np.mean(theirs)) / error


@pytest.mark.parametrize("shape", STAYS, ids=lambda stay: stay["distribution"])
def test_stays_have_the_mean_and_deviation_that_were_asked_for(shape):
    stay = Stay.model_validate(shape)
    drawer, days = make_drawer(stay), np.empty(400_000)
    drawer.draw(np.random.default_rng(1), days)
    drawer.finish(days)
    assert abs(z_of_sample(days, stay.average)) < 4
    assert abs(z_of_sample((days - stay.average) ** 2, stay.spread**2)) < 4


@pytest.mark.parametrize("shape", STAYS, ids=lambda stay: stay["distribution"])
def test_what_is_left_of_a_stay_is_half_its_square_by_its_mean(shape):
    stay = Stay.model_validate(shape)
    rng, met = np.random.default_rng(1), np.empty(400_000)
    longer = make_drawer(stay).longer()
    longer.draw(rng, met)
    longer.finish(met)
    assert abs(z_of_sample(met * rng.random(400_000), (stay.spread**2 + stay.average**2) / (2 * stay.average))) < 4


@pytest.mark.parametrize("shape", STAYS, ids=lambda stay: stay["distribution"])
def test_a_warm_start_stays_warm(shape):
    """With places for all, as many at the start as are expected: on no day are there more or fewer on average."""
    mean = Stay.model_validate(shape).average
    expected = 120
    start = {"occupied": expected, "waiting": 0}
    pathway = make_pathway(arrivals=expected / mean, stay=shape, capacity=400, start=start)
    one = simulate(make_system(pathway, days=60), replications=1_500, seed=1).pathways[0]
    error = one.daily_occupied.std(axis=0, ddof=1) / np.sqrt(1_500)
    assert np.abs((one.daily_occupied.mean(axis=0) - expected) / error).max() < 4.5


PATTERN = {
    "month": [1.5, 1.3, 1.1, 1, 1, 0.8, 0.7, 0.7, 0.8, 0.9, 1, 1.2],
    "weekday": [1.4, 1.2, 1, 1, 1.6, 0.5, 0.3],
    "trend_per_year": 0.5,
}


def test_a_season_with_places_for_all_is_its_differential_equation():
    """M(t)/M/infinity: the mean number m obeys m' = arrivals - m / stay, solved numerically; arrivals are Poisson."""
    pathway = make_pathway(arrivals=6.0, mean=5.0, capacity=1_000) | {"arrivals": PATTERN}
    system = make_system(pathway, start_date="2026-10-30", days=120)
    rates = calculate_arrival_rates(system, system.pathways[0])
    present, daily = 0.0, []
    for rate in rates:  # state: the number present, and its integral over the day
        day = solve_ivp(lambda _, y, rate=rate: [rate - y[0] / 5, y[0]], (0, 1), [present, 0.0], rtol=1e-10, atol=1e-12)
        present = day.y[0, -1]
        daily.append(day.y[1, -1])
    one = simulate(system, replications=2_000, seed=1).pathways[0]
    error = one.daily_occupied.std(axis=0, ddof=1) / np.sqrt(2_000)
    assert np.abs((one.daily_occupied.mean(axis=0) - daily) / error).max() < 4.5
    assert abs(z_of_sample(one.people, rates.sum())) < 4
    assert one.people.var(ddof=1) / rates.sum() == pytest.approx(1, abs=0.15)  # Poisson: variance is the mean


def test_a_season_with_few_places_is_its_forward_equation():
    """M(t)/M/c(t): Kolmogorov's forward equations for 0 to 150 people, places growing on the way, integrated by day."""
    capacity = [{"from": 0, "places": 4}, {"from": "2026-11-20", "places": 7}]
    pathway = make_pathway(arrivals=2.0, mean=2.5, capacity=capacity) | {"arrivals": PATTERN}
    system = make_system(pathway, start_date="2026-11-02", days=40)
    rates, places = (calculate(system, system.pathways[0]) for calculate in (calculate_arrival_rates, calculate_places))
    people = np.arange(151)
    shares, queue = np.eye(151)[0], []
    for rate, most in zip(rates, places, strict=True):
        leaving = np.minimum(people, most) / 2.5
        line = np.maximum(people - most, 0)

        def change(_, state, rate=rate, leaving=leaving, line=line):
            now = state[:-1]
            up, down = rate * now, leaving * now
            up[-1] = 0.0
            flow = -up - down
            flow[1:] += up[:-1]
            flow[:-1] += down[1:]
            return [*flow, line @ now]

        day = solve_ivp(change, (0, 1), [*shares, 0.0], rtol=1e-7, atol=1e-9)
        shares = day.y[:-1, -1]
        queue.append(day.y[-1, -1])
    assert shares[-1] < 1e-6
    one = simulate(system, replications=3_000, seed=1).pathways[0]
    error = one.daily_delayed.std(axis=0, ddof=1) / np.sqrt(3_000) + 1e-4
    assert np.abs((one.daily_delayed.mean(axis=0) - queue) / error).max() < 4.5
    assert abs(z_of_sample(one.delayed_days, sum(queue))) < 4
