"""A filled workbook to try things on: a place of some 180,000 people, every figure of it made up."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from concordat.flow.workbook_layout import (
    ACUTE_BED,
    ARRIVALS,
    ASSUMPTIONS,
    CAPACITY,
    COSTS,
    ITEMS,
    QUESTION,
    SCENARIOS,
    START,
    STAYS,
)
from concordat.periods import Month

REMARK = "Every figure in this workbook is made up; no place is like this."
HOME, BED, CARE_HOME = "Home with support", "Rehabilitation bed", "Care home"
PATHWAYS = (HOME, BED, CARE_HOME)
FIRST_DAY, DAYS, ACUTE_BEDS = date(2026, 11, 1), 151, 480
HISTORY = 48  # months
PEOPLE_A_DAY = {HOME: 4.6, BED: 1.4, CARE_HOME: 0.6}
SEASON = (1.08, 1.05, 1.02, 0.98, 0.97, 0.96, 0.95, 0.95, 0.97, 1.00, 1.02, 1.05)  # January to December
GROWTH = 0.015  # a year
STAYED = {HOME: ("lognormal", 24.0, 18.0), BED: ("gamma", 27.0, 16.0), CARE_HOME: ("lognormal", 34.0, 30.0)}
SEEN, GOING_ON = {HOME: 320, BED: 160, CARE_HOME: 110}, 0.06
STILL_AFTER = (5, 30)  # days so far of the stays that go on

Rows = dict[str, Sequence[Sequence[object]]]


def make_example(seed: int = 1) -> Rows:
    """Rows by sheet. The same seed gives the same figures."""
    rng = np.random.default_rng(seed)
    return {
        QUESTION: list(zip(ITEMS, ("Winter in a made-up place", FIRST_DAY, DAYS, 0, ACUTE_BEDS, 1), strict=True)),
        ARRIVALS: _make_arrivals(rng),
        STAYS: _make_stays(rng),
        CAPACITY: [
            (HOME, None, 118),
            (HOME, date(2027, 1, 4), 124),
            (BED, None, 40),
            (CARE_HOME, None, 24),
        ],
        START: [(HOME, 116, 0, None, "slots"), (BED, 40, 2, None, "beds"), (CARE_HOME, 22, 0, None, "beds")],
        COSTS: [(ACUTE_BED, 345), (HOME, 62), (BED, 190), (CARE_HOME, 145)],
        SCENARIOS: [
            ("Eight more slots at home", HOME, "add places", 8, date(2026, 12, 1), None),
            ("Stays at home a tenth shorter", HOME, "stays times", 0.9, None, None),
            ("Flu in January and February", HOME, "arrivals times", 1.15, date(2027, 1, 1), date(2027, 2, 28)),
            ("Flu in January and February", BED, "arrivals times", 1.15, date(2027, 1, 1), date(2027, 2, 28)),
        ],
        ASSUMPTIONS: [
            (
                "costs.acute_bed_day",
                "What a day is worth if the bed is used for somebody else; not a saving in cash.",
                "made up for this example",
                "No",
            ),
            ("acute_beds", "General and acute beds of the one hospital.", "made up for this example", "No"),
        ],
    }


def make_blank() -> Rows:
    """Rows by sheet of a workbook to fill: the items to answer, and nothing else."""
    return {QUESTION: [(item, None) for item in ITEMS]}


def _make_arrivals(rng: np.random.Generator) -> list[list[object]]:
    last = Month(FIRST_DAY.year, FIRST_DAY.month)
    rows: list[list[object]] = []
    for step in range(-HISTORY, 0):
        month = last.plus(step)
        factor = SEASON[month.number - 1] * (1 + GROWTH) ** (step / 12) * month.last_day.day
        people = [int(rng.poisson(PEOPLE_A_DAY[name] * factor)) for name in PATHWAYS]
        rows.append([month.first_day, *people])
    return rows


def _make_stays(rng: np.random.Generator) -> list[list[object]]:
    rows: list[list[object]] = []
    for name in PATHWAYS:
        kind, mean, sd = STAYED[name]
        if kind == "gamma":
            days = rng.gamma((mean / sd) ** 2, sd**2 / mean, SEEN[name])
        else:
            spread = np.log1p((sd / mean) ** 2)
            days = rng.lognormal(np.log(mean) - spread / 2, spread**0.5, SEEN[name])
        so_far = rng.integers(*STILL_AFTER, SEEN[name])
        for day, seen in zip(days, so_far, strict=True):
            going_on = day > seen and rng.random() < 2 * GOING_ON
            rows.append([name, int(seen) if going_on else int(np.ceil(day)), "Yes" if going_on else None])
    return rows
