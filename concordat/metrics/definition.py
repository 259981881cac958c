"""Definitions: what a metric counts, of whom, in which unit, which direction is good, and where it breaks."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from concordat.questionnaires.data_file import Data, Id

Good = Literal["high", "low", "neither"]
Frequency = Literal["monthly", "quarterly", "yearly"]
Method = Literal["byar", "wilson", "none"]  # byar: of a count, exact below 10
DenominatorFrom = Literal["adults", "older", "everyone", "days", "published", "none"]
Texts = Annotated[tuple[str, ...], Field(strict=False)]  # YAML gives lists


class Break(Data):
    """From the day `at` on, values cannot be compared with those before."""

    at: date
    why: str


class Held(Data):
    """Where the figures are: the measure of the shipped and loaded editions, and how a value is made of it.

    `breakdowns` are summed to the metric's numerator; empty takes whichever breakdown is asked for. `denominator` is
    people of the calendar year (adults, older, everyone), days of the period, what was published, or none, where the
    published value is all there is. `shared_out` says that commissioners report it by month, and that a place has its
    share of them by quarter.
    """

    measure: Id
    breakdowns: Texts = ()
    denominator: DenominatorFrom
    shared_out: bool = False


class Counted(Data):
    """Which metric of person-level records gives it, by which version of that definition. `value` says that the count
    is the value itself, such as a percentile, and nothing to divide."""

    metric: Id
    version: int
    value: bool = False


class Definition(Data):
    """One version of a metric. `good` is the direction that is good. `from_` and `until` bound the periods that this
    version is for. `multiplier` turns numerator / denominator into the unit. `checked_by` is empty and `verified`
    False where nobody of authority confirmed the definition. `no_data` says why no figures are held; `people` is then
    the denominator of a place's own figures that come without one. `counted` links it to counts of records."""

    id: Id
    version: int
    label: str
    description: str
    numerator: str
    denominator: str
    unit: str
    multiplier: float
    good: Good
    frequency: Frequency
    interval: Method
    source: str
    licence: str
    from_: date | None = None
    until: date | None = None
    held: Held | None = None
    people: DenominatorFrom = "none"
    counted: Counted | None = None
    no_data: str = ""
    breaks: Annotated[tuple[Break, ...], Field(strict=False)] = ()
    caveats: Texts = ()
    checked_by: str
    verified: bool
    next_review: date | None

    @model_validator(mode="after")
    def _check_sense(self) -> "Definition":
        if (self.held is None) == (not self.no_data):
            raise ValueError("says both or neither; give held where figures are held, else no-data with the reason")
        if self.verified and not self.checked_by:
            raise ValueError("is verified by nobody; say who under checked-by, or write verified: false")
        if self.from_ and self.until and self.from_ > self.until:
            raise ValueError("ends before it begins; correct from or until")
        if self.multiplier <= 0:
            raise ValueError("has a multiplier that is not above 0; write 1, 100, 1000 or 100000")
        return self
