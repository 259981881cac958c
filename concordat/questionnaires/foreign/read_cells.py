"""Somebody else's workbook read through a map: what its cells hold, as answers that a person might have typed."""

from collections.abc import Iterator
from pathlib import Path

from concordat.findings import Finding
from concordat.questionnaires.foreign.cell_map import CellMap, Spot, spots
from concordat.questionnaires.foreign.cell_values import to_raw
from concordat.questionnaires.foreign.check_map import check_places, fault, hint
from concordat.questionnaires.foreign.workbook import ForeignWorkbook, open_workbook
from concordat.questionnaires.form import Question, Questionnaire
from concordat.questionnaires.kinds import fold


def read_official(path: Path, cell_map: CellMap, form: Questionnaire) -> tuple[dict[str, str], list[Finding]]:
    """The answers of a filled workbook by id, as texts, for `read_answers`; and what could not be read or is odd.

    Raises DataError for a file that is no workbook, or is one that should not be opened.
    """
    workbook = open_workbook(path)
    findings = list(check_places(cell_map, form, workbook))
    given: dict[str, str] = {}
    empty = {fold(word) for word in cell_map.empty}
    if form.id not in cell_map.for_:
        return given, findings
    for id, spot in spots(cell_map, form).items():
        question = form.questions[id]
        if spot.sheet in workbook.sheet_parts and question.kind != "derived":
            raw = _read(question, spot, workbook)
            findings += _check_cell(question, spot, workbook)
            if raw.strip() and fold(raw) not in empty:
                given[id] = raw
    return given, findings


def _read(question: Question, spot: Spot, workbook: ForeignWorkbook) -> str:
    sheet = workbook.sheet(spot.sheet)
    return to_raw(question, sheet.held(spot.cell), spot.way, sheet.shows(spot.cell), workbook.date1904)


def _check_cell(question: Question, spot: Spot, workbook: ForeignWorkbook) -> Iterator[Finding]:
    sheet = workbook.sheet(spot.sheet)
    held, hidden_by = sheet.held(spot.cell), sheet.merged_away(spot.cell)
    if hidden_by:
        message = f"{spot} is merged into {hidden_by}; what shows there was not read."
        yield fault("merged-cell", question.id, message, f"Map it to {hidden_by.first}.")
    elif held.error:
        message = f"{question.name}: the formula in {spot} comes to {held.error}."
        yield fault("cell-error", question.id, message, "Mend it in the workbook, or type the answer.")
    elif held.calculated and held.value is None:
        message = f"{question.name}: the formula in {spot} was never calculated."
        remedy = "Open the workbook in a spreadsheet, save it and read it again."
        yield fault("never-calculated", question.id, message, remedy)
    elif held.calculated:
        message = f"{question.name}: {spot} holds a formula; its last result was read."
        yield hint("formula-read", question.id, message, "See that the figure is what you mean.")
