"""Metrics of days in hospital after the day on which people were ready to leave."""

from concordat.records.metrics.definition import Column, Counted, Row
from concordat.records.metrics.words import ADULT, days_between, has_code, is_aged, is_alive


def is_known(spell: Row) -> Column:
    """An adult's discharge, alive, with a ready date."""
    return is_alive(spell) & is_aged(spell, ADULT, on="admitted") & spell.ready.notnull()


def is_delayed(spell: Row) -> Column:
    """Such a discharge after the ready date."""
    return is_known(spell) & (spell.discharged > spell.ready)


def is_delayed_for_social_care(spell: Row) -> Column:
    """A delayed discharge to a home, or to the person's own with care."""
    return is_delayed(spell) & has_code(spell, "admissions", "destination", "social-care")


def delayed_days(spell: Row) -> Column:
    """Days from ready to discharged."""
    return days_between(spell.ready, spell.discharged)


DELAYED_DAYS = Counted(
    id="delayed-days",
    title="Delayed days",
    version=1,
    counts="days from the ready date to the discharge of adults who left hospital alive, in the month of discharge",
    out_of=None,
    unit="per 1,000 people aged 65 and over",
    good="low",
    note=(
        "Adults are 18 and over, as in the published figures. Published delayed transfers of care count the days "
        "within the month; here all days of a delay count in the month in which it ended."
    ),
    table="admissions",
    month_of="discharged",
    numerator=is_delayed,
    amount=delayed_days,
)

DELAYED_DAYS_SOCIAL_CARE = Counted(
    id="delayed-days-social-care",
    title="Delayed days of people who left for social care",
    version=1,
    counts=(
        "delayed days of adults who left for a residential home, a nursing home, or their own home with new or more "
        "care, in the month of discharge"
    ),
    out_of=None,
    unit="per 1,000 people aged 65 and over",
    good="low",
    note="Stands in for the reasons Di, Dii and E of delayed transfers of care, by where people went.",
    table="admissions",
    month_of="discharged",
    numerator=is_delayed_for_social_care,
    amount=delayed_days,
)

DISCHARGE_DELAY = Counted(
    id="discharge-delay",
    title="Discharge delay",
    version=1,
    counts="days from the ready date to the discharge of adults who left hospital alive",
    out_of="discharges of adults, alive, with a ready date; those without delay count as 0 days",
    unit="mean days",
    good="low",
    table="admissions",
    month_of="discharged",
    numerator=is_delayed,
    amount=delayed_days,
    denominator=is_known,
)
