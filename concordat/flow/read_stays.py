"""A table of stays in: days per person, the pathway where it is told, and who is still there."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from concordat.flow.cells import BadTable, as_number
from concordat.flow.fit import FEWEST, Stays
from concordat.flow.read_table import Row, Table, read_table

LONGEST = 3650  # days; ten years in a short-term service is a slip of the keyboard or another unit
EVERYONE = "all stays"
STILL_IN = ("still in", "still_in", "censored")
PATHWAY = "pathway"


def read_stays(
    path: Path, *, days: str | None = None, pathway: str | None = None, sheet: str | None = None
) -> dict[str, Stays]:
    """Pathway to its stays, from a CSV file or a sheet of a workbook with a row for each stay.

    `days` and `pathway` name the columns: by default the column called days (or the only one), and the one called
    pathway where there is one. A column `still in` with yes marks a stay that has lasted so long and goes on.
    Raises BadTable with every cell that is wrong, and for a pathway with fewer than 20 stays that ended.
    """
    table = read_table(path, sheet)
    days = days or (table.columns[0] if len(table.columns) == 1 else "days")
    if pathway is None and any(name.lower() == PATHWAY for name in table.columns):
        pathway = PATHWAY
    table.require([days, *([pathway] if pathway else [])])
    found = _read_rows(table, days, pathway)
    table.problems.stop()
    if not found:
        raise BadTable(f"{table.where}: there is no stay in this table; give a row for each stay.")
    for name, stays in found.items():
        if stays.ended < FEWEST:
            table.problems.add(
                table.where, f"{name}: {stays.ended} stays that ended are too few to fit; give {FEWEST} or more."
            )
    table.problems.stop()
    return found


def _read_rows(table: Table, days: str, pathway: str | None) -> dict[str, Stays]:
    still_in = next((name.lower() for name in table.columns if name.lower() in STILL_IN), None)
    lengths: dict[str, list[float]] = {}
    marks: dict[str, list[bool]] = {}
    for row in table.rows:
        name = _pathway_of(row, pathway)
        length = row[days].number(0, LONGEST)
        mark = row[still_in].yes() if still_in else False
        if name is not None and length is not None and mark is not None:
            lengths.setdefault(name, []).append(length)
            marks.setdefault(name, []).append(mark)
    found = {name: Stays(np.array(lengths[name]), np.array(marks[name])) for name in lengths}
    _refuse_nought(table, days, found)
    return found


def _pathway_of(row: Row, pathway: str | None) -> str | None:
    if pathway is None:
        return EVERYONE
    if row[pathway].is_empty:
        row[pathway].refuse("is empty; write the pathway, or take the row out.")
        return None
    return row[pathway].text


def _refuse_nought(table: Table, days: str, found: Mapping[str, Stays]) -> None:
    """Nought among whole days is a stay of less than half a day; among parts of days it is no length at all."""
    if all(stays.in_whole_days for stays in found.values()):
        return
    for row in table.rows:
        if as_number(row[days].value) == 0:
            row[days].refuse("a stay of 0 among parts of days; write how long it was, such as 0.2.")
