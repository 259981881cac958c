"""Queues with a formula: Poisson arrivals, exponential stays, steady state. To check a simulation or guess first."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delay:
    """The share of people who wait, and the mean wait of all people."""

    probability: float
    mean_wait: float


def calculate_erlang_b(offered: float, places: int) -> float:
    """Share turned away where nobody can wait. `offered` is arrivals per day times mean stay in days. Erlang, 1917."""
    blocked = 1.0
    for place in range(1, places + 1):
        blocked = offered * blocked / (place + offered * blocked)
    return blocked


def calculate_erlang_c(arrivals: float, mean_stay: float, places: int) -> Delay:
    """Waiting where all wait, first come, first served. Raises ValueError where the queue would grow for ever."""
    offered = arrivals * mean_stay
    if offered >= places:
        raise ValueError(f"{offered:g} people on average need {places} places: the queue grows for ever; add places.")
    blocked = calculate_erlang_b(offered, places)
    probability = blocked / (1 - offered / places * (1 - blocked))
    return Delay(probability, probability * mean_stay / (places - offered))
