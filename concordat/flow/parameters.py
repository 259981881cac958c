"""What a flow model is made of: the parameters of pathways, checked as they are built, never changed afterwards.

The keys are those of the parameter file; docs/reference/flow-parameters.md is made from the descriptions here.
"""

import math
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from concordat.flow.contradictions import check_stay, check_system_holds

VERSION: Literal[1] = 1  # of the format of the file
LONGEST = 100_000  # days; more is a slip of the keyboard
MOST_PLACES = 1_000_000


def _read_day(given: object) -> object:
    """A date also where it stands in quotes, as JSON has it; everything else as it is, for the field to judge."""
    if isinstance(given, str):
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise ValueError(f"{given!r} is no date; write YYYY-MM-DD") from None
    if type(given) is date or given is None:
        return given
    raise ValueError(f"{given!r} is no date; write YYYY-MM-DD")


def _read_day_or_number(given: object) -> object:
    return given if type(given) is int else _read_day(given)


Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0)]
Positive = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0)]
Count = Annotated[int, Field(strict=True, ge=0, le=MOST_PLACES)]
Words = Annotated[str, Field(strict=True, min_length=1, max_length=500)]
Name = Annotated[str, Field(strict=True, min_length=1, max_length=100, pattern=r"^\S(.*\S)?$")]
Day = Annotated[date, BeforeValidator(_read_day)]
DayOrNumber = Annotated[date | Count, BeforeValidator(_read_day_or_number)]
Month = Annotated[str, Field(strict=True, pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class Record(BaseModel):
    """A mapping of the file: no unknown key, nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Stay(Record):
    """How long a person needs a place: a distribution with its arithmetic mean and standard deviation, in days."""

    distribution: Annotated[
        Literal["lognormal", "gamma", "exponential", "empirical"], Field(description="The shape of the stays.")
    ]
    mean: Annotated[Positive | None, Field(le=3_650, description="Arithmetic mean, in days.")] = None
    sd: Annotated[
        NotNegative | None,
        Field(
            description="Arithmetic standard deviation, in days; for `exponential` it is the mean and may be left out."
        ),
    ] = None
    values: Annotated[
        tuple[NotNegative, ...], Field(description="For `empirical`: stays seen, in days, parts of days included.")
    ] = ()
    weights: Annotated[
        tuple[NotNegative, ...],
        Field(description="For `empirical`: how often each value was seen; all alike if left out."),
    ] = ()

    @model_validator(mode="after")
    def _holds(self) -> "Stay":
        check_stay(self)
        return self

    @property
    def average(self) -> float:
        """Mean in days, whatever the distribution."""
        return self._moment(1) if self.values else self.mean or 0.0

    @property
    def spread(self) -> float:
        """Standard deviation in days, whatever the distribution."""
        if self.values:
            return math.sqrt(max(self._moment(2) - self._moment(1) ** 2, 0.0))
        return self.average if self.sd is None else self.sd

    def _moment(self, power: int) -> float:
        weights = self.weights or (1.0,) * len(self.values)
        return math.fsum(w * math.pow(v, power) for v, w in zip(self.values, weights, strict=True)) / math.fsum(weights)


class CapacityChange(Record):
    """From a day on, so many places."""

    from_: Annotated[
        DayOrNumber, Field(alias="from", description="A date, or the number of the day; the first day is 0.")
    ]
    places: Annotated[Count, Field(description="Places from that midnight on, in the pathway's `unit`.")]


class ArrivalPattern(Record):
    """How arrivals differ from day to day. Factors are taken as relative: they are scaled to average 1."""

    month: Annotated[
        tuple[NotNegative, ...] | None, Field(description="Twelve factors, January to December; needs `start_date`.")
    ] = None
    weekday: Annotated[
        tuple[NotNegative, ...] | None, Field(description="Seven factors, Monday to Sunday; needs `start_date`.")
    ] = None
    trend_per_year: Annotated[
        Number, Field(gt=-1, le=10, description="Growth from the first day on: 0.02 is 2% more after 365.25 days.")
    ] = 0.0
    monthly: Annotated[
        dict[Month, NotNegative] | None,
        Field(description="People in each month (`2026-11: 240`), instead of `arrivals_per_day`; needs `start_date`."),
    ] = None


class Start(Record):
    """Where things stand at the first midnight. Left out, the pathway starts empty."""

    occupied: Annotated[Count, Field(description="People in a place, part of their stay behind them.")] = 0
    waiting: Annotated[Count, Field(description="People ready and waiting; they go first.")] = 0


class Returning(Record):
    """People who come back after their stay. Needs the event engine."""

    probability: Annotated[NotNegative, Field(lt=1, description="Share of stays after which a person comes back.")]
    after_days: Annotated[
        Positive, Field(description="Mean of the time until then, in days; the time itself is exponential.")
    ]
    to: Annotated[Name | None, Field(description="The pathway they come back to; their own if left out.")] = None


class Pathway(Record):
    """A line of people who wait for a kind of place, and the places."""

    name: Annotated[Name, Field(description="Its name, unlike any other's.")]
    arrivals_per_day: Annotated[
        NotNegative | None,
        Field(
            le=10_000,
            description="People who become ready for it, mean per day; left out only with `arrivals.monthly`.",
        ),
    ] = None
    arrivals: Annotated[ArrivalPattern, Field(description="Season, weekday, trend, or a monthly series.")] = (
        ArrivalPattern()
    )
    stay: Annotated[Stay, Field(description="How long a place is taken.")]
    capacity: Annotated[
        Annotated[Count, Tag("number")] | Annotated[tuple[CapacityChange, ...], Tag("changes")],
        Discriminator(lambda given: "changes" if isinstance(given, list | tuple) else "number"),
        Field(description="Places, or a list of dated changes, the first from day 0."),
    ]
    unit: Annotated[
        Literal["slots", "beds", "visits"], Field(description="What `capacity` counts; words for the reports.")
    ] = "slots"
    units_per_person: Annotated[
        Positive,
        Field(description="How many of them one person takes, such as 3 visits a day; parts left over stay empty."),
    ] = 1.0
    start: Annotated[Start | None, Field(description="Who is there at the first midnight.")] = None
    queue_limit: Annotated[
        Count | None,
        Field(description="Most people who can wait; who comes then is turned away. No limit if left out."),
    ] = None
    priority: Annotated[
        int | None,
        Field(
            strict=True, ge=1, le=1_000, description="1 goes before 2 where pathways compete for a place. Event engine."
        ),
    ] = None
    next_best: Annotated[
        Name | None, Field(description="The pathway whose free place a person takes if this one is full. Event engine.")
    ] = None
    return_: Annotated[Returning | None, Field(alias="return", description="People who come back. Event engine.")] = (
        None
    )

    @property
    def changes(self) -> tuple[CapacityChange, ...]:
        """Capacity as dated changes, also where it is one number."""
        if isinstance(self.capacity, int):
            return (CapacityChange(from_=0, places=self.capacity),)
        return self.capacity

    @property
    def needs_events(self) -> bool:
        """Whether only the event engine serves this pathway."""
        return self.priority is not None or self.next_best is not None or self.return_ is not None


class Costs(Record):
    """Pounds. What is not known is left out; nothing is assumed."""

    acute_bed_day: Annotated[NotNegative | None, Field(description="One day of one person in an acute bed.")] = None
    place_day: Annotated[
        dict[Name, NotNegative], Field(description="One place for one day, used or not, by name of the pathway.")
    ] = {}


class Assumption(Record):
    """Why a parameter is what it is."""

    what: Annotated[
        Words, Field(description="A parameter by its path, such as `pathways.Home care.stay.mean`, or words.")
    ]
    value: Annotated[
        float | str | None, Field(description="Its value; where `what` is a path, it has to be the one in this file.")
    ] = None
    reason: Annotated[Words, Field(description="Why this value.")]
    source: Annotated[Words, Field(description="Where it is from.")]
    verified: Annotated[bool, Field(strict=True, description="Whether somebody confirmed it.")] = False


class System(Record):
    """Everything that a run needs besides the number of replications and the seed."""

    version: Annotated[Literal[1], Field(description="Of the format of this file.")] = VERSION
    title: Annotated[
        str, Field(strict=True, max_length=200, description="What the file is about, for the reports.")
    ] = ""
    start_date: Annotated[Day | None, Field(description="The first day, YYYY-MM-DD; needed wherever dates are.")] = None
    days: Annotated[
        int, Field(strict=True, ge=1, le=LONGEST, description="Days to simulate, those of the warm-up included.")
    ]
    warm_up_days: Annotated[
        int,
        Field(strict=True, ge=0, le=LONGEST, description="Days at the beginning that are left out of the measures."),
    ] = 0
    seed: Annotated[
        int | None,
        Field(strict=True, ge=0, lt=2**63, description="Of the random numbers, where the command names none."),
    ] = None
    acute_beds: Annotated[
        Count | None, Field(description="Beds of the hospitals that people wait in, for shares of them.")
    ] = None
    costs: Annotated[Costs, Field(description="Pounds per day.")] = Costs()
    pathways: Annotated[tuple[Pathway, ...], Field(min_length=1, max_length=50, description="At least one.")]
    assumptions: Annotated[tuple[Assumption, ...], Field(description="The reason and source of each parameter.")] = ()

    @model_validator(mode="after")
    def _holds(self) -> "System":
        check_system_holds(self)
        return self

    def pathway(self, name: str) -> Pathway:
        """A pathway by its name. Raises KeyError."""
        return {one.name: one for one in self.pathways}[name]

    @property
    def needs_events(self) -> bool:
        """Whether only the event engine can run this."""
        return any(one.needs_events for one in self.pathways)

    def day_number(self, day: date | int) -> int:
        """The number of a day, the first one 0."""
        if isinstance(day, int):
            return day
        if self.start_date is None:
            raise ValueError(f"{day}: a date needs start_date; add it, or write the number of the day")
        return (day - self.start_date).days
