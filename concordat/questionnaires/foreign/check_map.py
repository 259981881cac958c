"""A map held against its form and its template: every answer has one cell, and every cell fits its answer."""

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from concordat.findings import Finding, Severity, gravest_first
from concordat.questionnaires.foreign.cell_map import CellMap, Placed, Spot, place_answers, spots
from concordat.questionnaires.foreign.cell_values import WAYS, way_of
from concordat.questionnaires.foreign.number_formats import Shows
from concordat.questionnaires.foreign.workbook import ForeignWorkbook
from concordat.questionnaires.form import Question, Questionnaire

_FIGURES = ("money", "count", "number", "percentage")


def check_map(cell_map: CellMap, form: Questionnaire, workbook: ForeignWorkbook) -> list[Finding]:
    """Everything that is wrong with a map, and as a note what it leaves out. What blocks, blocks filling."""
    found = [*check_places(cell_map, form, workbook)]
    for id, spot in spots(cell_map, form).items():
        if spot.sheet in workbook.sheet_parts:
            question = form.questions[id]
            found += _check_cell(question, spot, workbook)
            found += _check_way(question, spot, workbook)
    found += _list_unmapped(cell_map, form)
    if not cell_map.verified:
        message = f"Nobody has held the map {cell_map.id} against the published workbook yet: {cell_map.source}."
        remedy = "Look through the filled workbook; once all is in its place, say `verified: true` in the map."
        found.append(hint("map-not-verified", cell_map.id, message, remedy))
    return gravest_first(found)


def check_places(cell_map: CellMap, form: Questionnaire, workbook: ForeignWorkbook) -> Iterator[Finding]:
    """What is wrong with a map before any cell is looked at: forms, ids, sheets, ranges, things mapped twice."""
    if form.id not in cell_map.for_:
        message = f"The map {cell_map.id} is not for {form.id}, but for {', '.join(cell_map.for_)}."
        yield fault("another-form", cell_map.id, message, "Name the map of this form, or add the form to `for`.")
        return
    placed = place_answers(cell_map, form)
    for one in placed:
        yield from _check_id(one, form)
    for sheet in dict.fromkeys(one.sheet for one in placed if one.sheet is not None):
        if sheet not in workbook.sheet_parts:
            remedy = _closest(sheet, list(workbook.sheet_parts), "The sheets are")
            yield fault("no-sheet", cell_map.id, f"The workbook has no sheet {sheet!r}.", remedy)
    yield from _check_doubles(placed)


def _check_id(placed: Placed, form: Questionnaire) -> Iterator[Finding]:
    if not placed.questions:
        asked_before = placed.id in form.known_ids
        said = f"{form.id} asks for nothing of the id {placed.id!r}" + (
            "; an earlier form did." if asked_before else "."
        )
        ids = [*form.questions, *form.series]
        remedy = "Limit its block to the forms that ask it, with `only`." if asked_before else _closest(placed.id, ids)
        yield fault("unknown-question", placed.id, said, remedy)
    elif any(form.questions[id].kind == "derived" for id in placed.questions):
        message = f"{form.name_of(placed.id)} is calculated, and never written into a workbook."
        yield fault(
            "calculated-question", placed.id, message, "Take it out of the map; the workbook calculates its own."
        )
    elif placed.sheet is None:
        message = f"The map names no sheet of {form.id} for {placed.id}."
        yield fault("no-sheet", placed.id, message, "Add it under `sheets`, or limit the block with `only`.")
    elif placed.block.size != len(placed.questions):
        answers, cells = len(placed.questions), placed.block.size
        message = f"{placed.id} has {answers} answers in {form.id}, and {placed.block} has {cells} cells."
        yield fault("range-differs", placed.id, message, f"Give as many cells: {', '.join(placed.questions[:6])} …")


