"""All metrics by their ids."""

from difflib import get_close_matches

from concordat.records.metrics.budgets import PERSONAL_BUDGETS, PERSONAL_HEALTH_BUDGETS
from concordat.records.metrics.definition import Metric
from concordat.records.metrics.delays import DELAYED_DAYS, DELAYED_DAYS_SOCIAL_CARE, DISCHARGE_DELAY
from concordat.records.metrics.high_risk import JOINT_PLANS
from concordat.records.metrics.hospital import (
    EMERGENCY_ADMISSIONS,
    LONG_STAYS,
    READMISSIONS,
    STAY_90TH_PERCENTILE,
    WEEKEND_DISCHARGES,
)
from concordat.records.metrics.institutions import BED_DAYS, PERMANENT_ADMISSIONS
from concordat.records.metrics.reablement import REABLEMENT_AT_91_DAYS, REABLEMENT_OFFERED

METRICS: dict[str, Metric] = {
    metric.id: metric
    for metric in (
        EMERGENCY_ADMISSIONS,
        LONG_STAYS,
        READMISSIONS,
        DELAYED_DAYS,
        DELAYED_DAYS_SOCIAL_CARE,
        DISCHARGE_DELAY,
        STAY_90TH_PERCENTILE,
        WEEKEND_DISCHARGES,
        BED_DAYS,
        PERMANENT_ADMISSIONS,
        REABLEMENT_OFFERED,
        REABLEMENT_AT_91_DAYS,
        JOINT_PLANS,
        PERSONAL_BUDGETS,
        PERSONAL_HEALTH_BUDGETS,
    )
}


class UnknownMetric(ValueError):
    """No metric has that id; the message names those that there are."""


def find_metrics(named: list[str]) -> list[Metric]:
    """The metrics of these ids, or all for `all`, in the order of the catalogue. Raises UnknownMetric."""
    for id in named:
        if id != "all" and id not in METRICS:
            close = get_close_matches(id, METRICS, n=1, cutoff=0.4)
            meant = f" Did you mean {close[0]}?" if close else ""
            raise UnknownMetric(f"There is no metric {id!r}; there are {', '.join(METRICS)}.{meant}")
    return [metric for metric in METRICS.values() if "all" in named or metric.id in named]
