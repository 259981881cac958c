"""Answers into somebody else's workbook: the cells that a map names, and not a byte of any other part."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from lxml import etree

from concordat.findings import Finding, has_blocks
from concordat.questionnaires.answers import AnswerSet
from concordat.questionnaires.foreign.cell_map import CellMap, Spot, spots
from concordat.questionnaires.foreign.cell_values import Unwritable, to_content, to_raw
from concordat.questionnaires.foreign.check_map import check_map, fault, hint
from concordat.questionnaires.foreign.sheet import local
from concordat.questionnaires.foreign.workbook import ENDINGS, ForeignWorkbook, open_workbook, parse_xml
from concordat.questionnaires.form import Question
from concordat.questionnaires.kinds import Value, fold, shorten
from concordat.questionnaires.read_yaml import DataError

# what may follow calcPr in the list that a workbook is (ECMA-376 part 1, 18.2.27)
_AFTER_CALC = (
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)


@dataclass(frozen=True)
class Filled:
    """What became of it: the questions written, or None where the map has faults and no file was made."""

    written: tuple[str, ...] | None
    findings: list[Finding]


def fill_workbook(template: Path, to: Path, answers: AnswerSet, cell_map: CellMap) -> Filled:
    """Fill a copy of the template: each mapped answer in its cell, all else as it was.

    An answer taken over from an earlier form counts where its question says so. Raises DataError for a template that
    cannot be read and a name that cannot be written to.
    """
    _refuse_name(template, to)
    workbook = open_workbook(template)
    findings = check_map(cell_map, answers.form, workbook)
    if has_blocks(findings):
        return Filled(None, findings)
    filler = _Filler(workbook, answers, cell_map)
    findings += filler.fill()
    _write(workbook, to, filler.changed_parts())
    return Filled(tuple(filler.written), findings)


class _Filler:
    def __init__(self, workbook: ForeignWorkbook, answers: AnswerSet, cell_map: CellMap) -> None:
        self.workbook = workbook
        self.answers = answers
        self.spots = spots(cell_map, answers.form)
        self.empty = {fold(word) for word in cell_map.empty}
        self.written: list[str] = []
        self.touched: set[str] = set()

    def fill(self) -> Iterator[Finding]:
        for id, spot in self.spots.items():
            question, value = self.answers.form.questions[id], self.answers.known(id)
            if value is not None:
                yield from self._put(question, value, spot)
            elif id in self.answers.answers:
                misfit = self.answers.answers[id].misfit
                said = misfit.message if misfit else f"{question.name} does not fit."
                yield fault(
                    "not-written", id, f"{said} {spot} is left as it was.", misfit.remedy if misfit else "Correct it."
                )
            elif left := self._held(question, spot):
                message = (
                    f"{question.name} has no answer; {spot} keeps {shorten(left)!r}, which stands in the workbook."
                )
                remedy = "Answer the question, or clear the cell, if that is not your answer."
                yield hint("cell-left", id, message, remedy)
        for id in (id for id in self.answers.answers if id not in self.spots):
            message = f"{self.answers.form.questions[id].name} is answered, and has no cell in this workbook."
            yield hint("answer-not-mapped", id, message, "Add it to the map if the workbook asks for it.")
        if any(name.startswith("_xmlsignatures/") for name in self.workbook.parts):
            message = "The workbook was signed; a signature does not survive filling."
            yield hint("signature-lost", self.workbook.path.name, message, "Have it signed again.")

    def _put(self, question: Question, value: Value, spot: Spot) -> Iterator[Finding]:
        sheet = self.workbook.sheet(spot.sheet)
        shows, before = sheet.shows(spot.cell), self._held(question, spot)
        try:
            content = to_content(question, value, spot.way, shows, self.workbook.date1904)
        except Unwritable as problem:
            yield fault(
                "not-written",
                question.id,
                f"{question.name}: {problem}. {spot} is left as it was.",
                "Shorten or correct it.",
            )
            return
        sheet.write(spot.cell, content)
        self.written.append(question.id)
        self.touched.add(spot.sheet)
        after = self._held(question, spot)
        if before and fold(before) != fold(after):
            message = f"{spot} held {shorten(before)!r}; now it holds {shorten(after)!r}."
            yield hint("cell-replaced", question.id, message, "See that the answer is the right one.")
        if spot.way.decimals is not None and isinstance(value, Decimal) and isinstance(content, Decimal):
            yield from self._tell_rounding(question, value, after)

    def _tell_rounding(self, question: Question, value: Decimal, after: str) -> Iterator[Finding]:
        if Decimal(after) != value:
            message = f"{question.name}: {value:,f} is written as {after}, as the workbook wants it."
            remedy = "Nothing; your own file keeps the figure as it is."
            yield hint("rounded", question.id, message, remedy)

    def _held(self, question: Question, spot: Spot) -> str:
        sheet = self.workbook.sheet(spot.sheet)
        held = sheet.held(spot.cell)
        raw = to_raw(question, held, spot.way, sheet.shows(spot.cell), self.workbook.date1904)
        return "" if fold(raw) in self.empty else raw

    def changed_parts(self) -> dict[str, bytes]:
        """The sheets written to; and the list of sheets, where it does not ask for a recalculation yet."""
        changed = {self.workbook.sheet_parts[name]: _serialise(self.workbook.sheet(name).root) for name in self.touched}
        root = parse_xml(self.workbook.parts[self.workbook.main], self.workbook.path)
        if changed and _ask_for_calculation(root):
            changed[self.workbook.main] = _serialise(root)
        return changed


def _ask_for_calculation(root: etree._Element) -> bool:
    """Have whoever opens the workbook calculate it anew. Says whether that changed anything."""
    found = next((node for node in root if local(node) == "calcPr"), None)
    if found is None:
        found = etree.Element(str(etree.QName(etree.QName(root).namespace, "calcPr")))
        place = next((number for number, node in enumerate(root) if local(node) in _AFTER_CALC), len(root))
        root.insert(place, found)
    if found.get("fullCalcOnLoad") in ("1", "true"):
        return False
    found.set("fullCalcOnLoad", "1")
    return True


def _serialise(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def _refuse_name(template: Path, to: Path) -> None:
    if template.suffix.lower() not in ENDINGS:
        raise DataError(f"{template}: a workbook to fill is an .xlsx or .xlsm file.")
    if to.suffix.lower() != template.suffix.lower():
        raise DataError(f"{to}: a copy of {template.name} has to end in {template.suffix}, or it would not open.")
    if to.exists() and to.samefile(template):
        raise DataError(f"{to}: this is the template itself; name another file, so that it stays as it is.")


def _write(workbook: ForeignWorkbook, to: Path, changed: dict[str, bytes]) -> None:
    """Write the zip anew, part by part in the order it had; whole or not at all."""
    draft = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with ZipFile(draft, "w") as file:
            for info in workbook.infos:
                part = ZipInfo(info.filename, info.date_time)
                part.compress_type, part.external_attr = info.compress_type, info.external_attr
                file.writestr(part, changed.get(info.filename, workbook.parts[info.filename]))
        draft.replace(to)
    except OSError as problem:
        raise DataError(f"{to}: cannot be written ({problem.strerror}).") from None
    finally:
        with suppress(OSError):
            draft.unlink()
