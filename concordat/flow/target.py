"""Targets: a figure that must not be more than so much, as a person writes it."""

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from concordat.flow.calendar import Floats
from concordat.flow.measures import ALL, list_measures
from concordat.flow.result import Result

Kind = Literal["share-of-beds", "waiting", "delayed-days", "wait"]
HOW_WRITTEN = (
    "write share-of-beds=3.5% (of acute beds, all pathways), waiting=12 (people, on average; the delayed days of a "
    "day), delayed-days=3000 (over the measured days) or wait-90=2 (days that 90% do not exceed)"
)
_WRITTEN = re.compile(
    r"^(share-of-beds|waiting|delayed-days|wait-(\d{1,2}(?:\.\d+)?))\s*(?:<=|=)\s*(\d+(?:\.\d+)?)\s*(%?)$"
)


class NotATarget(ValueError):
    """The text is no target; the message says how one is written."""


@dataclass(frozen=True, slots=True)
class Target:
    """At most `limit`: a share of acute beds, people waiting, delayed days, or days that a share of people wait."""

    kind: Kind
    limit: float
    share: float | None = None  # of people, for a wait

    def __str__(self) -> str:
        said = {
            "share-of-beds": f"at most {self.limit:.1%} of acute beds taken by people who wait",
            "waiting": f"at most {self.limit:g} people waiting on average",
            "delayed-days": f"at most {self.limit:,.0f} delayed days",
            "wait": f"{(self.share or 0) * 100:g}% of people waiting at most {self.limit:g} days",
        }
        return said[self.kind]


def parse_target(text: str) -> Target:
    """Read `share-of-beds=3.5%`, `waiting=12`, `delayed-days=3000` or `wait-90=2`. Raises NotATarget."""
    match = _WRITTEN.match(text.strip().lower())
    if match is None:
        raise NotATarget(f"{text!r} is not a target; {HOW_WRITTEN}.")
    kind, share, limit, percent = match[1], match[2], float(match[3]), match[4]
    if percent and kind != "share-of-beds":
        raise NotATarget(f"{text!r} is not a target: only share-of-beds is a percentage; {HOW_WRITTEN}.")
    if kind == "share-of-beds":
        limit = limit / 100 if percent else limit
        if not 0 <= limit <= 1:
            raise NotATarget(f"{text!r} is not a target: a share of beds is at most 100%; write 3.5% or 0.035.")
    if share is not None:
        if float(share) == 0:
            raise NotATarget(f"{text!r} is not a target: the share of people is more than 0; write wait-90=2.")
        return Target("wait", limit, float(share) / 100)
    return Target(kind, limit)  # type: ignore[arg-type]


def calculate_target(target: Target, result: Result, scope: str = ALL) -> Floats:
    """What the target looks at, by replication; of a pathway, or of all. nan where nobody came.

    A wait needs a run that kept the waits. Raises NotATarget where the file lacks what the target needs.
    """
    if target.kind == "wait":
        return _percentile(target.share or 0.0, result, scope)
    if target.kind == "share-of-beds":
        found = list_measures(result)[ALL].get("share_of_beds")
        if found is None:
            raise NotATarget("share-of-beds needs acute_beds in the file; add how many beds the hospitals have.")
        return found.by_replication
    key = "queue" if target.kind == "waiting" else "delayed_days"
    return list_measures(result)[scope][key].by_replication


def is_met(target: Target, values: Floats) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """By replication; met where nobody came."""
    return np.asarray(np.isnan(values) | (values <= target.limit + 1e-12))


def _percentile(share: float, result: Result, scope: str) -> Floats:
    chosen = [one for one in result.pathways if scope in (ALL, one.name)]
    if any(one.waits is None for one in chosen):
        raise ValueError("a target for waits needs a run that keeps them (keep_waits=True)")
    if len(chosen) == 1:
        return chosen[0].waits.percentile(share)  # type: ignore[union-attr]
    every = []
    for number in range(result.replications):
        parts = [
            one.waits.days[one.waits.offsets[number] : one.waits.offsets[number + 1]] for one in chosen if one.waits
        ]
        together = np.concatenate(parts)
        every.append(np.quantile(together, share) if together.size else np.nan)
    return np.array(every)
