"""What comparisons, sweeps and targets look at: figures of a run by replication, of a pathway or of all together."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from concordat.flow.calendar import Floats
from concordat.flow.interval import COVER, Estimate, estimate_ratio
from concordat.flow.parameters import System
from concordat.flow.result import PathwayResult, Result

ALL = "All pathways"
TITLES: Mapping[str, str] = {
    "delayed_days": "Delayed days",
    "queue": "People waiting, mean",
    "share_of_beds": "Share of acute beds taken",
    "mean_wait": "Mean wait, days",
    "probability_of_waiting": "Share who wait",
    "occupancy": "Places in use",
    "blocked": "Share turned away",
    "cost": "Cost",
}
SHARES = frozenset(("share_of_beds", "probability_of_waiting", "occupancy", "blocked"))


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure as total over total, by replication; a plain sum has ones below."""

    above: Floats
    below: Floats

    def estimate(self) -> Estimate:
        """Its mean over replications with the 95% interval."""
        return estimate_ratio(self.above, self.below)

    @property
    def by_replication(self) -> Floats:
        """Its value in each replication; nan where there is nothing to divide by."""
        made = np.full(len(self.above), np.nan)
        np.divide(self.above, self.below, out=made, where=self.below > 0)
        return made


def list_measures(result: Result) -> dict[str, dict[str, Ratio]]:
    """By pathway in the order of the file, then for all together, each figure that can be said."""
    found = {one.name: _of_pathway(one) for one in result.pathways}
    return {**found, ALL: _of_all(result)}


def estimate_difference(other: Ratio, base: Ratio) -> Estimate:
    """`other` less `base`, paired by replication: the same people came in both. None where either cannot be said."""
    there, here = other.estimate().mean, base.estimate().mean
    if there is None or here is None:
        return Estimate(None, None, None)
    count = len(base.above)
    if count < 2:
        return Estimate(there - here, None, None)
    residuals = _residuals(other, there) - _residuals(base, here)
    reach = float(stdtrit(count - 1, (1 + COVER) / 2)) * float(residuals.std(ddof=1)) / count**0.5
    return Estimate(there - here, there - here - reach, there - here + reach)


def calculate_costs(result: Result) -> Floats | None:
    """Pounds of the measured days by replication: acute bed days of people who wait, and places, used or not.

    None where the file has no cost at all. A pathway whose places have no cost counts for its delayed days only.
    """
    costs = result.system.costs
    if costs.acute_bed_day is None and not costs.place_day:
        return None
    total = (costs.acute_bed_day or 0.0) * _delayed_days(result)
    for name, pounds in costs.place_day.items():
        total = total + pounds * count_place_days(result.system, name)
    return total


def count_place_days(system: System, name: str) -> float:
    """Places open times days, within the measured days, in the pathway's own unit."""
    pathway = system.pathway(name)
    days = [max(system.day_number(one.from_), 0) for one in pathway.changes]
    ends = [*days[1:], system.days]
    spans = [max(min(end, system.days) - max(day, system.warm_up_days), 0) for day, end in zip(days, ends, strict=True)]
    return float(sum(one.places * span for one, span in zip(pathway.changes, spans, strict=True)))


def _residuals(ratio: Ratio, mean: float) -> Floats:
    return np.asarray((ratio.above - mean * ratio.below) / (ratio.below.sum() / len(ratio.below)), np.float64)


def _of_pathway(one: PathwayResult) -> dict[str, Ratio]:
    admitted = one.admitted.astype(float)
    found = {
        "delayed_days": _sum(one.delayed_days),
        "queue": _sum(one.queue),
        "mean_wait": Ratio(one.wait, admitted),
        "probability_of_waiting": Ratio(one.waited.astype(float), admitted),
    }
    if not np.isnan(one.occupancy).any():
        found["occupancy"] = _sum(one.occupancy)
    if one.turned_away.any():
        found["blocked"] = Ratio(one.turned_away.astype(float), one.people.astype(float))
    return found


def _of_all(result: Result) -> dict[str, Ratio]:
    delayed = _delayed_days(result)
    days = result.system.days - result.system.warm_up_days
    admitted = np.sum([one.admitted for one in result.pathways], axis=0).astype(float)
    found = {
        "delayed_days": _sum(delayed),
        "queue": _sum(delayed / days),
        "mean_wait": Ratio(np.sum([one.wait for one in result.pathways], axis=0), admitted),
    }
    if result.system.acute_beds:
        found["share_of_beds"] = _sum(delayed / days / result.system.acute_beds)
    if (cost := calculate_costs(result)) is not None:
        found["cost"] = _sum(cost)
    return found


def _delayed_days(result: Result) -> Floats:
    return np.asarray(np.sum([one.delayed_days for one in result.pathways], axis=0), dtype=np.float64)


def _sum(values: Floats) -> Ratio:
    return Ratio(values, np.ones(len(values)))
