"""Metrics of a made-up place: statuses that step from quarter to quarter, figures and words that agree with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from concordat.synthetic.place_year import Answers, PlaceYear, phrases, shuffled

ON_TARGET = "On track to meet target"
BELOW_TARGET = "On track for improved performance, but not to meet full target"
NO_BETTER = "No improvement in performance"
NO_DATA = "Data not available to assess progress"
STATUSES = (ON_TARGET, BELOW_TARGET, NO_BETTER, NO_DATA)

# Chances of the next quarter's status by this quarter's, in the order above: statuses are sticky, and get better a
# little more often than worse. Places are not modelled on any one.
AT_FIRST = (0.45, 0.30, 0.15, 0.10)
NEXT = {
    ON_TARGET: (0.74, 0.17, 0.06, 0.03),
    BELOW_TARGET: (0.25, 0.52, 0.18, 0.05),
    NO_BETTER: (0.10, 0.30, 0.55, 0.05),
    NO_DATA: (0.30, 0.22, 0.13, 0.35),
}
WITH_FIGURES = 0.85


@dataclass(frozen=True, slots=True)
class Measure:
    """One metric: whether a low value is good, the span of its targets, and the unit that follows a figure."""

    id: str
    low_is_good: bool
    targets: tuple[float, float]
    unit: str
    target_unit: str


MEASURES = (
    Measure("non-elective-admissions", True, (2350, 2950), " per 100,000", ""),
    Measure("delayed-transfers", True, (240, 460), " per 100,000", ""),
    Measure("local", False, (52, 74), "%", "%"),
    Measure("patient-experience", False, (78, 92), "%", "%"),
    Measure("residential-admissions", True, (430, 690), " per 100,000", ""),
    Measure("reablement", False, (78, 88), "%", "%"),
)


def write_metrics(year: PlaceYear) -> Iterator[Answers]:
    """Status and commentary of each metric by quarter."""
    stories = [_Story(year, measure) for measure in MEASURES]
    dice = year.dice("experience measure")
    named = dice.choice(phrases()["experience-measures"])
    for number in range(len(year.forms)):
        answers: Answers = {}
        for story in stories:
            answers |= story.tell(number)
        yield answers | {"metrics.patient-experience-measure": named}


class _Story:
    """How one metric goes over the year. Words are drawn without putting them back: none comes twice."""

    def __init__(self, year: PlaceYear, measure: Measure) -> None:
        self.year, self.measure = year, measure
        self.dice = dice = year.dice(f"metric {measure.id}")
        stock = phrases()
        self.target = round(dice.uniform(*measure.targets), 1 if measure.unit == "%" else 0)
        self.last = self._off(self.target, -dice.uniform(0.03, 0.09))
        self.status = dice.choices(STATUSES, AT_FIRST)[0]
        self.reasons = {side: shuffled(dice, stock["measures"][measure.id][side]) for side in ("good", "bad")}
        self.figures, self.no_data = shuffled(dice, stock["figures"]), shuffled(dice, stock["no-data"])
        self.better, self.no_better = (
            shuffled(dice, stock["better-than-last"]),
            shuffled(dice, stock["no-better-than-last"]),
        )
        self.local = dice.choice(stock["local-measures"])

    def tell(self, number: int) -> Answers:
        if number:
            self.status = self.dice.choices(STATUSES, NEXT[self.status])[0]
        commentary = self._commentary(number)
        prefix = f"metrics.{self.measure.id}"
        return {f"{prefix}.status": self.status, f"{prefix}.commentary": commentary}

    def _commentary(self, number: int) -> str:
        about = f"{self.local}: " if self.measure.id == "local" else ""
        if self.status == NO_DATA:
            return f"{about}{self.no_data[number]}"
        reason = self.reasons["bad" if self.status == NO_BETTER else "good"][number]
        if self.dice.random() >= WITH_FIGURES:
            return f"{about}{reason} {self._outlook()}"
        said = self.figures[number].format(
            quarter=self.year.quarter_name(number),
            figure=self._write(self._figure()) + self.measure.unit,
            target=self._write(self.target) + self.measure.target_unit,
        )
        beside = {BELOW_TARGET: self.better, NO_BETTER: self.no_better}.get(self.status)
        compared = beside[number].format(last=self._write(self.last) + self.measure.unit) if beside else ""
        return " ".join(part for part in (about + said, compared, reason) if part)

    def _outlook(self) -> str:
        return {
            ON_TARGET: "We expect to end the year where the plan said.",
            BELOW_TARGET: "It is better than last year, though the plan asked for more.",
            NO_BETTER: "Set beside last year there is no gain to show.",
        }[self.status]

    def _figure(self) -> float:
        """A figure that bears its status out: at the target or better, between last year's and the target, or worse."""
        if self.status == ON_TARGET:
            return self._off(self.target, self.dice.choice((0, self.dice.uniform(0, 0.05))))
        if self.status == NO_BETTER:
            return self._off(self.last, -self.dice.uniform(0, 0.04))
        share = self.dice.uniform(0.2, 0.8)
        return self._round(self.last + share * (self.target - self.last))

    def _off(self, value: float, better: float) -> float:
        """A figure that is better than another by a share of it; worse where the share is below zero."""
        return self._round(value * (1 - better if self.measure.low_is_good else 1 + better))

    def _round(self, value: float) -> float:
        if self.measure.unit == "%":
            return min(round(value, 1), 100.0)
        return float(round(value))

    def _write(self, value: float) -> str:
        return f"{Decimal(str(value)).normalize():,f}"
