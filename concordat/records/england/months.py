"""Month after month of stays, exactly as many as were asked for, from a seed; only who is in hospital is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from concordat.periods import Month
from concordat.records.england.chances import WARM_DAYS, Chances, make_chances
from concordat.records.england.profile import Profile, load_profile
from concordat.records.england.spells import NEVER, Stays, empty_stays, fill_stays, join_stays
from concordat.records.england.strata import ELECTIVE, EMERGENCY, Ints, Strata, admissions_per_person, lay_out

SPARE = 1.03  # wishes beyond those needed: some people are in hospital already
SATURDAY = 5
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Plan:
    """What is asked for: so many admissions, in so many months from the first, from a seed."""

    admissions: int
    first: Month
    months: int
    seed: int

    @property
    def day_zero(self) -> date:
        """The day that days are counted from, before the first month."""
        return self.first.first_day - timedelta(days=WARM_DAYS)

    @property
    def last_day(self) -> date:
        return self.first.plus(self.months - 1).last_day

    @property
    def hash_seed(self) -> np.uint64:
        return np.uint64(np.random.SeedSequence(self.seed).generate_state(1, np.uint64)[0])

    def day(self, of: date) -> int:
        return (of - self.day_zero).days

    def rng(self, *key: int) -> np.random.Generator:
        """A stream of its own for each use."""
        return np.random.Generator(np.random.SFC64(np.random.SeedSequence(self.seed, spawn_key=key)))


@dataclass(frozen=True)
class Country:
    """A plan's people, and the tables that decide their stays."""

    plan: Plan
    profile: Profile
    strata: Strata
    chances: Chances


def found_country(plan: Plan) -> Country:
    """As many people as have so many admissions in so many months, in England's proportions."""
    profile = load_profile()
    people = plan.admissions / (admissions_per_person(profile) * plan.months / 12)
    strata = lay_out(max(round(people), 100), plan.rng(0))
    return Country(plan, profile, strata, make_chances(profile, strata))


def share_out_admissions(plan: Plan, profile: Profile) -> list[int]:
    """Admissions of each month: by its days and the season, and exactly all of them."""
    months = [plan.first.plus(step) for step in range(plan.months)]
    weights = np.array([month.last_day.day * _season(profile, month) for month in months])
    edges = np.round(np.cumsum(weights) / weights.sum() * plan.admissions).astype(np.int64)
    return [int(count) for count in np.diff(edges, prepend=0)]


class Deaths(NamedTuple):
    """People who died outside hospital; those who died in one are in its stays."""

    person: Ints
    stratum: Ints
    day: Ints


class MadeMonth(NamedTuple):
    """A month's stays, in no order, and deaths. Months before the first asked for only warm up."""

    month: Month
    stays: Stays
    deaths: Deaths
    warms_up: bool


def simulate_months(country: Country) -> Iterator[MadeMonth]:
    """Month after month. The same plan gives the same stays; none can be skipped."""
    plan = country.plan
    free = np.zeros(country.strata.people, np.int16)
    later = (np.zeros(0, np.int64), np.zeros(0, np.int16))
    counts = share_out_admissions(plan, country.profile)
    typical = counts[0] / plan.first.last_day.day
    before = [plan.first.plus(-2), plan.first.plus(-1)]
    for step, month in enumerate([*before, *(plan.first.plus(step) for step in range(plan.months))]):
        first, last = max(plan.day(month.first_day), 0), plan.day(month.last_day)
        wanted = round(typical * (last - first + 1)) if step < 2 else counts[step - 2]
        stays, later = _simulate_month(country, month, (first, last), wanted, free, later, plan.rng(1, step))
        deaths = _die_outside(country, (first, last), free, plan.rng(3, step))
        yield MadeMonth(month, stays, deaths, step < 2)