def _check_doubles(placed: list[Placed]) -> Iterator[Finding]:
    pairs = [pair for one in placed for pair in one.spots]
    for id, times in Counter(id for id, _ in pairs).items():
        if times > 1:
            cells = " and ".join(str(spot) for other, spot in pairs if other == id)
            yield fault("mapped-twice", id, f"{id} has {times} cells: {cells}.", "Keep one of them.")
    by_cell: dict[str, list[str]] = {}
    for id, spot in pairs:
        by_cell.setdefault(str(spot), []).append(id)
    for cell, ids in by_cell.items():
        if len(set(ids)) > 1:
            message = f"{cell} is given to {' and '.join(dict.fromkeys(ids))}."
            yield fault("cell-mapped-twice", ids[-1], message, "Give each answer a cell of its own.")


def _check_cell(question: Question, spot: Spot, workbook: ForeignWorkbook) -> Iterator[Finding]:
    sheet, cell = workbook.sheet(spot.sheet), spot.cell
    hidden_by = sheet.merged_away(cell)
    if hidden_by:
        message = f"{spot} is merged into {hidden_by}, of which only {hidden_by.first} shows."
        yield fault("merged-cell", question.id, message, f"Map it to {hidden_by.first}.")
    elif sheet.is_calculated(cell):
        message = f"{spot} holds a formula, which filling would overwrite."
        yield fault("formula-cell", question.id, message, "Map the answer to the cell that people type into.")
    elif not sheet.covers(cell):
        message = f"{spot} is not there: the sheet is used as far as {sheet.used}."
        yield fault("no-cell", question.id, message, "Correct the address.")


def _check_way(question: Question, spot: Spot, workbook: ForeignWorkbook) -> Iterator[Finding]:
    """Whether the cell's number format, and what the map says of writing, fit the kind of the question."""
    kind, way = question.kind, spot.way
    shows = workbook.sheet(spot.sheet).shows(spot.cell)
    written = way_of(question, way, shows)
    ways = WAYS.get(kind, ("text",))
    if written not in ways:
        message = f"{question.name} is a {kind}, which is not written as a {written}."
        yield fault("type-differs", question.id, message, f"Write `as: {' or `as: '.join(f'{one}`' for one in ways)}.")
    elif not _fits(kind, written, shows):
        message = f"{spot} is formatted for a {shows}, and {question.name} is written there as a {written}."
        yield fault("type-differs", question.id, message, "Correct the address, or say with `as` what the cell wants.")
    if way.decimals is not None and kind not in _FIGURES:
        yield fault("type-differs", question.id, f"{question.name} is a {kind}; it has no decimals.", "Take them out.")
    offered = question.options.values if question.options else ()
    for word in way.options:
        if word not in offered and not (question.options and not question.options.verified):
            message = f"{word!r} is no option of {question.name}."
            yield fault("unknown-option", question.id, message, _closest(word, list(offered), "The options are"))


def _fits(kind: str, written: str, shows: Shows) -> bool:
    if written == "date":
        return shows is Shows.DATE
    if written == "number":
        return shows not in (Shows.DATE, Shows.PERCENTAGE)
    if written == "fraction":
        return shows is not Shows.DATE
    return kind in WAYS or shows not in (Shows.DATE, Shows.PERCENTAGE)


def _list_unmapped(cell_map: CellMap, form: Questionnaire) -> Iterator[Finding]:
    mapped = spots(cell_map, form)
    for section in form.sections:
        left = [id for id in section.questions if id not in mapped and form.questions[id].kind != "derived"]
        if left:
            some = ", ".join(left[:8]) + (" …" if len(left) > 8 else "")
            message = f"{section.title}: {len(left)} of {len(section.questions)} questions have no cell: {some}."
            remedy = "Nothing, where the workbook does not ask for them."
            yield hint("not-mapped", section.id, message, remedy)


def _closest(named: str, known: list[str], otherwise: str = "") -> str:
    found = get_close_matches(named, known, 1, 0.5)
    if found:
        return f"Did you mean {found[0]!r}?"
    return f"{otherwise} {', '.join(known)}." if otherwise else "Look the id up in the form's schema."


def fault(code: str, where: str, message: str, remedy: str) -> Finding:
    """A finding that blocks. These codes are told in docs/how-to/map-the-official-workbook.md."""
    return Finding(code, Severity.BLOCKS, where, message, remedy)


def hint(code: str, where: str, message: str, remedy: str) -> Finding:
    """A finding that stops nothing."""
    return Finding(code, Severity.NOTE, where, message, remedy)
