"""How a question is written as data: what it asks, of whom and when, and where it wants a comment."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from concordat.questionnaires.data_file import Data, Id
from concordat.questionnaires.kinds import kinds

Text = Annotated[str, StringConstraints(min_length=1)]
Periods = list[Id]
_FIGURES = ("money", "count", "number", "percentage")
_WRITTEN = ("text", "person", "place", "email", "telephone", "choice")


class TotalsDiffer(Data):
    """A comment is wanted where the total of a series differs from a figure."""

    totals: list[Id]
    from_: Id
    rounding: int = 0
    asked: Periods | None = None


class LatestDiffers(Data):
    """A comment is wanted where the figure of the current period differs between series."""

    latest: Id
    from_: list[Id]
    rounding: int = 0
    asked: Periods | None = None


def _reading(given: object) -> str:
    """Which of the two a `wanted` is, so that a mistake in it is told of that one only."""
    latest = isinstance(given, LatestDiffers) or (isinstance(given, dict) and "latest" in given)
    return "LatestDiffers" if latest else "TotalsDiffer"


Differs = Annotated[
    Annotated[TotalsDiffer, Tag("TotalsDiffer")] | Annotated[LatestDiffers, Tag("LatestDiffers")],
    Discriminator(_reading),
]


class RateData(Data):
    of: Id
    population: Id
    per: int = Field(gt=0)


class QuestionData(Data):
    id: Id
    kind: str
    label: Text
    help: str = ""
    options: Id | Annotated[list[Text], Field(min_length=1)] | None = None
    options_in: dict[Id, list[Text]] = Field(default={})
    min: int | float | None = None
    max: int | float | None = None
    limit: int | None = Field(default=None, gt=0)
    or_: list[Text] = Field(default=[])
    over: Literal["periods", "periods-so-far"] | None = None
    rows: Id | None = None
    columns: Id | None = None
    total: Id | None = None
    asked: Periods | None = None
    counted: Periods | Literal["never", "always"] = "always"
    applies: dict[Id, list[Text]] = Field(default={})
    wanted: list[Differs] = Field(default=[])
    beside: Literal["earlier"] | None = None
    amends: Literal["earlier"] | None = None
    prefill: Literal["place", "population", "earlier", "never"] | None = None
    bound: str | None = None
    publish: Literal["never", "always"] = "always"
    steady: bool = False
    explained_by: Id | None = None
    ahead: dict[Id, list[Text]] | None = None
    rate: RateData | None = None
    was: str | None = None

    @model_validator(mode="after")
    def _agree_with_itself(self) -> "QuestionData":
        known = (*kinds(), "matrix", "derived")
        if self.kind not in known:
            raise ValueError(f"kind {self.kind!r} is not known; the kinds are {', '.join(known)}")
        if (self.kind in ("choice", "matrix")) != (self.options is not None):
            raise ValueError("a choice or a matrix needs options, and nothing else has them")
        if (self.kind == "matrix") != (self.rows is not None and self.columns is not None):
            raise ValueError("a matrix needs rows and columns, and nothing else has them")
        if (self.kind == "derived") != (self.rate is not None):
            raise ValueError("a derived question needs a rate, and nothing else has one")
        if self.total and not self.over:
            raise ValueError("a total needs something to add up over; give over, or take total out")
        if (self.min is not None or self.max is not None) and self.kind not in _FIGURES:
            raise ValueError(f"min and max are for {', '.join(_FIGURES)}; a {self.kind} has neither")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min} is more than max {self.max}")
        if self.limit and self.kind not in _WRITTEN:
            raise ValueError(f"a limit counts the characters of a text; a {self.kind} has min and max, if any")
        if self.kind == "text" and self.prefill not in (None, "never"):
            raise ValueError("a narrative is never prefilled: say something new or leave it empty")
        return self


def as_decimal(number: int | float | None) -> Decimal | None:
    """A limit as the data has it, as a Decimal."""
    return None if number is None else Decimal(str(number))
