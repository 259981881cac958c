"""Metrics of personal budgets: who decides about the money for their support."""

import ibis

from concordat.periods import Month
from concordat.records.metrics.definition import Records, Worked
from concordat.records.metrics.words import has_code, is_in_place


def count_personal_budgets(records: Records, month: Month) -> ibis.Table:
    """People with long-term support at home on the last day of the month, and those of them with a personal budget."""
    services = records["services"]
    supported = services.filter(
        is_in_place(services, "started", "ended", month.last_day),
        has_code(services, "services", "service", "at-home"),
    )
    return supported.group_by("place").aggregate(
        numerator=supported.person.nunique(where=has_code(supported, "services", "delivery", "personal-budget")),
        denominator=supported.person.nunique(),
    )


def count_health_budgets(records: Records, month: Month) -> ibis.Table:
    """People with a personal health budget on the last day of the month."""
    services = records["services"]
    held = services.filter(
        is_in_place(services, "started", "ended", month.last_day), services.delivery == "personal-health-budget"
    )
    return held.group_by("place").aggregate(numerator=held.person.nunique()).mutate(denominator=ibis.null("int64"))


PERSONAL_BUDGETS = Worked(
    id="personal-budgets",
    title="People with a personal budget",
    version=1,
    counts="of those, people with a direct payment, a budget managed for them or a personal health budget on that day",
    out_of="people with long-term support at home on the last day of the period",
    unit="%",
    good="high",
    reads=("services",),
    define=count_personal_budgets,
    at_end=True,
)

PERSONAL_HEALTH_BUDGETS = Worked(
    id="personal-health-budgets",
    title="Personal health budgets",
    version=1,
    counts="people with a personal health budget on the last day of the period",
    out_of=None,
    unit="per 100,000 people",
    good=None,
    reads=("services",),
    define=count_health_budgets,
    at_end=True,
)
