"""A filled workbook in: what a lead wrote, sheet by sheet, with every wrong cell told at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from concordat.flow.cells import BadTable, Cell, Problems
from concordat.flow.parameters import MOST_PLACES
from concordat.flow.read_stays import LONGEST
from concordat.flow.read_table import Row, Table, read_table, sheet_names
from concordat.flow.workbook_layout import (
    ACUTE_BED,
    ARRIVALS,
    ASSUMPTIONS,
    CAPACITY,
    CHANGES,
    COSTS,
    ITEMS,
    QUESTION,
    SCENARIOS,
    SHEETS,
    START,
    STAYS,
)
from concordat.periods import Month

UNITS = ("slots", "beds", "visits")
MOST_PEOPLE = 300_000  # of one pathway in one month


@dataclass(frozen=True, slots=True)
class Standing:
    """How one pathway stands on the first day."""

    occupied: int
    waiting: int
    queue_limit: int | None
    unit: str


@dataclass
class Filled:
    """What the sheets say. Pathways are those of the arrivals, in the order of their columns."""

    name: str
    problems: Problems = field(default_factory=Problems)
    question: dict[str, Any] = field(default_factory=dict)
    arrivals: dict[str, dict[Month, float]] = field(default_factory=dict)
    stays: dict[str, list[tuple[float, bool]]] = field(default_factory=dict)
    capacity: dict[str, list[tuple[date | None, int]]] = field(default_factory=dict)
    start: dict[str, Standing] = field(default_factory=dict)
    costs: dict[str, float] = field(default_factory=dict)
    scenarios: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    assumptions: list[dict[str, Any]] = field(default_factory=list)


def read_filled(path: Path) -> Filled:
    """Read a filled workbook: whatever can be read is there, and `problems` has the cell and the way out of the rest.

    Raises BadTable where the file cannot be opened at all.
    """
    there = {name.lower() for name in sheet_names(path)}
    filled = Filled(path.name)
    problems = filled.problems
    for layout in SHEETS:
        if layout.name.lower() not in there:
            if layout.needed:
                problems.add(
                    path.name, f"there is no sheet {layout.name}; take a blank from `concordat flow workbook`."
                )
            continue
        try:
            table = read_table(path, layout.name)
            table.require(layout.columns)
            _READERS[layout.name](table, filled)
        except BadTable as problem:
            problems.lines += str(problem).splitlines()
            continue
        problems.lines += table.problems.lines
    return filled


def _read_question(table: Table, filled: Filled) -> None:
    known = {item.lower(): item for item in ITEMS}
    for row in table.rows:
        item, value = row["item"], row["value"]
        name = known.get(item.text.lower())
        if name is None:
            item.refuse(f"{item.text!r} is not an item; there are {', '.join(ITEMS)}.")
        elif name in filled.question:
            item.refuse(f"{name} stands twice; keep one of the rows.")
        elif not value.is_empty:
            filled.question[name] = _value_of(name, value)
    for name in ("First day", "Days"):
        if name not in filled.question:
            table.problems.add(table.where, f"{name} is missing; write it beside the item.")


def _value_of(name: str, value: Cell) -> object:
    if name == "Title":
        return value.text
    return value.day() if name == "First day" else _whole(value, MOST_PLACES)


def _read_arrivals(table: Table, filled: Filled) -> None:
    names = [name for name in table.columns[1:] if name]
    if not names:
        table.problems.add(table.where, "there is no pathway; write one at the head of each column after Month.")
    filled.arrivals = {name: {} for name in names}
    seen: set[Month] = set()
    for row in table.rows:
        month = row["month"].month()
        if month in seen:
            row["month"].refuse(f"{month} stands twice; keep one of the rows.")
        elif month is not None:
            seen.add(month)
            for name in names:
                if not row[name].is_empty and (people := row[name].number(0, MOST_PEOPLE)) is not None:
                    filled.arrivals[name][month] = people


def _read_stays(table: Table, filled: Filled) -> None:
    for row in table.rows:
        name = _pathway_of(row, filled)
        days = row["days"].number(0, LONGEST)
        still_in = row.get("still in")
        going_on = still_in.yes() if still_in else False
        if name and days is not None and going_on is not None:
            filled.stays.setdefault(name, []).append((days, going_on))


def _read_capacity(table: Table, filled: Filled) -> None:
    for row in table.rows:
        name, places = _pathway_of(row, filled), _whole(row["places"], MOST_PLACES)
        since = None if row["from"].is_empty else row["from"].day()
        if name and places is not None:
            known = filled.capacity.setdefault(name, [])
            if since in [day for day, _ in known]:
                row["from"].refuse(f"{name} has two rows from {since or 'the start'} on; keep one of them.")
            known.append((since, places))


def _read_start(table: Table, filled: Filled) -> None:
    for row in table.rows:
        name = _pathway_of(row, filled)
        occupied, waiting = _whole(row["in a place"], MOST_PLACES), _whole(row["waiting"], MOST_PLACES)
        limit = row.get("queue limit")
        unit = row.get("unit")
        word = unit.text.lower() if unit and not unit.is_empty else "slots"
        if unit and word not in UNITS:
            unit.refuse(f"{unit.text!r} is not a unit; write {', '.join(UNITS)}.")
        elif name in filled.start:
            row["pathway"].refuse(f"{name} stands twice; keep one of the rows.")
        elif name and occupied is not None and waiting is not None:
            most = None if limit is None or limit.is_empty else _whole(limit, MOST_PLACES)
            filled.start[name] = Standing(occupied, waiting, most, word)


def _read_costs(table: Table, filled: Filled) -> None:
    for row in table.rows:
        what, pounds = row["what"], row["pounds a day"].number(0, 100_000)
        is_bed = what.text.lower() == ACUTE_BED.lower()
        name = ACUTE_BED if is_bed else _known(what, filled, also=f" or {ACUTE_BED}")
        if name in filled.costs:
            what.refuse(f"{name} stands twice; keep one of the rows.")
        elif name and pounds is not None:
            filled.costs[name] = pounds


def _read_scenarios(table: Table, filled: Filled) -> None:
    for row in table.rows:
        scenario, change = row["scenario"], row["change"]
        name, key = _pathway_of(row, filled), CHANGES.get(change.text.lower())
        if scenario.is_empty:
            scenario.refuse("is empty; write the scenario's name in each of its rows.")
        if key is None:
            change.refuse(f"{change.text!r} is not a change; write one of {', '.join(CHANGES)}.")
        amount = _amount(row["amount"], key)
        days = {column: row.get(column) for column in ("from", "until")}
        dated = {column: cell.day() for column, cell in days.items() if cell is not None and not cell.is_empty}
        if name and key and amount is not None and not scenario.is_empty:
            filled.scenarios.setdefault(scenario.text, []).append({"pathway": name, key: amount, **dated})


def _read_assumptions(table: Table, filled: Filled) -> None:
    for row in table.rows:
        verified = row.get("verified")
        told = {column: row[column].text for column in ("what", "reason", "source")}
        for column, text in told.items():
            if not text:
                row[column].refuse("is empty; an assumption has a reason and a source.")
        filled.assumptions.append({**told, "verified": bool(verified.yes()) if verified else False})


def _pathway_of(row: Row, filled: Filled) -> str | None:
    return _known(row["pathway"], filled)


def _known(cell: Cell, filled: Filled, also: str = "") -> str | None:
    names = {name.lower(): name for name in filled.arrivals}
    if cell.text.lower() not in names:
        there = ", ".join(filled.arrivals) or "none"
        cell.refuse(f"{cell.text!r} is no column of {ARRIVALS}; write {there}{also}, as there.")
        return None
    return names[cell.text.lower()]


def _whole(cell: Cell, most: int, least: int = 0) -> int | None:
    found = cell.number(least, most)
    if found is not None and not found.is_integer():
        cell.refuse(f"{found:g} is not a whole number; write one.")
        return None
    return None if found is None else int(found)


def _amount(cell: Cell, key: str | None) -> float | int | None:
    if key in ("add_places", "places"):
        return _whole(cell, MOST_PLACES, -MOST_PLACES if key == "add_places" else 0)
    return cell.number(0, 10)


_READERS: Mapping[str, Callable[[Table, Filled], None]] = {
    QUESTION: _read_question,
    ARRIVALS: _read_arrivals,
    STAYS: _read_stays,
    CAPACITY: _read_capacity,
    START: _read_start,
    COSTS: _read_costs,
    SCENARIOS: _read_scenarios,
    ASSUMPTIONS: _read_assumptions,
}
