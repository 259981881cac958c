"""Drawing stays, whole ones and what is left of those under way, by distribution."""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from concordat.flow.calendar import Floats
from concordat.flow.parameters import Stay


class Drawer(Protocol):
    """A distribution of stays. `draw` fills rows with standard numbers, `finish` turns a block of them into days."""

    def draw(self, rng: np.random.Generator, out: Floats) -> None:
        """Fill `out` in the order of the people, one number each or more."""

    def finish(self, numbers: Floats) -> None:
        """Turn what was drawn into days, in place."""

    def longer(self) -> "Drawer":
        """Stays as they are met by somebody who looks in: a long one is met more often, in proportion to its length."""


@dataclass(frozen=True, slots=True)
class LogNormal:
    """exp(location + scale z): parameters of the logarithm, from the arithmetic mean and standard deviation."""

    location: float
    scale: float

    @classmethod
    def of(cls, mean: float, sd: float) -> "LogNormal":
        """scale² = ln(1 + (sd/mean)²), location = ln mean - scale²/2; not the mean and deviation of the logarithms."""
        variance = math.log1p((sd / mean) ** 2)
        return cls(math.log(mean) - variance / 2, math.sqrt(variance))

    def draw(self, rng: np.random.Generator, out: Floats) -> None:
        rng.standard_normal(out=out)

    def finish(self, numbers: Floats) -> None:
        numbers *= self.scale
        numbers += self.location
        np.exp(numbers, out=numbers)

    def longer(self) -> "LogNormal":
        return LogNormal(self.location + self.scale**2, self.scale)


@dataclass(frozen=True, slots=True)
class Gamma:
    """A gamma distribution; the exponential is the one of shape 1."""

    shape: float
    scale: float

    @classmethod
    def of(cls, mean: float, sd: float) -> "Gamma":
        """shape = (mean/sd)², scale = sd²/mean."""
        return cls((mean / sd) ** 2, sd**2 / mean)

    def draw(self, rng: np.random.Generator, out: Floats) -> None:
        if self.shape == 1:
            rng.standard_exponential(out=out)
        else:
            rng.standard_gamma(self.shape, out=out)

    def finish(self, numbers: Floats) -> None:
        numbers *= self.scale

    def longer(self) -> "Gamma":
        return Gamma(self.shape + 1, self.scale)


@dataclass(frozen=True, slots=True)
class Empirical:
    """Stays seen, drawn again as often as they were seen; never smoothed, never rounded."""

    values: Floats
    shares: Floats  # cumulative, the last one 1

    @classmethod
    def of(cls, values: tuple[float, ...], weights: tuple[float, ...]) -> "Empirical":
        """In order of length, so that the same draw gives a longer stay where all stays are longer."""
        order = np.argsort(values, kind="stable")
        sorted_values = np.asarray(values, dtype=np.float64)[order]
        sorted_weights = np.asarray(weights or np.ones(len(values)), dtype=np.float64)[order]
        return cls(sorted_values, _cumulate(sorted_weights))

    def draw(self, rng: np.random.Generator, out: Floats) -> None:
        rng.random(out=out)

    def finish(self, numbers: Floats) -> None:
        numbers[...] = self.values[np.searchsorted(self.shares, numbers, side="right")]

    def longer(self) -> "Empirical":
        return Empirical(self.values, _cumulate(np.diff(self.shares, prepend=0.0) * self.values))


def make_drawer(stay: Stay) -> Drawer:
    """The distribution that a stay's parameters describe."""
    if stay.distribution == "empirical":
        return Empirical.of(stay.values, stay.weights)
    if stay.distribution == "lognormal":
        return LogNormal.of(stay.average, stay.spread)
    return Gamma.of(stay.average, stay.average if stay.distribution == "exponential" else stay.spread)


def _cumulate(weights: Floats) -> Floats:
    shares = np.cumsum(weights) / weights.sum()
    shares[np.flatnonzero(weights)[-1] :] = 1.0  # rounding must not leave a gap before 1
    return np.asarray(shares)
