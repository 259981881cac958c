"""A control chart as a value: its points and limits, what is special about them, and how it is told and drawn."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from concordat.metrics.comparison import Good
from concordat.metrics.control_charts.charts import render_chart
from concordat.metrics.control_charts.classes import Assurance, Class, Variation
from concordat.metrics.control_charts.pictures import picture_of
from concordat.metrics.control_charts.rule_set import RuleSet
from concordat.metrics.control_charts.sentence import render_sentence
from concordat.metrics.drawing import render_png
from concordat.metrics.figures_said import decimals_of
from concordat.metrics.picture_page import render_page, render_part


@dataclass(frozen=True, slots=True)
class Point:
    """One period. A gap has no value and no class; on a run chart `mean` is the median and there are no limits."""

    label: str
    day: date | None
    value: float | None
    mean: float | None
    lower: float | None
    upper: float | None
    target: float | None
    rules: tuple[str, ...]
    kind: Class | None


@dataclass(frozen=True, slots=True)
class Rebase:
    """From the point at `index` on, limits and runs begin anew, for a reason."""

    index: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A remark on the chart at the point at `index`."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Episode:
    """Points from `first` to `last`, by index, that break one rule in one direction."""

    rule: str
    is_high: bool
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ControlChart:
    """One series as an XmR chart, or as a run chart where its current segment has too few points for limits.

    `variation` and `assurance` are None where no icon can be given. `notes` say what a reader has to know of how it was
    made. In a notebook it shows itself; `svg`, `png` and `html` give it as files do.
    """

    name: str
    unit: str
    good: Good
    rule_set: RuleSet
    screened: bool
    fix_after: int | None
    points: tuple[Point, ...]
    rebases: tuple[Rebase, ...]
    annotations: tuple[Annotation, ...]
    episodes: tuple[Episode, ...]
    variation: Variation | None
    assurance: Assurance | None
    notes: tuple[str, ...]

    @property
    def mean(self) -> float | None:
        """Of the current segment; on a run chart its median."""
        return self.points[-1].mean

    @property
    def lower(self) -> float | None:
        return self.points[-1].lower

    @property
    def upper(self) -> float | None:
        return self.points[-1].upper

    @property
    def is_run_chart(self) -> bool:
        """Whether the current segment has no limits."""
        return self.upper is None

    @property
    def latest(self) -> Point | None:
        """The last point that has a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def decimals(self) -> int:
        """How many its figures are told with."""
        return decimals_of(point.value for point in self.points if point.value is not None)

    def to_dict(self) -> dict[str, Any]:
        """One member of `series` in the JSON of `concordat spc`. Dates are ISO, of a period its first day."""
        points = [
            {
                "date": point.day.isoformat() if point.day else None,
                "value": point.value,
                "mean": point.mean,
                "lower": point.lower,
                "upper": point.upper,
                "rules": list(point.rules),
                "class": point.kind,
            }
            for point in self.points
        ]
        return {
            "name": self.name,
            "rule_set": self.rule_set.id,
            "mean": self.mean,
            "lower": self.lower,
            "upper": self.upper,
            "points": points,
            "variation": self.variation,
            "assurance": self.assurance,
        }

    def table(self) -> list[dict[str, Any]]:
        """A row for each point, for a data frame: what the chart shows, in the same order."""
        return [
            {
                "date": point.day,
                "period": point.label,
                "value": point.value,
                "mean": point.mean,
                "lower": point.lower,
                "upper": point.upper,
                "target": point.target,
                "rules": ", ".join(point.rules),
                "class": point.kind,
            }
            for point in self.points
        ]

    def sentence(self) -> str:
        """What the chart says, in plain English."""
        return render_sentence(self)

    def svg(self) -> str:
        """The chart with its icons, as a picture that needs nothing else."""
        return render_chart(self)

    def png(self, scale: float = 2) -> bytes:
        """The same as pixels; `scale` 2 is sharp on paper."""
        return render_png(self.svg(), scale)

    def html(self) -> str:
        """The chart, what it says and its table, as one page that needs nothing else."""
        return render_page(self.name or "Control chart", [picture_of(self)])

    def _repr_html_(self) -> str:
        return render_part(picture_of(self))
