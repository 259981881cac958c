"""Metrics of reablement after hospital: who was offered it, and who was at home 91 days later."""

import ibis

from concordat.periods import Month
from concordat.records.metrics.definition import Records, Worked
from concordat.records.metrics.words import NEVER, OLDER, has_code, is_aged, is_alive, is_within, tally

LATER = 91  # days after the discharge
WINTER = (10, 11, 12)  # the quarter in which people have to be discharged


def older_people_reabled(records: Records, month: Month) -> ibis.Table:
    """Reablement of people of 65 and over that followed a discharge from hospital in the month."""
    spells = records["reablement"]
    return spells.filter(is_within(spells.discharged, month), is_aged(spells, OLDER, on="discharged"))


def count_offered(records: Records, month: Month) -> ibis.Table:
    """Discharges of the month to reablement, of all discharges of older people."""
    spells = records["admissions"]
    discharges = spells.filter(
        is_within(spells.discharged, month), is_alive(spells), is_aged(spells, OLDER, on="discharged")
    )
    return tally(older_people_reabled(records, month), discharges)


def count_at_home(records: Records, month: Month) -> ibis.Table:
    """Of those reabled, the people at home 91 days later: not dead, in hospital, in a care home or out of reach."""
    reabled = older_people_reabled(records, month)
    reabled = reabled.mutate(day=(reabled.discharged + ibis.interval(days=LATER)).cast("date"))
    deaths, spells, services = records["deaths"], records["admissions"], records["services"]
    spells = spells.mutate(until=spells.discharged.fill_null(NEVER))
    homes = services.filter(has_code(services, "services", "service", "institution"))
    homes = homes.mutate(until=homes.ended.fill_null(NEVER))
    at_home = reabled.filter(reabled.reached.fill_null("yes") != "no")
    for table, begins, ends in ((deaths, "died", None), (spells, "admitted", "until"), (homes, "started", "until")):
        meets = [at_home.person == table.person, table[begins] <= at_home.day]
        at_home = at_home.anti_join(table, [*meets, table[ends] > at_home.day] if ends else meets)
    return tally(at_home, reabled)


REABLEMENT_OFFERED = Worked(
    id="reablement-offered-65",
    title="Reablement offered to people aged 65 and over",
    version=1,
    counts="discharges from hospital to reablement of people aged 65 and over, from October to December",
    out_of="discharges from hospital of people aged 65 and over, from October to December",
    unit="%",
    good="high",
    note=(
        "ASCOF 2B part 2; age is taken in the year of the discharge. A year has the figures of its months from October "
        "to December."
    ),
    reads=("reablement", "admissions"),
    define=count_offered,
    placed_by=("reablement", "admissions"),
    months=WINTER,
)

REABLEMENT_AT_91_DAYS = Worked(
    id="reablement-91-days-65",
    title="People aged 65 and over at home 91 days after discharge to reablement",
    version=1,
    counts="of those, people at home on the 91st day: not in hospital, not in a care home, not dead, and in reach",
    out_of="discharges from hospital to reablement of people aged 65 and over, from October to December",
    unit="%",
    good="high",
    note=(
        "ASCOF 2B part 1. Who left hospital or a home on the 91st day is at home; who died or was admitted on it is "
        "not. Where nobody asked whether a person could be reached, they count as in reach."
    ),
    reads=("reablement", "admissions", "services", "deaths"),
    define=count_at_home,
    days_after=LATER,
    months=WINTER,
)
