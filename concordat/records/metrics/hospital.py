"""Metrics of hospital stays alone."""

import ibis

from concordat.periods import Month
from concordat.records.metrics.definition import Column, Counted, Percentile, Records, Row, Worked
from concordat.records.metrics.words import (
    OLDER,
    SATURDAY,
    days_between,
    is_aged,
    is_alive,
    is_emergency,
    is_within,
    tally,
)

LONG_STAY = 30  # days; a long stay is longer
READMITTED_WITHIN = 30  # days from the latest earlier discharge, both ends included


def is_older_emergency(spell: Row) -> Column:
    """An emergency admission of somebody aged 65 or over in the year of the admission."""
    return is_emergency(spell) & is_aged(spell, OLDER, on="admitted")


EMERGENCY_ADMISSIONS = Counted(
    id="emergency-admissions-65",
    title="Emergency admissions of people aged 65 and over",
    version=1,
    counts="emergency admissions of people aged 65 and over, in the month of admission",
    out_of=None,
    unit="per 1,000 people aged 65 and over",
    good="low",
    table="admissions",
    month_of="admitted",
    numerator=is_older_emergency,
)

LONG_STAYS = Counted(
    id="long-stays-65",
    title="Long emergency stays of people aged 65 and over",
    version=1,
    counts="emergency admissions of people aged 65 and over to a stay of over 30 days, in the month of admission",
    out_of=None,
    unit="per 1,000 people aged 65 and over",
    good="low",
    note="A stay that goes on is not counted yet, however long it has been: the last months rise when run again.",
    table="admissions",
    month_of="admitted",
    numerator=lambda spell: is_older_emergency(spell) & (days_between(spell.admitted, spell.discharged) > LONG_STAY),
)


def count_readmissions(records: Records, month: Month) -> ibis.Table:
    """Emergency admissions of the month, and those of them that an earlier discharge lies 0 to 30 days before."""
    spells = records["admissions"]
    begun = spells.admitted.epoch_days() * 100_000
    spells = spells.mutate(
        earliest=spells.admitted - ibis.interval(days=READMITTED_WITHIN),
        order=begun + spells.discharged.epoch_days().fill_null(99_999),
    )
    admissions = spells.filter(is_within(spells.admitted, month), is_older_emergency(spells))
    earlier = spells.filter(spells.discharged.notnull()).view()
    readmissions = admissions.semi_join(
        earlier,
        [
            admissions.person == earlier.person,
            earlier.discharged <= admissions.admitted,
            earlier.discharged >= admissions.earliest,
            earlier.order < admissions.order,
        ],
    )
    return tally(readmissions, admissions)


READMISSIONS = Worked(
    id="readmissions-30-days",
    title="Emergency readmissions within 30 days of people aged 65 and over",
    version=1,
    counts=(
        "emergency admissions of people aged 65 and over, 0 to 30 days after the latest earlier discharge from a stay "
        "of any method, in the month of admission"
    ),
    out_of="emergency admissions of people aged 65 and over",
    unit="%",
    good="low",
    note=(
        "A stay is earlier if it began on an earlier day, or began on the same day and ended before the other did. "
        "The first month lacks the discharges before it: its value is too low."
    ),
    reads=("admissions",),
    define=count_readmissions,
    days_before=READMITTED_WITHIN,
)

STAY_90TH_PERCENTILE = Percentile(
    id="stay-90th-percentile-65",
    title="90th percentile of emergency stays of people aged 65 and over",
    version=1,
    counts=(
        "the days that nine in ten emergency stays of people aged 65 and over do not exceed, in the month of discharge"
    ),
    out_of="emergency stays of people aged 65 and over",
    unit="days",
    good="low",
    note="The numerator is the percentile itself, by nearest rank; deaths in hospital are stays as well.",
    table="admissions",
    month_of="discharged",
    rows=is_older_emergency,
    value=lambda spell: days_between(spell.admitted, spell.discharged),
    share=0.9,
)

WEEKEND_DISCHARGES = Counted(
    id="weekend-discharges",
    title="Discharges at weekends",
    version=1,
    counts="discharges on a Saturday or Sunday",
    out_of="discharges, deaths in hospital left out",
    unit="%",
    good="high",
    table="admissions",
    month_of="discharged",
    numerator=lambda spell: is_alive(spell) & (spell.discharged.day_of_week.index() >= SATURDAY),
    denominator=is_alive,
)
