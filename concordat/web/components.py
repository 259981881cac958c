"""What the blocks of a page are made of: plain values that a view gives and a template tag shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Colour = Literal["", "grey", "white", "blue", "aqua-green", "green", "yellow", "orange", "red", "pink", "purple"]
State = Literal["done", "part", "open", "none"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link. `hidden` is read out after its text, where the text alone would not say what it leads to."""

    text: str
    href: str
    current: bool = False
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A word of state in a box. Colour never says anything that the word does not."""

    text: str
    colour: Colour = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a task list: what is to do, and how far it is. Without `href` it cannot be started yet."""

    text: str
    href: str
    tag: Tag
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of several beside a page: where it leads, how far it is, and a count such as `12/17`."""

    text: str
    href: str
    state: State = "open"
    note: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A line of a summary: what it is, what it says, and links to change it."""

    label: str
    value: object
    actions: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `numeric` sets figures to the right."""

    text: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: each row begins with its own heading. On a phone a row becomes a card with the columns' names in it."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]] = field(default_factory=tuple)
    size: Literal["s", "m", "l"] = "m"
    compact: bool = False

    @property
    def cells(self) -> list[list[tuple[Column, object]]]:
        """Each row's cells with their columns."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]
