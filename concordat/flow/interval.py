"""Means over replications, and how sure they are."""

import math
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

COVER = 0.95

Figures = npt.NDArray[np.float64] | npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over replications with its 95% interval; None where it cannot be said."""

    mean: float | None
    lower: float | None
    upper: float | None

    def as_dict(self) -> dict[str, float | None]:
        """For JSON."""
        return asdict(self)


def estimate_mean(values: Figures) -> Estimate:
    """The mean of one value per replication, with Student's t interval; none of one replication, nor of none."""
    return estimate_ratio(values, np.ones(len(values)))


def estimate_ratio(above: Figures, below: Figures) -> Estimate:
    """Total over total, with the t interval of its linearised residuals.

    The mean of the replications' own ratios would lean low where busy replications also see more people; the ratio of
    totals does not. With equal denominators both are the same.
    """
    count, total = len(above), float(below.sum())
    if total <= 0:
        return Estimate(None, None, None)
    mean = float(above.sum()) / total
    if count < 2:
        return Estimate(mean, None, None)
    residuals = (above - mean * below) / (total / count)
    error = float(residuals.std(ddof=1)) / math.sqrt(count)
    reach = float(stdtrit(count - 1, (1 + COVER) / 2)) * error
    return Estimate(mean, mean - reach, mean + reach)
