"""The tables of person-level records: their columns, types and codes, as data."""

import re
from functools import cache
from typing import Literal

from pydantic import Field, model_validator

from concordat.records.data_file import Data, WrongData, read_data

Kind = Literal["identifier", "year", "date", "text", "code"]
EARLIEST_BIRTH_YEAR = 1890  # nobody in England was ever older than 117
LONGEST_TEXT = 200


class Code(Data):
    """One code, what it means, the group that rules use it by, and other spellings that loading understands."""

    id: str
    label: str
    group: str | None = None
    also: tuple[str, ...] = ()


class CodeList(Data):
    """The codes that a column may hold."""

    id: str
    title: str
    source: str
    verified: bool
    note: str | None = None
    codes: tuple[Code, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> "CodeList":
        said = [word for code in self.codes for word in {code.id, *code.also}]
        twice = sorted({word for word in said if said.count(word) > 1})
        if twice:
            raise ValueError(f"{self.id}: {', '.join(twice)} stands for two codes; a spelling has one meaning")
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(code.id for code in self.codes)

    @property
    def spellings(self) -> dict[str, str]:
        """Every accepted spelling to its code."""
        return {word: code.id for code in self.codes for word in (code.id, *code.also)}

    def in_group(self, group: str) -> tuple[str, ...]:
        """The codes of a group, such as the destinations that wait for social care."""
        return tuple(code.id for code in self.codes if code.group == group)


class Column(Data):
    """A column: what it holds, and whether a row may be without it."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$", alias="id")
    type: Kind
    required: bool
    what: str
    codes: str | None = None
    pattern: str | None = None

    @model_validator(mode="after")
    def _fits(self) -> "Column":
        if (self.type == "code") != (self.codes is not None):
            raise ValueError(f"{self.id}: a column of codes, and no other, names its list under codes")
        if self.pattern:
            re.compile(self.pattern)
        return self


class Table(Data):
    """A table of events. `month_of` is the date by whose month its files are cut; `begins` and `ends` bound a spell."""

    id: str
    title: str
    what: str
    source: str
    verified: bool
    note: str | None = None
    month_of: str
    begins: str
    ends: str | None = None
    overlaps: Literal["refused", "accepted"]
    columns: tuple[Column, ...]

    @model_validator(mode="after")
    def _dates_are_columns(self) -> "Table":
        dates = {column.id for column in self.columns if column.type == "date"}
        for name in (self.month_of, self.begins, self.ends):
            if name is not None and name not in dates:
                raise ValueError(f"{self.id}: {name} is no column of dates")
        return self

    def column(self, id: str) -> Column:
        return next(column for column in self.columns if column.id == id)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.id for column in self.columns if column.required)


class _Tables(Data):
    tables: tuple[Table, ...]


class _CodeLists(Data):
    code_lists: tuple[CodeList, ...]


@cache
def load_code_lists() -> dict[str, CodeList]:
    """Every code list by its id."""
    return {one.id: one for one in read_data("code_lists.yaml", _CodeLists).code_lists}


@cache
def load_tables() -> dict[str, Table]:
    """Every table by its id. Raises WrongData where a column names a code list that there is not."""
    tables = {one.id: one for one in read_data("schemas.yaml", _Tables).tables}
    for table in tables.values():
        for column in table.columns:
            if column.codes is not None and column.codes not in load_code_lists():
                raise WrongData(f"schemas.yaml: {table.id}.{column.id}: there is no code list {column.codes!r}.")
    return tables


def codes_of(table: str, column: str) -> CodeList:
    """The code list of a column."""
    named = load_tables()[table].column(column).codes
    assert named is not None, f"{table}.{column} holds no codes"
    return load_code_lists()[named]
