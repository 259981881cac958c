"""All that decides a stay, worked out once from the profile: what the loop over people looks things up in."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from concordat.records.england.lookup import (
    DRAWS,
    Table,
    delays_tables,
    destination_table,
    lags_table,
    stays_table,
)
from concordat.records.england.profile import BANDS, Profile, load_people
from concordat.records.england.strata import ELECTIVE, EMERGENCY, OTHER, Strata

GROUPS = 4
ADULT = 1  # age groups from here on
WARM_DAYS = 61  # before the first month: the people who are in hospital then, or left lately


class Chances(NamedTuple):
    """Tables for the loop over people; shares are out of 65,536."""

    start: NDArray[np.int64]
    area: NDArray[np.int16]
    group: NDArray[np.int8]
    band: NDArray[np.int8]
    sex: NDArray[np.int8]
    frail: NDArray[np.int8]
    stays: NDArray[np.int16]  # (method, group, draw)
    destinations: NDArray[np.int16]  # (group, draw)
    delayed: NDArray[np.int32]  # (area, destination): share
    delays: NDArray[np.int16]  # (destination, draw)
    readmitted: NDArray[np.int32]  # (method, group, frail): share
    lags: Table
    put_off: int
    died: int
    movers: int
    areas: int


def make_chances(profile: Profile, strata: Strata) -> Chances:
    """The tables for a profile and its strata."""
    codes = profile.destinations.codes
    likely, delays = delays_tables(profile, _mix(profile, strata))
    delayed = np.clip(np.outer(_even_out(strata), likely), 0, 0.95)
    return Chances(
        strata.start,
        strata.area,
        strata.group,
        strata.band,
        strata.sex,
        strata.frail,
        _stays(profile),
        np.stack([destination_table(profile.destinations, group) for group in range(GROUPS)]),
        np.round(delayed * DRAWS).astype(np.int32),
        delays,
        _readmitted(profile),
        lags_table(profile.readmissions.days_half_of_them),
        round(profile.stays.weekend_discharges_put_off * DRAWS),
        codes.index("died"),
        round(profile.social_care.movers * DRAWS),
        len(strata.areas),
    )


def zero_days(profile: Profile) -> NDArray[np.float64]:
    """(method, group): the share of stays that end on the day they begin."""
    day_cases = profile.activity.day_cases / profile.activity.elective
    zero = np.full((3, GROUPS), day_cases)
    zero[EMERGENCY] = profile.stays.emergency.zero_days or 0.0
    zero[OTHER] = profile.stays.other.zero_days or 0.0
    return zero


def _stays(profile: Profile) -> NDArray[np.int16]:
    zero, kinds = zero_days(profile), (profile.stays.emergency, profile.stays.elective, profile.stays.other)
    longest = profile.stays.longest
    return np.stack(
        [
            np.stack([stays_table(kinds[method], group, zero[method, group], longest) for group in range(GROUPS)])
            for method in (EMERGENCY, ELECTIVE, OTHER)
        ]
    )


def _mix(profile: Profile, strata: Strata) -> NDArray[np.float64]:
    """Where adults go who leave alive after a night: shares by destination."""
    nights = strata.weight * (1 - zero_days(profile)[:, strata.group])
    shares = np.array(profile.destinations.shares)
    shares = shares / shares.sum(axis=1, keepdims=True)
    alive = np.array([code != "died" for code in profile.destinations.codes])
    by_group = np.array([nights[:, strata.group == group].sum() for group in range(GROUPS)])
    by_group[:ADULT] = 0
    mix: NDArray[np.float64] = (by_group @ shares) * alive
    return np.asarray(mix / mix.sum())


def _even_out(strata: Strata) -> NDArray[np.float64]:
    """The areas' delay factors, brought to an average of 1 over their people."""
    people = np.array([sum(bands[-BANDS:]) for bands in load_people().values()], float)
    return np.asarray(strata.delay_factor * people.sum() / (strata.delay_factor @ people))


def _readmitted(profile: Profile) -> NDArray[np.int32]:
    share = np.array(profile.readmissions.share)
    by_frailty = np.stack([share, share * profile.readmissions.times_for_frail], axis=1)
    after = np.stack([by_frailty, by_frailty * profile.readmissions.after_elective, by_frailty * 0])
    return np.round(after * DRAWS).astype(np.int32)
