"""What a run gives: measures per replication, days per replication, and their means with intervals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from concordat.findings import Finding
from concordat.flow.calendar import Floats, Ints
from concordat.flow.interval import Estimate, estimate_mean, estimate_ratio
from concordat.flow.parameters import System

MEASURES = ("delayed_days", "mean_wait", "probability_of_waiting", "occupancy", "queue", "blocked")


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each person waited who arrived within the measured days, replication after replication.

    `days` holds all of them; those of replication r are `days[offsets[r]:offsets[r + 1]]`.
    """

    days: Floats
    offsets: Ints

    def percentile(self, share: float) -> Floats:
        """The wait that this share (0 to 1) of people does not exceed, per replication; nan where nobody came."""
        pairs = zip(self.offsets, self.offsets[1:], strict=False)
        parts = (self.days[a:b] for a, b in pairs)
        return np.array([np.quantile(part, share) if part.size else np.nan for part in parts])


@dataclass(frozen=True, slots=True)
class PathwayResult:
    """One pathway. Arrays have shape (replications,), daily ones (replications, days) with the warm-up's days too.

    `people` arrived within the measured days; of them `turned_away` found the queue full and `waited` did not start at
    once. `wait` is the sum of their waits in days, each followed to its end even beyond the last day. `elsewhere` took
    a place of the next-best pathway. `daily_delayed` are person-days of waiting within each day, exact;
    `daily_waiting` people at the midnight that ends it; `daily_occupied` place-days used. `places` (days,) are open.
    """

    name: str
    warm_up_days: int
    people: Ints
    turned_away: Ints
    waited: Ints
    elsewhere: Ints
    wait: Floats
    daily_delayed: Floats
    daily_waiting: Floats
    daily_occupied: Floats
    places: Ints
    waits: Waits | None = None

    @property
    def delayed_days(self) -> Floats:
        """Person-days spent waiting within the measured days."""
        return np.asarray(self.daily_delayed[:, self.warm_up_days :].sum(axis=1))

    @property
    def queue(self) -> Floats:
        """Mean number of people waiting."""
        return self.delayed_days / self._measured

    @property
    def occupancy(self) -> Floats:
        """Share of open place-days used; above 1 where places closed with people in them; nan without places."""
        return _divide(self._occupied, np.full(len(self.people), self._open))

    @property
    def mean_wait(self) -> Floats:
        """Days from ready to start, those who did not wait included; nan where nobody was admitted."""
        return _divide(self.wait, self.admitted)

    @property
    def probability_of_waiting(self) -> Floats:
        """Share of those admitted who did not start at once; nan where nobody was admitted."""
        return _divide(self.waited, self.admitted)

    @property
    def blocked(self) -> Floats:
        """Share of those who arrived that the full queue turned away; nan where nobody arrived."""
        return _divide(self.turned_away, self.people)

    @property
    def admitted(self) -> Ints:
        """People who arrived within the measured days and were not turned away."""
        return self.people - self.turned_away

    @property
    def _measured(self) -> int:
        return len(self.places) - self.warm_up_days

    @property
    def _open(self) -> float:
        return float(self.places[self.warm_up_days :].sum())

    @property
    def _occupied(self) -> Floats:
        return np.asarray(self.daily_occupied[:, self.warm_up_days :].sum(axis=1))

    def summary(self) -> dict[str, Estimate]:
        """Each measure's mean over replications with its 95% interval; shares and waits as ratios of totals."""
        return {
            "delayed_days": estimate_mean(self.delayed_days),
            "mean_wait": estimate_ratio(self.wait, self.admitted),
            "probability_of_waiting": estimate_ratio(self.waited, self.admitted),
            "occupancy": estimate_ratio(self._occupied, np.full(len(self.people), self._open)),
            "queue": estimate_mean(self.queue),
            "blocked": estimate_ratio(self.turned_away, self.people),
        }


@dataclass(frozen=True, slots=True)
class Result:
    """A run: its system, how it was made, and each pathway in the order of the file."""

    system: System
    replications: int
    seed: int
    engine: str
    compiled: bool
    pathways: tuple[PathwayResult, ...]
    findings: tuple[Finding, ...] = ()
    versions: Mapping[str, str | None] = field(default_factory=dict)

    def pathway(self, name: str) -> PathwayResult:
        """A pathway by its name. Raises KeyError."""
        return {one.name: one for one in self.pathways}[name]

    @property
    def daily_delayed(self) -> Floats:
        """Person-days of waiting in all pathways, (replications, days): acute beds taken by people ready to leave."""
        return np.asarray(np.sum([one.daily_delayed for one in self.pathways], axis=0))

    def summary(self) -> dict[str, dict[str, Estimate]]:
        """By name of the pathway, each measure's mean and 95% interval."""
        return {one.name: one.summary() for one in self.pathways}

    def to_dict(self) -> dict[str, Any]:
        """The JSON of `concordat flow run`; null for what cannot be said, such as an interval of one replication."""
        return {
            "title": self.system.title,
            "days": self.system.days,
            "warm_up_days": self.system.warm_up_days,
            "replications": self.replications,
            "seed": self.seed,
            "engine": self.engine,
            "compiled": self.compiled,
            "interval": 0.95,
            "versions": dict(self.versions),
            "findings": [one.as_dict() for one in self.findings],
            "pathways": [
                {
                    "name": one.name,
                    **{key: value.as_dict() for key, value in one.summary().items()},
                    "people": estimate_mean(one.people).as_dict(),
                }
                for one in self.pathways
            ],
        }


def _divide(above: Floats | Ints, below: Floats | Ints) -> Floats:
    return np.asarray(np.divide(above, below, out=np.full(len(below), np.nan), where=below > 0))
