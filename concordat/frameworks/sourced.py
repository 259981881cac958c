"""Values with a source: the strict shapes that everything in a framework is made of."""

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from concordat.periods import FinancialYear
from concordat.questionnaires.data_file import Data, Id

_T = TypeVar("_T")
_Items = TypeVar("_Items", bound=tuple[object, ...])


def _check_clock(value: Any) -> Any:
    if isinstance(value, str) and not re.match(r"^([01]\d|2[0-3]):[0-5]\d$", value):
        raise ValueError(f'{value!r} is not a time of day; write hours and minutes, such as "12:00"')
    return value


def _read_figure(value: Any) -> Any:
    """Text to Decimal; a bare number is refused, because YAML drops the digits that the source printed (3.650)."""
    if isinstance(value, int | float):
        raise ValueError(f'put quotes round {value}, such as "{value}", so that its digits are kept')
    try:
        return Decimal(value) if isinstance(value, str) else value
    except InvalidOperation:
        raise ValueError(f'{value!r} is not a figure; write digits only, such as "3.65"') from None


def _read_year(value: Any) -> Any:
    return FinancialYear.parse(value) if isinstance(value, str) else value


def _refuse_empty(items: _Items) -> _Items:
    if not items:
        raise ValueError("is empty; fill it, or leave the file out and say so under unknown in framework.yaml")
    return items


Clock = Annotated[str, BeforeValidator(_check_clock)]
Value = Annotated[Decimal, BeforeValidator(_read_figure)]
Year = Annotated[FinancialYear, BeforeValidator(_read_year)]
Many = Annotated[tuple[_T, ...], Field(strict=False)]  # YAML gives lists
Some = Annotated[tuple[_T, ...], Field(strict=False), AfterValidator(_refuse_empty)]


def format_figure(value: Decimal, unit: str) -> str:
    """£3.582bn, 3.5%, 1.0179 (factor), 4 days: the digits as the source printed them."""
    if unit.startswith("£"):
        return f"£{value}{unit[1:]}"
    if unit == "factor":
        return f"{value} (factor)"
    return f"{value}%" if unit == "%" else f"{value} {unit}"


class Sourced(Data):
    """Where a value comes from. `source` is the id of a source, then, after a comma, the place in it."""

    source: str
    verified: bool
    note: str | None = None

    @property
    def source_id(self) -> str:
        return self.source.partition(",")[0].strip()


class Source(Data):
    """A document that values were taken from."""

    id: Id
    title: str
    note: str | None = None


class Item(Sourced):
    """Anything that a framework lists by id."""

    id: Id
    label: str
    description: str | None = None


class Figure(Sourced):
    """A figure for one year, or for the whole framework; `value` is None where it is not known here."""

    year: Year | None = None
    value: Value | None
    unit: str
    status: Literal["stated", "indicative", "superseded"] = "stated"


class Parameter(Figure):
    """A figure with a name, that rules of other rooms may use."""

    id: Id
    label: str
