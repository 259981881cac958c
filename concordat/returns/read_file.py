"""A return's file in, YAML, JSON or a workbook: whatever can be read is read, and what cannot is a finding."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from concordat.findings import Finding, Severity
from concordat.frameworks.forms import framework_of, load_form
from concordat.frameworks.framework import Framework
from concordat.periods import NotAPeriod, parse_date
from concordat.places.area import VINTAGES, Area
from concordat.places.find import UnknownPlace, find_area
from concordat.questionnaires.answers import MOST_ANSWERS, AnswerSet, is_empty, read_answers
from concordat.questionnaires.changes import FormChange, carry_over
from concordat.questionnaires.form import Questionnaire
from concordat.questionnaires.kinds import shorten
from concordat.questionnaires.read_yaml import DataError, read_plain
from concordat.returns.place_return import Reason
from concordat.returns.read_json import read_json
from concordat.returns.take_workbook import WORKBOOK_ENDINGS, take_workbook

ENDINGS = (".yaml", ".yml", ".json", *WORKBOOK_ENDINGS)
SPREADSHEETS = (".xls", ".xlsb", ".ods", ".csv", ".numbers")
BY_QUESTION = ("printed", "remarks", "assigned")  # keys that hold a group of lines
KEYS = ("place", "questionnaire", "version", "submitted", "source", "answers", "reasons", *BY_QUESTION)
MOST_BYTES = 20_000_000  # a return is a few tens of kilobytes
DEEPEST = 40  # levels; a return has six


@dataclass(frozen=True)
class FileRead:
    """What stands in one file, before it meets its earlier periods.

    `form` is None where the file names no questionnaire that is held; `findings` say why, and what else is odd about
    the file itself. `place_named` is the place as the file writes it, `unread` the questions of a workbook whose
    cells could not be read, `taken` the mark of how far the answers had come when it was taken.
    """

    path: Path
    findings: tuple[Finding, ...]
    place_named: str = ""
    place: Area | None = None
    framework: Framework | None = None
    form: Questionnaire | None = None
    form_named: str = ""
    given: object = None
    file_version: int | None = None
    submitted: date | None = None
    source: str = ""
    printed: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    assigned: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    unread: frozenset[str] = frozenset()
    taken: str = ""

    def answers(self, earlier: tuple[AnswerSet, ...]) -> tuple[AnswerSet, list[FormChange]]:
        """The answers, with those of earlier periods beside them; carried over where the form was reissued since."""
        assert self.form is not None, self.path
        if self.file_version in (None, self.form.version):
            return read_answers(self.form, self.given, earlier), []
        written_for = load_form(self.form.id, self.file_version)
        return carry_over(read_answers(written_for, self.given, earlier), self.form)


def read_return_file(path: Path) -> FileRead:
    """Read one file. Never raises for what stands in it: a file that cannot be read has a `blocks` finding."""
    try:
        _refuse_no_file(path)
        if path.suffix.lower() in WORKBOOK_ENDINGS:
            return _read_workbook(path)
        return _Reader(path, _read(path)).read()
    except DataError as problem:
        message = str(problem).removeprefix(f"{path}: ")
        return FileRead(path, (_blocks("unreadable", path.name, message, "Mend the file, or leave it out."),))


def read_return_data(path: Path, data: Mapping[str, Any], findings: tuple[Finding, ...] = ()) -> FileRead:
    """What a program has read out of a file itself, as if it had been a return's file; `findings` are about reading."""
    read = _Reader(path, dict(data)).read()
    return replace(read, findings=(*findings, *read.findings))


def _read_workbook(path: Path) -> FileRead:
    taken = take_workbook(path)
    if taken.data is None:
        return FileRead(path, taken.findings)
    read = _Reader(path, taken.data).read()
    once = (one for one in read.findings if one.code != "no-questionnaire")  # a workbook says so in its own words
    return replace(read, findings=(*taken.findings, *once), unread=taken.unread, taken=taken.taken)


