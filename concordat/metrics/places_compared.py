"""All places in one period: each with its interval, how it stands to all of them together, where the funnel lies."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from concordat.metrics.comparison import NOT_COMPARED, Words, compare, quantiles
from concordat.metrics.control_charts.when import label_period
from concordat.metrics.definition import Definition
from concordat.metrics.funnel import Kind, funnel_limits, pooled_mean
from concordat.metrics.intervals import rate_interval, wilson
from concordat.metrics.numbers_in import FloatArray
from concordat.metrics.value import Series, Value
from concordat.periods import Period
from concordat.places.area import VINTAGES

FAR = 0.998
RATE_OF = {"people-delayed-per-day": "delayed-transfers"}  # a number of people is compared by its rate
MANY_OUTSIDE = 0.2  # a share of places outside the far limits that chance and a few odd places do not explain


@dataclass(frozen=True, slots=True)
class PlacesCompared:
    """A metric in one period, places by value, the highest first. Arrays go along `names`.

    `centre` is all places together; `verdicts` compare each with it. `outside` are the places without a value, and why.
    `chosen` is the index of the place that the reader asks about, or None.
    """

    definition: Definition
    period: Period
    kind: Kind
    names: tuple[str, ...]
    slugs: tuple[str, ...]
    numerators: FloatArray
    denominators: FloatArray
    values: FloatArray
    lower: FloatArray
    upper: FloatArray
    centre: float
    verdicts: Words
    fifths: FloatArray
    outside: tuple[tuple[str, str], ...]
    chosen: int | None

    @property
    def per(self) -> float:
        return self.definition.multiplier

    @property
    def label(self) -> str:
        """The period as people say it."""
        return label_period(self.period)

    def limits(self, confidence: float, denominators: FloatArray | None = None) -> tuple[FloatArray, FloatArray]:
        """The funnel at places of these denominators, by default at those of the places."""
        of = self.denominators if denominators is None else denominators
        return funnel_limits(
            np.zeros_like(of), of, kind=self.kind, per=self.per, confidence=confidence, centre=self.centre / self.per
        )

    def count_outside(self, confidence: float = FAR) -> int:
        """How many places lie outside the funnel."""
        low, high = self.limits(confidence)
        return int(((self.values < low) | (self.values > high)).sum())

    def table(self) -> list[dict[str, Any]]:
        """A row for each place, for a data frame."""
        low, high = self.limits(0.95)
        low_far, high_far = self.limits(FAR)
        return [
            {
                "place": self.names[at],
                "slug": self.slugs[at],
                "period": str(self.period),
                "numerator": float(self.numerators[at]),
                "denominator": float(self.denominators[at]),
                "value": float(self.values[at]),
                "lower": float(self.lower[at]),
                "upper": float(self.upper[at]),
                "verdict": str(self.verdicts[at]),
                "fifth": None if np.isnan(self.fifths[at]) else int(self.fifths[at]),
                "funnel_95": (float(low[at]), float(high[at])),
                "funnel_99.8": (float(low_far[at]), float(high_far[at])),
            }
            for at in range(len(self.names))
        ]


def compare_places(
    series: Sequence[Series], *, chosen: str | None = None, period: Period | None = None
) -> PlacesCompared:
    """All places of `series` in a period, by default the latest that most places have; `chosen` is a slug.

    Raises ValueError where no place has a value with what it was made of, where the denominator is the same for all, so
    that there is nothing to compare, and for a chosen place that is not among them.
    """
    if not series or series[0].definition.interval == "none":
        raise ValueError("Places are compared by figures with a numerator and a denominator; this metric has none.")
    definition, when = series[0].definition, period or find_period(series)
    found = [(one, _value_in(one, when)) for one in series]
    held = [(one, value) for one, value in found if _is_whole(value)]
    if not held:
        raise ValueError(f"{definition.label}: no place has a figure for {when} that can be compared.")
    held.sort(key=lambda pair: -(pair[1].value or 0.0))
    outside = tuple(sorted((one.name, value.missing) for one, value in found if not _is_whole(value)))
    slugs = tuple(one.slug for one, _ in held)
    if chosen is not None and chosen not in slugs:
        why = next((value.missing for one, value in found if one.slug == chosen), "")
        raise ValueError(f"{chosen} has no figure for {when} that can be compared. {why}".rstrip())
    top, under = (np.array([getattr(v, part) for _, v in held]) for part in ("numerator", "denominator"))
    if len(held) > 1 and (under == under[0]).all():
        raise ValueError(
            f"{definition.label} is a number, not a rate: places of different size are not compared by it."
        )
    return _compared(definition, when, held, top, under, outside, slugs.index(chosen) if chosen else None)


def vintage_of(period: Period) -> int:
    """The boundaries in force in a period, or the nearest that are held: those of 1 April of its financial year."""
    day = period.first_day
    year = day.year if day.month >= 4 else day.year - 1
    return max((one for one in VINTAGES if one <= year), default=min(VINTAGES))


def find_period(series: Sequence[Series]) -> Period:
    """The latest period that has a value in as many places as any has. Raises ValueError where none has one."""
    many = Counter(value.period for one in series for value in one.values if _is_whole(value))
    if not many:
        raise ValueError(f"{series[0].definition.label}: no place has a figure that can be compared.")
    most = max(many.values())
    return max(period for period, count in many.items() if count == most)


def _compared(
    definition: Definition,
    period: Period,
    held: list[tuple[Series, Value]],
    top: FloatArray,
    under: FloatArray,
    outside: tuple[tuple[str, str], ...],
    chosen: int | None,
) -> PlacesCompared:
    per, is_share = definition.multiplier, definition.interval == "wilson"
    centre = float(pooled_mean(top, under)) * per
    near, far = (_interval(is_share, top, under, per, confidence) for confidence in (0.95, FAR))
    values = top / under * per
    return PlacesCompared(
        definition=definition,
        period=period,
        kind="proportion" if is_share else "rate",
        names=tuple(one.name for one, _ in held),
        slugs=tuple(one.slug for one, _ in held),
        numerators=top,
        denominators=under,
        values=values,
        lower=near[0],
        upper=near[1],
        centre=centre,
        verdicts=np.atleast_1d(compare(centre, near, far, good=definition.good)),
        fifths=quantiles(values),
        outside=outside,
        chosen=chosen,
    )


def _interval(
    is_share: bool, top: FloatArray, under: FloatArray, per: float, confidence: float
) -> tuple[FloatArray, FloatArray]:
    if is_share:
        low, high = wilson(top, under, confidence)
        return per * low, per * high
    return rate_interval(top, under, per=per, confidence=confidence)


def _value_in(series: Series, period: Period) -> Value:
    none = Value(period, None, None, None, None, None, "", series.why_empty or f"There is no figure for {period}.")
    return next((value for value in series.values if value.period == period), none)


def _is_whole(value: Value) -> bool:
    return None not in (value.value, value.numerator, value.denominator) and bool(value.denominator)


def count_verdicts(compared: PlacesCompared) -> dict[str, int]:
    """How many places have each verdict, those of no comparison left out."""
    counted = Counter(str(one) for one in compared.verdicts)
    counted.pop(NOT_COMPARED, None)
    return dict(counted)
