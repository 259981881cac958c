"""The made-up England described: its marginals beside published ones, and what of it is assumed."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from concordat.periods import Month
from concordat.records.england.months import Country, Plan, found_country, simulate_months
from concordat.records.england.profile import GROUPS, Sourced, load_people, load_profile
from concordat.records.england.spells import NO_DAY, Stays, join_stays

PLAN = Plan(600_000, Month(2023, 4), 24, 1)


def describe_england(made: str) -> Iterator[str]:
    country = found_country(PLAN)
    stays = join_stays([month.stays for month in simulate_months(country) if not month.warms_up])
    yield from ("# The made-up England", "", made, "")
    yield (
        "`concordat records generate` makes up people who go into hospital, come back, wait to leave and need "
        "care: none of them exists. As many people are made as have so many admissions in so many months, in the "
        "proportions of the population by area and age; some are frail, and have more emergencies. Month by month"
        " people are drawn who come; how long they stay, where they go, whether they wait and whether they come "
        "back follows from the seed, the person and the day. Nobody is in two beds at once, and nobody comes "
        "after death. The figures stand in "
        "`concordat/records/data/england.yaml`."
    )
    yield from ("", "## Beside published figures", "")
    yield f"Of {PLAN.admissions:,} admissions in {PLAN.months} months, seed {PLAN.seed}."
    yield from ("", "| What | Published | Made up |", "|---|---|---|")
    yield from _compare_delays(stays)
    yield from _compare_activity(country, stays)
    yield from _compare_areas(country, stays)
    profile = load_profile()
    yield from ("", "Published:", "")
    parts: dict[str, Any] = {name: getattr(profile, name) for name in type(profile).model_fields}
    sourced = {name: part for name, part in parts.items() if isinstance(part, Sourced)}
    yield from (f"* {name}: {part.source}." for name, part in sourced.items() if part.verified)
    yield from (
        "",
        "## What is assumed",
        "",
        "Only so that the whole is plausible; none of it says anything of England.",
        "",
    )
    yield from (f"* {name.replace('_', ' ')}: {part.source}." for name, part in sourced.items() if not part.verified)
    yield from ("", f"Age groups are {', '.join(GROUPS)}.")


def _compare_delays(stays: Stays) -> Iterator[str]:
    """Delays of adults who left alive after a night or more, as the publication counts them."""
    known = stays.ready != NO_DAY
    delay = (stays.discharged - stays.ready)[known]
    delays = load_profile().delays
    days = sum(length.days for length in delays.lengths)
    yield f"| Discharges on the ready day | {delays.same_day / delays.people:.1%} | {(delay == 0).mean():.1%} |"
    yield f"| Days after the ready day, mean with zeros | {days / delays.people:.3f} | {delay.mean():.3f} |"
    for length in delays.lengths:
        name = f"{length.from_}" if length.from_ == length.to else f"{length.from_} to {length.to}"
        made = ((delay >= length.from_) & (delay <= length.to)).mean()
        yield f"| Delayed {name} days | {length.people / delays.people:.1%} | {made:.1%} |"


def _compare_activity(country: Country, stays: Stays) -> Iterator[str]:
    activity = load_profile().activity
    planned, urgent = stays.method == 1, stays.method == 0
    ratio = activity.emergency / activity.elective
    yield f"| Emergency admissions for each planned one | {ratio:.2f} | {urgent.sum() / planned.sum():.2f} |"
    day_cases = (stays.discharged == stays.admitted)[planned].mean()
    yield f"| Day cases, of planned admissions | {activity.day_cases / activity.elective:.1%} | {day_cases:.1%} |"
    everybody = np.array([sum(bands) for bands in load_people().values()])
    older = np.array([sum(bands[13:]) for bands in load_people().values()])
    made = country.strata.sizes[country.strata.group >= 2].sum() / country.strata.people
    yield f"| People aged 65 and over | {older.sum() / everybody.sum():.1%} | {made:.1%} |"


def _compare_areas(country: Country, stays: Stays) -> Iterator[str]:
    """How far the delays of areas lie apart, and whether those that are likelier there are likelier here."""
    known = stays.ready != NO_DAY
    area, late = stays.area[known], (stays.discharged > stays.ready)[known]
    made = np.bincount(area, late, len(country.strata.areas)) / np.bincount(area, minlength=len(country.strata.areas))
    published = country.strata.delay_factor * (1 - load_profile().delays.same_day / load_profile().delays.people)
    shown = " | ".join(f"{np.quantile(of, 0.1):.1%} to {np.quantile(of, 0.9):.1%}" for of in (published, made))
    yield f"| Delayed discharges of areas, tenth to ninetieth percentile | {shown} |"
    agree = np.corrcoef(published, made)[0, 1]
    yield f"| Correlation of areas' delayed discharges | | {agree:.2f} |"
