"""What a comparison of before and after found: estimates with intervals, the line of each point, a sentence."""

from dataclasses import dataclass
from datetime import date

from concordat.metrics.numbers_in import FloatArray
from concordat.metrics.typed_cells import say_number

NOT_A_CAUSE = "It says that the series changed at that date, not why."


@dataclass(frozen=True, slots=True)
class Estimate:
    """A difference with its interval; `what` says of what."""

    what: str
    value: float
    lower: float
    upper: float

    @property
    def includes_none(self) -> bool:
        """Whether no change at all lies inside the interval."""
        return self.lower <= 0 <= self.upper

    def as_dict(self) -> dict[str, float | str]:
        return {"what": self.what, "value": self.value, "lower": self.lower, "upper": self.upper}


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The effect of a change at a known date on a series.

    Arrays are of the points used, in order of time: `fitted` is the line of the method, `expected` where the line of
    before would have led (NaN before the change). `estimates` begins with the one that the sentence tells. `method`
    says in words how it was found, `left_out` how many points were not used, by reason. `step` is how far apart the
    points are: month.
    """

    name: str
    unit: str
    good: str
    change: date
    method: str
    confidence: float
    step: str
    dates: tuple[date, ...]
    values: FloatArray
    fitted: FloatArray
    expected: FloatArray
    before: int
    estimates: tuple[Estimate, ...]
    told: str
    left_out: tuple[str, ...] = ()
    autocorrelation: float | None = None

    @property
    def after(self) -> int:
        return len(self.dates) - self.before

    @property
    def effect(self) -> Estimate:
        return self.estimates[0]

    @property
    def class_(self) -> str:
        """improvement or concern by the direction that is good, else high or low; none where no change is possible."""
        if self.effect.includes_none:
            return "none"
        higher = self.effect.value > 0
        if self.good not in ("high", "low"):
            return "high" if higher else "low"
        return "improvement" if higher == (self.good == "high") else "concern"

    @property
    def sentence(self) -> str:
        """The effect with its interval, whether it may be nothing, the other estimates, and what it does not say."""
        one = self.effect
        span = f"{self.confidence:.0%} interval: {_side(one.lower)} to {_side(one.upper)}"
        told = f"{self.name[0].upper()}{self.name[1:]}: {_side(one.value, self.unit)} {self.told} ({span})"
        others = [
            f"the {also.what} was {_side(also.value)} ({_side(also.lower)} to {_side(also.upper)})"
            for also in self.estimates[1:3]
        ]
        rest = " and ".join(others)
        told_also = f"{rest[0].upper()}{rest[1:]}. " if rest else ""
        return f"{told}. {_VERDICTS[self.class_]} {told_also}{NOT_A_CAUSE}"

    def rows(self) -> list[dict[str, object]]:
        """The table of the chart: a row for each point."""
        return [
            {
                "date": day.isoformat(),
                "part": "before" if number < self.before else "after",
                "value": float(self.values[number]),
                "fitted": float(self.fitted[number]),
                "expected": None if number < self.before else float(self.expected[number]),
            }
            for number, day in enumerate(self.dates)
        ]

    def as_dict(self) -> dict[str, object]:
        """The JSON of `concordat metrics before-after`."""
        return {
            "name": self.name,
            "unit": self.unit,
            "change": self.change.isoformat(),
            "method": self.method,
            "confidence": self.confidence,
            "before": self.before,
            "after": self.after,
            "step": self.step,
            "left_out": list(self.left_out),
            "autocorrelation": self.autocorrelation,
            "class": self.class_,
            "estimates": [one.as_dict() for one in self.estimates],
            "sentence": self.sentence,
            "points": self.rows(),
        }


def say_size(value: float, unit: str = "") -> str:
    """A number as precise as is of use, with its unit: four figures."""
    places = max(0, 3 - len(f"{abs(value):.0f}")) if abs(value) >= 1 else 3
    return say_number(round(value, places) + 0.0, unit)


def _side(value: float, unit: str = "") -> str:
    return f"{say_size(abs(value), unit)} {'lower' if value < 0 else 'higher'}"


_VERDICTS = {
    "none": "The interval includes no change at all.",
    "improvement": "The whole interval lies on the side that is better.",
    "concern": "The whole interval lies on the side that is worse.",
    "high": "The whole interval lies above no change.",
    "low": "The whole interval lies below no change.",
}
