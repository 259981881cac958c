"""How a questionnaire is written as data, for all its periods at once; read strictly."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from concordat.questionnaires.kinds import kinds
from concordat.questionnaires.read_yaml import DataError, read_strict
from concordat.questionnaires.validation import explain

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Periods = list[Id]
FROM_FRAMEWORK = "from framework"


class Data(BaseModel):
    """Anything read from a file of data: no unknown key, no coercion of words."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class OptionsData(Data):
    values: list[Text] = Field(min_length=1)
    in_: dict[Id, list[Text]] = Field(default={}, alias="in")  # fewer options in some periods
    best_to_worst: list[Text] = Field(default=[], alias="best-to-worst")
    means: dict[Text, Text] = {}
    verified: bool = True
    source: str = ""

    @model_validator(mode="after")
    def _name_only_options(self) -> "OptionsData":
        for given in (self.best_to_worst, self.means, *self.in_.values()):
            strange = [word for word in given if word not in self.values]
            if strange:
                raise ValueError(f"{strange[0]!r} is not among the values of these options")
        return self


class TotalsDiffer(Data):
    """A comment is wanted where the total of a series differs from a figure."""

    totals: list[Id]
    from_: Id = Field(alias="from")
    rounding: int = 0
    asked: Periods | None = None


class LatestDiffers(Data):
    """A comment is wanted where the figure of the current period differs between series."""

    latest: Id
    from_: list[Id] = Field(alias="from")
    rounding: int = 0
    asked: Periods | None = None


class RateData(Data):
    of: Id
    population: Id
    per: int = Field(gt=0)


class QuestionData(Data):
    id: Id
    kind: str
    label: Text
    help: str = ""
    options: Id | list[Text] | None = None
    options_in: dict[Id, list[Text]] = Field(default={}, alias="options-in")
    min: int | float | None = None
    max: int | float | None = None
    limit: int | None = Field(default=None, gt=0)
    or_: list[Text] = Field(default=[], alias="or")
    over: Literal["periods", "periods-so-far"] | None = None
    rows: Id | None = None
    columns: Id | None = None
    total: Id | None = None
    asked: Periods | None = None
    counted: Periods | Literal["never", "always"] = "always"
    applies: dict[Id, list[Text]] = {}
    wanted: list[TotalsDiffer | LatestDiffers] = []
    beside: Literal["earlier"] | None = None
    amends: Literal["earlier"] | None = None
    prefill: Id | None = None
    bound: str | None = None
    publish: Literal["never", "always"] = "always"
    steady: bool = False
    explained_by: Id | None = Field(default=None, alias="explained-by")
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
            raise ValueError("a total needs something to add up over")
        if self.kind == "text" and self.prefill not in (None, "never"):
            raise ValueError("a narrative is never prefilled: say something new or leave it empty")
        return self


class RowsData(Data):
    """Rows that a place adds as it needs them: `{id}-1`, `{id}-2`, …; the first `at-least` have to be filled."""

    id: Id
    label: Text
    at_least: int = Field(default=1, ge=0, alias="at-least")
    at_most: int = Field(gt=0, le=200, alias="at-most")


class PartData(Data):
    each: Id | None = None
    rows: RowsData | None = None
    asked: Periods | None = None
    questions: list[QuestionData] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_kind_of_many(self) -> "PartData":
        if self.each is not None and self.rows is not None:
            raise ValueError("a part is asked of each of a list or in rows, not both")
        return self


class SectionData(Data):
    id: Id
    title: Text
    each: Id | None = None
    asked: Periods | None = None
    questions: list[QuestionData] | None = None
    parts: list[PartData] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "SectionData":
        if (self.questions is None) == (self.parts is None):
            raise ValueError("a section has either questions or parts")
        if self.parts is not None and self.each is not None:
            raise ValueError("each belongs to a part where a section has parts")
        return self

    def all_parts(self) -> list[PartData]:
        if self.parts is not None:
            return self.parts
        return [PartData(each=self.each, questions=self.questions or [])]


class Definition(Data):
    """A questionnaire for all its periods, as its file has it."""

    id: Id
    title: Text
    version: int = Field(ge=1)
    source: Text
    year: Text | None = None
    periods: Periods = []
    lists: dict[Id, dict[Id, Text] | Literal["from framework"]] = {}
    options: dict[Id, OptionsData] = {}
    sections: list[SectionData] = Field(min_length=1)
    checks: list[dict[str, Any]] = []

    @model_validator(mode="after")
    def _checks_name_rules(self) -> "Definition":
        for number, check in enumerate(self.checks):
            if not isinstance(check.get("rule"), str):
                raise ValueError(f"checks[{number}] does not name its rule")
        return self

    def form_ids(self) -> list[str]:
        """The ids of the forms that are derived from it, in order."""
        return [f"{self.year}-{period}" for period in self.periods] if self.periods else [self.id]


def read_definition(path: Path) -> Definition:
    """Read a questionnaire's file. Raises DataError that names the file, the place in it and the way out."""
    data = read_strict(path)
    if not isinstance(data, dict):
        raise DataError(f"{path}: a questionnaire is a mapping with id, title, version, source and sections.")
    try:
        return Definition.model_validate(data)
    except ValidationError as problem:
        raise DataError(f"{path}: {explain(problem, Definition)}") from None


def as_decimal(number: int | float | None) -> Decimal | None:
    """A limit as the data has it, as a Decimal."""
    return None if number is None else Decimal(str(number))