def _read(path: Path) -> dict[str, Any]:
    suffix = path.suffix.lower()
    if suffix not in ENDINGS:
        given = suffix or "a file without ending"
        hint = "; open it in Excel or LibreOffice and save it as .xlsx" if suffix in SPREADSHEETS else ""
        raise DataError(f"a return is read from a .yaml or a .json file, or an .xlsx workbook, not from {given}{hint}.")
    data = read_json(path) if suffix == ".json" else read_plain(path)
    _refuse_traps(data)
    if not isinstance(data, dict):
        said = "is empty" if data in (None, "") else "holds no keys"
        raise DataError(f"the file {said}; a return has at least place, questionnaire and answers.")
    return data


def _refuse_no_file(path: Path) -> None:
    try:
        if not path.exists():
            raise DataError("there is no such file.")
        if not path.is_file():
            raise DataError("this is a folder; name a file in it." if path.is_dir() else "this is no ordinary file.")
        if (size := path.stat().st_size) > MOST_BYTES:
            raise DataError(f"{size / 1e6:,.0f} MB is too large for a return.")
    except OSError as problem:
        raise DataError(f"cannot be read ({problem.strerror}).") from None


def _refuse_traps(data: object) -> None:
    """Refuse what no return holds and what would make later work slow or fail: too deep, too much, half a character."""
    todo: list[tuple[object, int]] = [(data, 0)]
    for count in itertools.count(1):
        if not todo:
            return
        value, depth = todo.pop()
        if depth > DEEPEST:
            raise DataError(f"nested more than {DEEPEST} levels deep; a return has six.")
        if count > MOST_ANSWERS:
            raise DataError(f"holds more than {MOST_ANSWERS:,} values; this is not a return.")
        if isinstance(value, str) and any("\ud800" <= ch <= "\udfff" for ch in value):
            raise DataError("a text holds half a character (an escape such as \\ud83d without its second half).")
        parts = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
        todo += [(part, depth + 1) for part in parts]


