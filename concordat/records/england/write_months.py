"""Made-up stays as columns of the table of admissions."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from concordat.records.england.months import Country
from concordat.records.england.spells import NO_DAY, Stays, mixed_all, written_ids
from concordat.records.england.strata import METHODS, SEXES, Ints
from concordat.records.parquet import coded, dates, days_since_epoch

OLDEST_BAND, PAST_NINETY = 18, 10


def person_ids(country: Country, person: Ints) -> Ints:
    """The numbers that people are written under."""
    return np.asarray(written_ids(person, country.plan.hash_seed))


def birth_years(country: Country, person: Ints, stratum: Ints) -> Ints:
    """Calendar years of birth: within the band of age that people have in the first month's year."""
    band = country.strata.band[stratum].astype(np.int64)
    bits = mixed_all(person, country.plan.hash_seed)
    within = np.where(band == OLDEST_BAND, (bits >> np.uint64(8)) % np.uint64(PAST_NINETY), bits % np.uint64(5))
    return country.plan.first.year - band * 5 - within.astype(np.int64)


def admissions_columns(country: Country, stays: Stays) -> dict[str, pa.Array]:
    """The columns of a month's file, in order of person and day; what comes after the last day is not known yet."""
    ids = person_ids(country, stays.person)
    order = _by_person_and_day(ids, stays.admitted)
    ids, stays = ids[order], stays.at(order)
    zero = days_since_epoch(country.plan.day_zero)
    last = country.plan.day(country.plan.last_day)
    there = stays.discharged > last
    unready = (stays.ready == NO_DAY) | (stays.ready > last)
    stratum = stays.stratum
    return {
        "person": pa.array(ids),
        "birth_year": pa.array(birth_years(country, stays.person, stratum.astype(np.int64)).astype(np.int16)),
        "sex": coded(country.strata.sex[stratum], SEXES),
        "area": coded(stays.area, country.strata.areas),
        "method": coded(stays.method, METHODS),
        "admitted": dates(stays.admitted.astype(np.int32) + zero),
        "discharged": dates(stays.discharged.astype(np.int32) + zero, there),
        "ready": dates(stays.ready.astype(np.int32) + zero, unready),
        "destination": coded(stays.destination, country.profile.destinations.codes, there),
    }


def _by_person_and_day(ids: Ints, day: NDArray[np.int16]) -> Ints:
    """The order by person, then day; as lexsort gives it, at a third of the time: few people come twice in a month."""
    order = np.argsort(ids)
    same = ids[order[1:]] == ids[order[:-1]]
    twice = np.flatnonzero(np.concatenate((same, [False])) | np.concatenate(([False], same)))
    rows = order[twice]
    order[twice] = rows[np.lexsort((day[rows], ids[rows]))]
    return order