def _simulate_month(
    country: Country, month: Month, days: tuple[int, int], wanted: int, free: NDArray[np.int16],
    later: tuple[NDArray[np.int64], NDArray[np.int16]], rng: np.random.Generator,
) -> tuple[Stays, tuple[NDArray[np.int64], NDArray[np.int16]]]:  # fmt: skip
    """One month: those who come back first, then as many others as are still wanted."""
    plan, now = country.plan, later[1] <= days[1]
    keys = np.sort(later[0][now] << 8 | (later[1][now] - days[0]).astype(np.int64) << 3 | EMERGENCY)
    person, day = [later[0][~now]], [later[1][~now]]
    parts: list[Stays] = []
    missing = wanted
    while missing > 0:
        if parts or not len(keys):
            keys = _wishes(country, month, days, int(missing * (SPARE if len(parts) < 2 else 1.5)) + 20, rng)
        room = 2 * len(keys) + 16
        stays, comers, on = empty_stays(room), np.empty(room, np.int64), np.empty(room, np.int16)
        rows, back = fill_stays(
            keys, days[0], days[1], plan.day(plan.last_day), plan.day_zero.weekday(), plan.hash_seed,
            country.chances, free, stays, comers, on,
        )  # fmt: skip
        parts.append(stays.at(slice(rows)))
        person.append(comers[:back].copy())
        day.append(on[:back].copy())
        missing -= rows
    made = join_stays(parts)
    if missing < 0:
        keep = np.ones(len(made.person), bool)
        keep[rng.choice(len(keep), -missing, replace=False)] = False
        made = made.at(keep)
    return made, (np.concatenate(person), np.concatenate(day))


def _die_outside(country: Country, days: tuple[int, int], free: NDArray[np.int16], rng: np.random.Generator) -> Deaths:
    """Who dies outside hospital in a month: by the rate of their age, nobody who was in hospital since."""
    strata, rates = country.strata, country.profile.social_care.deaths_outside_hospital
    expected = strata.sizes * np.array(rates)[strata.band] / 1000 * (days[1] - days[0] + 1) / DAYS_A_YEAR
    stratum = np.repeat(np.arange(len(expected)), rng.poisson(expected))
    person = strata.start[stratum] + (rng.random(len(stratum)) * strata.sizes[stratum]).astype(np.int64)
    day = rng.integers(days[0], days[1] + 1, len(person))
    person, once = np.unique(person, return_index=True)
    stratum, day = stratum[once], day[once]
    can = free[person] <= day
    free[person[can]] = NEVER
    return Deaths(person[can], stratum[can], day[can])


def _wishes(
    country: Country, month: Month, days: tuple[int, int], count: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Keys, sorted, of `count` people who want to come: who by the rates of their stratum, when by the weekday."""
    profile, strata = country.profile, country.strata
    weight = strata.weight.copy()
    weight[EMERGENCY] *= profile.season.emergency[month.number - 1]
    weight[ELECTIVE] *= profile.season.elective[month.number - 1]
    counts = rng.multinomial(count, (weight / weight.sum()).ravel())
    category = np.repeat(np.arange(weight.size, dtype=np.int32), counts)
    method, stratum = np.divmod(category, len(strata.area))
    person = strata.start[stratum] + (rng.random(count) * strata.sizes[stratum]).astype(np.int64)
    day = np.empty(count, np.int64)
    for one in range(3):
        of = method == one
        day[of] = _days(country, days, one, int(of.sum()), rng)
    return np.sort(person << 8 | day << 3 | method)


def _days(
    country: Country, days: tuple[int, int], method: int, count: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Days of the month, fewer at weekends for what is planned."""
    rates, zero = country.profile.rates, country.plan.day_zero.weekday()
    on = (np.arange(days[0], days[1] + 1) + zero) % 7
    weekend = {EMERGENCY: rates.weekend_emergency, ELECTIVE: rates.weekend_elective}.get(method, 1.0)
    edges = np.cumsum(np.where(on >= SATURDAY, weekend, 1.0))
    found = np.searchsorted(edges / edges[-1], np.linspace(0, 1, 1 << 12, endpoint=False), side="right")
    return found[rng.integers(0, 1 << 12, count)]


def _season(profile: Profile, month: Month) -> float:
    activity, number = profile.activity, month.number - 1
    emergency = activity.emergency * profile.season.emergency[number]
    return emergency + activity.elective * profile.season.elective[number]
