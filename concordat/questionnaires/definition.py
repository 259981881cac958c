"""How a questionnaire is written as data, for all its periods at once; read strictly."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from concordat.questionnaires.data_file import Data, Id, read_data
from concordat.questionnaires.question_data import (
    Periods,
    QuestionData,
    Text,
    TotalsDiffer,
)

FROM_FRAMEWORK = "from framework"


class OptionsData(Data):
    values: list[Text] = Field(min_length=1)
    in_: dict[Id, list[Text]] = Field(default={})  # fewer options in some periods
    best_to_worst: list[Text] = Field(default=[])
    means: dict[Text, Text] = Field(default={})
    verified: bool = True
    source: str = ""

    @model_validator(mode="after")
    def _name_only_options(self) -> "OptionsData":
        for given in (self.best_to_worst, self.means, *self.in_.values()):
            strange = [word for word in given if word not in self.values]
            if strange:
                raise ValueError(f"{strange[0]!r} is not among the values of these options")
        _refuse_twice("the option", self.values)
        return self


class RowsData(Data):
    """Rows that a place adds as it needs them: `{id}-1`, `{id}-2`, …; the first `at-least` have to be filled."""

    id: Id
    label: Text
    at_least: int = Field(default=1, ge=0)
    at_most: int = Field(gt=0, le=200)

    @model_validator(mode="after")
    def _in_order(self) -> "RowsData":
        if self.at_least > self.at_most:
            raise ValueError(f"at-least {self.at_least} is more than at-most {self.at_most}")
        return self


class PartData(Data):
    each: Id | None = None
    rows: RowsData | None = None
    asked: Periods | None = None
    questions: list[QuestionData] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_kind_of_many(self) -> "PartData":
        if self.each is not None and self.rows is not None:
            raise ValueError("a part is asked of each of a list or in rows, not both")
        if self.rows is not None and any(question.over or question.rows for question in self.questions):
            raise ValueError("a row that a place may add holds single questions, no series and no matrix")
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
        for part in self.all_parts():
            for question in part.questions:
                self._compare_known_figures(part, question)
        return self

    def _compare_known_figures(self, part: PartData, question: QuestionData) -> None:
        beside = [one.id for one in part.questions]
        alone = [one.id for other in self.all_parts() if not (other.each or other.rows) for one in other.questions]
        for wanted in question.wanted:
            if isinstance(wanted, TotalsDiffer):
                _refuse_unknown(f"{question.id} compares", wanted.totals, beside)
                _refuse_unknown(f"{question.id} compares with", [wanted.from_], alone)
            else:
                _refuse_unknown(f"{question.id} compares", [wanted.latest, *wanted.from_], beside)

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
    periods: Periods = Field(default=[])
    lists: dict[Id, dict[Id, Text] | Literal["from framework"]] = Field(default={})
    options: dict[Id, OptionsData] = Field(default={})
    sections: list[SectionData] = Field(min_length=1)
    checks: list[dict[str, Any]] = Field(default=[])

    @model_validator(mode="after")
    def _checks_name_rules(self) -> "Definition":
        for number, check in enumerate(self.checks):
            if not isinstance(check.get("rule"), str):
                raise ValueError(f"checks[{number}] does not name its rule")
            if not isinstance(check.get("each", ""), str):
                raise ValueError(f"checks[{number}].each is not the name of a list")
            if not isinstance(check.get("asked", []), list):
                raise ValueError(f"checks[{number}].asked is not a list of periods")
        return self

    @model_validator(mode="after")
    def _periods_are_known(self) -> "Definition":
        if self.periods and self.year is None:
            raise ValueError("year is missing; a questionnaire with periods needs it")
        _refuse_twice("the period", self.periods)
        _refuse_twice("the section", [section.id for section in self.sections])
        for where, given in self._periods_named():
            _refuse_unknown(f"{where} names the period", given or [], self.periods)
        for section in self.sections:
            for question in (one for part in section.all_parts() for one in part.questions):
                if question.over and not self.periods:
                    raise ValueError(f"{section.id}.{question.id} runs over periods; this questionnaire has none")
        return self

    def _periods_named(self) -> Iterator[tuple[str, Iterable[str] | None]]:
        """Every mention of periods in the file, with its place."""
        yield from ((f"options.{name}.in", data.in_) for name, data in self.options.items())
        yield from ((f"checks[{number}]", check.get("asked")) for number, check in enumerate(self.checks))
        for section in self.sections:
            yield section.id, section.asked
            for part in section.all_parts():
                yield f"a part of {section.id}", part.asked
                for question in part.questions:
                    where = f"{section.id}.{question.id}"
                    yield where, question.asked
                    yield where, question.counted if isinstance(question.counted, list) else None
                    yield where, question.options_in
                    yield from ((where, wanted.asked) for wanted in question.wanted)

    def form_ids(self) -> list[str]:
        """The ids of the forms that are derived from it, in order."""
        return [f"{self.year}-{period}" for period in self.periods] if self.periods else [self.id]


def read_definition(path: Path) -> Definition:
    """Read a questionnaire's file. Raises DataError with a line for each mistake: the file, the place, the way out."""
    return read_data(path, Definition)


def _refuse_twice(what: str, given: Iterable[str]) -> None:
    twice = [name for name, number in Counter(given).items() if number > 1]
    if twice:
        raise ValueError(f"{what} {twice[0]!r} stands twice; keep one of them")


def _refuse_unknown(what: str, given: Iterable[str], known: list[str]) -> None:
    strange = [name for name in given if name not in known]
    if strange:
        there = f"there are {', '.join(known)}" if known else "there are none"
        raise ValueError(f"{what} {strange[0]!r}, which is not there; {there}")
