"""A filled workbook as a return's file has it: whose it is, which form it answers, and the answers by question."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from concordat.findings import Finding, Severity
from concordat.frameworks.forms import load_form
from concordat.questionnaires.form import Questionnaire
from concordat.questionnaires.read_yaml import DataError
from concordat.questionnaires.workbook.answers import read_named_cells, read_unnamed_form
from concordat.questionnaires.workbook.names import Stamp
from concordat.questionnaires.workbook.read_workbook import read_workbook

WORKBOOK_ENDINGS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Taken:
    """What a workbook holds, under the keys of a return's file; None where it could not be opened.

    `unread` are the questions whose cells could not be read: that they have no answer here says nothing. `taken` is
    how far the answers had come when the workbook was taken, as the site marks it.
    """

    data: dict[str, Any] | None
    findings: tuple[Finding, ...]
    unread: frozenset[str] = frozenset()
    taken: str = ""


def take_workbook(path: Path) -> Taken:
    """Read a workbook. Never raises for what stands in it."""
    read = read_workbook(path)
    if not read.is_readable:
        return Taken(None, read.findings)
    form = _form(read.stamp)
    answers = read_unnamed_form(read) if form is None else read_named_cells(form, read)
    findings = [*read.findings, *answers.findings]
    if not read.stamp.form:
        message = "The workbook does not say which form it answers, and whose return it is."
        remedy = "Take the workbook that `concordat return workbook` writes, and fill that one."
        findings.append(Finding("no-stamp", Severity.BLOCKS, path.name, message, remedy))
    data = {
        "place": read.stamp.place,
        "questionnaire": read.stamp.form,
        "version": read.stamp.version,
        "source": read.stamp.source,
        "answers": answers.given,
    }
    return Taken(data, tuple(findings), frozenset(answers.unread), read.stamp.taken)


def _form(stamp: Stamp) -> Questionnaire | None:
    """The form in the version that the workbook was made for; the latest, where that is not held."""
    for version in [int(stamp.version)] if stamp.version.isdecimal() and len(stamp.version) < 9 else []:
        try:
            return load_form(stamp.form, version)
        except DataError:
            break
    try:
        return load_form(stamp.form)
    except DataError:
        return None