class _Reader:
    """Takes a file's mapping apart, collecting findings on the way."""

    def __init__(self, path: Path, data: dict[str, Any]) -> None:
        self.path = path
        self.data = data
        self.findings: list[Finding] = []

    def read(self) -> FileRead:
        self.findings += self._unknown_keys()
        framework, form, form_named, file_version = self._form()
        place_named = self._text("place") or self._place_in_answers()
        return FileRead(
            path=self.path,
            place_named=place_named,
            place=self._place(place_named, framework),
            framework=framework,
            form=form,
            form_named=form_named,
            given=self._answers(form),
            file_version=file_version,
            submitted=self._submitted(),
            source=self._text("source"),
            printed=self._mapping("printed"),
            remarks=self._mapping("remarks"),
            assigned=self._assigned(form),
            reasons=tuple(self._reasons()),
            findings=tuple(self.findings),
        )

    def _note(self, code: str, where: str, message: str, remedy: str) -> None:
        self.findings.append(Finding(code, Severity.NOTE, where, message, remedy))

    def _block(self, code: str, where: str, message: str, remedy: str) -> None:
        self.findings.append(_blocks(code, where, message, remedy))

    def _unknown_keys(self) -> Iterator[Finding]:
        for key in self.data:
            if key not in KEYS:
                closest = get_close_matches(str(key), KEYS, 1)
                hint = f"Did you mean {closest[0]!r}?" if closest else f"The keys of a return are {', '.join(KEYS)}."
                message = f"{shorten(str(key))!r} is no key of a return; what stands there is not used."
                yield Finding("unknown-key", Severity.NOTE, str(key), message, hint)

    def _text(self, key: str) -> str:
        value = self.data.get(key)
        if is_empty(value):
            return ""
        if isinstance(value, (dict, list)):
            self._block("not-one-value", key, f"{key} holds a group of values, where one is asked.", "Give one value.")
            return ""
        return str(value).strip()

    def _form(self) -> tuple[Framework | None, Questionnaire | None, str, int | None]:
        named = self._text("questionnaire")
        if not named:
            remedy = "Add a line such as `questionnaire: 2016-17-q1`."
            self._block("no-questionnaire", "questionnaire", "The file does not say which form it answers.", remedy)
            return None, None, "", None
        try:
            framework, form = framework_of(named), load_form(named)
        except DataError as problem:
            remedy = "Name a form that is held; `concordat frameworks list` shows them."
            self._block("unknown-questionnaire", "questionnaire", str(problem), remedy)
            return None, None, named, None
        return framework, form, named, self._version(form)

    def _version(self, form: Questionnaire) -> int | None:
        text = self._text("version")
        if not text:
            return None
        try:
            version = int(text)
            load_form(form.id, version)
        except (ValueError, DataError) as problem:
            no_number = f"{shorten(text)!r} is not a version; versions are whole numbers."
            said = problem if isinstance(problem, DataError) else no_number
            remedy = f"The file is read as version {form.version}; check the answers whose questions changed."
            self._note("unknown-version", "version", str(said), remedy)
            return None
        return version

    def _place_in_answers(self) -> str:
        answers = self.data.get("answers")
        cover = answers.get("cover") if isinstance(answers, dict) else None
        named = cover.get("place") if isinstance(cover, dict) else None
        return str(named).strip() if named else ""

    def _place(self, named: str, framework: Framework | None) -> Area | None:
        if not named:
            remedy = "Add a line such as `place: southend-on-sea`."
            self._block("no-place", "place", "The file does not say whose return it is.", remedy)
            return None
        try:
            return find_area(named, vintage_of(framework))
        except UnknownPlace as problem:
            self._block("unknown-place", "place", str(problem), "Correct the place; `concordat places list` shows all.")
            return None

    def _answers(self, form: Questionnaire | None) -> object:
        given = self.data.get("answers")
        if is_empty(given) or isinstance(given, dict):
            return given or {}
        message = "answers is not a group of questions and answers."
        self._block("no-answers", "answers", message, "Nest the answers under it, section by section.")
        return {}

    def _submitted(self) -> date | None:
        text = self._text("submitted")
        if not text:
            return None
        try:
            return parse_date(text)
        except NotAPeriod as problem:
            self._note("not-a-date", "submitted", str(problem), "Give the day it was sent, or leave the line out.")
            return None

    def _mapping(self, key: str) -> dict[str, str]:
        value = self.data.get(key)
        if is_empty(value):
            return {}
        if not isinstance(value, dict):
            message = f"{key} is not a group of lines; it is not used."
            self._note("not-a-group", key, message, "Write `question: text` lines.")
            return {}
        return {str(id): str(text).strip() for id, text in value.items()}

    def _assigned(self, form: Questionnaire | None) -> dict[str, str]:
        assigned = self._mapping("assigned")
        sections = [section.id for section in form.sections] if form else list(assigned)
        for section in assigned:
            if section not in sections:
                remedy = f"The sections are {', '.join(sections)}."
                self._note("unknown-section", "assigned", f"{section!r} is no section of this form.", remedy)
        return {section: who for section, who in assigned.items() if section in sections}

    def _reasons(self) -> Iterator[Reason]:
        given = self.data.get("reasons")
        for number, reason in enumerate(given if isinstance(given, list) else [given] if given else []):
            parts = [reason.get(key) for key in ("finding", "where", "reason")] if isinstance(reason, dict) else [None]
            if all(isinstance(part, str) for part in parts):
                yield Reason(*(str(part).strip() for part in parts))
            else:
                message = f"reasons[{number}] is not a reason; it is not used."
                self._note("not-a-reason", "reasons", message, "Give each a finding, a where and a reason.")


def vintage_of(framework: Framework | None) -> int:
    """The boundaries on which a framework's places are looked up: those of its last year, as far as they are held."""
    wanted = framework.years[-1].start + 1 if framework and framework.years else VINTAGES[-1]
    return min(max(wanted, VINTAGES[0]), VINTAGES[-1])


def _blocks(code: str, where: str, message: str, remedy: str) -> Finding:
    return Finding(code, Severity.BLOCKS, where, message, remedy)
