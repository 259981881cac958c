"""Intake: a folder of returns taken in, each matched to its place and period, checked, and sorted by what it needs.

An index file in the folder holds what was found; the next run reads only what is new or changed, and what else belongs
to the same places, because a return is judged beside the earlier ones.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import concordat
from concordat.findings import Severity
from concordat.frameworks.forms import framework_of, load_form
from concordat.places.find import UnknownPlace, find_area
from concordat.questionnaires.read_yaml import DataError
from concordat.returns.load import Checked, check_read
from concordat.returns.read_file import ENDINGS, FileRead, read_return_file, vintage_of

INDEX = ".concordat-intake.json"
INDEX_VERSION = f"1, {concordat.__version__}"  # another release may find other things
FEW = 8  # files that one process reads sooner than two have started


class State(StrEnum):
    """What became of a file."""

    ACCEPTED = "accepted"  # read, and nothing waits
    QUERIED = "queried"  # read, and something blocks or waits for a reason
    UNREADABLE = "unreadable"  # no place's return to a form that is held


@dataclass(frozen=True)
class Taken:
    """One file of the folder: what it is, its state, and the findings that put it there.

    `stamp` tells a later run whether the file has changed; `now` whether this run read it.
    """

    file: str
    stamp: str
    place: str | None
    questionnaire: str | None
    state: State
    findings: tuple[Mapping[str, str], ...]
    now: bool = True

    def as_dict(self) -> dict[str, Any]:
        """The JSON of the command line."""
        return {
            "file": self.file,
            "place": self.place,
            "questionnaire": self.questionnaire,
            "state": str(self.state),
            "findings": [dict(finding) for finding in self.findings],
            "read": "now" if self.now else "before",
        }


def take_in(folder: Path, processes: int = 2, progress: Callable[[str], None] | None = None) -> list[Taken]:
    """Take in every return of a folder and the folders in it, and write the index anew.

    Files in the order of their names. A file that another program changes meanwhile is read again by the next run.
    Raises DataError where there is no such folder.
    """
    if not folder.is_dir():
        raise DataError(f"{folder}: there is no such folder.")
    paths = {path.relative_to(folder).as_posix(): path for path in list_files(folder)}
    stamps = {name: _stamp(path) for name, path in paths.items()}
    index = read_index(folder)
    kept = {name: one for name, one in index.items() if stamps.get(name) == one.stamp}
    read = _read([path for name, path in paths.items() if name not in kept], processes, progress)
    touched = {file.place.slug for file in read if file.place}
    touched |= {one.place for name, one in index.items() if name not in kept and one.place}
    again = [name for name, one in kept.items() if one.place in touched]
    read += _read([paths[name] for name in again], processes, progress)
    taken = {name: replace(one, now=False) for name, one in kept.items() if name not in again}
    names = {path: name for name, path in paths.items()}
    for checked in check_read(read):
        name = names[checked.file.path]
        taken[name] = _taken(name, stamps[name], checked)
    ordered = [taken[name] for name in paths]
    _write_index(folder, ordered)
    return ordered


def count_states(taken: Iterable[Taken]) -> dict[str, int]:
    """How many files are accepted, queried and unreadable."""
    counts = Counter(one.state for one in taken)
    return {str(state): counts[state] for state in State}


def read_index(folder: Path) -> dict[str, Taken]:
    """What the last run found, by file; nothing where there is no index, or one that cannot be used."""
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        if index["version"] != INDEX_VERSION:
            return {}
        return {
            one["file"]: Taken(
                one["file"],
                one["stamp"],
                one["place"],
                one["questionnaire"],
                State(one["state"]),
                tuple(one["findings"]),
            )
            for one in index["files"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # a lost index costs reading again, nothing else


def _from_index(one: Mapping[str, Any]) -> Taken:
    state, findings = State(one["state"]), tuple(one["findings"])
    return Taken(one["file"], one["stamp"], one["place"], one["questionnaire"], state, findings)


def _write_index(folder: Path, taken: Sequence[Taken]) -> None:
    files = [{**one.as_dict(), "stamp": one.stamp} for one in taken]
    text = json.dumps({"version": INDEX_VERSION, "files": files}, ensure_ascii=False, indent=1)
    draft = folder / f"{INDEX}.part"
    draft.write_text(text, encoding="utf-8")
    draft.replace(folder / INDEX)


def list_files(folder: Path) -> list[Path]:
    """The returns in a folder; not what office programs leave beside an open file, nor our own index."""
    found = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in ENDINGS and path.is_file())
    return [path for path in found if not path.name.startswith((".", "~$"))]


def _stamp(path: Path) -> str:
    status = path.stat()
    return f"{status.st_size}-{status.st_mtime_ns}"


def _read(paths: Sequence[Path], processes: int, progress: Callable[[str], None] | None) -> list[FileRead]:
    """Read files in several processes; forms and places are looked up here, so that each is one object."""
    read = []
    if len(paths) <= FEW or processes < 2:
        for path in paths:
            read.append(read_return_file(path))
            if progress:
                progress(path.name)
        return read
    with ProcessPoolExecutor(processes) as pool:
        for light in pool.map(_read_lightly, paths, chunksize=max(1, min(16, len(paths) // (4 * processes)))):
            read.append(_with_form(light))
            if progress:
                progress(light.path.name)
    return read


def _read_lightly(path: Path) -> FileRead:
    """A file as it can travel between processes: named, but without the form and the framework themselves."""
    return replace(read_return_file(path), form=None, framework=None)


def _with_form(light: FileRead) -> FileRead:
    try:
        form, framework = load_form(light.form_named), framework_of(light.form_named)
        place = find_area(light.place_named, vintage_of(framework)) if light.place else None
    except (DataError, UnknownPlace):
        return light
    return replace(light, form=form, framework=framework, place=place)


def _taken(name: str, stamp: str, checked: Checked) -> Taken:
    waiting = tuple(finding.as_dict() for finding in checked.findings if finding.is_open)
    if checked.ret is None or checked.file.place is None:
        state = State.UNREADABLE
    else:
        state = State.QUERIED if waiting else State.ACCEPTED
    return Taken(name, stamp, checked.place, checked.file.form_named or None, state, waiting)


def has_blocks(taken: Iterable[Taken]) -> bool:
    """Whether any file bars submission, or cannot be read."""
    return any(finding["severity"] == Severity.BLOCKS for one in taken for finding in one.findings)
