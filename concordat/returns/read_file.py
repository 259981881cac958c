"""A return's file in, YAML or JSON: whatever can be read is read, and what cannot is a finding."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from concordat.findings import Finding, Severity
from concordat.frameworks.forms import framework_of, load_form
from concordat.frameworks.framework import Framework
from concordat.periods import NotAPeriod, parse_date
from concordat.places.area import VINTAGES, Area
from concordat.places.find import UnknownPlace, find_area
from concordat.questionnaires.answers import AnswerSet, is_empty, read_answers
from concordat.questionnaires.changes import FormChange, carry_over
from concordat.questionnaires.form import Questionnaire
from concordat.questionnaires.kinds import shorten
from concordat.questionnaires.read_yaml import DataError, read_plain
from concordat.returns.place_return import Reason

KEYS = (
    "place",
    "questionnaire",
    "version",
    "submitted",
    "source",
    "answers",
    "printed",
    "remarks",
    "reasons",
    "assigned",
)
MOST_BYTES = 20_000_000  # a return is a few tens of kilobytes
LINES_OF_ANSWER = ("place", "questionnaire")


@dataclass(frozen=True)
class FileRead:
    """What stands in one file, before it meets its earlier periods.

    `form` is None where the file names no questionnaire that is held; `findings` say why, and what else is odd about
    the file itself. `place_named` is the place as the file writes it.
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
        data = _read(path)
        reader = _Reader(path, data)
        return reader.read()
    except DataError as problem:
        message = str(problem).removeprefix(f"{path}: ")
        return FileRead(path, (_blocks("unreadable", path.name, message, "Mend the file, or leave it out."),))


def _read(path: Path) -> dict[str, Any]:
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        raise DataError(f"{path}: {path.stat().st_size / 1e6:,.0f} MB is too large for a return.")
    suffix = path.suffix.lower()
    if suffix not in (".yaml", ".yml", ".json"):
        raise DataError(
            f"{path}: a return is read from a .yaml or a .json file, not from {suffix or 'a file without ending'}."
        )
    data = _read_json(path) if suffix == ".json" else read_plain(path)
    if not isinstance(data, dict):
        said = "is empty" if data in (None, "") else "holds no keys"
        raise DataError(f"{path}: the file {said}; a return has at least place, questionnaire and answers.")
    return data


def _read_json(path: Path) -> object:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return json.loads(text, parse_float=Decimal, object_pairs_hook=_refuse_doubles)
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file.") from None
    except OSError as problem:
        raise DataError(f"{path}: cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise DataError(f"{path}: this is not a text file in UTF-8; save it as UTF-8 text.") from None
    except json.JSONDecodeError as problem:
        raise DataError(
            f"{path}: line {problem.lineno}, column {problem.colno}: not valid JSON ({problem.msg})."
        ) from None
    except RecursionError:
        raise DataError(f"{path}: nested too deeply to be read.") from None


def _refuse_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise DataError(f"{double!r} stands twice in one group; keep one of them.")
    return found


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
            said = (
                problem if isinstance(problem, DataError) else f"{text!r} is not a version; versions are whole numbers."
            )
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
            self._note(
                "not-a-group", key, f"{key} is not a group of lines; it is not used.", "Write `question: text` lines."
            )
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
            if isinstance(reason, dict) and all(
                isinstance(reason.get(key), str) for key in ("finding", "where", "reason")
            ):
                yield Reason(reason["finding"].strip(), reason["where"].strip(), reason["reason"].strip())
            else:
                message = f"reasons[{number}] is not a reason; it is not used."
                self._note("not-a-reason", "reasons", message, "Give each a finding, a where and a reason.")


def vintage_of(framework: Framework | None) -> int:
    """The boundaries on which a framework's places are looked up: those of its last year, as far as they are held."""
    wanted = framework.years[-1].start + 1 if framework and framework.years else VINTAGES[-1]
    return min(max(wanted, VINTAGES[0]), VINTAGES[-1])


def _blocks(code: str, where: str, message: str, remedy: str) -> Finding:
    return Finding(code, Severity.BLOCKS, where, message, remedy)
