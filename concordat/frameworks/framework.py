"""What a framework is: one policy year, whole in itself, each value with its source and whether it was confirmed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import model_validator

from concordat.frameworks.sourced import Clock, Figure, Item, Many, Parameter, Source, Sourced, Value, Year
from concordat.periods import FinancialYear
from concordat.questionnaires.data_file import Data, Id

YesNo = Literal["yes", "no", "unknown"]
Part = Literal["conditions", "metrics", "money", "calendar", "outcomes", "questionnaires", "signs"]


class ConditionGroup(Item):
    """A condition that is asked in several questions."""

    number: int


class Condition(Item):
    """A national condition, or one of its questions (`part_of` then names the group); `label` as published."""

    number: int
    part_of: str | None = None
    short: str | None = None  # what to call it in a table or a message


class Break(Sourced):
    """From `at` on, values cannot be compared with those before."""

    at: Year
    why: str


class Metric(Item):
    """A national metric. `good` says whether a low or a high value is good."""

    unit: str
    short: str | None = None  # what to call it in a table or a message
    good: Literal["low", "high", "unknown"]
    frequency: Literal["monthly", "quarterly", "yearly", "unknown"]
    numerator: str | None = None
    denominator: str | None = None
    targets: Many[Parameter] = ()
    breaks: Many[Break] = ()


class Stream(Item):
    """A stream of money into the fund, with its national figures and what may be done with it."""

    kind: Literal["revenue", "capital"]
    paid_to: Literal["nhs", "council"]
    part_of: str | None = None
    national: Many[Figure] = ()
    use: Many[str] = ()


class Total(Item):
    """A total that a source states, and the streams it is the sum of, in pounds of `unit`.

    `adds_up` is `unknown` where the figures of a stream are not known here.
    """

    years: Many[Year]
    value: Value
    unit: str
    of: Many[str] = ()
    adds_up: YesNo


class Deadline(Item):
    """A date of the year's calendar; `for_` names the questionnaire (with its period) that is due.

    `day` is None where the source gives no day, or one that does not exist: `printed` then says what it prints.
    """

    day: date | None
    at: Clock | None = None
    for_: str | None = None
    printed: str | None = None

    @model_validator(mode="after")
    def _explain_missing_day(self) -> "Deadline":
        if self.day is None and not (self.printed or self.note):
            raise ValueError("has no day; give day, or say under printed what the source prints")
        return self


class Signatory(Sourced):
    """Who signs, whether they may delegate it, and whether the signature may follow the submission."""

    id: Id
    body: Literal["ccg", "icb", "council", "hwb"]
    who: str
    documents: Many[Literal["plan", "return", "expression-of-interest"]]
    delegable: YesNo
    later_ratification: YesNo


class Row(Data):
    """A line of an outcome."""

    id: Id
    label: str


class Outcome(Data):
    """One entry of an outcome list."""

    id: Id
    label: str
    description: str | None = None
    rows: Many[Row] = ()


class OutcomeList(Item):
    """A list of outcomes, changes or criteria that the framework points to; `levels` where they are graded."""

    levels: Many[Row] = ()
    items: Many[Outcome]


class Unknown(Data):
    """What is not known, and where one would look; `part` when a whole part of the year is absent."""

    what: str
    source: str
    part: Part | None = None

    @property
    def source_id(self) -> str:
        return self.source.partition(",")[0].strip()


@dataclass(frozen=True)
class Framework:
    """One policy year, as read from its folder; every sequence keeps the order of its file."""

    id: str
    title: str
    years: tuple[FinancialYear, ...]
    summary: str
    folder: Path
    sources: tuple[Source, ...]
    requirements: tuple[Item, ...]
    signs: tuple[Signatory, ...]
    unknown: tuple[Unknown, ...]
    condition_groups: tuple[ConditionGroup, ...]
    conditions: tuple[Condition, ...]
    metrics: tuple[Metric, ...]
    streams: tuple[Stream, ...]
    totals: tuple[Total, ...]
    parameters: tuple[Parameter, ...]
    calendar: tuple[Deadline, ...]
    outcomes: tuple[OutcomeList, ...]
    questionnaire_files: tuple[Path, ...]

    @property
    def condition_numbers(self) -> tuple[int, ...]:
        """The conditions as the policy counts them: a condition asked in several questions counts once."""
        return tuple(dict.fromkeys(condition.number for condition in self.conditions))

    def condition(self, id: str) -> Condition:
        """Raises KeyError."""
        return _find(self.conditions, id)

    def metric(self, id: str) -> Metric:
        """Raises KeyError."""
        return _find(self.metrics, id)

    def stream(self, id: str) -> Stream:
        """Raises KeyError."""
        return _find(self.streams, id)

    def outcome_list(self, id: str) -> OutcomeList:
        """Raises KeyError."""
        return _find(self.outcomes, id)

    def parameter(self, id: str) -> Parameter:
        """Raises KeyError."""
        return _find(self.parameters, id)

    def deadline_for(self, questionnaire: str) -> Deadline | None:
        """When the questionnaire of that id and period (`2016-17-q2`) is due; None where the calendar does not say."""
        return next((deadline for deadline in self.calendar if deadline.for_ == questionnaire), None)

    def source_title(self, source: str) -> str:
        """`pack-2017, annex B` as the title of that document with the place in it."""
        id, _, place = source.partition(",")
        title = next((one.title for one in self.sources if one.id == id.strip()), id)
        return f"{title},{place}" if place else title

    def sourced(self) -> Iterator[tuple[str, str, Sourced]]:
        """Every value that names a source: the file it stands in, its place there, and the value.

        Such as `("money", "streams.nhs-minimum.national[0]", Figure(…))`.
        """
        lists: tuple[tuple[str, str, Sequence[Item | Parameter | Signatory]], ...] = (
            ("framework", "requirements", self.requirements),
            ("framework", "signs", self.signs),
            ("conditions", "groups", self.condition_groups),
            ("conditions", "conditions", self.conditions),
            ("metrics", "metrics", self.metrics),
            ("money", "streams", self.streams),
            ("money", "totals", self.totals),
            ("money", "parameters", self.parameters),
            ("calendar", "calendar", self.calendar),
            ("outcomes", "outcomes", self.outcomes),
        )
        for file, name, items in lists:
            for item in items:
                yield file, f"{name}.{item.id}", item
                for part in ("national", "targets", "breaks"):
                    for index, inner in enumerate(getattr(item, part, ())):
                        yield file, f"{name}.{item.id}.{part}[{index}]", inner


_Found = TypeVar("_Found", Condition, Metric, Stream, OutcomeList, Parameter)


def _find(items: tuple[_Found, ...], id: str) -> _Found:
    for item in items:
        if item.id == id:
            return item
    raise KeyError(id)
