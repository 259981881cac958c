"""A map, as data: which cell of a foreign workbook holds the answer to which question, and how it is written there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from concordat.questionnaires.data_file import Data, Id, read_data
from concordat.questionnaires.foreign.cell_address import Block, Cell, parse_block, parse_cell
from concordat.questionnaires.form import Questionnaire
from concordat.questionnaires.kinds import fold
from concordat.questionnaires.question_data import Text

As = Literal["text", "date", "number", "fraction"]


class WayData(Data):
    """How an answer is written where the sheet wants it otherwise than its kind and the cell's format suggest."""

    as_: As | None = None
    options: dict[Text, Text] = Field(default={})  # our word to the sheet's
    decimals: int | None = Field(default=None, ge=0, le=6)

    @model_validator(mode="after")
    def _can_be_read_back(self) -> "WayData":
        words = [fold(word) for word in self.options.values()]
        twice = next((word for word in self.options.values() if words.count(fold(word)) > 1), None)
        if twice:
            raise ValueError(f"two options are written as {twice!r}, and could not be told apart when they are read")
        return self


class BlockData(Data):
    """Answers on one sheet: by question or series under `answers`, or a table of `rows` and `columns` under `ids`.

    `ids` makes the id of each cell of the table: `conditions.{row}.{column}`. With `only`, the block is for some of
    the map's forms.
    """

    sheet: Id
    only: list[Id] = Field(default=[])
    answers: dict[Text, Text] = Field(default={})
    ids: Text | None = None
    rows: dict[Text, int] = Field(default={})
    columns: dict[Text, Text] = Field(default={})

    @model_validator(mode="after")
    def _addresses_are_cells(self) -> "BlockData":
        table = bool(self.ids and self.rows and self.columns)
        if table != bool(self.ids or self.rows or self.columns) or not (table or self.answers):
            raise ValueError("a block has answers, or ids with rows and columns, or both")
        if self.ids and sorted(re.findall(r"\{(\w*)\}", self.ids)) != ["column", "row"]:
            raise ValueError(f"ids {self.ids!r} has to name {{row}} and {{column}}, once each")
        for _ in self.places():
            pass
        return self

    def places(self) -> Iterator[tuple[str, Block]]:
        """Each (id of a question or a series, its cells). Raises ValueError for what is no address."""
        for id, address in self.answers.items():
            yield id, parse_block(address)
        for row, number in self.rows.items():
            for column, letters in self.columns.items():
                cell = parse_cell(f"{letters}{number}")
                yield str(self.ids).replace("{row}", row).replace("{column}", column), Block(cell, cell)


class CellMap(Data):
    """The map of one template for one form or several.

    `sheets` gives each sheet a short name, `sheets_in` another sheet's name for some forms; `written` says how the
    answers under an id are written, where `{}` stands for any one step of the id; `empty` are words that stand in a
    cell and are no answer.
    """

    id: Id
    title: Text
    source: Text
    verified: bool
    for_: list[Id] = Field(min_length=1)
    sheets: dict[Id, Text] = Field(min_length=1)
    sheets_in: dict[Id, dict[Id, Text]] = Field(default={})
    cells: list[BlockData] = Field(min_length=1)
    written: dict[Text, WayData] = Field(default={})
    empty: list[Text] = Field(default=[])

    @model_validator(mode="after")
    def _names_agree(self) -> "CellMap":
        for form in (*self.sheets_in, *(form for block in self.cells for form in block.only)):
            if form not in self.for_:
                raise ValueError(f"{form!r} is none of the forms that the map is for: {', '.join(self.for_)}")
        named = {*self.sheets, *(sheet for given in self.sheets_in.values() for sheet in given)}
        for block in self.cells:
            if block.sheet not in named:
                raise ValueError(
                    f"there is no sheet {block.sheet!r} under sheets; there are {', '.join(sorted(named))}"
                )
        ids = {id for block in self.cells for id, _ in block.places()}
        for pattern in self.written:
            if not any(_stands_for(pattern, id) for id in ids):
                raise ValueError(f"written.{pattern} is about no answer of this map")
        return self

    def way(self, id: str) -> WayData:
        """How the answers under an id, as the map has it, are written."""
        return next((way for pattern, way in self.written.items() if _stands_for(pattern, id)), _AS_IT_IS)


_AS_IT_IS = WayData()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one answer stands: the sheet by its name in the workbook, the cell, and how it is written."""

    sheet: str
    cell: Cell
    way: WayData

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True, slots=True)
class Placed:
    """What a map says of one id for one form: its cells, and the questions that they answer.

    `questions` is empty where the form has none of that id.
    """

    id: str
    sheet: str | None  # None where the map names no sheet for this form
    block: Block
    questions: tuple[str, ...]
    way: WayData

    @property
    def spots(self) -> list[tuple[str, Spot]]:
        """Each (question, its spot); none where the cells are not as many as the questions."""
        if self.sheet is None or self.block.size != len(self.questions):
            return []
        return [
            (id, Spot(self.sheet, cell, self.way)) for id, cell in zip(self.questions, self.block.cells(), strict=True)
        ]


def read_map(path: Path) -> CellMap:
    """Read a map. Raises DataError with a line for each mistake."""
    return read_data(path, CellMap)


def place_answers(cell_map: CellMap, form: Questionnaire) -> list[Placed]:
    """All that the map says for a form, in its order."""
    sheets = cell_map.sheets | cell_map.sheets_in.get(form.id, {})
    return [
        Placed(id, sheets.get(block.sheet), cells, _questions(form, id), cell_map.way(id))
        for block in cell_map.cells
        if not block.only or form.id in block.only
        for id, cells in block.places()
    ]


def spots(cell_map: CellMap, form: Questionnaire) -> dict[str, Spot]:
    """By question, where its answer stands; of two places for one question, the first."""
    found: dict[str, Spot] = {}
    for placed in place_answers(cell_map, form):
        for id, spot in placed.spots:
            found.setdefault(id, spot)
    return found


def _questions(form: Questionnaire, id: str) -> tuple[str, ...]:
    if id in form.series:
        return form.series[id].questions
    return (id,) if id in form.questions else ()


def _stands_for(pattern: str, id: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\{\}", r"[^.]+"), id) is not None
