"""The people of the made-up England, in strata: numbered one after the other by area, age, sex and frailty."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from concordat.records.england.profile import (
    BANDS,
    GROUP_OF_BAND,
    Profile,
    load_delays_by_area,
    load_people,
    load_profile,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
EMERGENCY, ELECTIVE, OTHER = range(3)
METHODS = ("emergency", "elective", "other")
SEXES = ("female", "male")
WOMEN = 0.505  # of all people, at any age


@dataclass(frozen=True)
class Strata:
    """One entry for each stratum; people are numbered from `start[s]` to before `start[s + 1]`.

    `weight` is (3, strata): admissions a year expected of all people of the stratum, by method.
    """

    areas: tuple[str, ...]
    start: Ints
    area: NDArray[np.int16]
    band: NDArray[np.int8]
    group: NDArray[np.int8]
    sex: NDArray[np.int8]
    frail: NDArray[np.int8]
    weight: Floats
    delay_factor: Floats  # by area

    @property
    def people(self) -> int:
        return int(self.start[-1])

    @property
    def sizes(self) -> Ints:
        return np.diff(self.start)


def lay_out(people: int, rng: np.random.Generator) -> Strata:
    """Strata that hold `people` people in England's proportions, and how often those of each go into hospital."""
    profile, counted = load_profile(), load_people()
    areas = tuple(counted)
    area, band, sex, frail = (
        axis.ravel() for axis in np.meshgrid(np.arange(len(areas)), np.arange(BANDS), [0, 1], [0, 1], indexing="ij")
    )
    group = np.array(GROUP_OF_BAND)[band]
    share = np.array([counted[name] for name in areas], float)[area, band] * np.where(sex == 0, WOMEN, 1 - WOMEN)
    frail_share = np.array(profile.frailty.share)[group]
    share *= np.where(frail == 1, frail_share, 1 - frail_share)
    edges = np.concatenate(([0.0], np.cumsum(share) / share.sum() * people))
    start = np.floor(edges + 0.5).astype(np.int64)
    weight = _weights(profile, np.diff(start), area, band, group, sex, frail, len(areas), rng)
    return Strata(
        areas,
        start,
        area.astype(np.int16),
        band.astype(np.int8),
        group.astype(np.int8),
        sex.astype(np.int8),
        frail.astype(np.int8),
        weight,
        _delay_factors(areas),
    )


def admissions_per_person(profile: Profile) -> float:
    """How many admissions a person has in a year, of any method."""
    bands = np.array(list(load_people().values()), float).sum(axis=0)
    other = bands @ np.array(profile.rates.other) / 1000 * (WOMEN + (1 - WOMEN) * profile.rates.other_for_men)
    return float((profile.activity.emergency + profile.activity.elective + other) / bands.sum())


def _weights(
    profile: Profile, sizes: Ints, area: Ints, band: Ints, group: Ints, sex: Ints, frail: Ints, areas: int,
    rng: np.random.Generator,
) -> Floats:  # fmt: skip
    rates = profile.rates
    emergency, elective, other = (
        np.array(of, float)[band] * sizes / 1000 for of in (rates.emergency, rates.elective, rates.other)
    )
    emergency *= np.where(frail == 1, profile.frailty.times_as_many_emergencies, 1.0)
    emergency *= np.exp(rng.normal(0, rates.spread_between_areas, areas))[area]
    other *= np.where((sex == 1) & (group > 0), rates.other_for_men, 1.0)
    england = np.array(list(load_people().values()), float).sum()
    for weight, total in ((emergency, profile.activity.emergency), (elective, profile.activity.elective)):
        weight *= total * sizes.sum() / england / weight.sum()
    emergency *= _first_comers(profile, group, frail, emergency, elective)
    return np.stack([emergency, elective, other])


def _first_comers(profile: Profile, group: Ints, frail: Ints, emergency: Floats, elective: Floats) -> float:
    """The share of emergencies that are no readmission: these are drawn, the others follow from their discharges."""
    again = profile.readmissions
    share = np.array(again.share)[group] * np.where(frail == 1, again.times_for_frail, 1.0)
    return float(1 - (emergency @ share + elective @ share * again.after_elective) / emergency.sum())


def _delay_factors(areas: tuple[str, ...]) -> Floats:
    held = load_delays_by_area()
    return np.array([held.get(area, 1.0) for area in areas])
